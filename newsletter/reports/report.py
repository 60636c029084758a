"""The report of a campaign: its receipt, and what became of its people since, as far as it is known.

Counted are people to whom this campaign was handed over, whom no later real campaign had reached when they were
marked, and who were not forgotten since: so nobody counts in two reports. The time of a mark is the time at which this
program learned of it. Of a campaign whose people are not named any more the numbers are those of that day. Opens and
clicks are not counted, because they are not measured.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from newsletter.feedback.suppressions import SOURCE, last_read
from newsletter.reports.languages import by_language
from newsletter.sending.campaign import Campaign, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt
from newsletter.sending.retention import kept_aftermath
from newsletter.settings import TransportName
from newsletter.transports.base import Reason
from subscribers.database import Database
from subscribers.departures import Departure, departures
from subscribers.moments import from_micros, to_micros
from subscribers.statements import Statement, load_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """People who were marked since the handover, each once, by the first mark; None: nobody can know here.

    What they said counts before what their mailbox did.
    """

    bounced: int | None
    invalid: int | None  #: the provider says that this is no address
    complained: int | None
    unsubscribed: int | None  #: by the link in the mail
    taken_off: int  #: told the branch, or were taken off the list here

    @property
    def opted_out(self) -> int:
        """By either way, as far as it is known."""
        return (self.unsubscribed or 0) + self.taken_off

    @property
    def unreachable(self) -> int:
        return (self.bounced or 0) + (self.invalid or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    campaign: Campaign
    receipt: Receipt
    #: The receipt of each language; empty where all get one letter.
    languages: Mapping[str, Receipt]
    #: None for a drill: nobody was mailed, so nobody can answer.
    aftermath: Aftermath | None
    #: Until when the provider's lists have been read; None: never since the campaign began, or it has none.
    as_of: datetime | None

    def numbers(self) -> dict[str, int | None]:
        """The receipt's and the aftermath's under one roof; None for what is not known."""
        unknown = dict.fromkeys(Aftermath.__slots__)
        return {**self.receipt.to_json(), **(asdict(self.aftermath) if self.aftermath else unknown)}


def report_of(database: Database, campaign_id: str) -> Report:
    """All that the database knows. Raises CampaignError where there is no such campaign."""
    ledger = Ledger(database)
    campaign = ledger.campaign(campaign_id)
    receipt = ledger.receipt(campaign.id)
    languages = by_language(ledger, campaign.id)
    kept = kept_aftermath(database, campaign.id)
    aftermath, as_of = _counted(database, campaign) if kept is None else _thawed(kept)
    return Report(campaign=campaign, receipt=receipt, languages=languages, aftermath=aftermath, as_of=as_of)


def frozen_aftermath(database: Database, campaign_id: str) -> str:
    """What the report says now, as JSON: for the time when its people are not named any more."""
    aftermath, as_of = _counted(database, Ledger(database).campaign(campaign_id))
    return json.dumps({
        "aftermath": None if aftermath is None else asdict(aftermath),
        "as_of": None if as_of is None else to_micros(as_of),
    })  # fmt: skip


def _thawed(kept: str) -> tuple[Aftermath | None, datetime | None]:
    known = json.loads(kept)
    numbers, as_of = known["aftermath"], known["as_of"]
    return None if numbers is None else Aftermath(**numbers), None if as_of is None else from_micros(as_of)


def _counted(database: Database, campaign: Campaign) -> tuple[Aftermath | None, datetime | None]:
    as_of = _as_of(database, campaign)
    return (_aftermath(database, campaign, as_of) if campaign.kind is Kind.REAL else None), as_of


def _as_of(database: Database, campaign: Campaign) -> datetime | None:
    """What was read before the campaign began tells nothing about it."""
    if campaign.kind is not Kind.REAL or campaign.transport != TransportName.SENDGRID:
        return None
    read = last_read(database)
    return read if read is not None and read > campaign.created else None


def _aftermath(database: Database, campaign: Campaign, as_of: datetime | None) -> Aftermath:
    counted = Counter(
        _word(departure)
        for departure in departures(database, since=campaign.created)
        if _mailed_last(database, campaign, departure) == campaign.id
    )
    by_provider = {reason: None if as_of is None else counted[reason] for reason in Reason}
    return Aftermath(
        bounced=by_provider[Reason.BOUNCED],
        invalid=by_provider[Reason.INVALID],
        complained=by_provider[Reason.COMPLAINED],
        unsubscribed=by_provider[Reason.UNSUBSCRIBED],
        taken_off=counted[None],
    )


def _word(departure: Departure) -> Reason | None:
    """The provider's word; None for all that was noted here, in whatever words."""
    return (
        Reason(departure.reason) if departure.source == SOURCE and departure.reason in list(Reason) else None
    )


def _mailed_last(database: Database, campaign: Campaign, departure: Departure) -> str | None:
    row = database.one(
        _sql("mailed_last"),
        subscriber=departure.person,
        since=to_micros(campaign.created),
        before=to_micros(departure.at),
    )
    return None if row is None else str(row[0])


def _sql(name: str) -> Statement:
    return load_statements("newsletter.reports", "report.sql")[name]
