"""python -m benchmarks [--quick] [--json]: every figure in one run, as ratios against named peers.

These are no tests: a goal that is missed is said and changes no exit code; only what could not run does.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator

from benchmarks import rendering, sending, startup
from benchmarks.figure import Chapter, as_json
from benchmarks.measure import BenchmarkError

BENCHMARKS: tuple[tuple[str, Callable[..., Chapter]], ...] = (
    (startup.TITLE, startup.measure),
    (rendering.COMPILE, rendering.measure_compile),
    (rendering.FILL, rendering.measure_fill),
    (sending.TITLE, sending.measure),
)


def machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}{load}"


def chapters(*, quick: bool, say: Callable[[Chapter], None]) -> Iterator[Chapter]:
    for title, measure in BENCHMARKS:
        try:
            chapter = measure(quick=quick)
        except (BenchmarkError, OSError) as error:
            chapter = Chapter(title=title, trouble=str(error))
        say(chapter)
        yield chapter


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller numbers, fewer rounds: rough figures")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    chosen = parser.parse_args()
    where = machine()
    if not chosen.json:
        print(f"On {where}. Ratios of one run; a busy machine makes them rough.", flush=True)
    found = list(chapters(quick=chosen.quick, say=_silent if chosen.json else _say))
    if chosen.json:
        print(as_json(found, where))
    return 1 if any(chapter.trouble for chapter in found) else 0


def _say(chapter: Chapter) -> None:
    print("\n".join(chapter.lines()), flush=True)


def _silent(chapter: Chapter) -> None: ...


if __name__ == "__main__":
    sys.exit(main())
