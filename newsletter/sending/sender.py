"""The sender: one batch from intent to outcome. Every runner calls `run_batch`; the ledger prevents doubles.

    wave -> addresses read, opt-outs asked -> parcel built -> fence, intent committed -> handover -> outcome committed

A kill -9 before the intent leaves the batch planned; between intent and outcome it leaves it in flight, and whoever
takes the campaign over parks it (or hands the same parcel over again where the transport replays). The intent is
committed straight before the first byte, so that the time in between is short.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from newsletter.errors import TransportError
from newsletter.rendering.fields import FieldName
from newsletter.rendering.message import Letter
from newsletter.rendering.words import language_name
from newsletter.sending.campaign import UNJUDGED, Attempt, Batch, BatchState, CampaignState, Members
from newsletter.sending.clock import Clock, Mark, is_fresh
from newsletter.sending.frozen import Frozen, Pages
from newsletter.sending.ledger import Ledger, parcel_hash
from newsletter.sending.pace import Pace
from newsletter.sending.slots import NoSlot, Waves
from newsletter.sending.trials import Trials
from newsletter.sending.wave import Wave
from newsletter.transports.base import (
    UNREACHABLE,
    Accepted,
    Envelopes,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    Passed,
    SomeRefused,
    Transport,
    Unknown,
)
from subscribers.sealed import SealError

#: Above this share of refusals something is wrong with the list or the account, and the campaign stops …
REFUSED_SHARE = 0.05
#: … but never because of fewer than so many: in a branch of twenty one bad address is already 5 %.
REFUSED_LEAST = 20
#: Seconds to wait when the provider could not even be asked for a wave.
UNREACHED_SECONDS = 5.0


_NO_JUDGEMENT = Halt(
    code="preflight",
    message="The provider was asked what it thinks of this mail, before anybody gets it, and gave no clear answer.",
    remedy="Look at its status page; then resume.",
)


class Recipient(Protocol):
    """What a handover needs of a person who may be mailed at this moment."""

    @property
    def address(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...


class Recipients(Protocol):
    """The same of many people, in columns of equal length and order; places are those among the ids asked for."""

    @property
    def places(self) -> Sequence[int]: ...
    @property
    def addresses(self) -> Sequence[str]: ...
    @property
    def names(self) -> Sequence[str]: ...
    @property
    def first_names(self) -> Sequence[str]: ...


#: Answers with those who may be mailed now; who has opted out since the plan is missing from the answer.
People = Callable[[Collection[str]], Recipients]

#: The columns that hold the words of the merge fields.
_COLUMNS: Mapping[str, Callable[[Recipients], Sequence[str]]] = {
    FieldName.NAME: lambda people: people.names,
    FieldName.FIRST_NAME: lambda people: people.first_names,
}
#: How many different words each thread remembers with their values: most people have one of so many first names.
_REMEMBERED = 2_000


def merge_values(person: Recipient) -> dict[str, str]:
    """The values of the merge fields for one person."""
    return {FieldName.NAME: person.name, FieldName.FIRST_NAME: person.first_name}


class _Values:
    """What the letter's tags stand for. Who has the same words in all its fields shares one mapping, as many do."""

    def __init__(self, letter: Letter) -> None:
        self._fields = sorted({field.name for field in letter.fields})
        self._of_words = lru_cache(_REMEMBERED)(
            lambda *words: letter.values(dict(zip(self._fields, words, strict=True)))
        )

    def __call__(self, people: Recipients) -> tuple[list[Mapping[str, str]], Sequence[int]]:
        """The mappings, each once, and for each of the people, in their order, the place of theirs."""
        if not self._fields:
            return [self._of_words()], [0] * len(people.places)
        words = list(zip(*(_COLUMNS[field](people) for field in self._fields), strict=True))
        places = {one: place for place, one in enumerate(dict.fromkeys(words))}
        return [self._of_words(*one) for one in places], [places[one] for one in words]


class _Ready:
    """A letter made ready for all batches in its language; `key` is what those say of it."""

    def __init__(self, key: str, letter: Letter) -> None:
        self.key = key
        self.language = letter.language
        self.digest = letter.digest
        self.content = Pages(letter)
        self.values = _Values(letter)


