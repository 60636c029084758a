"""Where a branch's files lie: slugs, and paths that cannot leave the workspace."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from newsletter.errors import UsageError, WorkspaceError, repeated

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
#: Names that Windows gives to devices, whatever the ending (learn.microsoft.com, "Naming Files, Paths").
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}

#: Other separators, drives and streams of Windows, and characters that no name shows.
_NO_PART = re.compile("[\\\\:\x00-\x1f\x7f]")


def is_slug(text: str) -> bool:
    """Whether `text` can name a file on every machine."""
    return bool(SLUG.fullmatch(text)) and text not in _DEVICES


def check_slug(text: str) -> str:
    """Return `text` if it can name a file on every machine; raise UsageError else."""
    if not is_slug(text):
        raise UsageError(
            f"A name cannot be {repeated(text)}.",
            remedy="Use small letters a-z, digits and hyphens, at most 64, for example october-2026.",
            code="bad-slug",
        )
    return text


def slug_of(title: str) -> str:
    """A slug made from a title: letters without their accents, at most 60 characters in whole words, never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    # A possessive s stays with its word, and an apostrophe of any kind makes no new one.
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(words) > 60:
        words = words[:60].rpartition("-")[0] or words[:60]
    return words if SLUG.fullmatch(words) and words not in _DEVICES else f"article-{words}".strip("-")[:60]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one branch. Paths are built here and nowhere else."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / "newsletter.toml"

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    @property
    def issues(self) -> Path:
        return self.root / "issues"

    @property
    def feeds(self) -> Path:
        return self.root / "feeds"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def translations(self) -> Path:
        return self.root / "translations"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.data / "newsletter.db"

    @property
    def web_store(self) -> Path:
        """Answers of the web, kept for the next time; may be deleted at any time."""
        return self.data / "web"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    def article(self, slug: str) -> Path:
        return self.inside(self.articles / f"{check_slug(slug)}.md")

    def issue(self, slug: str) -> Path:
        return self.inside(self.issues / f"{check_slug(slug)}.md")

    def feed(self, name: str) -> Path:
        return self.inside(self.feeds / f"{check_slug(name)}.md")

    def reading(self, feed: str) -> Path:
        """How far a feed was read: `feed` is a checked name."""
        return self.inside(self.data / "feeds" / f"{check_slug(feed)}.json")

    def picture(self, name: str) -> Path:
        """The file of a picture by its name in an article, as `pictures/lima.jpg`.

        Raises WorkspaceError for a name that leads elsewhere, by itself or by a link.
        """
        parts = name.split("/")
        if any(part in ("", ".", "..") or _NO_PART.search(part) for part in parts):
            raise WorkspaceError(
                "The name of a picture must lead to a file of the workspace.",
                remedy="Copy the picture into the folder pictures and write its name like pictures/lima.jpg.",
                code="outside-workspace",
            )
        return self.inside(self.root.joinpath(*parts))

    def translation(self, slug: str, language: str) -> Path:
        """`issues/october.es.md`; `language` is a checked code. Slugs hold no dot: no other issue has this name."""
        return self.inside(self.issues / f"{check_slug(slug)}.{language}.md")

    def inside(self, path: Path) -> Path:
        """Return `path` if it stays in the workspace with every link followed; raise WorkspaceError else."""
        try:
            stays = path.resolve().is_relative_to(self.root.resolve())
        except (RuntimeError, OSError):  # a link that leads to itself
            stays = False
        if not stays:
            raise WorkspaceError(
                f"{path.name} leads out of the workspace {self.root}.",
                remedy="Remove the link, or copy the file into the workspace.",
                code="outside-workspace",
            )
        return path
