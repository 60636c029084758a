"""Who a credit names: never somebody who only worked on the picture, an archive, or letters of a licence."""

import time

import pytest

from newsletter.articles.credits.credit import parse_credit, says_changed

#: Who worked on it later, beside who took it.
WORKED_ON = [
    # line, author, licence, changes
    ("Photo: Ann Example, CC BY-ND 4.0 cropped", "Ann Example", "CC-BY-ND-4.0", "cropped"),
    ("Photo: Ann Example, CC BY 4.0. Cropped.", "Ann Example", "CC-BY-4.0", "Cropped"),
    (
        "Photo: Ann Example, CC BY-ND 4.0 desaturated from original",
        "Ann Example",
        "CC-BY-ND-4.0",
        "desaturated from original",
    ),
    (
        "“Picket” by annexample is licensed under CC BY-ND 2.0. Cropped from original.",
        "annexample",
        "CC-BY-ND-2.0",
        "Cropped from original",
    ),
    ("Photo: Ann Example Cropped / CC BY-ND 4.0", "Ann Example", "CC-BY-ND-4.0", "Cropped"),
    (
        "Photo: Ann Example, cropped by the editors, CC BY-ND 2.0",
        "Ann Example",
        "CC-BY-ND-2.0",
        "cropped by the editors",
    ),
    ("Foto: Ann Beispiel, CC BY-ND 4.0 bearbeitet", "Ann Beispiel", "CC-BY-ND-4.0", "bearbeitet"),
    ("Foto: Ana Ejemplo, CC BY-ND 4.0 recortada", "Ana Ejemplo", "CC-BY-ND-4.0", "recortada"),
    ("Photo : Léa Exemple, CC BY-ND 4.0 recadrée", "Léa Exemple", "CC-BY-ND-4.0", "recadrée"),
    ("Llun: Rhian Sampl, CC BY-ND 4.0 wedi'i docio", "Rhian Sampl", "CC-BY-ND-4.0", "wedi'i docio"),
    ("Zdjęcie: Ana Przykład, CC BY-ND 4.0 przycięte", "Ana Przykład", "CC-BY-ND-4.0", "przycięte"),
    ("Photo: Ann Example; design by Bob Example", "Ann Example", "", ""),
    ("Photo: Ann Example. Graphic by Bob Example.", "Ann Example", "", ""),
    # nobody says that she took it herself
    ("Picture: Ann Example, lifted from the roof by drone", "", "", ""),
    # and by these words somebody does
    ("Photo: Nurses march, taken by Ann Example", "Ann Example", "", ""),
    ("Photo: the picket at dawn by Ann Example", "Ann Example", "", ""),
]
#: Letters of a licence without the letters CC, which lend none, and words about rights.
NO_PART_OF_A_NAME = [
    "Ann Example BY-NC-SA 2.0",
    "Photo: Ann Example BY-NC-SA 2.0",
    "Photo: Ann Example (by-nc-nd)",
    "Photo: Ann Example BY SA 4.0",
    "Photo: Ann Example CC-BY4.0",
    "Photo: Ann Example CC NC ND 2.0",
    "Photo: Ann Example CC (BY-NC) 4.0",
    "Photo: Ann Example PD-USGov",
    "Photo: Ann Example, Rights Managed",
    "Photo: Ann Example, royalty-free",
    "Foto: Ann Example, rechtefrei",
    "Photo : Ann Example, libre de droits",
    "Photo: Ann Example. Editorial use only",
    "Image par Ann Example de Pixabay",
    "Foto di Ann Example su Unsplash",
    "Photo: Ann Example © example.org",
    "Foto: cedida por Ann Example",
    "Photo: supplied by Ann Example",
    "Foto: Divulgação/Ann Example",
    "Foto de archivo: Ann Example",
]
NOBODY = [
    "Photo : DR",
    "Photo : D.R.",
    "Foto: Privat",
    "Foto: Eigene Aufnahme",
    "Foto: Cedida",
    "Foto: Divulgação",
    "Foto: Reprodução/Facebook",
    "Foto: Arquivo pessoal",
    "Fot. archiwum",
    "Photo by the author",
    "Foto: Autor",
    "Photo: Author’s own",
    "Imagen de la marcha",
    "Foto de familia",
    "Bild von der Kundgebung",
]
#: Two that may be a name, and nobody says which of them took the picture.
EITHER = [
    ("Lima | Ana Example | CC BY", "LicenseRef-CC-BY"),
    ("Lima | Ana Example | CC BY 4.0", "CC-BY-4.0"),
    ("Photo: Lima | Ana Example", ""),
    ("Photo: Ana Example | Lima", ""),
    ("Photo: Ana Example – Ben Sample", ""),
    ("Photo: Nurses march – Ana Example", ""),
    ("Photo: Lima / Ana Example", ""),
    ("Photo: Ana Example (Ben Sample)", ""),
    ("Photo: Ana Example (Ben Sample), CC BY 4.0", "CC-BY-4.0"),
    ("Photo: The square in Lima (Ana Example)", ""),
    ("Foto: Lima (Sindicato Ejemplo)", ""),
    ("Photo by Ana Example (Ben Sample)", ""),
    ("© Ana Example | Lima", ""),
]
#: One name, and beside it what is none, or whom that person works for.
ONE = [
    ("Ana Example | Flickr | CC BY 4.0", "Ana Example"),
    ("Photo: Ana Example | 12 May 2026", "Ana Example"),
    ("Photo: Ana Example | Read more", "Ana Example"),
    ("Photo: Ana Example / Example Union", "Ana Example"),
    ("Photo: Ana Example (Wikimedia Commons)", "Ana Example"),
    ("Photo: Ana Example (Example Union)", "Ana Example, Example Union"),
    ("Foto: Ana Beispiel (Beispielgewerkschaft)", "Ana Beispiel, Beispielgewerkschaft"),
    ("Foto: picture alliance/dpa | Ana Beispiel", "Ana Beispiel"),
    ("Photo: Ana Example (NUJ)", "Ana Example, NUJ"),
    ("Photo: Ana Example (@ana_example)", "Ana Example, @ana_example"),
    ("(Photo: Ana Example)", "Ana Example"),
]
ON_WORDS = [
    "Words and photos by Ann Example",
    "All photos: Ann Example",
    "Words: Bob Example. Photo: Ann Example",
    "By Bob Example, photos by Ann Example",
    "Photo by Ann Example. Words by Bob Example.",
]


