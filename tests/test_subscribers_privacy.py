"""What is removed is gone: the pages of the encrypted file, free ones and the log included, are decrypted and searched.

The searches are held against controls that find the address when a protection is left out.
"""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from subscribers import consent
from subscribers.consent import ground
from subscribers.database import SqliteDatabase, open_sqlite
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = bytes(range(32))
AGREED = ground(basis="consent", wording="Yes, write to me.", source="form")
PAGE, RESERVED, SALT = 4096, 80, 16


def decrypted_page(page: bytes, *, first: bool) -> bytes:
    """One page of SQLCipher 4 with a raw key: AES-256-CBC; its end holds 16 bytes of IV and an HMAC."""
    body, nonce = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(KEY), modes.CBC(nonce)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def decrypted_file(path: Path) -> bytes:
    content = path.read_bytes()
    pages = (content[start : start + PAGE] for start in range(0, len(content), PAGE))
    return b"".join(decrypted_page(page, first=number == 0) for number, page in enumerate(pages))


def decrypted_log(path: Path) -> bytes:
    """The write-ahead log: 32 bytes of head, then frames of 24 bytes (page number first) and a page."""
    log = path.with_name(path.name + "-wal")
    content = log.read_bytes()[32:] if log.exists() else b""
    found = []
    for start in range(0, len(content), 24 + PAGE):
        number = int.from_bytes(content[start : start + 4], "big")
        found.append(decrypted_page(content[start + 24 : start + 24 + PAGE], first=number == 1))
    return b"".join(found)


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
    people.remove(person)
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
        people.remove(ids[number])
    for number in numbers[700:800]:
        people.change_address(ids[number], f"kept{number:05}x@example.org", now=NOW)
    for number in numbers[800:1000]:
        consent.withdraw(database, ids[number], source="phone", now=NOW)
        people.remove(ids[number])
    database.close()
    return [f"gone{number:05}x@example.org" for number in numbers[:1000]]


def found_in(path: Path, addresses: list[str]) -> int:
    there = set(re.findall(rb"gone\d{5}x@example\.org", decrypted_file(path)))
    return len(there & {address.encode() for address in addresses})


def test_of_a_thousand_removed_people_no_address_is_left_in_any_page(path):
    addresses = many_removed(path, secure=True)
    assert path.stat().st_size > 100 * PAGE
    assert found_in(path, addresses) == 0


def test_without_overwriting_the_same_search_finds_them(path):
    """The control: if this finds nothing, the search above proves nothing."""
    addresses = many_removed(path, secure=False)
    assert found_in(path, addresses) > 100
