"""For each finding about an audience: one that has the fault, and one that nearly has it, as audience() is told."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from newsletter.guards.audience import Audience
from newsletter.guards.jump import Before
from newsletter.settings import EmployerMail, Guards
from subscribers.consent import Basis
from subscribers.leavers import Freshness
from subscribers.mailboxes import Mailboxes

NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)


def audience(**changes: Any) -> Audience:
    """412 people at one host of nobody's, as last time."""
    usual: dict[str, Any] = {
        "people": 412,
        "now": NOW,
        "guards": Guards(),
        "before": Before("september", 412),
        "mailboxes": Mailboxes(hosts=Counter({"example.org": 412})),
    }
    return Audience(**usual | changes)


def hosts(**numbers: int) -> dict[str, Any]:
    """`council_gov_uk=3`: three people there."""
    named = {host.replace("_", "."): number for host, number in numbers.items()}
    return {"mailboxes": Mailboxes(hosts=Counter(named))}


def listed(days: int, basis: Basis = Basis.MEMBERSHIP) -> dict[str, Any]:
    at = NOW - timedelta(days=days)
    return {"lists": (Freshness(basis=basis, people=412, at=at, was_held=True),)}


HOLD = {"guards": Guards(employer_mail=EmployerMail.HOLD)}

#: By finding: fails, passes.
AUDIENCES: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "audience-tripled": ({"people": 1_237}, {"people": 412}),
    "audience-grown": ({"people": 619}, {"people": 618}),
    "audience-shrunk": ({"people": 205}, {"people": 206}),
    "employer-mail-held": (HOLD | hosts(council_gov_uk=1), HOLD | hosts(gov_example_org=1)),
    "employer-mail": (hosts(council_gov_uk=1), hosts(mygov_uk=1)),
    "personnel-mailboxes": (
        {"mailboxes": Mailboxes(personnel=1)},
        {"mailboxes": Mailboxes(hosts=Counter({"hr.example.org": 3}))},
    ),
    "office-mailboxes": ({"mailboxes": Mailboxes(offices=2)}, {"mailboxes": Mailboxes()}),
    "list-old": (listed(61), listed(60)),
}
