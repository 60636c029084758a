"""A forgotten person's name in words that somebody typed about something else.

What an export was for, where a list came from, why an address is not mailed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from subscribers.database import Database
from subscribers.statements import Statement, load_statements

STRUCK_OUT = "…"
#: Shorter words of a surname ("de", "van") stand in other sentences as well.
_TELLING = 4
_WORD = re.compile(r"[^\W_]+")
#: Texts that outlive the people they may speak of.
_TEXTS = {
    "disclosure_reasons": "strike_disclosure_reasons",
    "suppression_reasons": "strike_suppression_reasons",
    "suppression_sources": "strike_suppression_sources",
    "consent_sources": "strike_consent_sources",
}


def strike_out(database: Database, *, name: str, first_name: str) -> None:
    """Take a name out of such texts, in the caller's transaction; a first name alone stays, for it may be anybody's."""
    whole, first = _words(name), _words(first_name)
    if not whole:
        return
    surname = [word for word in whole if word not in first] if first else whole[1:]
    for texts, strike in _TEXTS.items():
        for (text,) in database.rows(_sql(texts)):
            if (struck := without_name(text, whole, surname)) != text:
                database.run(_sql(strike), text=text, struck=struck)


def without_name(text: str, whole: Sequence[str], surname: Sequence[str]) -> str:
    """The text with the whole name, or what tells of the surname, struck out; both are given in `folded` words."""
    found = list(_WORD.finditer(text))
    words = [folded(one[0]) for one in found]
    struck = {place for run in (whole, surname) for place in _places(words, run)}
    struck |= {place for place, word in enumerate(words) if word in surname and len(word) >= _TELLING}
    for place in sorted(struck, reverse=True):
        one = found[place]
        text = text[: one.start()] + STRUCK_OUT + text[one.end() :]
    return re.sub(rf"{STRUCK_OUT}(?:\W*{STRUCK_OUT})+", STRUCK_OUT, text)


def folded(word: str) -> str:
    """Without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _words(name: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(name)]


def _places(words: Sequence[str], run: Sequence[str]) -> Iterator[int]:
    """Where words stand one after another."""
    for start in range(len(words) - len(run) + 1 if run else 0):
        if list(words[start : start + len(run)]) == list(run):
            yield from range(start, start + len(run))


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "strikeout.sql")[name]
