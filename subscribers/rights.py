"""Taking the list out of the program: only with a reason, which is written down beside the number of people.

The table is made for spreadsheets, so a cell that one of them would run as a formula is made harmless.
"""

import csv
import io
import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from subscribers.errors import ListUsageError
from subscribers.identity import new_id
from subscribers.moments import from_micros, to_micros
from subscribers.names import clean_name
from subscribers.people import People
from subscribers.statements import Statement, load_statements

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
#: OWASP ASVS 1.2.10, and the same behind spaces or tabs, which Excel skips, or behind quotes, which a program that
#: reads the table again may take away. Full-width signs count as plain ones; so does the + of a telephone number.
_FORMULA = re.compile(rf"[\s\0\ufeff\u200b\"'\u2018-\u201f]*{_SIGNS}|[\t\r\n\0]")
#: Where Excel's language separates by semicolons it cuts cells there, also such as are between quotes.
_AFTER_CUT = re.compile(rf"(;[\s\"']*)(?={_SIGNS})")
_HEADER = ("id", "email", "name", "first name", "language", "basis", "status", "added", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    at: datetime
    reason: str
    people: int


def export(people: People, *, reason: str, now: datetime) -> Generator[str]:
    """The whole list as lines of a CSV table, header first; the reason is on record before the first line is out.

    Raises ListUsageError when no reason is given, at the call and not at the first line.
    """
    record(people, reason=reason, now=now)
    return _lines(people)


def record(people: People, *, reason: str, now: datetime) -> None:
    """Keep that the list is taken out, and what for. Raises ListUsageError when no reason is given."""
    reason = clean_name(reason)
    if not reason or "@" in reason:
        raise ListUsageError(
            "It must be said what the list is taken out for, without an address in it.",
            remedy='Give --reason "…". The answer is kept with the date.',
            code="reason",
        )
    people.database.run(
        _sql("record_disclosure"), id=new_id(), at=to_micros(now), reason=reason, people=people.count()
    )


def disclosures(people: People) -> tuple[Disclosure, ...]:
    """Each time the list was taken out, oldest first."""
    rows = people.database.rows(_sql("disclosures"))
    return tuple(Disclosure(at=from_micros(at), reason=reason, people=count) for at, reason, count in rows)


def harmless(cell: str) -> str:
    """The cell, with a `'` before it, or before what stands behind a `;`, where a spreadsheet would run a formula."""
    cell = _AFTER_CUT.sub(r"\1'", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _lines(people: People) -> Generator[str]:
    yield _line(_HEADER)
    for *cells, added, tags in people.database.iterate(_sql("everybody_with_tags")):
        yield _line((*cells, from_micros(added).date().isoformat(), tags))


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "rights.sql")[name]
