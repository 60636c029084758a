"""Which transactions wait for the disk, when, and who may work meanwhile."""

import contextlib
import errno
import os
import threading

import pytest

from subscribers import database
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


@pytest.mark.parametrize("run", ["run_unsynced", "run_kept"])
def test_a_lone_statement_that_does_not_wait_within_its_turn_is_a_transaction(things, run):
    assert getattr(things, run)(PUT, name="kept", size=1) == 1
    assert things.rows(ALL) == [("kept", 1)]
    with pytest.raises(DatabaseError):
        getattr(things, run)(PUT, name="kept", size=2)
    assert things.rows(ALL) == [("kept", 1)]


@pytest.mark.parametrize("run", ["run_unsynced", "run_kept"])
def test_within_a_transaction_it_is_refused(file, run):
    """It could not keep its promise."""
    with pytest.raises(RuntimeError), file.transaction():
        getattr(file, run)(PUT, name="lost", size=1)
    assert file.rows(ALL) == []


SYNCHRONOUS = spell("x", "", "PRAGMA synchronous")
FULL, NORMAL = 2, 1


@pytest.mark.parametrize("error", [False, True])
def test_after_a_statement_that_did_not_wait_the_others_wait_again(file, error):
    file.run_unsynced(PUT, name="one", size=1)
    if error:
        with pytest.raises(DatabaseError):
            file.run_unsynced(PUT, name="one", size=1)
    assert file.value(SYNCHRONOUS) == NORMAL
    with file.transaction():
        assert file.value(SYNCHRONOUS) == FULL
    file.run_unsynced(PUT, name="two", size=1)
    file.run(PUT, name="three", size=1)
    assert file.value(SYNCHRONOUS) == FULL


def test_a_kept_statement_waits_for_the_log_behind_its_commit_and_others_have_their_turn(file, monkeypatch):
    """What it changed is in the log before the wait begins, or the wait would keep something else."""
    waited = []
    sync, log = database._sync, file.path.with_name(f"{file.path.name}-wal")

    def looked_at(descriptor):
        seen = []
        other = threading.Thread(target=lambda: seen.append(file.value(COUNT)))
        other.start()
        other.join(timeout=10)
        with open_sqlite(file.path, KEY) as another:
            waited.append((os.path.samestat(os.fstat(descriptor), log.stat()), seen, another.value(COUNT)))
        sync(descriptor)

    monkeypatch.setattr(database, "_sync", looked_at)
    file.run_kept(PUT, name="kept", size=1)
    assert waited == [(True, [1], 1)]


def test_a_kept_statement_that_the_disk_did_not_keep_is_an_error(file, monkeypatch):
    """Whoever waited for it must not go on as if it were kept."""

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(database, "_sync", full)
    with pytest.raises(DatabaseError) as caught:
        file.run_kept(PUT, name="kept", size=1)
    assert caught.value.code == "database-full"


def test_without_a_log_a_kept_statement_waits_within_its_turn(file, monkeypatch):
    """File systems that share no memory have none."""
    with contextlib.closing(file._connection.cursor()) as cursor:
        assert cursor.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    monkeypatch.setattr(
        database, "_sync", lambda _descriptor: pytest.fail("there is nothing of ours to wait for")
    )
    file.run_kept(PUT, name="kept", size=1)
    assert file.value(SYNCHRONOUS) == FULL
    assert file.rows(ALL) == [("kept", 1)]


def test_a_server_keeps_what_is_committed_whatever_its_operator_has_set_as_usual(postgres_url):
    """Only what says so itself may be lost with the server."""
    import psycopg

    shown = spell("x", "", "SHOW synchronous_commit")
    with psycopg.connect(postgres_url, autocommit=True) as operator:
        operator.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', "
                         "current_database()); END $$")  # fmt: skip
    with open_postgres(postgres_url) as database:
        database.run(spell("x", "", "CREATE TABLE seen (setting TEXT)"))
        note = spell("x", "", "INSERT INTO seen SELECT current_setting('synchronous_commit')")
        with database.transaction():
            assert database.value(shown) == "on"
        database.run_kept(note)
        database.run_unsynced(note)
        database.run(note)
        assert database.rows(spell("x", "", "SELECT setting FROM seen")) == [("on",), ("off",), ("on",)]
