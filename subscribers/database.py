"""One connection to the database of a workspace: an encrypted SQLite file, or a PostgreSQL server.

Promises: statements come from `.sql` files and take parameters only; a transaction is written whole or not
at all; an error of a driver comes out as DatabaseError without any value in it. Threads may share a connection: they
take turns, by statements and by whole transactions.
"""

import contextlib
import logging
import os
import stat
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

from subscribers import server
from subscribers.errors import DatabaseError
from subscribers.faults import disk_fault, postgres_fault, sqlite_fault
from subscribers.statements import Statement

Row = tuple[Any, ...]

#: How long a statement waits for another process to let go of the database.
BUSY_SECONDS = 30
#: A list of 10,000 fills the smaller one. At a million people 16 MB save no time: what is read lies all over the file.
_CACHE_KB, _ROOMY_CACHE_KB = 4_000, 48_000
_PLAIN_SQLITE = b"SQLite format 3\0"
#: The lock that the writers of one PostgreSQL database hand on to one another.
_WRITERS = 7_203_950
_LOCKED = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND classid::bigint = %s AND objid::bigint = %s"
)


class Cursor(Protocol):
    """What both drivers' cursors have in common."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, query: Any, params: Any = ..., /) -> Any: ...
    def executemany(self, query: Any, params: Any, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...
    def close(self) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...


#: The data and the length of a file are enough, where the system can tell them from its times.
_sync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


class Database(ABC):
    """Both databases behind one face; `open_sqlite` and `open_postgres` make them."""

    #: "sqlite" or "postgres": which of two spellings of a migration is meant.
    dialect: str

    def __init__(self) -> None:
        self._in_transaction = False
        self._turn = threading.RLock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def in_transaction(self) -> bool:
        return self._in_transaction

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Other threads wait until the block has ended: for several calls and what is computed between them.

        Python threads that compute and ask the database side by side wait for one another at every statement.
        """
        with self._turn:
            yield

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block is kept, or none of it. One writer at a time has the database: the lock is taken at
        once, not at the first write, so that what was read stays true. A block within a block is refused: it could
        not keep its promise.
        """
        with self._bracket(self._begin):
            yield

    @contextlib.contextmanager
    def scratch(self) -> Iterator[None]:
        """A transaction to read and to fill temporary tables in: SQLite neither waits for a writer nor holds one up."""
        with self._bracket("BEGIN"):
            yield

    def one(self, statement: Statement, **params: object) -> Row | None:
        """The first row; for statements that change nothing, as are `value` and `rows`."""
        with self._cursor() as cursor:
            cursor.execute(self._text(statement), params)
            row: Row | None = cursor.fetchone()
            return row

    def value(self, statement: Statement, **params: object) -> Any:
        """The first column of the first row, None where there is no row."""
        row = self.one(statement, **params)
        return None if row is None else row[0]

    def rows(self, statement: Statement, **params: object) -> list[Row]:
        with self._cursor() as cursor:
            cursor.execute(self._text(statement), params)
            found: list[Row] = cursor.fetchall()
            return found

    def run(self, statement: Statement, **params: object) -> int:
        """Carry out a statement that returns nothing; the number of rows it touched. A lone one is a transaction."""
        with self._cursor() as cursor:
            cursor.execute(self._text(statement), params)
            return cursor.rowcount

    @abstractmethod
    def run_unsynced(self, statement: Statement, **params: object) -> int:
        """A lone `run` that does not wait for the disk: a power cut, but no death of this process, may lose it.

        The next transaction of any connection keeps both. For what means nothing before a later one.
        """

    def run_kept(self, statement: Statement, **params: object) -> int:
        """A lone `run`; other threads may have their turn while this one waits for the disk behind it."""
        return self.run(statement, **params)

    def many(self, statement: Statement, params: Iterable[Mapping[str, object]]) -> None:
        """Run a statement for each mapping: all of them or none, also outside a transaction."""
        with self._turn:
            whole = contextlib.nullcontext() if self._in_transaction else self.transaction()
            with whole, self._cursor() as cursor:
                cursor.executemany(self._text(statement), params)

    def many_in_order(self, statement: Statement, rows: Iterable[tuple[object, ...]]) -> None:
        """As `many`, with values in the order of the statement's parameters, for which SQLite takes half the time."""
        names = statement.parameters
        self.many(statement, (dict(zip(names, row, strict=True)) for row in rows))

    @abstractmethod
    def iterate(self, statement: Statement, **params: object) -> Iterator[Row]:
        """Row after row in constant memory; do not change the rows it reads before it is through, nor share it."""

    @abstractmethod
    def close(self) -> None: ...

    def checkpoint(self) -> bool:
        """Bring all changes into the main file and empty the log beside it: no old page is left there.

        False when another connection still reads from it. A server looks after its own log.
        """
        return True

    def purge(self, tables: Sequence[str]) -> bool:
        """Write anew what tables hold, so that no page keeps a trace of what was deleted or changed before.

        A file is written anew as a whole, and its log is emptied. False when another connection still reads from old
        pages: the last one to close empties them.
        """
        self._command(f"VACUUM (FULL, ANALYZE) {', '.join(map(_quoted, tables))}")
        return True

    def backup(self, name: str) -> Path | None:
        """Copy the whole database beside itself as `<file>.<name>`, encrypted alike; not that of a server."""
        del name
        return None

    def copies(self) -> list[Path]:
        """What `backup` left beside a file."""
        return []

    @abstractmethod
    def forbid_writing(self) -> None:
        """From now on this connection only reads; a statement that would change something raises DatabaseError."""

    @contextlib.contextmanager
    def roomy(self, kilobytes: int = _ROOMY_CACHE_KB) -> Iterator[None]:
        """More memory for the block, which touches rows all over a large list; a server has its own settings."""
        del kilobytes
        yield

    _begin = "BEGIN"

    @abstractmethod
    def _text(self, statement: Statement) -> str: ...

    @abstractmethod
    def _cursor(self) -> contextlib.AbstractContextManager[Cursor]:
        """A cursor for one call; errors of the driver come out as ours."""

    @contextlib.contextmanager
    def _bracket(self, begin: str) -> Iterator[None]:
        with self._turn:
            self._refuse_block()
            self._in_transaction = True
            try:
                self._command(begin)
                yield
                self._command("COMMIT")
            except BaseException:
                # After a full disk SQLite has rolled back by itself; the first error is the one to tell.
                with contextlib.suppress(DatabaseError):
                    self._command("ROLLBACK")
                raise
            finally:
                self._in_transaction = False

    def _refuse_block(self) -> None:
        if self._in_transaction:
            raise RuntimeError("a transaction is already open")

    def _command(self, sql: str) -> None:
        with self._cursor() as cursor:
            cursor.execute(sql)


