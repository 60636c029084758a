"""Waves given to threads: whoever waits for one must not keep the others from the database."""

import itertools
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsletter import wiring
from newsletter.sending.campaign import Attempt, Kind
from newsletter.sending.ledger import Ledger
from newsletter.sending.pace import Pace
from newsletter.sending.recall import MOST_RECALLED
from newsletter.sending.slots import MOST_WAVES, NoSlot, Waves, lead
from newsletter.sending.wave import CONFIRM_LIMIT, WaveLedger
from newsletter.transports.base import Fence, Held, Indivisible, Outcome, Parcel
from subscribers.audience import Recipients
from subscribers.database import Database
from subscribers.statements import spell
from tests.protocol import scenes
from tests.protocol.desk_model import Death, Evening, ModelHouse, make_template, open_branch
from tests.protocol.model import NEVER, Account, Line, VirtualClock

HERE, ELSEWHERE = "http://127.0.0.1:1", "https://api.example.org"
DAY = 24 * 3600.0


@pytest.fixture
def scene(tmp_path) -> Evening:
    template = make_template(tmp_path / "template.db", scenes.PEOPLE)
    return scenes.evening(tmp_path / "branch", template, window=3600)


def test_whoever_has_the_database_waits_for_no_wave(scene: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wave closes while its last batch is on the way to the ledger. The other order of locks would wait for ever."""
    campaign = scene.begin()
    held: list[bool] = []
    real = Waves.close

    def close(self: Waves, wave_id: str) -> None:
        # The waves ask the database with their own lock taken: this thread may not have the database's turn now.
        held.append(self._waves._db._turn._is_owned())
        real(self, wave_id)

    def close_meanwhile() -> None:
        with scene.ledger() as database:
            WaveLedger(database).close_all(campaign)

    monkeypatch.setattr(Waves, "close", close)
    scene.carry(campaign, death=Death("before-intend", strike=close_meanwhile))
    assert held == [False]
    scenes.come_to_rest(scene, campaign)
    scenes.everybody_once(scene)


def test_whoever_reads_the_list_holds_up_no_commit(scene: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each connection has one turn at a time, and a thousand addresses take longer than a commit."""
    read, written = set[int](), set[int]()
    recipients, intend = wiring.recipients, Ledger.intend

    def reading(database: Database, ids: Collection[str]) -> Recipients:
        read.add(id(database))
        return recipients(database, ids)

    def intending(ledger: Ledger, attempt: Attempt, **what: object) -> bool:
        written.add(id(ledger._db))
        return intend(ledger, attempt, **what)

    monkeypatch.setattr(wiring, "recipients", reading)
    monkeypatch.setattr(Ledger, "intend", intending)
    scene.carry(scene.begin())
    assert (len(read), len(written)) == (1, 1)
    assert not read & written


@pytest.mark.parametrize("fault", ["429", "split"])
def test_with_one_slot_left_what_was_not_taken_at_once_goes_all_the_same(scene: Evening, fault: str) -> None:
    """A wave is made for so many batches; one that is asked for again, or cut in two, needs no other one."""
    scene.account.foreign = 9
    campaign = scene.begin()
    if fault == "split":
        real, too_large = Line.hand_over, itertools.count()

        def hand_over(self: Line, parcel: Parcel, *, fence: Fence) -> Outcome:
            is_first = not parcel.preflight and not next(too_large)
            return Indivisible(code="too-large") if is_first else real(self, parcel, fence=fence)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Line, "hand_over", hand_over)
            scene.carry(campaign)
    else:
        faults = iter(("", "429", "429"))
        scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
        scene.carry(campaign)
    assert scenes.numbers(scene, campaign) == {"deliveries": scenes.PEOPLE, "accepted": scenes.PEOPLE}
    scenes.come_to_rest(scene, campaign)
    scenes.everybody_once(scene)


def _drills_undone(scene: Evening, number: int) -> Account:
    """So many campaigns sent and undone at one host; the evening goes on at another. Gives the first one's account."""
    for _ in range(number):
        campaign = scene.begin()
        scene.carry(campaign, host=HERE)
        scene.undo(campaign, host=HERE)
    first, scene.account = scene.account, _other_account(scene)
    return first


def _other_account(scene: Evening) -> Account:
    """It gives out other ids, as a provider does whoever asks."""
    return Account(scene.clock, minted=itertools.count(100))


def test_cancels_at_another_host_take_no_slot_here(scene: Evening) -> None:
    drills = _drills_undone(scene, 8)
    campaign = scene.begin()
    scene.carry(campaign, host=ELSEWHERE)
    assert scenes.numbers(scene, campaign) == {"deliveries": scenes.PEOPLE, "accepted": scenes.PEOPLE}
    assert not drills.received()


