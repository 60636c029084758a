"""`issue render --format print|chat`, as a secretary types it."""

import shutil
import sys
from pathlib import Path

import pytest

from newsletter.desk import paper
from tests.command import BRANCH, Desk

_ISSUE = """\
---
id: 5d1c6a0be2f94c77
subject: Won, [first_name|friend]
preheader: Nine weeks on strike
articles:
  - harbour
---

Dear [first_name|friend],

It has been a long autumn.
"""
_ARTICLE = """\
---
title: Dockers of Port Ellery win their first contract
source: Harbour Voice
url: https://example.org/port-ellery
summary:
  text: The dockers have voted for a contract.
  state: accepted
  origin: hand
---

The dockers have voted for a contract.
"""


@pytest.fixture
def branch(desk: Desk) -> dict[str, str]:
    """A branch with one issue; what its commands need around them."""
    desk("init", desk.workspace, *BRANCH, "--yes").ok()
    (desk.workspace / "articles" / "harbour.md").write_text(_ARTICLE, encoding="utf-8")
    (desk.workspace / "issues" / "may.md").write_text(_ISSUE, encoding="utf-8")
    return {"NEWSLETTER_WORKSPACE": str(desk.workspace)}


@pytest.fixture
def no_browser(tmp_path: Path) -> dict[str, str]:
    empty = tmp_path / "empty"
    empty.mkdir()
    return {"PATH": str(empty)}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_without_a_format_the_usual_three_are_written(desk: Desk, branch: dict[str, str]) -> None:
    desk("issue", "render", "may", "--out", desk.folder / "out", **branch).ok()

    assert names(desk.folder / "out") == ["may.eml", "may.html", "may.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a browser is found in its own place, too")
def test_where_there_is_no_browser_the_page_is_written_and_that_is_said(
    desk: Desk, branch: dict[str, str], no_browser: dict[str, str]
) -> None:
    out = desk.folder / "out"

    done = desk("issue", "render", "may", "--format", "print", "--out", out, **branch, **no_browser).ok()

    assert names(out) == ["may.print.html"]
    assert (
        "No PDF: there is no Chromium, Chrome or Edge here. Print may.print.html from any browser" in done.err
    )
    html = (out / "may.print.html").read_text(encoding="utf-8")
    assert "Won, friend" in html
    assert "Sam" not in html


@pytest.mark.skipif(not paper.browser(), reason="no browser")
def test_where_there_is_one_a_pdf_of_one_page_is_written(desk: Desk, branch: dict[str, str]) -> None:
    out = desk.folder / "out"

    done = desk(
        "issue", "render", "may", "--format", "print", "--format", "chat", "--out", out, "--json", **branch
    ).ok()

    assert names(out) == ["may.chat.txt", "may.print.html", "may.print.pdf"]
    assert [Path(name).name for name in done.data["files"]] == [
        "may.print.html",
        "may.print.pdf",
        "may.chat.txt",
    ]
    assert done.data["notes"] == []
    assert paper.pages((out / "may.print.pdf").read_bytes()) == 1
    chat = (out / "may.chat.txt").read_text(encoding="utf-8")
    assert chat.startswith(
        "*Won, friend*\n\nDockers of Port Ellery win their first contract — Harbour Voice\n"
    )


@pytest.mark.skipif(not paper.browser(), reason="no browser")
def test_a_page_of_the_branch_that_takes_two_is_told_and_cannot_reach_out(
    desk: Desk, branch: dict[str, str]
) -> None:
    own = desk.workspace / "templates" / "print" / "notice" / "page.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text(
        '<html><body><div style="height:400mm">{{ subject }}</div>'
        '<script>document.body.innerHTML = ""</script><iframe src="file:///etc/passwd"></iframe></body></html>'
    )

    done = desk("issue", "render", "may", "--format", "print", "--out", desk.folder / "out", **branch).ok()

    assert "may.print.pdf has 2 pages" in done.err


def test_an_unknown_format_is_named_with_the_known_ones(desk: Desk, branch: dict[str, str]) -> None:
    done = desk("issue", "render", "may", "--format", "poster", **branch)

    assert done.code == 2
    assert "html, text, eml, print, chat" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
def test_a_browser_that_makes_nothing_is_said(
    desk: Desk, branch: dict[str, str], no_browser: dict[str, str]
) -> None:
    fake = Path(no_browser["PATH"]) / "chromium"
    fake.write_text(f"#!{shutil.which('sh')}\nexit 1\n")
    fake.chmod(0o755)

    done = desk(
        "issue", "render", "may", "--format", "print", "--out", desk.folder / "out", **branch, **no_browser
    ).ok()

    assert "No PDF: the browser on this computer made none." in done.err


def test_pages_are_counted_also_in_compressed_objects() -> None:
    import zlib

    packed = zlib.compress(
        b"1 0 2 50 << /Type /Page /Parent 3 0 R >> << /Type/Page >> << /Type /Pages /Count 2 >>"
    )
    pdf = (
        b"%PDF-1.5\n4 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n"
        + packed
        + b"\nendstream endobj"
    )

    assert paper.pages(pdf) == 2
    assert paper.pages(b"%PDF-1.4 << /Type /Pages /Kids [] >> << /Type /Page >>") == 1
