"""What it costs to compile a letter, and to fill it in for one person."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.figure import Chapter, Figure, at_most
from benchmarks.measure import interleave, python

COMPILE = "Compile: an issue of 8 articles, against premailer's defaults on the same page"
FILL = "Fill: one recipient's letter, against a second Jinja stage"
_PROBE = ("-m", "benchmarks.rendering_probe")


def measure_compile(*, quick: bool) -> Chapter:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        size = python(*_PROBE, "page", page).told["bytes"]
        deeds = {
            "compose": lambda: python(*_PROBE, "compose"),
            "premailer": lambda: python(*_PROBE, "premailer", page),
        }
        interleave(deeds, rounds=1)
        fresh = interleave(deeds, rounds=3 if quick else 7)
        warm = python(*_PROBE, "warm", page, 5 if quick else 15).told
    cold = {name: statistics.median(cost.told["ms"] for cost in costs) for name, costs in fresh.items()}
    return Chapter(
        title=COMPILE,
        figures=tuple(
            Figure(
                name=f"compose() / premailer, {state}",
                value=times["compose"] / times["premailer"],
                unit="x wall",
                detail=f"{times['compose']:.0f} ms against {times['premailer']:.0f} ms; page of {size / 1000:.0f} kB",
            )
            for state, times in (("fresh process with imports", cold), ("warm", warm))
        ),
        notes=("compose() also reads Markdown, renders both parts and proves that no style was lost.",),
    )


def measure_fill(*, quick: bool) -> Chapter:
    told = python(*_PROBE, "fill", 1_000 if quick else 10_000).told
    what = f"{told['bytes'] / 1000:.0f} kB HTML, subject and text; {told['fields']} merge fields"
    return Chapter(
        title=FILL,
        figures=(
            Figure(name="fill", value=told["ours"], unit="us each", goal=at_most(50), detail=what),
            Figure(
                name="Jinja render / fill", value=told["jinja"] / told["ours"], unit="x faster",
                detail=f"{told['ours']:.1f} us against {told['jinja']:.1f} us",
            ),
        ),
    )  # fmt: skip
