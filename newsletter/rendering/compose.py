"""An issue becomes a letter: both parts rendered once, checked for foreign tags and frozen."""

import html as html_entities
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsletter.articles.article import Article
from newsletter.errors import RenderingError
from newsletter.issue import Issue
from newsletter.rendering import child, markup
from newsletter.rendering import templates as designs
from newsletter.rendering.content import Content, picture_domain
from newsletter.rendering.fields import FieldName, FieldTags
from newsletter.rendering.html import inline
from newsletter.rendering.message import Letter, is_refused
from newsletter.rendering.passages import Passage, passages
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.templates import Parts
from newsletter.rendering.words import Words, direction
from newsletter.settings import Branch

#: SendGrid puts the link to its unsubscribe group here. The only tag of a provider that a letter may hold.
PROVIDER_UNSUBSCRIBE = "<%asm_group_unsubscribe_raw_url%>"
#: What begins a tag of the provider; without a beginning there is none.
PROVIDER_TAG = re.compile(r"<%|\[%")


def compose(
    issue: Issue,
    articles: Sequence[Article],
    branch: Branch,
    *,
    templates: Path | None,
    unsubscribe: str,
    nonce: str,
    words: Words | None = None,
    gallery: Gallery | None = None,
    web_link: str = "",
    is_web: bool = False,
) -> Letter:
    """The letter of an issue: rendered once, to be filled in for each person.

    `unsubscribe` is a `mailto:` link or PROVIDER_UNSUBSCRIBE; `nonce` is 64 random bits of the campaign as letters
    and digits; `words` are the letter's own, the shipped ones if left out; `gallery` has the pictures that are shown,
    `web_link` leads to the web version, "" where there is none; `is_web` says that it is the web version that is made.
    Raises RenderingError that names the file and the line.
    """
    _check_unsubscribe(unsubscribe)
    designs.check_design(issue.design, templates)
    for passage in passages(issue, articles, branch):
        _check_passage(passage, nonce)
    tags = FieldTags(nonce)
    # The provider's tag would not come through a template and a parser whole; this comes through.
    stand_in = f"https://unsubscribe.invalid/{nonce}"
    gallery = gallery or Gallery()
    content = Content(
        issue=issue, articles=articles, branch=branch, tags=tags, unsubscribe=stand_in, wording=words,
        gallery=gallery, web_link=web_link, is_web=is_web,
    )  # fmt: skip
    values = content.values()
    _check_links(issue, tags, nonce)
    parts = _render(issue.design, values, templates, nonce)
    page = inline(parts.html, design=issue.design)
    letter = Letter(
        subject=values["text"]["subject"],
        html=page,
        text=parts.text,
        language=issue.language,
        direction=direction(issue.language),
        nonce=nonce,
        fields=tags.fields,
        pictures=gallery.enclosures(page, picture_domain(branch)),
    )
    return _freeze(letter, stand_in, unsubscribe, design=issue.design)


def _render(design: str, values: dict[str, object], templates: Path | None, nonce: str) -> Parts:
    if templates is not None and designs.is_own(design, templates):
        return child.render(design, values, templates=templates, nonce=nonce)
    return designs.render(design, values, templates=templates, nonce=nonce)


def _check_unsubscribe(link: str) -> None:
    if link != PROVIDER_UNSUBSCRIBE and not re.fullmatch(r"(mailto:|https://)[^\s<>\"\[\]]+", link):
        raise ValueError("unsubscribe is a mailto: or https: link, or the provider's tag")


def _check_passage(passage: Passage, nonce: str) -> None:
    if nonce in passage.text:
        raise RenderingError(
            f"{passage.where}: {passage.what} holds a tag of this very campaign.",
            remedy="Take it out; tags are made by the program.",
            code="own-tag",
        )
    if found := PROVIDER_TAG.search(passage.text):
        where = passage.where_line(passage.text.count("\n", 0, found.start()))
        raise RenderingError(
            f"{where}: {passage.what} holds {found[0]!r}, which the mail provider reads as a command.",
            remedy="Write a space between the two signs.",
            code="provider-tag",
        )
    for mention in passage.mentions:
        where = passage.where_line(mention.line)
        if not mention.known:
            raise unknown_field(where, mention.name)
        if is_refused(mention.fallback, nonce=nonce):
            raise RenderingError(
                f"{where}: the fallback of [{mention.name}] is too long or holds signs like % at its edges.",
                remedy="Use one plain word, for example [first_name|friend].",
                code="bad-fallback",
            )


def unknown_field(where: str, name: str) -> RenderingError:
    """The error for a merge field that is not on the list."""
    return RenderingError(
        f"{where}: [{name[:40]}] looks like a merge field, but there is none of that name.",
        remedy=unknown_field_remedy(name),
        code="unknown-field",
    )


def unknown_field_remedy(name: str) -> str:
    """What to do about a merge field that is not on the list."""
    known = " or ".join(f"[{field}|friend]" for field in FieldName)
    return f"Write {known}; if you mean the brackets themselves, write \\[{name[:40]}]."


def _check_links(issue: Issue, tags: FieldTags, nonce: str) -> None:
    """A name in a link would tell the owner of the page who read the letter."""
    for link in markup.links(tags.replace(issue.intro, html=False, markdown=True)):
        if nonce in link.target:
            where = issue.where("body")
            raise RenderingError(
                f"{where}: a link of the introduction holds a merge field.",
                remedy="Take the field out of the link: it would give the reader's name to that page.",
                code="field-in-link",
            )


def _freeze(letter: Letter, stand_in: str, unsubscribe: str, *, design: str) -> Letter:
    for part in (letter.subject, letter.html, letter.text):
        _check_part(part, letter, stand_in, design)
    target = unsubscribe if unsubscribe == PROVIDER_UNSUBSCRIBE else html_entities.escape(unsubscribe)
    return replace(
        letter,
        html=letter.html.replace(stand_in, target),
        text=letter.text.replace(stand_in, unsubscribe),
    )


def _check_part(part: str, letter: Letter, stand_in: str, design: str) -> None:
    """Nothing but our own tags may hold the nonce, and nothing at all may look like a provider's tag."""
    rest = part.replace(stand_in, "")
    for field in letter.fields:
        rest = rest.replace(field.html_tag, "").replace(field.text_tag, "")
    if letter.nonce in rest or PROVIDER_TAG.search(rest):
        raise RenderingError(
            f"The finished letter of the design {design} holds a tag that does not belong there (<% or [%).",
            remedy="Take it out of the template, or put a space between the two signs in your text.",
            code="provider-tag",
        )
