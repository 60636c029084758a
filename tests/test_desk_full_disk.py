"""A disk with hardly any room: what is said of it is true, the list is whole, and nothing half is left lying."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import Desk, Done

MB = 1_000_000


@pytest.fixture
def with_room(desk: Desk, tmp_path: Path) -> Iterator[Callable[[int], Desk]]:
    """The branch's folder on a small disk of its own, with so many bytes of room."""
    desk.open_branch()
    desk.add_people(600)
    desk.here("secret", "sheet", tmp_path / "recovery.txt").ok()
    disk, kept = desk.workspace, desk.folder / "kept"
    disk.rename(kept)
    disk.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    shutil.copytree(kept, disk, dirs_exist_ok=True)

    def with_room(free: int) -> Desk:
        (disk / "filling").unlink(missing_ok=True)
        (disk / "filling").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - free)))
        return desk

    yield with_room
    subprocess.run(["umount", str(disk)], capture_output=True, check=False)


def copies(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.workspace / "data").glob("newsletter.db.*"))


def people(desk: Desk) -> int:
    return len(desk.here("subscriber", "list", "--json").ok().data["subscribers"])


def error(done: Done) -> str:
    [one] = done.json["errors"]
    return str(one["code"])


#: Enough to open the list, and not enough for the list once more.
TIGHT = [90_000, 160_000, 300_000]


@pytest.mark.parametrize("free", TIGHT)
def test_a_new_key_needs_room_for_the_list_once_more(with_room: Callable[[int], Desk], free: int) -> None:
    desk = with_room(free)
    size = (desk.workspace / "data" / "newsletter.db").stat().st_size
    done = desk.here("database", "rekey", "--yes", "--json")
    assert (done.code, error(done), free < size) == (1, "database-full", True)
    with_room(2 * MB)
    assert people(desk) == 600
    desk.here("database", "rekey", "--yes").ok()
    assert people(desk) == 600


def test_where_the_disk_does_not_say_how_full_it_is_the_list_keeps_its_key_too(
    with_room: Callable[[int], Desk],
) -> None:
    desk = with_room(TIGHT[-1])
    silent = "import shutil\ndef silent(_): raise OSError\nshutil.disk_usage = silent"
    _, out, _ = desk.armed(silent, "database", "rekey", "--yes", "--json", "--workspace", desk.workspace)
    [one] = json.loads(out)["errors"]
    assert one["code"] == "not-rekeyed"
    assert "room" in one["remedy"]
    with_room(2 * MB)
    assert people(desk) == 600


@pytest.mark.parametrize("free", TIGHT)
def test_a_backup_that_finds_no_room_leaves_no_copy(
    with_room: Callable[[int], Desk], tmp_path: Path, free: int
) -> None:
    desk = with_room(free)
    done = desk.here("database", "backup", tmp_path / "list.backup", "--json")
    assert (done.code, error(done)) == (1, "database-full")
    assert (copies(desk), (tmp_path / "list.backup").exists()) == ([], False)
    with_room(2 * MB)
    desk.here("database", "backup", tmp_path / "list.backup").ok()


@pytest.mark.parametrize("free", TIGHT)
def test_of_somebody_who_is_removed_it_is_not_said_that_nothing_was_changed(
    with_room: Callable[[int], Desk], free: int
) -> None:
    desk = with_room(free)
    done = desk.here("subscriber", "forget", "person5@example.org", "--yes", "--json")
    assert (done.code, done.data["forgotten"]) == (4, True)
    [said] = [one for one in done.json["messages"] if "written anew" in one]
    assert "disk is full" in said
    assert "Nothing was changed" not in said
    with_room(2 * MB)
    desk("--workspace", desk.workspace).ok()
    assert people(desk) == 599
