"""In a translation the texts that stay in the issue's language are marked as such, for screen readers."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from rendering_samples import make_article, make_articles, make_issue, make_letter, make_summary

from newsletter.articles.article import SummaryOrigin
from newsletter.issue import Issue


def make_translation(**changes: object) -> Issue:
    main = make_issue()
    given = {"language": "es", "path": Path("issues/october.es.md"), "translation_of": main}
    return make_issue(
        **(given | {"subject": "Tres huelgas", "intro": "Hola.", "articles": main.articles} | changes)
    )


def marked(issue: Issue, word: str, origin: SummaryOrigin) -> str:
    """The language that a word of the letter's HTML is said to be in."""
    lima, mill, rent = make_articles()
    mill = replace(mill, summary=replace(make_summary(f"{word}."), origin=origin), language="")
    page = html.fromstring(make_letter(issue, (lima, mill, rent)).html)
    [element] = [each for each in page.iter("p", "td") if (each.text or "").strip() == f"{word}."]
    return element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


@pytest.mark.parametrize("origin", SummaryOrigin)
def test_a_summary_that_stays_as_it_is_says_its_language(origin: SummaryOrigin) -> None:
    assert marked(make_translation(), "Whatever", origin) == "en"


@pytest.mark.parametrize("origin", SummaryOrigin)
def test_a_summary_of_an_article_for_this_language_alone_is_in_it(origin: SummaryOrigin) -> None:
    own = make_translation(
        articles=("lima", "mill", "rent"), translation_of=make_issue(articles=("lima", "rent"))
    )
    assert marked(own, "Cualquiera", origin) == "es"


def test_the_letter_itself_is_in_the_translations_language() -> None:
    letter = make_letter(make_translation(), (make_article(),))
    assert letter.language == "es"
    assert re.search(r'<html[^>]* lang="es"', letter.html)
