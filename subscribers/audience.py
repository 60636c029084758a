"""Who may be mailed now: a ground that was not taken back, and no suppression.

Other components keep ids only. They join the view `mailable(id, language)` to choose people, and ask
`recipients` for the addresses of one batch at the moment it is handed over, so that an objection counts
until the last second.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from subscribers.database import Database
from subscribers.sealed import SealedIds
from subscribers.statements import Statement, load_statements

#: So few are looked up one by one.
FEW = 20


class Recipient(NamedTuple):
    """What is needed to write to somebody, and no more."""

    id: str
    address: str
    name: str
    first_name: str

    def __repr__(self) -> str:
        return f"Recipient({self.id})"


class Recipients(Mapping[str, Recipient]):
    """Recipients by id, kept as columns of equal length and order: a thousand people are four lists to make.

    Whoever handles many reads the columns; whoever wants one person asks by id.
    """

    def __init__(self, asked: Sequence[str], *columns: list[Any]) -> None:
        self._asked = asked
        #: Where each stands among the ids that were asked for.
        self.places: list[int] = columns[0]
        self.addresses, self.names, self.first_names = columns[1:]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {self._asked[place]: row for row, place in enumerate(self.places)}

    def __getitem__(self, id_: str) -> Recipient:
        row = self._rows[id_]
        return Recipient(id_, self.addresses[row], self.names[row], self.first_names[row])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self.places)

    def __repr__(self) -> str:
        return f"<Recipients: {len(self)}>"


def count_mailable(database: Database) -> int:
    return int(database.value(_sql("count_mailable")))


def is_most_of_list(database: Database, people: int) -> bool:
    """Whether so many people are more than half of those on the list, mailable or not."""
    statement = load_statements("subscribers", "people.sql")["count_people"]
    return 2 * people > int(database.value(statement))


def count_without_ground(database: Database) -> int:
    """How many nobody may mail, because nobody could say why (`unknown`)."""
    return int(database.value(_sql("count_without_ground")))


def languages(database: Database) -> dict[str, int]:
    """How many may be mailed in each language."""
    return {str(language): int(count) for language, count in database.rows(_sql("count_by_language"))}


def explain(database: Database) -> dict[str, int]:
    """Why people on the list are left out, with how many: `withdrawn`, `unknown`, or their suppression's reason."""
    return {str(reason): int(count) for reason, count in database.rows(_sql("count_left_out"))}


def recipients(database: Database, ids: Collection[str]) -> Recipients:
    """Those of `ids` who may be mailed at this moment, in any order; the others are left out."""
    if isinstance(ids, SealedIds):
        return _sealed(database, ids) or _looked_up(database, list(ids))
    asked = list(ids)
    return _neighbours(database, asked) or _looked_up(database, asked)


def address_of(database: Database, id_: str) -> str:
    """Where somebody on the list is written to, may they be mailed or not; "" where nobody there has this id."""
    return str(database.value(_sql("address_of"), id=id_) or "")


def _sealed(database: Database, ids: SealedIds) -> Recipients | None:
    """All of them, where the list has exactly those between the first and the last; else None."""
    found, *columns = _between(database, ids.seal.first, ids.seal.last)
    return Recipients(found, list(range(len(found))), *columns) if ids.seal.fits(found) else None


def _neighbours(database: Database, asked: list[str]) -> Recipients | None:
    """As `_sealed`, where each id is known."""
    if len(asked) < FEW:
        return None
    ends = asked[0], asked[-1]
    # On a list of a million whoever joined since the last campaign is spread over all of it.
    most = 2 * len(asked)
    if database.value(_sql("count_between"), first=ends[0], last=ends[1], most=most) == most:
        return None
    found, *columns = _between(database, *ends)
    return Recipients(asked, list(range(len(asked))), *columns) if found == asked else None


def _between(database: Database, first: str, last: str) -> list[list[Any]]:
    columns: list[list[Any]] = orjson.loads(
        database.value(_sql("recipients_between"), first=first, last=last)
    )
    return columns


def _looked_up(database: Database, asked: list[str]) -> Recipients:
    columns = database.value(_sql("recipients"), ids=orjson.dumps(asked).decode())
    return Recipients(asked, *orjson.loads(columns))


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "audience.sql")[name]
