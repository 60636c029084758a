"""Bring the people of a backup back into the list that there is, in one transaction of the list.

The list stays the one that knows who said no: nobody is let through, and nobody is back, whom it knows to have left.
The backup gives names, languages, tags and the proof of consent as they were. All else stays: everything of the
ledger, and tables that a later version adds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from subscribers.database import Database
from subscribers.erasure import REASON, Erasures
from subscribers.moments import to_micros
from subscribers.people import People
from subscribers.statements import Statement
from subscribers.suppression import MOVED

#: Puts marks in the ledger for whom it knows by this id and who has this address, by hash.
Forget = Callable[[str, str], object]
#: The source of a no that goes with a person to the address they have now.
_NEW_ADDRESS = "new address"
WITHDRAWN = "had withdrawn before a backup was restored"


@dataclass(kw_only=True)
class Restored:
    """What becomes of people, in numbers."""

    stay: int = 0
    #: In the backup and not in the list.
    back: int = 0
    #: In the list and not in the backup.
    gone: int = 0
    #: In the backup, but somebody asked that they be forgotten, or the list knows that they were removed since.
    removed: int = 0
    #: Of `removed`: a later whole list had let them go.
    leavers: int = 0
    #: Said no since: they are on the list, and get nothing.
    withdrawn: int = 0
    #: Came back since of their own accord; the backup says no, and that counts.
    held_back: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody on the list that there is."""

    id: str
    address_hash: str
    address: str = field(repr=False)
    basis: str


def bring_back(
    present: People, backup: People, *, forget: Forget, is_descendant: bool, with_leavers: bool, now: datetime
) -> Restored:
    """In the caller's transaction on the list. Both have the same tables and hash addresses alike.

    `is_descendant`: the list has gone on from this backup, so whoever it does not know any more was removed.
    """
    return _Bringing(
        present, backup, forget, is_descendant=is_descendant, with_leavers=with_leavers, now=now
    ).carry_out()


class Table:
    """All columns of a table, by name: those that a later version adds come along."""

    def __init__(self, database: Database, name: str) -> None:
        self._db = database
        self._name = name
        self.columns = [str(row[1]) for row in database.rows(_plain(f'PRAGMA table_info("{name}")'))]

    def rows(self) -> Iterator[dict[str, Any]]:
        named = ", ".join(f'"{column}"' for column in self.columns)
        # The names are the tables' own.
        for row in self._db.iterate(_plain(f'SELECT {named} FROM "{self._name}"')):  # noqa: S608
            yield dict(zip(self.columns, row, strict=True))

    def add(self, rows: Iterable[Mapping[str, Any]], *, unless_there: bool = False) -> None:
        named = ", ".join(f'"{column}"' for column in self.columns)
        given = ", ".join(f":{column}" for column in self.columns)
        how = "INSERT OR IGNORE" if unless_there else "INSERT"
        text = f'{how} INTO "{self._name}" ({named}) VALUES ({given})'
        self._db.many(_plain(text), rows)

    def empty(self) -> None:
        self._db.run(_plain(f'DELETE FROM "{self._name}"'))  # noqa: S608


