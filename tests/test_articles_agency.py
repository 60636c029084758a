"""Agencies sell each use of their pictures: no licence or permission that a line claims is the branch's."""

import time

import pytest

from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.credit import behind_text, is_credit, is_sold, parse_credit
from newsletter.articles.reading.source import ingest

SOLD = [
    "Photo: Getty Images, used by permission",
    "Photo: The Associated Press, CC BY 4.0",
    "Photo: Agence France Presse, CC BY 4.0",
    "Photo: Agence France-Presse, CC BY 4.0",
    "Photo: Thomson Reuters, CC BY 4.0",
    "Photo: Wenn, CC BY 4.0",
    "Photo: Mirrorpix CC BY 4.0",
    "Photo: Eyevine, CC BY 4.0",
    "Photo: Press Assoc., CC BY 4.0",
    "Photo: PA Archive/PA Images, CC BY 4.0",
    "Photo: Ana Example/PA Archive, CC BY 4.0",
    "Photo: PA Wire, CC BY 4.0",
    "Photo: PA Media, CC BY 4.0",
    "Photo: PA, CC BY 4.0",
    "Photo: Ana Example, PA, CC BY 4.0",
    "Photo: AAP Image/Ana Example, CC BY 4.0",
    "Photo: AAP, CC BY 4.0",
    "Photo: TT News Agency, CC BY 4.0",
    "Photo: Ana Example/TT, CC BY 4.0",
    "Photo: Agerpres/Ana Example, CC BY 4.0",
    "Foto: Mediafax Foto, CC BY 4.0",
    "Foto: NTB, CC BY 4.0",
    "Foto: Ana Example / NTB scanpix, CC BY 4.0",
    "Foto: Ritzau Scanpix, CC BY 4.0",
    "Foto: Belga, CC BY 4.0",
    "Foto: ANP, CC BY 4.0",
    "Foto: Ana Exemplo/Lusa, CC BY 4.0",
    "Fot. PAP/Jan Przykład, CC BY 4.0",
    "Fot. Jan Przykład / PAP",
    "Foto: MTI/Anna Példa, CC BY 4.0",
    "Photo: Xinhua, CC BY 4.0",
    "Photo: Kyodo, CC BY 4.0",
    "Photo: Kyodo News, CC BY 4.0",
    "Photo: Yonhap, CC BY 4.0",
    "Photo: TASS, CC BY 4.0",
    "Photo: Sputnik, CC BY 4.0",
    "Photo: Sputnik / Ana Example, CC BY 4.0",
    "Photo: Alamy, used with permission",
    "Photo: Ana Example / Shutterstock.com, CC BY 4.0",
    "Photo: Shutterstock, CC0",
    "Photo: Bloomberg, CC BY 4.0",
    "Photo: Ana Example/Bloomberg via Getty Images, used by permission",
    "Photo: Zuma Press, CC BY 4.0",
    "Photo: ZUMA, CC BY 4.0",
    "Photo: Rex Features, CC BY 4.0",
    "Photo: REX/Shutterstock, CC BY 4.0",
    "Foto: Imago, CC BY 4.0",
    "Foto: imago images / Example, CC BY 4.0",
    "Foto: Keystone, CC BY 4.0",
    "Foto: KEYSTONE-SDA/Max Muster, CC BY 4.0",
    "Foto: APA, CC BY 4.0",
    "Foto: APA/Max Muster, CC BY 4.0",
    "Foto: Anadolu, CC BY 4.0",
    "Foto: Anadolu Ajansı, CC BY 4.0",
    "Photo: UPI, CC BY 4.0",
    "Photo: Ana Example (UPI), CC BY 4.0",
    "Photo: iStock, CC BY 4.0",
    "Photo: iStock.com/example, CC BY 4.0",
    "Photo: Hulton Archive/Getty, CC BY 4.0",
    "Photo: Ana Example, Hulton Archive, public domain",
    "Foto: dpa, CC BY 4.0",
    "Foto: dpa-Bildfunk, CC BY 4.0",
    "Foto: Max Muster (dpa), mit Genehmigung",
    "Foto: EPA, CC BY 4.0",
    "Foto: Ana Ejemplo (EFE), con permiso",
    "Foto: EFE/Ana Ejemplo, CC BY 4.0",
    "Foto: ANSA, CC BY 4.0",
    "Foto: ANSA/Carla Esempio, CC BY 4.0",
    "AP Photo/Ana Example, CC BY 4.0",
    "Photo: AP, used by permission",
    "Photo by Ana Example for The Associated Press, CC BY 4.0",
    "Photo by Ana Example of Reuters, CC BY 4.0",
    "Photo: Reuters, with kind permission",
    "Photo: GettyImages, CC BY 4.0",
    "Photo: Getty Images/iStockphoto, public domain",
    "Photo: Ana Example, AFP, CC BY 4.0",
    "Photo: Ana Example | AFP | CC BY 4.0",
    "Photo: Ana Example [EPA] CC BY 4.0",
    "Photo: A.P., CC BY 4.0",
    "Photo: Ana Example - PA Images, CC BY 4.0",
    "Photo: Associated Press, public domain",
    "Photo: Ana Example © Reuters 2026, CC BY 4.0",
    "Photo by permission of Reuters",
    "Photo by permission of the Associated Press",
    "Photo: European Pressphoto Agency, CC BY 4.0",
]

