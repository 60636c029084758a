"""The place of a page where its article is signed: elements that are called a byline, one or several in a row.

Of all that is called so only the first counts, and what stands directly behind it: further down it is other stories'.
"""

import re
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.byline import byline
from newsletter.articles.reading.dates import find_date, is_date_line
from newsletter.articles.reading.moments import is_label_of_another, is_moment

_MARKED = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ') or @itemprop='author' or @rel='author'"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author-name ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author ')][not(self::meta)]"
)
_HEAD = 6  # blocks
_MOST = 24  # elements
_LONGEST = 160  # characters
#: Texts between two people of one byline, and characters of all of them: a comma, "and", a post, a day.
_MOST_BETWEEN, _LONGEST_BETWEEN = 12, 80
#: In these another story begins, or a picture.
_APART = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "article", "a", "figure", "figcaption"})
_OTHERS = re.compile(r"\b(?:photo|picture|image|illustration|foto|imagen|bild|llun|zdjęci)", re.IGNORECASE)

#: Where a line with a name falls into its pieces.
_PIECES = re.compile(r"\s?[|•·]\s?|\s[–—-]\s")
_CHANGED = re.compile(r"updat|modif|actualiz|mis à jour|aktual|diweddar|atualiz", re.IGNORECASE)


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
    said = (text, f"By {text}", *_PIECES.split(text)) if len(text) <= _LONGEST else ()
    return next(filter(None, map(byline, said)), "")


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


def is_of_change(words: str) -> bool:
    """Whether words beside a day say that the page was changed on it."""
    return bool(_CHANGED.search(words))


def day_of(row: list[Any], blocks: list[str]) -> str:
    """The day that stands in a byline, directly behind it or directly before it; "" where none is clearly of it.

    `row`: the elements of the byline; `blocks`: those of the text, which has a byline of its own where there are none.
    """
    if not row:
        return _day_in_text(blocks)
    own = (_day_beside_name(one_line(each.text_content())) for each in row)
    return next(filter(None, own), "") or _day_near(row[-1], "following") or _day_near(row[0], "preceding")


def _day_near(element: Any, axis: str) -> str:
    """The first day behind or before an element ("following", "preceding"), a few words away at the most."""
    length, common, before = 0, set(element.iterancestors()), ""
    found = element.xpath(f"{axis}::text()[normalize-space()]")
    for text in found[:_MOST_BETWEEN] if axis == "following" else found[: -_MOST_BETWEEN - 1 : -1]:
        owner = text.getparent() if not text.is_tail else text.getparent().getparent()
        line = one_line(text[: 2 * _LONGEST])
        if any(each.tag in _APART for each in {owner, *owner.iterancestors()} - common):
            return ""
        if day := _day_in(owner, line):
            return "" if _is_of_another(owner, before) else day
        length, before = length + len(line), line
        if length > _LONGEST_BETWEEN:
            return ""
    return ""


def _day_in(owner: Any, line: str) -> str:
    """The day that a text names, or the element for a moment that it stands in."""
    said = find_date(one_line(owner.get("datetime") or "")) if owner.tag == "time" else ""
    return said or (find_date(line) if is_date_line(line) else "")


def _is_of_another(owner: Any, before: str) -> bool:
    said = f"{owner.get('class', '')} {owner.get('itemprop', '')} {before} {owner.text_content()[:_LONGEST]}"
    return is_of_change(said) or is_label_of_another(before) or not is_moment(owner)


def _day_in_text(blocks: list[str]) -> str:
    """The day on the first byline of a text, on the line below, or on the line above it."""
    number = next((n for n, block in enumerate(blocks[:_HEAD]) if byline(block)), -1)
    if number < 0:
        return ""
    beside = (*blocks[number + 1 : number + 2], *blocks[max(number - 1, 0) : number])
    days = (find_date(line) for line in beside if is_date_line(line) and not is_of_change(line))
    return _day_beside_name(blocks[number]) or next(filter(None, days), "")


def _day_beside_name(line: str) -> str:
    """The day in "By Ana Example, 3 May 2026": a piece of the line that is nothing but a day."""
    name = byline(line) or byline(f"By {line}")
    for piece in _PIECES.split(line.replace(name, "|") if name else line):
        commas = (match.end() for match in re.finditer(",", piece))
        for text in (piece, *(piece[at:] for at in commas)):
            if is_date_line(text.strip()):
                return "" if is_of_change(text) else find_date(text)
    return ""
