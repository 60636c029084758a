"""Scores and votes: "2-1", "7 to 2", "nine votes against three", „sieben zu zwei“.

Two numbers together are rarer than one of them, so they count as found wherever they stand together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.articles.summaries.folding import fold_in_place
from newsletter.articles.summaries.numerals import WORDS

_FIGURES = re.compile(r"(?<![\w.,-])(\d{1,3})[-–](\d{1,3})(?![\w-]|[.,]\d)")
_ONE = r"\d{1,3}|[^\W\d_]{1,40}(?:-[^\W\d_]{1,12})?"
#: Folded. What stands between two numbers that were set against one another, and what is counted before it.
_AGAINST = "against|contra|frente a|contre|impotriva|przeciw|przeciwko|gegen|yn erbyn"
_TO = "to|a|la|do|zu|i"
_COUNTED = "votes?|members|judges|seats|points|goals|votos|voix|voturi|glosami|stimmen"
_SAID = re.compile(
    rf"(?<![\w.,-])(?<!from )(?<!von )(?<!de )(?<!od )(?P<one>{_ONE})(?: (?:{_COUNTED}))?"
    rf" (?:(?P<against>{_AGAINST})|(?:{_TO})) (?=(?P<two>{_ONE})(?![\w-]|[.,]\d))"
)


@dataclass(frozen=True, slots=True)
class Score:
    """Two numbers, the smaller one first, and their place in the text."""

    start: int
    end: int
    numbers: tuple[float, float]


def scores(text: str, language: str) -> Iterator[Score]:
    """Those of a text in a language of two letters."""
    for match in _FIGURES.finditer(text):
        low, high = sorted((float(match[1]), float(match[2])))
        yield Score(match.start(), match.end(), (low, high))
    for match in _SAID.finditer(fold_in_place(text)):
        one, two = _value(match["one"], language), _value(match["two"], language)
        # "From two to seven" is a stretch.
        if one is not None and two is not None and (match["against"] or one > two):
            low, high = sorted((one, two))
            yield Score(match.start(), match.end("two"), (low, high))


def _value(word: str, language: str) -> float | None:
    """The value of figures, of a number word, or of two with a hyphen."""
    if word.isdigit():
        return float(word)
    words = WORDS.get(language, {})
    values = [words.get(part, 0) for part in word.split("-")]
    is_number = all(values) and (len(values) == 1 or values[0] % 10 == 0 < values[1] < 10)
    return sum(values) if is_number else None
