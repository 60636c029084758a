"""Undo a campaign: what waits and what the provider still holds is called back; what has left is said."""

from contextlib import suppress
from dataclasses import replace

from newsletter.desk.campaigns import nothing_to_do
from newsletter.desk.carry import call_for, finish_undo, refuse_other_kind, take_over, told
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import people
from newsletter.errors import CampaignError, ExitCode, TransportError
from newsletter.sending.campaign import Campaign, CampaignState
from newsletter.sending.ledger import Ledger
from newsletter.sending.recall import repeat_cancels
from newsletter.sending.wave import WaveLedger
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

#: Seconds that another process has to notice the undo and to carry it out.
OWNER_SECONDS = 120.0
_LOOK_AGAIN_SECONDS = 0.5
_LET_GO = "Answer its question or stop it there with Ctrl-C, then type this again, before it is too late."


def undo(house: House, campaign_id: str, talk: Talk) -> Result:
    """Call back whatever can be. It is written down first: after a death in the middle the next command goes on."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign.state is CampaignState.UNDONE:
            _ask_again(house, database, campaign)
            return nothing_to_do(told(house, database, campaign_id))
        refuse_other_kind(house, campaign)
        if campaign.state is not CampaignState.UNDOING:
            now = _provider_time(house, database, campaign)
            _refuse_too_late(database, campaign, now)
            talk.confirm(_question(database, campaign, now))
            ledger.ask_undo(campaign_id)
        busy = _call_back(house, database, campaign)
        result = _told(house, database, campaign_id)
        return replace(result, messages=(*result.messages, *busy))


def _provider_time(house: House, database: Database, campaign: Campaign) -> float:
    """By the provider's clock, for this machine's may be an hour wrong; by ours where it cannot be asked."""
    with house.provider(TransportName(campaign.transport), database) as provider, suppress(TransportError):
        if provider is not None:
            return provider.recall.time()
    return house.provider_time()


def _refuse_too_late(database: Database, campaign: Campaign, now: float) -> None:
    if campaign.state is CampaignState.DONE and WaveLedger(database).undo_until(campaign.id, now) is None:
        left = people(Ledger(database).receipt(campaign.id).accepted)
        leaves = max((wave.send_at for wave in WaveLedger(database).of(campaign.id)), default=0)
        gone = f"the mail has left for {left}" if now >= leaves else f"the mail is about to leave for {left}"
        raise CampaignError(
            f"It is too late: {gone}. Nothing was called back.",
            remedy="If something in it is wrong, send a short correction as an issue of its own.",
            code="too-late",
        )


def _question(database: Database, campaign: Campaign, now: float) -> str:
    receipt = Ledger(database).receipt(campaign.id)
    held = WaveLedger(database).count_held(campaign.id, now)
    gone = receipt.accepted + receipt.parked - held
    late = f" {people(gone)} cannot be called back any more." if gone else ""
    return f"Call back {people(receipt.planned + held)}?{late}"


def _call_back(house: House, database: Database, campaign: Campaign) -> tuple[str, ...]:
    """Carry it out, or let the process that sends it at this moment do so; says who has it, if neither came to pass.

    One that does not send, or dies, leaves it to us as soon as it lets go.
    """
    ledger = Ledger(database)
    end = house.clock.mark().elapsed + OWNER_SECONDS
    while True:
        try:
            with house.lock(campaign.id, owner=lambda: ledger.campaign(campaign.id).owner):
                _carry_out(house, database, campaign)
            return ()
        except CampaignError as error:
            if error.code != "campaign-owned":
                raise
            owned = error
        if ledger.campaign(campaign.id).state is not CampaignState.UNDOING:
            return ()
        if house.clock.mark().elapsed >= end:
            return (f"{owned.message} It has not let go, so no cancel was asked for. {_LET_GO}",)
        house.clock.sleep(_LOOK_AGAIN_SECONDS)


def _carry_out(house: House, database: Database, campaign: Campaign) -> None:
    ledger = Ledger(database)
    if ledger.campaign(campaign.id).state is not CampaignState.UNDOING:
        return  # the process that had it has finished it meanwhile
    with house.provider(TransportName(campaign.transport), database) as provider:
        owned = take_over(house, ledger, campaign, provider)
        if provider is None:
            ledger.call_back_planned(campaign.id, now=house.clock.now())
            ledger.end_undo(campaign.id, fence=owned.fence)
            return
        before = provider.wave_ledger.cancelled()
        finish_undo(ledger, call_for(house, database, owned, provider))
        # Behind it: those of other campaigns must not use up the time that is left to this one.
        with suppress(TransportError):
            repeat_cancels(provider.wave_ledger, provider.recall, before)


def _ask_again(house: House, database: Database, campaign: Campaign) -> None:
    """Mail of an undone campaign may have arrived since its cancel: while there is time, it is asked for once more."""
    transport = TransportName(campaign.transport)
    if house.kind_of(transport) is not campaign.kind:
        return
    with house.provider(transport, database) as provider, suppress(TransportError):
        if provider is not None:
            repeat_cancels(provider.wave_ledger, provider.recall, provider.wave_ledger.cancelled())


def _told(house: House, database: Database, campaign_id: str) -> Result:
    result = told(house, database, campaign_id)
    campaign, receipt = Ledger(database).campaign(campaign_id), Ledger(database).receipt(campaign_id)
    late = campaign.state is CampaignState.UNDONE and receipt.accepted
    lines = (f"It was too late for {people(receipt.accepted)}: they get it.",) if late else ()
    is_whole = campaign.state is CampaignState.UNDONE and not receipt.accepted and not receipt.parked
    return replace(
        result, lines=(*result.lines, *lines), exit_code=ExitCode.DONE if is_whole else ExitCode.PARTLY
    )
