"""What a summary says in other words than its article: counts added up, dozens, ages, parts of the world."""

import time

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up

TEXT = (
    "At Wellhaven 120 nurses, 30 porters and 12 cooks walked out; by noon more than two dozen drivers and another 40 "
    "clerks had joined. An 18-year-old apprentice from Nairobi, who won an Oscar as a child, spoke of five days and "
    "two nights on the picket line. The hall was lent by the Show Boat, a club. Then 7 stewards met 3 managers, who "
    "had 250 letters, and £300 was given by the bakers and $50 by the cooks."
)


def missing(summary: str, text: str = TEXT, *, language: str = "en") -> list[str]:
    article = Article(slug="out", title="Walked out", language=language, paragraphs=(text,))
    return [one.text for one in look_up(summary, Source(article), language=language)]


@pytest.mark.parametrize(
    "summary",
    [
        "In all 162 of them walked out.",
        "Some 150 nurses and porters walked out, and 42 others.",
        "At least 24 drivers joined.",
        "64 drivers and clerks joined.",
        "Rosa, 18, is an apprentice.",
        "She came from Africa, an African who won an Academy Award.",
        "They met at the “Showboat”.",
        "The apprentice was ID'd by the club.",
    ],
)
def test_the_same_in_other_words_is_found(summary: str) -> None:
    assert missing(summary) == [name for name in ("Rosa",) if name in summary]


@pytest.mark.parametrize(
    ("summary", "what"),
    [
        ("In all 161 of them walked out.", "161"),
        ("132 nurses and cooks walked out.", "132"),
        ("10 stewards met.", "10"),
        ("Some £350 was given.", "£350"),
        ("At least 2 dozen of clerks and 36 drivers joined.", "36"),
        ("Rosa’s girl, 17, is an apprentice.", "17"),
        ("She came from Asia.", "Asia"),
        ("She won a Booker Award.", "Booker Award"),
        ("They met at the “Showtime”.", "“Showtime”"),
    ],
)
def test_something_else_is_not(summary: str, what: str) -> None:
    assert [one for one in missing(summary) if not one.startswith("Rosa")] == [what]


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("es", "Pararon 40 obreros y 25 maestros.", "Pararon 65 personas.", "Pararon 56 personas."),
        ("es", "Vinieron dos docenas de obreros.", "Vinieron 24 obreros.", "Vinieron 22 obreros."),
        (
            "fr",
            "Trois douzaines de dockers et une dizaine de marins.",
            "36 dockers, 10 marins.",
            "30 dockers.",
        ),
        ("pt", "Vieram duas dezenas de operários.", "Vieram 20 operários.", "Vieram 24 operários."),
        ("pl", "Strajkowało 40 górników i 25 nauczycieli.", "Strajkowało 65 osób.", "Strajkowało 56 osób."),
        ("ro", "40 de mineri și 25 de profesori.", "65 de oameni.", "56 de oameni."),
    ],
)
def test_dozens_and_sums_of_other_languages(language: str, text: str, same: str, other: str) -> None:
    assert missing(same, text, language=language) == []
    assert len(missing(other, text, language=language)) == 1


def test_dozens_without_their_number_count_nothing() -> None:
    assert missing("Dozens joined, and a dozen left.", "A dozen of them left.") == []
    assert missing("A dozen left.", "They left.") == ["A dozen"]


def test_sums_do_not_keep_the_look_up_busy() -> None:
    begun = time.process_time()
    missing("In all 99 came.", " and ".join(f"{number % 90 + 10} dockers" for number in range(9_000)))
    assert time.process_time() - begun < 10


VOTED = (
    "The branch voted 12-3 for the strike, and its team beat the clerks 1–0. A docker was hurt on the bus, which took "
    "150 people to the port; of the 40 cooks nobody came. The boat that sank long ago had seven sailors on board."
)


@pytest.mark.parametrize(
    "summary",
    [
        "A strike was agreed by 12-3, or 3–12 as its foes say.",
        "They won 1-0.",
        "One docker was hurt with 149 others on the bus.",
        "In all 1 was hurt; 1 docker was.",
    ],
)
def test_scores_others_and_a_single_one_are_found(summary: str) -> None:
    assert missing(summary, VOTED) == []


@pytest.mark.parametrize(
    ("summary", "what"),
    [
        ("A strike was agreed by 13-3.", "13"),
        ("They won 2-0.", "2"),
        ("A docker was hurt with 148 others.", "148"),
        ("A docker was hurt with 149 on the bus.", "149"),
        ("39 cooks came.", "39"),
        ("Then 1 stewards sang.", "1"),
        ("It cost £1.", "£1"),
    ],
)
def test_other_scores_and_counts_are_not(summary: str, what: str) -> None:
    assert what in missing(summary, VOTED)


def test_many_scores_do_not_keep_the_look_up_busy() -> None:
    begun = time.process_time()
    missing("12-3 " * 1_200, "12-3 " * 9_000)
    assert time.process_time() - begun < 10
