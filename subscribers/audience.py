"""Who may be mailed now: a ground that was not taken back, and no suppression.

Other components keep ids only. They join the view `mailable(id, language)` to choose people, and ask
`recipients` for the addresses of one batch at the moment it is handed over, so that an objection counts
until the last second.
"""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from subscribers.database import Database
from subscribers.statements import Statement, load_statements


class Recipient(NamedTuple):
    """What is needed to write to somebody, and no more. A tuple, as a dataclass takes longer to make."""

    id: str
    address: str
    name: str
    first_name: str
    language: str

    def __repr__(self) -> str:
        return f"Recipient({self.id})"


def count_mailable(database: Database) -> int:
    return int(database.value(_sql("count_mailable")))


def languages(database: Database) -> dict[str, int]:
    """How many may be mailed in each language."""
    return {str(language): int(count) for language, count in database.rows(_sql("count_by_language"))}


def domains(database: Database, *, most: int = 50) -> dict[str, int]:
    """The hosts with most people who may be mailed: numbers for checks of an audience, never an address."""
    return {str(host): int(count) for host, count in database.rows(_sql("count_by_host"), most=most)}


def explain(database: Database) -> dict[str, int]:
    """Why people on the list are left out: `withdrawn`, or the reason of their suppression, with how many."""
    return {str(reason): int(count) for reason, count in database.rows(_sql("count_left_out"))}


def recipients(database: Database, ids: Sequence[str]) -> dict[str, Recipient]:
    """Those of `ids` who may be mailed at this moment, in any order; the others are left out."""
    rows = orjson.loads(database.value(_sql("recipients"), ids=orjson.dumps(list(ids)).decode()))
    return {row[0]: Recipient._make(row) for row in rows}


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "audience.sql")[name]
