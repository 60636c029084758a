"""Looks at this machine: keys, the database and its file, the disk. Nothing is changed."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from newsletter.checks.diagnosis import Diagnosis, ok, problem, unknown
from newsletter.desk.words import counted, people
from newsletter.errors import NewsletterError
from newsletter.secret import VARIABLES, SecretName, Secrets, Source, parse_root
from newsletter.wiring import House
from subscribers.audience import count_mailable
from subscribers.errors import SubscribersError

DATABASE_URL = "NEWSLETTER_DATABASE_URL"
#: Folders that a program copies elsewhere while they are in use, which damages a database.
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "box sync",
)
_LEAST_ROOM = 200_000_000
#: A copy before a change of tables, the log beside it, and room for the outbox.
_TIMES_DATABASE = 3


def examine_place(house: House) -> Iterator[Diagnosis]:
    """Findings about keys, database and disk."""
    yield _root_key(house)
    yield from _key_files(house)
    yield _database(house)
    if not house.environment.get(DATABASE_URL):
        yield _database_file(house)
        yield _folder(house)
    yield _disk(house)


def list_size(house: House) -> int | None:
    """How many people may be mailed; None where the list cannot be opened."""
    try:
        with house.open_database() as database:
            return count_mailable(database)
    except (NewsletterError, SubscribersError):
        return None


def _root_key(house: House) -> Diagnosis:
    try:
        secret = house.secrets.require(SecretName.ROOT)
        root = parse_root(secret.value)
    except NewsletterError as error:
        return problem("root-key", error.message, error.remedy)
    if secret.source is Source.ENVIRONMENT and _elsewhere(house) == root:
        return ok(
            "root-key", "The root key comes from the environment, and a copy of it lies on this machine."
        )
    return unknown(
        "root-key",
        f"The root key is there ({secret.source}). Whether there is a copy of it elsewhere cannot be seen from here; "
        "without the key nobody can open the list.",
        "Keep a copy of the key in a safe place, such as the branch's password manager.",
    )


def _elsewhere(house: House) -> bytes | None:
    """The root key in the keyring or the file, whatever the environment says."""
    plain = {name: value for name, value in house.environment.items() if name != VARIABLES[SecretName.ROOT]}
    try:
        secret = Secrets(house.settings.id, plain).get(SecretName.ROOT)
        return None if secret is None else parse_root(secret.value)
    except NewsletterError:
        return None


def _key_files(house: House) -> Iterator[Diagnosis]:
    """Only where keys lie in files; a keyring looks after itself."""
    paths = [house.secrets.file(name) for name in SecretName]
    there = [path for path in paths if path.exists()]
    shared = [path for path in there if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if shared:
        yield problem(
            "key-files",
            f"{counted(len(shared), 'file with a key', 'files with keys')} can be read by others on this machine.",
            f"Type: chmod 600 {' '.join(map(str, shared))} (and make new keys if anybody may have seen them).",
        )
    elif there:
        yield ok("key-files", "The files with your keys can be read by you alone.")


def _database(house: House) -> Diagnosis:
    try:
        with house.open_database() as database:
            return ok("database", f"The list opens: {people(count_mailable(database))} may be mailed.")
    except (NewsletterError, SubscribersError) as error:
        return problem("database", error.message, error.remedy)


def _database_file(house: House) -> Diagnosis:
    path = house.workspace.database
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return unknown("database-file", "The file of the list cannot be looked at.")
    if os.name == "posix" and mode & 0o077:
        return problem(
            "database-file",
            "The file of the list can be read by others on this machine. It is encrypted all the same.",
            f"Type: chmod 600 {path}",
        )
    return ok("database-file", "The file of the list can be read by you alone, and is encrypted.")


def _folder(house: House) -> Diagnosis:
    parts = [part.lower() for part in house.workspace.data.resolve().parts]
    synced = [part for part in parts if part.startswith(_SYNCED)]
    if synced:
        return problem(
            "folder",
            "The workspace lies in a folder that is copied to the internet while you work, which can damage the list.",
            "Move the branch's folder to a place of its own on this machine; make copies while nothing is sent.",
        )
    return ok("folder", "The workspace lies in a folder of this machine's own.")


def _disk(house: House) -> Diagnosis:
    try:
        free = shutil.disk_usage(house.workspace.root).free
    except OSError:
        return unknown("disk", "How much room the disk has cannot be found out.")
    needed = _LEAST_ROOM + _TIMES_DATABASE * _size(house.workspace.database)
    if free < needed:
        return problem(
            "disk",
            f"The disk has {free // 1_000_000:,} MB left; {needed // 1_000_000:,} MB should be free before a campaign.",
            "Make room: empty the waste-basket, or type: newsletter outbox clear",
        )
    return ok("disk", f"The disk has {free // 1_000_000:,} MB left.")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
