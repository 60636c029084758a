"""One batch from intent to outcome: every row of the outcome table."""

from collections.abc import Callable

import pytest

from newsletter.runners.local import run
from newsletter.sending.campaign import Batch, CampaignState
from newsletter.sending.languages import MAIN
from newsletter.sending.ledger import Ledger
from newsletter.sending.recovery import recover
from newsletter.sending.sender import Step
from newsletter.transports.base import (
    Accepted,
    Fence,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    SomeRefused,
    Unknown,
)
from subscribers.database import Database
from tests.campaigns import (
    NOW,
    FastClock,
    WilfulTransport,
    add_people,
    make_plan,
    make_sender,
    opt_out,
    prepared,
)

HALT = Halt(code="key-refused", message="The key was refused.", remedy="Store the right one.")


class Town:
    """A list of ten in an encrypted file, and a campaign that is ours."""

    def __init__(self, database: Database, *, people: int = 10, batch_size: int = 4) -> None:
        self.database = prepared(database)
        add_people(database, people)
        self.ledger = Ledger(database)
        plan = make_plan(self.ledger, batch_size=batch_size)
        self.ledger.begin(plan, now=NOW)
        self.campaign = plan.id
        self.fence = self.ledger.take_over(plan.id, owner="test", now=NOW)

    def run(self, transport: WilfulTransport, clock: FastClock | None = None) -> str:
        """Work through the planned batches in one thread with this very connection."""
        sender = make_sender(self.database, self.campaign, transport, fence=self.fence, clock=clock)
        worker = _Worker(sender.run_batch)
        return run_here(self.campaign, self.ledger, worker)


class _Worker:
    def __init__(self, run_batch: Callable[[Batch], Step]) -> None:
        self.run_batch = run_batch

    def close(self) -> None: ...


def run_here(campaign: str, ledger: Ledger, worker: _Worker) -> str:
    """The local runner's loop in this thread: SQLite connections belong to one."""
    from newsletter.runners.local import _Mood

    mood = _Mood()  # of one thread
    while not mood.ended and (batches := ledger.planned(campaign, most=1)):
        mood.note(batches[0].id, worker.run_batch(batches[0]))
    return mood.stop


@pytest.fixture
def town(sqlite_db: Database) -> Town:
    return Town(sqlite_db)


def test_everybody_is_handed_over_once(town: Town) -> None:
    transport = WilfulTransport()
    assert town.run(transport) == ""
    assert sorted(transport.received) == sorted(f"person{n}@example.org" for n in range(10))
    assert town.ledger.finish(town.campaign, fence=town.fence)
    assert town.ledger.receipt(town.campaign).accepted == 10


@pytest.mark.parametrize("batches_before", [0, 1, 2])
def test_an_unknown_outcome_parks_that_batch_alone(town: Town, batches_before: int) -> None:
    """Never handed over again as it is; the others go on; the receipt adds up."""
    transport = WilfulTransport([*[Accepted()] * batches_before, Unknown(code="reset")])
    town.run(transport)
    assert transport.asked == 3
    receipt = town.ledger.receipt(town.campaign)
    assert receipt.parked == [4, 4, 2][batches_before]
    assert receipt.accepted == 10 - receipt.parked
    assert receipt.planned == 0


def test_three_unclear_answers_in_a_row_end_the_run(sqlite_db: Database) -> None:
    """Parking everybody would help nobody."""
    town = Town(sqlite_db, people=12, batch_size=1)
    transport = WilfulTransport([Unknown(code="timeout")] * 12)
    assert town.run(transport) == "no-clear-answers"
    assert transport.asked == 3
    assert town.ledger.receipt(town.campaign).planned == 9


def test_not_taken_is_planned_again_after_the_pause_asked_for(town: Town) -> None:
    clock = FastClock()
    transport = WilfulTransport([NotTaken(code="429", wait=7.0)])
    assert town.run(transport, clock) == ""
    assert 6.5 < sum(clock.slept) <= 7.1
    assert town.ledger.receipt(town.campaign).accepted == 10
    assert len(transport.received) == len(set(transport.received)) == 10


