"""A no that comes by an address that somebody had before holds for the one they have now."""

import pytest

from subscribers.erasure import Erasures
from subscribers.objections import heed
from subscribers.people import Status
from subscribers.questions import Answers
from subscribers.rejoining import rejoin
from tests.lists import AGREED, LATER, MEMBERS, NOW, addresses, made_people, plan, take_in

OLD, NEW, BEN = "ana@example.org", "ana.private@example.org", "ben@example.org"
NEVER = Answers({"whole-file": "never"})
UNSUBSCRIBED = f"Email Address,UNSUB_TIME,LEID,EUID\n{OLD},2026-02-11 10:00:00,1,2\n"
CLEANED = f"Email Address,CLEAN_TIME,LEID,EUID\n{OLD},2026-02-11 10:00:00,1,2\n"


@pytest.fixture
def people(database):
    people = made_people(database)
    take_in(people, f"Email\n{OLD}\n{BEN}\n", reason=MEMBERS, is_whole=True)
    people.change_address(people.get(OLD).id, NEW, now=NOW)
    return people


def status(people, address):
    return people.get(address).status


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (f"Email,Unsubscribed\n{OLD},Y\n", {}),
        (f"Email,Status\n{OLD},unsubscribed\n", {}),
        (UNSUBSCRIBED, {"file_name": "unsubscribed_segment.csv", "reason": None}),
        (f"Email\n{OLD}\n", {"file_name": "opt-outs.csv", "answers": NEVER, "reason": None}),
        (f"Email,Unsubscribed\n{OLD},Y\n{BEN},\n", {"reason": MEMBERS, "is_whole": True}),
        (f"Email,Status\n{OLD},bounced\n{OLD},unsubscribed\n", {}),
    ],
)
def test_an_opt_out_in_a_list_goes_to_where_they_are_now(people, content, given):
    assert take_in(people, content, now=LATER, **given).suppressed == 1
    assert status(people, NEW) is Status.SUPPRESSED
    people.change_address(people.get(NEW).id, OLD, now=LATER)
    assert status(people, OLD) is Status.SUPPRESSED


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (f"Email,Status\n{OLD},bounced\n", {}),
        (f"Email,Status\n{OLD},hard bounce\n", {}),
        (f"Email,On hold\n{OLD},On Hold Bounce\n", {}),
        (CLEANED, {"file_name": "cleaned_segment.csv", "reason": None}),
        (f"Email\n{OLD}\n", {"file_name": "bounces.csv", "answers": NEVER, "reason": None}),
    ],
)
def test_what_bounced_stays_with_the_address_and_is_not_lost(people, content, given):
    take_in(people, content, now=LATER, **given)
    assert status(people, NEW) is Status.MAILABLE
    people.change_address(people.get(NEW).id, OLD, now=LATER)
    assert status(people, OLD) is Status.SUPPRESSED


def test_what_bounced_before_a_move_is_no_objection(people):
    """An address that was mistyped bounces; the right one is written to."""
    people.suppressions.suppress(NEW, reason="bounced", source="provider", now=LATER)
    assert status(people, NEW) is Status.SUPPRESSED
    people.change_address(people.get(NEW).id, "third@example.org", now=LATER)
    assert status(people, "third@example.org") is Status.MAILABLE
    people.change_address(people.get("third@example.org").id, NEW, now=LATER)
    assert status(people, NEW) is Status.SUPPRESSED


@pytest.mark.parametrize(
    "content",
    [f"Email,Status\n{NEW},bounced\n", f"Email,Status\n{NEW},unsubscribed\n"],
)
@pytest.mark.parametrize("says_no", ["before", "after", "in a list", "forgotten"])
def test_a_no_beside_a_bounce_stays_one_whichever_came_first(people, content, says_no):
    said = {"reason": "asked", "source": "phone", "now": LATER}
    if says_no == "before":
        heed(people, [NEW], **said)
    take_in(people, content, now=LATER)
    if says_no == "after":
        heed(people, [NEW], **said)
    if says_no == "in a list":
        take_in(people, f"Email,Unsubscribed\n{OLD},Y\n", now=LATER)
    if says_no == "forgotten":
        Erasures(people).suppress(NEW, now=LATER)
    assert not people.suppressions.find(NEW).of_mailbox
    people.change_address(people.get(NEW).id, "third@example.org", now=LATER)
    assert status(people, "third@example.org") is Status.SUPPRESSED


def test_a_no_over_two_moves_reaches_the_last_address(people):
    people.change_address(people.get(NEW).id, "third@example.org", now=NOW)
    heed(people, [OLD], reason="asked", source="phone", now=LATER)
    assert status(people, "third@example.org") is Status.SUPPRESSED


def test_a_no_at_an_address_that_is_somebody_elses_by_now_is_theirs(people):
    people.change_address(people.get(BEN).id, OLD, now=NOW)
    heed(people, [OLD], reason="asked", source="phone", now=LATER)
    assert (status(people, OLD), status(people, NEW)) == (Status.SUPPRESSED, Status.MAILABLE)


def test_who_left_the_list_and_says_no_by_an_older_address_is_not_brought_back_by_a_list(people):
    take_in(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True, now=LATER)
    heed(people, [OLD], reason="asked", source="phone", now=LATER)
    take_in(people, f"Email\n{NEW}\n{OLD}\n", now=LATER)
    assert addresses(people) == [BEN]


def test_one_file_with_a_no_by_the_old_address_and_the_new_one_takes_nobody_in(people):
    take_in(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True, now=LATER)
    done = take_in(people, f"Email,Unsubscribed\n{OLD},Y\n{NEW},\n", now=LATER)
    assert (addresses(people), done.added, done.suppressed) == ([BEN], 0, 2)


def test_who_left_is_not_suppressed_where_somebody_else_is_by_now(people):
    take_in(people, f"Email\n{BEN}\n", reason=MEMBERS, is_whole=True, now=LATER)
    people.change_address(people.get(BEN).id, NEW, now=LATER)
    heed(people, [OLD], reason="asked", source="phone", now=LATER)
    assert status(people, NEW) is Status.MAILABLE


def test_who_came_back_since_is_not_silenced_by_the_same_no_read_again(people):
    said = {"reason": "unsubscribed", "source": "provider", "now": LATER}
    assert heed(people, [OLD], again=False, **said) == 1
    rejoin(people, NEW, reason=AGREED, now=LATER, known={"language": "en"})
    assert heed(people, [OLD], again=False, **said) == 0
    assert status(people, NEW) is Status.MAILABLE
    heed(people, [OLD], **said)
    assert status(people, NEW) is Status.SUPPRESSED


def test_the_report_names_how_many_are_reached_by_an_older_address(people):
    made = plan(people, f"Email,Unsubscribed\n{OLD},Y\n{BEN},Y\n")
    assert [note for note in made.notes if "another address" in note] == [
        "Of those who said no, 1 has or had another address on this list: no mail goes there, either."
    ]
