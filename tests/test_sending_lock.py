"""One owner per campaign, whatever keeps the list."""

import multiprocessing
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsletter.errors import CampaignError
from newsletter.sending.lock import file_lock, is_locked_file, is_locked_on_server, server_lock
from subscribers.database import open_postgres
from subscribers.errors import DatabaseError


@dataclass
class Locks:
    lock: Callable[[str], AbstractContextManager[None]]
    is_locked: Callable[[str], bool]


@pytest.fixture
def file_locks(tmp_path: Path) -> Locks:
    return Locks(
        lambda name: file_lock(tmp_path / f"{name}.lock", lambda: "process 7"),
        lambda name: is_locked_file(tmp_path / f"{name}.lock"),
    )


@pytest.fixture
def server_locks(postgres_url: str) -> Locks:
    @contextmanager
    def lock(name: str) -> Iterator[None]:
        with open_postgres(postgres_url) as connection, server_lock(connection, name):
            yield

    def is_locked(name: str) -> bool:
        with open_postgres(postgres_url) as connection:
            return is_locked_on_server(connection, name)

    return Locks(lock, is_locked)


@pytest.fixture(params=["file", "server"])
def locks(request: pytest.FixtureRequest) -> Locks:
    found: Locks = request.getfixturevalue(f"{request.param}_locks")
    return found


def test_a_second_owner_is_told(locks: Locks) -> None:
    with locks.lock("c1"):
        for _ in range(2):
            with pytest.raises(CampaignError) as caught, locks.lock("c1"):
                pass
            assert caught.value.code == "campaign-owned"
            assert "resumed" in caught.value.remedy
        with locks.lock("c2"):
            assert locks.is_locked("c1")
    with locks.lock("c1"):
        pass


def test_the_owner_of_a_file_is_named(file_locks: Locks) -> None:
    with file_locks.lock("c1"), pytest.raises(CampaignError, match="by process 7 at"), file_locks.lock("c1"):
        pass


def test_to_look_takes_nothing(locks: Locks) -> None:
    assert not locks.is_locked("c1")
    with locks.lock("c1"):
        assert locks.is_locked("c1")
        assert not locks.is_locked("c2")
    assert not locks.is_locked("c1")


def test_names_have_locks_of_their_own(server_locks: Locks) -> None:
    names = [secrets.token_hex(4) for _ in range(50)]
    with server_locks.lock(names[0]):
        assert server_locks.is_locked(names[0])
        assert not any(server_locks.is_locked(name) for name in names[1:])


def sit_on(lock: Callable[[str], AbstractContextManager[None]], ready) -> None:
    with lock("c1"):
        ready.set()
        time.sleep(600)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_death_lets_go(locks: Locks) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    owner = context.Process(target=sit_on, args=(locks.lock, ready))
    owner.start()
    assert ready.wait(30)
    assert locks.is_locked("c1")
    os.kill(owner.pid, signal.SIGKILL)
    owner.join()
    end = time.monotonic() + 10
    while locks.is_locked("c1"):
        assert time.monotonic() < end
    with locks.lock("c1"):
        assert locks.is_locked("c1")


def test_a_lock_whose_connection_is_gone_is_free(server_locks: Locks, postgres_url: str) -> None:
    """Its owner does not notice: that it is fenced off keeps it from doing harm."""
    import psycopg

    with server_locks.lock("c1"):
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'")
        assert not server_locks.is_locked("c1")
        with server_locks.lock("c1"):
            assert server_locks.is_locked("c1")


def test_a_fault_inside_is_not_swallowed(locks: Locks) -> None:
    with pytest.raises(DatabaseError), locks.lock("c1"):
        raise DatabaseError("x", remedy="y")
    assert not locks.is_locked("c1")
