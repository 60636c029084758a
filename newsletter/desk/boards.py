"""An issue for those who are on no list: a page for the notice board and a text for the group chat."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from newsletter.articles.article import Article
from newsletter.desk import paper
from newsletter.desk.proof import words_of
from newsletter.files import write_bytes, write_text
from newsletter.issue import Issue
from newsletter.rendering.chat import chat
from newsletter.rendering.notice import print_notice
from newsletter.rendering.pictures import logo_alone
from newsletter.wiring import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Files that were written, and what is to be said about them."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def post_notice(house: House, issue: Issue, articles: tuple[Article, ...], folder: Path) -> Posted:
    """Write SLUG.print.html, and SLUG.print.pdf where there is a browser that makes it."""
    templates = house.workspace.templates
    # Paper loads nothing and tells nobody who reads it: it has the logo whatever letters show.
    gallery = logo_alone(house.workspace, house.settings.branch.logo)
    gallery.refuse_faults()
    printed = print_notice(
        issue,
        articles,
        house.settings.branch,
        templates=house.workspace.inside(templates) if templates.is_dir() else None,
        nonce=secrets.token_hex(8),
        wording=words_of(house, issue.language),
        logo=gallery.logo,
    )
    html, pdf = folder / f"{issue.path.stem}.print.html", folder / f"{issue.path.stem}.print.pdf"
    write_text(html, printed.html)
    notes = tuple(f"{html.name}: {line}" for line in printed.left_out)
    program = paper.browser()
    made = paper.to_pdf(program, printed.html) if program else b""
    if not made:
        why = (
            "the browser on this computer made none"
            if program
            else "there is no Chromium, Chrome or Edge here"
        )
        print_it = f"Print {html.name} from any browser, on A4, at 100 %."
        return Posted(files=(html,), notes=(*notes, f"No PDF: {why}. {print_it}"))
    write_bytes(pdf, made)
    number = paper.pages(made)
    if number != 1:
        notes = (
            *notes,
            f"{pdf.name} has {number} pages: the branch's own templates/print holds too much for one.",
        )
    return Posted(files=(html, pdf), notes=notes)


def post_chat(house: House, issue: Issue, articles: tuple[Article, ...], folder: Path) -> Posted:
    """Write SLUG.chat.txt."""
    message = chat(issue, articles, house.settings.branch, wording=words_of(house, issue.language))
    path = folder / f"{issue.path.stem}.chat.txt"
    write_text(path, message.text)
    return Posted(files=(path,), notes=tuple(f"{path.name}: {line}" for line in message.left_out))
