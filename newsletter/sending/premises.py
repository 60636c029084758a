"""What was found out about a provider's account and a sender's domain, and believed from then on.

An answer about an account (what a cancel really does) holds for that account only: what a drill against a local server
showed must never be believed of the real one. An answer about a domain holds for every account.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from subscribers.database import Database
from subscribers.moments import from_micros, to_micros
from subscribers.schema import migrate
from subscribers.statements import Statement, load_statements

#: Premise of rule 4: a cancel confirmed in time also discards mail of that id which arrives after it.
CANCEL_CATCHES_LATER_MAIL = "cancel_catches_later_mail"
#: What repeating a cancel is for: a second one is confirmed, and discards what came between the two.
REPEATED_CANCEL_CATCHES_MAIL = "repeated_cancel_catches_mail"


def received(domain: str) -> str:
    """The premise that a mail from this domain arrived signed and easy to leave (`doctor --mail`)."""
    return f"received:{domain.lower()}"


def account_of(url: str, key: str) -> str:
    """A name for the account behind a key at a host, without telling either; another key is another account.

    Of a SendGrid key ("SG.name.secret") only the public middle counts.
    """
    parts = key.split(".")
    public = parts[1] if len(parts) == 3 else key
    return hashlib.sha256(f"{url} {public}".encode()).hexdigest()[:16]


def migrate_premises(database: Database) -> None:
    """Bring the tables of this file to the newest schema."""
    migrate(database, component="premises", folder=Path(__file__).parent / "premises_schema" / "migrations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    holds: bool
    at: datetime


class ProbeState(StrEnum):
    POSTING = "posting"  # the cancelled id is made, the mails may or may not have left
    WAITING = "waiting"  # both mails were handed over; the provider's log will tell
    OVER = "over"  # answered, or given up; the cancel still has its slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Three mails to the branch itself: with an id cancelled before, as the control, with an id cancelled twice."""

    address: str = field(repr=False)
    begun: datetime
    #: UNIX seconds, by the provider's clock; both mails share it.
    send_at: int
    cancelled_batch: str
    cancelled_attempt: str
    control_batch: str
    control_attempt: str
    state: ProbeState
    repeated_batch: str = ""
    #: "" where nothing is to be asked about it, or not any more.
    repeated_attempt: str = ""


class Premises:
    """The answers about one account; without an account those about domains. One instance per thread."""

    def __init__(self, database: Database, *, account: str = "") -> None:
        self._db = database
        self._account = account

    def answer(self, name: str) -> bool | None:
        """Whether a premise holds; None where nobody has found out."""
        found = self.found(name)
        return None if found is None else found.holds

    def found(self, name: str) -> Answer | None:
        """As `answer`, with the time at which it was found out."""
        row = self._db.one(_sql("answer"), account=self._account, name=name)
        return None if row is None else Answer(holds=row[0] == "yes", at=from_micros(row[1]))

    def store(self, name: str, *, holds: bool, now: datetime) -> None:
        self._db.run(
            _sql("store"),
            account=self._account,
            name=name,
            answer="yes" if holds else "no",
            at=to_micros(now),
        )

    def open_probe(self) -> Probe | None:
        """The newest probe that waits for its answer."""
        row = self._db.one(_sql("open_probe"), account=self._account)
        if row is None:
            return None
        (address, begun, send_at, cancelled_batch, cancelled_attempt, control_batch, control_attempt, state,
         repeated_batch, repeated_attempt) = row  # fmt: skip
        return Probe(
            address=address, begun=from_micros(begun), send_at=send_at, cancelled_batch=cancelled_batch,
            cancelled_attempt=cancelled_attempt, control_batch=control_batch, control_attempt=control_attempt,
            state=ProbeState(state), repeated_batch=repeated_batch, repeated_attempt=repeated_attempt,
        )  # fmt: skip

    def old_probes(self, *, before: float) -> list[tuple[str, ...]]:
        """The cancelled ids of each probe that is over, with a `send_at` (UNIX seconds) before that."""
        rows = self._db.rows(_sql("old_probes"), account=self._account, before=int(before))
        return [tuple(batch_id for batch_id in row if batch_id) for row in rows]

    def keep_probe(self, probe: Probe) -> None:
        self._db.run(
            _sql("keep_probe"), account=self._account, address=probe.address, begun=to_micros(probe.begun),
            send_at=probe.send_at, cancelled_batch=probe.cancelled_batch,
            cancelled_attempt=probe.cancelled_attempt, control_batch=probe.control_batch,
            control_attempt=probe.control_attempt, state=probe.state,
            repeated_batch=probe.repeated_batch, repeated_attempt=probe.repeated_attempt,
        )  # fmt: skip

    def move_probe(self, probe: Probe, state: ProbeState) -> None:
        self._db.run(_sql("move_probe"), cancelled_batch=probe.cancelled_batch, state=state)

    def end_repeat(self, probe: Probe) -> None:
        """Nothing more is to be asked about the third mail."""
        self._db.run(_sql("end_repeat"), cancelled_batch=probe.cancelled_batch)

    def settle_repeat(self, probe: Probe, *, holds: bool, now: datetime) -> None:
        """Store what the third mail showed."""
        with self._db.transaction():
            self.store(REPEATED_CANCEL_CATCHES_MAIL, holds=holds, now=now)
            self.end_repeat(probe)

    def forget(self, address: str) -> None:
        """No probe that is over names the address any more. One that waits for its answer needs it."""
        self._db.run(_sql("forget_address"), address=address)

    def probes_to(self, address: str) -> list[tuple[datetime, ProbeState]]:
        """When each probe was begun that still names the address, of whatever account, and how far it is."""
        rows = self._db.rows(_sql("probes_to"), address=address)
        return [(from_micros(begun), ProbeState(state)) for begun, state in rows]

    def drop_probe(self, cancelled_batch: str) -> None:
        self._db.run(_sql("drop_probe"), cancelled_batch=cancelled_batch)


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "premises.sql")[name]
