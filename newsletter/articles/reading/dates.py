"""Dates as articles print them, read only where there is one way to read them."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

#: Names of months by language, in order; short ones of English apart.
MONTH_NAMES = {
    "en": "january february march april may june july august september october november december",
    "short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "cy": "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_NUMBER = {name: n for names in MONTH_NAMES.values() for n, name in enumerate(names.split(), start=1)} | {
    "sept": 9
}
#: Names of months in small letters, each with its number.
MONTHS: Mapping[str, int] = MappingProxyType(_NUMBER)
_MONTH = f"(?P<month>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?=\b|T)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ain|fed|af|ydd|eg)?\.?\s+(?:of\s+|de\s+)?{_MONTH}\b\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})\b",
        rf"\b{_MONTH}\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
    )
)
#: All that may stand around a date on a line that is nothing but its date.
_AROUND = re.compile(
    r"(?:(?:published|posted|updated|last|first|date|publicado|publié|veröffentlicht|cyhoeddwyd|fecha"
    r"|dyddiad|on|el|le|am|ar|at"
    r"|mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun|day|lunes|martes|miércoles|jueves|viernes|sábado"
    r"|domingo"
    r"|gmt|bst|utc|ces?t|e[sd]?t|uhr|[ap]m|\d{1,2}[:.]\d{2}(?::\d{2})?)(?=[\W\d]|day|$)|[\s:,.|–—()•-])+",
    re.IGNORECASE,
)
#: What programs write where they know no day; and before the first year of any newspaper.
_OF_PROGRAMS, _FIRST = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"}), "1600"
_LONGEST_LINE = 100  # characters
_AMBIGUOUS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def find_date(text: str) -> str:
    """The first date in `text` as ISO 8601; "" if there is none that can be read in one way only."""
    for shape in _SHAPES:
        if match := shape.search(text):
            return _iso(match)
    return ""


def says_day(text: str, day: str) -> bool:
    """Whether a text names this very day (ISO 8601) in a way that cannot be another, and not only its year or month."""
    year, month, number = day.split("-")
    if re.search(rf"(?<!\d){year}(?P<sign>[-/._]?){month}(?P=sign){number}(?!\d)", text):
        return True
    if any(_iso(match) == day for shape in _SHAPES for match in shape.finditer(text)):
        return True
    few, many = f"0?{int(month)}", f"0?{int(number)}"
    # Names of months in other languages; and figures where only one can be the day.
    if re.search(rf"(?<!\d){many}\.?\s[^\W\d_]{{3,12}}\.?,?\s{year}(?!\d)", text):
        return True
    is_clear = int(number) > 12 or number == month
    return is_clear and bool(
        re.search(rf"(?<!\d)(?:{many}[./-]{few}|{few}[./-]{many})[./-]{year}(?!\d)", text)
    )


def is_far_ahead(day: str, today: date) -> bool:
    """Whether a day (ISO 8601, or "") is years ahead, which is a mistake; one of next year may be a meeting's."""
    return bool(day) and int(day[:4]) > today.year + 1


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing but what stands around dates."""
    if len(line) > _LONGEST_LINE:
        return False
    for shape in (*_SHAPES, _AMBIGUOUS):
        if match := shape.search(line):
            rest = f"{line[: match.start()]} {re.sub(r'^T[0-9:.+Z-]+', '', line[match.end() :])}"
            return not rest.strip() or bool(_AROUND.fullmatch(rest))
    return False


def is_of_dates(line: str, day: str) -> bool:
    """Whether a line holds this day (ISO 8601), in any shape that can be no other, and nothing else of its own."""
    if len(line) > _LONGEST_LINE:
        return False
    year, month, number = day.split("-") if day else ("", "", "")
    if not day or is_date_line(line):
        return is_date_line(line)
    # Months of other languages stand between the day and the year.
    rest = re.sub(
        rf"(?<=\d)\.?\s[^\W\d_]{{3,12}}\.?,?\s(?={year})|\b{_MONTH}\b\.?", " ", line, flags=re.IGNORECASE
    )
    left = re.sub(rf"(?<!\d)(?:{year}|0?{int(month)}|0?{int(number)})(?!\d)", " ", rest)
    return says_day(line, day) and (not left.strip() or bool(_AROUND.fullmatch(left)))


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _NUMBER[parts["month"].lower()]
    try:
        day = date(int(parts["year"]), month, int(parts["day"])).isoformat()
    except ValueError:
        return ""
    return "" if day in _OF_PROGRAMS or day < _FIRST else day
