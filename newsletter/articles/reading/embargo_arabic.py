"""Arabic lines of an embargo, in the figures and names of months that all languages' lines are read by.

Vowel signs go, hours become figures of a day of 24 hours, and a month has one name, whatever the country calls it.
"""

import re

from newsletter.articles.reading.dates import MONTH_NAMES

_ARABIC = re.compile(r"[\u0621-\u064a]")
_SIGNS = re.compile(r"[\u0640\u064b-\u0652\u0670]")  # of vowels, and the stroke that stretches a word
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
#: From Lebanon to Iraq, from Tunisia and Algeria, from Morocco, and with another first letter; in order.
_MONTHS = (
    "كانون الثاني/جانفي", "شباط/فيفري", "آذار/اذار", "نيسان/أفريل/ابريل/إبريل", "أيار/ايار/ماي", "حزيران/جوان",
    "تموز/جويلية/يوليوز", "آب/أوت/غشت/اغسطس", "أيلول/ايلول/شتنبر", "تشرين الأول/تشرين الاول/اكتوبر",
    "تشرين الثاني/نونبر", "كانون الأول/كانون الاول/دجنبر",
)  # fmt: skip
_USUAL = MONTH_NAMES["ar"].split()
_SAME = {
    name: usual for usual, names in zip(_USUAL, _MONTHS, strict=True) for name in names.split("/")
} | dict(zip(_USUAL, _USUAL, strict=True))
_MONTH = "|".join(sorted(_SAME, key=len, reverse=True))
#: "ديسمبر/كانون الأول" is one month in the words of two countries.
_NAMED = re.compile(rf"(?<!\w)({_MONTH})(?:\s?[/(]\s?(?:{_MONTH})\)?)?(?!\w)")
_NAMES = (
    "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة",
    "الحادية عشرة", "الثانية عشرة",
)  # fmt: skip
_HOURS = {name: number for number, name in enumerate(_NAMES, start=1)}
_PARTS = {"والنصف": 30, "والربع": 15, "والثلث": 20}
_MORNING, _NIGHT = ("صباحا", "صباح", "فجرا", "ص"), "ليلا"
_CLOCK = re.compile(
    rf"(?P<at>(?<!\w)الساعة\s)?(?<![\w./:-])(?P<hour>\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
    rf"(?:[:.](?P<minute>[0-5]\d)|\s(?P<part>{'|'.join(_PARTS)}))?(?![\w./:-])"
    r"(?:\s(?P<half>صباحا|صباح|فجرا|ص|ظهرا|بعد\sالظهر|عصرا|مساء|م|ليلا)(?!\w))?"
)
_GREENWICH = re.compile(r"ب?توقيت\s[غج]ري?ني?تش(?!\w)")
#: As the branch reads it anyway.
_HERE = re.compile(r"بتوقيت\sلندن(?!\w)|(?:ب?التوقيت|بتوقيت)\s(?:المحلي|محلي)(?!\w)")
_OF_OUR_ERA = re.compile(r"(?<=\d{4})\s?م(?!\w)")
_ELSEWHERE = re.compile(r"توقيت\s\w")


def plain(text: str) -> str:
    """The text with Arabic hours, months and figures as they are read; any other text as it is."""
    if not _ARABIC.search(text):
        return text
    text = _OF_OUR_ERA.sub("", _SIGNS.sub("", text).translate(_DIGITS))
    text = _HERE.sub(" ", _GREENWICH.sub("GMT", text))
    return _CLOCK.sub(_hour, _NAMED.sub(lambda match: _SAME[match[1]], text))


def is_elsewhere(text: str) -> bool:
    """Whether a plain text gives its hour by the clocks of a place that is not known."""
    return bool(_ELSEWHERE.search(text))


def _hour(match: re.Match[str]) -> str:
    """An hour as 22:00; digits and words that are none, as they are."""
    half = match["half"] or ""
    is_hour = match["at"] or (half and match["hour"].isdigit() and (len(half) > 1 or match["minute"]))
    hour = _HOURS.get(match["hour"]) or int(match["hour"] if match["hour"].isdigit() else 0)
    if not is_hour or hour > 24:
        return match[0]
    if half == _NIGHT and hour == 12:
        return "منتصف الليل"
    minute = int(match["minute"] or 0) or _PARTS.get(match["part"] or "", 0)
    return f"{_of_day(hour, half):02}:{minute:02}"


def _of_day(hour: int, half: str) -> int:
    if half in _MORNING:
        return hour % 12
    is_late = half and hour < 12 and not (half == _NIGHT and hour < 6) and not (half == "ظهرا" and hour > 9)
    return hour + 12 if is_late else hour
