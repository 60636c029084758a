"""Settle deliveries in doubt: first by the provider's own log, then, where that is silent, by a person's word."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from newsletter.desk.carry import call_for, finish_undo, investigate, refuse_other_kind, take_over, told
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people, resume_line, said_time
from newsletter.errors import CampaignError, TransportError, UsageError
from newsletter.feedback.evidence import ASK_AFTER, SEARCH_BEFORE, Settled
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What came of asking the log."""

    found: tuple[str, ...]
    #: What it cannot tell, or not yet.
    left: tuple[str, ...]
    #: The provider's clock, UNIX seconds; None where it could not be asked.
    time: float | None


def resolve(house: House, campaign_id: str, decision: Decision, talk: Talk) -> Result:
    """Ask the log about whatever is in doubt; then do as the person says about the rest.

    The campaign is nobody's while the person thinks: an undo in another window must not wait for the answer.
    """
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if not ledger.receipt(campaign_id).parked:
            return replace(told(house, database, campaign_id), messages=("Nothing is in doubt.",))
        refuse_other_kind(house, campaign)
        before = ledger.parked(campaign_id)
        with house.lock(campaign_id, owner=lambda: ledger.campaign(campaign_id).owner):
            log = _ask_log(house, database, campaign)
        _refuse_unknown(campaign, [*before, *ledger.parked(campaign_id)], decision)
        if decision.word is None:
            lines = (*log.found, *log.left)
        else:
            lines = _do_as_said(house, database, campaign, decision, talk, log=log)
        result = told(house, database, campaign_id)
    return replace(result, messages=(*result.messages, *lines))


def _ask_log(house: House, database: Database, campaign: Campaign) -> _Told:
    ledger = Ledger(database)
    with house.provider(TransportName(campaign.transport), database) as provider:
        owned = take_over(house, ledger, campaign, provider)
        state = ledger.campaign(campaign.id).state
        try:
            if provider and state is CampaignState.UNDOING:
                finish_undo(ledger, call_for(house, database, owned, provider))
            elif provider and state in (CampaignState.SENDING, CampaignState.STOPPED):
                call_for(house, database, owned, provider).settle_unknown()
            settled = investigate(house, database, owned, provider) if provider else Settled()
            silent = "" if provider else "This transport keeps no log that could be asked."
        except TransportError as error:
            settled, silent = Settled(), f"The provider's log could not be asked: {error.message}"
            if error.code == "missing-scope":
                silent = f"{silent} Give the key that permission. Or look yourself: {_LOOK}"
        time = _time(house, provider)
        if provider:
            with suppress(TransportError):
                repeat_cancels(provider.wave_ledger, provider.recall, provider.wave_ledger.cancelled())
    _let_go(ledger, owned, campaign)
    found = (*_found(campaign, settled), *([silent] if silent else []))
    return _Told(found=found, left=tuple(_left(house, settled)), time=time)


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


_LOOK = (
    "search for one of them, by the names that newsletter campaign show gives, and then say so: --resend (no mail is "
    "there) or --accept (it is)."
)


