"""A copy of the encrypted file that can be told to be whole, and a file that gets another key.

Only for files; a server's operator has tools of its own.
"""

import contextlib
import shutil
from pathlib import Path

from subscribers.database import SqliteDatabase
from subscribers.errors import DatabaseError
from subscribers.statements import Statement

#: How long a command waits for others to let go of the list before its key is changed.
_PATIENCE_SECONDS = 5
#: Of the disk, in bytes: for what stands in that file between the pages, and the log.
_SPARE = 200_000


def is_whole(database: SqliteDatabase) -> bool:
    """Whether every page is as it was written (its HMAC fits), and the tables and indexes agree."""
    try:
        damaged = database.rows(_pragma("cipher_integrity_check"))
        return not damaged and database.rows(_pragma("integrity_check")) == [("ok",)]
    except DatabaseError as error:
        if error.code not in ("database-damaged", "wrong-key", "database"):
            raise
        return False


def give_key(database: SqliteDatabase, key: bytes) -> None:
    """Encrypt the whole file anew with another key, while nobody else has it open.

    One transaction: whatever happens meanwhile, the file opens with the old key or with the new one. Raises
    DatabaseError, such as `database-busy` or `database-full`; the connection is of no more use then.
    """
    if len(key) != 32:
        raise ValueError("the key of a database has 32 bytes")
    _refuse_tight_disk(database.path)
    # The log beside the file may hold pages under one key only, and whoever reads on would not know the other. With
    # exclusive locking nobody comes in between these steps.
    database.rows(_pragma(f"busy_timeout = {_PATIENCE_SECONDS * 1000}"))
    database.rows(_pragma("locking_mode = EXCLUSIVE"))
    if database.rows(_pragma("journal_mode = DELETE")) != [("delete",)]:
        raise DatabaseError(
            "Another program is using the list of subscribers.", remedy="Close it.", code="database-busy"
        )
    with database.transaction():
        database.rows(_pragma("user_version"))
    try:
        with database._cursor() as cursor:  # noqa: SLF001 no Statement, whose repr would show the key
            cursor.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
            cursor.fetchall()
    except DatabaseError as error:
        raise error if error.code != "database" else _not_rekeyed() from error
    database.rows(_pragma("locking_mode = NORMAL"))
    database.rows(_pragma("journal_mode = WAL"))


def _refuse_tight_disk(path: Path) -> None:
    """Until it is over all pages are kept as they were, too, in a file beside the list."""
    needed = path.stat().st_size + _SPARE
    with contextlib.suppress(OSError):  # a disk that does not say
        if shutil.disk_usage(path.parent).free < needed:
            raise DatabaseError(
                "For another key the list needs its own room once more for a moment, and the disk is too full for "
                "that. It kept its key.",
                remedy=f"Make room for {needed / 1_000_000:,.1f} MB, then type the command again.",
                code="database-full",
            )


def _not_rekeyed() -> DatabaseError:
    """SQLCipher has one code for whatever came in between, and takes back what it had written."""
    return DatabaseError(
        "The list could not be encrypted anew. It kept its key.",
        remedy="Look whether the disk has room for it once more, then type the command again.",
        code="not-rekeyed",
    )


def _pragma(text: str) -> Statement:
    return Statement(name="pragma", purpose="a command to the file itself", sqlite=f"PRAGMA {text}")
