"""Deadlines of calls to action that have passed, given as a date or in words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import read

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_WORDS = tuple(
    re.compile(
        r"\b(?:by|before|until|till|closes? on|no later than|deadline(?: is)?:?)\s+(?:the\s+)?"
        rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?{shape}(?:,?\s+(?P<year>20\d\d)\b|(?!\s*\d))",
        re.IGNORECASE,
    )
    for shape in (rf"{_DAY}\s+(?:of\s+)?{_MONTH}\b", rf"{_MONTH}\s+{_DAY}\b")
)
#: Days. A date that lies further back tells of the past, or is meant for next year where no year stands.
_NEAR_PAST = 90


class _Place(NamedTuple):
    """Where a deadline stands that has passed."""

    request: int
    day: date
    #: what has passed, as the beginning of a sentence.
    said: str
    #: the text that holds it; "" for the day that is typed as `until`, which comes first.
    text: str
    where: str


def check_deadlines(proof: Proof) -> Iterator[Finding]:
    """One finding for each deadline of a request, however often it stands there; in the order of reading."""
    today = proof.now.astimezone(proof.branch.zone).date()
    deadlines: dict[tuple[int, date], list[_Place]] = {}
    for place in (*_typed(proof), *_in_words(proof, today)):
        if place.day < today:
            deadlines.setdefault((place.request, place.day), []).append(place)
    yield from map(_passed, deadlines.values())


def _typed(proof: Proof) -> Iterator[_Place]:
    for number, action in enumerate(proof.issue.actions, 1):
        if action.until is not None:
            what = f"last day of call to action {number}"
            where = proof.issue.where(f"actions.{number - 1}.until")
            yield _Place(number, action.until, f"The {what}", "", where)


def _in_words(proof: Proof, today: date) -> Iterator[_Place]:
    for prose in read(proof):
        if not prose.request or prose.language != "en":
            continue
        for match in (match for shape in _WORDS for match in shape.finditer(prose.text)):
            day = _date(match, today)
            if day is not None:
                where = prose.at(match.start())
                yield _Place(prose.request, day, f"A deadline in {prose.what}", prose.what, where)


def _date(match: re.Match[str], today: date) -> date | None:
    """The day that is meant; None where it is no day, or where it may be one of next year."""
    month = _MONTHS.index(match["month"].lower()) + 1
    try:
        day = date(int(match["year"] or today.year), month, int(match["day"]))
        if day > today and not match["year"]:
            day = day.replace(year=today.year - 1)
    except ValueError:
        return None
    return day if (today - day).days <= _NEAR_PAST else None


def _passed(places: Sequence[_Place]) -> Finding:
    first, *others = places
    more = " and ".join(dict.fromkeys(place.text for place in others))
    return found(
        "deadline-past",
        f"{first.said} has passed ({first.day.isoformat()}){f'; it stands in {more} too' if more else ''}.",
        remedy="Mend the date, or take the request out: nobody can follow it any more.",
        where=first.where,
    )
