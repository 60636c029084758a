"""Fractions of a hundred or of large numbers in words: "drei Komma zwei Prozent", "dau a hanner y cant"."""

import re
from collections.abc import Iterator
from functools import cache

from newsletter.articles.summaries.numerals import IMPLIED, JOINTS, PER_CENT, SCALES, WORDS

#: What is said for the sign before the fraction, for nothing, and for a half, folded.
_POINT = {
    "en": "point", "es": "coma|punto", "fr": "virgule", "pt": "virgula|ponto", "ro": "virgula", "pl": "przecinek",
    "cy": "pwynt", "de": "komma",
}  # fmt: skip
_ZERO = {
    "en": "zero|nought|oh", "es": "cero", "fr": "zero", "pt": "zero", "ro": "zero", "pl": "zero", "cy": "dim|sero",
    "de": "null",
}  # fmt: skip
_HALF = {
    "en": "and a half", "es": "y medio", "fr": "et demie?", "pt": "e meio", "ro": "si jumatate", "pl": "i pol",
    "cy": "a hanner",
}  # fmt: skip


def decimals(plain: str, language: str) -> Iterator[tuple[int, int, float, float]]:
    """Beginning, end, value and worth of the last digit of each in a folded text of a language ("de")."""
    if language not in _POINT:
        return
    words = WORDS[language]
    for match in _shape(language).finditer(plain):
        said = match.groupdict()
        whole = sum(
            float(each) if each.isdigit() else words.get(each, 0) for each in re.split("[ -]", said["whole"])
        )
        digits = (
            "5" if said["half"] else "".join(str(int(words.get(each, 0))) for each in said["digits"].split())
        )
        scale = SCALES[language].get(said["scale"] or "", 1)
        yield match.start(), match.end(), float(f"{int(whole)}.{digits}") * scale, scale / 10 ** len(digits)


@cache
def _shape(language: str) -> re.Pattern[str]:
    words = {
        word: value for word, value in WORDS[language].items() if word not in IMPLIED and value == int(value)
    }
    zero = _ZERO[language]
    units = "|".join([zero, *(word for word, value in words.items() if 0 < value < 10)])
    counts = "|".join(
        [zero, r"\d{1,3}", *sorted((w for w, v in words.items() if 0 < v < 100), key=len, reverse=True)]
    )
    tens = "|".join(word for word, value in words.items() if value in range(20, 100, 10))
    joints = "".join(rf"(?:{joint} )?" for joint in [j for j in JOINTS[language] if j != "de"][:1])
    half = rf"(?P<half> {_HALF[language]}(?=[ -](?:{PER_CENT})))|" if language in _HALF else "(?P<half>(?!))|"
    scales = "|".join(scale for scale in SCALES[language] if len(scale) > 3)
    percent = rf"(?=[ -](?:{PER_CENT}))"
    return re.compile(
        rf"(?<![\w.,'-])(?P<whole>(?:(?:{tens})[ -]{joints})?(?:{counts}))"
        rf"(?:{half} (?:{_POINT[language]}) (?P<digits>(?:{units})(?: (?:{units})){{0,2}})"
        rf"(?: (?P<scale>{scales})(?!\w)|{percent}))"
    )
