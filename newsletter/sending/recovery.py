"""Recovery: what becomes of batches that a dead owner left between intent and outcome."""

from datetime import datetime

from newsletter.sending.ledger import BatchState, Ledger


def recover(ledger: Ledger, campaign: str, *, fence: int, replays: bool, now: datetime) -> int:
    """Settle the orphans of a campaign that was just taken over; returns how many there were.

    Where the transport can hand the same parcel over again without a double they are planned again. Everywhere else
    nobody knows whether they arrived: they are parked, and never handed over again without proof.
    """
    orphans = ledger.orphans(campaign)
    state, reason = (BatchState.PLANNED, "") if replays else (BatchState.PARKED, "owner-died")
    for batch in orphans:
        ledger.settle_orphan(batch, state, fence=fence, reason=reason, now=now)
    return len(orphans)
