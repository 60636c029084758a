"""Numbers that a summary rounds or writes in another way than its article: shares, fractions, figures in quotations."""

import time

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.decimals import decimals
from newsletter.articles.summaries.faithfulness import Source, look_up
from newsletter.articles.summaries.outof import shares_around


def missing(language: str, text: str, summary: str) -> list[str]:
    article = Article(slug="r", title="T", language=language, published="2026-11-20", paragraphs=(text,))
    return [str(one.kind) for one in look_up(summary, Source(article), language=language)]


@pytest.mark.parametrize(
    ("language", "text", "right", "wrong"),
    [
        ("en", "Inflation is 4.8 per cent.", "Inflation is nearly five per cent.", "Inflation is nearly six per cent."),
        ("en", "It rose by 3.2 per cent.", "It rose by just over three per cent.", "It rose by over four per cent."),
        ("en", "There 87 per cent voted yes.", "There 87 in a hundred voted yes.", "There 78 in a hundred did."),
        ("en", "There 64 per cent voted.", "About six in ten voted.", "About seven in ten voted."),
        ("en", "There 90 per cent voted.", "Nine workers out of ten voted.", "Eight workers out of ten voted."),
        ("en", "Nine workers out of ten voted.", "There 90 per cent voted.", "There 80 per cent voted."),
        ("es", "El 62 % son migrantes.", "Seis de cada diez son migrantes.", "Siete de cada diez son migrantes."),
        ("es", "El 62 % paró.", "Seis obreras de cada diez pararon.", "Siete obreras de cada diez pararon."),
        ("fr", "Selon eux, 78 % ont cessé.", "Près de huit sur dix ont cessé.", "Près de neuf sur dix ont cessé."),
        ("fr", "Un tiers des postes sont vides.", "Un poste sur trois est vide.", "Un poste sur quatre est vide."),
        ("fr", "Ici, 78 % font grève.", "Plus de trois salariées sur quatre.", "Plus de quatre salariées sur cinq."),
        ("pt", "Pararam 91%.", "Nove operários em cada dez pararam.", "Oito operários em cada dez pararam."),
        ("pl", "Było 90 procent.", "Było dziewięć osób na dziesięć.", "Było osiem osób na dziesięć."),
        ("ro", "Au oprit lucrul 82%.", "Opt din zece au oprit lucrul.", "Șapte din zece au oprit lucrul."),
        ("cy", "Pleidleisiodd 92 y cant.", "Pleidleisiodd naw o bob deg.", "Pleidleisiodd wyth o bob deg."),
        ("cy", "Cynigiwyd 2.5 y cant.", "Cynigiwyd dau a hanner y cant.", "Cynigiwyd tri a hanner y cant."),
        ("de", "Geboten waren 3,2 Prozent.", "Es waren drei Komma zwei Prozent.", "Es waren drei Komma vier Prozent."),
        ("fr", "On offre 3,2 %.", "On offre trois virgule deux pour cent.", "On offre deux virgule trois pour cent."),
        ("en", "It cost 23.5 million.", "It was twenty-three point five million.", "It was three point five million."),
        ("es", "Sube un 2,5 %.", "Sube un dos y medio por ciento.", "Sube un tres y medio por ciento."),
        ("en", "Some 940 struck, 64 here.", "Fewer than 1,000 struck.", "Fewer than 900 struck."),
        ("en", "About 1,240 struck, 64 here.", "More than 1,200 struck.", "Fewer than 1,000 struck."),
    ],
)  # fmt: skip
def test_a_rounded_share_or_fraction_is_the_one_of_the_article(
    language: str, text: str, right: str, wrong: str
) -> None:
    assert missing(language, text, right) == []
    assert "number" in missing(language, text, wrong)


@pytest.mark.parametrize(
    ("language", "text", "right", "wrong"),
    [
        (
            "de",
            "„Wir fahren zwölf Tage am Stück“, sagte sie.",
            "„Wir fahren 12 Tage“",
            "„Wir fahren 13 Tage“",
        ),
        ("en", "“It took 9 weeks of this,” she said.", "“nine weeks of this”", "“five weeks of this”"),
        (
            "pl",
            "„Pracujemy po dwanaście godzin”, mówi.",
            "„Pracujemy po 12 godzin”",
            "„Pracujemy po 11 godzin”",
        ),
        ("cy", "“Mae pump ohonom,” meddai.", "“Mae 5 ohonom”", "“Mae 6 ohonom”"),
    ],
)
def test_a_small_number_of_a_quotation_is_the_same_in_words_and_in_figures(
    language: str, text: str, right: str, wrong: str
) -> None:
    assert missing(language, text, right) == []
    assert "quotation" in missing(language, text, wrong)


def test_a_word_that_is_a_number_and_something_else_stays_what_it_was_in_a_quotation() -> None:
    assert missing("en", "“A pair of one pound coins,” she said.", "“2 of 1 pound coins”") != []


def test_a_day_in_figures_without_a_preposition_is_a_day_in_polish() -> None:
    text = "Rozmowy odbędą się 2 grudnia. Firma ma 3 zakłady."
    assert missing("pl", text, "Rozmowy będą 2.12.") == []
    assert missing("pl", text, "Rozmowy będą 2.12, w środę.") == []
    assert missing("pl", text, "Rozmowy będą 3.12.") == ["date"]
    assert missing("pl", "Zysk 2,12 mln zł.", "Zysk 2,12 mln zł.") == []
    assert missing("pl", text, "Wzrost o 2.12%.") == ["number"]


def test_what_only_looks_like_a_share_lends_none() -> None:
    assert missing("de", "Ein Gewinn von 41 Millionen Euro.", "Ein Gewinn von 41 Milliarden Euro.") == [
        "number"
    ]
    assert list(shares_around("un profit sur 10 millions", "fr")) == []
    assert list(shares_around("un reportage sur 41 femmes", "fr")) == []


def test_hostile_numbers_cost_little() -> None:
    began = time.process_time()
    for language, piece in (
        ("fr", "trois salariees sur "), ("fr", "trois virgule deux "), ("en", "nine "), ("cy", "dau a hanner "),
        ("de", "drei komma "), ("es", "seis de cada "),
    ):  # fmt: skip
        for found in (shares_around, decimals):
            list(found(piece * (200_000 // len(piece)), language))
    assert time.process_time() - began < 5
