"""Everything that can go wrong between a client and SendGrid, by name, by number and by seed.

A fault is written "name" or "name:detail":

    request_lost        never carried out, connection closed          reset   the same, before the request was read
    reply_lost          carried out, connection closed                hang_up   carried out, answered, then closed
    reply_cut           carried out, closed within the body           status_cut   within the status line
    trickle  endless    carried out; the answer comes byte by byte, or has no end
    slow:2              carried out, answered after 2 real seconds
    late:2400           connection closed at once, carried out 2400 seconds later by the provider's clock
    late:2400:504       the same, answered with that status at once; late:2400:stall leaves the client waiting
    twice  twice:600    carried out, and once more by a proxy (600 seconds later)
    taken:503           carried out, answered with that status
    early:413           answered with that status before the request was read; not carried out
    garbage             not carried out, answered with something that is not HTTP
    credits             not carried out, 401 "Maximum credits exceeded"
    500  401  302:URL  429:7  400:personalizations.3.to     not carried out, answered so: 429 with X-RateLimit-Reset,
                                                            400 with the field that it complains about

A plan says which requests meet one; requests are numbered from 0. It is

    [null, "500"]                          the first, the second … of all
    {"3": "500"}                           by number
    {"send": "500", "hold:1": "late:90"}   every one of an endpoint, the second of an endpoint (names: provider.py)
    {"seed": 7, "rate": 0.05, "kinds": ["500", "reply_lost"], "only": ["send", "hold"]}      by chance, again and again
                                           the same; `kinds` and `only` may be left out
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Self

from newsletter.errors import UsageError
from newsletter.rehearsal.provider import NAMES

#: Faults that strike before the request is read.
UNREAD = frozenset({"early", "reset"})
#: The request is carried out as if nothing were wrong.
CARRIED_OUT = frozenset({
    "reply_lost", "reply_cut", "status_cut", "trickle", "endless", "slow", "twice", "taken", "hang_up",
})  # fmt: skip
LOST = frozenset({"request_lost", "late", "garbage", "credits"})
#: What happens by chance where a plan names no kinds: all that leaves a client in doubt, and some that does not. Not
#: "twice", which no client can do anything about.
USUAL_KINDS = (
    "request_lost", "reset", "reply_lost", "reply_cut", "status_cut", "hang_up", "slow:0.05", "late:20", "late:300",
    "late:2400", "late:90:504", "taken:500", "taken:503", "429:1", "500", "503", "garbage",
)  # fmt: skip
#: What a proxy on the way doubles; of a mail the judge tells the copy from what its sender handed over.
REPEATS = ("twice", "twice:600")
_STATUS = re.compile("[1-5][0-9]{2}")

Spec = Sequence[str | None] | Mapping[Any, Any] | None


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    detail: str = ""

    @classmethod
    def named(cls, text: str) -> Self:
        name, _, detail = text.partition(":")
        if name not in UNREAD | CARRIED_OUT | LOST and not _STATUS.fullmatch(name):
            raise _misspelt()
        if not _fits(name, detail):
            raise _misspelt()
        return cls(name, detail)

    @property
    def seconds(self) -> float:
        return float(self.detail.partition(":")[0] or 0)

    def __str__(self) -> str:
        return f"{self.name}:{self.detail}" if self.detail else self.name


def _fits(name: str, detail: str) -> bool:
    if name in ("early", "taken"):
        return bool(_STATUS.fullmatch(detail))
    if name in ("slow", "late"):
        pattern = r"[0-9]+(\.[0-9]+)?(:(stall|[1-5][0-9]{2}))?" if name == "late" else r"[0-9]+(\.[0-9]+)?"
        return bool(re.fullmatch(pattern, detail))
    if name == "twice":
        return not detail or bool(re.fullmatch(r"[0-9]+(\.[0-9]+)?", detail))
    return not detail or bool(_STATUS.fullmatch(name))


def _misspelt() -> UsageError:
    return UsageError(
        "The rehearsal knows no such fault.",
        remedy='Write faults like "reply_lost", "500" or "late:2400"; newsletter/rehearsal/faults.py lists them.',
        code="rehearsal-fault",
    )


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Faults by seed. An endpoint's n-th request meets the same one in every run, whatever else is asked."""

    seed: int
    rate: float
    kinds: Sequence[Fault]
    only: frozenset[str]

    def strike(self, endpoint: str, number: int) -> Fault | None:
        if endpoint not in self.only:
            return None
        random = Random(f"{self.seed}:{endpoint}:{number}")  # noqa: S311 not for secrets
        return random.choice(self.kinds) if random.random() < self.rate else None


@dataclass(kw_only=True)
class FaultPlan:
    """Which request meets which fault. For one thread at a time."""

    by_number: Mapping[int, Fault] = field(default_factory=dict)
    by_name: Mapping[str, Fault] = field(default_factory=dict)
    chance: Chance | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, spec: Spec) -> Self:
        if isinstance(spec, Mapping):
            return cls(chance=_chance(spec)) if "seed" in spec else cls._of_names(spec)
        return cls(by_number={number: Fault.named(each) for number, each in enumerate(spec or ()) if each})

    @classmethod
    def _of_names(cls, spec: Mapping[Any, str]) -> Self:
        named = {str(key): Fault.named(text) for key, text in spec.items() if text}
        by_name = {key: fault for key, fault in named.items() if not key.isdigit()}
        if not {key.partition(":")[0] for key in by_name} <= NAMES:
            raise _misspelt()
        return cls(
            by_number={int(key): each for key, each in named.items() if key.isdigit()}, by_name=by_name
        )

    def peek(self, endpoint: str) -> Fault | None:
        """What the endpoint's next request meets."""
        number = self.counts[endpoint]
        return (
            self.by_number.get(self.counts.total())
            or self.by_name.get(f"{endpoint}:{number}")
            or self.by_name.get(endpoint)
            or (self.chance.strike(endpoint, number) if self.chance else None)
        )

    def take(self, endpoint: str) -> Fault | None:
        fault = self.peek(endpoint)
        self.counts[endpoint] += 1
        return fault


def _chance(spec: Mapping[str, Any]) -> Chance:
    only = frozenset(spec.get("only", NAMES))
    if not only <= NAMES or not set(spec) <= {"seed", "rate", "kinds", "only"}:
        raise _misspelt()
    return Chance(
        seed=int(spec["seed"]),
        rate=float(spec.get("rate", 0.05)),
        kinds=tuple(Fault.named(kind) for kind in spec.get("kinds", USUAL_KINDS)),
        only=only,
    )
