"""newsletter article summarise: proposals side by side; one is picked, or a text is given."""

from pathlib import Path

import pytest

from tests.command import Desk

TEXT = """Dockers win at Port Ellery

By Ana Lupu

Dockers at Port Ellery have won back their four stewards after nineteen days on strike.

The Port Workers’ Union (PWU) says that the company agreed to every demand of its 412 members.

The PWU will ballot again in May, and two other ports have already said that they would join.
"""


@pytest.fixture
def port(desk: Desk) -> Desk:
    desk.open_branch()
    file = desk.workspace / "port.txt"
    file.write_text(TEXT, encoding="utf-8")
    desk.here("article", "add", str(file)).ok()
    return desk


SLUG = "dockers-win-at-port-ellery"


def kept(desk: Desk) -> str:
    return (desk.workspace / "articles" / f"{SLUG}.md").read_text(encoding="utf-8")


def test_without_anybody_to_ask_the_proposals_are_shown_and_nothing_changes(port: Desk) -> None:
    before = kept(port)
    shown = port.here("article", "summarise", SLUG).ok()
    assert "1  how the article begins, sentences 1.1 2.1 3.1" in shown.out
    assert "words, " in shown.out
    assert "reading ease" in shown.out
    assert "--pick 1" in shown.out
    assert kept(port) == before


def test_the_description_of_a_page_is_shown_beside_the_others_also_while_it_is_the_summary(
    desk: Desk,
) -> None:
    desk.open_branch()
    said = "Four stewards of the dockers at Port Ellery are back at work after a strike of nineteen days."
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[2:])
    page = f'<html lang="en"><head><meta name="description" content="{said}"></head><body><article><h1>Dockers win '
    (desk.folder / "port.html").write_text(
        f"{page}at Port Ellery</h1>{paragraphs}</article></body></html>", "utf-8"
    )
    desk.here("article", "add", desk.folder / "port.html").ok()
    for _ in range(2):
        found = desk.here("article", "summarise", SLUG, "--json").ok().data["proposals"]
        assert (found[0]["label"], found[0]["text"]) == ("the page's own description", said)
        desk.here("article", "summarise", SLUG, "--pick", "2").ok()


def test_a_pick_is_accepted_with_where_it_comes_from(port: Desk) -> None:
    data = port.here("article", "summarise", SLUG, "--words", "30", "--json").ok().data
    second = data["proposals"][-1]
    number = str(second["number"])
    done = port.here("article", "summarise", SLUG, "--words", "30", "--pick", number, "--json").ok().data
    assert done["accepted"] is True
    assert done["summary"]["text"] == second["text"]
    assert done["summary"]["state"] == "accepted"
    assert done["summary"]["sentences"] == second["sentences"] != ""
    assert "sentences: " in kept(port)
    assert f"sentences {second['sentences']} of the article" in port.here("article", "show", SLUG).ok().out


def test_a_text_from_standard_input_is_written_by_hand_and_looked_up(port: Desk) -> None:
    done = port.here(
        "article", "summarise", SLUG, "--text", "-", stdin="The PWU won for its 421 members."
    ).ok()
    assert "written by hand" in done.out
    assert "Not found in the article: 421" in done.out
    shown = port.here("article", "show", SLUG, "--json").ok().data["summary"]
    assert (shown["origin"], shown["state"], shown["sentences"]) == ("hand", "accepted", "")


def test_what_is_unsure_of_the_article_is_said_beside_the_summary_that_is_accepted(port: Desk) -> None:
    assert "unsure:\n  author: only one place says so (text)\n" in kept(port)
    unsure = [{"field": "author", "why": "only one place says so (text)"}]
    for way in (("--text", "The PWU won."), ("--pick", "1")):
        done = port.here("article", "summarise", SLUG, *way).ok().out
        assert "  Not sure   author: only one place says so (text)" in done
        assert f"take the lines below `unsure:` away: newsletter article edit {SLUG}" in done
        assert port.here("article", "summarise", SLUG, *way, "--json").ok().data["unsure"] == unsure
    assert port.here("article", "summarise", SLUG, "--json").ok().data["unsure"] == unsure


def test_the_letter_is_held_back_until_the_number_is_mended_or_vouched_for(port: Desk) -> None:
    port.here("article", "summarise", SLUG, "--text", "The PWU won for its 421 members.").ok()
    port.here("issue", "new", "may", "--subject", "S", "--preheader", "P", "--article", SLUG).ok()
    blocked = port.here("issue", "check", "may", "--json")
    (found,) = [each for each in blocked.data["findings"] if each["id"] == "number-not-found"]
    assert blocked.code == 3
    assert "“421”" in found["message"]
    assert "412 members" in found["message"]
    file = port.workspace / "articles" / f"{SLUG}.md"
    text = file.read_text(encoding="utf-8").replace(
        "  state:", "  checked: 421 (the union's leaflet of 3 May)\n  state:"
    )
    file.write_text(text, encoding="utf-8")
    assert "number-not-found" not in port.here("issue", "check", "may").ok().out
    file.write_text(text.replace("its 421 members", "its 422 members"), encoding="utf-8")
    assert port.here("issue", "check", "may").code == 3


