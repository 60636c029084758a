"""Summaries that say something else than their article, by a part of a word or a number that looks like nothing."""

import pytest

from newsletter.articles.credits.credit import parse_credit
from newsletter.articles.reading.anatomy import take_apart
from newsletter.articles.summaries.proposal import with_long_forms
from newsletter.checks.faithfulness import is_settled
from tests.test_articles_faithfulness import article, missing

RESERVED = "LicenseRef-all-rights-reserved"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("“agree with the plan of the council”", "“We disagree with the plan of the council,” she said."),
        ("“happy with the offer they made”", "“Unhappy with the offer they made,” he said."),
        ("“strikes with the plan of the councils”", "“strikes with the plan of the council”"),
        ("“We take the offer, and go back to work.”",
         "“We take the offer, but not under the terms which they insist upon, and go back to work.”"),
    ],
)  # fmt: skip
def test_a_quotation_is_not_turned_by_a_part_of_a_word_or_by_words_left_out(said: str, text: str) -> None:
    assert [kind for kind, _ in missing(said, text)] == ["quotation"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("All three hundred sacked workers met.", "Four hundred workers were sacked."),
        ("The nine hundred were sacked.", "Four hundred were sacked."),
        ("The two million were hurt.", "Four million were hurt."),
        ("All ninety were cut.", "All eighty were cut."),
        ("In all 1 people were hurt.", "12 people were hurt."),
        ("The strike began in 1980.", "The strike began in 1984."),
        ("It was in 2020.", "It was in 2021 and 2022."),
        ("2,000 people came.", "In 2026 people came."),
        ("It lasted three years.", "It lasted three decades."),
    ],
)
def test_a_changed_number_is_seen_whatever_it_looks_like(said: str, text: str) -> None:
    assert missing(said, text)


def test_what_is_near_to_that_is_found() -> None:
    assert missing("“a cooperative of all dockers”", "“a co-operative of all dockers”") == []
    assert missing("About 2,000 people came.", "1,984 people came.") == []
    assert missing("It began in 1980.", "It began in 1980.") == []


@pytest.mark.parametrize("agency", ["Getty", "AP", "PA", "EPA", "Corbis"])
@pytest.mark.parametrize("licence", ["CC BY 4.0", "Public Domain", "OGL v3.0"])
def test_an_agency_behind_a_licence_is_one(licence: str, agency: str) -> None:
    assert parse_credit(f"Photo: Ann Lee, {licence} {agency}").licence == RESERVED


def test_where_something_is_known_from_vouches_for_nothing() -> None:
    checked = "75 (statement of 3 May 2024, page 12)"
    assert is_settled("75", checked)
    assert not any(is_settled(text, checked) for text in ("3 May", "2024", "12"))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("“We will [not] strike in May.”", "“We will strike in May,” she said."),
        ("“We will … strike in May.”", "“We will not strike in May,” she said."),
        ("“We will strike in May … or go home.”", "“Or go home,” she said. Later: “We will strike in May.”"),
        ("“We will strike … until they pay.”", f"“We will strike.” {'Much else was said. ' * 60} “until they pay”"),
    ],
)  # fmt: skip
def test_a_quotation_is_not_put_together_from_elsewhere_or_without_its_not(said: str, text: str) -> None:
    assert [kind for kind, _ in missing(said, text)] == ["quotation"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            "“We will strike in May, and we will win.”",
            "“We will strike in May,” she said. “And we will win.”",
        ),
        (
            "“Pay … is going up.”",
            "“The pay that was offered,” said Ana Example on Monday, “is going up,” she said.",
        ),
        ("“We strike in [the month of] May.”", "“We strike in May,” she said."),
        ("“We will not go. We will stay.”", "“We will not go,” she said. “We will stay.”"),
    ],
)
def test_who_speaks_may_stand_within_what_is_quoted(said: str, text: str) -> None:
    assert missing(said, text) == []


def test_many_quotation_marks_cost_little() -> None:
    """A quadratic search would meet the limit of time that every test has."""
    for marks in ('"a"' * 20_000, "“a” " * 20_000, '"' * 50_000, "“…” " * 20_000):
        assert [kind for kind, _ in missing("“a … a … b”", marks)] == ["quotation"]


