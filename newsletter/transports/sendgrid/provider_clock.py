"""SendGrid's own clock, as its newest answer told it. The local one may be wrong; a `send_at` in the past means now."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: Seconds. What was told longer ago is not believed: the two clocks may have drifted apart.
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


class ProviderClock:
    """Shared by all threads. `elapsed`: seconds on a clock that goes on while the machine sleeps."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._told: tuple[float, float] | None = None

    def note(self, headers: Mapping[str, str]) -> None:
        """Take the time from the headers of an answer that came in now; one without a readable Date says nothing."""
        date = date_of(headers)
        if date is not None:
            with self._lock:
                self._told = date, self._elapsed()

    def known(self) -> float | None:
        """SendGrid's time now, UNIX seconds; None if nothing was heard for over a minute."""
        with self._lock:
            if self._told is None:
                return None
            date, heard = self._told
            age = self._elapsed() - heard
        return date + age if 0 <= age <= MOST_AGE else None
