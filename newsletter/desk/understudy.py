"""A sender in a process of its own, that a rehearsal can kill: `python -m newsletter.desk.understudy`.

It does one deed of the desk, the very one that a person's command does. Orders and answers are lines of JSON over its
standard input and output. It gets no secret of the branch: neither its orders nor its variables hold one.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from newsletter.audience import EVERYBODY
from newsletter.desk.result import Result
from newsletter.desk.stage import LeapingClock, Stage
from newsletter.errors import CampaignError, NewsletterError, TransportError
from subscribers.errors import SubscribersError

#: Variables that Python and the system need; none of this program's.
_ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "HOME",
    "LANG",
    "LC_ALL",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a person types: `send ISSUE`, `resume CAMPAIGN`, or `accept` or `resend` of batches of a campaign."""

    word: str
    subject: str
    batches: tuple[int, ...] = ()


class Progress(Protocol):
    """Who watches (see Talk)."""

    def begin(self, what: str, total: int) -> None: ...
    def advance(self, number: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Killing:
    """When to kill -9: so many seconds after this share of the people was handed over (0: as soon as it begins)."""

    share: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a deed ended. All is empty where it was killed."""

    killed: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    #: code, message and remedy of an error; `passing` says that trying later may help.
    error: Mapping[str, str] = field(default_factory=dict)
    passing: bool = False


def environment() -> dict[str, str]:
    """What every process of a rehearsal inherits."""
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


@contextmanager
def process(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """This very Python, without a shell; it ends with the block, or with us, whatever happens."""
    running = subprocess.Popen(  # noqa: S603 see above
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment(),
        # Ctrl-C is for us: we end them.
        start_new_session=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def perform(stage: Stage, deed: Deed, *, killing: Killing | None, progress: Progress) -> Ended:
    """Have a deed done, and kill whoever does it if so wished. Raises CampaignError where it dies by itself."""
    order = {"stage": asdict(stage), "deed": asdict(deed)}
    with process("newsletter.desk.understudy") as running:
        _order(running, order)
        doom = _Doom(killing, running.kill)
        for said in _heard(running):
            if "ended" in said:
                doom.lift()
                return Ended(**said["ended"])
            if "begin" in said:
                progress.begin("Rehearsing", said["begin"])
            else:
                progress.advance(said["advance"])
            doom.look(said)
        code = running.wait()
        if doom.struck:
            return Ended(killed=True)
    raise CampaignError(
        f"The sender of the rehearsal died by itself (exit code {code}).",
        remedy="That should not happen: please report it, with the seed that was printed.",
        code="rehearsal-died",
    )


def _order(running: "subprocess.Popen[str]", order: object) -> None:
    if running.stdin is None:
        raise AssertionError("a pipe was asked for")
    # One that has died already is found out by its silence.
    with suppress(BrokenPipeError):
        running.stdin.write(json.dumps(order) + "\n")
        running.stdin.flush()


def _heard(running: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    """What it says, until it says no more; a line that it was killed in the middle of is none."""
    for line in running.stdout or ():
        if line.endswith("\n"):
            yield json.loads(line)


class _Doom:
    """Looks at the progress of a process and strikes at its hour."""

    def __init__(self, killing: Killing | None, kill: Callable[[], None]) -> None:
        self.struck = False
        self._killing, self._kill = killing, kill
        self._total = self._handed = 0
        self._timer: threading.Timer | None = None

    def look(self, said: Mapping[str, int]) -> None:
        self._total += said.get("begin", 0)
        self._handed += said.get("advance", 0)
        if self._timer is None and self._killing and self._handed >= self._killing.share * self._total:
            self._set(self._killing.after)

    def lift(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _set(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def _strike(self) -> None:
        self.struck = True
        self._kill()


# --- in the process itself -------------------------------------------------------------------------------


class _Speech:
    """Says yes to every question, and how far it is."""

    asks = False

    def say(self, line: str) -> None: ...
    def confirm(self, question: str) -> None: ...
    def confirm_in_person(self, question: str, otherwise: NewsletterError) -> None: ...
    def ask(self, question: str, default: str) -> str:  # noqa: ARG002 the shape of Talk
        return default

    def ask_secret(self, question: str) -> str:  # noqa: ARG002 the shape of Talk
        return ""

    def show_in_person(self, text: str, otherwise: NewsletterError) -> None:  # noqa: ARG002 the shape of Talk
        raise otherwise

    def edit(self, path: str) -> None: ...
    def begin(self, what: str, total: int) -> None:  # noqa: ARG002 the shape of Talk
        _tell(begin=total)

    def advance(self, number: int) -> None:
        _tell(advance=number)

    def end(self) -> None: ...


def main() -> None:
    """Do one deed, say how it ended, and leave; leave at once when whoever ordered it is gone."""
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    stage = Stage(**order["stage"])
    try:
        result = _done(stage, Deed(**order["deed"]))
        ended: dict[str, Any] = {"data": dict(result.data)}
    except (NewsletterError, SubscribersError) as error:
        told = {"code": error.code, "message": error.message, "remedy": error.remedy}
        ended = {"error": told, "passing": isinstance(error, TransportError)}
    _tell(ended=ended)


def _done(stage: Stage, deed: Deed) -> Result:
    from newsletter.desk.campaigns import resume  # noqa: PLC0415 whoever watches needs none of it
    from newsletter.desk.resolve import decide, resolve  # noqa: PLC0415
    from newsletter.desk.send import Order, send  # noqa: PLC0415

    house = stage.house(LeapingClock(stage.clock_file))
    if deed.word == "send":
        # The likeness of the list holds whom the issue is for, and no tags.
        return send(house, Order(slug=deed.subject, audience=EVERYBODY), _Speech())
    if deed.word == "resume":
        return resume(house, deed.subject, _Speech())
    decision = decide(accept=deed.word == "accept", resend=deed.word == "resend", batches=list(deed.batches))
    return resolve(house, deed.subject, decision, _Speech())


def _tell(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
