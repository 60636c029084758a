"""Recipients per second into a local sink: the command `newsletter send` against django-anymail, and their memory.

Both are whole processes, from start to exit. Ours opens the encrypted list, renders, checks, freezes the audience,
keeps the ledger and prints a receipt; the peer finds the letter compiled and the people in a plain file.
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.figure import Chapter, Figure, at_least
from benchmarks.measure import (
    COMMANDS,
    ROOT,
    BenchmarkError,
    Cost,
    environment,
    interleave,
    median,
    python,
    run,
    spread,
)

TITLE = "Sending: newsletter send against django-anymail's SendGrid bulk sending, into one local sink"

#: Not counted at the sink: whoever has four threads may post four at once.
FIRST_REQUESTS = 4


@dataclass(frozen=True, slots=True)
class Bench:
    """The sink that takes everything, and where the lists lie."""

    port: int
    folder: Path
    variables: dict[str, str]

    def prepare(self, people: int) -> Path:
        """A list of so many people with everything that both senders need; its making is not measured."""
        folder = self.folder / str(people)
        folder.mkdir()
        python("-m", "benchmarks.workspace_probe", folder, people, variables=self.variables)
        return folder

    def ours(self, folder: Path, people: int) -> Cost:
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            workspace = Path(shutil.copytree(folder / "branch", Path(copy, "branch")))
            cost = run(COMMANDS / "newsletter", "send", "october", "--yes", "--json", folder=workspace,
                       variables=self.variables)  # fmt: skip
        accepted = json.loads(cost.out)["data"]["receipt"]["accepted"]
        if accepted != people:
            raise BenchmarkError(f"the receipt says {accepted} instead of {people}")
        return replace(cost, rate=rate(self.taken(people)))

    def anymail(self, folder: Path, people: int) -> Cost:
        cost = python("-m", "benchmarks.anymail_peer", folder, self.port, variables=self.variables)
        return replace(cost, rate=rate(self.taken(people)))

    def taken(self, people: int) -> dict[str, Any]:
        """What the sink has taken since the last look; raises BenchmarkError when that is not everybody once."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/") as answer:
            tally: dict[str, Any] = json.load(answer)
        if tally["recipients"] != people:
            raise BenchmarkError(f"the sink took {tally['recipients']} recipients instead of {people}")
        return tally

    def ceiling(self, folder: Path, requests: int) -> float:
        rates = []
        for threads in (1, 4):
            told = python("-m", "benchmarks.flood", folder, self.port, requests, threads).told
            self.taken(requests * 1000)
            rates.append(float(told["per_second"]))
        return max(rates)


def rate(tally: dict[str, Any]) -> float:
    """Recipients per second by the sink's clock, after the first requests; 0 where there were no more."""
    arrivals = tally["arrivals"]
    if len(arrivals) <= FIRST_REQUESTS:
        return 0.0
    begun, ended = arrivals[FIRST_REQUESTS - 1][0], arrivals[-1][0]
    return float(sum(number for _, number in arrivals[FIRST_REQUESTS:]) / (ended - begun))


@contextmanager
def bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="newsletter-bench-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sink"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        try:
            port = int((process.stdout.readline() if process.stdout else "") or 0)
            if not port:
                raise BenchmarkError("the sink did not start")
            yield Bench(port, Path(folder), _variables(port, Path(folder)))
        finally:
            process.kill()
            process.communicate()


def _variables(port: int, home: Path) -> dict[str, str]:
    """A home and keys of its own: nothing of the person who runs this is read or written."""
    return environment(
        HOME=str(home), XDG_CONFIG_HOME=str(home / "config"), NO_PROXY="127.0.0.1",
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
        NEWSLETTER_ROOT_KEY=secrets.token_hex(32),
        NEWSLETTER_SENDGRID_HOST=f"http://127.0.0.1:{port}", SENDGRID_API_KEY="SG.not-a-real-key.0123456789",
    )  # fmt: skip


