"""Why people may be mailed, as it was typed."""

from dataclasses import dataclass
from datetime import date

from newsletter.errors import UsageError, repeated
from newsletter.wiring import House
from subscribers.consent import Ground, ground
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
    facts = SoftOptIn(
        charity=house.settings.branch.charity, collected=_day(claimed.collected), directly=claimed.directly
    )
    return ground(
        basis=claimed.basis, wording=claimed.wording, source=source, soft=facts, now=house.clock.now()
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
