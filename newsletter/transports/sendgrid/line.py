"""One kept HTTP/1.1 connection that is honest about failure: `NotSentError` or `LostError`, and never a second try.

Written over a socket, because http.client's own connection hides what has to be known here: whether a byte has left,
and how long all waits together may last. Reading the answer is http.client's work.

Proxy variables are not obeyed: nothing in the environment decides who sees the list. Redirects are not followed.
"""

import errno
import functools
import http.client
import io
import selectors
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from newsletter.transports.base import Fence
from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.outcome import Reply

MOST_REPLY_BYTES = 1_000_000
#: Seconds. A connection idle for longer is not trusted: one that dies under a request leaves a batch in doubt.
MOST_IDLE = 10.0

#: Every way in which sockets, TLS and http.client fail, the narrower before the wider.
CODES: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "name-not-found"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "connection-refused"),
    (ConnectionError, "connection-lost"),  # http.client.RemoteDisconnected too
    (OSError, "network"),
    (http.client.IncompleteRead, "reply-cut"),
    (http.client.HTTPException, "reply-malformed"),
    (UnicodeError, "name-not-found"),  # a name that no name server could be asked for
    (ValueError, "reply-malformed"),
)
FAILURES = tuple(kind for kind, _ in CODES)


class NotSentError(Exception):
    """No byte of the request has left: a later one may take its place."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FenceClosedError(NotSentError):
    """The sender's fence was closed when the first byte would have gone out."""


class LostError(Exception):
    """Some of the request may have left, and no whole answer came back."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def code_of(error: Exception) -> str:
    return next(code for kind, code in CODES if isinstance(error, kind))


class Line:
    """The connection to one host, opened when needed and kept while it can be trusted. For one thread.

    `timeout` bounds the connecting, and then again the whole of a request and its answer.
    """

    def __init__(self, host: Host, *, timeout: float, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(host.url)
        self._secure = parts.scheme == "https"
        self._name = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._host_header = parts.netloc
        self._timeout = timeout
        self._tls = tls
        self._socket: socket.socket | None = None
        self._used = 0.0

    def exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        *,
        fence: Fence,
        most_bytes: int = MOST_REPLY_BYTES,
    ) -> Reply:
        """Ask once. Raises NotSentError, or LostError: then, as after anything unforeseen, the connection is gone.

        An answer whose body is larger than `most_bytes` counts as lost.
        """
        request = self._head(method, path, headers, body) + (body or b"")
        sock = self._ready()
        if not fence():
            raise FenceClosedError("fenced")
        # Until a whole answer is in, whatever interrupts leaves nothing behind that a later request could read.
        self._socket = None
        try:
            reply, reusable = _ask(sock, request, _Deadline(self._timeout), most_bytes)
        except FAILURES as error:
            sock.close()
            code = code_of(error)
        except BaseException:
            sock.close()
            raise
        else:
            self._keep(sock, reusable=reusable)
            return reply
        # Not raised above: http.client's errors may quote an answer, and answers quote addresses.
        raise LostError(code)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _head(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        """No value can hold a line end: the key is vetted, paths are quoted, the others are constant."""
        fields = {"Host": self._host_header, **headers, "Accept-Encoding": "identity", **_about(method, body)}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        return "\r\n".join(lines).encode("ascii")

    def _ready(self) -> socket.socket:
        """A connection that stands: the kept one if nothing speaks against it."""
        if self._socket is not None and (self._idle() > MOST_IDLE or _is_stale(self._socket)):
            self.close()
        if self._socket is None:
            try:
                self._socket = self._connect(_Deadline(self._timeout))
            except FAILURES as error:
                raise NotSentError(code_of(error)) from error
        return self._socket

    def _idle(self) -> float:
        """By the wall clock, which counts a laptop's sleep; a clock that is set anew costs a connection, no more."""
        return abs(time.time() - self._used)

    def _connect(self, deadline: "_Deadline") -> socket.socket:
        sock = _open(self._name, self._port, deadline)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(deadline.left())
            if self._secure:
                sock = (self._tls or _usual_tls()).wrap_socket(sock, server_hostname=self._name)
        except BaseException:
            sock.close()
            raise
        self._used = time.time()
        return sock

    def _keep(self, sock: socket.socket, *, reusable: bool) -> None:
        if reusable:
            self._socket, self._used = sock, time.time()
        else:
            sock.close()


@dataclass(slots=True)
class _Deadline:
    """Seconds that all waits together may take: a trickle of bytes does not start them anew."""

    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        left = self.begun + self.seconds - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Bytes(io.RawIOBase):
    """What comes in over a socket, under a deadline."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)


class _Incoming(io.BufferedReader):
    """What http.client reads an answer from. That takes one cut among its headers for whole; this does not."""

    _heard = False

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        super().__init__(_Bytes(sock, deadline))

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The only thing that http.client.HTTPResponse wants of a socket."""
        return self

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        is_cut = not line.endswith(b"\n") and len(line) != size
        if is_cut and (line or self._heard):
            raise http.client.IncompleteRead(b"")
        self._heard = True
        return line


def _about(method: str, body: bytes | None) -> dict[str, str]:
    """What is said of a body; that there is none only where one could be expected (RFC 9110, 8.6)."""
    if body is not None:
        return {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return {} if method in ("GET", "DELETE") else {"Content-Length": "0"}


def _ask(sock: socket.socket, request: bytes, deadline: _Deadline, most_bytes: int) -> tuple[Reply, bool]:
    """Write a request, read its whole answer, and say whether the connection may be used again."""
    try:
        _write(sock, request, deadline)
    except ConnectionError as error:
        # Some errors are said, and the door closed, before the request is read to its end.
        reply, _ = _read(sock, deadline, most_bytes)
        if 400 <= reply.status < 500:
            return reply, False
        raise ConnectionResetError(errno.ECONNRESET, "cut while writing") from error
    return _read(sock, deadline, most_bytes)


def _write(sock: socket.socket, request: bytes, deadline: _Deadline) -> None:
    """Not sendall(): over TLS that grants the time-out anew for every record."""
    rest = memoryview(request)
    while rest:
        sock.settimeout(deadline.left())
        rest = rest[sock.send(rest) :]


def _read(sock: socket.socket, deadline: _Deadline, most_bytes: int) -> tuple[Reply, bool]:
    response = http.client.HTTPResponse(_Incoming(sock, deadline), method="POST")  # type: ignore[arg-type]  # see makefile()
    with response:
        response.begin()
        body = response.read(most_bytes + 1)
        if len(body) > most_bytes:
            raise http.client.HTTPException("an answer without end")
        if response.length:  # read(amount) is silent about a body that was cut
            raise http.client.IncompleteRead(b"", response.length)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(status=response.status, headers=headers, body=body), not response.will_close


def _is_stale(sock: socket.socket) -> bool:
    """Whether something came in though nothing was asked: as a rule, that the other side has hung up."""
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _open(name: str, port: int, deadline: _Deadline) -> socket.socket:
    """Connect to the first address that answers; all of them share one deadline."""
    failure: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left())
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            failure = failure or error
    raise failure or OSError(errno.EHOSTUNREACH, "no address")


@functools.cache
def _usual_tls() -> ssl.SSLContext:
    """One for the process: reading the certificates takes longer than a hundred requests."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
