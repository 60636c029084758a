"""The command line as a person runs it: a process of its own, a home of its own, no keyring."""

import atexit
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import warm

BRANCH = (
    "--branch", "Anytown Trades Council", "--sender", "news@anytown.example.org",
    "--reply-to", "office@anytown.example.org", "--postal-address", "12 High Street, Anytown AB1 2CD",
    "--complaints", "complaints@anytown.example.org",
)  # fmt: skip
CONSENT = ("--basis", "consent", "--wording", "Yes, send me the branch newsletter.")
ARTICLE = """\
Dockers of Port Ellery win their first contract


“We were told for ten years that it could not be done, and we did it in nine weeks,” the branch chair said.

By Robin Vale

The dockers of Port Ellery have voted by a large majority for the first collective agreement in the history of
the container terminal, ending a strike of nine weeks that had closed four of its five berths.

The agreement brings permanent contracts for 340 casual workers, sick pay from the first day and a say in the
shift plan, which until now had been sent by telephone message the evening before.

Featured image: Pickets at gate three. Photo credit: Ines Marlow under Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)

Leave a Reply"""  # noqa: E501 an article's credit is one line


#: A test of the command line that holds with the workspace's own file and with a server.
on_both = pytest.mark.parametrize("desk", ["sqlite", "postgres"], indirect=True)


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.json["data"]
        return data

    def ok(self) -> "Done":
        assert self.code == 0, f"exit {self.code}\n{self.out}\n{self.err}"
        return self


#: What a branch is made without: where temporary files lie, and a provider that nobody asks yet.
_NO_PART_OF_A_BRANCH = ("TMPDIR", "NEWSLETTER_SENDGRID_HOST", "SENDGRID_API_KEY", "NEWSLETTER_DATABASE_URL")
_PORT = "--smtp-port"
#: The port that stands in a branch until it is opened: each test's mail server has another.
_STAND_IN = "52525"
#: The usual pace would be ten mails a second.
_UNHURRIED = "requests_per_minute = 100000"
#: Where branches that were made once lie, for this process.
_SHELF = Path(tempfile.mkdtemp(prefix="newsletter-branches-"))
atexit.register(shutil.rmtree, _SHELF, ignore_errors=True)


