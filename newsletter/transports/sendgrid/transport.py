"""Hands parcels to SendGrid: 1,000 people in one request, never twice without proof.

SendGrid has no idempotency key, so nothing is tried again here: one parcel, at most one request, one outcome.
"""

import ssl
import time
from collections.abc import Callable, Mapping, Sequence

from newsletter.errors import SettingsError
from newsletter.transports.base import (
    Fence,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    Passed,
    SomeRefused,
    Unknown,
)
from newsletter.transports.sendgrid import payload
from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.line import FenceClosedError, Line, LostError, NotSentError
from newsletter.transports.sendgrid.outcome import Reply, judge
from newsletter.transports.sendgrid.provider_clock import ProviderClock

#: What `judge` makes of the answer 200, which SendGrid gives in sandbox mode only.
SANDBOX_PASSED = "status-200"
#: Seconds to wait when SendGrid could not be reached at all.
UNREACHED_WAIT = 5.0


class SendGridTransport:
    """One per thread. `tls` replaces the system's certificates; `timeout` in seconds, see Line.

    `clock` is told of every answer: its headers hold the time by SendGrid's clock.
    """

    batch_size = payload.MOST_ENVELOPES
    replays = False
    patience = 20.0

    def __init__(
        self,
        *,
        key: str,
        host: Host,
        unsubscribe_group: int,
        timeout: float,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], float] = time.time,
        clock: ProviderClock | None = None,
    ) -> None:
        # Importing the sendgrid package costs more than the rest of a command.
        from newsletter.transports.sendgrid.client import connect  # noqa: PLC0415

        self._group = _vetted_group(unsubscribe_group)
        self._now = now
        self._clock = clock or ProviderClock(time.monotonic)
        self._line = Line(host, timeout=timeout, tls=tls)
        self._api = connect(key, host.url, self._line)

    def batch_size_for(self, sample: Sequence[Mapping[str, str]]) -> int:
        return payload.fitting_batch(sample)

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        """Hand a parcel over. What cannot be sent is refused before anything is written."""
        refused = payload.unfit(parcel)
        if refused:
            return SomeRefused(refused=refused)
        try:
            body = payload.encode(parcel, unsubscribe_group=parcel.sender.unsubscribe_group or self._group)
        except payload.TooLargeError:
            return Indivisible(code="too-large-for-one-request")
        asked = self._ask_only if parcel.preflight else self._post
        outcome = asked(body, len(parcel.envelopes), fence)
        if isinstance(outcome, Halt | Unknown):
            self._line.close()
        return outcome

    def close(self) -> None:
        self._line.close()

    def _ask_only(self, body: bytes, count: int, fence: Fence) -> Outcome:
        """Have the parcel judged in sandbox mode.

        The fence is asked before this too: should the mode be ignored, then the parcel has left, and without an answer
        nobody knows.
        """
        outcome = self._post(payload.for_judgement(body), count, fence)
        return Passed() if outcome == Unknown(code=SANDBOX_PASSED) else outcome

    def _post(self, body: bytes, count: int, fence: Fence) -> Outcome:
        asked = self._clock.mark()
        try:
            reply: Reply = self._api.client.mail.send.post(request_body=body, fence=fence)
        except FenceClosedError as closed:
            return NotTaken(code=closed.code, fenced=True)
        except NotSentError as failure:
            return NotTaken(code=failure.code, wait=UNREACHED_WAIT)
        except LostError as failure:
            return Unknown(code=failure.code)
        self._clock.note(reply.headers, asked=asked)
        return judge(reply, count=count, now=self._now())


def _vetted_group(group: int) -> int:
    if group > 0:
        return group
    raise SettingsError(
        "Sending through SendGrid needs an unsubscribe group: without one nobody could leave the list.",
        remedy="Make a group in SendGrid (Suppressions, Unsubscribe Groups) and put its number into newsletter.toml: "
        "[sending] unsubscribe_group = 12345",
        code="no-unsubscribe-group",
    )
