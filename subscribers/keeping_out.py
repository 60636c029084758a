"""Whom a file keeps out for good, also where the list has them at another address than the file does.

The importer has filled its temporary tables.
"""

from collections.abc import Iterator
from datetime import datetime

from subscribers.beside import objecting
from subscribers.moments import to_micros
from subscribers.objections import elsewhere, has_former
from subscribers.people import People
from subscribers.statements import Statement, load_statements

BY_OTHER = "said no by another address of theirs, or one that they had before"


def mark_moved(people: People, *, is_same: bool) -> Iterator[int]:
    """Whoever said no by an older address, or one beside theirs, said so in each row; lines with the one they have."""
    database = people.database
    for statement in ("make_kept_out", "empty_kept_out"):
        database.run(_sql(statement))
    objectors = (
        [address for (address,) in database.rows(_sql("objections_by_former"))] if has_former(people) else []
    )
    found = [hash_ for address in objectors for hash_ in elsewhere(people, address)] + objecting(
        database, is_same=is_same
    )
    database.many(_sql("keep_out_of_file"), [{"address_hash": hash_} for hash_ in found])
    if database.value(_sql("count_kept_out")):
        yield from [int(line) for (line,) in database.rows(_sql("lines_of_kept_out"))]
        database.run(_sql("mark_kept_out"))


def keep_out(people: People, *, source: str, now: datetime, is_same: bool) -> bool:
    """In the caller's transaction; whether a row means somebody of whom that was not known before."""
    is_news = bool(list(mark_moved(people, is_same=is_same)))
    for statement in ("suppress_out", "suppress_kept_out"):
        people.database.run(_sql(statement), source=source, now=to_micros(now))
    return is_news


def notes_on_moves(people: People) -> Iterator[str]:
    if number := people.database.value(_sql("count_kept_out")):
        have = "has or had" if number == 1 else "have or had"
        yield f"Of those who said no, {number:,} {have} another address on this list: no mail goes there, either."


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "keeping_out.sql")[name]
