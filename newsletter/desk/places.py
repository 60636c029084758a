"""Folders in which keys, lists and backups had better not lie: copied to the internet, under git, or open to others."""

import os
import stat
import unicodedata
from pathlib import Path

#: How the folders of programs begin that copy what lies in them elsewhere while it is in use.
_SYNCED = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "icloud": "iCloud", "mobile documents": "iCloud", "nextcloud": "Nextcloud",
    "owncloud": "ownCloud", "box sync": "Box", "box-box": "Box", "pcloud": "pCloud", "megasync": "MEGA",
    "syncthing": "Syncthing", "tresorit": "Tresorit", "my tresors": "Tresorit", "yandex.disk": "Yandex Disk",
    "yandexdisk": "Yandex Disk", "яндекс.диск": "Yandex Disk", "proton drive": "Proton Drive",
    "protondrive": "Proton Drive", "sync.com": "Sync.com",
}  # fmt: skip
#: Words that other folders may begin with: these are whole names.
_NAMED = {"box": "Box", "mega": "MEGA", "tresors": "Tresorit", "sync": "Syncthing or Sync.com"}
#: What such programs leave in a folder of any name.
_MARKERS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".stfolder": "Syncthing", ".stversions": "Syncthing", ".stignore": "Syncthing",
    ".tmp.drivedownload": "Google Drive", ".megaignore": "MEGA", ".tresorit": "Tresorit",
    ".sync": "Yandex Disk or Resilio", ".sync-exclude.lst": "Nextcloud or ownCloud",
}  # fmt: skip
#: Where macOS keeps the folders of all of them, as "Box-Box" or "ProtonDrive-name".
_ALL_OF_THEM = "cloudstorage"


def synced_by(path: Path) -> str:
    """The program that copies what lies at `path` to the internet, "" where none is known to."""
    there = path.resolve()
    parts = [unicodedata.normalize("NFC", part) for part in there.parts]
    for above, part in zip(("", *parts), parts, strict=False):
        if name := _name_of(part.lower()):
            return name
        if above.lower() == _ALL_OF_THEM:
            return part.partition("-")[0]
    for folder in (there, *there.parents):
        for marker, name in _MARKERS.items():
            if (folder / marker).exists():
                return name
    return ""


def warning(path: Path) -> tuple[str, ...]:
    """What is to be said of a workspace in such a folder; nothing of another."""
    service = synced_by(path)
    if not service:
        return ()
    said = (
        f"{service} copies the branch's folder elsewhere while you work, which can damage the list, and keeps copies "
        "of it where you cannot delete them. Move the folder to a place of its own on this computer."
    )
    return (said,)


def _name_of(folder: str) -> str:
    if folder in _NAMED:
        return _NAMED[folder]
    return next((name for beginning, name in _SYNCED.items() if folder.startswith(beginning)), "")


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
