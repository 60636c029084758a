"""Undo a campaign: what waits and what the provider still holds is called back; what has left is said."""

from contextlib import ExitStack, suppress
from dataclasses import replace

from newsletter.desk.campaigns import nothing_to_do
from newsletter.desk.carry import (
    NO_KEY,
    call_for,
    finish_undo,
    refuse_other_kind,
    take_over,
    told,
    undo_until,
)
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import people, said_time
from newsletter.errors import CampaignError, ExitCode, SettingsError, TransportError
from newsletter.sending.campaign import Campaign, CampaignState
from newsletter.sending.ledger import Ledger
from newsletter.sending.provider import Provider
from newsletter.sending.recall import may_hold_mail, repeat_cancels
from newsletter.sending.sender import Ownership
from newsletter.sending.wave import WaveLedger
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

#: Seconds that another process has to notice the undo and to carry it out.
OWNER_SECONDS = 120.0
_LOOK_AGAIN_SECONDS = 0.5
_BY_ANOTHER = "It was carried out by the process that was sending it."
_LET_GO = "If it asks something, answer; else stop it there with Ctrl-C. Then type this again, before it is too late."


def undo(house: House, campaign_id: str, talk: Talk) -> Result:
    """Call back whatever can be. It is written down first: after a death in the middle the next command goes on.

    It is a state of the campaign and needs no key: whoever has one, and the campaign, asks for the cancels.
    """
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign.state is CampaignState.UNDONE:
            _ask_again(house, database, campaign)
            return nothing_to_do(told(house, database, campaign_id))
        _refuse_other_kind(house, campaign)
        if campaign.state is not CampaignState.UNDOING:
            now, unusable = _provider_time(house, database, campaign)
            _refuse_too_late(database, campaign, now, unusable)
            talk.confirm(_question(database, campaign, now))
            ledger.ask_undo(campaign_id)
        remarks = _call_back(house, database, campaign)
        result = _told(house, database, campaign_id)
        return replace(result, messages=(*result.messages, *remarks))


def _refuse_other_kind(house: House, campaign: Campaign) -> None:
    try:
        refuse_other_kind(house, campaign)
    except CampaignError as error:
        pause = f"Until then, to hand over nothing more: newsletter campaign pause {campaign.id}"
        raise CampaignError(error.message, remedy=f"{error.remedy} {pause}", code=error.code) from error


def _provider_time(
    house: House, database: Database, campaign: Campaign
) -> tuple[float, SettingsError | None]:
    """By the provider's clock, for this machine's may be an hour wrong; by ours where it cannot be asked.

    The error says why nobody can ask from here: no key is set in this window.
    """
    with ExitStack() as line:
        try:
            provider = line.enter_context(house.provider(TransportName(campaign.transport), database))
        except SettingsError as error:
            return house.provider_time(), error
        with suppress(TransportError):
            if provider is not None:
                return provider.recall.time(), None
    return house.provider_time(), None


def _refuse_too_late(
    database: Database, campaign: Campaign, now: float, unusable: SettingsError | None
) -> None:
    if (
        campaign.state is not CampaignState.DONE
        or WaveLedger(database).undo_until(campaign.id, now) is not None
    ):
        return
    left = people(Ledger(database).receipt(campaign.id).accepted)
    leaves = max((wave.send_at for wave in WaveLedger(database).of(campaign.id)), default=0)
    gone = f"the mail has left for {left}" if now >= leaves else f"the mail is about to leave for {left}"
    too_late = f"t is too late: {gone}. Nothing was called back."
    correct = "If something in it is wrong, send a short correction as an issue of its own."
    if unusable is None or not leaves:
        raise CampaignError(f"I{too_late}", remedy=correct, code="too-late")
    raise CampaignError(
        f"By this computer's clock i{too_late} The provider's clock could not be asked. {unusable.message}",
        remedy=f"{unusable.remedy}. Then type this again. {correct}",
        code="too-late",
    )


