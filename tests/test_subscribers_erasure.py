"""Forgetting: what goes, what stays, and that neither a list nor a later yes of somebody else's brings them back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from subscribers.consent import ground
from subscribers.database import Database
from subscribers.erasure import REASON, Erasures
from subscribers.errors import DatabaseError
from subscribers.marks import SIGN
from subscribers.people import Outcome, People
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AGREED = ground(basis="consent", wording="Yes, write to me.", source="form")
OWN_WORDS = ground(
    basis="consent", wording="Ana told me at the picket line that she wants it.", source="typed in"
)


@pytest.fixture
def people(database: Database) -> People:
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    return People(database, hash_key=b"h" * 32)


def add(people: People, address: str, reason=AGREED) -> str:
    assert people.add(address, name="Ana", language="en", reason=reason, now=NOW) is Outcome.ADDED
    return people.get(address).id


def forget(people: People, address: str) -> None:
    with people.database.transaction():
        Erasures(people).suppress(address, now=NOW)
        Erasures(people).remove(people.get(address).id)


def count(people: People, table: str) -> int:
    return people.database.value(spell("count", "", f"SELECT count(*) FROM {table}"))


def test_a_person_goes_with_every_row_and_only_their_hash_stays(people):
    add(people, "ana@example.org", OWN_WORDS)
    add(people, "ben@example.org")
    forget(people, "ANA@example.org")
    assert people.find("ana@example.org") is None
    assert [count(people, table) for table in ("person", "consent", "wording", "suppression")] == [1, 1, 1, 1]


def test_words_that_others_agreed_to_stay(people):
    for name in ("ana", "ben"):
        add(people, f"{name}@example.org")
    forget(people, "ana@example.org")
    assert people.show("ben@example.org").consents[0].wording == "Yes, write to me."


def test_what_was_noted_about_them_is_replaced_and_the_day_stays(people):
    people.suppressions.suppress("ana@example.org", reason="Ana's sister rang", source="notes.csv", now=NOW)
    Erasures(people).suppress("ana@example.org", now=NOW + timedelta(days=9))
    found = people.suppressions.find("ana@example.org")
    assert (found.reason, found.source, found.at) == (REASON, "", NOW)


def test_no_list_brings_a_forgotten_person_back(people):
    add(people, "ana@example.org")
    forget(people, "ana@example.org")
    assert people.add("Ana@Example.org", language="en", reason=AGREED, now=NOW) is Outcome.SUPPRESSED
    assert people.count() == 0


def test_who_cannot_be_forgotten_yet_is_remembered_until_then(people):
    first, second = add(people, "ana@example.org"), add(people, "ben@example.org")
    erasures = Erasures(people)
    erasures.put_off(second, now=NOW)
    erasures.put_off(first, now=NOW + timedelta(days=1))
    erasures.put_off(second, now=NOW + timedelta(days=2))
    assert erasures.put_off_people() == [second, first]
    assert erasures.remove(second)
    assert not erasures.remove(second)
    assert erasures.put_off_people() == [first]


def test_what_others_are_to_erase_is_kept_until_they_have_answered(people):
    erasures = Erasures(people)
    for holder in ("here", "there"):
        for name in ("ana", "ben"):
            erasures.request(holder, f"{name}@example.org", now=NOW)
    erasures.answered("here", ["ana@example.org"])
    erasures.refused("here", ["ben@example.org"])
    assert erasures.requests("here") == []
    assert erasures.requests("there") == ["ana@example.org", "ben@example.org"]
    assert [(one.holder, one.addresses, one.refused) for one in erasures.waiting()] == [
        ("here", 1, 1),
        ("there", 2, 0),
    ]
    erasures.request("here", "ben@example.org", now=NOW)  # typed again: asked again
    assert erasures.requests("here") == ["ben@example.org"]


def test_a_mark_is_the_same_each_time_and_another_in_each_issue(people):
    person = add(people, "ana@example.org")
    mark = people.marks.of_hash("i1", people.suppressions.hash_of("ana@example.org"))
    assert list(people.marks.of_issue("i1")) == [(person, mark)]
    assert list(people.marks.of_issue("i2")) != [(person, mark)]
    assert mark.startswith(SIGN)
    assert People(people.database, hash_key=b"k" * 32).marks.of_hash("i1", "h") != people.marks.of_hash(
        "i1", "h"
    )


def test_purging_works_on_both_databases_and_leaves_everybody_else(people):
    add(people, "ana@example.org")
    add(people, "ben@example.org")
    forget(people, "ana@example.org")
    assert Erasures(people).waiting() == []  # it is no other's
    assert Erasures(people).purge()
    assert [person.address for person in people.listing()] == ["ben@example.org"]


def test_only_names_of_tables_are_taken(postgres_db):
    with pytest.raises(ValueError, match="no name"):
        postgres_db.purge(('person"; DROP TABLE person; --',))


def on_disk(database: Database, word: bytes) -> list[str]:
    """Files of the server's tables and indexes that hold a word; not its write-ahead log, which is the operator's."""
    where = (
        "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
    )
    folder, own = database.one(spell("x", "", where))
    database._command("CHECKPOINT")
    return [
        path.name
        for path in Path(folder, "base", str(own)).iterdir()
        if path.is_file() and word in path.read_bytes()
    ]


def test_on_a_server_no_table_and_no_index_holds_the_address_afterwards(postgres_db):
    """The control stands in the middle: deleted rows lie in the server's files until they are written anew."""
    migrate(postgres_db, component="people", folder=PEOPLE_MIGRATIONS)
    people = People(postgres_db, hash_key=b"h" * 32)
    for name in ("zebedee", "ben"):
        add(people, f"{name}@example.org")
    forget(people, "zebedee@example.org")
    assert on_disk(postgres_db, b"zebedee@example.org")
    assert Erasures(people).purge()
    assert on_disk(postgres_db, b"zebedee@example.org") == []
    assert on_disk(postgres_db, b"ben@example.org")


