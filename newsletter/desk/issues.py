"""Make, look at, change, check and render issues."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.checks.finding import Finding, Level
from newsletter.desk.boards import post_chat, post_notice
from newsletter.desk.proof import Checked, gallery_of, prove, read_articles, read_issue, render
from newsletter.desk.publish import web_files
from newsletter.desk.result import Result, Talk, without
from newsletter.desk.send import sender_of
from newsletter.desk.words import counted
from newsletter.errors import ExitCode, NewsletterError, UsageError, repeated
from newsletter.files import read_text, write_bytes, write_text
from newsletter.issue import Issue
from newsletter.rendering.templates import check_design
from newsletter.sending.frozen import Pages
from newsletter.transports.base import Envelope, Envelopes, Parcel
from newsletter.transports.mime import build
from newsletter.wiring import House

#: Somebody invented, for renderings that go to nobody.
SAMPLE_ADDRESS = "sample.person@example.org"
SAMPLE_VALUES = {"first_name": "Sam", "name": "Sam Sample"}
#: What is written where no format is named, and what there is. "web" is SLUG/index.html with its pictures.
USUAL = ("html", "text", "eml")
FORMATS = (*USUAL, "print", "chat", "web")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIssue:
    """What was typed about a new issue."""

    slug: str
    subject: str = ""
    preheader: str = ""
    articles: tuple[str, ...] = ()
    design: str = "digest"
    language: str = ""
    like: str = ""


def new(house: House, wanted: NewIssue) -> Result:
    """Write a new issue file."""
    for slug in wanted.articles:
        articles.load(house.workspace, slug)
    check_design(wanted.design, house.workspace.templates if house.workspace.templates.is_dir() else None)
    like = read_issue(house, wanted.like) if wanted.like else None
    issue = issues.create(
        house.workspace,
        wanted.slug,
        house.settings.branch,
        subject=wanted.subject,
        preheader=wanted.preheader,
        articles=wanted.articles,
        design=wanted.design,
        language=wanted.language,
        like=like,
    )
    return Result(
        data=_row(issue),
        lines=(f"Made {issue.path}.", f"Write your own words with: newsletter issue edit {issue.slug}"),
    )


def listing(house: House) -> Result:
    """All issues, the newest file first; one that cannot be read is said and does not hide the others."""
    rows, lines = [], []
    unread: list[NewsletterError] = []
    for slug in issues.slugs(house.workspace):
        try:
            issue = read_issue(house, slug)
        except NewsletterError as error:
            unread.append(error)
            continue
        rows.append(_row(issue))
        lines.append(
            f"{slug}  {issue.subject or '(no subject yet)'}  {counted(len(issue.articles), 'article', 'articles')}"
        )
    if not lines and not unread:
        lines.append("No issue yet. Make one with: newsletter issue new NAME --article ARTICLE")
    return without(Result(data={"issues": rows}, lines=tuple(lines)), unread)


def show(house: House, slug: str) -> Result:
    """An issue as its text part would read."""
    issue = read_issue(house, slug)
    read = read_articles(house, issue)
    letter = render(house, issue, read, house.settings.sending.transport)
    return Result(data=_row(issue), lines=(Pages(letter).fill(letter.values(SAMPLE_VALUES)).text,))


def edit(house: House, slug: str, talk: Talk) -> Result:
    """Open an issue in the person's editor, then say what the checks find."""
    path = house.workspace.issue(slug)
    read_text(path, what=f"the issue {slug}")
    talk.edit(str(path))
    return check(house, slug)


def check(house: House, slug: str) -> Result:
    """Everything the checks find; exit code 3 while there is a blocker."""
    checked = prove(house, read_issue(house, slug), house.settings.sending.transport)
    return Result(
        data={"issue": slug, "findings": [_finding(finding) for finding in checked.findings]},
        lines=tuple(_told(checked)),
        exit_code=ExitCode.BLOCKED if checked.blockers else ExitCode.DONE,
        errors=tuple(
            {"code": finding.id, "message": f"{finding.where}: {finding.message}", "remedy": finding.remedy}
            for finding in checked.blockers
        ),
    )


def render_to(house: House, slug: str, folder: Path, formats: tuple[str, ...]) -> Result:
    """Write SLUG.html, SLUG.txt and SLUG.eml as an invented person would get them; others where they are asked for."""
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"There is no format called {repeated(unknown[0])}.",
            remedy=f"Choose from: {', '.join(FORMATS)}.",
            code="no-format",
        )
    formats = formats or USUAL
    issue = read_issue(house, slug)
    read = read_articles(house, issue)
    gallery = gallery_of(house, read)
    gallery.refuse_faults()
    letter = render(house, issue, read, house.settings.sending.transport, gallery=gallery)
    pages = Pages(letter)
    values = letter.values(SAMPLE_VALUES)
    filled = pages.fill(values)
    written = []
    if "html" in formats:
        written.append(folder / f"{slug}.html")
        write_text(written[-1], letter.sample(values).html)
    if "text" in formats:
        written.append(folder / f"{slug}.txt")
        write_text(written[-1], filled.text)
    if "eml" in formats:
        written.append(folder / f"{slug}.eml")
        write_bytes(written[-1], sample_mail(house, pages, values))
    boards = {"print": post_notice, "chat": post_chat}
    posted = [post(house, issue, read, folder) for name, post in boards.items() if name in formats]
    written += [path for each in posted for path in each.files]
    notes = [note for each in posted for note in each.notes]
    for path, content in web_files(house, issue, read, gallery).items() if "web" in formats else ():
        written.append(folder / path)
        write_bytes(written[-1], content)
    return Result(
        data={"files": [str(path) for path in written], "notes": notes},
        lines=tuple(f"Wrote {path}" for path in written),
        messages=tuple(notes),
    )


def sample_mail(house: House, pages: Pages, values: Mapping[str, str]) -> bytes:
    """The message of somebody invented, byte for byte as a transport would write it."""
    envelope = Envelope(delivery=f"sample-{secrets.token_hex(6)}", address=SAMPLE_ADDRESS, values=values)
    parcel = Parcel(
        campaign="sample",
        batch="sample",
        attempt="sample",
        sender=sender_of(house, house.settings.sending.transport),
        content=pages,
        envelopes=Envelopes.of(envelope),
    )
    return build(parcel, envelope, date=house.clock.now())


def _told(checked: Checked) -> list[str]:
    lines = []
    for finding in checked.findings:
        mark = "BLOCKER" if finding.level is Level.BLOCKER else "advice "
        lines += [
            f"{mark}  {finding.where}: {finding.message}  [{finding.id}]",
            f"         → {finding.remedy}",
        ]
    if checked.findings:
        name = checked.findings[0].id
        lines.append(
            f"Why: newsletter issue check --explain {name} (or docs/checks.md#{name}), and so for the others."
        )
    if not checked.blockers:
        lines.append(f"Nothing stands in the way of sending {checked.issue.slug}.")
    return lines


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.id,
        "level": str(finding.level),
        "message": finding.message,
        "remedy": finding.remedy,
        "where": finding.where,
    }


def _row(issue: Issue) -> dict[str, Any]:
    return {
        "slug": issue.slug,
        "id": issue.id,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "language": issue.language,
        "design": issue.design,
        "articles": list(issue.articles),
        "path": str(issue.path),
    }
