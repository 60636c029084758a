"""Workbooks of Excel (.xlsx, .xlsm; ECMA-376, part 1, 18), read row by row.

Cells, hidden rows, mail links, and formulas that were never calculated are seen; nothing is calculated.
"""

import posixpath
import re
from array import array
from collections.abc import Iterator, Sized
from dataclasses import dataclass
from functools import lru_cache

from subscribers.listrow import ListRow
from subscribers.spreadsheets.archive import MOST_OF_A_KIND, Archive, damaged, local, too_large, whole_number
from subscribers.spreadsheets.numbers import Shape, shape, shown
from subscribers.spreadsheets.sheet import (
    MOST_ROWS,
    Merged,
    RowInTheMaking,
    Sheet,
    Text,
    linked_by_formula,
    mailto_address,
)

_LETTERS = re.compile(r"[A-Z]{1,3}")
#: How Excel writes signs that XML cannot hold, and line ends (18.4.12: ST_Xstring).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_TEXT, _MOST_TEXTS = 64_000_000, 8_000_000
_PLAIN = Shape()


class ExcelWorkbook:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._part = _main_part(archive)
        links = _relations(archive, self._part)
        book = _Book(links)
        archive.read_whole(self._part, book)
        self.sheets: tuple[Sheet, ...] = tuple(book.sheets)
        self._since_1904 = book.since_1904
        self._links = links
        self._texts: _Texts | None = None
        self._shapes: list[Shape] = []
        #: By part: the last row of each cell that reaches over several.
        self._merged: dict[str, dict[str, int]] = {}

    def rows(self, sheet: Sheet) -> Iterator[ListRow]:
        texts = self._shared()
        links, merged = self._mail_links(sheet), self._merged_cells(sheet.part)
        reader = _Rows(texts, self._shapes, since_1904=self._since_1904, links=links, merged=merged)
        for _ in self._archive.read(sheet.part, reader):
            yield from reader.taken()

    def _merged_cells(self, part: str) -> dict[str, int]:
        """They stand behind the rows, too."""
        if part not in self._merged:
            merges = _Merges()
            if self._archive.holds(part, b"mergeCell "):
                self._archive.read_whole(part, merges)
            self._merged[part] = merges.found
        return self._merged[part]

    def _shared(self) -> "_Texts":
        """Texts and styles that the sheets point to, read when the first sheet is."""
        if self._texts is None:
            self._texts, styles = _Texts(), _Styles()
            for relation in self._links.values():
                if relation.kind == "sharedStrings":
                    self._archive.read_whole(relation.part, self._texts)
                elif relation.kind == "styles":
                    self._archive.read_whole(relation.part, styles)
            self._shapes = styles.shapes
        return self._texts

    def _mail_links(self, sheet: Sheet) -> dict[str, str]:
        """Addresses by cell. They stand behind the rows, so a sheet that has any is gone through twice."""
        targets = {
            number: address
            for number, relation in _relations(self._archive, sheet.part).items()
            if (address := mailto_address(relation.target))
        }
        if not targets:
            return {}
        links = _Links(targets)
        self._archive.read_whole(sheet.part, links)
        return links.found


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    part: str
    target: str


def _main_part(archive: Archive) -> str:
    main = (one.part for one in _relations(archive, "").values() if one.kind == "officeDocument")
    return next(main, "xl/workbook.xml")


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    """What a part points to, by the numbers it uses for it."""
    folder, name = posixpath.split(part)
    found = _Relations(folder)
    archive.read_whole(posixpath.join(folder, "_rels", f"{name}.rels"), found)
    return found.found


class _Ignoring:
    """For the events that a reader does not need."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class _Relations(_Ignoring):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, _Relation] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            _refuse_too_many(self.found)
            target = attributes.get("Target", "")
            part = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = _Relation(kind, part, target)


class _Book(_Ignoring):
    def __init__(self, links: dict[str, _Relation]) -> None:
        self._links = links
        self.sheets: list[Sheet] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "workbookPr":
            self.since_1904 = attributes.get("date1904") in {"1", "true"}
        elif local(name) == "sheet":
            link = self._links.get(_relation_id(attributes))
            if link is not None and link.kind == "worksheet":
                _refuse_too_many(self.sheets)
                hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append(Sheet(name=attributes.get("name", ""), part=link.part, hidden=hidden))


class _Links(_Ignoring):
    def __init__(self, targets: dict[str, str]) -> None:
        self._targets = targets
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "hyperlink":
            address = self._targets.get(_relation_id(attributes))
            if address:
                _refuse_too_many(self.found)
                # Of a range the first cell is meant.
                self.found[attributes.get("ref", "").partition(":")[0].replace("$", "")] = address


class _Merges(_Ignoring):
    """Cells that reach over several rows; a title over several columns is no matter of rows."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "mergeCell":
            first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
            bottom = whole_number(last.lstrip(_ALPHABET))
            if bottom > whole_number(first.lstrip(_ALPHABET)):
                _refuse_too_many(self.found)
                self.found[first] = bottom


