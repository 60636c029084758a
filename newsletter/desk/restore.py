"""Bring a list back from a backup: into the list that there is, which knows who said no since, or in place of one.

Into a list that opens, it is one transaction. In place of one that is lost or empty, a whole file takes its place at
once; what may have happened between the backup and today is then unknown, and nothing is sent before a person has said
yes.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from newsletter.desk.accept import ACCEPT
from newsletter.desk.backup import counts_of, refuse_server
from newsletter.desk.backupfile import Head, damaged, extract, read_head, sync_folder
from newsletter.desk.erasing import LOG_STAYS, tidy
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people
from newsletter.errors import CampaignError, WorkspaceError
from newsletter.feedback.suppressions import read_anew
from newsletter.files import unwritable
from newsletter.secret import VARIABLES, Purpose, SecretName, Source, derive, mark_of, parse_root
from newsletter.sending.ledger import Ledger
from newsletter.sending.restored import Named, add_campaigns, doubt, unsettled
from newsletter.wiring import House
from subscribers.custody import BACKUP, RESTORED, SHEET, Custody
from subscribers.database import Database, SqliteDatabase, open_sqlite
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError
from subscribers.identity import new_id
from subscribers.people import People
from subscribers.reserve import give_key, is_whole
from subscribers.restoring import Restored, bring_back

#: Beside the list, under names that `forget` knows: what is unpacked, and what is replaced.
_UNPACKED = "before-restore-unpacked"
_KEPT = "before-restore-2"  # a year follows
_DAY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Backup:
    """A backup that was unpacked, opened and found whole."""

    database: SqliteDatabase
    #: The root key it was made with, and the key that it hashes addresses with.
    root: bytes = field(repr=False)
    hash_key: bytes = field(repr=False)
    made: datetime
    #: By which a list that has gone on from it knows it; "" of a copy that has none.
    own_id: str
    counts: dict[str, int]

    @property
    def day(self) -> str:
        return self.made.strftime(_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed."""

    file: Path
    other_key: bool = False
    with_leavers: bool = False
    dry_run: bool = False


class _OnlyLooked(Exception):  # noqa: N818 it is no error
    """Ends a transaction that was only to say what it would do."""


def restore(house: House, wanted: Wanted, talk: Talk) -> Result:
    """Say what the backup holds and what would become of the list, ask, and do it."""
    refuse_server(house, "restored")
    with _unpacked(house, wanted, talk) as backup:
        present = _open_present(house, typed=backup.root if wanted.other_key else None)
        if not isinstance(present, str):
            with present:
                if not _is_empty(present):
                    return _into(house, present, backup, wanted, talk)
            present = "The list of this folder is empty."
        return _in_place(house, backup, wanted, talk, why=present)


# --- the backup --------------------------------------------------------------------------------------------


@contextmanager
def _unpacked(house: House, wanted: Wanted, talk: Talk) -> Iterator[_Backup]:
    """The backup as a list that opens, with all tables up to date; gone after the block.

    Where this folder's own key is lost, too, the one that was typed becomes it; it is stored after the yes.
    """
    head = read_head(wanted.file)
    root = _root_for(house, head, wanted, talk)
    if wanted.other_key and not house.is_root_kept:
        house.adopt_root(root)
    path = house.workspace.database.with_name(f"{house.workspace.database.name}.{_UNPACKED}")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        # A journal that a kill left beside it would be taken for one of this file, and spoil it.
        _remove_unpacked(path)
        extract(wanted.file, head, path)
        with _opened(path, root, head) as database:
            yield _read(house, database, root, wanted.file, head)
    finally:
        with suppress(WorkspaceError):
            _remove_unpacked(path)


