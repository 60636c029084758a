"""A feed: which articles a website has lately published. RSS and Atom, read by feedparser from bytes that we fetched.

A feed is a stranger's file: its text is decoded here, one that defines entities is refused before any parser sees it,
and of very many articles only the first are looked at, which are the newest.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.blocks import tree_of
from newsletter.articles.reading.dates import find_date
from newsletter.articles.reading.decoding import LIMIT, decode
from newsletter.errors import ArticleError

MOST_ITEMS = 100
#: Characters that are looked at, in whole articles: a hundred with their full texts.
LARGEST = 2_000_000
_LONGEST_TEASER = 240  # characters
_ITEM_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
#: Possessive: comments could be divided among one another in very many ways.
_BEGINS = re.compile(r"(?>\s+|<\?xml[^>]*\?>|<!--(?:(?!-->).)*-->)*+<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_HEAD = re.compile(r"\s*(?:<\?xml[^>]{0,400}\?>)?")
#: Characters by their numbers; one that does not exist would make the whole feed unreadable.
_NUMBERED = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));", re.IGNORECASE)
#: Before it there was no feed: an article of 1111 was mistyped, or means another calendar.
_FIRST_YEAR = 1990
#: The parser is kept busy for minutes by more: a hundred articles have some fifty tags each.
_MOST_TAGS, _MOST_ENTITIES, _LONGEST_TAG = 24_000, 20_000, 10_000
#: Elements with an article's text, of which its first words are enough.
_TEXTS = ("content:encoded", "content", "description", "summary", "itunes:summary")
_LONGEST_TEXT = 2_000
#: A day with its year, as feeds write it.
_SAYS_DAY = re.compile(
    r"(?<!\d)\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\s\d{4}",
    re.IGNORECASE,
)
_LONGEST_DAY = 100
#: What helps where a feed is too large.
ONE_BY_ONE = "Add the articles one by one by their addresses: newsletter article add https://…"
_OTHERWISE = (
    "Open the address in your browser: a feed's begins with <rss or <feed. Many sites have it at /feed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article that a feed names."""

    #: says whether two items are the same one.
    key: str
    title: str
    #: its page; "" where the feed names none.
    link: str
    #: ISO 8601 date (UTC), or "".
    published: str = ""
    #: the first words about it.
    teaser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    title: str
    #: in the feed's own order.
    items: tuple[Item, ...]
    #: how many articles it names, of which only the first are in `items`.
    number: int


def parse(body: bytes, *, url: str, charset: str = "") -> Feed:
    """The feed in what was fetched from `url`. Raises ArticleError if it is none, or means harm."""
    text = _decoded(body, charset)
    if re.search(r"<!ENTITY|<!\[?\s*INCLUDE", text, re.IGNORECASE):
        raise ArticleError(
            "This feed defines words of its own (entities), as no honest feed does; it was not read.",
            remedy="Do not use it. If you trust the site, add its articles one by one by their addresses.",
            code="feed-entities",
        )
    text, number = _newest(text)
    for name in _TEXTS:
        text = "".join(_shortened(text, name))
    _refuse_busywork(text)
    found = _parsed(_NUMBERED.sub(_if_character, text), url)
    items = tuple(_items(found.get("entries", [])))
    if not found.get("version") and not items and "jsonfeed.org/version" in text[:2_000]:
        raise ArticleError(
            "This feed is written as JSON; feeds are read as RSS or Atom.",
            remedy="Most sites have the same feed as RSS, too: try their address with /feed at the end.",
            code="no-feed",
        )
    if not found.get("version") and not items:
        raise ArticleError("There is no feed at this address.", remedy=_OTHERWISE, code="no-feed")
    title = _plain(found.get("feed", {}).get("title", ""))[:200]
    return Feed(title=title, items=items, number=max(number, len(items)))


def is_feed(text: str) -> bool:
    """Whether a text begins as a feed does."""
    return bool(_BEGINS.match(text[:5_000]))


def refuse_feed(source: bytes | str, *, is_large: bool = False) -> None:
    """Raise ArticleError for a feed where an article was to be; a large one is not to be followed either."""
    beginning = source[:5_000]
    text = beginning.decode("utf-8", "replace") if isinstance(beginning, bytes) else beginning
    if is_feed(text.removeprefix("\ufeff")):
        raise ArticleError(
            "This is a feed, which names many articles, not an article"
            + (f", and it is larger than {LIMIT // 1_000_000} MB." if is_large else "."),
            remedy=ONE_BY_ONE if is_large else "Follow it with: newsletter feed add https://… (its address).",
            code="feed-not-article",
        )


def feeds_of(page: str) -> list[str]:
    """The addresses of the feeds that a web page names in its head, as they stand there."""
    root = tree_of(page)
    if root is None:
        return []
    found = []
    for link in root.xpath("//link[@rel='alternate' and @href]")[:50]:
        kind = link.get("type", "").lower()
        # Comments have feeds of their own, which nobody means.
        if (
            re.fullmatch(r"application/(rss|atom|rdf)\+xml", kind)
            and "comment" not in link.get("title", "").lower()
        ):
            found.append(link.get("href").strip())
    return found


