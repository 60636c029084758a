"""What the provider's log proves about a batch of which nobody knows whether it was taken."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsletter.desk.stage import LeapingClock
from newsletter.feedback.evidence import (
    ABSENT_AFTER,
    ASK_AFTER,
    MEMBERS,
    SAME_MINUTE,
    SEARCH_BEFORE,
    SILENT_FOR,
    Investigation,
    Settled,
    judge,
)
from newsletter.sending.campaign import Attempt, BatchState
from newsletter.sending.clock import SystemClock
from newsletter.sending.control import MOST_TRIES, ControlMails
from newsletter.sending.ledger import Ledger
from newsletter.sending.wave import WaveLedger
from newsletter.transports.base import Accepted, Fence, NotTaken, Outcome, Parcel, Trace
from subscribers.database import Database
from tests.campaigns import NOW, add_people, make_frozen, prepared
from tests.test_sending_ledger import begun

HANDED = 1_000_000
LEAVES = HANDED + 2_520


@dataclass
class Log:
    """Knows the attempts that it was told of, and keeps what it was asked."""

    knows: dict[str, Trace] = field(default_factory=dict)
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    blind: tuple[str, ...] = ()
    stands_still: bool = False

    def can_trace(self, address: str) -> bool:
        return address not in self.blind

    def trace(self, *, address: str, attempt: str, since: float) -> Trace:
        self.asked.append((address, attempt, since))
        return self.knows.get(attempt, Trace.ABSENT)


@dataclass
class Hours:
    """The provider's clock stands at one hour."""

    at: float

    def known_time(self) -> float:
        return self.at

    def time(self) -> float:
        return self.at


@dataclass
class Taking:
    """Control mails are taken, and known to the log where that goes on."""

    log: Log
    patience: float = 20.0

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        assert fence()
        if not self.log.stands_still:
            self.log.knows[parcel.attempt] = Trace.TAKEN
        return Accepted()


@dataclass
class Refusing(Taking):
    """Takes no control mail, until it does."""

    refuses: bool = True
    refused: int = 0

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        if not self.refuses:
            return super().hand_over(parcel, fence=fence)
        self.refused += 1
        return NotTaken(code="503")


@dataclass
class Doubt:
    """A campaign with a batch that was taken, one in doubt, and one that nobody has tried."""

    database: Database
    ledger: Ledger
    campaign: str
    fence: int
    batch: str

    def ask(self, log: Log, at: float, addresses: Callable[..., dict[str, str]] | None = None) -> Settled:
        def everybody(ids: Sequence[str], handed: int) -> dict[str, str]:
            assert handed in (HANDED, HANDED + SAME_MINUTE)
            return {id_: f"{id_}@example.org" for id_ in ids}

        controls = ControlMails(
            self.database, self.campaign, fence=self.fence, sender=make_frozen().sender, host="", recall=Hours(at),
            evidence=log, hire=lambda: Taking(log), clock=SystemClock(),
        )  # fmt: skip
        investigation = Investigation(
            ledger=self.ledger, evidence=log, addresses=addresses or everybody, time=at, fence=self.fence,
            controls=controls, now=NOW,
        )  # fmt: skip
        return investigation.settle(self.ledger.campaign(self.campaign))

    @property
    def is_parked(self) -> bool:
        return [one.id for one in self.ledger.parked(self.campaign)] == [self.batch]


def in_doubt(database: Database, *, apart: int = SAME_MINUTE, scheduled: bool = True) -> Doubt:
    add_people(prepared(database), 10)
    ledger = Ledger(database)
    campaign, fence = begun(ledger)
    wave = ""
    if scheduled:
        opened = WaveLedger(database).add(
            campaign, fence=fence, provider_id="p1", opened=HANDED, closes=LEAVES, send_at=LEAVES, capacity=9
        )
        assert opened is not None
        wave = opened.id
    lost, taken, _ = ledger.planned(campaign, most=3)
    for batch, attempt, handed, state in (
        (taken, "taken", HANDED + apart, BatchState.ACCEPTED),
        (lost, "lost", HANDED, BatchState.PARKED),
    ):
        one = Attempt(batch.id, attempt, fence, wave)
        assert ledger.intend(one, now=NOW, handed=handed)
        assert ledger.settle(one, state, now=NOW)
    return Doubt(database, ledger, campaign, fence, lost.id)


