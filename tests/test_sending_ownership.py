"""What an attempt that is over, or an owner that was fenced off, can still change: nothing."""

from collections.abc import Callable

import pytest

from newsletter.sending.campaign import Attempt, BatchState, CampaignState
from newsletter.sending.ledger import Ledger, _sql
from newsletter.sending.recall import Caller
from newsletter.sending.wave import WaveLedger, WaveState
from newsletter.transports.base import Cancelled, Held
from subscribers import database as databases
from subscribers.database import Database, SqliteDatabase
from tests.campaigns import NOW, add_people, prepared
from tests.test_sending_ledger import begun


@pytest.fixture
def ledger(database: Database) -> Ledger:
    add_people(prepared(database), 10)
    return Ledger(database)


def tried_anew(ledger: Ledger, *, taken_over: bool) -> tuple[str, Attempt, Attempt]:
    """A campaign, the attempt that slept over its answer, and the one that somebody else began meanwhile."""
    campaign, fence = begun(ledger)
    batch = ledger.planned(campaign, most=1)[0].id
    old = Attempt(batch, "old", fence)
    assert ledger.intend(old, now=NOW, handed=1)
    if taken_over:
        fence = ledger.take_over(campaign, owner="heir", now=NOW)
        ledger.settle_orphan(batch, BatchState.PLANNED, fence=fence, reason="", now=NOW)
    else:
        assert ledger.settle(old, BatchState.PLANNED, now=NOW)
    new = Attempt(batch, "new", fence)
    assert ledger.intend(new, now=NOW, handed=1)
    return campaign, old, new


@pytest.mark.parametrize("taken_over", [True, False])
def test_a_late_yes_does_not_count_for_the_next_attempt(ledger: Ledger, taken_over: bool) -> None:
    campaign, old, new = tried_anew(ledger, taken_over=taken_over)
    assert not ledger.settle(old, BatchState.ACCEPTED, now=NOW)
    assert not ledger.settle_unknown(old, reason="late", closes=True, now=NOW)
    assert ledger.receipt(campaign).in_doubt == 4
    assert ledger.settle(new, BatchState.ACCEPTED, now=NOW)


@pytest.mark.parametrize("taken_over", [True, False])
def test_a_late_no_strikes_nobody_off_the_next_attempt(ledger: Ledger, taken_over: bool) -> None:
    campaign, old, new = tried_anew(ledger, taken_over=taken_over)
    delivery = ledger.members(old.batch).deliveries[0]
    assert not ledger.refuse(old, {delivery: "bad"}, now=NOW)
    assert not ledger.split(old, campaign, now=NOW)
    assert ledger.settle(new, BatchState.ACCEPTED, now=NOW)
    receipt = ledger.receipt(campaign)
    assert (receipt.accepted, receipt.refused) == (4, 0)


def test_who_was_fenced_off_takes_no_refusal_back(ledger: Ledger) -> None:
    """The campaign is over when its first owner wakes up with an answer that would open it again."""
    campaign, old = begun(ledger, batch_size=1)
    one, two, *rest = ledger.planned(campaign, most=20)
    first, late = Attempt(one.id, "a", old), Attempt(two.id, "late", old)
    assert ledger.intend(first, now=NOW, handed=1)
    assert ledger.refuse_single(first, campaign, f"{campaign}-1", "bad-request", now=NOW) == set()
    assert ledger.intend(late, now=NOW, handed=1)
    new = ledger.take_over(campaign, owner="heir", now=NOW)
    ledger.settle_orphan(two.id, BatchState.PARKED, fence=new, reason="owner-died", now=NOW)
    ledger.settle_parked(two.id, BatchState.ACCEPTED, fence=new, reason="provider-log", now=NOW)
    for batch in rest:
        attempt = Attempt(batch.id, f"n{batch.id}", new)
        assert ledger.intend(attempt, now=NOW)
        assert ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    ledger.reopen(campaign, ["en"], fence=old)
    assert ledger.finish(campaign, fence=new)
    ledger.refuse_single(late, campaign, f"{campaign}-2", "bad-request", now=NOW)
    ledger.reopen(campaign, ["en"], fence=new)
    receipt = ledger.receipt(campaign)
    assert (receipt.accepted, receipt.refused, receipt.planned) == (9, 1, 0)


