"""Which sheet of a spreadsheet holds the list, and where its rows begin.

Sheets that hold no list are passed over. Where more than one does, a person says which: to take the first could mail
everybody on a sheet of people who left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from subscribers.columns import Columns
from subscribers.entries import only_addresses
from subscribers.errors import ListFileError, ListUsageError
from subscribers.formats import Format
from subscribers.headers import header_of
from subscribers.listrow import ListRow
from subscribers.names import clean_name
from subscribers.questions import OpenQuestion, which_sheet
from subscribers.spreadsheets.archive import Archive
from subscribers.spreadsheets.ods import OpenWorkbook
from subscribers.spreadsheets.sheet import Sheet, Workbook
from subscribers.spreadsheets.xlsx import ExcelWorkbook

#: Titles, dates and empty lines that programs print above the header.
ROWS_ABOVE_HEADER = 20
#: More are not looked into for a list.
_MOST_SHEETS = 200
#: So many rows of a sheet that is not read are looked at for an address.
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class SheetList:
    """A sheet that was understood."""

    workbook: Workbook
    sheet: Sheet
    columns: Columns | None
    #: The number of the header's row.
    header: int
    #: The word of a title above it by which everybody below it said no (subscribers.headers).
    section: str = ""

    @property
    def name(self) -> str:
        return clean_name(self.sheet.name)

    @property
    def others(self) -> tuple[str, ...]:
        """The names of the sheets that are not read."""
        return tuple(clean_name(sheet.name) for sheet in self.workbook.sheets if sheet != self.sheet)

    @property
    def headless(self) -> tuple[str, ...]:
        """Those of them that hold addresses, and no row that names the columns."""
        others = (sheet for sheet in self.workbook.sheets[:_MOST_SHEETS] if sheet != self.sheet)
        return tuple(clean_name(sheet.name) for sheet in others if _is_headless(self.workbook, sheet))

    def rows(self) -> Iterator[ListRow]:
        below = (row for row in self.workbook.rows(self.sheet) if row.line > self.header)
        return (
            map(_one_cell, below)
            if self.columns is None
            else (_filled_up(row, self.columns) for row in below)
        )


def chosen_sheet(content: bytes, kind: Format, *, wanted: str, column: str) -> SheetList:
    """The sheet called `wanted`, or the only one with a list; `column` is the one with the address, where it was said.

    Raises ListFileError: empty-list, no-header, damaged-spreadsheet, spreadsheet-too-large; ListUsageError:
    no-such-sheet; OpenQuestion: which-sheet, two-address-columns.
    """
    archive = Archive(content)
    workbook: Workbook = ExcelWorkbook(archive) if kind is Format.EXCEL else OpenWorkbook(archive)
    if wanted:
        return _understood(workbook, _called(workbook.sheets, wanted), column)
    with_lists, error = _with_lists(workbook, column)
    if not with_lists:
        raise error
    if len(with_lists) > 1:
        raise _open(with_lists)
    return _understood(workbook, with_lists[0], column)


def no_header() -> ListFileError:
    return ListFileError(
        "No column with email addresses was found.",
        remedy="Let the first row name the columns, for example: Email,Name. A list without a header may hold "
        "addresses only, one on each line.",
        code="no-header",
    )


def nobody() -> ListFileError:
    return ListFileError(
        "There is nobody in this file.", remedy="Check that it is the right file.", code="empty-list"
    )


def _with_lists(workbook: Workbook, column: str) -> tuple[list[Sheet], ListFileError]:
    """Sheets that hold a list, and what is wrong if none does."""
    found, bare, error = list[Sheet](), list[Sheet](), nobody()
    for sheet in workbook.sheets[:_MOST_SHEETS]:
        try:
            list_ = _understood(workbook, sheet, column)
        except ListFileError as why:
            if why.code == "two-address-columns":
                found.append(sheet)
            elif why.code == "no-header":
                error = why
            elif why.code != "empty-list":
                raise
        else:
            # A header with nobody below it is a list only where there is no other.
            (found if any(list_.rows()) else bare).append(sheet)
    return found or bare[:1], error


def _is_headless(workbook: Workbook, sheet: Sheet) -> bool:
    """Whether addresses stand in a sheet that cannot be understood without a header; a broken one is left alone."""
    try:
        _understood(workbook, sheet, "")
    except ListFileError as why:
        if why.code != "no-header":
            return False
    else:
        return False
    try:
        return any(
            "@" in text
            for row in islice(workbook.rows(sheet), _MOST_ROWS)
            for text in (*row.cells, *(row.links or {}).values())
        )
    except ListFileError:
        return False


def _understood(workbook: Workbook, sheet: Sheet, column: str) -> SheetList:
    head = list(islice(workbook.rows(sheet), ROWS_ABOVE_HEADER))
    if not head:
        raise nobody()
    for place, row in enumerate(head):
        below = head[place + 1].cells if place + 1 < len(head) else []
        above = (title.cells for title in head[:place])
        header = header_of(row.cells, below, above, wanted=column)
        if header is not None:
            line = head[place + header.rows - 1].line
            return SheetList(workbook, sheet, header.columns, line, header.section)
    if all(only_addresses(_one_cell(row).cells[0]) for row in head):
        return SheetList(workbook, sheet, None, 0)
    raise no_header()


def _called(sheets: tuple[Sheet, ...], wanted: str) -> Sheet:
    for sheet in sheets:
        if clean_name(sheet.name).casefold() == clean_name(wanted).casefold():
            return sheet
    raise ListUsageError(
        "There is no sheet with that name.",
        remedy=f"The sheets are: {_quoted(sheets)}.",
        code="no-such-sheet",
    )


def _open(sheets: list[Sheet]) -> OpenQuestion:
    return OpenQuestion(
        which_sheet(clean_name(sheet.name) for sheet in sheets),
        message="More than one sheet of this file holds a list. Nothing was imported.",
        remedy=f"Say which is meant with --sheet: {_quoted(tuple(sheets))}.",
        code="which-sheet",
    )


def _quoted(sheets: tuple[Sheet, ...]) -> str:
    return ", ".join(
        f'"{clean_name(sheet.name)}"{" (hidden)" if sheet.hidden else ""}' for sheet in sheets[:20]
    )


def _one_cell(row: ListRow) -> ListRow:
    """A row of a list without a header: what is in its cells, one address after another."""
    links = row.links or {}
    cells = (
        links.get(place, "") if "@" not in cell and links.get(place) else cell
        for place, cell in enumerate(row.cells)
    )
    row.cells = [", ".join(cell for cell in cells if cell and not cell.isspace())]
    return row


def _filled_up(row: ListRow, columns: Columns) -> ListRow:
    """Blank cells at the end of a row are not kept in the file."""
    row.cells.extend([""] * (columns.width - len(row.cells)))
    return row
