"""Slots: which wave a batch goes with, opened as needed within what the provider's account allows.

An account can hold ten cancelled ids at a time, and every program that uses it shares them. So each wave that may still
be called back keeps one slot for its cancel, and a batch for which there is none waits.
"""

import threading
from collections.abc import Iterable

from newsletter.sending.campaign import Campaign
from newsletter.sending.ledger import Ledger
from newsletter.sending.wave import CANCEL_LIMIT, CONFIRM_LIMIT, RELEASE_AFTER, Wave, WaveLedger
from newsletter.transports.base import Held, Recall

#: Cancelled ids that an account can hold.
SLOTS = 10
MOST_WAVES = 8
#: Kept free for another program, and for the wave after a recall: a wave that is only to spread them leaves these.
SPARE_SLOTS = 2
#: A wave takes batches for this part of the window, so that what came last can be called back nearly as long …
PART_OF_WINDOW = 8
#: … and for this part where its campaign would else be out of slots before one of its waves leaves.
LARGEST_PART = 4


class NoSlot:
    """No wave can be opened now: the account has no slot left for its cancel."""


def free_slots(waves: WaveLedger, recall: Recall, now: float) -> int:
    """How many more waves the account could cancel, with a slot kept for each that is live. Raises TransportError."""
    return _free_beside(waves, recall.held(), now)


def _free_beside(waves: WaveLedger, held: Iterable[Held], now: float) -> int:
    """As `free_slots`, by what the account itself holds."""
    live = waves.live(now)
    # Of an old cancel the account itself knows best; a new one may not be seen there yet.
    new = {wave.provider_id for wave in waves.cancelled() if now <= wave.send_at + RELEASE_AFTER}
    ids = {one.batch_id for one in held} | new
    return SLOTS - len(ids - {wave.provider_id for wave in live}) - len(live)


def lead(window: int) -> int:
    """Seconds from the opening of a wave to its hour of sending."""
    return window + CONFIRM_LIMIT


def least_left(window: int) -> int:
    """Seconds before the hour of sending within which nothing more is handed over."""
    return lead(window) - max(CANCEL_LIMIT, window // LARGEST_PART)


class Waves:
    """Gives each batch of a campaign its wave. Shared by the threads of its owner.

    `most_recalled`: a wave of so many batches at most is called back whole when one of them has no clear answer.
    """

    def __init__(
        self, campaign: Campaign, ledger: Ledger, waves: WaveLedger, recall: Recall, *, most_recalled: int
    ) -> None:
        self._campaign = campaign
        self._ledger = ledger
        self._waves = waves
        self._recall = recall
        self._most_recalled = most_recalled
        self._lock = threading.Lock()
        self._current: Wave | None = None
        self._taken = 0
        #: Whether another wave could be opened behind the current one, when somebody asked last.
        self._has_room = False

    def get(self, *, fence: int) -> Wave | NoSlot | None:
        """The wave for one more batch. None: the campaign is no longer ours. Raises TransportError."""
        with self._lock:
            now = self._recall.time()
            if self._current is None and (wave := self._waves.open(self._campaign.id)) is not None:
                self._current, self._taken = wave, self._waves.count(wave.id)
                self._has_room = self._possible(now, free_slots(self._waves, self._recall, now)) > 0
            if self._current is not None and now >= self._current.closes:
                self._waves.close(self._current)
                self._current = None
            if self._current is None or self._taken >= self._current.capacity:
                opened = self._open(now, fence)
                if opened is None or (self._current is None and isinstance(opened, NoSlot)):
                    return opened
                if isinstance(opened, Wave):
                    if self._current is not None:
                        self._waves.close(self._current)
                    self._current = opened
                # Without a slot for another one, this one takes as many again: better than batches that wait.
                self._taken = 0
            self._taken += 1
            return self._current

    def give_back(self, wave_id: str) -> None:
        """A batch did not go with it after all; there is room for another."""
        with self._lock:
            if self._current is not None and self._current.id == wave_id:
                self._taken -= 1

    def takes_no_more(self, wave_id: str) -> bool:
        """Whether a wave with a batch without an answer had better take no other one, for it can be called back whole.

        Else that one alone waits for proof; a closed wave would keep its slot for nothing until it leaves.
        """
        with self._lock:
            return self._has_room and self._waves.count(wave_id) <= self._most_recalled

    def close(self, wave_id: str) -> None:
        """It takes no batch any more."""
        with self._lock:
            if self._current is not None and self._current.id == wave_id:
                self._current = None

    def has_time(self, wave: Wave) -> bool:
        """Whether what is handed over now can still be called back; asks nobody. Without a fresh clock: no."""
        now = self._recall.known_time()
        return now is not None and wave.send_at - now >= least_left(self._campaign.undo_window)

    def _open(self, now: float, fence: int) -> Wave | NoSlot | None:
        held = self._recall.held()
        free = _free_beside(self._waves, held, now)
        left = self._possible(now, free)
        if left < 1 or (self._current is not None and free <= SPARE_SLOTS):
            return NoSlot()
        self._has_room = left > 1
        provider_id = self._recall.mint()
        now = int(self._recall.time())
        send_at = max(now + lead(self._campaign.undo_window), self._campaign.send_at)
        # Until then a wave whose hour is far away may take whatever comes.
        begins = send_at - lead(self._campaign.undo_window)
        next_free = min((wave.send_at for wave in self._mine(now)), default=send_at) - CANCEL_LIMIT
        has_slot = True

        def still_free() -> bool:
            nonlocal has_slot
            has_slot = _free_beside(self._waves, held, now) > 0
            return has_slot

        added = self._waves.add(
            self._campaign.id, fence=fence, provider_id=provider_id, opened=now, send_at=send_at,
            closes=begins + self._takes_for(next_free - begins, left), still_free=still_free,
            capacity=self._capacity(max(1, min(left, free - SPARE_SLOTS)), is_kept=begins > now),
        )  # fmt: skip
        return added if has_slot else NoSlot()

    def _mine(self, now: float) -> list[Wave]:
        return [wave for wave in self._waves.live(now) if wave.campaign == self._campaign.id]

    def _possible(self, now: float, free: int) -> int:
        """How many more waves this campaign may open, where so many slots are free."""
        return min(MOST_WAVES - len(self._mine(now)), free)

    def _takes_for(self, until_next: int, left: int) -> int:
        """Seconds for which a wave takes batches. The slots that are left must last until the next one comes free."""
        window = self._campaign.undo_window
        return max(1, window // PART_OF_WINDOW, min(window // LARGEST_PART, -(-until_next // left)))

    def _capacity(self, possible: int, *, is_kept: bool) -> int:
        """How many batches a wave is made for, where so many waves are possible.

        Waves of one hour are only smaller, not undone for longer: where they would still be too large to be called back
        for a batch without an answer, one takes all, and the slots are there for what is not done by that hour.
        """
        planned = max(1, self._ledger.count_planned_batches(self._campaign.id))
        capacity = -(-planned // possible)
        return planned if is_kept and capacity > self._most_recalled else capacity
