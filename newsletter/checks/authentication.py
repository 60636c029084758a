"""What the receiving server wrote into a mail about its sender (Authentication-Results, RFC 8601).

Anybody may write such a header into a mail. The receiving server writes its own above everything that came with the
mail, and takes out those that bear its name (RFC 8601 §5). So only the topmost one is read, and it counts only above
the signatures, and only where it stands above every Received header or names the server that took the mail in as the
topmost public Received header does. Every length is bounded: a mail is written by strangers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter.checks.alignment import are_aligned, plain

_LONGEST = 20_000
_MOST_RESULTS = 100
_METHOD = re.compile(r"([a-z0-9-]{1,40})\s*(?:/\s*\d+\s*)?=\s*([a-z]{1,20})", re.IGNORECASE | re.ASCII)
_PROPERTY = re.compile(r"([a-z]{1,20}\.[a-z0-9_-]{1,40})\s*=\s*(\"[^\"]*\"|\S+)", re.IGNORECASE | re.ASCII)
_BY = re.compile(r"\bby\s+([a-z0-9.-]{1,253})", re.IGNORECASE | re.ASCII)
#: Names of machines inside a provider, which nobody outside can look up, as the first parts of an IPv6 address are.
_INNER = re.compile(
    r"(?:[^.]*|.*\.(?:internal|local|localdomain|lan|corp|home|intern|arpa|[0-9]+))", re.ASCII
)
#: Whose results begin without a name.
_NAMELESS = "outlook.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One verdict, for instance dkim=pass with header.d=example.org."""

    method: str
    verdict: str
    properties: Mapping[str, str]

    @property
    def domain(self) -> str:
        """The domain that a DKIM verdict is about."""
        return self.properties.get("header.d", "") or self.properties.get("header.i", "").rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All verdicts of one server."""

    #: the server's name as it wrote it; "" where it does not name itself, as Microsoft's.
    host: str
    results: tuple[Result, ...]

    def of(self, method: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.method == method)


def topmost(headers: Sequence[tuple[str, str]]) -> Results | None:
    """The verdicts of the server that received a mail, from its headers in order; None where it wrote none."""
    takers: list[str] = []
    for name, value in headers:
        if name == "dkim-signature":
            return None
        if name == "received":
            takers.append(_taker(value))
        if name == "authentication-results":
            results = _read(value)
            return results if _is_trusted(results, takers) else None
    return None


def _taker(value: str) -> str:
    """The server that wrote a Received header, by its own account; "" for one that only its neighbours know."""
    found = _BY.search(without_comments(value[:_LONGEST]))
    host = plain(found[1]) if found else ""
    return "" if _INNER.fullmatch(host) else host


def _is_trusted(results: Results, takers: Sequence[str]) -> bool:
    """`takers`: who wrote the Received headers above these results. A sender's own stand below the receiver's."""
    if not takers:
        return True
    host = next((taker for taker in takers if taker), "")
    return are_aligned(results.host or _NAMELESS, host)


def _read(value: str) -> Results:
    parts = split_quoted(without_comments(value[:_LONGEST]), ";")[: _MOST_RESULTS + 1]
    host = "" if "=" in parts[0] else " ".join(parts[0].split()[:1])
    results = [result for part in parts[0 if "=" in parts[0] else 1 :] if (result := _result(part))]
    return Results(host=host[:255], results=tuple(results))


def _result(text: str) -> Result | None:
    method = _METHOD.match(text.strip())
    if method is None:
        return None
    rest = text.strip()[method.end() :]
    properties = {name.lower(): value.strip('"') for name, value in _PROPERTY.findall(rest)}
    return Result(method=method[1].lower(), verdict=method[2].lower(), properties=properties)


def without_comments(text: str) -> str:
    """The text without what stands in brackets; brackets may stand in brackets, and mean nothing between quotes."""
    kept, depth, is_quoted, is_escaped = [], 0, False, False
    for sign in text:
        if is_escaped or sign == "\\":
            is_escaped = not is_escaped
        elif sign == '"' and not depth:
            is_quoted = not is_quoted
        elif sign == "(" and not is_quoted:
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            kept.append(" ")
            continue
        if not depth:
            kept.append(sign)
    return "".join(kept)


def split_quoted(text: str, at: str) -> list[str]:
    """The parts of a text between the sign `at`, but not where that stands between quotes."""
    parts, is_quoted = [""], False
    for piece in re.split(f'(["{re.escape(at)}])', text):
        is_quoted ^= piece == '"'
        if piece == at and not is_quoted:
            parts.append("")
        else:
            parts[-1] += piece
    return parts
