"""Issue files: what a person writes, what it means, and how each fault is told."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsletter import issue as issues
from newsletter.errors import IssueError, NewsletterError
from newsletter.issue import Action
from newsletter.settings import Branch
from newsletter.workspace import Workspace

LONDON = ZoneInfo("Europe/London")
BRANCH = Branch(
    name="Anytown", sender="a@example.org", sender_name="Anytown", reply_to="a@example.org",
    postal_address="1 High Street", complaints="a@example.org",
)  # fmt: skip
WHOLE = """---
id: 00ff00ff00ff00ff
subject: Peru: the struggle, "70" killed
preheader: No, we will not
language: cy
articles:
  - peru
actions:
  - title: Sign the letter
    button: Sign now
    link: https://example.org/letter
diary:
  - what: Vigil
    when: 2026-11-05 18:30
    where: Town Hall
  - what: May Day
    when: 1 May 2027
---
Dear [first_name|friend],

hello.
"""


def parse(text: str) -> issues.Issue:
    return issues.parse(text, path=Path("issues/october.md"), slug="october", branch=BRANCH)


def test_what_is_written_is_what_is_meant() -> None:
    """Nobody needs to have heard of YAML: colons, quotation marks, No and times of day are just text."""
    issue = parse(WHOLE)
    assert issue.subject == 'Peru: the struggle, "70" killed'
    assert issue.preheader == "No, we will not"
    assert (issue.id, issue.language, issue.articles) == ("00ff00ff00ff00ff", "cy", ("peru",))
    assert issue.actions == (
        Action(title="Sign the letter", button="Sign now", link="https://example.org/letter"),
    )
    assert issue.intro == "Dear [first_name|friend],\n\nhello."
    assert issue.where("subject") == "issues/october.md:3"
    assert issue.where("actions.0.link") == "issues/october.md:11"


@pytest.mark.parametrize("last", ["2026-11-30", "30 November 2026", "2026-11-30 18:00"])
def test_the_last_day_of_a_call_to_action_is_read_and_carried_on(tmp_path: Path, last: str) -> None:
    text = WHOLE.replace("letter\ndiary", f"letter\n    until: {last}\ndiary")
    issue = parse(text)
    (tmp_path / "issues").mkdir()
    like = issues.create(Workspace(tmp_path), "november", BRANCH, like=issue)

    assert issue.actions[0].until == date(2026, 11, 30)
    assert issue.where("actions.0.until") == "issues/october.md:12"
    assert like.actions == issue.actions


def test_a_last_day_that_is_no_date_is_told_with_its_line() -> None:
    with pytest.raises(IssueError, match=r"october\.md:12: actions\.0\.until") as fault:
        parse(WHOLE.replace("letter\ndiary", "letter\n    until: soon\ndiary"))
    assert "2026-11-05" in fault.value.remedy


def test_diary_dates_are_in_the_branch_s_own_time() -> None:
    vigil, may_day = parse(WHOLE).diary
    assert (vigil.when, vigil.has_time) == (datetime(2026, 11, 5, 18, 30, tzinfo=LONDON), True)
    assert (may_day.when, may_day.has_time) == (datetime(2027, 5, 1, tzinfo=LONDON), False)


@pytest.mark.parametrize(
    "when",
    [
        "2026-11-05 18:30",
        "2026-11-05T18:30",
        "5 November 2026 18:30",
        "5 November 2026, 18:30",
        "5 November 2026 at 18:30",
    ],
)
def test_a_moment_is_read_as_people_write_it(when: str) -> None:
    issue = parse(WHOLE.replace("2026-11-05 18:30", when))
    assert issue.diary[0].when == datetime(2026, 11, 5, 18, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("subject:", "subjekt:", "october.md:3: subjekt", "Use one of"),
        ("id: 00ff00ff00ff00ff\n", "", "october.md:1: id", "must not change"),
        ("language: cy", "language: Welsh", "october.md:5: language", "cy"),
        ("language: cy", "language: cy\ndesign: ../../x", "october.md:6: design: this cannot be", "templates/email"),
        ("language: cy", "language: cy\naudience: Our reps", "october.md:6: audience", "audience list"),
        ("language: cy", "language: cy\ndesign: My design", "october.md:6: design: this cannot be", "digest"),
        ("  - peru", "  - ../peru", "october.md:7: articles.0", "article list"),
        ("    button: Sign now\n", "", "actions.0: button is missing", "button: …"),
        ("    link: https", "    href: https", "actions.0.href", "Use one of"),
        ("when: 2026-11-05 18:30", "when: 05/11/2026", "diary.0.when", "2026-11-05 18:30"),
        ("when: 2026-11-05 18:30", "when: 2026-11-31", "diary.0.when", "2026-11-05 18:30"),
        ("articles:\n  - peru", "articles: peru", "articles: this must be a list", "  - peru"),
        ('subject: Peru: the struggle, "70" killed', "subject:\n  - a\n  - b", "subject", "after the colon"),
    ],
)  # fmt: skip
def test_a_fault_names_line_field_and_remedy(old: str, new: str, place: str, remedy: str) -> None:
    assert old in WHOLE
    with pytest.raises(NewsletterError) as fault:
        parse(WHOLE.replace(old, new))
    assert place in fault.value.message
    assert remedy in fault.value.remedy


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_a_new_issue_has_an_id_of_its_own_and_explains_itself(workspace: Workspace) -> None:
    first = issues.create(workspace, "october", BRANCH, subject="Peru: now", articles=["peru"])
    second = issues.create(workspace, "november", BRANCH)
    assert first.id != second.id
    assert (first.subject, first.articles) == ("Peru: now", ("peru",))
    assert "# actions:" in workspace.issue("october").read_text(encoding="utf-8")


def test_the_explanation_becomes_true_when_its_marks_are_taken_away(workspace: Workspace) -> None:
    """The commented example is itself a valid issue file."""
    issues.create(workspace, "october", BRANCH)
    path = workspace.issue("october")
    text = (
        path.read_text(encoding="utf-8")
        .replace("# actions", "actions")
        .replace("# diary", "diary")
        .replace("#  ", " ")
    )
    path.write_text(text, encoding="utf-8")
    issue = issues.load(workspace, "october", BRANCH)
    assert (issue.actions[0].button, issue.diary[0].what) == ("Sign now", "Vigil for the strikers")


def test_a_new_issue_never_overwrites(workspace: Workspace) -> None:
    issues.create(workspace, "october", BRANCH, subject="One")
    with pytest.raises(IssueError) as fault:
        issues.create(workspace, "october", BRANCH, subject="Two")
    assert fault.value.code == "issue-exists"
    assert issues.load(workspace, "october", BRANCH).subject == "One"


def test_like_takes_words_and_actions_but_not_the_month(workspace: Workspace) -> None:
    workspace.issues.mkdir()
    workspace.issue("october").write_text(WHOLE, encoding="utf-8")
    october = issues.load(workspace, "october", BRANCH)
    november = issues.create(workspace, "november", BRANCH, subject="November", like=october)
    assert november.id != october.id
    assert (november.actions, november.intro, november.language) == (october.actions, october.intro, "cy")
    assert (november.articles, november.diary) == ((), ())


def test_whom_an_issue_is_for_is_a_word_that_its_like_takes_over(workspace: Workspace) -> None:
    workspace.issues.mkdir()
    assert parse(WHOLE).audience == ""
    workspace.issue("october").write_text(
        WHOLE.replace("\nlanguage:", "\naudience: reps\nlanguage:"), "utf-8"
    )
    october = issues.load(workspace, "october", BRANCH)
    assert october.audience == "reps"
    assert issues.create(workspace, "november", BRANCH, like=october).audience == "reps"


def test_a_copy_by_hand_is_known_as_a_twin(workspace: Workspace) -> None:
    """Who copies last month's file copies its id, and with it everybody's deliveries."""
    october = issues.create(workspace, "october", BRANCH)
    issues.create(workspace, "september", BRANCH)
    workspace.issue("november").write_bytes(workspace.issue("october").read_bytes())
    assert issues.twins(workspace, october) == ("november",)
