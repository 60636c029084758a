import pytest

from subscribers.columns import plain, read_header
from subscribers.questions import Answers, OpenQuestion
from tests.lists import NOW, addresses, apply, made_people, plan
from tests.sheets import xlsx


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


#: For each language: headers of address, first name, last name, language, consent, opt-out and status; yes and no; a
#: status that stays, one that left, one that said no.
LANGUAGES = {
    "en": (
        "E-mail address;First name;Surname;Language;Consent given;Unsubscribed;Status",
        "yes;no",
        "Paid up;Lapsed;Opted out",
    ),
    "cy": (
        "Cyfeiriad e-bost;Enw cyntaf;Cyfenw;Iaith;Caniatâd;Dad-danysgrifiwyd;Statws",
        "oes;nac oes",
        "Gweithredol;Wedi dod i ben;Dad-danysgrifiwyd",
    ),
    "es": (
        "Correo electrónico;Nombre;Apellidos;Idioma;Consentimiento;Baja;Estado",
        "sí;no",
        "Al día;Caducado;Dado de baja",
    ),
    "pl": (
        "Adres e-mail;Imię;Nazwisko;Język;Zgoda;Wypisany;Status członka",
        "tak;nie",
        "Aktywna;Wygasły;Wypisana",
    ),
    "ro": (
        "Adresă de e-mail;Prenume;Nume;Limbă;Consimțământ;Dezabonat;Stare",
        "da;nu",
        "Activă;Expirat;Dezabonată",
    ),
    "pt": (
        "Endereço de e-mail;Primeiro nome;Apelido;Língua;Consentimento;Subscrição cancelada;Situação",
        "sim;não",
        "Em dia;Inativo;Descadastrado",
    ),
    "fr": (
        "Adresse électronique;Prénom;Nom;Langue;Consentement;Désabonné;Statut",
        "oui;non",
        "À jour;Radié;Désabonnée",
    ),
    "ar": (
        "البريد الإلكتروني;الاسم الأول;اسم العائلة;اللغة;الموافقة;إلغاء الاشتراك;الحالة",
        "نعم;لا",
        "نشط;غير نشط;ملغي الاشتراك",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_understood_in_the_languages_of_the_letters(people, language):
    headers, words, statuses = LANGUAGES[language]
    yes, no = words.split(";")
    stays, left, said_no = statuses.split(";")
    rows = [
        ("ana", yes, no, stays),
        ("ben", no, no, stays),
        ("cai", yes, yes, stays),
        ("dai", yes, no, left),
        ("eva", yes, no, said_no),
        ("fay", yes, "", stays),
    ]
    table = "".join(f"{who}@example.org;Ana;Pérez;{language};{a};{b};{c}\n" for who, a, b, c in rows)
    made = plan(people, f"{headers}\n{table}", language="de")
    assert len(made.file.used) == 7
    assert made.file.dropped == ()
    assert [(row.line, row.outcome) for row in made.rows] == [
        (3, "LEFT"),
        (4, "OUT"),
        (5, "LEFT"),
        (6, "OUT"),
    ]
    apply(people, made, now=NOW)
    assert sorted((one.address, one.name, one.first_name, one.language) for one in people.listing()) == [
        (f"{who}@example.org", "Ana Pérez", "Ana", language) for who in ("ana", "fay")
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Correo del representante", "E-bost y rheolwr", "Adres e-mail pracodawcy", "Adresa de e-mail a șefului",
        "E-mail do chefe",
        "Courriel du responsable", "Remarques", "Nombre de hijos", "Enw'r gangen", "Imię ojca", "بريد المدير",
        "Statut marital",
        "Idioma de los hijos", "Zgodność", "Nomenclature",
    ],
)  # fmt: skip
def test_a_header_that_only_looks_like_a_known_one_takes_nothing_in(header):
    columns = read_header(["Email", header])
    assert columns is not None
    assert columns.used.keys() <= {"address", "hint"}
    assert read_header([header, "x"]) is None


def test_no_name_of_a_header_stands_for_two_things():
    from subscribers.columns import _ADDRESS, _EXACT

    names = [name for words in (*_ADDRESS.values(), *_EXACT.values()) for name in words.split()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [name for name in names if plain(name) != name] == []


def test_no_word_of_a_status_stands_for_two_things():
    from subscribers import words

    groups = (words.ON_THE_LIST, words.NOT_ON_THE_LIST, words.SAID_NO)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))
    assert not words.YES & words.NO
    for group in (*groups, words.YES, words.NO, words.NO_ADDRESS):
        assert [word for word in group if plain(word) != word] == []


