"""Waves: batches that share the provider's id and hour of sending, and are called back together.

    open -> closed -> cancelling -> called_back | doubtful

All moments here are UNIX seconds by the provider's clock; the clock of this machine decides nothing about a wave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsletter.sending.campaign import UNJUDGED, BatchState
from newsletter.transports.base import Schedule
from subscribers.database import Database, Row
from subscribers.moments import to_micros
from subscribers.statements import Statement, load_statements

#: No cancel in the last ten minutes: SendGrid's documentation.
CANCEL_LIMIT = 10 * 60
#: A cancel counts when it was confirmed so long before the mail leaves: two minutes for clocks and answers.
CONFIRM_LIMIT = 12 * 60

#: A cancel is deleted so long after its mail was discarded, and holds its slot until then.
RELEASE_AFTER = 24 * 3600
#: One that the account does not hold any more (or that was another account's) is looked for so long; and one with a
#: batch in doubt is kept so long: by then no request can be on its way, and no account should lose a slot for good.
FORGET_AFTER = 30 * 24 * 3600


class WaveState(StrEnum):
    OPEN = "open"  # takes batches
    CLOSED = "closed"  # takes none any more; can be called back while there is time
    CANCELLING = "cancelling"  # a cancel was asked for and is not confirmed yet
    CALLED_BACK = "called_back"  # the cancel was confirmed in time
    DOUBTFUL = "doubtful"  # asked for, and never confirmed in time: nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    id: str
    campaign: str
    number: int
    provider_id: str
    state: WaveState
    opened: int
    closes: int
    send_at: int
    capacity: int

    @property
    def schedule(self) -> Schedule:
        return Schedule(batch_id=self.provider_id, send_at=self.send_at)

    @property
    def confirm_by(self) -> int:
        """A cancel confirmed until then is in time."""
        return self.send_at - CONFIRM_LIMIT


def _wave(row: Row) -> Wave:
    id_, campaign, number, provider_id, state, opened, closes, send_at, capacity = row
    return Wave(id=id_, campaign=campaign, number=number, provider_id=provider_id, state=WaveState(state),
                opened=opened, closes=closes, send_at=send_at, capacity=capacity)  # fmt: skip


class WaveLedger:
    """The waves in the ledger. Each method that changes something is one transaction.

    `host`: of what the provider's account there holds the methods `add`, `open`, `live` and `cancelled` speak.
    """

    def __init__(self, database: Database, *, host: str = "") -> None:
        self._db = database
        self._host = host

    def add(self, campaign: str, *, fence: int, provider_id: str, opened: int, closes: int, send_at: int,
            capacity: int, still_free: Callable[[], bool] = lambda: True) -> Wave | None:  # fmt: skip
        """Open a wave. None: the campaign is no longer ours, no longer sends, or no slot is left after all.

        `still_free` is asked while nobody else can open one: another campaign may have taken the last slot meanwhile.
        """
        with self._db.transaction():
            if not still_free():
                return None
            number = int(self._db.value(_sql("next_wave_number"), campaign=campaign))
            added = self._db.run(
                _sql("add_wave"), id=f"{campaign}.w{number}", campaign=campaign, number=number, fence=fence,
                host=self._host, provider_id=provider_id, opened=opened, closes=closes, send_at=send_at,
                capacity=capacity,
            )  # fmt: skip
        return self.open(campaign) if added else None

    def open(self, campaign: str) -> Wave | None:
        """The wave that takes batches."""
        row = self._db.one(_sql("open_wave"), campaign=campaign, host=self._host)
        return None if row is None else _wave(row)

    def of(self, campaign: str) -> list[Wave]:
        return list(map(_wave, self._db.rows(_sql("waves"), campaign=campaign)))

    def live(self, now: float) -> list[Wave]:
        """Waves of all campaigns that could still be cancelled."""
        after = int(now) + CANCEL_LIMIT
        return list(map(_wave, self._db.rows(_sql("live_waves"), after=after, host=self._host)))

    def cancelled(self) -> list[Wave]:
        """Waves of all campaigns whose cancel may hold a slot of the account."""
        return list(map(_wave, self._db.rows(_sql("cancelled_waves"), host=self._host)))

    def unsettled(self, campaign: str) -> list[Wave]:
        """Waves with a batch that nobody knows about, or with a cancel that has no answer yet."""
        return list(map(_wave, self._db.rows(_sql("unsettled_waves"), campaign=campaign)))

    def count(self, wave_id: str) -> int:
        """How many batches went with it."""
        return int(self._db.value(_sql("count_in_wave"), wave=wave_id))

    def count_unknown_posts(self, wave: Wave) -> int:
        """How many of its batches, that were not only tried out, may be taken or not."""
        return int(self._db.value(_sql("count_unknown_posts"), wave=wave.id, tried=UNJUDGED))

    def states(self, wave: Wave) -> dict[str, int]:
        """How many of its batches are in which state."""
        return dict(self._db.rows(_sql("states_in_wave"), wave=wave.id))

    def undo_until(self, campaign: str, now: float) -> int | None:
        """Until when (UNIX seconds) all that can be called back still can."""
        send_at = self._db.value(_sql("undo_until"), campaign=campaign, after=int(now) + CONFIRM_LIMIT)
        return None if send_at is None else int(send_at) - CONFIRM_LIMIT

    def hours(self, campaign: str) -> list[int]:
        """When (UNIX seconds) its waves that hold mail leave or have left, the first one first."""
        return [int(send_at) for (send_at,) in self._db.rows(_sql("hours"), campaign=campaign)]

    def count_held(self, campaign: str, now: float) -> int:
        """How many deliveries the provider holds, or may hold, that could still be called back."""
        return int(self._db.value(_sql("count_held"), campaign=campaign, after=int(now) + CONFIRM_LIMIT))

    def is_elsewhere(self, campaign: str) -> bool:
        """Whether something that could still be called back or proved lies at another host."""
        return bool(self._db.value(_sql("count_elsewhere"), campaign=campaign, host=self._host))

    def close(self, wave: Wave) -> None:
        with self._db.transaction():
            self._db.run(_sql("close_wave"), id=wave.id)

    def close_all(self, campaign: str) -> None:
        with self._db.transaction():
            self._db.run(_sql("close_waves"), campaign=campaign)

    def start_cancel(self, wave: Wave, *, fence: int) -> bool:
        """Commit that a cancel is about to be asked for."""
        with self._db.transaction():
            return bool(self._db.run(_sql("start_cancel"), id=wave.id, fence=fence))

    def plan_again(self, wave: Wave, *, unknown: BatchState, fence: int, now: datetime) -> None:
        """The cancel was confirmed: who was accepted is planned again; `unknown` is what becomes of the others."""
        moves = {BatchState.ACCEPTED: BatchState.PLANNED, BatchState.UNKNOWN: unknown}
        self._end(wave, WaveState.CALLED_BACK, moves, fence=fence, reason="recalled", now=now)

    def call_back(self, wave: Wave, *, unknown: BatchState, fence: int, now: datetime) -> None:
        """The cancel of an undo was confirmed; `unknown` is what becomes of batches that may arrive later."""
        moves = {BatchState.ACCEPTED: BatchState.CALLED_BACK, BatchState.UNKNOWN: unknown}
        if unknown is not BatchState.PARKED:
            moves[BatchState.PARKED] = unknown
        self._end(wave, WaveState.CALLED_BACK, moves, fence=fence, reason="undone", now=now)

    def doubt(self, wave: Wave, *, fence: int, now: datetime) -> None:
        """A cancel was asked for and not confirmed in time: of nobody in the wave is known whether it arrives."""
        moves = dict.fromkeys((BatchState.ACCEPTED, BatchState.UNKNOWN), BatchState.PARKED)
        self._end(wave, WaveState.DOUBTFUL, moves, fence=fence, reason="cancel-unclear", now=now)

    def park_unknown(self, wave: Wave, *, fence: int, reason: str, now: datetime) -> None:
        """The wave leaves as it is; the batches that nobody knows about wait for proof."""
        with self._db.transaction():
            self._move(wave, BatchState.UNKNOWN, BatchState.PARKED, fence=fence, reason=reason, now=now)

    def count_unsettled(self, wave: Wave) -> int:
        return int(self._db.value(_sql("count_unsettled_in_wave"), wave=wave.id))

    def given_back_at(self, wave: Wave) -> int:
        """When its cancel may be deleted at the provider (UNIX seconds), as things stand."""
        return wave.send_at + (FORGET_AFTER if self.count_unsettled(wave) else RELEASE_AFTER)

    def release(self, wave: Wave) -> None:
        with self._db.transaction():
            self._db.run(_sql("release_wave"), id=wave.id)

    def _end(
        self,
        wave: Wave,
        state: WaveState,
        moves: Mapping[BatchState, BatchState],
        *,
        fence: int,
        reason: str,
        now: datetime,
    ) -> None:
        with self._db.transaction():
            if not self._db.run(_sql("end_cancel"), id=wave.id, state=state, fence=fence):
                return
            for before, after in moves.items():
                self._move(wave, before, after, fence=fence, reason=reason, now=now)
            self._db.run(_sql("call_back_deliveries_of_wave"), wave=wave.id)
            self._db.run(_sql("leave_wave"), wave=wave.id)

    def _move(
        self, wave: Wave, before: BatchState, state: BatchState, *, fence: int, reason: str, now: datetime
    ) -> None:
        self._db.run(
            _sql("move_batches"), wave=wave.id, before=before, state=state, fence=fence, reason=reason,
            now=to_micros(now),
        )  # fmt: skip


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "wave.sql")[name]
