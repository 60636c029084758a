"""Who of a file is on the list already, and what becomes of them.

Of a large list neither the people nor the file fit into memory, and they lie in different orders. So people are found
by address once, and then read in the order in which they lie on the list.
"""

from collections.abc import Iterator, Mapping

from subscribers.consent import Ground
from subscribers.database import Database
from subscribers.statements import Statement, load_statements

#: People of a file whom the file itself keeps out, in the order of `count_people_of_file`.
KEPT_OUT = ("out", "left", "asked")
#: So many of the list are brought up to date at a time: what a statement may have to take back is kept in memory.
_NEARBY = 5_000
_WHY = {
    "suppressed": "never to be mailed: on the suppression list",
    "moved": "has another address by now",
    "withdrawn": "took their consent back",
}


def prepare(database: Database) -> None:
    """Once for each file: what statements about its people look at, empty. The importer has made `folded`."""
    for statement in ("make_met", "make_matched", "make_absent", "empty_met"):
        database.run(_sql(statement))


def match(database: Database) -> None:
    """Find them, anew where it was done before."""
    database.run(_sql("empty_met"))
    database.run(_sql("match"))


def given(reason: Ground | None) -> dict[str, str]:
    """What statements are told of a ground; of none that it is nobody's."""
    return {"basis": reason.basis if reason else "", "wording_hash": (reason and reason.wording_hash) or ""}


def outcomes(database: Database, reason: Ground | None, tags: str) -> Mapping[str, int]:
    """How many people of the file are new, changed, the same, protected, or kept out by the file itself.

    `tags` is what the file says about the tags of people.
    """
    (of_file,) = database.rows(_sql("count_people_of_file"))
    (of_list,) = database.rows(_sql("count_matched"), tags=tags, **given(reason))
    taken, suppressed, *kept_out = of_file
    changed, unchanged, withdrawn = of_list
    return {
        "added": taken - changed - unchanged - withdrawn,
        "changed": changed,
        "unchanged": unchanged,
        "protected": suppressed + withdrawn,
        **dict(zip(KEPT_OUT, kept_out, strict=True)),
    }


def protected_lines(database: Database) -> Iterator[tuple[int, str]]:
    """Lines of those who are not taken in because something protects them, and what that is: only the list can tell."""
    for line, protection in database.iterate(_sql("protected_lines")):
        yield line, _WHY[protection]


def bring_up_to_date(database: Database, reason: Ground | None, *, source: str, now: int) -> None:
    """What the file says anew of people on the list, and the proof of it."""
    last, ground = database.value(_sql("last_matched")), given(reason)
    for first in range(0, last + 1, _NEARBY):
        part = {"first": first, "last": first + _NEARBY - 1}
        database.run(_sql("add_new_consents"), source=source, now=now, **ground, **part)
        database.run(_sql("bring_up_to_date"), now=now, **ground, **part)


def remove_other_tags(database: Database, tags: str) -> None:
    database.run(_sql("remove_other_tags"), tags=tags)


def state_of_list(database: Database) -> str:
    """Two that are equal tell that nothing was changed in between; "" where that cannot be told."""
    return str(database.value(_sql("state_of_list")))


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "matching.sql")[name]
