"""Which transactions wait for the disk, when, and who may work meanwhile."""

import contextlib
import errno
import os
import threading

import pytest

from subscribers.database import open_postgres, open_sqlite
from subscribers.errors import DatabaseError
from subscribers.statements import spell

KEY = b"k" * 32
MAKE = spell("make", "", "CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, size BIGINT)")
PUT = spell("put", "", "INSERT INTO thing (name, size) VALUES (:name, :size)")
ALL = spell("all", "", "SELECT name, size FROM thing ORDER BY name")
COUNT = spell("count", "", "SELECT count(*) FROM thing")


@pytest.fixture
def things(database):
    database.run(MAKE)
    return database


@pytest.fixture
def file(tmp_path):
    with open_sqlite(tmp_path / "x.db", KEY) as database:
        database.run(MAKE)
        yield database


@pytest.mark.parametrize("kind", ["unsynced_transaction", "kept_transaction"])
def test_a_transaction_that_does_not_wait_within_its_turn_keeps_all_or_nothing_too(things, kind):
    with pytest.raises(LookupError), getattr(things, kind)():  # noqa: PT012
        things.run(PUT, name="lost", size=1)
        raise LookupError
    with getattr(things, kind)():
        things.run(PUT, name="kept", size=1)
    assert things.rows(ALL) == [("kept", 1)]


@pytest.mark.parametrize("error", [None, LookupError])
def test_after_a_transaction_that_did_not_wait_the_others_wait_again(tmp_path, error):
    with open_sqlite(tmp_path / "x.db", KEY) as database:
        with contextlib.suppress(LookupError), database.unsynced_transaction():
            if error:
                raise error
        assert database.value(spell("x", "", "PRAGMA synchronous")) == 2  # FULL


def test_a_kept_transaction_waits_for_the_log_behind_its_commit_and_others_have_their_turn(file, monkeypatch):
    """What it changed is in the log before the wait begins, or the wait would keep something else."""
    waited = []
    fsync, log = os.fsync, file.path.with_name(f"{file.path.name}-wal")

    def looked_at(descriptor):
        seen = []
        other = threading.Thread(target=lambda: seen.append(file.value(COUNT)))
        other.start()
        other.join(timeout=10)
        with open_sqlite(file.path, KEY) as another:
            waited.append((os.path.samestat(os.fstat(descriptor), log.stat()), seen, another.value(COUNT)))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", looked_at)
    with file.kept_transaction():
        file.run(PUT, name="kept", size=1)
    assert waited == [(True, [1], 1)]


def test_a_kept_transaction_that_the_disk_did_not_keep_is_an_error(file, monkeypatch):
    """Whoever waited for it must not go on as if it were kept."""

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatabaseError) as caught, file.kept_transaction():
        file.run(PUT, name="kept", size=1)
    assert caught.value.code == "database-full"


def test_without_a_log_a_kept_transaction_waits_within_its_turn(file, monkeypatch):
    """File systems that share no memory have none."""
    with contextlib.closing(file._connection.cursor()) as cursor:
        assert cursor.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: pytest.fail("there is nothing of ours to wait for"))
    with file.kept_transaction():
        assert file.value(spell("x", "", "PRAGMA synchronous")) == 2  # FULL
        file.run(PUT, name="kept", size=1)
    assert file.rows(ALL) == [("kept", 1)]


def test_a_server_keeps_what_is_committed_whatever_its_operator_has_set_as_usual(postgres_url):
    """Only what says so itself may be lost with the server."""
    import psycopg

    shown = spell("x", "", "SHOW synchronous_commit")
    with psycopg.connect(postgres_url, autocommit=True) as operator:
        operator.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', "
                         "current_database()); END $$")  # fmt: skip
    with open_postgres(postgres_url) as database:
        for kind, expected in (
            ("transaction", "on"),
            ("kept_transaction", "on"),
            ("unsynced_transaction", "off"),
        ):
            with getattr(database, kind)():
                assert database.value(shown) == expected
