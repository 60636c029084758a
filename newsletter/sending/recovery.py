"""Recovery: what becomes of batches that a dead owner left between intent and outcome."""

from datetime import datetime

from newsletter.sending.campaign import BatchState, Orphan
from newsletter.sending.ledger import Ledger


def recover(ledger: Ledger, campaign: str, *, fence: int, replays: bool, now: datetime) -> int:
    """Settle the orphans of a campaign that was just taken over; returns how many there were.

    Those of which no byte can have left are planned again, as are all where the transport can hand the same parcel
    over again without a double. Of the others nobody knows whether they arrived: they are never handed over again
    without proof, unless their whole wave can be called back.
    """
    orphans = ledger.orphans(campaign)
    for orphan in orphans:
        state = _state(orphan, replays=replays)
        reason = "" if state is BatchState.PLANNED else orphan.reason or "owner-died"
        ledger.settle_orphan(orphan.batch, state, fence=fence, reason=reason, now=now)
    return len(orphans)


def _state(orphan: Orphan, *, replays: bool) -> BatchState:
    if replays or not orphan.handing:
        return BatchState.PLANNED
    return BatchState.UNKNOWN if orphan.wave else BatchState.PARKED
