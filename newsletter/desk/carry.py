"""Carry a campaign on: take it over, settle what a dead owner left, hand over what is planned, and tell the truth."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newsletter.desk.erasing import finish_put_off
from newsletter.desk.hours import back_lines, hours_of
from newsletter.desk.result import Result, Talk
from newsletter.desk.slots import no_slot
from newsletter.desk.suppressions import read_from, unread
from newsletter.desk.words import (
    for_audience,
    framed,
    language_lines,
    people,
    receipt_lines,
    resume_line,
    said_time,
)
from newsletter.errors import CampaignError, ExitCode, TransportError
from newsletter.feedback.evidence import MEMBERS, Investigation, Settled
from newsletter.rendering.words import language_name
from newsletter.reports.languages import by_language
from newsletter.runners import local
from newsletter.sending.campaign import Batch, Campaign, CampaignState, Kind
from newsletter.sending.control import ControlMails
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Ledger
from newsletter.sending.provider import Provider
from newsletter.sending.recall import Caller, repeat_cancels
from newsletter.sending.receipt import Receipt
from newsletter.sending.recovery import recover
from newsletter.sending.sender import Ownership
from newsletter.sending.trials import Trials
from newsletter.sending.wave import WaveLedger
from newsletter.settings import TransportName
from newsletter.transports.base import UNREACHABLE
from newsletter.wiring import House
from subscribers import former
from subscribers.audience import address_of, recipients
from subscribers.database import Database

#: How often a sign of life is written, for whoever asks meanwhile.
BEAT_SECONDS = 5.0

#: SendGrid keeps nothing for longer than 72 hours ahead, by its clock at each handover; a minute for two clocks.
MOST_AHEAD = 72 * 3600 - 60

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

#: Why a campaign stands still whose hour is too far away for the provider.
KEPT = "kept"
#: … or of which nobody knows who has left since it began.
UNREAD = "suppressions-unread"
_A_DAY = timedelta(days=1)

_CONTROL_FOR_NOTHING = (
    "A control mail goes to the branch's own address, for an answer was long in coming. "
    "In the end nothing is in doubt."
)
_CONTROL_SENT = (
    "A control mail goes to the branch's own address: if SendGrid's log knows it, and not what is in doubt, that was "
    "not taken."
)

UNDO_UNFINISHED = (
    "The undo is written down and nothing more is handed over, but not every cancel was confirmed."
)
#: … because the window in which it was typed had no key.
NO_KEY = "no-key"
#: Why not, where that is known, by the code of what the provider said.
_WHY_NOT = {
    NO_KEY: "No key for SendGrid was set where it was typed, so that no cancel was asked for.",
    "no-slot": "SendGrid lets an account cancel ten sends at a time, and all these places are taken: free one of "
    "another program there (scheduled sends). To free one of your own would send its mail.",
    UNREACHABLE: "SendGrid could not be reached: check the connection.",
    "key-refused": "SendGrid does not accept the key: make another and store it with: newsletter secret set sendgrid.",
    "missing-scope": "This key may not cancel: give it the permission for scheduled sends, or take one that has it.",
}

_NOBODY_TAKEN = (
    "The provider refused everybody: the mail, the sender or the account is at fault. Nobody was struck off.",
    "Mend it and resume; or suppress an address that is really wrong.",
)
_NOBODY_OF_A_LETTER = (
    "The provider refused everybody who gets {letters}: that, or each address, is at fault. Nobody was struck off.",
    "For another letter undo this campaign and send anew: it goes to these alone. Or suppress wrong addresses, resume.",
)


def carry(house: House, campaign_id: str, talk: Talk, *, lists_are_read: bool = False) -> Result:
    """Work through what is planned. The result is the receipt; exit code 4 while anybody waits or is in doubt.

    `lists_are_read`: who has left was read just now, before the audience was frozen.
    Whatever a dead owner left is finished first: an undo, a cancel without an answer, batches without an outcome.
    """
    with house.open_database() as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign.is_over and not ledger.receipt(campaign_id).parked:
            return told(house, database, campaign_id)
        refuse_other_kind(house, campaign)
        with house.lock(campaign_id, owner=lambda: ledger.campaign(campaign_id).owner):
            # Made before the campaign is ours: a missing key must not count as a beginning.
            house.make_transport(TransportName(campaign.transport), campaign.id).close()
            with house.provider(TransportName(campaign.transport), database) as provider:
                _carry_on(house, database, campaign, provider, talk, lists_are_read=lists_are_read)
        for remark in finish_put_off(house, database):
            talk.say(remark)
        return told(house, database, campaign_id)


def _carry_on(
    house: House, database: Database, campaign: Campaign, provider: Provider | None, talk: Talk, *,
    lists_are_read: bool,
) -> None:  # fmt: skip
    ledger = Ledger(database)
    owned = take_over(house, ledger, campaign, provider)
    if provider is None:
        _hand_over(house, database, owned, talk)
        return
    caller = call_for(house, database, owned, provider)
    before = provider.wave_ledger.cancelled()
    if ledger.campaign(campaign.id).state is CampaignState.UNDOING:
        finish_undo(ledger, caller)
    # Behind it: those of other campaigns must not use up the time that is left to this one, nor hold it up.
    with suppress(TransportError):
        repeat_cancels(provider.wave_ledger, provider.recall, before)
    try:
        investigate(house, database, owned, provider)
    except TransportError as error:
        # Some accounts have no log, and it may be down: what is in doubt waits, and nothing else does.
        talk.say(
            f"The provider's log could not be asked about what is in doubt: {error.message} The rest goes on."
        )
    if ledger.campaign(campaign.id).is_over:
        return
    caller.settle_unknown()
    if ledger.campaign(campaign.id).state is CampaignState.SENDING and not (
        _is_kept(house, ledger, campaign, owned, provider)
        or (not lists_are_read and _is_unread(house, campaign, owned, provider))
    ):
        with controls_of(house, database, owned, provider) as controls:
            _hand_over(house, database, owned, talk, _Helpers(caller, controls))
    if ledger.campaign(campaign.id).state is CampaignState.UNDOING:
        finish_undo(ledger, caller)


@dataclass(frozen=True, slots=True)
class _Helpers:
    """What looks after batches without an answer while the others are handed over."""

    caller: Caller
    controls: ControlMails

    def tend(self) -> int:
        """How many waves are planned again. Where the provider is out of reach all stays as it is until later."""
        if not self._goes_on():
            return 0
        again = 0
        with suppress(TransportError):
            again = self.caller.settle_unknown()
        with suppress(TransportError):
            self.controls.send_beside()
        return again

    def _goes_on(self) -> bool:
        state = self.caller.ledger.campaign(self.caller.campaign).state
        return state in (CampaignState.SENDING, CampaignState.STOPPED)

    def end(self, talk: Talk) -> None:
        """Behind the last batch."""
        self.tend()
        with suppress(TransportError):
            self.controls.insist(self._goes_on)
        if self.controls.sent:
            is_doubtful = self.caller.ledger.receipt(self.caller.campaign).parked
            talk.say(_CONTROL_SENT if is_doubtful else _CONTROL_FOR_NOTHING)


@contextmanager
def controls_of(
    house: House, database: Database, owned: Ownership, provider: Provider
) -> Iterator[ControlMails]:
    """What sends control mails for an owned campaign."""
    campaign = Ledger(database).campaign(owned.campaign)
    controls = ControlMails(
        database, campaign.id, fence=owned.fence, sender=owned.frozen.sender, host=provider.host,
        recall=provider.recall, evidence=provider.evidence, clock=house.clock,
        hire=lambda: house.make_transport(TransportName(campaign.transport), campaign.id),
    )  # fmt: skip
    try:
        yield controls
    finally:
        controls.close()


def call_for(house: House, database: Database, owned: Ownership, provider: Provider) -> Caller:
    """What calls waves of an owned campaign back."""
    ledger = Ledger(database)
    return Caller(
        campaign=owned.campaign, fence=owned.fence, ledger=ledger, waves=provider.wave_ledger,
        recall=provider.recall, now=house.clock.now,
        believes_cancels=provider.believes(ledger.campaign(owned.campaign)),
    )  # fmt: skip


def finish_undo(ledger: Ledger, caller: Caller) -> None:
    """Call back what can be; an unanswered cancel that is still in time is left for the next command."""
    try:
        is_over = caller.call_back()
    except TransportError as error:
        # It is written down: nothing more is handed over, and the next command asks again.
        is_over = False
        caller.refusals.append(error.code)
    if not is_over:
        why = next((code for code in reversed(caller.refusals) if code in _WHY_NOT), "undo-unfinished")
        ledger.note_undo(caller.campaign, fence=caller.fence, code=why)


def _why_unfinished(campaign: Campaign) -> str:
    return " ".join(filter(None, (UNDO_UNFINISHED, _WHY_NOT.get(campaign.stop_code))))


def investigate(house: House, database: Database, owned: Ownership, provider: Provider) -> Settled:
    """Ask the provider's log about the parked batches whose time has come."""
    ledger = Ledger(database)
    if not ledger.parked(owned.campaign):
        return Settled()
    with controls_of(house, database, owned, provider) as controls:
        investigation = Investigation(
            ledger=ledger, evidence=provider.evidence, time=provider.recall.time(), fence=owned.fence,
            addresses=lambda ids, handed: _addresses(database, ids, handed),
            controls=controls, now=house.clock.now(),
        )  # fmt: skip
        return investigation.settle(ledger.campaign(owned.campaign))


