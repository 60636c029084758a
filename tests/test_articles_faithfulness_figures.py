"""Figures as each language writes them: what a point or a comma parts, and dates in figures."""

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up


def missing(language: str, text: str, summary: str, published: str = "2026-11-20") -> list[tuple[str, str]]:
    article = Article(slug="figures", title="T", language=language, published=published, paragraphs=(text,))
    return [(str(one.kind), one.text) for one in look_up(summary, Source(article), language=language)]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("es", "Unas 1.300 personas pararon por 3 meses.", "Unas 1.300 pararon.", "Unas 3.100 pararon."),
        ("es", "Unas 1.300 pararon por dos días.", "Más de 1.200 pararon.", "Cerca de 2.000 pararon."),
        ("de", "1.300 streikten für 12 Euro.", "Rund 1.300 streikten.", "Etwa 12.400 streikten."),
        ("pt", "Pararam 1.300 pessoas 3 dias.", "Cerca de 1300 pararam.", "Cerca de 3.100 pararam."),
        ("fr", "Environ 1.300 agents, trois jours.", "Environ 1 300 agents.", "Environ 3.100 agents."),
        ("fr", "Environ 1 300 agents, trois jours.", "Quelque 1.300 agents.", "Environ 3,100 agents."),
        ("pl", "Około 1300 osób, trzy miesiące.", "Około 1.300 osób.", "Około 3.100 osób."),
        ("ro", "Circa 1.300 de oameni, 3 zile.", "Circa 1.300 de oameni.", "Circa 3.100 de oameni."),
    ],
)
def test_three_digits_behind_a_point_are_thousands_where_they_are_written_so(
    language: str, text: str, same: str, other: str
) -> None:
    assert missing(language, text, same) == []
    assert [kind for kind, _ in missing(language, text, other)] == ["number"]


def test_a_comma_may_part_thousands_too_as_mexico_writes_them() -> None:
    assert missing("es", "Unas 3.141 personas.", "Unas 3,141 personas.") == []


def test_a_fraction_is_one_in_all_of_them() -> None:
    assert missing("es", "Subió un 2,5 por ciento y 0.300 más.", "Subió un 2,5 % y 0.300 más.") == []
    assert missing("en", "It ran 1.250 miles.", "It ran 1,250 miles.") == [("number", "1,250")]


@pytest.mark.parametrize(
    ("language", "text", "summary"),
    [
        ("en", "The ballot closes on 4 December.", "The ballot closes on 04/12/2026."),
        ("en", "The ballot closes on 4 December.", "The ballot closes on 4/12/26."),
        ("en", "The ballot closes on 4 December.", "The ballot closes on 12/4/2026."),
        ("en", "It closes on 04/12/2026.", "It closes on 4 December 2026."),
        ("de", "Die Wahl ist am 3. Dezember.", "Die Wahl ist am 3.12."),
        ("de", "Die Wahl ist am 3. Dezember.", "Am 03.12.2026 ist die Wahl."),
        ("de", "Die Wahl ist am 5.12.2026.", "Die Wahl ist am 5. Dezember."),
        ("fr", "La réunion est le 15 janvier.", "La réunion est le 15/01/2027."),
        ("pl", "Wybory są 3 grudnia.", "Wybory od 3.12."),
        ("es", "La cita es el 25 de noviembre.", "La cita es el 25-11-2026."),
        ("ar", "الموعد 5 ديسمبر.", "الموعد 5/12/2026."),
    ],
)
def test_a_day_in_figures_is_the_same_day_in_words(language: str, text: str, summary: str) -> None:
    assert missing(language, text, summary) == []


@pytest.mark.parametrize(
    ("language", "text", "summary", "what"),
    [
        ("en", "The ballot closes on 4 December.", "It closes on 05/12/2026.", ("date", "05/12/2026")),
        ("en", "The ballot closes on 4 December.", "It closes on 4/12/2027.", ("date", "4/12/2027")),
        ("de", "Die Wahl ist am 3. Dezember.", "Die Wahl ist am 12.3.2026.", ("date", "12.3.2026")),
        ("de", "Die Wahl ist am 3. Dezember.", "Die Wahl ist am 4.12.", ("date", "4.12")),
        ("de", "Es sind 3,1 Punkte, am Ende.", "Es sind 3.12 Punkte.", ("number", "3.12")),
        ("en", "They won 3.1 points.", "They won 3.12 points.", ("number", "3.12")),
        ("en", "The vote was won.", "The vote was 12/3/4.", ("number", "12")),
    ],
)
def test_another_day_is_advice_and_a_fraction_is_a_number(
    language: str, text: str, summary: str, what: tuple[str, str]
) -> None:
    assert missing(language, text, summary)[:1] == [what]


#: A text of Friday 20 November 2026 that names Wednesday, as each language bends it, and all other days but Friday.
WEEKDAYS = [
    (
        "en",
        "They struck on Wednesday.",
        "On Wednesdays they strike.",
        "Monday Tuesday Thursday Saturday Sunday",
    ),
    (
        "de",
        "Am Mittwoch streikten sie.",
        "Am Mittwochabend.",
        "Montag Dienstagabend Donnerstag Sonnabend Sonntags",
    ),
    ("es", "Pararon el miércoles.", "Pararon los miércoles.", "lunes martes jueves sábados domingo"),
    ("fr", "Ils ont voté mercredi.", "Ils votent les mercredis.", "lundi mardi jeudi samedi dimanche"),
    ("pl", "Strajkowali w środę.", "Do środy.", "poniedziałek wtorku czwartki sobotę niedzielę"),
    ("ro", "Au protestat miercuri.", "Miercurea protestează.", "luni marți joi sâmbătă duminica"),
]


@pytest.mark.parametrize(("language", "text", "same", "others"), WEEKDAYS)
def test_another_weekday_is_told_in_each_language(language: str, text: str, same: str, others: str) -> None:
    assert missing(language, text, same) == []
    for other in others.split():
        assert missing(language, text, f"… {other}.") == [("date", other)]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("pt", "Pararam na quarta-feira.", "Pararam na quarta.", "Pararam na terça."),
        ("pt", "Pararam na quarta-feira.", "Às quartas-feiras param.", "Pararam na segunda à noite."),
        ("cy", "Aethant ar streic ddydd Mercher.", "Streic dydd Mercher.", "Streic nos Fawrth."),
        ("cy", "Aethant ar streic ddydd Mercher.", "Streic nos Fercher.", "Streic dydd Iau."),
        ("ar", "أضربوا يوم الأربعاء.", "أضربوا مساء الأربعاء.", "أضربوا يوم الاثنين."),
    ],
)
def test_a_weekday_that_is_another_word_too_is_told_by_what_stands_beside_it(
    language: str, text: str, same: str, other: str
) -> None:
    assert missing(language, text, same) == []
    assert [kind for kind, _ in missing(language, text, other)] == ["date"]


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("ro", "Grevă de trei luni."),
        ("ro", "Au așteptat 20 de luni."),
        ("ro", "Ultimele luni au fost grele."),
        ("cy", "Cafwyd llun o'r iau."),
        ("pt", "Moram na quinta do lago e na segunda casa."),
        ("en", "Martes, a bird, was seen by joi."),
    ],
)
def test_months_pictures_and_the_second_one_are_no_weekday(language: str, summary: str) -> None:
    kinds = [kind for kind, _ in missing(language, "Ddim. 3 20 2.", summary)]
    assert "date" not in kinds
