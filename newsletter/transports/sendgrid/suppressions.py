"""Reads SendGrid's suppression lists: whole, or not at all.

Blocks are left out: those addresses were refused for the moment and may be mailed again.
"""

import hashlib
from collections.abc import Iterator

import orjson

from newsletter.errors import TransportError
from newsletter.transports.base import Reason, Suppressed
from newsletter.transports.sendgrid.errand import Errand, Errands, answer_malformed, read_json
from newsletter.transports.sendgrid.outcome import Reply
from newsletter.transports.sendgrid.provider_clock import date_of

#: Entries per page; SendGrid gives no more.
PAGE = 500
#: Ten million entries: more than any list of ours, and an end for a server that has none.
MOST_PAGES = 20_000
#: Bytes. Bounces quote what the recipient's server said.
_MOST_PAGE_BYTES = 8_000_000
#: A group comes in one piece: room for a million addresses and more.
_MOST_GROUP_BYTES = 64_000_000

_LISTS = {
    "bounces": Reason.BOUNCED,
    "spam_reports": Reason.COMPLAINED,
    "invalid_emails": Reason.INVALID,
    "unsubscribes": Reason.UNSUBSCRIBED,
}


class SendGridSuppressions:
    """The face `SuppressionLists` of the SendGrid transport."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    def suppressed(self, *, since: int, group: int) -> Iterator[Suppressed]:
        """Page by page, an address perhaps more than once. Raises TransportError, also after some were given.

        SendGrid does not say when somebody left a group: `created` is then the time of its answer.
        """
        if group:
            yield from self._group(group)
        for name, reason in _LISTS.items():
            for entry in self._entries(name, since):
                yield _suppressed(entry, reason)

    def _entries(self, name: str, since: int) -> Iterator[object]:
        """Until a page is empty: a short one may be the end, or a server may give less at a time than it was asked."""
        offset, seen = 0, set[bytes]()
        for _ in range(MOST_PAGES):
            page = self._page(name, since, offset)
            mark = hashlib.sha256(b"\n".join(sorted(map(orjson.dumps, page)))).digest()
            if mark in seen and len(page) < PAGE:
                return  # It always gives the same: all that it has.
            if mark in seen or len(page) > PAGE:
                raise answer_malformed()
            if not page:
                return
            yield from page
            seen.add(mark)
            offset += len(page)
        raise answer_malformed()

    def _page(self, name: str, since: int, offset: int) -> list[object]:
        start = {"start_time": since} if since > 0 else {}
        errand = Errand(
            method="GET", path=("suppression", name), query={"limit": PAGE, "offset": offset, **start},
            deed=f"list its {name.replace('_', ' ')}", permission="suppression.read",
            most_bytes=_MOST_PAGE_BYTES,
        )  # fmt: skip
        return _list(self._errands.run(errand))

    def _group(self, group: int) -> Iterator[Suppressed]:
        errand = Errand(
            method="GET", path=("asm", "groups", str(group), "suppressions"), expected=frozenset({200, 404}),
            deed="list who left the unsubscribe group", permission="asm.groups.suppressions.read",
            most_bytes=_MOST_GROUP_BYTES,
        )  # fmt: skip
        reply = self._errands.run(errand)
        if reply.status == 404:
            raise _no_such_group()
        date = date_of(reply.headers)
        if date is None:
            raise answer_malformed()
        for address in _list(reply):
            yield _suppressed({"email": address, "created": int(date)}, Reason.UNSUBSCRIBED)


def _list(reply: Reply) -> list[object]:
    listed = read_json(reply)
    if not isinstance(listed, list):
        raise answer_malformed()
    return listed


def _suppressed(entry: object, reason: Reason) -> Suppressed:
    address, created = (entry.get("email"), entry.get("created")) if isinstance(entry, dict) else (None, None)
    if not isinstance(address, str) or isinstance(created, bool) or not isinstance(created, int | float):
        raise answer_malformed()
    return Suppressed(address=address, reason=reason, created=int(created))


def _no_such_group() -> TransportError:
    return TransportError(
        "SendGrid does not know the unsubscribe group of newsletter.toml.",
        remedy="Look up its number in SendGrid (Suppressions, Unsubscribe Groups) and write it into newsletter.toml: "
        "[sending] unsubscribe_group = 12345",
        code="no-such-group",
    )