def test_what_was_accepted_with_a_word_to_wait_is_followed_by_a_pause(town: Town) -> None:
    clock = FastClock()
    transport = WilfulTransport([Accepted(wait=7.0)])
    assert town.run(transport, clock) == ""
    assert 6.5 < sum(clock.slept) <= 7.1
    assert (transport.asked, len(transport.received)) == (3, 10)


def test_a_provider_that_always_asks_to_wait_is_asked_a_few_times(town: Town) -> None:
    transport = WilfulTransport([NotTaken(code="429")] * 100)
    assert town.run(transport) == "not-taken"
    assert transport.asked == 5
    assert town.ledger.receipt(town.campaign).planned == 10


def test_a_named_address_is_refused_and_the_rest_goes(town: Town) -> None:
    transport = WilfulTransport([SomeRefused(refused={1: "invalid-address"})])
    town.run(transport)
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.refused, receipt.accepted) == (1, 9)
    assert len(transport.received) == 9
    assert town.ledger.finish(town.campaign, fence=town.fence)


def refuse_parcels_with(address: str) -> Callable[[Parcel], Outcome]:
    def answer(parcel: Parcel) -> Outcome:
        guilty = any(envelope.address == address for envelope in parcel.envelopes)
        return Indivisible(code="bad-request") if guilty else Accepted()

    return answer


def test_an_unnamed_culprit_is_found_by_halves(town: Town) -> None:
    """A 400 without an index: halves, until one is alone and refused; everybody else gets the mail."""
    transport = WilfulTransport([refuse_parcels_with("person5@example.org")] * 50)
    town.run(transport)
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.refused, receipt.accepted, receipt.deliveries) == (1, 9, 10)
    assert "person5@example.org" not in transport.received
    assert transport.asked <= 8


def test_a_mail_that_nobody_may_have_stops_the_campaign(town: Town) -> None:
    """Two single ones refused with one error: the mail is at fault, and nobody is struck off for it."""
    transport = WilfulTransport([Indivisible(code="too-large")] * 100)
    town.run(transport)
    assert transport.asked < 10
    campaign = town.ledger.campaign(town.campaign)
    assert (campaign.state, campaign.stop_code) == (CampaignState.STOPPED, "mail-refused")
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.refused, receipt.planned) == (0, 10)


def test_a_halt_stops_and_hands_nothing_else_over(town: Town) -> None:
    transport = WilfulTransport([Accepted(), HALT])
    town.run(transport)
    assert transport.asked == 2
    campaign = town.ledger.campaign(town.campaign)
    assert (campaign.state, campaign.stop_message) == (CampaignState.STOPPED, "The key was refused.")
    assert town.ledger.receipt(town.campaign).planned == 6


def test_many_refusals_stop_the_campaign(sqlite_db: Database) -> None:
    """More than 5 in 100, and at least twenty."""
    town = Town(sqlite_db, people=40, batch_size=10)
    everyone = SomeRefused(refused=dict.fromkeys(range(10), "invalid-address"))
    transport = WilfulTransport([everyone] * 10)
    town.run(transport)
    assert transport.asked == 2
    assert town.ledger.campaign(town.campaign).stop_code == "many-refused"


def test_who_opts_out_after_the_plan_is_left_out(town: Town) -> None:
    """Suppression is asked at the moment of the handover."""
    opt_out(town.database, "person7@example.org")
    transport = WilfulTransport()
    town.run(transport)
    assert "person7@example.org" not in transport.received
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.suppressed, receipt.accepted) == (1, 9)


def test_a_batch_with_nobody_left_asks_nobody(sqlite_db: Database) -> None:
    town = Town(sqlite_db, people=1)
    opt_out(town.database, "person0@example.org")
    transport = WilfulTransport()
    town.run(transport)
    assert transport.asked == 0
    assert town.ledger.receipt(town.campaign).suppressed == 1
    assert town.ledger.finish(town.campaign, fence=town.fence)


