"""How long `newsletter --help` takes against `pipx --help`, and against an interpreter that does nothing."""

import sys

from benchmarks.figure import Chapter, Figure, at_most
from benchmarks.measure import COMMANDS, interleave, median, run, spread

TITLE = "Start-up: newsletter --help against pipx --help"


def measure(*, quick: bool) -> Chapter:
    words = {
        "bare": (sys.executable, "-c", "pass"),
        "ours": (COMMANDS / "newsletter", "--help"),
        "pipx": (COMMANDS / "pipx", "--help"),
    }
    deeds = {name: lambda line=line: run(*line) for name, line in words.items()}
    interleave(deeds, rounds=2)  # compiled files and the disk's cache are warm afterwards
    costs = interleave(deeds, rounds=7 if quick else 15)
    bare, ours, pipx = (median(costs[name]) for name in words)
    walls = {name: spread([cost.wall * 1000 for cost in costs[name]]) for name in words}
    return Chapter(
        title=TITLE,
        figures=(
            Figure(
                name="newsletter --help / pipx --help", value=ours.wall / pipx.wall, unit="x wall", goal=at_most(1.0),
                detail=f"{ours.wall * 1000:.0f} ms ({walls['ours']}) against {pipx.wall * 1000:.0f} ms "
                f"({walls['pipx']}); an interpreter that does nothing: {bare.wall * 1000:.0f} ms",
            ),
            Figure(
                name="newsletter --help / python -c pass", value=ours.wall / bare.wall, unit="x wall",
                detail=f"CPU of ours / pipx: {ours.cpu / pipx.cpu:.2f}",
            ),
        ),
    )  # fmt: skip
