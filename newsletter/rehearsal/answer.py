"""A request to the rehearsal's SendGrid, apart from how it travels, and the answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import orjson


@dataclass(frozen=True, kw_only=True)
class Request:
    """What came in. Its repr shows neither key nor body."""

    method: str
    target: str = field(repr=False)  #: path and query, as they came
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  #: names in small letters
    body: bytes = field(default=b"", repr=False)
    copy: int = 0  #: 1 for the second coming of a request that a proxy doubled

    @cached_property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @cached_property
    def query(self) -> Mapping[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @cached_property
    def json(self) -> Any:
        """The body, read; None where it is no JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes out; `body` is JSON."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(status: int, value: object, **headers: str) -> Answer:
    return Answer(status=status, body=orjson.dumps(value), headers=headers)


def refusal(status: int, message: str, field_name: str | None = None) -> Answer:
    """An error in SendGrid's form."""
    return answer(status, {"errors": [{"message": message, "field": field_name, "help": None}]})


def rate_headers(most: int, *, left: int, reset: int | str) -> dict[str, str]:
    """`reset`: a UNIX time, or seconds, as the documentation contradicts itself."""
    return {
        "X-RateLimit-Limit": str(most),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": str(reset),
    }


def too_many(most: int, reset: int | str) -> Answer:
    """429 with the documented headers."""
    headers = rate_headers(most, left=0, reset=reset)
    return Answer(status=429, body=refusal(429, "too many requests").body, headers=headers)


def http_date(now: float) -> str:
    """For the Date header: whole seconds, always with the same clock that everything else is judged by."""
    return formatdate(now, usegmt=True)
