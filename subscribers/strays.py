"""A no where nobody looks for one: "Unsubscribed" below "Membership", "Deceased" below "Status2".

A column with few values sorts people, whatever it is called; in one with many such a word is part of a remark, and says
something only where the remark begins with it. Whether a column has few is known at its end only: a plan that asked too
early is made once more. In a column that speaks of mail or consent and is not understood, a plain yes is no more than a
no; where its name says no itself, whatever stands in it may mean that.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import itemgetter

from subscribers.columns import Columns, plain
from subscribers.refusals import (
    APOSTROPHES,
    begins_with_no,
    is_of_other_things,
    remark_says_no,
    value_says_no,
    words_of,
)
from subscribers.words import GONE_ELSEWHERE, NO, NOT_ON_THE_LIST, SAID_NO, SAID_NO_ELSEWHERE, YES

#: A column with more different values than this is free text. Days and numbers make no difference.
FEW = 12
#: So many cells are remembered where they differ in days and numbers alone, as those with numbers of members do.
MANY = 500
#: So many cells of a column, and combinations of them, are remembered.
_REMEMBERED = 10_000
_WORDS = SAID_NO | SAID_NO_ELSEWHERE | GONE_ELSEWHERE
_BEGINNING = re.compile(
    r"unsubscri|opt(?:ed)?out|bounced|cleaned|desuscri|daddanysgrif|dezabon|desabon|desinscri|descadastr"
)
#: A day, a number, a street.
_HAS_FIGURE = re.compile(r"\d")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|ember|ober)?\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{1,4}\b|\b\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d\b")
_FIGURES = str.maketrans("", "", "0123456789 .,/:-()'’")
#: Between several things in one cell.
_BETWEEN = re.compile(r":::|[,;|/\n•]")


class Strays:
    """Looks into the columns that are left out, row by row; `free` are those that were found to hold free text."""

    def __init__(self, columns: Columns, free: Collection[int] = ()) -> None:
        #: By column: whether a cell says no, for each one that was seen.
        self._known: dict[int, dict[str, bool]] = {
            place: {} for place in sorted(columns.dropped_places.difference(free))
        }
        #: The same without days and numbers.
        self._shapes: dict[int, dict[str, bool]] = {place: {} for place in self._known}
        self._free = sorted(columns.dropped_places.intersection(free))
        #: Of numbers: in these a whole word counts, as it did before there were many.
        self._numbers = list[int]()
        self._unclear = frozenset(columns.unclear)
        self._denying = frozenset(columns.denying)
        self._said_no: set[int] = set()
        #: Columns that were taken for more than free text, and are not.
        self.mistaken: set[int] = set()
        self._watch()

    def _watch(self) -> None:
        self._values = itemgetter(*self._known) if self._known else None
        self._texts = _each([*self._free, *self._numbers])
        self._last = max((*self._known, *self._free, *self._numbers), default=-1)
        #: What stands in all of these columns where nobody says no: a list has few combinations.
        self._quiet: set[object] = set()

    def signs(self, cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The columns in which the row says no, or may say it, with what may be shown: a remark may hold a name."""
        for place in self.places(cells):
            cell = cells[place]
            if place in self._unclear:
                is_word = place not in self._denying or plain(cell) in YES | NO
            else:
                is_word = plain(_shape(cell)) in _WORDS
            yield place, cell if is_word and place not in self._free else ""

    def places(self, cells: Sequence[str]) -> tuple[int, ...]:
        """The columns in which the row says no, or may say it."""
        if self._last < 0:
            return ()
        if len(cells) <= self._last:
            cells = [*cells, *[""] * (self._last + 1 - len(cells))]
        found: tuple[int, ...] = ()
        # Most remarks begin with other letters: one look at all of them.
        if self._texts is not None and not _ALL_STARTS.isdisjoint(map(_START, self._texts(cells))):
            found = tuple(
                place
                for place in self._free
                if _START(cells[place]) in _STARTS and begins_with_no(cells[place])
            ) + tuple(place for place in self._numbers if _says_no(cells[place], _shape(cells[place])))
        if self._values is None or (values := self._values(cells)) in self._quiet:
            return found
        watched = self._watched(cells)
        if not watched and len(self._quiet) < _REMEMBERED:
            self._quiet.add(values)
        return found + watched

    def _watched(self, cells: Sequence[str]) -> tuple[int, ...]:
        found = list[int]()
        for place, known in tuple(self._known.items()):
            says_no = known.get(cells[place])
            if says_no is None:
                says_no = self._meet(place, known, cells[place])
            if says_no:
                found.append(place)
        return tuple(found)

    def _meet(self, place: int, known: dict[str, bool], cell: str) -> bool:
        denies = place in self._denying
        says_no = bool(cell) and not cell.isspace() if denies else self._weigh(place, cell)
        if len(known) < _REMEMBERED:
            known[cell] = says_no
        if says_no and not begins_with_no(cell):
            self._said_no.add(place)
        if not denies and self._is_free(place, known):
            self._leave(place)
            return says_no and begins_with_no(cell)
        return says_no

    def _weigh(self, place: int, cell: str) -> bool:
        """Whether a cell says no, counted among the values of its column."""
        shapes, shape = self._shapes[place], _shape(cell)
        is_unclear = place in self._unclear
        if (found := shapes.get(shape)) is not None and not is_unclear:
            return found
        says_no = bool(shape) and _says_no(cell, shape)
        if is_unclear:
            says_no = says_no or _is_answer(cell, shape) or _says_no_of_mail(cell)
            # There a number is a value of its own.
            shape = shape or cell.strip()
        if shape:
            shapes[shape] = says_no
        return says_no

    def _is_free(self, place: int, known: dict[str, bool]) -> bool:
        return len(self._shapes[place]) > FEW or (len(known) > MANY and place not in self._said_no)

    def _leave(self, place: int) -> None:
        """From here on only what begins as a no does is looked at."""
        del self._known[place]
        (self._free if len(self._shapes[place]) > FEW else self._numbers).append(place)
        if place in self._said_no:
            self.mistaken.add(place)
        self._watch()


