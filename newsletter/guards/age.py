"""How old the list is: leavers who still get mail, and members who never got any, are what an old list is made of."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from newsletter.checks.finding import Finding, found
from newsletter.guards.mailboxes import LIST
from subscribers.consent import OWN_ACTS, Basis
from subscribers.leavers import Freshness

#: Days after which a list of members is said to be old.
OLD = 60
_WHO = {Basis.MEMBERSHIP: "as members", Basis.CORPORATE: "as organisations"}


def check_age(lists: Iterable[Freshness], *, now: datetime) -> Iterator[Finding]:
    """One for each list that a newer one would change; people who agreed by themselves grow no older."""
    for each in lists:
        days = (now - each.at).days
        if each.basis not in OWN_ACTS and days > OLD:
            yield found(
                "list-old",
                _sentence(each, days),
                remedy=f"Get a new list and run: newsletter subscriber sync FILE --basis {each.basis}",
                where=LIST,
            )


def _sentence(each: Freshness, days: int) -> str:
    who = _WHO[each.basis]
    people = (
        f"1 person on the list {who} was"
        if each.people == 1
        else f"{each.people:,} people on the list {who} were"
    )
    return (
        f"The {people} last {'held against a whole list' if each.was_held else 'added to'} {days} days ago."
    )
