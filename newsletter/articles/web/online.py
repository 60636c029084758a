"""What lies behind a web address: an article, or a feed."""

import json
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urljoin

from newsletter.articles.address import same_page
from newsletter.articles.reading.decoding import decode
from newsletter.articles.reading.source import Draft, Kind, ingest
from newsletter.articles.web.feed import ONE_BY_ONE, Feed, Item, feeds_of, is_feed, parse
from newsletter.articles.web.fetch import PAGE, Answer, Wanted, as_page
from newsletter.articles.web.web import Web
from newsletter.articles.web.wordpress import Post, post_of, record_of
from newsletter.errors import ArticleError

_FEED = Wanted(
    types={
        **dict.fromkeys(
            (
                "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
                "text/plain", "application/octet-stream", "application/x-rss+xml",
            ),
            Kind.UNKNOWN,
        ),
        "text/html": Kind.HTML,
        "application/xhtml+xml": Kind.HTML,
    },
    accept="application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5",
    otherwise="Give the address of the feed, or of the site that has one.",
    what="a list of articles",
    if_too_large=ONE_BY_ONE,
)  # fmt: skip


#: Bytes of a record, which Python holds in thirty times as many if they are all brackets.
_LARGEST_RECORD = 1_000_000
_JSON = Wanted(types={"application/json": Kind.RECORD}, accept="application/json", otherwise="")


def from_url(url: str, web: Web, *, languages: Collection[str] = ()) -> Draft:
    """The article on a page of the web. Raises ArticleError, always with a sentence and a remedy."""
    answer = web.get(url, PAGE)
    page = as_page(answer)
    post = _record(answer, page.text, web) if page.kind is Kind.HTML else None
    draft = ingest(page.text, kind=page.kind, url=page.url, post=post, languages=languages)
    web.keep(answer)
    return replace(draft, notes=(page.note, *draft.notes)) if page.note else draft


def _record(answer: Answer, text: str, web: Web) -> Post | None:
    """The site's own record of the page's article; None where it has none, or keeps it to itself."""
    address = record_of(answer.url, answer.fields.get("link", ""), text)
    if not address:
        return None
    try:
        found = web.get(address, _JSON)
        if len(found.body) > _LARGEST_RECORD:
            return None
        post = post_of(json.loads(found.body.decode("utf-8-sig")))
    except (ArticleError, ValueError, RecursionError):
        return None  # many sites have closed it; the page says nearly as much
    if post is None or (
        post.link and same_page(post.link) not in {same_page(answer.url), same_page(address)}
    ):
        return None  # it is about another page
    web.keep(found)
    return post


def from_item(item: Item, web: Web, *, languages: Collection[str] = ()) -> Draft:
    """The article that a feed names. Raises ArticleError."""
    if not item.link:
        raise ArticleError(
            "In the feed this article has no web address that can be opened.",
            remedy="Look for it on the site, and add it by its address: newsletter article add https://…",
            code="no-link",
        )
    return from_url(item.link, web, languages=languages)


def feed_at(url: str, web: Web) -> tuple[str, Feed]:
    """The feed at an address, or the first that a page there names; and where it is. Raises ArticleError."""
    answer = web.get(url, _FEED)
    if answer.kind is Kind.HTML:  # some servers call a feed so
        text, _ = decode(answer.body, charset=answer.charset, look_inside=True)
        answer = answer if is_feed(text) else _named_by(answer, text, web)
    feed = parse(answer.body, url=answer.url, charset=answer.charset)
    web.keep(answer)
    return answer.url, feed


def _named_by(page: Answer, text: str, web: Web) -> Answer:
    links = feeds_of(text)
    if not links:
        raise ArticleError(
            f"{page.host} names no feed on this page.",
            remedy="Look for a sign of RSS on the site, or try its address with /feed at the end.",
            code="no-feed",
        )
    return web.get(urljoin(page.url, links[0]), _FEED)