def measure(*, quick: bool) -> Chapter:
    sizes, rounds = ((1_000, 10_000), 1) if quick else ((10_000, 100_000), 3)
    with bench() as here:
        found = {people: _both(here, people, rounds) for people in sizes}
        ceiling = here.ceiling(here.folder / str(sizes[0]), 200 if quick else 1_000)
    small, large = (_medians(found[people]) for people in sizes)
    return Chapter(
        title=TITLE,
        figures=(
            _into_the_sink(sizes[1], large, found[sizes[1]]),
            *_rates(sizes[1], large, found[sizes[1]], goal=True),
            *_rates(sizes[0], small, found[sizes[0]], goal=False),
            _each_further(sizes, small, large),
            *_memory(sizes, small, large),
            Figure(
                name="ceiling of the sink / ours", value=ceiling / (sizes[1] / large["ours"].wall), unit="x",
                detail=f"{ceiling:,.0f} recipients/s with bodies encoded beforehand",
            ),
        ),
        notes=(
            "At the sink: what is handed over, ledger included, by the sink's clock, without start-up and receipt.",
            "Whole processes from start to exit, medians of rounds. Ours renders, checks and freezes the audience too.",
            "The pace of newsletter.toml is lifted; as shipped (600 requests a minute) it is 10,000 recipients/s.",
        ),
    )  # fmt: skip


def _both(here: Bench, people: int, rounds: int) -> dict[str, list[Cost]]:
    folder = here.prepare(people)
    return interleave(
        {"ours": lambda: here.ours(folder, people), "anymail": lambda: here.anymail(folder, people)},
        rounds=rounds,
    )


def _medians(costs: dict[str, list[Cost]]) -> dict[str, Cost]:
    return {name: median(found) for name, found in costs.items()}


def _into_the_sink(people: int, mid: dict[str, Cost], costs: dict[str, list[Cost]]) -> Figure:
    """The handing over by itself, ledger included, as the other side sees it."""
    ours, anymail = mid["ours"].rate, mid["anymail"].rate
    rates = {name: spread([cost.rate / 1000 for cost in found]) for name, found in costs.items()}
    return Figure(
        name=f"recipients/s at the sink, {people:,} people: ours / anymail", value=ours / anymail, unit="x",
        goal=at_least(5),
        detail=f"{ours:,.0f}/s ({rates['ours']} thousand) against {anymail:,.0f}/s ({rates['anymail']} thousand), "
        f"from request {FIRST_REQUESTS} to the last",
    )  # fmt: skip


def _rates(
    people: int, mid: dict[str, Cost], costs: dict[str, list[Cost]], *, goal: bool
) -> Iterator[Figure]:
    ours, anymail = mid["ours"], mid["anymail"]
    walls: dict[str, Any] = {name: spread([cost.wall for cost in found]) for name, found in costs.items()}
    yield Figure(
        name=f"recipients/s, whole process, {people:,}: ours / anymail", value=anymail.wall / ours.wall, unit="x wall",
        goal=at_least(5) if goal else None,
        detail=f"{people / ours.wall:,.0f}/s ({walls['ours']} s) against {people / anymail.wall:,.0f}/s "
        f"({walls['anymail']} s); CPU seconds {ours.cpu:.2f} against {anymail.cpu:.2f}: {anymail.cpu / ours.cpu:.1f}x",
    )  # fmt: skip


def _each_further(sizes: tuple[int, int], small: dict[str, Cost], large: dict[str, Cost]) -> Figure:
    """Without start-up, rendering and checks: what the people beyond the smaller list cost."""
    further = {name: large[name].wall - small[name].wall for name in large}
    number = sizes[1] - sizes[0]
    return Figure(
        name="recipients/s of each further one: ours / anymail", value=further["anymail"] / further["ours"],
        unit="x wall",
        detail=f"{number / further['ours']:,.0f}/s against {number / further['anymail']:,.0f}/s",
    )  # fmt: skip


def _memory(sizes: tuple[int, int], small: dict[str, Cost], large: dict[str, Cost]) -> Iterator[Figure]:
    for people, mid in zip(sizes, (small, large), strict=True):
        yield Figure(
            name=f"peak memory, {people:,} people: ours / anymail",
            value=mid["ours"].memory / mid["anymail"].memory, unit="x RSS",
            detail=f"{mid['ours'].memory:.0f} MB against {mid['anymail'].memory:.0f} MB",
        )  # fmt: skip
    growth = {name: large[name].memory - small[name].memory for name in large}
    yield Figure(
        name=f"peak memory of ours, {sizes[1]:,} / {sizes[0]:,} people",
        value=large["ours"].memory / small["ours"].memory, unit="x RSS",
        detail=f"grows by {growth['ours']:.1f} MB; anymail by {growth['anymail']:.1f} MB",
    )  # fmt: skip
