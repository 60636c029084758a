import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from subscribers.consent import ground, record
from subscribers.database import Database, open_sqlite
from subscribers.errors import DatabaseError
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS


@pytest.fixture
def database(empty_database: Database) -> Database:
    return empty_database


def statement(text: str):
    return spell("test", "a test", text)


#: Every migration counts.
PEOPLE_FILES = len({path.name[:3] for path in PEOPLE_MIGRATIONS.glob("*.sql")})


def folder_with(path: Path, **files: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name[1:]}.sql").write_text(text, encoding="utf-8")
    return path


def test_the_people_come_into_being_and_a_second_call_does_nothing(database: Database):
    assert migrate(database, component="people", folder=PEOPLE_MIGRATIONS) == PEOPLE_FILES
    assert migrate(database, component="people", folder=PEOPLE_MIGRATIONS) == 0
    assert database.value(statement("SELECT count(*) FROM mailable")) == 0


def test_components_count_their_versions_apart(database: Database, tmp_path: Path):
    ledger = folder_with(tmp_path / "ledger", _001_ledger="CREATE TABLE delivery (id TEXT NOT NULL);\n")
    assert migrate(database, component="people", folder=PEOPLE_MIGRATIONS) == PEOPLE_FILES
    assert migrate(database, component="ledger", folder=ledger) == 1


