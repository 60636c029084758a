"""A page without what nobody reads, before anything is built of it: large scripts, pictures within the page, gaps.

Each parser that follows holds the page several times over, in a tree, in paragraphs, and in four bytes a character if
one of them is a picture. So what is no text goes first, and a page of more text than articles have is refused.
"""

import json
import re
from collections.abc import Iterator

from newsletter.articles.reading.decoding import check_pieces, check_size, check_tags, check_text

#: Characters of a script, style or comment, and of all of them: dates are looked for in the small ones.
_LONGEST_SILENT, _MOST_SILENT = 200_000, 500_000
#: Half of them open one: a page of nothing but links takes a hundred bytes for each, several times over.
_MOST_TAGS = 36_000
_LARGEST = 3_000_000  # characters of text and tags
_SILENT = re.compile(r"<(?:!--|(script|style)\b[^<>]*>)", re.IGNORECASE)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_COMMENT_END = re.compile(r"-->")
#: A value of that many characters is a picture, or data for a program.
_LONG_VALUE = re.compile(r"""=\s*+(?:"[^"<>]{5000,}+"|'[^'<>]{5000,}+')""")
_GAP = re.compile(r"(?<!\s)\s{30,}+")
#: A single one makes Python hold every character of the text in four bytes instead of one or two.
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")
#: A parser compares each attribute of a tag with all before it: ten thousand keep it busy for a second.
_MOST_ATTRIBUTES = 100
#: Of all tags together, and tags in a page's head: each is held several times over.
_MOST_ATTRIBUTES_ALTOGETHER, _MOST_METAS = 40_000, 2_000
_META = re.compile(r"<meta\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+=?[^\s/>=]*+(?<![\s/])(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
#: Text behind a tag.
_SAID = re.compile(r">\s*+([^<]*+)")


def sifted(page: str) -> str:
    """The page without what is long and no text. Raises ArticleError for more text or tags than an article has."""
    spoken = list[str]()
    kept = list[str]()
    left, attributes = _MOST_SILENT, 0
    for piece, is_silent in _pieces(page):
        if not is_silent:
            lean, number = _thin(_GAP.sub("\n", _LONG_VALUE.sub('=""', piece)))
            attributes += number
            spoken.append(lean)
            kept.append(_WIDE.sub(_by_number, lean))
        elif len(piece) <= min(left, _LONGEST_SILENT):
            left -= len(piece)
            kept.append(_WIDE.sub(_as_json, piece))
    text = "".join(spoken)
    check_pieces(text.count("<"), _MOST_TAGS)
    check_pieces(attributes, _MOST_ATTRIBUTES_ALTOGETHER)
    check_pieces(sum(1 for _ in _META.finditer(text)), _MOST_METAS)
    check_size(len(text), _LARGEST)
    check_tags(text)
    check_text(sum(len(match[1]) for match in _SAID.finditer(f">{text}")))
    return "".join(kept)


def _pieces(page: str) -> Iterator[tuple[str, bool]]:
    """What is read and what is not (scripts, styles, comments), in turn. One without an end is taken for text."""
    at, endless = 0, set[str]()
    for opening in _SILENT.finditer(page):
        name = (opening[1] or "").lower()
        if opening.start() < at or name in endless:
            continue
        end = _CLOSING.get(name, _COMMENT_END).search(page, opening.end())
        if end is None:
            endless.add(name)
            continue
        yield page[at : opening.start()], False
        yield page[opening.start() : end.end()], True
        at = end.end()
    yield page[at:], False


def _thin(text: str) -> tuple[str, int]:
    """Without those attributes of a tag that are too many; and how many are left."""
    kept, at, here, number = list[str](), 0, 0, 0
    while tag := _TAG.search(text, here):
        here, count, enough = tag.end(), 0, 0
        while (attribute := _ATTRIBUTE.match(text, here)) and attribute.end() > here:
            here, count = attribute.end(), count + 1
            if count == _MOST_ATTRIBUTES:
                enough = here
        number += min(count, _MOST_ATTRIBUTES)
        if count > _MOST_ATTRIBUTES:
            kept.append(text[at:enough])
            at = here
    return "".join([*kept, text[at:]]), number


def _by_number(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _as_json(match: re.Match[str]) -> str:
    """As structured data write it, too, which know no references."""
    return json.dumps(match[0])[1:-1]
