"""How long the ledger names people: some time after a campaign is over, marks take their place.

Promises: receipts stay as they are and nobody is mailed twice; a campaign with somebody in doubt, or that can still be
called back, is left alone; a sweep that dies anywhere is gone on with where it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from subscribers.database import Database
from subscribers.identity import new_id
from subscribers.marks import SIGN
from subscribers.moments import to_micros
from subscribers.statements import Statement, load_statements

#: Gives the marks in an issue for the ids of those who are on the list.
MarksOf = Callable[[str, Sequence[str]], Mapping[str, str]]


class Retention:
    """Over the ledger's tables; it never looks at an address."""

    def __init__(self, database: Database, marks_of: MarksOf) -> None:
        self._db = database
        self._marks_of = marks_of

    def due(self, *, before: datetime) -> list[tuple[str, str]]:
        """Campaigns, with their issues, that have been over since before then."""
        rows = self._db.rows(_sql("campaigns_to_sweep"), before=to_micros(before))
        return [(str(campaign), str(issue)) for campaign, issue in rows]

    def begin(self, campaign: str, aftermath: str) -> None:
        """Keep what the report says now; later it cannot be counted. Does nothing where that was done before."""
        self._db.run(_sql("begin_sweep"), id=campaign, aftermath=aftermath)

    def sweep(self, campaign: str, issue: str) -> Iterator[int]:
        """Batch by batch, each one transaction; how many people had been named in it. All of them: it is over."""
        for (batch,) in self._db.rows(_sql("batches_to_sweep"), campaign=campaign):
            yield self._sweep_batch(str(batch), issue)
        self._db.run(_sql("end_sweep"), id=campaign)

    def _sweep_batch(self, batch: str, issue: str) -> int:
        with self._db.transaction():
            named = self._db.rows(_sql("named_deliveries"), batch=batch)
            marks = self._marks_of(issue, [subscriber for _, _, subscriber in named])
            self._mark(batch, issue, named, marks)
            # Whose mark stands there for somebody else, and who is not on the list any more: nobody need find them.
            self._mark(
                batch, issue, self._db.rows(_sql("named_deliveries"), batch=batch) if named else [], {}
            )
            return len(named)

    def _mark(
        self, batch: str, issue: str, named: Sequence[tuple[object, ...]], marks: Mapping[str, str]
    ) -> None:
        rows = [
            {
                "batch": batch, "issue": issue, "state": state, "number": number, "subscriber": subscriber,
                "mark": marks.get(str(subscriber)) or f"{SIGN}{new_id()}",
            }
            for state, number, subscriber in named
        ]  # fmt: skip
        if rows:
            self._db.many(_sql("mark_delivery"), rows)


def kept_aftermath(database: Database, campaign: str) -> str | None:
    """What the report said before the people became marks; None where it can be counted."""
    row = database.one(_sql("kept_aftermath"), id=campaign)
    return None if row is None else str(row[0])


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "retention.sql")[name]
