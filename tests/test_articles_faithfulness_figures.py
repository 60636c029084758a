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


@pytest.mark.parametrize(
    ("language", "same", "other"),
    [
        ("en", "Half of the drivers agreed.", "A third of the drivers agreed."),
        ("es", "La mitad de los obreros paró.", "Un tercio de los obreros paró."),
        ("fr", "La moitié des agents a voté.", "Deux tiers des agents ont voté."),
        ("pt", "Metade dos trabalhadores parou.", "Um terço dos trabalhadores parou."),
        ("ro", "Jumătate din muncitori au votat.", "O treime din muncitori au votat."),
        ("pl", "Połowa górników głosowała.", "Jedna trzecia górników głosowała."),
        ("cy", "Mae hanner y gweithwyr yn streicio.", "Mae traean y gweithwyr yn streicio."),
        ("de", "Die Hälfte der Betten ist gesperrt.", "Ein Drittel der Betten ist gesperrt."),
        ("ar", "أضرب نصف العمال.", "أضرب ثلث العمال."),
    ],
)
def test_half_and_a_third_are_looked_up_in_each_language(language: str, same: str, other: str) -> None:
    assert missing(language, same, same) == []
    assert missing(language, "50 %.", same) == []
    for text, summary in ((same, other), (other, same), ("T.", same)):
        assert [kind for kind, _ in missing(language, text, summary)] == ["number"]


@pytest.mark.parametrize(
    ("language", "text", "summary"),
    [
        ("de", "Es bleiben 40 von 120 Betten gesperrt.", "Ein Drittel der Betten ist gesperrt."),
        ("en", "They closed 40 of 120 beds.", "A third of the beds are closed."),
        ("es", "Cerraron 60 de las 120 camas.", "La mitad de las camas cerró."),
    ],
)
def test_a_share_may_be_reckoned_from_a_part_and_its_whole(language: str, text: str, summary: str) -> None:
    assert missing(language, text, summary) == []


@pytest.mark.parametrize(
    ("share", "found"), [("33", True), ("32", False), ("34", False), ("35", False), ("about 32", True)]
)
def test_one_in_three_is_33_per_cent_and_no_other(share: str, found: bool) -> None:
    assert (
        missing("en", "One in three drivers was ill.", f"Of the drivers {share} per cent were ill.") == []
    ) is found


def test_a_third_may_be_said_of_what_is_near_it() -> None:
    assert missing("en", "Of the drivers 32 per cent were ill.", "A third of the drivers were ill.") == []
    assert missing("en", "Of the drivers 37 per cent were ill.", "A third of the drivers were ill.") != []