class _Bringing:
    def __init__(
        self, present: People, backup: People, forget: Forget, *,
        is_descendant: bool, with_leavers: bool, now: datetime,
    ) -> None:  # fmt: skip
        self._here, self._there = present.database, backup.database
        self._erasures = Erasures(present)
        self._forget = forget
        self._is_descendant = is_descendant
        self._with_leavers = with_leavers
        self._at = to_micros(now)
        known = [
            _Known(row["id"], row["address_hash"], row["address"], row["basis"])
            for row in Table(self._here, "person").rows()
        ]
        self._by_id = {one.id: one for one in known}
        self._by_hash = {one.address_hash: one for one in known}
        self._reasons = {
            row["address_hash"]: row["reason"] for row in Table(self._here, "suppression").rows()
        }
        self._departed = {row["address_hash"]: row["person"] for row in Table(self._here, "departed").rows()}
        self._departed_ids = set(self._departed.values())
        self._backup_ids = {row["id"] for row in Table(self._there, "person").rows()}
        #: What the backup says of addresses; not marks of those who moved on, for the list knows where they are.
        self._noes = {
            row["address_hash"]: row
            for row in Table(self._there, "suppression").rows()
            if row["source"] != MOVED
        }
        self._here_noes = {
            row["address_hash"]: row
            for row in Table(self._here, "suppression").rows()
            if row["source"] != MOVED
        }
        #: Of people who said no at an address that they do not have now.
        self._followed: list[dict[str, Any]] = []
        #: Ids that nobody else can be given.
        self._taken = set(self._by_id)
        self._done = Restored()

    def carry_out(self) -> Restored:
        # Proof and people refer to one another; at the end it fits.
        self._here.rows(_plain("PRAGMA defer_foreign_keys = ON"))
        people = dict(self._people())  # by the id that they had in the backup
        self._let_go({row["id"] for row in people.values()})
        proofs = list(self._proofs(people))
        Table(self._here, "consent").empty()
        Table(self._here, "person").empty()
        Table(self._here, "person").add(people.values())
        self._keep_wordings(proofs)
        Table(self._here, "consent").add(proofs)
        self._add_what_was_known(people)
        self._drop_dangling()
        self._erasures.leave_traces()
        return self._done

    def _people(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Rows of those who will be on the list."""
        for row in Table(self._there, "person").rows():
            old, address_hash = row["id"], row["address_hash"]
            known = self._by_id.get(old) or self._by_hash.get(address_hash)
            if known is None:
                if (id_ := self._returns(old, address_hash)) is not None:
                    self._done.back += 1
                    yield old, row | {"id": id_}
                continue
            if known.id != old:
                # The same address under two ids: whoever had an issue as one of them has had it. But who moved on from
                # it, and left, is somebody else, and known by that id should they come back.
                if old not in self._departed_ids:
                    self._forget(old, address_hash)
                if known.id in self._backup_ids:
                    self._done.removed += 1
                    continue
            self._done.stay += 1
            yield old, self._as_known(row, known)

    def _as_known(self, row: dict[str, Any], known: _Known) -> dict[str, Any]:
        """The address that they gave last, and their no; a no in the backup stays one, too."""
        before = row["address_hash"]
        row |= {"id": known.id, "address": known.address, "address_hash": known.address_hash}
        if known.basis == "withdrawn" and row["basis"] != "withdrawn":
            self._done.withdrawn += 1
            row["basis"] = "withdrawn"
        says_no = row["basis"] == "withdrawn" or known.address_hash in self._noes
        if before != known.address_hash and (no := self._noes.get(before)) and _is_objection(no):
            says_no = True
            self._followed.append(no | {"address_hash": known.address_hash, "source": _NEW_ADDRESS})
        if says_no and known.basis != "withdrawn" and known.address_hash not in self._reasons:
            self._done.held_back += 1
        return row

    def _returns(self, old: str, address_hash: str) -> str | None:
        """The id of somebody whom the list does not know; None for whom it knows to have been removed."""
        departed = self._departed.get(address_hash)
        is_forgotten = self._reasons.get(address_hash) == REASON
        if (
            not is_forgotten
            and departed is None
            and not self._is_descendant
            and old not in self._departed_ids
        ):
            return old
        if not is_forgotten and departed is not None and self._with_leavers and departed not in self._taken:
            self._taken.add(departed)
            return str(departed)
        # Whoever left at another address than the backup has is known by the id: where they are now, nobody can say.
        # That stays so when only the address that they had before was forgotten.
        has_left = old in self._departed_ids
        is_leaver = not is_forgotten and (departed is not None or has_left)
        self._done.leavers += is_leaver
        if not has_left and (not is_leaver or departed != old):
            self._forget(old, address_hash)
        self._done.removed += 1
        return None

    def _let_go(self, staying: set[str]) -> None:
        """Who joined since the backup goes; should they come back, it is as the same person, and a no stays one."""
        gone = [one for one in self._by_id.values() if one.id not in staying]
        self._done.gone = len(gone)
        for one in gone:
            if self._is_forgotten_there(one):
                self._forget(one.id, one.address_hash)
        departed = [
            {"address_hash": one.address_hash, "person": one.id, "at": self._at}
            for one in gone
            if not self._is_forgotten_there(one)
        ]
        self._add("departed", departed)
        no = [one for one in gone if one.basis == "withdrawn"]
        self._suppress(
            {
                "address_hash": one.address_hash,
                "reason": WITHDRAWN,
                "source": "",
                "at": self._at,
                "of_mailbox": 0,
            }
            for one in no
        )

    def _is_forgotten_there(self, one: _Known) -> bool:
        return self._noes.get(one.address_hash, {}).get("reason") == REASON

    def _proofs(self, people: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows of the backup; where only the list knows that they took it back, one row more."""
        newest: dict[str, dict[str, Any]] = {}
        for row in Table(self._there, "consent").rows():
            person = people.get(row["person"])
            if person is None:
                continue
            row |= {"person": person["id"]}
            if row["number"] > newest.get(person["id"], {"number": 0})["number"]:
                newest[person["id"]] = row
            yield row
        for person in people.values():
            last = newest.get(person["id"])
            if person["basis"] == "withdrawn" and last is not None and not last["withdrawn"]:
                yield last | {
                    "number": last["number"] + 1, "withdrawn": 1, "at": self._at, "source": "restored",
                }  # fmt: skip

    def _keep_wordings(self, proofs: Iterable[Mapping[str, Any]]) -> None:
        """Those that somebody on the list agreed to, and no others: they may be words about one person."""
        used = {row["wording_hash"] for row in proofs}
        known = {row["hash"]: row for row in Table(self._here, "wording").rows()}
        known |= {row["hash"]: row for row in Table(self._there, "wording").rows()}
        Table(self._here, "wording").empty()
        Table(self._here, "wording").add(row for hash_, row in known.items() if hash_ in used)

    def _add_what_was_known(self, people: Mapping[str, Mapping[str, Any]]) -> None:
        """Opt-outs, leavers and exports of the backup, where the list has no word of its own about them."""
        here = {row["address_hash"] for row in people.values()}
        moved_on = [
            row
            for row in Table(self._there, "suppression").rows()
            # Whoever is at an address has come back to it, or never moved away.
            if row["source"] == MOVED and row["address_hash"] not in here
        ]
        self._suppress([*self._noes.values(), *self._followed, *self._of_former(people)])
        self._add("suppression", moved_on)
        self._add("disclosure", Table(self._there, "disclosure").rows())
        self._add("departed", Table(self._there, "departed").rows())
        self._add("erasure", list(self._of_people("erasure", people)))
        former = self._of_people("former", people)
        self._add("former", [row for row in former if row["address_hash"] not in here])
        # Tags are as names are: those of that day.
        Table(self._here, "person_tag").empty()
        self._add("person_tag", list(self._of_people("person_tag", people)))
        self._here.many(
            _plain("DELETE FROM departed WHERE address_hash = :address_hash"),
            [{"address_hash": hash_} for hash_ in here],
        )
        held = Table(self._here, "refreshed")
        held.empty()
        held.add(Table(self._there, "refreshed").rows())

    def _suppress(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """A no takes the place of a mark that says only that somebody moved on, and of one of their mailbox; another no
        that is there stays.
        """
        noes = list(rows)
        self._here.many(
            _plain(
                "DELETE FROM suppression WHERE address_hash = :address_hash "
                "AND (source = :moved OR of_mailbox > :of_mailbox)"
            ),
            [
                {"address_hash": row["address_hash"], "moved": MOVED, "of_mailbox": row["of_mailbox"]}
                for row in noes
            ],
        )
        self._add("suppression", noes)

    def _of_former(self, people: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Of those whom the list did not know: a no that it heard at an address which was theirs."""
        for row in Table(self._there, "former").rows():
            no, person = self._here_noes.get(row["address_hash"]), people.get(row["person"])
            known = self._noes.get(row["address_hash"])
            if no is None or person is None or not _is_objection(no) or (known and _is_objection(known)):
                continue
            if person["id"] not in self._by_id and row["address_hash"] not in self._by_hash:
                yield no | {"address_hash": person["address_hash"], "source": _NEW_ADDRESS}

    def _of_people(self, table: str, people: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Rows of the backup about those who are on the list, by the ids that they have there."""
        for row in Table(self._there, table).rows():
            if row["person"] in people:
                yield row | {"person": people[row["person"]]["id"]}

    def _drop_dangling(self) -> None:
        """Whatever else is said about people who are not on the list any more goes with them."""
        tables = self._here.rows(
            _plain("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'consent'")
        )
        for (name,) in tables:
            for reference in self._here.rows(_plain(f'PRAGMA foreign_key_list("{name}")')):
                if reference[2] == "person":
                    text = f'DELETE FROM "{name}" WHERE "{reference[3]}" NOT IN (SELECT id FROM person)'  # noqa: S608
                    self._here.run(_plain(text))

    def _add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        Table(self._here, table).add(list(rows), unless_there=True)


def _is_objection(no: Mapping[str, Any]) -> bool:
    """Of the person, and not of a mailbox that they may have left for just that."""
    return not no["of_mailbox"]


def _plain(text: str) -> Statement:
    """A statement of this file's own: columns are asked for, not written down, and there is no server to restore."""
    return Statement(name="restoring", purpose="copy rows from a file to another", sqlite=text)
