"""A list that was sent from, its backups and restores, and what a refusal is called."""

import secrets
from pathlib import Path
from typing import Any

from newsletter.secret import Purpose, derive
from newsletter.sending.campaign import Attempt, BatchState
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House, open_house
from subscribers.database import Database
from tests.campaigns import NOW, make_plan
from tests.command import Desk, Done

ROOT = "66" * 32


def house_of(desk: Desk) -> House:
    return open_house(desk.workspace, desk.variables())


def restore(desk: Desk, file: Path, *words: str, **how: Any) -> Done:
    return desk.here("database", "restore", file, *words, "--yes", "--json", **how)


def send_out(database: Database, issue: str, *, state: BatchState | None = BatchState.ACCEPTED) -> str:
    """A real campaign to everybody who has not had the issue; None: it was planned only."""
    ledger = Ledger(database, marks=MARKS(database))
    plan = make_plan(ledger, issue=issue, batch_size=10)
    ledger.begin(plan, now=NOW)
    fence = ledger.take_over(plan.id, owner="test", now=NOW)
    if state is not None:
        attempt = Attempt(f"{plan.id}.1", secrets.token_hex(4), fence)
        ledger.intend(attempt, now=NOW)
        ledger.settle(attempt, state, now=NOW)
        ledger.finish(plan.id, fence=fence)
    return plan.id


def MARKS(database: Database) -> Any:  # noqa: N802 of the key of these tests
    from subscribers.people import People

    return People(database, hash_key=derive(bytes.fromhex(ROOT), Purpose.SUPPRESSION)).marks


def code(done: Done) -> str:
    return str(done.json["errors"][0]["code"])
