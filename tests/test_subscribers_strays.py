"""A no in a column of any name is a question; in free text it is none."""

import pytest

from subscribers.questions import Answers
from subscribers.strays import FEW, MANY
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


REMARKS = [f"remark {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:FEW]]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("word", ["Lapsed", "Deceased", "asked not to be emailed", "was unsubscribed once"])
def test_in_free_text_such_a_word_says_nothing(people, word, first):
    """Also where the word comes first, when nobody can know yet that the column holds remarks."""
    values = [word, *REMARKS] if first else [*REMARKS, word]
    made = plan(people, file_of("Notes", *values), reason=MEMBERS)
    assert (made.counts.added, made.questions, made.rows) == (FEW + 1, (), ())
    assert apply(people, made, now=LATER) == made.counts
    assert len(addresses(people)) == FEW + 1


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "remark",
    [
        "Unsubscribed 3/4/24, rang the office", "UNSUBSCRIBED", "Do not email please", "Do NOT e-mail: moved away",
        "Never email", "Has unsubscribed", "unsub in May", "Se dio de baja", "Nu mai trimiteți", "ألغى الاشتراك",
        "Don't email", "Don´t email", "DON`T EMAIL", "Don&#39;t e-mail",
        "*DO NOT EMAIL*", "Please do not email her", "Opted out by phone", "No emails please",
        "Doesn’t want emails", "Stop all emails", "Removed from mailing list", "Dada de baja en mayo",
        "No enviar correos", "Nie wysyłać maili", "Wypisana w maju", "Nu trimiteți e-mail", "Dezabonată", "Não enviar",
        "Désabonnée en mai", "Ne pas envoyer", "Peidiwch ag e-bostio", "Dad-danysgrifiodd", "لا ترسل بعد الان",
    ],
)  # fmt: skip
def test_a_remark_that_begins_with_a_plain_no_is_asked_about(people, remark, first):
    values = [remark, *REMARKS, "Rang"] if first else [*REMARKS, "Rang", remark]
    made = plan(people, file_of("Notes", *values), reason=MEMBERS)
    assert [(row.line, row.outcome) for row in made.rows] == [(2 if first else FEW + 3, "ASK")]
    assert [one.key for one in made.questions] == ["said-no:notes"]
    if not first:
        assert remark not in made.rows[0].reason


@pytest.mark.parametrize(
    "remark",
    [
        "Do not phone", "Does not drive", "Do not contact by phone", "No car", "No email address yet",
        "Opted for nights", "Opted out of the political levy", "Optician", "Stop the cuts", "Removed from rota",
        "Desk moved", "Wants a lift", "Unsubscribed from texts", "No reply to email", "Please ring first",
    ],
)  # fmt: skip
def test_a_remark_about_something_else_is_none(people, remark):
    assert plan(people, file_of("Notes", *REMARKS, "Rang", remark), reason=MEMBERS).questions == ()


@pytest.mark.parametrize(
    "value", ["Lapsed {:02}/03/2024", "Resigned 2024-03-{:02}", "Bounced ({})", "Deceased {} March 2024"]
)
def test_a_day_or_a_number_makes_no_value_another(people, value):
    values = [value.format(number) for number in range(1, 2 * FEW)]
    made = plan(people, file_of("State of play", *values, "", "Full 2"), reason=MEMBERS)
    assert (made.counts.questions, made.counts.added) == (len(values), 2)
    assert [(one.key, one.rows) for one in made.questions] == [("said-no:state of play", len(values))]


