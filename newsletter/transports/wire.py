"""A line to a mail server on which everything ends by one deadline, even if the server sends a byte a second.

It knows the words of SMTP, not what they mean for a delivery (smtp.py). Every method raises OSError when the line is
lost, too slow, or cannot be trusted.
"""

import base64
import re
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass

_LONGEST_LINE = 8192
_MOST_LINES = 200
_PIECE = 16384
#: How servers say that we may not send to the outside; the bare word may also be part of an address or a host's name.
_RELAYING = re.compile(
    rb"relay(?:ing)?(?: access)?(?: is)? (?:denied|prohibited|not)|(?:unable|not|cannot|n't)(?: \w+){0,3} relay\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered; its words are not kept, as they often hold the address."""

    #: -1 for something that is no answer.
    code: int
    #: RFC 3463, for instance "5.1.1"; "" if the server gives none.
    status: str = ""
    #: whether it says that it does not pass on our mail to other places.
    is_relaying: bool = False

    @property
    def kind(self) -> int:
        return self.code // 100


class Wire(smtplib.SMTP):
    """One connection. `smtplib` parses what a server offers; its sending and its time-outs are not used.

    They are per read and not for the whole, and `sendmail` writes message and dot in one go.
    """

    def __init__(self, host: str, local_hostname: str) -> None:
        super().__init__(local_hostname=local_hostname)
        self._name = host
        self._deadline = 0.0
        self._heard = b""

    def allow(self, seconds: float) -> None:
        """How long all that follows may take together."""
        self._deadline = time.monotonic() + seconds

    def dial(self, port: int, context: ssl.SSLContext | None) -> Reply:
        """Connect, encrypted from the start if there is a context; the answer is the server's greeting."""
        self.sock = socket.create_connection((self._name, port), timeout=self._left())
        # A message ends in a write of three bytes, which must not wait for the one before to be confirmed.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.sock = context.wrap_socket(self.sock, server_hostname=self._name)
        return self.reply()

    def greet(self) -> Reply:
        self._socket()
        return _read(*self.ehlo())

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Go on encrypted; what was said before is forgotten (RFC 3207 §4.2)."""
        if self._heard:
            # Said in the clear and then read as if it were encrypted: by somebody between us and the server.
            raise ssl.SSLError("words in the clear after STARTTLS")
        self.sock = context.wrap_socket(self._socket(), server_hostname=self._name)

    def command(self, verb: str, argument: str = "") -> Reply:
        self._socket()
        return _read(*self.docmd(verb, argument))

    def log_in(self, username: str, password: str) -> Reply | None:
        """PLAIN or LOGIN, None if neither is offered. smtplib's own refuse UTF-8, and keep the password."""
        offered = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            return self.command("AUTH", "PLAIN " + _base64(f"\0{username}\0{password}"))
        if "LOGIN" not in offered:
            return None
        reply = self.command("AUTH", "LOGIN")
        for answer in (username, password):
            if reply.code == 334:
                reply = self.command(_base64(answer))
        return reply

    def pour(self, message: bytes) -> None:
        """Write a message that ends in CRLF: all but the final dot, other dots doubled (RFC 5321 §4.5.2)."""
        stuffed = re.sub(rb"^\.", b"..", message, flags=re.MULTILINE)
        for at in range(0, len(stuffed), _PIECE):
            self._socket().sendall(stuffed[at : at + _PIECE])

    def dot(self) -> Reply:
        """Write the final dot and wait for the answer. OSError means that nobody knows."""
        self._socket().sendall(b".\r\n")
        return self.reply()

    def has_words(self) -> bool:
        """Whether the server has said something unasked, or has hung up."""
        if self._heard or self.sock is None:
            return True
        self.sock.settimeout(0)
        try:
            # Not select(): under TLS 1.3 there are bytes that are no words.
            self._heard = self.sock.recv(_LONGEST_LINE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def say_goodbye(self) -> None:
        self.allow(2.0)
        with suppress(OSError):
            self.command("QUIT")
        self.close()

    def reply(self) -> Reply:
        return _read(*self.getreply())

    def getreply(self) -> tuple[int, bytes]:
        """As in smtplib, but by our deadline, and with an end to what a server may say."""
        lines: list[bytes] = []
        while len(lines) < _MOST_LINES:
            line = self._read_line()
            if not re.match(rb"\d{3}(?:[ -]|$)", line):
                break
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        return -1, b""

    def _read_line(self) -> bytes:
        while b"\n" not in self._heard:
            if len(self._heard) > _LONGEST_LINE:
                raise ConnectionAbortedError("the server's line does not end")
            heard = self._socket().recv(_LONGEST_LINE)
            if not heard:
                raise ConnectionResetError("the server hung up")
            self._heard += heard
        line, _, self._heard = self._heard.partition(b"\n")
        return line.rstrip(b"\r")

    def _socket(self) -> socket.socket:
        """The socket, set to give up at the deadline."""
        if self.sock is None:
            raise ConnectionResetError("the line is closed")
        self.sock.settimeout(self._left())
        return self.sock

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server took too long")
        return left


def _read(code: int, text: bytes) -> Reply:
    status = re.match(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)", text)
    return Reply(code, status[0].decode() if status else "", _RELAYING.search(text) is not None)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
