"""Send one copy of an issue to one address, before everybody gets it."""

import secrets
import sys

from newsletter.desk.holders import note_given
from newsletter.desk.proof import prove, read_issue, refuse_blockers
from newsletter.desk.published import with_published
from newsletter.desk.result import Result
from newsletter.desk.send import Order, sender_of, transport_of
from newsletter.desk.words import NOBODY
from newsletter.errors import CampaignError, ExitCode, Refused, UsageError
from newsletter.sending.campaign import Kind
from newsletter.sending.frozen import Pages
from newsletter.settings import TransportName
from newsletter.translation import choose
from newsletter.transports.base import Accepted, Envelopes, Halt, NotTaken, Outcome, Parcel, Unknown
from newsletter.wiring import House
from subscribers.address import normalise


def send_test(house: House, order: Order, address: str) -> Result:
    """One mail to one address, outside every campaign: it counts for nothing and is not repeated."""
    name = transport_of(house, order)
    if order.again or order.count or order.at or order.now or order.accept or order.audience:
        raise UsageError(
            "--test goes with none of --again, --count, --at, --now, --accept and --audience: its one copy leaves now.",
            remedy="Leave one of them out.",
            code="test-alone",
        )
    recipient = normalise(sys.stdin.readline().strip() if address == "-" else address).text
    issue = read_issue(house, order.slug)
    checked = with_published(house, prove(house, issue, name), name)
    refuse_blockers(checked)
    wanted = choose(house.workspace, issue, order.language, house.settings.branch)
    letter = checked.translations[wanted.language] if wanted.translation_of else checked.letter
    if letter is None:
        raise AssertionError("a letter that cannot be rendered is a blocker")
    with house.open_database() as database:
        if house.suppressions(database).find(recipient) is not None:
            raise Refused(
                "This address must not be mailed: its owner opted out or it bounced.",
                remedy="Choose another address for the test.",
                code="suppressed",
            )
        if name is TransportName.SENDGRID and not order.dry_run:
            # Before it leaves: whoever is forgotten later is to be erased there, too.
            note_given(house, database)
    if order.dry_run:
        return Result(lines=("One test copy would be sent (--dry-run). NOBODY HAS BEEN MAILED.",))
    parcel = Parcel(
        campaign=f"test-{secrets.token_hex(4)}",
        batch="test",
        attempt=secrets.token_hex(8),
        sender=sender_of(house, name),
        content=Pages(letter),
        envelopes=Envelopes([f"test-{secrets.token_hex(8)}"], [recipient], [letter.values({})]),
    )
    transport = house.make_transport(name, parcel.campaign)
    try:
        outcome = transport.hand_over(parcel, fence=lambda: True)
    finally:
        transport.close()
    return _told(outcome, is_drill=house.kind_of(name) is Kind.DRILL)


def _told(outcome: Outcome, *, is_drill: bool) -> Result:
    match outcome:
        case Accepted():
            lines = ("One test copy was handed over. Look at it on a computer and on a telephone.",)
            return Result(data={"outcome": "accepted"}, lines=(NOBODY, *lines, NOBODY) if is_drill else lines)
        case Halt():
            raise CampaignError(outcome.message, remedy=outcome.remedy, code=outcome.code)
        case Unknown(code=code):
            line = f"Nobody knows whether the test copy was taken ({code}). Look into the mailbox before you try again."
            return Result(data={"outcome": "unknown"}, lines=(line,), exit_code=ExitCode.PARTLY)
    raise CampaignError(
        f"The test copy was not taken ({outcome.code})."
        if isinstance(outcome, NotTaken)
        else "The test copy was refused.",
        remedy="Check the address and the connection, then try again.",
        code="test-not-taken",
    )
