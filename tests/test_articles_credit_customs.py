"""Credit lines as newspapers, unions, collections and parliaments write them; and lines that look like licences."""

import re

import pytest

from newsletter.articles.credits.credit import parse_credit
from newsletter.articles.credits.customs import plainly

RESERVED = "LicenseRef-all-rights-reserved"

ORDINARY = [
    # line, author, licence
    ("Photograph: Ana Example/The Dock News", "Ana Example/The Dock News", ""),
    ("Picture: Ana Example", "Ana Example", ""),
    ("Pic: Ana Example", "Ana Example", ""),
    ("Image credit: Example Union", "Example Union", ""),
    ("Credit: Example Union", "Example Union", ""),
    ("Photo: courtesy of Example Union", "Example Union", ""),
    ("Photo courtesy Example Union", "Example Union", ""),
    ("Photo: courtesy of the Example Union", "the Example Union", ""),
    ("Photo: courtesy of the family", "", ""),
    ("Photo: courtesy of her colleagues", "", ""),
    ("Foto: cortesía de la familia", "", ""),
    ("Photo: la_ana on Flickr", "la_ana", ""),
    ("Image: Example Union. Used with permission.", "Example Union", "LicenseRef-permission"),
    ("Photo by Ana Example, used with kind permission", "Ana Example", "LicenseRef-permission"),
    ("Words and pictures: Ana Example", "Ana Example", ""),
    ("Photos: Ana Example", "Ana Example", ""),
    ("Photographer: Ana Example", "Ana Example", ""),
    ("Pickets at dawn (Photo: Ana Example)", "Ana Example", ""),
    ("Pickets at dawn. Picture by Ana Example", "Ana Example", ""),
    ("Pickets at dawn © Ana Example", "Ana Example", ""),
    ("Pickets at dawn | Credit: Ana Example", "Ana Example", ""),
    (
        "Ana Example, CC BY-SA 4.0 <https://creativecommons.org/licenses/by-sa/4.0>, via Wikimedia Commons",
        "Ana Example",
        "CC-BY-SA-4.0",
    ),
    (
        "Ana Example, CC BY-SA 3.0 <http://creativecommons.org/licenses/by-sa/3.0/>, via Wikimedia Commons",
        "Ana Example",
        "CC-BY-SA-3.0",
    ),
    ("Ana Example, Public domain, via Wikimedia Commons", "Ana Example", "LicenseRef-public-domain"),
    ("Ana Example, CC0, via Wikimedia Commons", "Ana Example", "CC0-1.0"),
    (
        "By Ana Example - Own work, CC0, https://commons.wikimedia.org/w/index.php?curid=12",
        "Ana Example",
        "CC0-1.0",
    ),
    (
        "By Ana Example, CC BY 2.0, https://commons.wikimedia.org/w/index.php?curid=12",
        "Ana Example",
        "CC-BY-2.0",
    ),
    ("Photo: Ana Example (CC BY-SA 4.0) via Wikimedia Commons", "Ana Example", "CC-BY-SA-4.0"),
    ("Photo: Wikimedia Commons / Ana Example (CC-BY-SA 4.0)", "Ana Example", "CC-BY-SA-4.0"),
    ("Image: Ana Example / Wikimedia / CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    ("© Ana Example / Wikimedia Commons / CC BY-SA 4.0", "Ana Example", "CC-BY-SA-4.0"),
    (
        "Ana Example / CC BY-SA (https://creativecommons.org/licenses/by-sa/4.0)",
        "Ana Example",
        "CC-BY-SA-4.0",
    ),
    ("Image by Ana Example, CC BY-SA 4.0, from Wikimedia Commons", "Ana Example", "CC-BY-SA-4.0"),
    ("© Ana Example, CC BY-SA 4.0, Wikimedia Commons", "Ana Example", "CC-BY-SA-4.0"),
    ("User:Ana Example, CC BY-SA 4.0, via Wikimedia Commons", "Ana Example", "CC-BY-SA-4.0"),
    ("Photo by Ana Example on Flickr (CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    ("Photo: Ana Example/Flickr/CC BY-NC 2.0", "Ana Example", "CC-BY-NC-2.0"),
    ("Photo: Ana Example via Flickr (CC BY-NC-ND 2.0)", "Ana Example", "CC-BY-NC-ND-2.0"),
    ('"Pickets" by Ana Example is licensed under CC BY-SA 2.0', "Ana Example", "CC-BY-SA-2.0"),
    ('"Pickets" by Ana Example, CC BY-SA 2.0', "Ana Example", "CC-BY-SA-2.0"),
    ('"Pickets" (CC BY 2.0) by Ana Example', "Ana Example", "CC-BY-2.0"),
    ('"Pickets" by Ana Example on Flickr is licensed under CC BY-SA 2.0', "Ana Example", "CC-BY-SA-2.0"),
    ("Ana Example | Flickr | CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Flickr: Ana Example (CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    ("Creative Commons photo by Ana Example, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Image: Flickr user Ana Example, CC BY 2.0", "Ana Example", "CC-BY-2.0"),
    ("Photo by Flickr user ana_example (CC BY 2.0)", "ana_example", "CC-BY-2.0"),
    ("Photo: Ana Example (Flickr, CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    (
        "Photo: Ana Example, licensed under a Creative Commons Attribution 2.0 licence",
        "Ana Example",
        "CC-BY-2.0",
    ),
    (
        "Photo: Ana Example, Creative Commons Attribution-ShareAlike 4.0 International License",
        "Ana Example",
        "CC-BY-SA-4.0",
    ),
    ("Photo: Ana Example, Attribution 2.0 Generic (CC BY 2.0)", "Ana Example", "CC-BY-2.0"),
    (
        "© Copyright Ana Example and licensed for reuse under creativecommons.org/licenses/by-sa/2.0",
        "Ana Example",
        "CC-BY-SA-2.0",
    ),
    ("Photo © Ana Example, cc-by-sa/2.0, via Geograph", "Ana Example", "CC-BY-SA-2.0"),
    ("Photo © Ana Example (cc-by-sa/2.0) geograph.org.uk", "Ana Example", "CC-BY-SA-2.0"),
    ("Geograph / Ana Example / CC BY-SA 2.0", "Ana Example", "CC-BY-SA-2.0"),
    ("Photo by Ana Example on Unsplash", "Ana Example", ""),
    ("Photo: Ana Example / Unsplash", "Ana Example", ""),
    ("Image: Unsplash/Ana Example", "Ana Example", ""),
    ("Photo by Ana Example from Pexels", "Ana Example", ""),
    ("Unsplash / Ana Example", "Ana Example", ""),
    ("Image by Ana Example via Pixabay", "Ana Example", ""),
    ("Crown copyright, Open Government Licence v3.0", "Crown copyright", "OGL-3.0"),
    ("© Crown copyright 2026, OGL v3.0", "Crown copyright", "OGL-3.0"),
    ("© Crown copyright. Licensed under the Open Government Licence v3.0", "Crown copyright", "OGL-3.0"),
    ("Photo: Simon Example / No 10 Downing Street (OGL v3.0)", "Simon Example", "OGL-3.0"),
    ("Photo: UK Government, OGL 3.0", "UK Government", "OGL-3.0"),
    ("Photo: Ana Example/HM Treasury, OGL v3", "Ana Example/HM Treasury", "OGL-3.0"),
    ("Image: Welsh Government, Open Government Licence v3.0", "Welsh Government", "OGL-3.0"),
    ("Photo: Scottish Government (OGL)", "Scottish Government", "LicenseRef-OGL"),
    ("UK Parliament / Ana Example (OPL 3.0)", "UK Parliament/Ana Example", "OPL-UK-3.0"),
    ("©UK Parliament/Ana Example", "UK Parliament/Ana Example", ""),
    ("Photo: © House of Commons/Ana Example", "House of Commons/Ana Example", ""),
    ("Photo: UK Parliament/Ana Example (CC BY 3.0)", "UK Parliament/Ana Example", "CC-BY-3.0"),
    (
        "House of Commons / Ana Example, Open Parliament Licence v3.0",
        "House of Commons/Ana Example",
        "OPL-UK-3.0",
    ),
    (
        "Photo: Ana Example, US Department of Labor, public domain",
        "Ana Example, US Department of Labor",
        "LicenseRef-public-domain",
    ),
    ("Photo: European Parliament, CC BY 4.0", "European Parliament", "CC-BY-4.0"),
    ("Photo : Léa Exemple / Wikimedia Commons, CC BY-SA 4.0", "Léa Exemple", "CC-BY-SA-4.0"),
    ("© Léa Exemple", "Léa Exemple", ""),
    ("Crédit : Léa Exemple", "Léa Exemple", ""),
    ("Crédits photo : Léa Exemple (CC BY-NC 2.0)", "Léa Exemple", "CC-BY-NC-2.0"),
    ("Photographie de Léa Exemple, licence CC BY-SA 4.0", "Léa Exemple", "CC-BY-SA-4.0"),
    ("Image : Léa Exemple, domaine public", "Léa Exemple", "LicenseRef-public-domain"),
    ("Photo : Léa Exemple. Licence Creative Commons Attribution 4.0", "Léa Exemple", "CC-BY-4.0"),
    ("Léa Exemple, CC BY-SA 4.0, via Wikimedia Commons", "Léa Exemple", "CC-BY-SA-4.0"),
    (
        "Photo : Léa Exemple – avec l’aimable autorisation de l’Union Exemple",
        "Léa Exemple",
        "LicenseRef-permission",
    ),
    ("Foto: Ana Ejemplo (CC BY-SA 4.0)", "Ana Ejemplo", "CC-BY-SA-4.0"),
    ("Foto: Ana Ejemplo / Flickr (CC BY-NC-SA 2.0)", "Ana Ejemplo", "CC-BY-NC-SA-2.0"),
    ("Fotografía de Ana Ejemplo, licencia CC BY 4.0", "Ana Ejemplo", "CC-BY-4.0"),
    ("Imagen de Ana Ejemplo en Wikimedia Commons, CC BY-SA 4.0", "Ana Ejemplo", "CC-BY-SA-4.0"),
    ("Créditos: Ana Ejemplo", "Ana Ejemplo", ""),
    ("Foto: cortesía de Unión Ejemplo", "Unión Ejemplo", ""),
    ("Foto: Ana Ejemplo, dominio público", "Ana Ejemplo", "LicenseRef-public-domain"),
    (
        "Foto: Ana Ejemplo, bajo una licencia Creative Commons Atribución 4.0 Internacional",
        "Ana Ejemplo",
        "CC-BY-4.0",
    ),
    ("Fotografía: Ana Ejemplo, usada con permiso", "Ana Ejemplo", "LicenseRef-permission"),
    ("Foto: Max Beispiel / Wikimedia Commons / CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Foto: Max Beispiel (CC BY-SA 4.0)", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Foto: Max Beispiel, Lizenz: CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Bild: Max Beispiel, CC BY-SA 3.0 DE", "Max Beispiel", "CC-BY-SA-3.0-DE"),
    ("Bildnachweis: Max Beispiel, gemeinfrei", "Max Beispiel", "LicenseRef-public-domain"),
    (
        "Bundesarchiv, Bild 183-1234-5678 / Beispiel, Max / CC-BY-SA 3.0",
        "Max Beispiel, Bundesarchiv",
        "CC-BY-SA-3.0",
    ),
    ("© Max Beispiel / Beispielgewerkschaft", "Max Beispiel", ""),
    ("Foto: Max Beispiel, mit freundlicher Genehmigung", "Max Beispiel", "LicenseRef-permission"),
    ("Foto: Stadtarchiv Beispiel, CC BY 4.0", "Stadtarchiv Beispiel", "CC-BY-4.0"),
    ("Foto: Max Beispiel auf Flickr (CC BY 2.0)", "Max Beispiel", "CC-BY-2.0"),
    ("Quelle: Wikimedia Commons, Max Beispiel, CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Fot. Jan Przykład", "Jan Przykład", ""),
    ("Fot.: Jan Przykład / Związek Przykładów", "Jan Przykład", ""),
    ("Zdjęcie: Jan Przykład / Flickr, CC BY 2.0", "Jan Przykład", "CC-BY-2.0"),
    ("Autor: Jan Przykład, CC BY-SA 4.0", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Źródło: Wikimedia Commons, autor: Jan Przykład, CC BY-SA 4.0", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Fot. Jan Przykład, domena publiczna", "Jan Przykład", "LicenseRef-public-domain"),
    ("Fot. Jan Przykład (CC BY-SA 4.0)", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Llun: Rhian Sampl / Wikimedia Commons (CC BY-SA 4.0)", "Rhian Sampl", "CC-BY-SA-4.0"),
    ("Llun gan Rhian Sampl ar Unsplash", "Rhian Sampl", ""),
    ("Ffotograff: Rhian Sampl", "Rhian Sampl", ""),
    ("Ffotograff gan Rhian Sampl", "Rhian Sampl", ""),
    ("Llun trwy garedigrwydd Undeb Sampl", "Undeb Sampl", ""),
    ("Lluniau: Rhian Sampl", "Rhian Sampl", ""),
    ("Hawlfraint: Rhian Sampl", "Rhian Sampl", ""),
    (
        "Llun: Llyfrgell Genedlaethol Cymru, parth cyhoeddus",
        "Llyfrgell Genedlaethol Cymru",
        "LicenseRef-public-domain",
    ),
    ("Llun: Senedd Cymru, Trwydded Llywodraeth Agored v3.0", "Senedd Cymru", "OGL-3.0"),
    (
        "Bundesarchiv, B 145 Bild-F001234-0001 / Beispiel, Max / CC-BY-SA 3.0",
        "Max Beispiel, Bundesarchiv",
        "CC-BY-SA-3.0",
    ),
    ("Photo by Ana Example on Unsplash, Unsplash Licence", "Ana Example", ""),
    ("Foto: archivo", "", ""),
    ("Image: Screenshot", "", ""),
    ("Photo: library image", "", ""),
    ("Public domain image", "", "LicenseRef-public-domain"),
    ('"Pickets" (Public domain) by Ana Example', "Ana Example", "LicenseRef-public-domain"),
    ("Photo by Flickr user cogdogblog (CC BY 2.0)", "cogdogblog", "CC-BY-2.0"),
    ("© Copyright Ana Example and licensed for reuse under this Creative Commons Licence", "Ana Example", ""),
    ("Fot. Jan Przykład, w domenie publicznej", "Jan Przykład", "LicenseRef-public-domain"),
    ("Foto: Ion Exemplu, domeniu public", "Ion Exemplu", "LicenseRef-public-domain"),
    ("Foto: Carla Esempio, pubblico dominio", "Carla Esempio", "LicenseRef-public-domain"),
    ("Foto: Jan Voorbeeld, publiek domein", "Jan Voorbeeld", "LicenseRef-public-domain"),
    ("Senedd Cymru / Rhian Sampl, Trwydded Llywodraeth Agored v3.0", "Senedd Cymru/Rhian Sampl", "OGL-3.0"),
]

#: Names, titles, texts of others, licences that are none; and what is sold or taken back.
NO_LICENCES = [
    "Text: © Ana Example, CC BY 4.0",
    "Text © Ana Example; map: © Sam Sample, CC BY 4.0",
    "Article: © Ana Example, Wikimedia Commons, CC BY-SA 4.0",
    "Text: Crown copyright, Open Government Licence v3.0",
    "Map: © Crown copyright 2026, OGL v3.0",
    "Photo: OGL Holdings Ltd",
    "Photo: Ana Example / OGL Media",
    "Photo: PDM Pictures",
    "Photo: OPL 3 Studios",
    "Photo: CC Zero Collective",
    "Photo: The Public Domain Review",
    "Photo: Public Domain Day march, Ana Example",
    "Photo: Public Domain Project",
    "Image: Public Domain Dedication ceremony, Ana Example",
    "Photo: Creative Commons Global Summit",
    "Photo: Attribution 2.0, the band",
    "Photo: Attribution 4.0 Films",
    "Photo: Ana Example, Share Alike Press",
    "“CC BY 2.0” by Ana Example",
    '"Public domain" by Ana Example',
    '"Pickets" (CC BY 2.0) by Ana Example, not for sale',
    '"Pickets" (CC BY 2.0) by Ana Example and others',
    'Poster "Pickets" (CC BY 2.0) by Ana Example',
    '"Pickets" (CC BY 2.0 pending) by Ana Example',
    '"Pickets" (CC BY 2.0 until 2020) by Ana Example',
    '"Pickets" (not CC BY 2.0) by Ana Example',
    '"Pickets" (CC BY 2.0?) by Ana Example',
    '"Pickets" (CC BY-NC) by Ana Example (CC BY 2.0)',
    "© Copyright Ana Example and licensed for reuse under terms to be agreed",
    "© Copyright Ana Example and licensed for reuse under this licence",
    "© Copyright Ana Example and not licensed for reuse under CC BY-SA 2.0",
    "Photo: Ana Example, licensed for use under CC BY 4.0 by members only",
    "Photo: Ana Example, never licensed for reuse under CC BY 4.0",
    "Photo: Ana Example, formerly licensed for reuse under CC BY 4.0",
    "Photo: Ana Example, licensed for educational use under CC BY 4.0",
    "Flickr: all our pictures are CC BY 2.0 unless stated",
    "Flickr: CC BY 2.0 does not apply",
    "Flickr: our texts are CC BY 2.0",
    "Photo by Flickr user ana_example (no CC BY 2.0)",
    "Photo by Flickr user ana_example, map CC BY 2.0",
    "Crown copyright, not OGL v3.0",
    "Crown copyright. Text under OGL v3.0",
    "© Crown copyright, reproduced under delegated authority",
    "© UK Parliament, not under the Open Parliament Licence v3.0",
    "House of Commons / Ana Example, all rights reserved",
    "House of Commons / Ana Example, text OPL 3.0",
    "Bundesarchiv, Bild 183-12 / Beispiel, Max / nicht CC-BY-SA 3.0",
    "Bundesarchiv, Bild 183-12 / Beispiel, Max / Text CC-BY-SA 3.0",
    "Fot. Jan Przykład, nie domena publiczna",
    "Fot. Jan Przykład, domena publiczna od 2030",
    "Fot. Jan Przykład, poza domeną publiczną",
    "Llun: Rhian Sampl. Nid yw yn y parth cyhoeddus",
    "Llun: Rhian Sampl, parth cyhoeddus?",
    "Llun: Rhian Sampl. Testun: Trwydded Llywodraeth Agored v3.0",
    "Foto: Ion Exemplu, nu este domeniu public",
    "Foto: Carla Esempio, non di pubblico dominio",
    "Foto: Jan Voorbeeld, geen publiek domein",
    "Quelle: Beispielblatt, CC BY 4.0",
    "Źródło: Gazeta Przykład, CC BY 4.0",
    "Autor: Jan Przykład. Tekst: CC BY 4.0",
    "Photo courtesy Example Union under no licence, CC BY 4.0 applies to text",
    "Photo : Léa Exemple – sans l’aimable autorisation de l’Union Exemple",
    "Photo: Ana Example/Getty Images, CC BY 2.0",
    '"Pickets" (CC BY 2.0) by Ana Example/Reuters',
    "Unsplash / Getty Images, CC0",
    "Photo: Ana Example, free to use",
    "Photo: Ana Example, royalty free",
    "Photo: Ana Example, copyright free",
    "Photo: Ana Example, copyleft",
    "Photo: Ana Example, fair use",
    "Photo: Ana Example, no copyright",
    "Photo: Ana Example, Unsplash Licence",
    "Photo: Ana Example, Pexels License",
    "Photo: Ana Example, MIT Licence",
    "Photo: Ana Example, open licence",
    "Photo: Ana Example, CC licensed",
    "Photo: Ana Example, CC SA 4.0",
    "Photo: Ana Example, CC 4.0",
    "Photo: Ana Example, CC BY 4.1",
    "Photo: Ana Example, BY-SA 4.0",
    "Photo: Ana Example, licence CC",
    "Photo: Ana Example, C.C.B.Y. 4.0",
]


@pytest.mark.parametrize(("line", "author", "licence"), ORDINARY)
def test_ordinary_lines_are_understood(line: str, author: str, licence: str) -> None:
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == (author, licence)
    assert photo.credit == line


@pytest.mark.parametrize("line", NO_LICENCES)
def test_what_only_looks_like_a_licence_lends_none(line: str) -> None:
    photo = parse_credit(line)
    assert photo.licence in ("", RESERVED)
    assert photo.licence_url == ""


@pytest.mark.parametrize(
    "line",
    [line for line, _, licence in ORDINARY if licence and "Pickets" not in line and licence != RESERVED],
)
def test_one_unknown_word_within_a_line_of_any_custom_takes_the_licence_away(line: str) -> None:
    words = line.split(" ")
    begin = 2 if "©" in line else 1  # before its label an unknown word would be a caption
    changed = [" ".join([*words[:at], "xyzzy", *words[at:]]) for at in range(begin, len(words) + 1)]
    assert [each for each in changed if parse_credit(each).licence] == []


def test_there_are_enough_of_both_kinds() -> None:
    assert len(ORDINARY) >= 60
    assert len(NO_LICENCES) >= 40


@pytest.mark.parametrize(
    "line", [line for line, _, licence in ORDINARY if licence.startswith(("CC-BY", "OGL", "OPL"))]
)
@pytest.mark.parametrize("word", ["not", "text:", "until 2020", "formerly", "non-commercial use only,"])
def test_a_word_that_takes_it_back_leaves_no_licence_in_any_custom(line: str, word: str) -> None:
    *_, last = re.finditer(
        r"(?<![\w])(?<!://)(?:CC|OGL|OPL|Open|Trwydded|Creative|creativecommons|Attribution|cc-by)", line
    )
    at = last.start()
    assert parse_credit(f"{line[:at]}{word} {line[at:]}").licence == ""


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Photo: Ana Example",
        "“Pickets” by Ana Example",
        "Senedd",
        "Flickr",
        "House of Commons / CC BY 4.0",
    ],
)
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert plainly(line) == line
