"""The stage of a rehearsal: a private folder with nobody in it, which nothing can turn real, and a leaping clock."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from newsletter.desk.stage import (
    KEY,
    STAND_IN_GROUP,
    LeapingClock,
    Stage,
    clock_file,
    private_folder,
    set_up,
    staged,
)
from newsletter.issue import load as load_issue
from newsletter.rehearsal.clock import Clock as RehearsalClock
from newsletter.secret import Purpose, derive
from newsletter.sending.campaign import Kind
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of
from newsletter.settings import TransportName, Unsubscribe
from newsletter.wiring import House, open_house
from subscribers.audience import count_mailable
from subscribers.database import open_sqlite
from tests.command import Desk, on_both

ROOT = "5a" * 32
NAMES = ("Wilhelmina", "Ferdinanda", "Theodoricus")
URL = "http://127.0.0.1:9"


@pytest.fixture
def house(desk: Desk) -> House:
    """A branch that sends through its mail server today, with three people of rare names."""
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch()
    file = desk.folder / "list.csv"
    rows = [f"{name.lower()}@quarryhill-{name.lower()}.example,{name}" for name in NAMES]
    file.write_text("\n".join(["Email,First Name", *rows]), encoding="utf-8")
    desk.here("subscriber", "import", file, "--basis", "consent", "--wording", "Yes.", "--yes").ok()
    return open_house(desk.workspace, desk.variables())


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[LeapingClock]:
    with closing(LeapingClock(tmp_path / "clock")) as one:
        yield one


def stage_in(folder: Path) -> Stage:
    return Stage(folder=str(folder), url=URL, root_key=ROOT)


def built(house: House, folder: Path, clock: LeapingClock, *, believes: bool = False) -> Stage:
    stage = stage_in(folder)
    issue = load_issue(house.workspace, "october", house.settings.branch)
    assert set_up(house, stage, clock, issue, leave_out=frozenset(), believes=believes) == 3
    return stage


# --- nobody is in it -------------------------------------------------------------------------------------


@on_both
def test_no_byte_of_the_folder_tells_of_anybody(house: House, clock: LeapingClock, tmp_path: Path) -> None:
    """Also with the list's key at hand: the whole content of the copied database is looked through."""
    folder = tmp_path / "stage"
    folder.mkdir()
    built(house, folder, clock)
    rare = [name.lower().encode() for name in (*NAMES, "quarryhill")]
    database = folder / "data" / "newsletter.db"
    with (
        open_sqlite(database, derive(bytes.fromhex(ROOT), Purpose.DATABASE)) as copy,
        copy._cursor() as cursor,
    ):
        assert count_mailable(copy) == 3
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        content = "\n".join(
            repr(row) for (table,) in tables for row in cursor.execute(f"SELECT * FROM {table}").fetchall()
        )
    assert "person1" in content, "the search sees what is there"
    files = [path.read_bytes().lower() for path in sorted(folder.rglob("*")) if path.is_file()]
    assert [
        word for word in rare for content_ in (*files, content.lower().encode()) if word in content_
    ] == []


def test_neither_the_branchs_keys_nor_its_own_lie_in_the_folder(
    house: House, clock: LeapingClock, tmp_path: Path
) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    built(house, folder, clock)
    keys = [b"77" * 32, bytes.fromhex("77" * 32), ROOT.encode(), bytes.fromhex(ROOT), KEY.encode()]
    for path in folder.rglob("*"):
        if path.is_file():
            assert not [key for key in keys if key in path.read_bytes()], path.name


def test_a_link_among_the_templates_stays_a_link(house: House, clock: LeapingClock, tmp_path: Path) -> None:
    """It is refused on the stage as it is refused in the workspace, and what it leads to is not copied."""
    secret = tmp_path / "secret.txt"
    secret.write_text("of somebody else")
    house.workspace.templates.mkdir()
    (house.workspace.templates / "link").symlink_to(secret)
    folder = tmp_path / "stage"
    folder.mkdir()
    built(house, folder, clock)
    assert (folder / "templates" / "link").is_symlink()


# --- it is a drill ---------------------------------------------------------------------------------------


def test_what_is_staged_is_a_drill_through_sendgrid_whatever_the_branch_does(
    house: House, clock: LeapingClock, tmp_path: Path
) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    there = built(house, folder, clock).house(clock)
    assert house.settings.sending.transport is TransportName.OUTBOX
    assert there.settings.sending.transport is TransportName.SENDGRID
    assert there.settings.sending.unsubscribe is Unsubscribe.PROVIDER
    assert there.settings.sending.unsubscribe_group == STAND_IN_GROUP
    assert there.kind_of(TransportName.SENDGRID) is Kind.DRILL


