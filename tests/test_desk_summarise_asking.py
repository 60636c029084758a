"""newsletter article summarise at a terminal: the question, its answers, and what an editor may do to the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Desk
from tests.test_desk_summarise import SLUG, kept

TEXT = """Dockers win at Port Ellery

By Ana Lupu

Dockers at Port Ellery have won back their four stewards after nineteen days on strike. The Port Workers’ Union says
that the company agreed to every demand of its 412 members.

The union's strike fund paid out for nineteen days. Dockers of two other ports collected money for the strike fund.

The union will ballot its members at Port Ellery again in May. The company would not say why it gave in.
"""
ASK = ("article", "summarise", SLUG, "--words", "30")


@pytest.fixture
def port(desk: Desk) -> Desk:
    """An article whose summary somebody accepted already."""
    desk.open_branch()
    file = desk.folder / "port.txt"
    file.write_text(TEXT, encoding="utf-8")
    desk.here("article", "add", file).ok()
    desk.here(*ASK, "--pick", "1").ok()
    return desk


def answered(port: Desk, keys: str, editor: str = "") -> tuple[int, str]:
    """Type an answer, with an editor that is a shell script; exit code and what was said."""
    script = port.folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{editor}\n", encoding="utf-8")
    script.chmod(0o755)
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "newsletter", *ASK, "--workspace", str(port.workspace)],
        cwd=port.folder, env=port.variables({"EDITOR": str(script), "VISUAL": ""}), stdin=theirs,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    os.write(ours, keys.encode())
    try:
        said, _ = process.communicate(timeout=120)
    finally:
        os.close(theirs)
        os.close(ours)
    assert "Traceback" not in said.decode()
    assert "Which one?" in said.decode()
    return process.returncode, said.decode()


def summary(port: Desk) -> tuple[str, str, str]:
    said = port.here("article", "show", SLUG, "--json").ok().data["summary"]
    return said["text"], said["origin"], said["state"]


def proposed(port: Desk, number: int) -> dict[str, str]:
    found: list[dict[str, str]] = port.here(*ASK, "--json").ok().data["proposals"]
    return found[number - 1]


def test_a_number_takes_that_proposal(port: Desk) -> None:
    code, said = answered(port, "2\n")
    assert code == 0
    assert f"Accepted: {SLUG}" in said
    second = proposed(port, 2)
    assert summary(port) == (second["text"], second["origin"], "accepted")
    assert f"sentences: {second['sentences']}" in kept(port)


def test_e_and_a_number_open_that_proposal_and_what_is_changed_is_by_hand_and_accepted(port: Desk) -> None:
    second = proposed(port, 2)
    code, said = answered(port, "e2\n", "sed -i '/^summary:/,/^  state:/s/Dockers/All dockers/' \"$1\"")
    assert code == 0
    assert "written by hand" in said
    text, origin, state = summary(port)
    assert (text, origin, state) == (second["text"].replace("Dockers", "All dockers"), "hand", "accepted")
    assert text != second["text"]
    assert "sentences:" not in kept(port)


def test_what_the_editor_left_as_it_was_waits_to_be_accepted(port: Desk) -> None:
    second = proposed(port, 2)
    code, said = answered(port, "e 2\n", "true")
    assert code == 0
    assert f"newsletter article accept {SLUG}" in said
    assert summary(port) == (second["text"], second["origin"], "proposed")


@pytest.mark.parametrize(
    ("editor", "sentence"),
    [
        ("exit 3", "The editor ended with an error"),
        ("sed -i 's/their four stewards/all stewards/' \"$1\"; exit 3", "The editor ended with an error"),
        ("sed -i '/^  text:/,/^  [a-z]*:/{/^  state/!d}' \"$1\"", "The summary is empty"),
        ("kill -9 $$", "The editor ended with an error"),
    ],
    ids=("fails", "fails after writing", "empties", "dies"),
)
def test_an_editor_that_fails_or_empties_it_leaves_the_accepted_summary(
    port: Desk, editor: str, sentence: str
) -> None:
    before = summary(port)
    code, said = answered(port, "e2\n", editor)
    assert code == 1
    assert sentence in said
    assert "→ " in said
    assert summary(port) == before


@pytest.mark.parametrize("way", ["e2", "edit"])
@pytest.mark.parametrize(
    "editor",
    [
        ': > "$1"',
        'printf "\\n\\n" > "$1"',
        'rm "$1"',
        'printf -- "---\\ntitle:\\n---\\n" > "$1"',
        ': > "$1"; exit 3',
    ],
    ids=("empty", "blank", "deleted", "a bare head", "empty and fails"),
)
def test_a_file_that_the_editor_left_without_title_and_text_is_put_back(
    port: Desk, editor: str, way: str
) -> None:
    before = kept(port)
    if way == "edit":
        script = port.folder / "emptying.sh"
        script.write_text(f"#!/bin/sh\n{editor}\n", encoding="utf-8")
        script.chmod(0o755)
        done = port.here("article", "edit", SLUG, EDITOR=str(script), VISUAL="")
        code, said = done.code, done.err
    else:
        code, said = answered(port, "e2\n", editor)
    assert code == 1
    assert "put back as it was" in said or "The editor ended with an error" in said
    assert kept(port) == before


def test_a_file_that_the_editor_left_unreadable_is_named_with_its_line_and_stays_to_be_mended(
    port: Desk,
) -> None:
    code, said = answered(port, "e2\n", "sed -i 's/^title:/title/' \"$1\"")
    assert code == 1
    assert f"{SLUG}.md:2" in said
    assert "title Dockers win" in kept(port)


@pytest.mark.parametrize(
    ("keys", "code", "sentence"),
    [("\n", 0, "--pick 1"), ("\x04", 130, "Interrupted"), ("9\n", 2, "no proposal of that number"),
     ("e\n", 2, "no proposal of that number"), ("yes\n", 2, "no proposal of that number")],
    ids=("enter", "end of input", "no such number", "no number", "a word"),
)  # fmt: skip
def test_any_other_answer_changes_nothing(port: Desk, keys: str, code: int, sentence: str) -> None:
    before = kept(port)
    left, said = answered(port, keys)
    assert (left, sentence in said) == (code, True), said
    assert kept(port) == before


def test_an_editor_that_cannot_be_started_is_told_and_nothing_changes(port: Desk, tmp_path: Path) -> None:
    before = kept(port)
    none = tmp_path / "none"
    none.write_bytes(b"\x7fno program")
    none.chmod(0o755)
    done = port.here("article", "edit", SLUG, EDITOR=str(none), VISUAL="")
    assert done.code == 1
    assert "The editor ended with an error" in done.err
    assert kept(port) == before
