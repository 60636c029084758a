"""Proof for batches of which nobody knows whether they were taken, out of the provider's own log.

A request is taken whole or not at all, so two or three members tell the fate of a batch. What is found there is proof.
What is not found is proof only much later, only if a mail of the same minute is found, and one that is newer than the
request can be late: the log may be behind by hours, or stand still. It has to be silent for an hour, too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from newsletter.sending.campaign import BatchState, Campaign, CampaignState, ParkedBatch
from newsletter.sending.control import SAME_MINUTE, ControlMail, ControlMails
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import Evidence, Trace

#: Seconds after the hour of sending from which the log is asked, and from which its silence counts.
ASK_AFTER = 3600
ABSENT_AFTER = 6 * 3600
#: The log has to be silent, while it knows the batch's neighbours, for longer than a request can be late (40 minutes);
#: and what proves that it has come so far was handed over so much later.
SILENT_FOR = 3600
#: What the log does not know of that minute by so long after it has hardly ever been there.
UNTOLD_AFTER = 36 * 3600
#: Members of a batch that are looked up.
MEMBERS = 3
#: Batches of its minute among which so many are looked for as can be looked up.
NEIGHBOURS = 12
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
    #: People of whom the log will hardly ever tell that they were not mailed, so that a person had better look.
    untold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """Settles the parked batches of one campaign; its owner only."""

    ledger: Ledger
    evidence: Evidence
    addresses: Addresses
    controls: ControlMails
    #: The provider's clock, UNIX seconds.
    time: float
    fence: int
    now: datetime
    #: What the log said of control mails and of batches, by attempt: many batches in doubt share them.
    _said: dict[str, Trace] = field(default_factory=dict)
    _told: dict[str, list[Trace]] = field(default_factory=dict)

    def settle(self, campaign: Campaign) -> Settled:
        """Ask about every batch whose time has come. Raises TransportError; what was settled before stays."""
        found: list[BatchState | None] = []
        later: list[int] = []
        untold = 0
        for batch in self.ledger.parked(campaign.id):
            if self._is_being_undone(campaign):
                break  # its cancels must not wait for the log
            due = _leaves(batch) + ASK_AFTER
            state = self._state(campaign, batch) if self.time >= due else None
            if state is None and self._is_untold(batch):
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

    def _is_being_undone(self, campaign: Campaign) -> bool:
        """Whether somebody has asked for an undo since."""
        state = self.ledger.campaign(campaign.id).state
        return state is CampaignState.UNDOING and campaign.state is not CampaignState.UNDOING

    def _next_time(self, batch: ParkedBatch) -> int:
        absent_from = _leaves(batch) + ABSENT_AFTER
        return absent_from if self.time < absent_from else int(self.time) + SILENT_FOR

    def _state(self, campaign: Campaign, batch: ParkedBatch) -> BatchState | None:
        traces = self._traces(batch.id, batch.attempt, batch.handed)
        verdict = judge(traces, absence_counts=Trace.ABSENT in traces and self._is_silent(batch))
        is_undone = campaign.state in (CampaignState.UNDOING, CampaignState.UNDONE)
        return BatchState.CALLED_BACK if verdict is BatchState.PLANNED and is_undone else verdict

    def _is_silent(self, batch: ParkedBatch) -> bool:
        """Whether the log's silence is proof; the first time it is noted, and counts from an hour later on."""
        if self.time < _leaves(batch) + ABSENT_AFTER or not self._knows_its_minute(batch):
            return False
        if not batch.silent:
            self.ledger.note_silence(batch.id, fence=self.fence, at=int(self.time))
        has_come_so_far = self._has_come_beyond(_leaves(batch) + SILENT_FOR)
        return bool(batch.silent) and self.time >= batch.silent + SILENT_FOR and has_come_so_far

    def _is_untold(self, batch: ParkedBatch) -> bool:
        """Whether the log's silence about it will hardly ever be proof, so that a person had better look."""
        if self.time < _leaves(batch) + ABSENT_AFTER:
            return False
        if not self.controls.address or not self._known(batch.id, batch.handed):
            return True
        if self.time >= _leaves(batch) + UNTOLD_AFTER:
            newer = self.controls.since(_leaves(batch) + SILENT_FOR)
            return not (self._knows_its_minute(batch) and any(mail.is_taken for mail in newer))
        return not (self._neighbours(batch) or self._beside(batch))

    def _knows_its_minute(self, batch: ParkedBatch) -> bool:
        """Whether the log knows the mails of the same minute: else its silence says nothing."""
        is_known = {Trace.TAKEN, Trace.CALLED_BACK}
        if neighbours := self._neighbours(batch):
            # The nearest ones, and all of them: one that it does not know is a sign that it has lost that moment.
            return all(set(self._traces(*one)) & is_known for one in neighbours)
        return self._knows(self._beside(batch), is_known)

    def _has_come_beyond(self, moment: int) -> bool:
        """Whether the log knows a mail that was handed over after a moment: else what it misses may be still to come.

        Where none was for an hour the branch gets another control mail.
        """
        newer = self.controls.since(moment)
        if self._knows(newer, {Trace.TAKEN}):
            return True
        if not any(mail.is_taken and mail.handed > self.time - SILENT_FOR for mail in newer):
            self.controls.send()
        return False

    def _neighbours(self, batch: ParkedBatch) -> list[tuple[str, str, int]]:
        """The nearest that the log can be asked about: of some nobody may be left whose address is known."""
        near = self.ledger.controls(batch, within=SAME_MINUTE, most=NEIGHBOURS)
        return list(islice((one for one in near if self._known(one[0], one[2])), MEMBERS))

    def _beside(self, batch: ParkedBatch) -> list[ControlMail]:
        return self.controls.beside(batch.id, handed=batch.handed)

    def _knows(self, mails: Iterable[ControlMail], traces: set[Trace]) -> bool:
        """Whether the log says one of these things of one of these mails."""
        return bool(self.controls.address) and any(self._trace(mail) in traces for mail in mails)

    def _trace(self, mail: ControlMail) -> Trace:
        if mail.attempt not in self._said:
            self._said[mail.attempt] = self.evidence.trace(
                address=self.controls.address, attempt=mail.attempt, since=mail.handed - SEARCH_BEFORE
            )
        return self._said[mail.attempt]

    def _traces(self, batch: str, attempt: str, handed: int) -> list[Trace]:
        if attempt not in self._told:
            known = self._known(batch, handed)
            some = known[:: max(1, len(known) // MEMBERS)][:MEMBERS]
            since = handed - SEARCH_BEFORE
            self._told[attempt] = [
                self.evidence.trace(address=address, attempt=attempt, since=since) for address in some
            ]
        return self._told[attempt]

    def _known(self, batch: str, handed: int) -> list[str]:
        """The addresses of its members about which the log can be asked."""
        people = self.ledger.members(batch).subscribers or self.ledger.called_back(batch)
        addresses = self.addresses(list(people), handed)
        return [address for address in addresses.values() if self.evidence.can_trace(address)]


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
