"""Files that are written whole or not at all, and read with a limit and a clear error."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsletter.errors import WorkspaceError


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write the whole file or nothing: a temporary file beside it, fsync, rename.

    Raises WorkspaceError when the disk is full or the folder cannot be written; an older file then stays as it was.
    """
    write_bytes(path, text.encode("utf-8"), mode=mode)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """As write_text, for bytes."""
    write_pieces(path, (content,), mode=mode)


def write_pieces(path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> None:
    """As write_bytes, piece by piece in constant memory; an error of the pieces leaves nothing either."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """As write_bytes for a file that only its owner can read (0600); one that is there is never replaced."""
    refuse_place(path)
    write_bytes(path, content, mode=0o600)


def refuse_place(path: Path) -> None:
    """Raise WorkspaceError where a new file cannot come into being: something is there, or the folder is not."""
    if path.exists() or path.is_symlink():
        raise already_there(path)
    if not path.parent.is_dir():
        raise WorkspaceError(
            f"There is no folder {path.parent}. Nothing was written.",
            remedy="Check the name; perhaps a USB stick is not in.",
            code="no-folder",
        )


def already_there(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"{path} is there already. Nothing was written.",
        remedy="Give the new file another name.",
        code="file-exists",
    )


def read_text(path: Path, *, what: str, limit: int = 5_000_000) -> str:
    """Read a UTF-8 text file of at most `limit` bytes; `what` names it in errors ("the article peru").

    A byte order mark is dropped and line ends become single newlines (files edited on Windows have both).
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"There is no file {path}.", remedy=f"Check the name of {what}.", code="not-found"
        ) from error
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read ({error.strerror}).",
            remedy="Check that the file is yours and not open elsewhere.",
            code="unreadable",
        ) from error
    if len(content) > limit:
        raise WorkspaceError(
            f"{path} is larger than {limit // 1000:,} kB.", remedy="Shorten it.", code="too-large"
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            f"{path} is not UTF-8 text (byte {error.start}).",
            remedy="Open it in your editor and save it again with the encoding UTF-8.",
            code="encoding",
        ) from error


def unwritable(path: Path, error: OSError) -> WorkspaceError:
    """The error for a full disk, a read-only folder and their like."""
    return WorkspaceError(
        f"{path} cannot be written ({error.strerror or 'unknown reason'}). Nothing was changed.",
        remedy="Check that the disk has room and that the folder is yours to write to; then run it again.",
        code="unwritable",
    )
