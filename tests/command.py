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
from collections.abc import Mapping
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


#: Where branches that were made once lie, for this process.
_SHELF = Path(tempfile.mkdtemp(prefix="newsletter-branches-"))
atexit.register(shutil.rmtree, _SHELF, ignore_errors=True)


@dataclass
class Desk:
    """Somebody at a keyboard in a folder."""

    folder: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

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

    def here(self, *words: object, **how: Any) -> Done:
        """As a call, in the branch's workspace."""
        return self(*words, "--workspace", self.workspace, **how)

    def open_branch(self, *options: object) -> "Desk":
        """A workspace with one accepted article, its author confirmed, and an issue, ready to send but for people.

        Five commands make it, once for each set of options; after that it is a copy, with its keys, as a person may
        copy one.
        """
        if "NEWSLETTER_DATABASE_URL" in self.environment:  # the list is elsewhere
            return self._make_branch(*options)
        made = _SHELF / hashlib.sha256(repr((options, sorted(self.environment.items()))).encode()).hexdigest()
        if not made.exists():
            self._make_branch(*options)
            for place in ("folder", "home"):
                shutil.copytree(getattr(self, place), made / place, symlinks=True)
        else:
            for place in ("folder", "home"):
                shutil.copytree(made / place, getattr(self, place), symlinks=True, dirs_exist_ok=True)
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
        rows = [f"person{n}@example.org,P{n}" for n in range(begin, begin + number)]
        file = self.folder / f"list-{begin}.csv"
        file.write_text("\n".join(["Email,First Name", *rows]) + "\n", encoding="utf-8")
        self.here("subscriber", "import", file, *CONSENT, "--yes").ok()

    def outbox(self) -> dict[str, list[Path]]:
        """The messages of each drill."""
        root = self.workspace / "outbox"
        return (
            {folder.name: sorted(folder.glob("*.eml")) for folder in sorted(root.iterdir())}
            if root.exists()
            else {}
        )


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
