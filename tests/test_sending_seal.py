"""A sealed batch is handed over without its deliveries being read; whatever became of it before breaks the seal."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsletter.errors import CampaignError
from newsletter.sending import ledger as ledgers
from newsletter.sending import restored
from newsletter.sending import seal as seals
from newsletter.sending.campaign import Attempt, Batch, BatchState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.sender import Step
from newsletter.transports.base import Accepted, Indivisible, NotTaken, Outcome, Parcel, SomeRefused, Unknown
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.people import People
from subscribers.statements import load_statements, spell
from tests.campaigns import (
    HASH_KEY,
    NOW,
    WilfulTransport,
    add_people,
    make_plan,
    make_sender,
    opt_out,
    prepared,
)
from tests.test_sending_sender import _Worker, run_here

SEALS = spell("seals", "", "select seal from batch where campaign = :campaign order by number")


class Town:
    """Ten people, batches of four; `read` are the batches whose deliveries were read one by one."""

    def __init__(self, database: Database, read: list[str]) -> None:
        self.database, self.read = prepared(database), read
        self.ids = add_people(database, 10)
        self.ledger = Ledger(database)

    def begin(self, **given) -> str:
        plan = make_plan(self.ledger, **given)
        self.ledger.begin(plan, now=NOW)
        self.read.clear()
        return plan.id

    def hand_over(self, campaign: str, *script: Outcome | Callable[[Parcel], Outcome]) -> WilfulTransport:
        transport = WilfulTransport(script)
        fence = self.ledger.take_over(campaign, owner="test", now=NOW)
        sender = make_sender(self.database, campaign, transport, fence=fence)
        run_here(campaign, self.ledger, _Worker(sender.run_batch))
        return transport

    def seals(self, campaign: str) -> list[str]:
        return [str(seal) for (seal,) in self.database.rows(SEALS, campaign=campaign)]

    def first(self, campaign: str) -> Batch:
        return self.ledger.planned(campaign, most=1)[0]


@pytest.fixture
def town(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    read, read_members = [], seals.read_members

    def noted(database: Database, batch: str) -> tuple[list[int], list[str]]:
        read.append(batch)
        return read_members(database, batch)

    for module in (seals, ledgers):
        monkeypatch.setattr(module, "read_members", noted)
    return Town(database, read)


def everybody(received: list[str], *, but: str = "") -> bool:
    return sorted(received) == sorted({f"person{n}@example.org" for n in range(10)} - {but})


@pytest.mark.parametrize("kind", Kind)
def test_neighbours_are_handed_over_unread_each_with_their_own_delivery(town: Town, kind: Kind) -> None:
    campaign = town.begin(kind=kind)
    assert all(town.seals(campaign))
    people = {people.id: people.address for people in People(town.database, hash_key=HASH_KEY).listing()}
    of_delivery: dict[str, str] = {}

    def note(parcel: Parcel) -> Outcome:
        of_delivery.update({one.delivery: one.address for one in parcel.envelopes})
        return Accepted()

    transport = town.hand_over(campaign, note, note, note)
    assert everybody(transport.received)
    assert town.read == []
    rows = spell(
        "x", "", "select campaign || '-' || number, subscriber from delivery where campaign = :campaign"
    )
    expected = {delivery: people[id_] for delivery, id_ in town.database.rows(rows, campaign=campaign)}
    assert expected == of_delivery


def test_who_opts_out_or_joins_after_the_freeze_is_not_in_it(town: Town) -> None:
    """The list has others between the ends, or fewer, or both: then the deliveries say who is meant."""
    campaign = town.begin()
    add_people(town.database, 10, begin=10)
    opt_out(town.database, "person3@example.org")
    assert everybody(town.hand_over(campaign).received, but="person3@example.org")
    assert town.read
    receipt = town.ledger.receipt(campaign)
    assert (receipt.accepted, receipt.suppressed, receipt.planned) == (9, 1, 0)


@pytest.mark.parametrize(
    "outcome",
    [NotTaken(code="x"), SomeRefused(refused={1: "bad"}), Indivisible(code="x"), Unknown(code="x")],
    ids=["put-off", "refused", "halved", "in-doubt"],
)
def test_whatever_becomes_of_a_batch_breaks_its_seal(town: Town, outcome: Outcome) -> None:
    campaign = town.begin()
    fence = town.ledger.take_over(campaign, owner="test", now=NOW)
    sender = make_sender(town.database, campaign, WilfulTransport([outcome]), fence=fence)
    sender.run_batch(town.first(campaign))
    assert town.seals(campaign)[0] == ""
    assert town.seals(campaign)[1]


def test_nobody_is_doubled_or_missed_after_refusals_and_halves(town: Town) -> None:
    refused = SomeRefused(refused={0: "bad"})
    transport = town.hand_over(campaign := town.begin(), Indivisible(code="x"), refused, NotTaken(code="x"))
    assert len(transport.received) == len(set(transport.received)) == 9
    receipt = town.ledger.receipt(campaign)
    assert (receipt.accepted, receipt.refused) == (9, 1)


def test_a_seal_from_before_is_not_believed(town: Town) -> None:
    """Somebody still has the batch as it was when it was planned; one delivery of it was refused meanwhile."""
    campaign = town.begin()
    fence = town.ledger.take_over(campaign, owner="test", now=NOW)
    before = town.first(campaign)
    attempt = Attempt(before.id, "one", fence)
    members = town.ledger.members(before.id, before.seal)
    assert town.ledger.intend(attempt, now=NOW, seen=before)
    town.ledger.refuse(attempt, {members.deliveries[1]: "bad"}, now=NOW)
    assert not town.ledger.intend(Attempt(before.id, "two", fence), now=NOW, seen=before)
    again = town.ledger.members(before.id, town.ledger.batch(before.id).seal)
    assert again.deliveries == [*members.deliveries[:1], *members.deliveries[2:]]
    assert len(list(again.subscribers)) == 3


def test_a_seal_that_is_broken_while_addresses_are_read_begins_nothing(town: Town) -> None:
    """The batch is looked up anew and goes, once; neither its wave nor the campaign ends because of it."""
    campaign = town.begin()
    fence = town.ledger.take_over(campaign, owner="test", now=NOW)
    transport = WilfulTransport()
    sender = make_sender(town.database, campaign, transport, fence=fence)
    before = town.first(campaign)
    town.database.run(ledgers._sql("break_seals"), campaign=campaign)
    assert sender.run_batch(before) is Step.AGAIN
    assert (transport.received, town.ledger.receipt(campaign).in_doubt) == ([], 0)
    again = town.first(campaign)
    assert (again.id, again.seal) == (before.id, "")
    assert sender.run_batch(again) is Step.ACCEPTED
    assert len(transport.received) == 4


def test_who_is_forgotten_while_addresses_are_read_ends_no_campaign(town: Town) -> None:
    """Then the seal no longer fits who is there, and that it was broken meanwhile is looked up."""
    campaign = town.begin()
    fence = town.ledger.take_over(campaign, owner="test", now=NOW)
    transport = WilfulTransport()
    sender = make_sender(town.database, campaign, transport, fence=fence)
    before, people = town.first(campaign), People(town.database, hash_key=HASH_KEY)
    person = next(iter(town.ledger.members(before.id, before.seal).subscribers))
    with town.database.transaction():
        town.ledger.forget(person, lambda issue: f"~{issue}")
        Erasures(people).remove(person)
    assert sender.run_batch(before) is Step.AGAIN
    assert transport.received == []
    assert sender.run_batch(town.first(campaign)) is Step.ACCEPTED
    assert len(transport.received) == 3


def test_a_broken_promise_of_a_seal_is_noticed(town: Town) -> None:
    """Were a delivery changed behind its seal, nobody would be given another one's."""
    campaign = town.begin()
    batch = town.first(campaign)
    behind = spell("x", "", "update delivery set state = 'suppressed' where batch = :batch and number = 2")
    town.database.run(behind, batch=batch.id)
    with pytest.raises(RuntimeError):
        list(town.ledger.members(batch.id, batch.seal).subscribers)