def _addresses(database: Database, ids: Sequence[str], handed: int) -> dict[str, str]:
    """Those that mail handed over at a moment went to. The log knows who has moved since by another address."""
    moved = former.moved_since(
        database, datetime.fromtimestamp(handed, UTC) - _A_DAY
    )  # two clocks may be apart
    known = {id_: one.address for id_, one in recipients(database, ids).items() if id_ not in moved}
    # Who may not be mailed any more was mailed all the same: a few do.
    others = (id_ for id_ in ids if id_ not in known and id_ not in moved)
    while len(known) < MEMBERS and (id_ := next(others, "")):
        if address := address_of(database, id_):
            known[id_] = address
    return known


def _is_kept(house: House, ledger: Ledger, campaign: Campaign, owned: Ownership, provider: Provider) -> bool:
    """Whether its hour is too far away for the provider to keep it: then it stays here, and that is said."""
    if not campaign.undo_window:  # It leaves at once; and a key that may only send cannot ask for the time.
        return False
    begins = campaign.send_at - MOST_AHEAD
    if provider.recall.time() >= begins:
        return False
    at = said_time(house, begins)
    message = f"It is kept here until {at}: the provider takes nothing more than three days ahead."
    remedy = f"Go on then (or a little later) with: {resume_line(campaign.id)}"
    ledger.stop(owned.campaign, fence=owned.fence, code=KEPT, message=message, remedy=remedy)
    return True


