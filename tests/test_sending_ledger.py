"""The ledger's promises, on both databases."""

import hashlib
from pathlib import Path

import pytest

from newsletter.errors import CampaignError, ExitCode
from newsletter.sending.campaign import Attempt, BatchState, CampaignState, Kind
from newsletter.sending.ledger import Ledger, _sql, migrate_ledger, parcel_hash
from subscribers.database import Database
from subscribers.errors import DatabaseError
from subscribers.schema import migrate
from subscribers.statements import Statement, spell
from tests.campaigns import NOW, PEOPLE_MIGRATIONS, add_people, make_plan, opt_out, prepared

LEDGER_MIGRATIONS = PEOPLE_MIGRATIONS.parent.parent / "newsletter" / "sending" / "migrations"


@pytest.fixture
def ledger(database: Database) -> Ledger:
    add_people(prepared(database), 10)
    return Ledger(database)


def begun(ledger: Ledger, **how: object) -> tuple[str, int]:
    plan = make_plan(ledger, **how)  # type: ignore[arg-type]
    ledger.begin(plan, now=NOW)
    return plan.id, ledger.take_over(plan.id, owner="test", now=NOW)


def test_a_campaign_freezes_everybody_into_batches(ledger: Ledger) -> None:
    """10 people in batches of 4 are batches of 4, 4 and 2, and the receipt adds up at once."""
    campaign, _ = begun(ledger)
    assert [batch.size for batch in ledger.planned(campaign, most=9)] == [4, 4, 2]
    receipt = ledger.receipt(campaign)
    assert (receipt.deliveries, receipt.planned) == (10, 10)
    assert [len(ledger.members(batch.id)) for batch in ledger.planned(campaign, most=9)] == [4, 4, 2]


def test_who_joins_after_the_freeze_is_not_in_the_campaign(ledger: Ledger, database: Database) -> None:
    """The audience is frozen; a late joiner is offered the next time."""
    campaign, _ = begun(ledger)
    add_people(database, 2, begin=50)
    assert ledger.receipt(campaign).deliveries == 10
    assert ledger.count_newcomers("issue1") == 2


def test_a_list_that_changed_while_asking_begins_nothing(ledger: Ledger) -> None:
    """The number that was agreed to is the number that is frozen, or nothing begins."""
    with pytest.raises(CampaignError) as refused:
        ledger.begin(make_plan(ledger, people=9), now=NOW)
    assert refused.value.code == "audience-changed"
    assert ledger.campaigns() == []


def test_an_unfinished_campaign_is_never_joined_by_a_second(ledger: Ledger) -> None:
    """Rule 8: the second begins nothing and is told the line that goes on."""
    campaign, _ = begun(ledger)
    with pytest.raises(CampaignError) as refused:
        ledger.begin(make_plan(ledger), now=NOW)
    assert refused.value.exit_code is ExitCode.WRONG_USAGE
    assert f"newsletter campaign resume {campaign}" in refused.value.remedy


def test_drills_and_real_campaigns_do_not_know_each_other(ledger: Ledger) -> None:
    """A drill counts for nothing: everybody is still a newcomer."""
    begun(ledger, kind=Kind.DRILL)
    assert ledger.count_newcomers("issue1") == 10
    begun(ledger, kind=Kind.REAL)
    assert ledger.count_newcomers("issue1") == 0


def test_the_database_itself_refuses_a_second_real_delivery(ledger: Ledger, database: Database) -> None:
    """Whatever the program does: one delivery of an issue per person over all real campaigns."""
    campaign, _ = begun(ledger)
    with pytest.raises(DatabaseError), database.transaction():
        database.run(
            _sql("freeze_everybody"),
            campaign=campaign,
            issue="issue1",
            kind="real",
            repetition=0,
            batch_size=4,
        )


def test_again_is_a_new_repetition(ledger: Ledger) -> None:
    """`--again` mails the same issue once more, as deliveries of their own."""
    campaign, fence = begun(ledger, batch_size=100)
    accept_all(ledger, campaign, fence)
    again, _ = begun(ledger, again=True)
    assert ledger.campaign(again).repetition == 1
    assert ledger.receipt(again).planned == 10