class Step(StrEnum):
    """What one handover meant for the campaign, told to the runner."""

    ACCEPTED = "accepted"
    LEFT_OUT = "left_out"  # some or all refused, or nobody left in the batch
    SPLIT = "split"  # cut in halves, both planned again
    TRIED = "tried"  # its letter was judged and nothing sent; planned again
    WAIT = "wait"  # not taken; planned again after a pause
    PARKED = "parked"  # unknown
    HALTED = "halted"  # the campaign stopped
    LOST = "lost"  # somebody else has the batch or the campaign
    AGAIN = "again"  # nothing begun: its wave was closed meanwhile, or the batch has changed
    NO_SLOT = "no_slot"  # nothing begun: no wave can be opened now


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What the owner of a campaign holds from its take-over on."""

    campaign: str
    frozen: Frozen
    fence: int
    #: refusals that were there before: whoever resumed has looked at those.
    refused_before: int = 0
    #: None: at once, and nothing can be called back.
    waves: Waves | None = None
    #: The letters that the provider has yet to judge without sending them; None where it has no such judgement.
    trials: Trials | None = None
    #: The provider's clock (UNIX seconds) as its newest answer told it; None where that is long ago, or it has none.
    known_time: Callable[[], float | None] = lambda: None


@dataclass(slots=True)
class _Handover:
    """One attempt at a batch, from its addresses on."""

    attempt: Attempt
    #: The batch when its people were read.
    seen: Batch
    begun: Mark
    wave: Wave | None
    #: Deliveries of people who have opted out since the plan.
    left_out: Sequence[str] = ()
    #: It is only to be judged.
    is_trial: bool = False
    is_intended: bool = False


class BatchSender:
    """Carries batches of one campaign over one transport; one instance per thread."""

    def __init__(
        self,
        owned: Ownership,
        *,
        ledger: Ledger,
        people: People,
        transport: Transport,
        pace: Pace,
        clock: Clock,
    ) -> None:
        self._campaign = owned.campaign
        self._sender = owned.frozen.sender
        self._letters = {key: _Ready(key, letter) for key, letter in owned.frozen.letters.items()}
        self._fence = owned.fence
        self._refused_before = owned.refused_before
        self._waves = owned.waves
        self._trials = owned.trials
        self._known_time = owned.known_time
        self._ledger = ledger
        self._people = people
        self._transport = transport
        self._pace = pace
        self._clock = clock

    def run_batch(self, batch: Batch) -> Step:
        """Carry one planned batch as far as it goes; always ends with a committed outcome or none begun."""
        if not self._pace.wait():
            return Step.LOST
        letter = self._letters[batch.language]
        wave = self._wave()
        if isinstance(wave, Step):
            return wave
        attempt = Attempt(batch.id, secrets.token_hex(8), self._fence, wave.id if wave else "")
        handover = _Handover(attempt, batch, self._clock.mark(), wave)
        try:
            members = self._ledger.members(batch.id, batch.seal)
            parcel = self._parcel(attempt, members, letter, wave)
        except SealError:
            if self._ledger.batch(batch.id) == batch:
                raise
            return self._lost(handover)
        return self._carry(handover, members, parcel, letter)

    def _carry(self, handover: _Handover, members: Members, parcel: Parcel, letter: _Ready) -> Step:
        attempt = handover.attempt
        if len(parcel.envelopes) < len(members):
            handover.left_out = sorted(set(members.deliveries).difference(parcel.envelopes.deliveries))
        if not len(parcel.envelopes):
            if not self._intend(handover):
                return self._lost(handover)
            return self._settle(attempt, BatchState.REFUSED, "nobody-left", Step.LEFT_OUT)
        handover.is_trial = parcel.preflight
        what = parcel_hash(letter.digest, parcel.envelopes.deliveries)
        outcome = self._transport.hand_over(parcel, fence=lambda: self._open_fence(handover, what))
        # What was not to leave, or did not get that far, is written down all the same, by the owner alone.
        if not handover.is_intended and not self._intend(handover):
            return self._unwritten(handover, outcome)
        return self._commit(attempt, parcel, outcome, letter)

    def _intend(self, handover: _Handover, handed: int | None = None, what: str = "") -> bool:
        handover.is_intended = self._ledger.intend(
            handover.attempt, now=self._clock.now(), handed=handed, parcel_hash=what, seen=handover.seen,
            left_out=handover.left_out, is_trial=handover.is_trial,
        )  # fmt: skip
        return handover.is_intended

    def _unwritten(self, handover: _Handover, outcome: Outcome) -> Step:
        """Nothing has left, and the batch is to be looked up anew; what was said of the account holds all the same."""
        step = self._lost(handover)
        if step is Step.AGAIN and isinstance(outcome, Halt):
            return self._halt(outcome)
        if step is Step.AGAIN and isinstance(outcome, NotTaken):
            self._pace.pause(outcome.wait)
        return step

    def _lost(self, handover: _Handover) -> Step:
        """Why there was no intent: the campaign is no longer ours, the batch has changed, or the wave takes no more."""
        wave = handover.wave
        campaign = self._ledger.campaign(self._campaign)
        if campaign.fence != self._fence or campaign.state is not CampaignState.SENDING:
            return Step.LOST
        if self._ledger.batch(handover.seen.id) != handover.seen:
            if self._waves is not None:
                self._waves.give_back(handover.attempt.wave)
            return Step.AGAIN
        if wave is None or self._waves is None:
            return Step.LOST
        self._waves.close(wave.id)
        return Step.AGAIN

    def _wave(self) -> Wave | Step | None:
        """The wave to go with, or why there is none."""
        if self._waves is None:
            return None
        try:
            wave = self._waves.get(fence=self._fence)
        except TransportError as error:
            if error.code != UNREACHABLE:
                return self._halt(Halt(code=error.code, message=error.message, remedy=error.remedy))
            self._pace.pause(UNREACHED_SECONDS)
            return Step.WAIT
        if wave is None:
            return Step.LOST
        return Step.NO_SLOT if isinstance(wave, NoSlot) else wave

    def _open_fence(self, handover: _Handover, what: str) -> bool:
        """The fence: soon after the addresses were read, by two clocks, with time to call it back, and ours, committed.

        Looked at again behind the commit, which may have waited for a disk or slept with the machine.
        """

        def in_time() -> bool:
            wave = handover.wave
            is_fresh_ = is_fresh(handover.begun, self._clock.mark(), within=self._transport.patience)
            return is_fresh_ and (wave is None or self._has_time(wave))

        return in_time() and self._intend(handover, self._provider_time(), what) and in_time()

    def _has_time(self, wave: Wave) -> bool:
        return self._waves is not None and self._waves.has_time(wave)

    def _provider_time(self) -> int:
        known = self._known_time()
        return int(self._clock.now().timestamp() if known is None else known)

    def _parcel(self, attempt: Attempt, members: Members, letter: _Ready, wave: Wave | None) -> Parcel:
        """Read addresses and opt-outs at this moment and build what will leave."""
        people = self._people(members.subscribers)
        deliveries = [members.deliveries[place] for place in people.places]
        envelopes = Envelopes(deliveries, people.addresses, *letter.values(people))
        return Parcel(
            campaign=self._campaign, batch=attempt.batch, attempt=attempt.id,
            sender=self._sender, content=letter.content, envelopes=envelopes,
            schedule=wave.schedule if wave else None,
            preflight=self._trials is not None and self._trials.is_due(letter.key),
        )  # fmt: skip

    def _commit(self, attempt: Attempt, parcel: Parcel, outcome: Outcome, letter: _Ready) -> Step:
        """Commit what the transport said. An owner that was fenced off meanwhile changes nothing."""
        match outcome:
            case Accepted() | Passed():
                return self._take_yes(attempt, outcome, letter)
            case Unknown(code=code):
                return self._doubt_trial(attempt, letter) if parcel.preflight else self._park(attempt, code)
            case NotTaken(code=code, wait=wait):
                self._pace.pause(wait)
                return self._settle(attempt, BatchState.PLANNED, code, Step.WAIT)
            case Halt():
                self._settle(attempt, BatchState.PLANNED, outcome.code, Step.HALTED)
                return self._halt(self._about(letter, outcome) if parcel.preflight else outcome)
            case SomeRefused(refused=refused):
                return self._refuse(attempt, parcel, refused)
            case Indivisible(code=code):
                return self._divide(attempt, parcel, code, letter)

    def _take_yes(self, attempt: Attempt, outcome: Accepted | Passed, letter: _Ready) -> Step:
        """Its letter need not be tried out any more. What only passed was not sent, and waits for its turn."""
        if self._trials is not None:
            self._trials.passed(letter.key)
        if isinstance(outcome, Passed):
            return self._settle(attempt, BatchState.PLANNED, "", Step.TRIED)
        if outcome.wait:
            self._pace.pause(outcome.wait)
        return self._settle(attempt, BatchState.ACCEPTED, "", Step.ACCEPTED)

    def _about(self, letter: _Ready, halt: Halt) -> Halt:
        """With the language that was tried out, where there are several."""
        if len(self._letters) == 1:
            return halt
        message = f"{halt.message} It was asked about the letter in {language_name(letter.language)}."
        return replace(halt, message=message)

    def _settle(self, attempt: Attempt, state: BatchState, reason: str, step: Step) -> Step:
        settled = self._ledger.settle(attempt, state, reason=reason, now=self._clock.now())
        if state is BatchState.PLANNED and self._waves is not None:
            self._waves.give_back(attempt.wave)
        return step if settled else Step.LOST

    def _park(self, attempt: Attempt, code: str) -> Step:
        """With a wave it may still be called back; without one there is nothing left but proof."""
        if self._waves is None or not attempt.wave:
            return self._settle(attempt, BatchState.PARKED, code, Step.PARKED)
        closes = code == UNJUDGED or self._waves.takes_no_more(attempt.wave)
        settled = self._ledger.settle_unknown(attempt, reason=code, closes=closes, now=self._clock.now())
        if closes:
            self._waves.close(attempt.wave)
        return Step.PARKED if settled else Step.LOST

    def _doubt_trial(self, attempt: Attempt, letter: _Ready) -> Step:
        """Nothing should have left. Only an answer could show that: had the provider overlooked that it was a trial,
        the mail would lie there. So it is called back, or waits for proof where nothing can be.
        """
        if self._park(attempt, UNJUDGED) is Step.LOST:
            return Step.LOST
        return self._halt(self._about(letter, _NO_JUDGEMENT))

    def _halt(self, halt: Halt) -> Step:
        self._ledger.stop(
            self._campaign, fence=self._fence, code=halt.code, message=halt.message, remedy=halt.remedy
        )
        return Step.HALTED

    def _refuse(self, attempt: Attempt, parcel: Parcel, refused: Mapping[int, str]) -> Step:
        by_delivery = {parcel.envelopes[position].delivery: code for position, code in refused.items()}
        self._ledger.refuse(attempt, by_delivery, now=self._clock.now())
        return self._stop_if_many() or Step.LEFT_OUT

    def _stop_if_many(self) -> Step | None:
        refused = self._ledger.count_refused(self._campaign) - self._refused_before
        size = self._ledger.campaign(self._campaign).size
        if refused < REFUSED_LEAST or refused <= REFUSED_SHARE * size:
            return None
        return self._halt(
            Halt(
                code="many-refused",
                message=f"The provider refused {refused} of {size} addresses{self._by_letter()}: more than 5 in 100.",
                remedy="Look at the reasons (newsletter campaign show) and at where the list comes from; then resume.",
            )
        )

    def _by_letter(self) -> str:
        """How the refused fall to the languages, where there are several: one of the letters may be at fault."""
        if len(self._letters) == 1:
            return ""
        receipts = self._ledger.receipts(self._campaign)
        told = (
            f"{each.refused} of {each.deliveries} in {language_name(self._letters[key].language)}"
            for key, each in receipts.items()
            if each.refused
        )
        return f" ({', '.join(told)})"

    def _divide(self, attempt: Attempt, parcel: Parcel, code: str, letter: _Ready) -> Step:
        """Cut in halves until the culprit is alone; two culprits with one error mean that the mail is at fault."""
        if len(parcel.envelopes) > 1:
            self._ledger.split(attempt, self._campaign, now=self._clock.now())
            return Step.SPLIT
        delivery, now = parcel.envelopes[0].delivery, self._clock.now()
        refused_before = self._ledger.refuse_single(attempt, self._campaign, delivery, code, now=now)
        if not refused_before:
            return self._stop_if_many() or Step.LEFT_OUT
        is_one_letter = len(self._letters) > 1 and refused_before == {letter.key}
        what = f"the letter in {language_name(letter.language)}" if is_one_letter else "the mail itself"
        return self._halt(
            Halt(
                code="mail-refused",
                message=f"The provider refuses {what} ({code}), whoever it is for.",
                remedy="Look at the issue's size, the sender's address and the account; then resume, or give it up.",
            )
        )
