"""Mailboxes that others than the member read: at an employer's hosts, and those of offices."""

from collections.abc import Iterator, Mapping

from newsletter.checks.finding import Finding, found
from newsletter.guards.hosts import employer_hosts
from newsletter.settings import EmployerMail, Guards
from subscribers.mailboxes import Mailboxes

#: Hosts that are named; the others are a number.
NAMED = 5
#: Where a finding about an audience stands.
LIST = "the list"
_ASK = "Ask these people for a private address (newsletter subscriber change)."
_THEN = {
    EmployerMail.WARN: '[guards] employer_mail = "hold" makes it stand in the way of sending.',
    EmployerMail.HOLD: "`send` will hold the mail until somebody accepts their number.",
    EmployerMail.EXCLUDE: "`send` leaves them out until then.",
}
_WHICH = "See which with: newsletter subscriber list --show-addresses"


def check_employers(mailboxes: Mailboxes, guards: Guards, *, is_sending: bool = True) -> Iterator[Finding]:
    """What the settings want: a word, or, where mail is about to leave, a stop that somebody has to lift."""
    counts = employer_hosts(mailboxes.hosts, guards)
    if not counts:
        return
    if is_sending and guards.employer_mail is EmployerMail.HOLD:
        yield found(
            "employer-mail-held",
            f"{_at_employers(counts)} Your settings hold such mail.",
            remedy=_ASK,
            where=LIST,
        )
        return
    then = _THEN[guards.employer_mail]
    yield found("employer-mail", _at_employers(counts), remedy=f"{_ASK} {then}", where=LIST)


def check_roles(mailboxes: Mailboxes) -> Iterator[Finding]:
    if mailboxes.personnel:
        yield found(
            "personnel-mailboxes",
            f"{_addresses(mailboxes.personnel)} of a personnel or pay office, or of the management (hr@, payroll@): "
            "the employer would learn of the list.",
            remedy=f"Are these people of yours? {_WHICH}",
            where=LIST,
        )
    if mailboxes.offices:
        yield found(
            "office-mailboxes",
            f"{_addresses(mailboxes.offices)} of an office (info@, secretary@), which several people read.",
            remedy=f"Ask for an address of their own where it is a member's. {_WHICH}",
            where=LIST,
        )


def _at_employers(counts: Mapping[str, int]) -> str:
    number = sum(counts.values())
    who = "1 person reads" if number == 1 else f"{number:,} people read"
    return f"{who} mail at an employer or a public body, which can see that it is yours: {_named(counts)}."


def _named(counts: Mapping[str, int]) -> str:
    """The hosts with most people, and how many other hosts there are."""
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{host} {number:,}" for host, number in most[:NAMED])
    others = len(most) - NAMED
    if others < 1:
        return told
    return f"{told}, and {others:,} more {'host' if others == 1 else 'hosts'}"


def _addresses(number: int) -> str:
    return "1 address is the mailbox" if number == 1 else f"{number:,} addresses are mailboxes"
