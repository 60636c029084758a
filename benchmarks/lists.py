"""Taking a dirty list in: ours against email-validator, sqlite-utils and the sqlite3 shell; what encryption costs."""

import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.dirty_list import write_list
from benchmarks.figure import Chapter, Figure, at_least, at_most
from benchmarks.measure import COMMANDS, BenchmarkError, Cost, interleave, python, run

TITLE = "A dirty list: importing it, from the file to the commit"
#: email-validator alone takes minutes for a million.
PEER_ROWS = 100_000


def measure(*, quick: bool) -> Chapter:
    rows, peer_rows, rounds = (50_000, 10_000, 1) if quick else (1_000_000, PEER_ROWS, 3)
    with tempfile.TemporaryDirectory(prefix="newsletter-lists-") as name:
        folder = Path(name)
        large, small = folder / "large.csv", folder / "small.csv"
        write_list(large, rows)
        write_list(small, peer_rows)
        costs = interleave(
            {
                "encrypted": lambda: _ours(large, folder, "encrypted"),
                "plain": lambda: _ours(large, folder, "plain"),
                "validator": lambda: _ours(small, folder, "validator"),
                "loop": lambda: python("-m", "benchmarks.validator_peer", small),
                "sqlite-utils": lambda: _sqlite_utils(small, folder),
                "shell": lambda: _shell(large, folder),
            },
            rounds=rounds,
        )
    return _chapter(costs, rows, peer_rows)


def _chapter(costs: dict[str, list[Cost]], rows: int, peer_rows: int) -> Chapter:
    def rate(name: str, number: int, seconds: Callable[[Cost], float]) -> float:
        return number / statistics.median(seconds(cost) for cost in costs[name])

    ours, plain = rate("encrypted", rows, _told), rate("plain", rows, _told)
    validator, loop = rate("validator", peer_rows, _told), rate("loop", peer_rows, _told)
    utils, shell = rate("sqlite-utils", peer_rows, _wall), rate("shell", rows, _wall)
    cpu = _median_cpu(costs["encrypted"]) / _median_cpu(costs["plain"])
    memory = statistics.median(cost.memory for cost in costs["encrypted"])
    return Chapter(
        title=TITLE,
        figures=(
            Figure(
                name="rows/s: ours / ours with email-validator for each row", value=ours / validator, unit="x",
                goal=at_least(5), detail=f"{ours:,.0f}/s against {validator:,.0f}/s",
            ),
            Figure(
                name="rows/s: ours / a loop over email-validator", value=ours / loop, unit="x",
                detail=f"{loop:,.0f}/s, which stores nothing",
            ),
            Figure(
                name="rows/s: ours / sqlite-utils upsert", value=ours / utils, unit="x", goal=at_least(2),
                detail=f"{utils:,.0f}/s, which looks at nothing",
            ),
            Figure(
                name="rows/s: ours / .import of the sqlite3 shell", value=ours / shell, unit="x", goal=at_least(0.2),
                detail=f"{shell:,.0f}/s, text into one table without a key",
            ),
            Figure(
                name="time: encrypted / not encrypted", value=plain / ours, unit="x wall", goal=at_most(1.1),
                detail=f"by CPU {cpu:.2f}",
            ),
            Figure(
                name=f"peak memory at {rows:,} rows", value=memory, unit="MB", goal=at_most(200),
            ),
        ),
        notes=(f"Peers with email-validator and sqlite-utils took {peer_rows:,} rows, the others {rows:,}.",),
    )  # fmt: skip


def _ours(source: Path, folder: Path, how: str) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        cost = python("-m", "benchmarks.list_probe", source, place, how)
    if not cost.told["added"]:
        raise BenchmarkError("nobody was taken in")
    return cost


def _sqlite_utils(source: Path, folder: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        words = ("upsert", Path(place, "peer.db"), "people", source, "--csv", "--pk", "Email Address")
        return run(COMMANDS / "sqlite-utils", *words)


def _shell(source: Path, folder: Path) -> Cost:
    shell = shutil.which("sqlite3")
    if shell is None:
        raise BenchmarkError("there is no sqlite3 shell: install the package sqlite3")
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return run(shell, Path(place, "peer.db"), ".mode csv", f".import {source} people")


def _told(cost: Cost) -> float:
    return float(cost.told["wall"])


def _wall(cost: Cost) -> float:
    return cost.wall


def _median_cpu(costs: Sequence[Cost]) -> float:
    return statistics.median(cost.cpu for cost in costs)
