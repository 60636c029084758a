"""Make, look at, change, check and render issues."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsletter import issue as issues
from newsletter import translation as translations
from newsletter.articles import article as articles
from newsletter.audience import EVERYBODY
from newsletter.checks.finding import Level
from newsletter.desk.audience import refuse_unknown_audience
from newsletter.desk.boards import Posted, post_chat, post_notice
from newsletter.desk.findings import as_data, as_error
from newsletter.desk.private import refuse_subscribers
from newsletter.desk.proof import (
    Checked,
    gallery_of,
    prove,
    read_all,
    read_articles,
    read_issue,
    render,
    words_of,
)
from newsletter.desk.publish import languages_of, refuse_reserved, web_files
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
    #: A language: then it is no new issue.
    translation: str = ""


def new(house: House, wanted: NewIssue) -> Result:
    """Write a new issue file, or a translation of an issue."""
    if wanted.translation:
        return _new_translation(house, wanted)
    refuse_reserved(wanted.slug)
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
        data=_row(house, issue),
        lines=(f"Made {issue.path}.", f"Write your own words with: newsletter issue edit {issue.slug}"),
        messages=(*_without_words(house, issue), *_used_before(house, issue)),
    )


def _used_before(house: House, issue: Issue) -> Iterator[str]:
    """Articles that stand in another issue, too: its readers may have read them."""
    for slug in issue.articles:
        others = [name for name in issues.using(house.workspace, slug) if name != issue.slug]
        if others:
            word = "issues" if len(others) > 1 else "issue"
            yield f"The article {slug} stands in the {word} {', '.join(others)}, too."


def _new_translation(house: House, wanted: NewIssue) -> Result:
    if wanted.language or wanted.like or wanted.design != "digest":
        raise UsageError(
            "--translation goes with none of --language, --like and --design: a translation follows its issue.",
            remedy="Leave them out.",
            code="translation-follows",
        )
    for slug in wanted.articles:
        articles.load(house.workspace, slug)
    translation = translations.create(
        house.workspace,
        read_issue(house, wanted.slug),
        wanted.translation,
        house.settings.branch,
        subject=wanted.subject,
        preheader=wanted.preheader,
        articles=wanted.articles,
    )
    line = f"newsletter issue edit {translation.slug} --language {translation.language}"
    return Result(
        data=_row(house, translation),
        lines=(
            f"Made {translation.path}.",
            f"It holds the words of {wanted.slug}.md. Translate them with: {line}",
        ),
        messages=_without_words(house, translation),
    )


def _without_words(house: House, issue: Issue) -> tuple[str, ...]:
    """What will stand in the way of sending, said before somebody has spent an evening on the file."""
    trouble = words_of(house, issue.language).trouble
    if trouble is None:
        return ()
    return (f"{trouble.message} Until that is mended the issue is not sent. {trouble.remedy}",)


def listing(house: House) -> Result:
    """All issues, the newest file first; one that cannot be read is said and does not hide the others."""
    rows, lines = [], []
    unread: list[NewsletterError] = []
    for slug in issues.slugs(house.workspace):
        try:
            issue = read_issue(house, slug)
            row = _row(house, issue)
        except NewsletterError as error:
            unread.append(error)
            continue
        rows.append(row)
        number = counted(len(issue.articles), "article", "articles")
        more = f"  {', '.join(row['languages'])}" if len(row["languages"]) > 1 else ""
        lines.append(f"{slug}  {issue.subject or '(no subject yet)'}  {number}{more}")
    unread += translations.orphans(house.workspace)
    if not lines and not unread:
        lines.append("No issue yet. Make one with: newsletter issue new NAME --article ARTICLE")
    return without(Result(data={"issues": rows}, lines=tuple(lines)), unread)


def show(house: House, slug: str, language: str = "") -> Result:
    """An issue as its text part would read, in one language."""
    issue = _in(house, slug, language)
    read = read_articles(house, issue)
    letter = render(house, issue, read, house.settings.sending.transport)
    return Result(data=_row(house, issue), lines=(Pages(letter).fill(letter.values(SAMPLE_VALUES)).text,))


def _in(house: House, slug: str, language: str) -> Issue:
    return translations.choose(house.workspace, read_issue(house, slug), language, house.settings.branch)


def edit(house: House, slug: str, talk: Talk, language: str = "") -> Result:
    """Open an issue, or its translation, in the person's editor, then say what the checks find."""
    path = _file(house, slug, language)
    read_text(path, what=f"the issue {slug}")
    talk.edit(str(path))
    checked = check(house, slug)
    used = _used_before(house, read_issue(house, slug))
    return replace(checked, messages=(*checked.messages, *used))


