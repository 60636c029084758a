from datetime import timedelta

import pytest

from subscribers import consent
from subscribers.errors import ListFileError
from subscribers.leavers import REMEMBERED, Leavers, forget_long_gone, freshness
from subscribers.people import Status
from subscribers.questions import Answers
from subscribers.statements import load_statements, spell
from tests.lists import AGREED, LATER, MEMBERS, NOW, addresses, apply, made_people, plan, take_in


@pytest.fixture
def people(database):
    return made_people(database)


def file_of(*names: str) -> str:
    return "Email\n" + "".join(f"{name}@example.org\n" for name in names)


def held(people, content: str, *, now=LATER, **changes):
    """The file is the whole list of members."""
    made = plan(people, content, is_whole=True, **{"reason": MEMBERS, **changes})
    apply(people, made, now=now)
    return made


def test_who_is_not_in_the_file_goes_and_nobody_else(people):
    take_in(people, file_of("ana", "ben", "cy"), reason=MEMBERS)
    made = held(people, file_of("ana", "cy", "dee"))
    assert made.leavers == Leavers(listed=3, leaving=1, staying=0, others=0)
    assert (made.counts.added, made.counts.unchanged) == (1, 2)
    assert addresses(people) == ["ana@example.org", "cy@example.org", "dee@example.org"]


def test_a_report_alone_changes_nothing(people):
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    plan(people, file_of("ana"), is_whole=True, reason=MEMBERS)
    assert addresses(people) == ["ana@example.org", "ben@example.org"]
    assert not freshness(people.database)[0].was_held


def test_the_same_file_again_changes_nothing(people):
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    held(people, file_of("ana", "cy"))
    before = [people.show(person.id) for person in people.listing()]
    made = held(people, file_of("ana", "cy"), now=LATER + timedelta(days=1))
    assert made.leavers == Leavers(listed=2, leaving=0, staying=0, others=0)
    assert [people.show(person.id) for person in people.listing()] == before


def test_people_on_other_grounds_are_not_looked_at(people):
    take_in(people, file_of("friend"))
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    made = held(people, file_of("ana"))
    assert made.leavers == Leavers(listed=2, leaving=1, staying=0, others=1)
    assert addresses(people) == ["ana@example.org", "friend@example.org"]


def test_of_those_who_agreed_only_those_who_agreed_to_the_same_words_go(people):
    other = consent.ground(basis="consent", wording="Yes, the strike news too.", source="meeting")
    take_in(people, file_of("ana", "ben"), reason=AGREED)
    take_in(people, file_of("cy"), reason=other)
    made = held(people, file_of("ana"), reason=AGREED)
    assert made.leavers == Leavers(listed=2, leaving=1, staying=0, others=1)
    assert addresses(people) == ["ana@example.org", "cy@example.org"]


def test_a_member_who_had_agreed_besides_stays_on_that_ground(people):
    take_in(people, file_of("ana", "ben"), reason=AGREED)
    take_in(people, file_of("ana", "ben"), reason=MEMBERS, now=NOW + timedelta(days=1))
    made = held(people, file_of("cy", "ben"))
    assert made.leavers == Leavers(listed=2, leaving=0, staying=1, others=0)
    ana = people.show("ana@example.org")
    assert (ana.subscriber.basis, ana.subscriber.status) == ("consent", Status.MAILABLE)
    assert [(row.basis, row.wording, row.at) for row in ana.consents] == [
        ("consent", "Yes, write to me.", NOW),
        ("membership", "", NOW + timedelta(days=1)),
        ("consent", "Yes, write to me.", LATER),
    ]


def test_what_was_taken_back_is_no_ground_to_stay_on(people):
    """Whoever took it back is on no ground any more: the file says nothing about them, and nobody writes to them."""
    take_in(people, file_of("ana"), reason=AGREED)
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    consent.withdraw(people.database, people.get("ana@example.org").id, source="phone", now=NOW)
    made = held(people, file_of("ben"))
    assert made.leavers == Leavers(listed=1, leaving=0, staying=0, others=1)
    assert people.get("ana@example.org").status is Status.WITHDRAWN


