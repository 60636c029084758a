"""What is removed is gone: the pages of the encrypted file, free ones and the log included, are decrypted and searched.

The searches are held against controls that find the address when a protection is left out.
"""

import os
import random
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from subscribers import consent
from subscribers.consent import ground
from subscribers.database import SqliteDatabase, open_sqlite
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.statements import spell
from tests import decrypted
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = bytes(range(32))
AGREED = ground(basis="consent", wording="Yes, write to me.", source="form")


def decrypted_file(path: Path) -> bytes:
    return decrypted.decrypted_file(path, KEY)


def decrypted_log(path: Path) -> bytes:
    return decrypted.decrypted_log(path, KEY)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "newsletter.db"


def opened(path: Path) -> tuple[SqliteDatabase, People]:
    database = open_sqlite(path, KEY)
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    return database, People(database, hash_key=b"h" * 32)


def add(people: People, address: str, name: str = "") -> str:
    people.add(address, name=name, language="en", reason=AGREED, now=NOW)
    return people.get(address).id


def test_the_decryptor_sees_what_is_there(path):
    database, people = opened(path)
    add(people, "ana@example.org", "Ana Pérez")
    assert b"ana@example.org" in decrypted_log(path)
    database.close()
    assert b"ana@example.org" in decrypted_file(path)
    assert "Ana Pérez".encode() in decrypted_file(path)
    assert b"CREATE TABLE person" in decrypted_file(path)


def test_a_removed_person_is_in_no_page_and_not_in_the_log(path):
    database, people = opened(path)
    person = add(people, "ana@example.org", "Ana Pérez")
    people.suppressions.suppress("ana@example.org", reason="asked", source="phone", now=NOW)
    Erasures(people).remove(person)
    assert b"ana@example.org" in decrypted_log(path)  # until the log is brought in
    assert database.checkpoint()
    assert decrypted_log(path) == b""
    for trace in (b"ana@example.org", "Ana Pérez".encode(), person.encode()):
        assert trace not in decrypted_file(path)
    database.close()


def test_a_suppression_alone_never_writes_the_address(path):
    database, people = opened(path)
    people.suppressions.suppress("ana@example.org", reason="asked", source="phone", now=NOW)
    assert b"ana@" not in decrypted_log(path)
    database.close()
    assert b"ana@" not in decrypted_file(path)
    assert people.suppressions.hash_of("ana@example.org").encode() in decrypted_file(path)


def test_an_old_address_is_gone_after_a_change(path):
    database, people = opened(path)
    people.change_address(add(people, "ana@example.org"), "new@example.org", now=NOW)
    database.close()
    assert b"ana@example.org" not in decrypted_file(path)
    assert b"new@example.org" in decrypted_file(path)


def many_removed(path: Path, *, secure: bool) -> list[str]:
    """A list that lived: 2,000 people, half of them removed or moved in any order; the addresses now gone."""
    chance = random.Random(7)
    database, people = opened(path)
    if not secure:
        database.value(spell("x", "", "PRAGMA secure_delete = OFF"))
    numbers = list(range(2_000))
    ids = {number: add(people, f"gone{number:05}x@example.org", f"Name {number}") for number in numbers}
    chance.shuffle(numbers)
    for number in numbers[:700]:
        Erasures(people).remove(ids[number])
    for number in numbers[700:800]:
        people.change_address(ids[number], f"kept{number:05}x@example.org", now=NOW)
    for number in numbers[800:1000]:
        consent.withdraw(database, ids[number], source="phone", now=NOW)
        Erasures(people).remove(ids[number])
    database.close()
    return [f"gone{number:05}x@example.org" for number in numbers[:1000]]


def purged(path: Path) -> None:
    with open_sqlite(path, KEY) as database:
        assert database.purge(())


def found_in(path: Path, addresses: list[str]) -> int:
    there = set(re.findall(rb"gone\d{5}x@example\.org", decrypted_file(path)))
    return len(there & {address.encode() for address in addresses})