def test_a_cancel_is_given_back_where_it_was_asked_for(scene: Evening) -> None:
    """Whoever sends at another host a day later leaves it alone; the next one at its own host gives it back."""
    drills = _drills_undone(scene, 1)
    held = len(drills.cancels)
    assert held
    scene.clock.advance(2 * DAY)
    campaign = scene.begin()
    scene.carry(campaign, host=ELSEWHERE)
    assert len(drills.cancels) == held
    there, scene.account = scene.account, drills
    scene.carry(scene.begin("i2"), host=HERE)
    assert not drills.cancels
    assert there.received()


@pytest.mark.parametrize("place", ["live", "cancelled"])
def test_what_another_host_holds_is_not_counted_here(scene: Evening, place: str) -> None:
    """All slots there, held by waves that could be called back or were; none here."""
    for number in range(5):
        campaign = scene.begin(f"i{number}")
        scene.carry(campaign, host=HERE)
        if place == "cancelled":
            scene.undo(campaign, host=HERE)
    scene.account = _other_account(scene)
    campaign = scene.begin("i9")
    scene.carry(campaign, host=ELSEWHERE)
    assert scenes.numbers(scene, campaign)["accepted"] == scenes.PEOPLE


@pytest.mark.parametrize("place", ["live", "cancelled"])
def test_a_wave_from_before_hosts_were_kept_counts_everywhere(
    scene: Evening, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.account.foreign = 7
    for number in range(3):
        campaign = scene.begin(f"i{number}")
        scene.carry(campaign)
        if place == "cancelled":
            scene.undo(campaign)
    with scene.ledger() as database:
        database.run(spell("x", "", "update wave set host = ''"))
    foreign = [Held(batch_id=f"foreign{number}", status="pause") for number in range(7)]
    monkeypatch.setattr(
        Line, "held", lambda self: foreign
    )  # a new cancel may not be seen in the account's list yet
    last = scene.begin("i9")
    scene.carry(last)
    assert scenes.numbers(scene, last) == {"deliveries": scenes.PEOPLE, "planned": scenes.PEOPLE}


def test_an_open_wave_from_before_hosts_were_kept_is_gone_on_with(scene: Evening) -> None:
    scene.batch_size = 2  # two batches share a wave
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-settle"))
    with scene.ledger() as database:
        database.run(spell("x", "", "update wave set host = ''"))
    scene.carry(campaign)
    first, second, *_ = [mail.batch for mail in scene.account.mails]
    assert first == second


def test_an_open_wave_takes_no_batch_at_another_host(scene: Evening) -> None:
    """Its id means nothing there."""
    scene.batch_size = 2
    campaign = scene.begin()
    with scene.ledger() as database:
        database.run(spell("x", "", "update campaign set kind = 'drill'"))
    scene.carry(campaign, host=HERE, kind=Kind.DRILL, death=Death("after-settle"))
    scene.account = _other_account(scene)
    scene.carry(campaign, host=ELSEWHERE, kind=Kind.DRILL)
    assert all(int(mail.batch[1:]) >= 100 for mail in scene.account.mails)
    assert len(scene.account.mails) == scenes.PEOPLE // 2 - 1


def test_an_old_cancel_that_another_account_holds_is_left_to_it(scene: Evening) -> None:
    """With a new key it may be another account at the same host: nothing is deleted there, nor forgotten at once."""
    drills = _drills_undone(scene, 1)
    held = set(drills.cancels)
    scene.clock.advance(2 * DAY)
    scene.carry(scene.begin(), host=HERE)
    drills_again, scene.account = scene.account, drills
    scene.carry(scene.begin("i2"), host=HERE)
    assert held
    assert not held & set(drills.cancels)
    assert drills_again.received()


def test_a_cancel_is_given_back_a_day_after_its_mail_was_discarded(scene: Evening) -> None:
    """Not at its hour: nobody knows how long a provider takes over it, and without its cancel the mail leaves."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.undo(campaign)
    held = set(scene.account.cancels)
    scene.clock.advance(max(mail.send_at for mail in scene.account.mails) + 23 * 3600 - scene.clock.server)
    scene.carry(scene.begin("i2"))
    assert held
    assert held <= set(scene.account.cancels)
    scene.clock.advance(2 * 3600)
    scene.carry(scene.begin("i3"))
    assert not held & set(scene.account.cancels)


def test_an_old_cancel_that_this_account_does_not_hold_takes_no_slot(scene: Evening) -> None:
    """With another key a day later all places are free, whatever was undone with the first."""
    drills = _drills_undone(scene, 12)
    assert len(drills.cancels) == 10
    scene.clock.advance(2 * DAY)
    campaign = scene.begin()
    scene.carry(campaign, host=HERE)
    assert scenes.numbers(scene, campaign) == {"deliveries": scenes.PEOPLE, "accepted": scenes.PEOPLE}


def test_a_cancel_that_nobody_holds_any_more_is_forgotten_after_a_month(scene: Evening) -> None:
    _drills_undone(scene, 1)
    kept = spell("x", "", "select count(*) from wave where state = 'called_back' and released = 0")
    for days, left in ((2, True), (31, False)):
        scene.clock.advance(days * DAY)
        scene.carry(scene.begin(f"i{days}"), host=HERE)
        with scene.ledger() as database:
            assert bool(database.value(kept)) is left


def test_the_last_slot_is_given_to_one_campaign_alone(
    scene: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the slots and the opening of a wave another campaign opens one."""
    scene.account.foreign = 9
    late, quick = scene.begin("i1"), scene.begin("i2")
    mint, outcomes = Line.mint, list[str]()

    def mint_late(line: Line) -> str:
        if not outcomes:
            outcomes.append("begun")
            outcomes.append(scene.carry(quick))
        return mint(line)

    monkeypatch.setattr(Line, "mint", mint_late)
    scene.carry(late)
    people = scenes.PEOPLE
    assert scenes.numbers(scene, quick) == {"deliveries": people, "accepted": people}
    assert scenes.numbers(scene, late) == {"deliveries": people, "planned": people}
    for campaign in (quick, late):
        scene.undo(campaign)
    scenes.nobody(scene)


MINUTE = 60.0
#: Batches of a run that lasts long.
LONG_RUN = 200


def long_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, minutes: int, ahead: float, **given: Any
) -> Evening:
    """An evening whose handing over lasts so many minutes, and is to leave so many seconds ahead (0: soon)."""
    batches = LONG_RUN
    template = make_template(folder / "template.db", batches)
    account = Account(VirtualClock(), foreign=given.pop("foreign", 0))
    scene = open_branch(folder / "branch", template, 1, batch_size=1, account=account, **given)
    scene.send_at = int(scene.clock.server + ahead) if ahead else 0
    monkeypatch.setattr(ModelHouse, "pace", lambda self, name: Pace(batches / minutes, self.clock))
    return scene