@pytest.mark.parametrize(
    ("traces", "absence_counts", "verdict"),
    [
        ([], True, None),
        ([Trace.TAKEN], False, BatchState.ACCEPTED),
        ([Trace.ABSENT, Trace.TAKEN, Trace.PENDING], True, BatchState.ACCEPTED),
        ([Trace.CALLED_BACK, Trace.ABSENT], False, BatchState.PLANNED),
        ([Trace.CALLED_BACK, Trace.PENDING], True, None),
        ([Trace.ABSENT, Trace.PENDING], True, None),
        ([Trace.ABSENT, Trace.ABSENT], True, BatchState.PLANNED),
        ([Trace.ABSENT, Trace.ABSENT], False, None),
    ],
)
def test_one_mail_that_left_proves_all_and_one_that_waits_proves_nothing(
    traces: list[Trace], absence_counts: bool, verdict: BatchState | None
) -> None:
    assert judge(traces, absence_counts=absence_counts) is verdict


@pytest.mark.parametrize("scheduled", [True, False])
def test_it_is_asked_from_an_hour_after_the_mail_leaves(sqlite_db: Database, scheduled: bool) -> None:
    doubt, log = in_doubt(sqlite_db, scheduled=scheduled), Log({"lost": Trace.TAKEN, "taken": Trace.TAKEN})
    due = (LEAVES if scheduled else HANDED) + ASK_AFTER
    assert doubt.ask(log, due - 1).ask_again == due
    assert log.asked == []
    assert doubt.is_parked
    assert doubt.ask(log, due).taken == 1
    assert {attempt for _, attempt, _ in log.asked} == {"lost"}
    assert {since for *_, since in log.asked} == {HANDED - SEARCH_BEFORE}
    assert 0 < len(log.asked) <= MEMBERS
    assert doubt.ledger.receipt(doubt.campaign).accepted == 8


@pytest.mark.parametrize("control", [Trace.TAKEN, Trace.CALLED_BACK])
def test_silence_counts_six_hours_later_and_an_hour_after_it_was_first_heard(
    sqlite_db: Database, control: Trace
) -> None:
    doubt, log = in_doubt(sqlite_db), Log({"taken": control})
    absent = LEAVES + ABSENT_AFTER
    assert doubt.ask(log, absent - 1) == Settled(ask_again=absent)
    assert doubt.ask(log, absent) == Settled(ask_again=absent + SILENT_FOR)
    assert doubt.ask(log, absent + SILENT_FOR - 1).planned == 0
    assert doubt.ask(log, absent + SILENT_FOR).planned == 1


@pytest.mark.parametrize("control", [Trace.PENDING, Trace.ABSENT])
def test_a_log_that_does_not_know_what_left_beside_it_proves_nothing(
    sqlite_db: Database, control: Trace
) -> None:
    doubt, log = in_doubt(sqlite_db), Log({"taken": control})
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0
    assert doubt.is_parked


def test_a_log_that_does_not_come_beyond_what_it_knows_proves_nothing(sqlite_db: Database) -> None:
    doubt, log = in_doubt(sqlite_db), Log({"taken": Trace.TAKEN}, stands_still=True)
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0
    assert doubt.is_parked
    log.stands_still = False
    for hours in (41, 42):
        done = doubt.ask(log, LEAVES + 3600 * hours)
    assert done.planned == 1


def another(doubt: Doubt, *, fence: int, found_later: bool = False) -> None:
    """The third batch was taken a second behind the one in doubt."""
    [batch] = doubt.ledger.planned(doubt.campaign, most=1)
    near = Attempt(batch.id, "near", fence, "")
    assert doubt.ledger.intend(near, now=NOW, handed=HANDED + SAME_MINUTE)
    if found_later:
        assert doubt.ledger.settle(near, BatchState.PARKED, now=NOW)
        doubt.ledger.settle_parked(
            near.batch, BatchState.ACCEPTED, fence=fence, reason="provider-log", now=NOW
        )
    else:
        assert doubt.ledger.settle(near, BatchState.ACCEPTED, now=NOW)


def test_a_neighbour_that_the_log_does_not_know_is_a_sign_of_a_lost_minute(sqlite_db: Database) -> None:
    """However well it knows another one, which stood at the edge of what it lost."""
    doubt, log = in_doubt(sqlite_db), Log({"taken": Trace.TAKEN})
    another(doubt, fence=doubt.fence)
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0
    log.knows["near"] = Trace.TAKEN
    done = [doubt.ask(log, LEAVES + 3600 * hours).planned for hours in (41, 42, 43)]
    assert sum(done) == 1


def test_what_was_only_found_later_is_no_control(sqlite_db: Database) -> None:
    """It may have been carried out much later than it was handed over."""
    doubt, log = in_doubt(sqlite_db, apart=SAME_MINUTE + 1, scheduled=False), Log({"near": Trace.TAKEN})
    another(doubt, fence=doubt.fence, found_later=True)
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0


