"""A line that says whose a text is: "© Ana Example 2026". Without a year it may be the credit of a picture."""

import re

from newsletter.articles.credits.agency import is_agency

_LONGEST = 160  # characters
_SIGN = r"(?:copyright|hawlfraint|©|\(c\))"
_OF_TEXT = r"(?:texts?|words|article|story|testun|texto|texte|tekst)"
#: A slash stands between a photographer and an agency.
_OWNER = re.compile(
    rf"(?:{_OF_TEXT}\s?:?\s?)?{_SIGN}[\s:]{{0,3}}(?:{_SIGN}\s?)?(?:{_OF_TEXT}\s?:?\s?)?(?P<name>[^\W\d_][^/|©@]{{1,80}}?)"
    r",?\s(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?[\s.]{0,2}(?:all\srights\sreserved)?\.?",
    re.IGNORECASE,
)


def is_of_text(line: str) -> bool:
    """Whether a line that nothing of a text follows tells whose that text is."""
    owner = _OWNER.fullmatch(line) if len(line) <= _LONGEST else None
    return owner is not None and not is_agency(owner["name"])
