"""Who took pictures, drew, translated, edited, reviewed, interviewed or wrote down what was told is no author."""

import time

import pytest

from newsletter.articles.reading.byline import names_nobody, same_people, signature
from newsletter.articles.reading.roles import has_other_part
from newsletter.articles.reading.source import Draft, Kind, ingest
from tests.websites import SENTENCES, URL, page


def signed(line: str, head: str = "") -> Draft:
    """The article of a page with this between its heading and its text."""
    source = page("Weavers stand still", head=head).replace("</h1>", f"</h1>{line}")
    return ingest(source, kind=Kind.HTML, url=URL)


WITH_OTHERS = [
    # line, author
    ("By Ana Example; photographs by Ben Sample", "Ana Example"),
    ("By Ana Example, photos: Ben Sample", "Ana Example"),
    ("By Ana Example / Photos: Ben Sample", "Ana Example"),
    ("By Ana Example (photos by Ben Sample)", "Ana Example"),
    ("By Ana Example with photos by Ben Sample and Eve Other", "Ana Example"),
    ("By Ana Example and Eve Other. Illustrations by Ben Sample", "Ana Example, Eve Other"),
    ("By Ana Example, as told to Ben Sample", "Ana Example"),
    ("By Ana Example, translated by Ben Sample", "Ana Example"),
    ("By Ana Example, translated from the Swedish by Ben Sample", "Ana Example"),
    ("By Ana Example; translated and edited by Ben Sample", "Ana Example"),
    ("By Ana Example; edited by Ben Sample, labour editor", "Ana Example"),
    ("By Ana Example, interviewed by Ben Sample", "Ana Example"),
    ("Words: Ana Example. Pictures: Ben Sample", "Ana Example"),
    ("Words and pictures by Ana Example", "Ana Example"),
    ("Words and interview by Ana Example", "Ana Example"),
    ("Por Ana Ejemplo. Fotos de Ben Sample", "Ana Ejemplo"),
    ("Por Ana Ejemplo, traducido por Ben Sample", "Ana Ejemplo"),
    ("Texto y fotos: Ana Ejemplo", "Ana Ejemplo"),
    ("Par A. E., traduit par B. S.", "A. E."),
    ("Par Ana Exemple, traduit de l’anglais par Ben Sample", "Ana Exemple"),
    ("Par Ana Exemple, propos recueillis par Ben Sample", "Ana Exemple"),
    ("Von Ana Beispiel, Fotos: Ben Sample", "Ana Beispiel"),
    ("Von Ana Beispiel, aus dem Englischen übersetzt von Ben Sample", "Ana Beispiel"),
    ("Gan Ana Example, lluniau gan Ben Sample", "Ana Example"),
    ("Gan Ana Example, wedi'i gyfieithu gan Ben Sample", "Ana Example"),
    ("Autor: Ana Przykład, zdjęcia: Ben Sample", "Ana Przykład"),
    ("Autor: Ana Przykład, tłumaczyła Eve Other", "Ana Przykład"),
    ("Por Ana Exemplo, com fotos de Ben Sample", "Ana Exemplo"),
    ("Por Ana Exemplo, tradução de Ben Sample", "Ana Exemplo"),
    ("Autor: Ana Exemplu, fotografii de Ben Sample", "Ana Exemplu"),
    ("Autor: Ana Exemplu, tradus de Ben Sample", "Ana Exemplu"),
    # behind the name, in brackets
    ("By Ana Example (text) and Ben Sample (photos)", "Ana Example"),
    ("Ana Example (text), Ben Sample (photos)", "Ana Example"),
    ("Ben Sample (photos), Ana Example (words)", "Ana Example"),
    ("By Ana Example, Ben Sample (photos)", "Ana Example"),
    ("By Ana Example (words and pictures)", "Ana Example"),
    ("Por Ana Ejemplo (texto) y Ben Sample (fotos)", "Ana Ejemplo"),
    ("Par Ana Exemple (texte) et Ben Sample (photos)", "Ana Exemple"),
    ("Von Ana Beispiel (Text) und Ben Sample (Fotos)", "Ana Beispiel"),
    ("Ana Przykład (tekst), Ben Sample (zdjęcia)", "Ana Przykład"),
    # who helped
    ("By Ana Example. Additional reporting by Ben Sample", "Ana Example"),
    ("By Ana Example, with additional reporting by Ben Sample", "Ana Example"),
    ("By Ana Example; additional research: Ben Sample", "Ana Example"),
    ("Von Ana Beispiel, unter Mitarbeit von Ben Sample", "Ana Beispiel"),
    ("Por Ana Ejemplo, con la colaboración de Ben Sample", "Ana Ejemplo"),
    ("Par Ana Exemple, avec la collaboration de Ben Sample", "Ana Exemple"),
]
ONLY_OTHERS = [
    "Reviewed by Ben Sample",
    "Translated by Ben Sample from the Swedish of Ana Example",
    "Photographs by Ben Sample",
    "As told to Ben Sample",
    "Edited by Ben Sample",
    "Traducido por Ben Sample",
    "Traduit par Ben Sample",
    "Übersetzt von Ben Sample",
    "Cyfieithwyd gan Ben Sample",
    "Tłumaczenie: Ben Sample",
    "Tradução: Ben Sample",
    "Tradus de Ben Sample",
    "Translation: Ben Sample and Eve Other",
    "Translated from the Swedish by Ben Sample",
    "Aus dem Englischen von Ben Sample",
    "Additional reporting by Ben Sample",
    "Additional reporting: Ben Sample and Eve Other.",
    "With additional research by Ben Sample",
    "Interview by Ben Sample",
    "Entrevista de Ben Sample",
    "Entretien par Ben Sample",
]


