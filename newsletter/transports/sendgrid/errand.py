"""Small requests besides mail/send: asked again, with pauses, where that may help; then an error in plain words.

Only what does no harm when it is asked twice may be an errand. Nothing of an answer's text goes into an error: answers
quote addresses.
"""

import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential

from newsletter.errors import TransportError
from newsletter.transports.base import UNREACHABLE, NotTaken
from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.line import MOST_REPLY_BYTES, Line, LostError, NotSentError
from newsletter.transports.sendgrid.outcome import Reply, judge
from newsletter.transports.sendgrid.provider_clock import ProviderClock

MOST_TRIES = 5
#: Seconds after the first try within which the last one begins; room for a limit of requests per minute.
MOST_SECONDS = 120.0
#: Seconds between tries where SendGrid names no time: 1, 2, 4, 8.
_PAUSES = wait_exponential(multiplier=1, max=8)

_LATER = "Check your connection to the internet and SendGrid's status page (status.sendgrid.com), and try again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One small request, and what to say when it fails."""

    method: str
    path: tuple[str, ...]
    #: Completes the sentence "SendGrid was asked to …".
    deed: str
    #: What the key must allow, as SendGrid calls it.
    permission: str
    body: Mapping[str, object] | None = field(default=None, repr=False)
    query: Mapping[str, str | int] = field(default_factory=dict)
    #: Answers that whoever asks can read; all others are errors.
    expected: frozenset[int] = frozenset({200})
    most_bytes: int = MOST_REPLY_BYTES
    tries: int = MOST_TRIES


class _PassingError(TransportError):
    """What may be over in a moment; `wait` is how many seconds SendGrid asked for, 0 where it named none."""

    def __init__(self, message: str, *, remedy: str = _LATER, wait: float = 0.0) -> None:
        super().__init__(message, remedy=remedy, code=UNREACHABLE)
        self.wait = wait


class Errands:
    """Runs errands over a line of its own, one request at a time, whichever thread asks.

    `now` is UNIX seconds, `elapsed` counts a laptop's sleep, `timeout` see Line.
    """

    def __init__(
        self,
        *,
        key: str,
        host: Host,
        timeout: float,
        clock: ProviderClock,
        now: Callable[[], float],
        elapsed: Callable[[], float],
        sleep: Callable[[float], None],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        # Importing the sendgrid package costs more than the rest of a command.
        from newsletter.transports.sendgrid.client import connect  # noqa: PLC0415

        self.clock = clock
        self._now = now
        self._elapsed = elapsed
        self._sleep = sleep
        self._lock = threading.Lock()
        self._line = Line(host, timeout=timeout, tls=tls)
        self._client = connect(key, host.url, self._line).client

    def run(self, errand: Errand) -> Reply:
        """One of the expected answers, in bounded time. Raises TransportError."""
        began = self._elapsed()

        def is_enough(state: RetryCallState) -> bool:
            last_begins = self._elapsed() - began + state.upcoming_sleep
            return state.attempt_number >= errand.tries or last_begins > MOST_SECONDS

        trying = Retrying(
            sleep=self._sleep,
            wait=_pause,
            stop=is_enough,
            retry=retry_if_exception_type(_PassingError),
            reraise=True,
        )
        return trying(self._once, errand)

    def close(self) -> None:
        with self._lock:
            self._line.close()

    def _once(self, errand: Errand) -> Reply:
        try:
            reply, asked = self._exchange(errand)
        except (NotSentError, LostError) as failure:
            raise _unanswered(errand, failure.code) from failure
        self.clock.note(reply.headers, asked=asked)
        if reply.status in errand.expected:
            return reply
        raise self._complaint(errand, reply)

    def _exchange(self, errand: Errand) -> tuple[Reply, float]:
        """The answer, and when it was asked for by the provider's clock's mark."""
        client = self._client
        for part in errand.path:
            client = client._(quote(part, safe=""))
        ask = getattr(client, errand.method.lower())
        body = None if errand.body is None else orjson.dumps(errand.body)
        with self._lock:
            asked = self.clock.mark()
            reply: Reply = ask(
                request_body=body, query_params=errand.query, most_bytes=errand.most_bytes, fence=lambda: True
            )
        return reply, asked

    def _complaint(self, errand: Errand, reply: Reply) -> TransportError:
        match reply.status:
            case 401:
                return _key_refused()
            case 403:
                return _missing_scope(errand)
            case 429:
                told = judge(reply, count=0, now=self._now())
                return _busy(errand, wait=told.wait if isinstance(told, NotTaken) else 0.0)
            case 400 | 404 | 405 | 413:
                return _refused(errand)
            case status if status >= 500:
                return _PassingError(
                    f"SendGrid has trouble of its own: it was asked to {errand.deed} and could not."
                )
        return answer_malformed()


def read_json(reply: Reply) -> Any:
    """The body of an answer. Raises TransportError where it is no JSON."""
    with suppress(orjson.JSONDecodeError):  # It would hold the document.
        return orjson.loads(reply.body)
    raise answer_malformed()


def answer_malformed() -> TransportError:
    return TransportError(
        "An answer that should have come from SendGrid is not what SendGrid's documentation says.",
        remedy="Something between you and SendGrid (a proxy, a filter, a log-in page of the network) may answer in its "
        "place: try another network. If it stays, ask for a newer version of this program.",
        code="answer-malformed",
    )


def _pause(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    told = failure.wait if isinstance(failure, _PassingError) else 0.0
    return told or _PAUSES(state)


def _unanswered(errand: Errand, code: str) -> TransportError:
    if code == "certificate":
        return TransportError(
            "What answers in SendGrid's place cannot prove that it is SendGrid. It was told nothing.",
            remedy="Check the date of this computer and the network: a filter or a log-in page may stand in between.",
            code="certificate",
        )
    return _PassingError(f"SendGrid gave no answer when it was asked to {errand.deed}.")


def _busy(errand: Errand, *, wait: float) -> TransportError:
    return _PassingError(
        f"SendGrid takes no more requests for the moment; it was asked to {errand.deed}.",
        remedy="Wait some minutes and try again. Other programs that use the account count as well.",
        wait=wait,
    )


def _key_refused() -> TransportError:
    return TransportError(
        "SendGrid does not accept the API key: it is wrong, or it was deleted.",
        remedy="Make a key in SendGrid's settings and store it with: newsletter secret set sendgrid",
        code="key-refused",
    )


def _missing_scope(errand: Errand) -> TransportError:
    return TransportError(
        f"SendGrid knows the API key but does not let it {errand.deed}: the permission {errand.permission} is missing, "
        "or the account is blocked for the moment.",
        remedy="Log in to SendGrid and look at Settings, API Keys: give the key this permission, or make one with full "
        "access and store it with: newsletter secret set sendgrid",
        code="missing-scope",
    )


def _refused(errand: Errand) -> TransportError:
    return TransportError(
        f"The host that was asked to {errand.deed} refused: it is not SendGrid, or SendGrid has changed.",
        remedy="Unset NEWSLETTER_SENDGRID_HOST and look at [sendgrid] in newsletter.toml. If that is in order, ask for "
        "a newer version of this program.",
        code="refused-by-provider",
    )