def _is_unread(house: House, campaign: Campaign, owned: Ownership, provider: Provider) -> bool:
    """Leave out who has left since the audience was frozen. True: that could not be read, and must be first."""
    ledger = Ledger(provider.database)
    if not ledger.count_planned(campaign.id):
        return False
    try:
        ledger.leave_out(campaign.id, read_from(house, provider, campaign.kind))
    except TransportError as error:
        failure = unread(error)
        ledger.stop(
            campaign.id, fence=owned.fence, code=UNREAD, message=failure.message, remedy=failure.remedy
        )
        return True
    return False


def told(house: House, database: Database, campaign_id: str) -> Result:
    """The receipt of a campaign, for people and scripts."""
    ledger = Ledger(database)
    campaign, receipt = ledger.campaign(campaign_id), ledger.receipt(campaign_id)
    until = undo_until(house, database, campaign)
    languages = by_language(ledger, campaign_id)
    head = f"Campaign {campaign.id} of the issue {campaign.slug}{for_audience(campaign)}:"
    lines = (head, *receipt_lines(receipt), *language_lines(languages))
    if until is not None:
        lines += hour_lines(house, database, campaign, receipt)
    return Result(
        data={
            "campaign": campaign.id,
            "issue": campaign.slug,
            "audience": campaign.audience,
            "kind": str(campaign.kind),
            "state": str(campaign.state),
            "receipt": receipt.to_json(),
            "languages": {language: each.to_json() for language, each in languages.items()},
            "undo_until": None if until is None else datetime.fromtimestamp(until, UTC).isoformat(),
            "refusals": ledger.refusals(campaign.id) if receipt.refused else {},
        },
        lines=framed(campaign, (*lines, *what_is_left(campaign, receipt))),
        exit_code=ExitCode.DONE if campaign.is_over and receipt.is_whole else ExitCode.PARTLY,
        errors=_why(campaign, receipt),
    )


def hour_lines(house: House, database: Database, campaign: Campaign, receipt: Receipt) -> tuple[str, ...]:
    """When it leaves, and until when it can be called back."""
    hours = hours_of(house, database, campaign.id)
    return back_lines(house, campaign, hours, is_taken=receipt.accepted > 0)


