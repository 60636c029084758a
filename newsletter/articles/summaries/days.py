"""The days that a text names: "14 December 2022", "December 14", "May 2022", weekdays."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsletter.articles.reading.dates import MONTHS
from newsletter.articles.summaries.folding import even, fold, fold_in_place
from newsletter.articles.summaries.months import Month

_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "pt": "segunda-feira terca-feira quarta-feira quinta-feira sexta-feira sabado domingo",
    "ro": "luni marti miercuri joi vineri sambata duminica",
    "cy": "llun mawrth mercher iau gwener sadwrn sul",
    "pl": "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
}
_MONTH_NUMBER = {fold(name): number for name, number in MONTHS.items()}
#: Names that are words as well; they are weekdays or months only beside a number.
_NO_WEEKDAY = {"mawrth", "iau", "sul", "llun", "luni", "joi", "marti", "martes"}
_WEEKDAY = {name: n for names in _WEEKDAYS.values() for n, name in enumerate(names.split())}
_NAME = "|".join(sorted(map(re.escape, _MONTH_NUMBER), key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ain|fed|af|ydd|eg)?"
_SHAPES = tuple(
    re.compile(rf"(?<![\w]){shape}(?!\w)")
    for shape in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})",
        rf"{_DAY}\.?\s+(?:of\s+|de\s+|o\s+)?(?P<month>{_NAME})\.?(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}}))?",
        rf"(?P<month>{_NAME})\.?\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"(?P<month>{_NAME})\.?,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})",
        rf"(?P<weekday>{'|'.join(sorted(map(re.escape, _WEEKDAY), key=len, reverse=True))})s?",
    )
)
#: Days before another one, with which they share its month: "3, 10 and 17 October", "from 3 to 5 October".
_BEFORE = re.compile(
    r"(?<![\w.,:/£$€§+-])(?<![£$€§] )(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
    r"(?:,?\s(?:and|to|y|al?|et|au|e|i|do|si|la|und|bis|ac)\s(?:el\s)?|,\s|\s?-\s?))+$"
)
_AFTER = re.compile(r"\s?-\s?(\d{1,2})(?![\w-])")  # October 3-5
_FIGURES = re.compile(r"\d{1,2}")
_REACH = 60  # characters before a day
_MOST = 2_000  # days of one text; no article has so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, as far as it is named; 0 or -1 for what is not. `start` and `end` are its place in the text."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    #: 0 for Monday; -1 where none is named.
    weekday: int = -1


def with_months(found: Sequence[Day], months: Iterable[Month]) -> list[Day]:
    """Days of a text together with its months, but for those that stand in one of the days, in order."""
    taken = {place for day in found for place in range(day.start, day.end)}
    alone = (Day(start=one.start, end=one.end, month=one.number) for one in months if one.start not in taken)
    return sorted([*found, *alone], key=lambda day: day.start)


def days(text: str) -> list[Day]:
    """The days of a text in the order of reading; months alone are none (months.py)."""
    plain = fold_in_place(even(text))
    found: list[Day] = []
    taken = bytearray(len(plain))
    for shape in _SHAPES:
        for match in shape.finditer(plain):
            if any(taken[match.start() : match.end()]):
                continue
            for day in _day(match):
                found += [day, *(_beside(plain, match, day) if day.day else ())]
            taken[match.start() : match.end()] = b"\1" * len(match[0])
    return sorted(found, key=lambda day: day.start)[:_MOST]


def _beside(plain: str, match: re.Match[str], day: Day) -> Iterator[Day]:
    """The days that share another one's month, before it, or behind it with a dash."""
    at = max(0, match.start() - _REACH)
    places = []
    if match.re.groupindex.get("day", 0) < match.re.groupindex.get("month", 0):  # 17 October
        run = _BEFORE.search(plain[at : match.start()])
        places = (
            [(at + run.start() + each.start(), each[0]) for each in _FIGURES.finditer(run[0])] if run else []
        )
    elif not day.year and (behind := _AFTER.match(plain, match.end())):
        places = [(behind.start(1), behind[1])]
    for start, figures in places:
        if 1 <= int(figures) <= 31:
            yield Day(start=start, end=start + len(figures), year=day.year, month=day.month, day=int(figures))


def _day(match: re.Match[str]) -> Iterator[Day]:
    parts = match.groupdict()
    if name := parts.get("weekday"):
        if name not in _NO_WEEKDAY:
            yield Day(start=match.start(), end=match.end(), weekday=_WEEKDAY[name])
        return
    month = int(parts["number"]) if parts.get("number") else _MONTH_NUMBER[parts["month"]]
    day = int(parts.get("day") or 0)
    if month <= 12 and day <= 31:
        yield Day(
            start=match.start(), end=match.end(), year=int(parts.get("year") or 0), month=month, day=day
        )