@pytest.mark.parametrize(("line", "author", "licence", "changes"), WORKED_ON)
def test_who_took_it_is_told_from_who_changed_it(line: str, author: str, licence: str, changes: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence, photo.changes) == (author, licence, changes)


@pytest.mark.parametrize("line", NO_PART_OF_A_NAME)
def test_words_on_rights_and_places_are_no_part_of_a_name(line: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence, photo.caption) == ("Ann Example", "", "")


@pytest.mark.parametrize("line", NOBODY)
def test_what_stands_where_a_name_would_is_none(line: str) -> None:
    assert parse_credit(line).author == ""


@pytest.mark.parametrize(("line", "licence"), EITHER)
def test_where_two_may_have_taken_it_nobody_is_named(line: str, licence: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence, photo.credit) == ("", licence, line)


@pytest.mark.parametrize(("line", "author"), ONE)
def test_what_stands_beside_the_only_name_does_not_hide_it(line: str, author: str) -> None:
    assert parse_credit(line).author == author


@pytest.mark.parametrize("line", ON_WORDS)
def test_who_wrote_is_no_caption(line: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.caption) == ("Ann Example", "")


@pytest.mark.parametrize(
    "name", ["Ana de la Cruz", "la Unión Ejemplo", "la CGT", "sam_sample", "Sam Sample NC", "Leeds CC"]
)
def test_names_that_begin_or_end_in_such_words_stay(name: str) -> None:
    assert parse_credit(f"Foto de {name}").author == name


@pytest.mark.parametrize(
    "credit",
    [
        "Ann Example, CC BY-ND 4.0 cropped",
        "Ann Example, CC BY-ND 4.0. Image has been cropped.",
        "Ann Example, CC BY-ND 4.0. The photo was cropped and resized.",
        "Ann Beispiel, CC BY-ND 4.0. Das Bild wurde zugeschnitten.",
        "Ann Example is licensed under CC BY-ND 2.0 and was cropped",
    ],
)
def test_a_sentence_on_changes_is_seen(credit: str) -> None:
    assert says_changed(credit)


