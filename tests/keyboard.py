"""Somebody at a keyboard: a command that finds a terminal, and is answered through it."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

from tests.command import Desk


def at_keyboard(
    desk: Desk, answers: list[tuple[str, str | signal.Signals]], *words: object, code: int = 0
) -> str:
    """What stands on the screen of somebody who answers, or interrupts, once each question is there.

    Their turn ends with `code`.
    """
    keyboard, screen = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "newsletter", *map(str, words)], cwd=desk.folder, env=desk.variables(),
        stdin=screen, stdout=subprocess.DEVNULL, stderr=screen, start_new_session=True,
    )  # fmt: skip
    os.close(screen)
    seen, begin, waiting = "", 0, list(answers)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([keyboard], [], [], 0.1)[0]:
            try:
                seen += os.read(keyboard, 4096).decode(errors="replace")
            except OSError:  # the other side has gone
                break
        elif process.poll() is not None:
            break
        if waiting and waiting[0][0] in seen[begin:]:
            begin = len(seen)
            answer = waiting.pop(0)[1]
            if isinstance(answer, signal.Signals):
                process.send_signal(answer)
            else:
                os.write(keyboard, answer.encode() + b"\n")
    os.close(keyboard)
    assert (process.wait(timeout=10), waiting) == (code, []), seen
    return seen
