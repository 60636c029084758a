"""A list of nobody has the shape of the real one and nothing of anybody in it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from subscribers import consent
from subscribers.consent import ground
from subscribers.database import Database, open_sqlite
from subscribers.likeness import CLASS, Likeness, copy_likeness
from subscribers.mailboxes import all_domains
from subscribers.people import People, Status
from subscribers.schema import migrate
from tests.campaigns import NOW, PEOPLE_MIGRATIONS

REASON = ground(basis="consent", wording="Yes, send me Rosalind's own letter.", source="paper form")
REAL = [
    ("rosalind.okonkwo@quarryhill.example", "Rosalind Okonkwo", "Rosalind"),
    ("seamus.odonoghue@quarryhill.example", "Séamus O'Donoghue", "Séamus"),
    ("bartholomea@fernley.example", "李 Bartholomea & Co", ""),
    ("left-long-ago@fernley.example", "", ""),
    ("withdrew@fernley.example", "", ""),
]


@pytest.fixture
def people(database: Database) -> People:
    """On both databases: three who may be mailed, one suppressed, one who took the consent back."""
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    people = People(database, hash_key=b"r" * 32)
    for address, name, first in REAL:
        people.add(address, name=name, first_name=first, language="en", reason=REASON, now=NOW)
    people.suppressions.suppress(REAL[3][0], reason="moved to Fernley", source="by phone", now=NOW)
    consent.withdraw(database, people.get(REAL[4][0]).id, source="by phone", now=NOW)
    return people


@pytest.fixture
def target(tmp_path: Path) -> Iterator[People]:
    with open_sqlite(tmp_path / "copy.db", secrets.token_bytes(32)) as database:
        migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
        yield People(database, hash_key=b"c" * 32)


def everything(people: People) -> str:
    """All that the tables about people hold, as text."""
    tables = ("person", "consent", "wording", "suppression", "disclosure", "claim")
    with people.database._cursor() as cursor:  # the whole content, which no statement of the house shows
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += cursor.fetchall()
    return repr(found)


def test_nothing_of_anybody_is_taken_along(people: People, target: People) -> None:
    copy_likeness(people, target, leave_out=())
    whole = everything(target).casefold()
    words = {word for row in REAL for field in row for word in field.casefold().replace("@", " ").split()}
    words |= {"letter", "paper", "phone", "fernley", "quarryhill", "okonkwo", "odonoghue"}
    real = everything(people)
    assert "okonkwo" in real.casefold(), "the search itself sees what is there"
    assert [word for word in words if len(word) > 2 and word in whole] == []
    for person in people.listing():
        assert people.suppressions.hash_of(person.address) not in whole
        assert person.address not in whole


def test_the_same_ids_may_be_mailed(people: People, target: People) -> None:
    assert copy_likeness(people, target, leave_out=()) == 5
    before = {person.id: person.status for person in people.listing()}
    after = {person.id: person.status for person in target.listing()}
    assert before == after
    assert sorted(after.values()) == sorted([Status.MAILABLE] * 3 + [Status.SUPPRESSED, Status.WITHDRAWN])


def test_people_who_share_a_host_share_one_again(people: People, target: People) -> None:
    copy_likeness(people, target, leave_out=())
    assert (
        sorted(all_domains(target.database).values())
        == sorted(all_domains(people.database).values())
        == [1, 2]
    )


def test_who_is_left_out_is_not_there(people: People, target: People) -> None:
    one = people.get(REAL[0][0]).id
    assert copy_likeness(people, target, leave_out={one}) == 4
    assert target.find(one) is None


def test_every_address_is_one_that_can_be_mailed_and_is_its_own(people: People, target: People) -> None:
    copy_likeness(people, target, leave_out=())
    addresses = [person.address for person in target.listing()]
    assert len(set(addresses)) == 5
    assert all(address.endswith(".example.org") for address in addresses)
    assert all(target.find(address) is not None for address in addresses)


NAMES = [
    ("Rosalind Okonkwo", "Aaaaaaaa Aaaaaaa"),
    ("O'Neil-Smith", "A'Aaaa-Aaaaa"),
    ("Zoë", "Aaé"),
    ("Åsa", "éaa"),
    ("李", "ア"),
    ("R2", "A0"),
    ("a\N{BABY}b", "a0a"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "likeness"), NAMES)
def test_a_name_becomes_as_many_signs_of_the_same_kind(name: str, likeness: str) -> None:
    assert Likeness().name(name) == likeness


@pytest.mark.parametrize(("name", "_"), [one for one in NAMES if "\N{BABY}" not in one[0]])
def test_a_name_keeps_the_room_it_takes(name: str, _: str) -> None:
    assert len(Likeness().name(name).encode()) == len(name.encode())


@pytest.mark.parametrize("local", ["a", "ab.cd", "a" * 17, "a" * 33, "a" * 64])
def test_an_address_is_about_as_long_as_the_real_one(local: str) -> None:
    made = Likeness().address(7, f"{local}@a-host-of-some-length.example.com").partition("@")[0]
    assert len(made) <= 64
    assert abs(len(made) - max(len(local), len("person7"))) <= CLASS


def test_an_apostrophe_stays_because_the_providers_log_cannot_be_asked_about_it() -> None:
    assert "'" in Likeness().address(1, "o'neil@example.com")
    assert "'" not in Likeness().address(1, "oneil@example.com")


def test_numbers_keep_apart_what_lengths_would_make_alike() -> None:
    likeness = Likeness()
    made = {likeness.address(number, "someone@a.example") for number in range(1, 200)}
    assert len(made) == 199