def test_a_later_number_is_carried_out_alone(database: Database, tmp_path: Path):
    folder = folder_with(tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\n")
    migrate(database, component="c", folder=folder)
    folder_with(
        folder,
        _002_b="-- a; comment\nALTER TABLE a ADD COLUMN y TEXT; -- why\nINSERT INTO a VALUES ('1;', '2');\n",
    )
    assert migrate(database, component="c", folder=folder) == 1
    assert database.rows(statement("SELECT x, y FROM a")) == [("1;", "2")]


def test_where_the_databases_differ_each_has_its_own_file(database: Database, tmp_path: Path):
    folder = folder_with(tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\n")
    for dialect in ("sqlite", "postgres"):
        text = f"INSERT INTO a VALUES ('{dialect}');\n"
        (folder / f"002_told.{dialect}.sql").write_text(text, encoding="utf-8")
    assert migrate(database, component="c", folder=folder) == 2
    assert database.rows(statement("SELECT x FROM a")) == [(database.dialect,)]


def test_new_grounds_keep_everything_that_a_list_holds(database: Database, tmp_path: Path):
    """The tables that are made anew for them hold the same rows as before, and still look after one another."""
    older = tmp_path / "older"
    older.mkdir()
    for path in PEOPLE_MIGRATIONS.glob("00[1-5]_*.sql"):
        (older / path.name).write_bytes(path.read_bytes())
    migrate(database, component="people", folder=older)
    for text in (
        "INSERT INTO wording VALUES ('w', 'Yes.')",
        "INSERT INTO person VALUES ('b', 'b@example.org', 'hb', 'Ben', '', 'en', 'withdrawn', 'w', 1, 2)",
        "INSERT INTO person VALUES ('a', 'a@example.org', 'ha', 'Ana', 'Ana', 'cy', 'membership', NULL, 3, 4)",
        "INSERT INTO consent VALUES ('a', 1, 'consent', 'w', 'form', 3, 0)",
        "INSERT INTO consent VALUES ('a', 2, 'membership', NULL, 'list', 4, 0)",
        "INSERT INTO consent VALUES ('b', 1, 'consent', 'w', 'form', 1, 1)",
        "INSERT INTO erasure VALUES ('a', 5)",
        "INSERT INTO refreshed VALUES (1, 'membership', NULL, 6, 1, 2, 3, 4)",
    ):
        database.run(statement(text))
    tables = {
        "person": "id", "consent": "person, number", "erasure": "person", "refreshed": "number", "listed": "id",
        "mailable": "id",
    }  # fmt: skip
    look = {name: statement(f"SELECT * FROM {name} ORDER BY {order}") for name, order in tables.items()}
    before = {name: database.rows(each) for name, each in look.items()}
    assert migrate(database, component="people", folder=PEOPLE_MIGRATIONS) == PEOPLE_FILES - 5
    assert {name: database.rows(each) for name, each in look.items()} == before
    for refused in (
        "INSERT INTO consent VALUES ('nobody', 1, 'membership', NULL, 'list', 4, 0)",
        "INSERT INTO consent VALUES ('a', 3, 'soft-opt-in', NULL, 'list', 4, 0)",
        "INSERT INTO person VALUES ('c', 'a@example.org', 'h', '', '', 'en', 'unknown', NULL, 1, 1)",
        "UPDATE person SET basis = 'no ground' WHERE id = 'a'",
        "DELETE FROM person WHERE id = 'a'",
    ):
        with pytest.raises(DatabaseError) as caught:
            database.run(statement(refused))
        assert caught.value.code == "constraint"


def test_the_index_of_addresses_has_a_name_and_all_that_refers_to_people_is_kept(tmp_path: Path):
    """Only what has a name can be left out while a first list is taken in."""
    older = tmp_path / "older"
    older.mkdir()
    with open_sqlite(tmp_path / "newsletter.db", bytes(32)) as database:
        for path in PEOPLE_MIGRATIONS.glob("00*.sql"):
            (older / path.name).write_bytes(path.read_bytes())
        migrate(database, component="people", folder=older)
        for text in (
            "INSERT INTO wording VALUES ('w', 'Yes.')",
            "INSERT INTO person VALUES ('b', 'b@example.org', 'hb', 'Ben', '', 'en', 'unknown', NULL, 1, 2)",
            "INSERT INTO person VALUES ('a', 'a@example.org', 'ha', 'Ana', '', 'en', 'soft-opt-in', 'w', 1, 2)",
            "INSERT INTO consent VALUES ('a', 1, 'soft-opt-in', 'w', 'form', 3, 0)",
            "INSERT INTO erasure VALUES ('b', 5)",
            "INSERT INTO person_tag VALUES ('a', 'reps')",
            "INSERT INTO suppression VALUES ('hb', 'asked', '', 1)",
        ):
            database.run(statement(text))
        looks = [
            statement(f"SELECT * FROM {name} ORDER BY 1")
            for name in ("person", "consent", "erasure", "person_tag", "listed", "mailable")
        ]
        before = [database.rows(look) for look in looks]
        migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
        assert [database.rows(look) for look in looks] == before
        assert database.rows(statement("PRAGMA foreign_key_check")) == []
        names = "SELECT count(*) FROM sqlite_master WHERE instr(sql, 'old_') OR name = 'person_address'"
        assert database.value(statement(names)) == 1
        for table in ("consent", "erasure", "person_tag"):
            with pytest.raises(DatabaseError):
                database.run(statement(f"UPDATE {table} SET person = 'nobody'"))


_MIGRATE = """
import sys
from pathlib import Path
from subscribers.database import open_sqlite
from subscribers.schema import migrate
with open_sqlite(Path(sys.argv[1]), bytes(32)) as database:
    migrate(database, component="people", folder=Path(sys.argv[2]))
print(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1000)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")
def test_an_old_list_is_brought_up_to_date_without_being_held_in_memory(tmp_path: Path):
    """Of what it drops, SQLite would keep every page: a million people took 293 MB."""
    older, path = folder_with(tmp_path / "older"), tmp_path / "newsletter.db"
    for file in PEOPLE_MIGRATIONS.glob("00*.sql"):
        (older / file.name).write_bytes(file.read_bytes())
    with open_sqlite(path, bytes(32)) as database:
        migrate(database, component="people", folder=older)
        people = """
            INSERT INTO person
            WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 15000)
            SELECT printf('%032x', n), printf('%08x@example.org', n), 'h', hex(randomblob(1000)), '', 'en',
                'membership', NULL, 1, 1
            FROM n
        """
        database.run(statement(people))
    words = [sys.executable, "-c", _MIGRATE, path, PEOPLE_MIGRATIONS]
    told = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout
    assert int(told) < 60, "MB; the list has 35"


def test_what_an_older_version_kept_of_a_mailbox_counts_as_the_word_of_its_owner(
    database: Database, tmp_path: Path
):
    """It kept the first reason only: behind it a no may have come."""
    older = tmp_path / "older"
    older.mkdir()
    for path in PEOPLE_MIGRATIONS.glob("*.sql"):
        if path.name < "012":
            (older / path.name).write_bytes(path.read_bytes())
    migrate(database, component="people", folder=older)
    database.run(statement("INSERT INTO suppression VALUES ('h', 'bounced', 'provider', 1)"))
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    assert database.rows(statement("SELECT reason, of_mailbox FROM suppression")) == [("bounced", 0)]


def test_a_failing_file_leaves_nothing_behind(database: Database, tmp_path: Path):
    folder = folder_with(tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\nCREATE TABLE a (x TEXT);\n")
    with pytest.raises(DatabaseError):
        migrate(database, component="c", folder=folder)
    (folder / "001_a.sql").write_text("CREATE TABLE a (x TEXT);\n", encoding="utf-8")
    assert migrate(database, component="c", folder=folder) == 1


def test_a_newer_database_is_refused_with_a_remedy(database: Database, tmp_path: Path):
    folder = folder_with(
        tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\n", _002_b="CREATE TABLE b (x TEXT);\n"
    )
    migrate(database, component="c", folder=folder)
    (folder / "002_b.sql").unlink()
    with pytest.raises(DatabaseError) as caught:
        migrate(database, component="c", folder=folder)
    assert caught.value.code == "newer-schema"
    assert "newest version" in caught.value.remedy


def test_a_gap_in_the_numbers_is_the_programmers_mistake(database: Database, tmp_path: Path):
    with pytest.raises(RuntimeError, match="001 is missing"):
        migrate(database, component="c", folder=folder_with(tmp_path / "m", _002_a="SELECT 1;\n"))


def test_a_file_that_holds_something_is_copied_encrypted_before_it_changes(tmp_path: Path):
    path, key = tmp_path / "newsletter.db", b"k" * 32
    folder = folder_with(tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\n")
    with open_sqlite(path, key) as database:
        migrate(database, component="c", folder=folder)
        database.run(statement("INSERT INTO a VALUES (:x)"), x="ana@example.org")
        folder_with(folder, _002_b="DELETE FROM a;\n")
        migrate(database, component="c", folder=folder)
    copy = tmp_path / "newsletter.db.before-c-002"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert b"ana@example.org" not in copy.read_bytes()
    with open_sqlite(copy, key) as database:
        assert database.rows(statement("SELECT x FROM a")) == [("ana@example.org",)]


def test_a_fresh_database_is_not_copied(tmp_path: Path):
    with open_sqlite(tmp_path / "newsletter.db", b"k" * 32) as database:
        migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
        migrate(
            database, component="c", folder=folder_with(tmp_path / "m", _001_a="CREATE TABLE a (x TEXT);\n")
        )
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["newsletter.db"]


def test_what_people_agreed_to_outlives_the_shorter_hash(database: Database, tmp_path: Path):
    """A list from before: person, proof and wording still belong together, and a second import adds no proof."""
    before = folder_with(tmp_path / "before")
    for file in sorted(PEOPLE_MIGRATIONS.glob("00[12]_*.sql")):
        (before / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(database, component="people", folder=before)
    long = hashlib.sha256(b"Yes, send it").hexdigest()
    with database.transaction():
        database.run(statement("INSERT INTO wording VALUES (:hash, 'Yes, send it')"), hash=long)
        database.run(
            statement(
                "INSERT INTO person VALUES ('p', 'p@example.org', 'h', '', '', 'en', 'consent', :hash, 1, 1)"
            ),
            hash=long,
        )
        database.run(
            statement("INSERT INTO consent VALUES ('p', 1, 'consent', :hash, 'form', 1, 0)"), hash=long
        )
    assert migrate(database, component="people", folder=PEOPLE_MIGRATIONS) == PEOPLE_FILES - 2
    reason = ground(basis="consent", wording="Yes, send it", source="form")
    assert database.rows(statement("SELECT hash, text FROM wording")) == [
        (reason.wording_hash, "Yes, send it")
    ]
    assert database.value(statement("SELECT wording_hash FROM person")) == reason.wording_hash
    with database.transaction():
        assert not record(database, "p", reason, now=datetime(2026, 11, 1, tzinfo=UTC))
