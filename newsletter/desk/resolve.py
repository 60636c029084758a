"""Settle deliveries in doubt: first by the provider's own log, then, where that is silent, by a person's word."""

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from newsletter.desk.carry import call_for, investigate, refuse_other_kind, take_over, told
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people, resume_line, said_time
from newsletter.errors import CampaignError, TransportError, UsageError
from newsletter.feedback.evidence import ASK_AFTER, Settled
from newsletter.sending.campaign import BatchState, Campaign, CampaignState, ParkedBatch
from newsletter.sending.ledger import Ledger
from newsletter.sending.provider import Provider
from newsletter.sending.recall import repeat_cancels
from newsletter.sending.sender import Ownership
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database


class Word(StrEnum):
    """What a person says about what nobody else knows."""

    ACCEPT = "accept"  # they have it
    RESEND = "resend"  # they do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was typed: a word, for some batches or for all that are in doubt."""

    word: Word | None = None
    batches: tuple[int, ...] = ()


def decide(*, accept: bool, resend: bool, batches: list[int]) -> Decision:
    """Raises UsageError where both words were said, or batches without a word."""
    if accept and resend:
        raise UsageError(
            "--accept and --resend say the opposite.", remedy="Leave one out.", code="one-word-only"
        )
    word = Word.ACCEPT if accept else Word.RESEND if resend else None
    if batches and word is None:
        raise UsageError(
            "--batch needs --accept or --resend.", remedy="Say what is true of it.", code="word-missing"
        )
    return Decision(word=word, batches=tuple(batches))


def resolve(house: House, campaign_id: str, decision: Decision, talk: Talk) -> Result:
    """Ask the log about whatever is in doubt; then do as the person says about the rest."""
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if not ledger.receipt(campaign_id).parked:
            return replace(told(house, database, campaign_id), messages=("Nothing is in doubt.",))
        refuse_other_kind(house, campaign)
        with house.lock(campaign_id, owner=lambda: ledger.campaign(campaign_id).owner):
            lines = _settle(house, database, campaign, decision, talk)
        result = told(house, database, campaign_id)
    return replace(result, messages=(*result.messages, *lines))


def _settle(
    house: House, database: Database, campaign: Campaign, decision: Decision, talk: Talk
) -> tuple[str, ...]:
    ledger = Ledger(database)
    with house.provider(TransportName(campaign.transport), database) as provider:
        owned = take_over(house, ledger, campaign, provider)
        try:
            if provider and ledger.campaign(campaign.id).state in (
                CampaignState.SENDING,
                CampaignState.STOPPED,
            ):
                call_for(house, database, owned, provider).settle_unknown()
            settled = investigate(house, database, owned, provider) if provider else Settled()
            silent = "" if provider else "This transport keeps no log that could be asked."
        except TransportError as error:
            settled, silent = Settled(), f"The provider's log could not be asked: {error.message}"
        time = _time(house, provider)
        if provider:
            with suppress(TransportError):
                repeat_cancels(provider.wave_ledger, provider.recall, provider.wave_ledger.cancelled())
    lines = [*_found(campaign, settled), *([silent] if silent else [])]
    if decision.word is not None and ledger.parked(campaign.id):
        lines += _obey(house, database, owned, decision, talk, time=time)
    elif decision.word is None:
        lines += _left(house, settled)
    if not ledger.finish(campaign.id, fence=owned.fence):
        _leave_open(ledger, campaign, owned.fence)
    return tuple(lines)


def _found(campaign: Campaign, settled: Settled) -> list[str]:
    words = (
        (settled.taken, "was taken, says the provider's log", "were taken, says the provider's log"),
        (settled.planned, "was not taken and is planned again", "were not taken and are planned again"),
        (settled.called_back, "was called back", "were called back"),
    )
    lines = [f"{counted(n, 'batch', 'batches')} {one if n == 1 else more}." for n, one, more in words if n]
    if settled.called_back:
        lines.append(f"Nobody of these has the issue; they get it with: newsletter send {campaign.slug}")
    return lines


def _left(house: House, settled: Settled) -> list[str]:
    """What the log cannot tell, or not yet."""
    lines = []
    if settled.untold:
        lines.append(
            f"Of {people(settled.untold)} the log knows nothing, and never will: no other mail of that minute was "
            "taken, by which one could tell that it is not only late. Look for one of them yourself, by the names that "
            "newsletter campaign show gives, and then say so: --resend (no mail is there) or --accept (it is)."
        )
    if settled.ask_again:
        lines.append(
            f"The log can say more from {said_time(house, settled.ask_again)} on: type it again then."
        )
    return lines


def _time(house: House, provider: Provider | None) -> float | None:
    """The provider's clock, UNIX seconds; None where it cannot be asked, for ours may be hours wrong."""
    if provider is None:
        return house.clock.now().timestamp()
    try:
        return provider.recall.time()
    except TransportError:
        return None


def _obey(
    house: House, database: Database, owned: Ownership, decision: Decision, talk: Talk, *, time: float | None
) -> list[str]:
    """`time` is the provider's clock, UNIX seconds; None where it could not be asked."""
    ledger = Ledger(database)
    chosen = _chosen(ledger.parked(owned.campaign), decision)
    number = sum(batch.size for batch in chosen)
    if decision.word is Word.ACCEPT:
        talk.confirm(f"Take it as certain that {people(number)} {'has' if number == 1 else 'have'} the mail?")
        state = BatchState.ACCEPTED
    else:
        _refuse_early(house, chosen, time)
        talk.confirm(
            f"Mail {people(number)} again, though some or all may have it already? Whoever has it gets it TWICE."
        )
        over = ledger.campaign(owned.campaign).state in (CampaignState.UNDOING, CampaignState.UNDONE)
        state = BatchState.CALLED_BACK if over else BatchState.PLANNED
    now = house.clock.now()
    for batch in chosen:
        ledger.settle_parked(batch.id, state, fence=owned.fence, reason="said-by-a-person", now=now)
    return [f"Go on with: {resume_line(owned.campaign)}"] if state is BatchState.PLANNED else []


def _chosen(parked: list[ParkedBatch], decision: Decision) -> list[ParkedBatch]:
    chosen = [batch for batch in parked if not decision.batches or batch.number in decision.batches]
    if len(chosen) < len(set(decision.batches)) or not chosen:
        raise CampaignError(
            "Not all of these batches are in doubt.",
            remedy="See their numbers with: newsletter campaign show",
            code="no-such-batch",
        )
    return chosen


def _refuse_early(house: House, chosen: list[ParkedBatch], time: float | None) -> None:
    """Before its hour a mail that the provider holds cannot be in anybody's mailbox, and would come after all."""
    if time is None:
        raise CampaignError(
            "The provider could not be asked for the time: it may still hold this mail, which could then arrive twice.",
            remedy="Try again when it can be reached.",
            code="too-early",
        )
    earliest = max((batch.send_at or batch.handed) + ASK_AFTER for batch in chosen)
    if time < earliest:
        raise CampaignError(
            "The provider may still hold this mail: sent again now, it could arrive twice.",
            remedy=f"Wait until {said_time(house, earliest)}, look into a mailbox, and decide then.",
            code="too-early",
        )


def _leave_open(ledger: Ledger, campaign: Campaign, fence: int) -> None:
    receipt = ledger.receipt(campaign.id)
    code = "in-doubt" if receipt.parked else "resolved"
    message = "Some deliveries are in doubt." if receipt.parked else "Some deliveries are planned again."
    ledger.stop(campaign.id, fence=fence, code=code, message=message, remedy="Resume.")
