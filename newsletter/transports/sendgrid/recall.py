"""Calls mail back at SendGrid: ids that batches share, and cancels of those ids.

Only two answers confirm a cancel: 201 to a new one, or 204 to a repeated one that is then listed. The list alone proves
nothing: a cancel that was refused as too late may stand there all the same, and one that stands there from before says
nothing of mail that came since.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from newsletter.errors import TransportError
from newsletter.transports.base import UNREACHABLE, Cancelled, Held, NotCancelled
from newsletter.transports.sendgrid.errand import Errand, Errands, answer_malformed, read_json
from newsletter.transports.sendgrid.outcome import Reply
from newsletter.transports.sendgrid.provider_clock import date_of

#: Ids that SendGrid mints look like its examples; they end up in ledgers and paths.
#: The lid may be closed between an answer and its reading: then it is asked for once more.
_ASKED_FOR_TIME = 2
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.~+/=-]{0,127}")
_NAMES = {"cancel": "cancel", "pause": "pause"}
_LIST = ("user", "scheduled_sends")
#: Words of a refusal, the narrower before the wider, and what they mean. SendGrid documents no codes.
_REFUSALS = (
    (re.compile(rb"minute|too late|in the past", re.IGNORECASE), "too-late"),
    (re.compile(rb"limit|maximum", re.IGNORECASE), "no-slot"),
    (re.compile(rb"invalid batch", re.IGNORECASE), "unknown-id"),
)

_MINT = Errand(
    method="POST", path=("mail", "batch"), deed="make an id by which mail can be called back",
    permission="mail.batch.create", expected=frozenset({200, 201}),
)  # fmt: skip
#: No cache can answer a POST, so its Date is fresh; an id that is not used costs nothing.
_TIME = replace(_MINT, deed="say what time it is there")
_HELD = Errand(
    method="GET", path=_LIST, deed="list what is cancelled or paused", permission="user.scheduled_sends.read"
)
_CANCEL = Errand(
    method="POST", path=_LIST, deed="call mail back", permission="user.scheduled_sends.create",
    expected=frozenset({201, 400, 404}),
)  # fmt: skip
_REPEAT = Errand(
    method="PATCH", path=_LIST, deed="call mail back once more", permission="user.scheduled_sends.update",
    body={"status": "cancel"}, expected=frozenset({204, 400, 404}),
)  # fmt: skip
_RELEASE = Errand(
    method="DELETE", path=_LIST, deed="give a cancelled id back", permission="user.scheduled_sends.delete",
    expected=frozenset({204, 400, 404}),
)  # fmt: skip


class SendGridRecall:
    """The face `Recall` of the SendGrid transport."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    def known_time(self) -> float | None:
        return self._errands.clock.known()

    def time(self) -> float:
        """SendGrid's time, UNIX seconds. Raises TransportError."""
        known = self.known_time()
        for _ in range(_ASKED_FOR_TIME):
            if known is not None:
                break
            if date_of(self._errands.run(_TIME).headers) is None:
                raise answer_malformed()
            known = self.known_time()
        if known is None:
            raise TransportError(
                "SendGrid's answers take so long that nobody can tell what time it is there.",
                remedy="Check your connection to the internet, and try again later.",
                code=UNREACHABLE,
            )
        return known

    def mint(self) -> str:
        """A new id. Raises TransportError."""
        answer = read_json(self._errands.run(_MINT))
        batch_id = answer.get("batch_id") if isinstance(answer, dict) else None
        if not isinstance(batch_id, str) or not _ID.fullmatch(batch_id):
            raise answer_malformed()
        return batch_id

    def held(self) -> list[Held]:
        """All that takes a slot of the account; a status that is new to us is "unknown". Raises TransportError."""
        return [_held(entry) for entry in _entries(self._errands.run(_HELD))]

    def cancel(self, batch_id: str) -> Cancelled | NotCancelled:
        """Cancel once more, every time it is called: mail may have come in since, and an earlier cancel may miss it."""
        if not _ID.fullmatch(batch_id):
            return NotCancelled(code="unknown-id")
        try:
            reply = self._errands.run(replace(_CANCEL, body={"batch_id": batch_id, "status": "cancel"}))
        except TransportError as error:
            # It may have been carried out all the same: to ask once more, in the other way, does no harm.
            return self._cancel_again(batch_id, error.code)
        date = date_of(reply.headers)
        if reply.status == 201 and date is not None and _stands(batch_id, reply):
            return Cancelled(at=date)
        return self._cancel_again(batch_id, _refusal(reply))

    def release(self, batch_id: str) -> None:
        """Delete the cancel, if there is one. Raises TransportError."""
        if _ID.fullmatch(batch_id):
            self._errands.run(replace(_RELEASE, path=(*_LIST, batch_id)))

    def _cancel_again(self, batch_id: str, before: str) -> Cancelled | NotCancelled:
        """`before`: why the first request brought nothing; "" where that is not clear."""
        path = (*_LIST, batch_id)
        try:
            reply = self._errands.run(replace(_REPEAT, path=path, tries=3))
            if reply.status != 204:
                return NotCancelled(code=_refusal(reply) or before or "refused-by-provider")
            shown = self._errands.run(replace(_HELD, path=path))
        except TransportError as error:
            return NotCancelled(code=error.code)
        date = date_of(shown.headers)
        if date is not None and _stands(batch_id, shown):
            return Cancelled(at=date)
        return NotCancelled(code="not-confirmed")


def _refusal(reply: Reply) -> str:
    return next((code for words, code in _REFUSALS if words.search(reply.body)), "")


def _stands(batch_id: str, reply: Reply) -> bool:
    """Whether an answer says of this very id that it is cancelled, and nothing else of it."""
    try:
        said = read_json(reply)
    except TransportError:
        return False
    entries = [entry for entry in (said if isinstance(said, list) else [said]) if isinstance(entry, dict)]
    statuses = [entry.get("status") for entry in entries if entry.get("batch_id") == batch_id]
    return bool(statuses) and all(status == "cancel" for status in statuses)


def _entries(reply: Reply) -> list[Mapping[str, object]]:
    listed = read_json(reply)
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise answer_malformed()
    return listed


def _held(entry: Mapping[str, object]) -> Held:
    batch_id, status = entry.get("batch_id"), entry.get("status")
    if not isinstance(batch_id, str) or not isinstance(status, str):
        raise answer_malformed()
    return Held(batch_id=batch_id, status=_NAMES.get(status, "unknown"))
