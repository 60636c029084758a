"""Number words of each language against figures, and back."""

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up
from newsletter.articles.summaries.numbers import numbers


def missing(language: str, text: str, summary: str) -> list[str]:
    article = Article(
        slug="numerals", title="T", language=language, published="2026-11-20", paragraphs=(text,)
    )
    return [one.text for one in look_up(summary, Source(article), language=language)]


GERMAN = [
    ("vierzig", "40", "43"),
    ("achtunddreißig", "38", "83"),
    ("zweiundsiebzig", "72", "27"),
    ("hundertzwanzig", "120", "112"),
    ("einhundertundfünf", "105", "150"),
    ("dreihunderteinundzwanzig", "321", "312"),
    ("zweitausend", "2000", "2200"),
    ("fünfzehntausendzweihundert", "15.200", "15.020"),
    ("hunderttausend", "100.000", "110.000"),
    ("zwei Millionen", "2.000.000", "2.300.000"),
    ("eine halbe Million", "500.000", "5.000.000"),
    ("zweieinhalb Millionen", "2,5 Millionen", "2,9 Millionen"),
]


@pytest.mark.parametrize(("words", "figures", "other"), GERMAN)
def test_german_number_words_are_figures(words: str, figures: str, other: str) -> None:
    said, told = f"Im Werk streiken {figures} Leute.", f"Im Werk streiken {words} Leute."
    assert missing("de", told, said) == []
    assert missing("de", said, told) == []
    assert missing("de", told, f"Im Werk streiken {other} Leute.") == [other]
    assert missing("de", f"Im Werk streiken {other} Leute.", told) in ([words], [words.removeprefix("eine ")])


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("Der Streik im Werk dauert dreißig Stunden.", "Im Werk dreißigstündig.", "Im Werk dreistündig."),
        ("Der dritte Streiktag im Werk.", "Der 3. Streiktag im Werk.", "Der 4. Streiktag im Werk."),
        ("Sie fordern im Werk den Achtstundentag.", "Sie fordern im Werk 8 Stunden.", "Sie fordern im Werk 7 Stunden."),
        ("Beide Leute vom Werk kamen.", "Die 2 Leute vom Werk kamen.", "Die 3 Leute vom Werk kamen."),
        ("Im Werk streiken sie zum zwanzigsten Mal.", "Im Werk ist es das 20. Mal.", "Im Werk ist es das 21. Mal."),
    ],
)  # fmt: skip
def test_a_german_number_within_a_word_is_one(text: str, same: str, other: str) -> None:
    assert missing("de", text, same) == []
    assert len(missing("de", text, other)) == 1


@pytest.mark.parametrize(
    "summary",
    [
        "Das Werk ließ den Tarif außer Acht.",
        "Sie wollen den Tarif außer acht lassen.",
        "Sie kamen um halb sieben ins Werk.",
        "Die Elf vom Werk verlor.",
        "Sie achten den Tarif, und die Achtung bleibt.",
        "Einfach ist es nicht: Ein Werk, eine Halle.",
        "Sie kamen an zweiter Stelle, zu dritt, und warnten zweimal.",
        "Mehrere Hundert kamen, und Tausende sahen zu.",
        "Im Dreieck, vierteljährlich, mit Vierteln.",
    ],
)
def test_what_only_looks_like_a_german_number_is_none(summary: str) -> None:
    assert missing("de", "Tarif.", summary) == []


@pytest.mark.parametrize(
    ("language", "text", "said", "other"),
    [
        ("ro", "Avem 200 de mii de muncitori.", "Avem 200.000 de muncitori.", "Avem 200 de muncitori."),
        (
            "ro",
            "Avem douăzeci de mii de muncitori.",
            "Avem 20 de mii de muncitori.",
            "Avem 21 de mii de muncitori.",
        ),
        ("ro", "Costă 25 de milioane de lei.", "Costă 25 mil. de lei.", "Costă 26 de milioane de lei."),
        ("ro", "Sunt 20 de muncitori.", "Sunt douăzeci de muncitori.", "Sunt douăzeci de mii de muncitori."),
        ("en", "It costs £1 million.", "It costs £1 million a year.", "It costs £2 million a year."),
        ("es", "Cuesta 1.000.000 euros.", "Cuesta un millón un día.", "Cuesta dos millones un día."),
    ],
)
def test_small_words_within_and_behind_a_number(language: str, text: str, said: str, other: str) -> None:
    assert missing(language, text, said) == []
    assert len(missing(language, text, other)) == 1


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tri deg pedwar", 34),
        ("tri ar ddeg", 13),
        ("pedwar ar bymtheg", 19),
        ("un ar ddeg ar hugain", 31),
        ("hanner cant a thri", 53),
        ("un a thrigain", 61),
        ("pedwar ar bymtheg a phedwar ugain", 99),
        ("cant ac ugain", 120),
        ("dau gant a hanner", 250),
        ("mil pum cant", 1_500),
        ("cant ac ugain mil", 120_000),
    ],
)
def test_welsh_counts_by_tens_and_by_twenties(words: str, value: int) -> None:
    assert [number.values for number in numbers(f"Mae {words} yno.", "cy")] == [(value,)]


def test_welsh_numbers_side_by_side_are_not_added_up() -> None:
    found = numbers("Rhwng dau a thri, pedwar pump, a naw.", "cy")
    assert [number.values for number in found] == [(2,), (3,), (4,), (5,), (9,)]


def test_a_long_german_word_costs_no_more_than_its_letters() -> None:
    assert numbers("zwei" * 50_000 + " " + "hundert" * 50_000 + " " + "tausend" * 50_000, "de") == []
