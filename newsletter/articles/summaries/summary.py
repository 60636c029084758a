"""The short text of ours about an article: proposed by the program, accepted or written by a person.

A proposal is never cut inside a sentence. The page's own description or the standfirst comes first if it is whole; a
standfirst that is only a quotation is not, because without its speaker it is no summary. Else the article's first
sentences are taken: on 496 news articles no ranking that works offline was clearly better. proposal.py has the others.
"""

from dataclasses import replace

from newsletter.articles.article import Article, Summary, SummaryOrigin, SummaryState
from newsletter.articles.cleaning import count_words, one_line
from newsletter.articles.summaries.proposal import MOST_WORDS, Proposal, privately, proposals
from newsletter.articles.summaries.sentences import Sentence, is_whole, sentences
from newsletter.errors import ArticleError

_TOO_LONG = (
    f"No summary is proposed: the article's first sentence has more than {MOST_WORDS} words. "
    "Write one: newsletter article edit"
)
_PRIVATE = (
    "No summary is proposed: its first sentence seems to be private. Write one: newsletter article edit"
)
_NO_SENTENCE = "No summary is proposed: no whole sentence was found. Write one: newsletter article edit"


def propose(article: Article, description: str = "") -> tuple[Summary, str]:
    """A proposed summary, and a note (or "") that says why there is none."""
    kept = description if is_whole(description) and count_words(description) <= MOST_WORDS else ""
    usual = (p for p in proposals(article, description) if p.origin is not SummaryOrigin.RANKED)
    if best := next(usual, None):
        # The page is not read again: what it says of itself is kept for whoever chooses later.
        kept = "" if best.origin is SummaryOrigin.DESCRIPTION else kept
        return Summary(text=best.text, origin=best.origin, sentences=best.sentences, description=kept), ""
    first = next(iter(sentences(article, most=1)), None)
    is_private = first is not None and privately(article)(first.text)
    return Summary(description=kept), _PRIVATE if is_private else _why_none(first)


def _why_none(first: Sentence | None) -> str:
    return _TOO_LONG if first and first.words > MOST_WORDS else _NO_SENTENCE


def pick(article: Article, proposal: Proposal) -> Article:
    """The article with a proposal that a person chose: it is accepted."""
    before = article.summary
    described = before.text if before.origin is SummaryOrigin.DESCRIPTION else before.description
    summary = Summary(
        text=proposal.text, state=SummaryState.ACCEPTED, origin=proposal.origin, sentences=proposal.sentences,
        of=article.mark, checked=before.checked,
        description="" if proposal.origin is SummaryOrigin.DESCRIPTION else described,
    )  # fmt: skip
    return replace(article, summary=summary)


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
    return pick(article, Proposal(text=written, origin=SummaryOrigin.HAND))
