"""A second list: who of it is on the list already is found once, and read in the order in which people lie there."""

import subprocess
import sys
from pathlib import Path

import pytest

from subscribers import leavers, matching
from subscribers.database import open_sqlite
from subscribers.importer import apply
from subscribers.scratch import open_scratch
from subscribers.statements import load_statements, spell
from tests.lists import AGREED, LATER, MEMBERS, MIGRATIONS, addresses, made_people, plan, take_in

EVERYBODY = [f"person{number}@example.org" for number in range(40)]


def file_of(those: list[str], name: str) -> str:
    return "Email,Name\n" + "".join(f"{address},{name}\n" for address in those)


@pytest.fixture
def people(database):
    return made_people(database)


@pytest.fixture
def in_small_parts(monkeypatch):
    monkeypatch.setattr(matching, "_NEARBY", 7)
    monkeypatch.setattr(leavers, "_AT_ONCE", 3)


@pytest.mark.usefixtures("in_small_parts")
def test_everybody_is_brought_up_to_date_once_however_many_parts_that_takes(people):
    take_in(people, file_of(EVERYBODY, "Ana"), reason=MEMBERS)
    counts = take_in(people, file_of(EVERYBODY[:33], "Ben"), reason=AGREED, now=LATER)
    assert (counts.changed, counts.added) == (33, 0)
    changed = {one.address: (one.name, str(one.basis)) for one in people.listing()}
    assert {changed[address] for address in EVERYBODY[:33]} == {("Ben", "consent")}
    assert {changed[address] for address in EVERYBODY[33:]} == {("Ana", "membership")}
    assert [len(people.show(address).consents) for address in EVERYBODY] == [2] * 33 + [1] * 7
    assert take_in(people, file_of(EVERYBODY[:33], "Ben"), reason=AGREED, now=LATER).unchanged == 33


@pytest.mark.usefixtures("in_small_parts")
def test_everybody_goes_who_is_not_in_the_file_however_many_parts_that_takes(people):
    take_in(people, file_of(EVERYBODY[:20], "Ana"), reason=AGREED)
    take_in(people, file_of(EVERYBODY, "Ana"), reason=MEMBERS)
    stays = sorted([*EVERYBODY[:20], EVERYBODY[30]])
    take_in(people, file_of(EVERYBODY[30:31], "Ana"), reason=MEMBERS, now=LATER, is_whole=True)
    assert addresses(people) == stays
    assert {str(people.get(address).basis) for address in EVERYBODY[:20]} == {"consent"}
    assert [len(people.show(address).consents) for address in EVERYBODY[:20]] == [3] * 20


def test_what_this_connection_changed_since_the_report_counts(people):
    take_in(people, file_of(EVERYBODY[:3], "Ana"), reason=MEMBERS)
    made = plan(people, file_of(EVERYBODY[:4], "Ben"), reason=MEMBERS)
    people.suppressions.suppress(EVERYBODY[0], reason="asked", source="phone", now=LATER)
    people.add(EVERYBODY[3], name="Ben", language="en", reason=MEMBERS, now=LATER)
    done = apply(people, made, now=LATER)
    assert (made.counts.changed, made.counts.added, made.counts.suppressed) == (3, 1, 0)
    assert (done.changed, done.added, done.suppressed) == (2, 0, 1)
    assert people.get(EVERYBODY[0]).name == "Ana"


def test_what_another_connection_changed_since_the_report_counts(sqlite_db, sqlite_tables):
    people = made_people(sqlite_db)
    take_in(people, file_of(EVERYBODY[:3], "Ana"), reason=MEMBERS)
    made = plan(people, file_of(EVERYBODY[:4], "Ben"), reason=MEMBERS)
    with open_sqlite(sqlite_db.path, sqlite_tables[1]) as other:
        made_people(other).add(EVERYBODY[3], name="Ben", language="en", reason=MEMBERS, now=LATER)
    done = apply(people, made, now=LATER)
    assert (made.counts.added, done.added, done.unchanged) == (1, 0, 1)


def test_where_nothing_has_changed_nobody_is_looked_for_twice(sqlite_db, monkeypatch):
    people = made_people(sqlite_db)
    take_in(people, file_of(EVERYBODY, "Ana"), reason=MEMBERS)
    made = plan(people, file_of(EVERYBODY[:9], "Ana"), reason=MEMBERS, is_whole=True)
    monkeypatch.setattr(matching, "match", None)
    monkeypatch.setattr(matching, "outcomes", None)
    assert apply(people, made, now=LATER) == made.counts
    assert addresses(people) == sorted(EVERYBODY[:9])


def steps_of(database, file: str, name: str) -> list[str]:
    statement = load_statements("subscribers", file)[name]
    plan = spell("x", "", f"explain query plan {statement.sqlite}")
    return [row[3] for row in database.rows(plan, **dict.fromkeys(statement.parameters, 1))]


