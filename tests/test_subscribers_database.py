import contextlib
import multiprocessing
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from subscribers.database import open_postgres, open_sqlite
from subscribers.errors import DatabaseError
from subscribers.faults import postgres_fault, sqlite_fault
from subscribers.identity import new_id
from subscribers.moments import from_micros, to_micros
from subscribers.statements import spell

KEY = b"k" * 32
MAKE = spell("make", "", "CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, size BIGINT)")
PUT = spell("put", "", "INSERT INTO thing (name, size) VALUES (:name, :size)")
ALL = spell("all", "", "SELECT name, size FROM thing ORDER BY name")
COUNT = spell("count", "", "SELECT count(*) FROM thing")
TAKE = spell("take", "", "UPDATE thing SET size = size + 1 WHERE name = :name RETURNING size")


@pytest.fixture
def things(database):
    database.run(MAKE)
    return database


def test_rows_values_and_counts_come_back_alike(things):
    things.many(PUT, ({"name": f"n{number}", "size": 2**53 + number} for number in range(3)))
    assert things.one(ALL) == ("n0", 2**53)
    assert things.rows(ALL) == [("n0", 2**53), ("n1", 2**53 + 1), ("n2", 2**53 + 2)]
    assert list(things.iterate(ALL)) == things.rows(ALL)
    assert things.value(COUNT) == 3
    assert things.run(spell("x", "", "UPDATE thing SET size = 0 WHERE name <> :name"), name="n0") == 2
    assert things.value(TAKE, name="n1") == 1
    assert things.one(TAKE, name="nobody") is None


def test_a_transaction_keeps_all_or_nothing(things):
    with things.transaction():
        things.run(PUT, name="kept", size=1)
    with pytest.raises(LookupError), things.transaction():  # noqa: PT012
        things.run(PUT, name="lost", size=1)
        raise LookupError
    assert things.rows(ALL) == [("kept", 1)]


def test_after_a_failed_statement_the_transaction_is_gone_and_the_next_one_works(things):
    with pytest.raises(DatabaseError) as caught, things.transaction():  # noqa: PT012
        things.run(PUT, name="a", size=1)
        things.run(PUT, name="a", size=2)
    assert caught.value.code == "constraint"
    with things.transaction():
        things.run(PUT, name="b", size=1)
    assert things.rows(ALL) == [("b", 1)]


def test_a_transaction_within_a_transaction_is_refused(things):
    with things.transaction(), pytest.raises(RuntimeError, match="already open"), things.transaction():
        pass


def test_a_transaction_that_does_not_wait_for_the_disk_keeps_all_or_nothing_too(things):
    with pytest.raises(LookupError), things.unsynced_transaction():  # noqa: PT012
        things.run(PUT, name="lost", size=1)
        raise LookupError
    with things.unsynced_transaction():
        things.run(PUT, name="kept", size=1)
    assert things.rows(ALL) == [("kept", 1)]


@pytest.mark.parametrize("error", [None, LookupError])
def test_after_a_transaction_that_did_not_wait_the_others_wait_again(tmp_path, error):
    with open_sqlite(tmp_path / "x.db", KEY) as database:
        with contextlib.suppress(LookupError), database.unsynced_transaction():
            if error:
                raise error
        assert database.value(spell("x", "", "PRAGMA synchronous")) == 2  # FULL


def test_many_outside_a_transaction_is_all_or_nothing(things):
    with pytest.raises(DatabaseError):
        things.many(PUT, [{"name": "a", "size": 1}, {"name": "a", "size": 2}])
    assert things.value(COUNT) == 0


def test_a_long_list_is_read_within_a_transaction_and_without_one(things):
    things.many(PUT, ({"name": f"{number:06}", "size": number} for number in range(12_000)))
    assert sum(size for _, size in things.iterate(ALL)) == sum(range(12_000))
    with things.transaction():
        stream = things.iterate(ALL)
        assert next(stream) == ("000000", 0)
        stream.close()
        things.run(PUT, name="z", size=1)
    assert things.value(COUNT) == 12_001


def test_two_lists_may_be_read_side_by_side(things):
    things.many(PUT, ({"name": f"n{number}", "size": number} for number in range(3)))
    assert list(zip(things.iterate(ALL), things.iterate(ALL), strict=True))[2] == (("n2", 2), ("n2", 2))


@pytest.mark.parametrize("text", ["Mayimbú", "العربية", "' OR 1=1 --", "{{7*7}}", "\U0001f600"])
def test_any_text_is_kept_as_it_is(things, text):
    things.run(PUT, name=text, size=1)
    assert things.rows(ALL) == [(text, 1)]


def test_half_a_sign_is_refused_in_a_sentence(things):
    with pytest.raises(DatabaseError) as caught:
        things.run(PUT, name="a\ud800b", size=1)
    assert caught.value.code == "unstorable-text"


