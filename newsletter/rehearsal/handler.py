"""HTTP/1.1 for the rehearsal's SendGrid: reads requests, writes answers, and breaks off wherever a fault says so."""

import dataclasses
import socket
import struct
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler

from newsletter.rehearsal import control
from newsletter.rehearsal.answer import Answer, Request, http_date, refusal, too_many
from newsletter.rehearsal.faults import UNREAD, Fault
from newsletter.rehearsal.stage import Stage

#: How long a client that was left waiting is waited for.
_STALL_SECONDS = 300.0


class Handler(BaseHTTPRequestHandler):
    """One connection. The server hands it the stage (see server.py)."""

    protocol_version = "HTTP/1.1"
    server_version = "rehearsal"
    sys_version = ""
    wbufsize = -1
    disable_nagle_algorithm = True
    stage: Stage

    def log_message(self, *_: object) -> None:
        """Say nothing: requests name people."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return http_date(self.stage.now() if timestamp is None else timestamp)

    def do_GET(self) -> None:
        if self.path.startswith("/rehearsal/"):
            return self._reply(control.answer_to(self.stage, self._read()))
        peeked = self.stage.peek(self.command, self.path.partition("?")[0])
        if peeked and peeked.name in UNREAD:
            fault = self.stage.note(self._unread())
            if fault and fault.name in UNREAD:
                return self._act(fault, self._unread())
            return self._act(fault, self._read())  # another thread was faster
        request = self._read()
        return self._act(self.stage.note(request), request)

    do_POST = do_PATCH = do_DELETE = do_PUT = do_GET  # noqa: N815 http.server's names

    def _unread(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(method=self.command, target=self.path, headers=headers)

    def _read(self) -> Request:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return dataclasses.replace(self._unread(), body=body)

    def _act(self, fault: Fault | None, request: Request) -> None:
        if fault is None:
            return self._reply(self.stage.ask(request))
        if fault.name.isdigit():
            return self._reply(self._status(fault))
        deeds: Mapping[str, Callable[[Fault, Request], None]] = {
            "request_lost": lambda *_: self._close(),
            "reset": lambda *_: self._reset(),
            "early": self._early,
            "credits": lambda *_: self._reply(refusal(401, "Maximum credits exceeded")),
            "garbage": lambda *_: self._raw(b"\x16\x03\x01 quoted@example.org\r\n\r\n"),
            "late": self._late,
            "twice": self._twice,
        }
        if fault.name in deeds:
            return deeds[fault.name](fault, request)
        return self._carried_out(fault, self.stage.ask(request))

    # -- answers

    def _reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for header, value in answer.headers.items():
            self.send_header(header.replace("_", "-"), value)
        if answer.status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _status(self, fault: Fault) -> Answer:
        status = int(fault.name)
        if status == 429:
            return too_many(600, fault.detail or int(self.stage.now()) + 1)
        if 300 <= status < 400:
            return Answer(status=status, headers={"Location": fault.detail})
        if status < 300:
            return Answer(status=status)
        # Errors quote what they complain about; nothing of it may reach a client's logs.
        return refusal(status, "Bad address: quoted@example.org", fault.detail or None)

    # -- carried out, and then

    def _carried_out(self, fault: Fault, answer: Answer) -> None:
        head = f"HTTP/1.1 {answer.status} Accepted\r\n".encode()
        deeds: Mapping[str, Callable[[], None]] = {
            "reply_lost": self._close,
            "status_cut": lambda: self._raw(head + b"Content-Le"),
            "reply_cut": lambda: self._raw(head + b"Content-Length: 100\r\n\r\n{"),
            "endless": lambda: self._raw(head + b"\r\n" + b"x" * 2_000_000),
            "trickle": lambda: self._trickle(head + b"X-Slow: " + b"z" * 600),
            "slow": lambda: self._slow(fault.seconds, answer),
            "hang_up": lambda: self._hang_up(answer),
            "taken": lambda: self._reply(self._status(Fault(fault.detail))),
        }
        deeds[fault.name]()

    def _trickle(self, data: bytes) -> None:
        for letter in data:
            self._raw(bytes([letter]))
            time.sleep(0.05)

    def _slow(self, seconds: float, answer: Answer) -> None:
        time.sleep(seconds)
        self._reply(answer)

    def _hang_up(self, answer: Answer) -> None:
        self._reply(answer)
        self.wfile.flush()
        self._close()

    def _twice(self, fault: Fault, request: Request) -> None:
        answer = self.stage.ask(request)
        again = dataclasses.replace(request, copy=1)
        if fault.detail:
            self.stage.ask_later(again, fault.seconds)
        else:
            self.stage.ask(again)
        self._reply(answer)

    # -- not carried out, or not yet

    def _late(self, fault: Fault, request: Request) -> None:
        self.stage.ask_later(request, fault.seconds)
        _, _, manner = fault.detail.partition(":")
        if manner.isdigit():
            return self._reply(self._status(Fault(manner)))
        if manner == "stall":
            self.connection.settimeout(_STALL_SECONDS)
            self.rfile.read(1)  # until the client has had enough
        return self._close()

    def _early(self, fault: Fault, _: Request) -> None:
        self.close_connection = True
        answer = self._status(Fault(fault.detail))
        self._reply(dataclasses.replace(answer, headers={**answer.headers, "Connection": "close"}))
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)  # a moment to read the answer before the unread body turns the close into a reset

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _close(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = True
