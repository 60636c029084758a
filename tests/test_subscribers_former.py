"""Whoever has another address now: no old list brings them back at the one they had."""

import pytest

from subscribers.audience import count_mailable
from subscribers.consent import ground
from subscribers.erasure import Erasures
from subscribers.errors import ListUsageError
from subscribers.people import Outcome, Status
from subscribers.rejoining import rejoin
from subscribers.statements import load_statements, spell
from tests.lists import LATER, MEMBERS, NOW, addresses, apply, made_people, plan, take_in

OLD, NEW, BEN = "ana@example.org", "ana.private@example.org", "ben@example.org"
LIST = f"Email\n{OLD}\n{BEN}\n"
AGAIN = ground(basis="consent", wording="Yes, again.", source="asked")


@pytest.fixture
def people(database):
    people = made_people(database)
    take_in(people, LIST, reason=MEMBERS, is_whole=True)
    people.change_address(people.get(OLD).id, NEW, now=NOW)
    return people


def test_an_old_list_does_not_add_the_old_address(people):
    made = plan(people, LIST, reason=MEMBERS)
    assert [(row.line, row.reason) for row in made.rows] == [(2, "has another address by now")]
    assert apply(people, made, now=LATER).added == 0
    assert addresses(people) == [NEW, BEN]
    assert people.add(OLD, language="en", reason=MEMBERS, now=LATER) is Outcome.SUPPRESSED


def test_a_whole_list_with_the_old_address_lets_nobody_go(people):
    made = plan(people, LIST, reason=MEMBERS, is_whole=True)
    assert made.leavers.leaving == 0
    apply(people, made, now=LATER)
    assert addresses(people) == [NEW, BEN]


def test_a_whole_list_without_either_lets_them_go(people):
    made = plan(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True)
    assert made.leavers.leaving == 1


def test_who_opted_out_at_the_new_address_is_not_mailed_at_the_old_one(people):
    people.suppressions.suppress(NEW, reason="asked", source="phone", now=NOW)
    take_in(people, LIST, reason=MEMBERS, is_whole=True, now=LATER)
    assert count_mailable(people.database) == 1


def test_who_was_forgotten_at_the_new_address_does_not_come_back_at_the_old_one(people):
    erasures = Erasures(people)
    erasures.suppress(NEW, now=NOW)
    erasures.remove(people.get(NEW).id)
    assert take_in(people, LIST, reason=MEMBERS, now=LATER).added == 0
    assert addresses(people) == [BEN]


def test_an_address_that_is_somebody_elses_by_now_is_not_buried_with_whoever_had_it(people):
    person, further = people.get(NEW).id, "ana.work@example.org"
    people.change_address(person, further, now=NOW)
    people.change_address(people.get(BEN).id, OLD, now=NOW)
    Erasures(people).suppress_former(person, now=LATER)
    assert {text: people.suppressions.find(text).reason for text in (OLD, NEW)} == {
        OLD: "has another address now",
        NEW: "asked to be forgotten",
    }


def test_who_is_forgotten_costs_one_look_at_everybody_however_many_addresses_they_had(sqlite_db):
    made_people(sqlite_db)
    steps = list[str]()
    for name in ("bury_former", "hashes_of_person", "forget_departed_person"):
        statement = load_statements("subscribers", "erasure.sql")[name]
        given = dict.fromkeys(statement.parameters, "x")
        rows = sqlite_db.rows(spell("x", "", f"explain query plan {statement.sqlite}"), **given)
        steps += [row[3] for row in rows]
    assert [step for step in steps if step.startswith(("SCAN", "CORRELATED"))] == [
        "SCAN known",
        "SCAN person",  # within no correlated subquery: once
        "SCAN known",
    ]


def test_whoever_moves_back_is_mailed_there_again(people):
    id_ = people.get(NEW).id
    people.change_address(id_, OLD, now=LATER)
    assert (people.get(OLD).id, people.get(OLD).status) == (id_, Status.MAILABLE)
    assert people.suppressions.find(OLD) is None
    assert people.suppressions.find(NEW) is not None


def test_an_opt_out_goes_along_there_and_back(people):
    id_ = people.get(NEW).id
    people.suppressions.suppress(NEW, reason="asked", source="phone", now=NOW)
    people.change_address(id_, OLD, now=LATER)
    assert people.get(OLD).status is Status.SUPPRESSED


def test_nobody_comes_back_twice_over_an_old_address(people):
    with pytest.raises(ListUsageError) as caught:
        rejoin(people, OLD, reason=AGAIN, now=LATER, known={"language": "en"})
    assert caught.value.code == "moved"


def test_who_left_comes_back_under_the_same_id_by_either_address(people):
    id_ = people.get(NEW).id
    take_in(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True, now=LATER)
    assert people.find(NEW) is None
    rejoin(people, OLD, reason=AGAIN, now=LATER, known={"language": "en"})
    assert people.get(OLD).id == id_


def test_a_whole_list_leaves_alone_who_is_to_be_forgotten(people):
    Erasures(people).put_off(people.get(NEW).id, now=NOW)
    take_in(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True, now=LATER)
    assert addresses(people) == [NEW, BEN]