HOME_AND_WORK = """\
Work Email,Home Email,First Name
ana@work.example.org,ana@home.example.org,Ana
ben@work.example.org,,Ben
,cai@home.example.org,Cai
"""


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("Work Email,Home Email", "Home Email"),
        ("Email (work);Email (home)", "Email (home)"),
        ("E-mail,Business email", "E-mail"),
        ("Correo laboral,Correo personal", "Correo personal"),
        ("Email,Home Email,Preferred Email", "Preferred Email"),
    ],
)
def test_the_preferred_column_counts_and_home_before_work(header, chosen):
    cells = header.replace(";", ",").split(",")
    columns = read_header(cells)
    assert columns.headers[columns.address] == chosen
    assert len(columns.other_addresses) == len(cells) - 1
    # What members prefer needs no question; everything else is proposed.
    assert (columns.question is None) == (chosen == "Preferred Email")
    assert columns.question is None or columns.question.default == chosen


def test_without_an_answer_the_private_column_is_taken_and_the_rest_is_counted(people):
    made = plan(people, HOME_AND_WORK)
    [asked] = made.questions
    assert (asked.key, asked.default) == ("address-column", "Home Email")
    assert list(asked.answers) == ["Work Email", "Home Email"]
    assert 'Rows with an address in "Work Email" as well: 1. The one in "Home Email" counts.' in made.notes
    assert 'Rows with an address in "Work Email" only: 1. Nobody is written to there.' in made.notes
    assert not any("without an address" in note for note in made.notes)
    apply(people, made, now=NOW)
    assert addresses(people) == ["ana@home.example.org", "cai@home.example.org"]


def test_the_other_column_is_taken_where_somebody_says_so(people):
    made = plan(people, HOME_AND_WORK, answers=Answers({"address-column": "Work Email"}))
    assert made.questions == ()
    assert made.file.used["address"] == "Work Email"
    apply(people, made, now=NOW)
    assert addresses(people) == ["ana@work.example.org", "ben@work.example.org"]


@pytest.mark.parametrize("header", ["Email,E-mail", "Home Email,Personal Email", "Email,Email"])
@pytest.mark.parametrize("is_sheet", [False, True])
@pytest.mark.parametrize("place", [0, 1])
def test_columns_with_an_equal_claim_are_asked_about(people, header, is_sheet, place):
    row = ["ana@one.example.org", "ana@two.example.org"]
    content = xlsx([header.split(","), row]) if is_sheet else f"{header}\n{','.join(row)}\n"
    with pytest.raises(OpenQuestion) as caught:
        plan(people, content)
    assert caught.value.code == "two-address-columns"
    first, second = caught.value.question.answers
    assert first != second
    made = plan(people, content, answers=Answers({"address-column": (first, second)[place]}))
    apply(people, made, now=NOW)
    assert addresses(people) == [row[place]]
    # An answer that names none of them is no answer.
    with pytest.raises(OpenQuestion):
        plan(people, content, answers=Answers({"address-column": "Fax"}))


def test_headers_that_only_hold_the_word_are_no_address(people):
    columns = read_header(["Email", "Email sent", "Home email given", "E-mail 2 Address"])
    assert columns.other_addresses == ()
    assert columns.question is None


def test_rows_with_an_address_in_another_column_only_are_told_apart(people):
    content = (
        "Name,Email,Email 2,Secondary email\nAna,,ana@example.org,\nBen,n/a,,ben@example.org\nCai,cai@example.org,,\n"
        "Deb,,,\nEva,eva@example.org,eva@home.example.org,\n"
    )
    made = plan(people, content)
    assert (
        'Rows with an address in "Email 2" or "Secondary email" only: 2. Nobody is written to there.'
        in made.notes
    )
    assert "Rows without an address: 1." in made.notes
    assert made.counts.rejected == 3


def test_names_that_begin_alike_are_two_questions(people):
    refused = "Our newsletter is not for me, no thanks (by {})"
    by_email, by_letter = refused.format("email"), refused.format("letter")
    content = f'Email,Name,"{by_email}","{by_letter}"\nana@example.org,Ana,Yes,\nbob@example.org,Bob,,Yes\n'
    by_email, by_letter = plan(people, content).questions
    assert "(column 3)" in by_email.text
    assert "(column 4)" in by_letter.text
    made = plan(people, content, answers=Answers({by_letter.key: "yes"}))
    assert [one.key for one in made.questions] == [by_email.key]
    apply(people, made, now=NOW)
    assert addresses(people) == ["bob@example.org"]


def test_a_number_beside_a_name_makes_no_opt_out_of_a_bounce(people):
    content = "Email,Bounced,Bounced\nana@example.org,,2024-03-04\n"
    apply(people, plan(people, content), now=NOW)
    assert people.suppressions.find("ana@example.org").of_mailbox


