"""An issue: one number of the newsletter as a file. Content only, it knows no people."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter import frontmatter
from newsletter.errors import IssueError, NewsletterError
from newsletter.files import read_text, write_text
from newsletter.frontmatter import Value
from newsletter.settings import Branch
from newsletter.table import LANGUAGE
from newsletter.workspace import Workspace, is_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A call to action, with a button."""

    title: str
    text: str = ""
    button: str
    link: str
    #: last day to do it, None where there is none.
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryDate:
    """A rally or meeting. `when` is aware, in the branch's time zone; `has_time` is False for a whole day."""

    what: str
    when: datetime
    has_time: bool = True
    where: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue. `subject`, `preheader`, `intro` and the texts of actions may hold merge fields."""

    #: fixed at first save, survives renaming; deliveries are unique on it.
    id: str
    slug: str
    subject: str = ""
    preheader: str = ""
    language: str
    design: str = "digest"
    #: whom it is for, by a name that only the desk understands; "" for everybody.
    audience: str = ""
    #: slugs of articles, in the order of reading.
    articles: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    diary: tuple[DiaryDate, ...] = ()
    #: Markdown.
    intro: str = ""
    path: Path = field(compare=False)
    #: line of each field in the file, keyed like "subject", "actions.0.link", "diary.1.when", "body".
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    #: The issue whose translation this is (translation.py); None for the issue's main file.
    translation_of: "Issue | None" = field(default=None, compare=False, repr=False)

    def where(self, field: str) -> str:
        """`file:line` of a field, for findings."""
        return f"{self.path.parent.name}/{self.path.name}:{self.lines.get(field, 1)}"


_TEXTS = ("id", "subject", "preheader", "language", "design", "audience")
_LISTS = ("articles", "actions", "diary")
_ACTION = {"title": True, "text": False, "button": True, "link": True, "until": False}
_DIARY = {"what": True, "when": True, "where": False, "link": False}

#: What a new file tells a person who has never seen one. Comments have lines of their own.
_GUIDE = """\
# Calls to action and diary dates. Take the "# " away to use them:
# actions:
#   - title: Sign the letter
#     text: Two minutes, and it counts.
#     button: Sign now
#     link: https://example.org/letter
#     until: 2026-11-30
# diary:
#   - what: Vigil for the strikers
#     when: 2026-11-05 18:30
#     where: Town Hall steps
"""
#: A new issue reads well without a word of one's own; `issue check` says that one would be better.
FIRST_LINE = "Here is what we have read since our last letter, and what each of us can do."
_FIRST_WORDS = f"Dear [first_name|friend],\n\n{FIRST_LINE}\n"


def load(workspace: Workspace, slug: str, branch: Branch) -> Issue:
    """Read an issue. Raises IssueError or WorkspaceError naming file, line and remedy."""
    path = workspace.issue(slug)
    text = read_text(path, what=f"the issue {slug}", limit=1_000_000)
    return parse(text, path=path, slug=slug, branch=branch)


def parse(text: str, *, path: Path, slug: str, branch: Branch, main: Issue | None = None) -> Issue:
    """Read the text of an issue file; `path` is named in errors.

    With `main` it is a translation of that issue: the same issue under the same id, in the language that its file is
    named by. Its design and its articles are those of `main` where it names none.
    """
    document = frontmatter.parse(text, path=path)
    reader = _Reader(path, document.lines)
    reader.known("", document.values, (*_TEXTS, *_LISTS))
    texts = {key: reader.text(key, document.values.get(key, "")) for key in _TEXTS}
    articles = tuple(reader.slugs(document.values.get("articles", [])))
    return Issue(
        id=reader.id(texts["id"], main),
        slug=slug,
        subject=texts["subject"],
        preheader=texts["preheader"],
        language=reader.language(texts["language"], main) or branch.language,
        design=reader.design(texts["design"]) or (main.design if main else "digest"),
        audience=reader.audience(texts["audience"], main),
        articles=main.articles if main and "articles" not in document.values else articles,
        actions=tuple(
            reader.action(number, row)
            for number, row in enumerate(
                reader.tables("actions", document.values.get("actions", []), _ACTION)
            )
        ),
        diary=tuple(
            reader.diary_date(number, row, branch.zone)
            for number, row in enumerate(reader.tables("diary", document.values.get("diary", []), _DIARY))
        ),
        intro=document.body.strip(),
        path=path,
        lines=document.lines,
        translation_of=main,
    )


def create(
    workspace: Workspace, slug: str, branch: Branch, *, subject: str = "", preheader: str = "",
    articles: Sequence[str] = (), design: str = "digest", language: str = "", like: Issue | None = None,
) -> Issue:  # fmt: skip
    """Write a new issue file with a new id, never over an existing one.

    With `like`, design, language, opening words and calls to action are taken from an earlier issue; articles and
    diary dates belong to their month and are not.
    """
    path = workspace.issue(slug)
    if path.exists():
        raise IssueError(
            f"There is already an issue {slug}.",
            remedy=f"Choose another name, or change it with: newsletter issue edit {slug}",
            code="issue-exists",
        )
    base = like or Issue(id="", slug=slug, language=branch.language, intro=_FIRST_WORDS, path=path)
    values: dict[str, Value] = {
        "id": secrets.token_hex(8),
        "subject": subject,
        "preheader": preheader,
        "language": language or base.language,
        "design": base.design if like and design == "digest" else design,
    }
    if base.audience:
        values["audience"] = base.audience
    if articles:
        values["articles"] = list(articles)
    if base.actions:
        values["actions"] = [_table_of(action) for action in base.actions]
    text = frontmatter.compose(values, base.intro + "\n")
    text = text if base.actions else _with_guide(text)
    # Read before it is written: a file that cannot be read would stand in the way afterwards.
    issue = parse(text, path=path, slug=slug, branch=branch)
    write_text(path, text)
    return issue


def _table_of(action: Action) -> dict[str, Value]:
    table = {"title": action.title, "text": action.text, "button": action.button, "link": action.link}
    table["until"] = action.until.isoformat() if action.until else ""
    return {key: value for key, value in table.items() if value}


def _with_guide(text: str) -> str:
    head, fence, body = text.partition("\n---\n")
    return f"{head}\n{_GUIDE.rstrip()}{fence}{body}"


def twins(workspace: Workspace, issue: Issue) -> tuple[str, ...]:
    """Other issue files that carry the id of this one, as a copy by hand does."""
    line = re.compile(rf"^id:[ \t]*[\"']?{issue.id}[\"']?[ \t]*$", re.MULTILINE)
    others = (slug for slug in slugs(workspace) if slug != issue.slug)
    return tuple(sorted(slug for slug in others if line.search(_beginning(workspace, slug))))


def using(workspace: Workspace, article: str) -> tuple[str, ...]:
    """The issues, oldest file first, that name an article; those whose files cannot be read are left out."""
    line = re.compile(rf"^[ \t]+-[ \t]+[\"']?{re.escape(article)}[\"']?[ \t]*$", re.MULTILINE)
    return tuple(slug for slug in reversed(slugs(workspace)) if line.search(_beginning(workspace, slug)))


def _beginning(workspace: Workspace, slug: str) -> str:
    """What can be read of a file; one that cannot be read is told when it is used."""
    try:
        return read_text(workspace.issue(slug), what=f"the issue {slug}", limit=1_000_000)
    except NewsletterError:
        return ""


def slugs(workspace: Workspace) -> list[str]:
    """The issues of a workspace, newest file first. A name with a dot is no issue's: see translation.py."""
    files = (path for path in workspace.issues.glob("*.md") if "." not in path.stem)
    paths = sorted(files, key=lambda path: (-path.stat().st_mtime, path.name))
    return [path.stem for path in paths]


