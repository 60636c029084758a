"""`doctor --live`: tries out what a cancel does, with three mails to the branch itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

from newsletter.checks.diagnosis import Diagnosis, ok, problem, unknown
from newsletter.desk.examination.line import Line
from newsletter.desk.examination.sendgrid import NO_OWN_ADDRESS, OWN_ADDRESS_REMEDY, own_address
from newsletter.desk.holders import note_given
from newsletter.desk.result import Talk
from newsletter.desk.send import sender_of
from newsletter.errors import CampaignError, UsageError
from newsletter.sending.premises import (
    CANCEL_CATCHES_LATER_MAIL,
    REPEATED_CANCEL_CATCHES_MAIL,
    Answer,
    Premises,
    Probe,
)
from newsletter.sending.probe import ASK_AFTER, CANCELS, CancelProbe
from newsletter.sending.slots import free_slots
from newsletter.sending.wave import WaveLedger
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.erasure import Erasures

#: Seconds between two looks into the log, and how long somebody is kept waiting after the mails were due.
_PAUSE = 30.0
_PATIENCE = 10 * 60


def probe_live(
    house: House, line: Line, database: Database, talk: Talk, *, waits: bool
) -> Iterator[Diagnosis]:
    """Begin a probe, or go on with the one that was begun, and say how far it is."""
    premises = Premises(database, account=line.name)
    transport = house.make_transport(TransportName.SENDGRID, "doctor")
    probing = CancelProbe(
        recall=line.recall, evidence=line.evidence, transport=transport, premises=premises, clock=house.clock
    )
    try:
        probing.tidy()
        probe = premises.open_probe() or _begin(house, line, database, probing, talk)
        if _follow(house, line, probing, probe, talk, waits=waits) is not None:
            yield from examine_premises(database, line.name)
        else:
            yield _unanswered(house, line, probe, is_over=premises.open_probe() is None)
        if premises.open_probe() is None:
            # The address that it named has gone, but may stand in old pages.
            Erasures(house.people(database)).leave_traces()
    finally:
        transport.close()


def _begin(house: House, line: Line, database: Database, probing: CancelProbe, talk: Talk) -> Probe:
    address = _own_address(house)
    _refuse_taken_slots(line, database)
    talk.say(
        "This tries out on your SendGrid account what happens to mail that comes after it was called back."
    )
    talk.say("Three mails are handed over, all to the branch's own address (reply_to in newsletter.toml):")
    talk.say("two that SendGrid should throw away, and one that should arrive. Nobody else is mailed.")
    talk.say("It takes about 17 minutes. You may shut the computer; type the same command again later.")
    talk.say("It uses 3 mails of your plan, and for a day two of the 10 places for mail that is called back.")
    talk.confirm("Do this now?")
    note_given(house, database)
    probe = probing.begin(sender_of(house, TransportName.SENDGRID), address)
    talk.say(f"The mails were handed over; they are due at {local_time(house, probe.send_at)}.")
    return probe


def _refuse_taken_slots(line: Line, database: Database) -> None:
    """What waits for its hour keeps a slot for its undo, which the account itself does not know of."""
    if free_slots(WaveLedger(database, host=line.host.url), line.recall, line.recall.time()) < CANCELS:
        raise CampaignError(
            "The probe was not begun: the account has no places left for its two cancels, beside those that mail on "
            "its way keeps for an undo.",
            remedy="Try again when that mail has left, or a day after an undo: newsletter doctor --live",
            code="no-slot",
        )


def _own_address(house: House) -> str:
    address = own_address(house)
    if not address:
        raise UsageError(NO_OWN_ADDRESS, remedy=OWN_ADDRESS_REMEDY, code="no-own-address")
    return address


def _follow(
    house: House, line: Line, probing: CancelProbe, probe: Probe, talk: Talk, *, waits: bool
) -> bool | None:
    """Look into the log until it is clear, the patience ends, or nobody wants to wait."""
    answer = probing.look(probe)
    end = probe.send_at + ASK_AFTER + _PATIENCE
    if answer is not None or not waits:
        return answer
    talk.begin("Waiting for SendGrid", max(1, int(end - line.recall.time())))
    try:
        while answer is None and line.recall.time() < end:
            house.clock.sleep(_PAUSE)
            talk.advance(int(_PAUSE))
            answer = probing.look(probe)
    finally:
        talk.end()
    return answer


def _unanswered(house: House, line: Line, probe: Probe, *, is_over: bool) -> Diagnosis:
    if is_over:
        return unknown(
            "premise",
            "The probe ended without a clear answer, so nothing is believed.",
            "Look whether the control mail arrived, then try once more: newsletter doctor --live",
        )
    due = local_time(house, probe.send_at + ASK_AFTER)
    when = f"after {due}" if line.recall.time() < probe.send_at + ASK_AFTER else "in half an hour"
    return unknown(
        "premise",
        f"The probe is under way; its mails are due at {local_time(house, probe.send_at)}.",
        f"Type this again {when}: newsletter doctor --live",
    )


def examine_premises(database: Database, account: str) -> Iterator[Diagnosis]:
    """What is known about calling back on this account."""
    premises = Premises(database, account=account)
    yield _premise(premises.found(CANCEL_CATCHES_LATER_MAIL))
    if repeated := premises.found(REPEATED_CANCEL_CATCHES_MAIL):
        yield _repeated(repeated)


def _premise(found: Answer | None) -> Diagnosis:
    if found is None:
        return unknown(
            "premise",
            "Nobody has found out whether this account also discards mail that comes after it was called back.",
            "Until then requests without a clear answer wait for proof. To find out: newsletter doctor --live",
        )
    day = _day(found)
    if found.holds:
        return ok("premise", f"Calling back also catches mail that comes later (seen on {day}).")
    return ok(
        "premise",
        f"Calling back does not catch mail that comes later (seen on {day}): requests without a clear answer wait for "
        "proof in SendGrid's log.",
    )


def _repeated(found: Answer) -> Diagnosis:
    if found.holds:
        return ok("repeat", f"Calling back once more catches what came in between (seen on {_day(found)}).")
    return problem(
        "repeat",
        f"Calling back once more does not catch what came in between (seen on {_day(found)}).",
        "Nobody is mailed twice for that, but after a lost connection people may have to wait for SendGrid's log. "
        "Please report it as a fault: SendGrid has changed.",
    )


def _day(found: Answer) -> str:
    return f"{found.at.astimezone(UTC):%d %B %Y}"


def local_time(house: House, seconds: float) -> str:
    """A moment as the branch's clock shows it."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(house.settings.branch.zone):%H:%M}"
