"""What a report counts: people of this campaign since the handover, each once, and nothing that nobody can know."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsletter.errors import CampaignError
from newsletter.feedback.suppressions import migrate_feedback, pull
from newsletter.reports.report import Report, report_of
from newsletter.sending.campaign import Attempt, BatchState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import Reason, Suppressed
from subscribers import consent
from subscribers.database import Database
from subscribers.departures import departures
from subscribers.erasure import Erasures
from subscribers.people import People
from tests.campaigns import HASH_KEY, NOW, add_people, make_plan, prepared
from tests.lists import apply, plan

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)


class Books:
    """A branch's database and what a provider's lists hold."""

    def __init__(self, database: Database) -> None:
        self.database = prepared(database)
        migrate_feedback(database)
        self.ledger = Ledger(database)
        self.people = People(database, hash_key=HASH_KEY)
        self.on_lists: list[Suppressed] = []

    def suppressed(self, *, since: int, group: int) -> Any:
        return iter(self.on_lists)

    def send(
        self, *, at: datetime = NOW, issue: str = "issue1", transport: str = "sendgrid",
        kind: Kind = Kind.REAL, accept: int | None = None,
    ) -> str:  # fmt: skip
        """A campaign in batches of four, handed over up to the `accept`th batch."""
        plan = replace(make_plan(self.ledger, issue=issue, kind=kind), transport=transport, slug=issue)
        self.ledger.begin(plan, now=at)
        fence = self.ledger.take_over(plan.id, owner="test", now=at)
        for batch in self.ledger.planned(plan.id, most=100)[:accept]:
            attempt = Attempt(batch.id, f"a{batch.number}", fence)
            self.ledger.intend(attempt, now=at)
            self.ledger.settle(attempt, BatchState.ACCEPTED, now=at)
        self.ledger.finish(plan.id, fence=fence)
        return plan.id

    def pull(self, *entries: tuple[int, Reason], at: datetime = LATER) -> None:
        self.on_lists += [
            Suppressed(address=f"person{number}@example.org", reason=reason, created=0)
            for number, reason in entries
        ]
        pull(self, self.people, account="a1", group=0, time=at.timestamp(), now=at)

    def report(self, campaign: str) -> Report:
        return report_of(self.database, campaign)

    def after(self, campaign: str) -> dict[str, int | None]:
        numbers = self.report(campaign).numbers()
        return {
            key: numbers[key] for key in ("bounced", "invalid", "complained", "unsubscribed", "taken_off")
        }


NOTHING = {"bounced": 0, "invalid": 0, "complained": 0, "unsubscribed": 0, "taken_off": 0}
UNKNOWN = dict.fromkeys(NOTHING)


@pytest.fixture
def books(database: Database) -> Books:
    books = Books(database)
    add_people(database, 12)
    return books


def test_each_mark_is_counted_by_its_kind(books: Books) -> None:
    campaign = books.send()
    books.pull(
        (0, Reason.BOUNCED), (1, Reason.BOUNCED), (2, Reason.INVALID), (3, Reason.COMPLAINED),
        (4, Reason.UNSUBSCRIBED), (5, Reason.UNSUBSCRIBED), (6, Reason.UNSUBSCRIBED),
    )  # fmt: skip
    books.people.suppressions.suppress(
        "person7@example.org", reason="asked by phone", source="typed in", now=LATER
    )
    consent.withdraw(books.database, books.people.get("person8@example.org").id, source="letter", now=LATER)
    after = {"bounced": 2, "invalid": 1, "complained": 1, "unsubscribed": 3, "taken_off": 2}
    assert books.after(campaign) == after
    found = books.report(campaign).aftermath
    assert found is not None
    assert (found.opted_out, found.unreachable) == (5, 3)


def test_the_receipt_is_in_it_and_adds_up(books: Books) -> None:
    campaign = books.send(accept=2)
    numbers = books.report(campaign).numbers()
    states = ("accepted", "refused", "suppressed", "parked", "called_back", "planned")
    assert sum(numbers[state] or 0 for state in states) == numbers["deliveries"] == 12
    assert (numbers["accepted"], numbers["planned"]) == (8, 4)


def test_what_was_never_read_is_unknown_and_not_nothing(books: Books) -> None:
    campaign = books.send()
    assert books.after(campaign) == {**UNKNOWN, "taken_off": 0}
    assert books.report(campaign).as_of is None


def test_what_was_read_before_the_campaign_began_tells_nothing_about_it(books: Books) -> None:
    books.pull(at=NOW - timedelta(minutes=1))
    campaign = books.send()
    assert books.after(campaign)["bounced"] is None
    books.pull()
    assert books.after(campaign) == NOTHING
    assert books.report(campaign).as_of == LATER


@pytest.mark.parametrize("transport", ["smtp", "outbox"])
def test_bounces_of_a_mail_server_are_unknown_but_who_told_the_branch_is_not(
    books: Books, transport: str
) -> None:
    campaign = books.send(transport=transport)
    books.people.suppressions.suppress("person7@example.org", reason="asked", source="typed in", now=LATER)
    assert books.after(campaign) == {**UNKNOWN, "taken_off": 1}


def test_a_drill_has_no_aftermath(books: Books) -> None:
    campaign = books.send(kind=Kind.DRILL)
    books.pull((0, Reason.BOUNCED))
    assert books.report(campaign).aftermath is None
    assert books.after(campaign) == UNKNOWN


def test_who_was_marked_before_the_handover_is_not_counted(books: Books) -> None:
    books.pull((0, Reason.BOUNCED), at=NOW - DAY)
    campaign = books.send()
    books.pull()
    assert books.report(campaign).receipt.deliveries == 11
    assert books.after(campaign) == NOTHING


def test_who_is_not_of_this_campaign_is_not_counted(books: Books) -> None:
    """Somebody who joined later, and an address that is on no list of ours."""
    campaign = books.send()
    add_people(books.database, 2, begin=50)
    books.pull((50, Reason.BOUNCED), (999, Reason.COMPLAINED), (1, Reason.BOUNCED))
    assert books.after(campaign) == {**NOTHING, "bounced": 1}


def test_who_was_not_handed_over_is_not_counted(books: Books) -> None:
    """Waiting, or called back: whatever became of them is not of this campaign."""
    campaign = books.send(accept=0)
    books.ledger.ask_undo(campaign)
    books.ledger.call_back_planned(campaign, now=NOW)
    books.pull((0, Reason.BOUNCED), (1, Reason.UNSUBSCRIBED))
    assert books.after(campaign) == NOTHING


def test_a_mark_counts_with_the_last_campaign_before_it_and_with_no_other(books: Books) -> None:
    first = books.send()
    books.pull((0, Reason.BOUNCED))
    second = books.send(at=NOW + 30 * DAY, issue="issue2")
    books.pull((1, Reason.COMPLAINED), at=NOW + 31 * DAY)
    assert books.after(first) == {**NOTHING, "bounced": 1}
    assert books.after(second) == {**NOTHING, "complained": 1}


def test_a_drill_in_between_takes_no_mark_away(books: Books) -> None:
    first = books.send()
    books.send(at=NOW + timedelta(minutes=5), issue="issue2", kind=Kind.DRILL)
    books.pull((0, Reason.BOUNCED))
    assert books.after(first) == {**NOTHING, "bounced": 1}


def test_a_later_campaign_that_was_not_handed_over_takes_no_mark_away(books: Books) -> None:
    first = books.send()
    books.send(at=NOW + timedelta(minutes=5), issue="issue2", accept=0)
    books.pull((0, Reason.BOUNCED))
    assert books.after(first) == {**NOTHING, "bounced": 1}


@pytest.mark.parametrize(
    ("marks", "counted"),
    [
        ([Reason.BOUNCED, Reason.INVALID], "bounced"),
        ([Reason.COMPLAINED, Reason.UNSUBSCRIBED], "complained"),
        ([Reason.COMPLAINED, Reason.BOUNCED], "complained"),
        ([Reason.BOUNCED, Reason.COMPLAINED], "complained"),
    ],
)
def test_somebody_counts_once_by_what_was_known_first_and_a_no_before_a_bounce(
    books: Books, marks: list[Reason], counted: str
) -> None:
    campaign = books.send()
    for day, mark in enumerate(marks):
        books.pull((0, mark), at=LATER + day * DAY)
    consent.withdraw(
        books.database, books.people.get("person0@example.org").id, source="x", now=LATER + 2 * DAY
    )
    assert books.after(campaign) == {**NOTHING, counted: 1}


def test_who_was_removed_from_the_list_can_be_counted_no_more(books: Books) -> None:
    campaign = books.send()
    books.pull((0, Reason.BOUNCED))
    Erasures(books.people).remove(books.people.get("person0@example.org").id)
    assert books.after(campaign) == NOTHING


def test_a_reason_that_sounds_like_the_providers_is_still_ours(books: Books) -> None:
    campaign = books.send()
    books.pull()
    books.people.suppressions.suppress("person1@example.org", reason="bounced", source="typed in", now=LATER)
    assert books.after(campaign) == {**NOTHING, "taken_off": 1}


def test_a_campaign_that_is_not_there_is_said(books: Books) -> None:
    with pytest.raises(CampaignError, match="no campaign called"):
        books.report("c0ffee")


def test_a_number_that_was_read_out_stays_when_a_newer_list_takes_them_off(books: Books) -> None:
    campaign = books.send()
    books.pull((1, Reason.BOUNCED), (2, Reason.UNSUBSCRIBED))
    books.people.suppressions.suppress("person3@example.org", reason="asked", source="phone", now=LATER)
    before = books.after(campaign)
    assert (before["bounced"], before["unsubscribed"], before["taken_off"]) == (1, 1, 1)
    basis = books.people.get("person1@example.org").basis
    (proof,) = books.people.show("person1@example.org").consents
    reason = consent.ground(basis=basis, wording=proof.wording, source="list")
    whole = plan(
        books.people, "Email\nperson4@example.org\nperson5@example.org\n", reason=reason, is_whole=True
    )
    apply(books.people, whole, now=LATER + DAY)
    assert books.people.find("person1@example.org") is None
    assert books.after(campaign) == before


def test_a_departure_does_not_show_its_words(books: Books) -> None:
    books.people.suppressions.suppress(
        "person1@example.org", reason="moved to Fernley", source="Mo", now=LATER
    )
    [found] = departures(books.database, since=NOW)
    assert "Fernley" not in repr(found)
    assert "Mo'" not in repr(found)


def test_somebody_who_came_back_has_not_left(books: Books) -> None:
    id_ = books.people.get("person1@example.org").id
    consent.withdraw(books.database, id_, source="letter", now=LATER)
    ground = consent.ground(basis="consent", wording="Yes again.", source="form")
    consent.record(books.database, id_, ground, now=LATER + DAY)
    assert list(departures(books.database, since=NOW)) == []
