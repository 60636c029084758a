"""python -m benchmarks.handover_probe WORKSPACE HOW TRANSPORT: the command `send` with a stopwatch round its runner.

HOW is one of
ledger     as it is: intent and outcome of each batch are committed
unwritten  the same sender, runner, threads and transport, but no batch is written about: who is in it is only read
bare       as `unwritten`, and who is in the batches is in memory beforehand; addresses are read at that moment
profile    as `ledger` with one thread; CPU seconds of each part besides (clocks are read some twenty times a batch)

Prints seconds, wall and CPU of all threads, as JSON.
"""

import functools
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import peer
from benchmarks.workspace_probe import ISSUE
from newsletter import wiring
from newsletter.desk.send import Order, send
from newsletter.runners import local
from newsletter.sending.campaign import Attempt, Batch, BatchState, Members
from newsletter.sending.ledger import Ledger
from newsletter.sending.sender import BatchSender
from newsletter.transports.sendgrid import payload
from newsletter.transports.sendgrid.line import Line
from newsletter.wiring import open_house

#: What a batch goes through. A part's time is without that of the parts it calls.
PARTS: tuple[tuple[object, str, str], ...] = (
    (Ledger, "members", "ledger: who is in the batch"),
    (Ledger, "intend", "ledger: the intent"),
    (Ledger, "settle", "ledger: the outcome"),
    (Ledger, "planned", "ledger: which batch is next"),
    (wiring, "recipients", "list: addresses, who has opted out"),
    (BatchSender, "_parcel", "sender: values and envelopes"),
    (BatchSender, "run_batch", "sender: the rest, and forgetting"),
    (payload, "unfit", "request: can it be sent"),
    (payload, "encode", "request: its body"),
    (Line, "exchange", "network"),
)


class NoLedger:
    """Tells the sender what a ledger would tell, and keeps nothing."""

    def __init__(self, ledger: Ledger, campaign: str, *, reads: bool) -> None:
        self._ledger = ledger
        self._waiting = {batch.id: batch for batch in ledger.planned(campaign, most=1_000_000)}
        self._members = (
            {} if reads else {id_: ledger.members(id_, batch.seal) for id_, batch in self._waiting.items()}
        )

    def planned(self, campaign: str, *, most: int) -> list[Batch]:
        del campaign
        return list(self._waiting.values())[:most]

    def members(self, batch: str, seal: str) -> Members:
        return self._members.get(batch) or self._ledger.members(batch, seal)

    def intend(self, attempt: Attempt, **what: object) -> bool:
        del attempt, what
        return True

    def settle(self, attempt: Attempt, state: BatchState, *, reason: str = "", now: datetime) -> bool:
        del reason, now
        if state is not BatchState.PLANNED:  # it was only tried out
            del self._waiting[attempt.batch]
        return True


class Quiet:
    """Says yes and nothing else."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Parts:
    """CPU seconds by part, for one thread."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._called: list[float] = []

    def watch(self, owner: object, name: str, part: str) -> None:
        deed = getattr(owner, name)

        @functools.wraps(deed)
        def watched(*args: Any, **named: Any) -> Any:
            begun = time.thread_time()
            self._called.append(0.0)
            try:
                return deed(*args, **named)
            finally:
                taken = time.thread_time() - begun
                self.seconds[part] += taken - self._called.pop()
                if self._called:
                    self._called[-1] += taken

        setattr(owner, name, watched)


def main(workspace: str, how: str, transport: str) -> None:
    house = open_house(Path(workspace), os.environ)
    local.run = _timed(how, local.run)
    send(house, Order(slug=ISSUE, transport=transport), Quiet())  # type: ignore[arg-type]


def _timed(how: str, run: Callable[..., str]) -> Callable[..., str]:
    def timed(campaign: str, *, ledger: Ledger, hire: Any, threads: int, **others: Any) -> str:
        if how in ("bare", "unwritten"):
            nothing = NoLedger(ledger, campaign, reads=how == "unwritten")
            with peer.stopwatch():
                run(campaign, ledger=nothing, hire=_without(hire, nothing), threads=threads, **others)
            os._exit(0)  # nothing was kept, so there is nothing to go on with
        if how == "profile":
            return _profiled(run, campaign, ledger=ledger, hire=hire, threads=1, **others)
        with peer.stopwatch():
            return run(campaign, ledger=ledger, hire=hire, threads=threads, **others)

    return timed


def _without(hire: Callable[[], Any], nothing: NoLedger) -> Callable[[], Any]:
    def hired() -> Any:
        worker = hire()
        worker._sender._ledger = nothing
        return worker

    return hired


def _profiled(run: Callable[..., str], campaign: str, **others: Any) -> str:
    parts = Parts()
    for owner, name, part in PARTS:
        parts.watch(owner, name, part)
    wall, cpu = time.perf_counter(), time.process_time()
    stopped = run(campaign, **others)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "parts": parts.seconds}), flush=True)
    return stopped


if __name__ == "__main__":
    main(*sys.argv[1:])
