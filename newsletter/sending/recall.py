"""Calling back: waves with a batch that nobody knows about, undone campaigns, and the slots that cancels hold.

What a confirmed cancel proves depends on what the provider does with mail that arrives after it. Of a batch that was
accepted before the cancel it is documented that nothing will arrive. Of one without an answer, which may still be on
its way, it is believed only where the account was seen to do so (`believes_cancels`); else it waits for proof. A letter
that was only tried out leaves nothing behind unless the provider overlooked that, and so is taken for accepted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.errors import TransportError
from newsletter.sending.campaign import BatchState
from newsletter.sending.ledger import Ledger
from newsletter.sending.slots import free_slots
from newsletter.sending.wave import FORGET_AFTER, RELEASE_AFTER, Wave, WaveLedger, WaveState
from newsletter.transports.base import UNREACHABLE, Cancelled, NotCancelled, Recall

#: Larger waves leave as they are, and only the batch that nobody knows about waits for proof.
MOST_RECALLED = 5
#: What the provider may hold: of a parked batch nobody knows, so that an undo must cancel it, too.
_MAY_BE_HELD = frozenset({BatchState.ACCEPTED, BatchState.UNKNOWN, BatchState.PARKED})


def repeat_cancels(waves: WaveLedger, recall: Recall, cancelled: Sequence[Wave]) -> None:
    """Ask again for each of these cancels that is still in time: mail may have arrived since. Gives old slots back.

    Whatever campaigns they are of; raises TransportError where the provider is out of reach.
    """
    if not cancelled:
        return
    now = recall.time()
    for wave in cancelled:
        if now < wave.confirm_by:
            _ask(recall, wave)
    _release(waves, recall, [wave for wave in cancelled if now > wave.send_at + RELEASE_AFTER], now)


def _release(waves: WaveLedger, recall: Recall, old: list[Wave], now: float) -> None:
    """Give the slots of old cancels back, where this account holds them: with another key it may be another one."""
    held = {entry.batch_id for entry in recall.held()} if old else set()
    for wave in old:
        if now <= waves.given_back_at(wave):
            continue
        if wave.provider_id in held:
            recall.release(wave.provider_id)
        if wave.provider_id in held or now > wave.send_at + FORGET_AFTER:
            waves.release(wave)


def may_hold_mail(waves: WaveLedger, wave: Wave) -> bool:
    """Whether the provider may hold something that went with a wave, and nobody has ended that yet."""
    if wave.state in (WaveState.CALLED_BACK, WaveState.DOUBTFUL):
        return False
    return not _MAY_BE_HELD.isdisjoint(waves.states(wave))


def _ask(recall: Recall, wave: Wave) -> Cancelled | NotCancelled:
    """Cancel at the provider. Raises TransportError when it is out of reach: the other waves need not be tried."""
    answer = recall.cancel(wave.provider_id)
    if isinstance(answer, NotCancelled) and answer.code == UNREACHABLE:
        raise TransportError("The provider is out of reach.", remedy="Try again later.", code=UNREACHABLE)
    return answer


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Calls waves of one campaign back, for its owner. All methods may be repeated after a death at any point."""

    campaign: str
    fence: int
    ledger: Ledger
    waves: WaveLedger
    recall: Recall
    now: Callable[[], datetime]
    #: Whether this account was seen to discard mail that arrived after the cancel.
    believes_cancels: bool
    #: The codes of cancels that were not confirmed.
    refusals: list[str] = field(default_factory=list)

    def settle_unknown(self) -> int:
        """Do what can be done about batches without an answer; returns how many waves were planned again.

        A wave with a batch on its way is left for later. Raises TransportError where the provider's clock is out of
        reach: nothing has changed then.
        """
        return sum(self._settle(wave) for wave in self.waves.unsettled(self.campaign))

    def call_back(self) -> bool:
        """Carry the undo of the campaign out. False: some cancel has no answer yet, and there is time to ask again."""
        self.ledger.call_back_planned(self.campaign, now=self.now())
        self.waves.close_all(self.campaign)
        open_questions = 0
        for wave in self.waves.of(self.campaign):
            if may_hold_mail(self.waves, wave) and not self._undo(wave):
                open_questions += 1
        return not open_questions and self.ledger.end_undo(self.campaign, fence=self.fence)

    def _settle(self, wave: Wave) -> bool:
        if self.waves.states(wave).get(BatchState.IN_FLIGHT):
            return False
        if wave.state is not WaveState.CANCELLING and not self._is_called_back(wave):
            self.waves.park_unknown(wave, fence=self.fence, reason="no-clear-answer", now=self.now())
            return False
        if self._cancel(wave) is not WaveState.CALLED_BACK:
            return False
        unknown = BatchState.PLANNED if self._settles(wave) else BatchState.PARKED
        self.waves.plan_again(wave, unknown=unknown, fence=self.fence, now=self.now())
        return True

    def _is_called_back(self, wave: Wave) -> bool:
        """Whether a wave with a batch without an answer is called back whole; else that batch is left to the log.

        Where no slot is left for another wave, what is called back waits, up to a day: the log tells sooner. What was
        only tried out is called back all the same, for nothing of it is to leave.
        """
        if not self._settles(wave) or self.waves.count(wave.id) > MOST_RECALLED:
            return False
        now = self.recall.time()
        if now >= wave.confirm_by:
            return False
        return not self.waves.count_unknown_posts(wave) or free_slots(self.waves, self.recall, now) > 0

    def _settles(self, wave: Wave) -> bool:
        """Whether a cancel that was confirmed in time proves of each of its batches that nothing of it will arrive."""
        return self.believes_cancels or not self.waves.count_unknown_posts(wave)

    def _cancel(self, wave: Wave) -> WaveState:
        """Cancel a wave: called back, not confirmed yet, or (and that is committed) never in time."""
        if not self.waves.start_cancel(wave, fence=self.fence):
            return wave.state
        answer = _ask(self.recall, wave)
        if isinstance(answer, Cancelled) and answer.at <= wave.confirm_by:
            return WaveState.CALLED_BACK
        if isinstance(answer, NotCancelled):
            self.refusals.append(answer.code)
        if self.recall.time() < wave.confirm_by:
            return WaveState.CANCELLING
        self.waves.doubt(wave, fence=self.fence, now=self.now())
        return WaveState.DOUBTFUL

    def _undo(self, wave: Wave) -> bool:
        """Whether nothing is left to ask about this wave."""
        if wave.state is not WaveState.CANCELLING and self.recall.time() >= wave.confirm_by:
            self.waves.park_unknown(wave, fence=self.fence, reason="too-late", now=self.now())
            return True
        state = self._cancel(wave)
        if state is WaveState.CALLED_BACK:
            unknown = BatchState.CALLED_BACK if self._settles(wave) else BatchState.PARKED
            self.waves.call_back(wave, unknown=unknown, fence=self.fence, now=self.now())
        return state in (WaveState.CALLED_BACK, WaveState.DOUBTFUL)
