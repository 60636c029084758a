"""The article behind a web address."""

from dataclasses import replace

from newsletter.articles.fetch import PAGE, as_page
from newsletter.articles.source import Draft, ingest
from newsletter.articles.web import Web


def from_url(url: str, web: Web) -> Draft:
    """The article on a page of the web. Raises ArticleError, always with a sentence and a remedy."""
    answer = web.get(url, PAGE)
    page = as_page(answer)
    draft = ingest(page.text, kind=page.kind, url=page.url)
    web.keep(answer)
    return replace(draft, notes=(page.note, *draft.notes)) if page.note else draft
