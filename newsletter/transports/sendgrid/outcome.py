"""What an answer of SendGrid means for the parcel. The provider's words are read here and go no further.

There is no idempotency key: what is not known for certain is Unknown, and never handed over again without proof.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from newsletter.transports.base import Accepted, Halt, Indivisible, NotTaken, Outcome, SomeRefused, Unknown

#: Seconds to wait after a 429 that names no time, and the bounds for those that do.
USUAL_WAIT = 10.0
LEAST_WAIT, MOST_WAIT = 1.0, 300.0
#: X-RateLimit-Reset is a UNIX time on one page of the documentation and a number of seconds on another.
_DELTA_BELOW = 1_000_000

_INDEX = re.compile(r"personalizations[.\[]([0-9]{1,6})\b")
_CREDITS = b"maximum credits exceeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that came in whole. Header names are in small letters; the body may name members."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


def judge(reply: Reply, *, count: int, now: float) -> Outcome:
    """What an answer to a parcel of `count` envelopes means; `now` (UNIX time) serves where the answer has no Date."""
    if 400 <= reply.status < 500 and _CREDITS in reply.body.lower():
        return _OUT_OF_CREDITS
    if reply.status == 400:
        return _bad_request(reply, count)
    if reply.status == 202 and _number(reply.headers.get("x-ratelimit-remaining", "")) == 0:
        return Accepted(wait=_wait(reply.headers, now))
    if reply.status == 429:
        return NotTaken(code="too-many-requests", wait=_wait(reply.headers, now))
    # 200 is the sandbox's word, 3xx leads elsewhere, and after 5xx the mail may be on its way all the same.
    return _PLAIN.get(reply.status) or Unknown(code=f"status-{reply.status}")


def _bad_request(reply: Reply, count: int) -> Outcome:
    """Nothing of the parcel was taken; the fields of the errors may say because of whom."""
    refused: dict[int, str] = {}
    for name in _fields(reply.body):
        found = _INDEX.match(name)
        if found and int(found[1]) < count:
            refused.setdefault(int(found[1]), _reason(name[found.end() :]))
    return SomeRefused(refused=refused) if refused else Indivisible(code="bad-request")


def _reason(rest: str) -> str:
    if "substitutions" in rest:
        return "values-refused"
    return "address-refused" if re.search(r"\bto\b", rest) else "refused-by-provider"


def _fields(body: bytes) -> list[str]:
    """The names of the fields that an error answer complains about; none where it is not what it should be."""
    try:
        answer: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return []
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not isinstance(errors, list):
        return []
    names = [error.get("field") for error in errors if isinstance(error, dict)]
    return [name for name in names if isinstance(name, str)]


def _wait(headers: Mapping[str, str], now: float) -> float:
    told = _number(headers.get("x-ratelimit-reset", ""))
    if told is None:
        return USUAL_WAIT
    seconds = told if told < _DELTA_BELOW else told - _server_time(headers, now)
    return min(max(seconds, LEAST_WAIT), MOST_WAIT)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*[0-9]{1,12}(\.[0-9]{1,9})?\s*", text) else None


def _server_time(headers: Mapping[str, str], now: float) -> float:
    """Both times by the same clock where the answer has a Date: ours may be wrong."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return now


_NEW_KEY = "Make a key in SendGrid's settings and store it with: newsletter secret set sendgrid"
_OUT_OF_CREDITS = Halt(
    code="credits-exceeded",
    message="SendGrid takes no more mails: the credits of your plan are used up.",
    remedy="Buy more credits or wait until they are renewed (SendGrid: Settings, Account Details), then resume.",
)
_WRONG_HOST = Halt(
    code="wrong-host",
    message="The host that was asked does not know SendGrid's mail service.",
    remedy="Unset NEWSLETTER_SENDGRID_HOST, look at [sendgrid] in newsletter.toml, then resume.",
)
_PLAIN: Mapping[int, Outcome] = {
    202: Accepted(),
    413: Indivisible(code="too-large"),
    401: Halt(
        code="key-refused",
        message="SendGrid does not accept the API key: it is wrong, or it was deleted.",
        remedy=f"{_NEW_KEY}; then resume.",
    ),
    403: Halt(
        code="forbidden",
        message="SendGrid knows the key but does not let it send this mail.",
        remedy="Look at three things in SendGrid: the key needs the permission Mail Send, the sender's address or "
        "domain must be verified, and the account must not be blocked for the moment; then resume.",
    ),
    404: _WRONG_HOST,
    405: _WRONG_HOST,
}
