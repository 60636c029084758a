"""Looks at this machine: keys, the database and its file, the disk. Nothing is changed."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from newsletter.checks.diagnosis import Diagnosis, ok, problem, unknown
from newsletter.desk.places import is_open_to_others, synced_by
from newsletter.desk.sheet import COMMAND
from newsletter.desk.words import counted, people
from newsletter.errors import NewsletterError
from newsletter.secret import VARIABLES, SecretName, Secrets, Source, parse_root
from newsletter.wiring import House
from subscribers.audience import count_mailable
from subscribers.custody import SHEET, Custody
from subscribers.errors import SubscribersError

DATABASE_URL = "NEWSLETTER_DATABASE_URL"
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
    if (day := _sheet_day(house)) is not None:
        return ok("root-key", f"The root key is there ({secret.source}); a recovery sheet was made on {day}.")
    return unknown(
        "root-key",
        f"The root key is there ({secret.source}). No recovery sheet was made of it; without the key nobody can open "
        "the list, or a backup of it.",
        f"Make one, and keep it where the computer is not: {COMMAND}",
    )


def _sheet_day(house: House) -> str | None:
    try:
        with house.look_up() as people:
            sheet = Custody(people.database).find(SHEET)
    except (NewsletterError, SubscribersError):
        return None
    return None if sheet is None else f"{sheet.at:%Y-%m-%d}"


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
    elif there and (service := synced_by(house.secrets.folder)):
        yield problem(
            "key-files",
            f"The files with your keys lie in a folder that {service} copies to the internet.",
            f"Have {service} leave out the folder {house.secrets.folder}, and delete its copy there.",
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
        names = sorted(one.name for one in path.parent.iterdir() if one.is_file() and is_open_to_others(one))
        path.stat()
    except OSError:
        return unknown("database-file", "The file of the list cannot be looked at.")
    if path.name in names:
        return problem(
            "database-file",
            "The file of the list can be read by others on this machine. It is encrypted all the same.",
            f"Type: chmod 600 {path}",
        )
    shown = [name for name in names if not name.endswith(".lock")]
    if shown and is_open_to_others(path.parent):
        return problem(
            "database-file",
            f"Beside the list lie files that others on this machine can read: {', '.join(shown[:5])}.",
            f"Delete what you do not need, and type: chmod 700 {path.parent}",
        )
    return ok("database-file", "The file of the list can be read by you alone, and is encrypted.")


def _folder(house: House) -> Diagnosis:
    if service := synced_by(house.workspace.data):
        return problem(
            "folder",
            f"{service} copies the folder of the workspace to the internet while you work, which can damage the list.",
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
