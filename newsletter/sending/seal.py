"""The seal of a batch that nobody has tried to hand over: what its deliveries are, without reading them one by one.

Promises: it is put on when the campaign is frozen and broken by whatever settles the batch, so that it says nothing
any more once a delivery may have been left out or moved. The deliveries' rows stay the record; this only saves reading
them, a thousand for a request, where the list still has exactly the people who were frozen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from newsletter.sending.campaign import Members, delivery_ids
from subscribers.database import Database
from subscribers.sealed import Seal, SealedIds
from subscribers.statements import Statement, load_statements

#: A batch of one is as quickly read, and a mail server's campaign has as many of those as people.
LEAST = 2


@dataclass(frozen=True, slots=True)
class BatchSeal:
    """Deliveries that are numbered without a gap, and their people."""

    number: int
    people: Seal

    def __str__(self) -> str:
        people = self.people
        return f"{self.number} {people.size} {people.first} {people.last} {people.digest}"

    @classmethod
    def parse(cls, text: str) -> "BatchSeal":
        number, size, first, last, digest = text.split(" ")
        return cls(int(number), Seal(first, last, int(size), digest))

    def members(self, campaign: str, read: Callable[[], list[str]]) -> Members:
        """`read` gives the ids of the people, where the list is no longer as it was."""
        numbers = range(self.number, self.number + self.people.size)
        return Members(delivery_ids(campaign, numbers), SealedIds(self.people, read))


def read_members(database: Database, batch: str, state: str = "with_batch") -> tuple[list[int], list[str]]:
    """Numbers and people of the deliveries that are to go with a batch, or are in another state, in order."""
    columns: tuple[list[int], list[str]] = orjson.loads(
        database.value(_sql("members"), batch=batch, state=state)
    )
    return columns


def put_seals(database: Database, campaign: str) -> None:
    """Seal the batches of a campaign, in the transaction that froze it."""
    database.many(_sql("seal_batch"), list(_seals(database, campaign)))


def _seals(database: Database, campaign: str) -> Iterator[dict[str, Any]]:
    for batch, size in database.rows(_sql("batches_to_seal"), campaign=campaign, least=LEAST):
        numbers, people = read_members(database, batch)
        if len(people) == size == numbers[-1] - numbers[0] + 1:
            yield {"id": batch, "seal": str(BatchSeal(numbers[0], Seal.of(people)))}


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "ledger.sql")[name]