class SqliteDatabase(Database):
    """SQLCipher with a raw key: AES-256 and an HMAC for each page; opening costs under a millisecond."""

    dialect = "sqlite"
    _begin = "BEGIN IMMEDIATE"

    def __init__(self, connection: Any, driver_error: type[Exception], path: Path) -> None:
        super().__init__()
        self._connection = connection
        self._driver_error = driver_error
        self.path = path
        self._log = path.with_name(f"{path.name}-wal")
        #: Whether commits wait for the disk, as SQLite was told last.
        self._waits = True

    def run(self, statement: Statement, **params: object) -> int:
        with self._turn:
            self._wait_for_disk(wait=True)
            return super().run(statement, **params)

    def run_unsynced(self, statement: Statement, **params: object) -> int:
        with self._turn:
            self._refuse_block()
            self._wait_for_disk(wait=False)
            # Alone it is its own transaction. The log is written all the same, only not waited for.
            return super().run(statement, **params)

    def run_kept(self, statement: Statement, **params: object) -> int:
        try:
            log = os.open(self._log, os.O_RDWR)
        except FileNotFoundError:  # the folder's file system knows no write-ahead log
            return self.run(statement, **params)
        except OSError as error:
            raise disk_fault(error) from error
        try:
            number = self.run_unsynced(statement, **params)
            # What `synchronous = FULL` would do within the turn. None of SQLite's locks lies on the log itself, so
            # closing it here loses none. What has gone from it into the main file meanwhile was waited for.
            _sync(log)
        except OSError as error:
            raise disk_fault(error) from error
        finally:
            os.close(log)
        return number

    def many_in_order(self, statement: Statement, rows: Iterable[tuple[object, ...]]) -> None:
        self.many(statement, rows)  # type: ignore[arg-type]  # the driver takes both

    @contextlib.contextmanager
    def _bracket(self, begin: str) -> Iterator[None]:
        with self._turn:
            self._wait_for_disk(wait=True)
            with super()._bracket(begin):
                yield

    def _wait_for_disk(self, *, wait: bool) -> None:
        """Told only when it changes: most commits are like the one before. Within a transaction it cannot change."""
        if self._waits is not wait and not self._in_transaction:
            self._command(f"PRAGMA synchronous = {'FULL' if wait else 'NORMAL'}")
            self._waits = wait

    def iterate(self, statement: Statement, **params: object) -> Iterator[Row]:
        with self._cursor() as cursor:
            cursor.execute(self._text(statement), params)
            yield from cursor

    def close(self) -> None:
        with contextlib.suppress(DatabaseError):
            self.checkpoint()
        self._connection.close()

    def checkpoint(self) -> bool:
        # Somebody who reads for long must not hold up the end of a command; the next one brings it in.
        with self._cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1000")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(cursor.fetchone()[0] == 0)
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def purge(self, tables: Sequence[str]) -> bool:
        del tables
        # `secure_delete` alone is not enough: a page that took over its neighbour's rows may keep a copy of one that
        # is deleted from its new place later (measured: in 3 of 12 histories of 3,000 people).
        with self._turn:
            self._refuse_block()
            self._wait_for_disk(wait=True)
            self._command("VACUUM")
            return self.checkpoint()

    def forbid_writing(self) -> None:
        self._command("PRAGMA query_only = ON")

    @contextlib.contextmanager
    def roomy(self, kilobytes: int = _ROOMY_CACHE_KB) -> Iterator[None]:
        # A page that falls out of the cache is decrypted anew.
        with self._cursor() as cursor:
            before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        self._command(f"PRAGMA cache_size = -{kilobytes}")
        try:
            yield
        finally:
            self._command(f"PRAGMA cache_size = {before}")
            self._command("PRAGMA shrink_memory")

    def backup(self, name: str) -> Path:
        copy = self.path.with_name(f"{self.path.name}.{name}")
        self.copy_to(copy)
        return copy

    def copy_to(self, copy: Path) -> None:
        """As `backup`, to a file of any name; an older one goes. It is whole, or not there."""
        copy.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        self._wait_for_disk(wait=True)
        try:
            with self._cursor() as cursor:
                # Unlike a copy of the file it takes the log along; SQLCipher encrypts it with the same key.
                cursor.execute("VACUUM INTO :copy", {"copy": str(copy)})
        except BaseException:
            copy.unlink(missing_ok=True)
            raise

    def copies(self) -> list[Path]:
        return sorted(self.path.parent.glob(f"{self.path.name}.before-*"))

    def _text(self, statement: Statement) -> str:
        return statement.sqlite

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        try:
            with self._turn:
                cursor: Cursor = self._connection.cursor()
                try:
                    yield cursor
                finally:
                    # An open cursor of a `returning` or of a half-read answer would hold its lock.
                    cursor.close()
        except (self._driver_error, UnicodeError) as error:
            raise sqlite_fault(error, path=self.path) from None


