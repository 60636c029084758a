"""Carry a campaign on: take it over, settle what a dead owner left, hand over what is planned, and tell the truth."""

import os
from dataclasses import dataclass

from newsletter.desk.result import Result, Talk
from newsletter.desk.words import framed, receipt_lines, resume_line
from newsletter.errors import CampaignError, ExitCode
from newsletter.runners import local
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Campaign, CampaignState, Ledger
from newsletter.sending.receipt import Receipt
from newsletter.sending.recovery import recover
from newsletter.settings import TransportName
from newsletter.wiring import House

#: How often a sign of life is written, for whoever asks meanwhile.
BEAT_SECONDS = 5.0

#: Why the runner gave up, in plain words.
_STOPS = {
    "no-clear-answers": (
        "The provider gave no clear answer several times in a row, so the rest was not handed over.",
        "Look at the provider's status page; then resume.",
    ),
    "not-taken": (
        "The provider could not be reached, or asked to wait, several times in a row.",
        "Check the connection, wait a little, then resume.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Begun:
    """A campaign that is ours now."""

    campaign: Campaign
    frozen: Frozen
    fence: int


def carry(house: House, campaign_id: str, talk: Talk) -> Result:
    """Work through what is planned. The result is the receipt; exit code 4 while anybody waits or is in doubt."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign.state is CampaignState.DONE:
            return told(ledger, campaign_id)
        refuse_other_kind(house, campaign)
        with house.lock(campaign_id, owner=lambda: ledger.campaign(campaign_id).owner):
            begun = _take_over(house, ledger, campaign)
            _hand_over(house, ledger, begun, talk)
        return told(ledger, campaign_id)


def told(ledger: Ledger, campaign_id: str) -> Result:
    """The receipt of a campaign, for people and scripts."""
    campaign, receipt = ledger.campaign(campaign_id), ledger.receipt(campaign_id)
    lines = (f"Campaign {campaign.id} of the issue {campaign.slug}:", *receipt_lines(receipt))
    is_over = campaign.state is CampaignState.DONE
    return Result(
        data={
            "campaign": campaign.id,
            "issue": campaign.slug,
            "kind": str(campaign.kind),
            "state": str(campaign.state),
            "receipt": receipt.to_json(),
            "refusals": ledger.refusals(campaign.id) if receipt.refused else {},
        },
        lines=framed(campaign, (*lines, *(() if is_over else what_is_left(campaign, receipt)))),
        exit_code=ExitCode.DONE if is_over and receipt.is_whole else ExitCode.PARTLY,
    )


def what_is_left(campaign: Campaign, receipt: Receipt) -> tuple[str, ...]:
    """Why a campaign is not over, and the command that goes on."""
    stop = (
        (campaign.stop_message, f"→ {campaign.stop_remedy}")
        if campaign.stop_code not in ("", "in-doubt")
        else ()
    )
    doubt = (
        f"{receipt.parked:,} in doubt: see which with: newsletter campaign show {campaign.id}"
        if receipt.parked
        else ""
    )
    on = f"Go on with: {resume_line(campaign.id)}" if receipt.planned else ""
    return (*stop, *(line for line in (doubt, on) if line))


def refuse_other_kind(house: House, campaign: Campaign) -> None:
    """A drill must never turn real half-way, nor a real campaign end in a drill."""
    kind = house.kind_of(TransportName(campaign.transport))
    if kind is not campaign.kind:
        raise CampaignError(
            f"This campaign is a {campaign.kind} one, but the settings now make it a {kind} one.",
            remedy="Set or unset NEWSLETTER_SENDGRID_HOST as it was when the campaign began.",
            code="other-kind",
        )


def _take_over(house: House, ledger: Ledger, campaign: Campaign) -> _Begun:
    now = house.clock.now()
    # Made before the campaign is ours: a missing key must not count as a beginning.
    transport = house.make_transport(TransportName(campaign.transport), campaign.id)
    try:
        fence = ledger.take_over(campaign.id, owner=f"process {os.getpid()} of this computer", now=now)
        recover(ledger, campaign.id, fence=fence, replays=transport.replays, now=now)
    finally:
        transport.close()
    return _Begun(campaign, Frozen.from_json(ledger.content(campaign.id)), fence)


def _hand_over(house: House, ledger: Ledger, begun: _Begun, talk: Talk) -> None:
    campaign = begun.campaign
    name = TransportName(campaign.transport)
    pace = house.pace(name)
    hire = house.hire(name, campaign=campaign.id, frozen=begun.frozen, fence=begun.fence, pace=pace)
    last_beat = house.clock.mark().elapsed

    def progress(number: int) -> None:
        nonlocal last_beat
        talk.advance(number)
        if house.clock.mark().elapsed - last_beat > BEAT_SECONDS:
            last_beat = house.clock.mark().elapsed
            ledger.beat(campaign.id, fence=begun.fence, now=house.clock.now())

    talk.begin("Handing over", ledger.count_planned(campaign.id))
    try:
        stopped = local.run(
            campaign.id,
            ledger=ledger,
            hire=hire,
            threads=house.threads(name),
            progress=progress,
            end=pace.end,
        )
    finally:
        talk.end()
    _end(ledger, begun, stopped)


def _end(ledger: Ledger, begun: _Begun, stopped: str) -> None:
    """Say in the ledger how it ended; a stop that a batch already committed stands."""
    campaign = begun.campaign.id
    if stopped:
        message, remedy = _STOPS[stopped]
        ledger.stop(campaign, fence=begun.fence, code=stopped, message=message, remedy=remedy)
    elif not ledger.finish(campaign, fence=begun.fence):
        ledger.stop(
            campaign, fence=begun.fence, code="in-doubt",
            message="Some deliveries are in doubt.", remedy=f"newsletter campaign show {campaign}",
        )  # fmt: skip
