"""A no is a person's: one that comes by an address they had before holds for the one they have now, too.

Not so what is said of a mailbox alone (suppression.py): that mail bounced there may be why they moved. It only keeps
mail from going there again, should they move back.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from subscribers.address import normalise
from subscribers.people import People
from subscribers.statements import Statement, load_statements


def heed(
    people: People, addresses: Collection[str], *, reason: str, source: str, now: datetime, again: bool = True
) -> int:
    """Never mail these addresses, nor whoever had one of them before; how many of the addresses are new.

    Not `again`: the same no may be read twice, and whoever came back of their own accord after it is left alone.
    Raises AddressError.
    """
    with people.database.transaction():
        followed = list(_followed(people, addresses, None if again else (reason, source)))
        new = people.suppressions.suppress_all(addresses, reason=reason, source=source, now=now)
        people.suppressions.suppress_hashes(followed, reason=reason, source=source, now=now)
    return new


def elsewhere(people: People, address: str) -> list[str]:
    """By hash, where whoever had an address before is now, or was when they left the list. Raises AddressError."""
    text = normalise(address).text
    address_hash = people.suppressions.hash_of(text)
    rows = people.database.rows(_sql("elsewhere"), address=text, address_hash=address_hash)
    return [str(found) for (found,) in rows]


def has_former(people: People) -> bool:
    """Whether anybody is known by an older address; every address of a list is looked up else, to find none."""
    return bool(people.database.value(_sql("has_former")))


def _followed(people: People, addresses: Iterable[str], known: tuple[str, str] | None) -> Iterator[str]:
    if not has_former(people):
        return
    for address in addresses:
        if found := elsewhere(people, address):
            kept = people.suppressions.find(address)
            if known is None or kept is None or (kept.reason, kept.source) != known:
                yield from found


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "objections.sql")[name]