@pytest.mark.parametrize(
    ("window", "ahead"),
    [(1800, 0), (3600, 0), (7200, 0), (1800, 45), (1800, 130), (3600, 130), (1800, 1200), (7200, 1200)],
)
def test_a_run_of_any_length_does_not_run_out_of_slots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int, ahead: int
) -> None:
    """What is handed over last can be called back nearly as long as what came first."""
    scene = long_run(tmp_path, monkeypatch, minutes=250, ahead=ahead * MINUTE, window=window)
    campaign = scene.begin()
    scene.carry(campaign)
    assert scenes.numbers(scene, campaign) == {"deliveries": LONG_RUN, "accepted": LONG_RUN}
    mails = scene.account.mails
    assert min(mail.send_at - CONFIRM_LIMIT - mail.at for mail in mails) >= 0.75 * window
    assert {mail.send_at for mail in mails if mail.at < scene.send_at - lead(window)} <= {scene.send_at}
    scene.account.settle(NEVER)
    assert len(scene.account.received()) == LONG_RUN


def test_with_few_slots_waves_take_batches_for_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = long_run(tmp_path, monkeypatch, minutes=130, ahead=0, foreign=5)
    campaign = scene.begin()
    scene.carry(campaign)
    assert scenes.numbers(scene, campaign) == {"deliveries": LONG_RUN, "accepted": LONG_RUN}


@pytest.mark.parametrize(("batches", "believes", "waves"), [(50, True, 1), (24, True, 8), (24, False, 1)])
def test_waves_of_one_hour_are_as_many_as_can_be_called_back_whole(
    tmp_path: Path, batches: int, believes: bool, waves: int
) -> None:
    """More would hold slots for nothing, in a long run and for a day after an undo."""
    template = make_template(tmp_path / "template.db", batches)
    scene = open_branch(tmp_path / "branch", template, 1, batch_size=1, believes=believes)
    scene.send_at = int(scene.clock.server + DAY)
    campaign = scene.begin()
    scene.carry(campaign)
    assert len({mail.batch for mail in scene.account.mails}) == waves
    scene.undo(campaign)
    assert scenes.numbers(scene, campaign) == {"deliveries": batches, "called_back": batches}
    assert not scene.account.received()


