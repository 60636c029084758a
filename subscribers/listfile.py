"""A list of people in a file: which encoding or sheet, which columns, and one row after another with its line number.

Nothing is guessed by a detector: encodings and separators are tried in a fixed order. A broken row never takes the
rows after it along, and what is neither text nor a spreadsheet is refused with the way out.
"""

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from subscribers.columns import Columns
from subscribers.content import Content, is_encoding_of_text
from subscribers.entries import only_addresses
from subscribers.errors import ListFileError
from subscribers.formats import COMPOUND, Format, format_of
from subscribers.headers import Header, header_of
from subscribers.listrow import ListRow
from subscribers.names import clean_name
from subscribers.questions import Answers, Topic
from subscribers.sheetlist import ROWS_ABOVE_HEADER, chosen_sheet, no_header, nobody

_DELIMITERS = ",;\t|"
#: So many lines are looked at together.
_BLOCK = 500


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ListFile:
    """A file that was understood; `rows()` reads it from the first row below the header."""

    name: str
    sha256: str
    #: Of text; the kind of a spreadsheet.
    encoding: str
    delimiter: str = ""
    #: The name of the sheet, empty for text.
    sheet: str = ""
    #: The names of the sheets that are not read.
    other_sheets: tuple[str, ...] = ()
    #: Those of them that hold addresses, and no row that names the columns.
    headless_sheets: tuple[str, ...] = ()
    #: None for a plain list of addresses without a header.
    columns: Columns | None
    #: The word of a title above the header by which everybody below it said no (subscribers.headers).
    section: str = ""
    reader: Callable[[], Iterator[ListRow]]

    def rows(self) -> Iterator[ListRow]:
        return self.reader()


class Lines(Iterator[str]):
    """The lines of a text, counted; lines that were read in vain can be put back."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._put_back: deque[str] = deque()
        self.number = 0
        #: The lines of the row that is being read.
        self.row: list[str] = []

    def __next__(self) -> str:
        line = self._put_back.popleft() if self._put_back else next(self._text)
        self.number += 1
        self.row.append(line)
        return line

    def without_quotes(self) -> list[str]:
        """The next lines as far as there is no quotation mark in them, each of them a row; at most so many at once."""
        if self._put_back:
            return []
        block = list(islice(self._text, _BLOCK))
        if '"' in "".join(block):
            quoted = next(place for place, line in enumerate(block) if '"' in line)
            self._put_back.extend(block[quoted:])
            del block[quoted:]
        self.number += len(block)
        return block

    def put_back(self) -> str:
        """Keep the first line of the row, give the others back; returns the first."""
        first, *others = self.row
        self._put_back.extendleft(reversed(others))
        self.number -= len(others)
        self.row = [first]
        return first


def read_list(
    source: Path | bytes, *, name: str, encoding: str = "", sheet: str = "", answers: Answers | None = None
) -> ListFile:
    """Understand a file without taking anything in.

    Raises ListFileError: not-found, unreadable, too-large, not-a-text-list, password, damaged-spreadsheet,
    spreadsheet-too-large, empty-list, encoding, no-header; ListUsageError: no-such-sheet; OpenQuestion: which-sheet,
    two-address-columns.
    """
    answers = answers or Answers()
    content = Content(source)
    if is_compound := content.start.startswith(COMPOUND):  # taken apart in memory
        content = Content(content.whole())
    kind = format_of(content.whole() if is_compound else content.start)
    if kind is not Format.TEXT:
        found = chosen_sheet(
            content.whole(),
            kind,
            wanted=sheet or answers.get(Topic.SHEET),
            column=answers.get(Topic.ADDRESS_COLUMN),
        )
        return ListFile(
            name=name,
            sha256=content.sha256,
            encoding=kind,
            sheet=found.name,
            other_sheets=found.others,
            headless_sheets=found.headless,
            columns=found.columns,
            section=found.section,
            reader=found.rows,
        )
    column = answers.get(Topic.ADDRESS_COLUMN)
    return _text_list(content, name, encoding or answers.get(Topic.ENCODING), column=column)


def _text_list(content: Content, name: str, wanted: str, *, column: str) -> ListFile:
    if wanted and not is_encoding_of_text(wanted):
        raise _no_encoding(wanted)
    encoding = wanted or _encoding(content)
    try:
        head = _head(content, encoding)
    except UnicodeError:
        raise _unreadable(encoding) from None
    if not any(line.strip() for line in head):
        raise nobody()
    delimiter, header, above = _layout(head, column)
    columns = header.columns if header else None

    def rows() -> Iterator[ListRow]:
        lines = Lines(content.lines(encoding))
        for _ in range(above):
            next(lines)
        return plain_rows(lines) if columns is None else split_rows(lines, delimiter)

    return ListFile(
        name=name,
        sha256=content.sha256,
        encoding=encoding,
        delimiter=delimiter if columns else "",
        columns=columns,
        section=header.section if header else "",
        reader=rows,
    )


def plain_rows(lines: Lines) -> Iterator[ListRow]:
    """One cell a line."""
    for line in lines:
        lines.row = []
        yield ListRow(lines.number, [line.strip()])


def split_rows(lines: Lines, delimiter: str) -> Iterator[ListRow]:
    """Row after row. A quotation mark that is never closed spoils its own line only: the csv module would swallow
    the lines after it.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        while block := lines.without_quotes():
            yield from _rows_without_quotes(block, lines.number - len(block), delimiter)
        lines.row = []
        first = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield _mended(ListRow(first, []), lines.put_back(), delimiter)
            continue
        if cells is None:
            return
        yield ListRow(first, cells)


