"""Spreadsheets of LibreOffice and others (.ods; OpenDocument 1.3, part 3, 9), read row by row.

Cells are taken as they are shown, but for dates, whose order of day and month would be a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from subscribers.listrow import ListRow
from subscribers.spreadsheets.archive import MOST_OF_A_KIND, Archive, local, too_large, whole_number
from subscribers.spreadsheets.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Merged,
    RowInTheMaking,
    Sheet,
    Text,
    linked_by_formula,
    mailto_address,
)

_CONTENT = "content.xml"
#: What hangs on a cell and is no part of what it says: remarks, pictures, text boxes.
_BESIDE = frozenset({"annotation", "shapes", "frame", "custom-shape", "g", "rect", "line", "control"})


class OpenWorkbook:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        reader = _Tables()
        archive.read_whole(_CONTENT, reader)
        self.sheets: tuple[Sheet, ...] = tuple(reader.sheets)

    def rows(self, sheet: Sheet) -> Iterator[ListRow]:
        reader = _Rows(int(sheet.part))
        for _ in self._archive.read(_CONTENT, reader):
            for row, times in reader.taken():
                yield from (_at(row, row.line + further) for further in range(times))
            if reader.over:
                return


class _Tables:
    """The sheets by name and number."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "style":
            self._style = attributes.get("style:name", "")
        elif kind == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif kind == "table":
            self._depth += 1
            if self._depth == 1:
                hidden = attributes.get("table:style-name", "") in self._hidden_styles
                title = attributes.get("table:name", "")
                if len(self.sheets) + len(self._hidden_styles) > MOST_OF_A_KIND:
                    raise too_large("holds more sheets than a list of people has")
                self.sheets.append(Sheet(name=title, part=str(len(self.sheets)), hidden=hidden))

    def end(self, name: str) -> None:
        self._depth -= local(name) == "table"

    def text(self, text: str) -> None: ...


@dataclass(slots=True)
class _Cell:
    """A cell until it ends."""

    attributes: dict[str, str]
    text: Text = field(default_factory=Text)
    paragraphs: int = 0
    link: str = ""

    def shown(self) -> str:
        text = self.text.take()
        kind = self.attributes.get("office:value-type", "")
        if kind == "date":
            return self.attributes.get("office:date-value", text).removesuffix("T00:00:00").replace("T", " ")
        if kind == "boolean":
            return self.attributes.get("office:boolean-value", text).upper()
        if kind == "float" and ("E+" in text or "#" in text or not text):
            # Too narrow a column shows ### or an exponent.
            return self.attributes.get("office:value", text).removesuffix(".0")
        return text or self.attributes.get("office:string-value", "")

    @property
    def never_calculated(self) -> bool:
        return (
            "table:formula" in self.attributes
            and "office:value-type" not in self.attributes
            and not self.paragraphs
        )


class _Rows:
    """The rows of one sheet."""

    def __init__(self, number: int) -> None:
        self._wanted, self._table, self._depth = number, -1, 0
        #: Rows with how often they are repeated.
        self._done: list[tuple[ListRow, int]] = []
        self._row = RowInTheMaking(0, hidden=False)
        self._line, self._column, self._repeated = 0, 0, 1
        self._cell: _Cell | None = None
        self._merged = Merged()
        self._paragraph = False
        self._beside = 0
        self.over = False

    def taken(self) -> list[tuple[ListRow, int]]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if self._beside or kind in _BESIDE:
            self._beside += 1
        elif kind == "table":
            self._depth += 1
            self._table += self._depth == 1
        elif self._table != self._wanted or self._depth != 1:
            return
        elif kind == "table-row":
            hidden = attributes.get("table:visibility", "visible") != "visible"
            self._row = RowInTheMaking(self._line + 1, hidden=hidden)
            self._column, self._repeated = 0, _times(attributes, "table:number-rows-repeated", MOST_ROWS)
        elif kind in {"table-cell", "covered-table-cell"}:
            self._cell = _Cell(attributes)
        elif self._cell is not None:
            self._start_within(self._cell, kind, attributes)

    def _start_within(self, cell: _Cell, kind: str, attributes: dict[str, str]) -> None:
        if kind == "p":
            if cell.paragraphs:
                cell.text.add("\n")
            cell.paragraphs += 1
            self._paragraph = True
        elif kind == "s":
            cell.text.add(" " * _times(attributes, "text:c", 1_000))
        elif kind in {"tab", "line-break"}:
            cell.text.add("\t" if kind == "tab" else "\n")
        elif kind == "a":
            cell.link = cell.link or mailto_address(attributes.get("xlink:href", ""))

    def text(self, text: str) -> None:
        if self._cell is not None and self._paragraph and not self._beside:
            self._cell.text.add(text)

    def end(self, name: str) -> None:
        kind = local(name)
        if self._beside:
            self._beside -= 1
        elif kind == "table":
            self._depth -= 1
            self.over = self.over or (self._depth == 0 and self._table == self._wanted)
        elif kind == "p":
            self._paragraph = False
        elif self._cell is not None and kind in {"table-cell", "covered-table-cell"}:
            self._end_cell(self._cell)
            self._cell = None
        elif kind == "table-row" and self._table == self._wanted and self._depth == 1:
            self._end_row()

    def _end_cell(self, cell: _Cell) -> None:
        text = cell.shown()
        times = _times(cell.attributes, "table:number-columns-repeated", MOST_COLUMNS)
        if text or cell.link or cell.never_calculated:
            for column in range(self._column, min(self._column + times, MOST_COLUMNS)):
                self._put(cell, column, text)
        spanned = _times(cell.attributes, "table:number-rows-spanned", MOST_ROWS)
        if spanned > 1:
            self._merged.begin(self._column, self._line + spanned, text)
        self._column += times

    def _put(self, cell: _Cell, column: int, text: str) -> None:
        self._row.put(column, text)
        self._row.link(column, cell.link or linked_by_formula(cell.attributes.get("table:formula", "")))
        if cell.never_calculated:
            self._row.mark_unknown(column)

    def _end_row(self) -> None:
        self._merged.fill(self._row)
        row = self._row.finished()
        if row is not None:
            self._done.append((row, min(self._repeated, MOST_ROWS - self._line)))
        self._line += self._repeated
        self.over = self._line >= MOST_ROWS


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    return min(max(whole_number(attributes.get(name, "1")), 1), most)


def _at(row: ListRow, line: int) -> ListRow:
    return replace(row, line=line)
