"""Who is chosen for a campaign: by what issues people have had, with nobody twice and nobody missed."""

from collections import Counter
from dataclasses import replace

import pytest

from newsletter.audience import EVERYBODY
from newsletter.errors import CampaignError
from newsletter.sending.campaign import Kind, Plan
from newsletter.sending.ledger import Ledger
from newsletter.sending.sieve import HAS_IT, Choice, issues_of, slugs_sent
from subscribers.database import Database
from subscribers.marks import Marks
from subscribers.people import People
from subscribers.segments import Segment
from subscribers.statements import spell
from subscribers.tags import Tags
from tests.campaigns import HASH_KEY, NOW, add_people, make_plan, opt_out, prepared

ALL = Choice(name=EVERYBODY, segment=Segment())
REPS = Choice(name="reps", segment=Segment(tags=("reps",)))


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Ten people, of whom every second one is a rep; Spanish and English by turns of three."""
    prepared(database)
    add_people(database, 10, languages=("en", "en", "es"))
    people = People(database, hash_key=HASH_KEY)
    with database.transaction():
        for n in range(0, 10, 2):
            Tags(database).change(people.get(f"person{n}@example.org").id, add=["reps"])
    return Ledger(database, marks=Marks(database, hash_key=HASH_KEY))


def plan_for(ledger: Ledger, choice: Choice | None, **more) -> Plan:
    plan = make_plan(ledger, **{key: value for key, value in more.items() if key != "people"})
    with ledger.sieve.sifting(
        choice or ALL, None if plan.repetition or plan.kind is Kind.DRILL else plan.issue
    ):
        people = sum(ledger.sieve.readers().values())
    return replace(plan, choice=choice, people=more.get("people", people))


def begun(ledger: Ledger, choice: Choice | None, **more) -> set[str]:
    """A campaign is begun and over; the people who have a delivery of it."""
    plan = plan_for(ledger, choice, **more)
    ledger.begin(plan, now=NOW)
    fence = ledger.take_over(plan.id, owner="test", now=NOW)
    assert ledger.receipt(plan.id).deliveries == plan.people
    rows = ledger._db.rows(spell("x", "x.", "select id, size from batch where campaign = :id"), id=plan.id)
    assert sum(size for _, size in rows) == plan.people
    people = [one for batch, _ in rows for one in ledger.members(batch).subscribers]
    assert max(Counter(people).values(), default=0) <= 1
    ledger._db.run(spell("x", "x.", "update batch set state = 'accepted' where campaign = :id"), id=plan.id)
    assert ledger.finish(plan.id, fence=fence)
    return set(people)


def chosen(ledger: Ledger, choice: Choice, issue: str | None = None) -> tuple[set[str], dict[str, int]]:
    with ledger.sieve.sifting(choice, issue):
        return set(ledger.sieve.some(most=100)), ledger.sieve.left_out()


def reps(ledger: Ledger) -> set[str]:
    return chosen(ledger, REPS)[0]


def test_an_audience_is_frozen_and_its_name_is_kept(ledger: Ledger) -> None:
    expected = reps(ledger)
    plan = plan_for(ledger, REPS)
    ledger.begin(plan, now=NOW)
    assert ledger.campaign(plan.id).audience == "reps"
    # Whoever gets or loses a tag afterwards is no other audience's.
    ledger._db.run(spell("x", "x.", "delete from person_tag"))
    assert reps(ledger) == set()
    assert {
        member for batch in ledger.planned(plan.id, most=9) for member in ledger.members(batch.id).subscribers
    } == (expected)


def test_a_campaign_to_everybody_says_so(ledger: Ledger) -> None:
    plan = make_plan(ledger)
    ledger.begin(plan, now=NOW)
    assert ledger.campaign(plan.id).audience == EVERYBODY


def test_everybody_may_be_sifted_as_well_for_those_who_are_held_back(ledger: Ledger) -> None:
    guarded = Choice(name=EVERYBODY, segment=Segment(without_hosts=("mail.example.org",)))
    plan = plan_for(ledger, guarded)
    ledger.begin(plan, now=NOW)
    assert ledger.campaign(plan.id).audience == EVERYBODY
    assert ledger.receipt(plan.id).deliveries == 10


@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_first_a_sample_then_the_rest_is_everybody_once(ledger: Ledger, batch_size: int) -> None:
    sample = Choice(name="trial", segment=Segment(), sample=3)
    first = begun(ledger, sample, batch_size=batch_size)
    assert len(first) == 3
    # Typed again it means the same people, who have it.
    assert chosen(ledger, sample, "issue1") == (set(), {"sample": 7, HAS_IT: 3})
    some_reps = begun(ledger, REPS, batch_size=batch_size)
    assert some_reps == reps(ledger) - first
    rest = begun(ledger, None, batch_size=batch_size)
    assert first | some_reps | rest == chosen(ledger, ALL)[0]
    assert len(first) + len(some_reps) + len(rest) == 10
    assert chosen(ledger, ALL, "issue1")[0] == set()


def test_each_gets_the_letter_in_their_language_also_of_an_audience(ledger: Ledger) -> None:
    plan = plan_for(ledger, REPS, languages=("en", "es"), batch_size=2)
    ledger.begin(plan, now=NOW)
    spoken = chosen_languages(ledger, REPS)
    receipts = ledger.receipts(plan.id)
    assert {key: each.deliveries for key, each in receipts.items()} == {"": spoken["en"], "es": spoken["es"]}
    assert sorted(batch.size for batch in ledger.planned(plan.id, most=9)) == [1, 2, 2]


def chosen_languages(ledger: Ledger, choice: Choice) -> dict[str, int]:
    with ledger.sieve.sifting(choice, None):
        return ledger.sieve.readers()


def test_when_the_audience_is_another_than_was_agreed_to_nothing_begins(
    ledger: Ledger, database: Database
) -> None:
    plan = plan_for(ledger, REPS)
    opt_out(database, "person0@example.org")
    with pytest.raises(CampaignError) as caught:
        ledger.begin(plan, now=NOW)
    assert caught.value.code == "audience-changed"
    assert ledger.campaigns() == []


def test_a_drill_and_a_repetition_go_to_the_audience_whoever_had_it(ledger: Ledger) -> None:
    begun(ledger, REPS)
    assert begun(ledger, REPS, kind=Kind.DRILL) == reps(ledger)
    assert begun(ledger, REPS, again=True) == reps(ledger)


def test_only_those_who_did_not_get_the_first(ledger: Ledger, database: Database) -> None:
    first = begun(ledger, REPS)
    begun(ledger, None, kind=Kind.DRILL, issue="issue2")
    add_people(database, 2, begin=10)
    everybody = chosen(ledger, ALL)[0]
    had = Choice(name="had", segment=Segment(), had=(("issue1",),))
    had_not = Choice(name="not", segment=Segment(), had_not=(("issue1",),))
    assert chosen(ledger, had) == (first, {"had": 7})
    assert chosen(ledger, had_not) == (everybody - first, {"had_not": 5})
    # A drill is no issue that anybody had.
    assert chosen(ledger, replace(had, had=(("issue2",),)))[0] == set()
    assert chosen(ledger, replace(had_not, had_not=(("issue2",),)))[0] == everybody


def test_of_two_issues_every_one_is_asked_for(ledger: Ledger) -> None:
    first = begun(ledger, Choice(name="a", segment=Segment(), sample=6))
    second = begun(ledger, REPS, issue="issue2")
    both = Choice(name="both", segment=Segment(), had=(("issue1",), ("issue2",)))
    neither = Choice(name="neither", segment=Segment(), had_not=(("issue1",), ("issue2",)))
    either = Choice(name="either", segment=Segment(), had=(("issue1", "issue2"),))
    assert chosen(ledger, both)[0] == first & second
    assert chosen(ledger, neither)[0] == chosen(ledger, ALL)[0] - first - second
    # One name that was sent under two ids.
    assert chosen(ledger, either)[0] == first | second


def test_who_stands_there_by_a_mark_had_it_too(ledger: Ledger, database: Database) -> None:
    first = begun(ledger, REPS)
    marks = Marks(database, hash_key=HASH_KEY)
    for person in first:
        with database.transaction():
            mark = marks.of_people("issue1", [person])[person]
            ledger.forget(person, lambda issue, mark=mark: mark if issue == "issue1" else "")
    had = Choice(name="had", segment=Segment(), had=(("issue1",),))
    assert chosen(ledger, had)[0] == first
    assert chosen(ledger, replace(had, had=(), had_not=(("issue1",),)))[0].isdisjoint(first)
    assert chosen(ledger, ALL, "issue1")[1] == {HAS_IT: 5}
    with pytest.raises(RuntimeError, match="twice"):
        chosen(Ledger(database), had)


def test_what_was_called_back_nobody_had(ledger: Ledger) -> None:
    plan = plan_for(ledger, REPS)
    ledger.begin(plan, now=NOW)
    ledger.ask_undo(plan.id)
    fence = ledger.take_over(plan.id, owner="test", now=NOW)
    ledger.call_back_planned(plan.id, now=NOW)
    ledger.end_undo(plan.id, fence=fence)
    had_not = Choice(name="not", segment=Segment(), had_not=(("issue1",),))
    assert len(chosen(ledger, had_not)[0]) == 10
    assert begun(ledger, REPS) == reps(ledger)


def test_an_issue_is_found_by_the_name_it_was_sent_under(ledger: Ledger, database: Database) -> None:
    begun(ledger, REPS)
    begun(ledger, REPS, kind=Kind.DRILL, issue="issue2")
    assert issues_of(database, "october") == ("issue1",)
    assert issues_of(database, "may") == ()
    assert slugs_sent(database) == ["october"]
