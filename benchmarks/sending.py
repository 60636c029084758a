"""The command `newsletter send` against django-anymail, from start to exit, and the memory it needs.

Ours opens the encrypted list, renders, checks, freezes the audience, keeps the ledger and prints a receipt; the peer
finds the letter compiled and the people in a plain file.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.bench import FIRST_REQUESTS, Bench
from benchmarks.figure import Chapter, Figure, at_least, at_most
from benchmarks.measure import Cost, interleave, median, spread

TITLE = "The whole command: newsletter send against django-anymail's SendGrid bulk sending"


def measure(here: Bench, *, quick: bool) -> Chapter:
    sizes, rounds = ((1_000, 10_000), 1) if quick else ((10_000, 100_000), 3)
    most = 100_000 if quick else 1_000_000
    found = {people: _both(here, people, rounds) for people in sizes}
    small, large = (_medians(found[people]) for people in sizes)
    largest = here.ours(here.prepare(most), most)
    return Chapter(
        title=TITLE,
        figures=(
            _growth(sizes[0], small["ours"], most, largest),
            _into_the_sink(sizes[1], large, found[sizes[1]]),
            *_rates(sizes[1], large, found[sizes[1]], goal=True),
            *_rates(sizes[0], small, found[sizes[0]], goal=False),
            _each_further(sizes, small, large),
            *_memory(sizes, small, large),
        ),
        notes=(
            f"Medians of {rounds} rounds in turn, but for {most:,} people: one run.",
            "At the sink: what is handed over, ledger included, by the sink's clock, without start-up and receipt.",
            "Whole processes from start to exit. Ours renders, checks and freezes the audience too.",
        ),
    )


def _both(here: Bench, people: int, rounds: int) -> dict[str, list[Cost]]:
    folder = here.prepare(people)
    return interleave(
        {"ours": lambda: here.ours(folder, people), "anymail": lambda: here.peer("anymail", folder, people)},
        rounds=rounds,
    )


def _medians(costs: dict[str, list[Cost]]) -> dict[str, Cost]:
    return {name: median(found) for name, found in costs.items()}


def _growth(few: int, small: Cost, many: int, large: Cost) -> Figure:
    return Figure(
        name=f"peak memory grows from {few:,} to {many:,} people by", value=large.memory - small.memory, unit="MB RSS",
        goal=at_most(10),
        detail=f"{small.memory:.1f} MB and {large.memory:.1f} MB; the large one took {large.wall:.1f} s "
        f"({large.cpu:.1f} CPU) from start to exit, {large.rate:,.0f}/s at the sink",
    )  # fmt: skip


def _into_the_sink(people: int, mid: dict[str, Cost], costs: dict[str, list[Cost]]) -> Figure:
    """The handing over by itself, ledger included, as the other side sees it."""
    ours, anymail = mid["ours"].rate, mid["anymail"].rate
    rates = {name: spread([cost.rate / 1000 for cost in found]) for name, found in costs.items()}
    return Figure(
        name=f"recipients/s at the sink, {people:,} people: ours / anymail", value=ours / anymail, unit="x",
        goal=at_least(5),
        detail=f"{ours:,.0f}/s ({rates['ours']} thousand) against {anymail:,.0f}/s ({rates['anymail']} thousand), "
        f"from request {FIRST_REQUESTS} to the last",
    )  # fmt: skip


def _rates(
    people: int, mid: dict[str, Cost], costs: dict[str, list[Cost]], *, goal: bool
) -> Iterator[Figure]:
    ours, anymail = mid["ours"], mid["anymail"]
    walls: dict[str, Any] = {name: spread([cost.wall for cost in found]) for name, found in costs.items()}
    yield Figure(
        name=f"recipients/s, whole process, {people:,}: ours / anymail", value=anymail.wall / ours.wall, unit="x wall",
        goal=at_least(5) if goal else None,
        detail=f"{people / ours.wall:,.0f}/s ({walls['ours']} s) against {people / anymail.wall:,.0f}/s "
        f"({walls['anymail']} s); CPU seconds {ours.cpu:.2f} against {anymail.cpu:.2f}: {anymail.cpu / ours.cpu:.1f}x",
    )  # fmt: skip


def _each_further(sizes: tuple[int, int], small: dict[str, Cost], large: dict[str, Cost]) -> Figure:
    """Without start-up, rendering and checks: what the people beyond the smaller list cost."""
    further = {name: large[name].wall - small[name].wall for name in large}
    number = sizes[1] - sizes[0]
    return Figure(
        name="recipients/s of each further one: ours / anymail", value=further["anymail"] / further["ours"],
        unit="x wall",
        detail=f"{number / further['ours']:,.0f}/s against {number / further['anymail']:,.0f}/s",
    )  # fmt: skip


def _memory(sizes: tuple[int, int], small: dict[str, Cost], large: dict[str, Cost]) -> Iterator[Figure]:
    for people, mid in zip(sizes, (small, large), strict=True):
        yield Figure(
            name=f"peak memory, {people:,} people: ours / anymail",
            value=mid["ours"].memory / mid["anymail"].memory, unit="x RSS",
            detail=f"{mid['ours'].memory:.0f} MB against {mid['anymail'].memory:.0f} MB",
        )  # fmt: skip