def test_what_a_server_has_sampled_of_its_tables_names_nobody_afterwards(postgres_db):
    """For a small list its statistics hold every address and name in clear."""
    migrate(postgres_db, component="people", folder=PEOPLE_MIGRATIONS)
    people = People(postgres_db, hash_key=b"h" * 32)
    for name in ("zebedee", *(f"p{number}" for number in range(20))):
        add(people, f"{name}@example.org")
    postgres_db._command("ANALYZE")
    sampled = spell("x", "", "SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE '%zebedee%'")
    assert postgres_db.value(sampled) > 0
    forget(people, "zebedee@example.org")
    assert Erasures(people).purge()
    assert postgres_db.value(sampled) == 0


def test_the_file_is_written_anew_when_traces_may_be_left_and_only_then(people, monkeypatch):
    purged, purge = [], people.database.purge
    monkeypatch.setattr(people.database, "purge", lambda tables: purged.append(tables) or purge(tables))
    erasures = Erasures(people)
    add(people, "ana@example.org")
    assert erasures.purge()
    assert purged == []
    forget(people, "ana@example.org")
    assert Erasures(people).purge()  # another process, after this one was killed
    assert erasures.purge()
    assert len(purged) == 1
    erasures.request("there", "ana@example.org", now=NOW)
    erasures.answered("there", ["ana@example.org"])
    assert erasures.purge()
    assert len(purged) == 2


def test_a_purge_that_fails_is_still_to_be_done(people, monkeypatch):
    add(people, "ana@example.org")
    forget(people, "ana@example.org")

    def no_room(_tables):
        raise DatabaseError("The disk is full.", remedy="", code="disk-full")

    monkeypatch.setattr(people.database, "purge", no_room)
    with pytest.raises(DatabaseError):
        Erasures(people).purge()
    monkeypatch.undo()
    assert people.database.value(spell("count", "", "SELECT count(*) FROM erase_request")) == 1
    assert Erasures(people).purge()
    assert people.database.value(spell("count", "", "SELECT count(*) FROM erase_request")) == 0
