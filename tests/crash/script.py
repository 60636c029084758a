"""What an evening is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.rehearsal.faults import USUAL_KINDS
from newsletter.rehearsal.world import World


@dataclass(frozen=True, kw_only=True)
class Script:
    """What is left out is drawn by the seed."""

    seed: int
    world: World | None = None
    believes: bool | None = None
    kinds: Sequence[str] = USUAL_KINDS
    rates: Sequence[float] = (0.0, 0.05, 0.2, 0.5)
    windows: Sequence[int] = (1800, 1800, 1800, 600, 3600, 0)
    kind: str = "usual"

    @property
    def is_apart(self) -> bool:
        """Named and counted apart: what no client can repair."""
        return self.kind != "usual"


def script_of(kind: str, seed: int) -> Script:
    return {"usual": usual, "unrepairable": unrepairable, "doubled": doubled}[kind](seed)


def usual(seed: int) -> Script:
    return Script(seed=seed)


def unrepairable(seed: int) -> Script:
    """A cancelled id does not hold back mail that comes after its hour, and the server carries requests out 40 minutes
    late: mail that was called back, by all that anybody could see, goes out after all.
    """
    return Script(
        seed=seed, world=World(cancelled_id_blocks_mail_after_send_at=False), believes=True,
        kinds=("late:2400",), rates=(0.2, 0.5), windows=(1800,), kind="unrepairable",
    )  # fmt: skip


def doubled(seed: int) -> Script:
    """A proxy on the way carries some requests out twice."""
    return Script(
        seed=seed, kinds=(*USUAL_KINDS, *["twice", "twice:600"] * 6), rates=(0.05, 0.2), kind="doubled"
    )
