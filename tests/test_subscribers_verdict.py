import pytest

from tests.lists import NOW, apply, made_people, plan, take_in, verdict_on


@pytest.fixture
def people(database):
    return made_people(database)


@pytest.fixture
def quick(sqlite_db):
    return made_people(sqlite_db)


STATUS = [
    ("Active", "OK"), ("subscribed", "OK"), ("Paid up", "OK"), ("ACTIVO", "OK"),
    ("Lapsed", "LEFT"), ("left", "LEFT"), ("Deceased", "LEFT"), ("In arrears", "LEFT"), ("inactive", "LEFT"),
    ("unsubscribed", "OUT"), ("Opted-out", "OUT"), ("bouncing", "OUT"), ("spam complaint", "OUT"), ("Cleaned", "OUT"),
    ("Seconded", "ASK"), ("", "ASK"), ("active?!x", "ASK"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "outcome"), STATUS)
def test_only_a_known_good_status_is_taken_in(quick, value, outcome):
    made = plan(quick, f"Email,Member Status\nana@example.org,{value}\n")
    assert (made.rows[0].outcome if made.rows else "OK") == outcome
    assert made.counts.added == (outcome == "OK")


@pytest.mark.parametrize(
    ("header", "value", "outcome"),
    [
        ("Email Opt Out", "Y", "OUT"),
        ("Email Opt Out", "x", "OUT"),
        ("Email Opt Out", "☑", "OUT"),
        ("Email Opt Out", "TRUE", "OUT"),
        ("Email Opt Out", "1", "OUT"),
        ("Email Opt Out", "N", "OK"),
        ("Email Opt Out", "0", "OK"),
        ("Email Opt Out", "", "OK"),
        ("Email Opt Out", "by phone", "ASK"),
        ("No Bulk Emails (User Opt Out)", "Yes", "OUT"),
        ("Do Not Email", "Yes", "OUT"),
        ("OptOut_Date", "2024-05-01", "OUT"),
        ("OptOut_Date", "0000-00-00 00:00:00", "OK"),
        ("Unsubscribed at", "03/04/2020", "OUT"),
        ("UNSUB_TIME", "2024-05-01 10:00:00", "OUT"),
        ("UNSUB_REASON", "no longer interested", "OUT"),
        ("CLEAN_TIME", "2024-05-01 10:00:00", "OUT"),
        ("Marked as spam", "yes", "OUT"),
        ("¿Baja?", "sí", "ASK"),  # the header is not exactly known
        ("Baja", "sí", "OUT"),
        ("Subscribed", "1", "OK"),
        ("Subscribed", "0", "LEFT"),
        ("Subscribed", "", "LEFT"),
        ("Email Opt In", "yes", "OK"),
        ("Email Opt In", "no", "LEFT"),
        ("Email Opt In", "", "LEFT"),
        ("Email Opt In", "Yes please", "ASK"),
        ("Newsletter", "weekly", "ASK"),
        ("Newsletter", "No thanks", "LEFT"),
        ("Newsletter", "unsubscribed", "OUT"),
        ("Consent given?", "Y", "OK"),
        ("Consent given?", "", "LEFT"),
        ("Consent", "2024-05-25", "OK"),
        ("Happy to receive the newsletter", "N", "LEFT"),
        ("Happy to receive the newsletter", "", "ASK"),
        ("Consent", "No - 12/03/2024", "LEFT"),
        *(
            (where, no, "LEFT")
            for where in ("Consent", "Happy to receive emails")
            for no in (
                "✗ 12/03/2024",
                "❌ 2024-03-12",
                "☐ 12/03/2024",
                "0 (12/03/2024)",
                "Na 12/03/2024",
                "N (3/4/24)",
                "FALSE 12/03/2024",
                "Nage 12/03/2024",
                "None 2024",
            )
        ),
        ("Consent", "12/03/2024: 0", "ASK"),
        ("Consent", "- 2024", "ASK"),
        ("Consent", "07700 900123", "ASK"),
        ("Consent", "do 31.12.2023", "ASK"),
        ("Consent", "2024", "OK"),
        ("Consent", "3rd of May 2024", "OK"),
        ("Consent", "Tak 12.03.2024", "OK"),
        ("Consent", "45363", "OK"),
        ("Consent", "2024-03-12 10:15", "OK"),
        ("I would like to receive the newsletter by email", "", "ASK"),
        ("Consent form signed", "", "ASK"),
        ("Je souhaite recevoir la lettre", "", "ASK"),
        ("Hoffwn dderbyn y cylchlythyr", "", "ASK"),
        ("Gostaria de receber emails", "", "ASK"),
        *(
            (harmless, "", "OK")
            for harmless in (
                "Email 2",
                "Subscription type",
                "Subscription paid",
                "Mailing list",
                "No. of emails",
                "Bulletin",
                "Newsletter format",
                "Consent to phone calls",
                "SMS consent",
                "Received email?",
                "Poczta",
                "Inscription",
            )
        ),
        ("Consent", "Withdrawn 2024-03-12", "OUT"),
        ("Consent", "Nie 12.03.2024", "LEFT"),
        ("Consent", "Retirado el 12/03/2024", "OUT"),
        ("Consent", "Refused 2024", "LEFT"),
        ("Consent", "yes - 12 March 2024", "OK"),
        ("Consent", "12 mars 2024", "OK"),
        ("Consent", "2024-03-01T10:00:00Z", "OK"),
        ("Consent", "12 March 2024 at the stall", "ASK"),
        ("Newsletter", "Opted out (03/04/2024)", "OUT"),
        ("Email opt-in", "Do not email please", "OUT"),
        ("Email opt-in", "Not subscribed", "LEFT"),
        ("Consent date", "refused", "LEFT"),
        ("Opt-in date", "withdrawn 2024-03-12", "OUT"),
        ("Signed up", "No", "LEFT"),
        ("Consent date", "", "ASK"),
        ("CONFIRM_TIME", "2024-03-01 10:00:00", "OK"),
        ("Email opt out", "No (checked 2024)", "ASK"),
        ("Email opt out", "No mail since 2024", "OUT"),
        ("Consent to email", "", "ASK"),
        ("Consent to email", "Yes", "OK"),
        ("Subscription date", "2024-05-25", "OK"),
        ("Deceased", "Y", "LEFT"),
        ("Date left", "01/02/2020", "LEFT"),
        ("Date left", "", "OK"),
    ],
)
def test_columns_that_decide_are_understood_and_the_careful_side_wins(quick, header, value, outcome):
    made = plan(quick, f'Email,"{header}"\nana@example.org,{value}\n')
    assert (made.rows[0].outcome if made.rows else "OK") == outcome


