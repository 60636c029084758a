"""Shorthand for the tests of importing: a list of people, a plan, a plan carried out."""

from datetime import UTC, datetime
from pathlib import Path

from subscribers.consent import ground
from subscribers.database import Database
from subscribers.importer import Counts, ImportPlan, apply, plan_import
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.verdict import Verdict

LISTS = Path(__file__).parent / "data" / "lists"
NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)
AGREED = ground(basis="consent", wording="Yes, write to me.", source="sign-up sheet")
MEMBERS = ground(basis="membership", wording="", source="")
MIGRATIONS = Path(__file__).parent.parent / "subscribers" / "migrations"


def made_people(database: Database) -> People:
    migrate(database, component="people", folder=MIGRATIONS)
    return People(database, hash_key=b"h" * 32)


def plan(people: People, content: str | bytes | Path, **changes) -> ImportPlan:
    content = content.encode() if isinstance(content, str) else content
    given = {"file_name": "list.csv", "reason": AGREED, "language": "en", **changes}
    return plan_import(people, content, **given)


def take_in(people: People, content: str | bytes | Path, *, now: datetime = NOW, **changes) -> Counts:
    made = plan(people, content, **changes)
    assert made.counts == apply(people, made, now=now)
    counts = made.counts
    assert counts.rows == (
        counts.added
        + counts.changed
        + counts.unchanged
        + counts.rejected
        + counts.suppressed
        + counts.questions
        + counts.left
        + counts.repeated
    )
    return counts


def addresses(people: People) -> list[str]:
    return sorted(person.address for person in people.listing())


def verdict_on(people: People, cell: str) -> tuple[str, str]:
    """The outcome of one row and what became of its address."""
    made = plan(people, 'Email,Name\n"' + cell.replace('"', '""') + '",Ana\n')
    outcome = made.rows[0].outcome if made.rows else Verdict.REJECT if made.counts.rejected else Verdict.OK
    apply(people, made, now=NOW)
    return str(outcome), ", ".join(addresses(people))