def test_a_row_that_is_a_question_keeps_its_person_and_one_that_says_left_does_not(people):
    take_in(people, file_of("ana", "ben", "cy"), reason=MEMBERS)
    rows = "Email,Status\nana@example.org,active\nben@example.org,left\ncy@example.org,whatever\n"
    made = held(people, rows)
    assert made.leavers == Leavers(listed=3, leaving=1, staying=0, others=0)
    assert made.counts.questions == 1
    assert addresses(people) == ["ana@example.org", "cy@example.org"]


@pytest.mark.parametrize(
    "row",
    [
        "ana@gmial.com,active", "ana @gmail.com,active", '"ana@gmail,com",active', "ana＠gmail.com,active",
        "ana@gmail.com; other@example.org,active", "other@example.org / ana@gmail.com,active",
        "ana@gmail.com,active,Pérez, Ana", "ana@gmail.com", '"ana@gmail.com,active', "old@example.org / x@example.org,",
    ],
)  # fmt: skip
def test_whom_a_row_may_mean_that_cannot_be_used_stays(people, row):
    take_in(people, "Email\nold@example.org\nben@example.org\ncy@example.org\n", reason=MEMBERS)
    people.change_address(people.get("old@example.org").id, "ana@gmail.com", now=NOW)
    made = held(people, f"Email,Status\nben@example.org,active\n{row}\n")
    assert made.leavers == Leavers(listed=3, leaving=1, staying=0, others=0, meant=1)
    assert made.leavers.remaining == 2
    assert addresses(people) == ["ana@gmail.com", "ben@example.org"]


@pytest.mark.parametrize(
    "row", ["ana@gmial.com,left", "ana@gmail.com ana,left", "n/a,active", "dee@gmial.com,active"]
)
def test_a_row_that_says_left_or_means_somebody_else_keeps_nobody(people, row):
    take_in(people, "Email\nana@gmail.com\nben@example.org\n", reason=MEMBERS)
    assert held(people, f"Email,Status\nben@example.org,active\n{row}\n").leavers.meant == 0
    assert addresses(people) == ["ben@example.org"]


def test_an_answer_ends_what_a_row_may_mean(people):
    take_in(people, "Email\nana@gmail.com\nben@example.org\n", reason=MEMBERS)
    answers = Answers({"slip:gmial.com": "no"})
    file = "Email,Status\nben@example.org,active\nana@gmial.com,active\n"
    assert held(people, file, answers=answers).leavers.meant == 0
    assert addresses(people) == ["ana@gmial.com", "ben@example.org"]


def test_an_opt_out_in_the_file_is_kept_and_its_person_stays_in_sight(people):
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    held(people, "Email,Email Opt Out\nana@example.org,yes\nben@example.org,no\n")
    assert people.get("ana@example.org").status is Status.SUPPRESSED
    assert people.get("ben@example.org").status is Status.MAILABLE


def test_who_comes_back_has_the_same_id_again_by_file_and_by_hand(people):
    take_in(people, file_of("ana", "ben", "cy"), reason=MEMBERS)
    ids = {name: people.get(f"{name}@example.org").id for name in ("ana", "ben")}
    held(people, file_of("cy"))
    held(people, file_of("cy", "ana"))
    people.add("BEN@example.org", language="en", reason=AGREED, now=LATER)
    assert {name: people.get(f"{name}@example.org").id for name in ("ana", "ben")} == ids
    assert people.show("ana@example.org").consents[0].at == LATER  # and nothing else of what was known


def test_who_came_back_is_found_without_a_look_at_everybody_for_each_who_left(sqlite_db):
    made_people(sqlite_db)
    statement = load_statements("subscribers", "importer.sql")["forget_returned"]
    steps = [row[3] for row in sqlite_db.rows(spell("x", "", f"explain query plan {statement.sqlite}"))]
    assert [step for step in steps if "person" in step] == [
        "SEARCH person USING INDEX sqlite_autoindex_person_1 (id=?)"
    ]


