"""Waves given to threads: whoever waits for one must not keep the others from the database."""

import pytest

from newsletter.sending.slots import Waves
from newsletter.sending.wave import WaveLedger
from tests.protocol import scenes
from tests.protocol.desk_model import Death, Evening, make_template
from tests.protocol.model import Account

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


def _drills_undone(scene: Evening, number: int) -> Account:
    """So many campaigns sent and undone at one host; the evening goes on at another. Gives the first one's account."""
    for _ in range(number):
        campaign = scene.begin()
        scene.carry(campaign, host=HERE)
        scene.undo(campaign, host=HERE)
    first, scene.account = scene.account, Account(scene.clock)
    return first


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
