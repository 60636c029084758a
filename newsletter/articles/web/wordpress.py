"""WordPress's own record of an article (its REST API): the text without the page around it, author, date and caption.

A page names where its record is; many sites have closed it, and then the page is read as any other.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from newsletter.articles.address import host_of
from newsletter.articles.cleaning import one_line, words
from newsletter.articles.credits.licence import mentions
from newsletter.articles.reading.anatomy import Parts, take_apart
from newsletter.articles.reading.blocks import blocks_of, tree_of
from newsletter.articles.reading.dates import find_date
from newsletter.articles.reading.found import Doubt, Found
from newsletter.errors import ArticleError

_API = "https://api.w.org/"
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[a-z*]+=(?:\"[^\"]*\"|[^\s;,\"]+))*)", re.IGNORECASE)
_HEAD_LINK = re.compile(r"<link\b[^>]{1,3000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![a-z])([a-z]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
#: Accounts of no person.
NOBODY = re.compile(
    r"(?:admin(?:istrator)?|editors?|web ?(?:master|team)|wordpress|root|user\d*)", re.IGNORECASE
)
_LICENCE_LINK = re.compile(
    r"<a\b[^>]{0,500}?href=[\"']([^\"'<>]*creativecommons\.org[^\"'<>]*)[\"'][^>]{0,500}>(.{0,300}?)</a>",
    re.DOTALL,
)
_EMBED = "author,wp:featuredmedia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a record says."""

    title: str = ""
    author: str = ""
    #: ISO 8601 date, "" where it says none.
    published: str = ""
    link: str = ""
    excerpt: str = ""
    blocks: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


def record_of(url: str, link_header: str, page: str) -> str:
    """Where the record of the page at `url` is, on the same host; "" where the page names none."""
    links = [*_in_header(link_header), *_in_head(page[:200_000])]
    for target, said in links:
        is_json = "alternate" in said.get("rel", "").lower() and "json" in said.get("type", "").lower()
        if is_json and re.search(r"/wp/v2/(?:posts|pages)/\d+", target):
            return _on_host(url, target, {"_embed": _EMBED})
    for target, said in links:
        if said.get("rel", "").rstrip("/") == _API.rstrip("/"):
            return _by_name(url, target)
    return ""


def post_of(data: Any) -> Post | None:
    """The record in what the API answered: one, or a list of one. None where it holds no text that anybody may read."""
    record = data[0] if isinstance(data, list) and len(data) == 1 else data
    if not isinstance(record, dict) or not isinstance(record.get("content"), dict):
        return None
    text = _rendered(record, "content")
    if not text.strip() or record["content"].get("protected"):
        return None
    embedded = record.get("_embedded")
    embedded = embedded if isinstance(embedded, dict) else {}
    media = _first(embedded.get("wp:featuredmedia"))
    author = _plain(_first(embedded.get("author")).get("name"))
    captions = [_caption(_rendered(media, "caption")), *_captions(text)]
    return Post(
        title=_plain(_rendered(record, "title")),
        author="" if NOBODY.fullmatch(author) else author,
        published=find_date(str(record.get("date") or record.get("date_gmt") or "")),
        link=str(record.get("link") or ""),
        excerpt=_plain(_rendered(record, "excerpt")),
        blocks=tuple(blocks_of(text)),
        captions=tuple(dict.fromkeys(filter(None, captions))),
    )


def is_record(data: Any) -> bool:
    """Whether parsed JSON looks like what the API answers."""
    record = data[0] if isinstance(data, list) and data else data
    return (
        isinstance(record, dict)
        and isinstance(record.get("content"), dict)
        and "rendered" in record["content"]
    )


def read(data: Any) -> Found:
    """The parts of an article in a record that somebody saved. Raises ArticleError if there is no text in it."""
    post = post_of(data)
    if post is None:
        raise ArticleError(
            "This record of a WordPress site holds no text of one article.",
            remedy="Save the page itself, or the record of one article.",
            code="no-text",
        )
    parts = Parts(
        title=post.title, author=post.author, published=post.published, url=post.link,
        credits=[f"Featured image: {post.captions[0]}"] if post.captions else [],
    )  # fmt: skip
    take_apart(without_captions(post), parts, has_title=True)
    said = (name for name in ("author", "published") if getattr(parts, name))
    guessed = tuple(name for name in said if name not in parts.lines)
    doubts = tuple(Doubt(field=name, values=((getattr(parts, name), "WordPress"),)) for name in guessed)
    return Found(parts=parts, description=post.excerpt, guessed=guessed, doubts=doubts)


def without_captions(post: Post) -> list[str]:
    """The blocks of a record without those that repeat a caption."""
    said = [words(caption) for caption in post.captions]
    return [block for block in post.blocks if words(block) not in said]


def _in_header(text: str) -> list[tuple[str, dict[str, str]]]:
    return [(match[1], _attributes(match[2])) for match in _LINK.finditer(text[:20_000])]


def _in_head(page: str) -> list[tuple[str, dict[str, str]]]:
    found = [_attributes(match[0]) for match in _HEAD_LINK.finditer(page)]
    return [(html.unescape(said["href"]), said) for said in found if said.get("href")]


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): next(filter(None, match.groups()[1:]), "") for match in _ATTRIBUTE.finditer(text)
    }


def _by_name(url: str, root: str) -> str:
    """The record asked for by number (?p=12) or by the last part of the address; the address of a site has none."""
    parts = urlsplit(url)
    number = parse_qs(parts.query).get("p", [""])[0]
    slug = parts.path.rstrip("/").rpartition("/")[2]
    if number.isdecimal():
        return _on_host(url, root, {"_embed": _EMBED}, f"wp/v2/posts/{number}")
    return _on_host(url, root, {"slug": slug, "_embed": _EMBED}, "wp/v2/posts") if slug else ""


def _on_host(url: str, target: str, query: Mapping[str, str], below: str = "") -> str:
    """An address of the API; "" on another host. Sites without pretty addresses have it as ?rest_route=/."""
    parts = urlsplit(urljoin(url, target))
    old = {key: values[0] for key, values in parse_qs(parts.query).items()}
    path = parts.path
    if "rest_route" in old:
        old["rest_route"] = old["rest_route"].rstrip("/") + (f"/{below}" if below else "")
    elif below:
        path = f"{path.rstrip('/')}/{below}"
    full = parts._replace(path=path, query=urlencode({**old, **query}), fragment="").geturl()
    return full if host_of(full) == host_of(url) else ""


def _rendered(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _first(value: Any) -> Mapping[str, Any]:
    """The first of a list of objects; the API gives an object with an error where something is not public."""
    first = value[0] if isinstance(value, list) and value else {}
    return first if isinstance(first, dict) and "code" not in first else {}


def _plain(text: Any) -> str:
    return one_line(html.unescape(re.sub(r"<[^<>]*>", " ", text[:20_000]))) if isinstance(text, str) else ""


def _captions(text: str) -> list[str]:
    root = tree_of(text)
    found = [] if root is None else root.xpath("//figcaption | //*[contains(@class, 'wp-caption-text')]")
    return [one_line(element.text_content()) for element in found[:20]]


def _caption(text: str) -> str:
    """A caption in which links to licences are written out: the address says what the words may leave open."""
    text = text[:5_000]
    return _plain(
        _LICENCE_LINK.sub(lambda link: f"{link[2]} {link[1]}" if mentions(link[2]) else link[1], text)
    )
