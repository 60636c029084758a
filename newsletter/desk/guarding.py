"""What the guards say about who would be mailed, in the words of `send` and of the report on a list."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.audience import EVERYBODY
from newsletter.checks.finding import Finding, Level
from newsletter.checks.policy import apply
from newsletter.errors import Refused, UsageError
from newsletter.guards.age import check_age
from newsletter.guards.audience import guard, read_audience
from newsletter.guards.hosts import employer_hosts
from newsletter.guards.jump import Before
from newsletter.guards.mailboxes import check_employers, check_roles
from newsletter.sending.campaign import Kind
from newsletter.sending.history import count_reached, issue_before, largest_before
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.leavers import freshness
from subscribers.mailboxes import Mailboxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """The findings about an audience, and the mark by which somebody accepts its blockers."""

    findings: tuple[Finding, ...] = ()
    #: "" where nothing has to be accepted.
    mark: str = ""

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """What stands in the way; of nothing in a drill, which nobody gets."""
        return tuple(each for each in self.findings if each.level is Level.BLOCKER) if self.mark else ()

    def lines(self) -> tuple[str, ...]:
        """For the summary of `send`."""
        return tuple(line for each in self.findings for line in _said(each))

    def way_on(self) -> tuple[str, ...]:
        """How somebody who has looked says so."""
        return (_accept_it(self.mark),) if self.mark else ()


def guarded(
    house: House, database: Database, *, issue: str, kind: Kind, people: int, everybody: bool,
    mailboxes: Mailboxes | None = None, audience: str = EVERYBODY,
) -> Guarded:  # fmt: skip
    """Look at who would get an issue; `people` is how many get it now, `everybody` that they may have it already.

    `mailboxes` are theirs, where not everybody's. A part of the list, by the name of its `audience`, may be small, but
    is no larger than the whole was, unless somebody says so: it may hold everybody.
    """
    ledger, is_part = Ledger(database), audience != EVERYBODY
    last = largest_before(ledger, issue, audience) if is_part else issue_before(ledger, issue)
    looked_at = read_audience(
        database,
        people=people if everybody else people + count_reached(ledger, issue),
        now=house.clock.now(),
        guards=house.settings.guards,
        policy=house.settings.checks,
        before=None if last is None else Before(last.slug, last.people, growth_only=is_part),
        mailboxes=mailboxes,
    )
    findings = guard(looked_at)
    blockers = [each for each in findings if each.level is Level.BLOCKER]
    if kind is Kind.DRILL or not blockers:
        return Guarded(findings=findings)
    hosts = employer_hosts(looked_at.mailboxes.hosts, looked_at.guards)
    return Guarded(findings=findings, mark=_mark(blockers, hosts))


def refuse_other_mark(guarded: Guarded, accept: str) -> None:
    """Raise UsageError for a mark of something else than what stands in the way now."""
    if accept and accept != guarded.mark:
        raise UsageError(
            "Who would be mailed has changed since that report, or nothing there has to be accepted. Nothing was sent.",
            remedy="Run it with --dry-run again, and look at the new figures.",
            code="report-changed",
        )


def refuse_unaccepted(guarded: Guarded, accept: str) -> None:
    """Raise Refused while a blocker stands that nobody accepted."""
    refuse_other_mark(guarded, accept)
    if accept or not guarded.blockers:
        return
    number = len(guarded.blockers)
    things = "One thing stands" if number == 1 else f"{number} things stand"
    lines = [line for each in guarded.blockers for line in _said(each)]
    raise Refused(
        "\n".join([f"{things} in the way of sending to these people. Nothing was sent.", *lines]),
        remedy=_accept_it(guarded.mark),
        code="audience-blocked",
    )


def on_list(house: House, mailboxes: Mailboxes) -> list[Finding]:
    """What is to be said about the mailboxes of a file; only `send` holds mail back."""
    guards, policy = house.settings.guards, house.settings.checks
    found = (*check_employers(mailboxes, guards, is_sending=False), *check_roles(mailboxes))
    return apply(found, policy)


def old_lists(house: House, database: Database) -> tuple[str, ...]:
    """A sentence for each list that a newer one would change."""
    found = check_age(freshness(database), now=house.clock.now())
    return tuple(f"{each.message} {each.remedy}" for each in apply(found, house.settings.checks))


def _accept_it(mark: str) -> str:
    return f"If all of that is as it should be: the same command with --accept {mark}"


def _said(finding: Finding) -> tuple[str, str]:
    return (
        f"{str(finding.level).capitalize():<9} {finding.where}: {finding.message}",
        f"          → {finding.remedy}",
    )


def _mark(blockers: Iterable[Finding], hosts: dict[str, int]) -> str:
    """Tells one state of the audience from another: what stands in the way with its numbers, and each host."""
    facts = [[[each.id, each.message] for each in blockers], sorted(hosts.items())]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
