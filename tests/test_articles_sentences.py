"""Where a sentence ends: not behind a title, an initial, an ordinal or an abbreviation."""

import pytest

from newsletter.articles.article import Article, SummaryOrigin
from newsletter.articles.summaries.proposal import proposals
from newsletter.articles.summaries.sentences import is_whole, split


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The sack came from Ms. Renshaw, a manager."),
        ("en", "Prof. Ada Lane and Rev. John Cole joined Cllr. Dee, Sen. Moss and Hon. Sec. Mary Doe."),
        ("en", "Gen. Lopez sent Lt. Col. Ray, Sgt. Bell, Gov. Lowe, Rep. Hill and Supt. Hall to Pit No. 7."),
        ("en", "J. R. Mora spoke at St. Mary’s at 5 p.m. Tuesday."),
        ("en", "Approx. 40 people came, said Samuel Lowe Jr. Hart of Ostler vs. Vale on Nov. 5."),
        ("en", "Cmdr. Vale met Spc. Lupu."),
        ("en", "The U.S. Postal Service sells nothing."),
        ("fr", "M. Dupont et Mme. Roux ont vu le Dr. Blanc, MM. Astier et Bon, près de St. Gall."),
        ("fr", "Me. Roux défend J.-P. Astier."),
        ("de", "Frau Dipl.-Ing. Vale und die Fa. Ostler, geb. Rau, kamen."),
        ("pl", "Ks. abp. Lis i kard. Wilk z woj. Śląskiego."),
        ("ro", "Acad. Pop din com. Valea, jud. Cluj."),
        ("fr", "Le n° 5 de l’av. Foch et du bd. Hugo, cf. l’art. 3."),
        ("pl", "Ok. 40 osób, m.in. prof. Nowak i dr. Kowalski, gen. Lis i mgr. Ryba, przyszło."),
        ("pl", "W 2025 r. Solidarność i ul. Długa, al. Jana, św. Anny i inż. Wilk, tj. wszyscy."),
        ("pl", "Firma zarobiła 34 mln. zł w ub. r. w mieście."),
        ("pl", "Ks. Lis i red. Sowa z os. Leśnego, godz. 12."),
        ("es", "La empresa Frutas S.A. despidió a D. José y Dña. Rosa, y el Sr. Pérez y la Sra. Gil callan."),
        ("es", "El núm. 7, pág. 3, de CC. OO. Asturias y de EE. UU. llegó; aprox. 40 personas leen."),
        ("ro", "Dl. Popescu, dna. Ionescu și d-na. Pop au vorbit cu dr. Ene."),
        ("ro", "Str. Lungă nr. 5, art. 3, cu 2 mil. Euro."),
        ("pt", "A Av. Brasil n.º 5, art. 3, S.A. Lisboa, do Sr. Silva e da Dra. Lima."),
        ("cy", "Parch. Gethin Bowen, Mr. Rees a Dr. Prydderch am 5 y.h. Ddydd Mawrth."),
        ("de", "Das 2. Angebot galt bis zum 4. Dezember."),
        ("", "Das 2. Angebot galt bis zum 4. Dezember."),
        ("de", "Hr. Meyer, Fr. Lenz und Dr. Müller, Nr. 5, kamen am Tag des 17. Juni mit Frau Abg. Schmidt."),
        ("de", "Rund 2 Mio. Euro bzw. 3 Mrd. Euro, u. a. Geld, z. B. Lohn, d. h. Brot für ca. 40 Leute."),
        ("de", "Im 19. Jahrhundert war Karl V. König in der Langen Str. Bonn."),
    ],
)
def test_no_sentence_ends_behind_a_title_an_initial_an_ordinal_or_an_abbreviation(
    language: str, text: str
) -> None:
    assert list(split(text, language)) == [text]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "They work at Ostler Ltd.", "The union won."),
        ("en", "The march ended at 5 p.m.", "After that it rained."),
        ("en", "She works for the NHS.", "Porters cheered."),
        ("en", "They wrote to their MPs.", "Workers voted."),
        ("en", "Nurses took part.", "300 porters did."),
        ("en", "The vote was 12.", "Workers cheered."),
        ("en", "It is the fight of the 1980s.", "Workers cheered."),
        ("en", "The shop is Harry’s.", "Workers cheered."),
        ("en", "Read it at example.org.", "Workers cheered."),
        ("en", "They live in the U.S.", "The firm does not."),
        ("de", "Es kamen 12.", "Die Polizei kam auch."),
        ("fr", "La grève dure.", "Les postiers tiennent."),
        ("", "They sat.", "The firm did not."),
        ("pl", "Było ich sto.", "Potem przyszło więcej."),
        ("cy", "Mae’n dangos parch.", "Mae’r undeb yn falch."),
    ],
)
def test_a_sentence_ends_where_what_follows_begins_another(language: str, first: str, second: str) -> None:
    assert list(split(f"{first} {second}", language)) == [first, second]


@pytest.mark.parametrize(
    "text", ["The council is deaf, said Ms.", "Ilse Roux a vu M. Bon et Mme.", "(said Cllr.)"]
)
def test_a_text_that_ends_with_a_title_is_not_whole(text: str) -> None:
    assert not is_whole(text)


def test_no_lead_ends_with_a_title() -> None:
    """A page may cut it so itself, with a paragraph for each line."""
    body = (
        "Library staff in Norwell walked out on Thursday.",
        "They are right, said Ms.",
        "Renshaw of Mill Lane.",
    )
    found = proposals(Article(slug="x", title="Strike", language="en", paragraphs=body), most_words=13)
    assert [one.text for one in found if one.origin is SummaryOrigin.LEAD] == [body[0]]


def test_a_speaker_keeps_his_name_and_his_quotation() -> None:
    text = "“Nobody closes,” has promised M. Astier of the post. Selon Mme. Lorrain, la poste a menti."
    assert [*split(text, "fr")][-1] == "Selon Mme. Lorrain, la poste a menti."
