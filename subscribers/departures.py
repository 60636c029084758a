"""Who may not be mailed any more, and since when: for reports, by opaque id.

People are found who are on the list, or left it with a newer list; of who was forgotten nothing is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from subscribers.database import Database
from subscribers.moments import from_micros, to_micros
from subscribers.statements import Statement, load_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    person: str
    #: Who said so, "" where the person took their consent back. Source and reason are free words: not to be printed.
    source: str = field(repr=False)
    reason: str = field(repr=False)
    at: datetime


def departures(database: Database, *, since: datetime) -> Iterator[Departure]:
    """Everybody who left since then, each person once, with what was noted first."""
    found: dict[str, Departure] = {}
    for departure in _noted(database, to_micros(since)):
        earlier = found.get(departure.person)
        if earlier is None or departure.at < earlier.at:
            found[departure.person] = departure
    yield from found.values()


def _noted(database: Database, since: int) -> Iterator[Departure]:
    for person, source, reason, at in database.rows(_sql("suppressed_since"), since=since):
        yield Departure(person=person, source=source, reason=reason, at=from_micros(at))
    for person, at in database.rows(_sql("withdrawn_since"), since=since):
        yield Departure(person=person, source="", reason="withdrawn", at=from_micros(at))


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "departures.sql")[name]
