"""SendGrid's plans and their prices as of 13 August 2026, in US dollars; where a plan has steps, its smallest.

Taken from a copy of the published price page. Prices change: whatever is printed from here names that date.
"""

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 8, 13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    name: str
    #: US dollars a month.
    monthly: float
    #: Mails a month that it holds.
    mails: int
    #: US dollars for each mail above that.
    overage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a month with this campaign and nothing else costs."""

    plan: str
    dollars: float
    above: int


PLANS = (
    Plan(name="Essentials 50K", monthly=19.95, mails=50_000, overage=0.0013),
    Plan(name="Pro 100K", monthly=89.95, mails=100_000, overage=0.0011),
)
TRIAL_MAILS_A_DAY, TRIAL_DAYS = 100, 60


def costs(mails: int) -> tuple[Cost, ...]:
    """By plan, the cheapest for so many mails first."""
    found = [_cost(plan, mails) for plan in PLANS]
    return tuple(sorted(found, key=lambda cost: cost.dollars))


def _cost(plan: Plan, mails: int) -> Cost:
    above = max(0, mails - plan.mails)
    return Cost(plan=plan.name, dollars=round(plan.monthly + above * plan.overage, 2), above=above)
