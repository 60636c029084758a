"""What a sheet of a spreadsheet gives: rows by their number in the sheet, cells as people see them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from subscribers.listrow import ListRow
from subscribers.spreadsheets.archive import too_large

#: Cells further to the right are not looked at; lists have tens of columns.
MOST_COLUMNS = 1_000
#: As many rows as a sheet of Excel has.
MOST_ROWS = 1_048_576
#: As for text lists; Excel itself allows 32,767 signs.
LONGEST_CELL = 131_072
#: Columns with a cell over several rows in one and the same row.
_MOST_MERGED = 100
TOO_LONG = "a cell is far too long"
_FORMULA_LINK = re.compile(r"""HYPERLINK\(\s*"mailto:([^"]+)\"""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet by the name on its tab; `part` is where it is kept."""

    name: str
    part: str
    hidden: bool = False


class Workbook(Protocol):
    """A spreadsheet that was opened."""

    @property
    def sheets(self) -> tuple[Sheet, ...]: ...

    def rows(self, sheet: Sheet) -> Iterator[ListRow]:
        """The rows that are not blank. Raises ListFileError."""
        ...


class RowInTheMaking:
    """Cells by column until the row ends."""

    def __init__(self, line: int, *, hidden: bool) -> None:
        self.line = line
        self._hidden = hidden
        self._cells: dict[int, str] = {}
        self._unknown: list[int] = []
        self._links: dict[int, str] = {}
        self._problem = ""

    def put(self, column: int, text: str) -> None:
        if len(text) > LONGEST_CELL:
            text, self._problem = "", TOO_LONG
        if text and column < MOST_COLUMNS:
            self._cells[column] = text

    def mark_unknown(self, column: int) -> None:
        if column < MOST_COLUMNS:
            self._unknown.append(column)

    def link(self, column: int, address: str) -> None:
        if address and column < MOST_COLUMNS:
            self._links[column] = address

    def fill(self, column: int, text: str) -> None:
        """What a merged cell that begins further up shows here; a row with nothing of its own stays blank."""
        if self._cells and not self._cells.get(column, "").strip():
            self.put(column, text)

    def finished(self) -> ListRow | None:
        """The row, None if it is blank."""
        filled = [column for column, text in self._cells.items() if not text.isspace()]
        if not filled and not self._unknown and not self._problem:
            return None
        cells = [""] * (max([*filled, *self._unknown], default=-1) + 1)
        for column in filled:
            cells[column] = self._cells[column]
        return ListRow(
            self.line,
            cells,
            hidden=self._hidden,
            unknown=tuple(self._unknown),
            links=self._links,
            problem=self._problem,
        )


class Merged:
    """Cells that reach over several rows: what they say holds for each of these."""

    def __init__(self) -> None:
        #: The last row and the text, by column.
        self._open: dict[int, tuple[int, str]] = {}

    def begin(self, column: int, bottom: int, text: str) -> None:
        if text and column < MOST_COLUMNS:
            self._open[column] = bottom, text
            if len(self._open) > _MOST_MERGED:
                raise too_large("has more merged cells than a list of people")

    def fill(self, row: RowInTheMaking) -> None:
        for column, (bottom, text) in list(self._open.items()):
            if row.line > bottom:
                del self._open[column]
            else:
                row.fill(column, text)


class Text:
    """Text that is gathered up to the bound of a cell: what is beyond it is not kept."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        if self._length <= LONGEST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def take(self) -> str:
        pieces = self._pieces
        if len(pieces) == 1:
            text = pieces[0]
        elif pieces:
            text = "".join(pieces)
        else:
            return ""
        self._pieces, self._length = [], 0
        return text


def mailto_address(target: str) -> str:
    """The address that a link leads to, empty if it leads elsewhere."""
    scheme, _, rest = target.strip().partition(":")
    return unquote(rest.partition("?")[0]).strip() if scheme.lower() == "mailto" else ""


def linked_by_formula(formula: str) -> str:
    """The address of `=HYPERLINK("mailto:…")` where it stands there in full."""
    found = _FORMULA_LINK.search(formula)
    return mailto_address(f"mailto:{found[1]}") if found else ""
