"""The days that a text names: "14 December 2022", "December 14", "May 2022", weekdays."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsletter.articles.reading.dates import MONTHS
from newsletter.articles.summaries.folding import even, fold, fold_in_place
from newsletter.articles.summaries.months import Month
from newsletter.articles.summaries.numerals import SCALES, WORDS

#: From Monday on, folded, forms of one day joined by a stroke; only what is no other word in any of the languages.
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "lunes - miercoles jueves viernes sabado domingo",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    (
        "segunda-feira/segundas-feira terca-feira/tercas-feira quarta-feira/quartas-feira quinta-feira/quintas-feira "
        "sexta-feira/sextas-feira - -"
    ),
    "- - miercuri/miercurea - vineri/vinerea sambata/sambetei duminica/duminicii",
    "- - mercher - gwener sadwrn -",
    (
        "poniedzialek/poniedzialku/poniedzialki/poniedzialkow wtorek/wtorku/wtorki/wtorkow sroda/srode/srody/srodzie "
        "czwartek/czwartku/czwartki/czwartkow piatek/piatku/piatki/piatkow sobota/sobote/soboty/sobocie/soboto "
        "niedziela/niedziele/niedzieli"
    ),
)
_WEEKDAY = {
    form: n
    for names in _WEEKDAYS
    for n, forms in enumerate(names.split())
    for form in forms.split("/")
    if form != "-"
}
#: Those that are other words as well (months, Mars, a picture, the second), in their own language alone.
_WEEKDAY |= {"luni": 0, "lunea": 0, "marti": 1, "martea": 1, "joi": 3, "joia": 3, "martes": 1}
_WEEKDAY |= {"segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4}
_WEEKDAY |= {"llun": 0, "lun": 0, "mawrth": 1, "fawrth": 1, "fercher": 2, "iau": 3, "wener": 4, "sul": 6}
_WEEKDAY |= {"الاثنين": 0, "الثلاثاء": 1, "الاربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5, "الاحد": 6}
_COUNT = "|".join(["multe", "cateva", "[a-z]+le", "alte", "aceste", *WORDS["ro"], *SCALES["ro"]])
_SHORT = (
    r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})(?!\d|[.,]\d|\s?(?:%|€|euro|prozent|proc|mio|mrd|mill|mln|zl))\.?"
)
_OWN = {
    "es": r"(?P<weekday>martes)",
    "ro": r"(?P<weekday>luni|lunea|marti|martea|joia?)",
    "cy": r"(?:dd?ydd|nos(?:on|waith)?|[bf]ore|[pb]rynhawn)\s(?P<weekday>"
    r"ll?un|[mf]awrth|[mf]ercher|iau|g?wener|sadwrn|sul)",
    "pt": r"(?:n[ao]|nesta|numa|d[ae]|desta|ate|desde|as?|para)\s(?:proxima\s|ultima\s)?(?P<weekday>segunda|terca"
    r"|quarta|quinta|sexta)(?=[.,;:)!?]|$|\s(?:passada|a\s(?:noite|tarde)|de\smanha|que\svem|e\b|para\b))",
    # "am 3.12.", "od 3.12": no fraction, which has a comma in these languages.
    "de": rf"(?:am|vom|bis|zum|ab|seit|den|dem|\w{{2,8}}tag,|mittwoch,)\s{_SHORT}",
    # In Polish a fraction has a comma, and an hour stands behind "o" or "godz.".
    "pl": rf"(?:(?:dnia|do|od|dniu|na)\s|(?<!\bo\s)(?<!godz\.\s)(?<!godzinie\s)(?<![.,§-])"
    r"(?=\d{1,2}\.(?:0[1-9]|1[0-2]|[1-9]\.)))"
    rf"{_SHORT}",
    "ar": r"(?:يوم|مساء|صباح|ليلة|فجر|ظهر)\s(?P<weekday>الاثنين|الجمعة|السبت|الاحد|الثلاثاء|الاربعاء|الخميس)",
}
#: Before Romanian "luni": months, not Monday.
_COUNTED = re.compile(rf"(?:\d|\b(?:{_COUNT}))\s(?:de\s)?$")
_MONTH_NUMBER = {fold(name): number for name, number in MONTHS.items()}
_NAME = "|".join(sorted(map(re.escape, _MONTH_NUMBER), key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ain|fed|af|ydd|eg)?"
_UNMISTAKEN = {form for names in _WEEKDAYS for form in re.split("[ /]", names)} - {"-"}
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _UNMISTAKEN), key=len, reverse=True))
_SHAPES = tuple(
    re.compile(rf"(?<![\w]){shape}(?!\w)")
    for shape in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})",
        r"(?<![./-])(?P<day>\d{1,2})(?P<sign>[./-])(?P<number>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?![/-]|\.\d)",
        rf"{_DAY}\.?\s+(?:of\s+|de\s+|o\s+)?(?P<month>{_NAME})\.?(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}}))?",
        rf"(?P<month>{_NAME})\.?\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"(?P<month>{_NAME})\.?,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})",
        rf"(?P<weekday>{_LONGEST_FIRST})(?:s|(?:vormi|mi|nachmi)ttags?|(?:abend|morgen|nacht)s?)?",
    )
)
_OWN_SHAPES = {language: re.compile(rf"(?<!\w)(?:{shape})(?!\w)") for language, shape in _OWN.items()}
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


def days(text: str, language: str = "en") -> list[Day]:
    """The days of a text in the order of reading; months alone are none (months.py). `language` has two letters."""
    plain = fold_in_place(even(text))
    found: list[Day] = []
    taken = bytearray(len(plain))
    for shape in (*_SHAPES, *([_OWN_SHAPES[language]] if language in _OWN_SHAPES else [])):
        for match in shape.finditer(plain):
            if any(taken[match.start() : match.end()]):
                continue
            for day in _day(match, language):
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


def _day(match: re.Match[str], language: str) -> Iterator[Day]:
    parts = match.groupdict()
    start = min(match.start(name) for name, part in parts.items() if part)
    if name := parts.get("weekday"):
        before = match.string[max(0, match.start() - _REACH) : match.start()]
        if name != "luni" or not _COUNTED.search(before):
            yield Day(start=start, end=match.end(), weekday=_WEEKDAY[name])
        return
    month = int(parts["number"]) if parts.get("number") else _MONTH_NUMBER[parts["month"]]
    day, year = int(parts.get("day") or 0), int(parts.get("year") or 0)
    is_figures = bool(parts.get("number")) and match[0][:4] != parts.get("year")
    # 12/04 is the fourth of December in the United States alone.
    for number, of_month in [(day, month), *([(month, day)] if is_figures and language == "en" else [])]:
        if of_month <= 12 and number <= 31 and (not is_figures or (number and of_month)):
            yield Day(
                start=start,
                end=match.end(),
                year=year + 2000 if 0 < year < 100 else year,
                month=of_month,
                day=number,
            )
