"""What of a text was not found in its article, in lines for a person and as data for a script."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from newsletter.articles.article import Article
from newsletter.articles.cleaning import one_line, words
from newsletter.articles.summaries.faithfulness import Missing, Source, look_up
from newsletter.checks.faithfulness import how_to_vouch, is_settled
from newsletter.checks.private import behind, how_to_settle, private_traces
from newsletter.errors import UsageError

#: Between two things that somebody has looked up.
_BETWEEN = "; "
_LONGEST = 500  # letters of one of them


def not_found(article: Article, text: str, *, language: str, ours: str) -> tuple[Missing, ...]:
    """What is not found and nobody has settled. `language` is the text's, `ours` that of articles that say none."""
    source = Source(replace(article, language=article.language or ours), without=article.edited)
    missing = look_up(text, source, language=language)
    return tuple(one for one in missing if not is_settled(one.text, article.summary.checked))


def told(missing: tuple[Missing, ...]) -> list[str]:
    """One line for each."""
    lines = (
        f"Not found in the article: {one.shown}"
        + (f"; nearest there: {one.shown_nearest}" if one.nearest else "")
        for one in missing
    )
    return list(dict.fromkeys(lines))


def vouching(slug: str, missing: tuple[Missing, ...]) -> list[str]:
    """How a person says that they know better than the article; of what seems to be private `told_private` says it."""
    texts = [one.text for one in missing if not one.private]
    return [f"→ {how_to_vouch(slug, texts[0])}"] if texts else []


def vouched(article: Article, said: Sequence[str], ours: str) -> Article:
    """The article with what a person has looked up, each with where they know it from.

    Raises UsageError for one that settles nothing, or that names no origin.
    """
    for text in said:
        article = _vouched(article, one_line(text), ours)
    return article


def _vouched(article: Article, said: str, ours: str) -> Article:
    there = article.summary.checked
    if said in there.split(_BETWEEN) and said:
        return article
    if len(said) > _LONGEST:
        raise UsageError(
            f"What you looked up takes more than {_LONGEST} letters.",
            remedy="Give the words that were not found, and where you know them from. Nothing was changed.",
            code="too-long",
        )
    missing = (*of_summary(article, ours), *_of_edited(article, ours))
    settled = [one for one in missing if is_settled(one.text, said)]
    private = [rest for trace in private_traces(article) if (rest := behind(trace.words, said)) is not None]
    if not settled and not private:
        raise UsageError(
            "This names nothing of the summary that was not found in the article, and nothing that seems private.",
            remedy='Begin with the very words that were not found, as --checked "421 (the union\'s leaflet of 3 May)". '
            "Nothing was changed.",
            code="checks-nothing",
        )
    if private and not any(map(words, private)):
        raise UsageError(
            "It is not said why readers may have it.",
            remedy='Write that in brackets behind it, as --checked "07700 900123 (the strike hotline)". '
            "Nothing was changed.",
            code="no-origin",
        )
    if settled and len(words(said)) <= max(len(words(one.text)) for one in settled):
        raise UsageError(
            f"It is not said where you know it from: {settled[0].shown}.",
            remedy='Write that behind it, as --checked "421 (the union\'s leaflet of 3 May)". Nothing was changed.',
            code="no-origin",
        )
    checked = _BETWEEN.join(filter(None, (there, said)))
    return replace(article, summary=replace(article.summary, checked=checked))


def _of_edited(article: Article, ours: str) -> tuple[Missing, ...]:
    """What is not found of title and standfirst where they were edited."""
    language = article.language or ours
    texts = (getattr(article, name) for name in article.edited)
    return tuple(one for text in texts for one in not_found(article, text, language=language, ours=ours))


def told_private(article: Article) -> list[str]:
    """What may be private in the texts about an article, by kind and place."""
    messages = dict.fromkeys(trace.message for trace in private_traces(article))
    act = (
        f"→ Leave it only if readers are meant to have it: newsletter article edit {article.slug}. "
        + how_to_settle(article.slug)
    )
    return [*(f"  {message}" for message in messages), act] if messages else []


def as_data(missing: tuple[Missing, ...]) -> list[dict[str, Any]]:
    """For scripts."""
    return [
        {
            "kind": str(one.kind),
            "text": one.shown,
            "nearest": one.shown_nearest,
            "paragraph": one.paragraph,
        }
        for one in missing
    ]


def of_summary(article: Article, ours: str) -> tuple[Missing, ...]:
    """What is not found of the article's summary; `ours` is the language of the branch."""
    language = ours if article.summary.is_ours else article.language
    return not_found(article, article.summary.text, language=language or ours, ours=ours)
