"""What the judges are given: each design that is shipped, in each language, as a page, as a text and as a message."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from newsletter.articles.article import Article
from newsletter.issue import Issue
from newsletter.rendering import templates
from newsletter.rendering.compose import compose
from newsletter.rendering.content import Content
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.message import Letter
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.web import web_page
from newsletter.rendering.words import words
from newsletter.settings import Branch
from newsletter.transports import mime
from tests.checkers.full_issue import ISSUES, full_articles, full_branch, full_issue
from tests.parcels import make_envelope, make_parcel
from tests.rendering_samples import NONCE, UNSUBSCRIBE

#: Whoever adds a design has it judged by putting it there.
DESIGNS = tuple(sorted(path.parent.name for path in templates.shipped().glob("email/*/email.html.j2")))
LANGUAGES = tuple(ISSUES)
#: One language for each direction, where a judge is slow and heeds the layout rather than the words.
DIRECTIONS = ("en", "ar")
PERSON = {"first_name": "Ana", "name": "Ana Ruiz"}
DATE = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One person's mail. `source` is the page with its style sheet in the head, as it was before inlining."""

    name: str
    subject: str
    source: str
    html: str
    text: str
    message: bytes


def names(languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """Names of mails, for parametrize."""
    return [f"{design}-{language}" for design in DESIGNS for language in languages]


@cache
def mail(name: str) -> Mail:
    """The full issue as a mail; `name` is design, hyphen, language."""
    design, _, language = name.rpartition("-")
    return make_mail(full_issue(language, design=design), full_articles(), full_branch(), name=name)


@cache
def web(name: str) -> str:
    """The web version of the full issue, which there is in each other language as well; named as a mail is."""
    design, _, language = name.rpartition("-")
    others = [each for each in LANGUAGES if each != language]
    return web_page(
        full_issue(language, design=design), full_articles(), full_branch(), templates=None,
        gallery=Gallery(), wording=words(language), base_url="https://example.org", translations=others,
    )  # fmt: skip


def make_mail(issue: Issue, articles: tuple[Article, ...], branch: Branch, *, name: str) -> Mail:
    letter = compose(issue, articles, branch, templates=None, unsubscribe=UNSUBSCRIBE, nonce=NONCE)
    values = letter.values(PERSON)
    filled = letter.fill(values)
    return Mail(
        name=name,
        subject=filled.subject,
        source=page_before_inlining(issue, articles, branch),
        html=filled.html,
        text=filled.text,
        message=make_message(letter),
    )


def page_before_inlining(issue: Issue, articles: tuple[Article, ...], branch: Branch) -> str:
    """Filled in, and with the way out, as the finished page is."""
    tags = FieldTags(NONCE)
    content = Content(issue=issue, articles=articles, branch=branch, tags=tags, unsubscribe=UNSUBSCRIBE)
    html = templates.render(issue.design, content.values(), templates=None, nonce=NONCE).html
    page = Letter(subject="", html=html, text="", language="", direction="", nonce=NONCE, fields=tags.fields)
    return page.fill(page.values(PERSON)).html


def make_message(letter: Letter) -> bytes:
    """As SMTP and the outbox write it; boundary and Message-ID follow from the delivery."""
    envelope = make_envelope(1, values=letter.values(PERSON))
    parcel = make_parcel(content=letter, envelopes=[envelope])
    return mime.build(parcel, envelope, date=DATE)
