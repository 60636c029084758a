"""How long the original takes stands beside its link, in the language of the letter, where its text is known."""

import pytest
from rendering_samples import make_article, make_issue, make_letter


def text_of(words: int, language: str = "en") -> str:
    article = make_article(paragraphs=("word " * words,) if words else ())
    return make_letter(make_issue(language=language), (article,)).text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (100, "en", "(1 minute to read)"),
        (700, "en", "(3 minutes to read)"),
        (476, "cy", "(2 funud i’w darllen)"),
        (476, "ar", "(دقيقتان للقراءة)"),
        (1190, "pl", "(5 minut czytania)"),
    ],
)
def test_the_time_of_the_original_stands_beside_its_link(words: int, language: str, said: str) -> None:
    assert said in " ".join(text_of(words, language).split())


def test_without_the_text_no_time_is_said() -> None:
    assert "to read" not in text_of(0)
    html = make_letter(make_issue(), (make_article(),)).html
    assert 'class="minutes"' not in html