@pytest.mark.parametrize(
    ("elapsed", "wall"),
    [(21.0, 21.0), (3600.0, 3600.0), (0.0, 6.0), (0.0, -6.0), (10.0, 0.0), (-1.0, -1.0)],
    ids=["slow", "lid closed", "clock set on", "clock set back", "clocks disagree", "backwards"],
)
def test_nothing_leaves_once_the_fence_is_closed(town: Town, elapsed: float, wall: float) -> None:
    """Too long after the intent, or clocks that disagree: not a byte, and the batch is planned again."""
    clock = FastClock()

    def sleepy() -> None:
        clock.elapsed_leap += elapsed
        clock.wall_leap += wall

    transport = WilfulTransport(before=sleepy)
    assert town.run(transport, clock) == "not-taken"
    assert transport.asked == 0
    assert town.ledger.receipt(town.campaign).planned == 10


def test_nothing_leaves_once_somebody_else_is_the_owner(town: Town) -> None:
    def usurp() -> None:
        town.ledger.take_over(town.campaign, owner="other", now=NOW)

    transport = WilfulTransport(before=usurp)
    town.run(transport)
    assert transport.asked == 0
    assert town.ledger.receipt(town.campaign).planned == 10


@pytest.mark.parametrize(
    ("replays", "handing", "parked"), [(True, True, 0), (False, True, 4), (False, False, 0), (True, False, 0)]
)
def test_orphans_are_planned_again_or_parked(town: Town, replays: bool, handing: bool, parked: int) -> None:
    """What a dead owner left goes again where no byte can have left, or where again cannot be a double."""
    from newsletter.sending.ledger import Attempt

    batch = town.ledger.planned(town.campaign, most=1)[0]
    attempt = Attempt(batch.id, "dead", town.fence)
    assert town.ledger.intend(attempt, now=NOW, handed=0 if handing else None)
    fence = town.ledger.take_over(town.campaign, owner="heir", now=NOW)
    assert recover(town.ledger, town.campaign, fence=fence, replays=replays, now=NOW) == 1
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.parked, receipt.in_doubt) == (parked, 0)


@pytest.mark.parametrize(
    ("outcome", "step", "state"),
    [
        (NotTaken(code="connection-refused"), Step.WAIT, {"planned": 10}),
        (SomeRefused(refused={0: "bad"}), Step.LEFT_OUT, {"planned": 9, "refused": 1}),
        (Indivisible(code="too-large"), Step.SPLIT, {"planned": 10}),
    ],
)
def test_what_did_not_get_as_far_as_the_fence_is_written_down_without_a_doubt(
    town: Town, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, step: Step, state: dict[str, int]
) -> None:
    """Nobody need ask the provider about it, even if the sender dies before the outcome."""
    transport = WilfulTransport()
    transport.hand_over = lambda parcel, *, fence: outcome
    sender = make_sender(town.database, town.campaign, transport, fence=town.fence)
    batch = town.ledger.planned(town.campaign, most=1)[0]
    with monkeypatch.context() as dying:
        dying.setattr(sender, "_commit", lambda *_: Step.LOST)
        sender.run_batch(batch)
    assert [orphan.handing for orphan in town.ledger.orphans(town.campaign)] == [False]
    assert recover(town.ledger, town.campaign, fence=town.fence, replays=False, now=NOW) == 1
    assert sender.run_batch(town.ledger.planned(town.campaign, most=1)[0]) is step
    receipt = town.ledger.receipt(town.campaign).to_json()
    assert {name: receipt[name] for name in state} == state


@pytest.mark.parametrize("deed", ["undo", "pause", "take-over", "sleep"])
def test_what_comes_before_the_last_dot_closes_the_fence_and_leaves_no_doubt(town: Town, deed: str) -> None:
    """A mail server is told whom a mail is for, and what it says, before the fence is asked; no mail counts yet."""
    clock = FastClock()

    def talking() -> None:
        match deed:
            case "undo":
                town.ledger.ask_undo(town.campaign)
            case "pause":
                town.ledger.pause(town.campaign, message="Paused.", remedy="Resume.")
            case "take-over":
                town.ledger.take_over(town.campaign, owner="heir", now=NOW)
            case "sleep":
                clock.elapsed_leap += 25
                clock.wall_leap += 25

    transport = WilfulTransport(before=talking)
    sender = make_sender(town.database, town.campaign, transport, fence=town.fence, clock=clock)
    step = sender.run_batch(town.ledger.planned(town.campaign, most=1)[0])
    assert (transport.asked, transport.received) == (0, [])
    assert step is (Step.WAIT if deed == "sleep" else Step.LOST)
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.in_doubt, receipt.planned) == (0, 10)


