"""Email Logs: POST /v3/logs with the documented query language, GET /v3/logs/{sg_message_id}.

They tell what the mailbox knows, later by the account's `logs_lag`, or nothing new for a while (`logs_stand`), and not
what came within a time that they have lost (`logs_lost`). Nothing final is told before it happened.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newsletter.rehearsal.answer import Answer, Request, answer, refusal
from newsletter.rehearsal.holds import Holds, last_part
from newsletter.rehearsal.mailbox import Fate, Post, Shipment

_KEPT_SECONDS = 30 * 86_400
_TEXT = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_CONDITION = re.compile(
    rf"""(?P<field>[a-z_]+)\s*(?:
        (?P<sign>=|>=|<=|>|<)\s*(?P<time>TIMESTAMP\s+)?(?P<value>{_TEXT})
        | IN\s*\(\s*(?P<values>(?:{_TEXT})(?:\s*,\s*(?:{_TEXT}))*)\s*\)
    )\s*(?P<more>AND\s+|$)""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS: Mapping[str, set[str]] = {
    **{name: {"="} for name in ("sg_message_id", "subject", "to_email", "reason")},
    **{name: {"IN"} for name in ("status", "categories")},
    "sg_message_id_created_at": {">", "<", ">=", "<="},
}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "IN": lambda one, others: not others.isdisjoint(one if isinstance(one, list) else [one]),
}


