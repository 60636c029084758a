"""Old campaigns name nobody: their numbers stay, nobody gets an issue twice, and a sweep may die anywhere."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from newsletter.feedback.suppressions import migrate_feedback
from newsletter.reports.report import report_of
from newsletter.reports.sweep import sweep
from newsletter.sending.campaign import Attempt, BatchState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.sent_to import sent_to
from newsletter.wiring import open_house
from subscribers.consent import ground
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.marks import SIGN
from subscribers.people import People
from subscribers.statements import spell
from tests.campaigns import HASH_KEY, NOW, add_people, make_plan, prepared
from tests.command import Desk

DAYS = timedelta(days=90)
OVER = NOW + DAYS + timedelta(minutes=1)


class Books:
    def __init__(self, database: Database) -> None:
        self.database = prepared(database)
        migrate_feedback(database)
        add_people(database, 12)
        self.people = People(database, hash_key=HASH_KEY)
        self.ledger = Ledger(database, marks=self.people.marks)

    def send(self, *, issue="i1", kind=Kind.REAL, state=BatchState.ACCEPTED, accept=9, again=False) -> str:
        """In batches of four, so many of them handed over."""
        plan = replace(make_plan(self.ledger, issue=issue, kind=kind, again=again), slug=issue)
        self.ledger.begin(plan, now=NOW)
        fence = self.ledger.take_over(plan.id, owner="test", now=NOW)
        for batch in self.ledger.planned(plan.id, most=accept):
            attempt = Attempt(batch.id, f"a{batch.number}", fence)
            self.ledger.intend(attempt, now=NOW)
            self.ledger.settle(attempt, state, now=NOW)
        self.ledger.finish(plan.id, fence=fence)
        return plan.id

    def sweep(self, *, at=OVER, is_enough=lambda: False) -> int:
        return sweep(self.people, before=at - DAYS, is_enough=is_enough)

    def named(self, campaign: str) -> int:
        text = "select count(*) from delivery where campaign = :campaign and substr(subscriber, 1, 1) <> '~'"
        return self.database.value(spell("x", "", text), campaign=campaign)

    def run(self, text: str, **params: object) -> None:
        self.database.run(spell("x", "", text), **params)


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database)


def test_after_its_days_a_campaign_names_nobody_and_its_numbers_stay(books: Books) -> None:
    campaigns = [books.send(), books.send(kind=Kind.DRILL), books.send(again=True)]
    books.people.suppressions.suppress(
        "person3@example.org", reason="asked", source="phone", now=NOW + DAYS / 2
    )
    before = [report_of(books.database, one).numbers() for one in campaigns]
    assert sorted(numbers["taken_off"] or 0 for numbers in before) == [0, 0, 1]
    assert books.sweep(at=NOW + DAYS - timedelta(minutes=1)) == 0
    assert books.sweep() == 36
    assert [books.named(one) for one in campaigns] == [0, 0, 0]
    assert [report_of(books.database, one).numbers() for one in campaigns] == before
    assert books.sweep() == 0


def test_what_comes_later_does_not_change_an_old_report(books: Books) -> None:
    campaign = books.send()
    books.sweep()
    before = report_of(books.database, campaign)
    books.people.suppressions.suppress("person3@example.org", reason="asked", source="phone", now=OVER)
    assert report_of(books.database, campaign) == before


def test_nobody_gets_the_issue_again(books: Books) -> None:
    books.send()
    books.sweep()
    assert books.ledger.count_newcomers("i1") == 0
    add_people(books.database, 2, begin=12)
    campaign = books.send()
    assert books.ledger.receipt(campaign).deliveries == 2
    assert books.ledger.count_newcomers("i1") == 0


@pytest.mark.parametrize("state", [BatchState.PARKED, BatchState.UNKNOWN])
def test_a_campaign_with_somebody_in_doubt_is_left_alone(books: Books, state: BatchState) -> None:
    campaign = books.send(state=state)
    books.run("update campaign set state = 'done'")  # as an undo leaves it: over, and still in doubt
    assert books.sweep() == 0
    assert books.named(campaign) == 12


def test_a_campaign_that_is_not_over_is_left_alone(books: Books) -> None:
    campaign = books.send(accept=1)
    assert books.sweep() == 0
    books.ledger.pause(campaign, message="", remedy="")
    assert books.sweep() == 0
    assert books.named(campaign) == 12


HELD = """insert into wave (id, campaign, number, provider_id, state, opened, closes, send_at, capacity)
select 'w', id, 1, 'b', 'open', 1, 2, :then / 1000000, 4 from campaign"""


@pytest.mark.parametrize(
    "later",
    ["update batch set settled = :then", "update campaign set send_at = :then / 1000000", HELD],
)
def test_the_days_begin_when_the_last_of_it_is_over(books: Books, later: str) -> None:
    """Settled by proof a month later, kept for a far hour, or held by the provider and still to be called back."""
    books.send()
    books.run(later, then=int((NOW + timedelta(days=30)).timestamp() * 1_000_000))
    assert books.sweep() == 0
    assert books.sweep(at=OVER + timedelta(days=30)) == 12


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_a_sweep_that_stops_is_gone_on_with(books: Books, batches: int) -> None:
    campaign, left = books.send(), batches
    before = report_of(books.database, campaign).numbers()

    def is_enough() -> bool:
        nonlocal left
        left -= 1
        return not left

    assert books.sweep(is_enough=is_enough) == 4 * batches
    assert books.named(campaign) == 12 - 4 * batches
    assert report_of(books.database, campaign).numbers() == before
    assert books.ledger.count_newcomers("i1") == 0
    assert books.sweep() == 12 - 4 * batches
    assert books.named(campaign) == 0


def test_a_sweep_that_dies_within_a_batch_has_not_touched_it(books: Books) -> None:
    class Death(BaseException): ...

    campaign, asked = books.send(), []
    of_people = books.people.marks.of_people

    def dying(issue, people):
        asked.append(issue)
        if len(asked) == 2:
            raise Death
        return of_people(issue, people)

    books.people.marks.of_people = dying
    with pytest.raises(Death):
        books.sweep()
    assert books.named(campaign) == 8
    books.people.marks.of_people = of_people
    assert books.sweep() == 8
    assert books.ledger.count_newcomers("i1") == 0


def test_who_is_not_on_the_list_any_more_gets_a_mark_that_nobody_can_find(books: Books) -> None:
    campaign = books.send()
    Erasures(books.people).remove(books.people.get("person5@example.org").id)
    assert books.sweep() == 12
    assert books.named(campaign) == 0


def test_two_people_of_one_address_are_both_marked(books: Books) -> None:
    """The first was forgotten, the second got her address afterwards."""
    campaign = books.send()
    first = books.people.get("person0@example.org")
    address_hash = books.people.suppressions.hash_of(first.address)
    with books.database.transaction():
        books.ledger.forget(first.id, lambda issue: books.people.marks.of_hash(issue, address_hash))
        Erasures(books.people).remove(first.id)
    books.people.change_address(books.people.get("person1@example.org").id, first.address, now=NOW)
    assert books.sweep() == 11
    assert books.named(campaign) == 0
    assert books.ledger.count_newcomers("i1") == 0
    books.people.add(
        "person0@example.org", language="en", reason=ground(basis="consent", wording="Y", source=""), now=NOW
    )
    assert books.ledger.count_newcomers("i1") == 0


def test_marks_stay_when_somebody_is_forgotten_afterwards(books: Books) -> None:
    books.send()
    books.sweep()
    person = books.people.get("person0@example.org")
    address_hash = books.people.suppressions.hash_of(person.address)
    with books.database.transaction():
        assert (
            books.ledger.forget(person.id, lambda issue: books.people.marks.of_hash(issue, address_hash)) == 0
        )
    assert all(mark.startswith(SIGN) for mark in [books.people.marks.of_hash("i1", address_hash)])
    assert books.ledger.count_newcomers("i1") == 0


def test_the_command_sweeps_after_the_days_of_the_settings_and_says_so(desk: Desk) -> None:
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch()
    desk.add_people(2)
    campaign = desk.here("send", "october", "--yes", "--json").ok().data["campaign"]
    settings = desk.workspace / "newsletter.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[retention]\ndays = 30\n", encoding="utf-8")

    def age(days: int) -> None:
        with open_house(desk.workspace, desk.environment).open_database() as database:
            past = days * 86_400 * 1_000_000
            database.run(spell("x", "", "update campaign set created = created - :past"), past=past)
            database.run(spell("x", "", "update batch set settled = settled - :past"), past=past)

    age(29)
    assert "not kept" not in desk("--workspace", desk.workspace).ok().err
    age(2)
    assert (
        "over for 30 days is not kept any more (2 deliveries)" in desk("--workspace", desk.workspace).ok().err
    )
    assert "not kept" not in desk("--workspace", desk.workspace).ok().err
    assert desk.here("campaign", "receipt", campaign, "--json").ok().data["receipt"]["accepted"] == 2


def test_what_somebody_was_sent_is_found_before_and_after_they_are_named_no_more(books: Books) -> None:
    """The answer to a request for access: whoever has address and key can look it up, nobody else can."""
    campaigns = [books.send(), books.send(kind=Kind.DRILL), books.send(issue="i2", state=BatchState.REFUSED)]
    person = books.people.get("person3@example.org")
    own_hash = books.people.suppressions.hash_of(person.address)

    def found(id_: str = person.id) -> dict[str, tuple[str, str]]:
        mark_in = partial(_mark_in, books.people, own_hash)
        return {
            one.campaign.id: (one.campaign.slug, one.outcome) for one in sent_to(books.database, id_, mark_in)
        }

    expected = dict(zip(campaigns, [("i1", "accepted"), ("i1", "accepted"), ("i2", "refused")], strict=True))
    assert found() == expected
    assert books.sweep() == 36
    assert books.named(campaigns[0]) == 0
    assert found() == expected
    assert found("another id") == expected  # by the mark alone
    own_hash = books.people.suppressions.hash_of("nobody@example.org")
    assert found("nobody") == {}


def test_what_was_called_back_is_told_as_well(books: Books) -> None:
    plan = make_plan(books.ledger, issue="i3")
    books.ledger.begin(plan, now=NOW)
    books.ledger.ask_undo(plan.id)
    books.ledger.call_back_planned(plan.id, now=NOW)
    person = books.people.get("person3@example.org")
    (one,) = sent_to(books.database, person.id, lambda issue: "")
    assert (one.outcome, one.settled) == ("called_back", NOW)


def _mark_in(people: People, own_hash: str, issue: str) -> str:
    return people.marks.of_hash(issue, own_hash)
