"""A command that is killed at one place in it: kill -9, at the very step that a test is about.

The command is the real one in a process of its own; nothing of it is replaced but that it dies there.
"""

import subprocess
import sys

from tests.command import Desk

_CODE = """
import importlib, os, signal, sys
where, when, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.argv = ["newsletter", *sys.argv[4:]]
module, _, path = where.partition(":")
owner, names = importlib.import_module(module), path.split(".")
for name in names[:-1]:
    owner = getattr(owner, name)
step, calls = getattr(owner, names[-1]), []
def doomed(*given, **named):
    calls.append(1)
    if when == "before" and len(calls) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    answer = step(*given, **named)
    if when == "after" and len(calls) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
setattr(owner, names[-1], doomed)
from newsletter.cli.main import run
run()
"""


def killed(
    desk: Desk, where: str, *words: object, when: str = "before", number: int = 1, stdin: str = ""
) -> None:
    """Run a command that dies `when` ("before" or "after") the call of that number of `where` ("module:name")."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, where, when, str(number), *map(str, words)],
        cwd=desk.folder, env=desk.variables(), input=stdin, text=True, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == -9, f"it was not killed there\n{done.stdout}\n{done.stderr}"
