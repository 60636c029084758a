"""Who is on the list on the ground of a file that is the whole list, and does not stand in it any more.

Only people on the very same ground are looked at: somebody who signed up by themselves does not go because they stand
in no list of members. Who had another ground before stays on it. Who leaves is deleted with the proof of their
consent; a keyed hash of the address keeps their opaque id, so that whoever comes back gets no issue a second time.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from subscribers.consent import GROUNDLESS, Basis, Ground
from subscribers.database import Database
from subscribers.former import forget_old
from subscribers.moments import from_micros, to_micros
from subscribers.statements import Statement, load_statements
from subscribers.strikeout import strike_out

#: How long the id of somebody who left is kept, in seconds: longer than an issue is news.
REMEMBERED = 400 * 86_400
#: So many go at a time: what a statement may have to take back is kept in memory.
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Leavers:
    """People by what becomes of them, while the file's people lie in the importer's temporary tables."""

    listed: int  #: on the list on this ground
    leaving: int  #: of those: not in the file, or left as it says
    staying: int  #: of those not in the file: had another ground before and stay on it
    others: int  #: on other grounds: not looked at
    spared: int = 0  #: would go, but may not yet: whoever calls says who that is
    #: Not in the file, but a row that cannot be used as it is may mean them: they stay as they are.
    meant: int = 0
    #: Tells whom `leaving` and `staying` are, by a hash of their ids.
    who: str = field(default="", compare=False)

    @property
    def remaining(self) -> int:
        """Who stays on this ground, as the file says or nothing speaks against; those meant by a row are among them."""
        return self.listed - self.leaving - self.staying - self.spared

    @property
    def share(self) -> float:
        """Of those on this ground, how many would go: 0.0 to 1.0."""
        return self.leaving / self.listed if self.listed else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old the people on one ground are."""

    basis: Basis
    people: int
    #: When they were last held against a whole file; or, where that never was, when the newest of them came.
    at: datetime
    was_held: bool


def find_leavers(database: Database, reason: Ground, *, spared: Collection[str] = ()) -> Leavers:
    """Look for them; nothing of the list is changed. The importer has filled its temporary tables.

    `spared` are ids of people who may not go yet; they stay as they are.
    """
    database.run(_sql("make_leavers"))
    database.run(_sql("empty_leavers"))
    database.run(_sql("mark_leavers"), **_ground(reason))
    meant = database.run(_sql("keep_meant"))
    found, _ = database.rows(_sql("count_leavers"))[0]
    database.many(_sql("spare_leaver"), [{"person": person} for person in spared])
    leaving, staying = database.rows(_sql("count_leavers"))[0]
    listed = int(database.value(_sql("count_on_ground"), **_ground(reason)))
    everybody = int(database.value(_sql("count_people")))
    return Leavers(
        listed=listed, leaving=leaving, staying=staying, others=everybody - listed, spared=found - leaving,
        meant=meant, who=_who(database),
    )  # fmt: skip


def _who(database: Database) -> str:
    digest = hashlib.sha256()
    for person, stays in database.iterate(_sql("everybody_leaving")):
        digest.update(f"{person} {stays}\n".encode())
    return digest.hexdigest()


def forget_long_gone(database: Database, *, now: datetime) -> None:
    """What knows those again who left with a list of long ago goes. Outside a transaction."""
    before = to_micros(now) - REMEMBERED * 1_000_000
    if database.value(_sql("is_any_id_due"), before=before):
        with database.transaction():
            _forget_ids(database, before=before)


def _forget_ids(database: Database, *, before: int) -> None:
    database.run(_sql("forget_ids"), before=before)
    forget_old(database, before=before)


def let_go(database: Database, *, source: str, now: int) -> None:
    """Carry out what `find_leavers` found, in the caller's transaction. `now` is microseconds UTC."""
    _forget_ids(database, before=now - REMEMBERED * 1_000_000)
    for part in _parts(database):
        strike_out(database, [name for (name,) in database.rows(_sql("names_of_leavers"), **part)])
        database.run(_sql("fall_back"), source=source, now=now, **part)
        database.run(_sql("set_back"), now=now, **part)
        database.run(_sql("remember_ids"), now=now, **part)
        for statement in ("remove_consents", "remove_tags", "remove_people"):
            database.run(_sql(statement), **part)
    database.run(_sql("empty_leavers"))


def _parts(database: Database) -> Iterator[dict[str, int]]:
    """A few thousand of them at a time; a server keeps what a statement may have to take back on its disk."""
    last = int(database.value(_sql("last_leaver")))
    step = last + 1 if database.dialect == "postgres" else _AT_ONCE
    for first in range(0, last + 1, step):
        yield {"first": first, "last": first + step - 1}


def note_refresh(
    database: Database, reason: Ground, found: Leavers, *, counted: Mapping[str, int], now: int
) -> None:
    """Keep that the list was held against a whole file; `counted` has `joined` and `changed`."""
    database.run(
        _sql("note_refresh"),
        **_ground(reason),
        **counted,
        departed=found.leaving,
        stayed=found.staying,
        now=now,
    )


def freshness(database: Database) -> tuple[Freshness, ...]:
    """For each ground with people on it."""
    held: dict[str, int] = dict(database.rows(_sql("last_refreshes")))
    counted = iter(database.rows(_sql("people_by_ground"))[0])
    mailed_on = (basis for basis in Basis if basis not in GROUNDLESS)
    found = [(basis, next(counted), next(counted)) for basis in mailed_on]
    return tuple(
        Freshness(
            basis=basis, people=people, at=from_micros(max(newest, held.get(basis, newest))), was_held=basis in held
        )
        for basis, people, newest in sorted(found)
        if people
    )  # fmt: skip


def _ground(reason: Ground) -> dict[str, object]:
    return {"basis": reason.basis, "wording_hash": reason.wording_hash or ""}


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "leavers.sql")[name]
