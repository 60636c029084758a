"""Talking to the rehearsal's SendGrid in tests: without a network (Talk) and over HTTP (ask)."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from newsletter.rehearsal.answer import Answer, Request
from newsletter.rehearsal.provider import Provider

#: A time in November 2026; stories are told in minutes after it.
START = 1_795_000_000.0


def make_body(people: int = 2, **changes: Any) -> dict[str, Any]:
    """A body that SendGrid takes; None leaves a field out."""
    body = {
        "personalizations": [
            {
                "to": [{"email": f"member{number}@example.org"}],
                "custom_args": {"nl_delivery": f"d-{number}", "nl_attempt": "a-1"},
            }
            for number in range(people)
        ],
        "from": {"email": "news@example.org", "name": "Anytown Trades Council"},
        "subject": "Stand with Lima",
        "content": [
            {"type": "text/plain", "value": "They marched."},
            {"type": "text/html", "value": "<p>They…</p>"},
        ],
        "asm": {"group_id": 7},
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


@dataclass
class Talk:
    """A conversation with a provider; `at` is in minutes after START."""

    provider: Provider = field(default_factory=Provider)

    def ask(self, at: float, method: str, target: str, body: Any = None, **headers: str) -> Answer:
        raw = b"" if body is None else json.dumps(body).encode()
        request = Request(method=method, target=target, body=raw, headers=headers)
        return self.provider.ask(request, START + 60 * at)

    def mint(self, at: float = 0) -> str:
        return json.loads(self.ask(at, "POST", "/v3/mail/batch").body)["batch_id"]

    def send(
        self, at: float, batch_id: str | None = None, *, due: float | None = None, **changes: Any
    ) -> int:
        """POST mail for two people, due so many minutes after START; the status."""
        send_at = None if due is None else int(START + 60 * due)
        body = make_body(batch_id=batch_id, send_at=send_at, **changes)
        return self.ask(at, "POST", "/v3/mail/send", body).status

    def hold(self, at: float, batch_id: str, status: str = "cancel") -> int:
        return self.ask(
            at, "POST", "/v3/user/scheduled_sends", {"batch_id": batch_id, "status": status}
        ).status

    def patch(self, at: float, batch_id: str, status: str = "cancel") -> int:
        return self.ask(at, "PATCH", f"/v3/user/scheduled_sends/{batch_id}", {"status": status}).status

    def release(self, at: float, batch_id: str) -> int:
        return self.ask(at, "DELETE", f"/v3/user/scheduled_sends/{batch_id}").status

    def held(self, at: float, batch_id: str = "") -> list[dict[str, str]]:
        target = "/v3/user/scheduled_sends" + (f"/{batch_id}" if batch_id else "")
        return json.loads(self.ask(at, "GET", target).body)

    def logs(self, at: float, query: str = "", limit: int = 1000) -> list[dict[str, Any]]:
        return json.loads(self.ask(at, "POST", "/v3/logs", {"query": query, "limit": limit}).body)["messages"]

    def log(self, at: float, message: str) -> dict[str, Any]:
        return json.loads(self.ask(at, "GET", f"/v3/logs/{message}").body)

    def fates(self, at: float) -> list[tuple[str, float | None]]:
        """What became of each shipment by then, and at which minute."""
        self.provider.settle(START + 60 * at)
        return [
            (each.fate.value, None if each.settled is None else (each.settled - START) / 60)
            for each in self.provider.mailbox.shipments
        ]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(url: str, method: str, target: str, body: Any = None, *, timeout: float = 5, **headers: str) -> Reply:
    """One request on a connection of its own; whatever http.client raises is the caller's."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        raw = b"" if body is None else json.dumps(body).encode()
        line.request(method, target, raw, {name.replace("_", "-"): value for name, value in headers.items()})
        with line.getresponse() as answer:
            return Reply(
                answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
            )
    finally:
        line.close()