@pytest.mark.parametrize(
    ("said", "text", "is_there"),
    [
        ("It began in the 1980s.", "It began in 1984.", True),
        ("It began in the ’80s.", "It began in 1984.", True),
        ("It began in the 1980s.", "It began in 1994.", False),
        ("It began in the 1984s.", "It began in 1980.", False),
    ],
)
def test_a_decade_is_told_by_its_years(said: str, text: str, *, is_there: bool) -> None:
    assert (missing(said, text) == []) is is_there


@pytest.mark.parametrize(
    ("said", "text", "is_there"),
    [
        ("Then Ann spoke.", "They sacked cooks and nine nurses.", False),
        ("The NHS pays.", "A plan for a national health service was made.", True),
        ("Then Nato spoke.", "The North Atlantic Treaty Organization met.", True),
        ("It was Sam Bell.", "Samantha Jones and Tom Bell came.", False),
        ("It was Sam Bell.", "Samantha Bell and Tom Jones came.", True),
        ("It was Chris Bell.", "Christopher J. Bell came.", True),
    ],
)
def test_a_short_name_is_that_of_the_words_it_is_made_of(said: str, text: str, *, is_there: bool) -> None:
    assert (missing(said, text) == []) is is_there


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("They met at PortWatch.", "The union’s Port Watch desk met."),
        ("Workers at the Dept of Labor.", "Workers at the Department of Labor."),
        ("The plan of CSD.", "The plan of Comité Saint-Denis."),
    ],
)
def test_a_name_may_be_written_as_one_word_or_short(said: str, text: str) -> None:
    assert missing(said, text) == []


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("«Nos vamos a callar»", "«No nos vamos a callar», dijo.", "es"),
        ("“One of us will go back”", "“Not one of us will go back,” she said.", "en"),
        ("« nous n’accepterons cela »", "« Jamais nous n’accepterons cela », dit-elle.", "fr"),
    ],
)
def test_a_quotation_does_not_lose_its_first_not(said: str, text: str, language: str) -> None:
    assert [kind for kind, _ in missing(said, text, language=language)] == ["quotation"]


def test_a_not_before_the_marks_is_no_part_of_what_is_quoted() -> None:
    assert missing("“essential work”", "It is not “essential work”, she said.") == []
    assert missing("“go back to work”", "“We will go back to work”, she said.") == []


@pytest.mark.parametrize(
    ("said", "is_there"),
    [
        ("9,5 Prozent mehr Lohn", False),
        ("4 Prozent", False),
        ("86 Stellen", False),
        ("45 Millionen Euro Gewinn", False),
        ("3 Millionen Euro", False),
        ("7,5 Prozent", True),
        ("64 Stellen", True),
        ("3 Werke", True),  # where it stands as a word, which is not known of that language
    ],
)
def test_numbers_in_digits_are_looked_up_in_a_language_without_number_words(
    said: str, *, is_there: bool
) -> None:
    text = "Gefordert sind 7,5 Prozent, geboten 2,1 Prozent. 64 Stellen in drei Werken, 31 Millionen Euro."
    assert (missing(f"Es geht um {said}.", text, language="nl") == []) is is_there


@pytest.mark.parametrize("language", ["en", "es", "fr", "pl", "de"])
def test_three_noughts_make_thousands(language: str) -> None:
    assert missing("120.000", "120", language=language)
    assert missing("120.000", "120.000", language=language) == []


def test_nothing_is_put_into_a_quotation_and_no_long_form_is_guessed() -> None:
    said = "“BFU members bake the bread of the town and want to eat it too,” said Ana Example, who has worked there."
    explained = article(
        said, "The Bakers and Food Union (BFU) spoke for all of them on Monday in the town hall."
    )
    assert with_long_forms(said, explained) == said
    two = article(
        "The National Haulage Union (NHU) met.",
        "The National Health Unit (NHU) carried patients.",
        "NHU drivers met.",
    )
    assert with_long_forms("NHU drivers met.", two) == "NHU drivers met."


@pytest.mark.parametrize(
    "line", ["PRESS RELEASE", "For immediate release:", "Comunicado de prensa", "Pressemitteilung"]
)
def test_what_kind_of_letter_it_is_is_no_title(line: str) -> None:
    parts = take_apart(
        [line, "Dockers vote to strike", "The dockers of Port Example voted on Monday to strike."]
    )
    assert (parts.title, len(parts.paragraphs)) == ("Dockers vote to strike", 1)


def test_a_sentence_about_a_press_release_stays() -> None:
    parts = take_apart(["Title", "The press release was short.", "Press releases are read by few."])
    assert len(parts.paragraphs) == 2
