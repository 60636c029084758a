"""Where the header of a list ends, and what stands above it: some stand in two rows, as merged cells leave them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from subscribers.columns import Columns, Field, is_about_another_channel, kind_of, plain, read_header
from subscribers.refusals import heading_says_no, heads_the_others_above_all, is_name_of_somebody
from subscribers.words import NO, YES

_ABOUT_MAIL = frozenset({
    Field.OPT_IN, Field.OPT_OUT, Field.HINT, Field.DOUBT, Field.UNCLEAR, Field.AGREED, Field.LEAVER
})  # fmt: skip
_AGAINST = frozenset({Field.OPT_OUT, Field.DOUBT, Field.DENYING})
#: Names of columns that say more of what stands above them.
_DETAILS = frozenset({
    "", "date", "when", "on", "reason", "why", "by", "how", "fecha", "motivo", "data", "motiv", "dyddiad", "rheswm",
    "raison", "motif", "powod", "التاريخ", "السبب",
})  # fmt: skip
#: With such a word at its end a text goes on below it: "Unsubscribed from".
_GOES_ON = ("from", "of", "to", "for", "de", "del", "des", "da", "do", "od", "din", "o", "من", "عن")
#: "Do not share this list" is said to whoever reads it.
_ABOUT_THE_FILE = re.compile(r"(?:share|forward|copy|print|circulate|distribute|publish|disclose|pass)$")
#: So is how somebody leaves it, and who made it: "To unsubscribe write to the office", "Printed by Dona Left".
_TO_THE_READER = re.compile(r"^\W*to unsubscribe\b|\bmembers directly\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"\bby\s|^\W*(?:secretary|treasurer|chair|contact|author|editor|organiser|steward|rep)\W", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns, over how many rows their names stand, and the word of a title by which all below it said no."""

    columns: Columns
    rows: int
    section: str


def header_of(
    upper: list[str], lower: list[str], above: Iterable[list[str]], *, wanted: str
) -> Header | None:
    """None where `upper` is no header; `lower` is the row below it, `above` are those above. Raises OpenQuestion."""
    columns = read_header(upper, wanted=wanted)
    if columns is None:
        return None
    titles = list(above)
    if titles:
        names, titles[-1] = _below_groups(titles[-1], upper, columns)
        columns, upper = read_header(names, wanted=wanted) or columns, names
    section = _section(titles)
    width = max(len(upper), len(lower))
    upper, lower = (row + [""] * (width - len(row)) for row in (upper, lower))
    if not _goes_on(upper, lower, columns):
        return Header(columns, 1, section)
    joined = read_header(_joined(upper, lower), wanted=wanted)
    return None if joined is None else Header(joined, 2, section)


def _section(titles: list[list[str]]) -> str:
    """What is said above the header holds for everybody below it: "Unsubscribed members"."""
    summary = [row for row in titles if _is_count(row)]
    word = ""
    for row, below in pairwise([*titles, []]):
        if (row in summary and len(summary) > 1) or any("@" in cell for cell in row) or _counts(below, row):
            continue
        found = next(filter(None, map(_said_in_title, row)), "")
        if found and not _ABOUT_THE_FILE.search(found):
            word = found
        elif any(map(heads_the_others_above_all, row)):
            word = ""
    return word


def _said_in_title(cell: str) -> str:
    if _TO_THE_READER.search(cell):
        return ""
    signed = _SIGNED.search(cell)
    return "" if signed and is_name_of_somebody(cell[signed.end() :].strip()) else heading_says_no(cell)


def _counts(below: list[str], row: list[str]) -> bool:
    """As "120" and "12" stand below "Total" and "Unsubscribed"."""
    filled = [place for place, cell in enumerate(row) if cell.strip()]
    numbers = {place for place, cell in enumerate(below) if cell.strip().isdigit()}
    return len(filled) > 1 and numbers.issuperset(filled)


def _is_count(row: list[str]) -> bool:
    """As "Unsubscribed: 12" stands beside "Active: 120" above a list of all."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) == 2 and filled[1].isdigit() and not filled[0].isdigit()


def _below_groups(above: list[str], names: list[str], columns: Columns) -> tuple[list[str], list[str]]:
    """The names of columns with what stands above them, "Unsubscribed from" over "Newsletter" and "Bulletin"; and what
    stands above none.
    """
    joined, titles, people = list(names), list[str](), _people(columns)
    groups = list(_groups(above, len(names)))
    for group, covered in groups:
        # One text alone may as well be a title in the middle of its row.
        is_title = len(groups) == 1 and group.casefold().split()[-1] not in _GOES_ON
        below = [place for place in covered if _belongs(group, names[place], alone=is_title)]
        if "@" in group or not people.isdisjoint(covered):
            below = []
        for place in below:
            joined[place] = f"{group} {names[place]}".strip()
        if is_title or not below:
            titles.append(group)
    return joined, titles


def _groups(above: list[str], width: int) -> Iterator[tuple[str, range]]:
    """Each text, and the columns as far as the next one."""
    starts = [place for place, cell in enumerate(above) if cell.strip()]
    for start, end in pairwise([*starts, width]):
        yield above[start].strip(), range(start, min(end, width))


def _belongs(group: str, name: str, *, alone: bool) -> bool:
    """Whether a name says anything else with what stands above it."""
    kind, short = kind_of(name), plain(name)
    is_answer = short in YES or short in NO
    if not heading_says_no(group):
        turned = kind in _ABOUT_MAIL and kind_of(f"{group} {name}") in _AGAINST
        return turned or (is_answer and kind_of(group) in _ABOUT_MAIL - {Field.UNCLEAR})
    return kind in _ABOUT_MAIL or (not alone and (is_answer or short in _DETAILS))


def _people(columns: Columns) -> frozenset[int]:
    """Columns with somebody's address, names and words."""
    single = (columns.address, *columns.names, *columns.words)
    return frozenset((*single, *columns.other_addresses, *columns.further_addresses))


def _goes_on(upper: list[str], lower: list[str], columns: Columns) -> bool:
    """Whether the row below names columns as well: it holds nobody, and what it says decides where no name did."""
    people = (columns.address, *columns.other_addresses, columns.name, columns.first_name, columns.last_name)
    if any("@" in cell for cell in lower) or any(
        lower[place].strip() and plain(lower[place]) != plain(upper[place])
        for place in people
        if place is not None
    ):
        return False
    return any(
        kind_of(below) is not None and (kind_of(above) is None or place in (*columns.hint, *columns.unclear))
        for place, (above, below) in enumerate(zip(upper, lower, strict=True))
        if below.strip() and plain(above) != plain(below)
    )


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """The lower name where it tells enough, else both; a name above holds as far as the next one."""
    names, above = list[str](), ""
    for over, under in zip(upper, lower, strict=True):
        above = over if over.strip() else above
        if not under.strip() or plain(over) == plain(under):
            names.append(over)
        elif kind_of(under) is not None or is_about_another_channel(under):
            names.append(under)
        else:
            names.append(f"{above} {under}".strip())
    return names
