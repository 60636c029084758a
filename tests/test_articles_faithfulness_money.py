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


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("fr", "Cela coûte deux millions d’euros.", "Cela coûte 2 M€, 2 M d’euros, 2 M. €.", "Cela coûte 2 k€."),
        ("fr", "Cela coûte 2,5 Md€.", "Cela coûte 2,5 milliards d’euros, 2,5 Mds €, 2,5 Mrd€.", "Cela coûte 2,5 M€."),
        ("fr", "Cela coûte 3 M$.", "Cela coûte trois millions de dollars.", "Cela coûte 3 M€."),
        ("fr", "Le trou est de 4 milliards.", "Le trou est de 4 Mds.", "Le trou est de 5 Mds."),
        ("fr", "Il y a deux billions d’euros.", "Il y a 2 billions d’euros.", "Il y a 2 milliards d’euros."),
        ("es", "Cuesta 2.500 millones de euros.", "Cuesta 2.500 M€, 2,5 mil millones de euros.", "Cuesta 3.500 M€."),
        ("es", "Cuesta 300.000 euros.", "Cuesta 300 k€.", "Cuesta 300 M€."),
        ("es", "Cuesta dos billones de euros.", "Cuesta 2 billones de euros.", "Cuesta 2 mil millones de euros."),
        ("pt", "Custa dois milhões de reais.", "Custa R$ 2 mi, R$2 mi.", "Custa R$ 2 bi."),
        ("pt", "Custa três biliões de euros.", "Custa 3 biliões de euros.", "Custa 3 mil milhões de euros."),
        ("pt", "Custa dois mil milhões de euros.", "Custa 2 mil M€.", "Custa 2 M€."),
        ("ro", "Costă două milioane de lei.", "Costă 2 mil. RON, 2 mil. lei.", "Costă 2 mld. lei."),
        ("ro", "Costă două milioane de euro.", "Costă 2 M€, 2 mil. €.", "Costă 2 M$."),
        ("pl", "Kosztuje dwa miliony euro.", "Kosztuje 2 mln €, 2 mln. euro.", "Kosztuje 2 tys. €."),
        ("pl", "Kosztuje bilion złotych.", "Kosztuje 1 bln zł.", "Kosztuje 1 mld zł."),
        ("cy", "Mae’n costio £300,000.", "Mae’n costio £300k.", "Mae’n costio £300m."),
        ("cy", "Mae’n costio £1.2bn.", "Mae’n costio 1.2 biliwn o bunnoedd.", "Mae’n costio 1.2 miliwn o bunnoedd."),
        ("de", "Es kostet 300.000 Euro.", "Es kostet 300 T€, 300 Tsd. €.", "Es kostet 300 Mio. €."),
        ("de", "Es kostet 2 Milliarden Franken.", "Es kostet 2 Mia. Franken, 2 Mrd. CHF.", "Das sind 2 Mill. Franken."),
        ("en", "It costs £2,000,000.", "It costs £2m, £2mil.", "It costs £2k."),
        ("ar", "كلف 2 مليار دولار", "كلف 2 مليارات دولار", "كلف 2 مليون دولار"),
        ("ar", "كلف مليوني دولار", "كلف 2 مليون دولار", "كلف 3 ملايين دولار"),
        ("ar", "كلف 2000 مليار دولار", "كلف 2 تريليون دولار", "كلف 2 مليار دولار"),
    ],
)  # fmt: skip
def test_a_sum_is_the_same_where_its_thousands_and_millions_are_written_short(
    language: str, text: str, same: str, other: str
) -> None:
    assert missing(same, text, language) == []
    assert len(missing(other, text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il a parlé de 2 M. Martin et d’un mur de 3 m ; il a payé 5 € M. Martin."),
        ("es", "Un muro de 2 m y otro de 3 M, por 5 € m."),
        ("de", "Eine Mauer von 2 m und 3 T, für 5 € T."),
        ("pt", "Um muro de 2 m e 3 mi, por 5 € mi."),
    ],
)
def test_a_letter_that_no_sum_stands_beside_multiplies_nothing(language: str, text: str) -> None:
    assert missing("2, 3, 5 €.", text, language) == []


def test_a_half_before_no_such_number_stays_a_half() -> None:
    text = "Half the night shift came. They waited two and a half hours in the first half."
    assert missing("Half the shift waited two hours.", text, "en") == []
    assert missing("Media plantilla esperó dos horas y media.", "Esperaron dos horas y media.", "es") == []
