"""Articles at the command line: what is not sure is said until a person has looked, and what a person wrote stays."""

import sys
from pathlib import Path

import pytest

from tests.command import ARTICLE, Desk
from tests.websites import page

SLUG = "dockers-of-port-ellery-win-their-first-contract"


@pytest.fixture
def strike(desk: Desk) -> Path:
    """An article that was taken in from article.txt and accepted; it stands in the issue october."""
    desk.open_branch()
    file = desk.workspace / "articles" / f"{SLUG}.md"
    file.unlink()
    desk.here("article", "add", desk.folder / "article.txt").ok()
    desk.here("article", "accept", SLUG).ok()
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_doubt_is_shown_and_found_until_its_line_goes(desk: Desk, strike: Path) -> None:
    shown = desk.here("article", "show", SLUG, "--json").ok().data
    assert shown["unsure"] == [{"field": "author", "why": "only one place says so (text)"}]
    assert "Not sure   author: only one place says so (text)" in desk.here("article", "show", SLUG).ok().out
    assert "Not sure   author" in desk.here("article", "accept", SLUG).ok().out
    found = desk.here("issue", "check", "october", "--json").data["findings"]
    (doubt,) = [each for each in found if each["id"] == "article-unsure"]
    assert "unsure:" in doubt["remedy"]

    change(strike, "  author: only one place says so (text)\n", "")

    assert "Not sure" not in desk.here("article", "show", SLUG).ok().out
    found = desk.here("issue", "check", "october", "--json").data["findings"]
    assert "article-unsure" not in {each["id"] for each in found}


def test_a_field_changed_in_the_editor_is_no_longer_unsure(desk: Desk, strike: Path) -> None:
    editor = desk.folder / "editor.py"
    editor.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text().replace('Robin Vale', 'Robin Vail'))\n"
    )
    edited = desk.here("article", "edit", SLUG, EDITOR=f"{sys.executable} {editor}", VISUAL="").ok()
    assert "Not sure" not in edited.out
    assert "unsure:\n" not in strike.read_text(encoding="utf-8")
    assert "author: Robin Vail" in strike.read_text(encoding="utf-8")


def test_replacing_keeps_what_a_person_wrote_and_says_so(desk: Desk, strike: Path) -> None:
    change(strike, "source:", "source: Harbour Voice")
    change(strike, "url:", "url: https://example.org/port-ellery")
    change(strike, "The agreement brings", "As we know, the agreement brings")
    desk.here("article", "summarise", SLUG, "--text", "The dockers have won a contract for 340 people.").ok()
    was = strike.read_text(encoding="utf-8")

    again = desk.here("article", "add", desk.folder / "article.txt", "--replace").ok()

    assert "Kept as you left it: `source:`, `url:`, `summary:`." in again.err
    assert f"articles/{SLUG}.before.md" in again.err
    assert "left empty: `published:`." in again.err
    assert (strike.parent / f"{SLUG}.before.md").read_text(encoding="utf-8") == was
    now = desk.here("article", "show", SLUG, "--json").ok().data
    assert (now["source"], now["url"]) == ("Harbour Voice", "https://example.org/port-ellery")
    assert now["summary"]["text"] == "The dockers have won a contract for 340 people."
    assert not any("As we know" in paragraph for paragraph in now["paragraphs"])
    assert [row["slug"] for row in desk.here("article", "list", "--json").ok().data["articles"]] == [SLUG]
    twice = (
        desk.here("article", "add", desk.folder / "article.txt", "--replace", "--json")
        .ok()
        .data["articles"][0]
    )
    assert (twice["kept"], twice["before"]) == (["source", "url", "summary"], "")


def test_where_nothing_is_alike_to_be_replaced_it_is_said_what_was_made_instead(
    desk: Desk, strike: Path
) -> None:
    (desk.folder / "other.txt").write_text(
        f"{ARTICLE.splitlines()[0]}\n\nBy Sam Example\n\nQuite another text stands here, of one paragraph alone.\n",
        encoding="utf-8",
    )
    added = desk.here("article", "add", desk.folder / "other.txt", "--replace").ok()
    assert (
        f"{SLUG}-2: The same article is not here, so nothing was replaced: it was added as a new one."
        in added.err
    )
    assert f"{SLUG} has the same title and another text" in added.err
    assert f"newsletter article edit {SLUG}" in added.err

    (desk.folder / "new.txt").write_text(
        "Trams stop\n\nThe trams stop on Monday, it says.\n", encoding="utf-8"
    )
    new = desk.here("article", "add", desk.folder / "new.txt", "--replace", "--json").ok()
    (row,) = new.data["articles"]
    assert (row["slug"], row["replaced"]) == ("trams-stop", False)
    again = desk.here("article", "add", desk.folder / "new.txt", "--replace", "--json").ok()
    assert [row["replaced"] for row in again.data["articles"]] == [True]
    told = desk.here("article", "add", desk.folder / "new.txt", "--replace").ok().err
    assert "nothing was replaced" not in told


def test_the_error_for_an_article_that_is_here_says_that_replacing_keeps_what_was_written(
    desk: Desk, strike: Path
) -> None:
    assert "which keeps what you wrote" in desk.here("article", "add", desk.folder / "article.txt").err


def test_a_reprint_with_a_line_more_is_taken_in_and_said(desk: Desk, strike: Path) -> None:
    lines = ARTICLE.replace("first contract\n", "contract\n").replace(
        "Featured image", "The editor has asked the company for an answer, and waits.\n\nFeatured image"
    )
    (desk.folder / "reprint.txt").write_text(lines, encoding="utf-8")
    added = desk.here("article", "add", desk.folder / "reprint.txt").ok()
    assert f"It reads like {SLUG}, which is here already" in added.err
    assert "in the issue october" in added.err
    assert len(desk.here("article", "list", "--json").ok().data["articles"]) == 2


def test_what_a_page_says_of_itself_beyond_its_article_is_said_when_it_is_added(desk: Desk) -> None:
    desk.open_branch()
    words = (
        "After nine weeks the 4,500 weavers of Lower Brook have their break back, and a promise in writing."
    )
    file = desk.folder / "weavers.html"
    file.write_text(
        page("Weavers stand still", head=f'<meta name=description content="{words}">'), encoding="utf-8"
    )
    added = desk.here("article", "add", file).ok()
    assert "The proposed summary says what the article does not. Not found in the article: 4,500" in added.err


def test_a_day_years_ahead_stays_marked_in_the_file(desk: Desk) -> None:
    desk.open_branch()
    file = desk.folder / "far.txt"
    file.write_text("A march in May\n\n1 May 2099\n\nThey will march.\n\nAll of them.\n", encoding="utf-8")
    added = desk.here("article", "add", file, "--json").ok().data["articles"][0]
    (doubt,) = added["unsure"]
    assert doubt["why"] == "2099-05-01 is years ahead"
    assert "published: 2099-05-01 is years ahead" in desk.here("article", "show", added["slug"]).ok().out
