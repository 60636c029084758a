"""Nothing for other eyes is written beside the list of subscribers, however the folder is named."""

from pathlib import Path

import pytest

from newsletter.desk.issues import render_to
from newsletter.desk.private import refuse_personal, refuse_private, refuse_subscribers
from newsletter.errors import NewsletterError, WorkspaceError
from newsletter.web.shots import take_shots
from newsletter.wiring import House, open_house
from newsletter.workspace import Workspace
from tests.command import Desk


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "branch"
    for name in ("data", "outbox", "issues", "public"):
        (root / name).mkdir(parents=True)
    return Workspace(root)


def code(refuse: object, workspace: Workspace, folder: Path) -> str:
    """The code of the refusal, "" where the folder will do."""
    try:
        refuse(workspace, folder)
    except WorkspaceError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    "folder", ["data", "data/letters", "outbox", "public/../data", "public/to-data", "link/x"]
)
def test_letters_are_kept_from_the_subscribers_folders(workspace: Workspace, folder: str) -> None:
    (workspace.root / "public" / "to-data").symlink_to(workspace.data)
    (workspace.root / "link").symlink_to(workspace.outbox)
    assert code(refuse_subscribers, workspace, workspace.root / folder) == "private-folder"
    assert code(refuse_private, workspace, workspace.root / folder) == "private-folder"


def test_a_folder_that_lies_elsewhere_by_a_link_is_known_by_its_own_name(workspace: Workspace) -> None:
    """A branch may keep its list on an encrypted disk."""
    disk = workspace.root.parent / "disk"
    workspace.data.rename(disk)
    workspace.data.symlink_to(disk)
    for refuse in (refuse_subscribers, refuse_private):
        assert code(refuse, workspace, disk / "letters") == "private-folder"
        assert code(refuse, workspace, workspace.data) == "private-folder"


@pytest.mark.parametrize("folder", [".", "..", "issues", "preview", "database", "../data"])
def test_letters_may_lie_anywhere_else(workspace: Workspace, folder: str) -> None:
    assert code(refuse_subscribers, workspace, workspace.root / folder) == ""


@pytest.mark.parametrize("folder", ["public", "public/data", "../data", "database"])
def test_a_folder_for_the_public_may_lie_beside(workspace: Workspace, folder: str) -> None:
    assert code(refuse_private, workspace, workspace.root / folder) == ""


@pytest.mark.parametrize("refuse", [refuse_private, refuse_subscribers])
def test_a_file_is_no_folder(workspace: Workspace, refuse: object) -> None:
    (workspace.root / "public" / "page").write_text("somebody's")
    assert code(refuse, workspace, workspace.root / "public" / "page") == "unwritable"


@pytest.mark.parametrize(
    ("folder", "refusal"),
    [
        ("robin", "private-folder"),
        (".", "private-folder"),
        ("/", "private-folder"),
        ("robin/.config", "private-folder"),
        ("robin/.config/solidarity-newsletter", "private-folder"),
        ("robin/.config/solidarity-newsletter/id/letters", "private-folder"),
        ("robin/public/../.config", "private-folder"),
        ("settings", "private-folder"),
        ("robin/public", ""),
        ("robin/.config/other", ""),
        ("sam", ""),
    ],
)
def test_homes_and_keys_are_not_made_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, refusal: str
) -> None:
    home = tmp_path / "robin"
    keys = home / ".config" / "solidarity-newsletter"
    (keys / "id").mkdir(parents=True)
    (home / "public").mkdir()
    (tmp_path / "settings").symlink_to(home / ".config")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for known in (keys, tmp_path / "settings" / "solidarity-newsletter"):
        try:
            refuse_personal(known, tmp_path / folder)
            code = ""
        except WorkspaceError as error:
            code = error.code
        assert code == refusal


def test_publishing_asks_for_an_own_folder_in_place_of_a_home(desk: Desk) -> None:
    desk.open_branch("--transport", "outbox")
    before = sorted(desk.home.rglob("*"))
    (key,) = desk.home.rglob("root")
    for folder in (desk.home, key.parents[2], key.parent / "public"):
        done = desk.here("issue", "publish", "october", folder)
        assert done.code == 1
        assert "This is a home folder, or a folder with keys" in done.err
        assert "→ Name a folder for public files only, for example: public" in done.err
    assert sorted(desk.home.rglob("*")) == before


@pytest.fixture
def house(desk: Desk) -> House:
    desk.open_branch("--transport", "outbox")
    return open_house(desk.workspace, {})


def test_renderings_and_pictures_are_refused_before_anything_is_written(desk: Desk, house: House) -> None:
    before = sorted(desk.workspace.rglob("*"))
    for name in ("data", "data/letters", "outbox"):
        with pytest.raises(NewsletterError) as caught:
            render_to(house, "october", desk.workspace / name, ("html", "web", "print"))
        assert caught.value.code == "private-folder"
        with pytest.raises(NewsletterError) as caught:
            take_shots(house, "october", desk.workspace / name)
        assert caught.value.code == "private-folder"
    assert sorted(desk.workspace.rglob("*")) == before


def test_the_command_says_which_folder_to_name(desk: Desk) -> None:
    desk.open_branch("--transport", "outbox")
    for words in (("render", "october", "--out"), ("preview", "october", "--shots")):
        done = desk.here("issue", *words, desk.workspace / "data")
        assert done.code == 1
        assert "holds the branch's subscribers" in done.err
        assert "→ Name another folder, for example: preview" in done.err
