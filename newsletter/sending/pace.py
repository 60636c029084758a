"""The pace: requests per minute over all threads, and pauses that the provider asks for."""

import threading

from newsletter.sending.clock import Clock

#: How long a waiting thread sleeps before it looks again: for a pause that was asked for since, or for the end.
_LOOK_AGAIN_SECONDS = 0.25


class Pace:
    """Shared by the threads of one process. Requests are spread evenly; a pause holds everybody."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._interval = 60.0 / per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._next = 0.0
        self._paused_until = 0.0
        self._is_over = False

    def wait(self) -> bool:
        """Return True when the next request may begin, False when none may begin any more."""
        with self._lock:
            turn = max(self._clock.mark().elapsed, self._next)
            self._next = turn + self._interval
        while not self._is_over:
            left = max(turn, self._paused_until) - self._clock.mark().elapsed
            if left <= 0:
                return True
            self._clock.sleep(min(left, _LOOK_AGAIN_SECONDS))
        return False

    def pause(self, seconds: float) -> None:
        """No request begins for so many seconds, whoever waits already."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock.mark().elapsed + seconds)

    def end(self) -> None:
        """Nothing begins any more: somebody pressed Ctrl-C, or a thread met with an error."""
        self._is_over = True
