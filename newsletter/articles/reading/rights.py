"""A line that says whose a text is: "© Ana Example 2026". Without a year it may as well be the credit of a picture."""

import re

from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.change import changes_in
from newsletter.articles.credits.label import LABEL
from newsletter.articles.credits.licence import RESERVED, mentions
from newsletter.articles.credits.place import PLATFORM

_LONGEST = 160  # characters
_SIGN = r"(?:copyright|hawlfraint|©|\(c\))"
_OF_TEXT = r"(?:texts?|words|article|story|testun|texto|texte|tekst)"
#: A slash stands between a photographer and an agency.
_OWNER = re.compile(
    rf"(?:{_OF_TEXT}\s?:?\s?)?{_SIGN}[\s:]{{0,3}}(?:{_SIGN}\s?)?(?:{_OF_TEXT}\s?:?\s?)?(?P<name>[^\W\d_][^/|©@]{{1,80}}?)"
    r",?\s(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?[\s.]{0,2}(?:all\srights\sreserved)?\.?",
    re.IGNORECASE,
)
#: Only the sign: "(c) Higher pay" is the last of three demands, and "Copyright reform now" is a demand as well.
_UNDATED = re.compile(
    rf"(?:{_OF_TEXT}\s?:?\s?)?(?:copyright\s)?©\s?(?:{_OF_TEXT}\s?:?\s?)?(?P<name>[^\W\d_][^/|©@:;()\d]{{1,80}})",
    re.IGNORECASE,
)
#: What is said of pictures.
_OF_PICTURE = re.compile(rf"(?<!\w)(?:{LABEL}|{PLATFORM}|via|permission)(?!\w)", re.IGNORECASE)


def is_of_text(line: str) -> bool:
    """Whether a line that nothing of a text follows tells whose that text is."""
    owner = _OWNER.fullmatch(line) if len(line) <= _LONGEST else None
    return owner is not None and not is_agency(owner["name"])


def is_unclear(line: str) -> bool:
    """Whether a line without a year tells whose something is, and nobody can know whether text or picture."""
    owner = _UNDATED.fullmatch(line) if len(line) <= _LONGEST else None
    if owner is None or _OF_PICTURE.search(owner["name"]) or is_agency(owner["name"]) or changes_in(line):
        return False
    return all(mention.licence == RESERVED for mention in mentions(line))
