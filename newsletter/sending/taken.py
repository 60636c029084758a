"""Who holds the slots of a provider's account, told to a campaign that needs one more and gets none."""

from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.sending.slots import MOST_WAVES, SLOTS
from newsletter.sending.wave import CANCEL_LIMIT, RELEASE_AFTER, Wave, WaveLedger
from newsletter.transports.base import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The slots, by what holds them."""

    #: Waves of the campaign itself that can still be called back, …
    own: int
    #: … and such waves of other campaigns: the campaign of each.
    others: tuple[str, ...]
    #: Cancels younger than a day, and older ones that the next sending command gives back.
    cancels: int
    #: Older cancels that are kept for what is in doubt: the campaign of each.
    doubted: tuple[str, ...]
    #: Those of which this ledger knows nothing.
    foreign: int
    #: When the campaign can open another wave (UNIX seconds); 0: nobody knows.
    free_at: int

    @property
    def spare(self) -> int:
        """Those that a campaign leaves to others, though they are free."""
        held = self.own + len(self.others) + self.cancels + len(self.doubted) + self.foreign
        return max(0, SLOTS - held)


def taken(waves: WaveLedger, held: Iterable[Held], campaign: str, now: float) -> Taken:
    """Who holds them; `held` is what the account itself says."""
    ids = {entry.batch_id for entry in held}
    live, cancelled = waves.live(now), waves.cancelled()
    known = {wave.provider_id for wave in (*live, *cancelled)}
    # An old one that the account does not know (any more) holds nothing.
    cancelled = [wave for wave in cancelled if now <= wave.send_at + RELEASE_AFTER or wave.provider_id in ids]
    doubted = [wave for wave in cancelled if wave.send_at + RELEASE_AFTER < now < waves.given_back_at(wave)]
    own = [wave for wave in live if wave.campaign == campaign]
    foreign = len(ids - known)
    number = len(live) + len(cancelled) + foreign
    if len(own) >= MOST_WAVES:
        frees, beyond = _ends(own), 0
    else:
        # As many must come free as are taken beyond what an account can hold, and one more.
        frees, beyond = sorted([*_ends(live), *map(waves.given_back_at, cancelled)]), max(0, number - SLOTS)
    return Taken(
        own=len(own),
        others=tuple(wave.campaign for wave in live if wave.campaign != campaign),
        cancels=len(cancelled) - len(doubted),
        doubted=tuple(wave.campaign for wave in doubted),
        foreign=foreign,
        free_at=frees[beyond] if beyond < len(frees) else 0,
    )


def _ends(live: list[Wave]) -> list[int]:
    """When each of them, the first one first, can no longer be cancelled."""
    return [wave.send_at - CANCEL_LIMIT for wave in live]
