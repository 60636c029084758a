"""From what was added (a file, a page, pasted text) to a draft of an article, with notes in plain words.

Nothing is invented: what was not found stays empty and is said.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from newsletter.articles.article import Article, Photo
from newsletter.articles.cleaning import one_line, without_mailboxes
from newsletter.articles.credits.credit import parse_credit
from newsletter.articles.reading import html, markdown, text
from newsletter.articles.reading.anatomy import LONGEST_TITLE
from newsletter.articles.reading.decoding import LIMIT, check_size, check_text, decode
from newsletter.articles.reading.found import Appeal, Doubt, Found
from newsletter.articles.reading.language import hear
from newsletter.articles.reading.sifting import sifted
from newsletter.articles.reading.wires import wires_in, without_wires
from newsletter.articles.summaries.summary import propose
from newsletter.articles.web import wordpress
from newsletter.articles.web.feed import refuse_feed
from newsletter.articles.web.wordpress import Post
from newsletter.errors import ArticleError
from newsletter.table import LANGUAGE
from newsletter.workspace import slug_of


class Kind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    MAIL = "mail"
    DOCUMENT = "document"
    RECORD = "record"  # of an article, as a WordPress site gives it out
    UNKNOWN = "unknown"  # found out by looking at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is not saved yet (its slug may be taken), and what a person should know about it."""

    article: Article
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    #: fields to be compared with the source.
    guessed: tuple[str, ...] = ()
    #: what its page asks readers to do, None where it asks nothing.
    appeal: Appeal | None = None


_ENDINGS = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".eml": Kind.MAIL,
    ".docx": Kind.DOCUMENT,
}
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|\?xml|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"[^\s@<>,;:\"']@[a-z0-9-]+\.[a-z]", re.IGNORECASE)
#: Bytes of a file: mails and documents have pictures in them, which are not opened.
MOST_READ = 15_000_000
#: So many lines with an address are more than the contacts at the end of an appeal.
LEAST_OF_A_LIST = 5
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")