def _decoded(body: bytes, charset: str) -> str:
    """What is UTF-8 is UTF-8, whatever it is called; then counts what the feed says, then what the server says."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:1_000])
        return decode(body, charset=declared[1].decode("ascii") if declared else charset)[0]


def _newest(text: str) -> tuple[str, int]:
    """The feed without what follows its first articles, and how many it named."""
    ends = [match.end() for match in _ITEM_END.finditer(text)]
    kept = [end for end in ends[:MOST_ITEMS] if end <= LARGEST]
    if not kept or len(kept) == len(ends):
        return text, len(ends)
    return text[: kept[-1]] + text[ends[-1] :], len(ends)


def _shortened(text: str, name: str) -> Iterator[str]:
    """The pieces of a feed in which the elements of a name hold their first words only."""
    closing, at = f"</{name}>", 0
    for opening in re.finditer(rf"<{re.escape(name)}(?:\s[^<>]*)?>", text):
        start = opening.end()
        if start < at:
            continue  # inside one that was shortened
        end = text.find(closing, start)
        if end < 0:
            break
        if end - start > _LONGEST_TEXT:
            yield text[at:start]
            yield _beginning(text[start : start + _LONGEST_TEXT])
            at = end
    yield text[at:]


def _beginning(text: str) -> str:
    """The beginning of an element's text, so that it can be closed after it."""
    marked = text.lstrip()
    if marked.startswith("<![CDATA["):
        return f"{marked.partition(']]>')[0]}]]>"
    return re.sub(r"&[^;]{0,10}$", "", text.partition("<")[0])


def _refuse_busywork(text: str) -> None:
    if (
        len(text) > 2 * LARGEST
        or text.count("<") > _MOST_TAGS
        or text.count("&") > _MOST_ENTITIES
        or re.search(rf"<[^<>]{{{_LONGEST_TAG}}}", text)
    ):
        raise ArticleError(
            "This feed is larger than any list of articles, so it was not read.",
            remedy=ONE_BY_ONE,
            code="feed-too-large",
        )


def _if_character(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return "" if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF else match[0]


def _parsed(text: str, url: str) -> Any:
    import feedparser  # noqa: PLC0415  (0.16 s; only feeds pay for it)

    # Bytes, so that it opens neither an address nor a file; said to be UTF-8, which it now is.
    content = f"{_HEAD.sub('', text, count=1)}".encode()
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        # Markup is not cleaned but taken out, by _plain: cleaning takes minutes for what a stranger may send.
        return feedparser.parse(
            content, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (
        ValueError,
        RecursionError,
        AssertionError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
    ) as error:
        raise ArticleError("This feed cannot be read.", remedy=_OTHERWISE, code="no-feed") from error


def _items(entries: Any) -> Iterator[Item]:
    seen = set[str]()
    first = entries[:MOST_ITEMS]
    links: dict[str, set[str]] = {}
    for entry in first:
        links.setdefault(_mark(entry), set()).add(_link(entry))
    for entry in first:
        link, title, mark = _link(entry), _plain(entry.get("title", "")), _mark(entry)
        if not mark or len(links[mark]) > 1:  # some programs give all their articles one and the same mark
            mark = link or title
        key = hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:16]
        if not mark or key in seen:
            continue
        seen.add(key)
        teaser = _plain(entry.get("summary", ""))
        yield Item(
            key=key,
            title=title[:300] or "(without a title)",
            link=link,
            published=_day_of(entry),
            teaser=_cut(teaser) if teaser != title else "",
        )


def _mark(entry: Any) -> str:
    """What the feed calls an article; "" where it says nothing."""
    return one_line(str(entry.get("id", "")))


def _link(entry: Any) -> str:
    link = one_line(str(entry.get("link", "")))
    return link if re.match(r"https?://", link, re.IGNORECASE) and len(link) <= 2_000 else ""


def _day_of(entry: Any) -> str:
    """The day of an entry; "" where it names one that there is not, as "2026-13-45", where the parser counts on."""
    said = one_line(str(entry.get("published") or entry.get("updated") or ""))[:_LONGEST_DAY]
    if _SAYS_DAY.search(said) and not find_date(said):
        return ""
    return _day(entry.get("published_parsed") or entry.get("updated_parsed"))


def _day(moment: Any) -> str:
    try:
        day = date(*moment[:3])
        return day.isoformat() if day.year >= _FIRST_YEAR else ""
    except (TypeError, ValueError):
        return ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEASER else f"{text[:_LONGEST_TEASER].rpartition(' ')[0]} …"


def _plain(text: Any) -> str:
    """A text of a feed without its markup."""
    import html  # noqa: PLC0415

    if not isinstance(text, str):
        return ""
    short = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|$)", " ", text[:20_000], flags=re.IGNORECASE | re.DOTALL)
    return one_line(html.unescape(re.sub(r"<[^>]*(?:>|$)", " ", short)))
