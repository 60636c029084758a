"""Sums of money have the same value and the same currency in words and in figures, in each language."""

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up


def missing(summary: str, text: str, language: str) -> list[str]:
    article = Article(slug="pay", title="Pay", language=language, paragraphs=(text,))
    return [one.text for one in look_up(summary, Source(article), language=language) if one.kind == "number"]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("en", "It costs £2m and 500 euros.", "It costs two million pounds, €500.", "It costs two million euros."),
        ("en", "It costs 500 quid.", "It costs GBP 500.", "It costs USD 500."),
        ("es", "Cuesta dos millones de euros.", "Cuesta 2 millones de euros, 2.000.000 €.",
         "Cuesta 2 millones de dólares."),
        ("es", "Cuesta cinco mil dólares.", "Cuesta 5.000 dólares, USD 5.000.", "Cuesta 5.000 libras esterlinas."),
        ("es", "Cuesta dos mil millones de euros.", "Cuesta 2.000 millones de euros.", "Cuesta 1.002.000 euros."),
        ("fr", "Cela coûte deux millions d’euros.", "Cela coûte 2 millions d’euros.",
         "Cela coûte 2 millions de livres."),
        ("pt", "Custa dois milhões de reais.", "Custa R$ 2 milhões.", "Custa dois milhões de euros."),
        ("pt", "Custa dois mil milhões de euros.", "Custa 2.000 milhões de euros.", "Custa 2 milhões de euros."),
        ("ro", "Costă două milioane de lei.", "Costă 2 milioane de lei, 2 mil. lei.", "Costă două milioane de euro."),
        ("pl", "Kosztuje pięć tysięcy złotych.", "Kosztuje 5000 zł, 5 tys. zł, 5 tys. PLN.",
         "Kosztuje 5 tys. euro."),
        ("pl", "Kosztuje 2 mln zł.", "Kosztuje dwa miliony złotych.", "Kosztuje dwa miliony funtów."),
        ("cy", "Mae’n costio dwy filiwn o bunnoedd.", "Mae’n costio £2m.", "Mae’n costio €2m."),
        ("de", "Es kostet 2 Millionen Euro.", "Es kostet 2.000.000 €, 2 Mio. Euro.", "Es kostet 2 Mio. Franken."),
        ("ar", "دفع ٥ آلاف يورو", "دفع 5000 يورو", "دفع 5000 دولار"),
    ],
)  # fmt: skip
def test_a_sum_is_the_same_in_words_and_in_figures(language: str, text: str, same: str, other: str) -> None:
    assert missing(same, text, language) == []
    assert len(missing(other, text, language)) == 1


def test_a_word_that_only_begins_like_money_is_none() -> None:
    text = "Then 500 poundings and 300 Europeans; £700 was given."
    assert missing("It cost £500, €300.", text, "en") == []
    assert missing("It cost €700.", text, "en") == ["€700"]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("en", "It cost half a million pounds.", "It cost £500,000, £0.5m.", "It cost £1m."),
        ("en", "It cost one and a half million pounds.", "It cost £1.5m.", "It cost £2.5m."),
        ("en", "It cost £2.5m.", "It cost two and a half million pounds.", "It cost one and a half million pounds."),
        ("en", "It cost £500,000.", "It cost half a million pounds.", "It cost half a billion pounds."),
        ("en", "Six drivers came.", "Half a dozen drivers came.", "A dozen drivers came."),
        ("es", "Costó un millón y medio de euros.", "Costó 1,5 millones de euros.", "Costó un millón de euros."),
        ("es", "Costó medio millón de euros.", "Costó 500.000 €.", "Costó un millón de euros."),
        ("fr", "Cela coûte deux millions et demi d’euros.", "Cela coûte 2,5 millions d’euros.",
         "Cela coûte 2 millions d’euros."),
        ("fr", "Cela coûte un demi-million d’euros.", "Cela coûte 500 000 €.", "Cela coûte un million d’euros."),
        ("pt", "Custa um milhão e meio de euros.", "Custa 1,5 milhões de euros.", "Custa um milhão de euros."),
        ("ro", "Costă un milion și jumătate de lei.", "Costă 1,5 milioane de lei.", "Costă un milion de lei."),
        ("pl", "Kosztuje półtora miliona złotych.", "Kosztuje 1,5 mln zł.", "Kosztuje milion złotych, 1 mln zł."),
        ("pl", "Kosztuje pół miliona złotych.", "Kosztuje 500 tys. zł.", "Kosztuje 5 mln zł."),
        ("pl", "Kosztuje dwa i pół miliona złotych.", "Kosztuje 2,5 mln zł.", "Kosztuje dwa miliony złotych."),
        ("cy", "Mae’n costio hanner miliwn o bunnoedd.", "Mae’n costio £500,000.", "Mae’n costio £1m."),
    ],
)  # fmt: skip
def test_halves_of_a_thousand_or_a_million_are_counted(
    language: str, text: str, same: str, other: str
) -> None:
    assert missing(same, text, language) == []
    assert len(missing(other, text, language)) == 1


def test_a_half_before_no_such_number_stays_a_half() -> None:
    text = "Half the night shift came. They waited two and a half hours in the first half."
    assert missing("Half the shift waited two hours.", text, "en") == []
    assert missing("Media plantilla esperó dos horas y media.", "Esperaron dos horas y media.", "es") == []
