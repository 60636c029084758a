"""A backup: one page in clear that says what it is and with which key it was made, then the encrypted list.

Without the key nothing can be read of it but that page, which names nobody and no branch.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from newsletter.errors import WorkspaceError
from newsletter.files import unwritable

#: Of the page in clear; the size of a page of the list, so that both begin on one.
HEAD_BYTES = 4096
VERSION = 1
_FIRST = "solidarity-newsletter backup"
_HEAD = re.compile(
    rf"{_FIRST} (?P<version>\d{{1,4}})\nkey (?P<mark>[0-9A-Z]{{4}}-[0-9A-Z]{{4}})\nbytes (?P<size>\d{{1,15}})\n"
)
_WORDS = """
An encrypted copy of a newsletter's list. To bring it back, with the recovery
sheet of the key that is named above:

    newsletter database restore THIS-FILE
"""
_AT_A_TIME = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    #: Of the key it was made with; "" of a copy of the list that an update or a restore left, which says nothing.
    mark: str
    #: Where the encrypted list begins, and how long it is.
    begins: int
    size: int


@contextmanager
def new_backup(path: Path, mark: str, content: Path) -> Iterator[Path]:
    """Write it beside `path` under a passing name, which the block may look at; after the block it has its name.

    Whatever happens before leaves no file of that name. Raises WorkspaceError, also where it does not read back.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out, content.open("rb") as source:
            out.write(_head(mark, content.stat().st_size))
            shutil.copyfileobj(source, out, _AT_A_TIME)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o600)
        yield temporary
        # No other name than ours can have come up meanwhile but by somebody's hand, and that must not be lost.
        if path.exists():
            raise FileExistsError(17, "another file of that name has come up")
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def read_head(path: Path) -> Head:
    """Raises WorkspaceError: there is no such file, it is half, or of a newer version of this program."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"There is no file {path}.", remedy="Check its name, and that the stick is in.", code="not-found"
        ) from error
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read ({error.strerror}).",
            remedy="Check that it is a file, and yours to read.",
            code="unreadable",
        ) from error
    found = _HEAD.match(head.decode("ascii", errors="replace"))
    if found is None:
        return _without_head(path, head, size)
    if int(found["version"]) > VERSION:
        raise WorkspaceError(
            "This backup was made by a newer version of this program. Nothing was changed.",
            remedy="Install the newest version, then type the command again.",
            code="newer-backup",
        )
    if size != HEAD_BYTES + int(found["size"]):
        raise damaged("This backup is not whole: it was cut off, or something was added to it.")
    return Head(mark=found["mark"], begins=HEAD_BYTES, size=int(found["size"]))


def extract(path: Path, head: Head, to: Path) -> None:
    """Write the encrypted list to a file that only its owner can read; an older one goes."""
    try:
        to.unlink(missing_ok=True)
        to.touch(mode=0o600)
        with path.open("rb") as source, to.open("wb") as out:
            source.seek(head.begins)
            shutil.copyfileobj(source, out, _AT_A_TIME)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise unwritable(to, error) from error


def digest(path: Path, begins: int = 0) -> str:
    """SHA-256 of a file from there on, as it is on the disk."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        stream.seek(begins)
        _feed(found, stream)
    return found.hexdigest()


def damaged(message: str) -> WorkspaceError:
    return WorkspaceError(
        f"{message} Nothing was changed.",
        remedy="Copy it from where it came once more, or take an older backup.",
        code="backup-damaged",
    )


def sync_folder(folder: Path) -> None:
    """Have the names in it kept, too. Windows does so by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # not every file system of a stick can
        pass
    finally:
        os.close(handle)


def _feed(found: "hashlib._Hash", stream: IO[bytes]) -> None:
    while some := stream.read(_AT_A_TIME):
        found.update(some)


def _without_head(path: Path, head: bytes, size: int) -> Head:
    """A copy of the list that this program left itself has no page in clear; anything else is refused."""
    if (
        ".db" in path.name
        and size >= HEAD_BYTES
        and size % HEAD_BYTES == 0
        and not head.startswith(b"SQLite")
    ):
        return Head(mark="", begins=0, size=size)
    raise WorkspaceError(
        f"{path} is no backup of a list, or its beginning is damaged. Nothing was changed.",
        remedy="Name a file that was made with: newsletter database backup FILE",
        code="no-backup",
    )


def _head(mark: str, size: int) -> bytes:
    text = f"{_FIRST} {VERSION}\nkey {mark}\nbytes {size}\n{_WORDS}"
    return text.encode("ascii").ljust(HEAD_BYTES - 1) + b"\n"
