"""Summaries: whole sentences of the article, proposed; a person accepts or writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.article import Article, Summary, SummaryOrigin, SummaryState
from newsletter.articles.cleaning import count_words
from newsletter.articles.summaries.proposal import MOST_WORDS
from newsletter.articles.summaries.summary import accept, edit, propose
from newsletter.errors import ArticleError

LEAD = "The dockers of the port went back to work on Monday. They had been out for nineteen days."
WHOLE = "After nineteen days on strike the dockers of the port have won back their four stewards."


def article(*paragraphs: str, **fields: str) -> Article:
    return Article(slug="port", title="Dockers win", paragraphs=paragraphs or (LEAD,), **fields)


def sentence(words: int) -> str:
    return " ".join(["Word", *["word"] * (words - 2), "word."])


def test_the_pages_own_description_comes_first():
    summary, note = propose(article(standfirst=sentence(20)), WHOLE)
    assert summary == Summary(text=WHOLE, state=SummaryState.PROPOSED, origin=SummaryOrigin.DESCRIPTION)
    assert note == ""


def test_then_the_standfirst():
    assert propose(article(standfirst=WHOLE))[0].origin is SummaryOrigin.STANDFIRST
    assert propose(article(standfirst=WHOLE), WHOLE)[0].origin is SummaryOrigin.STANDFIRST


@pytest.mark.parametrize(
    "description",
    [
        "",
        "Too short to say what has happened.",
        WHOLE.removesuffix("."),
        WHOLE.removesuffix(".") + "…",
        WHOLE.removesuffix(".") + "...",
        WHOLE.removesuffix(".") + " […]",
        WHOLE.removesuffix(".") + " [...]",
        f"“{WHOLE}”",
        f'"{WHOLE}"',
        f"She said: “{WHOLE}",
        sentence(MOST_WORDS + 1),
        LEAD,
        LEAD.upper().replace(",", ""),
    ],
)
def test_what_is_cut_off_short_long_a_bare_quotation_or_the_lead_itself_gives_way_to_the_lead(description):
    summary, _ = propose(article(), description)
    assert (summary.text, summary.origin) == (LEAD, SummaryOrigin.LEAD)
    summary, _ = propose(article(standfirst=description))
    assert (summary.text, summary.origin) == (LEAD, SummaryOrigin.LEAD)


def test_the_lead_takes_whole_sentences_up_to_eighty_words():
    found = article(f"{sentence(30)} {sentence(30)}", f"{sentence(20)} {sentence(5)}")
    assert propose(found)[0].text == f"{sentence(30)} {sentence(30)} {sentence(20)}"
    found = article(f"{sentence(30)} {sentence(30)}", f"{sentence(21)} {sentence(5)}")
    assert propose(found)[0].text == f"{sentence(30)} {sentence(30)}"


def test_headings_between_paragraphs_are_no_sentences():
    assert propose(article("What was won", LEAD, "What comes next", "Nothing."))[0].text == f"{LEAD} Nothing."


def test_a_quotation_is_not_left_open():
    opened = "“We have won. " + sentence(60) + " " + sentence(30).removesuffix(".") + ".”"
    assert propose(article(f"{LEAD} {opened}"))[0].text == LEAD


def test_abbreviations_do_not_end_a_sentence():
    text = "Dr. Example spoke to 1.5 million people on No. 5 Street. They listened."
    assert propose(article(text))[0].text == text


@pytest.mark.parametrize(
    ("paragraph", "word"), [(sentence(81), "more than 80 words"), ("No end", "no whole sentence")]
)
def test_nothing_is_cut_inside_a_sentence_rather_there_is_no_proposal(paragraph, word):
    summary, note = propose(article(paragraph))
    assert summary == Summary(origin=SummaryOrigin.NONE)
    assert word in note
    assert "article edit" in note


@given(
    st.lists(st.text(alphabet='aB. “”"!?…,', max_size=200), max_size=6),
    st.text(alphabet='aB. “”"…', max_size=600),
)
def test_a_proposal_is_short_proposed_and_taken_from_what_was_there(paragraphs, description):
    found = article(*(" ".join(paragraph.split()) for paragraph in paragraphs))
    description = " ".join(description.split())
    summary, note = propose(found, description)
    assert summary.state is SummaryState.PROPOSED
    assert count_words(summary.text) <= MOST_WORDS
    assert bool(summary.text) != bool(note)
    source = iter(description if summary.origin is SummaryOrigin.DESCRIPTION else "".join(found.paragraphs))
    assert all(letter in source for letter in summary.text.replace(" ", ""))  # nothing added, nothing moved


@pytest.mark.parametrize("language", ["", "en", "cy", "es", "pt-BR", "xx"])
def test_every_language_has_a_proposal(language):
    assert propose(article(language=language))[0].text == LEAD


def test_accepting_changes_the_state_and_nothing_else():
    found = article()
    proposed = Article(slug="a", title="A", summary=Summary(text=WHOLE, origin=SummaryOrigin.LEAD))
    assert accept(proposed).summary == Summary(
        text=WHOLE, state=SummaryState.ACCEPTED, origin=SummaryOrigin.LEAD, of=proposed.mark
    )
    with pytest.raises(ArticleError) as caught:
        accept(found)
    assert caught.value.code == "no-summary"


def test_what_a_person_writes_is_accepted_and_theirs():
    edited = edit(article(), "  My own\nwords. ")
    assert edited.summary == Summary(
        text="My own words.", state=SummaryState.ACCEPTED, origin=SummaryOrigin.HAND, of=article().mark
    )
    with pytest.raises(ArticleError):
        edit(article(), " \n")
