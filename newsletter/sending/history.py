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


def issue_before(ledger: Ledger, issue: str, audience: str = EVERYBODY) -> Reached | None:
    """The issue that was sent last to an audience, but for this one and those of which everything was called back."""
    others: dict[str, list[Campaign]] = {}
    for campaign in ledger.campaigns():
        if campaign.issue != issue:
            others.setdefault(campaign.issue, []).append(campaign)
    for campaigns in others.values():
        # How many a part of the list is says nothing about the whole.
        whom = [each for each in campaigns if audience in (EVERYBODY, each.audience)]
        people = _sum(ledger, whom) if any(_is_to(audience, each) for each in whom) else 0
        if people:
            return Reached(campaigns[0].slug, people)
    return None


def largest_before(ledger: Ledger, issue: str, audience: str) -> Reached | None:
    """What a part of the list is not to outgrow: the last issue to everybody, or to that part."""
    found = [issue_before(ledger, issue), issue_before(ledger, issue, audience)]
    return max((each for each in found if each is not None), key=lambda each: each.people, default=None)


def _is_to(audience: str, campaign: Campaign) -> bool:
    return campaign.kind is Kind.REAL and campaign.audience == audience


def _sum(ledger: Ledger, campaigns: Iterable[Campaign]) -> int:
    return sum(
        _standing(ledger, each) for each in campaigns if each.kind is Kind.REAL and not each.repetition
    )


def _standing(ledger: Ledger, campaign: Campaign) -> int:
    if campaign.state not in (CampaignState.UNDOING, CampaignState.UNDONE):
        return campaign.size  # counting a million deliveries takes a second
    receipt = ledger.receipt(campaign.id)
    return receipt.deliveries - receipt.called_back