@pytest.fixture
def owner(scene: Evening) -> Iterator[tuple[Callable[[], Waves], str, int, Ledger]]:
    """What gives a campaign of 24 batches its waves, made anew at each call; the campaign, its number, its ledger."""
    scene.batch_size = 1
    campaign = scene.begin()
    with scene.ledger() as database:
        ledger = Ledger(database)
        fence = ledger.take_over(campaign, owner="test", now=scene.clock.now())
        line = Line(scene.account, scene.faults)

        def made() -> Waves:
            waves = WaveLedger(database, host=HERE)
            return Waves(ledger.campaign(campaign), ledger, waves, line, most_recalled=MOST_RECALLED)

        yield made, campaign, fence, ledger


Owner = tuple[Callable[[], Waves], str, int, Ledger]


def test_a_campaign_has_so_many_waves_at_a_time(scene: Evening, owner: Owner) -> None:
    """What comes when there are as many goes with the last one, while that takes any."""
    made, _, fence, _ = owner
    waves = made()
    ids = [waves.get(fence=fence).id for _ in range(100)]
    assert len(set(ids)) == MOST_WAVES
    assert len(set(ids[-30:])) == 1
    scene.clock.advance(scene.window / 4 + 10)
    assert isinstance(waves.get(fence=fence), NoSlot)
    scene.clock.advance(
        scene.window * 3 / 4 + 120
    )  # now the first can be called back no more, and needs no slot
    assert waves.get(fence=fence).id not in ids


def test_the_last_wave_that_a_campaign_may_have_stays_open_whatever_else_is_free(owner: Owner) -> None:
    """Closed for a batch without an answer, it would leave the others without one; two slots are left, for others."""
    made, _, fence, _ = owner
    waves = made()
    first = waves.get(fence=fence)
    assert waves.takes_no_more(first.id)
    last = [waves.get(fence=fence) for _ in range(100)][-1]
    assert not waves.takes_no_more(last.id)
    anew = made()  # as after a death
    assert anew.get(fence=fence).id == last.id
    assert not anew.takes_no_more(last.id)


def test_what_is_handed_over_can_be_called_back_for_three_quarters_of_the_window(
    scene: Evening, owner: Owner
) -> None:
    """A wave has two minutes for the answer to a cancel, and ten in which none counts, behind the window's end."""
    made, _, fence, _ = owner
    waves = made()
    wave = waves.get(fence=fence)
    assert wave.confirm_by - wave.opened == scene.window
    for seconds, has_time in ((0, True), (890, True), (20, False)):
        scene.clock.advance(seconds)
        waves._recall.time()
        assert waves.has_time(wave) is has_time


def test_a_wave_that_is_only_to_spread_them_leaves_two_slots_to_others(scene: Evening, owner: Owner) -> None:
    made, _, fence, _ = owner
    waves = made()
    first = [waves.get(fence=fence).id for _ in range(3)]
    scene.account.foreign = 7
    fourth = waves.get(fence=fence).id
    assert {fourth} == set(first)
    scene.account.foreign = 6
    assert [waves.get(fence=fence).id == fourth for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("is_new", [False, True])
@pytest.mark.parametrize(("foreign", "has_room"), [(8, True), (9, False)])
def test_a_wave_with_a_doubt_takes_no_more_where_there_is_room_for_another(
    scene: Evening, owner: Owner, foreign: int, has_room: bool, is_new: bool
) -> None:
    """Also where somebody else had opened it."""
    made, _, fence, _ = owner
    scene.account.foreign = foreign
    waves = made()
    wave = waves.get(fence=fence)
    if not is_new:
        waves = made()
        assert waves.get(fence=fence) == wave
    assert waves.takes_no_more(wave.id) is has_room


@pytest.mark.parametrize(("batches", "is_recalled"), [(MOST_RECALLED, True), (MOST_RECALLED + 1, False)])
def test_a_wave_that_is_too_large_to_be_called_back_takes_more(
    scene: Evening, owner: Owner, batches: int, is_recalled: bool
) -> None:
    made, campaign, fence, ledger = owner
    waves = made()
    wave = waves.get(fence=fence)
    for batch in ledger.planned(campaign, most=batches):
        assert ledger.intend(Attempt(batch.id, batch.id, fence, wave.id), now=scene.clock.now(), handed=1)
    assert waves.takes_no_more(wave.id) is is_recalled