def test_of_a_thousand_removed_people_no_address_is_left_in_any_page(path):
    addresses = many_removed(path, secure=True)
    assert path.stat().st_size > 100 * decrypted.PAGE
    assert found_in(path, addresses) == 0


def test_without_overwriting_the_same_search_finds_them(path):
    """The control: if this finds nothing, the search above proves nothing."""
    addresses = many_removed(path, secure=False)
    assert found_in(path, addresses) > 100


def test_a_file_that_was_written_anew_has_no_trace_whatever_was_left_in_it(path):
    addresses = many_removed(path, secure=False)
    assert found_in(path, addresses) > 100
    purged(path)
    assert found_in(path, addresses) == 0
    assert decrypted_log(path) == b""


def test_what_was_written_anew_lies_in_the_log_until_that_is_emptied(path):
    """The control for the log: while somebody reads, old pages stay, and `purge` says so."""
    database, people = opened(path)
    person = add(people, "ana@example.org", "Ana Pérez")
    for number in range(3):
        add(people, f"person{number}@example.org")
    database.checkpoint()
    with open_sqlite(path, KEY) as reader:
        listing = reader.iterate(spell("x", "", "SELECT id FROM person"))
        next(listing)
        Erasures(people).remove(person)
        assert not database.purge(())
        assert b"ana@example.org" in decrypted_file(path) + decrypted_log(path)
        listing.close()
    assert database.purge(())
    assert b"ana@example.org" not in decrypted_file(path) + decrypted_log(path)
    database.close()


def test_copies_made_afterwards_hold_nothing(path):
    database, people = opened(path)
    Erasures(people).remove(add(people, "ana@example.org", "Ana Pérez"))
    copy = database.backup("before-x-001")
    database.close()
    assert b"CREATE TABLE person" in decrypted_file(copy)
    assert b"ana@example.org" not in decrypted_file(copy)


def test_without_the_key_no_file_can_be_read(path):
    database, people = opened(path)
    add(people, "ana@example.org", "Ana Pérez")
    for file in path.parent.iterdir():  # the file, its log, its index
        content = file.read_bytes()
        assert not content.startswith(b"SQLite format 3")
        assert b"ana@" not in content
        assert b"CREATE" not in content
    database.close()
    with pytest.raises(DatabaseError) as caught:
        open_sqlite(path, bytes(32))
    assert caught.value.code == "wrong-key"


_SORTING = """
import sys
from pathlib import Path
from subscribers.database import open_sqlite
from subscribers.statements import spell
path, elsewhere = Path(sys.argv[1]), Path(sys.argv[2])
with open_sqlite(path, bytes(range(32))) as database:
    for command in sys.argv[3:]:
        database.rows(spell("x", "", command))
    database.run(spell("x", "", "CREATE TABLE thing (name TEXT)"))
    names = [{"name": f"{number * 7919 % 9973} ana" * 40} for number in range(20_000)]
    database.many(spell("x", "", "INSERT INTO thing VALUES (:name)"), names)
    before = elsewhere.stat().st_mtime_ns
    for _ in database.iterate(spell("x", "", "SELECT name FROM thing ORDER BY name")):
        pass
    database.purge(())
    print(elsewhere.stat().st_mtime_ns != before)
"""


@pytest.mark.parametrize(("commands", "is_touched"), [((), False), (("PRAGMA temp_store = FILE",), True)])
def test_sorting_and_vacuuming_write_no_temporary_file(path, tmp_path, commands, is_touched):
    """Temporary tables and the copy that a VACUUM makes stay in memory: nothing is written in clear anywhere else.

    The second is the control: the rows are too many for the cache. SQLite asks once in a process where such files lie.
    """
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _SORTING, str(path), str(elsewhere), *commands], text=True, capture_output=True,
        env={**os.environ, "SQLITE_TMPDIR": str(elsewhere), "TMPDIR": str(elsewhere)}, check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == (str(is_touched), "")
