"""python -m benchmarks [--quick] [--json] [--only BEGINNING | --pages FOLDER]: figures as ratios against named peers.

These are no tests: a goal that is missed is said and changes no exit code; only what could not run does.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import (
    extraction,
    faithfulness,
    handing_over,
    lists,
    proposals,
    rendering,
    sending,
    smtp,
    startup,
)
from benchmarks.bench import bench
from benchmarks.figure import Chapter, as_json
from benchmarks.measure import BenchmarkError

_Benchmarks = tuple[tuple[str, Callable[..., Chapter]], ...]

BENCHMARKS: _Benchmarks = (
    (startup.TITLE, startup.measure),
    (rendering.COMPILE, rendering.measure_compile),
    (rendering.FILL, rendering.measure_fill),
    (lists.TITLE, lists.measure),
)
#: These share their sinks and lists.
WITH_SINKS: _Benchmarks = (
    (handing_over.TITLE, handing_over.measure),
    (sending.TITLE, sending.measure),
    (smtp.TITLE, smtp.measure),
)
#: These need articles that others wrote, which are not kept here: a folder for each.
WITH_FOLDERS = {
    "pages": (extraction.TITLE, extraction.measure),
    "summaries": (faithfulness.TITLE, faithfulness.measure),
    "proposals": (proposals.TITLE, proposals.measure),
}


def machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}{load}"


def chapters(
    only: str, folders: dict[str, Path], *, quick: bool, say: Callable[[Chapter], None]
) -> Iterator[Chapter]:
    for name, folder in folders.items():
        title, read = WITH_FOLDERS[name]
        yield _one(title, partial(read, folder, quick=quick), say)
    if folders:
        return
    for title, measure in _chosen(BENCHMARKS, only):
        yield _one(title, partial(measure, quick=quick), say)
    if chosen := _chosen(WITH_SINKS, only):
        with bench() as here:
            for title, measure in chosen:
                yield _one(title, partial(measure, here, quick=quick), say)


def _chosen(those: _Benchmarks, only: str) -> _Benchmarks:
    return tuple(pair for pair in those if pair[0].lower().startswith(only.lower()))


def _one(title: str, measure: Callable[[], Chapter], say: Callable[[Chapter], None]) -> Chapter:
    try:
        chapter = measure()
    except (BenchmarkError, OSError) as error:
        chapter = Chapter(title=title, trouble=str(error))
    say(chapter)
    return chapter


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller numbers, fewer rounds: rough figures")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--only", default="", metavar="BEGINNING", help="only chapters whose title begins so")
    for name, (title, _) in WITH_FOLDERS.items():
        parser.add_argument(f"--{name}", type=Path, metavar="FOLDER", help=f"only this, of a folder: {title}")
    chosen = parser.parse_args()
    folders = {name: folder for name in WITH_FOLDERS if (folder := getattr(chosen, name)) is not None}
    where = machine()
    if not chosen.json:
        print(f"On {where}. Ratios of one run; a busy machine makes them rough.", flush=True)
    found = list(chapters(chosen.only, folders, quick=chosen.quick, say=_silent if chosen.json else _say))
    if chosen.json:
        print(as_json(found, where))
    return 1 if any(chapter.trouble for chapter in found) else 0


def _say(chapter: Chapter) -> None:
    print("\n".join(chapter.lines()), flush=True)


def _silent(chapter: Chapter) -> None: ...


if __name__ == "__main__":
    sys.exit(main())
