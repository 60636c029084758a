"""The people on the list: adding, finding, showing, changing and removing one.

Nothing that is added here lifts a protection: a suppressed address is not taken in, a withdrawn person stays
withdrawn. A first name is kept only when somebody gave one; it is never guessed from a name or an address.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from subscribers import consent
from subscribers.address import normalise
from subscribers.consent import Consent, Ground
from subscribers.database import Database, Row
from subscribers.errors import SubscribersError
from subscribers.former import move_on, person_before
from subscribers.identity import new_id
from subscribers.marks import Marks
from subscribers.moments import from_micros, to_micros
from subscribers.names import checked_language, clean_name
from subscribers.statements import Statement, load_statements
from subscribers.suppression import Suppression, Suppressions
from subscribers.tags import Tags


class Status(StrEnum):
    MAILABLE = "mailable"
    SUPPRESSED = "suppressed"  # the address is never to be mailed
    WITHDRAWN = "withdrawn"  # they took their consent back
    UNKNOWN = "unknown"  # nobody could say why they may be mailed


class Outcome(StrEnum):
    """What became of somebody who was to be added."""

    ADDED = "added"
    CHANGED = "changed"  # was on the list; name, language or ground are new
    UNCHANGED = "unchanged"
    SUPPRESSED = "suppressed"  # left out: the address is never to be mailed
    WITHDRAWN = "withdrawn"  # left as they are: only their own act brings them back


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Subscriber:
    id: str
    address: str
    name: str
    first_name: str
    language: str
    basis: str
    status: Status
    added: datetime
    changed: datetime

    def __repr__(self) -> str:
        return f"Subscriber({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dossier:
    """Everything this component holds about a person: the answer to a request for access."""

    subscriber: Subscriber
    consents: tuple[Consent, ...]
    suppression: Suppression | None
    tags: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Dossier({self.subscriber.id})"


class People:
    """The list of one workspace."""

    def __init__(self, database: Database, *, hash_key: bytes) -> None:
        self.database = database
        self.suppressions = Suppressions(database, hash_key=hash_key)
        self.marks = Marks(database, hash_key=hash_key)

    def add(
        self,
        address: str,
        *,
        language: str,
        reason: Ground,
        now: datetime,
        name: str = "",
        first_name: str = "",
    ) -> Outcome:
        """Take somebody in, or bring what is known about them up to date. Raises AddressError,
        ListUsageError.

        `reason` is made by `subscribers.consent.ground`, which checks it.
        """
        sent_to = normalise(address).text
        known = {
            "name": clean_name(name),
            "first_name": clean_name(first_name),
            "language": checked_language(language),
        }
        with self.database.transaction():
            if self.suppressions.find(sent_to) is not None:
                return Outcome.SUPPRESSED
            found = self.find(sent_to)
            if found is None:
                self.take_in(sent_to, known, reason, now)
                return Outcome.ADDED
            return self._bring_up_to_date(found, known, reason, now)

    def find(self, address_or_id: str) -> Subscriber | None:
        """By address (in any spelling) or by id. Raises AddressError for what is no address."""
        if "@" in address_or_id:
            row = self.database.one(_sql("person_by_address"), address=normalise(address_or_id).text)
        else:
            row = self.database.one(_sql("person_by_id"), id=address_or_id)
        return None if row is None else _subscriber(row)

    def get(self, address_or_id: str) -> Subscriber:
        """As `find`; raises SubscribersError `not-on-the-list`."""
        found = self.find(address_or_id)
        if found is None:
            raise SubscribersError(
                "This person is not on the list.",
                remedy="Look at the list; perhaps they signed up with another address.",
                code="not-on-the-list",
            )
        return found

    def show(self, address_or_id: str) -> Dossier:
        """Everything we hold about a person."""
        found = self.get(address_or_id)
        return Dossier(
            subscriber=found,
            consents=consent.history(self.database, found.id),
            suppression=self.suppressions.find(found.address),
            tags=Tags(self.database).of(found.id),
        )

    def listing(self) -> Iterator[Subscriber]:
        """Everybody, in the order they came, in constant memory."""
        return (_subscriber(row) for row in self.database.iterate(_sql("everybody")))

    def count(self) -> int:
        return int(self.database.value(_sql("count_people")))

    def change(self, id: str, *, now: datetime, **wanted: str) -> bool:  # noqa: A002 what it is
        """New name, first name or language; what is left out stays, "" takes a name away. Whether that was new.

        Raises ListUsageError for a language that is none.
        """
        with self.database.transaction():
            person = self.get(id)
            known = {field: getattr(person, field) for field in ("name", "first_name", "language")}
            made = known | {
                field: checked_language(value) if field == "language" else clean_name(value)
                for field, value in wanted.items()
            }
            if made == known:
                return False
            self.database.run(_sql("change_person"), id=person.id, now=to_micros(now), **made)
        return True

    def change_address(self, id: str, address: str, *, now: datetime) -> None:  # noqa: A002 what it is
        """A person has a new address. An objection goes with the person: it covers the new address too.

        That mail bounced at the old one does not: it may be why they moved.
        """
        sent_to = normalise(address).text
        whole = contextlib.nullcontext() if self.database.in_transaction else self.database.transaction()
        with whole:
            person, other = self.get(id), self.find(sent_to)
            if other is not None and other.id != person.id:
                raise SubscribersError(
                    "The new address belongs to somebody else on the list.",
                    remedy="Remove one of the two first.",
                    code="address-taken",
                )
            objection = self.suppressions.find(person.address)
            if sent_to != person.address:
                old, new = (self.suppressions.hash_of(text) for text in (person.address, sent_to))
                move_on(self.database, person.id, old, new, now=now)
            if objection is not None and not objection.of_mailbox:
                self.suppressions.suppress(sent_to, reason=objection.reason, source="new address", now=now)
            self.database.run(
                _sql("change_address"),
                id=person.id,
                address=sent_to,
                address_hash=self.suppressions.hash_of(sent_to),
                now=to_micros(now),
            )

    def take_in(self, address: str, known: Mapping[str, str], reason: Ground, now: datetime) -> None:
        """A row for somebody who is not on the list. In the caller's transaction, which has looked who is.

        `address` is normalised; `known` has `language`, and perhaps `name` and `first_name`.
        """
        address_hash = self.suppressions.hash_of(address)
        # Whoever was here before has the same id, so that no issue that they had reaches them a second time.
        person = self.database.value(_sql("id_of_departed"), address_hash=address_hash) or self._former_id(
            address_hash
        )
        self.database.run(_sql("forget_departed"), address_hash=address_hash)
        self.database.run(
            _sql("add_person"),
            id=person,
            address=address,
            address_hash=address_hash,
            basis=reason.basis,
            now=to_micros(now),
            name=clean_name(known.get("name", "")),
            first_name=clean_name(known.get("first_name", "")),
            language=checked_language(known["language"]),
        )
        consent.record(self.database, person, reason, now=now)

    def find_by_former(self, address: str) -> Subscriber | None:
        """Whoever on the list had this address before. Raises AddressError."""
        person = person_before(self.database, self.suppressions.hash_of(normalise(address).text))
        return None if person is None else self.find(person)

    def departed(self, address: str) -> tuple[str, datetime] | None:
        """The id of whoever left with a newer list and had this address then, and when. Raises AddressError."""
        address_hash = self.suppressions.hash_of(normalise(address).text)
        row = self.database.one(_sql("departure"), address_hash=address_hash)
        return None if row is None else (str(row[0]), from_micros(row[1]))

    def _former_id(self, address_hash: str) -> str:
        """The id of whoever had the address before and is not on the list; a new one for everybody else."""
        person = person_before(self.database, address_hash)
        return person if person is not None and self.find(person) is None else new_id()

    def _bring_up_to_date(
        self, found: Subscriber, known: dict[str, str], reason: Ground, now: datetime
    ) -> Outcome:
        if found.status is Status.WITHDRAWN:
            return Outcome.WITHDRAWN
        # An empty field says nothing; it does not take away what is known.
        wanted = {field: value or getattr(found, field) for field, value in known.items()}
        changed = any(getattr(found, field) != value for field, value in wanted.items())
        if changed:
            self.database.run(_sql("change_person"), id=found.id, now=to_micros(now), **wanted)
        changed = consent.record(self.database, found.id, reason, now=now) or changed
        return Outcome.CHANGED if changed else Outcome.UNCHANGED


def _subscriber(row: Row) -> Subscriber:
    return Subscriber(
        id=row[0],
        address=row[1],
        name=row[2],
        first_name=row[3],
        language=row[4],
        basis=row[5],
        added=from_micros(row[6]),
        changed=from_micros(row[7]),
        status=Status(row[8]),
    )


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "people.sql")[name]
