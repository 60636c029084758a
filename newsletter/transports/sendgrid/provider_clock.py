"""SendGrid's own clock, as its newest answer told it. The local one may be wrong; a `send_at` in the past means now."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

#: Seconds. What was asked for longer ago is not believed: the two clocks may have drifted apart, and an answer may have
#: waited to be read while the lid was closed.
MOST_AGE = 60.0


def date_of(headers: Mapping[str, str]) -> float | None:
    """UNIX seconds in the Date header of an answer (names in small letters); None where there is none to be read."""
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
        # "-0000" says that the sender does not know its zone; the time itself is in UTC (RFC 5322, 3.3).
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def moment(seconds: float) -> str:
    """UNIX seconds as SendGrid's query language writes them. Raises ValueError for what no calendar holds."""
    try:
        return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (OverflowError, OSError) as error:
        raise ValueError("not a time") from error


class _Told(NamedTuple):
    """UNIX seconds, and when they were asked for and read by the clock that goes on."""

    date: float
    asked: float
    read: float


class ProviderClock:
    """Shared by all threads. `elapsed`: seconds on a clock that goes on while the machine sleeps."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._told: _Told | None = None

    def mark(self) -> float:
        """The moment of a request, for the note of its answer."""
        return self._elapsed()

    def note(self, headers: Mapping[str, str], *, asked: float) -> None:
        """Take the time from the headers of an answer that was read now; one without a readable Date says nothing."""
        date = date_of(headers)
        with self._lock:
            if date is not None and (self._told is None or asked >= self._told.asked):
                self._told = _Told(date, asked, self._elapsed())

    def known(self) -> float | None:
        """SendGrid's time now, UNIX seconds; None if what it told was asked for over a minute ago."""
        with self._lock:
            told, now = self._told, self._elapsed()
        if told is None or not told.asked <= told.read <= now <= told.asked + MOST_AGE:
            return None
        return told.date + now - told.read