def test_who_is_left_out_of_a_drill_is_left_out_of_a_sealed_batch(town: Town) -> None:
    campaign = town.begin(kind=Kind.DRILL)
    town.ledger.leave_out(campaign, [town.ids[0]])
    assert not any(town.seals(campaign))
    assert len(town.hand_over(campaign).received) == 9
    plan = make_plan(town.ledger, issue="issue2", kind=Kind.DRILL)
    town.ledger.begin(plan, now=NOW, left_out=[town.ids[0]])
    assert [bool(seal) for seal in town.seals(plan.id)].count(False) == 1
    assert len(town.hand_over(plan.id).received) == 9


def test_who_is_forgotten_in_the_middle_is_in_no_seal_and_the_others_are_mailed(town: Town) -> None:
    campaign = town.begin()
    people = People(town.database, hash_key=HASH_KEY)
    person = people.get("person0@example.org").id
    assert all(town.seals(campaign))
    with town.database.transaction():
        town.ledger.forget(person, lambda issue: f"~{issue}")
        Erasures(people).remove(person)
    assert not any(town.seals(campaign))
    assert everybody(town.hand_over(campaign).received, but="person0@example.org")


def test_batches_that_are_no_neighbours_are_not_sealed(town: Town) -> None:
    """Of several letters, of one person each, of those who joined since."""
    assert not any(town.seals(town.begin(issue="issue2", languages=("en", "es"))))
    assert not any(town.seals(town.begin(issue="issue3", batch_size=1)))
    campaign = town.begin(issue="issue4")
    town.hand_over(campaign)
    town.ledger.finish(campaign, fence=town.ledger.campaign(campaign).fence)
    add_people(town.database, 3, begin=10)
    assert not any(town.seals(town.begin(issue="issue4")))


