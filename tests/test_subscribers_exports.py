"""Exports of other programs, by the headers they write (as their importers and tests in public name them)."""

import pytest

from subscribers.errors import ListFileError
from subscribers.exports import is_name_of_bounces, is_name_of_opt_outs
from subscribers.questions import Answers
from tests.lists import LISTS, NOW, addresses, apply, made_people, plan


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


MAILCHIMP = (
    "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
    "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,{}LEID,EUID,NOTES,TAGS\n"
)
ROW = (
    'ana@example.org,Ana,Pérez,,,,2,2024-03-01 10:00:00,192.0.2.7,2024-03-01 10:02:00,192.0.2.7,,,0,1,,GB,,{}1,a,,'
    '"""VIP"",""Blog"""\n'
)  # fmt: skip
UNSUBSCRIBED = MAILCHIMP.format(
    "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_CAMPAIGN_ID,UNSUB_REASON,"
)
CLEANED = MAILCHIMP.format("CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,")
LEFT = ROW.format(",2024-05-01 10:00:00,May,7,7,,")
SUBSCRIBED = MAILCHIMP.format("") + ROW.format("2024-03-01 10:02:00,")


def test_subscribers_of_mailchimp_are_people(people):
    made = plan(people, SUBSCRIBED, file_name="subscribed_email_audience_export_1a.csv")
    apply(people, made, now=NOW)
    assert made.file.looks_like == "This looks like Mailchimp's list of people who subscribed."
    assert {"OPTIN_IP", "CONFIRM_IP", "LATITUDE", "Birthday"} <= set(made.file.dropped)
    assert addresses(people) == ["ana@example.org"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("unsubscribed_email_audience_export_1a.csv", UNSUBSCRIBED + LEFT, "unsubscribed"),
        ("unsubscribed_members_export_1a.csv", SUBSCRIBED, "unsubscribed"),
        ("unsubscribed_members_export_1a.csv", UNSUBSCRIBED + ROW.format(",,,,,,"), "unsubscribed"),
        ("cleaned_members_export_1a.csv", CLEANED + ROW.format(",2024-05-01 10:00:00,May,7,"), "(cleaned)"),
        ("cleaned_members_export_1a.csv", SUBSCRIBED, "(cleaned)"),
        ("audience.csv", UNSUBSCRIBED + LEFT, "unsubscribed or were cleaned"),
        ("audience.csv", CLEANED + ROW.format(",2024-05-01 10:00:00,May,7,"), "unsubscribed or were cleaned"),
    ],
)  # fmt: skip
def test_who_left_at_mailchimp_becomes_a_suppression_and_never_a_person(people, name, content, words):
    made = plan(people, content, file_name=name)
    assert "offered as suppressions, never as people" in made.file.looks_like
    assert words in made.file.looks_like
    assert (made.counts.added, made.counts.suppressed) == (0, 1)
    apply(people, made, now=NOW)
    assert (people.count(), people.suppressions.count()) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "added", "suppressed", "questions"),
    [("", 0, 1, 1), ("yes", 1, 1, 0), ("never", 0, 2, 0), ("no", 0, 1, 0)],
)
def test_a_row_without_a_time_in_a_list_of_those_who_left_is_a_question(
    people, answer, added, suppressed, questions
):
    content = UNSUBSCRIBED + LEFT + ROW.format(",,,,,,").replace("ana@", "ben@")
    answers = Answers({"column:unsub_time": answer})
    made = plan(people, content, file_name="audience.csv", answers=answers)
    counts = made.counts
    assert (counts.added, counts.suppressed, counts.questions) == (added, suppressed, questions)
    if questions:
        assert [one.key for one in made.questions] == ["column:unsub_time"]
        assert made.rows[-1].reason.startswith('nothing in the column "UNSUB_TIME"')


def test_a_row_of_such_a_list_that_cannot_be_used_stays_one(people):
    content = SUBSCRIBED.replace("ana@example.org", "n/a")
    made = plan(people, content, file_name="unsubscribed_members_export_1a.csv")
    assert (made.counts.suppressed, made.counts.rejected) == (0, 1)


def test_people_who_never_subscribed_are_not_taken_in_without_a_word(people):
    with pytest.raises(ListFileError) as caught:
        plan(people, SUBSCRIBED, file_name="nonsubscribed_members_export_1a.csv")
    assert caught.value.code == "opt-out-file"


def test_a_report_of_action_network_is_recognised(people):
    made = plan(people, LISTS / "action_network_report.csv")
    assert made.file.looks_like == "This looks like a report of Action Network."
    assert (made.counts.added, made.counts.suppressed) == (1, 3)