class PostgresDatabase(Database):
    """A session of a server. Writers take turns as on SQLite, by a lock that ends with their transaction.

    What holds on one database then holds on the other: nothing that a transaction has read is changed under it. A
    large union's import and its sender wait for one another; neither has to be thought through against the other.
    """

    dialect = "postgres"
    # In one message to the server. What the operator has set as the usual isolation must not count.
    _begin = f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({_WRITERS})"

    def __init__(self, connection: Any, driver_error: type[Exception]) -> None:
        super().__init__()
        self._connection = connection
        self._driver_error = driver_error
        self._streams = 0

    def run_unsynced(self, statement: Statement, **params: object) -> int:
        with self.transaction():
            self._command("SET LOCAL synchronous_commit = off")
            return super().run(statement, **params)

    def run(self, statement: Statement, **params: object) -> int:
        # A lone statement takes its turn, too: SQLite's waits for the write lock like a whole transaction.
        with self._turn, contextlib.nullcontext() if self._in_transaction else self.transaction():
            return super().run(statement, **params)

    def iterate(self, statement: Statement, **params: object) -> Iterator[Row]:
        # A plain cursor would fetch a million rows into memory; one of the server needs a transaction or
        # WITH HOLD.
        with self._mapped():
            self._streams += 1  # two lists may be read side by side
            cursor = self._connection.cursor(f"stream_{self._streams}", withhold=not self._in_transaction)
            try:
                cursor.itersize = 5000
                cursor.execute(self._text(statement), params)
                yield from cursor
            finally:
                cursor.close()

    def take_lock(self, key: int) -> bool:
        """Take a lock of the server's that ends with this connection; False when another one has it."""
        return bool(self._asked("SELECT pg_try_advisory_lock(%s)", key))

    def drop_lock(self, key: int) -> None:
        """Give a lock back at once; when only its connection ends, the server notices a moment later."""
        self._asked("SELECT pg_advisory_unlock(%s)", key)

    def is_locked(self, key: int) -> bool:
        """Whether any connection has the lock. Nothing is taken for the look."""
        return bool(self._asked(f"{_LOCKED})", *_halves(key)))

    def forbid_writing(self) -> None:
        self._command("SET default_transaction_read_only = on")

    def close(self) -> None:
        self._connection.close()

    def _asked(self, query: str, *params: int) -> Any:
        with self._cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchone()[0]

    def _text(self, statement: Statement) -> str:
        return statement.postgres

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        with self._mapped(), self._turn, self._connection.cursor() as cursor:
            yield cursor

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except (self._driver_error, UnicodeError) as error:
            raise postgres_fault(error) from None