def test_only_names_that_are_alike_have_numbers():
    columns = read_header(
        [
            "Email",
            "",
            "",
            "Unsubscribed",
            "unsubscribed",
            "A" * 41,
            "A" * 40 + "B",
            "A" * 39,
            *(f"{'B' * 39} {end}" for end in "no"),
        ]
    )
    alike = "A" * 40
    assert columns.headers == (
        "Email", "", "", "Unsubscribed (column 4)", "unsubscribed (column 5)", f"{alike} (column 6)",
        f"{alike} (column 7)", "A" * 39, f"{'B' * 39} (column 9)", f"{'B' * 39} (column 10)",
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["Registered on the portal", "Paid on time", "Joined on (time)", "London Travelcard", "Orthodontist"],
)
def test_words_of_other_columns_hold_no_opt_out(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\nben@example.org,2024-01-02\n")
    assert (made.counts.added, made.questions) == (2, ())


@pytest.mark.parametrize(
    "header",
    ["Phone no / email", "Member no. (e-mail)", "Member: no email", "wantsnoemail", "emaildonotsend"],
)
def test_what_may_be_a_number_or_is_glued_together_suppresses_nobody(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\nben@example.org,12345\n")
    assert made.counts.suppressed == 0
    assert made.rows[0].line == 2
    assert made.rows[0].outcome == "ASK"


@pytest.mark.parametrize(
    "header",
    [
        "No. 1 contact",
        "Address no 2 (email)",
        "Nº contacto",
        "N.º contacto",
        "Contact no. 2",
        "Branch no mail",
    ],
)
def test_a_number_turns_nothing_round(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,12345\nben@example.org,Cai\n")
    assert (made.counts.added, made.questions) == (2, ())


@pytest.mark.parametrize(
    "header",
    [
        "Do not bulk email",
        "DoNotEMail",
        "donotemail",
        "IS_DO_NOT_CONTACT",
        "Don't mail",
        "No bulk mails",
    ],
)
def test_a_plain_opt_out_stays_one(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\n")
    assert made.counts.suppressed == 1


@pytest.mark.parametrize(
    "header",
    [
        "Political fund opt-out", "48 hour opt-out", "WTR opt out", "Pension opt out", "Opted out of political levy",
        "Photo consent: opted out", "Opt out of data sharing", "Do not share", "Do not publish", "Phone opt-out",
        "Don Taylor's site", "Don Thomas canvass",
    ],
)  # fmt: skip
def test_an_opt_out_of_something_else_is_none(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\nben@example.org,2024-01-02\n")
    assert (made.counts.added, made.questions) == (2, ())


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("No emails sent", "3"), ("No. mailings", "12"), ("No contact since", "2020"), ("No contact details", "Yes"),
        ("No email on file", "x"), ("Dont have email", "Yes"), ("Don't mind getting email", "Yes"),
        ("No objection to email", "Yes"), ("Never unsubscribed", "Yes"), ("Not unsubscribed", "12/03/2024"),
        ("Contact - no email", "x"), ("Member: no newsletter", "x"), ("Home - No email", "x"),
        ("No 3rd party emails", "12/03/2024"), ("Newsletter: NO", "12/03/2024"), ("Consent expired", "12/03/2024"),
        ("Former subscriber", "x"),
        ("Complaint raised", "Yes"), ("Cleaned hall", "x"), ("Do not know", "Yes"), ("No email address", "Yes"),
    ],
)  # fmt: skip
def test_what_may_be_an_opt_out_is_a_question_and_suppresses_nobody(people, header, value):
    made = plan(people, f"Email,{header}\nana@example.org,{value}\nben@example.org,\n")
    assert [(row.line, row.outcome) for row in made.rows] == [(2, "ASK")]
    assert made.counts.added == 1


@pytest.mark.parametrize(
    "header",
    [
        "No emails", "No e-mail please", "no_email_flag", "No email date", "No contact by email", "Do not send",
        "Don't ever email", "Do not want our bulletin", "Opt out of political fund emails", "Objected to marketing",
        "Spam complaint date", "suppression_reason", "Opt-out 2", "Do not e-mail", "Cleaned", "Objection on",
        "Unsubscribed from shared list", "dontmail", "Opt-out reason", "Marked as spam", "CLEAN_TIME",
    ],
)  # fmt: skip
def test_an_opt_out_of_mail_stays_one(people, header):
    made = plan(people, f"Email,{header}\nana@example.org,Yes\n")
    assert made.counts.suppressed == 1
