"""What becomes due by itself: people who wait to be forgotten, what SendGrid is to erase, and campaigns of long ago.

Nobody need remember any of it: `newsletter` alone tells of it, and commands that find the moment do it.
"""

from contextlib import suppress
from datetime import timedelta

from newsletter.desk.holders import holders_of
from newsletter.desk.words import counted
from newsletter.reports.sweep import sweep
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import Premises
from newsletter.sending.provider import Provider
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError
from subscribers.people import Subscriber

LOG_STAYS = (
    "Another command or window has the list open. Until the last of them ends, older pages of it lie, encrypted, in "
    "the file beside the list whose name ends in -wal."
)
#: So long a command may tidy up before it does what it is for; the next one goes on.
ENOUGH_SECONDS = 3.0


def remove(house: House, database: Database, person: Subscriber, *, older: str = "") -> list[str]:
    """Remove a person in one transaction, unless campaigns are on their way to them: these are named instead.

    `older` is an address that they had before, where somebody has named it.
    """
    people, ledger = house.people(database), Ledger(database)
    erasures, address_hash = Erasures(people), people.suppressions.hash_of(person.address)
    addresses = [person.address, *filter(None, [older])]
    holders = holders_of(house, database, addresses).hosts
    with database.transaction():
        erasures.suppress(person.address, now=house.clock.now())
        unsettled = ledger.unsettled(person.id, now=house.provider_time())
        if unsettled:
            erasures.put_off(person.id, now=house.clock.now())
            return unsettled
        put_marks(house, database, person.id, address_hash)
        erasures.suppress_former(person.id, now=house.clock.now())
        erasures.remove(person.id)
        for address in addresses:
            forget_departed(house, database, address)
            request(house, database, address, holders)
    return []


def forget_departed(house: House, database: Database, address: str) -> None:
    """Remove what would know somebody again whom a list of members let go. In the caller's transaction."""
    people = house.people(database)
    # The ledger knows them by the id that they would have again.
    if (departed := Erasures(people).departed(address)) is not None:
        put_marks(house, database, departed, people.suppressions.hash_of(address))
        Erasures(people).suppress_former(departed, now=house.clock.now())
        Erasures(people).forget_departed(departed)


def put_marks(house: House, database: Database, person: str, address_hash: str) -> None:
    """Marks in place of somebody: they have had what they had, whichever of their addresses they come back by."""
    people = house.people(database)
    others = Erasures(people).other_hashes(person, address_hash)
    Ledger(database).forget(person, *map(people.marks.by_issue, (address_hash, *others)))


def request(house: House, database: Database, address: str, holders: list[str]) -> None:
    """Write down who else is to erase an address, and have old probes name it no more."""
    for holder in holders:
        Erasures(house.people(database)).request(holder, address, now=house.clock.now())
    Premises(database).forget(address)


def finish_put_off(house: House, database: Database) -> int:
    """Remove those who asked while a campaign was on its way to them, where it has settled; how many."""
    people = house.people(database)
    waiting = [
        person for id_ in Erasures(people).put_off_people() if (person := people.find(id_)) is not None
    ]
    removed = sum(not remove(house, database, person) for person in waiting)
    with suppress(DatabaseError):  # Where the disk has no room now, the next command does it.
        Erasures(people).purge()
    return removed


def tidy(house: House, database: Database) -> tuple[str, ...]:
    """Finish what has waited for its time; remarks for the person. Takes some seconds at most."""
    removed = finish_put_off(house, database)
    began, days = house.clock.mark().elapsed, house.settings.retention.days
    swept = sweep(
        house.people(database),
        before=house.clock.now() - timedelta(days=days),
        is_enough=lambda: house.clock.mark().elapsed - began > ENOUGH_SECONDS,
    )
    remarks = [f"Forgotten, as they had asked: {counted(removed, 'person', 'people')}."] if removed else []
    if swept:
        remarks.append(
            f"Who got campaigns that have been over for {days} days is not kept any more "
            f"({counted(swept, 'delivery', 'deliveries')}); their numbers are."
        )
    return tuple(remarks)


def erase_queued(house: House, provider: Provider) -> None:
    """Have the provider erase what it was not asked yet, or has not answered. Raises TransportError."""
    erasures = Erasures(house.people(provider.database))
    addresses = erasures.requests(provider.host)
    for answer in provider.eraser.erase(addresses) if addresses else ():
        # Between the answer and this commit a kill means that it is asked once more, which does no harm.
        erasures.answered(provider.host, answer.taken)
        erasures.refused(provider.host, answer.refused)
