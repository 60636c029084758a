"""Publish an issue: a folder of plain files for any web space. Nobody is mailed, and nothing personal is in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from newsletter.articles.article import Article
from newsletter.desk.folder import open_folder
from newsletter.desk.proof import (
    prove,
    read_all,
    read_articles,
    read_issue,
    refuse_blockers,
    web_link,
    words_of,
)
from newsletter.desk.result import Result
from newsletter.errors import UsageError
from newsletter.issue import Issue
from newsletter.rendering.pictures import FOLDER, Gallery
from newsletter.rendering.web import Entry, feed, issue_list, web_page, with_fallbacks
from newsletter.settings import PictureMode
from newsletter.wiring import House


def publish(house: House, slug: str, root: Path) -> Result:
    """Write an issue's pages, its pictures, the list of issues and the feed. Typing it again changes nothing."""
    refuse_reserved(slug)
    issue = read_issue(house, slug)
    folder = open_folder(house.workspace, root, keys=house.secrets.folder)
    checked = prove(house, issue, house.settings.sending.transport)
    refuse_blockers(checked)
    main, *others = issues = read_all(house, issue)
    translations = languages_of(issues)
    pages = [
        (each, _page(house, each, read_articles(house, each), checked.gallery, translations))
        for each in (*others, main)
    ]
    now = house.clock.now().astimezone(UTC).replace(microsecond=0)
    entry = Entry(
        id=issue.id,
        slug=slug,
        title=with_fallbacks(issue.subject),
        summary=with_fallbacks(issue.preheader),
        language=issue.language,
        published=now,
        updated=now,
        translations=translations,
    )
    gone = folder.without_gone(but=issue.id)
    folder.put(entry, [page for _, page in reversed(pages)])
    files = _files(pages, checked.gallery) | _overview(house, folder.listed)
    mended, left = folder.without_dead_links(but=slug)
    written = folder.write(files | mended)
    return Result(
        data={
            "issue": slug,
            "folder": str(root),
            "files": sorted(files),
            "written": list(map(str, written)),
            "gone": list(gone),
        },
        lines=(*(f"Wrote {path}" for path in written), *_next(house, issue, root, is_new=bool(written))),
        messages=(*(_told(name, root) for name in gone), *left),
    )


def refuse_reserved(slug: str) -> None:
    """Raise UsageError for the pictures' folder: to take such an issue back would take all pictures along."""
    if slug == FOLDER:
        raise UsageError(
            f"An issue cannot be called {FOLDER}: in the public folder, the pictures lie there.",
            remedy=f"Choose another name, for example: {FOLDER}-issue",
            code="reserved-slug",
        )


def _overview(house: House, entries: Sequence[Entry]) -> dict[str, bytes]:
    """The list of issues and the feed."""
    branch, wording = house.settings.branch, words_of(house, house.settings.branch.language)
    base_url = house.settings.pictures.base_url
    atom = feed(entries, branch, wording, id_=house.settings.id, base_url=base_url)
    return {"index.html": issue_list(entries, branch, wording).encode(), "feed.xml": atom.encode()}


def _told(name: str, root: Path) -> str:
    slug = name.partition(".")[0]
    return (
        f"{name} is no longer in the folder: taken out of the list and the feed. "
        f"To have it back: newsletter issue publish {slug} {root}"
    )


def languages_of(issues: Sequence[Issue]) -> tuple[str, ...]:
    """The languages of the translations among the files of an issue."""
    return tuple(each.language for each in issues if each.translation_of)


def web_files(
    house: House, issue: Issue, read: tuple[Article, ...], gallery: Gallery, translations: Sequence[str]
) -> dict[str, bytes]:
    """The page of an issue and its pictures, by their paths in a folder."""
    return _files([(issue, _page(house, issue, read, gallery, translations))], gallery)


def _files(pages: Sequence[tuple[Issue, str]], gallery: Gallery) -> dict[str, bytes]:
    """Pictures first: no page is ever there before what it shows."""
    pictures = {f"{FOLDER}/{picture.name}": picture.content for picture in gallery.different}
    return pictures | {f"{issue.path.stem}/index.html": page.encode() for issue, page in pages}


def _page(
    house: House, issue: Issue, read: tuple[Article, ...], gallery: Gallery, translations: Sequence[str]
) -> str:
    templates = house.workspace.templates
    if gallery.mode is not PictureMode.NONE:
        # Beside the page, so that the folder can be looked at before it is anywhere.
        gallery = replace(gallery, mode=PictureMode.PUBLISH, place=f"../{FOLDER}/")
    return web_page(
        issue,
        read,
        house.settings.branch,
        templates=house.workspace.inside(templates) if templates.is_dir() else None,
        gallery=gallery,
        wording=words_of(house, issue.language),
        base_url=house.settings.pictures.base_url,
        translations=translations,
    )


def _next(house: House, issue: Issue, root: Path, *, is_new: bool) -> tuple[str, ...]:
    if not is_new:
        return (f"Nothing has changed in {root}.",)
    link = web_link(house, issue)
    if not link:
        return (
            f"Look at it: {root / issue.slug / 'index.html'}. Then copy the whole folder to your web space.",
        )
    return (f"Copy the whole folder {root} to your web space, then look at {link}",)
