"""Room for what is read on the way into the list: a file beside it that holds a million rows, and not in memory.

It is encrypted with a key that nobody keeps, and has no name as soon as it is there: with the connection it is gone,
even when the process is killed. A server has temporary tables of its own.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from subscribers.database import Database, SqliteDatabase
from subscribers.faults import disk_fault
from subscribers.statements import Statement

#: Of pages that are kept in memory; with the larger one the index of a million addresses fits in.
_CACHE_KB, _ROOMY_CACHE_KB = 16_000, 64_000
_SETTINGS = (
    # What is made from a file can be made from it again, and nobody else can write to it: no seals, no waiting.
    "cipher_use_hmac = OFF",
    "cipher_page_size = 16384",
    "journal_mode = MEMORY",
    "synchronous = OFF",
    # There is nothing to overwrite where nobody has the key.
    "secure_delete = OFF",
    f"cache_size = -{_CACHE_KB}",
)


def open_scratch(database: Database) -> None:
    """Once a connection, outside a transaction: from now on statements find the tables of `scratch`.

    Raises DatabaseError where the folder has no room or is not to be written to.
    """
    if not isinstance(database, SqliteDatabase) or _is_open(database):
        return
    _remove_left(database.path)
    try:
        number, name = tempfile.mkstemp(prefix=f"{database.path.name}.scratch-", dir=database.path.parent)
        os.close(number)
    except OSError as error:
        raise disk_fault(error) from error
    database.rows(_command("ATTACH DATABASE :name AS scratch KEY :key"), name=name, key=_new_key())
    for setting in _SETTINGS:
        database.rows(_command(f"PRAGMA scratch.{setting}"))
    # With the first page it is open for good, and needs its name no more.
    database.run(_command("CREATE TABLE scratch.opened (one INTEGER)"))
    with contextlib.suppress(OSError):  # Windows removes no file that is open
        Path(name).unlink()


@contextlib.contextmanager
def roomy_scratch(database: Database) -> Iterator[None]:
    """More memory for a block that touches rows all over it: a page that falls out is encrypted each time."""
    _keep(database, _ROOMY_CACHE_KB)
    try:
        yield
    finally:
        _keep(database, _CACHE_KB)


def _keep(database: Database, kilobytes: int) -> None:
    if isinstance(database, SqliteDatabase):
        database.rows(_command(f"PRAGMA scratch.cache_size = -{kilobytes}"))


def _new_key() -> str:
    """As SQLCipher takes it, without a derivation that would take time; known to this connection alone."""
    return f"x'{secrets.token_hex(32)}'"


def _is_open(database: SqliteDatabase) -> bool:
    return any(row[1] == "scratch" for row in database.rows(_command("PRAGMA database_list")))


def _remove_left(path: Path) -> None:
    """Those of processes that were killed where a file keeps its name."""
    for left in path.parent.glob(f"{path.name}.scratch-*"):
        with contextlib.suppress(OSError):
            left.unlink()


def _command(text: str) -> Statement:
    return Statement(name="scratch", purpose="a command to the file itself", sqlite=text)
