"""The rehearsal's clock: real time plus an offset that several processes share and anybody may move on.

The offset is a file of 8 bytes, a little-endian double, mapped into memory by everybody; a missing file means 0.
"""

import mmap
import os
import struct
import time
from pathlib import Path

_OFFSET = struct.Struct("<d")


class Clock:
    """UNIX seconds. Without a file the clock belongs to this process alone."""

    def __init__(self, path: Path | None = None) -> None:
        self._shared = bytearray(_OFFSET.size) if path is None else _mapped(path)

    @property
    def offset(self) -> float:
        (offset,) = _OFFSET.unpack_from(self._shared)
        return float(offset)

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move on; for one mover at a time."""
        _OFFSET.pack_into(self._shared, 0, self.offset + seconds)

    def close(self) -> None:
        if isinstance(self._shared, mmap.mmap):
            self._shared = bytearray(self._shared[:])


def _mapped(path: Path) -> mmap.mmap:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size < _OFFSET.size:
            os.ftruncate(handle, _OFFSET.size)  # zeros, whoever comes first
        return mmap.mmap(handle, _OFFSET.size)
    finally:
        os.close(handle)
