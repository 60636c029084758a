"""What stands on a page beside its article: comments, other stories, menus, notices of copyright, and what is hidden.

Names and days that stand there are not the article's. What holds the page's own heading is never beside it.
"""

import re
from typing import Any

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.blocks import is_hidden

_TAGS = frozenset({"aside", "nav"})
_NAMES = re.compile(
    r"(?:[a-z0-9]+[-_]+)*(?:comments?|commentlist|respond|repl(?:y|ies)|disqus|related|recommended|recommendations"
    r"|popular|trending|sidebar|widgets?|teasers?|most-read|read-more|more-stories)(?:[-_]+[a-z0-9]+)*",
    re.IGNORECASE,
)
_LONGEST_NAMES = 500  # characters of classes
_COPYRIGHT = re.compile(r"©|\bcopyright\b|\(c\)\s*\d|\ball rights reserved\b", re.IGNORECASE)
_LONGEST_NOTICE = 300
#: The text around each is looked at, which may be the whole page.
_MOST_NOTICES = 60
_MOST_LARGE = 20
_INLINE = frozenset({"span", "b", "strong", "i", "em", "small", "a", "font", "time", "abbr", "cite"})


def take_away(root: Any) -> list[str]:
    """Take what is beside the article out of a page; returns the notices of copyright that were there."""
    kept = _around_heading(root)
    waiting = [root]
    while waiting:
        for child in list(waiting.pop()):
            if child not in kept and _is_beside(child):
                child.clear(keep_tail=True)  # to take out very many would join their tails again and again
            else:
                waiting.append(child)
    return _without_notices(root, kept)


def without_hidden(root: Any) -> bool:
    """Take out of a page what nobody sees; returns whether there was any.

    A text that is the greater part of its page is shown by a program of the page, and stays.
    """
    found = [element for element in root.xpath("//body//*[@hidden or @style]") if is_hidden(element)]
    if not found:
        return False
    kept, most, large, is_any = _around_heading(root), len(root.text_content()) / 2, 0, False
    for element in found:
        if element in kept or large >= _MOST_LARGE:
            continue
        if len(element.text_content()) > most:
            large += 1
        else:
            element.clear(keep_tail=True)
            is_any = True
    return is_any


def _around_heading(root: Any) -> set[Any]:
    """What the page's own heading and its first article stand in: of some sites the name is the heading."""
    headings = root.xpath("(//article//h1)[1]") or root.xpath("(//h1)[1]")
    around = {root, *root.xpath("//body")}
    for element in (*headings, *root.xpath("(//article)[1] | (//main)[1]")):
        around |= {element, *element.iterancestors()}
    return around


def _is_beside(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"[:_LONGEST_NAMES]
    return element.tag in _TAGS or any(map(_NAMES.fullmatch, names.split()))


def _without_notices(root: Any, kept: set[Any]) -> list[str]:
    notices = list[str]()
    for element in list(root.iter()):
        if len(notices) >= _MOST_NOTICES:
            break
        if isinstance(element.tag, str) and element.text and _COPYRIGHT.search(element.text):
            notices += _taken(element, element, "text", kept)
        if element.tail and _COPYRIGHT.search(element.tail) and element.getparent() is not None:
            notices += _taken(element.getparent(), element, "tail", kept)
    return notices


def _taken(owner: Any, element: Any, where: str, kept: set[Any]) -> list[str]:
    """Take the block of a notice away, or its own words alone where the block says more."""
    while owner.tag in _INLINE and owner.getparent() is not None:
        owner = owner.getparent()
    said = one_line(owner.text_content())
    if owner not in kept and len(said) <= _LONGEST_NOTICE:
        owner.clear(keep_tail=True)
        return [said]
    text = getattr(element, where)
    if len(text) > _LONGEST_NOTICE:
        return [""]
    setattr(element, where, " ")
    return [one_line(text)]