@pytest.mark.parametrize(("line", "author"), WITH_OTHERS)
def test_what_stands_behind_the_words_for_another_part_is_no_author(line: str, author: str) -> None:
    """On a page's byline, in its head, and in a text."""
    for draft in (
        signed(f"<p class=byline>{line}</p>"),
        signed("", f'<meta name=author content="{line}">'),
        ingest("\n\n".join(("Weavers stand still", line, *SENTENCES))),
    ):
        assert same_people(draft.article.author, author)
        assert draft.article.author == author or " and " in draft.article.author
        assert draft.article.paragraphs == SENTENCES


@pytest.mark.parametrize("line", ONLY_OTHERS)
def test_where_only_such_a_person_stands_there_is_no_author(line: str) -> None:
    for draft in (
        signed(f"<p class=byline>{line}</p>"),
        signed("", f'<meta name=author content="{line}">'),
        ingest("\n\n".join(("Weavers stand still", line, *SENTENCES))),
    ):
        assert draft.article.author == ""


@pytest.mark.parametrize("line", ONLY_OTHERS[3:])
def test_a_line_on_who_else_had_a_part_is_no_text_and_is_told(line: str) -> None:
    """Above the text and below it; a sentence that begins like one stays."""
    told = f"A line on who else had a part in it was left out: {line}"
    for blocks in ((line, *SENTENCES), (*SENTENCES, line), ("By Ana Example", line, *SENTENCES)):
        draft = ingest("\n\n".join(("Weavers stand still", *blocks)))
        assert draft.article.paragraphs == SENTENCES
        assert draft.article.title == "Weavers stand still"
        assert told in draft.notes
    assert (
        ingest("\n\n".join((line, "Weavers stand still", *SENTENCES))).article.title == "Weavers stand still"
    )
    sentence = f"{line.rstrip('.')} in a week, it was read out at each gate of the mill."
    draft = ingest("\n\n".join(("Weavers stand still", *SENTENCES, sentence)))
    assert draft.article.paragraphs[-1] == sentence


@pytest.mark.parametrize(
    "line",
    [
        "By Christmas, photos by Ben Sample hung in each canteen",
        "By Ana Example, who saw the pictures of Ben Sample",
        "By Ana Photo",
    ],
)
def test_such_words_in_a_sentence_or_a_name_change_nothing(line: str) -> None:
    assert signature(line) in (None, "Ana Example", "Ana Photo")
    assert not names_nobody(line)


@pytest.mark.parametrize("name", ["Ben Sample (translation)", "Ben Sample (photos)"])
def test_a_page_that_names_a_translator_or_photographer_as_its_author_names_none(name: str) -> None:
    assert signed("", f'<meta name=author content="{name}">').article.author == ""
    assert signed(f"<p class=byline>{name}</p>").article.author == ""


@pytest.mark.parametrize(
    "title",
    [
        "Weavers Stand Still (video)",
        "The Strike of Lima (interview)",
        "Interview: Ana Example",
        "Map: Lima and Cusco",
        "Video: Example Union",
        "Translation: Welsh",
        "Edited by the board",
    ],
)
def test_headlines_that_hold_such_words_stay_headlines(title: str) -> None:
    draft = ingest("\n\n".join((title, *SENTENCES)))
    assert (draft.article.title, draft.article.author) == (title, "")
    assert ingest("\n\n".join(("Weavers", title, *SENTENCES))).article.paragraphs[0] == title


def test_an_author_who_is_named_last_is_found() -> None:
    assert signature("Photos by Ben Sample. Text by Ana Example") == "Ana Example"
    assert signature("Photos by Ben Sample; words: Ana Example") == "Ana Example"


def test_hostile_lines_cost_little() -> None:
    started = time.process_time()
    for line in (
        "photos and " * 20_000,
        "translated a " * 20_000,
        "edited by " * 20_000,
        " ,;" * 50_000,
        "Ana (text) and " * 10_000,
    ):
        has_other_part("Ana Example", line)
        names_nobody(line)
        signature(line[:160])
    assert time.process_time() - started < 5
