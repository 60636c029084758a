"""A clock that leaps, shared by the processes of one evening: real time plus what each of them has slept.

Everybody writes to a place of their own and reads the sum. So nobody who is stopped or killed in the middle of a leap
can turn the time back for the others.
"""

import mmap
import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from newsletter.sending.clock import Mark, SystemClock

PLACES = 16
#: The world's own: what passes while nobody works. The places above are for processes.
WORLD = 0
#: Whoever sleeps lets the others work meanwhile, as they would in the real hours of it.
GIVE_WAY_SECONDS = 0.0003


class Glass:
    """The file of the offsets."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(handle, 8 * PLACES)
            self._places = memoryview(mmap.mmap(handle, 8 * PLACES)).cast("d")
        finally:
            os.close(handle)

    @property
    def offset(self) -> float:
        return sum(self._places)

    def advance(self, place: int, seconds: float) -> None:
        self._places[place] += seconds


class WorldClock:
    """As the rehearsal's own clock: UNIX seconds."""

    def __init__(self, glass: Glass) -> None:
        self._glass = glass

    def now(self) -> float:
        return time.time() + self._glass.offset

    def advance(self, seconds: float) -> None:
        self._glass.advance(WORLD, seconds)

    def close(self) -> None: ...


class SenderClock(SystemClock):
    """As a sender's machine has it: its wall clock may be wrong by `skew`, and to sleep moves the world on."""

    def __init__(self, glass: Glass, place: int, skew: float) -> None:
        self._glass, self._place, self._skew = glass, place, skew
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._glass.offset + self._skew)

    def mark(self) -> Mark:
        mark, offset = super().mark(), self._glass.offset
        return Mark(elapsed=mark.elapsed + offset, wall=mark.wall + offset + self._skew)

    def sleep(self, seconds: float) -> None:
        end = self.mark().elapsed + seconds
        time.sleep(GIVE_WAY_SECONDS)
        with self._lock:  # threads that sleep at the same time share the leap
            left = end - self.mark().elapsed
            if left > 0:
                self._glass.advance(self._place, left)
