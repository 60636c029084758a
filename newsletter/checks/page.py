"""The compiled HTML as a checker sees it: links, pictures, words, and what is loaded from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset({"style", "script", "title"})
_INLINE = frozenset({"a", "bdi", "span", "strong", "em", "b", "i"})
#: What travels in the letter itself. Everything else is loaded from somewhere, however it is written.
_INSIDE = re.compile(r"(?:cid|data):", re.IGNORECASE)
#: What may name several addresses is a fault by itself, whichever stands first.
_CSS_LOADS = re.compile(
    r"(?:\b(?:url|src)\(|@import)\s*[\"']?\s*([^\s\"')]*)|(@font-face|\b(?:image|image-set|cross-fade)\()",
    re.IGNORECASE,
)
#: A character written by its number, or behind a backslash: mail programs read `u\72l` as `url`.
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|([^\n]))", re.IGNORECASE)
_LARGEST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    source: str
    #: None where there is no alt attribute.
    alt: str | None


@dataclass(slots=True, kw_only=True)
class Page:
    """What stands in a page."""

    links: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    #: addresses that a mail program would load while showing the page.
    loads: list[str] = field(default_factory=list)
    words: str = ""


def read(html: str) -> Page:
    """Read a page; what stands in comments for Outlook is read as well."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    for style in reader.styles:
        page.loads.extend(_loaded_by(style))
    page.words = " ".join("".join(reader.pieces).split())
    return page


def _loaded_by(style: str) -> Iterator[str]:
    plain = _CSS_ESCAPE.sub(_character, re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    for address, always in _CSS_LOADS.findall(plain):
        if always or not _INSIDE.match(address):
            yield always or address


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1], 16) if escape[1] else 0
    return (escape[2] or "") if not escape[1] else chr(number) if number <= _LARGEST_CHARACTER else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.pieces: list[str] = []
        self.styles: list[str] = []
        self._is_style = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._is_style = tag == "style"
        self.styles.append(values.get("style", ""))
        if tag in _SILENT:
            self._silent += 1
        if tag == "img":
            self.page.pictures.append(Picture(source=values.get("src", ""), alt=values.get("alt")))
        if tag in ("a", "area") and "href" in values:
            self.page.links.append(values["href"])
        for name in ("src", "srcset", "background", "poster"):
            address = values.get(name, "").strip()
            if address and (name == "srcset" or not _INSIDE.match(address)):
                self.page.loads.append(address)
        self._part_words(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        self._part_words(tag)

    def _part_words(self, tag: str) -> None:
        """Words of neighbouring cells and paragraphs are not one word."""
        if tag not in _INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if self._is_style:
            self.styles.append(data)
        if not self._silent:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        if data.startswith("[if"):
            inner = _Reader()
            inner.feed(data)
            self.page.pictures.extend(inner.page.pictures)
            self.page.loads.extend(inner.page.loads)
            self.styles.extend(inner.styles)
