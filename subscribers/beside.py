"""Other addresses of the people of a file, in the rows that they have: nobody is written to there.

They tell who said no by one of them, and who is on the list already: a person, not a mailbox, gets one mail or none.
The importer has filled its temporary tables.
"""

from collections.abc import Iterable, Iterator

from subscribers.database import Database
from subscribers.people import People
from subscribers.statements import Statement, load_statements


def prepare(database: Database) -> None:
    """Once for each file: tables for them, empty."""
    for statement in ("make_beside", "index_beside", "make_refusal", "make_doubtful", "empty_doubtful"):
        database.run(_sql(statement))
    empty(database)


def empty(database: Database) -> None:
    database.run(_sql("empty_beside"))


def keep(people: People, pairs: Iterable[tuple[str, str]]) -> None:
    """The address of each row with one beside it, also of those who said no: whose an address is."""
    hash_of = people.suppressions.hash_of
    rows = [{"address": address, "other": other, "other_hash": hash_of(other)} for address, other in pairs]
    people.database.many(_sql("stage_beside"), rows)


def objecting(database: Database, *, is_same: bool) -> list[str]:
    """By the hash of the address to write to, whoever said no by another one of their row.

    `is_same`: somebody has said that addresses of one row are one person's, also where several rows have them.
    """
    if not database.value(_sql("has_beside")):
        return []
    return [str(hash_) for (hash_,) in database.rows(_sql("objecting"), same=int(is_same))]


def doubtful(database: Database, answer: str) -> Iterator[int]:
    """Lines of those who may be on the list at another address: held back, until an answer says who they are.

    "yes": the person on the list, who stays where they are; "no": somebody else.
    """
    database.run(_sql("empty_doubtful"))
    if answer == "no" or not database.value(_sql("has_beside")):
        return
    database.run(_sql("find_doubtful"))
    database.run(_sql("keep_doubtful"))
    if answer != "yes":
        database.run(_sql("find_refusing"))
    else:
        database.run(_sql("take_for_listed"))
        database.run(_sql("forget_listed"))
    yield from [int(line) for (line,) in database.rows(_sql("doubtful_lines"))]
    database.run(_sql("hold_doubtful"))


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "beside.sql")[name]
