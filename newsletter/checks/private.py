"""Checks of what may be private in the texts about an article: numbers of people, homes, confidences.

Kind and place are told; nothing of it is repeated. Whether readers are meant to have it, only a person knows: the
address of a picket and a hotline look like a home and a friend's number.
"""

from collections.abc import Iterator

from newsletter.articles.article import Article
from newsletter.articles.reading.traces import kinds
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof

#: As a person calls them; the branch's own words elsewhere are its own to say.
_TEXTS = {"title": "title", "standfirst": "standfirst", "summary.text": "summary"}


def check_private(proof: Proof) -> Iterator[Finding]:
    """Findings about the articles' titles, standfirsts and summaries, in the order of reading."""
    for article in proof.articles:
        for field, message in private_traces(article):
            yield found(
                "private-trace",
                message,
                remedy="Take it out unless readers are meant to have it, as the place of a picket or a hotline: "
                f"newsletter article edit {article.slug}",
                where=article.where(field),
            )


def private_traces(article: Article) -> Iterator[tuple[str, str]]:
    """Where something seems to be private, and what kind of thing it is."""
    for field, name in _TEXTS.items():
        text = article.summary.text if field == "summary.text" else getattr(article, field)
        for kind in kinds(text):
            yield field, f"The {name} of {article.slug} seems to hold {kind}."
