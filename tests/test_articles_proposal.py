"""Proposals: whole sentences of the article that can stand alone, ranked, within the words that there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.article import Article, SummaryOrigin
from newsletter.articles.cleaning import count_words
from newsletter.articles.summaries.proposal import proposals, with_long_forms
from newsletter.articles.summaries.ranking import alike, vectors
from newsletter.articles.summaries.readability import (
    reading_ease,
    reading_minutes,
    syllables_of,
    words_a_sentence,
)
from newsletter.articles.summaries.sentences import leans, sentences
from newsletter.articles.summaries.summary import propose

BODY = (
    "Dockers at Port Ellery have won back their four stewards after nineteen days on strike. They went back on Monday.",
    "The Port Workers’ Union (PWU) says that the company agreed to every demand of its members.",
    "However, the new cranes stay. It was cold.",
    "“We held the gate day and night,” said Ana Lupu, one of the four stewards. The PWU will ballot again in May.",
    "Dockers at Port Ellery have won back four stewards after nineteen days of their strike.",
)


def article(*paragraphs: str, **changes: str) -> Article:
    return Article(
        **(
            {"slug": "port", "title": "Dockers win", "language": "en", "paragraphs": paragraphs or BODY}
            | changes
        )
    )


def test_description_standfirst_lead_and_ranked_ones_come_in_this_order_and_are_labelled() -> None:
    whole = "After nineteen days on strike the dockers of the port have won back all their stewards."
    found = proposals(article(standfirst=whole.replace("all", "four")), whole, most_words=50)
    assert [str(each.origin) for each in found][:4] == ["description", "standfirst", "lead", "ranked"]
    assert [each.sentences == "" for each in found][:3] == [True, True, False]


def test_each_proposal_names_its_sentences_and_is_made_of_them() -> None:
    places = {sentence.place: sentence.text for sentence in sentences(article())}
    for proposal in proposals(article()):
        joined = " ".join(places[place] for place in proposal.sentences.split())
        assert proposal.text == joined or proposal.text == with_long_forms(joined, article())


def test_no_two_are_alike_and_none_repeats_itself() -> None:
    found = [proposal.text for proposal in proposals(article())]
    assert len(set(found)) == len(found)
    for each in proposals(article()):
        if each.origin is SummaryOrigin.RANKED:
            assert not ("1.1" in each.sentences and "5.1" in each.sentences)


@pytest.mark.parametrize("words", [30, 50, 60, 80])
def test_no_proposal_has_more_words_than_asked_for(words: int) -> None:
    found = proposals(article(), most_words=words)
    assert found
    assert all(count_words(each.text) <= words for each in found)


def test_no_ranked_proposal_leans_on_a_sentence_that_it_does_not_have() -> None:
    places = sentences(article())
    for proposal in proposals(article(), most_words=30):
        taken = set(proposal.sentences.split())
        for sentence in places:
            if (
                sentence.place in taken
                and leans(sentence.text, "en")
                and proposal.origin is SummaryOrigin.RANKED
            ):
                assert places[sentence.order - 1].place in taken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "However, the cranes stay."),
        ("en", "He said so."),
        ("en", "These cranes stay."),
        ("en", "Alongside this, the cranes stay."),
        ("en", "“The cranes stay,” he said."),
        ("en", "“The cranes stay,” it added on Monday."),
        ("en", "“The cranes,” he later told reporters, “stay where they are.”"),
        ("en", "The cranes of Port Ellery stay, they insisted."),
        ("en", "“The cranes stay,” said she, “for good.”"),
        ("en", "The cranes stay, according to her."),
        ("en", "He says so and, he added, the cranes stay."),
        ("es", "«Las grúas se quedan», añadió."),
        ("es", "«Las grúas se quedan», dijo ella en Puerto Elera."),
        ("es", "«Las grúas», dijo ante la prensa, «se quedan»."),
        ("es", "Añadió que las grúas se quedan."),
        ("fr", "« Les grues restent », a-t-elle dit."),
        ("fr", "Les grues, explique-t-il, restent."),
        ("pt", "“Os guindastes ficam”, acrescentou."),
        ("ro", "„Macaralele rămân”, a spus ea."),
        ("ro", "A adăugat că macaralele rămân."),
        ("pl", "„Dźwigi zostają” – dodał."),
        ("pl", "Dodała, że dźwigi zostają."),
        ("cy", "“Mae’r craeniau’n aros,” meddai hi."),
        ("de", "„Die Kräne bleiben“, sagte sie am Montag."),
        ("ar", "«الرافعات باقية»، قالت."),
        ("de", "Sie: „Die Kräne bleiben.“"),
        ("de", "Am Montag er: „Die Kräne bleiben.“"),
        ("cy", "Hi: ‘Mae’r craeniau’n aros.’"),
        ("en", "At the gate she: “The cranes stay.”"),
        ("es", "Y ella: «Las grúas se quedan»."),
        ("fr", "Au port, elle : « Les grues restent. »"),
        ("es", "Sin embargo, las grúas se quedan."),
        ("es", "Además se quedan."),
        ("fr", "Cependant, les grues restent."),
        ("fr", "C’est tout."),
        ("pt", "Além disso, ficam."),
        ("ro", "De asemenea, macaralele rămân."),
        ("pl", "Jednak dźwigi zostają."),
        ("cy", "Fodd bynnag, mae’r craeniau’n aros."),
        ("ar", "وقال إن الرافعات باقية"),
    ],
)
def test_openings_that_lean_on_what_was_said_before(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hector Lupu said so."),
        ("en", "Thistle Dock is closed."),
        ("en", "“The cranes stay,” said Ana Lupu."),
        ("en", "Ana Lupu said she would stay at the gate."),
        ("en", "“We won,” Ana Lupu said, “and,” she added, “we stay.”"),
        ("en", "“We won,” said Ana Lupu, and it was said they would stay."),
        ("en", "The union said it would stay."),
        ("en", "The cranes stay, according to the union."),
        ("es", "Estela Ruiz habló."),
        ("es", "«Las grúas se quedan», dijo el sindicato."),
        ("es", "«Las grúas se quedan», añadió Estela Ruiz."),
        ("fr", "« Les grues restent », a dit Ilse Dupont."),
        ("pt", "“Os guindastes ficam”, disse Ana Reis."),
        ("ro", "„Macaralele rămân”, a spus Ana Lupu."),
        ("pl", "„Dźwigi zostają” – dodał Tomasz Nowak."),
        ("cy", "“Mae’r craeniau’n aros,” meddai Megan Rees."),
        ("de", "„Die Kräne bleiben“, sagte Rosa Lange."),
        ("de", "Rosa Lange: „Die Kräne bleiben.“"),
        ("en", "The banner says what it is: “The cranes stay.”"),
        ("es", "Estela Ruiz: «Se quedan ella y ellos»."),
        ("fr", "Ilse Dupont a parlé."),
        ("pl", "Tomasz Nowak mówi."),
        ("xx", "Dockers won."),
    ],
)
def test_openings_that_stand_alone(language: str, text: str) -> None:
    assert not leans(text, language)


def test_no_ranked_proposal_quotes_somebody_whom_it_does_not_name() -> None:
    body = (
        "The dockers of Port Ellery have won back their four stewards after nineteen days on strike at the gate.",
        "Rain fell on the old town all day long, and few people came out to look, as an inn is warm and dry.",
        "“Stewards whom dockers elect at Port Ellery will be paid for the strike,” it added on Monday.",
        "Songs were sung.",
    )
    ranked = [one for one in proposals(article(*body), most_words=36) if one.origin is SummaryOrigin.RANKED]
    assert ranked
    assert not [one.text for one in ranked if "it added" in one.text]


def test_a_short_name_is_written_out_where_the_article_does() -> None:
    found = article()
    assert with_long_forms("The PWU won. The PWU voted.", found) == (
        "The Port Workers’ Union (PWU) won. The PWU voted."
    )
    assert with_long_forms("The Port Workers’ Union won; the PWU voted.", found).count("Union") == 1
    assert with_long_forms("The XYZ won.", found) == "The XYZ won."
    assert with_long_forms("The TUC won.", article("The crew of the boat (TUC) won.")) == "The TUC won."


def test_sentences_that_say_the_same_are_alike() -> None:
    one, other, third = vectors(
        ["The dockers won the strike.", "The dockers have won the strike.", "Rain fell in May."]
    )
    assert alike(one, other) > 0.6 > alike(one, third)
    assert alike(one, one) == pytest.approx(1)


@given(st.lists(st.text(alphabet='aB. “”"!?…,é', max_size=120), max_size=6), st.integers(30, 80))
def test_whatever_the_text_proposals_are_short_and_whole(paragraphs: list[str], words: int) -> None:
    for each in proposals(article(*(" ".join(p.split()) for p in paragraphs)), most_words=words):
        assert each.text
        assert count_words(each.text) <= words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("strike", 1),
        ("table", 2),
        ("houses", 2),
        ("wanted", 2),
        ("asked", 1),
        ("organisation", 5),
        ("the", 1),
        ("mill’s", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_reading_ease_is_for_english_alone_and_falls_with_length() -> None:
    plain = "The dockers won. They went back on Monday."
    hard = (
        "The organisation’s representatives communicated their dissatisfaction to institutional management."
    )
    assert reading_ease(plain, "en-GB") > 80
    assert reading_ease(hard, "en") < 30
    assert reading_ease("Los obreros ganaron.", "es") is None
    assert reading_ease("", "en") is None
    assert words_a_sentence(plain, "en") == 4


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Drivers at Mr. Hart’s depot in the U.S. won a rise of 9.5 per cent."),
        ("en", "The company made £3.4m last year, Dr. Bell of St. Mary’s told them at 10 a.m. on Friday."),
        ("de", "Das Klinikum bot z. B. am 3. Dezember 2,8 Prozent."),
    ],
)
def test_a_full_stop_that_ends_nothing_makes_no_sentence_shorter(language: str, text: str) -> None:
    assert words_a_sentence(text, language) == count_words(text)
    assert words_a_sentence(f"{text} {text}", language) == count_words(text)


def test_reading_time_is_in_whole_minutes() -> None:
    assert [reading_minutes(("word " * count,)) for count in (0, 1, 238, 476, 700)] == [0, 1, 1, 2, 3]


def test_signs_without_words_and_lists_without_an_end_are_no_sentences() -> None:
    plain = "Nobody unloaded a ship on Monday."
    article = Article(
        slug="x", title="Quay", language="en", paragraphs=(". " * 40_000, f"{'Ports, ' * 400}all.", plain)
    )
    assert [sentence.text for sentence in sentences(article)] == [plain]


PRIVATE = [
    "Ana Lupu, whose membership number is 1234567, began the strike at Port Ellery with her crew.",
    "Ana Lupu of 12 Mill Lane began the strike at Port Ellery with all of her crew.",
    "Ring Ana Lupu on 07700 900123 if you want to help the strike at Port Ellery.",
    "Ring Ana Lupu on [phone number] if you want to help the strike at Port Ellery.",
    "Please keep this to yourselves: the strike at Port Ellery begins on Monday at six.",
]


@pytest.mark.parametrize("private", PRIVATE)
@pytest.mark.parametrize("place", range(3))
def test_what_seems_private_is_proposed_nowhere(private: str, place: int) -> None:
    paragraphs = (*BODY[:place], f"{private} She leads them still today.", *BODY[place:])
    found = proposals(article(*paragraphs, standfirst=private), private, most_words=50)
    assert any(each.origin is SummaryOrigin.LEAD for each in found)
    assert any(each.origin is SummaryOrigin.RANKED for each in found)
    assert not [each for each in found if private in each.text]


def test_a_lead_goes_on_behind_what_is_private_and_what_leans_on_it() -> None:
    paragraphs = (f"{PRIVATE[0]} She leads them still today.", *BODY)
    [lead] = [each for each in proposals(article(*paragraphs)) if each.origin is SummaryOrigin.LEAD]
    assert lead.text.startswith("Dockers at Port Ellery have won back")
    assert "She leads" not in lead.text


def test_an_article_that_is_private_throughout_says_why_nothing_is_proposed() -> None:
    summary, note = propose(article(*PRIVATE[:2]))
    assert summary.text == ""
    assert "seems to be private" in note
    assert "1234567" not in note
