"""Recovery: what becomes of batches that a dead owner left between intent and outcome."""

from datetime import datetime

from newsletter.sending.campaign import BatchState
from newsletter.sending.ledger import Ledger


def recover(ledger: Ledger, campaign: str, *, fence: int, replays: bool, now: datetime) -> int:
    """Settle the orphans of a campaign that was just taken over; returns how many there were.

    Those of which no byte can have left are planned again, as are all where the transport can hand the same parcel
    over again without a double. Of the others nobody knows whether they arrived: they are parked, and never handed
    over again without proof.
    """
    orphans = ledger.orphans(campaign)
    for orphan in orphans:
        in_doubt = orphan.handing and not replays
        state, reason = (BatchState.PARKED, "owner-died") if in_doubt else (BatchState.PLANNED, "")
        ledger.settle_orphan(orphan.batch, state, fence=fence, reason=reason, now=now)
    return len(orphans)
