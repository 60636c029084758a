"""Proof for batches of which nobody knows whether they were taken, out of the provider's own log.

A request is taken whole or not at all, so two or three members tell the fate of a batch. What is found there is proof;
what is not found is proof only much later, only if a mail of the same minute is found, and only when the log has been
silent for an hour: it may be late by hours, and a request be carried out later than its neighbours.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletter.sending.campaign import BatchState, Campaign, CampaignState, ParkedBatch
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import Evidence, Trace

#: Seconds after the hour of sending from which the log is asked, and from which its silence counts.
ASK_AFTER = 3600
ABSENT_AFTER = 6 * 3600
#: The log has to be silent, while it knows the batch's neighbours, for longer than a request can be late (40 minutes).
SILENT_FOR = 3600
#: Members of a batch that are looked up.
MEMBERS = 3
#: A control mail was handed over within so many seconds of the batch.
SAME_MINUTE = 60
#: The log is searched from so long before the handover: where the provider's clock was not known, ours may be wrong.
SEARCH_BEFORE = 2 * 3600

#: The addresses that those of the given subscribers had at a moment (UNIX seconds) of whom that is known.
Addresses = Callable[[Sequence[str], int], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the log told: how many batches in which state, and when to ask again (UNIX seconds, 0: nothing is left)."""

    taken: int = 0
    planned: int = 0
    called_back: int = 0
    ask_again: int = 0
    #: People of whom the log can tell nothing, for no other mail of their minute was taken.
    untold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """Settles the parked batches of one campaign; its owner only."""

    ledger: Ledger
    evidence: Evidence
    addresses: Addresses
    #: The provider's clock, UNIX seconds.
    time: float
    fence: int
    now: datetime

    def settle(self, campaign: Campaign) -> Settled:
        """Ask about every batch whose time has come. Raises TransportError; what was settled before stays."""
        found: list[BatchState | None] = []
        later: list[int] = []
        untold = 0
        for batch in self.ledger.parked(campaign.id):
            due = _leaves(batch) + ASK_AFTER
            state = self._state(campaign, batch) if self.time >= due else None
            if state is None and self._is_untold(campaign, batch):
                untold += batch.size
            elif state is None:
                later.append(due if self.time < due else self._next_time(batch))
            else:
                self.ledger.settle_parked(
                    batch.id, state, fence=self.fence, reason="provider-log", now=self.now
                )
            found.append(state)
        return Settled(
            taken=found.count(BatchState.ACCEPTED),
            planned=found.count(BatchState.PLANNED),
            called_back=found.count(BatchState.CALLED_BACK),
            ask_again=min(later, default=0),
            untold=untold,
        )

    def _next_time(self, batch: ParkedBatch) -> int:
        absent_from = _leaves(batch) + ABSENT_AFTER
        return absent_from if self.time < absent_from else int(self.time) + SILENT_FOR

    def _state(self, campaign: Campaign, batch: ParkedBatch) -> BatchState | None:
        traces = self._traces(batch.id, batch.attempt, batch.handed)
        verdict = judge(traces, absence_counts=Trace.ABSENT in traces and self._is_silent(campaign, batch))
        is_undone = campaign.state in (CampaignState.UNDOING, CampaignState.UNDONE)
        return BatchState.CALLED_BACK if verdict is BatchState.PLANNED and is_undone else verdict

    def _is_silent(self, campaign: Campaign, batch: ParkedBatch) -> bool:
        """Whether the log's silence is proof; the first time it is noted, and counts from an hour later on."""
        if self.time < _leaves(batch) + ABSENT_AFTER or not self._sees(campaign, batch):
            return False
        if not batch.silent:
            self.ledger.note_silence(batch.id, fence=self.fence, at=int(self.time))
            return False
        return self.time >= batch.silent + SILENT_FOR

    def _is_untold(self, campaign: Campaign, batch: ParkedBatch) -> bool:
        """Whether the log's silence about it will never be proof."""
        return self.time >= _leaves(batch) + ABSENT_AFTER and not self._controls(campaign, batch)

    def _controls(self, campaign: Campaign, batch: ParkedBatch) -> list[tuple[str, str, int]]:
        return self.ledger.controls(campaign.id, around=batch.handed, within=SAME_MINUTE, most=MEMBERS)

    def _sees(self, campaign: Campaign, batch: ParkedBatch) -> bool:
        """Whether the log knows a mail of the same minute: else its silence says nothing."""
        return any(
            set(self._traces(other, attempt, handed)) & {Trace.TAKEN, Trace.CALLED_BACK}
            for other, attempt, handed in self._controls(campaign, batch)
        )

    def _traces(self, batch: str, attempt: str, handed: int) -> list[Trace]:
        people = self.ledger.members(batch).subscribers or self.ledger.called_back(batch)
        addresses = self.addresses(list(people), handed)
        known = [address for address in addresses.values() if self.evidence.can_trace(address)]
        some = known[:: max(1, len(known) // MEMBERS)][:MEMBERS]
        since = handed - SEARCH_BEFORE
        return [self.evidence.trace(address=address, attempt=attempt, since=since) for address in some]


def judge(traces: Iterable[Trace], *, absence_counts: bool) -> BatchState | None:
    """What the fate of some members says about their batch; None: nothing yet."""
    found = set(traces)
    if Trace.TAKEN in found:
        return BatchState.ACCEPTED
    if not found or Trace.PENDING in found:
        return None
    if Trace.CALLED_BACK in found:
        return BatchState.PLANNED
    return BatchState.PLANNED if absence_counts else None


def _leaves(batch: ParkedBatch) -> int:
    """When its mail left or leaves, UNIX seconds."""
    return batch.send_at or batch.handed
