"""The proof of an issue: its articles read, its letter rendered once in each language, its findings."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from newsletter import issue as issues
from newsletter import translation as translations
from newsletter.articles import article as articles
from newsletter.articles.article import Article
from newsletter.checks.finding import Finding, Level
from newsletter.checks.issue_check import check
from newsletter.checks.policy import check_policy
from newsletter.checks.proof import Proof
from newsletter.checks.words import is_reviewed
from newsletter.errors import Refused, RenderingError, WorkspaceError
from newsletter.issue import Issue
from newsletter.rendering.compose import PROVIDER_UNSUBSCRIBE, compose
from newsletter.rendering.message import Letter
from newsletter.rendering.pictures import FOLDER, Gallery, gather
from newsletter.rendering.templates import own_files
from newsletter.rendering.words import Words, words
from newsletter.settings import TransportName, Unsubscribe
from newsletter.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An issue as it would leave now."""

    issue: Issue
    #: The main letter; where one in any language cannot be rendered, that is a blocker among the findings.
    letter: Letter | None
    #: By language, in alphabetical order.
    translations: Mapping[str, Letter] = field(default_factory=dict)
    #: Of all languages.
    findings: tuple[Finding, ...]
    gallery: Gallery = field(default_factory=Gallery)
    #: Languages whose words no native speaker has read.
    unreviewed: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of all letters, the main one's first."""
        return (self.issue.language, *self.translations)

    @property
    def blockers(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.BLOCKER)


def read_issue(house: House, slug: str) -> Issue:
    return issues.load(house.workspace, slug, house.settings.branch)


def read_all(house: House, issue: Issue) -> tuple[Issue, ...]:
    """An issue and its translations."""
    return (issue, *translations.load_all(house.workspace, issue, house.settings.branch))


def read_articles(house: House, issue: Issue) -> tuple[Article, ...]:
    """The articles an issue names. Raises IssueError with file and line for one that is not there."""
    found = []
    for number, slug in enumerate(issue.articles):
        try:
            found.append(articles.load(house.workspace, slug))
        except WorkspaceError as error:
            if error.code != "not-found":
                raise
            raise WorkspaceError(
                f"{issue.where(f'articles.{number}')}: there is no article {slug}.",
                remedy=f"Add it with: newsletter article add, or take the line out ({house.workspace.articles}).",
                code="no-article",
            ) from error
    return tuple(found)


def prove(house: House, issue: Issue, transport: TransportName, *, leaves: datetime | None = None) -> Checked:
    """Render once in each language, and check. A letter that cannot be rendered is a blocker among the others.

    `leaves`: the hour that was asked for; days and embargoes are held against it. None: now.
    """
    check_policy(house.settings.checks)
    now = leaves or house.clock.now()
    main, *others = [_proof(house, each, transport, now) for each in read_all(house, issue)]
    return Checked(
        issue=issue,
        letter=main.letter,
        translations={proof.issue.language: proof.letter for proof in others if proof.letter is not None},
        findings=_all_found(check(proof) for proof in (main, *others)),
        gallery=main.gallery.joined(proof.gallery for proof in others),
        unreviewed=frozenset(proof.issue.language for proof in (main, *others) if not is_reviewed(proof)),
    )


def _all_found(of_each: Iterable[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Blockers first, then language by language; what is found in all of them alike is said once."""
    findings = dict.fromkeys(finding for found in of_each for finding in found)
    return tuple(sorted(findings, key=lambda finding: finding.level is not Level.BLOCKER))


def _proof(house: House, issue: Issue, transport: TransportName, now: datetime) -> Proof:
    read = read_articles(house, issue)
    # Read once for the letter and its checks: a catalogue mended in between would pass for the one that was used.
    wording = words_of(house, issue.language)
    failure: RenderingError | None = None
    letter: Letter | None = None
    gallery = gallery_of(house, read)
    try:
        letter = render(house, issue, read, transport, wording=wording, gallery=gallery)
    except RenderingError as error:
        failure = error
    return Proof(
        issue=issue,
        articles=read,
        branch=house.settings.branch,
        transport=transport,
        unsubscribe=unsubscribe_target(house, transport),
        unsubscribe_group=unsubscribe_group(house, transport),
        letter=letter,
        error=failure,
        now=now,
        twins=() if issue.translation_of else issues.twins(house.workspace, issue),
        wording=wording,
        gallery=gallery,
        policy=house.settings.checks,
        own=own_files(issue.design, house.workspace.templates),
    )


def words_of(house: House, language: str) -> Words:
    """The letter's own words in a language: the branch's catalogue, or the shipped one."""
    own = house.workspace.translations
    return words(language, house.workspace.inside(own) if own.is_dir() else None)


def gallery_of(house: House, read: tuple[Article, ...]) -> Gallery:
    """The pictures of these articles and the branch's logo, as the settings want them shown."""
    settings = house.settings.pictures
    return gather(
        house.workspace,
        read,
        mode=settings.mode,
        place=f"{settings.base_url}/{FOLDER}/",
        logo=house.settings.branch.logo,
    )


def web_link(house: House, issue: Issue) -> str:
    """Where the web version can be seen, "" where the branch has no place for it."""
    base_url = house.settings.pictures.base_url
    return f"{base_url}/{issue.path.stem}/" if base_url else ""


def render(
    house: House,
    issue: Issue,
    read: tuple[Article, ...],
    transport: TransportName,
    *,
    wording: Words | None = None,
    gallery: Gallery | None = None,
) -> Letter:
    """The letter of an issue for one transport: the ways out differ.

    Raises RenderingError for the first picture that cannot be made, unless the caller brings the pictures.
    """
    templates = house.workspace.templates
    if gallery is None:
        gallery = gallery_of(house, read)
        gallery.refuse_faults()
    return compose(
        issue,
        read,
        house.settings.branch,
        templates=house.workspace.inside(templates) if templates.is_dir() else None,
        unsubscribe=unsubscribe_target(house, transport),
        nonce=secrets.token_hex(8),
        words=wording or words_of(house, issue.language),
        gallery=gallery,
        web_link=web_link(house, issue),
    )


def unsubscribe_target(house: House, transport: TransportName) -> str:
    """What the unsubscribe link of a mail leads to."""
    if transport is TransportName.SENDGRID:
        return PROVIDER_UNSUBSCRIBE
    return mailto(house)


def mailto(house: House) -> str:
    """The way out by mail: the address that answers go to (RFC 6068)."""
    return f"mailto:{quote(house.settings.branch.reply_to, safe='@')}?subject=unsubscribe"


def unsubscribe_group(house: House, transport: TransportName) -> int:
    """SendGrid's group, 0 where the settings want another way out or another transport is used."""
    sending = house.settings.sending
    by_provider = transport is TransportName.SENDGRID and sending.unsubscribe is not Unsubscribe.MAILTO
    return sending.unsubscribe_group if by_provider else 0


def refuse_blockers(checked: Checked) -> None:
    """Raise Refused when something stands in the way of sending."""
    if not checked.blockers:
        return
    number = len(checked.blockers)
    things = "One thing stands" if number == 1 else f"{number} things stand"
    lines = [f"  {finding.where}: {finding.message}\n    → {finding.remedy}" for finding in checked.blockers]
    raise Refused(
        "\n".join([f"{things} in the way of sending {checked.issue.slug}:", *lines]),
        remedy=f"Mend that, look again with `newsletter issue check {checked.issue.slug}`, and send.",
        code="blocked",
    )
