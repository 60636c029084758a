"""The place of a page where its article is signed: elements that are called a byline, one or several in a row.

Of all that is called so only the first counts, and what stands directly behind it: further down it is other stories'.
"""

import re
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.byline import byline

_MARKED = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ') or @itemprop='author' or @rel='author'"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author-name ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author ')][not(self::meta)]"
)
_MOST = 24  # elements
_LONGEST = 160  # characters
#: Texts between two people of one byline, and characters of all of them: a comma, "and", a post, a day.
_MOST_BETWEEN, _LONGEST_BETWEEN = 12, 80
#: In these another story begins, or a picture.
_APART = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "article", "a", "figure", "figcaption"})
_OTHERS = re.compile(r"\b(?:photo|picture|image|illustration|foto|imagen|bild|llun|zdjęci)", re.IGNORECASE)


def bylines_of(root: Any) -> list[Any]:
    """The elements of the first byline that names somebody, in their order, without those inside one another."""
    row = list[Any]()
    for element in root.xpath(_MARKED)[:_MOST]:
        if row and any(each is row[-1] for each in element.iterancestors()):
            continue
        if not name_of(element):
            continue
        if row and not _follows(element, row[-1]):
            break
        row.append(element)
    return row


def name_of(element: Any) -> str:
    """The names in an element of a byline; "" where it holds something else."""
    text = one_line(element.text_content()[: 4 * _LONGEST])
    return (byline(text) or byline(f"By {text}")) if len(text) <= _LONGEST else ""


def _follows(element: Any, before: Any) -> bool:
    """Whether nothing but a few words stands between two elements."""
    length, common = 0, set(before.iterancestors())
    for text in before.xpath("following::text()[normalize-space()]")[:_MOST_BETWEEN]:
        owner = text.getparent() if not text.is_tail else text.getparent().getparent()
        around = {owner, *owner.iterancestors()} - common
        if element in around:
            return not any(each.tag in _APART for each in set(element.iterancestors()) - common)
        length += len(one_line(text))
        if length > _LONGEST_BETWEEN or _OTHERS.search(text) or any(each.tag in _APART for each in around):
            return False
    return False
