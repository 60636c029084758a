"""Days as lists write them. What may be two days is said to be so, never guessed."""

import re
from datetime import UTC, datetime, timedelta

from subscribers.moments import to_micros

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?.*)?")
_OTHER = re.compile(r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?")
#: Days since 1899-12-30, as Excel writes dates into text without their format: 1995 to 2064.
_SERIAL = re.compile(r"[345]\d{4}(?:[.,]\d+)?")
UNKNOWN = 0


class AmbiguousDayError(Exception):
    """The third of April or the fourth of March."""


def micros_of(text: str, order: str = "") -> int:
    """Microseconds since 1970, in UTC; UNKNOWN for what is no date. `order` is day-first, month-first or unknown.

    Raises AmbiguousDayError where the order is needed and not given.
    """
    text = text.strip()
    try:
        found = _ISO.fullmatch(text)
        if found:
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        elif _SERIAL.fullmatch(text):
            moment = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(text.replace(",", ".")))
        else:
            moment = _in_order(text, order)
    except (ValueError, OverflowError):
        return UNKNOWN
    return max(to_micros(moment), UNKNOWN)


def _in_order(text: str, order: str) -> datetime:
    found = _OTHER.fullmatch(text)
    if found is None:
        raise ValueError
    first, sign, second = int(found[1]), found[2], int(found[3])
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    # Full stops stand between day, month and year everywhere.
    if sign != "." and first <= 12 and second <= 12 and first != second:
        if order == "unknown":
            raise ValueError
        if not order:
            raise AmbiguousDayError
        if order == "month-first":
            first, second = second, first
    if second > 12:
        first, second = second, first
    return datetime(year, second, first, tzinfo=UTC)