def _quoted(name: str) -> str:
    """The name of a table of ours, as part of a command that takes no parameters."""
    if not name.isidentifier():
        raise ValueError("no name of a table")
    return f'"{name}"'


def _halves(key: int) -> tuple[int, int]:
    """As the server lists a lock of 64 bits."""
    return key >> 32, key & 0xFFFFFFFF


def open_sqlite(path: Path, key: bytes) -> SqliteDatabase:
    """Open the encrypted file, or make an empty one that only its owner may read (0600).

    Raises DatabaseError: wrong-key, not-encrypted, database-damaged, database-readonly, database-unreadable …
    """
    from sqlcipher3 import dbapi2 as driver  # noqa: PLC0415 a workspace on PostgreSQL need not have it

    if len(key) != 32:
        raise ValueError("the key of a database has 32 bytes")
    _prepare_file(path)
    try:
        connection = driver.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256, check_same_thread=False
        )
    except driver.Error as error:
        raise sqlite_fault(error, path=path) from None
    database = SqliteDatabase(connection, driver.Error, path)
    try:
        _unlock(database, key)
    except DatabaseError as error:
        connection.close()
        # An empty file may stay behind after a full disk. It must: another process may have opened it meanwhile.
        raise _explained(error, path) from None
    return database


def open_postgres(url: str) -> PostgresDatabase:
    """Connect to `postgresql://…`, safely (see server.py); errors name neither user nor password nor host."""
    try:
        import psycopg  # noqa: PLC0415 150 ms that only a workspace on a server should pay, and an extra
    except ImportError:
        raise DatabaseError(
            "This installation cannot talk to a database server.",
            remedy='Type: pip install "psycopg[binary]" (in a checkout: .venv/bin/pip), or unset '
            "NEWSLETTER_DATABASE_URL to use the workspace's own file.",
            code="no-postgres-driver",
        ) from None
    # Its warnings name host and user.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    try:
        connection = psycopg.connect(**server.parameters(url), autocommit=True)  # type: ignore[arg-type]
    except (psycopg.Error, ValueError) as error:
        # ValueError: a host or port that Python itself cannot make sense of.
        code, message, remedy = server.log_in_fault(
            f"invalid: {error}" if isinstance(error, ValueError) else str(error)
        )
        raise DatabaseError(message, remedy=remedy, code=code) from None
    database = PostgresDatabase(connection, psycopg.Error)
    try:
        _refuse_unfit(connection.info)
        database._command("; ".join((*server.SESSION, f"SET lock_timeout = '{BUSY_SECONDS}s'")))  # noqa: SLF001
    except DatabaseError:
        database.close()
        raise
    return database


