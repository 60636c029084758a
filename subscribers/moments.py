"""Times as the databases keep them: microseconds since 1970 in UTC; aware datetimes everywhere above."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Exact, in any time zone; a naive time is refused, because nobody can say when it was."""
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be kept")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND
