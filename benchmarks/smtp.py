"""Mails by SMTP: our sender, with four commits for each mail, against the shortest loop over smtplib."""

import statistics

from benchmarks.bench import Bench
from benchmarks.figure import Chapter, Figure
from benchmarks.measure import Cost, interleave

TITLE = "SMTP: our sender against a bare smtplib loop, one connection, into one local mail server"


def measure(here: Bench, *, quick: bool) -> Chapter:
    people, rounds = (1_000, 1) if quick else (2_000, 3)
    folder = here.prepare(people)
    costs = interleave(
        {
            "ours": lambda: here.mails(folder, people, ours=True),
            "smtplib": lambda: here.mails(folder, people, ours=False),
        },
        rounds=rounds,
    )
    return Chapter(
        title=TITLE,
        figures=(_rate(people, costs["ours"], costs["smtplib"]),),
        notes=(
            "The loop posts one mail that was made beforehand; ours makes each person's own.",
            "Ours commits the intent before the last dot, and the outcome.",
        ),
    )


def _rate(people: int, ours: list[Cost], loop: list[Cost]) -> Figure:
    wall, wall_loop = (statistics.median(cost.told["wall"] for cost in costs) for costs in (ours, loop))
    cpu, cpu_loop = (statistics.median(cost.told["cpu"] for cost in costs) for costs in (ours, loop))
    return Figure(
        name="mails/s: ours / bare smtplib", value=wall_loop / wall, unit="x wall",
        detail=f"{people / wall:,.0f}/s against {people / wall_loop:,.0f}/s; CPU each "
        f"{cpu / people * 1e6:,.0f} µs against {cpu_loop / people * 1e6:,.0f} µs",
    )  # fmt: skip
