"""Addresses that are never to be mailed again, kept as keyed hashes.

A hash finds an address that is shown to it and tells nobody which addresses there are; so it may stay when
the person has been removed, and an old spreadsheet cannot bring them back. Nothing here takes a suppression
away: only the person's own act may (rejoining.py).
"""

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from subscribers.address import normalise
from subscribers.database import Database
from subscribers.errors import ListUsageError
from subscribers.moments import from_micros, to_micros
from subscribers.names import clean_name
from subscribers.statements import Statement, load_statements

#: The source of a suppression that says no more than that its owner moved on (former.py).
MOVED = "moved"
#: Reasons that say something of a mailbox, and not that its owner wants no mail.
_OF_THE_MAILBOX = frozenset({"bounced", "invalid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    reason: str
    source: str
    at: datetime
    #: It says something of the mailbox alone, and not that its owner wants no mail.
    of_mailbox: bool


class Suppressions:
    """The suppression list; `hash_key` has 32 bytes that only this workspace has."""

    def __init__(self, database: Database, *, hash_key: bytes) -> None:
        if len(hash_key) != 32:
            raise ValueError("the key of the suppression list has 32 bytes")
        self._database = database
        # HMAC as RFC 2104 writes it down, with what depends on the key alone done once: a quarter of the time of
        # `hmac.digest`, which begins anew for each address of a list.
        padded = hash_key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def hash_of(self, address: str) -> str:
        """HMAC-SHA256 of a normalised address, its first 128 bits in hexadecimal: enough that no two of a million
        addresses share one, and half the room in every row.
        """
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(address.encode())
        outer.update(inner.digest())
        return outer.digest()[:16].hex()

    def suppress(self, address: str, *, reason: str, source: str, now: datetime) -> bool:
        """Never mail this address again, on the list or not; False if that was so already.

        The first reason stays, but what its owner says takes the place of what was known of the mailbox. Whoever had it
        before is not looked for: see objections.py. Raises AddressError.
        """
        row = self._rows([address], reason=reason, source=source, now=now)[0]
        return self._database.run(_sql("suppress"), **row) == 1

    def suppress_all(self, addresses: Iterable[str], *, reason: str, source: str, now: datetime) -> int:
        """As `suppress`, all or none; how many are new."""
        rows = self._rows(addresses, reason=reason, source=source, now=now)
        with contextlib.nullcontext() if self._database.in_transaction else self._database.transaction():
            before = self._database.value(_sql("count_told"))
            self._database.many(_sql("suppress"), rows)
            return int(self._database.value(_sql("count_told")) - before)

    def suppress_hashes(self, hashes: Iterable[str], *, reason: str, source: str, now: datetime) -> None:
        """As `suppress_all`, for addresses of which only the hash is kept."""
        said = _said(reason=reason, source=source, now=now)
        self._database.many(_sql("suppress"), [said | {"address_hash": one} for one in hashes])

    def find(self, address: str) -> Suppression | None:
        """Why an address is not mailed, None where it is not suppressed."""
        return self.find_hash(self.hash_of(normalise(address).text))

    def find_hash(self, address_hash: str) -> Suppression | None:
        row = self._database.one(_sql("suppression_of"), address_hash=address_hash)
        if row is None:
            return None
        reason, source, at, of_mailbox = row
        return Suppression(reason=reason, source=source, at=from_micros(at), of_mailbox=bool(of_mailbox))

    def count(self) -> int:
        return int(self._database.value(_sql("count_suppressions")))

    def _rows(
        self, addresses: Iterable[str], *, reason: str, source: str, now: datetime
    ) -> list[dict[str, object]]:
        said = _said(reason=reason, source=source, now=now)
        return [said | {"address_hash": self.hash_of(normalise(address).text)} for address in addresses]


def _said(*, reason: str, source: str, now: datetime) -> dict[str, object]:
    return {
        "reason": _checked_reason(reason),
        "source": clean_name(source),
        "at": to_micros(now),
        "of_mailbox": int(reason in _OF_THE_MAILBOX),
    }


def _checked_reason(reason: str) -> str:
    reason = clean_name(reason)
    if not reason or "@" in reason:
        # It outlives the person and is shown in counts.
        raise ListUsageError(
            "The reason must be said, without an address in it.",
            remedy='Give a few words, for example "asked by phone".',
            code="reason",
        )
    return reason


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "suppression.sql")[name]
