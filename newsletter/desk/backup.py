"""Back the list up into one encrypted file, and look whether it can be brought back before saying so."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from newsletter.desk.backupfile import HEAD_BYTES, damaged, digest, new_backup
from newsletter.desk.places import is_within, synced_by, warning
from newsletter.desk.result import Result
from newsletter.desk.sheet import MISSING
from newsletter.desk.words import counted, people
from newsletter.errors import UsageError
from newsletter.files import refuse_place
from newsletter.secret import Purpose, derive, mark_of
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House
from subscribers.custody import BACKUP, SHEET, Custody
from subscribers.database import Database, SqliteDatabase, open_sqlite
from subscribers.identity import new_id
from subscribers.people import People
from subscribers.reserve import is_whole

#: A copy beside the list for as long as this takes; `forget` removes it with the other copies, should a kill leave it.
_COPY = "before-backup"


def back_up(house: House, file: Path) -> Result:
    """Write the list, the opt-outs and the campaigns to `file`. Others may work with the list meanwhile."""
    refuse_server(house, "backed up")
    file = file.expanduser()
    refuse_place(file)
    with house.open_database() as database:
        before = counts_of(database, house.hash_key(database))
        copy = _copy(house, database)
        after = counts_of(database, house.hash_key(database))
        has_sheet = Custody(database).find(SHEET) is not None
    try:
        counts = _counts(house, copy)
        if before == after != counts:
            raise damaged("The copy of the list does not hold what the list does.")
        with new_backup(file, mark_of(house.root), copy) as written:
            if digest(written, HEAD_BYTES) != digest(copy):
                raise damaged("What was written does not read back as it was.")
        size = file.stat().st_size
    finally:
        _remove(copy)
    return Result(
        data={**counts, "file": str(file), "key": mark_of(house.root), "bytes": size},
        lines=(
            (
                f"Wrote {file} ({size / 1_000_000:,.1f} MB): {people(counts['people'])}, "
                f"{counted(counts['suppressed'], 'opt-out', 'opt-outs')}, "
                f"{counted(counts['campaigns'], 'campaign', 'campaigns')}. It was read back, and is whole."
            ),
            f"It opens with key {mark_of(house.root)} only.",
        ),
        messages=tuple(_advice(house, file, has_sheet=has_sheet)),
    )


def refuse_server(house: House, what: str) -> None:
    if house.is_on_server:
        raise UsageError(
            f"This list is kept by a database server, and is {what} with its own tools. Nothing was done.",
            remedy="Use pg_dump and pg_restore: docs/postgresql.md.",
            code="server-backup",
        )


def counts_of(database: Database, hash_key: bytes) -> dict[str, int]:
    """What is told about a list: how many people, opt-outs and campaigns."""
    members = People(database, hash_key=hash_key)
    return {
        "people": members.count(),
        "suppressed": members.suppressions.count(),
        "campaigns": len(Ledger(database).campaigns()),
    }


def _copy(house: House, database: Database) -> Path:
    """One moment of the list, whole: SQLite reads on from it while others write."""
    if not isinstance(database, SqliteDatabase):
        raise TypeError("a server backs itself up")
    # Written down on both sides: the list knows its descendants by it.
    Custody(database).remember(f"{BACKUP}/{new_id()}", "", now=house.clock.now())
    return database.backup(_COPY)


def _counts(house: House, copy: Path) -> dict[str, int]:
    """Of the copy, opened with the key as somebody would who has only that. Raises WorkspaceError."""
    with open_sqlite(copy, derive(house.root, Purpose.DATABASE)) as database:
        if not is_whole(database):
            raise damaged("The copy of the list is not whole.")
        return counts_of(database, Custody(database).hash_key(house.keys_of(house.root)))


def _remove(copy: Path) -> None:
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            copy.with_name(f"{copy.name}{end}").unlink(missing_ok=True)


def _advice(house: House, file: Path, *, has_sheet: bool) -> Iterator[str]:
    if not has_sheet:
        yield MISSING
    if is_within(file, house.workspace.root):
        yield "It lies in the branch's own folder: a lost computer takes both. Copy it to a USB stick."
    yield from warning(house.workspace.data)
    if service := synced_by(file.parent):
        yield (
            f"{service} copies this folder to the internet. The backup is encrypted; never put the recovery sheet "
            "there as well, and delete old backups there, too, when somebody was forgotten."
        )
