"""What of a text was not found in its article, in lines for a person and as data for a script."""

from dataclasses import replace
from typing import Any

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Missing, Source, look_up
from newsletter.checks.faithfulness import is_settled


def not_found(article: Article, text: str, *, language: str, ours: str) -> tuple[Missing, ...]:
    """What is not found and nobody has settled. `language` is the text's, `ours` that of articles that say none."""
    source = Source(replace(article, language=article.language or ours), without=article.edited)
    missing = look_up(text, source, language=language)
    return tuple(one for one in missing if not is_settled(one.text, article.summary.checked))


def told(missing: tuple[Missing, ...]) -> list[str]:
    """One line for each."""
    return [
        f"Not found in the article: {one.text}" + (f"; nearest there: {one.nearest}" if one.nearest else "")
        for one in missing
    ]


def as_data(missing: tuple[Missing, ...]) -> list[dict[str, Any]]:
    """For scripts."""
    return [
        {"kind": str(one.kind), "text": one.text, "nearest": one.nearest, "paragraph": one.paragraph}
        for one in missing
    ]


def of_summary(article: Article, ours: str) -> tuple[Missing, ...]:
    """What is not found of the article's summary; `ours` is the language of the branch."""
    language = ours if article.summary.is_ours else article.language
    return not_found(article, article.summary.text, language=language or ours, ours=ours)
