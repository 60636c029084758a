"""A no where nobody looks for one: "Unsubscribed" below "Membership", "Deceased" below "Status2".

A column with few values sorts people, whatever it is called; in one with many such a word is part of a remark and says
nothing. Whether a column has few is known at its end only: a plan that asked too early is made once more. In a column
that speaks of mail or consent and is not understood, a plain yes is no more than a no.
"""

import re
from collections.abc import Collection, Sequence
from operator import itemgetter

from subscribers.columns import Columns, plain
from subscribers.refusals import value_says_no
from subscribers.words import GONE_ELSEWHERE, NO, SAID_NO, SAID_NO_ELSEWHERE, YES

#: A column with more different values than this is free text.
FEW = 12
#: So many combinations of values are remembered.
_REMEMBERED = 10_000
_WORDS = SAID_NO | SAID_NO_ELSEWHERE | GONE_ELSEWHERE
_BEGINNING = re.compile(
    r"unsubscri|opt(?:ed)?out|bounced|cleaned|desuscri|daddanysgrif|dezabon|desabon|desinscri|descadastr"
)
#: A day, a number, a street.
_HAS_FIGURE = re.compile(r"\d")


class Strays:
    """Looks into the columns that are left out, row by row; `free` are those that were found to hold free text."""

    def __init__(self, columns: Columns, free: Collection[int] = ()) -> None:
        #: By column: whether a cell says no, for each one that was seen.
        self._known: dict[int, dict[str, bool]] = {
            place: {} for place in sorted(columns.dropped_places.difference(free))
        }
        self._unclear = frozenset(columns.unclear)
        self._said_no: set[int] = set()
        #: Columns that were taken for more than free text, and are not.
        self.mistaken: set[int] = set()
        self._watch()

    def _watch(self) -> None:
        self._values = itemgetter(*self._known) if self._known else None
        self._last = max(self._known, default=-1)
        #: What stands in all of these columns where nobody says no: a list has few combinations.
        self._quiet: set[object] = set()

    def places(self, cells: Sequence[str]) -> tuple[int, ...]:
        """The columns in which the row says no, or may say it."""
        if self._values is None:
            return ()
        quiet = self._quiet
        values = self._values(cells) if len(cells) > self._last else None
        if values in quiet:
            return ()
        found = list[int]()
        for place, known in tuple(self._known.items()):
            cell = cells[place] if place < len(cells) else ""
            says_no = known.get(cell)
            if says_no is None:
                says_no = self._meet(place, known, cell)
            if says_no:
                found.append(place)
        if not found and values is not None and len(quiet) < _REMEMBERED:
            quiet.add(values)
        return tuple(found)

    def _meet(self, place: int, known: dict[str, bool], cell: str) -> bool:
        value = plain(cell)
        says_no = value in _WORDS or bool(_BEGINNING.match(value))
        if place in self._unclear:
            says_no = (
                says_no
                or value in YES
                or value in NO
                or (not _HAS_FIGURE.search(cell) and value_says_no(cell))
            )
        known[cell] = says_no
        if says_no:
            self._said_no.add(place)
        if sum(not each.isspace() for each in known if each) > FEW:
            del self._known[place]
            self._watch()
            if place in self._said_no:
                self.mistaken.add(place)
            return False
        return says_no
