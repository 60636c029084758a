"""Articles at the command line: what is not sure is said until a person has looked, and what a person wrote stays."""

import sys
from pathlib import Path

import pytest

from tests.command import Desk

SLUG = "dockers-of-port-ellery-win-their-first-contract"


@pytest.fixture
def strike(desk: Desk) -> Path:
    """An article that was taken in from article.txt and accepted; it stands in the issue october."""
    desk.open_branch()
    return desk.workspace / "articles" / f"{SLUG}.md"


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
