"""A provider in a few lines of Python, for histories of the protocol: its own record says who receives what.

It shares no code with the local SendGrid or with the sender: three tellings of the same rules are harder to get wrong
in the same way. Time is virtual; every answer can be lost, late or doubled.
"""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from newsletter.errors import TransportError
from newsletter.sending.clock import Mark
from newsletter.transports.base import (
    UNREACHABLE,
    Accepted,
    Cancelled,
    Erased,
    Fence,
    Held,
    Indivisible,
    NotCancelled,
    NotTaken,
    Outcome,
    Parcel,
    Passed,
    Suppressed,
    Trace,
    Unknown,
)

SLOTS = 10
CANCEL_LIMIT = 600
NEVER = 10.0**12
#: Where the branch reads answers; control mails go there, and are nobody's delivery.
OFFICE = "office@example.org"
CONTROL = "control"


class KilledError(BaseException):
    """The process died here."""


@dataclass
class VirtualClock:
    """The client's clock; the provider's is `server`, and both are as wrong as one likes."""

    server: float = 1_790_000_000.0
    skew: float = 0.0
    elapsed: float = 0.0
    slept: float = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.server + self.skew, UTC)

    def mark(self) -> Mark:
        return Mark(elapsed=self.elapsed, wall=self.server + self.skew)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self.server += seconds
        self.elapsed += seconds


@dataclass(frozen=True)
class World:
    """What SendGrid's documentation leaves open."""

    catches_later: bool = True  # a cancel also discards mail that arrives after it
    late_cancel_works: bool = True  # one inside the last ten minutes, answered 400, takes effect all the same
    blocks_after: bool = True  # a cancelled id also discards mail that arrives after its hour
    empty_keeps_slot: bool = True  # a cancelled id without mail holds a slot


class Got(NamedTuple):
    """One mail in somebody's inbox."""

    address: str
    campaign: str
    attempt: str
    language: str
    #: A proxy doubled it: no sender can prevent that, nor undo it.
    is_copy: bool = False


@dataclass
class Mail:
    """One executed request: everybody in it shares its fate."""

    batch: str
    send_at: float
    attempt: str
    addresses: tuple[str, ...]
    at: float
    campaign: str = ""
    language: str = "en"
    caught: bool = False  # a cancel came while it waited
    sent: float | None = None
    dropped: float | None = None


@dataclass
class Faults:
    """What goes wrong, by chance."""

    chance: random.Random
    rate: float = 0.0
    lateness: Sequence[float] = (20.0, 300.0, 2400.0)
    kinds: Sequence[str] = ("request-lost", "reply-lost", "late", "429", "503-taken", "503", "slow")

    #: Whether small requests meet with them too.
    errands: bool = True
    #: Whether the trial of a letter does, and a control mail.
    trials: bool = True
    controls: bool = True

    def draw(self, *, errand: bool = False) -> str:
        if errand and not self.errands:
            return ""
        return self.chance.choice(self.kinds) if self.chance.random() < self.rate else ""


