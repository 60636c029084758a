"""Forgetting somebody: no row, no name, no word about them stays, only a keyed hash that keeps them from coming back.

Who cannot be forgotten yet is written down and suppressed at once; so is what somebody else must erase, and that old
pages are still to be written anew. All of it outlives this process.
"""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from subscribers.address import normalise
from subscribers.errors import DatabaseError
from subscribers.faults import after_a_change
from subscribers.former import forget_former
from subscribers.moments import from_micros, to_micros
from subscribers.people import People
from subscribers.rewriting import Rewriting
from subscribers.statements import Statement, load_statements
from subscribers.strikeout import strike_out
from subscribers.tags import forget_tags

#: Stands in place of whatever was noted before about why the address is not mailed.
REASON = "asked to be forgotten"
#: Stands among the holders for the database itself, until it was written anew.
_OWN = "this database"
#: Tables that hold addresses, names or free words about people. The last is the mailer's; where it is not, it is not
#: missed.
TABLES = (
    "person",
    "person_tag",
    "consent",
    "wording",
    "suppression",
    "erasure",
    "erase_request",
    "departed",
    "former",
    "disclosure",
    "probe",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a holder has not erased yet."""

    holder: str
    addresses: int
    #: Of these: those that it says it cannot take.
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """That a holder is to erase one address."""

    holder: str
    asked: datetime
    is_refused: bool


class Erasures:
    """Over the list of one workspace. The caller's transaction makes several steps one."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._db = people.database
        self._rewriting = Rewriting(people.database, TABLES)

    def suppress(self, address: str, *, now: datetime) -> None:
        """Never mail the address again. Raises AddressError."""
        address_hash = self._people.suppressions.hash_of(normalise(address).text)
        self._db.run(_sql("bury"), address_hash=address_hash, reason=REASON, at=to_micros(now))

    def suppress_former(self, person: str, *, now: datetime) -> None:
        """Never mail the addresses that they had besides, either."""
        self._db.run(_sql("bury_former"), person=person, reason=REASON, at=to_micros(now))

    def other_hashes(self, person: str, address_hash: str) -> list[str]:
        """Of the addresses that they have or had besides that one."""
        hashes = (str(hash_) for (hash_,) in self._db.rows(_sql("hashes_of_person"), person=person))
        return [hash_ for hash_ in hashes if hash_ != address_hash]

    def remove(self, person: str) -> bool:
        """Delete a person with all that is said about them; whether they were there."""
        with contextlib.nullcontext() if self._db.in_transaction else self._db.transaction():
            wordings = [str(hash_) for (hash_,) in self._db.rows(_sql("wordings_of_person"), person=person)]
            self.call_off(person)
            if (found := self._people.find(person)) is not None:
                strike_out(self._db, [found.name])
            self._db.run(load_statements("subscribers", "consent.sql")["forget_consents"], person=person)
            forget_tags(self._db, person)
            self.forget_departed(person)
            gone = self._db.run(load_statements("subscribers", "people.sql")["remove_person"], id=person)
            for hash_ in wordings:
                self._db.run(_sql("drop_wording"), hash=hash_)
            self.leave_traces()
        return gone == 1

    def drop_words(self, address: str) -> None:
        """Words that name a normalised address and are nobody's proof. In the caller's transaction."""
        if self._db.run(_sql("drop_wordings_naming"), address=address):
            self.leave_traces()

    def agreed_to_words(self, address: str, *, but: str) -> int:
        """How many people besides one agreed to words that name a normalised address; these are their proof."""
        return int(self._db.value(_sql("agreed_to_words_naming"), address=address, person=but))

    def departed(self, address: str) -> str | None:
        """The opaque id of whoever has left already, by an address that they had; None where there is none."""
        address_hash = self._people.suppressions.hash_of(normalise(address).text)
        person = self._db.value(_sql("departed_person"), address_hash=address_hash)
        return None if person is None else str(person)

    def forget_departed(self, person: str) -> None:
        """Forget by which addresses somebody would be known again."""
        self._db.run(_sql("forget_departed_person"), person=person)
        forget_former(self._db, person)

    def purge(self) -> bool:
        """Write the database anew if traces may be left: of somebody removed, or of an address that somebody else had.

        False when another connection still reads old pages. Raises DatabaseError where there is no room, or where a
        server does not let this log-in; then it is still to be done, and so it is when this process dies.
        """
        if not self.requests(_OWN):
            return True
        try:
            is_clean = self._rewriting.do()
        except DatabaseError as error:
            raise after_a_change(error) from error
        self._db.run(_sql("end_request"), holder=_OWN, address="")
        return self._db.checkpoint() and is_clean

    def leave_traces(self) -> None:
        """Write down that the database is to be written anew. In the caller's transaction."""
        self._db.run(_sql("request_erasure"), holder=_OWN, address="", now=0)
        self._rewriting.begin()

    def left_to_operator(self) -> DatabaseError | None:
        """Why a server keeps old rows that this log-in may not remove, and what to do; None where it keeps none."""
        return self._rewriting.fault() if self._rewriting.is_left_to_operator else None

    def put_off(self, person: str, *, now: datetime) -> None:
        self._db.run(_sql("put_off"), person=person, now=to_micros(now))

    def call_off(self, person: str) -> None:
        """They are not to be removed after all."""
        self._db.run(_sql("end_erasure"), person=person)

    def put_off_people(self) -> list[str]:
        """Ids of those who are to be removed as soon as it can be, who asked first comes first."""
        return [str(person) for (person,) in self._db.rows(_sql("put_off_people"))]

    def put_off_since(self, person: str) -> datetime | None:
        """When they asked who are to be removed later; None where they are not."""
        asked = self._db.value(_sql("put_off_since"), person=person)
        return None if asked is None else from_micros(asked)

    # --- what others hold ------------------------------------------------------------------------------------

    def request(self, holder: str, address: str, *, now: datetime) -> None:
        """Write down that a holder is to erase an address."""
        self._db.run(_sql("request_erasure"), holder=holder, address=address, now=to_micros(now))

    def requests(self, holder: str) -> list[str]:
        """Addresses that the holder has not answered for; not those that it refused."""
        return [str(address) for (address,) in self._db.rows(_sql("erase_requests"), holder=holder)]

    def requests_of(self, address: str) -> list[Request]:
        """Who is to erase a normalised address and has not."""
        rows = self._db.rows(_sql("requests_of"), address=address)
        return [
            Request(holder=holder, asked=from_micros(asked), is_refused=bool(no))
            for holder, asked, no in rows
        ]

    def requested(self) -> list[str]:
        """All addresses that somebody is to erase and has not."""
        return [str(address) for (address,) in self._db.rows(_sql("requested_addresses"), own=_OWN)]

    def call_off_requests(self, address: str) -> bool:
        """Nobody is to erase a normalised address any more; whether somebody was."""
        return self._db.run(_sql("call_off_requests"), address=address) > 0

    def answered(self, holder: str, addresses: Iterable[str]) -> None:
        """They are erased there: nothing about them is needed any more."""
        with self._db.transaction():
            self._db.many(_sql("end_request"), _each(holder, addresses))
            self.leave_traces()

    def refused(self, holder: str, addresses: Iterable[str]) -> None:
        self._db.many(_sql("refuse_request"), _each(holder, addresses))

    def waiting(self) -> list[Waiting]:
        rows = self._db.rows(_sql("count_requests"))
        return [
            Waiting(holder=holder, addresses=int(number), refused=int(no))
            for holder, number, no in rows
            if holder != _OWN
        ]


def _each(holder: str, addresses: Iterable[str]) -> Sequence[dict[str, object]]:
    return [{"holder": holder, "address": address} for address in addresses]


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "erasure.sql")[name]
