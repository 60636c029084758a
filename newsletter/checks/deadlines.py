"""Deadlines of calls to action that have passed, given as a date or in words."""

import re
from collections.abc import Iterator
from datetime import date

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import Prose, read

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


def check_deadlines(proof: Proof) -> Iterator[Finding]:
    """Findings about the requests of an issue, in the order of reading."""
    today = proof.now.astimezone(proof.branch.zone).date()
    for number, action in enumerate(proof.issue.actions):
        if action.until is not None and action.until < today:
            where = proof.issue.where(f"actions.{number}.until")
            yield _passed(f"The last day of call to action {number + 1}", action.until, where)
    for prose in read(proof):
        if prose.is_request and prose.language == "en":
            yield from _in_words(prose, today)


def _in_words(prose: Prose, today: date) -> Iterator[Finding]:
    for shape in _WORDS:
        for match in shape.finditer(prose.text):
            last = _date(match, today)
            if last is not None and last < today:
                yield _passed(f"A deadline in {prose.what}", last, prose.at(match.start()))


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


def _passed(what: str, day: date, where: str) -> Finding:
    return found(
        "deadline-past",
        f"{what} has passed ({day.isoformat()}).",
        remedy="Mend the date, or take the request out: nobody can follow it any more.",
        where=where,
    )
