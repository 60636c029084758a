"""Translations are files beside their issue: how they are named, what they take from it, and how each fault is told."""

from pathlib import Path

import pytest
from test_issue import BRANCH, WHOLE

from newsletter import issue as issues
from newsletter import translation as translations
from newsletter.errors import IssueError, NewsletterError, UsageError
from newsletter.issue import Issue
from newsletter.workspace import Workspace

SPANISH = """---
subject: Perú: la lucha
preheader: No lo haremos
actions:
  - title: Firma la carta
    button: Firmar
    link: https://example.org/letter
---
Hola [first_name|compañera],

buenas.
"""
MAIN = WHOLE.replace("language: cy", "language: en\ndesign: leaflet")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.issues.mkdir()
    workspace.issue("october").write_text(MAIN, encoding="utf-8")
    return workspace


@pytest.fixture
def main(workspace: Workspace) -> Issue:
    return issues.load(workspace, "october", BRANCH)


def put(workspace: Workspace, name: str, text: str = SPANISH) -> None:
    (workspace.issues / name).write_text(text, encoding="utf-8")


def test_a_translation_is_the_same_issue_with_words_of_its_own(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.es.md")
    [spanish] = translations.load_all(workspace, main, BRANCH)
    assert (spanish.id, spanish.slug, spanish.language) == (main.id, "october", "es")
    assert (spanish.subject, spanish.intro) == ("Perú: la lucha", "Hola [first_name|compañera],\n\nbuenas.")
    assert (spanish.actions[0].button, spanish.diary) == ("Firmar", ())
    assert spanish.where("subject") == "issues/october.es.md:2"
    assert spanish.translation_of == main


def test_design_and_articles_are_the_main_files_where_they_are_left_out(
    workspace: Workspace, main: Issue
) -> None:
    put(workspace, "october.es.md")
    put(
        workspace,
        "october.cy.md",
        SPANISH.replace("actions:", "design: digest\narticles:\n  - periw\nactions:"),
    )
    welsh, spanish = translations.load_all(workspace, main, BRANCH)
    assert (spanish.design, spanish.articles) == ("leaflet", ("peru",))
    assert (welsh.design, welsh.articles) == ("digest", ("periw",))


def test_an_id_or_language_that_agrees_may_stand_there(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.es.md", SPANISH.replace("---\n", f"---\nid: {main.id}\nlanguage: es\n", 1))
    assert translations.load(workspace, main, "es", BRANCH).id == main.id


@pytest.mark.parametrize(
    ("line", "place", "remedy"),
    [
        (
            "id: 0123456789abcdef",
            "october.es.md:2: id: this is not the id of october.md",
            "Take the line out",
        ),
        ("id: x", "october.es.md:2: id", "Take the line out"),
        ("language: en", "october.es.md:2: language: this says en", "Take the line out"),
        ("language: es-MX", "by its name the file is in es", "right name"),
        ("colour: red", "october.es.md:2: colour", "Use one of"),
        ("audience: reps", "october.es.md:2: audience: whom the issue goes to", "Take the line out"),
    ],
)
def test_what_contradicts_the_main_file_or_the_name_is_refused(
    workspace: Workspace, main: Issue, line: str, place: str, remedy: str
) -> None:
    put(workspace, "october.es.md", SPANISH.replace("---\n", f"---\n{line}\n", 1))
    with pytest.raises(NewsletterError) as fault:
        translations.load_all(workspace, main, BRANCH)
    assert place in fault.value.message
    assert remedy in fault.value.remedy


def test_two_files_for_one_language_are_refused(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.en.md")
    with pytest.raises(IssueError) as fault:
        translations.load_all(workspace, main, BRANCH)
    assert fault.value.code == "translation-twice"


@pytest.mark.parametrize(
    "name", ["october.spanish.md", "october.ES.md", "october.pt-br.md", "october.es.old.md"]
)
def test_a_file_whose_name_is_nearly_a_translations_is_not_forgotten(
    workspace: Workspace, main: Issue, name: str
) -> None:
    """Its readers would get the main letter, and nobody would notice."""
    put(workspace, name)
    with pytest.raises(IssueError) as fault:
        translations.load_all(workspace, main, BRANCH)
    assert fault.value.code == "translation-name"
    assert name in fault.value.message


def test_other_issues_and_hidden_files_are_no_translations(workspace: Workspace, main: Issue) -> None:
    for name in ("october-es.md", "october2.es.md", ".october.es.md", "october.es.txt"):
        put(workspace, name)
    assert translations.languages(workspace, "october") == ()


def test_translations_are_no_issues(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.es.md")
    put(workspace, "november.md", MAIN)
    assert sorted(issues.slugs(workspace)) == ["november", "october"]
    assert issues.twins(workspace, main) == ("november",)


def test_a_translation_without_its_issue_is_told(workspace: Workspace, main: Issue) -> None:
    put(workspace, "november.es.md")
    put(workspace, "october.es.md")
    [fault] = translations.orphans(workspace)
    assert "november.es.md" in fault.message
    assert fault.code == "translation-alone"


def test_a_begun_translation_holds_the_words_that_are_to_be_translated(
    workspace: Workspace, main: Issue
) -> None:
    made = translations.create(workspace, main, "pt-BR", BRANCH)
    text = workspace.translation("october", "pt-BR").read_text(encoding="utf-8")
    assert (made.id, made.language, made.articles, made.design) == (main.id, "pt-BR", ("peru",), "leaflet")
    assert (made.subject, made.preheader) == (main.subject, main.preheader)
    assert (made.actions, made.diary, made.intro) == (main.actions, main.diary, main.intro)
    assert "write each of them in pt-BR" in text
    assert not {"id:", "design:", "language:", "articles:"} & {
        line.split(" ")[0] for line in text.splitlines()
    }
    assert translations.load_all(workspace, main, BRANCH) == (made,)


def test_a_begun_translation_takes_what_was_typed(workspace: Workspace, main: Issue) -> None:
    made = translations.create(workspace, main, "es", BRANCH, subject="Perú", articles=["peru-es"])
    assert (made.subject, made.preheader, made.articles) == ("Perú", main.preheader, ("peru-es",))


def test_the_explanation_becomes_true_when_its_marks_are_taken_away(
    workspace: Workspace, main: Issue
) -> None:
    translations.create(workspace, main, "es", BRANCH)
    path = workspace.translation("october", "es")
    text = path.read_text(encoding="utf-8").replace("# articles:", "articles:").replace("#   - ", "  - ")
    path.write_text(text, encoding="utf-8")
    assert translations.load(workspace, main, "es", BRANCH).articles == ("name-of-an-article",)


def test_an_empty_issue_can_be_translated(workspace: Workspace) -> None:
    empty = issues.create(workspace, "empty", BRANCH)
    made = translations.create(workspace, empty, "es", BRANCH)
    assert (made.subject, made.actions, made.intro) == ("", (), empty.intro)


def test_a_translation_is_never_overwritten(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.es.md")
    with pytest.raises(IssueError) as fault:
        translations.create(workspace, main, "es", BRANCH)
    assert fault.value.code == "issue-exists"
    assert translations.load(workspace, main, "es", BRANCH).subject == "Perú: la lucha"


@pytest.mark.parametrize(
    ("language", "code"), [("en", "translation-twice"), ("../x", "language"), ("ES", "language")]
)
def test_no_translation_into_what_is_no_other_language(
    workspace: Workspace, main: Issue, language: str, code: str
) -> None:
    with pytest.raises(UsageError) as fault:
        translations.create(workspace, main, language, BRANCH)
    assert fault.value.code == code


def test_a_file_is_chosen_by_its_language(workspace: Workspace, main: Issue) -> None:
    put(workspace, "october.es.md")
    assert translations.choose(workspace, main, "", BRANCH) is main
    assert translations.choose(workspace, main, "en", BRANCH) is main
    assert translations.choose(workspace, main, "es", BRANCH).language == "es"
    for unknown in ("cy", "../../x"):
        with pytest.raises(UsageError) as fault:
            translations.choose(workspace, main, unknown, BRANCH)
        assert "en, es" in fault.value.remedy


def test_a_link_out_of_the_workspace_is_refused(workspace: Workspace, main: Issue, tmp_path: Path) -> None:
    outside = tmp_path.parent / "elsewhere.md"
    outside.write_text(SPANISH, encoding="utf-8")
    (workspace.issues / "october.es.md").symlink_to(outside)
    with pytest.raises(NewsletterError) as fault:
        translations.load_all(workspace, main, BRANCH)
    assert fault.value.code == "outside-workspace"
