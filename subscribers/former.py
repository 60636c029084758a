"""Addresses that people had before: no mail goes there any more, and an old list that still has one brings nobody in.

Kept as keyed hashes, like suppressions, under the opaque id of the person. Once the person is forgotten only the
suppression stays.
"""

from datetime import datetime

from subscribers.database import Database
from subscribers.moments import from_micros, to_micros
from subscribers.statements import Statement, load_statements
from subscribers.suppression import MOVED

REASON = "has another address now"


def move_on(database: Database, person: str, old: str, new: str, *, now: datetime) -> None:
    """From one address to another, both by hash. In the caller's transaction."""
    if person_before(database, new) == person:
        # Back to an address that was theirs: only the mark of having moved on ends, and no other suppression.
        database.run(_sql("drop_former"), address_hash=new)
        database.run(_sql("lift_moved"), address_hash=new, source=MOVED)
    at = to_micros(now)
    database.run(_sql("keep_former"), address_hash=old, person=person, at=at)
    database.run(
        load_statements("subscribers", "suppression.sql")["suppress"],
        address_hash=old, reason=REASON, source=MOVED, at=at, of_mailbox=0,
    )  # fmt: skip


def person_before(database: Database, address_hash: str) -> str | None:
    """The id of whoever had an address before, on the list or not."""
    found = database.value(_sql("person_of_former"), address_hash=address_hash)
    return None if found is None else str(found)


def moved_on_at(database: Database, address_hash: str) -> datetime | None:
    """When whoever had an address came to have another one; None where nobody is known to."""
    at = database.value(_sql("former_day"), address_hash=address_hash)
    return None if at is None else from_micros(at)


def former_days(database: Database, person: str) -> list[datetime]:
    """When somebody ceased to have each of the addresses that they had before, as far as these are kept."""
    return [from_micros(at) for (at,) in database.rows(_sql("former_days"), person=person)]


def moved_since(database: Database, since: datetime) -> frozenset[str]:
    """The ids of those who have had another address since a moment: they had an older one then."""
    return frozenset(str(person) for (person,) in database.rows(_sql("moved_since"), since=to_micros(since)))


def forget_former(database: Database, person: str) -> None:
    database.run(_sql("forget_former"), person=person)


def forget_old(database: Database, *, before: int) -> None:
    """`before` is microseconds UTC."""
    database.run(_sql("forget_old_former"), before=before)


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "former.sql")[name]
