"""The web version of an issue, the list of issues and their feed: pages that anybody may read, made from no person.

The page is the letter with its fallback words, without the way to leave. Equal issues give equal bytes.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsletter.articles.article import Article
from newsletter.issue import Issue
from newsletter.rendering import templates as designs
from newsletter.rendering.compose import compose
from newsletter.rendering.content import one_line
from newsletter.rendering.fields import mentions
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.words import Words, direction, long_date
from newsletter.settings import Branch

#: Stands for the way to leave until it is taken out of the page.
_NO_WAY_OUT = "https://unsubscribe.invalid/web"
#: The ids of feed and entries are made within this one (RFC 9562, version 5).
_FEEDS = uuid.UUID("6f0d4a1e-3a54-4f0b-9c57-8a4d0f7f3b11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One issue as the list and the feed show it; the times are aware."""

    id: str
    slug: str
    title: str
    summary: str
    language: str
    published: datetime
    updated: datetime


def web_page(
    issue: Issue, articles: Sequence[Article], branch: Branch, *,
    templates: Path | None, gallery: Gallery, canonical: str = "", wording: Words | None = None,
) -> str:  # fmt: skip
    """The page of an issue. `canonical` is its own address, "" where it has none. Raises RenderingError."""
    # Nothing of the letter is secret; the tags need a nonce all the same, and the same page the same one.
    nonce = hashlib.sha256(f"web {issue.id}".encode()).hexdigest()[:32]
    letter = compose(
        issue, articles, branch,
        templates=templates, unsubscribe=_NO_WAY_OUT, nonce=nonce, gallery=gallery, is_web=True, words=wording,
    )  # fmt: skip
    return _for_the_web(letter.fill(letter.values({})).html, canonical)


def _for_the_web(html: str, canonical: str) -> str:
    from lxml import etree  # noqa: PLC0415 - comes with premailer

    page = etree.fromstring(html, etree.HTMLParser(no_network=True))
    for link in page.xpath("//a[@href=$way_out]", way_out=_NO_WAY_OUT):
        parent = link.getparent()
        (parent.getparent().remove(parent) if parent.tag == "p" else parent.remove(link))
    # The line for inboxes, which the design hides; a page has no use for it.
    for hidden in page.xpath("//body//*[contains(@style, 'mso-hide')]"):
        hidden.getparent().remove(hidden)
    head = page.find("head")
    etree.SubElement(head, "meta", name="referrer", content="no-referrer")
    etree.SubElement(head, "link", rel="alternate", type="application/atom+xml", href="../feed.xml")
    if canonical:
        etree.SubElement(head, "link", rel="canonical", href=canonical)
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text


def with_fallbacks(text: str) -> str:
    """One of the issue's own lines with its fallback words, on one line."""
    at, parts = 0, []
    for mention in mentions(text):
        parts += [text[at : mention.start], mention.fallback]
        at = mention.end
    return one_line("".join([*parts, text[at:]]).replace("\\[", "["))


def issue_list(entries: Sequence[Entry], branch: Branch, wording: Words) -> str:
    """index.html: every issue, the newest first."""
    return _page("web/index.html.j2", entries, branch, wording, base_url="")


def feed(entries: Sequence[Entry], branch: Branch, wording: Words, *, id_: str, base_url: str) -> str:
    """feed.xml (RFC 4287). Without a base URL its links are relative, which readers resolve by where they found it."""
    values = {"id": _uuid(f"feed {id_}"), "updated": _moment(max(entry.updated for entry in entries))}
    return _page("web/feed.xml.j2", entries, branch, wording, base_url=base_url, **values)


def _page(
    template: str, entries: Sequence[Entry], branch: Branch, wording: Words, *, base_url: str, **values: str
) -> str:
    newest_first = sorted(entries, key=lambda entry: (entry.published, entry.slug), reverse=True)
    environment = designs.make_environment(None, nonce="0" * 16)
    shown: dict[str, Any] = {
        "language": branch.language,
        "direction": direction(branch.language),
        "words": dict(wording),
        "title": wording["web_archive"].format(branch=one_line(branch.name)),
        "branch": one_line(branch.name),
        "base": f"{base_url}/" if base_url else "",
        "entries": [_row(entry, branch) for entry in newest_first],
    }
    return environment.get_template(template).render(designs.freeze(shown | values))


def _row(entry: Entry, branch: Branch) -> dict[str, str]:
    return {
        "id": _uuid(f"issue {entry.id}"),
        "slug": entry.slug,
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "direction": direction(entry.language),
        "day": long_date(entry.published.astimezone(branch.zone).date(), branch.language),
        "published": _moment(entry.published),
        "updated": _moment(entry.updated),
    }


def _uuid(name: str) -> str:
    return uuid.uuid5(_FEEDS, name).urn


def _moment(moment: datetime) -> str:
    """RFC 3339."""
    return moment.isoformat(timespec="seconds")
