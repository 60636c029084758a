"""Halves of large numbers: "half a million", "two and a half million", "un millón y medio", "półtora miliona"."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from newsletter.articles.summaries.numerals import SCALES, WORDS

#: A half, and what joins it to a whole, folded.
_HALVES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("half", "and"), "es": ("medi[oa]", "y"), "fr": ("demie?", "et"), "pt": ("mei[oa]", "e"),
        "ro": ("jumatate", "si"), "pl": ("pol", "i"), "cy": ("hanner", "a"),
        "de": ("halbe[nrs]?", "und"),
    }
)  # fmt: skip
#: "hanner cant" is a Welsh number that others are added to.
_FIFTY = "[cg]h?ant"
#: Polish has a word for one and a half.
_ONE_AND_A_HALF = {"pl": "poltor(?:a|ej)"}


def halves(plain: str, language: str) -> Iterator[tuple[int, int, float, float]]:
    """Beginning, end, value and scale of each in a folded text of a language ("en")."""
    if language not in _HALVES:
        return
    for shape in _shapes(language):
        for match in shape.finditer(plain):
            said, scale = match.groupdict(), SCALES[language][match["scale"]]
            count = _count(said.get("count") or "", language)
            yield match.start(), match.end(), (count + 0.5) * scale, scale


def _count(said: str, language: str) -> float:
    if said.isdigit():
        return float(said)
    return float(WORDS[language].get(said, 1 if said else 0))


@cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    half, joint = _HALVES[language]
    counts = "|".join([r"\d{1,3}", *(word for word, value in WORDS[language].items() if 0 < value < 100)])
    scales = f"(?P<scale>{'|'.join(scale for scale in SCALES[language] if len(scale) > 2)})"
    fifty = rf"(?!(?:{_FIFTY})\b)" if language == "cy" else ""
    before = rf"(?:(?P<count>{counts}) {joint} (?:a )?)?{half}[ -](?:an? |de )?{fifty}{scales}"
    behind = rf"(?P<count>{counts}) {scales} {joint} (?:a )?{half}"
    one = [rf"(?P<count>{_ONE_AND_A_HALF[language]}) {scales}"] if language in _ONE_AND_A_HALF else []
    return tuple(re.compile(rf"(?<![\w.,]){shape}\b") for shape in (before, behind, *one))
