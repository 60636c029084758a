"""Who the provider will not mail any more: bounced, complained, unsubscribed. Read before each real campaign.

A list that could be read only in part counts as not read: somebody who has left must not get one more mail.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from newsletter.transports.base import Reason, Suppressed, SuppressionLists
from subscribers.address import normalise
from subscribers.database import Database
from subscribers.errors import AddressError
from subscribers.moments import from_micros, to_micros
from subscribers.objections import heed
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.statements import Statement, load_statements

#: Seconds before the last reading that are read again: entries may appear a little late.
OVERLAP = 3600
_AT_A_TIME = 1000
#: Marks of addresses that a provider's lists brought.
SOURCE = "provider"
#: What the person said; the others are about a mailbox, which may be why somebody has another one now.
_OBJECTIONS = frozenset({Reason.COMPLAINED, Reason.UNSUBSCRIBED})


def migrate_feedback(database: Database) -> None:
    """Bring the tables of this room to the newest schema."""
    migrate(database, component="feedback", folder=Path(__file__).parent / "migrations")


def pull(
    lists: SuppressionLists, people: People, *, account: str, group: int, time: float, now: datetime
) -> dict[Reason, int]:
    """Take over what is new on the provider's lists; returns how many were new to us, by reason.

    `time` is the provider's clock (UNIX seconds). Raises TransportError; the next reading then begins where this did.
    """
    database = people.database
    last = database.value(_sql("pulled"), account=account)
    since = 0 if last is None else max(0, int(last) - OVERLAP)
    new: dict[Reason, int] = {}
    entries = lists.suppressed(since=since, group=group)
    while some := list(islice(entries, _AT_A_TIME)):
        for reason in Reason:
            addresses = [entry.address for entry in some if entry.reason is reason and _is_address(entry)]
            if reason in _OBJECTIONS:
                number = heed(people, addresses, reason=reason, source=SOURCE, now=now, again=False)
            else:
                number = people.suppressions.suppress_all(addresses, reason=reason, source=SOURCE, now=now)
            new[reason] = new.get(reason, 0) + number
    with database.transaction():
        database.run(_sql("set_pulled"), account=account, at=int(time), noted=to_micros(now))
    return {reason: number for reason, number in new.items() if number}


def read_anew(database: Database) -> None:
    """The next reading begins at the beginning. In the caller's transaction."""
    database.run(_sql("forget_pulled"))


def last_read(database: Database) -> datetime | None:
    """When the lists of any account were last read whole; None: never."""
    noted = database.value(_sql("last_pulled"))
    return None if noted is None else from_micros(noted)


def listed(lists: SuppressionLists, people: People, *, group: int) -> Iterator[str]:
    """Ids of people of ours on the provider's lists; nothing is kept, for a drill must not change the list."""
    for entry in lists.suppressed(since=0, group=group):
        if not _is_address(entry):
            continue
        person = people.find(entry.address)
        if person is None and entry.reason in _OBJECTIONS:
            person = people.find_by_former(entry.address)
        if person is not None:
            yield person.id


def _is_address(entry: Suppressed) -> bool:
    """The lists hold what bounced, also what never was an address; that can stand in no list of ours."""
    try:
        normalise(entry.address)
    except AddressError:
        return False
    return True


def _sql(name: str) -> Statement:
    return load_statements("newsletter.feedback", "feedback.sql")[name]
