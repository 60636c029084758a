"""What the database drivers complain about, in our words.

Only codes are read. A driver's message is never passed on: it quotes values, which here are addresses.
"""

import errno
import shutil
from pathlib import Path

from subscribers.errors import DatabaseError

_BUSY = (
    "database-busy",
    "Another program is using the list of subscribers.",
    "Wait a moment and run it again.",
)
_FULL = (
    "database-full",
    "The disk is full: the list of subscribers cannot be used. Nothing was changed.",
    "Make room on the disk, then run it again.",
)
_READONLY = (
    "database-readonly",
    "The list of subscribers cannot be written to. Nothing was changed.",
    "Check that the file and its folder are yours to write to and not on a read-only disk.",
)
_DAMAGED = (
    "database-damaged",
    "The list of subscribers is damaged.",
    (
        "Bring it back from the newest backup: newsletter database restore FILE. That keeps the damaged file as a "
        "copy; do not delete it: much of it may be saved."
    ),
)
_WRONG_KEY = (
    "wrong-key",
    "The list of subscribers does not open: the key does not fit, or the file is no database.",
    (
        "If you have the recovery sheet, type its key: newsletter secret set root. The list says whether it is the "
        "right one. Only if no key opens it the file may have been replaced or cut off; then bring it back from a "
        "backup: newsletter database restore FILE"
    ),
)
_CONSTRAINT = (
    "constraint",
    "The database refused an entry that contradicts another. Nothing was changed.",
    "Run it again; if it comes back, please report it as a mistake of this program.",
)
_UNREADABLE = (
    "database-unreadable",
    "The disk did not let the list of subscribers be read or written. Nothing was changed.",
    "Check the disk and that the folder is there, then run it again.",
)
_UNREACHABLE = (
    "database-unreachable",
    "The database server does not answer.",
    "Check that it runs and that the address in NEWSLETTER_DATABASE_URL is right.",
)
_LOGIN = (
    "database-login",
    "The database server refused the log-in.",
    "Check user name, password and database name in NEWSLETTER_DATABASE_URL.",
)
_PRIVILEGE = (
    "database-privilege",
    "This log-in of the database server may not do that. Nothing was changed.",
    "Give it the rights of the working role: docs/postgresql.md.",
)
_COPY_ONLY = (
    "database-readonly",
    "The database server takes no changes: it is set to read only, or follows another one. Nothing was changed.",
    "Name the server that takes changes in NEWSLETTER_DATABASE_URL.",
)
_SERVER_FULL = (
    "database-full",
    "The database server has no room left. Nothing was changed.",
    "Have its operator make room, then run it again.",
)
_SERVER_DISK = (
    "database-unreadable",
    "The database server could not read or write its disk. Nothing was changed.",
    "Have its operator look at its log.",
)
_SERVER_DAMAGED = (
    "database-damaged",
    "The database on the server is damaged.",
    "Have its operator look at it, and keep the newest good backup safe.",
)
_TEXT = (
    "unstorable-text",
    "A text holds characters that cannot be stored. Nothing was changed.",
    "Save the file again as UTF-8 text and try once more.",
)
_OTHER = (
    "database",
    "The database could not carry out a step. Nothing was changed.",
    "Run it again; if it comes back, please report it as a mistake of this program, with the code.",
)

#: Bytes without which nothing can be done: more than the shared memory and a few pages of the log.
_ROOM = 200_000

#: Primary result codes of SQLite (sqlite.org/rescode.html): the low byte of the extended ones.
_SQLITE = {
    3: _READONLY,  # PERM
    5: _BUSY,
    6: _BUSY,  # LOCKED
    8: _READONLY,
    10: _UNREADABLE,  # IOERR
    11: _DAMAGED,  # CORRUPT, and a page whose HMAC does not fit
    13: _FULL,
    14: _UNREADABLE,  # CANTOPEN
    19: _CONSTRAINT,
    26: _WRONG_KEY,  # NOTADB
}

#: Classes and codes of SQLSTATE (appendix A of the PostgreSQL manual); the longest match wins.
_POSTGRES = {
    "08": _UNREACHABLE,
    "22": _TEXT,
    "23": _CONSTRAINT,
    "25006": _COPY_ONLY,
    "25P03": _UNREACHABLE,  # stood still within a transaction for too long
    "28": _LOGIN,
    "3D000": _LOGIN,
    "3F": _PRIVILEGE,  # no schema that it may look into
    "40": _BUSY,  # serialization failure, deadlock
    "42501": _PRIVILEGE,
    "53": _SERVER_FULL,
    "53300": _BUSY,  # too many connections
    "55P03": _BUSY,  # lock not available
    "57": _UNREACHABLE,  # shut down by its operator
    "57014": _BUSY,  # cancelled by a time-out
    "58": _SERVER_DISK,
    "XX001": _SERVER_DAMAGED,
    "XX002": _SERVER_DAMAGED,
}


def sqlite_fault(error: Exception, *, path: Path | None = None) -> DatabaseError:
    """Our error for one of `sqlcipher3`; `path` is the database's file, whose disk may be full."""
    if isinstance(error, UnicodeError):
        return _error(_TEXT)
    code = getattr(error, "sqlite_errorcode", None)
    fault = _SQLITE.get((code or 0) & 0xFF, _OTHER)
    if fault is _UNREADABLE and path is not None and _is_full(path):
        # The memory that its users share is a file, too; SQLite calls it an input/output error that it cannot grow.
        fault = _FULL
    return _error(fault, detail=f"SQLite {code}" if code else "")


def after_a_change(error: DatabaseError) -> DatabaseError:
    """The same of a step behind one that was kept: something was changed, and is not to be done again."""
    message, remedy = error.message.replace(" Nothing was changed.", ""), error.remedy
    for again in (", then run it again.", " and run it again."):
        remedy = remedy.replace(again, ".")
    return DatabaseError(message, remedy=remedy, code=error.code)


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def disk_fault(error: OSError) -> DatabaseError:
    """Our error for one of the system's about the file beside the database."""
    return _error(_FULL if error.errno == errno.ENOSPC else _UNREADABLE)


def postgres_fault(error: Exception) -> DatabaseError:
    """Our error for one of `psycopg`; a connection that never came about has no code."""
    if isinstance(error, UnicodeError):
        return _error(_TEXT)
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        # psycopg checks texts itself (NUL is a DataError); an operational error without a code is a lost
        # connection.
        known = {"DataError": _TEXT, "OperationalError": _UNREACHABLE}
        return _error(known.get(type(error).__name__, _OTHER))
    for length in (5, 2):
        if state[:length] in _POSTGRES:
            return _error(_POSTGRES[state[:length]], detail=f"SQLSTATE {state}")
    return _error(_OTHER, detail=f"SQLSTATE {state}")


def _error(fault: tuple[str, str, str], *, detail: str = "") -> DatabaseError:
    code, message, remedy = fault
    return DatabaseError(f"{message} ({detail})" if detail else message, remedy=remedy, code=code)
