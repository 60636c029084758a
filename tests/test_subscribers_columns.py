import pytest

from subscribers.columns import plain, read_header
from tests.lists import NOW, apply, made_people, plan


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
    assert len(made.used) == 7
    assert made.dropped == ()
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
