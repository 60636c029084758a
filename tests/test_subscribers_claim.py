"""A database belongs to one workspace."""

import threading

import pytest

from subscribers.claim import Claim, claim, claim_of, give_back, is_claimed, refuse_strangers
from subscribers.database import Database, open_postgres
from subscribers.errors import DatabaseError
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS

MINE = claim_of("0123456789abcdef", hash_key=b"k" * 32)
OTHERS = claim_of("fedcba9876543210", hash_key=b"k" * 32)
OTHER_KEY = claim_of("0123456789abcdef", hash_key=b"x" * 32)


@pytest.fixture
def people(database: Database) -> Database:
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    return database


def code_of(database: Database, whose: Claim) -> str:
    with pytest.raises(DatabaseError) as caught:
        claim(database, whose)
    assert caught.value.remedy
    return caught.value.code


def test_an_empty_database_is_nobodys(empty_database: Database) -> None:
    assert is_claimed(empty_database, MINE) is False
    migrate(empty_database, component="people", folder=PEOPLE_MIGRATIONS)
    assert is_claimed(empty_database, MINE) is False


def test_the_first_claim_stands(people: Database) -> None:
    claim(people, MINE)
    claim(people, MINE)
    assert is_claimed(people, MINE)
    assert code_of(people, OTHERS) == "other-workspace"
    assert is_claimed(people, MINE)


def test_another_root_key_is_refused(people: Database) -> None:
    """Its hashes would fit nobody: who opted out would come back with the next list."""
    claim(people, MINE)
    assert code_of(people, OTHER_KEY) == "wrong-key"


def test_what_is_given_back_can_be_claimed_by_others(people: Database) -> None:
    claim(people, MINE)
    give_back(people, OTHERS)
    assert is_claimed(people, MINE)
    give_back(people, MINE)
    claim(people, OTHERS)


def test_the_seal_tells_nothing_of_the_key() -> None:
    assert (b"k" * 32).hex() not in MINE.seal
    assert MINE.seal not in repr(MINE)


def test_tables_of_another_program_are_not_touched(empty_postgres: Database) -> None:
    refuse_strangers(empty_postgres)
    empty_postgres.run(spell("x", "", "CREATE TABLE person (name TEXT)"))
    with pytest.raises(DatabaseError) as caught:
        refuse_strangers(empty_postgres)
    assert caught.value.code == "database-not-empty"


def test_our_own_tables_are_no_strangers(people: Database) -> None:
    refuse_strangers(people)


def test_of_many_at_the_same_moment_one_gets_the_database(postgres_url: str) -> None:
    """Tables are made once, and the others are told."""
    told: list[str] = []

    def move_in(number: int) -> None:
        with open_postgres(postgres_url) as database:
            start.wait()
            try:
                refuse_strangers(database)
                migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
                claim(database, claim_of(f"workspace-{number}", hash_key=b"k" * 32))
                told.append("mine")
            except DatabaseError as error:
                told.append(error.code)

    start = threading.Barrier(6)
    threads = [threading.Thread(target=move_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["mine", *["other-workspace"] * 5]