def _rows_without_quotes(block: list[str], before: int, delimiter: str) -> Iterator[ListRow]:
    """A line each, which takes half the time; `before` is the number of the line above."""
    try:
        rows = list(csv.reader(block, delimiter=delimiter, strict=True))
    except csv.Error:
        for number, line in enumerate(block, before + 1):
            yield _mended(ListRow(number, []), line, delimiter)
        return
    yield from map(ListRow, count(before + 1), rows)


def _mended(row: ListRow, line: str, delimiter: str) -> ListRow:
    """A quotation mark within a cell is common and harmless; one that opens and never closes is not."""
    if line.count('"') % 2:
        row.cells, row.problem = [line], "a quotation mark is missing"
        return row
    try:
        row.cells = next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        row.problem = "a cell is far too long"
    return row


def _encoding(content: Content) -> str:
    """Byte order mark, then the zeros of UTF-16, then strict UTF-8, then the old Windows encoding."""
    start = content.start[:4000]
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if max(odd, even) > len(start) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8" if content.is_readable("utf-8") else "cp1252"


def _head(content: Content, encoding: str) -> list[str]:
    """The lines that may be or hold the header, after the whole file was found to be readable."""
    if not content.is_readable(encoding):
        raise UnicodeError
    with closing(content.lines(encoding)) as lines:
        return list(islice(lines, ROWS_ABOVE_HEADER + 1))


def _layout(head: list[str], column: str) -> tuple[str, Header | None, int]:
    """The separator, the header, and how many lines stand above the first row."""
    for place in range(min(len(head), ROWS_ABOVE_HEADER)):
        found = [(*_first_row(head[place:], delimiter), delimiter) for delimiter in _DELIMITERS]
        cells, used, delimiter = max(found, key=lambda one: len(one[0]))
        below, more = _first_row(head[place + used :], delimiter)
        titles = (_first_row([line], delimiter)[0] for line in head[:place])
        header = header_of(cells, below, titles, wanted=column)
        if header is not None:
            return delimiter, header, place + used + (more if header.rows > 1 else 0)
    if all(only_addresses(line) for line in head if line.strip()):
        return ",", None, 0
    raise no_header()


def _first_row(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The cells of the row at the beginning, and over how many lines it goes: a name may be broken by hand."""
    if lines and lines[0].count('"') % 2:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            cells = []
        # An address is nobody's name of a column: there a quotation mark was never closed.
        if cells and not any("@" in cell for cell in cells):
            return cells, reader.line_num
    try:
        return next(csv.reader(lines[:1], delimiter=delimiter), []), 1
    except csv.Error:
        return [], 1


def _no_encoding(wanted: str) -> ListFileError:
    return ListFileError(
        f'"{clean_name(wanted)[:40]}" is no encoding of text.',
        remedy="Leave it out, or name one such as cp1250, cp1252 or utf-8.",
        code="encoding",
    )


def _unreadable(encoding: str) -> ListFileError:
    return ListFileError(
        f"The file cannot be read as {encoding} text.",
        remedy="Save it again as CSV UTF-8, or name its encoding. If it was cut off, fetch it again.",
        code="encoding",
    )
