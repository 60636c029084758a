"""Translations of an issue: `october.es.md` beside `october.md` is the same issue, in Spanish.

A translation is an Issue as well, under the id of its main file, so whoever has had one has had the other. It holds its
own words; design and articles are the main file's where it names none. Which reader gets which is not known here.
"""

from collections.abc import Sequence
from pathlib import Path

from newsletter import frontmatter
from newsletter import issue as issues
from newsletter.errors import IssueError, UsageError, repeated
from newsletter.files import read_text, write_text
from newsletter.frontmatter import Value
from newsletter.issue import Issue
from newsletter.settings import Branch
from newsletter.table import LANGUAGE
from newsletter.workspace import Workspace

_LIMIT = 1_000_000
#: Copied into a new translation, to be written anew by a person. The rest is the main file's.
_WORDS = ("subject", "preheader", "actions", "diary")
_GUIDE = """\
# A translation of {main}. Below stand its words in {language}: write each of them in {wanted}.
# Leave links and dates as they are. Design and articles are those of {main}; with other
# articles in this language, name them here as {main} does:
# articles:
#   - name-of-an-article
"""


def languages(workspace: Workspace, slug: str) -> tuple[str, ...]:
    """The languages that there are translations of an issue in, in alphabetical order.

    Raises IssueError for a file that is named like a translation, but for the language: its readers would be forgotten.
    """
    found = []
    for path in workspace.issues.glob(f"{slug}.*.md"):
        language = path.stem.removeprefix(f"{slug}.")
        if not LANGUAGE.fullmatch(language):
            raise IssueError(
                f"{_short(path)} is named like a translation of {slug}.md, but {language[:40]} is not a language code.",
                remedy=f"Name it like {slug}.es.md or {slug}.pt-BR.md, or move it out of the folder.",
                code="translation-name",
            )
        found.append(language)
    return tuple(sorted(found))


def load(workspace: Workspace, main: Issue, language: str, branch: Branch) -> Issue:
    """Read one translation. Raises IssueError or WorkspaceError naming file, line and remedy."""
    path = workspace.translation(main.slug, language)
    text = read_text(path, what=f"the translation of {main.slug} in {language}", limit=_LIMIT)
    if language.casefold() == main.language.casefold():
        raise IssueError(
            f"{_short(path)}: {main.path.name} is in {main.language}, too. Nobody could say which of them to send.",
            remedy=f"Remove one of them, or write the right language into {main.path.name}.",
            code="translation-twice",
        )
    return issues.parse(text, path=path, slug=main.slug, branch=branch, main=main)


def load_all(workspace: Workspace, main: Issue, branch: Branch) -> tuple[Issue, ...]:
    """All translations of an issue, by language. Raises as `load` and `languages` do."""
    return tuple(load(workspace, main, language, branch) for language in languages(workspace, main.slug))


def choose(workspace: Workspace, main: Issue, language: str, branch: Branch) -> Issue:
    """The file of an issue in a language: the main one's is asked for by "" or by its own. Raises UsageError."""
    known = languages(workspace, main.slug)
    if not language or language == main.language:
        return main
    if language not in known:
        wanted = language if LANGUAGE.fullmatch(language) else "es"
        raise UsageError(
            f"There is no {main.slug} in {repeated(language)}.",
            remedy=f"It is in: {', '.join((main.language, *known))}. "
            f"Begin it with: newsletter issue new {main.slug} --translation {wanted}",
            code="no-translation",
        )
    return load(workspace, main, language, branch)


def orphans(workspace: Workspace) -> list[IssueError]:
    """What is wrong with files that are named like translations of an issue which is not there."""
    return [
        IssueError(
            f"{_short(path)} is named like a translation, but there is no {path.name.partition('.')[0]}.md.",
            remedy="Bring the issue's main file back, or give this file the name of its issue.",
            code="translation-alone",
        )
        for path in sorted(workspace.issues.glob("*.md"))
        if "." in path.stem.removeprefix(".") and not path.name.startswith(".")
        if not path.with_name(f"{path.name.partition('.')[0]}.md").exists()
    ]


def create(
    workspace: Workspace, main: Issue, language: str, branch: Branch, *, subject: str = "", preheader: str = "",
    articles: Sequence[str] = (),
) -> Issue:  # fmt: skip
    """Begin a translation with the words of the main file, never over an existing one.

    Raises UsageError for what is no language code, or the main file's own.
    """
    if not LANGUAGE.fullmatch(language):
        raise UsageError(
            f"{repeated(language)} is not a language code.",
            remedy='Write it like "es", "cy" or "pt-BR".',
            code="language",
        )
    if language == main.language:
        raise UsageError(
            f"{main.path.name} is in {language} already.",
            remedy="Name another language after --translation.",
            code="translation-twice",
        )
    path = workspace.translation(main.slug, language)
    if path.exists():
        raise IssueError(
            f"There is already a translation of {main.slug} in {language}.",
            remedy=f"Change it with: newsletter issue edit {main.slug} --language {language}",
            code="issue-exists",
        )
    own = {"subject": subject, "preheader": preheader}
    text = _begun(main, language, own | ({"articles": list(articles)} if articles else {}))
    # Read before it is written: a file that cannot be read would stand in the way afterwards.
    translation = issues.parse(text, path=path, slug=main.slug, branch=branch, main=main)
    write_text(path, text)
    return translation


def _begun(main: Issue, language: str, own: dict[str, Value]) -> str:
    """The text of a new translation; `own` is what was typed in place of the main file's words."""
    source = read_text(main.path, what=f"the issue {main.slug}", limit=_LIMIT)
    document = frontmatter.parse(source, path=main.path)
    kept = {name: document.values[name] for name in _WORDS if document.values.get(name)}
    values: dict[str, Value] = {"subject": "", "preheader": "", **kept, **{k: v for k, v in own.items() if v}}
    guide = _GUIDE.format(main=main.path.name, language=main.language, wanted=language)
    head, fence, rest = frontmatter.compose(values, document.body.strip() + "\n").partition("---\n")
    return f"{head}{fence}{guide}{rest}"


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
