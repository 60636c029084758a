"""Outlook with Word sees tables that others do not: for both, every element is closed where it was opened, and for
Outlook every text stands in a column that has a width.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.checkers.mails import mail, names

pytestmark = pytest.mark.checkers

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_ONLY_OUTLOOK = re.compile(r"<!--\[if (?!!)[^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
_NOT_OUTLOOK = re.compile(r"<!--\[if !mso\]><!-->(.*?)<!--<!\[endif\]-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: Pixels: the widest column that a mail should have.
WIDEST = 640


def seen_by_outlook(html: str) -> str:
    return _COMMENT.sub("", _ONLY_OUTLOOK.sub(r"\1", _NOT_OUTLOOK.sub("", html)))


def seen_by_others(html: str) -> str:
    return _COMMENT.sub("", _NOT_OUTLOOK.sub(r"\1", html))


class Balance(HTMLParser):
    """Strict: an end tag must be that of the innermost open element, and no end tag may be left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        #: texts that no table with a width in pixels holds.
        self.unheld: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [f"<{tag}> stands in <{self._open[-1][0]}>" for _ in self._misplaced(tag)]
        if tag not in _VOID:
            self._open.append((tag, dict(attrs)))

    def _misplaced(self, tag: str) -> Iterator[str]:
        parent = self._open[-1][0] if self._open else ""
        homes = {
            "tr": ("table", "tbody", "thead", "tfoot"), "td": ("tr",), "th": ("tr",), "tbody": ("table",),
            "thead": ("table",), "li": ("ul", "ol"),
        }  # fmt: skip
        if tag in homes and parent not in homes[tag]:
            yield tag
        if parent in ("table", "tbody", "thead", "tr") and tag not in homes:
            yield tag

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self._open[-1][0] if self._open else 'nothing'}")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if not data.strip() or "body" not in tags:
            return
        if tags[-1] in ("table", "tbody", "thead", "tr"):
            self.faults.append(f"words between the cells: {data.strip()[:40]}")
        hidden = any("mso-hide:all" in (attrs.get("style") or "").replace(" ", "") for _, attrs in self._open)
        if not hidden and not any(map(_has_width, self._open)):
            self.unheld.append(data.strip()[:60])


def _has_width(element: tuple[str, dict[str, str | None]]) -> bool:
    tag, attrs = element
    width = attrs.get("width") or ""
    return tag == "table" and width.isdigit() and int(width) <= WIDEST


@pytest.mark.parametrize("name", names())
def test_every_table_is_closed_as_outlook_sees_it_and_as_others_do(name: str) -> None:
    html = mail(name).html

    assert seen_by_outlook(html).count("<table") > seen_by_others(html).count("<table")
    assert Balance(seen_by_outlook(html)).faults == []
    assert Balance(seen_by_others(html)).faults == []


@pytest.mark.parametrize("name", names())
def test_outlook_sets_every_text_in_a_column_with_a_width(name: str) -> None:
    assert Balance(seen_by_outlook(mail(name).html)).unheld == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<!--[if mso]></td></tr></table><![endif]-->", ""),
        ("<!--[if mso]></td></tr></table><![endif]-->", "<!--[if mso]></tr></td></table><![endif]-->"),
        ("<!--[if mso]></td></tr></table><![endif]-->", "</td></tr></table>"),
        ("<!--[if mso]></td></tr><tr><td><![endif]-->", "<!--[if mso]></td></tr><tr><![endif]-->"),
        ("</h1>", ""),
        ("</tr>\n", "</tr>x\n"),
    ],
)
def test_a_table_that_is_not_closed_is_noticed(old: str, new: str) -> None:
    """A control."""
    html = mail("digest-en").html
    bad = html.replace(old, new, 1)
    assert bad != html

    assert Balance(seen_by_outlook(bad)).faults + Balance(seen_by_others(bad)).faults


def test_what_only_one_of_them_sees_is_told_apart_and_an_endless_line_is_noticed() -> None:
    """A control."""
    page = "<body><!--[if mso]><p>Word</p><![endif]--><!--[if !mso]><!--><p>Web</p><!--<![endif]--></body>"

    assert seen_by_outlook(page) == "<body><p>Word</p></body>"
    assert seen_by_others(page) == "<body><p>Web</p></body>"
    assert Balance('<body><table width="100%"><tr><td>words</td></tr></table></body>').unheld == ["words"]
    assert Balance('<body><table width="600"><tr><td>words</td></tr></table></body>').unheld == []