def test_what_another_process_handed_over_is_no_control(sqlite_db: Database) -> None:
    """It may have had another account's key."""
    doubt = in_doubt(sqlite_db, apart=SAME_MINUTE + 1, scheduled=False)
    log = Log({"near": Trace.TAKEN})
    doubt.fence = doubt.ledger.take_over(doubt.campaign, owner="test", now=NOW)
    another(doubt, fence=doubt.fence)
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0


def test_a_mail_of_another_minute_is_no_control(sqlite_db: Database) -> None:
    doubt, log = in_doubt(sqlite_db, apart=SAME_MINUTE + 1, scheduled=False), Log({"taken": Trace.TAKEN})
    for hours in range(7, 40):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0
    assert doubt.is_parked


def test_nobody_who_can_be_looked_up_is_no_silence(sqlite_db: Database) -> None:
    doubt, log = in_doubt(sqlite_db), Log({"taken": Trace.TAKEN})
    for hours in range(7, 12):
        assert doubt.ask(log, LEAVES + 3600 * hours, lambda ids, handed: {}).planned == 0
    members = [member.subscriber for member in doubt.ledger.parked_members(doubt.campaign)]
    log.blind = tuple(f"{id_}@example.org" for id_ in members)
    for hours in range(12, 18):
        assert doubt.ask(log, LEAVES + 3600 * hours).planned == 0
    assert doubt.is_parked


def test_a_new_doubt_is_worth_new_tries(sqlite_db: Database, tmp_path: Path) -> None:
    """The line was bad for a minute: what comes into doubt an hour later has its control all the same."""
    doubt, log, hours = in_doubt(sqlite_db, apart=3 * SAME_MINUTE, scheduled=False), Log(), Hours(HANDED + 10)
    line = Refusing(log)
    with closing(LeapingClock(tmp_path / "clock")) as clock:
        controls = ControlMails(
            sqlite_db, doubt.campaign, fence=doubt.fence, sender=make_frozen().sender, host="", recall=hours,
            evidence=log, hire=lambda: line, clock=clock,
        )  # fmt: skip
        for _ in range(9):
            assert not controls.send_beside()
            clock.sleep(10)
        assert line.refused == MOST_TRIES
        hours.at = HANDED + 3_600
        [late] = doubt.ledger.planned(doubt.campaign, most=1)
        again = Attempt(late.id, "again", doubt.fence, "")
        assert doubt.ledger.intend(again, now=NOW, handed=HANDED + 3_600)
        assert doubt.ledger.settle(again, BatchState.PARKED, now=NOW)
        line.refuses = False
        assert controls.send_beside()
    assert controls.sent == 1


def test_neighbours_that_many_share_are_looked_up_once(sqlite_db: Database) -> None:
    doubt, log = in_doubt(sqlite_db), Log({"taken": Trace.TAKEN})
    [also] = doubt.ledger.planned(doubt.campaign, most=1)
    one = Attempt(also.id, "lost too", doubt.fence, "")
    assert doubt.ledger.intend(one, now=NOW, handed=HANDED)
    assert doubt.ledger.settle(one, BatchState.PARKED, now=NOW)
    doubt.ask(log, LEAVES + ABSENT_AFTER)
    asked = Counter(attempt for _, attempt, _ in log.asked)
    assert asked["lost too"]
    assert asked["lost"] == asked["taken"] == MEMBERS


def test_what_was_answered_before_it_was_called_back_and_sent_again_is_answered_no_more(
    sqlite_db: Database,
) -> None:
    """Somebody died over its second request: beside that the first is no mail of the minute, nor of this attempt."""
    doubt = in_doubt(sqlite_db)
    waves = WaveLedger(sqlite_db)
    [wave] = waves.of(doubt.campaign)
    assert waves.start_cancel(wave, fence=doubt.fence)
    waves.plan_again(wave, unknown=BatchState.PLANNED, fence=doubt.fence, now=NOW)
    [taken] = [one for one in doubt.ledger.planned(doubt.campaign, most=9) if one.attempt == "taken"]
    again = Attempt(taken.id, "again", doubt.fence, "")
    assert doubt.ledger.intend(again, now=NOW, handed=HANDED)
    doubt.ledger.settle_orphan(taken.id, BatchState.PARKED, fence=doubt.fence, reason="died", now=NOW)
    [parked] = [one for one in doubt.ledger.parked(doubt.campaign) if one.id != taken.id]
    assert doubt.ledger.controls(parked, within=SAME_MINUTE, most=9) == []