@pytest.mark.parametrize(
    "piece", ["cropped by ", "and was ", "BY-NC-", "de la ", "the image has been ", "© by "]
)
def test_a_hostile_line_costs_little(piece: str) -> None:
    started = time.process_time()
    parse_credit("Photo: " + piece * (990 // len(piece)))
    says_changed(piece * 200)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("line", "caption", "author"),
    [
        ("Joe Bloggs (Ann Example, CC BY-SA 4.0)", "Joe Bloggs", "Ann Example"),
        ("Joe Bloggs. (Ann Example / CC BY-SA 4.0)", "Joe Bloggs", "Ann Example"),
        ("Joe Bloggs and Sam Sample (Ann Example, CC BY-SA 4.0)", "Joe Bloggs and Sam Sample", "Ann Example"),
        ("Sample Square (Ann Example/Flickr, CC BY-SA 4.0)", "Sample Square", "Ann Example"),
        ("Workers at the gate (Ann Example/CC BY-SA 4.0).", "Workers at the gate", "Ann Example"),
        ("“Marcha” (Ana Ejemplo, CC BY-SA 4.0)", "Marcha", "Ana Ejemplo"),
        ("Photo: Workers at the gate (Ann Example, CC BY-SA 4.0)", "Workers at the gate", "Ann Example"),
        # no name in the brackets, or nobody's but a place's where pictures lie
        ("Photo: Ann Example (Wikimedia Commons, CC BY-SA 4.0)", "", "Ann Example"),
        ("Ann Example (Flickr, CC BY-SA 4.0)", "", "Ann Example"),
        ("Ann Example (own work, CC BY-SA 4.0)", "", "Ann Example"),
    ],
)
def test_a_name_with_a_licence_in_brackets_took_what_stands_before_them(
    line: str, caption: str, author: str
) -> None:
    photo = parse_credit(line)
    assert (photo.caption, photo.author, photo.licence) == (caption, author, "CC-BY-SA-4.0")


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Joe Bloggs. (Ann Example / CC BY 2.0)",
        "Photo by Joe Bloggs (Ann Example, CC BY 2.0)",
        "© Joe Bloggs (Ann Example, CC BY 2.0)",
        "The march by Joe Bloggs (Ann Example, CC BY 2.0)",
    ],
)
def test_where_a_label_names_another_before_the_brackets_nobody_is_the_author(line: str) -> None:
    assert (parse_credit(line).author, parse_credit(line).licence) == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Own work by Ana Example",
        "Foto: eigenes Werk von Ana Example",
        "Photo : travail personnel de Ana Example",
        "Foto: trabajo propio de Ana Example",
    ],
)
def test_whose_own_work_it_is_stands_behind_a_small_word_that_is_no_part_of_the_name(line: str) -> None:
    assert (parse_credit(line).author, parse_credit(line).licence) == ("Ana Example", "")


@pytest.mark.parametrize(
    "line",
    [
        "Map: Joe Bloggs. Source: OpenStreetMap, CC BY-SA 2.0",
        "Map by Joe Bloggs / Source: OpenStreetMap, CC BY-SA 2.0",
        "Chart: Joe Bloggs (Source: Eurostat, CC BY 4.0)",
        "Collage: Joe Bloggs. Photo: Ann Example, CC BY-ND 4.0",
        "Photo collage by Joe Bloggs. Photo: Ann Example, CC BY-ND 4.0",
        "Collage: Joe Bloggs (Ann Example, CC BY-ND 4.0)",
        "Infografik: Max Muster. Quelle: Destatis, CC BY 4.0",
        "Fotomontage: Max Muster. Foto: Ann Beispiel, CC BY 4.0",
        "Mapa: Ana Ejemplo. Fuente: OpenStreetMap, CC BY-SA 2.0",
        "Carte : Léa Exemple. Source : OpenStreetMap, CC BY-SA 2.0",
        "Siart: Rhian Sampl. Ffynhonnell: Eurostat, CC BY 4.0",
        "Wykres: Jan Przykład. Źródło: Eurostat, CC BY 4.0",
        "Gráfico: Ana Exemplo. Fonte: Eurostat, CC BY 4.0",
        "Hartă: Ana Exemplu. Sursa: OpenStreetMap, CC BY-SA 2.0",
    ],
)
def test_a_licence_of_a_part_is_none_of_the_whole(line: str) -> None:
    assert parse_credit(line).licence == ""


def test_a_photo_of_a_map_keeps_its_licence() -> None:
    assert parse_credit("A map of the depot. Photo: Ann Example, CC BY 4.0").licence == "CC-BY-4.0"


def test_hostile_brackets_cost_little() -> None:
    started = time.process_time()
    for line in (
        "a " * 480 + "(",
        "a (" * 330,
        "(A, CC BY 2.0) " * 60,
        "Photo: A by " * 80 + "(B C, CC BY 2.0)",
    ):
        for _ in range(20):
            parse_credit(line)
    assert time.process_time() - started < 5
