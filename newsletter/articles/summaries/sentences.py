"""The sentences of an article, each with its place; and what is wrong with one that stands alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.articles.article import Article
from newsletter.articles.cleaning import count_words, one_line
from newsletter.articles.reading.anatomy import is_quotation
from newsletter.articles.summaries.abbreviations import breaks_off, mended
from newsletter.articles.summaries.connectives import connects
from newsletter.articles.summaries.pointing import points_back
from newsletter.articles.summaries.saying import is_unresolved

ENDS = re.compile(r"[.!?][”\"’»)\]]*$")
CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[”\"’»)\]]*$")
#: Characters: what is longer is a list, or no prose at all.
_LONGEST = 2_000
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence. `paragraph` and `number` count from 1; `order` from 0 over the whole article."""

    paragraph: int
    number: int
    order: int
    text: str
    words: int

    @property
    def place(self) -> str:
        return f"{self.paragraph}.{self.number}"


def sentences(article: Article, *, most: int = 400) -> list[Sentence]:
    """The sentences of the body in order; headings between its paragraphs are none."""
    return list(_numbered(article, most))


def split(text: str, language: str) -> Iterator[str]:
    """The sentences of a text, by the customs of a language: "Mr. Hart won 9.5 per cent." is one."""
    import sentencex  # noqa: PLC0415  (one user)

    primary = language.partition("-")[0].lower()
    return filter(None, map(one_line, mended(sentencex.segment(primary or "en", text), primary)))


def _numbered(article: Article, most: int) -> Iterator[Sentence]:
    order = 0
    for number, paragraph in enumerate(article.paragraphs, 1):
        if not ENDS.search(paragraph):
            continue
        for place, text in enumerate(split(paragraph, article.language), 1):
            if order == most:
                return
            if not count_words(text) or len(text) > _LONGEST:
                continue
            yield Sentence(paragraph=number, number=place, order=order, text=text, words=count_words(text))
            order += 1


def leans(text: str, language: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    primary = language.partition("-")[0].lower() or "en"
    return connects(text, primary) or points_back(text, primary) or is_unresolved(text, primary)


def stands_alone(sentence: Sentence, language: str) -> bool:
    """Whether a summary may begin with a sentence."""
    return is_whole(sentence.text) and sentence.words >= _FEWEST_WORDS and not leans(sentence.text, language)


def is_whole(text: str) -> bool:
    """Whether a text ends as a sentence does, leaves no quotation open, and is not a quotation alone."""
    is_ended = bool(ENDS.search(text)) and not CUT_OFF.search(text) and not breaks_off(text)
    return is_ended and not is_quotation(text) and is_balanced(text)


def is_balanced(text: str) -> bool:
    """Whether each quotation mark that opens closes."""
    return (
        text.count("“") == text.count("”") and text.count("«") == text.count("»") and text.count('"') % 2 == 0
    )
