"""What one person was sent: part of the answer to a request for access."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from newsletter.sending.campaign import Campaign
from newsletter.sending.ledger import Ledger
from subscribers.database import Database
from subscribers.moments import from_micros
from subscribers.statements import load_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One delivery: `outcome` is the batch's state, or what became of this person alone."""

    campaign: Campaign
    outcome: str
    #: None while nothing is settled.
    settled: datetime | None


def sent_to(database: Database, person: str, mark_in: Callable[[str], str]) -> Iterator[Sent]:
    """Every delivery to a person, newest campaign first; `mark_in` tells what mark may stand for them in an issue."""
    statements = load_statements("newsletter.sending", "sent_to.sql")
    for campaign in Ledger(database).campaigns():
        asked = {"issue": campaign.issue, "mark": mark_in(campaign.issue)}
        other = database.value(statements["stands_for"], **asked) or asked["mark"]
        asked |= {"campaign": campaign.id, "other": str(other), "person": person}
        for own, batch, settled in database.rows(statements["sent_to"], **asked):
            yield Sent(
                campaign=campaign,
                outcome=str(batch if own == "with_batch" else own),
                settled=from_micros(settled) if settled else None,
            )