def accept_all(ledger: Ledger, campaign: str, fence: int) -> None:
    for batch in ledger.planned(campaign, most=100):
        attempt = Attempt(batch.id, "a" + batch.id, fence)
        assert ledger.intend(attempt, now=NOW)
        assert ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    assert ledger.finish(campaign, fence=fence)


def test_intent_is_given_once(ledger: Ledger) -> None:
    """Two attempts at one batch: the second finds it in flight."""
    campaign, fence = begun(ledger)
    batch = ledger.planned(campaign, most=1)[0]
    assert ledger.intend(Attempt(batch.id, "one", fence), now=NOW)
    assert not ledger.intend(Attempt(batch.id, "two", fence), now=NOW)
    assert ledger.receipt(campaign).in_doubt == 4


def test_an_owner_that_was_fenced_off_changes_nothing(ledger: Ledger) -> None:
    """After a take-over neither intent nor outcome of the old owner counts."""
    campaign, old = begun(ledger)
    first, second, _ = ledger.planned(campaign, most=3)
    late = Attempt(first.id, "late", old)
    assert ledger.intend(late, now=NOW)
    new = ledger.take_over(campaign, owner="other", now=NOW)
    assert not ledger.intend(Attempt(second.id, "x", old), now=NOW)
    ledger.settle_orphan(first.id, BatchState.PARKED, fence=new, reason="owner-died", now=NOW)
    assert not ledger.settle(late, BatchState.ACCEPTED, now=NOW)
    assert ledger.receipt(campaign).parked == 4


def test_an_orphan_is_settled_by_the_owner_alone(ledger: Ledger) -> None:
    campaign, old = begun(ledger)
    batch = ledger.planned(campaign, most=1)[0]
    ledger.intend(Attempt(batch.id, "one", old), now=NOW)
    ledger.take_over(campaign, owner="other", now=NOW)
    ledger.settle_orphan(batch.id, BatchState.PLANNED, fence=old, reason="", now=NOW)
    assert [orphan.batch for orphan in ledger.orphans(campaign)] == [batch.id]


def test_a_stopped_campaign_takes_no_intent(ledger: Ledger) -> None:
    campaign, fence = begun(ledger)
    ledger.stop(campaign, fence=fence, code="halt", message="Stopped.", remedy="Look.")
    batch = ledger.planned(campaign, most=1)[0]
    assert not ledger.intend(Attempt(batch.id, "one", fence), now=NOW)
    assert ledger.campaign(campaign).stop_message == "Stopped."


def test_a_campaign_with_doubts_is_not_finished(ledger: Ledger) -> None:
    """While anything is parked the same `send` line starts nothing."""
    campaign, fence = begun(ledger, batch_size=100)
    batch = ledger.planned(campaign, most=1)[0]
    attempt = Attempt(batch.id, "one", fence)
    ledger.intend(attempt, now=NOW)
    ledger.settle(attempt, BatchState.PARKED, reason="reset", now=NOW)
    assert not ledger.finish(campaign, fence=fence)
    assert ledger.unfinished("issue1", Kind.REAL) == campaign
    assert [(parked.size, parked.reason) for parked in ledger.parked(campaign)] == [(10, "reset")]
    assert len(ledger.parked_members(campaign)) == 10


def test_halves_hold_everybody_once(ledger: Ledger) -> None:
    """A split moves the second half into a batch of its own, both planned."""
    campaign, fence = begun(ledger, batch_size=7)
    batch = ledger.planned(campaign, most=1)[0]
    everybody = {member.delivery for member in ledger.members(batch.id)}
    attempt = Attempt(batch.id, "one", fence)
    ledger.intend(attempt, now=NOW)
    assert ledger.split(attempt, campaign, now=NOW)
    halves = [half for half in ledger.planned(campaign, most=9) if half.number in (1, 3)]
    members = [{member.delivery for member in ledger.members(half.id)} for half in halves]
    assert [len(half) for half in members] == [half.size for half in halves] == [3, 4]
    assert members[0] | members[1] == everybody
    assert ledger.receipt(campaign).planned == 10


def test_what_waits_is_counted_by_batches(ledger: Ledger) -> None:
    campaign, fence = begun(ledger)
    assert ledger.count_planned(campaign) == 10
    attempt = Attempt(ledger.planned(campaign, most=1)[0].id, "one", fence)
    ledger.intend(attempt, now=NOW)
    assert ledger.count_planned(campaign) == 6


