"""The parts of an office file, unpacked piece by piece within bounds, and their XML read without a tree.

Nothing in a file decides how much memory is used: parts are never held whole, entities are refused, and a file that
unpacks to far more than a list can be is told so.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from subscribers.errors import ListFileError

LARGEST_SPREADSHEET = 50_000_000
#: A million rows of eight columns are about 400 MB of XML.
_MOST_UNPACKED = 700_000_000
#: What Excel writes shrinks to a tenth, blank formatted rows to a fiftieth; a bomb to a thousandth.
_HIGHEST_RATIO, _RATIO_COUNTS_FROM = 200, 50_000_000
_PIECE = 1 << 16
#: A tag is held whole until it ends; cells and their texts are not.
_LONGEST_TAG = 2_000_000
#: The table of contents is held in memory whole, about five times as large; a workbook's is a few kB.
_LARGEST_CONTENTS = 1_000_000
#: Links, styles, sheets: Excel itself allows 65,530 links on a sheet.
MOST_OF_A_KIND = 70_000
_END_OF_CONTENTS, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x07"


class Reader(Protocol):
    """Takes the elements of an XML part as they go by."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class Archive:
    """An office file that is a ZIP archive. Raises ListFileError: damaged-spreadsheet, spreadsheet-too-large."""

    def __init__(self, content: bytes) -> None:
        _refuse_large_contents(content)
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            raise damaged() from None
        self.names = frozenset(self._zip.namelist())

    def start_of(self, part: str, length: int = 200) -> bytes:
        """The first bytes of a part, none where there is no such part."""
        return next(self._pieces(part), b"")[:length] if part in self.names else b""

    def holds(self, part: str, word: bytes) -> bool:
        """Whether a word stands anywhere in a part."""
        end = b""
        for piece in self._pieces(part, is_kept=False) if part in self.names else ():
            if word in end + piece:
                return True
            end = piece[-len(word) :]
        return False

    def read(self, part: str, reader: Reader) -> Iterator[None]:
        """Let `reader` have a part; each step of the iteration is one piece of it."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            fed = 0
            for piece in self._pieces(part):
                parser.Parse(piece)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise damaged()
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError):
            raise damaged() from None
        except LookupError as error:
            if type(error) is LookupError:
                # The part names an encoding that does not exist.
                raise damaged() from None
            raise
        yield

    def read_whole(self, part: str, reader: Reader) -> None:
        """As `read`, to the end; a part that is not there has nothing in it."""
        if part in self.names:
            for _ in self.read(part, reader):
                pass

    def _pieces(self, part: str, *, is_kept: bool = True) -> Iterator[bytes]:
        if part not in self.names:
            raise damaged()
        entry = self._zip.getinfo(part)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            # Office programs pack in no other way, and others could ask for memory without end.
            raise damaged()
        unpacked = 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    unpacked += len(piece)
                    self._unpacked += len(piece) if is_kept else 0
                    _refuse_bomb(unpacked, entry.compress_size, self._unpacked)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            # RuntimeError: the entry has a password, or is packed in a way that is not known.
            raise damaged() from None


def damaged() -> ListFileError:
    return ListFileError(
        "This spreadsheet is damaged, or only a part of it is here.",
        remedy="Open it in Excel or LibreOffice, save it again and import that file. If it cannot be opened there "
        "either, fetch it again.",
        code="damaged-spreadsheet",
    )


def too_large(what: str) -> ListFileError:
    return ListFileError(
        f"This spreadsheet {what}.",
        remedy="Delete the sheets, columns and pictures that are not needed, save it as CSV, and import that file.",
        code="spreadsheet-too-large",
    )


def whole_number(text: str) -> int:
    """A count or a number of an attribute; -1 for what is none, or is beyond all that a sheet can have."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _refuse_large_contents(content: bytes) -> None:
    if len(content) > LARGEST_SPREADSHEET:
        raise too_large(f"is larger than {LARGEST_SPREADSHEET // 1_000_000} MB")
    place = content.rfind(_END_OF_CONTENTS, max(0, len(content) - 65_557))
    if place < 0:
        raise damaged()
    size = int.from_bytes(content[place + 12 : place + 16], "little")
    if size > _LARGEST_CONTENTS or content[max(0, place - 20) : place].startswith(_LOCATOR_64):
        raise too_large("holds more parts than a list of people has")


def _refuse_bomb(unpacked: int, packed: int, in_all: int) -> None:
    swollen = unpacked > _RATIO_COUNTS_FROM and unpacked > _HIGHEST_RATIO * max(packed, 1)
    if swollen or in_all > _MOST_UNPACKED:
        raise too_large("unpacks to far more than a list of people holds")


def _refuse_doctype(*_: object) -> None:
    # Office programs write none; it could define entities that grow without end.
    raise damaged()