@dataclass
class Account:
    """The provider's side: ids, waiting mail, cancels, and what left when."""

    clock: VirtualClock
    world: World = field(default_factory=World)
    foreign: int = 0
    mails: list[Mail] = field(default_factory=list)
    cancels: dict[str, float] = field(default_factory=dict)
    minted: itertools.count = field(default_factory=lambda: itertools.count(1))
    due: list[tuple[float, Mail]] = field(default_factory=list)
    cancel_calls: int = 0
    deaf_to_cancels: bool = False
    #: Who is on its lists; why they cannot be read, "" where they can; and how often they were asked for.
    suppressed: list[Suppressed] = field(default_factory=list)
    lists_closed: str = ""
    lists_read: int = 0
    #: The log knows nothing before this moment: it may be late by hours.
    log_from: float = 0.0
    #: It shows everything so many seconds after it happened.
    log_lag: float = 0.0
    #: What arrived between the first two of these moments it shows from the third on only.
    log_gap: tuple[float, float, float] = (NEVER, NEVER, NEVER)
    #: It stands still from the first of these moments to the second: what happens meanwhile it shows later.
    log_stands: tuple[float, float] = (NEVER, NEVER)

    # --- time ---

    def settle(self, until: float | None = None) -> None:
        """Everything that happens up to now, in its order."""
        end = self.clock.server if until is None else until
        for at, mail in sorted((one for one in self.due if one[0] <= end), key=lambda one: one[0]):
            self._leave(at)
            self._arrive(mail, at)
        self.due = [one for one in self.due if one[0] > end]
        self._leave(end)

    def _leave(self, until: float) -> None:
        for mail in self.mails:
            if mail.sent is None and mail.dropped is None and mail.send_at <= until:
                blocked = mail.batch in self.cancels and (mail.caught or self.world.catches_later)
                if blocked:
                    mail.dropped = mail.send_at
                else:
                    mail.sent = mail.send_at

    def _arrive(self, mail: Mail, at: float) -> None:
        mail.at = at
        if mail.send_at <= at:  # past: at once, unless its id is cancelled and that still counts
            if mail.batch in self.cancels and self.world.blocks_after:
                mail.dropped = at
            else:
                mail.sent = at
        self.mails.append(mail)

    # --- requests ---

    def execute(self, parcel: Parcel, *, late: float = 0.0) -> None:
        schedule = parcel.schedule
        mail = Mail(
            batch=schedule.batch_id if schedule else "", send_at=schedule.send_at if schedule else 0.0,
            attempt=parcel.attempt, addresses=tuple(one.address for one in parcel.envelopes), at=0.0,
            campaign=parcel.campaign, language=parcel.content.language,
        )  # fmt: skip
        if late:
            self.due.append((self.clock.server + late, mail))
        else:
            self.settle()
            self._arrive(mail, self.clock.server)

    def cancel(self, batch: str) -> str:
        """ "" when it is cancelled now, else why not."""
        self.settle()
        self.cancel_calls += 1
        waiting = [mail for mail in self.mails if mail.batch == batch]
        now = self.clock.server
        hour = min((mail.send_at for mail in waiting), default=NEVER)
        if batch not in self.cancels and self.held_slots() >= SLOTS:
            return "no-slot"
        too_late = now > hour - CANCEL_LIMIT
        if not too_late or (self.world.late_cancel_works and now < hour):
            self.cancels.setdefault(batch, now)
            for mail in waiting:
                mail.caught = mail.caught or mail.sent is None
        return "too-late" if too_late else ""

    def release(self, batch: str) -> None:
        self.settle()
        if self.cancels.pop(batch, None) is not None:
            for mail in self.mails:
                if mail.batch == batch and mail.sent is None and mail.dropped is None:
                    mail.caught = False

    def held_slots(self) -> int:
        full = {mail.batch for mail in self.mails}
        return self.foreign + sum(self.world.empty_keeps_slot or batch in full for batch in self.cancels)

    # --- the judge ---

    def received(self) -> Counter[str]:
        """How many mails everybody has got in the end, whatever still waits."""
        return Counter(each.address for each in self.got())

    def got(self) -> list[Got]:
        """Every mail that anybody has got in the end, whatever still waits."""
        self.settle(NEVER)
        return self.got_by_now()

    def got_by_now(self) -> list[Got]:
        """Every mail that anybody has got."""
        self.settle()
        sent = [mail for mail in self.mails if mail.sent is not None]
        return [
            Got(address, mail.campaign, mail.attempt, mail.language)
            for mail in sent
            for address in mail.addresses
            if address != OFFICE
        ]

    def is_in_log(self, mail: Mail) -> bool:
        begin, end, until = self.log_gap
        return mail.at <= self.log_time and (not begin <= mail.at < end or self.clock.server >= until)

    @property
    def log_time(self) -> float:
        """Up to when the log shows what happened."""
        begin, end = self.log_stands
        stands = begin <= self.clock.server < end
        return (begin if stands else self.clock.server) - self.log_lag


@dataclass
class Ear:
    """When this process heard the provider's clock, by its own elapsed time; all its lines share it."""

    at: float | None = None


