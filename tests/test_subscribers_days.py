from datetime import UTC, datetime

import pytest

from subscribers.days import UNKNOWN, AmbiguousDayError, micros_of
from subscribers.moments import from_micros
from subscribers.questions import Answers
from tests.lists import AGREED, MEMBERS, NOW, apply, made_people, plan, take_in


@pytest.fixture
def people(database):
    return made_people(database)


APRIL, MARCH = datetime(2020, 4, 3, tzinfo=UTC), datetime(2020, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2020-04-03", "", APRIL),
        ("2020/4/3", "", APRIL),
        ("2020-04-03 10:30:05", "", datetime(2020, 4, 3, 10, 30, 5, tzinfo=UTC)),
        ("2020-04-03T10:30:05.123Z", "", datetime(2020, 4, 3, 10, 30, 5, tzinfo=UTC)),
        ("43924", "", APRIL),
        ("3.4.2020", "", APRIL),
        ("03.04.20", "month-first", APRIL),
        ("25/03/2020", "", datetime(2020, 3, 25, tzinfo=UTC)),
        ("03/25/2020 09:00", "day-first", datetime(2020, 3, 25, tzinfo=UTC)),
        ("04/04/2020", "", datetime(2020, 4, 4, tzinfo=UTC)),
        ("03/04/2020", "day-first", APRIL),
        ("03-04-2020", "month-first", MARCH),
    ],
)
def test_days_are_read_in_the_forms_of_lists(text, order, day):
    assert from_micros(micros_of(text, order)) == day


@pytest.mark.parametrize(
    ("text", "order"),
    [("", ""), ("yes", ""), ("0000-00-00", ""), ("2020-13-40", ""), ("31/31/2020", ""), ("03/04/2020", "unknown"),
     ("12345", ""), ("1950-01-01", ""), ("99999", "")],
)  # fmt: skip
def test_what_is_no_day_is_unknown(text, order):
    assert micros_of(text, order) == UNKNOWN


def test_what_may_be_two_days_is_not_guessed():
    with pytest.raises(AmbiguousDayError):
        micros_of("03/04/2020")


@pytest.mark.parametrize("header", ["Consent", "Date of consent", "Data zgody"])
@pytest.mark.parametrize(("answer", "day"), [("day-first", APRIL), ("month-first", MARCH), ("unknown", NOW)])
def test_the_order_of_a_date_of_consent_is_asked_once_and_kept_as_its_proof(people, header, answer, day):
    content = f"Email,{header}\nana@example.org,03/04/2020\nben@example.org,25/03/2020\n"
    made = plan(people, content)
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "ASK")]
    assert [(one.key, one.rows) for one in made.questions] == [("dates", 1)]
    apply(people, plan(people, content, answers=Answers({"dates": answer})), now=NOW)
    assert people.show("ana@example.org").consents[0].at == day


def test_the_day_of_a_yes_is_not_asked_about_where_it_is_no_proof(people):
    content = "Email,Consent date\nana@example.org,03/04/2020\n"
    made = plan(people, content, reason=MEMBERS)
    assert (made.counts.added, made.questions) == (1, ())
    apply(people, made, now=NOW)
    assert people.show("ana@example.org").consents[0].at == NOW


def test_a_day_that_has_not_come_is_no_proof(people):
    apply(people, plan(people, "Email,Consent date\nana@example.org,2030-01-01\n"), now=NOW)
    assert people.show("ana@example.org").consents[0].at == NOW


# --- some day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", ["Date", "Date joined", "Join Date", "Timestamp", "Fecha de alta", "Horodateur"]
)
def test_a_day_of_joining_is_a_day_of_consent_only_by_somebodys_word(people, header):
    content = f"Email,{header}\nana@example.org,2024-05-06\n"
    made = plan(people, content)
    assert [(one.key, one.default) for one in made.questions] == [("day-of-yes", "no")]
    assert header in made.questions[0].text
    assert (made.counts.added, made.counts.questions) == (1, 0)
    assert plan(people, content, answers=Answers({"day-of-yes": "no"})).questions == ()
    said = Answers({"day-of-yes": "yes"})
    take_in(people, content, answers=said)
    assert plan(people, content, answers=said).questions == ()
    (proof,) = people.show("ana@example.org").consents
    assert f"{proof.at:%Y-%m-%d}" == "2024-05-06"


def test_without_that_word_the_proof_is_of_the_day_of_the_import(people):
    take_in(people, "Email,Date joined\nana@example.org,2024-05-06\n")
    (proof,) = people.show("ana@example.org").consents
    assert proof.at == NOW


@pytest.mark.parametrize(
    ("header", "reason"),
    [("Date joined", MEMBERS), ("Date of birth", AGREED), ("Consent date,Date joined", AGREED)],
)
def test_a_day_that_proves_nothing_is_not_asked_about(people, header, reason):
    row = "ana@example.org" + ",2024-05-06" * len(header.split(","))
    assert plan(people, f"Email,{header}\n{row}\n", reason=reason).questions == ()
