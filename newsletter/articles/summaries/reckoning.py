"""Days and years that an article tells: those that it names, and those reckoned from the day on which it appeared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsletter.articles.summaries.days import Day, days, with_months
from newsletter.articles.summaries.folding import even, fold
from newsletter.articles.summaries.months import hinted, named

_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20|21)\d\d(?!\d|[.,]\d)")
_TODAY = re.compile(
    r"\b(?:today|yesterday|tonight|this (?:morning|week)|hoy|ayer|hier|aujourd|heddiw|ddoe|wczoraj|dzis|dzisiaj|heute"
    r"|gestern|hoje|ontem|azi|astazi|ieri|اليوم|امس)\b"
)
_MONTH = 31
#: What means a day near that on which the article appeared, by days from it, in the project's languages, folded. A
#: month is as many days, so that each day of January lies in the year after that of last month.
_LATELY = {
    (0, 0): "today|tonight|this (?:morning|afternoon|evening|month)|hoy|este mes|aujourd'hui|ce mois|hoje|azi"
    "|luna aceasta|dzis|dzisiaj|heddiw|اليوم",
    (-1, -1): "yesterday|last (?:night|evening)|ayer|hier|ontem|ieri|wczoraj|ddoe|امس",
    (1, 1): "tomorrow|manana|demain|amanha|maine|jutro|yfory|غدا",
    (
        -6,
        6,
    ): "this (?:week|weekend)|esta semana|cette semaine|saptamana aceasta|w tym tygodniu|yr wythnos hon",
    (-13, -1): "last (?:week|weekend)|la semana pasada|saptamana trecuta",
    (1, 13): "next (?:week|weekend)|la proxima semana|saptamana viitoare",
    (-_MONTH, -_MONTH): "last month|el mes pasado|luna trecuta",
    (_MONTH, _MONTH): "next month|el proximo mes|luna viitoare",
}
_SEASON = "(?:spring|summer|autumn|fall|winter)"
#: Years counted from the one in which the article appeared.
_COUNTED = {
    0: rf"this year|this {_SEASON}|este ano|cette annee|anul acesta|acest an|tym roku|eleni|dieses jahr|هذا العام",
    -1: rf"last year|previous year|a year ago|last {_SEASON}|ano pasado|ano passado|l'an dernier|l'annee derniere"
    r"|anul trecut|(?:ubieglym|zeszlym) roku|llynedd|العام الماضي",
    1: rf"next year|coming year|next {_SEASON}|proximo ano|ano que viene|ano que vem|l'an prochain|l'annee prochaine"
    r"|anul viitor|przyszlym roku|flwyddyn nesaf|العام المقبل",
}
_BY_WORDS = tuple((years, re.compile(rf"\b(?:{words})\b")) for years, words in _COUNTED.items())
_BY_DAYS = tuple((span, re.compile(rf"\b(?:{words})\b")) for span, words in _LATELY.items())
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_AGO = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_SMALL)}) years ago\b")
_NEAR = timedelta(days=7)
#: A day without a year lies in the one in which the article appeared, as newspapers write, but for one farther away.
_FARTHEST = timedelta(days=240)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What an article says of time."""

    #: days and months, named.
    days: Sequence[Day]
    #: months that it tells in another way.
    months: frozenset[int]
    #: when it appeared, where that is known.
    appeared: date | None
    #: whether it speaks of "today" or "this week".
    is_of_today: bool
    #: the years that it names.
    years: frozenset[int]
    #: the years that it means by "this year", "today", or a day without its year.
    meant: frozenset[int]

    @classmethod
    def of(cls, text: str, published: str, language: str = "en") -> "Reckoning":
        """`published` is an ISO date or "", `language` two letters."""
        plain, there = fold(even(text)), days(text, language)
        appeared = _appeared(published)
        return cls(
            days=with_months(there, named(text, language)),
            months=hinted(even(text), plain, appeared) | frozenset(_months_near(plain, there, appeared)),
            appeared=appeared,
            is_of_today=bool(_TODAY.search(plain)),
            years=frozenset(int(match[0]) for match in _YEAR.finditer(plain)),
            meant=frozenset(_meant(plain, there, appeared)) if appeared else frozenset(),
        )

    def tells(self, said: Day) -> bool:
        """Whether a day of a summary is among the article's, or reckoned from the day on which it appeared."""
        if any(_is_same(said, day) and self._has_year(said, day) for day in self.days):
            return True
        if said.month and not said.day and not said.year:
            return said.month in self.months
        return self.appeared is not None and self._reckons(said, self.appeared)

    def is_in_decade(self, decade: int) -> bool:
        """Whether one of its years lies in 1980, or in 80 of whatever century, and the nine that follow."""
        years = (year // 10 * 10 for year in self.years | self.meant)
        return any(decade in (year, year % 100) for year in years)

    def _has_year(self, said: Day, there: Day) -> bool:
        """Whether the year of a day is the article's, too, where the day itself has none there."""
        if not said.year or there.year or said.year in self.years:
            return True
        return self.appeared is not None and said.year == _year_of(there, self.appeared)

    def _reckons(self, said: Day, appeared: date) -> bool:
        if said.weekday >= 0:
            dated = (day for day in self.days if day.day and day.month)
            return (
                said.weekday == appeared.weekday()
                or any(_weekday(day, appeared) == said.weekday for day in dated)
                or self.is_of_today
            )
        weekdays = {day.weekday for day in self.days if day.weekday >= 0}
        near = [appeared + timedelta(days=n) for n in range(-_NEAR.days, _NEAR.days + 1)]
        if not said.day:
            is_lately = bool(weekdays) or self.is_of_today
            return is_lately and any((day.year, day.month) == (said.year, said.month) for day in near)
        return any(
            (day.month, day.day) == (said.month, said.day)
            and said.year in (0, day.year)
            and (day.weekday() in weekdays or self.is_of_today)
            for day in near
        )


def _appeared(published: str) -> date | None:
    """The day, if it is one that can be reckoned from."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    return day if _YEAR.fullmatch(str(day.year)) else None


def _meant(plain: str, there: Sequence[Day], appeared: date) -> Iterator[int]:
    """The years that an article means without naming them."""
    yield from (appeared.year + years for years, words in _BY_WORDS if words.search(plain))
    for match in _AGO.finditer(plain):
        count = int(match[1]) if match[1].isdigit() else _SMALL.index(match[1]) + 2
        yield appeared.year - count
    for (least, most), words in _BY_DAYS:
        if words.search(plain):
            yield from {(appeared + timedelta(days=days)).year for days in (least, most)}
    weekdays = {day.weekday for day in there if day.weekday >= 0}
    near = (appeared + timedelta(days=days) for days in range(-_NEAR.days, _NEAR.days + 1))
    yield from {day.year for day in near if day.weekday() in weekdays}
    yield from (_year_of(day, appeared) for day in there if day.month and not day.year)


def _months_near(plain: str, there: Sequence[Day], appeared: date | None) -> Iterator[int]:
    """The months of "last month", of "tomorrow" and of weekdays, reckoned from the day on which an article appeared."""
    if not appeared:
        return
    for span, words in _BY_DAYS:
        if words.search(plain):
            yield from (_month_away(appeared, days) for days in span)
    if any(day.weekday >= 0 for day in there):
        yield from {(appeared + sign * _NEAR).month for sign in (-1, 1)}


def _month_away(appeared: date, days: int) -> int:
    if abs(days) == _MONTH:
        return (appeared.month - 1 + days // _MONTH) % 12 + 1
    return (appeared + timedelta(days=days)).month


def _year_of(day: Day, appeared: date) -> int:
    """The year in which a day without one lies, reckoned from the day on which its article appeared."""
    away = date(appeared.year, day.month, min(day.day or 15, 28)) - appeared
    return appeared.year if abs(away) <= _FARTHEST else appeared.year + (1 if away < timedelta(0) else -1)


def _weekday(day: Day, appeared: date) -> int:
    try:
        return date(day.year or appeared.year, day.month, day.day).weekday()
    except ValueError:
        return -1


def _is_same(said: Day, there: Day) -> bool:
    if said.weekday >= 0 or there.weekday >= 0:
        return said.weekday == there.weekday
    return (
        said.month == there.month
        and (not said.day or said.day == there.day)
        and (not said.year or not there.year or said.year == there.year)
    )
