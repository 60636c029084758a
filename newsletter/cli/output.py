"""The one renderer: data on stdout, talk and progress on stderr, one JSON envelope with --json, exit codes.

Nothing else in the program prints. An error nobody foresaw is told without its text, which might hold an address.
"""

import getpass
import json as jsonlib
import os
import shlex
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import typer

from newsletter.desk.result import Result
from newsletter.errors import ExitCode, NewsletterError, UsageError, WorkspaceError
from subscribers.errors import SubscribersError

_STATUS = {ExitCode.DONE: "success", ExitCode.PARTLY: "partial"}


class Declined(NewsletterError):  # noqa: N818 no error: the person said no
    code = "declined"


def carry_out(deed: Callable[["Terminal"], Result], *, json: bool = False, yes: bool = False) -> NoReturn:
    """Carry a deed out, print what came of it, and leave with its exit code."""
    terminal = Terminal(yes=yes, quiet=json)
    try:
        result = deed(terminal)
    except (NewsletterError, SubscribersError) as error:
        terminal.end()
        fail(error.code, error.message, error.remedy, exit_code=error.exit_code, json=json)
    except KeyboardInterrupt:
        terminal.end()
        fail(
            "interrupted",
            "Interrupted.",
            "Nothing is lost. Where you stand: newsletter",
            exit_code=ExitCode.INTERRUPTED,
            json=json,
        )
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 the last line of defence: no traceback ever reaches a user
        terminal.end()
        fail(
            "unforeseen",
            f"Something went wrong that was not foreseen ({_place(error)}).",
            "Nothing was sent twice. Please report the words in brackets; they hold nobody's data.",
            exit_code=ExitCode.FAILED,
            json=json,
        )
    try:
        show(result, json=json)
    except BrokenPipeError:
        raise
    except OSError as error:
        # Nothing more goes there, also not at the end of the process.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 until the process ends
        fail(
            "unwritten",
            f"It is done, but what came of it could not be written ({error.strerror}).",
            "Make room, or write to another place. Where you stand: newsletter",
            exit_code=ExitCode.FAILED,
            json=False,
        )
    raise typer.Exit(int(result.exit_code))


def show(result: Result, *, json: bool) -> None:
    """Print a result."""
    if json:
        status = _STATUS.get(result.exit_code, "error")
        _print_envelope(status, result.data, list(result.messages), [dict(error) for error in result.errors])
        return
    for line in result.lines:
        print(line)
    if sys.stdout is not None:  # closed by whoever started us
        sys.stdout.flush()
    for message in result.messages:
        print(message, file=sys.stderr)


def fail(code: str, message: str, remedy: str, *, exit_code: int, json: bool) -> NoReturn:
    """Print an error and leave."""
    if json:
        _print_envelope("error", {}, [], [{"code": code, "message": message, "remedy": remedy}])
    else:
        print(message, file=sys.stderr)
        if remedy:
            print(f"→ {remedy}", file=sys.stderr)
    raise typer.Exit(int(exit_code))


def _print_envelope(status: str, data: Any, messages: list[str], errors: list[dict[str, str]]) -> None:
    envelope = {"version": 1, "status": status, "data": data, "messages": messages, "errors": errors}
    print(jsonlib.dumps(envelope, ensure_ascii=False, default=str), flush=True)


def _place(error: BaseException) -> str:
    """Type of an error and where it was raised; its text is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"


class Terminal:
    """Talks on stderr; asks only where somebody sits at a keyboard."""

    def __init__(self, *, yes: bool, quiet: bool) -> None:
        self._yes = yes
        self._quiet = quiet
        self._progress: Any = None
        self._task: Any = None

    @property
    def asks(self) -> bool:
        return not self._yes and _somebody_is_there()

    def say(self, line: str) -> None:
        if not self._quiet:
            print(line, file=sys.stderr, flush=True)

    def confirm(self, question: str) -> None:
        if self._yes:
            return
        if not _somebody_is_there():
            raise UsageError(
                "This needs a yes, and nobody is at a keyboard. Nothing was done.",
                remedy="Add --yes to the command once you are sure.",
                code="needs-yes",
            )
        _require_yes(question)

    @property
    def is_read(self) -> bool:
        """Whether what is printed goes to a screen, and not into a file or another program."""
        return sys.stdout is not None and sys.stdout.isatty()

    def confirm_in_person(self, question: str, otherwise: NewsletterError) -> None:
        if self._yes or not _somebody_is_there():
            raise otherwise
        _require_yes(question)

    def ask(self, question: str, default: str) -> str:
        if self._yes or not _somebody_is_there():
            return default
        hint = f" [{default}]" if default else ""
        return _read_line(f"{question}{hint}: ").strip() or default

    def ask_secret(self, question: str) -> str:
        if not _somebody_is_there():
            return sys.stdin.readline().strip()
        return getpass.getpass(f"{question} (it will not be shown): ", stream=sys.stderr)

    def show_in_person(self, text: str, otherwise: NewsletterError) -> None:
        if self._yes or self._quiet or not (_somebody_is_there() and sys.stderr.isatty()):
            raise otherwise
        try:
            print(text, file=sys.stderr)
            _read_line("When you have written it down, press Enter; then it is taken off the screen. ")
        finally:  # also of whoever interrupts, for that is a way of leaving it
            # Screen and what can be scrolled back to (ECMA-48, and xterm's 3 J).
            print("\033[H\033[2J\033[3J", end="", file=sys.stderr, flush=True)

    def edit(self, path: str) -> None:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        command = shlex.split(editor) if editor else _usual_editor()
        if not command or not shutil.which(command[0]):
            raise UsageError(
                f"No editor was found. The file is {path}.",
                remedy="Open it in any text editor, or set EDITOR to the one you like.",
                code="no-editor",
            )
        try:
            subprocess.run([*command, path], check=True)  # noqa: S603 the person's own editor on their own file
        except (OSError, subprocess.CalledProcessError) as error:
            raise WorkspaceError(
                f"The editor ended with an error. The file is {path}.",
                remedy="Look whether the file is as you want it, and try again, or set EDITOR to another editor.",
                code="editor-failed",
            ) from error

    def begin(self, what: str, total: int) -> None:
        if self._quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._progress.start()
        self._task = self._progress.add_task(what, total=total)

    def advance(self, number: int) -> None:
        if self._progress is not None:
            self._progress.advance(self._task, number)

    def end(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


def _somebody_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _require_yes(question: str) -> None:
    if _read_line(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise Declined("Nothing was done.", remedy="")


def _read_line(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line


def _usual_editor() -> list[str]:
    candidates = ["notepad"] if os.name == "nt" else ["sensible-editor", "nano", "vi"]
    return next(([name] for name in candidates if shutil.which(name)), [])