def _remove_unpacked(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*"):
        try:
            left.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(left, error) from error


def _root_for(house: House, head: Head, wanted: Wanted, talk: Talk) -> bytes:
    if wanted.other_key:
        root = parse_root(talk.ask_secret("The key on the recovery sheet that goes with this backup"))
    else:
        root = house.root
    if head.mark and mark_of(root) != head.mark:
        whose = "The key that was typed" if wanted.other_key else "The key of this folder"
        raise WorkspaceError(
            f"This backup was made with key {head.mark}. {whose} is {mark_of(root)}. Nothing was changed.",
            remedy=f"Find the recovery sheet of key {head.mark}, and add --other-key to be asked for it.",
            code="other-key",
        )
    return root


def _opened(path: Path, root: bytes, head: Head) -> SqliteDatabase:
    """Raises WorkspaceError for what is damaged, or was never a list."""
    try:
        database = open_sqlite(path, derive(root, Purpose.DATABASE))
    except DatabaseError as error:
        if error.code not in ("wrong-key", "database-damaged", "not-encrypted"):
            raise
        if not head.mark:
            raise WorkspaceError(
                "This file does not open with the key: it has another one, or is no list. Nothing was changed.",
                remedy="If you have the recovery sheet of its key, add --other-key to be asked for it.",
                code="other-key",
            ) from error
        raise damaged("This backup is damaged: it has the right key, and does not open.") from error
    if not is_whole(database):
        database.close()
        raise damaged("This backup is damaged.")
    return database


def _read(house: House, database: SqliteDatabase, root: bytes, file: Path, head: Head) -> _Backup:
    newest = max(Custody(database).all(BACKUP), key=lambda note: note.at, default=None)
    house.bring_up_to_date(database)
    hash_key = Custody(database).hash_key(house.keys_of(root))
    is_own = newest is not None and bool(head.mark or _KEPT in file.name)
    return _Backup(
        database=database,
        root=root,
        hash_key=hash_key,
        made=newest.at if is_own and newest else datetime.fromtimestamp(file.stat().st_mtime, UTC),
        own_id=newest.name if is_own and newest else "",
        counts=counts_of(database, hash_key),
    )


# --- the list that there is --------------------------------------------------------------------------------


def _open_present(house: House, *, typed: bytes | None) -> Database | str:
    """The list, or why there is none that could be read. Raises WorkspaceError where it opens with the typed key."""
    if not house.has_list:
        return "There is no list in this folder."
    try:
        database = house.open_database()
    except WorkspaceError as error:
        if error.code != "no-list":
            raise
        return "There is no list in this folder."
    except DatabaseError as error:
        if error.code not in ("wrong-key", "database-damaged", "not-encrypted"):
            raise
        if typed is not None and house.opens_with(typed):
            raise _opens_already(house) from error
        return f"The list of this folder cannot be read. {error.message}"
    return database


def _opens_already(house: House) -> WorkspaceError:
    """It may know who left and who joined since the backup, which must not take its place unasked."""
    kept = house.secrets.get(SecretName.ROOT)
    is_variable = kept is not None and kept.source is Source.ENVIRONMENT
    variable = VARIABLES[SecretName.ROOT]
    where = f"in the variable {variable}" if is_variable else "that is stored here"
    first = f"Unset {variable}, then type" if is_variable else "Type"
    return WorkspaceError(
        "The list of this folder opens with the key that was typed, and may know of people who said no since the "
        f"backup. Only the key {where} is another one. Nothing was changed.",
        remedy=f"{first}: newsletter secret set root, and the same key. If you want the backup then, restore it "
        "without --other-key.",
        code="list-opens",
    )


def _is_empty(database: Database) -> bool:
    """Nobody is on it, nobody has said no, and nothing was sent: as `newsletter init` leaves it."""
    return not any(counts_of(database, bytes(32)).values())


def _other_list() -> WorkspaceError:
    return WorkspaceError(
        "This folder holds another list than the backup does: it hashes addresses in another way. Nothing was changed.",
        remedy="Make a new folder for it: newsletter init FOLDER, and restore it there.",
        code="other-list",
    )


# --- into a list that opens --------------------------------------------------------------------------------


def _into(house: House, present: Database, backup: _Backup, wanted: Wanted, talk: Talk) -> Result:
    if house.hash_key(present) != backup.hash_key:
        raise _other_list()
    if not wanted.dry_run:
        # Who is to be forgotten waits where a copy that names them is to be read: it would have to go first.
        is_copy = wanted.file.resolve() in {copy.resolve() for copy in present.copies()}
        for remark in () if is_copy else tidy(house, present, in_use=backup.database.path.name):
            talk.say(remark)
    _refuse_unsettled(house, present)
    now, members = house.clock.now(), house.people(present)
    before = counts_of(present, backup.hash_key)
    planned = _carried_out(house, present, backup, wanted, now=now)
    lines = (*_about(backup, before), *_told(planned, wanted))
    data = {**_data(backup, before), **asdict(planned), "in_place": False}
    if wanted.dry_run:
        return Result(
            data=data | {"restored": False, "kept": None},
            lines=(*lines, "This was only said (--dry-run). Nothing was changed."),
        )
    talk.say("\n".join(lines))
    talk.confirm("Restore it? The list as it is now is kept as a copy.")
    house.keep_root()
    Custody(present).remember(f"{BACKUP}/{new_id()}", "", now=now)
    kept = present.backup(_free_name(house, now))
    _carried_out(house, present, backup, wanted, now=now, agreed=planned)
    is_clean = Erasures(members).purge()
    counts = counts_of(present, backup.hash_key)
    return Result(
        data=data | {"restored": True, "kept": None if kept is None else kept.name},
        lines=(
            f"Restored: {people(counts['people'])} as of {backup.day}. What was there is kept as {_name(kept)}.",
        ),
        messages=() if is_clean else (LOG_STAYS,),
    )


def _name(kept: Path | None) -> str:
    return "" if kept is None else f"data/{kept.name}"


def _refuse_unsettled(house: House, present: Database) -> None:
    open_ones = unsettled(present, now=house.provider_time())
    if not open_ones:
        return
    campaign, state = open_ones[0]
    remedy = (
        f"It can still be called back: wait until that is over (newsletter campaign show {campaign}), "
        f"or type: newsletter campaign undo {campaign}"
        if state in ("done", "undone")
        else f"Settle it: newsletter campaign resume {campaign} (or undo {campaign}), then type the command again."
    )
    raise CampaignError(
        f"Campaign {campaign} is not settled: somebody in it waits, is in doubt, or can be called back. "
        "Nothing was changed.",
        remedy=remedy,
        code="campaign-unsettled",
    )


def _carried_out(
    house: House, present: Database, backup: _Backup, wanted: Wanted, *, now: datetime, agreed: Restored | None = None
) -> Restored:  # fmt: skip
    """In one transaction: a kill anywhere leaves the list as it was, or as it is to be. Not `agreed`: only to look."""
    members, ledger = house.people(present), Ledger(present)
    is_descendant = bool(backup.own_id) and Custody(present).find(backup.own_id) is not None
    done = Restored()
    with suppress(_OnlyLooked), present.transaction():
        _refuse_unsettled(house, present)
        new = add_campaigns(present, backup.database)
        open_ones = {id_ for id_, _ in unsettled(present, now=house.provider_time())} & set(new)
        doubt(present, sorted(open_ones), now=now)
        named = Named(present)

        def forget(person: str, address_hash: str) -> None:
            if person in named:
                ledger.forget(person, lambda issue: members.marks.of_hash(issue, address_hash))

        done = bring_back(
            members, People(backup.database, hash_key=backup.hash_key), forget=forget,
            is_descendant=is_descendant, with_leavers=wanted.with_leavers, now=now,
        )  # fmt: skip
        if not is_descendant:
            _hold(present, backup, now=now)
        if agreed is None:
            raise _OnlyLooked
        if agreed != done:
            raise _list_changed()
    return done


def _list_changed() -> CampaignError:
    return CampaignError(
        "The list changed while you were reading the question. Nothing was restored.",
        remedy="Type the same line again to see the new numbers.",
        code="list-changed",
    )


# --- in place of one that is lost ----------------------------------------------------------------------------


def _in_place(house: House, backup: _Backup, wanted: Wanted, talk: Talk, *, why: str) -> Result:
    now, root = house.clock.now(), house.root
    lines = (*_about(backup, None), why, *_new_key(house, root), *_unknown(backup))
    data = {**_data(backup, None), **asdict(Restored(back=backup.counts["people"])), "in_place": True}
    if wanted.dry_run:
        return Result(
            data=data | {"restored": False, "kept": None},
            lines=(*lines, "This was only said (--dry-run). Nothing was changed."),
        )
    talk.say("\n".join(lines))
    talk.confirm("Restore it? What lies there is kept as a copy.")
    house.keep_root()
    _make_ours(house, backup, root, now=now)
    path = backup.database.path
    if root != backup.root:
        give_key(backup.database, derive(root, Purpose.DATABASE))
    backup.database.close()
    kept = _take_place(house, path, now=now)
    return Result(
        data=data | {"restored": True, "kept": kept or None},
        lines=(
            f"Restored: {people(backup.counts['people'])} as of {backup.day}.",
            *((f"What lay there is kept as data/{kept}.",) if kept else ()),
            f"Nothing is sent before you have typed: {ACCEPT}",
        ),
    )


def _make_ours(house: House, backup: _Backup, root: bytes, *, now: datetime) -> None:
    """The unpacked list becomes this folder's, and remembers from when it is."""
    custody = Custody(backup.database)
    with backup.database.transaction():
        sheet = custody.find(SHEET)
        custody.hand_over(backup.hash_key, house.keys_of(root), now=now)
        if sheet is not None and root == backup.root:
            custody.remember(SHEET, sheet.value, now=sheet.at)
        campaigns = [id_ for id_, _ in unsettled(backup.database, now=0)]
        doubt(backup.database, campaigns, now=now)
        _hold(backup.database, backup, now=now)


def _hold(database: Database, backup: _Backup, *, now: datetime) -> None:
    """Nothing is sent until somebody has said yes to what cannot be known. A hold from an earlier day stays."""
    custody = Custody(database)
    held = custody.find(RESTORED)
    custody.remember(RESTORED, min(backup.day, held.value) if held else backup.day, now=now)
    read_anew(database)


def _take_place(house: House, new: Path, *, now: datetime) -> str:
    """Put the whole file in place of what lies there, which is kept; the copy's name, "" where nothing lay there."""
    path = house.workspace.database
    kept = path.with_name(f"{path.name}.{_free_name(house, now)}")
    try:
        with new.open("rb") as stream:
            os.fsync(stream.fileno())
        if is_there := path.exists():
            _keep(path, kept)
        # The log that lies beside it is a part of the copy; the new list would be damaged by it.
        for end in ("-wal", "-shm", "-journal"):
            if (lying := path.with_name(f"{path.name}{end}")).exists():
                lying.replace(kept.with_name(f"{kept.name}{end}"))
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    return kept.name if is_there else ""


def _free_name(house: House, now: datetime) -> str:
    """What the copy's name ends in: no earlier copy is written over, not even of the same second."""
    path, plain = house.workspace.database, f"before-restore-{now:%Y%m%d-%H%M%S}"
    names = (plain, *(f"{plain}-{number}" for number in range(2, 1000)))
    return next(name for name in names if not path.with_name(f"{path.name}.{name}").exists())


def _keep(path: Path, kept: Path) -> None:
    """The file has both names until another takes its first one, so that it is never without a list."""
    try:
        kept.hardlink_to(path)
    except (OSError, NotImplementedError):  # a file system without links
        shutil.copy2(path, kept)


# --- what is said --------------------------------------------------------------------------------------------


def _about(backup: _Backup, before: dict[str, int] | None) -> Iterator[str]:
    yield f"The backup is of {backup.made:%d %B %Y, %H:%M} UTC."
    words = {
        "people": ("person", "people"),
        "suppressed": ("opt-out", "opt-outs"),
        "campaigns": ("campaign", "campaigns"),
    }
    for key, (one, many) in words.items():
        now = "" if before is None else f"   (now: {before[key]:,})"
        yield f"  {counted(backup.counts[key], one, many)}{now}"


def _told(done: Restored, wanted: Wanted) -> Iterator[str]:
    yield f"Stay, with names, languages, tags and consent of that day: {people(done.stay)}."
    if done.back:
        yield f"Come back, who are not on the list now: {people(done.back)}."
    if done.gone:
        yield f"Joined since, and go: {people(done.gone)}. Whoever joins again is known as the same person."
    if done.removed:
        yield f"Were forgotten or removed since, and stay away: {people(done.removed)}."
    if done.leavers and not wanted.with_leavers:
        yield f"  {done.leavers:,} of them because of a whole list (sync); --with-leavers brings these back."
    if done.withdrawn:
        yield f"Took their consent back since, which stands: {people(done.withdrawn)}."
    if done.held_back:
        yield f"Came back of their own accord since, but say no in the backup, which counts: {people(done.held_back)}."
    yield "Every opt-out stays, of then and of now. What was sent stays sent: nobody gets an issue twice."


def _new_key(house: House, root: bytes) -> Iterator[str]:
    if not house.is_root_kept:
        yield (
            f"No key of this folder was found; the one that was typed becomes it: {mark_of(root)}. If only the keyring "
            "is locked, say no, unlock it, and look whether the list opens."
        )


def _unknown(backup: _Backup) -> Iterator[str]:
    yield f"WHO LEFT SINCE {backup.day}, AND WHAT WAS SENT SINCE, IS NOT KNOWN TO THIS BACKUP."
    yield "Campaigns that were on their way that day are in doubt, and are not carried on without your word."


def _data(backup: _Backup, before: dict[str, int] | None) -> dict[str, object]:
    return {"day": backup.day, "then": backup.counts, "now": before}
