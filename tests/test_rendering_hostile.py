"""What strangers write into articles and templates is printed or refused, and nothing is ever fetched."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rendering_samples import (
    make_action,
    make_article,
    make_branch,
    make_issue,
    make_letter,
    make_photo,
    make_summary,
)

from newsletter.checks import page
from newsletter.errors import RenderingError
from newsletter.rendering.message import Letter

HOSTILE = (
    "<script>alert(1)</script>",
    '<p style="p">x</p>',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
    "{{{{7*7}}}} {{{{1111*1111}}}}",
    "{{% include '/etc/passwd' %}}",
    '<img src="http://127.0.0.1:{port}/pixel.gif" width="1" height="1">',
    "![p](http://127.0.0.1:{port}/pixel.gif)",
    "@import url(http://127.0.0.1:{port}/b.css);",
    "javascript:alert(1)",
    "cycler.__init__.__globals__",
    "</style></head></table></body></html>",
    "<!--[if mso]><v:rect xmlns:v='x'><![endif]-->",
    "&lt;script&gt;",
)

_watched: list[str] = []
_watching = threading.Event()


def _watch(name: str, arguments: tuple[object, ...]) -> None:
    if _watching.is_set() and name in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        _watched.append(f"{name} {arguments[-1]!r}")


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    # An audit hook stays until the process ends; it only writes while `_watching` is set.
    sys.addaudithook(_watch)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def nothing_is_fetched(listener: socket.socket) -> Iterator[int]:
    """The port of a server that must not be asked for anything while the test runs, by this process or another."""
    _watched.clear()
    _watching.set()
    yield listener.getsockname()[1]
    _watching.clear()
    assert _watched == []
    with pytest.raises(BlockingIOError):
        listener.accept()


def assert_harmless(letter: Letter) -> None:
    seen = page.read(letter.html)
    assert seen.loads == []
    assert seen.pictures == []
    assert not [link for link in seen.links if link.lower().startswith("javascript")]
    for tag in ("<script", "<link", "<img", "<iframe", "<v:rect"):
        assert tag not in letter.html.lower()
    assert letter.html.count("</body>") == letter.html.count("</html>") == 1
    assert "1234321" not in letter.text + letter.html
    assert "root:" not in letter.text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["article", "issue", "branch"])
def test_hostile_words_are_printed_as_they_are(nothing_is_fetched: int, text: str, place: str) -> None:
    text = text.format(port=nothing_is_fetched)
    issue, article, branch = make_issue(), make_article(), make_branch()
    if place == "article":
        photo = make_photo(caption=text, author=text, licence=text, licence_url=text)
        article = make_article(
            title=text, author=text, source=text, url=text, published=text, standfirst=f"“{text}”",
            photo=photo, summary=make_summary(text),
        )  # fmt: skip
    elif place == "issue":
        plain = text.replace("[p]", "(p)").replace("[endif]", "\\[endif]")
        issue = make_issue(
            subject=plain,
            preheader=plain,
            intro=text.replace("[endif]", "\\[endif]"),
            actions=(make_action(title=plain, text=plain, button=plain, link=text),),
        )
    else:
        branch = make_branch(name=text, postal_address=text, complaints=text, imprint=text, reply_to=text)

    letter = make_letter(issue, (article,), branch=branch)

    assert_harmless(letter)
    first_word = text.replace("<!--", "<! --").split()[0]
    assert first_word in letter.text or place == "issue"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        "//example.org",
        "file:///etc/passwd",
        "http://",
        "java\nscript:x",
        "\x01javascript:x",
        'https://example.org/"onclick="x',
    ],
)
def test_a_link_with_another_scheme_never_becomes_a_link(link: str) -> None:
    letter = make_letter(
        make_issue(intro=f"[x](<{link}>)", actions=(make_action(link=link),)), (make_article(url=link),)
    )

    seen = page.read(letter.html)
    assert {found.split(":")[0] for found in seen.links} <= {"https", "mailto"}
    assert '"' not in " ".join(seen.links)


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("<script>alert(1)</script>", "active-content"),
        ('<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">', "active-content"),
        ('<p onclick="x">', "active-content"),
        ("<style>@import url(http://127.0.0.1:{port}/a.css);</style>", "style-sheet"),
        ("<style>p {{ background: url(http://127.0.0.1:{port}/a.png) }}</style>", "style-sheet"),
        ("{{{{ cycler.__init__.__globals__ }}}}", "template"),
        ("{{{{ cycler.__init__.__globals__.os.popen('id').read() }}}}", "template"),
        ("{{{{ self.__init__.__globals__ }}}}", "template"),
        ("{{% include '/etc/passwd' %}}", "template"),
        ("{{% import 'os' as os %}}", "template"),
    ],
)
def test_a_hostile_template_is_refused_in_plain_words(
    nothing_is_fetched: int, tmp_path: Path, template: str, code: str
) -> None:
    folder = tmp_path / "email" / "digest"
    folder.mkdir(parents=True)
    page_around = f"<!DOCTYPE html><html><head></head><body><p>x</p>{template}</body></html>"
    (folder / "email.html.j2").write_text(page_around.format(port=nothing_is_fetched))

    with pytest.raises(RenderingError) as caught:
        make_letter(templates=tmp_path)
    assert caught.value.code == code
    assert "digest" in caught.value.message or "Style sheet" in caught.value.message


def test_a_tracking_pixel_in_a_template_is_left_to_the_checks_but_never_fetched(
    nothing_is_fetched: int, tmp_path: Path
) -> None:
    folder = tmp_path / "email" / "digest"
    folder.mkdir(parents=True)
    pixel = f'<img src="http://127.0.0.1:{nothing_is_fetched}/p.gif" alt="">'
    (folder / "email.html.j2").write_text(f"<html><head></head><body>{pixel}{{{{ 7 * 7 }}}}</body></html>")

    letter = make_letter(templates=tmp_path)

    assert page.read(letter.html).loads == [f"http://127.0.0.1:{nothing_is_fetched}/p.gif"]
    assert "49" in letter.html


def test_the_watch_would_have_seen_a_connection(listener: socket.socket) -> None:
    """A control for the fixture above."""
    _watching.set()
    with socket.create_connection(listener.getsockname()):
        pass
    _watching.clear()

    assert _watched
    listener.accept()[0].close()
    _watched.clear()
