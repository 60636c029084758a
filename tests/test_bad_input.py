"""What goes wrong in real life: one clear sentence, the remedy, the right exit code, nothing half-written."""

import contextlib
import json
import os
import resource
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import BRANCH, CONSENT, Desk

ADDRESS = "ana.secret@members.example.org"


@pytest.fixture
def branch(desk: Desk) -> Desk:
    return desk.open_branch("--transport", "outbox")


def sentence_and_remedy(err: str) -> bool:
    """At least a sentence, then an arrow with what to do."""
    lines = err.strip().splitlines()
    return len(lines) >= 2 and any(line.startswith("→ ") and len(line) > 6 for line in lines)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("article", "add", "missing.txt"), 1),
        (("article", "add", "bin.txt"), 1),
        (("article", "add", "empty.txt"), 1),
        (("article", "add", "."), 1),
        (("article", "add", "http://127.0.0.1/"), 1),
        (("article", "add", "http://no-such-host.invalid/"), 1),
        (("article", "show", "missing"), 1),
        (("article", "accept", "missing"), 1),
        (("issue", "show", "missing"), 1),
        (("issue", "check", "missing"), 1),
        (("issue", "render", "missing"), 1),
        (("issue", "render", "october", "--format", "pdf"), 2),
        (("issue", "new", "Bad Name"), 2),
        (("issue", "new", "x", "--article", "missing"), 1),
        (("issue", "new", "x", "--like", "missing"), 1),
        (("subscriber", "import", "missing.csv", *CONSENT), 1),
        (("subscriber", "import", "empty.csv", *CONSENT), 1),
        (("subscriber", "import", "bin.csv", *CONSENT), 1),
        (("subscriber", "import", "list.csv"), 2),
        (("subscriber", "import", "list.csv", "--basis", "unknown"), 2),
        (("subscriber", "import", "list.csv", "--basis", "consent"), 2),
        (("subscriber", "show", "nobody"), 1),
        (("subscriber", "add", ADDRESS.replace("@", " at "), *CONSENT), 1),
        (("send", "missing"), 1),
        (("send", "october", "--yes"), 1),
        (("campaign", "resume", "missing", "--yes"), 1),
        (("secret", "set", "pin"), 2),
    ],
    ids=lambda value: " ".join(map(str, value[:3])) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_clear_sentence_and_nothing_changed(branch: Desk, words: tuple[str, ...], exit_code: int) -> None:
    here = branch.folder
    (here / "empty.txt").write_text("", encoding="utf-8")
    (here / "empty.csv").write_text("", encoding="utf-8")
    (here / "bin.txt").write_bytes(bytes(range(256)) * 40)
    (here / "bin.csv").write_bytes(bytes(range(256)) * 40)
    (here / "list.csv").write_text(f"Email\n{ADDRESS}\n", encoding="utf-8")
    articles, issues = branch.workspace / "articles", branch.workspace / "issues"
    before = files_of(articles) | files_of(issues)
    done = branch.here(*words, stdin="x\n")
    assert done.code == exit_code, done
    assert sentence_and_remedy(done.err), done.err
    assert files_of(articles) | files_of(issues) == before


def wrong_key(desk: Desk) -> dict[str, str]:
    return {"NEWSLETTER_ROOT_KEY": "ab" * 32}


def test_a_wrong_key_opens_nothing_and_harms_nothing(branch: Desk) -> None:
    branch.add_people(2)
    database = branch.workspace / "data" / "newsletter.db"
    before = database.read_bytes()
    done = branch.here("subscriber", "list", **wrong_key(branch))
    assert done.code == 1
    assert sentence_and_remedy(done.err)
    assert database.read_bytes() == before
    branch.here("subscriber", "list").ok()


def test_a_lost_key_says_which_command_brings_it_back(branch: Desk) -> None:
    branch.add_people(1)
    done = branch.here("subscriber", "list", XDG_CONFIG_HOME=str(branch.folder / "elsewhere"))
    assert done.code == 1
    assert "newsletter secret set root" in done.err


