"""Commands in processes forked from one that has already imported what the program imports.

Two thirds of a short command are imports, and the tests run thousands. Such a process is as real as one begun from
nothing: its own folder, variables, files and group, ended by its own exit. What Python reads once, as the language of
the machine, still takes a start from nothing, and so does what tests kill from outside (Desk.start).

The forking process has also built the tree of commands and read the style sheets of the designs: both are the same for
every command. A command leaves as Python does, but for taking apart every module: that writes on each page that it
shares with the process it was forked from, and took longer than most commands.
"""

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

#: The beginnings of variables that count when Python and the C library start, and not later.
_READ_ONCE = ("PYTHON", "LANG", "LC_")
#: What the program imports when it needs it.
_LATE = (
    "cryptography.hazmat.primitives.kdf.hkdf", "keyring", "lxml.cssselect", "PIL.Image", "platformdirs", "premailer",
    "psycopg", "ruamel.yaml", "sqlcipher3.dbapi2", "typer._adapters", "typer._click.decorators",
)  # fmt: skip
_LONGEST_ORDER = 1 << 20


def is_possible(variables: Mapping[str, str]) -> bool:
    """Whether a command begun from nothing would start the way the first of this process did.

    On Linux only: elsewhere a fork is no whole copy, or there is none.
    """
    return sys.platform == "linux" and _read_once(variables) == _kitchen(variables).read_once


def run(
    words: Sequence[str], folder: Path, variables: Mapping[str, str], *, stdin: str | None, timeout: float,
    first: str = "",
) -> tuple[int, str, str]:  # fmt: skip
    """The exit code, and what was written to stdout and stderr. Raises subprocess.TimeoutExpired.

    `folder` is where the command is run, `variables` are all of its environment, `timeout` is in seconds; `first` is
    Python that its process runs before the command.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _input(stdin) as given:
        files = [each.fileno() for each in (given, out, err)]
        with begun(words, folder, variables, files, first=first) as command:
            code = command.end(timeout)
        return code, _written(out), _written(err)


@dataclass
class Command:
    """One that has begun; `answers` tells its number, and in the end its exit code."""

    words: Sequence[str]
    answers: IO[str]
    line: socket.socket
    pid: int = 0
    code: int | None = None

    def end(self, timeout: float) -> int:
        """Wait for it, and kill it where it takes longer, in seconds. Raises subprocess.TimeoutExpired."""
        self.line.settimeout(timeout)
        try:
            self.code = int(self.answers.readline())
        except TimeoutError:
            self.kill()
            raise subprocess.TimeoutExpired(list(self.words[:1]), timeout) from None
        return self.code

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@contextmanager
def begun(
    words: Sequence[str], folder: Path, variables: Mapping[str, str], files: Sequence[int], *, first: str = ""
) -> Iterator[Command]:
    """A command with these open files as its stdin, stdout and stderr; it is killed where the block leaves it."""
    ordered = {"words": words, "folder": str(folder), "variables": dict(variables), "first": first}
    order = json.dumps(ordered).encode()
    ours, theirs = socket.socketpair()
    with ours, ours.makefile("r", encoding="ascii") as answers:
        with theirs:
            socket.send_fds(_kitchen(variables).line, [order], [*files, theirs.fileno()])
        command = Command(words, answers, ours)
        command.pid = int(answers.readline())
        try:
            yield command
        finally:
            if command.code is None:
                command.kill()


class _Kitchen:
    """The process that commands are forked from."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.read_once = _read_once(variables)
        # It outlives the test that is the first to need it, and that test's folder.
        lasting = {name: value for name, value in variables.items() if name != "TMPDIR"}
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
                cwd=Path(__file__).parent.parent, env=lasting, pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        atexit.register(process.wait)
        atexit.register(self.line.close)


_KITCHENS: list[_Kitchen] = []


def _kitchen(variables: Mapping[str, str]) -> _Kitchen:
    """The kitchen of this process, begun for its first command."""
    if not _KITCHENS:
        _KITCHENS.append(_Kitchen(variables))
    return _KITCHENS[0]


def _read_once(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name.startswith(_READ_ONCE)}


def _input(stdin: str | None) -> IO[bytes]:
    if stdin is None:
        return Path(os.devnull).open("rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(stdin.encode())
    file.seek(0)
    return file


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def _serve(line: socket.socket) -> None:
    """Fork a command for each order, until nobody is at the other end."""
    import_everything()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        order, files, _, _ = socket.recv_fds(line, _LONGEST_ORDER, 4)
        if not order:
            return
        if os.fork() == 0:
            line.close()
            _attend(json.loads(order), files)
            return
        for file in files:
            os.close(file)


def _attend(order: dict[str, Any], files: list[int]) -> None:
    """Fork the command itself, and say its number and then how it ended, as a shell would."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        _become(order, files)
        return
    os.write(files[3], b"%d\n" % pid)
    _, status = os.waitpid(pid, 0)
    os.write(files[3], b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(order: dict[str, Any], files: list[int]) -> NoReturn:
    """The command."""
    os.setsid()
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    _open_anew()
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["variables"])
    sys.argv = ["newsletter", *order["words"]]
    code: object = 0
    try:
        exec(order["first"], {})
        runpy.run_module("newsletter", run_name="__main__", alter_sys=True)
    except SystemExit as leaving:
        code = leaving.code
    except BaseException:  # noqa: BLE001 as Python itself says what nobody has caught
        traceback.print_exc()
        code = 1
    _leave(code)


def _open_anew() -> None:
    """Standard streams over the command's own files: whether they are a terminal is looked at when they are opened."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        buffering = 1 if name == "stderr" or os.isatty(number) else -1
        mode = "r" if name == "stdin" else "w"
        new = open(number, mode, buffering, encoding=old.encoding, errors=old.errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


def _leave(code: object) -> NoReturn:
    """What Python does at the end, up to where it takes the modules apart."""
    if isinstance(code, str):
        print(code, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()  # a file that nobody has closed is told
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(bool(code)))


def import_everything() -> None:
    """And make what every command would make anew: the templates and style sheets as read, the tree of commands."""
    for package in map(importlib.import_module, ("newsletter", "subscribers")):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    for name in _LATE:
        importlib.import_module(name)
    templates: Any = importlib.import_module("newsletter.rendering.templates")
    environment = templates.make_environment(None, nonce="0")
    for file in templates.shipped().rglob("*.j2"):
        environment.get_template(file.relative_to(templates.shipped()).as_posix())
    samples: Any = importlib.import_module("tests.rendering_samples")
    for design in (templates.shipped() / "email").glob("*/style.css"):
        samples.make_letter(samples.make_issue(design=design.parent.name))
    typer: Any = importlib.import_module("typer.main")
    typer.get_command = functools.cache(typer.get_command)
    typer.get_command(importlib.import_module("newsletter.cli.main").app)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as the_line:
        _serve(the_line)
