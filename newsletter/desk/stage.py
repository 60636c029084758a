"""The stage of a rehearsal: a workspace in a private folder, a copy of the list without anybody, a clock that leaps.

A stage is a value, handed to a process over its standard input. Nothing of it stands in a variable or a settings file,
so no leftover can turn a real campaign into a drill, nor a rehearsal into a real campaign: what a stage opens is always
this folder, this list of nobody, and a host on this machine.
"""

import mmap
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from newsletter.articles import article as articles
from newsletter.errors import WorkspaceError
from newsletter.files import unwritable
from newsletter.issue import Issue
from newsletter.sending.campaign import Kind
from newsletter.sending.clock import Clock, Mark, SystemClock
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of
from newsletter.settings import Settings, TransportName, Unsubscribe, load
from newsletter.translation import load_all
from newsletter.transports.sendgrid.host import VARIABLE as HOST_VARIABLE
from newsletter.wiring import House
from newsletter.workspace import Workspace
from subscribers.likeness import copy_likeness

#: Rehearsals of a branch without an unsubscribe group go by this one: the local SendGrid knows every group.
STAND_IN_GROUP = 1
#: The only key that the local SendGrid takes; it opens nothing else.
KEY = "SG.rehearsal.of-nobody"
PREFIX = "newsletter-rehearsal-"
_CLOCK_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a rehearsal is played."""

    folder: str
    #: Where the local SendGrid listens.
    url: str
    #: 32 bytes in hexadecimal, made for this rehearsal. Never on the disk: what is left of a stage tells nobody
    #: anything.
    root_key: str = field(repr=False)

    @property
    def clock_file(self) -> Path:
        return clock_file(Path(self.folder))

    def house(self, clock: Clock) -> House:
        """The house on the stage, with the real one's settings but for host, keys and group."""
        workspace = Workspace(Path(self.folder))
        variables = {
            "SENDGRID_API_KEY": KEY,
            "NEWSLETTER_ROOT_KEY": self.root_key,
            HOST_VARIABLE: self.url,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        house = House(
            workspace=workspace,
            settings=staged(load(workspace.settings_file)),
            environment=variables,
            clock=clock,
        )
        if house.kind_of(TransportName.SENDGRID) is not Kind.DRILL:
            raise AssertionError("a rehearsal talks to this machine only")
        return house


def staged(settings: Settings) -> Settings:
    """The branch's settings as a campaign through SendGrid has them, also where it sends in another way today."""
    sending = replace(
        settings.sending,
        transport=TransportName.SENDGRID,
        unsubscribe=Unsubscribe.PROVIDER,
        unsubscribe_group=settings.sending.unsubscribe_group or STAND_IN_GROUP,
    )
    return replace(settings, sending=sending)


def clock_file(folder: Path) -> Path:
    return folder / "clock"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that nobody else can read, gone at the end whatever happens inside.

    Ctrl-C, a closed window and a plain `kill` end what is inside as KeyboardInterrupt; a second one does not cut the
    clearing up short.
    """
    with _signals_clear_up() as deafen:
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        except OSError as error:
            raise unwritable(Path(tempfile.gettempdir()), error) from error
        try:
            yield folder
        finally:
            deafen()
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists():
                raise _left_over(folder)


@contextmanager
def _signals_clear_up() -> Iterator[Callable[[], None]]:
    """Gives what makes this process deaf to further signals. One that was ignored before stays so."""
    named = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {each: signal.getsignal(each) for each in named}
    heeded = [each for each in named if before[each] not in (signal.SIG_IGN, None)]

    def deafen() -> None:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)

    def unwind(*_: object) -> None:
        deafen()
        raise KeyboardInterrupt

    try:
        for each in heeded:
            signal.signal(each, unwind)
        yield deafen
    finally:
        for each in heeded:
            signal.signal(each, before[each])


def _left_over(folder: Path) -> WorkspaceError:
    """On Windows a file can be held for a moment by a process that has just been killed."""
    return WorkspaceError(
        f"The rehearsal's folder could not be removed: {folder}.",
        remedy="Delete it. It holds your articles, and an encrypted list of invented people whose key is gone.",
        code="rehearsal-left",
    )


def set_up(
    house: House, stage: Stage, clock: Clock, issue: Issue, *, leave_out: Set[str], believes: bool
) -> int:
    """Copy what the campaign needs, without anybody's name or address; how many people the copied list holds."""
    translations = load_all(house.workspace, issue, house.settings.branch)
    _copy_files(house.workspace, Path(stage.folder), (issue, *translations), logo=house.settings.branch.logo)
    there = stage.house(clock)
    there.make_database()
    with house.open_database() as real, there.open_database() as copy:
        number = copy_likeness(house.people(real), there.people(copy), leave_out=leave_out)
        if believes:
            account = account_of(stage.url, KEY)
            Premises(copy, account=account).store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=clock.now())
    return number


def _copy_files(workspace: Workspace, folder: Path, files: Sequence[Issue], *, logo: str) -> None:
    """`files` are the issue's: one for each language."""
    target = Workspace(folder)
    try:
        shutil.copyfile(workspace.settings_file, target.settings_file)
        for directory in (target.issues, target.articles):
            directory.mkdir()
        for file in files:
            shutil.copyfile(file.path, target.issues / file.path.name)
        for slug in {slug for file in files for slug in file.articles}:
            shutil.copyfile(workspace.article(slug), target.article(slug))
            photo = articles.load(workspace, slug).photo
            _copy_picture(workspace, target, photo.file if photo else "")
        _copy_picture(workspace, target, logo)
        for own in (workspace.templates, workspace.translations):
            if own.is_dir():
                # Links stay links: those that lead out of the folder are refused there as they are here.
                shutil.copytree(workspace.inside(own), folder / own.name, symlinks=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _copy_picture(workspace: Workspace, target: Workspace, name: str) -> None:
    """Letters of a rehearsal are as heavy as the real ones. What is not there is told as it is of the real letter."""
    if name and workspace.picture(name).is_file():
        copy = target.picture(name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workspace.picture(name), copy)


class LeapingClock(SystemClock):
    """Does not wait: to sleep moves the time on for everybody who shares the file.

    Threads that sleep at the same time share the leap, as they would share an hour.
    """

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < _CLOCK_BYTES:
                os.ftruncate(handle, _CLOCK_BYTES)
            self._map = mmap.mmap(handle, _CLOCK_BYTES)
        finally:
            os.close(handle)
        # Of the machine's own kind, so that it is read and written in one piece: another process looks at any moment,
        # and this one may be killed at any moment.
        self._offset = memoryview(self._map).cast("d")
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._offset[0])

    def mark(self) -> Mark:
        mark, offset = super().mark(), self._offset[0]
        return Mark(elapsed=mark.elapsed + offset, wall=mark.wall + offset)

    def sleep(self, seconds: float) -> None:
        end = self.mark().elapsed + seconds
        with self._lock:
            left = end - self.mark().elapsed
            if left > 0:
                self._offset[0] += left

    def close(self) -> None:
        self._offset.release()
        self._map.close()
