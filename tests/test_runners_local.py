"""The local runner leaves Python's garbage collector as it was. What it does with batches: test_sending_sender.py."""

import gc

import pytest

from newsletter.runners.local import OBJECTS_BETWEEN_COLLECTIONS, run
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
