"""How old the list is: leavers who still get mail, and members who never got any, are what an old list is made of."""

from datetime import datetime

from newsletter.desk.words import counted, people
from subscribers.consent import OWN_ACTS, Basis
from subscribers.database import Database
from subscribers.leavers import Freshness, freshness

#: Days after which a list of members is said to be old.
OLD = 60


def old_lists(database: Database, *, now: datetime) -> tuple[str, ...]:
    """A sentence for each list that a newer one would change; people who agreed by themselves grow no older."""
    return tuple(
        _sentence(each, (now - each.at).days)
        for each in freshness(database)
        if each.basis not in OWN_ACTS and (now - each.at).days > OLD
    )


def _sentence(each: Freshness, days: int) -> str:
    who = {Basis.MEMBERSHIP: "as members", Basis.CORPORATE: "as organisations"}[each.basis]
    last = "held against a whole list" if each.was_held else "added to"
    return (
        f"The {people(each.people)} on the list {who} were last {last} {counted(days, 'day', 'days')} ago. "
        f"Get a new list and run: newsletter subscriber sync FILE --basis {each.basis}"
    )
