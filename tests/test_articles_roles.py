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


@pytest.mark.parametrize(
    "line",
    [
        "By Christmas, photos by Ben Sample hung in each canteen",
        "By Ana Example, who saw the pictures of Ben Sample",
        "Interview by Ana Example",
        "By Ana Photo",
    ],
)
def test_such_words_in_a_sentence_or_a_name_change_nothing(line: str) -> None:
    assert signature(line) in (None, "Ana Example", "Ana Photo")
    assert not names_nobody(line)


def test_an_author_who_is_named_last_is_found() -> None:
    assert signature("Photos by Ben Sample. Text by Ana Example") == "Ana Example"
    assert signature("Photos by Ben Sample; words: Ana Example") == "Ana Example"


def test_hostile_lines_cost_little() -> None:
    started = time.process_time()
    for line in ("photos and " * 20_000, "translated a " * 20_000, "edited by " * 20_000, " ,;" * 50_000):
        has_other_part("Ana Example", line)
        names_nobody(line)
        signature(line[:160])
    assert time.process_time() - started < 5
