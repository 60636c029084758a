"""Public answers of the web, kept in the workspace so that asking again costs a website next to nothing.

Only what any passer-by would get is kept, under names that say nothing. The store is small, and may be deleted at any
time: what is damaged, too old or not there is fetched anew, and a disk without room only means that nothing is kept.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.errors import WorkspaceError
from newsletter.files import write_bytes

_LARGEST = 2_000_000  # bytes of one answer
_ROOM = 20_000_000  # bytes of all
_MOST = 200
_LONGEST_HEAD = 20_000
#: Fields of an answer that are needed later.
_FIELDS = ("etag", "last-modified", "content-type", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as it was, and when: seconds since 1970."""

    url: str
    status: int
    at: float
    fields: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def conditions(self) -> dict[str, str]:
        """Header fields that ask for the answer only if it is another one by now."""
        known = {"If-None-Match": self.fields.get("etag", "")}
        known["If-Modified-Since"] = self.fields.get("last-modified", "")
        return {name: value for name, value in known.items() if value}


class Store:
    """Answers by address, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, url: str) -> Kept | None:
        """The answer that was kept; None where there is none, or it is damaged."""
        try:
            with self._file(url).open("rb") as stream:
                head, _, body = stream.read(_LARGEST + _LONGEST_HEAD).partition(b"\n")
            said = json.loads(head)
            kept = Kept(
                url=said["url"], status=int(said["status"]), at=float(said["at"]),
                fields={name: str(said["fields"].get(name, "")) for name in _FIELDS}, body=body,
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        whole = kept.url == url and said.get("digest") == hashlib.sha256(body).hexdigest()
        return kept if whole else None

    def keep(self, kept: Kept, *, control: str = "") -> None:
        """Keep an answer; `control` is its Cache-Control, which may forbid that."""
        asked = {part.partition("=")[0].strip().lower() for part in control.split(",")}
        if asked & {"no-store", "private"} or len(kept.body) > _LARGEST:
            return
        head = {
            "url": kept.url,
            "status": kept.status,
            "at": kept.at,
            "fields": {name: kept.fields[name] for name in _FIELDS if kept.fields.get(name)},
            "digest": hashlib.sha256(kept.body).hexdigest(),
        }
        line = json.dumps(head).encode()
        if len(line) >= _LONGEST_HEAD:
            return
        with suppress(WorkspaceError, OSError):
            # Its own folder lies beside the list, which others must not look into.
            self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_bytes(self._file(kept.url), b"%b\n%b" % (line, kept.body), mode=0o600)
            self._make_room()

    def _file(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:40]}.kept"

    def _make_room(self) -> None:
        """Remove the oldest until there is room."""
        found = [entry for entry in os.scandir(self._folder) if entry.name.endswith(".kept")]
        newest = sorted(found, key=lambda entry: entry.stat().st_mtime, reverse=True)
        room = _ROOM
        for number, entry in enumerate(newest):
            room -= entry.stat().st_size
            if number >= _MOST or room < 0:
                Path(entry.path).unlink(missing_ok=True)
