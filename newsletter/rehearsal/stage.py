"""Where a rehearsal is played: the provider, its clock, what is to go wrong, and a record of what was asked."""

import secrets
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.answer import Answer, Request
from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.faults import Fault, FaultPlan, Spec
from newsletter.rehearsal.judge import Judge
from newsletter.rehearsal.mail import Vet, is_sandboxed
from newsletter.rehearsal.provider import PREFLIGHT, Provider, endpoint_of
from newsletter.rehearsal.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request that came in. Headers and body only where bodies are kept."""

    endpoint: str
    method: str
    target: str = field(repr=False)
    fault: str | None
    size: int
    at: float
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    body: Any = field(repr=False, default=None)


class Stage:
    """All that a test or a rehearsal sees and moves. For many threads."""

    def __init__(
        self,
        faults: Spec = None,
        *,
        world: World | None = None,
        account: Account | None = None,
        clock: Clock | None = None,
        skew: float = 0.0,
        key: str = "",
        vet: Vet | None = None,
        keeps_bodies: bool = True,
        seed: int | None = None,
    ) -> None:
        self.clock = clock or Clock()
        #: Seconds by which the server's clock is ahead of everybody else's.
        self.skew = skew
        self.account = account or Account()
        self.account.key = key or self.account.key
        self.provider = Provider(
            world=world or World(), account=self.account, vet=vet, keeps_bodies=keeps_bodies, seed=seed
        )
        self.judge = Judge(self._look)
        self.requests: list[Seen] = []
        #: Opens the control pages.
        self.token = secrets.token_urlsafe(16)
        self._plan = FaultPlan.of(faults)
        self._lock = threading.RLock()

    # -- time

    def now(self) -> float:
        """The server's own time, by which all is judged."""
        return self.clock.now() + self.skew

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        with self._lock:
            self.provider.settle(self.now())

    def _look(self, until: float) -> Provider:
        with self._lock:
            self.provider.settle(self.now())
            fork = self.provider.fork()
        fork.settle(until)
        return fork

    # -- what can be set and looked up

    @property
    def violations(self) -> list[tuple[str, str]]:
        """Id of the rule and field, of every body that broke a rule of SendGrid's or of `vet`."""
        return self.provider.intake.violations

    @property
    def by_endpoint(self) -> Counter[str]:
        with self._lock:
            return Counter(each.endpoint for each in self.requests)

    @property
    def faults_met(self) -> int:
        """How many requests met a fault."""
        with self._lock:
            return sum(each.fault is not None for each in self.requests)

    def break_down(self, faults: Spec) -> None:
        """From now on these faults, counted anew."""
        plan = FaultPlan.of(faults)
        with self._lock:
            self._plan = plan

    def occupy(self, slots: int) -> None:
        """Let another program on the account cancel or pause so many batches; 0 gives them back."""
        with self._lock:
            self.provider.holds.occupy(slots)

    def suppress(self, name: str, *addresses: str, group: int = 0, created: float | None = None) -> None:
        """Put addresses on a suppression list (account.LISTS, or "group")."""
        with self._lock:
            when = self.now() if created is None else created
            self.account.suppress(name, addresses, created=when, group=group)

    # -- what the network asks

    def peek(self, method: str, path: str) -> Fault | None:
        """The fault that the next request for this page meets, as far as it can be known before it is read."""
        endpoint = endpoint_of(method, path)
        with self._lock:
            return self._plan.peek(endpoint.name if endpoint else "")

    def note(self, request: Request) -> Fault | None:
        """Count a request; the fault that it meets."""
        endpoint = endpoint_of(request.method, request.path)
        name = endpoint.name if endpoint else ""
        if name == "send" and is_sandboxed(request):
            name = PREFLIGHT
        keeps = self.provider.intake.keeps_bodies
        with self._lock:
            fault = self._plan.take(name)
            seen = Seen(
                endpoint=name,
                method=request.method,
                target=request.target,
                fault=str(fault) if fault else None,
                size=len(request.body),
                at=self.now(),
                headers=request.headers if keeps else {},
                body=request.json if keeps and request.body else None,
            )
            self.requests.append(seen)
        return fault

    def ask(self, request: Request) -> Answer:
        with self._lock:
            return self.provider.ask(request, self.now())

    def ask_later(self, request: Request, seconds: float) -> None:
        with self._lock:
            self.provider.ask_later(request, self.now() + seconds)