def test_the_intent_leaves_a_hash_of_what_is_about_to_leave(ledger: Ledger, database: Database) -> None:
    """The record is there before a byte is, and differs with letter and people."""
    campaign, fence = begun(ledger)
    hashes = set()
    for batch, content in zip(ledger.planned(campaign, most=2), ("one letter", "another"), strict=True):
        members = ledger.members(batch.id)
        attempt = Attempt(batch.id, f"a{batch.id}", fence)
        what = parcel_hash(content, members.deliveries)
        assert ledger.intend(attempt, now=NOW, handed=1, parcel_hash=what)
        assert not ledger.intend(attempt, now=NOW, handed=1, parcel_hash="other")
        ids = "".join(member.delivery for member in members)
        hashes.add(hashlib.sha256((content + ids).encode()).hexdigest())
    assert kept_hashes(database, campaign) == hashes


def test_a_drills_lists_leave_nobody_out_of_a_real_campaign(ledger: Ledger) -> None:
    """There the list itself says who is not mailed, at the moment of handing over."""
    campaign, _ = begun(ledger)
    [batch, *_] = ledger.planned(campaign, most=1)
    ledger.leave_out(campaign, [member.subscriber for member in ledger.members(batch.id)])
    assert ledger.receipt(campaign).planned == 10


def test_who_was_handed_over_is_not_left_out_of_a_drill_afterwards(ledger: Ledger) -> None:
    campaign, fence = begun(ledger, kind=Kind.DRILL)
    attempt = Attempt(ledger.planned(campaign, most=1)[0].id, "one", fence)
    ledger.intend(attempt, now=NOW)
    ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    before = ledger.receipt(campaign)
    people = [member.subscriber for member in ledger.members(attempt.batch)]
    waits = [member.subscriber for member in ledger.members(ledger.planned(campaign, most=1)[0].id)]
    ledger.leave_out(campaign, [*people, waits[0]])
    after = ledger.receipt(campaign)
    assert (after.accepted, after.planned, after.suppressed) == (before.accepted, before.planned - 1, 1)


def kept_hashes(database: Database, campaign: str) -> set[str]:
    query = spell(
        "hashes", "", "select parcel_hash from batch where campaign = :campaign and parcel_hash <> ''"
    )
    return {row[0] for row in database.rows(query, campaign=campaign)}


def test_what_was_put_off_comes_last(ledger: Ledger) -> None:
    """A batch that the other side would not take yet does not hold up those nobody has tried."""
    campaign, fence = begun(ledger)
    first, second, third = ledger.planned(campaign, most=9)
    attempt = Attempt(first.id, "one", fence)
    ledger.intend(attempt, now=NOW)
    ledger.settle(attempt, BatchState.PLANNED, reason="later", now=NOW)
    assert [batch.id for batch in ledger.planned(campaign, most=9)] == [second.id, third.id, first.id]


def test_the_deliveries_of_a_batch_come_in_their_order_each_with_its_person(ledger: Ledger) -> None:
    campaign, _ = begun(ledger)
    batches = sorted(ledger.planned(campaign, most=9), key=lambda batch: batch.number)
    members = [member for batch in batches for member in ledger.members(batch.id)]
    assert [member.delivery for member in members] == [f"{campaign}-{n}" for n in range(1, len(members) + 1)]
    assert [member.subscriber for member in members] == sorted({member.subscriber for member in members})


def test_a_refused_delivery_leaves_the_rest_planned(ledger: Ledger) -> None:
    campaign, fence = begun(ledger)
    batch = ledger.planned(campaign, most=1)[0]
    bad = ledger.members(batch.id).deliveries[2]
    attempt = Attempt(batch.id, "one", fence)
    ledger.intend(attempt, now=NOW)
    assert ledger.refuse(attempt, {bad: "invalid-address"}, now=NOW)
    receipt = ledger.receipt(campaign)
    assert (receipt.refused, receipt.planned) == (1, 9)
    assert ledger.refusals(campaign) == {"invalid-address": 1}
    assert bad not in {member.delivery for member in ledger.members(batch.id)}


