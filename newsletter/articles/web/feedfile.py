"""The feeds that a branch follows: a small text file each, and beside the list how far it was read."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from newsletter import frontmatter
from newsletter.articles.cleaning import one_line
from newsletter.articles.web.feed import Feed, Item
from newsletter.errors import ArticleError, WorkspaceError
from newsletter.files import read_text, write_text
from newsletter.workspace import Workspace, is_slug, slug_of

_FIELDS = ("url", "title")
#: Of more items it is forgotten that they were seen; no feed names so many at once.
_MOST_SEEN = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A feed that the branch follows."""

    name: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far a feed was read."""

    #: keys of items, the latest last.
    seen: tuple[str, ...] = ()
    #: what was listed last, by whose numbers items are taken.
    shown: tuple[Item, ...] = ()
    #: ISO 8601 date of the last time, "" for never.
    pulled: str = ""
    #: False where the file could not be read, so that everything is new again.
    is_whole: bool = field(default=True, compare=False)

    def after(self, feed: Feed, shown: tuple[Item, ...], day: str) -> "Reading":
        """As it is after a list was shown. Old numbers hold on where there is nothing new."""
        keys = dict.fromkeys((*self.seen, *(item.key for item in reversed(feed.items))))
        return replace(
            self, seen=tuple(keys)[-_MOST_SEEN:], shown=shown or self.shown, pulled=day, is_whole=True
        )


def names(workspace: Workspace) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in workspace.feeds.glob("*.md") if is_slug(path.stem)))


def load(workspace: Workspace, name: str) -> Followed:
    """Read a feed's file. Raises ArticleError or WorkspaceError naming file, line and remedy."""
    path = workspace.feed(name)
    if not path.exists():
        raise ArticleError(
            f"There is no feed {name}.", remedy="See them with: newsletter feed list", code="unknown-feed"
        )
    document = frontmatter.parse(read_text(path, what=f"the feed {name}", limit=100_000), path=path)
    values = document.values
    url, title = (one_line(str(values.get(key, ""))) for key in _FIELDS)
    strange = [key for key in values if key not in _FIELDS]
    if strange or not url.lower().startswith(("http://", "https://")):
        line = document.lines.get(strange[0] if strange else "url", 1)
        what = f"{strange[0]}: there is no such field" if strange else "url: this is no web address"
        raise ArticleError(
            f"{frontmatter.where(path, line)}: {what}.",
            remedy="Write two lines: url: https://example.org/feed and title: its name.",
            code="feed-file",
        )
    return Followed(name=name, url=url, title=title)


def follow(workspace: Workspace, url: str, title: str, name: str = "") -> Followed:
    """Write the file of a new feed. Raises ArticleError where the branch follows it already, or the name is taken."""
    for other in known(workspace):
        if other.url.rstrip("/") == url.rstrip("/"):
            raise ArticleError(
                f"This feed is already here: {other.name}.",
                remedy=f"See what is new with: newsletter feed pull {other.name}",
                code="feed-exists",
            )
    name = name or _free_name(workspace, title)
    path = workspace.feed(name)
    if path.exists():
        raise ArticleError(
            f"There is already a feed called {name}.",
            remedy="Give it another name with --name.",
            code="feed-exists",
        )
    write_text(path, frontmatter.compose({"url": url, "title": title}, "").rstrip("\n") + "\n")
    return load(workspace, name)


def known(workspace: Workspace) -> Iterator[Followed]:
    """The feeds whose files can be read."""
    for name in names(workspace):
        try:
            yield load(workspace, name)
        except (ArticleError, WorkspaceError):
            continue  # said where it is used


def forget(workspace: Workspace, name: str) -> None:
    """Remove a feed's file and how far it was read. Articles stay."""
    for path in (workspace.feed(name), workspace.reading(name)):
        path.unlink(missing_ok=True)


def read(workspace: Workspace, name: str) -> Reading:
    """How far a feed was read; a damaged file counts as never read."""
    path = workspace.reading(name)
    if not path.exists():
        return Reading()
    try:
        said = json.loads(read_text(path, what=f"what was read of {name}"))
        return Reading(
            seen=tuple(map(str, said["seen"])),
            shown=tuple(Item(**{key: str(value) for key, value in item.items()}) for item in said["shown"]),
            pulled=str(said["pulled"]),
        )
    except (WorkspaceError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Reading(is_whole=False)


def save(workspace: Workspace, name: str, reading: Reading) -> None:
    """Keep how far a feed was read."""
    path: Path = workspace.reading(name)
    # It lies beside the list, into which others must not look.
    workspace.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    shown = [asdict(item) for item in reading.shown]
    content = {"seen": list(reading.seen), "shown": shown, "pulled": reading.pulled}
    write_text(path, json.dumps(content, ensure_ascii=False), mode=0o600)


def _free_name(workspace: Workspace, title: str) -> str:
    wanted = slug_of(title).removeprefix("article-") if title else "feed"
    wanted = wanted if is_slug(wanted) else "feed"
    number, name = 2, wanted
    while workspace.feed(name).exists():
        name = f"{wanted}-{number}"
        number += 1
    return name