class QueryError(Exception):
    """The query is not in the documented language; the message says where."""


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    sign: str
    value: Any


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person, as the logs see it at a time."""

    shipment: Shipment
    position: int
    seen: float  #: what happened later than this is not in the logs yet

    @property
    def post(self) -> Post:
        return self.shipment.post

    @property
    def id(self) -> str:
        return f"{self.post.id}.recvd-rehearsal-1-{self.shipment.post.copy}.{self.position}"

    @property
    def fate(self) -> Fate:
        settled = self.shipment.settled
        return self.shipment.fate if settled is not None and settled <= self.seen else Fate.WAITING

    @property
    def status(self) -> str:
        if self.fate is Fate.OUT:
            if self.position in self.shipment.bounced:
                return "bounced"
            return "dropped" if self.position in self.shipment.dropped else "delivered"
        return "dropped" if self.fate in (Fate.CALLED_BACK, Fate.GIVEN_UP) else "processed"

    @property
    def reason(self) -> str:
        if self.fate is Fate.OUT:
            return self.shipment.dropped.get(self.position, "")
        return "Cancelled" if self.fate is Fate.CALLED_BACK else ""

    def value(self, name: str) -> Any:
        """What a condition on this field is compared with."""
        if name == "sg_message_id_created_at":
            return self.post.at
        if name == "categories":
            return list((self.post.body or {}).get("categories", ()))
        return self.summary()[name]

    def summary(self) -> dict[str, str]:
        return {
            "from_email": self.post.sender,
            "sg_message_id": self.id,
            "subject": self.post.subjects[self.position],
            "to_email": self.post.addresses[self.position],
            "reason": self.reason,
            "status": self.status,
            "sg_message_id_created_at": datetime.fromtimestamp(self.post.at, UTC).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            ),
        }

    def details(self) -> dict[str, Any]:
        summary = {
            name: value for name, value in self.summary().items() if name != "sg_message_id_created_at"
        }
        return {
            **summary,
            "api_key_id": "rehearsal",
            "client_ip": "127.0.0.1",
            "asm_group_id": self.post.group,
            "custom_args": dict(self.post.arguments[self.position]),
            "events": list(self.events()),
        }

    def events(self) -> Iterator[dict[str, Any]]:
        yield {
            "event": "received",
            "recv_msgid": self.post.id,
            "api_version": "3",
            "protocol": "HTTP",
            "client_ip": "127.0.0.1",
            "recipient_count": len(self.post.addresses),
            "size": self.post.size,
            **self._common(0, self.post.at),
        }
        processed = {"event": "processed", **self._common(1, self.post.at)}
        yield processed | (
            {"send_at": int(self.shipment.send_at)} if self.shipment.send_at > self.post.at else {}
        )
        if self.shipment.settled is not None and self.fate not in (Fate.WAITING, Fate.NEVER):
            yield {**self._last(), **self._common(2, self.shipment.settled)}

    def _last(self) -> dict[str, Any]:
        if self.status == "bounced":
            return {
                "event": "bounce",
                "type": "bounce",
                "status": "5.1.1",
                "reason": "550 5.1.1 no such user here",
            }
        if self.status == "delivered":
            return {"event": "delivered", "ip": "192.0.2.1", "response": "250 OK"}
        name = "cancel_drop" if self.fate is Fate.CALLED_BACK else "dropped"
        return {"event": name, "reason": self.reason}

    def _common(self, number: int, at: float) -> dict[str, Any]:
        return {
            "email": self.post.addresses[self.position],
            "sg_message_id": self.id,
            "sg_event_id": f"{self.id}-{number}",
            "smtp-id": f"<{self.post.id}@rehearsal.invalid>",
            "timestamp": int(at),
            "custom_args": dict(self.post.arguments[self.position]),
        }


def find(holds: Holds, request: Request, now: float) -> Answer:
    body = request.json
    limit = body.get("limit", 10) if isinstance(body, dict) else None
    if not isinstance(limit, int) or not 1 <= limit <= 1000:
        return refusal(400, "limit must be between 1 and 1000", "limit")
    try:
        conditions = parse(body.get("query", ""))
    except QueryError as error:
        return refusal(400, str(error), "query")
    found = [
        each.summary()
        for each in _messages(holds, conditions, now)
        if all(_COMPARE[one.sign](each.value(one.field), one.value) for one in conditions)
    ]
    return answer(200, {"messages": found[::-1][:limit]})  # the newest first


def get(holds: Holds, request: Request, now: float) -> Answer:
    name = last_part(request)
    for message in _messages(holds, [Condition("sg_message_id", "=", name)], now):
        if message.id == name:
            return answer(200, message.details())
    return refusal(404, "message not found")


def parse(query: str) -> list[Condition]:
    """Conditions joined by AND; nothing nested. Raises QueryError."""
    conditions, at = [], 0
    while at < len(query):
        found = _CONDITION.match(query, at)
        if not found:
            raise QueryError(f"invalid query at position {at}")
        conditions.append(_condition(found))
        at = found.end()
        if at == len(query) and found["more"]:
            raise QueryError("invalid query: AND and nothing after it")
    return conditions


def _condition(found: re.Match[str]) -> Condition:
    name, sign = found["field"].lower(), found["sign"] or "IN"
    if sign not in _SIGNS.get(name, set()):
        raise QueryError(f"invalid query: {name} {sign} is not supported")
    if (name == "sg_message_id_created_at") != bool(found["time"]):
        raise QueryError("invalid query: a TIMESTAMP belongs to sg_message_id_created_at")
    if found["time"]:
        return Condition(name, sign, _time(_unquoted(found["value"])))
    if sign == "IN":
        return Condition(name, sign, {_unquoted(each) for each in re.findall(_TEXT, found["values"])})
    value = _unquoted(found["value"])
    return Condition(name, sign, value)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _time(text: str) -> float:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise QueryError("invalid query: a TIMESTAMP is an ISO 8601 time") from error
    if when.tzinfo is None:
        raise QueryError("invalid query: a TIMESTAMP names its zone")
    return when.timestamp()


def _messages(holds: Holds, conditions: list[Condition], now: float) -> Iterator[Message]:
    """What the logs show by now; through the index where an address or an id is named."""
    begin, end = holds.account.logs_stand
    lost_from, lost_until = holds.account.logs_lost
    seen = (begin if begin <= now < end else now) - holds.account.logs_lag
    for shipment, positions in _candidates(holds, conditions):
        if lost_from <= shipment.post.at < lost_until:
            continue
        begins = shipment.post.at if holds.world.scheduled_mail_is_in_logs else shipment.send_at
        if begins <= seen and shipment.post.at > now - _KEPT_SECONDS:
            yield from (Message(shipment, each, seen) for each in positions)


def _candidates(holds: Holds, conditions: list[Condition]) -> Iterator[tuple[Shipment, Any]]:
    named = {each.field: each.value for each in conditions if each.sign == "="}
    if "to_email" in named:
        yield from ((shipment, [each]) for shipment, each in holds.mailbox.to(named["to_email"]))
        return
    post_id = named.get("sg_message_id", "").partition(".")[0]
    for shipment in holds.mailbox.shipments:
        if not post_id or shipment.post.id == post_id:
            yield shipment, shipment.positions