class _Reader:
    """Turns the texts of the front matter into typed fields; every complaint has a line."""

    def __init__(self, path: Path, lines: Mapping[str, int]) -> None:
        self._path = path
        self._lines = lines

    def wrong(self, field: str, what: str, remedy: str) -> IssueError:
        line = self._lines.get(field, 1)
        return IssueError(f"{self._path}:{line}: {field}: {what}.", remedy=remedy, code="issue-file")

    def known(self, place: str, values: Mapping[str, Value], names: Sequence[str]) -> None:
        for key in values:
            if key not in names:
                field = f"{place}{key}"
                raise self.wrong(field, "there is no such field", f"Use one of: {', '.join(names)}.")

    def text(self, field: str, value: Value) -> str:
        if not isinstance(value, str):
            raise self.wrong(field, "this must be one line of text", "Write it after the colon.")
        return " ".join(value.split()) if field != "text" else value

    def id(self, text: str, main: Issue | None) -> str:
        if main is not None:
            if text not in ("", main.id):
                what = f"this is not the id of {main.path.name}, whose translation it is"
                raise self.wrong("id", what, "Take the line out: a translation has the id of its issue.")
            return main.id
        if not re.fullmatch(r"[a-z0-9]{8,64}", text):
            raise self.wrong(
                "id", "the issue's id is missing or damaged", "Restore the line `id:`; it must not change."
            )
        return text

    def language(self, text: str, main: Issue | None) -> str:
        """The language that is written there, "" for the branch's; a translation's is in the name of its file."""
        if main is not None:
            named = self._path.stem.rpartition(".")[2]
            if text not in ("", named):
                what = f"this says {text[:40]}, but by its name the file is in {named}"
                raise self.wrong("language", what, "Take the line out, or give the file the right name.")
            return named
        if text and not LANGUAGE.fullmatch(text):
            raise self.wrong(
                "language", "this is not a language code", 'Write it like "en", "cy" or "pt-BR".'
            )
        return text

    def design(self, text: str) -> str:
        """The design that is written there, "" where there is none."""
        if text and not is_slug(text):
            raise self.wrong(
                "design",
                "this cannot be the name of a design",
                "Write digest, letter or appeal, or the name of a folder of your own below templates/email.",
            )
        return text

    def audience(self, text: str, main: Issue | None) -> str:
        """The audience that is named; a translation goes to whom its issue goes."""
        if main is not None and text not in ("", main.audience):
            what = f"whom the issue goes to stands in {main.path.name}"
            raise self.wrong("audience", what, "Take the line out here.")
        if text and not is_slug(text):
            raise self.wrong(
                "audience",
                "this cannot be the name of an audience",
                "See them with: newsletter audience list",
            )
        return main.audience if main is not None else text

    def slugs(self, value: Value) -> list[str]:
        if value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
            raise self.wrong("articles", "this must be a list", 'One article a line: "  - peru".')
        for number, slug in enumerate(value):
            if not is_slug(str(slug)):
                raise self.wrong(
                    f"articles.{number}",
                    "this is not the name of an article",
                    "See them with: newsletter article list",
                )
        return [str(slug) for slug in value]

    def tables(self, name: str, value: Value, fields: Mapping[str, bool]) -> list[dict[str, str]]:
        if value == "":
            return []
        if not isinstance(value, list):
            raise self.wrong(name, "this must be a list", f'Begin each with "  - {next(iter(fields))}: …".')
        return [self.table(f"{name}.{number}", row, fields) for number, row in enumerate(value)]

    def table(self, place: str, row: Value, fields: Mapping[str, bool]) -> dict[str, str]:
        if not isinstance(row, dict):
            raise self.wrong(
                place, "fields are missing", f"Each needs: {', '.join(k for k, v in fields.items() if v)}."
            )
        self.known(f"{place}.", row, tuple(fields))
        texts = {key: self.text(f"{place}.{key}", value) for key, value in row.items()}
        for key, is_needed in fields.items():
            if is_needed and not texts.get(key):
                raise self.wrong(place, f"{key} is missing", f"Add a line `{key}: …`.")
        return texts

    def action(self, number: int, row: Mapping[str, str]) -> Action:
        texts = {key: value for key, value in row.items() if key != "until"}
        last = row.get("until", "").strip()
        until = self.moment(f"actions.{number}.until", last, ZoneInfo("UTC"))[0].date() if last else None
        return Action(**texts, until=until)

    def diary_date(self, number: int, row: Mapping[str, str], zone: ZoneInfo) -> DiaryDate:
        when, has_time = self.moment(f"diary.{number}.when", row["when"], zone)
        return DiaryDate(
            what=row["what"],
            when=when,
            has_time=has_time,
            where=row.get("where", ""),
            link=row.get("link", ""),
        )

    def moment(self, field: str, text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
        """A date with or without a time of day, as people write it, in the branch's time zone."""
        cleaned = re.sub(r"\s+(at\s+)?|,\s*(at\s+)?|(?<=\d)T(?=\d)", " ", text.strip())
        for shape in ("%Y-%m-%d %H:%M", "%d %B %Y %H:%M", "%Y-%m-%d", "%d %B %Y"):
            try:
                parsed = datetime.strptime(cleaned, shape).replace(tzinfo=zone)
            except ValueError:
                continue
            return parsed, "%H" in shape
        raise self.wrong(
            field,
            "this is not a date that can be read",
            "Write it like 2026-11-05 18:30 or 5 November 2026 18:30.",
        )
