"""The receipt of each language of a campaign: who got which letter, and how it went."""

from newsletter.sending.frozen import Frozen
from newsletter.sending.languages import MAIN
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt


def by_language(ledger: Ledger, campaign: str) -> dict[str, Receipt]:
    """By languages as `es`, in the order of freezing; they add up to the campaign's. Empty where all get one letter."""
    receipts = ledger.receipts(campaign)
    if len(receipts) < 2:
        return {}
    letters = Frozen.from_json(ledger.content(campaign)).letters
    return {letters[key].language if key == MAIN else key: receipt for key, receipt in receipts.items()}
