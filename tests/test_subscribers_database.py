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
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.command import wait_until

KEY = b"k" * 32
MAKE = spell("make", "", "CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, size BIGINT)")
PUT = spell("put", "", "INSERT INTO thing (name, size) VALUES (:name, :size)")
ALL = spell("all", "", "SELECT name, size FROM thing ORDER BY name")
COUNT = spell("count", "", "SELECT count(*) FROM thing")
TAKE = spell("take", "", "UPDATE thing SET size = size + 1 WHERE name = :name RETURNING size")


@pytest.fixture
def database(empty_database):
    return empty_database


@pytest.fixture
def postgres_db(empty_postgres):
    return empty_postgres


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


# --- several connections ---


@pytest.fixture(params=["sqlite", "postgres"])
def connect(request, tmp_path):
    """Makes connections to one database with the table of things in it."""
    if request.param == "sqlite":
        path = tmp_path / "newsletter.db"

        def connect():
            return open_sqlite(path, KEY)

    else:
        url = request.getfixturevalue("postgres_url")

        def connect():
            return open_postgres(url)

    with connect() as database:
        database.run(MAKE)
        database.run(PUT, name="counter", size=0)
    return connect


SIZE = spell("size", "", "SELECT size FROM thing WHERE name = :name")
SET = spell("set", "", "UPDATE thing SET size = :size WHERE name = :name")


def test_what_a_transaction_has_read_stays_true(connect):
    """Three writers that read, think and write: none works with a number that is no longer right."""

    def count() -> None:
        with connect() as database:
            for _ in range(30):
                with database.transaction():
                    database.run(SET, name="counter", size=database.value(SIZE, name="counter") + 1)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect() as database:
        assert database.value(SIZE, name="counter") == 90


def test_a_lone_statement_waits_for_a_transaction_too(connect):
    with connect() as first, connect() as other:
        with first.transaction():
            before = first.value(COUNT)
            thread = threading.Thread(target=lambda: other.run(PUT, name="late", size=1))
            thread.start()
            time.sleep(0.3)
            assert thread.is_alive()
            assert first.value(COUNT) == before
        thread.join(timeout=10)
        assert first.value(COUNT) == before + 1


def test_readers_wait_for_nobody(connect):
    with connect() as writer, connect() as reader:
        with writer.transaction():
            writer.run(SET, name="counter", size=5)
            assert reader.value(SIZE, name="counter") == 0
        assert reader.value(SIZE, name="counter") == 5


def test_whoever_waits_too_long_is_told_and_can_try_again(connect, monkeypatch):
    monkeypatch.setattr("subscribers.database.BUSY_SECONDS", 1)
    with connect() as first, connect() as other:
        with first.transaction():
            for _ in range(2):
                with pytest.raises(DatabaseError) as caught, other.transaction():
                    pass
                assert caught.value.code == "database-busy"
                assert not other.in_transaction
        with other.transaction():
            other.run(PUT, name="a", size=1)


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


@pytest.fixture
def role(postgres_url):
    """Makes log-ins of the server for one test; gives the address with which they come."""
    import psycopg

    made = []

    def make(*rights: str, **settings: str) -> str:
        name = f"role_{len(made)}_{os.urandom(4).hex()}"
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute(f"CREATE ROLE {name} LOGIN")
            made.append(name)
            for key, value in settings.items():
                server.execute(f"ALTER ROLE {name} SET {key} = '{value}'")
            for right in rights:
                server.execute(f"GRANT {right} TO {name}")
        return postgres_url.replace("postgres:@", f"{name}:@")

    yield make
    with psycopg.connect(postgres_url, autocommit=True) as server:
        for name in made:
            server.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


DOWN = "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public"


def test_a_log_in_that_may_only_read_reads_and_is_told_the_rest(postgres_db, role):
    postgres_db.run(MAKE)
    with open_postgres(role("SELECT ON ALL TABLES IN SCHEMA public")) as reader:
        assert reader.rows(ALL) == []
        with pytest.raises(DatabaseError) as caught:
            reader.run(PUT, name="a", size=1)
        assert caught.value.code == "database-privilege"
        assert "docs/postgresql.md" in caught.value.remedy


def test_a_server_that_takes_no_changes_is_told(postgres_db, role):
    postgres_db.run(MAKE)
    with open_postgres(role(DOWN, default_transaction_read_only="on")) as database:
        assert database.rows(ALL) == []
        with pytest.raises(DatabaseError) as caught:
            database.run(PUT, name="a", size=1)
    assert caught.value.code == "database-readonly"
    assert "server" in caught.value.message


def test_what_the_operator_holds_usual_does_not_change_what_a_transaction_means(postgres_db, role):
    postgres_db.run(MAKE)
    with open_postgres(role(DOWN, default_transaction_isolation="serializable")) as database:
        with database.transaction():
            mode = database.value(spell("x", "", "SHOW transaction_isolation"))
            database.run(PUT, name="a", size=1)
        assert mode == "read committed"


def test_a_new_schema_wants_the_log_in_that_owns_the_tables(postgres_db, role, tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "001_a.sql").write_text("CREATE TABLE a (x TEXT);\n", encoding="utf-8")
    migrate(postgres_db, component="c", folder=folder)
    with open_postgres(role("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public")) as worker:
        assert migrate(worker, component="c", folder=folder) == 0
        (folder / "002_b.sql").write_text("ALTER TABLE a ADD COLUMN y TEXT;\n", encoding="utf-8")
        with pytest.raises(DatabaseError) as caught:
            migrate(worker, component="c", folder=folder)
        assert caught.value.code == "older-schema"
        migrate(postgres_db, component="c", folder=folder)
        assert migrate(worker, component="c", folder=folder) == 0


def test_a_database_that_cannot_keep_every_name_is_refused(postgres_server):
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        try:
            with pytest.raises(DatabaseError) as caught:
                open_postgres(postgres_server.replace("/postgres?", "/latin?"))
        finally:
            server.execute("DROP DATABASE latin")
    assert caught.value.code == "database-encoding"


def test_a_program_that_stands_still_in_a_transaction_does_not_hold_up_the_others(postgres_db):
    shown = {name: postgres_db.value(spell("x", "", f"SHOW {name}")) for name in (
        "idle_in_transaction_session_timeout", "idle_session_timeout", "lock_timeout"
    )}  # fmt: skip
    assert shown == {
        "idle_in_transaction_session_timeout": "1min", "idle_session_timeout": "0", "lock_timeout": "30s",
    }  # fmt: skip


def test_a_lock_of_the_server_ends_with_its_connection(postgres_url):
    with open_postgres(postgres_url) as other:
        with open_postgres(postgres_url) as first:
            assert first.take_lock(2**62 + 7)
            assert not other.take_lock(2**62 + 7)
            assert other.is_locked(2**62 + 7)
            assert not other.is_locked(7)
        # The server sees the end of a connection a moment later.
        wait_until(lambda: not other.is_locked(2**62 + 7), seconds=10)
        assert other.take_lock(2**62 + 7)


def test_a_lock_of_the_server_that_is_given_back_is_free_at_once(postgres_url):
    with open_postgres(postgres_url) as other, open_postgres(postgres_url) as first:
        for _ in range(50):
            assert first.take_lock(2**62 + 8)
            first.drop_lock(2**62 + 8)
            assert other.take_lock(2**62 + 8)
            other.drop_lock(2**62 + 8)


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
