"""The short text of ours about an article: proposed by the program, accepted or written by a person.

A proposal is never cut inside a sentence. The page's own description or the standfirst comes first if it is whole; a
standfirst that is only a quotation is not, because without its speaker it is no summary. Else the article's first
sentences are taken: on 496 news articles no ranking that works offline was clearly better.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsletter.articles.anatomy import is_quotation
from newsletter.articles.article import Article, Summary, SummaryOrigin, SummaryState
from newsletter.articles.cleaning import count_words, one_line, words
from newsletter.errors import ArticleError

MOST_WORDS = 80
_FEWEST_WORDS = 12
_ENDS = re.compile(r"[.!?][”\"’»)\]]*$")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[”\"’»)\]]*$")
_TOO_LONG = (
    f"No summary is proposed: the article's first sentence has more than {MOST_WORDS} words. "
    "Write one: newsletter article edit"
)
_NO_SENTENCE = "No summary is proposed: no whole sentence was found. Write one: newsletter article edit"


def propose(article: Article, description: str = "") -> tuple[Summary, str]:
    """A proposed summary, and a note (or "") that says why there is none."""
    for text, origin in (
        (description, SummaryOrigin.DESCRIPTION),
        (article.standfirst, SummaryOrigin.STANDFIRST),
    ):
        if _is_whole(text) and not _repeats_lead(text, article):
            same = words(text) == words(article.standfirst)
            return Summary(text=text, origin=SummaryOrigin.STANDFIRST if same else origin), ""
    lead = list(_lead(article))
    if lead:
        return Summary(text=" ".join(lead), origin=SummaryOrigin.LEAD), ""
    first = next(_sentences(article), "")
    return Summary(), _TOO_LONG if count_words(first) > MOST_WORDS else _NO_SENTENCE


def accept(article: Article) -> Article:
    """The article with its summary accepted as it stands."""
    if not article.summary.text:
        raise ArticleError(
            f"{article.slug} has no summary to accept.",
            remedy=f"Write one: newsletter article edit {article.slug}",
            code="no-summary",
        )
    return replace(article, summary=replace(article.summary, state=SummaryState.ACCEPTED, of=article.mark))


def edit(article: Article, text: str) -> Article:
    """The article with a summary that a person wrote."""
    written = one_line(text)
    if not written:
        raise ArticleError(
            "The summary is empty.",
            remedy="Write at least one sentence; nothing was changed.",
            code="no-summary",
        )
    summary = Summary(
        text=written, state=SummaryState.ACCEPTED, origin=SummaryOrigin.HAND, of=article.mark,
        checked=article.summary.checked,
    )  # fmt: skip
    return replace(article, summary=summary)


def _is_whole(text: str) -> bool:
    return (
        _FEWEST_WORDS <= count_words(text) <= MOST_WORDS
        and bool(_ENDS.search(text))
        and not _CUT_OFF.search(text)
        and not is_quotation(text)
        and _is_balanced(text)
    )


def _repeats_lead(text: str, article: Article) -> bool:
    said = words(text)
    lead = [word for paragraph in article.paragraphs[:4] for word in words(paragraph)]
    return lead[: len(said)] == said


def _lead(article: Article) -> list[str]:
    """Whole sentences from the beginning, as many as fit."""
    taken: list[str] = []
    left = MOST_WORDS
    for sentence in _sentences(article):
        left -= count_words(sentence)
        if left < 0:
            break
        taken.append(sentence)
    while taken and not _is_balanced(" ".join(taken)):
        taken.pop()  # the rest of a quotation did not fit
    return taken


def _sentences(article: Article) -> Iterator[str]:
    """The sentences of the first paragraphs; headings between them are no sentences."""
    import sentencex  # noqa: PLC0415  (one user)

    language = article.language.partition("-")[0] or "en"
    for paragraph in article.paragraphs[:8]:
        if _ENDS.search(paragraph):
            yield from filter(None, map(one_line, sentencex.segment(language, paragraph)))


def _is_balanced(text: str) -> bool:
    return (
        text.count("“") == text.count("”") and text.count("«") == text.count("»") and text.count('"') % 2 == 0
    )
