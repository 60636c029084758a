"""Shares around what is counted: "huit salariées sur dix", "seis trabajadoras de cada diez"."""

import re
from collections.abc import Iterator
from functools import cache

from newsletter.articles.summaries.numerals import IMPLIED, PER_CENT, SCALES, WORDS

#: Folded, by language; what mostly stands between a count and something else ("in", "din", "von") is not among them.
_OUT_OF = {
    "en": "out of|in every|of every|out of every",
    "es": "de cada",
    "fr": "sur",
    "pt": "em cada|de cada",
    "ro": "din fiecare",
    "pl": "na",
    "cy": "o bob|allan o",
}
_MOST = 100
_WHOLES = frozenset({*range(2, 11), 12, 20, _MOST})  # of which shares are told


def shares_around(plain: str, language: str) -> Iterator[tuple[int, int, float]]:
    """Beginning, end and value of each in a folded text of a language ("fr")."""
    if language not in _OUT_OF:
        return
    for match in _shape(language).finditer(plain):
        few, many = _count(match["few"], language), _count(match["many"], language)
        if 0 < few < many and many in _WHOLES:
            yield match.start(), match.end(), few / many


def _count(word: str, language: str) -> float:
    return float(word) if word.isdigit() else WORDS[language].get(word, SCALES[language].get(word, 0))


@cache
def _shape(language: str) -> re.Pattern[str]:
    words = (word for word, value in WORDS[language].items() if 0 < value <= _MOST and word not in IMPLIED)
    hundred = (word for word, value in SCALES[language].items() if value == _MOST)
    counts = "|".join(sorted((*words, *hundred), key=len, reverse=True))
    scales = "|".join(SCALES[language])
    return re.compile(
        rf"(?<![\w.,'-])(?P<few>\d{{1,3}}|{counts}) [^\W\d_]{{2,25}}(?: [^\W\d_]{{4,25}})? (?:{_OUT_OF[language]}) "
        rf"(?P<many>\d{{1,3}}|{counts})(?![\w'-]|[.,]\d| ?(?:{PER_CENT}|[€£$])| (?:{scales})(?!\w))"
    )