@pytest.mark.parametrize(("patience", "received"), [(20.0, 0), (120.0, 4)])
def test_a_transport_says_how_long_it_may_take_to_the_byte_that_counts(
    town: Town, patience: float, received: int
) -> None:
    """A mail server may be slow to greet, and the line to it slow: such a mail is to leave all the same."""
    clock = FastClock()

    def talking() -> None:
        clock.elapsed_leap += 100
        clock.wall_leap += 100

    transport = WilfulTransport(before=talking, patience=patience)
    sender = make_sender(town.database, town.campaign, transport, fence=town.fence, clock=clock)
    sender.run_batch(town.ledger.planned(town.campaign, most=1)[0])
    assert len(transport.received) == received


def test_a_batch_that_was_tried_since_its_people_were_read_is_looked_up_anew(town: Town) -> None:
    """Somebody else has cut it in halves: whoever read all of it must not hand it over."""
    batch = town.ledger.planned(town.campaign, most=1)[0]
    other = make_sender(
        town.database, town.campaign, WilfulTransport([Indivisible(code="x")]), fence=town.fence
    )
    transport = WilfulTransport(before=lambda: other.run_batch(batch))
    late = make_sender(town.database, town.campaign, transport, fence=town.fence)
    assert late.run_batch(batch) is Step.AGAIN
    assert (transport.asked, transport.received) == (0, [])
    everybody = WilfulTransport()
    assert town.run(everybody) == ""
    assert len(everybody.received) == len(set(everybody.received)) == 10


def test_what_was_said_of_the_account_counts_though_the_batch_has_changed(town: Town) -> None:
    batch = town.ledger.planned(town.campaign, most=1)[0]
    other = make_sender(
        town.database, town.campaign, WilfulTransport([Indivisible(code="x")]), fence=town.fence
    )
    transport = WilfulTransport()

    def refuse(parcel: Parcel, *, fence: Fence) -> Outcome:
        other.run_batch(batch)
        return Halt(code="key-refused", message="The key is not known.", remedy="Make another one.")

    transport.hand_over = refuse
    late = make_sender(town.database, town.campaign, transport, fence=town.fence)
    assert late.run_batch(batch) is Step.HALTED
    assert town.ledger.campaign(town.campaign).stop_code == "key-refused"


def test_a_disk_that_kept_the_fence_waiting_lets_nothing_out(town: Town) -> None:
    """The clocks are looked at behind the commit, too."""
    clock = FastClock()
    transport = WilfulTransport()
    sender = make_sender(town.database, town.campaign, transport, fence=town.fence, clock=clock)
    intend = sender._ledger.intend

    def slow(attempt: object, **given: object) -> bool:
        clock.elapsed_leap += 25
        clock.wall_leap += 25
        return intend(attempt, **given)

    sender._ledger.intend = slow
    assert sender.run_batch(town.ledger.planned(town.campaign, most=1)[0]) is Step.WAIT
    assert transport.asked == 0


def test_a_provider_that_flaps_is_not_given_the_whole_list(sqlite_db: Database) -> None:
    """Asking to wait between two faults does not make it well: three unclear answers end the run."""
    town = Town(sqlite_db, people=12, batch_size=1)
    transport = WilfulTransport([Unknown(code="503"), NotTaken(code="429")] * 12)
    assert town.run(transport) == "no-clear-answers"
    assert town.ledger.receipt(town.campaign).parked == 3


