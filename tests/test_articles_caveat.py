"""A licence is never said to allow more than the whole credit line allows; what is not clear is no licence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.credit import parse_credit

RESERVED, PERMISSION = "LicenseRef-all-rights-reserved", "LicenseRef-permission"
PUBLIC_DOMAIN = "LicenseRef-public-domain"

#: Restrictions in the name, however it is put together.
WHOLE_NAMES = [
    ("Photo: Ana Example, CC BY–NC–ND 4.0", "Ana Example", "CC-BY-NC-ND-4.0"),
    ("Photo: Ana Example, CC BY—NC—ND 4.0", "Ana Example", "CC-BY-NC-ND-4.0"),
    ("Photo: Ana Example / CC BY - NC - ND", "Ana Example", "LicenseRef-CC-BY-NC-ND"),
    ("Photo: Ana Example, CC BY/NC/ND 2.0", "Ana Example", "CC-BY-NC-ND-2.0"),
    ("Photo: Ana Example, CC BY, NC, ND 2.0", "Ana Example", "CC-BY-NC-ND-2.0"),
    ("Photo: Ana Example, CC-BY+NC", "Ana Example", "LicenseRef-CC-BY-NC"),
    ("Photo: Ana Example, CC_BY_NC_SA 2.0", "Ana Example", "CC-BY-NC-SA-2.0"),
    ("Photo: Ana Example (CC BYNCND 4.0)", "Ana Example", "CC-BY-NC-ND-4.0"),
    ("Photo: Ana Example, CC\u00a0BY\u2212NC\uff0dSA 4.0", "Ana Example", "CC-BY-NC-SA-4.0"),
    ("Photo: Ana Example, CC BY · NC · SA 3.0", "Ana Example", "CC-BY-NC-SA-3.0"),
    (
        "Photo: Ana, Creative Commons Attribution (NonCommercial, NoDerivs) 2.0",
        "Ana",
        "CC-BY-NC-ND-2.0",
    ),
    (
        "Foto: Anna Beispiel, Namensnennung-Keine kommerzielle Nutzung-Keine Bearbeitung 2.0",
        "Anna Beispiel",
        "CC-BY-NC-ND-2.0",
    ),
    (
        "Foto: Anna Beispiel, Namensnennung-Nicht-kommerziell-KeineBearbeitung 4.0 International",
        "Anna Beispiel",
        "CC-BY-NC-ND-4.0",
    ),
    (
        "Foto: João Exemplo, Creative Commons Atribuição-NãoComercial-SemDerivações 4.0 Internacional",
        "João Exemplo",
        "CC-BY-NC-ND-4.0",
    ),
    ("Foto: João Exemplo, Atribuição-SemDerivações 4.0", "João Exemplo", "CC-BY-ND-4.0"),
    (
        "Zdjęcie: Jan Przykład, Uznanie autorstwa-Użycie niekomercyjne-Bez utworów zależnych 4.0",
        "Jan Przykład",
        "CC-BY-NC-ND-4.0",
    ),
    ("Foto: Jan Voorbeeld, Naamsvermelding-GelijkDelen 4.0", "Jan Voorbeeld", "CC-BY-SA-4.0"),
]

#: Taken back, narrowed, forbidden, or said of something else.
DOUBTFUL = [
    "Photo: Ana Example, CC BY 2.0 NC",
    "Photo: Ana Example, CC BY 4.0 (non-commercial use only)",
    "Photo: Ana Example, Creative Commons Attribution 2.0 Non-Commercial",
    "© Ana Example. Reproduction only with permission.",
    "Foto: Anna Beispiel. Abdruck nur mit Genehmigung.",
    "Photo: Ana Example. Used with permission required",
    "Photo: Ana Example. Please contact us for use with permission",
    "Photo: Ana Example. May be reproduced with permission of the photographer",
    "Photo: Ana Example. Text: CC BY-SA 4.0",
    "Photo: Ana Example. This article is licensed under CC BY 4.0",
    "Photos are excluded from the CC BY 4.0 licence",
    "Except for photos, this site is CC BY-SA 4.0. Photo: Ana Example",
    "Photo: Ana Example. Formerly CC BY 2.0",
    "Photo: Ana Example. Licence: CC BY-SA 4.0 pending",
    "Public domain status unknown",
    # English
    "Photo: Ana Example, CC BY 4.0-NC",
    "Photo: Ana Example, CC BY 4.0, NC",
    "Photo: Ana Example, CC BY 4.0 [no derivatives]",
    "Photo: Ana Example, CC BY (NC) 4.0",
    "Photo: Ana Example, CC BY and NC",
    "Photo: Ana Example, noncommercial CC BY 4.0",
    "Photo: Ana Example, CC BY 4.0 for editorial use",
    "Photo: Ana Example, CC BY 4.0 until 2019",
    "Photo: Ana Example, probably CC BY 4.0",
    "Photo: Ana Example, CC BY 4.0?",
    "Photo: Ana Example, CC BY 4.0*",
    "Photo: Ana Example was CC BY 4.0",
    "Photo: Ana Example, CC BY 4.0 from 2030",
    "Photo: Ana Example (public domain in France)",
    "Photos: Ana Example (CC BY 4.0) and Sam Sample",
    "Photos: Ana Example (CC BY 4.0), Sam Sample (Flickr)",
    "Photo: Ana Example, CC BY 4.0. FOR UNION PRESS USE",
    "Photo: Ana Example, CC BY-SA 2.5, 2.0, 1.0",
    "Photo: Ana Example (CC BY 2.0 until 2019, now all rights reserved)",
    "All content CC BY 4.0 unless otherwise noted. Photo: Ana Example",
    "Our magazine: CC BY 4.0. Photo: Ana Example",
    "Music: CC BY 4.0",
    "Photo: Ana Example. Not in the public domain",
    "Photo: Ana Example, CC BY-NC 2.0 https://creativecommons.org/licenses/by/2.0/",
    "Photo: Ana Example, CC BY 4.0 https://creativecommons.org/licenses/nc/1.0/",
    "Photo: Ana Example, all rights reserved, https://creativecommons.org/publicdomain/zero/1.0/",
    "Photo: Ana Example, CC0 for people in the union",
    "Photo: Ana Example, public domain in some countries",
    "Photo: Ana Example, CC BY 4.0 🚫💰",
    "Photo: Ana Example, CC BY ≠ NC 4.0",
    "Photo: Ana Example, CC BY | NC | ND 4.0",
    "Photo: Ana Example, CC BY:NC 4.0",
    "Photo: Ana Example, CC BY\\NC 4.0",
    "Photo: Ana Example, CC BY N.C. 4.0",
    "Photo: Ana Example, CC BY (NC-ND)",
    "Photo: Ana Example, CC BY-\u039d\u0421 4.0",
    "Photo: Ana Example, CC BY\u200dNC 4.0",
    "Photo: Ana Example, CC BY https://example.org/licence-nc",
    "Photo: Ana Example, CC BY 4.0 (see https://example.org/terms)",
    "Photo: Ana Example, https://creativecommons.org/licenses/by/4.0/-nc",
    "Photo: Ana Example, CC BY 4.0; please ask first",
    "Photo: Ana Example. Used with permission until 2020",
    "Photo: Ana Example. Probably used with permission",
    "Photo: Ana Example, all rights reserved except CC BY 4.0",
    "Ana Example (CC BY 4.0 applies to her other pictures)",
    "Photo: Ana Example; photo CC BY 4.0, article CC BY-NC",
    "Personlig Bruk / CC BY 4.0",
    "By Joe Sample, CC BY 4.0. Photo: Ana Example",
    "Published by Example News under CC BY 4.0. Photo: Ana Example",
    "Republished from Example News under CC BY-ND 4.0",
    "Photo: Ana Example. Map: Joe Sample, CC BY 4.0",
    "Photo: Ana Example / Design: Joe Sample, CC BY 4.0",
    "Photo: Ana Example. Drawing Joe Sample, CC BY 4.0",
    "Photo: Ana Example, CC BY 4.0. Photo: Sam Sample",
    "Photo: Ana Example (left), CC BY 4.0, Sam Sample (right)",
    "Photo: Ana Example, CC BY 40",
    "Photo: Ana Example, OGL 3.0, restrictions apply",
    "Photo: Ana Example/CC BY 4.0/Not For Sale",
    # Spanish, French, German, Portuguese, Polish, Welsh, Dutch, Italian, Romanian, Arabic
    "Foto: Ana Ejemplo, CC BY 4.0, sin fines comerciales",
    "Foto: Ana Ejemplo, CC BY 4.0 (solo para prensa)",
    "Foto: Ana Ejemplo. Reproducción prohibida salvo con permiso",
    "El texto de este artículo tiene licencia CC BY 4.0. Foto: Ana Ejemplo",
    "Foto: Ana Ejemplo / CC BY 4.0 / Prohibida la Venta",
    "Foto: Ana Ejemplo, dominio público en Perú",
    "Foto: Ana Ejemplo, antes CC BY 2.0",
    "Photo : Léa Exemple, CC BY 4.0, pas d’utilisation commerciale",
    "Photo : Léa Exemple, sauf mention contraire CC BY-SA 4.0",
    "Photo : Léa Exemple. Reproduction interdite sans autorisation, CC BY 4.0",
    "Photo : Léa Exemple. Textes sous licence CC BY-SA 4.0",
    "Foto: Max Beispiel, CC BY 4.0, nicht kommerziell",
    "Foto: Max Beispiel, CC BY 4.0 (keine Bearbeitung)",
    "Bild: Max Beispiel / CC BY 4.0 / Verkauf Untersagt",
    "Foto: Max Beispiel, angeblich gemeinfrei",
    "Foto: Max Beispiel, gemeinfrei in den USA",
    "Foto: Max Beispiel, früher CC BY 2.0",
    "Foto: Max Beispiel. Alle Texte CC BY-SA 4.0",
    "Foto: Max Beispiel. Verwendung mit Genehmigung der Redaktion möglich",
    "Foto: João Exemplo, CC BY 4.0, uso não comercial",
    "Foto: João Exemplo, somente texto em CC BY 4.0",
    "Zdjęcie: Jan Przykład, CC BY 4.0, tylko do użytku niekomercyjnego",
    "Zdjęcie: Jan Przykład. Tekst na licencji CC BY 4.0",
    "Zdjęcie: Jan Przykład, dawniej CC BY 2.0",
    "Llun: Rhian Sampl, CC BY 4.0, anfasnachol yn unig",
    "Llun: Rhian Sampl. Nid yw CC BY 4.0 yn berthnasol",
    "Llun: Rhian Sampl. Testun: CC BY 4.0",
    "Foto: Jan Voorbeeld, CC BY 4.0, alleen voor niet-commercieel gebruik",
    "Foto: Carla Esempio, CC BY 4.0, uso non commerciale",
    "Foto: Ion Exemplu, CC BY 4.0, doar pentru uz necomercial",
    "Foto: Ana Exemplo, CC BY 4.0 لأغراض غير تجارية",
    # a language nobody here reads
    "Kuva: Aino Esimerkki, CC BY 4.0, ei kaupalliseen käyttöön",
    "Kép: Anna Példa, CC BY 4.0, kizárólag oktatási célra",
]

#: Odd, but clear.
CLEAR = [
    ("File:Strike in Lima.jpg by Jane Doe is in the public domain", "Jane Doe", PUBLIC_DOMAIN),
    ("Photo by Jane Doe, licensed under GFDL 1.2 and CC BY-SA 3.0", "Jane Doe", "CC-BY-SA-3.0"),
    ("Zdjęcie: Jan Przykład, CC BY-SA 4.0", "Jan Przykład", "CC-BY-SA-4.0"),
    ("Fotografie: Jan Vzor, CC BY-SA 4.0", "Jan Vzor", "CC-BY-SA-4.0"),
    ("写真: 山田太郎 CC BY 4.0", "山田太郎", "CC-BY-4.0"),
    ("写真：山田太郎、CC BY 4.0", "山田太郎", "CC-BY-4.0"),
    ("No cuts to texts! Photo: Ana Example, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Strike in May 2026. Photo: Ana Example, May 2026, CC BY 4.0", "Ana Example, May 2026", "CC-BY-4.0"),
    ("Photo: Ana Example, CC BY 4.0 (cropped)", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example, CC BY 4.0 (Flickr)", "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example, licence: CC BY-NC 4.0", "Ana Example", "CC-BY-NC-4.0"),
    ("Foto: Ana Ejemplo, licencia: CC BY-NC 4.0", "Ana Ejemplo", "CC-BY-NC-4.0"),
    ("Foto: Max Beispiel, steht unter der Lizenz CC BY-SA 4.0", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Foto: Max Beispiel (CC BY-SA 4.0), bearbeitet", "Max Beispiel", "CC-BY-SA-4.0"),
    ("Photo: Ana Example. With kind permission of the Example Union", "Ana Example", PERMISSION),
    ("Photo: Ana Example, used by permission", "Ana Example", PERMISSION),
    ("Foto: Max Beispiel. Mit freundlicher Genehmigung von Example Archiv", "Max Beispiel", PERMISSION),
    ("© Ana Example. All rights reserved. No reproduction without permission.", "Ana Example", RESERVED),
    ("Photo: Ana Example. Permission sought", "Ana Example", ""),
    ("Photo: Ana Example. Do not use without permission", "Ana Example", ""),
    ("Photo: Ana Example was released into the public domain", "Ana Example", PUBLIC_DOMAIN),
    ("“No war, not ever” by Ana Example is licensed under CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ("Photo: CC BY 4.0, Ana Example", "Ana Example", "CC-BY-4.0"),
    ("Photo: Example Union, licensed under CC BY 4.0 via Flickr", "Example Union", "CC-BY-4.0"),
    ("Photo: Ana Example, CC", "Ana Example", ""),
    ("Photo: Ana Example / example.org, CC BY 4.0", "Ana Example", "CC-BY-4.0"),
    ('Photo: Ana Example, "CC BY 4.0"', "Ana Example", "CC-BY-4.0"),
    ("Photo: Ana Example, CC (BY-NC) 4.0", "Ana Example", ""),
    ("Photo: Ana Example, CC B.Y. N.C. 4.0", "Ana Example", ""),
    ("Photo: Ana Example, ＣＣ　ＢＹ－ＮＣ 4.0", "Ana Example", "CC-BY-NC-4.0"),
    ("Photo: AI Weiwei Example, CC BY 4.0", "AI Weiwei Example", "CC-BY-4.0"),
    ("Photo: Sora Example, CC BY 4.0", "Sora Example", "CC-BY-4.0"),
    ("Photo: CC by Ana Example", "Ana Example", ""),
    ("Photo: Ana Example, courtesy of Reuters, CC BY 4.0", "Ana Example, courtesy of Reuters", RESERVED),
    ("Photo: Ana Example / Magnum Photos, CC BY 4.0", "Ana Example", RESERVED),
    ("Photo: Ana Example / A.P.", "Ana Example", RESERVED),
    ("Photo: Getty, used with permission", "Getty", RESERVED),
    # agencies, however they are set off
    ("Photo: Paolo Ejemplo (EFE)", "Paolo Ejemplo, EFE", RESERVED),
    ("Photo: Paolo Ejemplo, EFE, CC BY 4.0", "Paolo Ejemplo, EFE", RESERVED),
    ("Photo: Martin Ejemplo (AP), CC BY–NC–ND 4.0", "Martin Ejemplo, AP", RESERVED),
    ("Photo: Ana Example [PA]", "Ana Example, PA", RESERVED),
    ("Photo: AP, via Example Times, CC BY 4.0", "AP, Example Times", RESERVED),
    ("Photo: Ana Example/dpa-Zentralbild, CC BY 4.0", "Ana Example/dpa-Zentralbild", RESERVED),
    (
        "Photo: Ana Example via Getty Images Europe, CC BY 4.0",
        "Ana Example via Getty Images Europe",
        RESERVED,
    ),
    ("Photo: Ana Example, CC BY 4.0 (Reuters)", "Ana Example", RESERVED),
    ("Photo: Ana Example – Reuters, CC BY 4.0", "Ana Example", RESERVED),
    ("Except for photos, this site is CC BY-SA 4.0. Photo: Reuters", "", RESERVED),
    ("Photo: Ana Example, Scranton, PA", "Ana Example, Scranton, PA", ""),
]

NO_AUTHORS = [
    "Image: AI generated",
    "Image: generated with AI (Midjourney)",
    "Image: ChatGPT",
    "Image: DALL-E",
    "Image: Gemini",
    "Image: Canva AI",
    "Image by Bing Image Creator",
    "Image: DALL·E 3, CC0",
    "Image generated by ChatGPT, public domain",
    "Bild: KI-generiert",
    "Bild: Mit künstlicher Intelligenz erzeugt, Stable Diffusion",
    "Imagen: generada con inteligencia artificial",
    "Image : générée par IA",
    "Obraz: Zdjęcie: wygenerowane przez AI",
    "Photo: <script>alert(1)</script> CC BY 4.0",
    "Photo: <b>Ana</b>, CC BY 4.0",
    "Photo: {{credit}}, CC BY 4.0",
    "Photo: &lt;Ana&gt;, CC BY 4.0",
    "Photo: is licensed under",
    "Photo: see below",
    "Photo: Please contact the office",
]


@pytest.mark.parametrize(("line", "author", "licence"), [*WHOLE_NAMES, *CLEAR])
def test_every_part_of_a_credit_counts(line, author, licence):
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == (author, licence)


@pytest.mark.parametrize("line", DOUBTFUL)
def test_a_licence_with_anything_unread_about_it_is_none(line):
    photo = parse_credit(line)
    assert (photo.author, photo.licence, photo.licence_url, photo.caption) == ("", "", "", "")
    assert photo.credit


@pytest.mark.parametrize("line", NO_AUTHORS)
def test_programs_markup_and_pieces_of_sentences_took_no_picture(line):
    photo = parse_credit(line)
    assert (photo.author, photo.licence) == ("", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Example (AP)", True),
        ("Ana Example, EFE", True),
        ("Ana Example - Reuters", True),
        ("Ana Example [EPA]", True),
        ("Ana Example, Agence France-Presse", True),
        ("Ana Example/Europa Press", True),
        ("Ana Example, Rex", True),
        ("Scranton, PA", False),
        ("Rex Example", False),
        ("Belga", False),
    ],
)
def test_an_agency_counts_behind_commas_and_in_brackets(name, expected):
    assert is_agency(name) is expected


FREEDOMS = {
    # how people write it: which parts it has
    "CC BY 4.0": {"BY"},
    "CC BY-SA 4.0": {"BY", "SA"},
    "CC-BY-NC 2.0": {"BY", "NC"},
    "CC BY-NC-ND 4.0": {"BY", "NC", "ND"},
    "CC BY": {"BY"},
    "Creative Commons Attribution 4.0": {"BY"},
    "Namensnennung 3.0": {"BY"},
    "CC0": set(),
    "public domain": set(),
    "https://creativecommons.org/licenses/by/4.0/": {"BY"},
    "https://creativecommons.org/licenses/by-nc/4.0/": {"BY", "NC"},
}
RESTRICTING = {
    # what is said beside it: which part a licence must have to say that, or None where no licence says it
    "NC": "NC",
    "ND": "ND",
    "SA": "SA",
    "non-commercial": "NC",
    "noncommercial use": "NC",
    "Non Commercial": "NC",
    "NoDerivs": "ND",
    "no derivatives": "ND",
    "ShareAlike": "SA",
    "nicht kommerziell": "NC",
    "keine Bearbeitung": "ND",
    "pas d’utilisation commerciale": "NC",
    "sin obras derivadas": "ND",
    "uso no comercial": "NC",
    "não comercial": "NC",
    "użycie niekomercyjne": "NC",
    "anfasnachol": "NC",
    "not": None,
    "only with permission": None,
    "nur mit Genehmigung": None,
    "solo": None,
    "sauf mention contraire": None,
    "formerly": None,
    "pending": None,
    "text": None,
    "excluded": None,
    "this article": None,
    "all rights reserved": None,
}
JOINTS = [" ", "-", "–", " – ", "/", ", ", "+", " (", ") ", " [", "; ", ". ", ": ", " and ", "_"]


@given(
    st.sampled_from(sorted(FREEDOMS)),
    st.lists(st.sampled_from(sorted(RESTRICTING)), min_size=1, max_size=3),
    st.lists(st.sampled_from(JOINTS), min_size=4, max_size=4),
    st.integers(0, 3),
    st.sampled_from(
        ["Photo: Ana Example, ", "Ana Example / ", "© Ana Example ", "Foto de Ana Example (", ""]
    ),
)
def test_no_words_around_a_licence_are_lost(name, restricting, joints, place, start):
    before, behind = restricting[:place], restricting[place:]
    pieces = [*before, name, *behind]
    line = start + "".join(piece + joint for piece, joint in zip(pieces, joints, strict=False))
    licence = parse_credit(line).licence
    if licence in ("", RESERVED):
        return
    given_parts = set(licence.removeprefix("LicenseRef-").split("-"))
    wanted = FREEDOMS[name] | {RESTRICTING[each] for each in restricting}
    assert wanted <= given_parts, (line, licence)


@pytest.mark.parametrize("name", sorted(FREEDOMS))
def test_a_licence_alone_is_read(name):
    licence = parse_credit(f"Photo: Ana Example, {name}").licence
    assert FREEDOMS[name] == set(licence.removeprefix("LicenseRef-").split("-")) & {"BY", "NC", "SA", "ND"}
    assert licence


@given(
    st.lists(
        st.sampled_from(["NC", "SA", "ND", "nc", "NonCommercial", "Non-Commercial"]), max_size=2, unique=True
    ),
    st.lists(st.sampled_from(JOINTS), min_size=4, max_size=4),
    st.sampled_from(["CC", "Creative Commons", "cc", "CC Attribution", "Creative Commons Attribution"]),
    st.sampled_from(["", "4.0", "2.0 DE", "v3.0", "(2.0)"]),
)
def test_a_name_put_together_in_any_way_keeps_its_parts(parts, joints, head, version):
    pieces = [head, *([] if "Attribution" in head else ["BY"]), *parts, version]
    line = "Photo: Ana Example, " + "".join(sum(zip(pieces, ["-", *joints], strict=False), ()))
    licence = parse_credit(line).licence
    wanted = {"NC" if part.lower().startswith("n") and part != "ND" else part for part in parts}
    if licence:
        assert wanted <= set(licence.removeprefix("LicenseRef-").split("-")), (line, licence)
