"""Rows in which nothing is to be decided: nearly all of every list.

What is found here at a glance is what the judge finds (judge.py); whatever is not plain is left to it, and takes six
times as long. A test holds the two against each other.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

from subscribers.address import LONGEST, PLAIN_NAME
from subscribers.columns import Columns
from subscribers.judge import Judge, language_in, unquoted
from subscribers.names import LONGEST_NAME, clean_name, whole_name
from subscribers.refusals import name_says_no

#: Address, name, first name and language of somebody.
Plain = tuple[str, str, str, str]


def plain_rows(columns: Columns | None, judge: Judge) -> Callable[[list[str]], Plain | None] | None:
    """What finds somebody in the cells of a row who is taken in as they stand there; what it does not is to be judged.

    None for columns of which no row can be told at a glance: with tags, with days of a yes, with a second address.
    """
    if columns is None or columns.tags is not None or columns.further_addresses:
        return None
    if judge.signs.keeps_days and (columns.agreed or columns.opt_in):
        return None
    # Names of this function take half the time of an object's, and a call as long as a whole step of it.
    width, place = columns.width, columns.address
    signs, hosts = judge.signs, judge.hosts
    decide, fine = _picked(columns.deciding), signs.fine
    whole, first, last = columns.name, columns.first_name, columns.last_name
    language, is_plain_name = columns.language, PLAIN_NAME.match
    strayed = signs.strays.places if signs.strays is not None else None

    def find(cells: list[str]) -> Plain | None:
        if len(cells) != width or signs.section or decide(cells) not in fine:
            return None
        if strayed is not None and strayed(cells):
            return None
        address = cells[place].strip().lower()
        local, _, host = address.rpartition("@")
        if host not in hosts or not is_plain_name(local) or local[0] == "'" or len(address) > LONGEST:
            return None
        name = "" if whole is None else _kept(cells[whole])
        first_name = "" if first is None else _kept(cells[first])
        last_name = "" if last is None else _kept(cells[last])
        code = "" if language is None else _code(cells[language])
        if name is None or first_name is None or last_name is None or code is None:
            return None
        if not name:
            name = f"{first_name} {last_name}"
            if not first_name or not last_name or len(name) > LONGEST_NAME:
                name = whole_name(first_name, last_name)
        return address, name, first_name, code

    return find


def _picked(places: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """These cells of a row, which has all of them."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple([cells[place] for place in places])


@lru_cache(maxsize=4096)
def _kept(cell: str) -> str | None:
    """A name; None where signs would be taken out of it, or it is more than a name."""
    return clean_name(unquoted(cell)) if cell.isprintable() and not name_says_no(cell) else None


@lru_cache(maxsize=256)
def _code(cell: str) -> str | None:
    """A language; None where it is not understood."""
    code, note = language_in(cell)
    return None if note else code
