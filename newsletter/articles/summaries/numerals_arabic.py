"""Arabic numbers in words from eleven on: "خمسة عشر", "خمسة وعشرون", "مئة وعشرون ألفا".

Smaller ones bend with what is counted and are other words, too (six, a lady; seven, a lion), and two is an ending: a
wrong reading is worse than none. All is folded (folding.py).
"""

import re
from collections.abc import Iterator

#: From one on, each with its forms; the last are those of "the twenty-first".
_UNITS = (
    "واحد|واحدة|احد|احدى|حادي|حادية", "اثنان|اثنين|اثنا|اثني|اثنتان|اثنتين|اثنتا|اثنتي|ثاني|ثانية",
    "ثلاثة?|ثالثة?", "اربعة?|رابعة?", "خمسة?|خامسة?", "ستة?|سادسة?", "سبعة?|سابعة?",
    "ثماني?|ثمانية|ثامنة?", "تسعة?|تاسعة?",
)  # fmt: skip
#: From two on: the stems of twenty, thirty, and of three hundred.
_TENS = ("عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_HUNDREDS = ("ثلاث", "اربع", "خمس", "ست", "سبع", "ثماني?", "تسع")
_HUNDRED = "ما?ية"
_SCALES = {"الف": 10**3, "الاف": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارات": 10**9}
_SCALE = "|".join(_SCALES)
_UNIT, _TEN = "|".join(_UNITS), "|".join(_TENS)
_LED = r"(?<!\w)(?P<and>[وف])?[بلك]?(?:ال|(?<=ل)ل)?"
_MORE = r"\sو\s?(?:ال)?"
_ABOVE = rf"(?:(?P<hundred>{_HUNDRED}|ما?يت[اي]ن?|(?:{'|'.join(_HUNDREDS)}){_HUNDRED}){_MORE})?"
_SHAPE = re.compile(
    rf"{_LED}{_ABOVE}(?:(?P<teen>{_UNIT})\sعشرة?|(?:(?P<unit>{_UNIT}){_MORE})?(?P<ten>{_TEN})(?:ون|ين))(?!\w)"
    rf"(?:\s(?P<scale>{_SCALE})ا?(?!\w))?"
)
#: What a number goes on from: "ألف وعشرون" is not read.
_GOES_ON = re.compile(rf"(?:(?:{_SCALE})[اني]{{0,2}}|{_HUNDRED}|\d)\s$")
_REACH = 16  # characters


def in_words(plain: str) -> Iterator[tuple[int, int, float, float]]:
    """Beginning, end, value and what it was multiplied by, of each in a folded text."""
    for match in _SHAPE.finditer(plain):
        if match["and"] == "و" and _GOES_ON.search(plain[max(0, match.start() - _REACH) : match.start()]):
            continue
        small = _unit(match["teen"]) + 10 if match["teen"] else _unit(match["unit"]) + _ten(match["ten"])
        scale = _SCALES.get(match["scale"], 1)
        yield match.start(), match.end(), (_hundred(match["hundred"]) + small) * scale, scale


def _unit(word: str | None) -> int:
    return next((n for n, forms in enumerate(_UNITS, 1) if re.fullmatch(forms, word)), 0) if word else 0


def _ten(stem: str) -> int:
    return 10 * (_TENS.index(stem) + 2)


def _hundred(word: str | None) -> int:
    if not word:
        return 0
    stem = re.sub(rf"{_HUNDRED}$", "", word)
    if stem == word:
        return 200
    return 100 * next((n for n, forms in enumerate(_HUNDREDS, 3) if re.fullmatch(forms, stem)), 1)
