"""How many people have an issue, as the ledger of either database knows it."""

from datetime import timedelta

from newsletter.sending.campaign import Kind
from newsletter.sending.history import count_reached, issue_before, largest_before
from newsletter.sending.ledger import Ledger
from subscribers.database import Database
from subscribers.statements import spell
from tests.campaigns import NOW, WilfulTransport, add_people, make_plan, make_sender, prepared


def begun(ledger: Ledger, issue: str, *, days: int, **how) -> str:
    """A campaign of an issue that begins after so many days."""
    plan = make_plan(ledger, issue=issue, **how)
    ledger.begin(plan, now=NOW + timedelta(days=days))
    return plan.id


def sent(database: Database, issue: str, *, days: int, **how) -> None:
    ledger = Ledger(database)
    campaign = begun(ledger, issue, days=days, **how)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    sender = make_sender(database, campaign, WilfulTransport(), fence=fence)
    for batch in ledger.planned(campaign, most=99):
        sender.run_batch(batch)
    assert ledger.finish(campaign, fence=fence)


def undone(ledger: Ledger, campaign: str) -> None:
    ledger.ask_undo(campaign)
    ledger.call_back_planned(campaign, now=NOW)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    assert ledger.end_undo(campaign, fence=fence)


def test_the_last_issue_counts_with_its_newcomers_and_neither_drills_nor_repetitions(database):
    ledger = Ledger(prepared(database))
    assert issue_before(ledger, "a") is None
    add_people(database, 3)
    sent(database, "a", days=0)
    add_people(database, 2, begin=3)
    sent(database, "a", days=1)
    sent(database, "a", days=2, again=True)
    sent(database, "b", days=3, kind=Kind.DRILL)
    assert count_reached(ledger, "a") == 5
    assert count_reached(ledger, "b") == 0
    assert issue_before(ledger, "c") == ("october", 5)
    assert issue_before(ledger, "a") is None


def test_a_part_is_held_against_the_largest_of_what_was_sent_before(database):
    ledger = Ledger(prepared(database))
    add_people(database, 3)
    sent(database, "a", days=0)
    assert largest_before(ledger, "b", "members") == ("october", 3)
    add_people(database, 4, begin=3)
    sent(database, "b", days=1)
    database.run(spell("x", "", "update campaign set audience = 'members' where issue = 'b'"))
    assert issue_before(ledger, "c") == ("october", 3)
    assert largest_before(ledger, "c", "members") == ("october", 7)
    assert largest_before(ledger, "c", "reps") == ("october", 3)
    assert largest_before(ledger, "b", "members") == ("october", 3)


def test_what_was_called_back_reached_nobody(database):
    ledger = Ledger(prepared(database))
    add_people(database, 3)
    sent(database, "a", days=0)
    add_people(database, 40, begin=3)
    undone(ledger, begun(ledger, "b", days=1))
    assert count_reached(ledger, "b") == 0
    assert issue_before(ledger, "c") == ("october", 3)
    begun(ledger, "b", days=2)
    assert issue_before(ledger, "c") == ("october", 43)