def test_a_damaged_database_is_a_clear_error(branch: Desk) -> None:
    branch.add_people(1)
    database = branch.workspace / "data" / "newsletter.db"
    database.write_bytes(database.read_bytes()[:5000])
    done = branch.here("subscriber", "list")
    assert done.code == 1
    assert sentence_and_remedy(done.err)


def test_the_database_and_its_folder_are_for_their_owner_only(branch: Desk) -> None:
    branch.add_people(1)
    data = branch.workspace / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "newsletter.db").stat().st_mode) == 0o600
    assert b"person0" not in (data / "newsletter.db").read_bytes()


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["newsletter", *sys.argv[2:]]
runpy.run_module("newsletter", run_name="__main__")
"""


def on_a_full_disk(desk: Desk, most_bytes: int, *words: object) -> subprocess.CompletedProcess[str]:
    """No file can grow beyond so many bytes: what a program sees of a disk that is full."""
    command = [
        sys.executable,
        "-c",
        LIMITED,
        str(most_bytes),
        *map(str, words),
        "--workspace",
        str(desk.workspace),
    ]
    return subprocess.run(
        command, cwd=desk.folder, env=desk.variables(), capture_output=True, text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="limits of files are POSIX")
@pytest.mark.parametrize(
    "words",
    [
        ("article", "add", "article2.txt"),
        ("issue", "new", "november", "--subject", "x"),
        ("issue", "render", "october", "--out", "out"),
        ("subscriber", "import", "many.csv", *CONSENT, "--yes"),
        ("send", "october", "--yes"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_full_disk_is_told_and_leaves_nothing_half_written(branch: Desk, words: tuple[str, ...]) -> None:
    branch.add_people(30)
    text = (
        (branch.folder / "article.txt")
        .read_text(encoding="utf-8")
        .replace("first contract", "second contract")
    )
    (branch.folder / "article2.txt").write_text(text, encoding="utf-8")
    rows = "".join(f"many{n}@example.org\n" for n in range(20_000))
    (branch.folder / "many.csv").write_text("Email\n" + rows, encoding="utf-8")
    limit = 300 if words[0] in ("article", "issue") else 200_000 if words[0] == "subscriber" else 12_000
    done = on_a_full_disk(branch, limit, *words)
    assert done.returncode in (1, 4), done
    assert "Traceback" not in done.stderr
    told = done.stdout + done.stderr
    assert sentence_and_remedy(told) or "→" in told, told
    leftovers = [
        path for path in branch.workspace.rglob(".*") if path.is_file() and path.name != ".gitignore"
    ]
    assert leftovers == []
    for path in branch.workspace.glob("outbox/*/*.eml"):
        assert path.read_bytes().endswith(b"--\r\n"), "half a message"
    assert not list((branch.folder / "out").glob("*")) if (branch.folder / "out").exists() else True
    # With room again everything is as it was, and goes on.
    listed = branch.here("subscriber", "list", "--json").ok().data["subscribers"]
    assert len(listed) == 30


@pytest.fixture
def small_disk(branch: Desk) -> Iterator[Path]:
    """The outbox on a disk of 256 kB."""
    outbox = branch.workspace / "outbox"
    outbox.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(outbox)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield outbox
    subprocess.run(["umount", str(outbox)], capture_output=True, check=False)


def test_a_disk_that_fills_up_while_sending_stops_and_can_be_resumed(branch: Desk, small_disk: Path) -> None:
    """Everybody whose file did not fit waits; with room again everybody has one."""
    branch.add_people(30)
    done = branch.here("send", "october", "--yes", "--json")
    assert done.code == 4
    receipt = done.data["receipt"]
    assert receipt["accepted"] + receipt["planned"] == 30
    assert receipt["planned"] > 0
    for path in small_disk.glob("*/*.eml"):
        assert path.read_bytes().endswith(b"--\r\n"), "half a message"
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    branch.here("campaign", "resume", done.data["campaign"], "--yes").ok()
    assert len(branch.outbox()[done.data["campaign"]]) == 30


@pytest.fixture
def full_disk(branch: Desk) -> Iterator[Desk]:
    """The whole workspace on a disk without room."""
    branch.add_people(3)
    kept = branch.folder / "kept"
    branch.workspace.rename(kept)
    branch.workspace.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(branch.workspace)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    shutil.copytree(kept, branch.workspace, dirs_exist_ok=True)
    with contextlib.suppress(OSError), (branch.workspace / "filling").open("wb", buffering=0) as filling:
        while True:
            filling.write(b"x" * 4096)
    yield branch
    subprocess.run(["umount", str(branch.workspace)], capture_output=True, check=False)


@pytest.mark.parametrize(
    "words", [("subscriber", "list"), ("campaign", "list"), ("send", "october", "--yes")]
)
def test_a_disk_that_is_full_already_is_called_full(full_disk: Desk, words: tuple[str, ...]) -> None:
    """Not even reading is possible then, and SQLite calls it an input/output error."""
    done = full_disk.here(*words)
    assert done.code == 1
    assert "full" in done.err
    assert "Make room" in done.err
    (full_disk.workspace / "filling").unlink()
    assert full_disk.here("subscriber", "list", "--json").ok().data["subscribers"]


@pytest.mark.parametrize(("noun", "said"), [("issue", "No issue yet"), ("article", "No article yet")])
def test_a_list_of_which_a_file_cannot_be_read_is_not_whole(branch: Desk, noun: str, said: str) -> None:
    for path in (branch.workspace / f"{noun}s").glob("*.md"):
        path.write_bytes(b"\xff\xfe\xfa")
    done = branch.here(noun, "list")
    assert done.code == 4
    assert said not in done.out
    assert "UTF-8" in done.err
    [error] = json.loads(branch.here(noun, "list", "--json").out)["errors"]
    assert error["remedy"]


def test_a_list_of_people_is_no_article(branch: Desk) -> None:
    """Articles lie in the clear, in a folder that people put under version control."""
    source = branch.folder / "members.csv"
    source.write_text(
        "Name,Email\n" + "".join(f"P {n},p{n}@example.org\n" for n in range(20)), encoding="utf-8"
    )
    before = files_of(branch.workspace / "articles")
    done = branch.here("article", "add", source)
    assert done.code == 1
    assert "newsletter subscriber import" in done.err
    assert "example.org" not in done.err
    assert files_of(branch.workspace / "articles") == before


@pytest.mark.parametrize("source", ["ftp://example.org/x", "file:///etc/passwd"])
def test_an_address_that_is_not_of_the_web_is_told_so(branch: Desk, source: str) -> None:
    done = branch.here("article", "add", source)
    assert done.code == 2
    assert "http://" in done.err


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder nobody can write to")
@pytest.mark.parametrize(
    "words",
    [
        ("init", "/proc/branch", *BRANCH, "--yes"),
        ("demo", "/proc/demo", "--no-open"),
        ("init", "/dev/null/branch", *BRANCH, "--yes"),
        ("demo", "/dev/null/demo", "--no-open"),
    ],
    ids=["init", "demo", "init-below-a-file", "demo-below-a-file"],
)
def test_a_folder_that_cannot_be_written_is_a_clear_error(desk: Desk, words: tuple[str, ...]) -> None:
    done = desk(*words)
    assert done.code == 1
    assert sentence_and_remedy(done.err), done.err
    assert "not foreseen" not in done.err


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_keys_that_others_can_read_are_refused(branch: Desk) -> None:
    (file,) = (path for path in (branch.home / "config").rglob("root"))
    file.chmod(0o644)
    done = branch.here("subscriber", "list")
    assert done.code == 1
    assert "chmod" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("subscriber", "add", ADDRESS, "--basis", "nonsense"),
        ("subscriber", "add", ADDRESS + " ", ADDRESS),
        ("subscriber", "show", ADDRESS),
        ("subscriber", "show", f"<{ADDRESS}"),
        ("subscriber", "suppress", f"{ADDRESS},x"),
        ("send", "october", "--test", f"x {ADDRESS}"),
        ("send", "missing", "--test", ADDRESS),
        ("subscriber", "import", "bad.csv", *CONSENT, "--yes"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_no_failing_command_repeats_an_address(
    branch: Desk, words: tuple[str, ...], json: tuple[str, ...]
) -> None:
    """Neither error nor envelope nor report holds an address; they end up in screenshots."""
    (branch.folder / "bad.csv").write_text(
        f"Email,Status\n{ADDRESS} x,\n{ADDRESS},odd\n=cmd,{ADDRESS}\n", encoding="utf-8"
    )
    done = branch.here(*words, *json)
    assert done.code != 0
    for part in ("ana.secret", "members.example"):
        assert part not in done.out + done.err


def test_a_list_that_is_gone_is_not_taken_for_an_empty_one(branch: Desk) -> None:
    """An empty list in its place would forget who opted out."""
    branch.add_people(2)
    database = branch.workspace / "data" / "newsletter.db"
    for damage in (lambda: database.write_bytes(b""), database.unlink):
        damage()
        done = branch.here("subscriber", "list", "--json")
        assert (done.code, done.json["errors"][0]["code"]) == (1, "no-list")
        assert branch.here("subscriber", "import", branch.folder / "list-0.csv", *CONSENT, "--yes").code == 1


def test_a_list_with_nobody_on_it_is_told(branch: Desk) -> None:
    (branch.folder / "nobody.csv").write_text("Email,First Name\n\n", encoding="utf-8")
    done = branch.here("subscriber", "import", branch.folder / "nobody.csv", *CONSENT, "--yes", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "empty-list")


@pytest.mark.parametrize(
    "words",
    [("--language", "Welsh"), ("--design", "nosuch"), ("--article", "missing")],
    ids=lambda words: words[0],
)
def test_an_issue_that_could_not_be_read_is_not_written(branch: Desk, words: tuple[str, ...]) -> None:
    done = branch.here("issue", "new", "bad", *words)
    assert done.code != 0
    assert sentence_and_remedy(done.err)
    assert not (branch.workspace / "issues" / "bad.md").exists()


def test_an_init_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    """Neither the folder nor, in a folder that was there, anything in it."""
    there = desk.folder / "there"
    there.mkdir()
    (there / "letter.txt").write_text("mine", encoding="utf-8")
    for folder in (desk.folder / "new", there):
        desk.folder, here = folder.parent, desk.folder
        command = ("init", folder, *BRANCH, "--yes")
        words = [sys.executable, "-c", LIMITED, "2000", *map(str, command)]
        done = subprocess.run(
            words, cwd=here, env=desk.variables(), capture_output=True, text=True, check=False, timeout=60,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 1, done
        assert sentence_and_remedy(done.stderr)
    assert not (desk.folder / "new").exists()
    assert [path.name for path in there.iterdir()] == ["letter.txt"]


def test_a_password_in_a_link_is_not_repeated(branch: Desk) -> None:
    done = branch.here("article", "add", "http://user:geheim@example.org/", "nosuch.txt", "--json")
    assert (done.code, done.json["status"]) == (1, "error")
    assert len(done.json["errors"]) == 2
    assert "geheim" not in done.out + done.err


def test_json_before_the_command_is_told_where_it_belongs(branch: Desk) -> None:
    done = branch("--json", "issue", "list")
    assert (done.code, done.json["errors"][0]["code"]) == (2, "usage")


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [("subscriber", "list"), ("subscriber", "list", "--json"), ("--help",)])
def test_a_full_disk_behind_the_output_is_told_without_a_traceback(
    desk: Desk, words: tuple[str, ...]
) -> None:
    desk.open_branch()
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "newsletter", *words], cwd=desk.workspace, env=desk.variables(), stdout=full,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    if words != ("--help",):
        assert "could not be written" in done.stderr


def test_a_closed_output_is_no_mistake(desk: Desk) -> None:
    desk.open_branch()
    line = shlex.join([sys.executable, "-m", "newsletter", "subscriber", "list"])
    done = subprocess.run(
        ["/bin/sh", "-c", f"{line} >&-"], cwd=desk.workspace, env=desk.variables(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
