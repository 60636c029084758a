"""python -m benchmarks.sink CERTIFICATE: takes every mail like SendGrid would, over TLS, and mails nobody.

CERTIFICATE is a file with the certificate for 127.0.0.1 and its key. Prints its port as the first line. It counts
requests, bytes and recipients (`"to":`), notes when each request was in, and judges nothing: a speed sink, not a
conformance fake. What a sender asks besides (a judgement in sandbox mode, an id to call mail back by, what is
cancelled, who has unsubscribed) gets the shortest answer that SendGrid could give.

So that it is not what is measured: one thread for each connection, one buffer for all its bodies, and no parsing beyond
the length of a body.
"""

import json
import re
import socket
import ssl
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from itertools import count
from typing import BinaryIO

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MOST_BYTES = 31_000_000
_RECIPIENT = b'"to":'
#: Looked for near the end of a body only, where our sender adds it to one that is ready: no body is searched twice.
_SANDBOX, _TAIL = b'"sandbox_mode":{"enable":true}', 100
_SEND, _MINT, _TALLY = b"POST /v3/mail/send ", b"POST /v3/mail/batch ", b"GET /tally "
#: Lists of which nobody is a member: holds and suppressions.
_EMPTY = (b"GET /v3/user/scheduled_sends", b"GET /v3/suppression/", b"GET /v3/asm/groups/")


@dataclass
class Tally:
    """What has come in since the last look."""

    requests: int = 0
    recipients: int = 0
    size: int = 0
    #: when each request was in, on a clock of its own, and its recipients.
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    #: CPU seconds of the sink itself.
    cpu: float = 0.0


class Sink:
    def __init__(self, certificate: str) -> None:
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self._tally = Tally()
        self._begun = time.process_time()
        self._lock = threading.Lock()
        self._minted = count(1)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]

    def serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, plain: socket.socket) -> None:
        buffer = bytearray(1_000_000)
        with (
            self._tls.wrap_socket(plain, server_side=True) as connection,
            connection.makefile("rb") as incoming,
        ):
            while head := _read_head(incoming):
                length = int(found[1]) if (found := _LENGTH.search(head)) else 0
                if length > _MOST_BYTES:
                    return
                if length > len(buffer):
                    buffer = bytearray(length)
                incoming.readinto(memoryview(buffer)[:length])
                connection.sendall(self._answer(head, buffer, length))

    def _answer(self, head: bytes, body: bytearray, length: int) -> bytes:
        if head.startswith(_SEND):
            if _SANDBOX in body[max(0, length - _TAIL) : length]:
                return _reply(b"200 OK")
            self._note(body.count(_RECIPIENT, 0, length), length)
            return _reply(b"202 Accepted")
        if head.startswith(_MINT):
            return _reply(b"201 Created", b'{"batch_id":"benchmark%d"}' % next(self._minted))
        if head.startswith(_EMPTY):
            return _reply(b"200 OK", b"[]")
        return _reply(b"200 OK", self._told()) if head.startswith(_TALLY) else _reply(b"404 Not Found")

    def _note(self, recipients: int, size: int) -> None:
        with self._lock:
            self._tally.requests += 1
            self._tally.recipients += recipients
            self._tally.size += size
            self._tally.arrivals.append((time.perf_counter(), recipients))

    def _told(self) -> bytes:
        """The tally, which begins anew."""
        with self._lock:
            tally, self._tally = self._tally, Tally()
            now = time.process_time()
            tally.cpu, self._begun = now - self._begun, now
        return json.dumps(asdict(tally)).encode()


def _reply(status: bytes, body: bytes = b"") -> bytes:
    """With the time, which a sender may go by."""
    date = formatdate(usegmt=True).encode()
    return b"HTTP/1.1 %s\r\nDate: %s\r\nX-Message-Id: sink\r\nContent-Length: %d\r\n\r\n%s" % (
        status, date, len(body), body,
    )  # fmt: skip


def _read_head(incoming: BinaryIO) -> bytes:
    """Everything up to the empty line, b"" when the other side has hung up."""
    lines = []
    while line := incoming.readline():
        lines.append(line)
        if line == b"\r\n":
            return b"".join(lines)
    return b""


if __name__ == "__main__":
    sink = Sink(sys.argv[1])
    print(sink.port, flush=True)
    sink.serve()
