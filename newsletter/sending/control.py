"""Control mails: they give the silence of the provider's log a meaning.

A log that does not know a batch may only be late, or may have lost that minute. So it has to know another mail of the
same minute, and one that was handed over later than any request can be late. Batches that were taken will do; where
there are none the branch itself gets a mail that says what it is for.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from newsletter.sending.campaign import UNJUDGED
from newsletter.sending.clock import Clock, is_fresh
from newsletter.sending.note import Note
from newsletter.sending.wave import CONFIRM_LIMIT
from newsletter.transports.base import (
    Accepted,
    Envelopes,
    Evidence,
    NotTaken,
    Parcel,
    Recall,
    Schedule,
    Sender,
    Transport,
)
from subscribers.database import Database
from subscribers.statements import Statement, load_statements

#: What was handed over within so many seconds of a mail is of its minute.
SAME_MINUTE = 60
#: Who has not had an answer for so many seconds may never get one, and the control had better be near in time.
HANGING_AFTER = 5
#: Seconds before another one is tried where the last was not taken.
TRY_AGAIN_AFTER = 5.0
#: So many are tried in a row.
MOST_TRIES = 3

_NOTE = Note(
    "Control mail: nothing has to be done",
    "While an issue was being sent, SendGrid did not say at once whether it had taken some of the mails. This one was "
    "sent for that reason: should it never say so, and its log knows this mail and not those, they were not taken, and "
    "can be sent again without anybody getting the issue twice.",
)


@dataclass(frozen=True, slots=True)
class ControlMail:
    attempt: str
    #: UNIX seconds, by the provider's clock.
    handed: int
    #: The provider said that it has it; without an answer it may have.
    is_taken: bool


@dataclass(frozen=True, slots=True)
class _Missing:
    #: The batch that it is missing beside.
    batch: str
    #: None: at once.
    schedule: Schedule | None


class ControlMails:
    """The control mails of one campaign; its owner only, and one thread.

    `hire` makes the transport when the first one is sent; whoever made this closes it.
    """

    def __init__(
        self, database: Database, campaign: str, *, fence: int, sender: Sender, host: str, recall: Recall,
        evidence: Evidence, hire: Callable[[], Transport], clock: Clock,
    ) -> None:  # fmt: skip
        self._db = database
        self._campaign = campaign
        self._fence = fence
        self._sender = sender
        addresses = (sender.reply_to, sender.address)
        #: Where the branch reads answers; "" where the log could not be asked about that.
        self.address = next((one for one in addresses if one and evidence.can_trace(one)), "")
        self._host = host
        self._recall = recall
        self._hire = hire
        self._clock = clock
        self._transport: Transport | None = None
        #: How many were taken.
        self.sent = 0
        #: Beside which batch one was tried last, and how often in a row.
        self._batch = ""
        self._tries = 0
        self._not_before = 0.0

    def beside(self, batch: str, *, handed: int) -> list[ControlMail]:
        """Those of the same minute and owner as a batch that was handed over then (UNIX seconds)."""
        begin, end = handed - SAME_MINUTE, handed + SAME_MINUTE
        return self._read("controls_beside", batch=batch, begin=begin, end=end)

    def since(self, moment: int) -> list[ControlMail]:
        """Those that were handed over after a moment (UNIX seconds), to leave at once; the newest first."""
        return self._read("controls_since", since=moment)

    def send_beside(self) -> bool:
        """Send the one that is missing beside a batch in doubt, while it is of that minute; False: it still is missing.

        Raises TransportError where the provider's clock is out of reach. What is not taken is tried again by a later
        call, a few times.
        """
        missing = self._missing()
        if missing is None:
            return True
        if missing.batch != self._batch:
            self._batch, self._tries = missing.batch, 0
        return self.send(missing.schedule)

    def insist(self, goes_on: Callable[[], bool]) -> None:
        """As `send_beside`, once more a few seconds later where need be: nobody comes after us in that minute.

        `goes_on` is asked before each wait: whoever undoes the campaign waits for us.
        """
        while not self.send_beside() and self._tries < MOST_TRIES and goes_on():
            self._clock.sleep(TRY_AGAIN_AFTER)

    def _missing(self) -> _Missing | None:
        """What a control mail has to leave with; None where none is missing, or none could be looked up."""
        if not self.address or not self._db.value(_sql("count_in_doubt"), campaign=self._campaign):
            return None
        now = int(self._recall.time())
        # Only of this process: what another one handed over may lie at another account.
        row = self._db.one(
            _sql("newest_without_control"), campaign=self._campaign, fence=self._fence, host=self._host,
            begin=now - SAME_MINUTE, now=now + 1, limit=now + CONFIRM_LIMIT, within=SAME_MINUTE,
            hanging=now - HANGING_AFTER, tried=UNJUDGED,
        )  # fmt: skip
        if row is None:
            return None
        batch, batch_id, send_at = row
        return _Missing(batch, Schedule(batch_id=batch_id, send_at=send_at) if batch_id else None)

    def send(self, schedule: Schedule | None = None) -> bool:
        """Send one, at once or with a wave; whether it was taken. It is nobody's delivery."""
        if not self.address or self._tries >= MOST_TRIES or self._clock.mark().elapsed < self._not_before:
            return False
        self._transport = self._transport or self._hire()
        attempt = secrets.token_hex(8)
        parcel = Parcel(
            campaign=self._campaign, batch="control", attempt=attempt, sender=self._sender, content=_NOTE,
            envelopes=Envelopes([attempt], [self.address], [{}]), schedule=schedule,
        )  # fmt: skip
        outcome = self._transport.hand_over(parcel, fence=self._fence_of(attempt, schedule))
        if isinstance(outcome, Accepted):
            self.note_taken(attempt)
            self._tries = 0
            self.sent += 1
            return True
        wait = outcome.wait if isinstance(outcome, NotTaken) else 0.0
        # What has to wait for longer is of that minute no more.
        self._tries = MOST_TRIES if wait > SAME_MINUTE else self._tries + 1
        self._not_before = self._clock.mark().elapsed + max(wait, TRY_AGAIN_AFTER)
        return False

    def _fence_of(self, attempt: str, schedule: Schedule | None) -> Callable[[], bool]:
        """It is written down before its first byte leaves, and leaves soon after: its time is what it is for."""
        begun, patience = self._clock.mark(), self._transport.patience if self._transport else 0.0

        def is_open() -> bool:
            now = self._recall.known_time()
            if now is None or (schedule is not None and now >= schedule.send_at - CONFIRM_LIMIT):
                return False
            is_noted = self.note(attempt, handed=int(now), send_at=schedule.send_at if schedule else 0)
            return is_noted and is_fresh(begun, self._clock.mark(), within=patience)

        return is_open

    def note(self, attempt: str, *, handed: int, send_at: int) -> bool:
        """Commit that one is about to be handed over. False: the campaign is not ours any more."""
        with self._db.transaction():
            kept = self._db.run(
                _sql("keep_control"), attempt=attempt, campaign=self._campaign, fence=self._fence, handed=handed,
                send_at=send_at,
            )  # fmt: skip
        return bool(kept)

    def note_taken(self, attempt: str) -> None:
        """Commit that the provider has it."""
        with self._db.transaction():
            self._db.run(_sql("take_control"), attempt=attempt)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _read(self, name: str, **given: object) -> list[ControlMail]:
        rows = self._db.rows(_sql(name), campaign=self._campaign, **given)
        return [ControlMail(attempt, handed, bool(taken)) for attempt, handed, taken in rows]


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "control.sql")[name]
