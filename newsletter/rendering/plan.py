"""How much of an issue a notice shows, and how large: from the most generous plan to the barest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

#: Of what is counted, all there is.
ALL = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is shown; the numbers are how many from the beginning."""

    #: size of the running text, in points.
    text: float
    #: sentences of the introduction.
    lead: int
    #: sentences of each summary.
    sentences: int = ALL
    #: articles with their summaries; the others have a title and a code.
    full: int = ALL
    articles: int = ALL
    asks: int = ALL
    dates: int = ALL
    #: whether everything stands closer: dates on one line, and a text of the main ask only where it takes no more room.
    is_close: bool = False
    #: whether the main ask has its text whatever it takes.
    has_ask_text: bool = False


#: Articles, calls to action and dates of the barest plans; three stand beside one another.
_BARE = (
    (9, 7, 9),
    (9, 4, 8),
    (6, 4, 8),
    (6, 4, 6),
    (6, 4, 4),
    (3, 4, 4),
    (3, 1, 3),
    (2, 1, 2),
    (1, 1, 1),
    (0, 1, 0),
)

_CLOSE = Plan(text=11.5, lead=1, sentences=1, is_close=True)


def plans(articles: int) -> Iterator[Plan]:
    """Plans for an issue with so many articles; each takes less room than the one before.

    Large type first, then summaries; then the later articles lose theirs; only then is anything left out.
    """
    for size in (30, 25, 21, 18, 16, 14.5):
        yield from (Plan(text=size, lead=4, sentences=number) for number in (ALL, 3, 2))
    for size in (13.5, 12.5):
        yield from (Plan(text=size, lead=3, sentences=number) for number in (ALL, 3, 2, 1))
    for full in range(articles, 0, -1):
        yield from (Plan(text=12, lead=2, sentences=number, full=full) for number in (2, 1))
        yield from (replace(_CLOSE, sentences=number, full=full) for number in (2, 1))
    yield replace(_CLOSE, full=0)
    for most, asks, dates in _BARE:
        bare = replace(_CLOSE, text=11, articles=most, asks=asks, dates=dates)
        yield from (replace(bare, full=full) for full in (1, 0))
    yield from (replace(_CLOSE, text=11, lead=0, articles=0, asks=asks, dates=0) for asks in (1, 0))


def wider(plan: Plan, *, articles: int, asks: int, dates: int) -> Iterator[Plan]:
    """Plans with one thing more than this one, what matters most first; nothing beyond what there is."""
    if plan.asks < asks:
        yield replace(plan, asks=plan.asks + 1)
    if plan.articles < articles:
        yield replace(plan, articles=plan.articles + 1)
    if plan.dates < dates:
        yield replace(plan, dates=plan.dates + 1)
    if plan.is_close and not plan.has_ask_text and plan.asks:
        yield replace(plan, has_ask_text=True)
    if plan.lead < 3:
        yield replace(plan, lead=plan.lead + 1)