#: People, unions and houses with such letters in their names.
OTHERS = [
    "Photo: A. P. Jones, CC BY 4.0",
    "Photo: Pat Apap, CC BY 4.0",
    "Photo: P. A. Example, CC BY 4.0",
    "Photo: Rex Example, CC BY 4.0",
    "Photo: Ana Example from Scranton, PA, CC BY 2.0",
    "Outside the Reuters building. Photo: Ana Example, CC BY 4.0",
    "Photo: Getty Museum, CC0",
    "Photo: Dafydd ap Example, CC BY 4.0",
    "Photo: Anna Efe, CC BY 4.0",
    "Photo: Tass Example, CC BY 4.0",
    "Photo: Reuters Institute, CC BY 4.0",
    "Photo: Papworth Trust, CC BY 4.0",
    "Photo: Keystone Example Union, CC BY 4.0",
    "Photo: Ana Example/Agência Brasil, CC BY 3.0 BR",
]

NAMES = """
AP|The Associated Press|AFP|Agence France Presse|Agence-France-Presse|Reuters|Thomson Reuters|Getty|Getty Images|iStock
Hulton Archive|PA Media|PA Wire|PA Archive|PA Images|dpa|dpa/picture alliance|EPA|EPA-EFE|EFE|Agencia EFE|ANSA|AAP
AAP Image|NTB|NTB scanpix|Ritzau Scanpix|BELGA|Belga Image|ANP|LUSA|Agência Lusa|PAP|MTI|Agerpres|Mediafax
Xinhua News Agency|Kyodo News|Yonhap|ITAR-TASS|Sputnik|Alamy Stock Photo|Shutterstock|Bloomberg|Zuma Press|Rex Features
dapd|epd|epd-bild|KNA|KNA-Bild|Keystone-SDA|Keystone-ATS|Press Association images|SWNS|Depositphotos|Adobe Stock
Dreamstime|Scanpix|ČTK|CTK|Ritzau|picture alliance|picture alliance/epd-bild|stock.adobe.com|ullstein bild|dts|ATS|STA
Action Press|imago images|Imago
TT News Agency|KEYSTONE|APA|APA-PictureDesk|Anadolu|Anadolu Ajansı|UPI|The Canadian Press
"""
PLACES = [
    "Photo: {}, CC BY 4.0",
    "Photo: Ana Example/{}, used by permission",
    "Photo: {}/Ana Example, public domain",
    "Photo: Ana Example ({}), CC0",
    "Foto: Ana Example, {}, mit freundlicher Genehmigung",
    "Foto: Ana Example | {} | CC BY 4.0",
    "Photo by Ana Example via {}, CC BY 4.0",
    "© Ana Example/{} – CC BY 4.0",
    "Photo: Ana Example, CC BY 4.0 ({})",
    "Photo courtesy of {}, CC BY 4.0",
    "Fot. {}/Jan Przykład, CC BY 4.0",
    "Crédit photo : {} – CC BY 4.0",
]