def test_a_seal_names_nobody_once_the_campaign_is_over(town: Town) -> None:
    """Handed over, given up before, left by a dead owner, or brought back from a backup: no id stays behind."""
    done, undone, dead, brought = (town.begin(issue=f"issue{n}") for n in range(4))
    town.hand_over(done)
    town.ledger.ask_undo(undone)
    town.ledger.call_back_planned(undone, now=NOW)
    fence = town.ledger.take_over(dead, owner="test", now=NOW)
    orphan = town.first(dead)
    town.ledger.intend(Attempt(orphan.id, "one", fence), now=NOW, seen=orphan)
    town.ledger.settle_orphan(orphan.id, BatchState.PLANNED, fence=fence, reason="", now=NOW)
    doubts = restored._sql("doubt_batches")
    town.database.run(doubts, campaign=brought, now=1)
    assert not any(town.seals(done) + town.seals(undone) + town.seals(brought) + town.seals(dead)[:1])
    assert town.seals(dead)[1]


@pytest.mark.parametrize("people", [8, 9, 11])
def test_a_list_that_grew_or_shrank_while_asking_begins_nothing(town: Town, people: int) -> None:
    """Also where those who came fill a batch of their own."""
    with pytest.raises(CampaignError) as refused:
        town.begin(people=people)
    assert refused.value.code == "audience-changed"
    assert town.ledger.campaigns() == []


#: Every statement that changes deliveries which are there already, and why no seal says otherwise afterwards.
CHANGES = {
    "leave_out": "in flight: the seal is broken when that is settled",
    "leave_out_subscriber": "before sealing, or the seals are broken with it",
    "move_to_batch": "settled before",
    "reopen_delivery": "settled before",
    "reopen_refused_deliveries": "settled before",
    "call_back_deliveries": "the batches are given up, and lose their seals",
    "call_back_deliveries_of_batch": "settled before",
    "call_back_deliveries_of_wave": "settled before",
    "mark_real_delivery": "forgetting breaks the seals",
    "mark_drill_delivery": "forgetting breaks the seals",
    "mark_called_back_deliveries": "given up",
    "move_mark": "who stands there by a mark was forgotten",
    "mark_delivery": "the campaign is over",
}


def test_no_other_statement_changes_a_delivery() -> None:
    """A new one must say what becomes of the seal of its batch."""
    files = {path.name.split(".")[0] for path in Path(seals.__file__).parent.glob("*.sql")}
    statements = [load_statements("newsletter.sending", f"{file}.sql") for file in sorted(files)]
    found = {
        name
        for those in statements
        for name in those.names()
        if re.match(r"(update|delete from)\s+delivery\b", those[name].sqlite)
    }
    assert found == set(CHANGES)