def test_a_person_vouches_for_what_the_article_does_not_say(port: Desk) -> None:
    said = "At Oster Quay they won for 421 members."
    told = port.here("article", "summarise", SLUG, "--text", said).ok().out
    assert f"newsletter article accept {SLUG} --checked" in told
    port.here("issue", "new", "may", "--subject", "S", "--preheader", "P", "--article", SLUG).ok()
    blocked = port.here("issue", "check", "may", "--json")
    (found,) = [each for each in blocked.data["findings"] if each["id"] == "number-not-found"]
    assert f'newsletter article accept {SLUG} --checked "421 (where you know it from)"' in found["remedy"]

    done = port.here("article", "accept", SLUG, "--checked", "421 (the union's leaflet of 3 May)").ok()
    assert "421" not in done.out
    assert "Not found in the article: Oster Quay" in done.out
    assert "  checked: 421 (the union's leaflet of 3 May)" in kept(port)
    assert "number-not-found" not in port.here("issue", "check", "may").ok().out

    more = ("--checked", "Oster Quay (its website)", "--checked", "421 (the union's leaflet of 3 May)")
    data = port.here("article", "accept", SLUG, *more, "--json").ok().data
    assert data["summary"]["checked"] == "421 (the union's leaflet of 3 May); Oster Quay (its website)"
    assert "name-not-found" not in port.here("issue", "check", "may").ok().out
    port.here("article", "summarise", SLUG, "--text", said.replace("421", "422")).ok()
    assert port.here("issue", "check", "may").code == 3


@pytest.mark.parametrize(
    ("checked", "code"),
    [
        ("17 (a leaflet)", "checks-nothing"),
        ("", "checks-nothing"),
        ("421", "no-origin"),
        ("421 (…)", "no-origin"),
        ("421 (" + "a " * 300 + ")", "too-long"),
    ],
)
def test_what_vouches_for_nothing_or_names_no_origin_is_refused(port: Desk, checked: str, code: str) -> None:
    port.here("article", "summarise", SLUG, "--text", "The PWU won for its 421 members.").ok()
    before = kept(port)
    done = port.here("article", "accept", SLUG, "--checked", checked, "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, code)
    assert kept(port) == before


def test_an_edited_title_is_looked_up_and_a_changed_text_is_said(port: Desk) -> None:
    port.here("article", "accept", SLUG).ok()
    port.here("issue", "new", "may", "--subject", "S", "--preheader", "P", "--article", SLUG).ok()
    port.here("issue", "check", "may").ok()
    file = port.workspace / "articles" / f"{SLUG}.md"
    before = file.read_text(encoding="utf-8")
    file.write_text(
        before.replace("Dockers win at Port Ellery", "Five dockers win at Port Ellery"), encoding="utf-8"
    )
    done = port.here("issue", "check", "may")
    assert done.code == 3
    assert "title" in done.out
    assert "“Five”" in done.out
    file.write_text(before.replace("in May, and", "in June, and"), encoding="utf-8")
    assert "article-changed" in port.here("issue", "check", "may").out
    assert "changed after" in port.here("article", "show", SLUG).ok().out
    port.here("article", "accept", SLUG).ok()
    assert "article-changed" not in port.here("issue", "check", "may").out


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--pick", "99"), "no-proposal"), (("--pick", "1", "--text", "x"), "usage"), (("--text", "  "), "no-summary"),
     (("--text", "x " * 20_000), "too-long")],
)  # fmt: skip
def test_what_cannot_be_is_an_error_and_nothing_changes(
    port: Desk, words: tuple[str, ...], code: str
) -> None:
    before = kept(port)
    done = port.here("article", "summarise", SLUG, *words, "--json")
    assert done.code != 0
    assert done.json["errors"][0]["code"] == code
    assert kept(port) == before


def test_the_editor_gets_the_proposal(port: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/every demand/all demands/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    port.here("article", "edit", SLUG, EDITOR=str(editor)).ok()
    assert port.here("article", "show", SLUG, "--json").ok().data["summary"]["origin"] == "hand"


def test_a_text_that_was_changed_in_the_file_no_longer_passes_for_its_sentences(port: Desk) -> None:
    port.here("article", "summarise", SLUG, "--pick", "1").ok()
    assert "changed since" not in port.here("article", "show", SLUG).ok().out
    file = port.workspace / "articles" / f"{SLUG}.md"
    head, mark, body = file.read_text(encoding="utf-8").partition("summary:")
    file.write_text(f"{head}{mark}{body.replace('their four stewards', 'all stewards', 1)}", encoding="utf-8")
    assert "of the article, changed since" in port.here("article", "show", SLUG).ok().out
