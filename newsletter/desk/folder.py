"""The public folder: what `issue publish` wrote, and what it may write over. Nothing is ever deleted.

A list of our own files, published.json, lies in the folder. What is not on it, or was changed since, is somebody
else's and stays. Letters already sent show old pictures and lead to old pages, so those stay as well.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsletter.desk.private import refuse_personal, refuse_private
from newsletter.errors import WorkspaceError
from newsletter.files import read_text, write_bytes, write_text
from newsletter.rendering.dead_links import folders_led_to, without_folders
from newsletter.rendering.web import Entry
from newsletter.table import LANGUAGE
from newsletter.workspace import Workspace, is_slug

LIST = "published.json"
_PATH = re.compile(
    r"index\.html|feed\.xml|pictures/[a-z0-9]{32}\.(jpg|png)|[a-z0-9][a-z0-9-]{0,63}(\.[a-z]{2,3}(-[A-Z]{2})?)?/index\.html"
)
#: Whoever is killed again and again, and edits in between, leaves files of several ages behind.
_REMEMBERED = 5
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(kw_only=True)
class PublicFolder:
    """One folder, with its list as it was read."""

    root: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    #: SHA-256 of the pages by the id of their issue, so that an unchanged one keeps its time.
    pages: dict[str, str] = field(default_factory=dict)
    #: ids of issues whose page was taken out of the folder by hand.
    unlisted: set[str] = field(default_factory=set)
    #: path -> SHA-256 of what we wrote last, and of what we wrote before.
    files: dict[str, list[str]] = field(default_factory=dict)

    def put(self, entry: Entry, pages: Sequence[str]) -> None:
        """Take an issue up, with its pages, the main letter's first.

        One that is there already keeps its first time, and its last one if every page is the same.
        """
        self._free_slug(entry)
        old = self.entries.get(entry.id)
        digest = _digest("\n".join([*pages, entry.title, entry.summary, entry.slug]).encode())
        if old is not None:
            is_same = self.pages.get(entry.id) == digest
            entry = replace(entry, published=old.published, updated=old.updated if is_same else entry.updated)
        self.entries[entry.id] = entry
        self.pages[entry.id] = digest
        self.unlisted.discard(entry.id)

    def _free_slug(self, entry: Entry) -> None:
        """Raise WorkspaceError where another issue has the name; one that was taken out by hand has given it up."""
        for other in tuple(self.entries.values()):
            if other.slug != entry.slug or other.id == entry.id:
                continue
            if other.id not in self.unlisted:
                raise WorkspaceError(
                    f"The folder already has another issue called {entry.slug}.",
                    remedy="Give the issue's file another name, or publish into another folder.",
                    code="published-slug",
                )
            del self.entries[other.id], self.pages[other.id]
            self.unlisted.discard(other.id)

    def without_gone(self, *, but: str) -> tuple[str, ...]:
        """Take out of the list what somebody took out of the folder, but for one issue; return the names that went.

        An issue's times are kept: it comes back with them when its page does.
        """
        went = []
        for entry in tuple(self.entries.values()):
            if entry.id == but:
                continue
            if not self._has_page(entry.slug):
                if entry.id not in self.unlisted:
                    went.append(entry.slug)
                self.unlisted.add(entry.id)
                continue
            self.unlisted.discard(entry.id)
            there = tuple(each for each in entry.translations if self._has_page(f"{entry.slug}.{each}"))
            went += [f"{entry.slug}.{each}" for each in entry.translations if each not in there]
            self.entries[entry.id] = replace(entry, translations=there)
        return tuple(sorted(went))

    def without_dead_links(self, *, but: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
        """Our pages, but for those of one issue, that led to languages whose pages are gone; now they do not.

        With them a line about each page that does and was changed since: it stays as it is.
        """
        mended: dict[str, bytes] = {}
        lines = []
        for path, digests in self.files.items():
            name, _, rest = path.partition("/")
            if rest != "index.html" or name.partition(".")[0] == but or not self._has_page(name):
                continue
            content = _read(self.root / path)
            page = content.decode(errors="surrogateescape")
            dead = [folder for folder in folders_led_to(page) if not self._has_page(folder)]
            if dead and _digest(content) in digests:
                mended[path] = without_folders(page, dead).encode(errors="surrogateescape")
            elif dead:
                ways = ", ".join(f"../{folder}/" for folder in dead)
                lines.append(
                    f"{self.root / path} still leads to a page that is no longer there: {ways}. "
                    "It was changed by hand and stays as it is; take the link out."
                )
        return mended, tuple(lines)

    def _has_page(self, name: str) -> bool:
        return (self.root / name / "index.html").is_file()

    @property
    def listed(self) -> tuple[Entry, ...]:
        """What the list of issues and the feed show."""
        return tuple(entry for entry in self.entries.values() if entry.id not in self.unlisted)

    def write(self, files: Mapping[str, bytes]) -> tuple[Path, ...]:
        """Write what is new or changed, each file whole or not at all; return which. Writes nothing if it may not.

        Whoever is killed meanwhile publishes once more: the list names the new and the old bytes before they change.
        """
        changed = {path: content for path, content in files.items() if self._is_to_write(path, content)}
        for path, content in changed.items():
            known = [_digest(content), *self.files.get(path, ())]
            self.files[path] = list(dict.fromkeys(known))[:_REMEMBERED]
        text = self._to_json()
        if not self._is_written(LIST, text.encode()):
            write_text(self.root / LIST, text)
        for path, content in changed.items():
            write_bytes(self._place(path), content)
        return tuple(self.root / path for path in changed)

    def _is_to_write(self, path: str, content: bytes) -> bool:
        """Whether a file has to be written. Raises WorkspaceError where it is somebody else's."""
        place = self._place(path)
        if not place.exists():
            return True
        there = _digest(_read(place))
        if there == _digest(content):
            self.files.setdefault(path, [there])
            return False
        if there not in self.files.get(path, ()):
            raise WorkspaceError(
                f"{place} was not written by this program, or was changed since. Nothing was written.",
                remedy="Move that file away and publish again, or choose another folder.",
                code="published-foreign",
            )
        return True

    def _is_written(self, path: str, content: bytes) -> bool:
        place = self._place(path)
        return place.exists() and _read(place) == content

    def _place(self, path: str) -> Path:
        place = self.root / path
        if not place.resolve().is_relative_to(self.root.resolve()):
            raise WorkspaceError(
                f"{path} leads out of the folder {self.root}.",
                remedy="Remove the link.",
                code="published-link",
            )
        return place

    def _to_json(self) -> str:
        issues = {
            id_: {
                "slug": entry.slug,
                "title": entry.title,
                "summary": entry.summary,
                "language": entry.language,
                "translations": list(entry.translations),
                "listed": id_ not in self.unlisted,
                "published": entry.published.isoformat(),
                "updated": entry.updated.isoformat(),
                "page": self.pages[id_],
            }
            for id_, entry in sorted(self.entries.items())
        }
        values = {"version": 1, "issues": issues, "files": dict(sorted(self.files.items()))}
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def open_folder(workspace: Workspace, root: Path, *, keys: Path) -> PublicFolder:
    """The folder as it is, or a new one. Raises WorkspaceError for one that must not be public.

    `keys` is the folder of secrets.
    """
    refuse_private(workspace, root)
    refuse_personal(keys, root)
    if not (root / LIST).exists():
        return PublicFolder(root=root)
    text = read_text(root / LIST, what="the list of published files")
    try:
        return _parsed(root, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"{root / LIST} is damaged. Nothing was written.",
            remedy="Take it from your web space or a backup; or publish into an empty folder.",
            code="published-list",
        ) from error


