"""The bytes of a list: what somebody handed over, or a file that is read as often as it takes, a piece at a time."""

import codecs
import hashlib
import io
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from subscribers.errors import ListFileError

LARGEST_FILE = 200_000_000
_PIECE = 1 << 20
#: What the names of encodings stand for that no program saves a file in; some take a square of its length.
_OF_NO_FILE = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})


class Content:
    """Nothing is kept but the beginning. Every method raises ListFileError: not-found, unreadable, too-large."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source

    @cached_property
    def start(self) -> bytes:
        """By which its kind can be told."""
        with self._opened() as stream:
            return stream.read(_PIECE)

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for piece in self._pieces():
            digest.update(piece)
        return digest.hexdigest()

    def whole(self) -> bytes:
        return self._source if isinstance(self._source, bytes) else b"".join(self._pieces())

    def is_readable(self, encoding: str) -> bool:
        """Whether all of it is right in an encoding, which is one of text (`is_encoding_of_text`)."""
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for piece in self._pieces():
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
        return True

    def lines(self, encoding: str) -> Generator[str]:
        """Of a text that was found to be readable. Raises ListFileError `file-changed` where it is not any more."""
        with self._opened() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
            try:
                yield from text
            except UnicodeError:
                raise changed_file() from None

    def _pieces(self) -> Iterator[bytes]:
        left = LARGEST_FILE
        with self._opened() as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise _too_large()
                yield piece

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if isinstance(self._source, bytes):
            yield io.BytesIO(self._source)
            return
        try:
            _refuse_special(self._source)
            with self._source.open("rb") as stream:
                yield stream
        except FileNotFoundError as error:
            raise ListFileError(
                f"There is no file {self._source.name}.",
                remedy="Check the name and the folder.",
                code="not-found",
            ) from error
        except OSError as error:
            raise ListFileError(
                f"{self._source.name} cannot be read ({error.strerror}).",
                remedy="Check that it is a file, that it is yours, and that no other program has it open.",
                code="unreadable",
            ) from error


def is_encoding_of_text(name: str) -> bool:
    """Whether Python knows an encoding of this name in which files are written: `hex` makes no text of them, and
    `idna` is for names of hosts.
    """
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name).close()
        return codecs.lookup(name).name not in _OF_NO_FILE
    except (LookupError, ValueError):
        return False


def sha256_of(path: Path) -> str:
    """Raises ListFileError: not-found, unreadable, too-large."""
    return Content(path).sha256


def changed_file() -> ListFileError:
    return ListFileError(
        "The file has changed since it was looked at. Nothing was imported.",
        remedy="Import it again and look at the new figures.",
        code="file-changed",
    )


def _too_large() -> ListFileError:
    return ListFileError(
        f"The file is larger than {LARGEST_FILE // 1_000_000} MB.",
        remedy="Leave out the columns that are not needed, or split it.",
        code="too-large",
    )


def _refuse_special(path: Path) -> None:
    """Pipes, sockets and devices have no end, or nothing in them the second time they are read."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return
    what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file (a pipe, a socket or a device)"
    raise ListFileError(
        f"{path.name or path} is {what}.",
        remedy="Save the list as a file, and name that.",
        code="unreadable",
    )
