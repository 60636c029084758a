"""A copy of the encrypted file that can be told to be whole, and a file that gets another key.

Only for files; a server's operator has tools of its own.
"""

from subscribers.database import SqliteDatabase
from subscribers.errors import DatabaseError
from subscribers.statements import Statement

#: How long a command waits for others to let go of the list before its key is changed.
_PATIENCE_SECONDS = 5


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
    DatabaseError `database-busy`; the connection is of no more use then.
    """
    if len(key) != 32:
        raise ValueError("the key of a database has 32 bytes")
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
    with database._cursor() as cursor:  # noqa: SLF001 no Statement, whose repr would show the key
        cursor.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        cursor.fetchall()
    database.rows(_pragma("locking_mode = NORMAL"))
    database.rows(_pragma("journal_mode = WAL"))


def _pragma(text: str) -> Statement:
    return Statement(name="pragma", purpose="a command to the file itself", sqlite=f"PRAGMA {text}")
