"""Runs processes and says what they cost: wall, CPU and memory, from the system's own account of each.

This file and its callers import the standard library only. A child inherits the memory peak of the process that
started it, so the starter must stay smaller than what it measures.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
#: Where pip put the commands that are compared.
COMMANDS = Path(sys.executable).parent


class BenchmarkError(Exception):
    """Something could not run; the words say what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost. Seconds, and megabytes of 2**20 bytes at the peak."""

    wall: float
    cpu: float
    memory: float
    out: str = ""
    #: recipients per second, where a sink counted them.
    rate: float = 0.0

    @property
    def told(self) -> dict[str, Any]:
        """What the process printed as JSON in its last line."""
        told: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return told


def environment(**more: str) -> dict[str, str]:
    """As a person's: with compiled files kept, and without settings of this program or variables of Python."""
    ours = ("NEWSLETTER", "SENDGRID", "PYTHON", "DJANGO")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "COLUMNS": "100", **more}


def run(
    *words: object, folder: Path = ROOT, variables: Mapping[str, str] | None = None, expect: int = 0
) -> Cost:
    """Run a process to its end. Raises BenchmarkError when it ends otherwise than expected."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in words], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env=environment() if variables is None else dict(variables),
        )  # fmt: skip
        # wait4 and not wait: it gives the system's account of this one process.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != expect:
            raise BenchmarkError(f"{Path(str(words[0])).name} ended with {process.returncode}: {_tail(err)}")
        out.seek(0)
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Cost(
            wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=kilobytes / 1024, out=out.read().decode()
        )


def python(*words: object, **how: Any) -> Cost:
    """Run a module of ours, or any other words, with this very interpreter."""
    return run(sys.executable, *words, **how)


def interleave(deeds: Mapping[str, Callable[[], Cost]], *, rounds: int) -> dict[str, list[Cost]]:
    """Do each deed in turn, round after round, so that a busy minute of the machine falls on all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in deeds}
    for _ in range(rounds):
        for name, deed in deeds.items():
            costs[name].append(deed())
    return costs


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each number by itself; what the last one printed."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
        memory=statistics.median(cost.memory for cost in costs),
        out=costs[-1].out,
        rate=statistics.median(cost.rate for cost in costs),
    )


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.3g}-{max(values):.3g}"


def _tail(stream: Any) -> str:
    stream.seek(0)
    lines = stream.read().decode(errors="replace").strip().splitlines()
    return " / ".join(lines[-3:])[:500] or "without a word"
