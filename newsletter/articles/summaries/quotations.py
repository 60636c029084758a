"""The quotations of a text: what stands between quotation marks of any language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from newsletter.articles.summaries.folding import tokens

#: Opening and closing marks. A single one opens only before a word and closes only behind one: others are apostrophes.
_SHAPES = (
    re.compile(r"“([^“”]{2,2000})”|„([^„“”]{2,2000})[“”]|«([^«»]{2,2000})»|»([^«»]{2,2000})«"),
    re.compile(r"\"([^\"]{2,2000})\""),
    re.compile(r"(?<![\w’'])[‘'‚](?=\w|\.\.\.|…)((?:[^‘’'\n]|(?<=\w)[’'](?=\w)){2,400})[’'](?!\w)"),
)
#: What was left out or put in by whoever quotes ("[the union]", "…"), and the end of a sentence: an article may say
#: there who speaks.
_GAP = re.compile(r"\[[^\]]{0,80}\]|\([^)]{0,80}\)|…|\.\.\.|(?<=\w\w)[.!?]\s")
#: Letters of a stretch of words that is looked for without its spaces.
_LEAST_JOINED = 12
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words between two marks, and their place in the text."""

    start: int
    end: int
    text: str


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in the order of reading; those inside another one are part of it."""
    found: list[Quotation] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if all(match.end() <= each.start or match.start() >= each.end for each in found):
                words = next(group for group in match.groups() if group)
                found.append(Quotation(start=match.start(), end=match.end(), text=words))
    return sorted(found, key=lambda each: each.start)


def pieces(quotation: str) -> Iterator[list[str]]:
    """The stretches of words that must stand in the article as they are, folded."""
    for piece in _GAP.split(_POSSESSIVE.sub("", quotation)):
        if words := tokens(piece):
            yield words


def is_quoted(quotation: str, searchable: str) -> bool:
    """Whether each stretch stands in a text that was made by `searchable`."""
    for words in pieces(quotation):
        if f" {' '.join(words)} " not in searchable and not _runs_together(words, searchable):
            return False
    return True


def searchable(text: str) -> str:
    """A text as is_quoted() wants it: folded words between single spaces."""
    return f" {' '.join(tokens(text))} "


def _runs_together(words: list[str], text: str) -> bool:
    """Whether it is there but for hyphens and spaces ("co-operate", "cooperate"), by whole words."""
    joined = "".join(words)
    if len(joined) < _LEAST_JOINED:
        return False
    ends = set(accumulate(map(len, text.split()), initial=0))
    whole = text.replace(" ", "")
    at = whole.find(joined)
    while at >= 0:
        if at in ends and at + len(joined) in ends:
            return True
        at = whole.find(joined, at + 1)
    return False