@dataclass
class Desk:
    """Somebody at a keyboard in a folder."""

    folder: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    #: The address of a database that is this desk's alone, in which its list lies; "": in a file of the workspace.
    server: str = ""

    @property
    def workspace(self) -> Path:
        return self.folder / "branch"

    def variables(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("NEWSLETTER", "SENDGRID"))
        }
        return kept | {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "APPDATA": str(self.home / "config"),
            "LOCALAPPDATA": str(self.home / "config"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONWARNINGS": "error",
            "COLUMNS": "120",
            **self.environment,
            **(extra or {}),
        }

    def start(self, *words: object, stdin: str | None = None, **extra: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "newsletter", *map(str, words)],
            cwd=self.folder, env=self.variables(extra), text=True, encoding="utf-8",
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def __call__(self, *words: object, stdin: str | None = None, timeout: float = 120, **extra: str) -> Done:
        """Run a command to its end. Whatever happens, no traceback may reach a person."""
        variables = self.variables(extra)
        if warm.is_possible(variables):
            done = Done(
                *warm.run(list(map(str, words)), self.folder, variables, stdin=stdin, timeout=timeout)
            )
        else:
            process = self.start(*words, stdin=stdin, **extra)
            try:
                out, err = process.communicate(stdin, timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            done = Done(process.returncode, out, err)
        assert "Traceback" not in done.err, done.err
        return done

    def armed(self, first: str, *words: object, stdin: str | None = None) -> tuple[int, str, str]:
        """A command whose process runs this Python first: its exit code, and what it wrote to stdout and stderr.

        What it changes in a module holds where the program looks it up there, or imports it later.
        """
        variables, typed = self.variables(), list(map(str, words))
        if warm.is_possible(variables):
            return warm.run(typed, self.folder, variables, stdin=stdin, timeout=120, first=first)
        done = subprocess.run(
            [sys.executable, "-c", f"{first}\nfrom newsletter.cli.main import run\nrun()", *typed],
            cwd=self.folder, env=variables | {"PYTHONPATH": str(Path(__file__).parent.parent)}, text=True,
            input=stdin or "", capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def here(self, *words: object, **how: Any) -> Done:
        """As a call, in the branch's workspace."""
        return self(*words, "--workspace", self.workspace, **how)

    def open_branch(self, *options: object) -> "Desk":
        """A workspace with one accepted article, its author confirmed, and an issue, ready to send but for people.

        Five commands make it, once for each set of options; after that it is a copy, with its keys and its database,
        as a person may copy one. One with a mail server hands over as fast as it can.
        """
        if self.environment.get("NEWSLETTER_DATABASE_URL", "") != self.server:  # the list is elsewhere
            return self._make_branch(*options)
        words = list(map(str, options))
        port = _taken_out(words)
        kept = sorted(item for item in self.environment.items() if item[0] not in _NO_PART_OF_A_BRANCH)
        name = hashlib.sha256(repr((words, kept, bool(self.server))).encode()).hexdigest()
        if not (_SHELF / name).exists():
            self._make_branch(*words)
            _carry((self.folder, self.home), (_SHELF / name / "folder", _SHELF / name / "home"))
            if self.server:
                _copy_database(self.server, _named(self.server, f"shelf_{name[:12]}"))
        else:
            _carry((_SHELF / name / "folder", _SHELF / name / "home"), (self.folder, self.home))
            if self.server:
                _copy_database(_named(self.server, f"shelf_{name[:12]}"), self.server)
        if port:
            settings = self.workspace / "newsletter.toml"
            text = settings.read_text(encoding="utf-8")
            assert text.count(_STAND_IN) == text.count("[smtp]") == 1
            text = text.replace("[smtp]", f"{_UNHURRIED}\n\n[smtp]").replace(_STAND_IN, port)
            settings.write_text(text, encoding="utf-8")
        return self

    def _make_branch(self, *options: object) -> "Desk":
        self("init", self.workspace, *BRANCH, *options, "--yes").ok()
        source = self.folder / "article.txt"
        source.write_text(ARTICLE, encoding="utf-8")
        slug = self.here("article", "add", source, "--json").ok().data["articles"][0]["slug"]
        self.here("article", "accept", slug).ok()
        file = self.workspace / "articles" / f"{slug}.md"
        doubt = "unsure:\n  author: only one place says so (text)\n"
        file.write_text(file.read_text(encoding="utf-8").replace(doubt, ""), encoding="utf-8")
        self.here(
            "issue", "new", "october", "--subject", "October: the dockers won", "--preheader",
            "Nine weeks on strike, and a contract", "--article", slug,
        ).ok()  # fmt: skip
        return self

    def add_people(self, number: int, *, begin: int = 0) -> None:
        """Import so many; a list that was imported once into the very same file is copied after that."""
        rows = [f"person{n}@example.org,P{n}" for n in range(begin, begin + number)]
        file = self.folder / f"list-{begin}.csv"
        file.write_text("\n".join(["Email,First Name", *rows]) + "\n", encoding="utf-8")
        made = None if "NEWSLETTER_DATABASE_URL" in self.environment else self._shelved(file)
        people = self.workspace / "data" / "newsletter.db"
        if made and made.exists():
            shutil.copyfile(made, people)
            return
        self.here("subscriber", "import", file, *CONSENT, "--yes").ok()
        if made:
            shutil.copyfile(people, made)

    def _shelved(self, file: Path) -> Path:
        """Where the list lies, or will lie, that this file makes of the branch's list as it is."""
        people, settings = self.workspace / "data" / "newsletter.db", self.workspace / "newsletter.toml"
        before = b"".join(path.read_bytes() for path in (people, settings, file))
        return _SHELF / hashlib.sha256(before).hexdigest()

    def outbox(self) -> dict[str, list[Path]]:
        """The messages of each drill."""
        root = self.workspace / "outbox"
        return (
            {folder.name: sorted(folder.glob("*.eml")) for folder in sorted(root.iterdir())}
            if root.exists()
            else {}
        )


def _taken_out(words: list[str]) -> str:
    """The port among the words of `init`, where another stands from now on."""
    if _PORT not in words:
        return ""
    at = words.index(_PORT) + 1
    port, words[at] = words[at], _STAND_IN
    return port


def _carry(sources: Iterable[Path], targets: Iterable[Path]) -> None:
    for source, target in zip(sources, targets, strict=True):
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def _copy_database(source: str, target: str) -> None:
    """Put a copy of one database of the tests' server in another's place; nobody is in either."""
    import psycopg

    old, new = (_name(address) for address in (source, target))
    with psycopg.connect(_named(target, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')


def _name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def _named(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return address.replace(f"/{_name(address)}?", f"/{name}?")


def kill(process: "subprocess.Popen[str]") -> None:
    """kill -9 the process and everything it started, and wait until it is gone."""
    # It may have ended by itself a moment ago: then there is nothing to kill.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_until(what: Any, *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.005)
