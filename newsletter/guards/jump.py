"""An audience that is not the size it was: a list that was imported into the wrong place, or one that was lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.checks.finding import Finding, found
from newsletter.guards.mailboxes import LIST

#: So many people's difference says nothing, whatever the shares.
FEW = 20
MORE, FAR_MORE, LESS = 1.5, 3.0, 0.5


@dataclass(frozen=True, slots=True)
class Before:
    """The issue that was sent before this one, and how many people have it."""

    slug: str
    people: int
    #: A part of the list is looked at: that it is smaller says nothing.
    growth_only: bool = False


def check_jump(people: int, before: Before | None) -> Iterator[Finding]:
    """At most one finding: a word about more or fewer people, a stop for more than three times as many."""
    if before is None or abs(people - before.people) < FEW:
        return
    if people > FAR_MORE * before.people:
        yield found(
            "audience-tripled",
            f"{_last(before)}, now it would be {people:,}: more than three times as many.",
            remedy=f"{_GROWN} If it is right, say so.",
            where=LIST,
        )
    elif people > MORE * before.people:
        yield found(
            "audience-grown", f"{_last(before)}, now it would be {people:,}.", remedy=_GROWN, where=LIST
        )
    elif people < LESS * before.people and not before.growth_only:
        yield found(
            "audience-shrunk",
            f"{_last(before)}, now it would be {people:,}.",
            remedy="Is part of the list missing? Was it held against half a file, or were people suppressed?",
            where=LIST,
        )


_GROWN = "Was a list imported that does not belong here?"


def _last(before: Before) -> str:
    return (
        f"Last time ({before.slug}) it was {before.people:,} {'person' if before.people == 1 else 'people'}"
    )
