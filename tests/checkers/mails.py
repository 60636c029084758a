"""What the judges are given: each design that is shipped, in each language, as a page, as a text and as a message."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from newsletter.articles.article import Article
from newsletter.issue import Issue
from newsletter.rendering import templates
from newsletter.rendering.compose import compose
from newsletter.rendering.content import Content, picture_domain
from newsletter.rendering.darkroom import develop_logo
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.message import Letter
from newsletter.rendering.pictures import Gallery, Picture
from newsletter.rendering.web import web_page
from newsletter.rendering.words import words
from newsletter.settings import Branch, PictureMode
from newsletter.transports import mime
from tests.checkers.full_issue import ISSUES, full_articles, full_branch, full_issue
from tests.parcels import make_envelope, make_parcel
from tests.pictures import logo, png
from tests.rendering_samples import NONCE, UNSUBSCRIBE

#: Whoever adds a design has it judged by putting it there.
DESIGNS = tuple(sorted(path.parent.name for path in templates.shipped().glob("email/*/email.html.j2")))
LANGUAGES = tuple(ISSUES)
#: One language for each direction, where a judge is slow and heeds the layout rather than the words.
DIRECTIONS = ("en", "ar")
#: What ends the name of a mail with the branch's logo.
LOGO = "+logo"
LOGO_ALT = "A star in a ring, the emblem of 1926"
PERSON = {"first_name": "Ana", "name": "Ana Ruiz"}
DATE = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One person's mail. `source` is the page with its style sheet in the head, as it was before inlining.

    `source` and `shown` are for a browser: their pictures stand in the page.
    """

    name: str
    subject: str
    source: str
    shown: str
    html: str
    text: str
    message: bytes


def names(languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """Names of mails, for parametrize; those with a logo, too, in one language for each direction."""
    with_logo = [language for language in languages if language in DIRECTIONS]
    return [
        f"{design}-{language}{ending}"
        for design in DESIGNS
        for ending, those in (("", languages), (LOGO, with_logo))
        for language in those
    ]


@cache
def mail(name: str) -> Mail:
    """The full issue as a mail; `name` is design, hyphen, language, and LOGO where it shows one."""
    design, _, language = name.removesuffix(LOGO).rpartition("-")
    gallery = logo_gallery() if name.endswith(LOGO) else Gallery()
    branch = replace(full_branch(), logo_alt=LOGO_ALT)
    return make_mail(full_issue(language, design=design), full_articles(), branch, name=name, gallery=gallery)


@cache
def web(name: str) -> str:
    """The web version of the full issue, which there is in each other language as well; named as a mail is."""
    design, _, language = name.removesuffix(LOGO).rpartition("-")
    others = [each for each in LANGUAGES if each != language]
    gallery = logo_gallery() if name.endswith(LOGO) else Gallery()
    return web_page(
        full_issue(language, design=design), full_articles(), replace(full_branch(), logo_alt=LOGO_ALT), templates=None,
        gallery=gallery, wording=words(language), base_url="https://example.org", translations=others,
    )  # fmt: skip


@cache
def logo_gallery() -> Gallery:
    """A dark logo without a ground: on a dark paper nothing of it would be seen."""
    made = develop_logo(png(logo()))
    picture = Picture(
        name=f"{'5' * 32}.png", media_type=made.media_type, content=made.content, width=made.width,
        height=made.height, resized=True, seen=made.seen,
    )  # fmt: skip
    return Gallery(mode=PictureMode.CID, logo=picture)


def make_mail(
    issue: Issue,
    articles: tuple[Article, ...],
    branch: Branch,
    *,
    name: str,
    gallery: Gallery | None = None,
) -> Mail:
    letter = compose(
        issue, articles, branch, templates=None, unsubscribe=UNSUBSCRIBE, nonce=NONCE, gallery=gallery
    )
    values = letter.values(PERSON)
    filled = letter.fill(values)
    return Mail(
        name=name,
        subject=filled.subject,
        source=page_before_inlining(issue, articles, branch, gallery or Gallery()),
        shown=letter.sample(values).html,
        html=filled.html,
        text=filled.text,
        message=make_message(letter),
    )


def page_before_inlining(
    issue: Issue, articles: tuple[Article, ...], branch: Branch, gallery: Gallery
) -> str:
    """Filled in, and with the way out and the pictures, as a browser is shown the finished page."""
    tags = FieldTags(NONCE)
    content = Content(
        issue=issue, articles=articles, branch=branch, tags=tags, unsubscribe=UNSUBSCRIBE, gallery=gallery
    )
    html = templates.render(issue.design, content.values(), templates=None, nonce=NONCE).html
    page = Letter(
        subject="", html=html, text="", language="", direction="", nonce=NONCE, fields=tags.fields,
        pictures=gallery.enclosures(html, picture_domain(branch)),
    )  # fmt: skip
    return page.sample(page.values(PERSON)).html


def make_message(letter: Letter) -> bytes:
    """As SMTP and the outbox write it; boundary and Message-ID follow from the delivery."""
    envelope = make_envelope(1, values=letter.values(PERSON))
    parcel = make_parcel(content=letter, envelopes=[envelope])
    return mime.build(parcel, envelope, date=DATE)
