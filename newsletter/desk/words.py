"""The sentences about a campaign that several deeds say alike."""

from datetime import datetime

from newsletter.sending.campaign import Campaign, Kind
from newsletter.sending.receipt import Receipt
from newsletter.wiring import House

NOBODY = "A DRILL: NOBODY HAS BEEN MAILED."

_MEANING = {
    "accepted": "handed over and taken",
    "refused": "the provider will not take them",
    "suppressed": "opted out before their turn",
    "parked": "in doubt: handed over or not, nobody knows yet; not sent again without proof",
    "called_back": "nobody of these gets it",
    "planned": "not handed over yet",
}


def people(number: int) -> str:
    return counted(number, "person", "people")


def counted(number: int, one: str, many: str) -> str:
    """A number with its word in the right form."""
    return f"{number:,} {one if number == 1 else many}"


def receipt_lines(receipt: Receipt) -> tuple[str, ...]:
    """The receipt as a small table; only states that hold somebody are named."""
    numbers = receipt.to_json()
    rows = [
        f"  {numbers[key]:>9,}  {key.replace('_', ' ')}: {what}"
        for key, what in _MEANING.items()
        if numbers[key]
    ]
    return (*rows, f"  {receipt.deliveries:>9,}  deliveries in all")


def framed(campaign: Campaign, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the last line about a drill say that it was one."""
    return (NOBODY, *lines, NOBODY) if campaign.kind is Kind.DRILL else lines


def said_time(house: House, moment: float) -> str:
    """UNIX seconds in the branch's time zone; the day is named where it is not today."""
    zone = house.settings.branch.zone
    there, today = datetime.fromtimestamp(moment, zone), house.clock.now().astimezone(zone)
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there:%d %B %Y, %H:%M}"


def resume_line(campaign: str) -> str:
    return f"newsletter campaign resume {campaign}"