def from_file(path: Path, *, languages: Collection[str] = ()) -> Draft:
    """The article in a file. Raises ArticleError if it cannot be read or holds none."""
    try:
        with path.open("rb") as stream:
            source = stream.read(MOST_READ + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise ArticleError(
            f"There is no file {path}." if missing else f"{path} cannot be read ({error.strerror}).",
            remedy="Check its name and folder." if missing else "Check that it is a file and yours to read.",
            code="not-found" if missing else "unreadable",
        ) from error
    return ingest(
        source, kind=_ENDINGS.get(path.suffix.lower(), Kind.UNKNOWN), name=path.name, languages=languages
    )


def ingest(
    source: bytes | str,
    *,
    kind: Kind = Kind.UNKNOWN,
    url: str = "",
    name: str = "article.md",
    post: Post | None = None,
    languages: Collection[str] = (),
) -> Draft:
    """The article in `source`. Raises ArticleError if it is no text, too large, or holds no article.

    `post` is what the site of a page says itself about the article; among `languages` its own is looked for.
    """
    notes: list[str] = []
    if isinstance(source, bytes):
        found = _packed(source, kind)
        if found is not None:
            return _draft(found, notes, languages)
        if len(source) > LIMIT:
            refuse_feed(source, is_large=True)
        source, note = decode(source, look_inside=kind is not Kind.TEXT and b"<" in source[:200])
        notes += [note] if note else []
    check_size(len(source))
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_feed(source)
    if kind not in {Kind.TEXT, Kind.MARKDOWN, Kind.HTML}:
        kind = sniff(source)
    if kind is Kind.HTML:
        source = sifted(source)
    else:
        check_text(len(source))
    _refuse_list(source)
    found = html.read(source, url=url, post=post) if kind is Kind.HTML else _read(source, kind, name)
    if url and kind is not Kind.HTML:  # a page was asked already what it calls itself
        found.parts.url = url
    return _draft(found, notes, languages)


def _packed(source: bytes, kind: Kind) -> Found | None:
    """What is in a mail or a Word document; None for all else."""
    if source.startswith(b"PK\x03\x04"):
        check_size(len(source), MOST_READ, "a document")
        from newsletter.articles.reading import document  # noqa: PLC0415  (only documents pay for it)

        if not document.is_document(source):
            return None
        found = document.read(source)
        _refuse_list("\n".join(found.parts.paragraphs))
        return found
    if kind is Kind.MAIL or (kind is Kind.UNKNOWN and not source.startswith(b"<")):
        from newsletter.articles.reading import mail  # noqa: PLC0415  (only mails pay for it)

        if kind is Kind.MAIL or mail.is_mail(source):
            return mail.read(source, _refuse_list)
    return None


def _refuse_list(source: str) -> None:
    """A list of members is no article: articles lie in the clear, and often under version control."""
    lines = [line for line in source.splitlines() if line.strip()]
    with_address = sum(1 for line in lines if _ADDRESS.search(line))
    if with_address >= LEAST_OF_A_LIST and with_address > len(lines) / 2:
        raise ArticleError(
            "This looks like a list of people, not like an article: most of its lines hold an email address. "
            "Nothing was kept of it.",
            remedy='Take a list in with: newsletter subscriber import FILE --basis consent --wording "…"',
            code="list-not-article",
        )


def sniff(source: str) -> Kind:
    """What a text is, by how it begins."""
    if source.lstrip()[:1] in ("{", "[") and '"rendered"' in source:
        return Kind.RECORD
    if _MARKUP.match(source[:2_000]):
        return Kind.HTML
    if source.startswith("# ") or (source.startswith("---") and _FRONT_MATTER.match(source[:70_000])):
        return Kind.MARKDOWN
    return Kind.TEXT


def _read(source: str, kind: Kind, name: str) -> Found:
    if kind is Kind.MARKDOWN:
        return markdown.read(source, name=name)
    if kind is Kind.RECORD:
        return _record(source)
    return Found(parts=text.read(source))


def _record(source: str) -> Found:
    try:
        data = json.loads(source)
    except (ValueError, RecursionError):
        data = None
    if not wordpress.is_record(data):
        return Found(parts=text.read(source))
    return wordpress.read(data)


def _draft(found: Found, notes: list[str], languages: Collection[str]) -> Draft:
    parts = found.parts
    if not parts.paragraphs:
        raise ArticleError(
            "There is no text of an article in it.",
            remedy="Check that it is the right file or page; a .txt file needs a title line and paragraphs.",
            code="no-text",
        )
    if len(parts.title) > LONGEST_TITLE:
        notes.append(f"The title was longer than {LONGEST_TITLE} characters and was left out.")
    found = _with_lines(found)
    language, doubt = _settled(found, languages, notes)
    title = one_line(parts.title) if len(parts.title) <= LONGEST_TITLE else ""
    agency = parts.agency or wires_in(parts.author)
    article = Article(
        slug=slug_of(title),
        title=title,
        standfirst=_short(parts.standfirst, 1_000),
        author=_short(without_wires(without_mailboxes(parts.author)), 200),
        source=_short(parts.source or agency, 200),
        url=_address(parts.url),
        published=parts.published,
        language=language,
        photo=found.photo or _photo(parts.credits),
        embargo=_short(parts.embargo, 200),
        paragraphs=tuple(map(one_line, parts.paragraphs)),
    )
    summary, why_not = propose(article, found.description)
    doubts = tuple(each for each in (*found.doubts, *doubt) if getattr(article, each.field))
    article = replace(article, summary=summary, unsure={each.field: one_line(each.why) for each in doubts})
    if article.embargo:
        notes.append(f"It is under an embargo, which `embargo:` in its file keeps: {article.embargo}")
    if agency:
        notes.append(
            f"It is the text of an agency ({agency}): none of it may be reprinted without its permission."
        )
    said = [*notes, *parts.notes, *notes_on(article, found.guessed), *([why_not] if why_not else [])]
    said += [
        f"A further credit line was left out: {line[:200]}"
        for line in parts.credits[0 if found.photo else 1 :]
    ]
    return Draft(
        article=article, notes=tuple(said), doubts=doubts, guessed=found.guessed, appeal=found.appeal
    )


def _with_lines(found: Found) -> Found:
    """What was found with a doubt for each field that one line of the text says, and nothing else."""
    known = {doubt.field for doubt in found.doubts}
    alone = [name for name in found.parts.lines if name not in known and getattr(found.parts, name)]
    doubts = (Doubt(field=name, values=((getattr(found.parts, name), "text"),)) for name in alone)
    guessed = dict.fromkeys((*found.guessed, *alone))
    return replace(found, doubts=(*found.doubts, *doubts), guessed=tuple(guessed))


def _short(value: str, longest: int) -> str:
    """The value, or "" if it is too long to be what it claims to be."""
    line = one_line(value)
    return line if len(line) <= longest else ""


def _address(url: str) -> str:
    """A web address without user name and password, or ""."""
    line = _short(url, 2_000)
    return line if re.fullmatch(r"https?://[^\s/@?#]+(?:[/?#][^\s<>\"]*)?", line, re.IGNORECASE) else ""


def _language(tag: str) -> str:
    """A language tag in the shape we use: en, cy, pt-BR."""
    language, _, area = tag.replace("_", "-").partition("-")
    full = f"{language.lower()}-{area.upper()}"
    return next((tag for tag in (full, language.lower()) if LANGUAGE.fullmatch(tag)), "")


def _settled(found: Found, languages: Collection[str], notes: list[str]) -> tuple[str, tuple[Doubt, ...]]:
    """The language of a text, and a doubt where it reads otherwise than is said. A person is believed before a page."""
    named = _language(found.language)
    if not languages:
        return named, ()
    heard = hear(found.parts.paragraphs, languages)
    read = heard.language or heard.stranger
    if not named:
        if not read:
            notes.append(
                "Its language is not clear (the text is short, or mixed): write `language:` as en or cy."
            )
        elif heard.stranger:
            notes.append(
                f"It reads like a text in {read}, none of your languages; so `language:` was left empty."
            )
        return heard.language, ()
    if not read or named.partition("-")[0] == read:
        return named, ()
    values = ((named, found.language_from), (read, "text"))
    if heard.language and found.language_from == "page":
        values = values[::-1]
    return values[0][0], (Doubt(field="language", values=values),)


def _photo(lines: list[str]) -> Photo | None:
    return parse_credit(lines[0]) if lines else None


def notes_on(article: Article, guessed: Collection[str]) -> Iterator[str]:
    """What a person should know about an article's fields, of which some were guessed."""
    wanted = ("title", "author", "source", "url", "published", "language")
    missing = [f"`{name}:`" for name in wanted if not getattr(article, name)]
    if missing:
        yield f"Not found, so left empty: {' '.join(missing)}. Fill in what you know at the top of the article's file."
    doubtful = [f"`{name}:`" for name in guessed if getattr(article, name)]
    if doubtful:
        yield f"Often wrong, so compare with the source: {' '.join(doubtful)}."
    yield from _photo_notes(article.photo)


def _photo_notes(photo: Photo | None) -> Iterator[str]:
    if photo is None:
        yield "No photo credit was found, so the mail will show none."
        return
    unknown = [f"`{name}:`" for name in ("author", "licence") if not getattr(photo, name)]
    if unknown:
        yield f"Not clear from the photo's credit line: {' '.join(unknown)}. Fill in below `photo:` in the file."
