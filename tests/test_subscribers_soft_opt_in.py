from datetime import UTC, date, datetime, timedelta

import pytest

from subscribers.consent import Basis, ground
from subscribers.errors import ListUsageError
from subscribers.soft_opt_in import IN_FORCE, SoftOptIn
from tests.lists import addresses, made_people, plan, take_in

NOW = datetime(2026, 11, 1, 19, 0, tzinfo=UTC)
OFFER = "We may write to you about our work. Tick here if you do not want that."
FACTS = {"charity": "1234567", "collected": date(2026, 3, 1), "directly": True}


def soft(wording: str = OFFER, **facts):
    given = SoftOptIn(**{**FACTS, **facts})
    return ground(basis="soft-opt-in", wording=wording, source="stall", soft=given, now=NOW)


@pytest.fixture
def people(database):
    return made_people(database)


def test_all_four_facts_stand_in_the_proof(people):
    take_in(people, "Email\nana@example.org\n", reason=soft(), now=NOW)
    (proof,) = people.show("ana@example.org").consents
    assert (proof.basis, proof.source, proof.at) == (Basis.SOFT_OPT_IN, "stall", NOW)
    for fact in ("1234567", "directly", "2026-03-01", OFFER):
        assert fact in proof.wording


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"charity": ""}, "charity's number"),
        ({"collected": None}, "--collected"),
        ({"directly": False}, "--directly"),
        ({"wording": " "}, "--wording"),
    ],
)
def test_without_one_of_them_there_is_no_soft_opt_in(missing, told):
    with pytest.raises(ListUsageError) as caught:
        soft(**missing)
    assert (caught.value.code, caught.value.exit_code) == ("soft-opt-in-facts", 2)
    assert told in caught.value.remedy
    assert caught.value.remedy.count(";") == 0  # the others are there


def test_without_any_all_are_named():
    with pytest.raises(ListUsageError) as caught:
        ground(basis="soft-opt-in", wording="", source="")
    for told in ("charity's number", "--collected", "--directly", "--wording"):
        assert told in caught.value.remedy


@pytest.mark.parametrize(
    "day", [IN_FORCE - timedelta(days=1), date(2020, 1, 1), NOW.date() + timedelta(days=1)]
)
def test_a_day_before_the_law_or_yet_to_come_is_refused(day):
    with pytest.raises(ListUsageError) as caught:
        soft(collected=day)
    assert caught.value.code == "soft-opt-in-day"


@pytest.mark.parametrize("day", [IN_FORCE, NOW.date()])
def test_the_first_and_the_last_possible_day(day):
    assert soft(collected=day).since == day


def test_a_row_with_an_earlier_day_is_not_covered(people):
    rows = "Email,Opt-in date\nana@example.org,2026-02-28\nben@example.org,2026-03-01\neva@example.org,\n"
    made = plan(people, rows, reason=soft())
    assert [(row.line, str(row.outcome)) for row in made.rows] == [(2, "REJECT"), (4, "ASK")]
    assert "--collected" in made.rows[0].reason
    counts = take_in(people, rows, reason=soft(), now=NOW)
    assert (counts.added, counts.rejected, addresses(people)) == (1, 1, ["ben@example.org"])
    assert people.show("ben@example.org").consents[0].at == datetime(2026, 3, 1, tzinfo=UTC)


def test_other_grounds_do_not_ask_for_the_day(people):
    rows = "Email,Opt-in date\nana@example.org,2019-02-28\n"
    assert take_in(people, rows, now=NOW).added == 1


def test_a_list_without_a_ground_only_adds_and_takes_no_ground_away(people):
    nobody_knows = ground(basis="unknown", wording="", source="old list")
    take_in(people, "Email,Name\nana@example.org,\n", now=NOW)
    rows = "Email,Name\nana@example.org,Ana\nben@example.org,Ben\n"
    counts = take_in(people, rows, reason=nobody_knows, now=NOW)
    assert (counts.added, counts.changed) == (1, 1)
    ana, ben = people.show("ana@example.org"), people.show("ben@example.org")
    assert (ana.subscriber.basis, ana.subscriber.name, len(ana.consents)) == ("consent", "Ana", 1)
    assert (ben.subscriber.basis, [str(row.basis) for row in ben.consents]) == ("unknown", ["unknown"])
    assert take_in(people, rows, reason=nobody_knows, now=NOW).unchanged == 2
    assert take_in(people, rows, now=NOW).changed == 1
    assert people.get("ben@example.org").basis == "consent"


def test_a_whole_list_is_not_held_against_those_without_a_ground(people):
    with pytest.raises(ListUsageError) as caught:
        plan(
            people,
            "Email\nana@example.org\n",
            reason=ground(basis="unknown", wording="", source=""),
            is_whole=True,
        )
    assert caught.value.code == "basis-unknown"