@dataclass
class Line:
    """The way to the account and back, with its faults; all faces of a transport at once."""

    account: Account
    faults: Faults
    boundary: Callable[[str], None] = lambda _: None
    batch_size: int = 3
    replays: bool = False
    patience: float = 20.0
    ear: Ear = field(default_factory=Ear)
    posts: int = 0
    #: The languages of the letters that were tried out, in their order.
    tried: list[str] = field(default_factory=list)

    def batch_size_for(self, sample: Sequence[Mapping[str, str]]) -> int:
        return self.batch_size

    def close(self) -> None: ...

    # --- Transport ---

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        if not fence():
            return NotTaken(code="fence", fenced=True)
        self.boundary("trying" if parcel.preflight else "writing")
        outcome = self._judged(parcel) if parcel.preflight else self._posted(parcel)
        self.boundary("tried" if parcel.preflight else "answered")
        return outcome

    def _judged(self, parcel: Parcel) -> Outcome:
        """The letter is tried out: nothing of it is kept, unless the switch was overlooked."""
        self.tried.append(parcel.content.language)
        fault = self.faults.draw()
        match fault if self.faults.trials else "":
            case "503" | "request-lost" | "late" as kind:
                self._pass(30)
                return Unknown(code=kind)
            case "503-taken" | "reply-lost" as kind:
                self._pass(0.2)
                self.account.execute(parcel)
                if kind == "reply-lost":
                    return Unknown(code=kind)
                self._hear()
                return Accepted()
            case "429":
                self._hear()
                return NotTaken(code="too-many-requests", wait=7.0)
            case _:
                self._pass(0.2)
                self._hear()
                return Passed()

    def _posted(self, parcel: Parcel) -> Outcome:
        self.posts += 1
        match self.faults.draw() if self.faults.controls or parcel.batch != CONTROL else "":
            case "":
                self._pass(0.2)
                self.account.execute(parcel)
                self._hear()
                return Accepted()
            case "429" | "413" as kind:
                self._hear()
                too_many = NotTaken(code="too-many-requests", wait=7.0)
                return too_many if kind == "429" else Indivisible(code="status-413")
            case "request-lost":
                self._pass(30)
                return Unknown(code="timeout")
            case "late":
                self._pass(30)
                self.account.execute(parcel, late=self.faults.chance.choice(self.faults.lateness))
                return Unknown(code="timeout")
            case "503":
                return Unknown(code="status-503")
            case _:
                self._pass(self.faults.chance.choice((1.0, 29.0)))
                self.account.execute(parcel)
                return Unknown(code="reply-lost")

    # --- Recall ---

    def known_time(self) -> float | None:
        if self.ear.at is None or self.account.clock.elapsed - self.ear.at > 60:
            return None
        return float(int(self.account.clock.server))

    def time(self) -> float:
        if self.known_time() is None:
            self._errand("time")
        return float(int(self.account.clock.server))

    def mint(self) -> str:
        self._errand("mint")
        return f"b{next(self.account.minted)}"

    def held(self) -> list[Held]:
        self._errand("held")
        foreign = [Held(batch_id=f"foreign{n}", status="pause") for n in range(self.account.foreign)]
        return foreign + [Held(batch_id=batch, status="cancel") for batch in self.account.cancels]

    def cancel(self, batch_id: str) -> Cancelled | NotCancelled:
        self.boundary("cancelling")
        fault = "request-lost" if self.account.deaf_to_cancels else self.faults.draw(errand=True)
        if fault in ("request-lost", "503", "429"):
            self._pass(30)
            return NotCancelled(code="unclear")
        why = self.account.cancel(batch_id)
        self._pass(0.2)
        self.boundary("cancelled")
        if fault:
            return NotCancelled(code="unclear")
        self._hear()
        return NotCancelled(code=why) if why else Cancelled(at=float(int(self.account.clock.server)))

    def release(self, batch_id: str) -> None:
        self._errand("release")
        self.account.release(batch_id)

    # --- Evidence ---

    def trace(self, *, address: str, attempt: str, since: float) -> Trace:
        self._errand("trace")
        self.account.settle()
        now = self.account.log_time
        if self.account.clock.server < self.account.log_from:
            return Trace.ABSENT
        found = [
            mail for mail in self.account.mails
            if mail.attempt == attempt and address in mail.addresses and self.account.is_in_log(mail)
        ]  # fmt: skip
        if any(mail.sent is not None and mail.sent <= now for mail in found):
            return Trace.TAKEN
        if any((mail.sent or mail.dropped or NEVER) > now for mail in found):
            return Trace.PENDING
        return Trace.CALLED_BACK if found else Trace.ABSENT

    @staticmethod
    def can_trace(address: str) -> bool:
        return bool(address)

    # --- SuppressionLists ---

    def suppressed(self, *, since: int, group: int):
        self.account.lists_read += 1
        if self.account.lists_closed:
            raise TransportError("The key may not.", remedy="Ask for it.", code=self.account.lists_closed)
        self._errand("suppressed")
        yield from self.account.suppressed

    # --- Eraser ---

    def erase(self, addresses):
        self._errand("erase")
        yield Erased(taken=tuple(addresses))

    def _errand(self, name: str) -> None:
        """Errands are asked again by their client; only a long outage is left."""
        self.boundary(name)
        if self.faults.draw(errand=True) in ("request-lost", "503"):
            self._pass(60)
            raise TransportError("The provider is out of reach.", remedy="Try later.", code=UNREACHABLE)
        self._pass(0.1)
        self._hear()

    def _hear(self) -> None:
        self.ear.at = self.account.clock.elapsed

    def _pass(self, seconds: float) -> None:
        self.account.clock.advance(seconds)
