"""A web page: its text without menus and comments, and what it says about itself.

trafilatura finds the text. It gets decoded text only: given bytes it would unpack a compressed page without limit.
Author and date of pages are wrong about three times in ten, whatever reads them, so they are proposals.
"""

import html
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from newsletter.articles.anatomy import Parts, take_apart
from newsletter.articles.cleaning import one_line, words
from newsletter.articles.credit import is_credit
from newsletter.articles.dates import find_date
from newsletter.articles.decoding import check_pieces
from newsletter.articles.found import Found
from newsletter.articles.licence import mentions
from newsletter.errors import ArticleError

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:News|Opinion|Report|Blog|Advertiser)?(?:Article|Posting|BlogPosting)|Report|WebPage"
)
_LONGEST_DATA = 200_000  # characters of one block of structured data


def read(text: str, *, url: str = "") -> Found:
    """The parts of an article on a web page. Raises ArticleError if there is no text in it."""
    check_pieces(text.count("<"))
    page = _Page(text)
    extracted = _extract(text, url)
    captions = page.captions()
    said = [words(caption) for caption in captions]  # pages repeat them in the text
    blocks = [one_line(re.sub(r"^- ", "• ", line)) for line in (extracted.text or "").split("\n")]
    parts = Parts(
        title=page.title() or one_line(extracted.title or ""),
        author=page.author() or one_line(extracted.author or "").replace("; ", ", "),
        source=page.site() or one_line(extracted.sitename or ""),
        url=page.address(url),
        published=page.published() or find_date(extracted.date or ""),
        credits=_credits(list(captions.values())),
    )
    take_apart([block for block in blocks if words(block) not in said], parts, has_title=True)
    return Found(
        parts=parts,
        description=page.description() or one_line(extracted.description or ""),
        language=page.language(),
        guessed=tuple(name for name in ("author", "published") if getattr(parts, name)),
    )


def _extract(text: str, url: str) -> Any:
    import trafilatura  # noqa: PLC0415  (half a second; only pages pay for it)

    log = logging.getLogger("trafilatura")
    if not log.handlers:  # else its remarks reach the terminal
        log.addHandler(logging.NullHandler())
    found = trafilatura.bare_extraction(
        text, url=url or None, include_comments=False, include_tables=False, with_metadata=True
    )
    if found is None:
        raise ArticleError(
            "No text of an article was found on this page.",
            remedy="Open the page, copy the article's text into a .txt file, and add that.",
            code="no-text",
        )
    return found


def _credits(captions: list[str]) -> list[str]:
    """The caption that names a photographer or licence; else the first caption, which says what is shown."""
    clear = [
        caption for caption in captions if is_credit(caption) or mentions(caption) or _has_label(caption)
    ]
    if clear:
        return clear
    return [f"Featured image: {captions[0]}"] if captions else []


def _has_label(caption: str) -> bool:
    return bool(
        re.search(
            r"\b(?:photo|credit|picture|image|foto|llun)\w*\s*(?:credit)?\s*(?::|by\s)|©",
            caption,
            re.IGNORECASE,
        )
    )


class _Page:
    """What a page says about itself, in its head and in structured data."""

    def __init__(self, text: str) -> None:
        import lxml.html  # noqa: PLC0415  (80 ms)
        from lxml.etree import ParserError  # noqa: PLC0415

        try:
            self.root = lxml.html.document_fromstring(_XML_HEAD.sub("", text))
        except (ParserError, ValueError) as error:
            raise ArticleError(
                "This page cannot be read as HTML.",
                remedy="Open it, copy the article's text into a .txt file, and add that.",
                code="no-text",
            ) from error
        self.data = next(self._structured(), {})

    def title(self) -> str:
        return self._said("headline") or self._meta("og:title", "twitter:title") or self._heading()

    def author(self) -> str:
        given = self.data.get("author")
        people = given if isinstance(given, list) else [given]
        names = [person.get("name") if isinstance(person, dict) else person for person in people]
        joined = ", ".join(one_line(html.unescape(name)) for name in names if isinstance(name, str))
        meta = self._meta("author", "article:author", "parsely-author", "dc.creator")
        return joined or ("" if "://" in meta else meta)

    def site(self) -> str:
        publisher = self.data.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else ""
        return self._meta("og:site_name") or (one_line(html.unescape(name)) if isinstance(name, str) else "")

    def published(self) -> str:
        moments = self.root.xpath("//article//time/@datetime")
        given = (
            self._said("datePublished"),
            self._meta("article:published_time", "date", "dc.date", "parsely-pub-date"),
            *map(one_line, moments[:1]),
        )
        return next(filter(None, map(find_date, given)), "")

    def description(self) -> str:
        return self._meta("description", "og:description", "twitter:description") or self._said("description")

    def language(self) -> str:
        return one_line(
            self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        )

    def address(self, url: str) -> str:
        """Where the page was fetched from; the address it gives itself only if it is on the same host."""
        own = [one_line(link) for link in self.root.xpath("//link[@rel='canonical']/@href")[:1]]
        own += [self._meta("og:url")]
        if not url:
            return next((link for link in own if link.startswith(("http://", "https://"))), "")
        return next((link for link in own if link and _host(link) == _host(url)), url)

    def captions(self) -> dict[str, str]:
        """Texts below pictures, each with its twin in which links to licences are written out."""
        found = self.root.xpath(
            "//figcaption | //*[contains(@class, 'wp-caption-text') or contains(@class, 'photo-credit')"
            " or contains(@class, 'image-credit') or contains(@class, 'image-caption')]"
        )
        texts = {one_line(element.text_content()): _with_licence(element) for element in found[:20]}
        return {
            text: twin
            for text, twin in texts.items()
            if text and not any(text != other and text in other for other in texts)
        }

    def _heading(self) -> str:
        for path in ("//article//h1", "//h1", "//title"):
            for element in self.root.xpath(path)[:1]:
                if text := one_line(element.text_content()):
                    return text
        return ""

    def _meta(self, *names: str) -> str:
        for name in names:
            for content in self.root.xpath("//meta[@name=$n or @property=$n]/@content", n=name)[:1]:
                if text := one_line(html.unescape(content)):
                    return text
        return ""

    def _said(self, name: str) -> str:
        value = self.data.get(name)
        return one_line(html.unescape(value)) if isinstance(value, str) else ""

    def _structured(self) -> Iterator[dict[str, Any]]:
        for script in self.root.xpath("//script[@type='application/ld+json']")[:20]:
            text = script.text or ""
            if len(text) <= _LONGEST_DATA:
                try:
                    yield from _articles(json.loads(text))
                except (ValueError, RecursionError):
                    continue  # a page's broken data is no reason to refuse the page


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    """The objects in structured data that describe an article, at the top or in its graph."""
    items = data if isinstance(data, list) else [data]
    for item in items:
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from sorted(_articles(graph), key=lambda found: "headline" not in found)
        kinds = item.get("@type")
        if any(
            isinstance(k, str) and _ARTICLE.fullmatch(k)
            for k in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield item


def _with_licence(element: Any) -> str:
    """The text of a caption; where it links to a licence, the address stands beside or instead of the words."""
    for link in element.xpath(".//a[@href]")[:10]:
        label, address = link.text_content(), link.get("href")
        if mentions(address):
            tail = link.tail
            link.clear()
            link.text, link.tail = f"{label} {address}" if mentions(label) else address, tail
    return one_line(element.text_content())


def _host(url: str) -> str:
    match = re.match(r"https?://([^/?#]+)", url, re.IGNORECASE)
    return match[1].lower().removeprefix("www.") if match else ""
