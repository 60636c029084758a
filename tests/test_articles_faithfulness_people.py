"""A name of a summary has its words together in the article: nobody is made of two people."""

import subprocess
import sys
import time

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up

TEXT = (
    "Gordon Baker of the drivers and Mina Soltani of the clerks led the strike at Wellhaven on Friday. Soltani had "
    "been sacked in May. Mr Okafor, a steward of the night shift, spoke after them."
)


def missing(summary: str, text: str = TEXT, *, language: str = "en") -> list[str]:
    article = Article(slug="led", title="Who led", language=language, paragraphs=tuple(text.split("\n\n")))
    return [one.text for one in look_up(summary, Source(article), language=language) if one.kind == "name"]


@pytest.mark.parametrize(
    ("summary", "name"),
    [
        ("They were led by Gordon Soltani.", "Gordon Soltani"),
        ("Mina Baker led them.", "Mina Baker"),
        ("They were led by Gordon Okafor, a steward.", "Gordon Okafor"),
        ("They were led by Gordon H. Soltani.", "Gordon H. Soltani"),
        ("They were led by Gordon Soltani's friends.", "Gordon Soltani's"),
    ],
)
def test_a_name_made_of_two_people_is_not_found(summary: str, name: str) -> None:
    assert missing(summary) == [name]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (TEXT, "Gordon Baker and Soltani led them, with Mr Okafor and Ms Soltani."),
        (TEXT, "Wellhaven's Gordon Baker led them. At Wellhaven Mina Soltani spoke."),
        ("Gordon H. Baker met Mina Soltani.", "They heard Gordon Baker."),
        ("Gordon Henry Luis Baker met Mina Henry.", "They heard Gordon Baker and Gordon Henry."),
        ("Present: Baker, Gordon; Soltani, Mina.", "They heard Gordon Baker and Mina Soltani."),
        ("Gordon Baker and Mina Soltani met.", "Present: Baker, Gordon; Soltani, Mina."),
        ("Gordon and Mina Soltani met Ann Baker.", "They heard Gordon Soltani."),
        ("Gordon, Peter and Mina Soltani met Ann Baker.", "They heard Gordon Soltani and Peter Soltani."),
        ("Gordon “Gord” Baker met Mina (Minnie) Soltani.", "They heard Gordon Baker and Minnie Soltani."),
        ("Mina Soltani came with her son Gordon. Ann Baker went.", "They heard Gordon Soltani."),
        ("Rosa Quispe-Baker met Mina Soltani.", "They heard Rosa Baker and Rosa Quispe."),
        ("Rosa Quispe met Mina Soltani.", "They heard Rosa Quispe-Soltani."),
        ("Cllr Baker met Mina Soltani, and Miss Lee met Ann Bell.", "They heard Cllr Soltani and Miss Bell."),
        ("Wellhaven Town met Northport United.", "Wellhaven Town and Northport met."),
        ("Tom Baker met Mina Soltani.", "They heard Cllr Tom Baker and Comrade Soltani."),
        ("Minister Baker met Mina Soltani.", "They heard Minister Mina Soltani."),
    ],
)
def test_one_person_named_in_another_way_is_found(text: str, summary: str) -> None:
    assert missing(summary, text) == []


