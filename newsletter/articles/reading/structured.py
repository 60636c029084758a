"""What a page says about itself in structured data (JSON-LD of schema.org), which programs write and nobody proofreads.

Objects lie in lists, in a graph, inside one another, or are named by an id that stands elsewhere. Broken data is mended
where that is plain, and passed by where it is not: it is no reason to refuse a page.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsletter.articles.address import same_page
from newsletter.articles.cleaning import one_line, words

_ARTICLE = re.compile(
    r"(?:News|Opinion|Report|Blog|Advertiser|Analysis|Background|Review|Satirical|Scholarly)?(?:Article|Posting|BlogPosting)"
    r"|Report|WebPage"
)
_OTHERS = (
    "mentions",
    "citation",
    "isPartOf",
    "isBasedOn",
    "relatedLink",
    "itemListElement",
    "hasPart",
    "about",
)
_LONGEST_TITLE = 1_000  # characters that are compared
_FEWEST_COMMON, _ALIKE = 3, 0.75  # words of two titles of one article
_LONGEST = 200_000  # characters of one block
_DEEPEST = 8
_MOST = 500  # objects
_PEOPLE = 12
_MOST_LOOKED_AT = 60  # values of a picture


class Structured:
    """The article that structured data describes; empty where they describe none."""

    def __init__(self, blocks: list[str], titles: Sequence[str] = (), pages: Sequence[str] = ()) -> None:
        """`titles`: what the page is called; `pages`: its addresses (same_page). Objects with neither are others'."""
        self._pages = frozenset(pages)
        self._by_id: dict[str, Mapping[str, Any]] = {}
        said = [words(title[:_LONGEST_TITLE]) for title in titles]
        found: list[Mapping[str, Any]] = []
        for block in blocks[:20]:
            for each in _objects(_loaded(block), _DEEPEST):
                if len(found) < _MOST:
                    found.append(each)
                    self._note(each)
        others = {id(each) for outer in found for each in _of_others(outer)}
        described = [
            each
            for each in found
            if any(_ARTICLE.fullmatch(kind) for kind in _kinds(each))
            and (self._is_own(each, said) or (id(each) not in others and not (said and _name(each))))
        ]
        # A page's own object says less than the article's on it.
        described.sort(
            key=lambda each: (
                not self._is_own(each, said), "headline" not in each, "WebPage" in _kinds(each)
            )
        )  # fmt: skip
        self.data: Mapping[str, Any] = described[0] if described else {}

    def _is_own(self, each: Mapping[str, Any], said: Sequence[list[str]]) -> bool:
        """Whether an object has the page's address, or a headline like one of the page's titles."""
        own = words(_name(each)[:_LONGEST_TITLE])
        if own and any(_is_alike(own, title) for title in said if title):
            return True
        return any(same_page(address) in self._pages for address in _addresses(each))

    def text(self, name: str) -> str:
        value = self.data.get(name)
        first = value[0] if isinstance(value, list) and value else value
        return _plain(first) if isinstance(first, str) else ""

    def people(self, name: str = "author") -> list[str]:
        """Names of authors; a publication that calls itself the author is none."""
        publisher = words(self.publisher())
        names = dict.fromkeys(self._names(self.data.get(name), _DEEPEST))
        return [each for each in names if "://" not in each and words(each) != publisher][:_PEOPLE]

    def publisher(self) -> str:
        return next(iter(self._names(self.data.get("publisher"), _DEEPEST)), "")

    def pictures(self) -> list[str]:
        """Addresses of the pictures that belong to what is described."""
        waiting, found = [self.data.get("image")], list[str]()
        for _ in range(_MOST_LOOKED_AT):
            value = waiting.pop() if waiting else None
            if isinstance(value, list):
                waiting += value[:_PEOPLE]
            elif isinstance(value, dict):
                mark = str(value.get("@id", ""))
                said = (mark, value.get("url"), value.get("contentUrl"))
                found += [each for each in said if isinstance(each, str)]
                waiting += [self._by_id[mark]] if self._by_id.get(mark, value) is not value else []
            elif isinstance(value, str):
                found.append(value)
                waiting += [self._by_id[value]] if value in self._by_id else []
        return found

    def _note(self, each: Mapping[str, Any]) -> None:
        mark = each.get("@id")
        if isinstance(mark, str) and (mark not in self._by_id or len(each) > len(self._by_id[mark])):
            self._by_id[mark] = each

    def _names(self, value: Any, left: int) -> Iterator[str]:
        if left <= 0:
            return
        if isinstance(value, str):
            known = self._by_id.get(value)
            yield from self._names(known.get("name"), left - 1) if known else filter(None, [_plain(value)])
        elif isinstance(value, list):
            for each in value[:_PEOPLE]:
                yield from self._names(each, left - 1)
        elif isinstance(value, dict):
            whole = value if "name" in value else self._by_id.get(str(value.get("@id", "")), {})
            yield from self._names(whole.get("name"), left - 1)


def _name(each: Mapping[str, Any]) -> str:
    """What an object calls itself."""
    return next((text for key in ("headline", "name") if isinstance(text := each.get(key), str) and text), "")


def _is_alike(own: list[str], title: list[str]) -> bool:
    """Whether a headline is a title, one with something behind it, or has most words of the shorter one."""
    if own == title[: len(own)] or title == own[: len(title)]:
        return True
    first, second = set(own), set(title)
    common = len(first & second)
    return common >= _FEWEST_COMMON and common >= _ALIKE * min(len(first), len(second))


def _addresses(each: Mapping[str, Any]) -> Iterator[str]:
    main = each.get("mainEntityOfPage")
    inner = (main.get("@id"), main.get("url")) if isinstance(main, dict) else (main,)
    for value in (each.get("url"), each.get("@id"), *inner):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            yield value[:_LONGEST_TITLE].partition("#")[0]


def _loaded(block: str) -> Any:
    if len(block) > _LONGEST:
        return None
    text = re.sub(r"^(?:<!--|/?/? ?<!\[CDATA\[)|(?:-->|/?/? ?\]\]>);?$", "", block.strip())
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, left: int) -> Iterator[dict[str, Any]]:
    """Every object in structured data, the outer ones first."""
    if left <= 0:
        return
    if isinstance(value, list):
        for each in value[:_MOST]:
            yield from _objects(each, left - 1)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _objects(inner, left - 1)


def _of_others(outer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects within one that are not what the page is about, but what it names, lists or belongs to."""
    for name in _OTHERS:
        yield from _objects(outer.get(name), _DEEPEST)


def _kinds(each: Mapping[str, Any]) -> list[str]:
    kinds = each.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in found if isinstance(kind, str)]


def _plain(text: str) -> str:
    return one_line(html.unescape(re.sub(r"<[^<>]*>", "", text[:20_000])))