def _refuse_too_many(found: Sized) -> None:
    if len(found) >= MOST_OF_A_KIND:
        raise too_large("holds more links, styles or sheets than a list of people has")


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if ":" in name and local(name) == "id"), "")


class _Texts(_Ignoring):
    """The shared texts, one after another as bytes: a million Python strings would take three times the room."""

    def __init__(self) -> None:
        self._all = bytearray()
        self._starts = array("I", [0])
        self._text = Text()
        self._within = ""
        self._phonetic = 0

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._starts) - 1:
            raise damaged()
        return self._all[self._starts[number] : self._starts[number + 1]].decode("utf-8", "replace")

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 as expat calls it
        self._within = local(name)
        self._phonetic += self._within == "rPh"

    def text(self, text: str) -> None:
        if self._within == "t" and not self._phonetic:
            self._text.add(text)

    def end(self, name: str) -> None:
        self._within = ""
        ended = local(name)
        self._phonetic -= ended == "rPh"
        if ended == "si":
            self._all += self._text.take().encode("utf-8", "replace")
            self._starts.append(len(self._all))
            if len(self._all) > _MOST_TEXT or len(self._starts) > _MOST_TEXTS:
                raise too_large("holds far more text than a list of people")


class _Styles(_Ignoring):
    """How each style shows numbers."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._within = False
        self.shapes: list[Shape] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "numFmt":
            _refuse_too_many(self._codes)
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif kind == "cellXfs":
            self._within = True
        elif kind == "xf" and self._within:
            _refuse_too_many(self.shapes)
            number = attributes.get("numFmtId", "0")
            self.shapes.append(shape(whole_number(number), self._codes.get(number, "")))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._within = False


class _Rows:
    def __init__(
        self,
        texts: _Texts,
        shapes: list[Shape],
        *,
        since_1904: bool,
        links: dict[str, str],
        merged: dict[str, int],
    ) -> None:
        self._texts, self._shapes, self._since_1904 = texts, shapes, since_1904
        self._links, self._reaches, self._merged = links, merged, Merged()
        self._done: list[ListRow] = []
        self._row = RowInTheMaking(0, hidden=False)
        self._column = -1
        self._kind = self._style = self._within = ""
        self._phonetic = 0
        self._value: str | None = None
        self._formula: str | None = None
        self._text = Text()

    def taken(self) -> list[ListRow]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._within = kind = local(name) if ":" in name else name
        if kind == "c":
            self._begin_cell(attributes)
        elif kind == "row":
            line = whole_number(attributes["r"]) if "r" in attributes else self._row.line + 1
            if not 0 < line <= MOST_ROWS:
                raise damaged()
            self._row = RowInTheMaking(line, hidden=attributes.get("hidden") in {"1", "true"})
            self._column = -1
        elif kind == "rPh":
            self._phonetic += 1

    def text(self, text: str) -> None:
        if self._within in {"v", "t", "f"} and not self._phonetic:
            self._text.add(text)

    def end(self, name: str) -> None:
        self._within = ""
        kind = local(name) if ":" in name else name
        if kind == "v":
            self._value = self._text.take()
        elif kind == "f":
            self._formula = self._text.take()
        elif kind == "rPh":
            self._phonetic -= 1
        elif kind == "c":
            self._end_cell()
        elif kind == "row":
            if self._reaches:
                self._merged.fill(self._row)
            row = self._row.finished()
            if row is not None:
                self._done.append(row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._column = _column(letters) if letters else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value = self._formula = None
        # What a strange file may have left there.
        self._text.take()

    def _end_cell(self) -> None:
        # The runs of an inline text were gathered meanwhile.
        text = self._text.take() if self._kind == "inlineStr" else self._shown(self._value or "")
        if "_x" in text:
            text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        if self._formula is not None and not text and self._kind != "str":
            self._row.mark_unknown(self._column)
        self._row.put(self._column, text)
        if self._links or self._reaches:
            place = f"{_letters(self._column)}{self._row.line}"
            self._row.link(self._column, self._links.get(place, ""))
            if place in self._reaches:
                self._merged.begin(self._column, self._reaches[place], text)
        if self._formula:
            self._row.link(self._column, linked_by_formula(self._formula))

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            return self._texts[whole_number(value)] if value else ""
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        if self._kind != "n" or not value:
            return value
        if not self._style and value.isdigit() and value.isascii():
            return value.lstrip("0") or "0"
        style = whole_number(self._style)
        known = 0 <= style < len(self._shapes)
        return shown(value, self._shapes[style] if known else _PLAIN, since_1904=self._since_1904)


@lru_cache(maxsize=2_000)
def _column(letters: str) -> int:
    if not _LETTERS.fullmatch(letters):
        raise damaged()
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