def undone_meanwhile(result: Result) -> Result:
    """Whoever handed over reads why so many were called back."""
    if result.data["state"] not in (CampaignState.UNDOING, CampaignState.UNDONE):
        return result
    return replace(result, messages=(*result.messages, "It was undone meanwhile, in another window."))


def _why(campaign: Campaign, receipt: Receipt) -> tuple[dict[str, str], ...]:
    """For scripts: why a campaign is not whole."""
    errors = []
    if campaign.state is CampaignState.UNDOING:
        remedy = f"Type it again, before it is too late: newsletter campaign undo {campaign.id}"
        errors.append({"code": "undo-unfinished", "message": _why_unfinished(campaign), "remedy": remedy})
    elif campaign.stop_code not in ("", "in-doubt") and not campaign.is_over:
        remedy = f"{campaign.stop_remedy} ({resume_line(campaign.id)})"
        errors.append({"code": campaign.stop_code, "message": campaign.stop_message, "remedy": remedy})
    if receipt.parked:
        message = f"{receipt.parked} deliveries are in doubt."
        errors.append(
            {"code": "in-doubt", "message": message, "remedy": f"newsletter campaign resolve {campaign.id}"}
        )
    return tuple(errors)


def what_is_left(campaign: Campaign, receipt: Receipt) -> tuple[str, ...]:
    """Why a campaign is not over, and the commands that go on or give it up."""
    lines = []
    if settled := receipt.parked - receipt.in_doubt:
        lines += _ways_out_of_doubt(campaign, settled)
    if receipt.in_doubt and campaign.state is not CampaignState.UNDOING:
        lines.append(
            f"For {people(receipt.in_doubt)} the answer is still awaited; where nobody sends it any more, "
            f"{resume_line(campaign.id)} finds out."
        )
    if campaign.is_over:
        return tuple(lines)
    if campaign.stop_code not in ("", "in-doubt") and campaign.state is not CampaignState.UNDOING:
        lines = [campaign.stop_message, f"→ {campaign.stop_remedy}", *lines]
    if campaign.state is CampaignState.UNDOING:
        lines += [
            _why_unfinished(campaign),
            f"→ Type it again, before it is too late: newsletter campaign undo {campaign.id}",
        ]
    elif receipt.planned:
        lines += [
            f"Go on with:  {resume_line(campaign.id)}",
            f"Or give up:  newsletter campaign undo {campaign.id} (who has nothing yet can be sent to anew)",
        ]
    return tuple(lines)


def _ways_out_of_doubt(campaign: Campaign, parked: int) -> list[str]:
    resolve = f"newsletter campaign resolve {campaign.id}"
    if campaign.transport == TransportName.SENDGRID:
        remedy = f"SendGrid's log may know; ask it with: {resolve}"
    else:
        remedy = f"Once you know whether they have it, say so: {resolve} --accept (they have it) or --resend"
    return [f"{parked:,} in doubt: see which with: newsletter campaign show {campaign.id}", remedy]


_KINDS = {Kind.DRILL: "a drill", Kind.REAL: "a real one"}


def refuse_other_kind(house: House, campaign: Campaign) -> None:
    """A drill must never turn real half-way, nor a real campaign end in a drill."""
    kind = house.kind_of(TransportName(campaign.transport))
    if kind is not campaign.kind:
        raise CampaignError(
            f"This campaign began as {_KINDS[campaign.kind]}, and by the settings here it would be {_KINDS[kind]}.",
            remedy="Set or unset NEWSLETTER_SENDGRID_HOST as it was when the campaign began.",
            code="other-kind",
        )


def undo_until(house: House, database: Database, campaign: Campaign) -> int | None:
    """Until when everything can be called back, UNIX seconds. For display only: nobody is asked for the time."""
    if campaign.state is CampaignState.UNDONE:
        return None
    return WaveLedger(database).undo_until(campaign.id, house.provider_time())