@pytest.mark.parametrize("place", PLACES)
def test_every_agency_is_known_wherever_it_stands(place: str) -> None:
    lines = [place.format(name) for name in NAMES.replace("\n", "|").strip("|").split("|")]
    assert [line for line in lines if parse_credit(line).licence != "LicenseRef-all-rights-reserved"] == []


@pytest.mark.parametrize("line", SOLD)
def test_a_picture_of_an_agency_is_reserved_whatever_the_line_claims(line: str) -> None:
    photo = parse_credit(line)
    assert (photo.licence, photo.licence_url) == ("LicenseRef-all-rights-reserved", "")
    assert is_sold(line)


@pytest.mark.parametrize("line", OTHERS)
def test_letters_of_an_agency_inside_other_names_are_none(line: str) -> None:
    photo = parse_credit(line)
    assert photo.licence not in ("", "LicenseRef-all-rights-reserved")
    assert not is_sold(line)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sta Example", False),
        ("Polaris", False),
        ("Ana Example/epd", True),
        ("Kna Example", False),
        ("A Belga, a TT e a PAP", False),
        ("BELGA", True),
        ("Belga", False),
        ("Ana Example/Belga", True),
        ("New Castle, PA", True),
        ("Ana Example, Scranton, PA", False),
        ("The Associated Press", True),
        ("associated pressure", False),
        ("tt@example.org", False),
    ],
)
def test_a_name_alone_is_an_agency_only_if_it_can_be_nothing_else(name: str, expected: bool) -> None:
    assert is_agency(name) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("picture alliance/dpa | Ana Beispiel", True),
        ("(AP Photo/Ana Example)", True),
        ("Ana Example/Getty Images", True),
        ("Ana Beispiel / imago", True),
        ("Ana Example/Reuters", False),  # may have written the text
        ("Getty Images", False),
        ("Strikers in front of Getty Images / London", False),
        ("Shutterstock workers / their union / a first contract", False),
    ],
)
def test_a_line_of_an_agency_of_pictures_and_a_name_is_a_credit_without_a_label(
    line: str, expected: bool
) -> None:
    assert is_credit(line) is expected


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("They strike for the fourth week.", "Foto: picture alliance/dpa | Ana Beispiel"),
        ("They strike, and said: “We stay.”", "Photo: Ana Example"),
        ("They strike for the fourth week.", "(Photo: Ana Example, CC BY 4.0)"),
        ("They strike for the fourth week.", "Bild: Keystone"),
        ("Rozmowy wrócą 12 grudnia.", "Fot. Jan Przykład / PAP"),
        ("Rozmowy wrócą 12 grudnia.", "(fot. Jan Przykład)"),
    ],
)
def test_a_credit_behind_the_last_sentence_is_found_and_the_sentence_stays(text: str, credit: str) -> None:
    assert behind_text(f"{text} {credit}") == (text, credit)
    article = ingest(f"A strike\n\nThey have been out for a month.\n\n{text} {credit}\n\nIt goes on.").article
    assert article.photo is not None
    assert article.photo.credit == credit
    assert article.paragraphs[1] == text


@pytest.mark.parametrize(
    "block",
    [
        "He wrote a word below it. Picture: a man in chains",
        "He wrote a word below it. Source: Ana Example",
        "He wrote a word below it. Photo: Ana Example. Then he went home.",
        "Strajk trwa. Fot. strajku nie ma. Jutro też.",
        "They have a union: Ana Example leads it.",
    ],
)
def test_a_sentence_that_only_looks_like_a_credit_stays(block: str) -> None:
    assert behind_text(block) == (block, "")


def test_hostile_blocks_cost_little() -> None:
    began = time.process_time()
    for piece in (". Photo: ", "Getty Images/", ". a b: ", "“” ", "picture alliance | "):
        behind_text(piece * (300_000 // len(piece)))
        is_credit((piece * 600)[:600])
    assert time.process_time() - began < 5
