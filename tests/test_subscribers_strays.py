"""A no in a column of any name is a question; in free text it is none."""

import pytest

from subscribers.questions import Answers
from subscribers.strays import FEW
from tests.lists import LATER, MEMBERS, addresses, apply, made_people, plan, take_in


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


def file_of(header: str, *values: str) -> str:
    rows = "".join(f'person{number}@example.org,"{value}"\n' for number, value in enumerate(values))
    return f"Email,{header}\n{rows}"


@pytest.mark.parametrize("header", ["Membership", "State", "List", "Status2", "", "Étape"])
@pytest.mark.parametrize(
    "value",
    [
        "Unsubscribed", "CLEANED", "bounced", "Opted out", "Unsubscribed (by phone)", "Dado de baja", "Rebotado",
        "Wedi'i ddad-danysgrifio", "Wypisany", "Odbity", "Dezabonat", "Respins", "Descadastrado", "Désabonné", "Rejeté",
        "ملغي الاشتراك", "مرتد", "Lapsed", "Deceased", "Resigned", "Ex-member", "Fallecida", "Zmarły", "Décédée",
        "Former member",
    ],
)  # fmt: skip
def test_a_no_below_any_header_is_asked_about(people, header, value):
    made = plan(people, file_of(header, "Full", value, "Full"), reason=MEMBERS)
    assert (made.counts.added, made.counts.questions, made.rows[0].line) == (2, 1, 3)
    assert [one.key for one in made.questions] == [f"said-no:{header.casefold() or 'column 2'}"]
    assert made.questions[0].rows == 1


@pytest.mark.parametrize("value", ["Left", "Pending", "Cancelled", "Expired", "Transferred"])
def test_a_word_that_sorts_other_things_as_well_is_no_reason_to_ask(people, value):
    assert plan(people, file_of("Wing", "Full", value), reason=MEMBERS).questions == ()


@pytest.mark.parametrize(
    ("answer", "added", "out", "left"), [("never", 1, 1, 0), ("no", 1, 0, 1), ("yes", 2, 0, 0)]
)
def test_the_answer_settles_every_row_of_the_column(people, answer, added, out, left):
    answers = Answers({"said-no:membership": answer})
    made = plan(people, file_of("Membership", "Full", "Unsubscribed"), reason=MEMBERS, answers=answers)
    counts = made.counts
    assert (counts.added, counts.suppressed, counts.left, counts.questions) == (added, out, left, 0)
    apply(people, made, now=LATER)
    assert people.suppressions.count() == out


@pytest.mark.parametrize("first", [True, False])
def test_in_free_text_such_a_word_says_nothing(people, first):
    """Also where the word comes first, when nobody can know yet that the column holds remarks."""
    remarks = [f"remark {number}" for number in range(FEW)]
    values = ["Unsubscribed", *remarks] if first else [*remarks, "Unsubscribed"]
    made = plan(people, file_of("Notes", *values), reason=MEMBERS)
    assert (made.counts.added, made.questions, made.rows) == (FEW + 1, (), ())
    assert apply(people, made, now=LATER) == made.counts
    assert len(addresses(people)) == FEW + 1


def test_with_as_many_values_as_a_status_may_have_it_is_asked_about(people):
    values = [*(f"kind {number}" for number in range(FEW - 1)), "", " ", "Unsubscribed", "kind 1"]
    made = plan(people, file_of("Kind", *values), reason=MEMBERS)
    assert (made.counts.added, made.counts.questions) == (FEW + 2, 1)


def test_what_a_status_says_more_strictly_stands(people):
    made = plan(people, "Email,Status,Membership\nana@example.org,Lapsed,Unsubscribed\n", reason=MEMBERS)
    assert (made.counts.left, made.counts.questions) == (1, 0)


def test_a_question_keeps_its_person_on_the_list(people):
    take_in(people, "Email\nana@example.org\nben@example.org\n", reason=MEMBERS)
    content = "Email,Membership\nana@example.org,Full\nben@example.org,Bounced\n"
    assert plan(people, content, reason=MEMBERS, is_whole=True).leavers.leaving == 0
