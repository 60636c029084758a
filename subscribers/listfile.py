"""A list of people in a text file: which encoding, which columns, and one row after another with its line number.

Nothing is guessed by a detector: encodings and separators are tried in a fixed order. A broken row never takes the
rows after it along, and what is no text list is refused with the way to save it as one.
"""

import codecs
import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from subscribers.columns import Columns, read_header
from subscribers.errors import ListFileError

#: Signs around an address that nobody sees or means.
AROUND = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2007\u202a\u202b\u202c\u202d\u202e\u202f\u2060\ufeff"
LARGEST_FILE = 200_000_000
#: Titles, dates and empty lines that programs print above the header.
_ROWS_ABOVE_HEADER = 20
_DELIMITERS = ",;\t|"
_SAVE_AS = (
    "In Excel or LibreOffice choose Save as, file type CSV (comma separated, UTF-8), and import that file."
)

#: First bytes of files that people take for a list, and what to call them.
_MAGIC = [
    (b"PK\x03\x04", "a spreadsheet or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file or one with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x00\x00\xfe\xff", "text in an unusual encoding"),
]


@dataclass(slots=True)
class ListRow:
    """One row; `problem` says why its cells cannot be used."""

    line: int
    cells: list[str] = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ListFile:
    """A file that was understood; `rows()` reads it from the first row below the header."""

    name: str
    sha256: str
    encoding: str
    delimiter: str
    #: None for a plain list of addresses without a header.
    columns: Columns | None
    #: How many lines stand above the first row.
    lines_above: int
    content: bytes = field(repr=False)

    def rows(self) -> Iterator[ListRow]:
        lines = Lines(decoded(self.content, self.encoding))
        for _ in range(self.lines_above):
            next(lines)
        return plain_rows(lines) if self.columns is None else split_rows(lines, self.delimiter)


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

    def put_back(self) -> str:
        """Keep the first line of the row, give the others back; returns the first."""
        first, *others = self.row
        self._put_back.extendleft(reversed(others))
        self.number -= len(others)
        self.row = [first]
        return first


def read_list(source: Path | bytes, *, name: str, encoding: str = "") -> ListFile:
    """Understand a file without taking anything in.

    Raises ListFileError: not-found, unreadable, too-large, not-a-text-list, empty-list, encoding, no-header,
    two-address-columns.
    """
    content = source if isinstance(source, bytes) else _content(source)
    _refuse_other_formats(content)
    found = encoding or _encoding(content)
    try:
        head = _head(content, found)
    except (UnicodeError, LookupError):
        raise _unreadable(found) from None
    if not any(line.strip() for line in head):
        raise ListFileError(
            "There is nobody in this file.", remedy="Check that it is the right file.", code="empty-list"
        )
    delimiter, columns, above = _layout(head)
    return ListFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=found,
        delimiter=delimiter,
        columns=columns,
        lines_above=above,
        content=content,
    )


def decoded(content: bytes, encoding: str) -> Iterator[str]:
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


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


def _mended(row: ListRow, line: str, delimiter: str) -> ListRow:
    """A quotation mark within a cell is common and harmless; one that opens and never closes is not."""
    if line.count('"') % 2:
        row.problem = "a quotation mark is missing"
        return row
    try:
        row.cells = next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        row.problem = "a cell is far too long"
    return row


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise ListFileError(
            f"There is no file {path.name}.", remedy="Check the name and the folder.", code="not-found"
        ) from error
    except OSError as error:
        raise ListFileError(
            f"{path.name} cannot be read ({error.strerror}).",
            remedy="Check that it is a file, that it is yours, and that no other program has it open.",
            code="unreadable",
        ) from error
    if len(content) > LARGEST_FILE:
        raise ListFileError(
            f"The file is larger than {LARGEST_FILE // 1_000_000} MB.",
            remedy="Leave out the columns that are not needed, or split it.",
            code="too-large",
        )
    return content


def _refuse_other_formats(content: bytes) -> None:
    start = content[:200].lstrip().lower()
    what = next((what for magic, what in _MAGIC if content.startswith(magic)), "")
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        what = "a web page"
    if what:
        raise ListFileError(f"This is {what}, not a text list.", remedy=_SAVE_AS, code="not-a-text-list")


def _encoding(content: bytes) -> str:
    """Byte order mark, then the zeros of UTF-16, then strict UTF-8, then the old Windows encoding."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:4000]
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if max(odd, even) > len(start) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8" if _decodes(content, "utf-8") else "cp1252"


def _decodes(content: bytes, encoding: str) -> bool:
    """Whether all of it is right, without a second copy of a large file in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), 1 << 20):
            decoder.decode(content[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _head(content: bytes, encoding: str) -> list[str]:
    """The lines that may be or hold the header, after the whole file was found to be readable."""
    if not _decodes(content, encoding):
        raise UnicodeError
    lines = []
    for line in decoded(content, encoding):
        lines.append(line)
        if len(lines) > _ROWS_ABOVE_HEADER:
            break
    return lines


def _layout(head: list[str]) -> tuple[str, Columns | None, int]:
    """The separator, the columns, and how many lines stand above the first row."""
    for above, line in enumerate(head[:_ROWS_ABOVE_HEADER], start=1):
        columns = [(_cells(line, delimiter), delimiter) for delimiter in _DELIMITERS]
        cells, delimiter = max(columns, key=lambda found: len(found[0]))
        header = read_header(cells)
        if header is not None:
            return delimiter, header, above
    if all(_only_addresses(line) for line in head if line.strip()):
        return ",", None, 0
    raise ListFileError(
        "No column with email addresses was found.",
        remedy="Let the first row name the columns, for example: Email,Name. A list without a header may hold "
        "addresses only, one on each line.",
        code="no-header",
    )


def _only_addresses(line: str) -> bool:
    """Whether each part of the line has an address; a name in a part of its own means columns without a header."""
    return all("@" in part for part in entries(line))


def entries(text: str) -> Iterator[str]:
    """Split at commas and semicolons that stand neither in quotation marks nor in angle brackets."""
    start, quoted, bracketed = 0, False, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "<>":
            bracketed = sign == "<"
        elif sign in ",;" and not quoted and not bracketed:
            if text[start:place].strip(AROUND):
                yield text[start:place].strip(AROUND)
            start = place + 1
    if text[start:].strip(AROUND):
        yield text[start:].strip(AROUND)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _unreadable(encoding: str) -> ListFileError:
    return ListFileError(
        f"The file cannot be read as {encoding} text.",
        remedy="Save it again as CSV UTF-8, or name its encoding. If it was cut off, fetch it again.",
        code="encoding",
    )