def _refuse_unfit(info: Any) -> None:
    """Refuse a server that is too old, and a database that cannot keep every name."""
    if info.server_version < server.OLDEST:
        raise DatabaseError(
            f"The database server is of version {info.server_version // 10000}: too old.",
            remedy=f"Use PostgreSQL {server.OLDEST // 10000} or newer.",
            code="database-too-old",
        )
    if info.parameter_status("server_encoding") != "UTF8":
        raise DatabaseError(
            "The database does not keep its texts as UTF-8, so it could not keep every name.",
            remedy="Make a new one with: createdb --encoding UTF8 --template template0 NAME",
            code="database-encoding",
        )


def _prepare_file(path: Path) -> None:
    """Make an empty file with 0600 before SQLite makes one with the umask's mode; its log files copy that
    mode.
    """
    try:
        if not path.exists():
            path.touch(mode=0o600)
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            path.chmod(0o600)
    except OSError as error:
        raise DatabaseError(
            f"The list of subscribers cannot be opened at {path} ({error.strerror}).",
            remedy="Check that the folder is there, yours to write to, and that the disk has room.",
            code="database-readonly" if isinstance(error, PermissionError) else "database-unreadable",
        ) from error


def _unlock(database: SqliteDatabase, key: bytes) -> None:
    with database._cursor() as cursor:  # noqa: SLF001 the same module
        # SQLCipher writes to stderr when a key does not fit; the error says it already.
        cursor.execute("PRAGMA cipher_log_level = NONE")
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute("PRAGMA cipher_version")
        if cursor.fetchone() is None:
            # Plain SQLite takes `PRAGMA key` without a word and would write everything in clear.
            raise DatabaseError(
                "This installation cannot encrypt the list of subscribers.",
                remedy="Install the program again; its database driver must be sqlcipher3.",
                code="not-encrypted",
            )
        cursor.execute("SELECT count(*) FROM sqlite_master")  # the first read is where a wrong key shows
        cursor.fetchone()
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what is removed is overwritten, not only unlinked
            "temp_store = MEMORY",
            f"cache_size = -{_CACHE_KB}",
        ):
            cursor.execute(f"PRAGMA {setting}")
            cursor.fetchall()


def _explained(error: DatabaseError, path: Path) -> DatabaseError:
    """Opening fails in few ways that users can mend; the driver's code does not tell them apart."""
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        # Write-ahead logging needs two files beside it, so a folder that is closed is reported as "cannot
        # open".
        return DatabaseError(
            f"{path} or its folder is not yours to write to.",
            remedy="Check owner and permissions of the folder, or copy it to a disk that can be written.",
            code="database-readonly",
        )
    if error.code != "wrong-key":
        return error
    with path.open("rb") as stream:
        head = stream.read(len(_PLAIN_SQLITE))
    if head == _PLAIN_SQLITE:
        return DatabaseError(
            f"{path} is a database without encryption; this program did not make it.",
            remedy="Move it away and import the list again.",
            code="not-encrypted",
        )
    return error
