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
        "Dort steht eine von beiden Hallen leer.",
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Bu yno am dair blynedd ar hugain.", 23),
        ("Aeth un diwrnod ar ddeg heibio.", 11),
        ("Pedair punt ar bymtheg yw'r pris.", 19),
    ],
)
def test_a_welsh_number_stands_around_what_it_counts(text: str, value: int) -> None:
    assert [number.values for number in numbers(text, "cy")] == [(value,)]


def test_welsh_numbers_side_by_side_are_not_added_up() -> None:
    found = numbers("Rhwng dau a thri, pedwar pump, a naw.", "cy")
    assert [number.values for number in found] == [(2,), (3,), (4,), (5,), (9,)]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("en", "The board voted 9-3.", "By nine to three it passed.", "By nine to four it passed."),
        (
            "en",
            "The board voted 9–3.",
            "By nine votes against three it passed.",
            "By 8 votes against 3 it passed.",
        ),
        ("en", "The board voted twenty-four to three.", "It passed 24-3.", "It passed 23-4."),
        ("en", "The board voted 9 to 3.", "It passed, nine to three.", "It passed, nine to two."),
        ("es", "Votaron nueve a tres.", "Se aprobó por 9-3.", "Se aprobó por 9-4."),
        ("fr", "Vote : 9 voix contre 3.", "Adopté par neuf contre trois.", "Adopté par neuf contre deux."),
        ("pt", "Votaram 9-3.", "Foi aprovado por nove a três.", "Foi aprovado por nove a dois."),
        ("ro", "S-a votat 9-3.", "A trecut cu nouă la trei.", "A trecut cu nouă la doi."),
        ("pl", "Głosowano 9-3.", "Przeszło dziewięć do trzech.", "Przeszło dziewięć do dwóch."),
        ("de", "Abgestimmt wurde 9-3.", "Es ging neun zu drei aus.", "Es ging neun zu zwei aus."),
    ],
)
def test_a_vote_is_the_same_in_words_and_figures(language: str, text: str, same: str, other: str) -> None:
    assert missing(language, text, same) == []
    assert missing(language, text, other) != []


def test_a_stretch_of_time_is_no_vote() -> None:
    assert missing("en", "They work from three to nine.", "It passed 9-3.") == ["9", "3"]
    assert missing("en", "It fell from nine to three.", "They voted 9-3.") == ["9", "3"]


SHARES = [
    (
        "en",
        "{} of the drivers struck.",
        "per cent",
        "two thirds:66:67:66.6|three quarters:75|a fifth:20|nine in ten:90",
    ),
    (
        "en",
        "{} of the drivers struck.",
        "per cent",
        "one in five:20|four fifths:80|an eighth:12.5|a sixth:17",
    ),
    (
        "es",
        "Paró el {} de los obreros.",
        "por ciento",
        "dos tercios:66:67|tres cuartas partes:75|uno de cada cinco:20",
    ),
    ("es", "Paró {} de los obreros.", "%", "una quinta parte:20|cuatro quintos:80|la décima parte:10"),
    (
        "fr",
        "{} des agents ont voté.",
        "pour cent",
        "deux tiers:66:67|un cinquième:20|trois cinquièmes:60|un sur cinq:20",
    ),
    (
        "pt",
        "Parou {} dos operários.",
        "por cento",
        "dois terços:66:67|um quinto:20|a décima parte:10|nove em cada dez:90",
    ),
    (
        "ro",
        "Au votat {} din muncitori.",
        "la sută",
        "două treimi:66:67|o cincime:20|patru cincimi:80|o zecime:10",
    ),
    ("ro", "A votat {} muncitori.", "la sută", "unul din cinci:20"),
    (
        "pl",
        "Głosowało {} górników.",
        "procent",
        "dwie trzecie:66:67|jedna piąta:20|trzy piąte:60|jedna dziesiąta:10",
    ),
    ("pl", "Głosował {} górnik.", "procent", "co drugi:50|co trzeci:33|co piąty:20"),
    (
        "cy",
        "Mae {} o’r gweithwyr yn streicio.",
        "y cant",
        "dwy ran o dair:66:67|un rhan o bump:20|un o bob pump:20",
    ),
    (
        "de",
        "Es sind {} der Betten gesperrt.",
        "Prozent",
        "zwei Drittel:66:67|drei Viertel:75|ein Fünftel:20|vier Fünftel:80",
    ),
    (
        "de",
        "Es fehlt {} Betten.",
        "Prozent",
        "jedes fünfte:20|neun von zehn:90|eines von drei:33|jedes zweite:50",
    ),
]


