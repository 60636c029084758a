"""How much room a text takes on paper, without a browser: never less than it will take, often a little more.

Widths are Arial's (those of Liberation Sans and Helvetica, too). The style sheet has any other face that a computer may
use instead shrunk to the width of Arial's digits (font-size-adjust), for DejaVu Sans would take a fifth more.
Lines have fixed heights.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

MM_PER_POINT = 25.4 / 72
#: Regular type is narrower than bold, but its digits are not.
_BOLD, _REGULAR = 1.04, 0.99
#: Where a line may end: not at a no-break space.
_GAPS = re.compile(r"[^\S\u00a0\u202f]+")
#: Signs of East Asian scripts stand alone, with the full stop that may not begin a line and what is bound to them.
_PIECES = re.compile(
    r"(?:[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]*[\u00a0\u202f])?"
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef][。、，）」]*|[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+"
)
#: Ems, of bold type.
_SPACE = 0.28
_WIDTHS = {
    **dict.fromkeys("'ijlI,./\\|‘’·\u00a0\u202f", 0.28),
    **dict.fromkeys("ft!()-:;[]`", 0.34),
    **dict.fromkeys('rz*{}"“”', 0.5),
    **dict.fromkeys("aceksvxyJ0123456789#$_–£€", 0.56),
    **dict.fromkeys("bdghnopquFLTZ?+<=>^~", 0.62),
    **dict.fromkeys("ABCDEHKNPRSUVXY&", 0.73),
    **dict.fromkeys("wGOQ", 0.79),
    **dict.fromkeys("mMW%", 0.95),
    **dict.fromkeys("@—…", 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A size of type; both in points."""

    size: float
    line: float
    bold: bool = False

    def lines(self, text: str, width: float) -> int:
        """Lines of a text in a column of `width` mm; 0 for no text."""
        return _lines(text, width / (self.size * MM_PER_POINT), _BOLD if self.bold else _REGULAR)

    def width(self, text: str) -> float:
        """Width in mm of a text on one line."""
        ems = sum(gap + _size(word) for gap, word in _words(text))
        return ems * (_BOLD if self.bold else _REGULAR) * self.size * MM_PER_POINT

    def height(self, text: str, width: float) -> float:
        """Height in mm of a text in a column of `width` mm."""
        return self.lines(text, width) * self.line * MM_PER_POINT


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, weight: float) -> int:
    """As a browser breaks lines: a word that does not fit begins a new one, one too long for a line is cut."""
    count, used = 0, math.inf
    for gap, word in _words(text):
        size = weight * _size(word)
        if used + gap + size <= width:
            used += gap + size
            continue
        count += 1 if size <= width else _cut(word, size, width)
        used = min(size, width)
    return count


def _cut(word: str, size: float, width: float) -> int:
    """Lines of a word longer than a line; a browser breaks it at hyphens and slashes first, which leaves gaps."""
    return math.ceil(size / (width - 1.1) if word.isalnum() else 2 * size / width)


def _words(text: str) -> Iterator[tuple[float, str]]:
    """What is never parted unless it is longer than a line, and the gap before it."""
    for word in filter(None, _GAPS.split(text)):
        if word.isascii():
            yield _SPACE, word
            continue
        # Chinese and Japanese have no spaces: a line may end after any of their signs.
        for number, piece in enumerate(_PIECES.findall(word)):
            yield 0 if number else _SPACE, piece


def _size(word: str) -> float:
    return sum(map(_width, word))


@cache
def _width(sign: str) -> float:
    # An accent takes no room of its own.
    known = _WIDTHS.get(sign) or _WIDTHS.get(unicodedata.normalize("NFD", sign)[0])
    if known is not None:
        return known
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Me", "Mn"):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    return 0.85 if sign.isupper() else 0.72
