"""Finds out what a cancel really does at the provider: whether it also discards mail that arrives after it, and
whether a cancel that is repeated discards what came between the two.

Nothing documents it, so it is tried on the user's own account with three mails to the branch itself. The first has an
id that was cancelled before it was handed over, the second is the control, the third's id is cancelled before and
after. All are due at the same minute; the provider's log then says which of them left. Whatever is not clear gives no
answer: then nothing is believed.
"""

import secrets
from typing import assert_never

from newsletter.errors import CampaignError
from newsletter.sending.clock import Clock
from newsletter.sending.note import Note
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, Probe, ProbeState
from newsletter.transports.base import (
    Accepted,
    Cancelled,
    Envelopes,
    Evidence,
    Fence,
    Halt,
    Outcome,
    Parcel,
    Recall,
    Schedule,
    Sender,
    Trace,
    Transport,
    Unknown,
)

#: So many slots of the account a probe takes, for a day.
CANCELS = 2
#: Seconds from the beginning to `send_at`: a cancel must come 12 minutes before to be believed.
LEAD = 15 * 60
_CANCEL_MARGIN = 12 * 60
#: Mail must be taken this long before `send_at`; later the question would be another one.
_MAIL_MARGIN = 11 * 60
#: The log is not asked earlier than so many seconds after `send_at`, and not later than the second number.
ASK_AFTER = 60
GIVE_UP_AFTER = 6 * 3600
#: An id stays cancelled for a day, so that nothing of it is sent after all.
RELEASE_AFTER = 24 * 3600
#: Answers that say of a repeated cancel that there is no such thing; others say nothing of it.
_REFUSALS = frozenset({"refused-by-provider", "not-confirmed", "unknown-id", "no-slot", "too-late"})


_CANCELLED_NOTE = Note(
    "Newsletter probe: this mail should not arrive",
    "If you read this, your SendGrid account lets mail out that came after its id was cancelled. Nothing has to be "
    "done: the program takes note of it by itself.",
)
_REPEATED_NOTE = Note(
    "Newsletter probe: this second mail should not arrive",
    "If you read this, your SendGrid account lets mail out although its id was cancelled twice. Nothing has to be "
    "done: the program takes note of it by itself.",
)
_CONTROL_NOTE = Note(
    "Newsletter probe: this mail should arrive",
    "This is the control of a probe that somebody of your branch started. Nothing has to be done.",
)


