"""Asks a name server for the TXT entries of a name, within a bounded time.

An answer "there is no such name" and no answer at all are told apart: only the first is a fact about the domain.
"""

import re
import time
from collections.abc import Sequence

from newsletter.errors import UsageError

#: Seconds that one question may take, and all of them together.
PATIENCE = 4.0
ALL_PATIENCE = 15.0
_SERVER = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)|([0-9.]{7,15}):([0-9]{1,5})"
)


class NameServer:
    """The machine's own name servers, or the one at `address` ("9.9.9.9", "127.0.0.1:5300", an IPv6 address)."""

    def __init__(
        self, address: str = "", *, patience: float = PATIENCE, all_patience: float = ALL_PATIENCE
    ) -> None:
        # 90 ms, which only the doctor pays.
        import dns.resolver  # noqa: PLC0415

        try:
            self._resolver = dns.resolver.Resolver(configure=not address)
            if address:
                self._resolver.nameservers = [_host(address)]
                self._resolver.port = _port(address)
        except dns.resolver.NoResolverConfiguration:
            # A machine without name servers: every question then goes without an answer.
            self._resolver = dns.resolver.Resolver(configure=False)
        except ValueError as error:
            raise _malformed() from error
        self._patience = patience
        self._all_patience = all_patience
        #: When it runs out; None: nothing was asked yet.
        self._end: float | None = None
        self._heard: dict[str, tuple[str, ...] | None] = {}

    def texts(self, name: str) -> Sequence[str] | None:
        """The TXT entries of a name, CNAMEs followed; none if it has none; None if nobody answered in time."""
        key = name.rstrip(".").lower()
        if key not in self._heard:
            self._heard[key] = self._ask(key)
        return self._heard[key]

    def _ask(self, name: str) -> tuple[str, ...] | None:
        import dns.exception  # noqa: PLC0415 see above
        import dns.resolver  # noqa: PLC0415

        now = time.monotonic()
        self._end = self._end or now + self._all_patience
        left = min(self._patience, self._end - now)
        if left <= 0 or not self._resolver.nameservers:
            return None
        try:
            answer = self._resolver.resolve(name, "TXT", lifetime=left, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, UnicodeError):
            return None
        # A long entry comes in pieces, which belong together without anything between them (RFC 7208 §3.3).
        return tuple(b"".join(entry.strings).decode("ascii", "replace") for entry in answer)


def _host(address: str) -> str:
    return _parts(address)[0]


def _port(address: str) -> int:
    return _parts(address)[1]


def _parts(address: str) -> tuple[str, int]:
    found = _SERVER.fullmatch(address)
    if not found:
        raise _malformed()
    port = int(found[3] or 53)
    if not 0 < port < 65_536:
        raise _malformed()
    return found[1] or found[2], port


def _malformed() -> UsageError:
    return UsageError(
        "That is not the address of a name server.",
        remedy="Write it in figures: 9.9.9.9 or 127.0.0.1:5300",
        code="bad-resolver",
    )
