"""A mark stands for a person in one issue, when the person must not be named there any more.

It tells whether an address had an issue already, and only to whoever has the address and this workspace's key. A
person's marks in two issues have nothing in common, so nobody's history can be put together again.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence

import orjson

from subscribers.database import Database
from subscribers.statements import load_statements

#: What a mark begins with; ids of people are hexadecimal.
SIGN = "~"


class Marks:
    """Makes the marks of a workspace; `hash_key` is that of its suppression list."""

    def __init__(self, database: Database, *, hash_key: bytes) -> None:
        self._db = database
        self._hash_key = hash_key

    def of_hash(self, issue: str, address_hash: str) -> str:
        """`address_hash` as `Suppressions.hash_of` makes it."""
        # No address holds a line break, so no mark is another address's hash.
        told = hmac.digest(self._hash_key, f"mark\n{issue}\n{address_hash}".encode(), "sha256")
        return SIGN + told[:16].hex()

    def by_issue(self, address_hash: str) -> Callable[[str], str]:
        """The marks of an address: give an issue, get its mark there."""
        return lambda issue: self.of_hash(issue, address_hash)

    def of_issue(self, issue: str) -> Iterator[tuple[str, str]]:
        """Everybody on the list by id, with the mark that they have in an issue."""
        statement = load_statements("subscribers", "people.sql")["hashes_of_people"]
        for person, address_hash in self._db.iterate(statement):
            yield person, self.of_hash(issue, address_hash)

    def of_people(self, issue: str, people: Sequence[str]) -> dict[str, str]:
        """The marks in an issue of those of `people` (ids) who are on the list."""
        statement = load_statements("subscribers", "audience.sql")["hashes_of"]
        rows = self._db.rows(statement, ids=orjson.dumps(list(people)).decode())
        return {person: self.of_hash(issue, address_hash) for person, address_hash in rows}
