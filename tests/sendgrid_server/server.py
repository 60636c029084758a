"""A local server that answers POST /v3/mail/send like SendGrid, judges every body, and can fail in every known way.

It keeps the record: who got which mail, as they would read it. Faults are given by the number of the request:

    None  202       "401"      that status, with an error body       "429:2"    X-RateLimit-Reset: 2
    "302:URL"       redirect                                         "400:personalizations.3"  that field is named
    "credits"       401, "Maximum credits exceeded"                  "early:401"  answered before the body is read
    "reset_before_read"   "close_before_reply"      nothing taken, nobody told
    "drop_after_accept"   "cut_status"   "cut_reply"   "endless"   "trickle"   "slow:2"      taken, hard to tell
    "hang_up"       202 and then closed without saying so            "garbage"  something that is not HTTP
"""

import json
import socket
import struct
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.sendgrid_server.rules import broken_rules, schema_faults, substitute

Faults = Sequence[str | None] | Mapping[int, str]
TAKEN_ALL_THE_SAME = ("drop_after_accept", "cut_status", "cut_reply", "endless", "trickle", "slow", "hang_up")


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]
    arguments: dict[str, str]


@dataclass(frozen=True)
class Request:
    headers: dict[str, str]
    body: Any
    size: int
    fault: str | None


@dataclass
class Record:
    """What happened. `violations` are (id of the rule, field); a test ends by asserting that there are none."""

    requests: list[Request] = field(default_factory=list)
    violations: list[tuple[str, str]] = field(default_factory=list)
    deliveries: Counter[str] = field(default_factory=Counter)
    mails: dict[str, list[Mail]] = field(default_factory=lambda: defaultdict(list))
    connections: int = 0

    def take(self, body: Any) -> None:
        text, html = (part["value"] for part in body["content"])
        for person in body["personalizations"]:
            address, pairs = person["to"][0]["email"], list(person.get("substitutions", {}).items())
            words = [substitute(part, pairs) for part in (body["subject"], text, html)]
            self.deliveries[address] += 1
            self.mails[address].append(Mail(*words, body.get("headers", {}), person.get("custom_args", {})))

    def to_json(self) -> str:
        return json.dumps(
            {
                "requests": len(self.requests),
                "connections": self.connections,
                "deliveries": self.deliveries,
                "violations": self.violations,
            }
        )


class SendGridServer(ThreadingHTTPServer):
    """Runs from `with` to its end; `url` says where."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, faults: Faults = (), *, port: int = 0, key: str = "", tls: Any = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.faults = faults if isinstance(faults, Mapping) else dict(enumerate(faults))
        self.key = key
        self.tls = tls
        self.record = Record()
        self.lock = threading.Lock()
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "SendGridServer":
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self.lock:
            self.record.connections += 1
        if not self.tls:
            return super().finish_request(request, client_address)
        # Here, in the connection's own thread: a handshake may take its time.
        with self.tls.wrap_socket(request, server_side=True) as secured:
            return super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests; what the judge finds is in the record."""


class Handler(BaseHTTPRequestHandler):
    server: SendGridServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/record":
            self.answer(200, self.server.record.to_json().encode())
        else:
            self.answer(404, error("not found"))

    def do_POST(self) -> None:
        with self.server.lock:
            number = len(self.server.record.requests)
            fault = self.server.faults.get(number)
            length = int(self.headers.get("Content-Length", 0))
            self.server.record.requests.append(Request(dict(self.headers), None, length, fault))
        name, _, detail = (fault or "").partition(":")
        if name in ("reset_before_read", "early"):
            return getattr(self, name)(detail)
        body = self.rfile.read(length)
        return self.respond(number, name, detail, body)

    def respond(self, number: int, name: str, detail: str, raw: bytes) -> None:
        if self.path != "/v3/mail/send":
            return self.answer(404, error("not found"))
        if self.server.key and self.headers["Authorization"] != f"Bearer {self.server.key}":
            return self.answer(401, error("The provided authorization grant is invalid, expired, or revoked"))
        body = json.loads(raw)
        violations = schema_faults(body) + broken_rules(body)
        with self.server.lock:
            record = self.server.record
            record.requests[number] = Request(dict(self.headers), body, len(raw), name or None)
            record.violations += violations
            if not violations and (not name or name in TAKEN_ALL_THE_SAME):
                record.take(body)
        if violations:
            return self.answer(400, error(*violations[0]))
        if name.isdigit():
            return self.status(int(name), detail)
        return getattr(self, name or "accept")(detail)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def accept(self, _: str = "") -> None:
        self.answer(202, X_Message_Id="local")

    def status(self, status: int, detail: str) -> None:
        if status == 429:
            return self.answer(429, error("too many requests"), X_RateLimit_Reset=detail or "1")
        if status == 302:
            return self.answer(302, Location=detail)
        # Errors quote what they complain about; nothing of it may reach our logs.
        return self.answer(status, error("Bad address: quoted@example.org", detail or None))

    def credits(self, _: str) -> None:
        self.answer(401, error("Maximum credits exceeded"))

    def early(self, status: str) -> None:
        self.answer(int(status), error("go away"), Connection="close")
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)  # a moment to read the answer before the unread body turns the close into a reset

    def reset_before_read(self, _: str) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def close_before_reply(self, _: str = "") -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    drop_after_accept = close_before_reply

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = True

    def cut_status(self, _: str) -> None:
        self.raw(b"HTTP/1.1 202 Accepted\r\nContent-Le")

    def cut_reply(self, _: str) -> None:
        self.raw(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{")

    def garbage(self, _: str) -> None:
        self.raw(b"\x16\x03\x01 quoted@example.org\r\n\r\n")

    def endless(self, _: str) -> None:
        self.raw(b"HTTP/1.1 202 Accepted\r\n\r\n" + b"x" * 2_000_000)

    def trickle(self, _: str) -> None:
        for letter in b"HTTP/1.1 202 Accepted\r\nX-Slow: " + b"z" * 600:
            self.raw(bytes([letter]))
            time.sleep(0.05)

    def slow(self, seconds: str) -> None:
        time.sleep(float(seconds))
        self.accept()

    def hang_up(self, _: str) -> None:
        self.accept()
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def error(message: str, field: str | None = None) -> bytes:
    return json.dumps({"errors": [{"message": message, "field": field, "help": None}]}).encode()