# --- addresses as people write them ---


@pytest.mark.parametrize(
    ("cell", "outcome", "kept"),
    [
        ("ana@example.org", "OK", "ana@example.org"),
        ("  ANA@Example.org ", "OK", "ana@example.org"),
        ("\u200bana@example.org\ufeff", "FIX", "ana@example.org"),
        ("mailto:ana@example.org", "FIX", "ana@example.org"),
        ("<ana@example.org>", "FIX", "ana@example.org"),
        ("Ana <ana@example.org>", "FIX", "ana@example.org"),
        ("'ana@example.org'", "FIX", "ana@example.org"),
        ("ana@example.org.", "FIX", "ana@example.org"),
        ("ana@example.org;", "FIX", "ana@example.org"),
        ("-ana@example.org", "OK", "-ana@example.org"),
        ("ana@example.org (home)", "FIX", "ana@example.org"),
        ("ana@münchen.example.org", "OK", "ana@xn--mnchen-3ya.example.org"),
        ("ana @example.org", "ASK", ""),
        ("ana@ example.org", "ASK", ""),
        ("ana@hotmail.co,uk", "ASK", ""),
        ("ana@gmial.com", "ASK", ""),
        ("ana@example.con", "ASK", ""),
        ("ana@exаmple.org", "ASK", ""),
        ("a@example.org; b@example.org", "ASK", ""),
        ("a@example.org / b@example.org", "ASK", ""),
        ("a@example.org or b@example.org", "ASK", ""),
        ("a@example.org\nb@example.org", "ASK", ""),
        ("o’neil@example.org", "REJECT", ""),
        ("аna@example.org", "REJECT", ""),
        ("ana.example.org", "REJECT", ""),
        ("ana@example", "REJECT", ""),
        ("ana@example.org\x00", "REJECT", ""),
        ("ana@example.org\r\nBcc: b@example.org", "ASK", ""),
        ("n/a", "REJECT", ""),
        ("none", "REJECT", ""),
        ("-", "REJECT", ""),
        ("TBC", "REJECT", ""),
        ("no email", "REJECT", ""),
        ("#N/A", "REJECT", ""),
        ("#REF!", "REJECT", ""),
        ("1.23457E+11", "REJECT", ""),
        ("07700 900123", "REJECT", ""),
        ("", "REJECT", ""),
        ("x" * 200_000 + "@example.org", "REJECT", ""),
        ("=cmd|'/c calc'!A1", "REJECT", ""),
    ],
)
def test_an_address_is_taken_tidied_asked_about_or_refused_and_never_changed_into_another(
    quick, cell, outcome, kept
):
    assert verdict_on(quick, cell) == (outcome, kept)


