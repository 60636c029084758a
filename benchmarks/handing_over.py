"""The handing over by itself: recipients per second from the first batch to the last, start-up and receipt left out.

Everybody's own stopwatch is round the same thing: people read, mails made, requests posted, answers read.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.bench import Bench
from benchmarks.figure import Chapter, Figure, Goal, at_least
from benchmarks.measure import Cost, interleave, spread

TITLE = "Handing over: our sender with its ledger, into one local sink"

Costs = Mapping[str, Sequence[Cost]]


def measure(here: Bench, *, quick: bool) -> Chapter:
    people, rounds = (10_000, 1) if quick else (100_000, 5)
    folder = here.prepare(people)
    deeds: dict[str, Callable[[], Cost]] = {
        "ledger": lambda: here.handover(folder, people, "ledger"),
        "bare": lambda: here.handover(folder, people, "bare"),
        "unwritten": lambda: here.handover(folder, people, "unwritten"),
        "anymail": lambda: here.peer("anymail", folder, people),
        "stock": lambda: here.peer("stock", folder, people),
        "limit": lambda: here.limit(folder, people, 1),
    }
    costs = interleave(deeds, rounds=rounds)
    profile = here.handover(folder, people, "profile").told
    return Chapter(
        title=f"{TITLE}; {people:,} people",
        figures=(
            _absolute(people, costs["ledger"]),
            _ratio("with the ledger / without (batches in memory)", people, costs, "bare", at_least(0.85)),
            _ratio("with the ledger / without (batches only read)", people, costs, "unwritten", None),
            _ratio(
                f"ours / django-anymail {version('django-anymail')}", people, costs, "anymail", at_least(10)
            ),
            _ratio(
                f"ours / sendgrid {version('sendgrid')} with helpers", people, costs, "stock", at_least(5)
            ),
            _ratio("ours / bodies encoded beforehand, only posted", people, costs, "limit", None),
            *_parts(people, profile),
        ),
        notes=(
            f"Medians of {rounds} rounds in turn; a ratio is the median of the rounds' own ratios.",
            "The parts: CPU of one thread, one run. Four threads share two cores and one interpreter lock.",
            "The pace of newsletter.toml is lifted; as shipped (600 requests a minute) it is 10,000 recipients/s.",
        ),
    )


def _told(costs: Sequence[Cost], what: str) -> list[float]:
    return [float(cost.told[what]) for cost in costs]


def _absolute(people: int, costs: Sequence[Cost]) -> Figure:
    rates = [people / wall for wall in _told(costs, "wall")]
    cpu = statistics.median(_told(costs, "cpu"))
    return Figure(
        name="recipients/s, in thousands", value=statistics.median(rates) / 1000, unit="k/s", goal=at_least(100),
        detail=f"{spread([rate / 1000 for rate in rates])}; {people / cpu / 1000:,.0f} thousand per CPU second, "
        f"{cpu / people * 1e6:.1f} µs each",
    )  # fmt: skip


def _ratio(name: str, people: int, costs: Costs, other: str, goal: Goal | None) -> Figure:
    """How many times as fast as the other we are."""
    walls, theirs = _told(costs["ledger"], "wall"), _told(costs[other], "wall")
    ratios = [their / our for our, their in zip(walls, theirs, strict=True)]
    ours_cpu, their_cpu = (statistics.median(_told(costs[who], "cpu")) for who in ("ledger", other))
    return Figure(
        name=name, value=statistics.median(ratios), unit="x wall", goal=goal,
        detail=f"{people / statistics.median(walls):,.0f}/s against {people / statistics.median(theirs):,.0f}/s; "
        f"rounds {spread(ratios)}; per CPU second {their_cpu / ours_cpu:.2f}x "
        f"({ours_cpu / people * 1e6:.1f} against {their_cpu / people * 1e6:.1f} µs each)",
    )  # fmt: skip


def _parts(people: int, profile: Mapping[str, Any]) -> Iterator[Figure]:
    """What stands in the way, the largest part first."""
    whole = profile["cpu"]
    parts = profile["parts"] | {
        "threads, progress, and what nobody watched": whole - sum(profile["parts"].values())
    }
    for part, seconds in sorted(parts.items(), key=lambda pair: -pair[1]):
        each = f"{seconds / people * 1e6:.2f} µs"
        yield Figure(name=f"  {each}  {part}", value=100 * seconds / whole, unit="% CPU")
