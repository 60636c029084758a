"""The compiled HTML as a checker sees it: links, pictures, words, and what is loaded from elsewhere."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset({"style", "script", "title"})
_INLINE = frozenset({"a", "bdi", "span", "strong", "em", "b", "i"})
_ELSEWHERE = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
_CSS_URL = re.compile(r"(?:url\(|@import)\s*[\"']?\s*([^\s\"')]+)", re.IGNORECASE)


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
    page.loads.extend(url for url in _CSS_URL.findall(html) if _ELSEWHERE.match(url))
    page.words = " ".join("".join(reader.pieces).split())
    return page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if tag == "img":
            self.page.pictures.append(Picture(source=values.get("src", ""), alt=values.get("alt")))
        if tag in ("a", "area") and "href" in values:
            self.page.links.append(values["href"])
        for name in ("src", "srcset", "background", "poster"):
            if _ELSEWHERE.match(values.get(name, "")):
                self.page.loads.append(values[name].strip())
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
        if not self._silent:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        if data.startswith("[if"):
            inner = _Reader()
            inner.feed(data)
            self.page.pictures.extend(inner.page.pictures)
            self.page.loads.extend(inner.page.loads)
