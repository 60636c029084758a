"""Processes that one process forks, kills, stops, wakes and waits for."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

#: A process that takes longer hangs: it is killed with a trace of its threads, and the history has failed.
MOST_SECONDS = 40.0
_GRACE_SECONDS = 1.0


class HangingError(Exception):
    """A process did not come to its end."""


@dataclass
class Child:
    """A forked process. Its end is a word: "exit N", or "killed"."""

    pid: int
    last: str = ""

    @classmethod
    def born(cls, life: Callable[[], NoReturn]) -> "Child":
        # A child that dies between two looks must not be missed: its signal waits.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if pid:
            return cls(pid)
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            life()
        finally:
            os._exit(70)

    def rest(self, seconds: float = MOST_SECONDS) -> str:
        """Wait for its end or a stop: "exit N", "killed", "stopped", or "" when the time is over."""
        end = time.monotonic() + seconds
        while not self.last:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid:
                if os.WIFSTOPPED(status):
                    return "stopped"
                self.last = _word(status)
                break
            left = end - time.monotonic()
            if left <= 0:
                return ""
            signal.sigtimedwait({signal.SIGCHLD}, min(left, 0.5))
        return self.last

    def stop(self) -> str:
        """Stop it, wherever it is; the word of its end if it came first."""
        self.send(signal.SIGSTOP)
        return self.rest()

    def wake(self) -> None:
        self.send(signal.SIGCONT)

    def kill(self) -> None:
        self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        if not self.last:  # nobody else has its number before it was waited for
            os.kill(self.pid, number)

    def end(self) -> str:
        """Its last word."""
        word = self.rest()
        if word:
            return word
        self.send(signal.SIGABRT)
        time.sleep(_GRACE_SECONDS)
        self.kill()
        self.rest()
        raise HangingError(f"no end after {MOST_SECONDS:.0f} s")

    def bury(self) -> None:
        """Leave nothing behind, whatever went wrong."""
        if not self.last:
            self.kill()
            self.rest()


def _word(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else f"signal {os.WTERMSIG(status)}"
    return f"exit {os.WEXITSTATUS(status)}"


def redirect(folder: Path, name: str) -> None:
    """From here on what this process says goes into files."""
    for number, ending in ((1, "out"), (2, "err")):
        handle = os.open(folder / f"{name}.{ending}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, number)
        os.close(handle)
