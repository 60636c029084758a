"""The ledger of a list that comes from a backup: what may have happened since is in doubt, and never done again.

A batch that was planned that day may have been handed over the next. No log can prove that it was not, for nobody knows
under which attempt; only a person can say.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from newsletter.sending.ledger import Ledger
from subscribers.database import Database
from subscribers.identity import new_id
from subscribers.marks import SIGN
from subscribers.moments import to_micros
from subscribers.restoring import Table
from subscribers.statements import Statement, load_statements

_TABLES = ("campaign", "wave", "batch")


def unsettled(database: Database, *, now: float) -> list[tuple[str, str]]:
    """Real campaigns that somebody has to settle first, with their states; `now` is UNIX seconds."""
    return [(str(id_), str(state)) for id_, state in database.rows(_sql("unsettled_campaigns"), now=int(now))]


class Named:
    """Whom deliveries name by id: looked up once, and only when somebody asks."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._ids: set[str] | None = None

    def __contains__(self, subscriber: object) -> bool:
        if self._ids is None:
            self._ids = {str(id_) for (id_,) in self._db.rows(_sql("named_subscribers"))}
        return subscriber in self._ids


def doubt(database: Database, campaigns: Iterable[str], *, now: datetime) -> int:
    """Nobody knows what became of them since; how many batches are in doubt. In the caller's transaction."""
    number = 0
    for campaign in campaigns:
        in_doubt = database.run(_sql("doubt_batches"), campaign=campaign, now=to_micros(now))
        database.run(
            _sql("stop_restored"), campaign=campaign,
            message="The list was restored from a backup made in the middle of this campaign. Who got it since is not "
            "known.",
            remedy=f"Say it, if you know: newsletter campaign resolve {campaign} --accept (they have it) or --resend",
        )  # fmt: skip
        number += in_doubt
    return number


def add_campaigns(present: Database, backup: Database) -> list[str]:
    """Campaigns that only the backup knows of; their ids. In the caller's transaction on the list.

    Somebody who has an issue by a campaign of the list as well stands in the other one under a mark.
    """
    known = {campaign.id for campaign in Ledger(present).campaigns()}
    new = [campaign.id for campaign in Ledger(backup).campaigns() if campaign.id not in known]
    if not new:
        return []
    for name in _TABLES:
        key = "id" if name == "campaign" else "campaign"
        # What a seal says may not be so here: a delivery gets a mark, and the list is another.
        unsealed = {"seal": ""} if name == "batch" else {}
        Table(present, name).add([row | unsealed for row in Table(backup, name).rows() if row[key] in new])
    Table(present, "delivery").add(_deliveries(present, backup, set(new)))
    Table(present, "other_mark").add(Table(backup, "other_mark").rows(), unless_there=True)
    return new


def _deliveries(present: Database, backup: Database, new: set[str]) -> Iterator[Mapping[str, Any]]:
    had = {
        (row["issue"], row["subscriber"], row["repetition"])
        for row in Table(present, "delivery").rows()
        if row["kind"] == "real" and row["state"] != "called_back"
    }
    for row in Table(backup, "delivery").rows():
        if row["campaign"] not in new:
            continue
        counts = row["kind"] == "real" and row["state"] != "called_back"
        is_double = counts and (row["issue"], row["subscriber"], row["repetition"]) in had
        yield row | {"subscriber": f"{SIGN}{new_id()}"} if is_double else row


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "restored.sql")[name]