def test_an_error_holds_no_value(things):
    things.run(PUT, name="ana@example.org", size=1)
    with pytest.raises(DatabaseError) as caught:
        things.run(PUT, name="ana@example.org", size=1)
    assert "ana" not in repr(caught.getrepr(chain=True, showlocals=False).reprcrash)
    assert caught.value.__suppress_context__


# --- the encrypted file ---


def test_the_file_is_the_owners_alone_and_so_is_its_log(tmp_path):
    path = tmp_path / "newsletter.db"
    old = os.umask(0)
    try:
        with open_sqlite(path, KEY) as database:
            database.run(MAKE)
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert modes == dict.fromkeys(("newsletter.db", "newsletter.db-wal", "newsletter.db-shm"), 0o600)


def test_a_file_that_others_may_read_is_closed_to_them(tmp_path):
    path = tmp_path / "newsletter.db"
    open_sqlite(path, KEY).close()
    path.chmod(0o644)
    open_sqlite(path, KEY).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_in_the_file_is_readable_and_the_log_is_gone_after_closing(tmp_path):
    path = tmp_path / "newsletter.db"
    with open_sqlite(path, KEY) as database:
        database.run(MAKE)
        database.run(PUT, name="ana@example.org", size=1)
        for file in tmp_path.iterdir():
            assert b"ana@example.org" not in file.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["newsletter.db"]
    assert b"SQLite" not in path.read_bytes()


def make(path: Path) -> None:
    with open_sqlite(path, KEY) as database:
        database.run(MAKE)
        database.many(PUT, ({"name": f"n{number}", "size": number} for number in range(5_000)))


def broken(path: Path, how: str) -> bytes:
    """Make a database, then do it harm; returns the key to open it with."""
    if how == "text":
        path.write_text("Email,Name\n" * 500, encoding="utf-8")
        return KEY
    if how == "unencrypted":
        import sqlite3

        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE person (address TEXT)")
        connection.close()
        return KEY
    make(path)
    content = bytearray(path.read_bytes())
    if how == "wrong key":
        return b"x" * 32
    if how == "half":
        path.write_bytes(content[: len(content) // 2])
    if how == "first page":
        content[100] ^= 0xFF
        path.write_bytes(content)
    if how == "one bit":
        content[4096 * 4 + 99] ^= 1
        path.write_bytes(content)
    return KEY


@pytest.mark.parametrize(
    ("how", "codes"),
    [
        ("wrong key", {"wrong-key"}),
        ("text", {"wrong-key"}),
        ("unencrypted", {"not-encrypted"}),
        ("half", {"database-damaged"}),
        ("first page", {"wrong-key"}),
        ("one bit", {"database-damaged"}),
    ],
)
def test_a_file_that_is_not_right_is_told_in_a_sentence(tmp_path, capfd, how, codes):
    path = tmp_path / "newsletter.db"
    key = broken(path, how)
    before = path.read_bytes()
    with pytest.raises(DatabaseError) as caught, open_sqlite(path, key) as database:
        database.rows(ALL)
    assert caught.value.code in codes
    assert caught.value.remedy
    assert key.hex() not in str(caught.value)
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_key_of_another_length_is_the_programmers_mistake(tmp_path):
    with pytest.raises(ValueError, match="32 bytes"):
        open_sqlite(tmp_path / "newsletter.db", b"short")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DatabaseError) as caught:
        open_sqlite(tmp_path / "nowhere" / "newsletter.db", KEY)
    assert caught.value.code == "database-unreadable"


def test_a_full_disk_keeps_what_was_there(tmp_path):
    with open_sqlite(tmp_path / "newsletter.db", KEY) as database:
        database.run(MAKE)
        database.run(PUT, name="kept", size=1)
        database.value(spell("x", "", "PRAGMA max_page_count = 5"))
        with pytest.raises(DatabaseError) as caught:
            database.many(PUT, ({"name": f"n{number}" * 99, "size": number} for number in range(5_000)))
        assert caught.value.code == "database-full"
        assert database.rows(ALL) == [("kept", 1)]


def as_nobody(path: Path, results) -> None:
    """Runs in a process of its own: a superuser may write everywhere."""
    if os.getuid() == 0:
        os.setuid(65534)
    try:
        with open_sqlite(path, KEY) as database:
            database.run(PUT, name="a", size=1)
        results.put("written")
    except DatabaseError as error:
        results.put(error.code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that may be made somebody else")
def test_a_folder_that_may_not_be_written_is_told():
    # Not in pytest's own folder, which is closed to everybody else.
    with tempfile.TemporaryDirectory() as outer:
        Path(outer).chmod(0o755)
        folder = Path(outer) / "data"
        folder.mkdir()
        check_read_only(folder)


def check_read_only(folder: Path) -> None:
    make(folder / "newsletter.db")
    if os.getuid() == 0:
        os.chown(folder / "newsletter.db", 65534, 65534)
        os.chown(folder, 65534, 65534)
    folder.chmod(0o555)
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    process = context.Process(target=as_nobody, args=(folder / "newsletter.db", results))
    process.start()
    assert results.get(timeout=30) == "database-readonly"
    process.join()


def test_another_program_that_holds_the_database_is_waited_for_and_then_told(tmp_path, monkeypatch):
    monkeypatch.setattr("subscribers.database.BUSY_SECONDS", 1)
    make(tmp_path / "newsletter.db")
    with (
        open_sqlite(tmp_path / "newsletter.db", KEY) as first,
        open_sqlite(tmp_path / "newsletter.db", KEY) as other,
    ):
        with first.transaction():
            started = time.monotonic()
            with pytest.raises(DatabaseError) as caught:
                other.run(PUT, name="a", size=1)
        assert caught.value.code == "database-busy"
        assert time.monotonic() - started > 0.5
        other.run(PUT, name="a", size=1)


def test_two_writers_take_turns_and_lose_nothing(tmp_path):
    path = tmp_path / "newsletter.db"
    with open_sqlite(path, KEY) as database:
        database.run(MAKE)
        database.run(PUT, name="counter", size=0)

    def count() -> None:
        with open_sqlite(path, KEY) as database:
            for _ in range(50):
                with database.transaction():
                    database.value(TAKE, name="counter")

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_sqlite(path, KEY) as database:
        assert database.rows(ALL) == [("counter", 150)]


def test_a_killed_process_leaves_whole_transactions(tmp_path):
    path = tmp_path / "newsletter.db"
    make(path)
    program = (
        "import sys, os\nfrom pathlib import Path\nfrom subscribers.database import open_sqlite\n"
        "from subscribers.statements import spell\n"
        "database = open_sqlite(Path(sys.argv[1]), b'k' * 32)\n"
        "put = spell('put', '', 'INSERT INTO thing (name, size) VALUES (:name, 0)')\n"
        "for number in range(10**6):\n"
        "    with database.transaction():\n"
        "        database.run(put, name=f'a{number}')\n"
        "        database.run(put, name=f'b{number}')\n"
        "    print(number, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    seen = [process.stdout.readline() for _ in range(20)]
    process.kill()
    seen += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    with open_sqlite(path, KEY) as database:
        pairs = database.value(spell("x", "", "SELECT count(*) FROM thing WHERE name LIKE 'a%'"))
        assert pairs == database.value(spell("x", "", "SELECT count(*) FROM thing WHERE name LIKE 'b%'"))
        assert pairs >= len(seen)


# --- the server ---


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "database-url"),
        ("postgresql://ana:geheim@127.0.0.1:1/x", "database-unreachable"),
    ],
)
def test_a_server_that_is_not_there_is_told_without_user_and_password(url, code):
    with pytest.raises(DatabaseError) as caught:
        open_postgres(url)
    assert caught.value.code == code
    assert "geheim" not in str(caught.value)
    assert "ana" not in str(caught.value)