@pytest.mark.parametrize("change", ["attempt", "seal"])
def test_a_batch_that_is_not_as_it_was_seen_is_not_begun(ledger: Ledger, change: str) -> None:
    """Each of the two alone: tried since, or somebody in it left out."""
    campaign, fence = begun(ledger)
    seen = ledger.planned(campaign, most=1)[0]
    if change == "attempt":
        tried = Attempt(seen.id, "other", fence)
        ledger._db.run(_sql("break_seals"), campaign=campaign)
        seen = ledger.batch(seen.id)
        assert ledger.intend(tried, now=NOW, seen=seen)
        assert ledger.settle(tried, BatchState.PLANNED, now=NOW)
    else:
        assert seen.seal
        ledger._db.run(_sql("break_seals"), campaign=campaign)
    assert not ledger.intend(Attempt(seen.id, "late", fence), now=NOW, handed=1, seen=seen)
    assert ledger.intend(Attempt(seen.id, "anew", fence), now=NOW, handed=1, seen=ledger.batch(seen.id))


def test_the_intent_waits_for_the_disk(sqlite_db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut behind it must not leave the batch planned: its mail may have left."""
    add_people(prepared(sqlite_db), 10)
    ledger = Ledger(sqlite_db)
    campaign, fence = begun(ledger)
    first, second, third = ledger.planned(campaign, most=3)
    waits: list[int] = []
    monkeypatch.setattr(databases, "_sync", waits.append)
    assert ledger.intend(Attempt(first.id, "a", fence), now=NOW, handed=1)
    assert len(waits) == 1
    assert ledger.intend(Attempt(second.id, "b", fence), now=NOW)  # no byte is about to leave
    assert len(waits) == 1
    left = ledger.members(third.id).deliveries[0]
    sqlite_db._wait_for_disk(wait=False)
    assert ledger.intend(Attempt(third.id, "c", fence), now=NOW, handed=1, left_out=[left])
    assert sqlite_db._waits, "a whole transaction waits by itself"


def in_wave(ledger: Ledger, waves: WaveLedger, campaign: str, fence: int) -> str:
    wave = waves.add(
        campaign, fence=fence, provider_id="p1", opened=0, closes=10**9, send_at=2 * 10**9, capacity=9
    )
    assert wave is not None
    return wave.id


def test_who_was_fenced_off_asks_for_no_cancel(ledger: Ledger, database: Database) -> None:
    campaign, old = begun(ledger)
    waves = WaveLedger(database)
    in_wave(ledger, waves, campaign, old)
    new = ledger.take_over(campaign, owner="heir", now=NOW)
    [wave] = waves.of(campaign)
    assert not waves.start_cancel(wave, fence=old)
    assert waves.of(campaign)[0].state is WaveState.OPEN
    assert waves.start_cancel(wave, fence=new)


def a_cancel_begun(ledger: Ledger, database: Database) -> tuple[str, WaveLedger, int, int]:
    """A wave with a batch that was taken and one without an answer, its cancel asked for by somebody who is then
    fenced off: the campaign, its waves, and both fencing numbers.
    """
    campaign, old = begun(ledger)
    waves = WaveLedger(database)
    id_ = in_wave(ledger, waves, campaign, old)
    taken, unclear = (Attempt(one.id, one.id, old, id_) for one in ledger.planned(campaign, most=2))
    for attempt in (taken, unclear):
        assert ledger.intend(attempt, now=NOW, handed=1)
    assert ledger.settle(taken, BatchState.ACCEPTED, now=NOW)
    assert ledger.settle_unknown(unclear, reason="lost", closes=True, now=NOW)
    [wave] = waves.of(campaign)
    assert waves.start_cancel(wave, fence=old)
    return campaign, waves, old, ledger.take_over(campaign, owner="heir", now=NOW)


@pytest.mark.parametrize("end", ["plan_again", "call_back", "doubt", "park_unknown"])
def test_who_was_fenced_off_ends_no_cancel(ledger: Ledger, database: Database, end: str) -> None:
    """A wave taken for called back, of which the batches are not, would be looked at by nobody any more."""
    campaign, waves, old, new = a_cancel_begun(ledger, database)
    [wave] = waves.of(campaign)
    how: dict[str, object] = {
        "plan_again": {"unknown": BatchState.PLANNED}, "call_back": {"unknown": BatchState.CALLED_BACK}, "doubt": {},
        "park_unknown": {"reason": "too-late"},
    }[end]  # fmt: skip
    getattr(waves, end)(wave, fence=old, now=NOW, **how)
    assert waves.of(campaign) == [wave]
    assert wave.state is WaveState.CANCELLING
    assert waves.states(wave) == {BatchState.ACCEPTED: 1, BatchState.UNKNOWN: 1}
    getattr(waves, end)(wave, fence=new, now=NOW, **how)
    assert BatchState.UNKNOWN not in waves.states(wave)
    assert waves.count(wave.id) == (0 if end == "plan_again" else 2), "what is planned again is in no wave"


def test_who_was_fenced_off_settles_no_doubt(ledger: Ledger, database: Database) -> None:
    campaign, waves, old, new = a_cancel_begun(ledger, database)
    waves.park_unknown(waves.of(campaign)[0], fence=new, reason="lost", now=NOW)
    [doubtful] = ledger.parked(campaign)
    ledger.settle_parked(doubtful.id, BatchState.PLANNED, fence=old, reason="provider-log", now=NOW)
    ledger.note_silence(doubtful.id, fence=old, at=7)
    assert ledger.parked(campaign) == [doubtful]
    ledger.settle_parked(doubtful.id, BatchState.PLANNED, fence=new, reason="provider-log", now=NOW)
    assert not ledger.parked(campaign)


@pytest.mark.parametrize("end", ["", "plan_again", "doubt"])
def test_a_cancel_keeps_its_slot_from_the_asking_on(ledger: Ledger, database: Database, end: str) -> None:
    """Without an answer, with one, and where it came too late: at the provider it may stand."""
    campaign, waves, _, new = a_cancel_begun(ledger, database)
    [wave] = waves.of(campaign)
    if end == "plan_again":
        waves.plan_again(wave, unknown=BatchState.PLANNED, fence=new, now=NOW)
    elif end:
        waves.doubt(wave, fence=new, now=NOW)
    assert [one.id for one in waves.cancelled()] == [wave.id]
    waves.release(wave)
    assert not waves.cancelled()


def test_a_closed_wave_keeps_its_slot_while_it_can_be_called_back(ledger: Ledger, database: Database) -> None:
    campaign, fence = begun(ledger)
    waves = WaveLedger(database)
    in_wave(ledger, waves, campaign, fence)
    [wave] = waves.of(campaign)
    waves.close(wave)
    assert [one.id for one in waves.live(wave.send_at - 601)] == [wave.id]
    assert not waves.live(wave.send_at - 600)


def test_a_late_doubt_closes_no_wave(ledger: Ledger, database: Database) -> None:
    """Whose attempt it was has been fenced off; the heir's batches go on with that wave."""
    campaign, old = begun(ledger)
    waves = WaveLedger(database)
    attempt = Attempt(ledger.planned(campaign, most=1)[0].id, "a", old, in_wave(ledger, waves, campaign, old))
    assert ledger.intend(attempt, now=NOW, handed=1)
    new = ledger.take_over(campaign, owner="heir", now=NOW)
    ledger.settle_orphan(attempt.batch, BatchState.PARKED, fence=new, reason="owner-died", now=NOW)
    assert not ledger.settle_unknown(attempt, reason="late", closes=True, now=NOW)
    assert waves.of(campaign)[0].state is WaveState.OPEN


def test_of_the_logs_silence_the_first_time_is_kept(ledger: Ledger, database: Database) -> None:
    """Else whoever asks every half an hour would wait for ever for an hour of it."""
    campaign, waves, _, new = a_cancel_begun(ledger, database)
    waves.park_unknown(waves.of(campaign)[0], fence=new, reason="lost", now=NOW)
    [doubtful] = ledger.parked(campaign)
    for at in (7, 9):
        ledger.note_silence(doubtful.id, fence=new, at=at)
    assert ledger.parked(campaign)[0].silent == 7


def test_a_wave_whose_cancel_has_no_answer_is_not_settled(ledger: Ledger, database: Database) -> None:
    """Also where every batch of it was taken: whoever asked for the cancel may have died."""
    campaign, fence = begun(ledger, batch_size=10)
    waves = WaveLedger(database)
    attempt = Attempt(
        ledger.planned(campaign, most=1)[0].id, "a", fence, in_wave(ledger, waves, campaign, fence)
    )
    assert ledger.intend(attempt, now=NOW, handed=1)
    assert ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    assert not waves.unsettled(campaign)
    [wave] = waves.of(campaign)
    assert waves.start_cancel(wave, fence=fence)
    assert [one.id for one in waves.unsettled(campaign)] == [wave.id]


def test_who_was_fenced_off_ends_no_undo(ledger: Ledger, database: Database) -> None:
    """Its heir may not have asked for the cancels yet. Nor does it open a wave, nor anybody once the word was said."""
    campaign, waves, old, new = a_cancel_begun(ledger, database)
    assert waves.add(campaign, fence=old, provider_id="p0", opened=0, closes=1, send_at=2, capacity=9) is None
    assert ledger.ask_undo(campaign)
    assert not ledger.end_undo(campaign, fence=old)
    assert ledger.campaign(campaign).state is CampaignState.UNDOING
    assert waves.add(campaign, fence=new, provider_id="p2", opened=0, closes=1, send_at=2, capacity=9) is None
    assert len(waves.of(campaign)) == 1
    assert ledger.end_undo(campaign, fence=new)


@pytest.mark.parametrize("state", ["planned", "in_flight", "unknown", "parked"])
def test_nothing_is_finished_before_all_is_settled(ledger: Ledger, database: Database, state: str) -> None:
    campaign, fence = begun(ledger, batch_size=10)
    [batch] = ledger.planned(campaign, most=2)
    attempt = Attempt(batch.id, "a", fence, in_wave(ledger, WaveLedger(database), campaign, fence))
    if state != "planned":
        assert ledger.intend(attempt, now=NOW, handed=1)
    if state == "unknown":
        assert ledger.settle_unknown(attempt, reason="lost", closes=False, now=NOW)
    elif state == "parked":
        assert ledger.settle(attempt, BatchState.PARKED, reason="lost", now=NOW)
    assert not ledger.finish(campaign, fence=fence)
    again = ledger.intend(Attempt(batch.id, "again", fence), now=NOW, handed=1)
    assert again is (state == "planned"), "what may be on its way is not begun anew"


@pytest.mark.parametrize("state", [CampaignState.UNDOING, CampaignState.UNDONE, CampaignState.STOPPED])
def test_what_was_given_up_or_stopped_is_not_finished(ledger: Ledger, state: CampaignState) -> None:
    """All of it was taken. What is to be called back would count as received, whatever became of the cancels."""
    campaign, fence = begun(ledger, batch_size=10)
    attempt = Attempt(ledger.planned(campaign, most=1)[0].id, "a", fence)
    assert ledger.intend(attempt, now=NOW, handed=1)
    assert ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    if state is CampaignState.STOPPED:
        ledger.stop(campaign, fence=fence, code="x", message="x", remedy="x")
    else:
        assert ledger.ask_undo(campaign)
        assert state is CampaignState.UNDOING or ledger.end_undo(campaign, fence=fence)
    assert not ledger.finish(campaign, fence=fence)
    assert ledger.campaign(campaign).state is state


def test_what_was_taken_is_not_planned_again_by_a_late_word(ledger: Ledger) -> None:
    campaign, fence = begun(ledger)
    attempt = Attempt(ledger.planned(campaign, most=1)[0].id, "a", fence)
    assert ledger.intend(attempt, now=NOW, handed=1)
    assert ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
    ledger.settle_parked(attempt.batch, BatchState.PLANNED, fence=fence, reason="said-by-a-person", now=NOW)
    assert ledger.receipt(campaign).accepted == 4


class Provider:
    """Confirms every cancel at once, and counts them; `meanwhile` happens while it is asked for what it holds."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.cancelled = 0
        self._meanwhile = meanwhile

    def time(self) -> float:
        return 1_000.0

    def held(self) -> list[Held]:
        self._meanwhile()
        return []

    def cancel(self, batch_id: str) -> Cancelled:
        del batch_id
        self.cancelled += 1
        return Cancelled(at=1_000.0)


def test_a_wave_with_a_batch_on_its_way_is_not_called_back(ledger: Ledger, database: Database) -> None:
    """What is said of that batch later would count, though its mail was discarded with the others."""
    campaign, fence = begun(ledger)
    waves, provider = WaveLedger(database), Provider()
    wave = in_wave(ledger, waves, campaign, fence)
    first, second = ledger.planned(campaign, most=2)
    unclear, on_its_way = Attempt(first.id, "a", fence, wave), Attempt(second.id, "b", fence, wave)
    assert ledger.intend(unclear, now=NOW, handed=1)
    assert ledger.intend(on_its_way, now=NOW, handed=1)
    assert ledger.settle_unknown(unclear, reason="lost", closes=True, now=NOW)
    caller = Caller(
        campaign=campaign, fence=fence, ledger=ledger, waves=waves, recall=provider, now=lambda: NOW,
        believes_cancels=True,
    )  # fmt: skip
    assert caller.settle_unknown() == 0
    assert provider.cancelled == 0
    assert ledger.settle(on_its_way, BatchState.ACCEPTED, now=NOW)
    assert caller.settle_unknown() == 1
    assert provider.cancelled == 1
    assert ledger.receipt(campaign).planned == 10


def test_a_batch_that_sets_out_while_the_provider_is_asked_keeps_its_wave(
    ledger: Ledger, database: Database
) -> None:
    """The wave is open to the other threads until the cancel is written down."""
    campaign, fence = begun(ledger)
    waves = WaveLedger(database)
    wave = in_wave(ledger, waves, campaign, fence)
    first, second = ledger.planned(campaign, most=2)
    unclear, sets_out = Attempt(first.id, "a", fence, wave), Attempt(second.id, "b", fence, wave)
    assert ledger.intend(unclear, now=NOW, handed=1)
    assert ledger.settle_unknown(unclear, reason="lost", closes=False, now=NOW)
    provider = Provider(meanwhile=lambda: ledger.intend(sets_out, now=NOW, handed=1))
    caller = Caller(
        campaign=campaign, fence=fence, ledger=ledger, waves=waves, recall=provider, now=lambda: NOW,
        believes_cancels=True,
    )  # fmt: skip
    assert caller.settle_unknown() == 0
    assert provider.cancelled == 0
    assert ledger.settle(sets_out, BatchState.ACCEPTED, now=NOW)
    assert caller.settle_unknown() == 1
    assert ledger.receipt(campaign).planned == 10