CIVICRM = (
    '"Contact ID","Contact Type","Do Not Email","Do Not Phone","Do Not Mail","Do Not Sms","Do Not Trade",'
    '"No Bulk Emails (User Opt Out)","Preferred Language","Is Deceased","Display Name","First Name","Last Name",'
    '"Email","On Hold"\n'
)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("No,No,No,No,No,No", "OK"),
        (",,,,,", "OK"),
        ("Yes,No,No,No,No,No", "OUT"),
        ("No,No,No,No,No,Yes", "OUT"),
        ("No,Yes,Yes,Yes,Yes,No", "OK"),
    ],
)
def test_who_wants_no_mail_in_civicrm_gets_none_and_who_wants_no_calls_may(people, row, outcome):
    made = plan(people, f"{CIVICRM}7,Individual,{row},en_GB,No,Ana Pérez,Ana,Pérez,ana@example.org,No\n")
    assert made.file.looks_like == "This looks like an export of CiviCRM."
    assert (made.rows[0].outcome if made.rows else "OK") == outcome


@pytest.mark.parametrize(
    ("held", "outcome"), [("On Hold Bounce", "OUT"), ("On Hold Opt Out", "OUT"), ("No", "OK"), ("", "OK")]
)
def test_an_address_on_hold_in_civicrm_takes_no_mail(people, held, outcome):
    made = plan(people, f"{CIVICRM}7,Individual,,,,,,,cy_GB,,Ana Pérez,Ana,Pérez,ana@example.org,{held}\n")
    assert (made.rows[0].outcome if made.rows else "OK") == outcome


OUTLOOK = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Business Street","Home Phone","Birthday",'
    '"Categories","E-mail Address","E-mail Type","E-mail Display Name","E-mail 2 Address","E-mail 2 Type",'
    '"E-mail 2 Display Name","Gender","Language","Manager\'s Name","Notes","Sensitivity"\n'
)


def test_contacts_of_outlook_give_the_first_address_and_no_more_than_needed(people):
    row = (
        '"","Ana","","Pérez","","Dock","","","","","ana@example.org","SMTP","Ana","a2@example.org","SMTP"'
        + ',""' * 6
    )
    made = plan(people, f"{OUTLOOK}{row}\n")
    apply(people, made, now=NOW)
    assert made.file.looks_like == "This looks like the contacts of Outlook."
    assert [(one.address, one.name) for one in people.listing()] == [("ana@example.org", "Ana Pérez")]
    assert {"Birthday", "E-mail 2 Address", "Gender", "Notes"} <= set(made.file.dropped)


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Middle Name,Last Name,Nickname,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Photo",
        "Given Name,Additional Name,Family Name,Name,Birthday,Notes,Group,E-mail 1 - Type,E-mail 1 - Value,X",
    ],
)
def test_contacts_of_google_are_recognised_and_several_addresses_in_a_cell_are_asked_about(people, header):
    rows = (
        "Ana,,Pérez,,,,* myContacts,* Home,ana@example.org,\n"
        "Ben,,Roe,,,,* myContacts,* Work ::: * Home,b@work.example.org ::: ben@example.org,\n"
    )
    made = plan(people, f"{header}\n{rows}")
    assert made.file.looks_like == "This looks like the contacts of Google."
    assert [(row.line, row.outcome) for row in made.rows] == [(3, "ASK")]
    assert [one.key for one in made.questions] == ["two-addresses"]
    assert made.counts.added == 1


def test_a_list_of_ones_own_looks_like_nothing(people):
    assert plan(people, "Email,Name\nana@example.org,Ana\n").file.looks_like == ""


@pytest.mark.parametrize(
    "name", ["Former members", "ex-members", "Resigned 2025", "WYPISANI", "Dezabonaţi", "Désinscrits.csv"]
)
def test_names_of_lists_of_people_who_left_are_known(name):
    assert is_name_of_opt_outs(name)


@pytest.mark.parametrize(
    "name",
    [
        "Members",
        "Leftfield",
        "Boxmembers",
        "Essex members",
        "Casino email list",
        "donotes.csv",
        "Sussex-members",
        "Retired members",
        "list.csv",
        "Cleaners branch",
    ],
)
def test_names_of_other_lists_are_left_alone(name):
    assert not is_name_of_opt_outs(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bounces.csv", True), ("Hard bounced at", True), ("cleaned_segment_export_1.csv", True), ("CLEAN_TIME", True),
        ("bounced and unsubscribed.csv", False), ("Bounced / spam", False), ("unsubscribed.csv", False),
        ("bouncesandunsubscribes.csv", False), ("members.csv", False), ("", False),
    ],
)  # fmt: skip
def test_a_name_that_speaks_of_mailboxes_alone_is_told_from_one_that_speaks_of_people(name, told):
    assert is_name_of_bounces(name) is told


@pytest.mark.parametrize("header", ["Email,Name", "Name,Email"])
def test_a_row_with_a_missing_quotation_mark_says_no_like_the_others_of_its_list(people, header):
    content = f'{header}\n"ana@example.org,Ana\nBen,ben@example.org\n'
    made = plan(people, content, file_name="opt-outs.csv", answers=Answers({"whole-file": "never"}))
    apply(people, made, now=NOW)
    assert people.suppressions.find("ana@example.org") is not None