#: How a remark that says no may begin: four signs, which are compared at once.
_START = itemgetter(slice(0, 4))
_OPENING = " *(-!\"'["


def _starts(beginnings: str) -> frozenset[str]:
    """As they are written: "do n", "DO N", "Do n", "*Do ", "do"."""
    found = set[str]()
    for beginning in beginnings.split("|"):
        for written in (beginning, beginning.upper(), beginning.capitalize(), beginning.title()):
            found.add(written)
            found.update(sign + written[:3] for sign in _OPENING)
    return frozenset(found)


_STARTS = _starts(
    "|".join(f"don{sign}" for sign in APOSTROPHES)
    + "|unsu|un-s|opt |opte|opto|opt-|do n|dono|dont|does|desu|des-|dez-|dezi|deza|desi|desa|dés-|dési|désa"
    "|desc|dad-|dadd|dado|dada|wypi|wedi|peid|ne p|nu t|nu c|nu m|nao |não |nie |no e|no m|no l|no c|noem|pls |plea"
    "|remo|stop|want|neve|has |se d|لا ت|الغا|إلغا|ألغى|الغى|عدم |ملغي"
)
#: Of those who are gone as well, with signs and spaces that `plain` leaves out.
_ALL_STARTS = _STARTS | _starts(
    "ex-m|ex m|ex-a|ex-s|décé|rési|démi|radi|de b|baja|left|gone|wedi|no c|anci|były|była|falec|fost|"
    + "|".join({word[:4] for word in _WORDS})
)


def _each(places: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]] | None:
    if not places:
        return None
    if len(places) > 1:
        return itemgetter(*places)
    return itemgetter(slice(places[0], places[0] + 1))


def _shape(cell: str) -> str:
    """A cell without days, numbers and what stands between them."""
    if _HAS_FIGURE.search(cell):
        cell = _MONTH.sub("", cell)
    return cell.translate(_FIGURES).strip().lower()


def _says_no(cell: str, shape: str) -> bool:
    value = plain(shape)
    if value in _WORDS:
        return True
    if _BEGINNING.match(value):
        # "Opted out of the political fund", "Bounced cheque".
        return not is_of_other_things(words_of(cell))
    parts = _BETWEEN.split(cell)
    if len(parts) > 1 and any(plain(_shape(part).strip("* ")) in _WORDS for part in parts):
        return True
    return remark_says_no(cell)


def _is_answer(cell: str, shape: str) -> bool:
    """A yes or a no, also with a day or a number beside it; "T" before a number is a telephone."""
    beside_day = _DAY.sub("", cell)
    values = {plain(cell), plain(beside_day), plain(shape) if len(shape) > 1 else ""}
    return any(value in YES or value in NO for value in values)


def _says_no_of_mail(cell: str) -> bool:
    text = _DAY.sub("", cell)
    return plain(text) in NOT_ON_THE_LIST or (not _HAS_FIGURE.search(text) and value_says_no(text))
