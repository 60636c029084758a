"""Lines of the plain-text part: wrapped at 72 columns as a reader sees them, links never broken."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.rendering.bidi import isolate_line

WIDTH = 72
#: Columns counted for a merge tag: about a first name. The tag itself is longer than what will stand there.
_NAME_WIDTH = 8
#: Where a line may end. Not at the spaces that French writes before a colon and inside its quotation marks.
_GAP = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Wraps text that may hold the merge tags of one letter."""

    nonce: str
    width: int = WIDTH

    def wrap(self, text: str, first: str = "", rest: str | None = None, *, turned: str = "") -> str:
        """Wrap each line of `text`; `first` begins the first line of the result, `rest` the others.

        `turned` is "ltr" or "rtl" for a text that runs against the letter: each line is isolated for itself.
        """
        margin = first if rest is None else rest
        lines: list[str] = []
        for paragraph in text.split("\n"):
            lines.extend(isolate_line(line, turned) for line in self._fill(paragraph, len(margin)))
        return "\n".join((margin if number else first) + line for number, line in enumerate(lines)).rstrip()

    def rule(self, text: str, sign: str) -> str:
        """A line of `sign`, as long as the text, for under a title."""
        return sign * max(3, min(self.width, max(self.columns(line) for line in text.split("\n"))))

    def columns(self, text: str) -> int:
        """How many columns of a terminal the text takes."""
        plain = re.sub(rf"{self.nonce}[ht]\d\d", "x" * _NAME_WIDTH, text) if self.nonce in text else text
        return len(plain) if plain.isascii() else sum(_columns(sign) for sign in plain)

    def _fill(self, paragraph: str, margin: int) -> Iterator[str]:
        room = self.width - margin
        line, used = "", 0
        for gap, word in self._words(paragraph, room):
            size = self.columns(word)
            if line and used + len(gap) + size > room:
                yield line
                line, used = word, size
            else:
                line, used = (line + gap + word, used + len(gap) + size) if line else (word, size)
        yield line

    def _words(self, paragraph: str, room: int) -> Iterator[tuple[str, str]]:
        for word in _GAP.split(paragraph.strip()):
            if self.columns(word) > room and "://" not in word and not word.isascii():
                yield from _break_wide(word)
            else:
                yield " ", word


def _break_wide(word: str) -> Iterator[tuple[str, str]]:
    """Chinese and Japanese have no spaces: a line may end after any of their signs."""
    gap, piece = " ", ""
    for sign in word:
        if piece and unicodedata.combining(sign) == 0 and _columns(sign) == 2:
            yield gap, piece
            gap, piece = "", ""
        piece += sign
    yield gap, piece


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