def _file(house: House, slug: str, language: str) -> Path:
    """The file to edit. It need not be readable as an issue: the editor is where that is mended."""
    if not language:
        return house.workspace.issue(slug)
    if language in translations.languages(house.workspace, slug):
        return house.workspace.translation(slug, language)
    return _in(house, slug, language).path


def check(house: House, slug: str) -> Result:
    """Everything the checks find; exit code 3 while there is a blocker."""
    issue = read_issue(house, slug)
    refuse_unknown_audience(house, issue)
    checked = prove(house, issue, house.settings.sending.transport)
    return Result(
        data={"issue": slug, "findings": [as_data(finding) for finding in checked.findings]},
        lines=tuple(_told(checked)),
        exit_code=ExitCode.BLOCKED if checked.blockers else ExitCode.DONE,
        errors=tuple(map(as_error, checked.blockers)),
    )


def render_to(house: House, slug: str, folder: Path, formats: tuple[str, ...]) -> Result:
    """Write SLUG.html, SLUG.txt and SLUG.eml as an invented person would get them, and SLUG.es.html and so on.

    Other formats are written where they are asked for.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"There is no format called {repeated(unknown[0])}.",
            remedy=f"Choose from: {', '.join(FORMATS)}.",
            code="no-format",
        )
    refuse_subscribers(house.workspace, folder)
    if "web" in formats:
        refuse_reserved(slug)
    every = read_all(house, read_issue(house, slug))
    rendered = [_render_one(house, issue, folder, formats or USUAL, languages_of(every)) for issue in every]
    written = tuple(dict.fromkeys(path for each in rendered for path in each.files))
    notes = [note for each in rendered for note in each.notes]
    return Result(
        data={"files": [str(path) for path in written], "notes": notes},
        lines=tuple(f"Wrote {path}" for path in written),
        messages=tuple(notes),
    )


def _render_one(
    house: House, issue: Issue, folder: Path, formats: tuple[str, ...], translations: tuple[str, ...]
) -> Posted:
    """Write the letter of one language."""
    read, name = read_articles(house, issue), issue.path.stem
    gallery = gallery_of(house, read)
    gallery.refuse_faults()
    letter = render(house, issue, read, house.settings.sending.transport, gallery=gallery)
    pages = Pages(letter)
    values = letter.values(SAMPLE_VALUES)
    filled = pages.fill(values)
    written: list[Path] = []
    if "html" in formats:
        written.append(folder / f"{name}.html")
        write_text(written[-1], letter.sample(values).html)
    if "text" in formats:
        written.append(folder / f"{name}.txt")
        write_text(written[-1], filled.text)
    if "eml" in formats:
        written.append(folder / f"{name}.eml")
        write_bytes(written[-1], sample_mail(house, pages, values))
    boards = {"print": post_notice, "chat": post_chat}
    posted = [post(house, issue, read, folder) for format_, post in boards.items() if format_ in formats]
    written += [path for each in posted for path in each.files]
    web = web_files(house, issue, read, gallery, translations) if "web" in formats else {}
    for path, content in web.items():
        written.append(folder / path)
        write_bytes(written[-1], content)
    return Posted(files=tuple(written), notes=tuple(note for each in posted for note in each.notes))


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


def _row(house: House, issue: Issue) -> dict[str, Any]:
    main = issue.translation_of or issue
    return {
        "slug": issue.slug,
        "id": issue.id,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "language": issue.language,
        "languages": [main.language, *translations.languages(house.workspace, issue.slug)],
        "design": issue.design,
        "audience": issue.audience or EVERYBODY,
        "articles": list(issue.articles),
        "path": str(issue.path),
    }
