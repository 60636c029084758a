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
from newsletter.rendering.palette import ACCENT, palette
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.words import Words, direction, long_date, own_name
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
    #: the languages of its translations, whose pages lie beside its own.
    translations: tuple[str, ...] = ()


def web_page(
    issue: Issue, articles: Sequence[Article], branch: Branch, *,
    templates: Path | None, gallery: Gallery, wording: Words, base_url: str = "", translations: Sequence[str] = (),
) -> str:  # fmt: skip
    """The page of an issue, or of a translation, in the folder named after its file. Raises RenderingError.

    `translations` are the languages of all translations; the pages lie beside one another at `base_url`, "" where that
    is not known.
    """
    # Nothing of the letter is secret; the tags need a nonce all the same, and the same page the same one.
    nonce = hashlib.sha256(f"web {issue.id}".encode()).hexdigest()[:32]
    letter = compose(
        issue, articles, branch,
        templates=templates, unsubscribe=_NO_WAY_OUT, nonce=nonce, gallery=gallery, is_web=True, words=wording,
    )  # fmt: skip
    main = issue.translation_of or issue
    languages = _languages(main.slug, main.language, translations)
    around = _rendered(
        "web/page.html.j2",
        language=wording.language,
        direction=direction(wording.language),
        words=dict(wording),
        palette=palette(branch.colour or ACCENT),
        base=f"{base_url}/" if base_url else "",
        folder=issue.path.stem,
        languages=languages,
        others=[each for each in languages if each["language"] != issue.language],
    )
    return _for_the_web(letter.fill(letter.values({})).html, around)


def _for_the_web(html: str, around: str) -> str:
    """The letter without what only a mail has, and with the head and the bar of a page around it."""
    from lxml import etree  # noqa: PLC0415 - comes with premailer

    def parse(text: str) -> "etree._Element":
        return etree.fromstring(text, etree.HTMLParser(no_network=True))

    page, added = parse(html), parse(around)
    for link in page.xpath("//a[@href=$way_out]", way_out=_NO_WAY_OUT):
        parent = link.getparent()
        (parent.getparent().remove(parent) if parent.tag == "p" else parent.remove(link))
    # The line for inboxes, which the design hides; a page has no use for it.
    for hidden in page.xpath("//body//*[contains(@style, 'mso-hide')]"):
        hidden.getparent().remove(hidden)
    for element in added.xpath("/html/*/*"):
        element.tail = None
    page.find("head").extend(added.find("head"))
    page.find("body")[:0] = added.find("body")
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text


def _languages(slug: str, main: str, translations: Sequence[str]) -> list[dict[str, str]]:
    """Where an issue can be read, the main letter first; one row where it is in one language."""
    folders = {main: slug} | {language: f"{slug}.{language}" for language in translations}
    return [
        {"language": language, "direction": direction(language), "name": own_name(language), "folder": folder}
        for language, folder in folders.items()
    ]


def with_fallbacks(text: str) -> str:
    """One of the issue's own lines with its fallback words, on one line."""
    at, parts = 0, []
    for mention in mentions(text):
        parts += [text[at : mention.start], mention.fallback]
        at = mention.end
    return one_line("".join([*parts, text[at:]]).replace("\\[", "["))


def issue_list(entries: Sequence[Entry], branch: Branch, wording: Words) -> str:
    """index.html: every issue, the newest first."""
    return _listed("web/index.html.j2", entries, branch, wording, base_url="")


def feed(entries: Sequence[Entry], branch: Branch, wording: Words, *, id_: str, base_url: str) -> str:
    """feed.xml (RFC 4287). Without a base URL its links are relative, which readers resolve by where they found it."""
    values = {"id": _uuid(f"feed {id_}"), "updated": _moment(max(entry.updated for entry in entries))}
    return _listed("web/feed.xml.j2", entries, branch, wording, base_url=base_url, **values)


def _listed(
    template: str, entries: Sequence[Entry], branch: Branch, wording: Words, *, base_url: str, **values: str
) -> str:
    newest_first = sorted(entries, key=lambda entry: (entry.published, entry.slug), reverse=True)
    return _rendered(
        template,
        language=branch.language,
        direction=direction(branch.language),
        words=dict(wording),
        title=wording["web_archive"].format(branch=one_line(branch.name)),
        branch=one_line(branch.name),
        base=f"{base_url}/" if base_url else "",
        entries=[_row(entry, branch) for entry in newest_first],
        **values,
    )


def _rendered(template: str, **values: Any) -> str:
    environment = designs.make_environment(None, nonce="0" * 16)
    return environment.get_template(template).render(designs.freeze(values))


def _row(entry: Entry, branch: Branch) -> dict[str, Any]:
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
        "others": _languages(entry.slug, entry.language, entry.translations)[1:],
    }


def _uuid(name: str) -> str:
    return uuid.uuid5(_FEEDS, name).urn


def _moment(moment: datetime) -> str:
    """RFC 3339."""
    return moment.isoformat(timespec="seconds")
