"""What becomes due by itself: people who wait to be forgotten, what SendGrid is to erase, and campaigns of long ago.

Nobody need remember any of it: `newsletter` alone tells of it, and commands that find the moment do it.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from newsletter.desk.holders import holders_of
from newsletter.desk.words import counted
from newsletter.errors import TransportError, WorkspaceError
from newsletter.reports.sweep import sweep
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import Premises
from newsletter.sending.provider import Provider
from newsletter.transports.outbox import remove_mails
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError
from subscribers.leavers import forget_long_gone
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
    """Write down who else is to erase an address, and have old probes, and words without a person, name it no more."""
    erasures = Erasures(house.people(database))
    for holder in holders:
        erasures.request(holder, address, now=house.clock.now())
    erasures.drop_words(address)
    Premises(database).forget(address)


def remove_files(
    house: House, database: Database, addresses: Sequence[str], known_as: str, copies: Sequence[Path]
) -> int:
    """Mails of drills to somebody, and copies of the list; how many mails. Raises what says why one stays.

    `known_as` is their id in the ledger.
    """
    drills, outbox = Ledger(database).drills_of(known_as), house.workspace.inside(house.workspace.outbox)
    mails = sum(remove_mails(outbox, address, drills) for address in addresses)
    for copy in copies:
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"{copy} cannot be removed ({error.strerror}). Nobody was forgotten yet.",
                remedy="Close programs that have it open, check that it is yours, and type the command again.",
                code="copy-stays",
            ) from error
    return mails


def copies_gone(number: int) -> str:
    return f"Removed {counted(number, 'copy', 'copies')} of the list that an update or a restore had left."


def finish_put_off(house: House, database: Database, *, in_use: str = "") -> tuple[str, ...]:
    """Remove those who asked while a campaign was on its way to them, where it has settled; remarks for the person.

    As `forget` does, files first: one that stays keeps them on record for the next command. A copy named `in_use`
    is not removed, nor its log; whoever calls sees to what it holds.
    """
    people, now = house.people(database), house.provider_time()
    asked = [person for id_ in Erasures(people).put_off_people() if (person := people.find(id_)) is not None]
    ready = [person for person in asked if not Ledger(database).unsettled(person.id, now=now)]
    copies = [copy for copy in database.copies() if not copy.name.startswith(in_use or "/")]
    try:
        for person in ready:
            remove_files(house, database, [person.address], person.id, copies)
    except (WorkspaceError, TransportError) as error:
        waiting = counted(len(ready), "person", "people")
        return (f"{waiting} could not be forgotten, as they had asked: {error.message} {error.remedy}",)
    removed = sum(not remove(house, database, person) for person in ready)
    with suppress(DatabaseError):  # Where the disk has no room now, the next command does it.
        Erasures(people).purge()
    if not removed:
        return ()
    told = f"Forgotten, as they had asked: {counted(removed, 'person', 'people')}."
    return (told, copies_gone(len(copies))) if copies else (told,)


def tidy(house: House, database: Database, *, in_use: str = "") -> tuple[str, ...]:
    """Finish what has waited for its time; remarks for the person. Takes some seconds at most."""
    remarks = finish_put_off(house, database, in_use=in_use)
    forget_long_gone(database, now=house.clock.now())
    began, days = house.clock.mark().elapsed, house.settings.retention.days
    swept = sweep(
        house.people(database),
        before=house.clock.now() - timedelta(days=days),
        is_enough=lambda: house.clock.mark().elapsed - began > ENOUGH_SECONDS,
    )
    if swept:
        number = counted(swept, "delivery", "deliveries")
        gone = f"Who got campaigns that have been over for {days} days is not kept any more ({number})"
        remarks = (*remarks, f"{gone}; their numbers are.")
    if (fault := Erasures(house.people(database)).left_to_operator()) is not None:
        remarks = (*remarks, f"{fault.message} {fault.remedy}")
    return remarks


def erase_queued(house: House, provider: Provider) -> None:
    """Have the provider erase what it was not asked yet, or has not answered. Raises TransportError."""
    erasures = Erasures(house.people(provider.database))
    addresses = erasures.requests(provider.host)
    for answer in provider.eraser.erase(addresses) if addresses else ():
        # Between the answer and this commit a kill means that it is asked once more, which does no harm.
        erasures.answered(provider.host, answer.taken)
        erasures.refused(provider.host, answer.refused)
