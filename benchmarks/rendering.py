"""What it costs to compile a letter, and to fill it in for one person."""

import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.figure import Chapter, Figure, at_most
from benchmarks.measure import interleave, python

COMPILE = "Compile: an issue of 8 articles, against premailer's defaults and css-inline on the same page"
FILL = "Fill: one recipient's letter, against a second Jinja stage and against rendering for each"
_PROBE = ("-m", "benchmarks.rendering_probe")


def measure_compile(*, quick: bool) -> Chapter:
    designs: list[str] = python(*_PROBE, "designs").told["designs"]
    with tempfile.TemporaryDirectory() as folder:
        figures = [
            _fresh(Path(folder, "page.html"), quick=quick),
            *(
                figure
                for design in designs
                for figure in _warm(design, Path(folder, "page.html"), quick=quick)
            ),
        ]
    return Chapter(
        title=COMPILE,
        figures=tuple(figures),
        notes=("compose() also reads Markdown, renders both parts and proves that no style was lost.",),
    )


def _fresh(page: Path, *, quick: bool) -> Figure:
    size = python(*_PROBE, "page", "digest", page).told["bytes"]
    deeds = {
        "compose": lambda: python(*_PROBE, "compose"),
        "premailer": lambda: python(*_PROBE, "premailer", page),
    }
    interleave(deeds, rounds=1)
    costs = interleave(deeds, rounds=3 if quick else 7)
    times = {name: statistics.median(cost.told["ms"] for cost in found) for name, found in costs.items()}
    return _against("digest, fresh process with imports", "premailer", times, f"page of {size / 1000:.0f} kB")


def _warm(design: str, page: Path, *, quick: bool) -> tuple[Figure, ...]:
    size = python(*_PROBE, "page", design, page).told["bytes"]
    times: dict[str, float] = python(*_PROBE, "warm", design, page, 5 if quick else 15).told
    what = f"page of {size / 1000:.0f} kB"
    return (
        Figure(
            name=f"compose(), {design}, warm", value=times["compose"] / 1000, unit="s", goal=at_most(1), detail=what
        ),
        _against(f"{design}, warm", "premailer", times, what),
        # Rust, and it proves nothing: what speed there is to have.
        _against(f"{design}, warm", "css-inline", times, what),
    )  # fmt: skip


def _against(state: str, peer: str, times: Mapping[str, float], what: str) -> Figure:
    return Figure(
        name=f"compose() / {peer}, {state}",
        value=times["compose"] / times[peer],
        unit="x wall",
        detail=f"{times['compose']:.0f} ms against {times[peer]:.1f} ms; {what}",
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
            Figure(
                name="compose() for each recipient / fill", value=told["compose"] / told["ours"], unit="x faster",
                detail=f"{told['ours']:.1f} us against {told['compose'] / 1000:.0f} ms",
            ),
        ),
    )  # fmt: skip