def _parsed(root: Path, values: Any) -> PublicFolder:
    folder = PublicFolder(root=root)
    for id_, row in values["issues"].items():
        folder.entries[id_], folder.pages[id_] = _entry(id_, row), str(row["page"])
        # Lists of older versions say neither this nor which translations there are.
        if not row.get("listed", True):
            folder.unlisted.add(id_)
    for path, digests in values["files"].items():
        if not _PATH.fullmatch(path) or not all(_DIGEST.fullmatch(digest) for digest in digests):
            raise ValueError(path)
        folder.files[path] = list(digests)[:_REMEMBERED]
    return folder


def _entry(id_: str, row: Any) -> Entry:
    entry = Entry(
        id=id_,
        slug=row["slug"],
        title=str(row["title"]),
        summary=str(row["summary"]),
        language=row["language"],
        published=datetime.fromisoformat(row["published"]),
        updated=datetime.fromisoformat(row["updated"]),
        translations=tuple(row.get("translations", ())),
    )
    if not is_slug(entry.slug) or entry.published.tzinfo is None or entry.updated.tzinfo is None:
        raise ValueError(id_)
    if not all(LANGUAGE.fullmatch(each) for each in (entry.language, *entry.translations)):
        raise ValueError(id_)
    return entry


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read ({error.strerror}).",
            remedy="Check that the folder is yours; then publish again.",
            code="unreadable",
        ) from error
