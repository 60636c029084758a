"""For the tests of SendGrid's small requests: errands on a clock of their own, a server with prepared answers, and the
official specification as a judge where the shared folder lies beside the checkout.
"""

import functools
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from newsletter.rehearsal.answer import Request
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.transports.sendgrid.errand import Errands
from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.provider_clock import ProviderClock

KEY = "SG.not-a-real-key.0123456789"
ADDRESS = "quoted@example.org"
SPECIFICATIONS = Path(__file__).parents[2] / "shared" / "data" / "sendgrid-openapi"


class Hours:
    """A clock on which nobody waits: to sleep moves it on, and the server's with it."""

    def __init__(self, server: LocalSendGrid | None = None) -> None:
        self._server = server
        self._offset = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return time.time() + self._offset

    def elapsed(self) -> float:
        return time.monotonic() + self._offset

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self._offset += seconds
        if self._server is not None:
            self._server.advance(seconds)


@contextmanager
def errands_to(
    url: str, hours: Hours | None = None, *, key: str = KEY, timeout: float = 5.0
) -> Iterator[Errands]:
    hours = hours or Hours()
    errands = Errands(
        key=key, host=Host(url, is_real=False), timeout=timeout, clock=ProviderClock(hours.elapsed),
        now=hours.now, elapsed=hours.elapsed, sleep=hours.sleep,
    )  # fmt: skip
    try:
        yield errands
    finally:
        errands.close()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A prepared answer. `date` None: none is sent."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    date: str | None = ""

    @classmethod
    def json(cls, value: object, status: int = 200, **changes: Any) -> "Told":
        return cls(status=status, body=json.dumps(value).encode(), **changes)


@dataclass(frozen=True, kw_only=True)
class Asked:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def error(message: str, status: int = 400) -> Told:
    return Told.json({"errors": [{"message": message, "field": None}]}, status=status)


class Prepared:
    """A server that gives these answers in turn, and the last of them for ever; None: it hangs up."""

    def __init__(self, *answers: Told | None) -> None:
        self.asked: list[Asked] = []
        self._answers = list(answers)
        prepared = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None: ...

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline()
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.close_connection = not prepared.answer(
                    self, Asked(method=self.command, target=self.path, headers=headers, body=body)
                )

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> bool:
        self.asked.append(asked)
        told = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if told is None:
            return False
        handler.send_response_only(told.status)
        if told.date is not None:
            handler.send_header("Date", told.date or formatdate(usegmt=True))
        for name, value in told.headers.items():
            handler.send_header(name, value)
        if told.status != 204:
            handler.send_header("Content-Length", str(len(told.body)))
        handler.end_headers()
        handler.wfile.write(told.body)
        handler.wfile.flush()
        return True

    def __enter__(self) -> "Prepared":
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


#: Answers that are no answer of SendGrid's: each with status 200.
HOSTILE = [
    b"", b"<html>Log in to the network</html>", b"null", b"true", b"7", b'"words"', b"{}", b"[[]]", b"[null]", b"[7]",
    b'["a", 7]', b'{"batch_id": 7}', b'{"batch_id": ""}', b'{"batch_id": "../../x"}', b'{"batch_id": "a\\r\\nX: y"}',
    b'[{"batch_id": "a"}]', b'[{"status": "cancel"}]', b'[{"batch_id": {}, "status": []}]', b'{"messages": null}',
    b'{"messages": [7]}', b'{"messages": [{"sg_message_id": {}}]}', b'{"messages": [{"sg_message_id": ".."}]}',
    b'[{"email": 7, "created": 7}]', b'[{"email": "a@example.org"}]', b'[{"email": "a@example.org", "created": "7"}]',
    b'[{"email": "a@example.org", "created": true}]', b"\xff\xfe", b"[" * 100_000, b"[1e400]", b'{"a": NaN}',
]  # fmt: skip


def assert_says_nothing(failure: BaseException) -> None:
    """Neither an error nor what caused it holds an address, a key, or a word of an answer."""
    while failure is not None:
        shown = f"{failure} {failure!r} {getattr(failure, 'message', '')} {getattr(failure, 'remedy', '')}"
        assert not re.search(r"example\.org|not-a-real-key|Log in to the network|Bad address", shown)
        failure = failure.__cause__ or failure.__context__  # type: ignore[assignment]


# -- the official specification


def assert_as_specified(method: str, target: str, body: object | None) -> None:
    """Path, query and body of a request are what the specification knows; skips where that is not at hand."""
    if not SPECIFICATIONS.is_dir():
        pytest.skip("the official specification is not at hand")
    path, query = unquote(urlsplit(target).path), parse_qs(urlsplit(target).query)
    document, operation = _operation(method, path)
    known = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
    assert query.keys() <= known.keys()
    for name, values in query.items():
        _validate(document, known[name], int(values[0]) if known[name]["type"] == "integer" else values[0])
    content = _resolved(document, operation.get("requestBody", {})).get("content")
    if content is None:
        assert body is None
    else:
        _validate(document, content["application/json"]["schema"], body)


@functools.cache
def _documents() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(path.read_text()) for path in sorted(SPECIFICATIONS.glob("*.json")))


def _operation(method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for document in _documents():
        for template, item in document["paths"].items():
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) and method.lower() in item:
                operation = item[method.lower()]
                listed = [*operation.get("parameters", []), *item.get("parameters", [])]
                return document, {**operation, "parameters": [_resolved(document, each) for each in listed]}
    raise AssertionError(f"the specification has no {method} {path}")


def _resolved(document: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in item:
        item = functools.reduce(
            lambda at, name: at[name.replace("~1", "/")], item["$ref"].split("/")[1:], document
        )
    return item


def _validate(document: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    import jsonschema_rs

    whole = {"allOf": [schema], "components": document["components"]}
    jsonschema_rs.Draft202012Validator(whole).validate(value)


# -- mail, put straight into the rehearsal's hands


def post_mail(
    server: LocalSendGrid, *addresses: str, attempt: str = "a-1", batch_id: str = "", send_at: float = 0
) -> None:
    """Have mail taken without a network."""
    body: dict[str, Any] = {
        "personalizations": [
            {"to": [{"email": address}], "custom_args": {"nl_attempt": attempt, "nl_delivery": f"d-{number}"}}
            for number, address in enumerate(addresses)
        ],
        "from": {"email": "news@example.org"},
        "subject": "News",
        "content": [{"type": "text/plain", "value": "They marched."}],
    }
    if batch_id:
        body |= {"batch_id": batch_id}
    if send_at:
        body |= {"send_at": int(send_at)}
    request = Request(method="POST", target="/v3/mail/send", body=json.dumps(body).encode())
    assert server.ask(request).status == 202
