"""People, letters and a transport with a will of its own, for tests of sending."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from newsletter.rendering.message import Letter
from newsletter.sending.campaign import Kind, Plan
from newsletter.sending.clock import Mark, SystemClock
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Ledger, migrate_ledger
from newsletter.sending.pace import Pace
from newsletter.sending.sender import BatchSender, Ownership
from newsletter.sending.trials import Trials
from newsletter.transports.base import Accepted, Fence, NotTaken, Outcome, Parcel, Passed, Sender
from subscribers.audience import recipients
from subscribers.consent import ground
from subscribers.database import Database
from subscribers.people import People
from subscribers.schema import migrate

NOW = datetime(2026, 11, 5, 19, 0, tzinfo=UTC)
HASH_KEY = b"k" * 32
PEOPLE_MIGRATIONS = Path(__file__).parent.parent / "subscribers" / "migrations"


class FastClock(SystemClock):
    """Does not wait; keeps how long it was asked to. `leap` moves it as a closed lid or a set clock would."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.elapsed_leap = 0.0
        self.wall_leap = 0.0

    def now(self) -> datetime:
        return NOW

    def mark(self) -> Mark:
        mark = super().mark()
        return Mark(mark.elapsed + self.elapsed_leap, mark.wall + self.wall_leap)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.elapsed_leap += max(seconds, 0)
        self.wall_leap += max(seconds, 0)


def prepared(database: Database) -> Database:
    """All tables, no rows."""
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    migrate_ledger(database)
    return database


def add_people(
    database: Database, number: int, *, begin: int = 0, languages: Sequence[str] = ("en",)
) -> list[str]:
    """So many people who may be mailed, their languages by turns; returns the ids of everybody on the list."""
    people = People(database, hash_key=HASH_KEY)
    reason = ground(basis="consent", wording="Yes, send me the newsletter.", source="test")
    for n in range(begin, begin + number):
        language = languages[n % len(languages)]
        people.add(f"person{n}@example.org", first_name=f"P{n}", language=language, reason=reason, now=NOW)
    return [person.id for person in people.listing()]


def opt_out(database: Database, address: str) -> None:
    People(database, hash_key=HASH_KEY).suppressions.suppress(address, reason="asked", source="test", now=NOW)


def make_letter(text: str = "Hello", language: str = "en") -> Letter:
    return Letter(
        subject=text, html=f"<p>{text}</p>", text=text, language=language, direction="ltr", nonce="n" * 16
    )


def make_frozen(languages: Sequence[str] = ("en",)) -> Frozen:
    """The first of the languages is the main letter's."""
    sender = Sender(
        name="Branch",
        address="news@example.org",
        reply_to="office@example.org",
        list_id="Branch <k3v9.example.org>",
        list_unsubscribe="mailto:office@example.org?subject=unsubscribe",
    )
    main, *others = [make_letter(f"Hello in {language}", language) for language in languages]
    return Frozen(sender, main, {letter.language: letter for letter in others})


def make_plan(ledger: Ledger, *, issue: str = "issue1", kind: Kind = Kind.REAL, again: bool = False,
              batch_size: int = 4, people: int | None = None, languages: Sequence[str] = ()) -> Plan:  # fmt: skip
    newcomers = kind is Kind.REAL and not again
    expected = ledger.count_newcomers(issue) if newcomers else ledger.count_everybody()
    return Plan(
        id=f"c{secrets.token_hex(5)}", issue=issue, slug="october", kind=kind, transport="outbox",
        content=make_frozen(languages or ("en",)).to_json(), content_hash="hash", batch_size=batch_size,
        languages=tuple(languages),
        people=expected if people is None else people,
        repetition=ledger.next_repetition(issue) if again else 0,
    )  # fmt: skip


@dataclass
class WilfulTransport:
    """Answers each parcel as a script says, then accepts; keeps its own record of who was handed over."""

    script: Iterable[Outcome | Callable[[Parcel], Outcome]] = ()
    batch_size: int = 4
    replays: bool = False
    patience: float = 20.0
    before: Callable[[], None] = lambda: None
    received: list[str] = field(default_factory=list)
    #: Of each parcel that was taken: language and size.
    parcels: list[tuple[str, int]] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self._script = iter(self.script)

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        self.before()
        if not fence():
            return NotTaken(code="fenced", fenced=True)
        self.asked += 1
        answer = next(self._script, Passed() if parcel.preflight else Accepted())
        outcome = answer if not callable(answer) else answer(parcel)
        if isinstance(outcome, Accepted):
            self.received += [envelope.address for envelope in parcel.envelopes]
            self.parcels.append((parcel.content.language, len(parcel.envelopes)))
        return outcome

    def close(self) -> None: ...


def make_sender(
    database: Database,
    campaign: str,
    transport: WilfulTransport,
    *,
    fence: int,
    clock: FastClock | None = None,
    refused_before: int = 0,
    trials: Trials | None = None,
) -> BatchSender:
    clock, ledger = clock or FastClock(), Ledger(database)
    return BatchSender(
        Ownership(campaign=campaign, frozen=Frozen.from_json(ledger.content(campaign)), fence=fence,
                  refused_before=refused_before, trials=trials),
        ledger=ledger,
        people=lambda ids: recipients(database, ids), transport=transport,
        pace=Pace(1_000_000, clock), clock=clock,
    )  # fmt: skip
