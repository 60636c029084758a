"""An article as the branch keeps it: what somebody else wrote, with byline, credit and our proposed summary."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from newsletter import frontmatter
from newsletter.articles import known
from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.dates import find_date
from newsletter.errors import ArticleError
from newsletter.files import read_text, write_text
from newsletter.frontmatter import Document, Value
from newsletter.table import LANGUAGE
from newsletter.workspace import SLUG, Workspace, slug_of

E = TypeVar("E", bound=StrEnum)

#: Written in this order; what is empty stays in the file, to be filled in.
_TEXTS = ("title", "standfirst", "author", "source", "url", "published", "language")
_PHOTO = ("file", "alt", "caption", "author", "licence", "licence_url", "credit", "changes")
_SUMMARY = ("text", "state", "origin")
#: Fields of a summary that stand in the file only where they say something.
_SAID = ("sentences", "of", "checked", "description")
#: Of an article itself, in the same way.
_RARE = ("permission", "embargo")
_TAKEN = ("title", "standfirst")
#: What is marked when an article is taken in.
_MARKED = (*_TEXTS, "embargo", "photo", "text", "summary")
_MARKS = (*_MARKED, "unsure")


class SummaryState(StrEnum):
    PROPOSED = "proposed"  # made by the program; nothing is sent with it
    ACCEPTED = "accepted"  # a person has read it


class SummaryOrigin(StrEnum):
    DESCRIPTION = "description"  # the page's own description
    STANDFIRST = "standfirst"  # the article's own standfirst
    LEAD = "lead"  # the first sentences of the body
    RANKED = "ranked"  # sentences of the body, ranked by the program and chosen by a person
    MODEL = "model"  # written by a language model, and accepted by a person
    HAND = "hand"  # written or edited by a person
    NONE = "none"  # there is none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """The article's picture and its credit. Without a file, letters print the credit in words only."""

    #: the branch's own copy, as `pictures/lima.jpg`; "" where there is none.
    file: str = ""
    #: what the picture shows, for those who do not see it.
    alt: str = ""
    caption: str = ""
    author: str = ""
    #: SPDX identifier ("CC-BY-SA-4.0"), or "" where the credit line was not understood.
    licence: str = ""
    licence_url: str = ""
    #: the credit line as it was found, so that nothing is lost when the parser did not understand it.
    credit: str = ""
    #: what was done to the picture, as licences ask to say: "cropped".
    changes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    text: str = ""
    state: SummaryState = SummaryState.PROPOSED
    origin: SummaryOrigin = SummaryOrigin.NONE
    #: which sentences of the article it is made of, each as PARAGRAPH.SENTENCE from 1 on: "1.1 1.2 4.1".
    sentences: str = ""
    #: mark of the article's text that it was accepted with, "" where nobody noted it.
    of: str = ""
    #: what the summary says beyond the article and a person has looked up, with where they know it from.
    checked: str = ""
    #: what the article's page said of itself, where that is not the summary.
    description: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it was written here, in our own language; any other is made of the article's words."""
        return self.origin in (SummaryOrigin.HAND, SummaryOrigin.MODEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Marks of what was taken in, to tell what somebody wrote here since; "" where that is not known."""

    title: str = ""
    standfirst: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    embargo: str = ""
    photo: str = ""
    text: str = ""
    summary: str = ""
    #: names of the fields that were doubtful then.
    unsure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. Text fields are plain text; unknown ones are empty, never invented."""

    slug: str
    title: str
    standfirst: str = ""
    author: str = ""
    #: the publication, as a reader would name it.
    source: str = ""
    url: str = ""
    #: ISO 8601 date, "" where the source did not say.
    published: str = ""
    #: BCP 47 tag, "" where unknown.
    language: str = ""
    photo: Photo | None = None
    summary: Summary = field(default_factory=Summary)
    paragraphs: tuple[str, ...] = ()
    #: who allowed us to reprint more than a short quotation, and when; "" where nobody was asked.
    permission: str = ""
    #: until when it may not be published, as its source says it; "" where it says nothing, or that has been lifted.
    embargo: str = ""
    #: fields to compare with the source, each with the reason. Whoever has done so takes its line away.
    unsure: Mapping[str, str] = field(default_factory=dict, hash=False)
    taken: Taken = field(default_factory=Taken)
    #: where the file lies, and the line of each field in it, keyed like "title", "photo.author", "paragraphs.3".
    path: Path | None = field(default=None, compare=False, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def mark(self) -> str:
        """Tells this text of the article from any other."""
        return mark_of("\n".join(self.paragraphs))

    @property
    def edited(self) -> tuple[str, ...]:
        """Which of title and standfirst were changed after the article was taken in, as far as that is known."""
        return tuple(name for name in _TAKEN if self.is_changed(name))

    @property
    def doubtful(self) -> Mapping[str, str]:
        """The unsure fields that hold what the program read: what somebody wrote here is theirs to know."""
        return {
            name: why
            for name, why in self.unsure.items()
            if getattr(self, name) and not self.is_changed(name)
        }

    def is_changed(self, name: str) -> bool:
        """Whether something, named as in `taken`, was changed after it was taken in, as far as that is known."""
        mark = getattr(self.taken, name)
        return bool(mark) and mark_of(content(self, name)) != mark

    def where(self, field: str) -> str:
        """`file:line` of a field, for findings; of the group or of line 1 where the file does not have it."""
        path = self.path or Path("articles", f"{self.slug}.md")
        line = self.lines.get(field) or self.lines.get(field.partition(".")[0], 1)
        return frontmatter.where(path, line)


def mark_of(text: str) -> str:
    """Twelve signs that tell a text from others; nobody can read it out of them."""
    return hashlib.sha256(one_line(text).encode()).hexdigest()[:12]


def taken_of(article: Article) -> Taken:
    """The marks of an article as it is."""
    marked = (name for name in _MARKED if name != "embargo" or article.embargo)
    marks = {name: mark_of(content(article, name)) for name in marked}
    return Taken(**marks, unsure=" ".join(article.unsure))


def content(article: Article, name: str) -> str:
    """What an article says under one of the names of Taken, in one text."""
    if name == "photo":
        return "\n".join(str(getattr(article.photo, each)) for each in _PHOTO) if article.photo else ""
    if name == "text":
        return "\n".join(article.paragraphs)
    return article.summary.text if name == "summary" else str(getattr(article, name))


def load(workspace: Workspace, slug: str) -> Article:
    """Read an article. Raises ArticleError or WorkspaceError naming file, line and remedy."""
    path = workspace.article(slug)
    document = frontmatter.parse(read_text(path, what=f"the article {slug}"), path=path)
    return _Reader(path, document).article(slug)


def save(workspace: Workspace, article: Article) -> None:
    """Write an article whole or not at all. Comments and the order of an older file stay."""
    path = workspace.article(article.slug)
    values = _values(article)
    body = "".join(f"{paragraph}\n\n" for paragraph in article.paragraphs).removesuffix("\n")
    if not path.exists():
        said = {key: value for key, value in values.items() if value is not None}
        text = frontmatter.compose(said, body)
        frontmatter.parse(text, path=path)  # what could not be read again is not written
        write_text(path, text)
        return
    old = read_text(path, what=f"the article {article.slug}")
    document = frontmatter.parse(old, path=path)
    is_same = tuple(text for _, text in _paragraphs(document)) == article.paragraphs
    changes = _without_new_gaps(values, document.values)
    write_text(path, frontmatter.change(old, changes, path=path, body=None if is_same else body))


def _without_new_gaps(
    values: Mapping[str, Value | None], there: Mapping[str, Value]
) -> dict[str, Value | None]:
    """The values without empty ones that a person's file does not have: they left them out."""
    kept: dict[str, Value | None] = {}
    for key, value in values.items():
        inner = there.get(key)
        fields = inner if isinstance(inner, dict) else {}
        new = {k: v for k, v in value.items() if v or k in fields} if isinstance(value, dict) else value
        if new or key in there:
            kept[key] = new
    return kept


def listing(workspace: Workspace) -> tuple[Article, ...]:
    """All articles by slug. Raises the error of the first file that cannot be read."""
    return tuple(load(workspace, slug) for slug in slugs(workspace))


def slugs(workspace: Workspace) -> tuple[str, ...]:
    """The articles of a workspace by slug, without opening them."""
    return tuple(sorted(path.stem for path in workspace.articles.glob("*.md") if SLUG.fullmatch(path.stem)))


def add(workspace: Workspace, article: Article) -> Article:
    """Save an article under a slug of its own and return it.

    Raises ArticleError (code "article-exists") if the same page or the same text is there already.
    """
    if slug := twin(workspace, article):
        raise _exists(slug)
    slug = free_slug(workspace, article.title)
    save(workspace, replace(article, slug=slug, taken=taken_of(article)))
    return load(workspace, slug)


def twin(workspace: Workspace, article: Article) -> str:
    """The slug under which the same page or the same text is here already; "" where it is not."""
    return known.same(_sight(article), known.sights(workspace, slugs(workspace)))


def alike(workspace: Workspace, article: Article) -> tuple[str, float]:
    """The slug of another article here with nearly the same text, and how much is alike, from 0 to 1; ("", 0)."""
    others = (slug for slug in slugs(workspace) if slug != article.slug)
    return known.alike(_sight(article), known.sights(workspace, others))


def _sight(article: Article) -> known.Sight:
    return known.sight_of(url=article.url, title=article.title, text="\n".join(article.paragraphs))


def free_slug(workspace: Workspace, title: str) -> str:
    """A slug from the title that no other article has."""
    wanted = slug_of(title)
    number, slug = 2, wanted
    while workspace.article(slug).exists():
        slug = f"{wanted}-{number}"
        number += 1
    return slug


def _exists(slug: str) -> ArticleError:
    return ArticleError(
        f"This article is already here: {slug}.",
        remedy=f"Look at it with: newsletter article show {slug}; "
        "or add it again with --replace, which keeps what you wrote.",
        code="article-exists",
    )


def by_page(workspace: Workspace) -> dict[str, str]:
    """The slugs of the articles by the pages they are from (address.same_page)."""
    return {seen.page: seen.slug for seen in known.sights(workspace, slugs(workspace)) if seen.page}


def _values(article: Article) -> dict[str, Value | None]:
    photo: Value | None = None
    if article.photo:
        photo = {name: str(getattr(article.photo, name)) for name in _PHOTO}
    summary = {name: str(getattr(article.summary, name)) for name in _SUMMARY}
    summary |= {name: value for name in _SAID if (value := getattr(article.summary, name))}
    rest: dict[str, Value | None] = {"permission": article.permission} if article.permission else {}
    rest["embargo"] = article.embargo or None
    taken = {name: value for name in _MARKS if (value := getattr(article.taken, name))}
    return {
        **{name: str(getattr(article, name)) for name in _TEXTS},
        **rest,
        "unsure": {**article.unsure} or None,
        "photo": photo,
        "summary": {**summary},
        **({"taken": {**taken}} if taken else {}),
    }


def _paragraphs(document: Document) -> Iterator[tuple[int, str]]:
    """The paragraphs below the front matter, each with its line."""
    start, lines = document.lines["body"], document.body.split("\n")
    first, block = 0, list[str]()
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            text = one_line(" ".join(block))
            block = []
            if text:
                yield start + first, text


class _Reader:
    """Turns the texts of an article file into an Article; every complaint has a line."""

    def __init__(self, path: Path, document: Document) -> None:
        self.path = path
        self.values = document.values
        self.lines = dict(document.lines)
        self.body = list(_paragraphs(document))

    def article(self, slug: str) -> Article:
        self.known("", self.values, (*_TEXTS, *_RARE, "unsure", "photo", "summary", "taken"))
        texts = {name: self.text(name, self.values) for name in _TEXTS}
        self.check(texts)
        self.lines |= {f"paragraphs.{number}": line for number, (line, _) in enumerate(self.body)}
        photo = self.group("photo", _PHOTO)
        return Article(
            slug=slug,
            **texts,
            photo=Photo(**photo) if any(photo.values()) else None,
            summary=self.summary(),
            paragraphs=tuple(text for _, text in self.body),
            **{name: self.text(name, self.values) for name in _RARE},
            unsure=self.unsure(),
            taken=self.taken(),
            path=self.path,
            lines=self.lines,
        )

    def check(self, texts: Mapping[str, str]) -> None:
        if texts["language"] and not LANGUAGE.fullmatch(texts["language"]):
            raise self.wrong("language", "this is no language code", 'Write it like "en", "cy" or "pt-BR".')
        if find_date(texts["published"]) != texts["published"]:
            raise self.wrong("published", "this is no date", "Write year, month and day, like 2026-11-05.")

    def summary(self) -> Summary:
        texts = self.group("summary", (*_SUMMARY, *_SAID))
        return Summary(
            text=texts["text"],
            state=self.one_of(SummaryState, "summary.state", texts["state"] or SummaryState.PROPOSED),
            origin=self.one_of(SummaryOrigin, "summary.origin", texts["origin"] or SummaryOrigin.NONE),
            **{name: texts[name] for name in _SAID},
        )

    def unsure(self) -> Mapping[str, str]:
        texts = self.group("unsure", _TEXTS)
        values = self.values.get("unsure")
        return {name: texts[name] for name in values} if isinstance(values, dict) else {}

    def taken(self) -> Taken:
        """The marks; nobody writes them, so where they are damaged no field of theirs is to be filled in."""
        try:
            return Taken(**self.group("taken", _MARKS))
        except ArticleError as error:
            raise ArticleError(
                error.message,
                remedy="The program wrote `taken:` and can do without: take that line and those indented below it "
                "away. Then all that differs from the source counts as yours.",
                code=error.code,
            ) from error

    def one_of(self, kind: type[E], field: str, text: str) -> E:
        if text not in list(kind):
            raise self.wrong(field, "this word is not known here", f"Use one of: {', '.join(kind)}.")
        return kind(text)

    def group(self, name: str, fields: tuple[str, ...]) -> dict[str, str]:
        values = self.values.get(name, "") or {}
        if not isinstance(values, dict):
            raise self.wrong(name, "lines are missing", f"Write below it, indented: {fields[0]}: …")
        self.known(f"{name}.", values, fields)
        return {field: self.text(field, values, f"{name}.") for field in fields}

    def text(self, name: str, values: Mapping[str, Value], place: str = "") -> str:
        value = values.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(f"{place}{name}", "this must be a text", "Write it after the colon.")
        return one_line(value)

    def known(self, place: str, values: Mapping[str, Value], names: tuple[str, ...]) -> None:
        for key in values:
            if key not in names:
                raise self.wrong(
                    f"{place}{key}", "there is no such field", f"Use one of: {', '.join(names)}."
                )

    def wrong(self, field: str, what: str, remedy: str) -> ArticleError:
        place = frontmatter.where(self.path, self.lines.get(field, 1))
        return ArticleError(f"{place}: {field}: {what}.", remedy=remedy, code="article-file")