def test_settings_that_are_whole_stay_as_they_are(house: House) -> None:
    whole = staged(house.settings)
    assert staged(whole) == whole


@pytest.mark.parametrize("url", ["https://api.sendgrid.com", "https://relay.example.org"])
def test_a_stage_at_a_host_elsewhere_opens_nothing(
    house: House, clock: LeapingClock, tmp_path: Path, url: str
) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    built(house, folder, clock)
    with pytest.raises(Exception, match=r"this machine|neither SendGrid's nor this machine"):
        Stage(folder=str(folder), url=url, root_key=ROOT).house(clock)


@pytest.mark.parametrize("believes", [True, False])
def test_it_believes_of_a_cancel_what_it_was_told_to(
    house: House, clock: LeapingClock, tmp_path: Path, believes: bool
) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    stage = built(house, folder, clock, believes=believes)
    with stage.house(clock).open_database() as database:
        answer = Premises(database, account=account_of(URL, KEY)).answer(CANCEL_CATCHES_LATER_MAIL)
    assert bool(answer) is believes


def test_a_stage_does_not_show_its_key(tmp_path: Path) -> None:
    assert ROOT not in repr(stage_in(tmp_path))


# --- the folder ------------------------------------------------------------------------------------------


def test_the_folder_is_for_nobody_else_and_goes() -> None:
    with private_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "deep" / "er").mkdir(parents=True)
    assert not folder.exists()


def test_the_folder_goes_when_something_fails_inside() -> None:
    with pytest.raises(RuntimeError), private_folder() as folder:
        raise RuntimeError
    assert not folder.exists()


def signalled_twice(number: int, folders: list[Path]) -> None:
    with private_folder() as folder:
        folders.append(folder)
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_clears_up_and_a_second_one_does_not_cut_that_short(name: str) -> None:
    number = signal.Signals[name]
    before = signal.getsignal(number)
    signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
    folders: list[Path] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            signalled_twice(number, folders)
        assert not folders[0].exists()
        assert signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    finally:
        signal.signal(number, before)


def test_a_signal_that_was_ignored_before_stays_ignored() -> None:
    """`nohup newsletter rehearse` outlives its window."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with private_folder():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


# --- the clock -------------------------------------------------------------------------------------------


def test_to_sleep_takes_no_time_and_moves_every_face_of_the_clock(clock: LeapingClock) -> None:
    real, now, mark = time.monotonic(), clock.now(), clock.mark()
    clock.sleep(3600)
    assert time.monotonic() - real < 1
    assert timedelta(hours=1) <= clock.now() - now < timedelta(hours=1, seconds=1)
    assert 3600 <= clock.mark().elapsed - mark.elapsed < 3601
    assert 3600 <= clock.mark().wall - mark.wall < 3601


def test_everybody_who_shares_the_file_leaps_along(tmp_path: Path) -> None:
    """The local SendGrid has a clock of its own make over the same file."""
    first, other = LeapingClock(tmp_path / "clock"), RehearsalClock(tmp_path / "clock")
    with closing(first), closing(other):
        first.sleep(60)
        other.advance(40)
        assert other.offset == pytest.approx(100, abs=1)
        assert other.now() == pytest.approx(first.now().timestamp(), abs=1)


def test_threads_that_sleep_at_the_same_time_share_the_hour(clock: LeapingClock) -> None:
    began, ready = clock.mark().elapsed, threading.Barrier(4)

    def doze() -> None:
        end = clock.mark().elapsed
        ready.wait()
        clock.sleep(3600 - (clock.mark().elapsed - end))

    threads = [threading.Thread(target=doze) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 3600 <= clock.mark().elapsed - began < 2 * 3600


@pytest.mark.parametrize("seconds", [0, -5])
def test_no_time_is_no_leap(clock: LeapingClock, seconds: float) -> None:
    before = clock.mark().elapsed
    clock.sleep(seconds)
    assert clock.mark().elapsed - before < 1


def test_a_process_that_is_killed_leaves_a_clock_that_can_be_read(tmp_path: Path) -> None:
    file = clock_file(tmp_path)
    code = (
        "import sys, pathlib; from newsletter.desk.stage import LeapingClock\n"
        "clock = LeapingClock(pathlib.Path(sys.argv[1])); print('on', flush=True)\n"
        "while True: clock.sleep(1.0)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True
    ) as leaper:
        assert leaper.stdout is not None
        assert leaper.stdout.readline() == "on\n"
        time.sleep(0.05)
        leaper.kill()
    with closing(LeapingClock(file)) as clock:
        assert clock.now().timestamp() - time.time() >= 1
