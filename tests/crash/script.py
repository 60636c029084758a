"""What an evening is drawn from."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsletter.rehearsal.faults import REPEATS, USUAL_KINDS
from newsletter.rehearsal.world import World

#: Somebody looks into mailboxes and says who has the mail; it is to leave at an hour; another issue is under way at the
#: same time; other programs take places of the account and free them; the log stands still for a day, or has lost some
#: minutes for good. In so many of the evenings.
SHARES = {"word": 0.25, "hour": 0.15, "two": 0.1, "crowd": 0.15, "still": 0.15, "lost": 0.1}


@dataclass(frozen=True, kw_only=True)
class Script:
    """What is left out is drawn by the seed."""

    seed: int
    world: World | None = None
    believes: bool | None = None
    kinds: Sequence[str] = (*USUAL_KINDS, *REPEATS)
    #: The endpoints where something goes wrong; none: at all.
    only: Sequence[str] = ()
    rates: Sequence[float] = (0.0, 0.05, 0.2, 0.5)
    windows: Sequence[int] = (1800, 1800, 1800, 600, 3600, 0)
    kind: str = "usual"
    #: What befalls the first process that comes to a kind of step: "kill written", "stop before-intend".
    aim: str = ""

    @property
    def ingredients(self) -> frozenset[str]:
        """Each drawn apart: what else befalls stays as it is in every other evening."""
        drawn = {name for name, share in SHARES.items() if _drawn(self.seed, name) < share}
        return frozenset() if self.is_apart else frozenset(drawn)

    @property
    def is_apart(self) -> bool:
        """Named and counted apart: what no client can repair."""
        return self.kind != "usual"


def _drawn(seed: int, ingredient: str) -> float:
    return random.Random(f"{seed}:{ingredient}").random()


def script_of(kind: str, seed: int, aim: str = "") -> Script:
    return replace({"usual": usual, "unrepairable": unrepairable}[kind](seed), aim=aim)


def usual(seed: int) -> Script:
    return Script(seed=seed)


def unrepairable(seed: int) -> Script:
    """A cancelled id does not hold back mail that comes after its hour, and the server carries requests out 40 minutes
    late and more, which is after the hour of the shortest window with which a cancel is believed: mail that was called
    back, by all that anybody could see, goes out after all.
    """
    return Script(
        seed=seed, world=World(cancelled_id_blocks_mail_after_send_at=False), believes=True,
        kinds=("late:2400", "late:2700"), only=("send",), rates=(0.2, 0.5), windows=(1800,), kind="unrepairable",
    )  # fmt: skip