def test_people_and_file_are_read_in_the_order_of_the_list(sqlite_db):
    open_scratch(sqlite_db)
    for file, names in (
        ("staging.sql", ("make_folded", "make_staged_tag", "make_index")),
        ("leavers.sql", ("make_leavers",)),
    ):
        for name in names:
            sqlite_db.run(load_statements("subscribers", file)[name])
    matching.prepare(sqlite_db)
    assert steps_of(sqlite_db, "matching.sql", "match") == [
        "SCAN folded USING COVERING INDEX folded_address",
        "SEARCH person USING COVERING INDEX person_address (address=?)",
    ]
    for name in ("count_matched", "add_new_consents", "bring_up_to_date"):
        found = steps_of(sqlite_db, "matching.sql", name)
        first = next(place for place, step in enumerate(found) if " met" in step)
        assert found[first + 1] == "SEARCH person USING INTEGER PRIMARY KEY (rowid=?)"
        assert not any(step.startswith("SCAN person") or "AUTOMATIC" in step for step in found)
    gone = steps_of(sqlite_db, "leavers.sql", "mark_leavers")
    assert gone.index("SCAN folded") == gone.index("LIST SUBQUERY 3") + 1, "once, and not for each person"
    assert not any("AUTOMATIC" in step for step in gone)


def test_rows_that_stand_there_twice_are_dropped_in_the_order_in_which_they_lie(sqlite_db):
    """In the order of addresses nearly every page of a large file was encrypted twice for them."""
    open_scratch(sqlite_db)
    for name in ("make_folded", "make_repeated", "make_index"):
        sqlite_db.run(load_statements("subscribers", "staging.sql")[name])
    assert steps_of(sqlite_db, "staging.sql", "drop_repeated") == [
        "SEARCH folded USING INTEGER PRIMARY KEY (rowid=?)",
        "LIST SUBQUERY 1",
        "SCAN repeated",
        "SEARCH folded USING COVERING INDEX folded_address (address=?)",
    ]


_HOLD = """
import sys
from pathlib import Path
from subscribers.database import open_sqlite
from tests.lists import LATER, MEMBERS, made_people, take_in
with open_sqlite(Path(sys.argv[1]), bytes(32)) as database:
    people = made_people(database)
    print(take_in(people, sys.argv[2], reason=MEMBERS, now=LATER, is_whole=True).added)
print(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1000)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")
def test_many_leave_without_being_held_in_memory(tmp_path):
    """SQLite keeps every page that a statement changes, to take it back: 200,000 who left took 270 MB."""
    path = tmp_path / "newsletter.db"
    with open_sqlite(path, bytes(32)) as database:
        made_people(database)
        filled = """
            INSERT INTO person
            WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
            SELECT printf('%032x', n), printf('%08x@example.org', n), printf('%032x', n), hex(randomblob(1000)), '',
                'en', 'membership', NULL, 1, 1
            FROM n
        """
        database.run(spell("x", "", filled))
    words = [sys.executable, "-c", _HOLD, path, "Email\nana@example.org\n"]
    where = MIGRATIONS.parent.parent
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120, cwd=where).stdout
    added, memory = map(int, done.split())
    assert added == 1
    assert memory < 145, "MB, of which pages and imports take 120"


@pytest.mark.parametrize(
    ("header", "first", "second", "kept"),
    [
        ("Name", "Ana", "Bob", ("", "")),
        ("Name", "Ana Pérez", "Ana Gómez", ("", "")),
        ("Name", "Ana", "Anabel", ("", "")),
        ("Name", "Ana", "Ana", ("Ana", "")),
        ("Name", "ANA", "Ana Pérez", None),
        ("Name", "Ana", "Ana Pérez", ("Ana Pérez", "")),
        ("Name", "Ana Pérez", "", ("Ana Pérez", "")),
        ("First name,Name", "Ana,Ana Pérez", ",Bob Brown", ("", "")),
        ("First name,Name", "Ana,Ana Pérez", ",Ana Pérez", ("Ana Pérez", "Ana")),
        ("First name,Name", "Ana,Ana Pérez", "Ana,Ana P.", ("Ana Pérez", "Ana")),
        ("First name,Name", "Ana,Ana Pérez", ",", ("Ana Pérez", "Ana")),
        ("First name,Name", "Ana,A. Pérez", "Bob,B. Brown", ("", "")),
        ("First name,Surname", "Ana,Pérez", "Bob,Pérez", ("", "")),
    ],
)
def test_two_people_at_one_address_are_greeted_by_neither_name(people, header, first, second, kept):
    rows = ((first, second), (second, first))
    for number, (one, other) in enumerate(rows):
        address = f"shared{number}@example.org"
        take_in(people, f"Email,{header}\n{address},{one}\n{address},{other}\n", reason=MEMBERS)
        found = people.get(address)
        assert (found.name, found.first_name) == kept if kept else found.name in (one, other)


def test_three_names_at_one_address_are_no_one(people):
    rows = "".join(f"shared@example.org,{name}\n" for name in ("Ana", "Ana Pérez", "Ana Pérez Gómez"))
    take_in(people, f"Email,Name\n{rows}", reason=MEMBERS)
    assert people.get("shared@example.org").name == ""