class CancelProbe:
    """One probe of one account. Raises TransportError where the provider cannot be asked."""

    def __init__(
        self, *, recall: Recall, evidence: Evidence, transport: Transport, premises: Premises, clock: Clock
    ) -> None:
        self._recall = recall
        self._evidence = evidence
        self._transport = transport
        self._premises = premises
        self._clock = clock

    def begin(self, sender: Sender, address: str) -> Probe:
        """Cancel, hand the mails over, cancel once more. Raises CampaignError when it did not come to be in time."""
        probe = Probe(
            address=address, begun=self._clock.now(), cancelled_batch=self._recall.mint(),
            cancelled_attempt=secrets.token_hex(8), control_batch=self._recall.mint(),
            control_attempt=secrets.token_hex(8), send_at=int(self._recall.time()) + LEAD,
            state=ProbeState.POSTING, repeated_batch=self._recall.mint(),
            repeated_attempt=secrets.token_hex(8),
        )  # fmt: skip
        self._premises.keep_probe(probe)
        try:
            self._cancel(probe, probe.cancelled_batch)
            self._cancel(probe, probe.repeated_batch)
            self._post(probe, sender, probe.cancelled_batch, probe.cancelled_attempt, _CANCELLED_NOTE)
            self._post(probe, sender, probe.repeated_batch, probe.repeated_attempt, _REPEATED_NOTE)
            self._repeat(probe)
            self._post(probe, sender, probe.control_batch, probe.control_attempt, _CONTROL_NOTE)
        except BaseException:
            self._premises.move_probe(probe, ProbeState.OVER)
            raise
        self._premises.move_probe(probe, ProbeState.WAITING)
        return self._premises.open_probe() or probe

    def look(self, probe: Probe) -> bool | None:
        """What the log says, stored when it is clear; None while it is not."""
        now = self._recall.time()
        if now < probe.send_at + ASK_AFTER:
            return None
        if probe.state is ProbeState.POSTING:
            # Somebody died over it: whether the mail was taken in time, and not later, cannot be known any more.
            self._premises.move_probe(probe, ProbeState.OVER)
            return None
        answer = self._ask(probe)
        if now > probe.send_at + GIVE_UP_AFTER or (answer is not None and not self._waits_for_repeat()):
            self._premises.move_probe(probe, ProbeState.OVER)
        return answer

    def _ask(self, probe: Probe) -> bool | None:
        """What the log says of the cancelled mail; what it says of that and of the other is stored."""
        if self._trace(probe, probe.control_attempt) is not Trace.TAKEN:
            return None
        if probe.repeated_attempt:
            repeated = _was_caught(self._trace(probe, probe.repeated_attempt))
            if repeated is not None:
                self._premises.settle_repeat(probe, holds=repeated, now=self._clock.now())
        caught = _was_caught(self._trace(probe, probe.cancelled_attempt))
        if caught is not None:
            self._premises.store(CANCEL_CATCHES_LATER_MAIL, holds=caught, now=self._clock.now())
        return caught

    def _waits_for_repeat(self) -> bool:
        probe = self._premises.open_probe()
        return probe is not None and bool(probe.repeated_attempt)

    def tidy(self) -> int:
        """Give back the slots of probes that were over a day ago; how many probes."""
        due = self._premises.old_probes(before=self._recall.time() - RELEASE_AFTER)
        for batch_ids in due:
            for batch_id in batch_ids:
                self._recall.release(batch_id)
            self._premises.drop_probe(batch_ids[0])
        return len(due)

    def _trace(self, probe: Probe, attempt: str) -> Trace:
        since = probe.send_at - 2 * LEAD
        return self._evidence.trace(address=probe.address, attempt=attempt, since=since)

    def _repeat(self, probe: Probe) -> None:
        """Cancel the third mail's id once more. Refused, it is an answer; not answered, it is none."""
        cancelled = self._recall.cancel(probe.repeated_batch)
        if isinstance(cancelled, Cancelled):
            if cancelled.at > probe.send_at - _CANCEL_MARGIN:
                self._premises.end_repeat(probe)
        elif cancelled.code in _REFUSALS:
            self._premises.settle_repeat(probe, holds=False, now=self._clock.now())
        else:
            self._premises.end_repeat(probe)

    def _cancel(self, probe: Probe, batch_id: str) -> None:
        cancelled = self._recall.cancel(batch_id)
        if not isinstance(cancelled, Cancelled):
            raise _not_begun(f"the cancel was not confirmed ({cancelled.code})")
        if cancelled.at > probe.send_at - _CANCEL_MARGIN:
            raise _not_begun("the cancel took too long")

    def _post(self, probe: Probe, sender: Sender, batch_id: str, attempt: str, note: Note) -> None:
        parcel = Parcel(
            campaign="doctor", batch="doctor", attempt=attempt, sender=sender, content=note,
            envelopes=Envelopes([attempt], [probe.address], [{}]),
            schedule=Schedule(batch_id=batch_id, send_at=probe.send_at),
        )  # fmt: skip
        fence = self._fence(probe)
        outcome = self._transport.hand_over(parcel, fence=fence)
        if not isinstance(outcome, Accepted):
            raise _not_taken(outcome)
        if not fence():
            raise _not_begun("the mail was taken too late")

    def _fence(self, probe: Probe) -> Fence:
        def is_in_time() -> bool:
            now = self._recall.known_time()
            return now is not None and now < probe.send_at - _MAIL_MARGIN

        return is_in_time


def _was_caught(trace: Trace) -> bool | None:
    match trace:
        case Trace.TAKEN:
            return False
        case Trace.CALLED_BACK:
            return True
        case Trace.PENDING | Trace.ABSENT:
            return None
    assert_never(trace)


def _not_begun(why: str) -> CampaignError:
    return CampaignError(
        f"The probe could not be carried out: {why}. Nothing was found out.",
        remedy="Try again in a while. Of SendGrid's 10 slots for cancelled mail two must be free.",
        code="probe-failed",
    )


def _not_taken(outcome: Outcome) -> CampaignError:
    if isinstance(outcome, Halt):
        return CampaignError(outcome.message, remedy=outcome.remedy, code=outcome.code)
    if isinstance(outcome, Unknown):
        return _not_begun("nobody knows whether SendGrid took the mail")
    return _not_begun("SendGrid did not take the mail")
