"""Words that lean a number to one side, "almost", "more than", must lean to the side on which the article's lies."""

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up
from newsletter.articles.summaries.leaning import Hedge, hedge

TEXT = (
    "At the Wellhaven yard 1,180 dockers walked out. Over 500 porters joined them, nearly 300 cleaners stayed at "
    "home, and at least 40 drivers turned round. The march drew 2,431 people and lasted 135 minutes and 20 seconds. "
    "Some 58 per cent of the clerks joined, and a third of the cooks."
)


def missing(summary: str, text: str = TEXT, *, language: str = "en") -> list[str]:
    article = Article(slug="yard", title="The yard", language=language, paragraphs=(text,))
    return [one.text for one in look_up(summary, Source(article), language=language) if one.kind == "number"]


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("Almost 1,100 dockers walked out.", "1,100"),
        ("Nearly 1,150 dockers walked out.", "1,150"),
        ("Fewer than 1,170 dockers walked out.", "1,170"),
        ("More than 1,200 dockers walked out.", "1,200"),
        ("No fewer than 1,200 dockers walked out.", "1,200"),
        ("No more than 1,150 dockers walked out.", "1,150"),
        ("Almost 500 porters joined.", "500"),
        ("Fewer than 500 porters joined.", "500"),
        ("More than 300 cleaners stayed at home.", "300"),
        ("Fewer than 40 drivers turned round.", "40"),
        ("More than 2,431 people marched.", "2,431"),
        ("Almost 2,431 people marched.", "2,431"),
        ("Almost half of the clerks joined.", "half"),
        ("More than two thirds of the clerks joined.", "two thirds"),
    ],
)
def test_a_number_that_leans_to_the_wrong_side_is_not_found(summary: str, number: str) -> None:
    assert missing(summary) == [number]


@pytest.mark.parametrize(
    "summary",
    [
        "Almost 1,200 dockers walked out.",
        "Just under 1,200 dockers walked out, over 1,100 of them for good.",
        "More than 1,100 dockers walked out.",
        "Fewer than 1,200 dockers walked out.",
        "About 1,200 dockers walked out.",
        "1,180 dockers walked out.",
        "No fewer than 1,180 dockers walked out, and no more than 1,180.",
        "More than 500 porters joined; at least 500 did.",
        "Almost 300 cleaners and fewer than 300 stayed at home.",
        "300 cleaners stayed at home, 500 porters joined.",
        "At least 40 drivers turned round, more than 40.",
        "More than 2,400 people marched, nearly 2,500.",
        "It lasted more than 135 minutes.",
        "Over the 135 minutes of the march nobody left.",
        "More than half of the clerks joined, almost 60 per cent of them.",
        "Nearly 33 per cent of the cooks joined, about a third.",
    ],
)
def test_a_number_that_leans_to_the_right_side_is_found(summary: str) -> None:
    assert missing(summary) == []


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("es", "Pararon 1180 obreros.", "Casi 1200, más de 1100, al menos 1150, menos de 1200.", "Casi 1100."),
        ("es", "Pararon más de 300.", "Al menos 300.", "Casi 300."),
        ("fr", "1180 dockers.", "Presque 1200, plus de 1100, au moins 1150, moins de 1200.", "Presque 1100."),
        ("fr", "1180 dockers.", "Plus d'un millier, pas moins de 1150.", "Pas plus de 1150."),
        ("pt", "1180 pessoas.", "Quase 1200, mais de 1100, pelo menos 1150, menos de 1200.", "Quase 1100."),
        ("ro", "1180 de mineri.", "Aproape 1200, mai mult de 1100, cel puțin 1150, mai puțin de 1200.",
         "Aproape 1100."),
        ("pl", "1180 osób.", "Prawie 1200, więcej niż 1100, co najmniej 1150, mniej niż 1200.", "Prawie 1100."),
        ("cy", "1180 o bobl.", "Bron 1200, mwy na 1100, o leiaf 1150, llai na 1200.", "Bron 1100."),
        ("de", "1180 Leute.", "Fast 1200, mehr als 1100, mindestens 1150, weniger als 1200.", "Fast 1100."),
        ("ar", "خرج 1180 عاملا", "خرج اكثر من 1100", "خرج اقل من 1100"),
    ],
)  # fmt: skip
def test_leaning_words_of_other_languages(language: str, text: str, same: str, other: str) -> None:
    assert missing(same, text, language=language) == []
    assert len(missing(other, text, language=language)) == 1


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("more than ", Hedge.OVER),
        ("no more than ", Hedge.MOST),
        ("not less than an ", Hedge.LEAST),
        ("more than another ", Hedge.OVER),
        ("There are no more. ", Hedge.NONE),
        ("over the ", Hedge.NONE),
        ("over a ", Hedge.LEAST),
        ("près d'", Hedge.ABOUT),
        ("en mai ", Hedge.NONE),
        ("al menos los ", Hedge.LEAST),
        ("", Hedge.NONE),
    ],
)
def test_what_stands_before_a_number_is_read(before: str, expected: Hedge) -> None:
    assert hedge(f"{before}50", len(before)) is expected
