"""Carry a campaign on: take it over, settle what a dead owner left, hand over what is planned, and tell the truth."""

import os
from collections.abc import Callable

from newsletter.desk.result import Result, Talk
from newsletter.desk.words import framed, receipt_lines, resume_line
from newsletter.errors import CampaignError, ExitCode
from newsletter.runners import local
from newsletter.sending.campaign import Campaign
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt
from newsletter.sending.recovery import recover
from newsletter.sending.sender import Ownership
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

#: How often a sign of life is written, for whoever asks meanwhile.
BEAT_SECONDS = 5.0

#: Why the runner gave up, in plain words.
_STOPS = {
    "no-clear-answers": (
        "The provider gave no clear answer several times in a row, so the rest was not handed over.",
        "Look at the provider's status page; then resume.",
    ),
    "in-doubt": ("Some deliveries are in doubt.", "See which, then look into the provider's own log."),
    "not-taken": (
        "The provider could not be reached, or asked to wait, several times in a row.",
        "Check the connection, wait a little, then resume.",
    ),
}


_NOBODY_TAKEN = (
    "The provider refused everybody: the mail, the sender or the account is at fault. Nobody was struck off.",
    "Mend it and resume; or suppress an address that is really wrong.",
)


def carry(house: House, campaign_id: str, talk: Talk) -> Result:
    """Work through what is planned. The result is the receipt; exit code 4 while anybody waits or is in doubt."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign.is_over:
            return told(ledger, campaign_id)
        refuse_other_kind(house, campaign)
        with house.lock(campaign_id, owner=lambda: ledger.campaign(campaign_id).owner):
            # Made before the campaign is ours: a missing key must not count as a beginning.
            house.make_transport(TransportName(campaign.transport), campaign.id).close()
            owned = take_over(house, ledger, campaign)
            _hand_over(house, database, owned, talk)
        return told(ledger, campaign_id)


def told(ledger: Ledger, campaign_id: str) -> Result:
    """The receipt of a campaign, for people and scripts."""
    campaign, receipt = ledger.campaign(campaign_id), ledger.receipt(campaign_id)
    lines = (f"Campaign {campaign.id} of the issue {campaign.slug}:", *receipt_lines(receipt))
    return Result(
        data={
            "campaign": campaign.id,
            "issue": campaign.slug,
            "kind": str(campaign.kind),
            "state": str(campaign.state),
            "receipt": receipt.to_json(),
            "refusals": ledger.refusals(campaign.id) if receipt.refused else {},
        },
        lines=framed(campaign, (*lines, *what_is_left(campaign, receipt))),
        exit_code=ExitCode.DONE if campaign.is_over and receipt.is_whole else ExitCode.PARTLY,
        errors=_why(campaign, receipt),
    )


def _why(campaign: Campaign, receipt: Receipt) -> tuple[dict[str, str], ...]:
    """For scripts: why a campaign is not whole."""
    errors = []
    if campaign.stop_code not in ("", "in-doubt") and not campaign.is_over:
        remedy = f"{campaign.stop_remedy} ({resume_line(campaign.id)})"
        errors.append({"code": campaign.stop_code, "message": campaign.stop_message, "remedy": remedy})
    if receipt.parked:
        message = f"{receipt.parked} deliveries are in doubt."
        errors.append(
            {"code": "in-doubt", "message": message, "remedy": f"newsletter campaign show {campaign.id}"}
        )
    return tuple(errors)


def what_is_left(campaign: Campaign, receipt: Receipt) -> tuple[str, ...]:
    """Why a campaign is not over, and the commands that go on or give it up."""
    lines = []
    if receipt.parked:
        lines.append(f"{receipt.parked:,} in doubt: see which with: newsletter campaign show {campaign.id}")
    if campaign.is_over:
        return tuple(lines)
    if campaign.stop_code not in ("", "in-doubt"):
        lines = [campaign.stop_message, f"→ {campaign.stop_remedy}", *lines]
    if receipt.planned:
        lines += [
            f"Go on with:  {resume_line(campaign.id)}",
            f"Or give up:  newsletter campaign undo {campaign.id} (who has nothing yet can be sent to anew)",
        ]
    return tuple(lines)


def refuse_other_kind(house: House, campaign: Campaign) -> None:
    """A drill must never turn real half-way, nor a real campaign end in a drill."""
    kind = house.kind_of(TransportName(campaign.transport))
    if kind is not campaign.kind:
        raise CampaignError(
            f"This campaign is a {campaign.kind} one, but the settings now make it a {kind} one.",
            remedy="Set or unset NEWSLETTER_SENDGRID_HOST as it was when the campaign began.",
            code="other-kind",
        )


def take_over(house: House, ledger: Ledger, campaign: Campaign) -> Ownership:
    """Become the owner, and settle what a dead one left. The caller holds the lock."""
    now = house.clock.now()
    fence = ledger.take_over(campaign.id, owner=f"process {os.getpid()} of this computer", now=now)
    replays = house.replays(TransportName(campaign.transport))
    recover(ledger, campaign.id, fence=fence, replays=replays, now=now)
    return Ownership(
        campaign=campaign.id,
        frozen=Frozen.from_json(ledger.content(campaign.id)),
        fence=fence,
        refused_before=ledger.count_refused(campaign.id),
    )


def _hand_over(house: House, database: Database, owned: Ownership, talk: Talk) -> None:
    ledger = Ledger(database)
    name = TransportName(ledger.campaign(owned.campaign).transport)
    pace = house.pace(name)
    talk.begin("Handing over", ledger.count_planned(owned.campaign))
    try:
        stopped = local.run(
            owned.campaign,
            ledger=ledger,
            hire=house.hire(name, owned, pace, database),
            threads=house.threads(name),
            progress=_heartbeat(house, ledger, owned, talk),
            end=pace.end,
        )
    finally:
        talk.end()
    # The outbox's page, for whoever handed the last batch over may have died before it was written.
    house.make_transport(name, owned.campaign, letter=owned.frozen.letter).close()
    _end(ledger, owned, stopped)


def _heartbeat(house: House, ledger: Ledger, owned: Ownership, talk: Talk) -> Callable[[int], None]:
    """Tells the person, and now and then the ledger, that it goes on."""
    last = house.clock.mark().elapsed

    def progress(number: int) -> None:
        nonlocal last
        talk.advance(number)
        if house.clock.mark().elapsed - last > BEAT_SECONDS:
            last = house.clock.mark().elapsed
            ledger.beat(owned.campaign, fence=owned.fence, now=house.clock.now())

    return progress


def _end(ledger: Ledger, owned: Ownership, stopped: str) -> None:
    """Say in the ledger how it ended; a stop that a batch already committed stands."""
    if not stopped and (reasons := _nobody_taken(ledger, owned)):
        message, remedy = _NOBODY_TAKEN
        message = f"{message} It said: {reasons}."
        ledger.stop(owned.campaign, fence=owned.fence, code="nobody-taken", message=message, remedy=remedy)
        return
    if not stopped and not ledger.finish(owned.campaign, fence=owned.fence):
        stopped = "in-doubt"
    if stopped:
        message, remedy = _STOPS[stopped]
        ledger.stop(owned.campaign, fence=owned.fence, code=stopped, message=message, remedy=remedy)


def _nobody_taken(ledger: Ledger, owned: Ownership) -> str:
    """When everybody is refused it is not the people: nobody is struck off. Gives the reasons, "" where all is well."""
    if not ledger.count_refused(owned.campaign):
        return ""
    receipt = ledger.receipt(owned.campaign)
    if receipt.accepted or receipt.parked or receipt.planned:
        return ""
    reasons = ", ".join(ledger.refusals(owned.campaign))
    ledger.reopen_all(owned.campaign)
    return reasons
