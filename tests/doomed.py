"""A command that is killed at one place in it: kill -9, at the very step that a test is about.

The command is the real one in a process of its own; nothing of it is replaced but that it dies there.
"""

from tests.command import Desk

_CODE = """
import importlib, os, signal
def arm(where, when, number):
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
"""


def killed(
    desk: Desk, where: str, *words: object, when: str = "before", number: int = 1, stdin: str = ""
) -> None:
    """Run a command that dies `when` ("before" or "after") the call of that number of `where` ("module:name")."""
    code, out, err = desk.armed(f"{_CODE}arm({where!r}, {when!r}, {number})", *words, stdin=stdin)
    assert code == -9, f"it was not killed there\n{out}\n{err}"