def test_a_refused_person_is_not_offered_again(ledger: Ledger) -> None:
    """Typing `send` again does not post to an address that the provider will not take."""
    test_a_refused_delivery_leaves_the_rest_planned(ledger)
    assert ledger.count_newcomers("issue1") == 0


def test_suppressed_people_are_in_no_audience(ledger: Ledger, database: Database) -> None:
    opt_out(database, "person3@example.org")
    campaign, _ = begun(ledger)
    assert ledger.receipt(campaign).deliveries == 9


def test_a_finished_campaign_cannot_be_taken_over(ledger: Ledger) -> None:
    campaign, fence = begun(ledger, batch_size=100)
    accept_all(ledger, campaign, fence)
    assert ledger.campaign(campaign).state is CampaignState.DONE
    with pytest.raises(CampaignError) as refused:
        ledger.take_over(campaign, owner="x", now=NOW)
    assert refused.value.code == "campaign-finished"


def test_an_unknown_campaign_is_a_clear_error(ledger: Ledger) -> None:
    with pytest.raises(CampaignError) as refused:
        ledger.campaign("nonsense")
    assert "campaign list" in refused.value.remedy


def test_who_has_a_delivery_is_looked_up_and_not_searched_for(sqlite_db: Database) -> None:
    """The question asked for each person uses an index: a scan would take minutes for 100,000 people."""
    add_people(prepared(sqlite_db), 1)
    Ledger(sqlite_db).count_newcomers("i")  # makes the temporary table that the statements look into
    for name in ("count_planned_people", "freeze_newcomers", "sample_newcomers"):
        statement = _sql(name)
        plan = Statement(
            name="plan", purpose="how it is done", sqlite=f"explain query plan {statement.sqlite}"
        )
        parameters = {"issue": "i", "campaign": "c", "batch_size": 4, "people": 1, "most": 3}
        steps = [row[3] for row in sqlite_db.rows(plan, **parameters)]
        assert any("INDEX one_real_delivery" in step for step in steps), steps
        assert not any(step.startswith("SCAN delivery") for step in steps)


def test_deliveries_of_an_older_version_are_gone_on_with(empty_database: Database, tmp_path: Path) -> None:
    """A campaign begun before deliveries were narrowed keeps ids, states and the promise that nobody gets it twice."""
    migrate(empty_database, component="people", folder=PEOPLE_MIGRATIONS)
    for file in sorted(LEDGER_MIGRATIONS.glob("00[12]_*.sql")):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(empty_database, component="ledger", folder=tmp_path)
    people = add_people(empty_database, 3)
    with empty_database.transaction():
        empty_database.run(
            spell(
                "x",
                "",
                """insert into campaign (id, issue, slug, kind, state, transport, size, content, content_hash, created)
                values ('c', 'issue1', 'october', 'real', 'sending', 'outbox', 3, '{}', 'h', 1)""",
            )
        )
        empty_database.run(
            spell(
                "x",
                "",
                "insert into batch (id, campaign, number, size, state) values ('c.1', 'c', 1, 3, 'planned')",
            )
        )
        for number, (person, state) in enumerate(
            zip(people, ("with_batch", "refused", "called_back"), strict=True), 1
        ):
            empty_database.run(
                spell(
                    "x",
                    "",
                    """insert into delivery (id, campaign, number, issue, kind, subscriber, batch, state)
                    values (:id, 'c', :number, 'issue1', 'real', :person, 'c.1', :state)""",
                ),
                id=f"c-{number}", number=number, person=person, state=state,
            )  # fmt: skip
    migrate_ledger(empty_database)
    ledger = Ledger(empty_database)
    assert list(ledger.members("c.1")) == [("c-1", people[0])]
    assert (ledger.receipt("c").deliveries, ledger.count_refused("c")) == (3, 1)
    assert ledger.sample("issue1", everybody=False, most=9) == {people[2]: "en"}
    twice = spell(
        "x",
        "",
        """insert into delivery (batch, number, subscriber, campaign, issue, kind)
        values ('c.1', 4, :person, 'c', 'issue1', 'real')""",
    )
    with pytest.raises(DatabaseError), empty_database.transaction():
        empty_database.run(twice, person=people[0])