def test_a_database_that_is_not_there_is_told(postgres_server):
    with pytest.raises(DatabaseError) as caught:
        open_postgres(postgres_server.replace("/postgres?", "/nowhere?"))
    assert caught.value.code == "database-login"


def test_a_server_that_goes_away_is_told(postgres_server, postgres_db):
    import psycopg

    postgres_db.value(spell("x", "", "SELECT 1"))
    with psycopg.connect(postgres_server, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'newsletter'"
        )
    with pytest.raises(DatabaseError) as caught:
        postgres_db.value(spell("x", "", "SELECT 1"))
    assert caught.value.code == "database-unreachable"
    with pytest.raises(DatabaseError), postgres_db.transaction():
        pass


def test_a_nul_is_refused_by_the_server_in_a_sentence(postgres_db):
    postgres_db.run(MAKE)
    with pytest.raises(DatabaseError) as caught:
        postgres_db.run(PUT, name="a\0b", size=1)
    assert caught.value.code == "unstorable-text"


# --- the map of foreign errors ---


def test_every_error_of_the_drivers_becomes_one_of_ours():
    import psycopg
    from sqlcipher3 import dbapi2

    for number in range(102):
        error = dbapi2.OperationalError("secret@example.org")
        error.sqlite_errorcode = number
        assert "secret" not in str(sqlite_fault(error))
    for state in vars(psycopg.errors).values():
        if isinstance(state, type) and issubclass(state, psycopg.Error):
            fault = postgres_fault(state("secret@example.org"))
            assert "secret" not in str(fault)
            assert fault.remedy


# --- times and ids ---


def test_a_time_survives_exactly_in_any_zone():
    moment = datetime(2026, 10, 25, 1, 30, 0, 123_457, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert from_micros(to_micros(moment)) == moment
    assert from_micros(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert to_micros(datetime.max.replace(tzinfo=UTC)) == 253402300799999999


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_id_is_opaque_and_its_randomness_may_be_given():
    assert new_id(lambda length: bytes(range(length))) == "000102030405060708090a0b0c0d0e0f"
    assert len({new_id() for _ in range(1000)}) == 1000
