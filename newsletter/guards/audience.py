"""Who would be mailed, as numbers and domains; what the guards find about it. Never an address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.checks.finding import Finding, Level
from newsletter.checks.policy import apply
from newsletter.guards.age import check_age
from newsletter.guards.jump import Before, check_jump
from newsletter.guards.mailboxes import check_employers, check_roles
from newsletter.settings import Checks, Guards
from subscribers.database import Database
from subscribers.leavers import Freshness, freshness
from subscribers.mailboxes import Mailboxes, read_mailboxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Everything that guards look at."""

    #: who would have the issue, those who have it already among them.
    people: int
    now: datetime
    guards: Guards
    policy: Checks = field(default_factory=Checks)
    #: whose mailboxes these may be, over everybody who may be mailed.
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    #: the issue before, None where there was none to compare with.
    before: Before | None = None
    #: how old the list is, by ground.
    lists: tuple[Freshness, ...] = ()


#: In the order of what is printed.
GUARDS: tuple[Callable[[Audience], Iterator[Finding]], ...] = (
    lambda audience: check_jump(audience.people, audience.before),
    lambda audience: check_employers(audience.mailboxes, audience.guards),
    lambda audience: check_roles(audience.mailboxes),
    lambda audience: check_age(audience.lists, now=audience.now),
)


def read_audience(
    database: Database,
    *,
    people: int,
    now: datetime,
    guards: Guards,
    policy: Checks,
    before: Before | None,
    mailboxes: Mailboxes | None = None,
) -> Audience:
    """The numbers as the list gives them out at this moment; `mailboxes` are those of a part of it."""
    return Audience(
        people=people,
        now=now,
        guards=guards,
        policy=policy,
        mailboxes=read_mailboxes(database) if mailboxes is None else mailboxes,
        before=before,
        lists=freshness(database),
    )


def guard(audience: Audience) -> tuple[Finding, ...]:
    """Everything the guards find, as the branch wants it, blockers first."""
    findings = apply((finding for each in GUARDS for finding in each(audience)), audience.policy)
    return tuple(sorted(findings, key=lambda finding: finding.level is not Level.BLOCKER))
