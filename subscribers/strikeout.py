"""A forgotten person's name in words that somebody typed about something else.

What an export was for, where a list came from, why an address is not mailed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from subscribers.database import Database
from subscribers.statements import Statement, load_statements

STRUCK_OUT = "…"
#: So many letters in two words tell a name from "Plan B".
_SHORTEST = 6
_WORD = re.compile(r"[^\W_]+")
#: Texts that outlive the people they may speak of.
_TEXTS = {
    "disclosure_reasons": "strike_disclosure_reasons",
    "suppression_reasons": "strike_suppression_reasons",
    "suppression_sources": "strike_suppression_sources",
    "consent_sources": "strike_consent_sources",
}
#: Words of the program's own, by which it knows something again.
_OWN_WORDS = frozenset({
    "moved", "provider", "typed in", "new address", "restored", "bounced", "invalid", "complained", "unsubscribed",
    "has another address now", "asked to be forgotten", "asked to leave", "opted out in an imported list",
    "bounced, as an imported list says", "had withdrawn before a backup was restored",
})  # fmt: skip


def strike_out(database: Database, names: Iterable[str]) -> None:
    """Take whole names out of such texts, in the caller's transaction.

    A name of one word may be anybody's, or no name at all: "Plan B", "the May march", "strike ballot".
    """
    runs = [words for words in map(_words, names) if len(words) > 1 and len("".join(words)) > _SHORTEST]
    for texts, strike in _TEXTS.items():
        for (text,) in database.rows(_sql(texts)) if runs else ():
            struck = text
            for run in runs if text not in _OWN_WORDS else ():
                struck = without_name(struck, run)
            if struck != text:
                database.run(_sql(strike), text=text, struck=struck)


def without_name(text: str, name: Sequence[str]) -> str:
    """The text with the whole name struck out, which is given in `folded` words."""
    found = list(_WORD.finditer(text))
    struck = set(_places([folded(one[0]) for one in found], name))
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