def _question(database: Database, campaign: Campaign, now: float) -> str:
    receipt = Ledger(database).receipt(campaign.id)
    held = WaveLedger(database).count_held(campaign.id, now)
    if not receipt.planned + held:
        doubt = f"{people(receipt.parked)} in doubt {'gets' if receipt.parked == 1 else 'get'} nothing more from it."
        more = f" The {doubt}" if receipt.parked else ""
        return f"It is too late to call anybody back. Give the campaign up all the same?{more}"
    gone = receipt.accepted + receipt.parked - held
    late = f" {people(gone)} cannot be called back any more." if gone else ""
    return f"Call back {people(receipt.planned + held)}?{late}"


def _call_back(house: House, database: Database, campaign: Campaign) -> tuple[str, ...]:
    """Carry it out, or let the process that sends it at this moment do so; says who did, or why nobody could.

    One that does not send, or dies, leaves it to us as soon as it lets go.
    """
    ledger = Ledger(database)
    end = house.clock.mark().elapsed + OWNER_SECONDS
    while True:
        try:
            with house.lock(campaign.id, owner=lambda: ledger.campaign(campaign.id).owner):
                return _carry_out(house, database, campaign)
        except CampaignError as error:
            if error.code != "campaign-owned":
                raise
            owned = error
        if ledger.campaign(campaign.id).state is not CampaignState.UNDOING:
            return (_BY_ANOTHER,)
        if house.clock.mark().elapsed >= end:
            return (f"{owned.message} It has not let go, so no cancel was asked for. {_LET_GO}",)
        house.clock.sleep(_LOOK_AGAIN_SECONDS)


def _carry_out(house: House, database: Database, campaign: Campaign) -> tuple[str, ...]:
    ledger = Ledger(database)
    if ledger.campaign(campaign.id).state is not CampaignState.UNDOING:
        return (_BY_ANOTHER,)  # It has finished it meanwhile.
    with ExitStack() as line:
        try:
            provider = line.enter_context(house.provider(TransportName(campaign.transport), database))
        except SettingsError as error:
            return _without_key(house, database, campaign, error)
        owned = _taken_over(house, ledger, campaign, provider)
        if provider is None:
            ledger.call_back_planned(campaign.id, now=house.clock.now())
            ledger.end_undo(campaign.id, fence=owned.fence)
            return ()
        before = provider.wave_ledger.cancelled()
        finish_undo(ledger, call_for(house, database, owned, provider))
        # Behind it: those of other campaigns must not use up the time that is left to this one.
        with suppress(TransportError):
            repeat_cancels(provider.wave_ledger, provider.recall, before)
    return ()


def _taken_over(house: House, ledger: Ledger, campaign: Campaign, provider: Provider | None) -> Ownership:
    try:
        return take_over(house, ledger, campaign, provider)
    except CampaignError as error:
        stands = "The undo is written down, and nothing more is handed over."
        raise CampaignError(f"{error.message} {stands}", remedy=error.remedy, code=error.code) from error


def _without_key(
    house: House, database: Database, campaign: Campaign, unusable: SettingsError
) -> tuple[str, ...]:
    """Whoever waits gets nothing; what the provider holds is left to a window that may ask it."""
    ledger, waves = Ledger(database), WaveLedger(database)
    owned = take_over(house, ledger, campaign)
    ledger.call_back_planned(campaign.id, now=house.clock.now())
    if not any(may_hold_mail(waves, wave) for wave in waves.of(campaign.id)):
        ledger.end_undo(campaign.id, fence=owned.fence)
        return ()
    ledger.note_undo(campaign.id, fence=owned.fence, code=NO_KEY)
    until = undo_until(house, database, campaign)
    before = "" if until is None else f", before {said_time(house, until)}"
    again = f"Then type{before}: newsletter campaign undo {campaign.id}"
    return (f"{unusable.message} Nobody can cancel without it. {unusable.remedy}. {again}",)


def _ask_again(house: House, database: Database, campaign: Campaign) -> None:
    """Mail of an undone campaign may have arrived since its cancel: while there is time, it is asked for once more."""
    transport = TransportName(campaign.transport)
    if house.kind_of(transport) is not campaign.kind:
        return
    # Without a key, too, it stays undone.
    with suppress(SettingsError, TransportError), house.provider(transport, database) as provider:
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
