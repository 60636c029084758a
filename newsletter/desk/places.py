"""Folders in which keys, lists and backups had better not lie: copied to the internet, under git, or open to others."""

import os
import stat
from pathlib import Path

#: How the folders of programs begin that copy what lies in them elsewhere while it is in use.
_SYNCED = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "icloud": "iCloud", "mobile documents": "iCloud", "nextcloud": "Nextcloud",
    "owncloud": "ownCloud", "box sync": "Box", "pcloud": "pCloud", "megasync": "MEGA",
}  # fmt: skip
#: What such programs leave in a folder of any name.
_MARKERS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".stfolder": "Syncthing", ".tmp.drivedownload": "Google Drive",
}  # fmt: skip


def synced_by(path: Path) -> str:
    """The program that copies what lies at `path` to the internet, "" where none is known to."""
    there = path.resolve()
    for part in there.parts:
        for beginning, name in _SYNCED.items():
            if part.lower().startswith(beginning):
                return name
    for folder in (there, *there.parents):
        for marker, name in _MARKERS.items():
            if (folder / marker).exists():
                return name
    return ""


def is_under_git(path: Path) -> bool:
    there = path.resolve()
    return any((folder / ".git").exists() for folder in (there, *there.parents))


def is_within(path: Path, folder: Path) -> bool:
    """With all links followed."""
    return path.resolve().is_relative_to(folder.resolve())


def is_open_to_others(path: Path) -> bool:
    """Whether other accounts of this machine can read a file. Windows keeps no such bits."""
    try:
        return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False
