"""Numbers of an Excel sheet as people see them: no 1.0, the zeros of a membership number, dates as dates."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Built-in formats that show a date or a time (ECMA-376, 18.8.30, and its notes for East Asia).
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile(r"0{2,30}")
_LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class Shape:
    """How a style shows a number."""

    date: bool = False
    #: Digits that are filled up with zeros.
    digits: int = 0


def shape(number: int, code: str) -> Shape:
    """The shape of a format: its built-in number, or the code that a file gives it."""
    if not code:
        return Shape(date=number in _DATES)
    plain = _QUOTED.sub("", code.partition(";")[0])
    if _ZEROS.fullmatch(plain):
        return Shape(digits=len(plain))
    return Shape(date=plain.lower() != "general" and bool(re.search(r"[ymdhs]", plain, re.IGNORECASE)))


def shown(value: str, style: Shape, *, since_1904: bool) -> str:
    """A stored number as text; what is no number is given back as it is."""
    try:
        number = float(value)
        day = number + (1_462 if since_1904 else 0)
        if style.date and 0 <= day <= _LAST_DAY:
            return _date(day)
        if not math.isfinite(number):
            return value
        plain = str(int(number)) if number.is_integer() else f"{number:.15g}"
    except (ValueError, OverflowError):
        return value
    return plain.zfill(style.digits)


def _date(day: float) -> str:
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(day * 86_400))  # noqa: DTZ001 sheets know no zone
    if day < 1:
        return f"{moment:%H:%M:%S}"
    return (
        f"{moment:%Y-%m-%d}"
        if moment.hour == moment.minute == moment.second == 0
        else f"{moment:%Y-%m-%d %H:%M:%S}"
    )
