"""Which of the articles that are here is this one: the same page, the same text, or nearly the same text.

A branch keeps its articles for years, and each that is added is held against all of them. So their files are looked at,
not read: of the lines at the top only address and title count here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsletter.articles.address import is_front, same_page
from newsletter.articles.cleaning import one_line, words
from newsletter.errors import NewsletterError
from newsletter.files import read_text
from newsletter.workspace import Workspace, slug_of

#: So many words are nobody else's by chance.
_TELLING = 40
#: Words in a row of which likeness is made: edits of a single word leave most of them.
_RUN = 4
#: A reprint with some lines before and behind it has nine tenths; two reports of one dispute share quotations.
ALIKE = 0.8
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_URL = re.compile(r"^url:[ \t]*(.*)$", re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*(?:[|>][+-]?[ \t]*)?(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An article as far as it tells it apart: its page (same_page, "" for none), title and words."""

    slug: str = ""
    page: str
    title: str
    words: list[str]


def sight_of(*, url: str, title: str, text: str) -> Sight:
    """Many articles stand on a site's first page, so that is nobody's."""
    page = "" if is_front(url) else same_page(url)
    return Sight(page=page, title=slug_of(title), words=words(text))


def sights(workspace: Workspace, slugs: Iterable[str]) -> Iterator[Sight]:
    """The articles of a workspace as they are seen; a file that cannot be read must not keep others out."""
    for slug in slugs:
        try:
            text = read_text(workspace.article(slug), what=f"the article {slug}")
        except NewsletterError:
            continue
        end = _CLOSING.search(text, 4) if text.startswith("---") else None
        if text.startswith("---") and end is None:
            continue
        front, body = (text[4 : end.start()], text[end.end() :]) if end else ("", text)
        url, title = _URL.search(front), _TITLE.search(front)
        seen = sight_of(
            url=url[1].strip(" \t\"'") if url else "",
            title=one_line(title[1]) if title else "",
            text=body,
        )
        yield Sight(slug=slug, page=seen.page, title=seen.title, words=seen.words)


def same(this: Sight, others: Iterable[Sight]) -> str:
    """The slug of the same page, else of the same text, word for word; "" where there is none.

    A short text is the same only under the same title.
    """
    found = ""
    for other in others:
        if this.page and other.page == this.page:
            return other.slug
        is_telling = len(this.words) >= _TELLING or other.title == this.title
        if not found and is_telling and other.words == this.words:
            found = other.slug
    return found


def alike(this: Sight, others: Iterable[Sight]) -> tuple[str, float]:
    """The slug of the article that has nearly the same text, and how much of the two is alike; ("", 0) for none."""
    own, size = _runs(this), len(this.words)
    best = ("", 0.0)
    if size < _TELLING:
        return best
    for other in others:
        length = len(other.words)
        # The shorter one lies within the longer at most.
        if length < _TELLING or 2 * min(length, size) < ALIKE * (length + size):
            continue
        runs = _runs(other)
        share = 2 * len(own & runs) / (len(own) + len(runs))
        if share >= max(ALIKE, best[1]):
            best = (other.slug, share)
    return best


def _runs(seen: Sight) -> set[tuple[str, ...]]:
    return set(zip(*(seen.words[at:] for at in range(_RUN)), strict=False))
