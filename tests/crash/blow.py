"""What befalls a process, and when: kill -9, or a stop during which something else happens."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsletter.transports.sendgrid import line
from tests.protocol.desk_model import Death, Watched

#: A server hangs up on whoever has been silent for longer.
IDLE_SECONDS = 300.0


@dataclass
class Blow(Death):
    """At a step, which the process counts itself, or so many seconds after its birth, from outside.

    Without `strike` it is a kill; with it a stop, or nothing but company where `stops` is false.
    """

    after: float = -1.0
    stops: bool = True
    #: The kind of step at which it falls besides, as "kill written" or "stop before-intend".
    aim: str = ""
    #: What kills.
    by: signal.Signals = signal.SIGKILL
    #: Where it is written which steps the process came to, and at which one it fell.
    diary: Path | None = None
    turns: list[Any] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    lock: Any = field(default_factory=threading.Lock)

    def __call__(self, step: str) -> None:
        with self.lock:
            self.count += 1
            if step not in self._met:
                self._met.add(step)
                self._write("pass", step)
            hit = self.at in (self.count, step)
            if hit:
                self.at = -1
            how, _, aimed_at = self.aim.partition(" ")
            is_aimed = step == aimed_at
            if is_aimed:
                self.aim = ""
        if hit or is_aimed:
            self._fall(step, stops=how == "stop" if is_aimed else self.strike is not None)

    def _fall(self, step: str, *, stops: bool) -> None:
        """Dies at once, whatever other threads are about; stops only where no thread holds the database's lock."""
        self._write("stop" if stops else "kill", step)
        if not stops:
            os.kill(os.getpid(), signal.SIGKILL)
        with contextlib.ExitStack() as stack:
            for turn in self.turns:
                stack.enter_context(turn())
            os.kill(os.getpid(), signal.SIGSTOP)

    def _write(self, what: str, step: str) -> None:
        if self.diary is not None:
            with self.diary.open("a") as diary:
                diary.write(f"{what} {step}\n")


def watch(database: Any, blow: Blow) -> Any:
    """Every transaction is a step before which, and behind which, the process may be struck."""
    blow.turns.append(database.turn)
    return Watched.over(database, blow)


def watch_lines(blow: Blow, now: Callable[[], float]) -> None:
    """So is every request: before its first byte, in the middle of it, behind its last, and behind its answer.

    No server keeps a connection for hours over which nothing comes, nor a request that is not finished.
    """
    connect, write, read = line._open, line._write, line._read
    used: dict[Any, float] = {}

    def watched_open(*args: Any) -> Any:
        sock = connect(*args)
        used[sock] = now()
        return sock

    def refuse_idle(sock: Any) -> None:
        if now() - used.get(sock, now()) > IDLE_SECONDS:
            raise ConnectionResetError
        used[sock] = now()

    def watched_write(sock: Any, request: bytes, deadline: Any) -> None:
        blow("writing")
        refuse_idle(sock)
        middle = len(request) // 2
        write(sock, request[:middle], deadline)
        blow("half-written")
        refuse_idle(sock)
        write(sock, request[middle:], deadline)
        blow("written")

    def watched_read(*args: Any) -> Any:
        reply = read(*args)
        blow("answered")
        return reply

    line._open, line._write, line._read = watched_open, watched_write, watched_read