def test_dots_and_plus_signs_make_other_people(quick):
    assert take_in(quick, "Email\na.na@example.org\nana@example.org\nana+x@example.org\n").added == 3


def test_the_same_address_twice_is_one_person_with_the_name_that_is_known(people):
    made = plan(
        people, "Email,Name,Forename\nana@example.org,,\nANA@example.org,Ana Pérez,Ana\nana@example.org,,\n"
    )
    assert [(row.line, row.outcome) for row in made.rows] == [(3, "FIX"), (4, "FIX")]
    apply(people, made, now=NOW)
    assert [(person.name, person.first_name) for person in people.listing()] == [("Ana Pérez", "Ana")]


def test_two_people_who_share_an_address_get_one_mail_that_greets_neither(people):
    content = "Email,Forename,Surname\npair@example.org,Ana,Pérez\npair@example.org,Ben,Pérez\n"
    take_in(people, content)
    assert [(person.name, person.first_name) for person in people.listing()] == [("", "")]
    assert take_in(people, content).unchanged == 1


HIDDEN = "a sign that cannot be seen was taken out of the name: look whether it is right"


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\u202e", "\u2066"])
@pytest.mark.parametrize("header", ["Name", "First name", "Surname"])
def test_a_hidden_sign_in_a_name_is_reported_by_its_line(quick, sign, header):
    made = plan(quick, f"Email,{header}\nben@example.org,Ben\nana@example.org,A{sign}na\n")
    assert [(row.line, row.outcome, row.reason) for row in made.rows] == [(3, "FIX", HIDDEN)]
    assert (made.counts.added, made.counts.fixed) == (2, 1)
    apply(quick, made, now=NOW)
    assert "A na" in {quick.get("ana@example.org").name, quick.get("ana@example.org").first_name}


@pytest.mark.parametrize(
    "content", ['"A\0na" <ana@example.org>\n', "Email,Name\nmailto:ana@example.org,A\0na\n"]
)
def test_it_is_reported_in_a_plain_list_too_and_beside_other_notes(quick, content):
    reasons = [row.reason for row in plan(quick, content).rows]
    assert reasons == [f"signs around the address were taken off; {HIDDEN}"]


@pytest.mark.parametrize("name", ["Ana\u200b Gray", "Ana  Gray", '"Ana\nGray"', "Zoë", "\ufeffAna", "李 🌹"])
def test_what_programs_leave_in_names_is_tidied_without_a_word(quick, name):
    assert plan(quick, f"Email,Name\nana@example.org,{name}\n").rows == ()
