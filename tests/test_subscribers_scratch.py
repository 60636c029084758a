"""The room for what is read on the way in: nobody can read it, and nothing of it stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from subscribers.database import SqliteDatabase
from subscribers.errors import DatabaseError
from subscribers.scratch import open_scratch
from subscribers.statements import Statement, spell
from tests.lists import NOW, apply, made_people, plan

MANY = "Email,Name\n" + "".join(f"person{number}@example.org,Ana Abara\n" for number in range(40_000))


def test_it_has_no_name_beside_the_list(sqlite_db: SqliteDatabase) -> None:
    people = made_people(sqlite_db)
    made = plan(people, MANY)
    assert not list(sqlite_db.path.parent.glob("*scratch*"))
    assert made.counts.added == 40_000


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are read through /proc")
def test_what_lies_in_it_is_encrypted(sqlite_db: SqliteDatabase) -> None:
    plan(made_people(sqlite_db), MANY)
    opened = [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    (file,) = [one for one in opened if f"{sqlite_db.path}.scratch" in str(one.readlink())]
    content = file.read_bytes()
    assert len(content) > 1_000_000
    for words in (b"example.org", b"Abara", b"SQLite format", b"CREATE TABLE"):
        assert words not in content


def test_what_a_killed_process_left_behind_goes(sqlite_db: SqliteDatabase) -> None:
    left = sqlite_db.path.with_name(f"{sqlite_db.path.name}.scratch-old")
    left.write_bytes(b"x")
    open_scratch(sqlite_db)
    open_scratch(sqlite_db)
    assert not left.exists()


def test_killed_in_the_middle_it_leaves_no_file(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from subscribers.database import open_sqlite;"
        "from tests.lists import made_people, plan; from tests.test_subscribers_scratch import MANY;"
        "plan(made_people(open_sqlite(Path(sys.argv[1]), bytes(32))), MANY); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "newsletter.db"], check=False)
    assert done.returncode == -9
    assert not list(tmp_path.glob("*scratch*"))


def test_a_second_plan_takes_the_same_room_and_the_first_is_stale(sqlite_db: SqliteDatabase) -> None:
    people = made_people(sqlite_db)
    plan(people, MANY)
    small = plan(people, "Email\nana@example.org\n")
    apply(people, small, now=NOW)
    assert people.count() == 1


def test_what_stands_there_twice_has_more_memory_only_for_the_while(
    sqlite_db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, run, size = made_people(sqlite_db), sqlite_db.run, spell("x", "", "PRAGMA scratch.cache_size")
    sizes = {}

    def run_and_look(statement: Statement, **params: object) -> int:
        sizes[statement.name] = sqlite_db.value(size)
        return run(statement, **params)

    monkeypatch.setattr(sqlite_db, "run", run_and_look)
    made = plan(people, "Email\nana@example.org\nben@example.org\nana@example.org\n")
    assert (made.counts.added, made.counts.repeated) == (2, 1)
    assert sizes["drop_repeated"] < sizes["make_index"] == sizes["mark_plan"] == sqlite_db.value(size) < 0


def test_people_lie_in_the_order_of_their_ids(sqlite_db: SqliteDatabase) -> None:
    """A campaign reads them so: neighbours lie on one page."""
    people = made_people(sqlite_db)
    apply(people, plan(people, MANY), now=NOW)
    ids = [
        row[0] for row in sqlite_db.rows(spell("x", "", "SELECT id FROM person NOT INDEXED ORDER BY rowid"))
    ]
    assert ids == sorted(ids)
    assert people.count() == len(set(ids)) == 40_000


INDEX = spell("x", "", "SELECT sql FROM sqlite_master WHERE name = 'person_address'")


def test_addresses_are_unique_and_found_by_their_index_after_a_first_large_list(
    sqlite_db: SqliteDatabase,
) -> None:
    """It is left out while people are put in."""
    people = made_people(sqlite_db)
    before = sqlite_db.value(INDEX)
    apply(people, plan(people, MANY), now=NOW)
    assert str(before).replace(" ", "") == str(sqlite_db.value(INDEX)).replace(" ", "")
    assert sqlite_db.value(spell("x", "", "PRAGMA integrity_check")) == "ok"
    found = people.get("person777@example.org")
    with pytest.raises(DatabaseError) as caught:
        sqlite_db.run(
            spell("x", "", f"UPDATE person SET address = 'person1@example.org' WHERE id = '{found.id}'")
        )
    assert caught.value.code == "constraint"


def test_a_large_list_that_is_cut_short_leaves_the_index_and_nobody(
    sqlite_db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = made_people(sqlite_db)
    made, before = plan(people, MANY), sqlite_db.value(INDEX)
    run = sqlite_db.run

    def run_until_the_disk_is_full(statement: Statement, **params: object) -> int:
        if statement.name == "make_address_index":
            raise DatabaseError("The disk is full.", remedy="Make room.", code="disk-full")
        return run(statement, **params)

    monkeypatch.setattr(sqlite_db, "run", run_until_the_disk_is_full)
    with pytest.raises(DatabaseError):
        apply(people, made, now=NOW)
    assert (people.count(), sqlite_db.value(INDEX)) == (0, before)
    monkeypatch.undo()
    assert apply(people, made, now=NOW).added == 40_000


def test_nobody_is_looked_for_among_those_who_left_where_nobody_has_left(
    sqlite_db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, run = made_people(sqlite_db), sqlite_db.run
    done = set()

    def run_and_note(statement: Statement, **params: object) -> int:
        done.add(statement.name)
        return run(statement, **params)

    made = plan(people, MANY)
    monkeypatch.setattr(sqlite_db, "run", run_and_note)
    apply(people, made, now=NOW)
    assert "take_in_all" in done
    assert "reuse_ids" not in done


def test_a_second_large_list_beside_people_who_are_there(sqlite_db: SqliteDatabase) -> None:
    people = made_people(sqlite_db)
    apply(people, plan(people, "Email\nana@example.org\nperson7@example.org\n"), now=NOW)
    done = apply(people, plan(people, MANY), now=NOW)
    assert (done.added, people.count()) == (39_999, 40_001)
    assert sqlite_db.value(spell("x", "", "SELECT count(*) FROM consent")) == 40_001


def test_a_folder_without_room_for_it_is_said(
    sqlite_db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("subscribers.scratch.tempfile.mkstemp", full)
    with pytest.raises(DatabaseError) as caught:
        open_scratch(sqlite_db)
    assert caught.value.remedy