def take_over(
    house: House, ledger: Ledger, campaign: Campaign, provider: Provider | None = None
) -> Ownership:
    """Become the owner, and settle what a dead one left. The caller holds the lock.

    Raises CampaignError where what it handed over lies at another of SendGrid's hosts.
    """
    if provider is not None and campaign.kind is Kind.REAL and provider.wave_ledger.is_elsewhere(campaign.id):
        raise CampaignError(
            f"What this campaign handed over lies at another host of SendGrid's than {provider.host}.",
            remedy="Set region in newsletter.toml (and NEWSLETTER_SENDGRID_HOST) as it was when it began.",
            code="other-host",
        )
    now = house.clock.now()
    owner = f"process {os.getpid()} of this computer"
    fence = ledger.take_over(campaign.id, owner=owner, now=now, even_if_over=True)
    replays = house.replays(TransportName(campaign.transport))
    recover(ledger, campaign.id, fence=fence, replays=replays, now=now)
    frozen = Frozen.from_json(ledger.content(campaign.id))
    return Ownership(
        campaign=campaign.id,
        frozen=frozen,
        fence=fence,
        refused_before=ledger.count_refused(campaign.id),
        waves=None
        if provider is None or not campaign.undo_window
        else provider.waves(ledger.campaign(campaign.id)),
        trials=None if provider is None else Trials(frozen.letters),
        known_time=(lambda: None) if provider is None else provider.recall.known_time,
    )


def _hand_over(
    house: House, database: Database, owned: Ownership, talk: Talk, helpers: _Helpers | None = None
) -> None:
    ledger = Ledger(database)
    name = TransportName(ledger.campaign(owned.campaign).transport)
    pace = house.pace(name)

    def tend() -> int:
        if helpers is None:
            return 0
        if ledger.campaign(owned.campaign).state is not CampaignState.SENDING:
            pace.end()  # Whoever waits for minutes because the provider said so must not hold up an undo.
        return helpers.tend()

    talk.begin("Handing over", ledger.count_planned(owned.campaign))
    if helpers is not None:
        helpers.tend()
    try:
        with house.open_database() as people:
            stopped = local.run(
                owned.campaign,
                ledger=ledger,
                hire=house.hire(name, owned, pace, ledger=database, people=people),
                threads=house.threads(name),
                progress=_heartbeat(house, ledger, owned, talk),
                end=pace.end,
                tend=tend,
                before_all=lambda: _to_try(ledger, owned),
            )
    finally:
        talk.end()
    if helpers is not None:
        helpers.end(talk)
    # The outbox's page, for whoever handed the last batch over may have died before it was written.
    house.make_transport(name, owned.campaign, frozen=owned.frozen).close()
    _end(house, Ledger(database), owned, stopped, None if helpers is None else helpers.caller)


def _to_try(ledger: Ledger, owned: Ownership) -> Batch | None:
    """A batch of a letter that the provider is to judge before anybody is mailed."""
    if owned.trials is None:
        return None
    return owned.trials.next(lambda language: ledger.first_planned(owned.campaign, language))


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


def _end(house: House, ledger: Ledger, owned: Ownership, stopped: str, caller: Caller | None) -> None:
    """Say in the ledger how it ended; a stop that a batch already committed stands."""
    if not stopped and (told := _nobody_taken(ledger, owned)) is not None:
        message, remedy = told
        ledger.stop(owned.campaign, fence=owned.fence, code="nobody-taken", message=message, remedy=remedy)
        return
    if not stopped and not ledger.finish(owned.campaign, fence=owned.fence):
        stopped = "in-doubt"
    if stopped:
        message, remedy = no_slot(house, caller) if caller and stopped == "no-slot" else _STOPS[stopped]
        ledger.stop(owned.campaign, fence=owned.fence, code=stopped, message=message, remedy=remedy)


def _nobody_taken(ledger: Ledger, owned: Ownership) -> tuple[str, str] | None:
    """When everybody is refused, or all who get one letter, it is not the people: nobody of them is struck off.

    Gives what is to be said of it; None where all is well.
    """
    if not ledger.count_refused(owned.campaign):
        return None
    receipts = ledger.receipts(owned.campaign)
    is_taken = {key: bool(each.accepted or each.parked or each.planned) for key, each in receipts.items()}
    # Where others were taken, one wrong address says nothing about the letter it was to get.
    enough = 2 if any(is_taken.values()) else 1
    refused = [key for key, each in receipts.items() if each.refused >= enough and not is_taken[key]]
    if not refused:
        return None
    reasons = dict.fromkeys(reason for key in refused for reason in ledger.refusals(owned.campaign, key))
    ledger.reopen(owned.campaign, refused, fence=owned.fence)
    message, remedy = _NOBODY_OF_A_LETTER if any(is_taken.values()) else _NOBODY_TAKEN
    letters = " and ".join(
        f"the letter in {language_name(owned.frozen.letters[key].language)}" for key in refused
    )
    return f"{message.format(letters=letters)} It said: {', '.join(reasons)}.", remedy
