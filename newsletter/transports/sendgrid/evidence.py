"""Looks into SendGrid's Email Logs for what became of one attempt at one delivery.

The log is searched by address, because our own ids cannot be searched for, and each mail found there is opened for its
id. Whatever is not clear is PENDING: only ABSENT and CALLED_BACK let anybody be mailed again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from newsletter.transports.base import Trace
from newsletter.transports.sendgrid.errand import Errand, Errands, answer_malformed, read_json
from newsletter.transports.sendgrid.provider_clock import moment

#: The most that one search brings; there are no pages.
MOST_FOUND = 1000
#: The most mails that are opened for one answer.
MOST_OPENED = 50
#: Bytes. A mail with its hundred newest events, each with all of its arguments.
_MOST_BYTES = 8_000_000

#: What can stand between the quotation marks of a query whose escapes are documented nowhere. O'Brien is not among it.
_ASKABLE = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.~+/=-]{0,299}")

#: Events and states that only mail can have that left for its recipient's server. "processed" is not among them: mail
#: that waits for its `send_at` can have it too, whether it is cancelled or not.
_TAKEN = frozenset({
    "delivered", "deferred", "bounce", "bounced", "blocked", "open", "click", "spamreport", "unsubscribe",
    "group_unsubscribe", "group_resubscribe",
})  # fmt: skip
_CALLED_BACK = "cancel_drop"
#: Not mailed for a reason of the recipient. As an event only: as a state it may mean `cancel_drop` as well.
_DROPPED = frozenset({"drop", "dropped"})

_SEARCH = Errand(
    method="POST",
    path=("logs",),
    deed="search its log for a mail",
    permission="Email Activity",
    most_bytes=_MOST_BYTES,
)
_OPEN = replace(_SEARCH, method="GET", expected=frozenset({200, 404}))


class SendGridEvidence:
    """The face `Evidence` of the SendGrid transport."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    @staticmethod
    def can_trace(address: str) -> bool:
        """Whether the log can be asked about an address; `trace` calls all mail to others PENDING."""
        return _ASKABLE.fullmatch(address) is not None

    def trace(self, *, address: str, attempt: str, since: float) -> Trace:
        """What became of it. Raises TransportError; a mail that left twice is TAKEN if either left."""
        if not self.can_trace(address):
            return Trace.PENDING
        messages, is_whole = self._find(address, since)
        traces: set[Trace] = set()
        for trace in self._open(islice(messages, MOST_OPENED), attempt):
            if trace is Trace.TAKEN:
                return trace
            traces.add(trace)
        if not is_whole or len(messages) > MOST_OPENED:
            traces.add(Trace.PENDING)
        return next((trace for trace in (Trace.PENDING, Trace.CALLED_BACK) if trace in traces), Trace.ABSENT)

    def _find(self, address: str, since: float) -> tuple[list[str], bool]:
        """Ids of all mail to an address, the oldest first, and whether these are all."""
        created: dict[str, str] = {}
        is_whole = True
        for spelling in _spellings(address):
            found = self._search(spelling, since)
            created |= dict(found)
            is_whole = is_whole and len(found) < MOST_FOUND
        return sorted(created, key=created.__getitem__), is_whole

    def _search(self, address: str, since: float) -> list[tuple[str, str]]:
        """Ids, each with its time; that is compared in whole seconds, so a second more is searched."""
        after = moment(since - 1)
        query = f"to_email = '{address}' AND sg_message_id_created_at > TIMESTAMP \"{after}\""
        errand = replace(_SEARCH, body={"query": query, "limit": MOST_FOUND})
        answer = read_json(self._errands.run(errand))
        listed = answer.get("messages") if isinstance(answer, dict) else None
        return [_summary(message) for message in _objects(listed)]

    def _open(self, messages: Iterable[str], attempt: str) -> Iterator[Trace]:
        """What became of those mails that are of this attempt."""
        for message in messages:
            reply = self._errands.run(replace(_OPEN, path=(*_OPEN.path, message)))
            if reply.status == 404:
                # Listed and not to be read: it may be ours.
                yield Trace.PENDING
                continue
            detail = read_json(reply)
            events = _objects(detail.get("events") if isinstance(detail, dict) else None)
            if attempt in _words("nl_attempt", _arguments([detail, *events])):
                yield _judge(_words("event", events), _words("status", [detail]))


def _spellings(address: str) -> list[str]:
    """Queries tell capital from small letters, and nobody says which of them the log keeps."""
    local, _, domain = address.rpartition("@")
    return list(dict.fromkeys([address, f"{local}@{domain.lower()}", address.lower()]))


def _objects(listed: object) -> list[Mapping[str, object]]:
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise answer_malformed()
    return listed


def _summary(message: Mapping[str, object]) -> tuple[str, str]:
    found, created = message.get("sg_message_id"), message.get("sg_message_id_created_at")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise answer_malformed()
    return found, created if isinstance(created, str) else ""


def _arguments(places: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    """Ours stand with the mail or with its events: the documentation shows both."""
    for place in places:
        arguments = place.get("custom_args")
        if isinstance(arguments, dict):
            yield arguments


def _words(name: str, objects: Iterable[Mapping[str, object]]) -> set[str]:
    return {word for each in objects if isinstance(word := each.get(name), str)}


def _judge(events: set[str], status: set[str]) -> Trace:
    if events & _TAKEN:
        return Trace.TAKEN
    if _CALLED_BACK in events:
        return Trace.CALLED_BACK
    return Trace.TAKEN if events & _DROPPED or status & _TAKEN else Trace.PENDING
