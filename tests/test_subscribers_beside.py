"""Other addresses in a row: a no at one of them holds for its person, and nobody is on the list twice."""

import pytest

from subscribers import consent
from subscribers.objections import heed
from subscribers.people import Status
from subscribers.questions import Answers
from subscribers.statements import spell
from tests.lists import LATER, MEMBERS, NOW, addresses, made_people, plan, take_in
from tests.sheets import Tab, xlsx

HOME, WORK, BEN = "ana@example.org", "ana@work.example.org", "ben@example.org"
BOTH = Answers({"address-column": "Home email", "two-addresses": "first", "link": "shown"})
ROWS = {
    "two columns": f"Home email,Work email\n{HOME},{WORK}\n{BEN},\n",
    "numbered": f"E-mail Address,E-mail 2 Address\n{HOME},{WORK}\n{BEN},\n",
    "in a cell": f'Email,Name\n"{HOME}; {WORK}",Ana\n{BEN},\n',
    "behind a link": xlsx({"Members": Tab([["Email"], [HOME], [BEN]], links={"A2": f"mailto:{WORK}"})}),
}


@pytest.fixture
def people(database):
    return made_people(database)


def file(how: str) -> dict[str, object]:
    return {"answers": BOTH, "file_name": "list.xlsx" if isinstance(ROWS[how], bytes) else "list.csv"}


@pytest.mark.parametrize("how", ROWS)
@pytest.mark.parametrize("no", ["suppressed", "withdrawn", "in a list", "forgotten"])
def test_who_said_no_at_the_other_address_is_not_taken_in_at_this_one(people, how, no):
    if no == "withdrawn":
        take_in(people, f"Email\n{WORK}\n")
        consent.withdraw(people.database, people.get(WORK).id, source="phone", now=NOW)
    elif no == "in a list":
        take_in(people, f"Email,Unsubscribed\n{WORK},Y\n")
    else:
        reason = "asked to be forgotten" if no == "forgotten" else "asked"
        heed(people, [WORK], reason=reason, source="phone", now=NOW)
    made = plan(people, ROWS[how], **file(how))
    assert (made.counts.added, made.counts.suppressed) == (1, 1)
    assert take_in(people, ROWS[how], now=LATER, **file(how)).suppressed == 1
    assert people.find(HOME) is None
    assert people.suppressions.find(HOME) is not None
    assert people.get(BEN).status is Status.MAILABLE


def test_a_no_in_another_row_of_the_same_file_counts_too(people):
    """It may be somebody else's: of a couple each has a row."""
    rows = f"Home email,Work email,Unsubscribed\n{HOME},{WORK},\n{WORK},,Y\n{BEN},,\n"
    counts = take_in(people, rows, answers=BOTH)
    assert (counts.suppressed, counts.questions, addresses(people)) == (1, 1, [BEN])
    same = Answers({**BOTH.given, "same-person": "yes"})
    assert take_in(people, rows, answers=same, now=LATER).suppressed == 2
    assert people.suppressions.find(HOME) is not None


def test_an_answer_says_that_a_no_in_another_row_is_somebody_elses(people):
    rows = f"Home email,Work email,Unsubscribed\n{HOME},{WORK},\n{WORK},,Y\n{BEN},,\n"
    other = Answers({**BOTH.given, "same-person": "no"})
    assert take_in(people, rows, answers=other).added == 2
    assert people.get(HOME).status is Status.MAILABLE


def test_a_no_is_a_question_to_somebody_with_a_row_of_their_own(people):
    rows = f"Home email,Work email,Unsubscribed\n{HOME},{BEN},Y\n{BEN},,\n"
    assert take_in(people, rows, answers=BOTH).questions == 1
    assert people.suppressions.find(BEN) is None
    other = Answers({**BOTH.given, "same-person": "no"})
    take_in(people, rows, answers=other, now=LATER)
    assert people.get(BEN).status is Status.MAILABLE


def test_a_no_is_carried_to_a_row_of_the_same_person(people):
    rows = f"Home email,Work email,Unsubscribed\n{HOME},{BEN},Y\n{BEN},,\n"
    take_in(people, rows, answers=Answers({**BOTH.given, "same-person": "yes"}))
    assert people.suppressions.find(BEN) is not None


def test_two_rows_of_one_person_who_said_no_earlier_are_a_question(people):
    heed(people, [WORK], reason="asked", source="phone", now=NOW)
    rows = f"Home email,Work email\n{HOME},{WORK}\nana.new@example.org,{WORK}\n{BEN},\n"
    assert take_in(people, rows, answers=BOTH).questions == 2
    assert addresses(people) == [BEN]


@pytest.mark.parametrize("rows", [
    f"Home email,Work email,Status\n{HOME},{WORK},bounced\n", f"Home email,Work email,Bounced\n{HOME},{WORK},Y\n",
])  # fmt: skip
def test_a_bounce_is_that_of_one_mailbox(people, rows):
    take_in(people, rows, answers=BOTH)
    assert people.suppressions.find(HOME).of_mailbox
    assert people.suppressions.find(WORK) is None


