"""Folders that are copied to the internet, under git, or open to others are known for what they are."""

import os
from pathlib import Path

import pytest

from newsletter.desk.places import is_open_to_others, is_under_git, synced_by
from tests.command import BRANCH, Desk


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Example Union/branch", "OneDrive"),
        ("Dropbox (Personal)/branch", "Dropbox"),
        ("Google Drive/My Drive/branch", "Google Drive"),
        ("Library/Mobile Documents/branch", "iCloud"),
        ("nextcloud/branch", "Nextcloud"),
        ("ownCloud/branch", "ownCloud"),
        ("MEGA/branch", "MEGA"),
        ("MEGAsync/branch", "MEGA"),
        ("Sync/branch", "Syncthing or Sync.com"),
        ("pCloud Drive/branch", "pCloud"),
        ("My Tresors/branch", "Tresorit"),
        ("Tresorit Drive/branch", "Tresorit"),
        ("Box/branch", "Box"),
        ("Yandex.Disk/branch", "Yandex Disk"),
        ("Яндекс.Диск/branch", "Yandex Disk"),
        ("Library/CloudStorage/Box-Box/branch", "Box"),
        ("Library/CloudStorage/Elsewhere-ana/branch", "Elsewhere"),
        ("Boxing club/branch", ""),
        ("megaphones/branch", ""),
        ("Synced minutes/branch", ""),
        ("Documents/branch", ""),
        ("my dropbox notes/branch", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, folder: str, service: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / folder)
    assert synced_by(tmp_path / folder) == service
    assert synced_by(tmp_path / "link" / "data") == service


@pytest.mark.parametrize(("marker", "service"), [
    (".dropbox", "Dropbox"), (".stfolder", "Syncthing"), (".megaignore", "MEGA"), (".tresorit", "Tresorit"),
])  # fmt: skip
def test_and_by_what_its_program_leaves_there(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / "union" / "branch").mkdir(parents=True)
    (tmp_path / "union" / marker).mkdir()
    assert synced_by(tmp_path / "union" / "branch") == service
    assert synced_by(tmp_path) == ""


def test_init_and_a_backup_say_it_as_the_doctor_does(desk: Desk) -> None:
    said = "MEGA copies the branch's folder elsewhere while you work"
    made = desk(
        "init", desk.folder / "MEGA" / "branch", *BRANCH, "--transport", "outbox", "--yes", "--json"
    ).ok()
    assert any(said in message for message in made.json["messages"])
    backup = ("database", "backup", desk.folder / "list.backup", "--json")
    done = desk(*backup, "--workspace", desk.folder / "MEGA" / "branch").ok()
    assert any(said in message for message in done.json["messages"])
    own = desk("init", desk.folder / "own", *BRANCH, "--transport", "outbox", "--yes").ok()
    assert "copies the branch's folder" not in own.err


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_list_that_others_could_read_is_closed_and_that_is_said_once(desk: Desk) -> None:
    desk.open_branch()
    file = desk.workspace / "data" / "newsletter.db"
    for folder, words in ((0o755, "could read"), (0o700, "its folder kept them out")):
        file.parent.chmod(folder)
        file.chmod(0o644)
        (said,) = desk.here("subscriber", "list", "--json").ok().json["messages"]
        assert words in said
        assert file.stat().st_mode & 0o777 == 0o600
        assert desk.here("subscriber", "list", "--json").ok().json["messages"] == []
    file.chmod(0o640)
    assert "was open to other accounts" in desk("--workspace", desk.workspace).ok().err
    file.chmod(0o640)
    assert "was open to other accounts" in desk.here("subscriber", "show", "no-one@example.org").err


def test_git_and_open_files(tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert is_under_git(tmp_path / "repository" / "deep")
    assert not is_under_git(tmp_path / "elsewhere")
    file = tmp_path / "file"
    file.touch(mode=0o600)
    assert not is_open_to_others(file)
    file.chmod(0o640)
    assert is_open_to_others(file)


def lines(desk: Desk) -> dict[str, str]:
    done = desk.here("doctor", "--json")
    return {line["id"]: line["health"] for line in done.data["lines"]}


def test_the_doctor_names_what_others_can_read_or_get(desk: Desk) -> None:
    desk.open_branch()
    assert lines(desk)["database-file"] == "ok"
    copy = desk.workspace / "data" / "list.backup"
    copy.touch(mode=0o644)
    copy.chmod(0o644)
    assert lines(desk)["database-file"] == "ok"  # nobody else comes into the folder
    (desk.workspace / "data").chmod(0o755)
    assert lines(desk)["database-file"] == "problem"
    assert any("chmod 700" in one for one in desk("--workspace", desk.workspace, "--json").json["messages"])
    assert lines(desk)["folder"] == "ok"
    (desk.folder / ".dropbox").mkdir()
    assert lines(desk)["folder"] == "problem"