@pytest.mark.parametrize(
    ("language", "text", "same", "mixed"),
    [
        ("pl", "Mówiła Anna Nowak z Piotrem Zielińskim.", "To głos Anny Nowak i Piotra Zielińskiego.",
         "To głos Anny Zielińskiej."),
        ("pl", "Pani Nowak i Anna Zielińska mówiły.", "Mówiła pani Zielińska, dziś Pani Zielińska.",
         "Mówiła z nimi Anna Nowak."),
        ("es", "Hablaron Pedro Gil y Rosa Quispe.", "Después habló Rosa Quispe.", "Después habló Pedro Quispe."),
        ("es", "Hablaron Pedro y Rosa Quispe con Ana Gil.", "Después habló Pedro Quispe.", "Después habló Ana Quispe."),
        ("fr", "Ont parlé Zoé Martin et Luc Dupont.", "Avec Luc Dupont.", "Avec Zoé Dupont."),
        ("cy", "Daeth Megan Rees a Gareth Puw.", "Mae Gareth Puw.", "Mae Megan Puw."),
        ("ro", "Au vorbit Ion Popescu și Ana Lupu.", "Cu Ana Lupu.", "Cu Ion Lupu."),
        ("pt", "Falaram Rui Costa e Ana Reis.", "Depois falou Ana Reis.", "Depois falou Rui Reis."),
        ("pl", "Mówiła Anna Nowak z Piotrem Zielińskim.", "Słowa Anny Nowak. Mówiła Anna Nowak.", "Słowa Anny Nowok."),
        ("es", "Hablaron Pedro Gil y Rosa Quispe.", "Intervino Rosa Quispe.", "Intervino Rosa Quiroga."),
        ("es", "Habló CCOO de la reunión.", "Después hablaron Comisiones Obreras.", "Después habló USO."),
        ("de", "Es sprachen Minister Lange und Rosa Merz.", "Gestern sprach Minister Merz.", ""),
    ],
)  # fmt: skip
def test_people_of_other_languages_are_not_mixed_either(
    language: str, text: str, same: str, mixed: str
) -> None:
    assert missing(same, text, language=language) == []
    assert len(missing(mixed, text, language=language)) == bool(mixed)


GERMAN = (
    "Die Fahrerin Rosa Merz und Gordon Baker von der Gewerkschaft Beispiel sprachen am Freitag mit Minister Lange. "
    "Betriebsrat Merz gab Kollegen Flugblätter, Rosa erzählte Gordon Geschichten."
)


@pytest.mark.parametrize(
    "summary",
    [
        "Dort sprach Rosa Baker.",
        "Dort sprach die Fahrerin Rosa Baker von der Gewerkschaft.",
        "Das ist Gordon Merz’ Flugblatt.",
        "Rosa Baker sprach dort.",
    ],
)
def test_a_name_made_of_two_people_is_not_found_in_german_either(summary: str) -> None:
    assert len(missing(summary, GERMAN, language="de")) == 1


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (GERMAN, "Rosa Merz und Gordon Baker sprachen. Gordon Bakers Flugblatt und Rosa Merz’ Geschichten."),
        (GERMAN, "Dort sprachen Minister Baker, Betriebsrat Lange, Gewerkschaft Merz und Fahrerin Merz."),
        (GERMAN, "Dort gab Rosa Kollegen Flugblätter, und Gordon Kollegen Geschichten."),
        ("Es sprachen Rosa und Gordon Baker mit Mina Merz.", "Dort sprach Rosa Baker."),
        ("Es sprachen Rosa, Gordon und Peter Baker mit Mina Merz.", "Dort sprach Gordon Baker."),
        ("Anwesend: Merz, Rosa; Baker, Gordon.", "Dort sprachen Rosa Merz und Gordon Baker."),
        (
            "Es sprachen Hans Peter Lange und Rosa Merz-Baker.",
            "Dort sprachen Peter Lange, Hans Lange, Rosa Baker.",
        ),
        ("Es sprach Rosa Merz. Ihr Sohn Gordon war dabei. Mina Lange ging.", "Dort war Gordon Merz."),
    ],
)
def test_one_person_named_in_another_way_is_found_in_german(text: str, summary: str) -> None:
    assert missing(summary, text, language="de") == []


