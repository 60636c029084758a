"""What was sent before: how many people have an issue, by its real campaigns. Repetitions go to the same people."""

from collections.abc import Iterable
from typing import NamedTuple

from newsletter.audience import EVERYBODY
from newsletter.sending.campaign import Campaign, CampaignState, Kind
from newsletter.sending.ledger import Ledger


class Reached(NamedTuple):
    """An issue by its name, and how many people have it or are about to."""

    slug: str
    people: int


def count_reached(ledger: Ledger, issue: str) -> int:
    """How many deliveries of an issue were made and not called back."""
    return _sum(ledger, (each for each in ledger.campaigns() if each.issue == issue))


def issue_before(ledger: Ledger, issue: str) -> Reached | None:
    """The issue that was sent last to everybody, but for this one and those of which everything was called back."""
    others: dict[str, list[Campaign]] = {}
    for campaign in ledger.campaigns():
        if campaign.issue != issue:
            others.setdefault(campaign.issue, []).append(campaign)
    for campaigns in others.values():
        # How many a part of the list is says nothing about the whole.
        people = _sum(ledger, campaigns) if any(map(_is_to_everybody, campaigns)) else 0
        if people:
            return Reached(campaigns[0].slug, people)
    return None


def _is_to_everybody(campaign: Campaign) -> bool:
    return campaign.kind is Kind.REAL and campaign.audience == EVERYBODY


def _sum(ledger: Ledger, campaigns: Iterable[Campaign]) -> int:
    return sum(
        _standing(ledger, each) for each in campaigns if each.kind is Kind.REAL and not each.repetition
    )


def _standing(ledger: Ledger, campaign: Campaign) -> int:
    if campaign.state not in (CampaignState.UNDOING, CampaignState.UNDONE):
        return campaign.size  # counting a million deliveries takes a second
    receipt = ledger.receipt(campaign.id)
    return receipt.deliveries - receipt.called_back
