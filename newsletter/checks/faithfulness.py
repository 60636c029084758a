"""Checks of what a summary says against its article: numbers, quotations, names and days are looked up there.

The look-up itself is in articles/summaries/faithfulness.py. A title or standfirst counts as ours once edited here.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import (
    ClaimKind,
    Missing,
    Source,
    look_up,
    translated_quotations,
)
from newsletter.articles.summaries.folding import even, fold
from newsletter.checks.finding import Finding, found
from newsletter.checks.private import how_to_settle
from newsletter.checks.proof import Proof

_IDS = {
    ClaimKind.NUMBER: "number-not-found",
    ClaimKind.QUOTATION: "quotation-not-found",
    ClaimKind.NAME: "name-not-found",
    ClaimKind.DATE: "date-not-found",
}
_INNER = str.maketrans('“”"„«»', "‘’'‘‘’")
#: What shells do not leave alone between quotation marks.
_OF_SHELLS = frozenset('"$`\\!%')
_LONGEST = 80  # letters of what is repeated in a finding
#: More findings of one text help nobody: it belongs to another article.
_MOST = 12


def check_faithfulness(proof: Proof) -> Iterator[Finding]:
    """Findings about each summary whose article has a text, in the order of reading."""
    main = proof.issue.translation_of
    for article in proof.articles:
        if not article.paragraphs:
            continue
        ours = main.language if main and article.slug in main.articles else proof.issue.language
        yield from _of(replace(article, language=article.language or ours), ours)


def _of(article: Article, ours: str) -> Iterator[Finding]:
    summary = article.summary
    if not (summary.text or article.edited):
        return
    source = Source(article, without=article.edited)
    language = ours if summary.is_ours else article.language
    missing = look_up(summary.text, source, language=language)
    yield from _told(article, "summary.text", f"The summary of {article.slug}", missing)
    for name in article.edited:
        missing = look_up(getattr(article, name), source, language=article.language)
        yield from _told(article, name, f"The {name} of {article.slug}, which was changed here,", missing)
    for text in translated_quotations(summary.text, source, language)[:_MOST]:
        yield found(
            "quotation-translated",
            f"The summary of {article.slug} quotes “{_short(text)}” in another language than the article.",
            remedy="Hold it against the article yourself: nothing else can.",
            where=article.where("summary.text"),
        )
    if summary.of and summary.of != article.mark:
        yield found(
            "article-changed",
            f"The text of {article.slug} was changed after its summary was accepted.",
            remedy=f"Read the two again, then: newsletter article accept {article.slug}",
            where=article.where("summary.text"),
        )


def _told(article: Article, field: str, what: str, missing: tuple[Missing, ...]) -> Iterator[Finding]:
    told = set[tuple[ClaimKind, str]]()
    for one in [each for each in missing if not is_settled(each.text, article.summary.checked)][:_MOST]:
        if one.private and (one.kind, one.private) in told:
            continue  # a part of the same number
        told.add((one.kind, one.private))
        place = f"paragraph {one.paragraph}" if one.paragraph else "title and standfirst"
        nearest = one.nearest.translate(_INNER)
        there = f"; nearest there ({place}): “{nearest}”." if nearest else "."
        if one.is_beside_private:
            there = f"; nearest there: {place}."
        known = how_to_settle(article.slug) if one.private else how_to_vouch(article.slug, one.text)
        yield found(
            _IDS[one.kind],
            f"{what} says {_quoted(one)}, which was not found in the article{there}",
            remedy=f"Mend it: newsletter article edit {article.slug}. {known}",
            where=article.where(field),
        )


def is_settled(text: str, checked: str) -> bool:
    """Whether a person wrote that they looked this up.

    Only the very words count, so that a later change is seen; those in brackets tell where it is known from.
    """
    words, said = fold(even(_bare(text))), fold(even(re.sub(r"\([^()]*\)", " ", checked)))
    return bool(words and re.search(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)", said))


def how_to_vouch(slug: str, text: str) -> str:
    """What somebody types who knows better than the article. What a shell would take otherwise goes into the file."""
    words = _bare(text)
    if _OF_SHELLS.isdisjoint(words) and len(words) <= _LONGEST:
        return (
            "If you know it from elsewhere: "
            f'newsletter article accept {slug} --checked "{words} (where you know it from)"'
        )
    return (
        f"If you know it from elsewhere, write it into articles/{slug}.md, under summary, with where you know it from: "
        f"checked: {_short(words)} (…)"
    )


def _bare(text: str) -> str:
    return text.strip("“”\"«»„‘’'‚ ")


def _quoted(missing: Missing) -> str:
    return missing.shown if missing.private else f"“{_short(_bare(missing.text))}”"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: text.rfind(' ', 0, _LONGEST)]} …"