def test_what_an_older_version_kept_of_a_mailbox_keeps_nobody_out_elsewhere(people):
    people.suppressions.suppress(WORK, reason="bounced", source="provider", now=NOW)
    people.database.run(spell("x", "", "UPDATE suppression SET of_mailbox = 0"))
    assert take_in(people, ROWS["two columns"], answers=BOTH).added == 2


@pytest.mark.parametrize(
    "row", [f",{WORK},Active", f"ana@gmial.com,{WORK},Active", f"{HOME},{WORK},whatever"]
)
def test_a_sync_keeps_whoever_stands_beside_in_a_row_that_cannot_be_used(people, row):
    take_in(people, f"Email\n{WORK}\n{BEN}\n", reason=MEMBERS)
    rows = f"Home email,Work email,Status\n{BEN},,Active\n{row}\n"
    take_in(people, rows, answers=BOTH, now=LATER, reason=MEMBERS, is_whole=True)
    assert WORK in addresses(people)


@pytest.mark.parametrize("said", ["bounced", "moved"])
def test_what_is_known_of_the_other_mailbox_alone_keeps_nobody_out(people, said):
    if said == "bounced":
        people.suppressions.suppress(WORK, reason="bounced", source="provider", now=NOW)
    else:
        take_in(people, f"Email\n{WORK}\n")
        people.change_address(people.get(WORK).id, "ana.new@example.org", now=NOW)
    assert take_in(people, ROWS["two columns"], answers=BOTH).added == 2


@pytest.mark.parametrize("how", ROWS)
def test_who_is_on_the_list_at_the_other_address_is_a_question(people, how):
    take_in(people, f"Email\n{WORK}\n")
    made = plan(people, ROWS[how], **file(how))
    assert (made.counts.added, made.counts.questions) == (1, 1)
    assert [one.key for one in made.questions if one.key == "same-person"] == ["same-person"]
    assert [str(row.outcome) for row in made.rows if "same person" in row.reason] == ["ASK"]


@pytest.mark.parametrize(
    ("answer", "listed"), [("yes", [WORK, BEN]), ("no", [HOME, WORK, BEN]), ("", [WORK, BEN])]
)
def test_an_answer_says_who_it_is(people, answer, listed):
    take_in(people, f"Email,First name\n{WORK},\n")
    answers = Answers({**BOTH.given, "same-person": answer})
    rows = f"Home email,Work email,First name\n{HOME},{WORK},Ana\n{BEN},,Ben\n"
    counts = take_in(people, rows, answers=answers, now=LATER)
    assert addresses(people) == sorted(listed)
    assert counts.changed == (answer == "yes")
    assert people.get(WORK).first_name == ("Ana" if answer == "yes" else "")


@pytest.mark.parametrize(("answer", "stays"), [("yes", True), ("no", False), ("", True)])
def test_a_sync_removes_nobody_who_stands_there_with_another_address(people, answer, stays):
    take_in(people, f"Email\n{WORK}\n{BEN}\n", reason=MEMBERS)
    answers = Answers({**BOTH.given, "same-person": answer})
    take_in(people, ROWS["two columns"], answers=answers, now=LATER, reason=MEMBERS, is_whole=True)
    assert (people.find(WORK) is not None) == stays
    assert (people.find(HOME) is not None) == (answer == "no")


def test_an_address_beside_several_people_is_nobodys_in_particular(people):
    take_in(people, f"Email\n{WORK}\n")
    answers = Answers({**BOTH.given, "same-person": "yes"})
    rows = f"Home email,Work email\n{HOME},{WORK}\n{BEN},{WORK}\neva@example.org,\n"
    assert take_in(people, rows, answers=answers, now=LATER).questions == 2
    assert addresses(people) == sorted([WORK, "eva@example.org"])


@pytest.mark.parametrize("shared", ["office@example.org", "the.joneses@example.org"])
@pytest.mark.parametrize("colleagues", [1, 3])
def test_a_no_of_one_person_is_a_question_to_those_who_share_an_address_but_an_offices(
    people, shared, colleagues
):
    others = "".join(f"m{number}@example.org,{shared},\n" for number in range(colleagues))
    rows = f"Home email,Work email,Unsubscribed\n{HOME},{shared},Y\n{others}"
    counts = take_in(people, rows, answers=BOTH)
    is_office = shared.startswith("office")
    assert (counts.added, counts.questions) == ((colleagues, 0) if is_office else (0, colleagues))
    assert (people.suppressions.find(shared) is None) == is_office


def test_rows_with_one_person_of_the_list_at_both_addresses_ask_nothing(people):
    take_in(people, f"Email\n{WORK}\n{HOME}\n")
    assert take_in(people, ROWS["two columns"], answers=BOTH, now=LATER).questions == 0
