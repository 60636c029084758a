"""The pace: requests per minute over all threads, and pauses that the provider asks for."""

import threading

from newsletter.sending.clock import Clock


class Pace:
    """Shared by the threads of one process. Requests are spread evenly; a pause holds everybody."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._interval = 60.0 / per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next request may begin."""
        with self._lock:
            now = self._clock.mark().elapsed
            start = max(now, self._next)
            self._next = start + self._interval
        self._clock.sleep(start - now)

    def pause(self, seconds: float) -> None:
        """No request begins for so many seconds."""
        with self._lock:
            self._next = max(self._next, self._clock.mark().elapsed + seconds)
