"""Slugs and paths that cannot leave the workspace; files that are whole or not there."""

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.errors import UsageError, WorkspaceError
from newsletter.files import read_text, unwritable, write_pieces, write_text
from newsletter.workspace import SLUG, Workspace, check_slug, slug_of
from subscribers.errors import DatabaseError


@pytest.mark.parametrize(
    "text",
    ["", "-x", "October", "a/b", "..", "a.b", "con", "nul", "lpt1", "x" * 65, "o ct", "ü", "october\n"],
)
def test_a_bad_slug_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as fault:
        check_slug(text)
    assert fault.value.code == "bad-slug"


@given(st.text())
def test_every_title_gives_a_slug_that_can_be_used(title: str) -> None:
    assert SLUG.fullmatch(check_slug(slug_of(title)))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Peru: the struggle!", "peru-the-struggle"),
        ("Cŵn Ynys Môn", "cwn-ynys-mon"),
        ("إضراب", "article"),
        ("CON", "article-con"),
        ("Santa Brigida’s miners", "santa-brigidas-miners"),
        (
            "Night cleaners take their case to " + "the trust " * 5,
            "night-cleaners-take-their-case-to-the-trust-the-trust-the",
        ),
        ("x" * 80, "x" * 60),
    ],
)
def test_slugs_read_like_their_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "branch" / "issues").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    (tmp_path / "branch" / "issues" / "october.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(WorkspaceError) as fault:
        Workspace(tmp_path / "branch").issue("october")
    assert fault.value.code == "outside-workspace"


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.issues.mkdir()
    workspace.issue("october").symlink_to(workspace.issue("october"))
    with pytest.raises(WorkspaceError):
        read_text(workspace.issue("october"), what="the issue")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """A folder in the place of the file stands for whatever goes wrong at the last moment."""
    (tmp_path / "file").mkdir()
    with pytest.raises(WorkspaceError) as fault:
        write_text(tmp_path / "file", "new")
    assert fault.value.code == "unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_is_interrupted_leaves_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written may be a key."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "file", "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_a_clear_error() -> None:
    """/dev/full answers every write as a full disk does."""
    with (
        pytest.raises(OSError, match="No space left") as error,
        Path("/dev/full").open("wb", buffering=0) as stream,
    ):
        stream.write(b"x")
    assert "No space left" in unwritable(Path("x"), error.value).message


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00", "encoding"), (b"x" * 2000, "too-large"), (None, "not-found")],
)
def test_a_file_that_cannot_be_read_is_a_clear_error(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WorkspaceError) as fault:
        read_text(path, what="the file", limit=1000)
    assert fault.value.code == code


def test_line_ends_and_marks_of_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r")
    assert read_text(tmp_path / "file", what="it") == "one\ntwo\n"


def test_what_breaks_off_in_the_middle_leaves_no_file_and_no_older_one_is_lost(tmp_path):
    def pieces():
        yield b"Ana"
        assert [path.stat().st_mode & 0o777 for path in tmp_path.glob(".list.csv.*")] == [0o600]
        raise DatabaseError("It broke.", remedy="Try again.", code="database")

    (tmp_path / "list.csv").write_text("older", encoding="utf-8")
    with pytest.raises(DatabaseError):
        write_pieces(tmp_path / "list.csv", pieces(), mode=0o600)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("list.csv", "older")
    ]


def test_pieces_are_written_in_constant_memory(tmp_path):
    tracemalloc.start()
    try:
        write_pieces(tmp_path / "list.csv", (b"x" * 1_000 for _ in range(20_000)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "list.csv").stat().st_size == 20_000_000
    assert peak < 1_000_000
