"""The sentences about a campaign that several deeds say alike."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from newsletter.audience import EVERYBODY
from newsletter.rendering.words import language_name
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


def language_lines(receipts: Mapping[str, Receipt]) -> tuple[str, ...]:
    """The receipt of each language as a table; only states that hold somebody have a column. Nothing for none."""
    numbers = {language: receipt.to_json() for language, receipt in receipts.items()}
    states = [key for key in _MEANING if any(each[key] for each in numbers.values())]
    rows = [
        (f"{language_name(language)} ({language})", *(f"{each[key]:,}" for key in ("deliveries", *states)))
        for language, each in numbers.items()
    ]
    heads = ("language", "recipients", *(key.replace("_", " ") for key in states))
    return tuple(_aligned((heads, *rows))) if rows else ()


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Names to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        padded = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"  {'  '.join((name.ljust(widths[0]), *padded))}"


def for_audience(campaign: Campaign) -> str:
    """Who it is for, where that is not everybody, as a part of a sentence."""
    return "" if campaign.audience == EVERYBODY else f" for the audience {campaign.audience}"


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
