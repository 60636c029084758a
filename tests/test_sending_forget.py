"""Marks in place of people: receipts stay, nobody gets an issue twice, and nobody is found by an id any more."""

import pytest

from newsletter.sending.campaign import BatchState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.retention import Retention
from newsletter.sending.sent_to import Sent, sent_to
from subscribers.consent import ground
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.marks import SIGN
from subscribers.people import People
from subscribers.rejoining import rejoin
from subscribers.statements import spell
from tests.campaigns import HASH_KEY, NOW, WilfulTransport, add_people, make_plan, make_sender, prepared

ADDRESS = "person0@example.org"
LATER = NOW.timestamp()


class Town:
    def __init__(self, database: Database) -> None:
        self.database = prepared(database)
        add_people(database, 6)
        self.people = People(database, hash_key=HASH_KEY)
        self.ledger = Ledger(database, marks=self.people.marks)
        self.transport = WilfulTransport()

    def campaign(self, *, batches: int = 9, **given) -> str:
        """Begin one and hand so many batches over."""
        plan = make_plan(self.ledger, **given)
        self.ledger.begin(plan, now=NOW)
        fence = self.ledger.take_over(plan.id, owner="test", now=NOW)
        sender = make_sender(self.database, plan.id, self.transport, fence=fence)
        for batch in self.ledger.planned(plan.id, most=batches):
            sender.run_batch(batch)
        self.ledger.finish(plan.id, fence=fence)
        return plan.id

    def id_of(self, address: str = ADDRESS) -> str:
        return self.people.get(address).id

    def forget(self, address: str = ADDRESS) -> int:
        person, address_hash = self.id_of(address), self.people.suppressions.hash_of(address)
        erasures = Erasures(self.people)
        with self.database.transaction():
            hashes = (address_hash, *erasures.other_hashes(person, address_hash))
            number = self.ledger.forget(person, *map(self.people.marks.by_issue, hashes))
            erasures.remove(person)
        return number

    def move(self, old: str, new: str) -> None:
        marks, hash_of = self.people.marks, self.people.suppressions.hash_of
        self.people.change_address(self.id_of(old), new, now=NOW)
        self.ledger.move_marks(marks.by_issue(hash_of(old)), marks.by_issue(hash_of(new)))

    def rejoin(self, address: str) -> None:
        reason = ground(basis="consent", wording="Yes, again.", source="asked")
        rejoin(self.people, address, reason=reason, now=NOW, known={"language": "en"})

    def come_back(self, address: str = ADDRESS) -> None:
        self.people.add(
            address, language="en", reason=ground(basis="consent", wording="Yes.", source=""), now=NOW
        )

    def sent_to(self, address: str) -> list[Sent]:
        mark_in = self.people.marks.by_issue(self.people.suppressions.hash_of(address))
        return list(sent_to(self.database, self.id_of(address), mark_in))

    def subscribers(self, campaign: str) -> list[str]:
        statement = spell("x", "", "select subscriber from delivery where campaign = :campaign order by 1")
        return [one for (one,) in self.database.rows(statement, campaign=campaign)]


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def test_the_receipt_stays_and_the_id_is_nowhere(town: Town) -> None:
    campaigns = [town.campaign(issue="i1"), town.campaign(issue="i2"), town.campaign(kind=Kind.DRILL)]
    person, before = town.id_of(), [town.ledger.receipt(one) for one in campaigns]
    assert town.forget() == 3
    assert [town.ledger.receipt(one) for one in campaigns] == before
    found = [set(town.subscribers(one)) for one in campaigns]
    assert not any(person in one for one in found)
    marks = [{each for each in one if each.startswith(SIGN)} for one in found]
    assert [len(one) for one in marks] == [1, 1, 1]
    assert len(set.union(*marks)) == 3  # nobody's history can be put together


def test_who_comes_back_does_not_get_an_issue_that_they_had(town: Town) -> None:
    town.campaign(issue="i1")
    town.forget()
    town.come_back()
    assert town.ledger.count_newcomers("i1") == 0
    assert town.ledger.count_languages("i1", everybody=False) == {}
    assert town.ledger.sample("i1", everybody=False, most=9) == {}
    assert town.ledger.count_newcomers("i2") == 6
    add_people(town.database, 1, begin=6)
    town.campaign(issue="i1")
    assert town.transport.received.count(ADDRESS) == 1
    assert town.transport.received.count("person6@example.org") == 1