def test_two_threads_that_learn_it_at_once_strike_off_nobody(sqlite_db: Database) -> None:
    """The second single refused for the same takes the first one back, in one transaction."""
    from newsletter.sending.ledger import Attempt

    town = Town(sqlite_db, people=2, batch_size=1)
    one, two = town.ledger.planned(town.campaign, most=2)
    attempts = [Attempt(one.id, "a", town.fence), Attempt(two.id, "b", town.fence)]
    assert all(town.ledger.intend(attempt, now=NOW) for attempt in attempts)
    members = [town.ledger.members(attempt.batch).deliveries[0] for attempt in attempts]
    said = [
        town.ledger.refuse_single(attempt, town.campaign, delivery, "bad-request", now=NOW)
        for attempt, delivery in zip(attempts, members, strict=True)
    ]
    assert said == [set(), {MAIN}]
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.refused, receipt.planned) == (0, 2)


def test_after_a_stop_for_refusals_only_new_ones_count(sqlite_db: Database) -> None:
    """Who resumes has looked at the earlier ones."""
    town = Town(sqlite_db, people=60, batch_size=10)
    town.run(WilfulTransport([SomeRefused(refused=dict.fromkeys(range(10), "bad"))] * 2))
    assert town.ledger.campaign(town.campaign).stop_code == "many-refused"
    fence = town.ledger.take_over(town.campaign, owner="heir", now=NOW)
    transport = WilfulTransport([SomeRefused(refused={0: "bad"})])
    sender = make_sender(town.database, town.campaign, transport, fence=fence, refused_before=20)
    assert sender.run_batch(town.ledger.planned(town.campaign, most=1)[0]) is Step.LEFT_OUT


def test_an_undone_campaign_gives_everybody_back(town: Town) -> None:
    """Who has nothing yet is a newcomer again; what was handed over stays."""
    town.run(WilfulTransport([Accepted(), HALT]))
    fence = town.ledger.take_over(town.campaign, owner="me", now=NOW)
    assert town.ledger.ask_undo(town.campaign)
    town.ledger.call_back_planned(town.campaign, now=NOW)
    assert town.ledger.end_undo(town.campaign, fence=fence)
    receipt = town.ledger.receipt(town.campaign)
    assert (receipt.accepted, receipt.called_back, receipt.planned) == (4, 6, 0)
    assert town.ledger.count_newcomers("issue1") == 6
    assert town.ledger.campaign(town.campaign).is_over
    again = make_plan(town.ledger)
    town.ledger.begin(again, now=NOW)
    assert town.ledger.receipt(again.id).planned == 6


def test_threads_share_the_work_and_nobody_is_doubled(tmp_path: object) -> None:
    """Four threads, each with a connection of its own over one file."""
    import secrets
    from pathlib import Path

    from subscribers.database import open_sqlite

    path, key = Path(str(tmp_path)) / "newsletter.db", secrets.token_bytes(32)
    with open_sqlite(path, key) as database:
        town = Town(database, people=60, batch_size=3)
        transport = WilfulTransport()

        class Hired:
            def __init__(self) -> None:
                self.database = open_sqlite(path, key)
                sender = make_sender(self.database, town.campaign, transport, fence=town.fence)
                self.run_batch = sender.run_batch

            def close(self) -> None:
                self.database.close()

        seen: list[int] = []
        stopped = run(town.campaign, ledger=town.ledger, hire=Hired, threads=4, progress=seen.append)
        assert (stopped, sum(seen)) == ("", 60)
        assert sorted(transport.received) == sorted(f"person{n}@example.org" for n in range(60))
        assert town.ledger.finish(town.campaign, fence=town.fence)


def test_an_error_in_a_thread_is_raised_and_leaves_the_batch_in_doubt(town: Town) -> None:
    """No thread dies in silence."""

    class Broken:
        def run_batch(self, batch: Batch) -> Step:
            raise RuntimeError("disk gone")

        def close(self) -> None: ...

    with pytest.raises(RuntimeError, match="disk gone"):
        run(town.campaign, ledger=town.ledger, hire=Broken, threads=2, progress=lambda _: None)
