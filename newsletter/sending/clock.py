"""The time, passed in: a wall clock, and one that goes on while the machine sleeps."""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on both clocks, in seconds."""

    elapsed: float
    wall: float


class Clock(Protocol):
    def now(self) -> datetime: ...
    def mark(self) -> Mark: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def mark(self) -> Mark:
        return Mark(elapsed=_sleepless(), wall=time.time())

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def _sleepless() -> float:
    """Seconds on a clock that counts the time a laptop's lid was closed.

    time.monotonic() stands still meanwhile on Linux (CLOCK_MONOTONIC) and macOS (mach_absolute_time);
    CLOCK_BOOTTIME and macOS's CLOCK_MONOTONIC do not, nor does Windows' performance counter.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.perf_counter()


#: By so many seconds the two clocks may disagree before neither is believed.
CLOCK_DRIFT_SECONDS = 5.0


def is_fresh(then: Mark, now: Mark, *, within: float) -> bool:
    """Whether a handover whose addresses were read at `then` may still begin at `now`, so many seconds later."""
    elapsed = now.elapsed - then.elapsed
    drift = abs((now.wall - then.wall) - elapsed)
    return 0 <= elapsed <= within and drift <= CLOCK_DRIFT_SECONDS