def test_an_id_that_has_another_owner_by_now_is_not_taken_from_them(people):
    take_in(people, file_of("ana", "cy"), reason=MEMBERS)
    old = people.get("ana@example.org").id
    held(people, file_of("cy"))
    held(people, file_of("ana", "cy"))
    people.change_address(old, "ana.new@example.org", now=LATER)
    # As in a list from before it was remembered who had which address.
    for table in ("former", "suppression"):
        people.database.run(spell("x", "", f"DELETE FROM {table}"))
    people.add("ana@example.org", language="en", reason=MEMBERS, now=LATER)
    assert people.get("ana.new@example.org").id == old
    assert people.get("ana@example.org").id != old


def test_of_who_left_long_ago_nothing_is_kept(people):
    take_in(people, file_of("ana", "ben", "cy"), reason=MEMBERS)
    old = people.get("ana@example.org").id
    held(people, file_of("ben", "cy"))
    held(people, file_of("cy"), now=LATER + timedelta(seconds=REMEMBERED + 1))
    held(people, file_of("ana", "cy"), now=LATER + timedelta(seconds=REMEMBERED + 2))
    assert people.get("ana@example.org").id != old


def test_of_who_left_long_ago_nothing_is_kept_without_a_newer_list_either(people):
    take_in(people, file_of("ana", "ben", "cy"), reason=MEMBERS)
    people.change_address(people.get("ana@example.org").id, "ana.new@example.org", now=NOW)
    held(people, file_of("ana.new", "ben"), now=LATER)
    month, over = timedelta(days=30), timedelta(seconds=REMEMBERED)
    held(people, file_of("ben"), now=LATER + month)

    def kept(at) -> list[int]:
        forget_long_gone(people.database, now=at)
        return [
            people.database.value(spell("x", "", f"SELECT count(*) FROM {table}"))
            for table in ("departed", "former")
        ]

    assert kept(LATER + over) == [2, 1]
    # An address that somebody had before they left is kept as long as the one with which they left.
    assert kept(LATER + over + timedelta(seconds=1)) == [1, 1]
    assert kept(LATER + over + month + timedelta(seconds=1)) == [0, 0]


def test_a_suppression_outlives_the_person(people):
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    people.suppressions.suppress("ana@example.org", reason="asked", source="phone", now=NOW)
    held(people, file_of("ben"))
    assert addresses(people) == ["ben@example.org"]
    made = held(people, file_of("ana", "ben"))
    assert (made.counts.suppressed, addresses(people)) == (1, ["ben@example.org"])


def test_when_the_list_has_changed_since_the_report_nothing_is_done(people):
    take_in(people, file_of("ana", "ben"), reason=MEMBERS)
    made = plan(people, file_of("ana"), is_whole=True, reason=MEMBERS)
    people.add("cy@example.org", language="en", reason=MEMBERS, now=NOW)
    with pytest.raises(ListFileError) as error:
        apply(people, made, now=LATER)
    assert error.value.code == "list-changed"
    assert addresses(people) == ["ana@example.org", "ben@example.org", "cy@example.org"]


def test_how_fresh_the_list_is(people):
    assert freshness(people.database) == ()
    take_in(people, file_of("ana"), reason=MEMBERS)
    take_in(people, file_of("ben"))
    by_ground = {each.basis: (each.people, each.at, each.was_held) for each in freshness(people.database)}
    assert by_ground == {"membership": (1, NOW, False), "consent": (1, NOW, False)}
    held(people, file_of("ana"))
    by_ground = {each.basis: (each.people, each.at, each.was_held) for each in freshness(people.database)}
    assert by_ground == {"membership": (1, LATER, True), "consent": (1, NOW, False)}
