"""An opt-out holds for every address of its row: which columns hold one, and which hold somebody else's."""

import pytest

from subscribers.furtheraddress import is_further_address
from subscribers.people import Status
from subscribers.questions import Answers
from tests.lists import MEMBERS, addresses, made_people, plan, take_in

OWN = {
    "en": """
        Email 2, Email2, E-mail 2 Address, E-mail 2 - Value, Email Address 2, EmailAddress2,
        Email2Address, Email #2, email_2, Email (2), EMAIL NO. 2, 2nd email, Second Email Address,
        Secondary e-mail, SecondaryEmail, secondaryemail, ALTEMAIL, Alt Email, Alternate Email,
        Alternative e-mail address, Email alternative, Email (other), Other Email, Other mail,
        Backup email, Back-up e-mail, Additional Email, Your other email, Old Email,
        Previous e-mail address, Private mail, Personal e-mail 2, Home Email 2
    """,
    "es": """
        Otro correo, Otro correo electrónico, Correo 2, Correo secundario, Segundo correo, 2º correo,
        Correo alternativo, Dirección de correo alternativa, Correo adicional, Correo de respaldo,
        Email anterior
    """,
    "cy": """
        E-bost arall, Ail e-bost, E-bost 2, Cyfeiriad e-bost arall, E-bost amgen, E-bost ychwanegol,
        E-bost wrth gefn
    """,
    "pl": """
        Inny e-mail, Drugi e-mail, E-mail 2, Dodatkowy adres e-mail, Zapasowy e-mail,
        E-mail alternatywny, Adres email nr 2
    """,
    "ro": """
        Alt e-mail, Altă adresă de e-mail, Al doilea e-mail, E-mail secundar, E-mail alternativ,
        Adresă de e-mail 2, E-mail suplimentar, E-mail de rezervă
    """,
    "pt": """
        E-mail secundário, Outro e-mail, Segundo e-mail, E-mail alternativo, Endereço de e-mail 2,
        E-mail adicional, E-mail de reserva
    """,
    "fr": """
        Autre courriel, Courriel 2, E-mail secondaire, Deuxième courriel, 2e courriel,
        2ème adresse e-mail, Autre adresse mail, Adresse électronique 2, Courriel alternatif,
        Courriel supplémentaire, Adresse e-mail de secours
    """,
    "ar": """
        بريد إلكتروني آخر, البريد الإلكتروني 2, البريد الإلكتروني الثاني, بريد بديل,
        البريد الإلكتروني البديل, إيميل إضافي
    """,
}
OF_OTHERS = """
    Manager email, Manager email 2, Second manager email, Supervisor e-mail, Added by email,
    Added by (other email), Other owner email, Steward email 2, Alternative steward e-mail,
    Referrer email, Spouse's other email, Emergency contact email 2, Next of kin alternate email,
    Parent email 2, Branch email 2, Other contact email, Other member's email,
    Correo del responsable 2, Otro correo del jefe, E-bost rheolwr 2, Drugi e-mail przełożonego,
    Alt e-mail șef, Outro e-mail do gerente, Autre courriel du délégué, بريد المدير 2
"""
OF_NOBODY = (
    "Email",
    "E-mail address",
    "Other",
    "Notes",
    "Alternative",
    "Address 2",
    "Phone 2",
    "2",
    "",
    "No email",
    "Second gmail",
    "Personnel email",
)


def _headers(text):
    return [header.strip() for header in text.replace("\n", " ").split(",")]


@pytest.mark.parametrize("language", OWN)
def test_a_word_for_another_beside_one_for_mail_names_another_address_of_the_same_person(language):
    assert [header for header in _headers(OWN[language]) if not is_further_address(header)] == []


@pytest.mark.parametrize("header", [*_headers(OF_OTHERS), *OF_NOBODY])
def test_any_word_besides_may_name_somebody_else(header):
    assert not is_further_address(header)


def test_a_long_name_is_no_name_of_an_address():
    assert not is_further_address("second email " * 100_000)


@pytest.mark.parametrize("header", ["Alt Email", "Otro correo", "Courriel 2", "E-mail secundário"])
def test_an_opt_out_holds_for_the_other_address_too(sqlite_db, header):
    people = made_people(sqlite_db)
    take_in(people, f"Email,Name,{header},Unsubscribed\nana@example.org,Ana,ana@home.example.org,Yes\n")
    take_in(people, "Email,Name\nana@home.example.org,Ana\n", reason=MEMBERS)
    assert addresses(people) == []


def test_who_wrote_a_row_has_not_opted_out(sqlite_db):
    people = made_people(sqlite_db)
    answers = Answers({"address-column": "Email"})
    take_in(
        people,
        "Email,Name,Added by (other email),Unsubscribed\nana@example.org,Ana,bob@example.org,Yes\n",
        answers=answers,
    )
    take_in(people, "Email,Name\nbob@example.org,Bob\n", reason=MEMBERS)
    assert [person.status for person in people.listing()] == [Status.MAILABLE]


def test_nobody_is_written_to_at_another_address(sqlite_db):
    people = made_people(sqlite_db)
    take_in(people, "Email,Name,Other e-mail\nana@example.org,Ana,ana@home.example.org\n", reason=MEMBERS)
    assert addresses(people) == ["ana@example.org"]
    assert plan(people, "Email,Name,Other e-mail\n,Ana,ana@home.example.org\n").counts.added == 0
