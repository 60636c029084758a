"""A campaign that gets no slot says who holds them, and when it can go on; none is lost to an account for good."""

import re
from pathlib import Path

import pytest

from newsletter.desk.resolve import Decision, Word, resolve
from newsletter.errors import TransportError
from newsletter.sending.campaign import Campaign
from newsletter.sending.ledger import Ledger
from newsletter.sending.pace import Pace
from tests.protocol import scenes
from tests.protocol.desk_model import Evening, ModelHouse, make_template
from tests.protocol.model import NEVER, Line

DAY = 24 * 3600.0


@pytest.fixture
def scene(tmp_path: Path) -> Evening:
    """Three batches of eight; the account's log knows nothing, ever."""
    scene = scenes.evening(tmp_path / "branch", make_template(tmp_path / "template.db", scenes.PEOPLE))
    scene.account.log_from = NEVER
    return scene


def stopped(scene: Evening, campaign: str) -> Campaign:
    scene.carry(campaign)
    with scene.ledger() as database:
        found = Ledger(database).campaign(campaign)
    assert found.stop_code == "no-slot"
    return found


def holders(found: Campaign) -> str:
    return found.stop_message.partition("(")[2].partition(")")[0]


def hour(found: Campaign) -> str:
    return re.search(r"free again after (.+): go on then", found.stop_message)[1]  # type: ignore[index]


def said(scene: Evening, moment: float) -> str:
    from newsletter.desk.words import said_time

    return said_time(scene.house(), moment)


def test_its_own_waves_are_named_and_behind_their_hour_it_goes_on(
    scene: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One slot: a wave takes batches for a quarter of the window; the rest waits until that one is about to leave."""
    scene.account.foreign = 9
    monkeypatch.setattr(ModelHouse, "pace", lambda self, name: Pace(0.25, self.clock))
    campaign = scene.begin()
    found = stopped(scene, campaign)
    assert holders(found) == "1 by what it handed over before, 9 by other programs"
    leaves = scene.account.mails[0].send_at
    assert hour(found) == said(scene, leaves - 600)
    assert "free a place of another program" in found.stop_remedy
    scene.clock.advance(leaves - 600 - scene.clock.server + 1)
    scene.resume(campaign)
    assert scenes.numbers(scene, campaign)["accepted"] == 16


def test_waves_of_other_campaigns_and_cancels_are_told_apart(scene: Evening) -> None:
    scene.account.foreign = 7
    undone, before = scene.begin("i1"), scene.begin("i2")
    scene.carry(undone)
    scene.undo(undone)
    scene.account.foreign = 9 - len(scene.account.cancels)
    scene.carry(before)
    found = stopped(scene, scene.begin("i3"))
    cancels, foreign = len(scene.account.cancels), scene.account.foreign
    assert holders(found) == (
        f"1 by what can still be called back of {before}, {cancels} by cancels of the last 24 hours, "
        f"{foreign} by other programs"
    )


def test_without_other_programs_nobody_is_told_to_free_places_there(scene: Evening) -> None:
    """They are the branch's own: a cancel that is deleted too soon calls nothing back."""
    for number in range(6):
        campaign = scene.begin(f"i{number}")
        scene.carry(campaign)
        scene.undo(campaign)
    found = stopped(scene, scene.begin("i9"))
    assert holders(found) == "10 by cancels of the last 24 hours"
    assert found.stop_remedy == "Resume later. Nothing is lost."
    first = min(mail.send_at for mail in scene.account.mails)
    assert hour(found) == said(scene, first + DAY)


def test_where_more_is_taken_than_an_account_can_hold_one_that_comes_free_is_not_enough(
    scene: Evening,
) -> None:
    scene.account.foreign = 8
    first, second = scene.begin("i1"), scene.begin("i2")
    scene.carry(first)
    scene.clock.advance(60)
    scene.carry(second)
    scene.account.foreign = 9
    found = stopped(scene, scene.begin("i3"))
    later = max(mail.send_at for mail in scene.account.mails)
    assert hour(found) == said(scene, later - 600)


def test_where_the_account_cannot_be_asked_what_is_known_is_told(
    scene: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.account.foreign = 9
    before = scene.begin("i1")
    scene.carry(before)
    asked, held = [], Line.held

    def once(self: Line):
        asked.append(1)
        if len(asked) > 1:
            raise TransportError("Nobody there.", remedy="Wait.")
        return held(self)

    monkeypatch.setattr(Line, "held", once)
    found = stopped(scene, scene.begin("i2"))
    assert holders(found).startswith(f"1 by what can still be called back of {before}")
    assert "other programs" not in found.stop_remedy


def in_doubt(scene: Evening) -> str:
    """An undone campaign of which a batch is in doubt: its answer was lost."""
    campaign = scene.begin("i1")
    scenes.fault(scene, "reply-lost")
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.undo(campaign)
    assert scenes.numbers(scene, campaign)["parked"]
    return campaign


def test_a_slot_that_is_kept_for_what_is_in_doubt_names_the_campaign(scene: Evening) -> None:
    campaign = in_doubt(scene)
    kept = len(scene.account.cancels)
    scene.clock.advance(2 * DAY)
    scene.account.foreign = 10 - kept
    found = stopped(scene, scene.begin("i2"))
    assert holders(found).startswith(f"{kept} by what is in doubt in {campaign}")
    assert f"newsletter campaign resolve {campaign}" in found.stop_remedy


@pytest.mark.parametrize("way", ["a person's word", "a month"])
def test_no_slot_is_kept_for_good(scene: Evening, way: str) -> None:
    campaign = in_doubt(scene)
    assert scene.account.cancels
    scene.clock.advance(2 * DAY)
    scene.carry(scene.begin("i2"))
    assert scene.account.cancels, "what is in doubt may still be on its way"
    if way == "a month":
        scene.clock.advance(29 * DAY)
    else:
        scene.run(lambda house, one, talk: resolve(house, one, Decision(word=Word.ACCEPT), talk), campaign)
    scene.carry(scene.begin("i3"))
    assert not scene.account.cancels
