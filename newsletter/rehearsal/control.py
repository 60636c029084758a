"""The rehearsal's own pages beside the API: what happened, and what is to happen next.

For programs of the same user on this machine: every request shows the token that the server printed, as X-Rehearsal.

    GET  /rehearsal/record[?until=end|SECONDS]   received by address, erased, counts, requests, faults, violations
    GET  /rehearsal/summary[?until=…]            the same without the addresses
    POST /rehearsal/advance   {"seconds": 60}
    POST /rehearsal/faults    a plan (faults.py)
    POST /rehearsal/suppress  {"list": "bounces", "addresses": […], "group": 0, "created": SECONDS}
    POST /rehearsal/occupy    {"slots": 9}
    POST /rehearsal/account   {"pages": {path: JSON}, "credits", "scopes", "refuses", "bouncing", "logs_lag" …}
"""

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from newsletter.errors import UsageError
from newsletter.rehearsal.answer import Answer, Request, answer, refusal
from newsletter.rehearsal.stage import Stage

HEADER = "x-rehearsal"
_SETS = frozenset({"scopes", "refuses", "bouncing"})
_PLAIN = frozenset({"credits", "requests_per_minute", "logs_lag", "logs_stand", "logs_lost", "discard_lag"})


def answer_to(stage: Stage, request: Request) -> Answer:
    shown = request.headers.get(HEADER, "")
    if not secrets.compare_digest(shown.encode(), stage.token.encode()):
        return refusal(403, "show the token as X-Rehearsal")
    page = _PAGES.get((request.method, request.path))
    if page is None:
        return refusal(404, "not found")
    try:
        return answer(200, page(stage, request))
    except (KeyError, TypeError, ValueError, UsageError) as error:
        return refusal(400, f"not understood: {type(error).__name__}")


def _summary(stage: Stage, request: Request) -> dict[str, Any]:
    until = _until(stage, request)
    return {
        **dataclasses.asdict(stage.judge.counts(until)),
        "now": stage.now(),
        "requests": dict(stage.by_endpoint),
        "faults": stage.faults_met,
        "violations": stage.violations,
    }


def _record(stage: Stage, request: Request) -> dict[str, Any]:
    until = _until(stage, request)
    received = stage.judge.received(until)
    people = {address: [mail.to_json() for mail in mails] for address, mails in received.items()}
    return {**_summary(stage, request), "received": people, "erased": sorted(stage.account.erased)}


def _until(stage: Stage, request: Request) -> float | None:
    until = request.query.get("until")
    if until is None:
        return stage.now()
    return None if until == "end" else float(until)


def _advance(stage: Stage, request: Request) -> dict[str, Any]:
    stage.advance(float(request.json["seconds"]))
    return {"now": stage.now()}


def _faults(stage: Stage, request: Request) -> dict[str, Any]:
    stage.break_down(request.json)
    return {}


def _suppress(stage: Stage, request: Request) -> dict[str, Any]:
    wish = request.json
    stage.suppress(wish["list"], *wish["addresses"], group=wish.get("group", 0), created=wish.get("created"))
    return {}


def _occupy(stage: Stage, request: Request) -> dict[str, Any]:
    stage.occupy(int(request.json["slots"]))
    return {"taken": stage.provider.holds.taken_slots()}


def _account(stage: Stage, request: Request) -> dict[str, Any]:
    wishes: Mapping[str, Any] = request.json
    for name, value in wishes.items():
        if name == "pages":
            stage.account.pages.update(value)
        elif name in _SETS:
            setattr(stage.account, name, None if value is None else set(value))
        elif name in _PLAIN:
            setattr(stage.account, name, value)
        else:
            raise KeyError(name)
    return {}


_PAGES: Mapping[tuple[str, str], Callable[[Stage, Request], dict[str, Any]]] = {
    ("GET", "/rehearsal/record"): _record,
    ("GET", "/rehearsal/summary"): _summary,
    ("POST", "/rehearsal/advance"): _advance,
    ("POST", "/rehearsal/faults"): _faults,
    ("POST", "/rehearsal/suppress"): _suppress,
    ("POST", "/rehearsal/occupy"): _occupy,
    ("POST", "/rehearsal/account"): _account,
}