def _left(house: House, settled: Settled) -> list[str]:
    """What the log cannot tell, or not yet."""
    lines = []
    if settled.untold:
        lines.append(
            f"Of {people(settled.untold)} the log knows nothing, and will hardly ever tell: it knows no other mail of "
            "that minute, or no later one, by which one could see that it is not only late; or it cannot be asked "
            f"about them. Look yourself: {_LOOK}"
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


def _do_as_said(
    house: House, database: Database, campaign: Campaign, decision: Decision, talk: Talk, *, log: _Told
) -> tuple[str, ...]:
    """Ask about what the log left open, and settle as much of that as is still so after the answer."""
    parked = Ledger(database).parked(campaign.id)
    asked = [batch for batch in parked if not decision.batches or batch.number in decision.batches]
    if not asked:
        return log.found
    if talk.asks:  # What the log found helps to answer; a script reads all of it in the end.
        for line in log.found:
            talk.say(line)
    if decision.word is Word.RESEND:
        _refuse_early(house, asked, log.time)
    else:
        _refuse_too_sure(house, asked, log.time)
    talk.confirm(_question(Ledger(database).campaign(campaign.id), asked, decision))
    lines = _obey(house, database, campaign, decision, asked)
    return lines if talk.asks else (*log.found, *lines)


def _question(campaign: Campaign, asked: list[ParkedBatch], decision: Decision) -> str:
    number = sum(batch.size for batch in asked)
    have = "has" if number == 1 else "have"
    if decision.word is Word.ACCEPT:
        return f"Take it as certain that {people(number)} {have} the mail?"
    if _is_undone(campaign):
        return (
            f"Take it as certain that {people(number)} {'does' if number == 1 else 'do'} not have the mail? "
            f"Whoever has it all the same gets it TWICE with the next: newsletter send {campaign.slug}"
        )
    return (
        f"Mail {people(number)} again, though some or all may have it already? Whoever has it gets it TWICE."
    )


def _is_undone(campaign: Campaign) -> bool:
    return campaign.state in (CampaignState.UNDOING, CampaignState.UNDONE)


def _obey(
    house: House, database: Database, campaign: Campaign, decision: Decision, asked: list[ParkedBatch]
) -> tuple[str, ...]:
    """Settle what was asked about. Where another window settled some of it meanwhile, or it was handed over once more
    and came into doubt anew, the answer was to another question.
    """
    ledger = Ledger(database)
    with _still_free(house, ledger, campaign.id):
        owned = take_over(house, ledger, campaign)
        same = {(batch.id, batch.attempt, batch.size) for batch in ledger.parked(campaign.id)}
        settled = [batch for batch in asked if (batch.id, batch.attempt, batch.size) in same]
        state = _fate(ledger.campaign(campaign.id), decision)
        now = house.clock.now()
        for batch in settled:
            ledger.settle_parked(batch.id, state, fence=owned.fence, reason="said-by-a-person", now=now)
        _let_go(ledger, owned, campaign)
    lines = list(filter(None, [_way_on(campaign, state)])) if settled else []
    if other := sum(batch.size for batch in asked) - sum(batch.size for batch in settled):
        verb = "is" if other == 1 else "are"
        were = "it was" if other == 1 else "they were"
        lines.append(
            f"{people(other)} {verb} not in doubt as {were} when you were asked: your answer changed nothing there."
        )
    return tuple(lines)


def _way_on(campaign: Campaign, state: BatchState) -> str:
    if state is BatchState.CALLED_BACK:
        return f"They get the issue with: newsletter send {campaign.slug}"
    return f"Go on with: {resume_line(campaign.id)}" if state is BatchState.PLANNED else ""


def _fate(campaign: Campaign, decision: Decision) -> BatchState:
    if decision.word is Word.ACCEPT:
        return BatchState.ACCEPTED
    return BatchState.CALLED_BACK if _is_undone(campaign) else BatchState.PLANNED


@contextmanager
def _still_free(house: House, ledger: Ledger, campaign: str) -> Iterator[None]:
    """The lock once more; whoever has taken it meanwhile goes first."""
    try:
        with house.lock(campaign, owner=lambda: ledger.campaign(campaign).owner):
            yield
    except CampaignError as error:
        if error.code != "campaign-owned":
            raise
        raise CampaignError(
            f"{error.message} Your answer changed nothing.",
            remedy="Once it has ended, type this again.",
            code=error.code,
        ) from error


def _refuse_unknown(campaign: Campaign, parked: list[ParkedBatch], decision: Decision) -> None:
    """What the log has just settled may be named all the same."""
    if not {batch.number for batch in parked}.issuperset(decision.batches):
        raise CampaignError(
            "Not all of these batches are in doubt.",
            remedy=f"See their numbers with: newsletter campaign show {campaign.id}",
            code="no-such-batch",
        )


def _refuse_early(house: House, chosen: list[ParkedBatch], time: float | None) -> None:
    """Before its hour a mail that the provider holds cannot be in anybody's mailbox, and would come after all."""
    if time is None:
        raise CampaignError(
            "The provider could not be asked for the time: it may still hold this mail, which could then arrive twice.",
            remedy="Try again when it can be reached.",
            code="too-early",
        )
    # Without a wave the hour of the handover may be told by this computer's clock, which may be slow.
    earliest = max((batch.send_at or batch.handed + SEARCH_BEFORE) + ASK_AFTER for batch in chosen)
    if time < earliest:
        raise CampaignError(
            "The provider may still hold this mail: sent again now, it could arrive twice.",
            remedy=f"Wait until {said_time(house, earliest)}, look into a mailbox, and decide then.",
            code="too-early",
        )


def _refuse_too_sure(house: House, chosen: list[ParkedBatch], time: float | None) -> None:
    """Before its hour nobody has a mail. An undo may have called it back, or still do: then nobody ever will."""
    leaves = max(batch.send_at for batch in chosen)
    # Our own clock may be an hour wrong.
    if (house.provider_time() - SEARCH_BEFORE if time is None else time) < leaves:
        raise CampaignError(
            "Before its hour nobody can have this mail yet, and it may still be called back.",
            remedy=f"Wait until {said_time(house, leaves)}, look into a mailbox, and decide then.",
            code="too-early",
        )


def _let_go(ledger: Ledger, owned: Ownership, before: Campaign) -> None:
    """Say in the ledger how it stands, for whoever comes next: what made it stop does so still."""
    if ledger.finish(owned.campaign, fence=owned.fence):
        return
    is_parked = bool(ledger.receipt(owned.campaign).parked)
    code = "in-doubt" if is_parked else "resolved"
    message, remedy = (
        "Some deliveries are in doubt." if is_parked else "Some deliveries are planned again.",
        "Resume.",
    )
    if before.state is CampaignState.STOPPED and before.stop_code not in _OF_DOUBT:
        code, message, remedy = before.stop_code, before.stop_message, before.stop_remedy
    ledger.stop(owned.campaign, fence=owned.fence, code=code, message=message, remedy=remedy)


#: Reasons to stop that are over when what is in doubt is settled.
_OF_DOUBT = frozenset({"", "in-doubt", "resolved", "no-clear-answers", "not-taken", "restored"})
