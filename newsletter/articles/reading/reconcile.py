"""What several places of a page say about one thing: the best is taken, and where they disagree a person is told."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from newsletter.articles.cleaning import words
from newsletter.articles.reading.found import Doubt

#: A value and the place that says it.
Said = tuple[str, str]
#: Characters that are compared; what is longer is no title and no name.
_LONGEST = 1_000
#: What stands between a title and the name of its site.
_SEAM = re.compile(r"\s+(?:[|•·»›~]|::|[-–—])\s+")
_DASHES = frozenset("-–—")


def settle(
    field: str, said: Sequence[Said], agrees: Callable[[str, str], bool], *, least: int = 1
) -> tuple[str, Doubt | None]:
    """The first value, and a doubt where a later place disagrees, or where fewer than `least` places say it."""
    known = [(value, place) for value, place in said if value]
    if not known:
        return "", None
    first = known[0]
    others = [each for each in known[1:] if not agrees(first[0], each[0])]
    if others:
        distinct = [
            each for n, each in enumerate(others) if not any(agrees(each[0], o[0]) for o in others[:n])
        ]
        return first[0], Doubt(field=field, values=(first, *distinct))
    return first[0], Doubt(field=field, values=(first,)) if len(known) < least else None


def same_day(one: str, other: str) -> bool:
    """Whether two dates are one moment: a day's difference is that of two time zones."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1
    except ValueError:
        return one == other


def same_words(one: str, other: str) -> bool:
    """Whether two titles or names are the same, or one is the other with something before or behind it."""
    first, second = words(one[:_LONGEST]), words(other[:_LONGEST])
    short, long = sorted((first, second), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def without_site(title: str, names: Sequence[str]) -> str:
    """A title without the name of its site before or behind it; `names` are those that the page calls itself by."""
    sites = [words(name[:_LONGEST]) for name in names if words(name[:_LONGEST])]
    sites += [name[1:] for name in sites if name[0] == "the" and len(name) > 1]
    seams = list(_SEAM.finditer(title[:_LONGEST]))
    for seam in seams[-1:]:
        if words(title[seam.end() :]) in sites and words(title[: seam.start()]):
            return title[: seam.start()]
    for seam in seams[:1]:
        if seam[0].strip() in _DASHES:  # "Unite – the union – calls for a strike"
            break
        if words(title[: seam.start()]) in sites and words(title[seam.end() :]):
            return title[seam.end() :]
    return title
