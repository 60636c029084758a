"""Why we may mail somebody: what they agreed to, where, when, and when they took it back.

Rows are added and never changed. A person's newest row is repeated as `basis` on the person, so that asking
who may be mailed costs nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from subscribers.database import Database
from subscribers.errors import ListUsageError
from subscribers.moments import from_micros, to_micros
from subscribers.names import clean_name
from subscribers.soft_opt_in import SoftOptIn, proven
from subscribers.statements import Statement, load_statements


class Basis(StrEnum):
    """The lawful ground for a person."""

    CONSENT = "consent"  # they said yes to words that we kept
    MEMBERSHIP = "membership"  # a member of the branch; the union's rules cover mail
    CORPORATE = "corporate"  # the mailbox of an organisation, not of a person
    SOFT_OPT_IN = "soft-opt-in"  # supporters of a charity: see subscribers.soft_opt_in
    UNKNOWN = "unknown"  # on the list until somebody can say; not mailed


#: Those on whose newest row nobody is mailed.
GROUNDLESS = frozenset({Basis.UNKNOWN})
#: Those that are what the person did themselves, so that each wording is a ground of its own and none grows old.
OWN_ACTS = frozenset({Basis.CONSENT, Basis.SOFT_OPT_IN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One row of the proof; `withdrawn` rows say that they took it back."""

    basis: Basis
    wording: str
    source: str
    at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A basis with what is needed to prove it, checked; the same for all people of a file."""

    basis: Basis
    wording: str
    source: str
    #: Nobody who gave their details before this day is taken in on it; None: the day does not matter.
    since: date | None = None

    @property
    def wording_hash(self) -> str | None:
        """SHA-256 of the words, its first 128 bits in hexadecimal, for every person's row holds it."""
        return hashlib.sha256(self.wording.encode()).hexdigest()[:32] if self.wording else None


def ground(
    *, basis: str, wording: str, source: str, soft: SoftOptIn | None = None, now: datetime | None = None
) -> Ground:
    """Check what the user says about the ground. Raises ListUsageError: basis-unknown, wording-missing, and for a
    soft opt-in, whose facts are `soft`, as `proven`.
    """
    if basis not in list(Basis):
        raise no_ground()
    wording = wording.strip()
    if basis == Basis.SOFT_OPT_IN:
        facts = soft or SoftOptIn()
        wording = proven(facts, wording, now=now or datetime.now(UTC))
        return Ground(
            basis=Basis.SOFT_OPT_IN, wording=wording, source=clean_name(source), since=facts.collected
        )
    if basis == Basis.CONSENT and not wording:
        raise ListUsageError(
            "For consent, the words that people agreed to must be kept.",
            remedy="Give the sentence of the sign-up form or sheet with --wording.",
            code="wording-missing",
        )
    return Ground(basis=Basis(basis), wording=wording, source=clean_name(source))


def no_ground() -> ListUsageError:
    return ListUsageError(
        "It must be said why these people may be mailed.",
        remedy="Give --basis and one of: consent (they agreed), membership (members), corporate (organisations), "
        "soft-opt-in (supporters of a charity), unknown (nobody can say: they are kept, and not mailed).",
        code="basis-unknown",
    )


def keep_wording(database: Database, reason: Ground) -> None:
    """Each wording is kept once, whoever agreed to it."""
    if reason.wording_hash is not None:
        database.run(_sql("keep_wording"), hash=reason.wording_hash, text=reason.wording)


def record(database: Database, person: str, reason: Ground, *, now: datetime, again: bool = False) -> bool:
    """Add a row unless the newest one says the same already, or it would say less; whether it did. In the caller's
    transaction.

    `again`: they said it once more, which is a row of its own.
    """
    newest = database.one(_sql("newest_consent"), person=person)
    if not again and newest == (reason.basis, reason.wording_hash, 0):
        return False
    if newest is not None and reason.basis in GROUNDLESS:
        return False
    keep_wording(database, reason)
    said = {"person": person, "basis": reason.basis, "wording_hash": reason.wording_hash}
    database.run(_sql("add_consent"), **said, source=reason.source, at=to_micros(now), withdrawn=0)
    database.run(_sql("set_basis"), **said, now=to_micros(now))
    return True


def withdraw(database: Database, person: str, *, source: str, now: datetime) -> bool:
    """They took it back: nobody is mailed on it any more. False if there was nothing to take back."""
    with database.transaction():
        newest = database.one(_sql("newest_consent"), person=person)
        if newest is None or newest[2]:
            return False
        basis, wording_hash, _ = newest
        taken_back = {"basis": basis, "wording_hash": wording_hash, "source": clean_name(source)}
        database.run(_sql("add_consent"), person=person, **taken_back, at=to_micros(now), withdrawn=1)
        database.run(
            _sql("set_basis"), person=person, basis="withdrawn", wording_hash=wording_hash, now=to_micros(now)
        )
        return True


def history(database: Database, person: str) -> tuple[Consent, ...]:
    """All rows of a person, oldest first."""
    return tuple(
        Consent(
            basis=Basis(basis),
            wording=text or "",
            source=source,
            at=from_micros(at),
            withdrawn=bool(withdrawn),
        )
        for basis, text, source, at, withdrawn in database.rows(_sql("consents_of_person"), person=person)
    )


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "consent.sql")[name]
