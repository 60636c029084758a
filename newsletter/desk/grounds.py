"""Why people may be mailed, as it was typed."""

from dataclasses import dataclass
from datetime import date

from newsletter.errors import UsageError, repeated
from newsletter.wiring import House
from subscribers.consent import Basis, Ground, ground
from subscribers.soft_opt_in import SoftOptIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The options of a command that takes people in."""

    basis: str
    wording: str = ""
    #: A day, as 2026-03-01; for a soft opt-in only.
    collected: str = ""
    #: They gave their details to us themselves; for a soft opt-in only.
    directly: bool = False


def ground_of(house: House, claimed: Claimed, *, source: str) -> Ground:
    """The ground, checked. Raises UsageError and ListUsageError."""
    _refuse_idle_facts(claimed)
    facts = SoftOptIn(
        charity=house.settings.branch.charity, collected=_day(claimed.collected), directly=claimed.directly
    )
    return ground(
        basis=claimed.basis, wording=claimed.wording, source=source, soft=facts, now=house.clock.now()
    )


def _refuse_idle_facts(claimed: Claimed) -> None:
    """What was said about people must not be dropped, and proves nothing on any other ground."""
    said = {"--collected": bool(claimed.collected), "--directly": claimed.directly}
    idle = [option for option, is_said in said.items() if is_said]
    if idle and claimed.basis in set(Basis) - {Basis.SOFT_OPT_IN}:
        raise UsageError(
            f"{' and '.join(idle)} would be kept nowhere: only a soft opt-in has such facts. Nothing was changed.",
            remedy=f"Leave {'them' if len(idle) > 1 else 'it'} out, or give --basis soft-opt-in if that is meant.",
            code="facts-without-soft-opt-in",
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            f"{repeated(text)} is not a date that --collected understands. Nothing was changed.",
            remedy="Write the first day on which any of them gave their details, year first: --collected 2026-03-01",
            code="no-day",
        ) from error