@pytest.mark.parametrize("many", [20, MANY + 20])
@pytest.mark.parametrize(
    "word",
    [
        "Deceased", "Unsubscribed", "DO NOT EMAIL", "Resigned", "LAPSED", "Décédée", "ex-member", "resigned 3/4/24",
        "(deceased)", "Opted out", "Zmarły",
    ],
)  # fmt: skip
def test_a_no_among_any_number_of_numbers_is_heard(people, many, word):
    numbers = [f"M{number}" for number in range(many)]
    made = plan(people, file_of("Card", *numbers, word, "n/a"), reason=MEMBERS)
    assert (made.counts.added, made.counts.questions) == (many + 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        "Do not email please", "asked not to be emailed", "no longer wants emails", "please remove from list",
        "objects to emails", "consent withdrawn", "Email: no", "unsub", "Unsub 3/4", "off the mailing list",
        "asked to be taken off the list", "email bounced", "ne veut plus de mails", "aucun email", "dim e-byst",
        "ddim eisiau e-byst", "se dio de baja", "nu mai trimiteți", "nie pisać",
        "ligou e não quer emails", "ألغى الاشتراك",
        "Rang: unsubscribed in May", "No, unsubscribed",
        "withdrew consent", "Do not email ::: * myContacts", "Do not email, Do not phone",
        "reps; Lapsed", "No newsletter", "Please don't e-mail", "nie chce maili", "ne veut pas de courriel",
    ],
)  # fmt: skip
def test_a_remark_that_says_no_is_asked_about_where_a_column_has_few(people, value):
    made = plan(people, file_of("Notes", "Full", value, "Full"), reason=MEMBERS)
    assert [(row.line, row.outcome) for row in made.rows] == [(3, "ASK")]
    assert [one.key for one in made.questions] == ["said-no:notes"]


def test_with_as_many_values_as_a_status_may_have_it_is_asked_about(people):
    values = [*REMARKS[: FEW - 1], "", " ", "Unsubscribed", "remark a"]
    made = plan(people, file_of("Kind", *values), reason=MEMBERS)
    assert (made.counts.added, made.counts.questions) == (FEW + 2, 1)


def test_a_remark_is_not_shown_for_it_may_hold_a_name(people):
    made = plan(people, file_of("Notes", "Do not email Ben Roe", "Unsubscribed"), reason=MEMBERS)
    assert [row.reason for row in made.rows] == [
        'a word such as "unsubscribed" in the column "Notes"', '"Unsubscribed" in the column "Notes"'
    ]  # fmt: skip


DENYING = [
    "No newsletter", "Newsletter: not wanted", "Does not want email", "Consent not given", "Without consent",
    "Sin consentimiento", "Nie chce biuletynu", "Ne veut pas de courriel", "Não quer boletim", "Heb gydsynio",
    "لا يريد البريد",
]  # fmt: skip


@pytest.mark.parametrize("header", DENYING)
@pytest.mark.parametrize("value", ["03/02/2024", "yes - phoned", "X (AB)", "told Ben", "No"])
def test_whatever_stands_below_a_name_that_says_no_is_asked_about(people, header, value):
    made = plan(people, file_of(header, value, ""), reason=MEMBERS)
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "ASK")]
    assert made.counts.added == 1


def test_it_is_asked_once_for_any_number_of_them(people):
    values = [*REMARKS, "03/02/2024", "04/02/2024", "told Ben", ""]
    made = plan(people, file_of("No newsletter", *values), reason=MEMBERS)
    assert [(one.key, one.rows) for one in made.questions] == [("column:no newsletter", len(values) - 1)]
    assert not any("told" in row.reason for row in made.rows)


@pytest.mark.parametrize(
    "value", ["No (3/4/24)", "N - 03/04/2024", "Yes 2024-01-02", "Withdrawn 2024-03-12", "Expired"]
)
def test_a_day_beside_an_answer_hides_it_not(people, value):
    made = plan(people, file_of("Opted in to newsletter", value, ""), reason=MEMBERS)
    assert (made.counts.questions, made.counts.added) == (1, 1)


