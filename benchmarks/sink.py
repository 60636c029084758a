"""python -m benchmarks.sink: takes every POST like SendGrid would and mails nobody.

Prints its port as the first line. It counts requests, bytes and recipients (`"to":`), and judges nothing: a speed sink,
not a conformance fake. One thread for each connection, and no parsing beyond the length of a body. It notes when
each request was in.
"""

import json
import re
import socket
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_ACCEPTED = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: sink\r\nContent-Length: 0\r\n\r\n"
_RECIPIENT = b'"to":'


@dataclass
class Tally:
    """What has come in since the last look."""

    requests: int = 0
    recipients: int = 0
    size: int = 0
    #: when each request was in, on a clock of its own, and its recipients.
    arrivals: list[tuple[float, int]] = field(default_factory=list)


class Sink:
    def __init__(self) -> None:
        self._tally = Tally()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]

    def serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as incoming:
            while head := _read_head(incoming):
                length = _LENGTH.search(head)
                body = incoming.read(int(length[1])) if length else b""
                connection.sendall(self._answer(head, body))

    def _answer(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"GET"):
            return self._told()
        recipients = body.count(_RECIPIENT)
        with self._lock:
            self._tally.requests += 1
            self._tally.recipients += recipients
            self._tally.size += len(body)
            self._tally.arrivals.append((time.perf_counter(), recipients))
        return _ACCEPTED

    def _told(self) -> bytes:
        """The tally, which begins anew."""
        with self._lock:
            tally, self._tally = self._tally, Tally()
        body = json.dumps(asdict(tally)).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _read_head(incoming: BinaryIO) -> bytes:
    """Everything up to the empty line, b"" when the other side has hung up."""
    lines = []
    while line := incoming.readline():
        lines.append(line)
        if line == b"\r\n":
            return b"".join(lines)
    return b""


if __name__ == "__main__":
    sink = Sink()
    print(sink.port, flush=True)
    sink.serve()