@pytest.mark.parametrize(
    ("language", "text", "marks"),
    [
        ("en", "Mina Soltani said that they stay.", "“”"),
        ("de", "Mina Soltani sagte: „Wir bleiben.“", "„“"),
        ("es", "Mina Soltani dijo que se quedan.", "«»"),
        ("fr", "Mina Soltani dit qu’ils restent.", "«»"),
        ("pt", "Mina Soltani disse que ficam.", "“”"),
        ("ro", "Mina Soltani a spus că rămân.", "„”"),
        ("pl", "Mina Soltani powiedziała, że zostają.", "„”"),
        ("cy", "Dywedodd Mina Soltani eu bod yn aros.", "‘’"),
    ],
)
def test_who_is_quoted_behind_a_colon_is_somebody_of_the_article(
    language: str, text: str, marks: str
) -> None:
    opens, closes = marks
    space = " " if language == "fr" else ""
    for before in ("", "3 + 4. "):
        for name, is_there in (
            ("Soltani", True),
            ("Mina Soltani", True),
            ("Soldani", False),
            ("Quiroga", False),
        ):
            said = f"{before}{name}{space}: {opens}Ok.{closes}"
            assert missing(said, text, language=language) == ([] if is_there else [name])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Union Verdict Slogan Demand Result Strikers Banner Headline She"),
        (
            "de",
            "Gewerkschaft Betriebsrat Fazit Losung Kollegin Sprecher Sie Ergebnis Motto Vorstand Gesamtbetriebsrat",
        ),
        ("es", "Sindicato Resultado Lema Ella Portavoz Conclusión"),
        ("fr", "Syndicat Résultat Slogan Elle Conclusion Direction"),
        ("pt", "Sindicato Resultado Lema Ela Conclusão"),
        ("ro", "Sindicatul Rezultatul Ea Concluzia"),
        ("pl", "Związek Wniosek Hasło Ona Rzeczniczka"),
        ("cy", "Undeb Canlyniad Hi Casgliad"),
    ],
)
def test_what_leads_to_a_quotation_without_naming_anybody_is_no_name(language: str, words: str) -> None:
    for word in words.split():
        assert missing(f"{word}: “Ok.”", "Mina Soltani.", language=language) == [], word
    assert (
        missing("Dort stand der Zungenbrecher und dann der Quark: „Ok.“", "Mina Soltani.", language="de")
        == []
    )


def test_a_place_is_told_by_its_people_in_every_run() -> None:
    code = (
        "from newsletter.articles.summaries.bending import is_bent\n"
        "raise SystemExit(not is_bent('belgium', 'belgian', {'en'}))"
    )
    for seed in "1234":  # what is made of sets may go by it
        run = subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=False)
        assert run.returncode == 0, seed


def test_neither_many_people_nor_a_long_name_keep_the_look_up_busy() -> None:
    text = " ".join(f"Abc{i}d, Foo{i} and Bar{i} Baz{i % 7} met." for i in range(4_000)) + " Ab" * 9_000
    begun = time.process_time()
    missing("Foo Bar " + "Ab " * 1_000 + " ".join(f"Foo{i} Baz{i % 5}" for i in range(200)), text)
    assert time.process_time() - begun < 10


GERMAN = (
    "Uwe Brandt nannte den Streik unnötig. Die Pflegerin Sabine Holl sieht das anders; frisch ist der Wind."
)


@pytest.mark.parametrize(
    "summary", ["{} sagte das.", "{}, der Kanzler, war da.", "Nein. {} aus Bremen kam.", "{} (SPD) kam."]
)
@pytest.mark.parametrize("name", ["Petra Schulz", "Friedrich Merz", "Uwe Brand", "Sabina Holl"])
def test_a_german_name_that_begins_a_sentence_is_looked_up(summary: str, name: str) -> None:
    assert (name in missing(summary.format(name), GERMAN, language="de")) is True


@pytest.mark.parametrize(
    "summary",
    [
        "Uwe Brandt sagte das.",
        "Pflegerin Sabine Holl sagte das.",
        "Viele Beschäftigte haben genug.",
        "Neue Leitung hat Pläne. Frische Luft tut gut.",
        "Frischer Wind weht.",
        "Rund Tausend kamen.",
        "Seit Dienstag streikt alles.",
        "Gewerkschaften Europas rufen auf.",
        "Städtische Kliniken, die streiken, schließen.",
        "Hunderte Pflegekräfte kamen.",
    ],
)
def test_two_german_nouns_at_the_beginning_are_no_name(summary: str) -> None:
    assert [one for one in missing(summary, GERMAN, language="de") if " " in one] == []