@pytest.mark.parametrize(("language", "sentence", "sign", "shares"), SHARES)
def test_a_share_in_words_is_one_of_a_hundred(language: str, sentence: str, sign: str, shares: str) -> None:
    for share in shares.split("|"):
        words, *figures = share.split(":")
        said = sentence.format(words)
        for each in figures:
            told = sentence.format(f"{each} {sign}")
            assert (missing(language, told, said), missing(language, said, told)) == ([], []), share
        for other in (float(figures[0]) - 3, float(figures[-1]) + 3):
            told = sentence.format(f"{other:g} {sign}")
            assert missing(language, told, said), (share, other)
            assert missing(language, said, told), (share, other)


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("de", "Jeden zweiten Tag und jede vierte Woche."),
        ("pl", "Co drugi dzień i co trzeci tydzień."),
        ("en", "A sixth driver spoke, then an eighth one."),
    ],
)
def test_what_comes_again_and_what_is_next_is_no_share(language: str, summary: str) -> None:
    assert [
        str(each.kind) for each in numbers(summary, language) if each.is_claim and each.kind != "plain"
    ] == []


def test_a_tenth_is_not_said_of_twelve_in_a_hundred() -> None:
    assert missing("en", "Of the drivers 12 per cent struck.", "A tenth of the drivers struck.") != []
    assert missing("en", "Of the drivers 11 per cent struck.", "A tenth of the drivers struck.") == []


@pytest.mark.parametrize(
    ("language", "words"), [("es", "por ciento"), ("pt", "por cento"), ("fr", "pour cent")]
)
def test_a_hundred_in_per_cent_is_no_number_of_its_own(language: str, words: str) -> None:
    assert missing(language, "El 90 %.", f"El 90 {words}.") == []


@pytest.mark.parametrize(
    ("language", "summary", "claims"),
    [
        ("ro", "Noua lege, o linie nouă.", []),  # new
        ("ro", "Treizeci și nouă, nouă la sută, nouă sute.", [39, 9, 900]),
        ("fr", "Mis en quarantaine, au nom d’un tiers.", []),  # a third party
        ("fr", "Une quarantaine d’agents, un tiers des agents.", [40, 1 / 3]),
    ],
)
def test_words_that_are_numbers_and_something_else(language: str, summary: str, claims: list[float]) -> None:
    assert [number.values[0] for number in numbers(summary, language) if number.is_claim] == claims


@pytest.mark.parametrize(
    ("words", "figures", "other"),
    [
        ("خمسة وعشرون", "25", "26"),
        ("أربعين", "40", "43"),
        ("خمسة عشر", "15", "16"),
        ("مئة وعشرين", "120", "112"),
        ("ثلاثمئة وأربعين", "340", "304"),
        ("عشرين ألف", "20000", "25000"),
        ("ثلاثين مليون", "٣٠ مليون", "35 مليون"),
    ],
)
def test_arabic_number_words_from_eleven_on_are_figures(words: str, figures: str, other: str) -> None:
    said, told = f"أضرب {figures} عامل في المصنع.", f"أضرب {words} عامل في المصنع."
    assert missing("ar", told, said) == []
    assert missing("ar", said, told) == []
    assert missing("ar", told, f"أضرب {other} عامل في المصنع.") != []
    assert missing("ar", f"أضرب {other} عامل في المصنع.", told) == [words]


def test_arabic_words_that_go_on_from_a_number_or_count_nothing_are_not_read() -> None:
    for text in ("ألف وعشرون عاملا.", "في العشرينات.", "ست سيدات وسبع ونصف.", "عشر سنوات."):
        assert [number for number in numbers(text, "ar") if number.is_claim] == []
    assert [number.values for number in numbers("القرن الحادي والعشرين", "ar")] == [(21,)]


def test_many_arabic_words_cost_no_more_than_their_letters() -> None:
    for piece in ("مئة و", "خمسة وعشرون ", "ال", "خمسة و", "و"):
        assert len(numbers(piece * (200_000 // len(piece)), "ar")) <= 20_000


def test_a_german_short_form_is_no_number() -> None:
    assert numbers("Eine ELF-Datei, und ELF.", "de") == []


def test_a_long_german_word_costs_no_more_than_its_letters() -> None:
    assert numbers("zwei" * 50_000 + " " + "hundert" * 50_000 + " " + "tausend" * 50_000, "de") == []
