"""The local runner leaves Python's garbage collector as it was. What it does with batches: test_sending_sender.py."""

import gc
import threading

import pytest

from newsletter.runners.local import HELPING, OBJECTS_BETWEEN_COLLECTIONS, run
from newsletter.sending.campaign import Batch
from newsletter.sending.ledger import Ledger
from newsletter.sending.sender import Step
from subscribers.database import Database
from tests.campaigns import NOW, add_people, make_plan, prepared


class _Looker:
    """Notes how often Python would look for dead rings, and refuses to work when it is told to."""

    def __init__(self, *, fails: bool) -> None:
        self.seen: list[int] = []
        self._fails = fails

    def run_batch(self, batch: Batch) -> Step:
        self.seen.append(gc.get_threshold()[0])
        if self._fails:
            raise RuntimeError("disk gone")
        return Step.HALTED

    def close(self) -> None: ...


class _Together:
    """Its batches come to their end when so many are on their way at a time; the first one at once."""

    def __init__(self, number: int) -> None:
        self._barrier = threading.Barrier(number)
        self.done: set[str] = set()

    def run_batch(self, batch: Batch) -> Step:
        if self.done:
            self._barrier.wait(timeout=30)
        self.done.add(batch.id)
        return Step.ACCEPTED

    def close(self) -> None: ...


def test_where_all_wait_for_answers_one_more_begins_until_every_thread_has_a_batch() -> None:
    waiting = [Batch(id=f"c.{number}", number=number, size=1) for number in range(9)]
    worker = _Together(4)

    class Book:
        def planned(self, campaign: str, *, most: int) -> list[Batch]:
            del campaign
            return [batch for batch in waiting if batch.id not in worker.done][:most]

    assert run("c", ledger=Book(), hire=lambda: worker, threads=4, progress=lambda _: None) == ""  # type: ignore[arg-type]
    assert worker.done == {batch.id for batch in waiting}


@pytest.mark.parametrize("fails", [False, True])
def test_dead_rings_are_looked_for_rarely_and_as_before_afterwards(sqlite_db: Database, fails: bool) -> None:
    add_people(prepared(sqlite_db), 1)
    ledger, before, looker = Ledger(sqlite_db), gc.get_threshold(), _Looker(fails=fails)
    plan = make_plan(ledger)
    ledger.begin(plan, now=NOW)
    try:
        run(plan.id, ledger=ledger, hire=lambda: looker, threads=1, progress=lambda _: None)
    except RuntimeError:
        assert fails
    assert looker.seen == [OBJECTS_BETWEEN_COLLECTIONS]
    assert gc.get_threshold() == before


def test_planned_batches_are_looked_up_a_helping_at_a_time_and_each_goes_once() -> None:
    """Also one that is to go before all others, though it was seen already and waits."""
    waiting = [Batch(id=f"c.{number}", number=number, size=1) for number in range(2 * HELPING)]
    asked, done, first = [], [], [waiting[5]]

    class Book:
        def planned(self, campaign: str, *, most: int) -> list[Batch]:
            asked.append(campaign)
            return [batch for batch in waiting if batch.id not in done][:most]

    class Hand:
        def run_batch(self, batch: Batch) -> Step:
            done.append(batch.id)
            return Step.ACCEPTED

        def close(self) -> None: ...

    run(
        "c", ledger=Book(), hire=Hand, threads=1, progress=lambda _: None,  # type: ignore[arg-type]
        before_all=lambda: first.pop() if len(done) == 1 and first else None,
    )  # fmt: skip
    assert done[:3] == ["c.0", "c.5", "c.1"]
    assert sorted(done) == sorted(batch.id for batch in waiting)
    assert len(asked) == 3  # the last one finds nothing
