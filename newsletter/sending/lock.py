"""One owner per campaign: a lock that the system, or the database server, takes back when its process dies.

The lock keeps two processes from working side by side. That nobody is mailed twice does not hang on it: whoever takes
a campaign over raises its fencing number, and what an owner that has lost the lock still tries changes nothing.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from newsletter.errors import CampaignError
from newsletter.files import unwritable
from subscribers.database import PostgresDatabase
from subscribers.errors import DatabaseError


@contextmanager
def file_lock(path: Path, owner: Callable[[], str]) -> Iterator[None]:
    """Lock a file. Raises CampaignError `campaign-owned` when another process has it; `owner` says who."""
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise _owned(owner()) from error
    except OSError as error:
        raise unwritable(path.parent, error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def server_lock(connection: PostgresDatabase, name: str) -> Iterator[None]:
    """Lock a name on the server, by a connection that is used for nothing else. Raises as `file_lock`.

    Who has it is not told: the ledger knows the owner's process, but not on which computer.
    """
    key = _key(name)
    if not connection.take_lock(key):
        raise _owned("")
    try:
        yield
    finally:
        # A connection that is lost has lost its lock, too; what went wrong inside is told, not this.
        with suppress(DatabaseError):
            connection.drop_lock(key)


def is_locked_file(path: Path) -> bool:
    """Whether a living process has the file's lock."""
    if not path.exists():
        return False
    try:
        with file_lock(path, lambda: ""):
            return False
    except CampaignError:
        return True


def is_locked_on_server(connection: PostgresDatabase, name: str) -> bool:
    """Whether a living connection has the name's lock."""
    return connection.is_locked(_key(name))


def interrupted(error: DatabaseError, go_on: str) -> DatabaseError:
    """A database that fails while a campaign is carried on: nothing is lost, and this is how to go on."""
    return DatabaseError(
        f"{error.message} The campaign stopped in the middle; nobody is mailed twice.",
        remedy=f"{error.remedy} Then go on with: {go_on}",
        code=error.code,
    )


def _key(name: str) -> int:
    """63 bits, so that it is a positive number on every server."""
    return int.from_bytes(hashlib.sha256(f"campaign {name}".encode()).digest()[:8], "big") >> 1


def _owned(owner: str) -> CampaignError:
    return CampaignError(
        f"This campaign is being sent by {owner or 'another process'} at this moment.",
        remedy="Let it finish, or stop it there with Ctrl-C; it can be resumed at any time.",
        code="campaign-owned",
    )