@pytest.mark.parametrize("back_as", ["person0@example.org", "second@example.org", "third@example.org"])
@pytest.mark.parametrize("swept", [False, True])
def test_who_comes_back_by_an_address_of_before_does_not_get_it_either(
    town: Town, back_as: str, swept: bool
) -> None:
    """Two changes of address, forgotten at the third, back by any of them, on to a fourth, forgotten, back again."""
    campaign = town.campaign(issue="i1")
    town.move(ADDRESS, "second@example.org")
    if swept:
        retention = Retention(town.database, town.people.marks.of_people)
        retention.begin(campaign, "{}")
        assert sum(retention.sweep(campaign, "i1")) == 6
    town.move("second@example.org", "third@example.org")
    town.forget("third@example.org")
    town.rejoin(back_as)
    assert town.ledger.count_newcomers("i1") == 0
    town.move(back_as, "fourth@example.org")
    assert town.ledger.count_newcomers("i1") == 0
    assert [one.campaign.id for one in town.sent_to("fourth@example.org")] == [campaign]
    town.forget("fourth@example.org")
    town.rejoin(back_as)
    assert town.ledger.count_newcomers("i1") == 0
    assert town.ledger.count_newcomers("i2") == 6


@pytest.mark.parametrize("languages", [(), ("en", "es")])
def test_freezing_counts_a_mark_as_a_delivery(town: Town, languages: tuple[str, ...]) -> None:
    town.campaign(issue="i1")
    town.forget()
    town.come_back()
    add_people(town.database, 2, begin=6, languages=("en", "es"))
    campaign = town.campaign(issue="i1", languages=languages)
    assert town.ledger.receipt(campaign).deliveries == 2


def test_without_the_marks_nobody_is_called_a_newcomer(town: Town) -> None:
    """A ledger that cannot know who had the issue refuses to say, and to freeze."""
    town.campaign(issue="i1")
    town.forget()
    with pytest.raises(RuntimeError, match="twice"):
        Ledger(town.database).count_newcomers("i1")
    assert Ledger(town.database).count_newcomers("i2") == 5


def test_a_called_back_delivery_is_marked_and_counts_as_none(town: Town) -> None:
    campaign = town.campaign(issue="i1", batches=0)
    town.ledger.ask_undo(campaign)
    town.ledger.call_back_planned(campaign, now=NOW)
    person = town.id_of()
    assert town.forget() == 1
    assert person not in town.subscribers(campaign)
    town.come_back()
    assert town.ledger.count_newcomers("i1") == 6


def test_two_people_who_had_one_address_after_the_other_are_both_forgotten(town: Town) -> None:
    town.campaign(issue="i1")
    town.forget()
    town.people.change_address(town.id_of("person1@example.org"), ADDRESS, now=NOW)
    person = town.id_of()
    assert town.forget() == 1
    assert person not in town.subscribers(town.ledger.campaigns()[0].id)
    town.come_back()
    assert town.ledger.count_newcomers("i1") == 0


def test_repetitions_are_marked_each(town: Town) -> None:
    town.campaign(issue="i1")
    town.campaign(issue="i1", again=True)
    assert town.forget() == 2


@pytest.mark.parametrize("kind", list(Kind))
def test_a_campaign_that_is_not_over_is_on_its_way_to_its_people(town: Town, kind: Kind) -> None:
    campaign = town.campaign(issue="i1", kind=kind, batches=0)
    assert town.ledger.unsettled(town.id_of(), now=LATER) == [campaign]


@pytest.mark.parametrize("state", [BatchState.UNKNOWN, BatchState.PARKED, BatchState.IN_FLIGHT])
def test_what_is_in_doubt_is_on_its_way_also_when_the_campaign_is_over(town: Town, state: BatchState) -> None:
    campaign = town.campaign(issue="i1")
    assert town.ledger.unsettled(town.id_of(), now=LATER) == []
    town.database.run(spell("x", "", "update batch set state = :state"), state=str(state))
    assert town.ledger.unsettled(town.id_of(), now=LATER) == [campaign]


def test_what_the_provider_still_holds_is_on_its_way(town: Town) -> None:
    campaign = town.campaign(issue="i1")
    insert = (
        "insert into wave (id, campaign, number, provider_id, state, opened, closes, send_at, capacity) "
        "values ('w', :campaign, 1, 'b', 'closed', 1, 2, :send_at, 4)"
    )
    town.database.run(spell("x", "", insert), campaign=campaign, send_at=int(LATER) + 60)
    town.database.run(spell("x", "", "update batch set wave = 'w'"))
    assert town.ledger.unsettled(town.id_of(), now=LATER) == [campaign]
    assert town.ledger.unsettled(town.id_of(), now=LATER + 61) == []


def test_who_was_left_out_is_not_waited_for(town: Town) -> None:
    """A campaign that stands still must not keep somebody whom it will not mail."""
    plan = make_plan(town.ledger, kind=Kind.DRILL)
    town.ledger.begin(plan, now=NOW, left_out=[town.id_of()])
    assert town.ledger.unsettled(town.id_of(), now=LATER) == []
    town.forget()
    assert town.ledger.receipt(plan.id).suppressed == 1
