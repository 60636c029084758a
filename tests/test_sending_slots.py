"""Waves given to threads: whoever waits for one must not keep the others from the database."""

import pytest

from newsletter.sending.slots import Waves
from newsletter.sending.wave import WaveLedger
from tests.protocol import scenes
from tests.protocol.desk_model import Death, make_template


def test_whoever_has_the_database_waits_for_no_wave(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wave closes while its last batch is on the way to the ledger. The other order of locks would wait for ever."""
    scene = scenes.evening(
        tmp_path / "branch", make_template(tmp_path / "template.db", scenes.PEOPLE), window=3600
    )
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