HARMLESS = {
    "Mailing address": ("12 High Street", "Flat 3, 9 Mill Lane", "No 5 Stop Street"),
    "Contact phone": ("07700 900123",),
    "Email salutation": ("Dear Ana", "Dear Mr Roe"), "List name": ("Branch", "Reps"), "Contact no": ("07700 900123",),
    "Member No / e-mail 2": ("1001", "1002"), "Membership No": ("1", "2"), "Subscription No.": ("12345",),
    "Notes": ("Rang about the dispute", "No car", "Moved house, left message", "Not in on Mondays"),
    "Benefits": ("Opted out of pension", "Opted out of the political fund", "Bounced cheque"),
    "Answer": ("Not unsubscribed", "Has never unsubscribed"),
    "Log": ("Unsubstantiated", "Off the rota", "Objects to the rota", "Mail order", "Never emailed back", "Has a car"),
    "Subscription end date": ("2026-01-02",), "Membership expiry": ("2026-01-02",), "Newsletter no": ("12", "13"),
    "Former employer": ("Royal Mail",), "Contract expired": ("Yes", "No"), "Email expired": ("",),
    "Comments": ("Left early from the meeting", "Stopped by the office", "Will not be at AGM", "no", "None"),
    "Remarks": ("Opted for part time", "Does not drive", "Never phoned back", "Removed from rota"),
    "Meeting notes": ("Stop the cuts", "No email address on the form yet"),
    "Town": ("Barking", "Nottingham", "Lapford"),
    "Address line 1": ("1 No Mans Lane", "Stop Hill"), "Job title": ("Former", "Mail sorter", "Dead letter officer"),
    "Employer": ("Royal Mail", "No. 10 Ltd", "Post Office"), "Department": ("Mail room", "Complaints", "Returns"),
    "Workplace": ("Stop & Shop", "Blocked Road Depot"), "Shift": ("Day", "None", "Off"), "Grade": ("1", "2", "N"),
    "Member type": ("Full", "Retired", "Student"), "Joined": ("2020-01-02",), "Date of birth": ("1970-01-02",),
    "Gender": ("F", "Not said", "Prefer not to say"), "Disability": ("No", "None", "Yes"), "Paid": ("Yes", "No"),
    "Payment method": ("Direct debit", "Cancelled", "None"), "Subscription paid": ("Yes",), "Subs rate": ("A", "B"),
    "Direct debit": ("Active", "Cancelled", "None"), "Rep": ("Yes", "No", "N"), "Region": ("North", "None"),
    "Sector": ("Post", "Mail", "Telecoms"), "Website": ("https://example.org", "none"), "Phone": ("0", "no phone"),
    "Mobile": ("none", "no"), "Contact name": ("Ana Roe",), "Contact since": ("2019",), "Email type": ("Home", "html"),
    "Contact type": ("Member", "Supporter"), "Source": ("Newsletter signup", "Email", "Phone", "post"),
    "Emails sent": ("1", "0"), "Last mailing": ("2026-01-02",), "Diet": ("None", "No nuts"), "Vehicle": ("No car",),
    "Attended AGM": ("Yes", "No", "Apologies"), "Voted": ("Yes", "No"), "Interests": ("Pensions, pay", "Health"),
    "Children": ("0", "No"), "Age group": ("Under 30",), "Title": ("Mr", "None"), "Middle name": ("Stop", "Left"),
    "Created by": ("Email import", "admin"), "Registered on the portal": ("Yes", "No"), "Paid on time": ("Yes",),
    "London Travelcard": ("Yes", "No"), "Orthodontist": ("Yes",), "Leave entitlement": ("25", "None"),
    "Sick leave": ("No", "Yes"), "Contract": ("Permanent", "Terminated", "Ended"), "Contract end date": ("2026-01-02",),
    "First aid": ("No", "Expired"), "DBS check": ("Expired", "Pending", "Not required"), "Survey": ("Not at home",),
    "Training": ("Declined", "Not attended"), "Invited": ("Declined", "Accepted", "No reply"), "Lettering": ("Yes",),
    "Ballot": ("Refused", "Not returned"), "Canvass": ("Not in", "No", "Refused"), "Occupation": ("Postman", "Mailman"),
    "Description": ("No longer at the depot", "Never misses a meeting"), "Postal address": ("1 High St",),
}  # fmt: skip


@pytest.mark.parametrize("header", HARMLESS)
def test_a_column_about_something_else_asks_nothing(people, header):
    values = (*HARMLESS[header], "")
    made = plan(people, file_of(header, *values), reason=MEMBERS)
    assert (made.counts.added, made.questions) == (len(values), ())


def test_what_a_status_says_more_strictly_stands(people):
    made = plan(people, "Email,Status,Membership\nana@example.org,Lapsed,Unsubscribed\n", reason=MEMBERS)
    assert (made.counts.left, made.counts.questions) == (1, 0)


def test_a_question_keeps_its_person_on_the_list(people):
    take_in(people, "Email\nana@example.org\nben@example.org\n", reason=MEMBERS)
    content = "Email,Membership\nana@example.org,Full\nben@example.org,Bounced\n"
    assert plan(people, content, reason=MEMBERS, is_whole=True).leavers.leaving == 0
