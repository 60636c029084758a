"""When a campaign leaves, and until when it can be called back, is said of all its waves and not of one."""

import re
from pathlib import Path

import pytest

from newsletter.desk.campaigns import pause, receipt, show
from newsletter.desk.report import report
from newsletter.desk.words import said_time
from newsletter.sending.campaign import Kind
from newsletter.sending.pace import Pace
from tests.protocol import scenes
from tests.protocol.desk_model import Death, Evening, ModelHouse, Quiet, make_template, open_branch
from tests.protocol.model import Account, VirtualClock

WAVE, LIMIT = 240, 12 * 60


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """Ten requests, one every two minutes: five waves, of which the last leaves sixteen minutes after the first."""
    monkeypatch.setattr(ModelHouse, "pace", lambda self, name: Pace(0.5, self.clock))
    template = make_template(tmp_path / "template.db", 10)
    # On a full minute, so that hours are the same however they are rounded.
    account = Account(VirtualClock(server=1_790_000_040.0))
    return open_branch(tmp_path / "branch", template, 1, batch_size=1, account=account)


def line(scene: Evening, campaign: str) -> str:
    """What the receipt says of hours, behind its numbers; whoever looks at the campaign reads the same."""
    told = []
    for look in (receipt, show):
        lines = look(scene.house(), campaign).lines
        begins = next(number for number, one in enumerate(lines) if "deliveries in all" in one)
        told.append(" ".join(lines[begins + 1 :]))
    assert told[0] == told[1]
    return told[0]


def hour(scene: Evening, moment: float) -> str:
    return said_time(scene.house(), moment)


def hours(scene: Evening) -> list[float]:
    return sorted({mail.send_at for mail in scene.account.mails})


def go_to(scene: Evening, moment: float) -> None:
    scene.clock.advance(moment - scene.clock.server)


def test_one_wave(scene: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ModelHouse, "pace", lambda self, name: Pace(600, self.clock))
    campaign = scene.begin()
    scene.carry(campaign)
    [first, *_] = hours(scene)
    assert line(scene, campaign) == (
        f"It leaves at {hour(scene, first)}. Until {hour(scene, first - LIMIT)} it can be called back: "
        f"newsletter campaign undo {campaign}"
    )


def test_several_waves_none_of_which_has_left(scene: Evening) -> None:
    campaign = scene.begin()
    scene.carry(campaign)
    first, *_, last = hours(scene)
    assert last - first >= 3 * WAVE
    assert line(scene, campaign) == (
        f"The first part leaves at {hour(scene, first)}, the last at {hour(scene, last)}. "
        f"Until {hour(scene, first - LIMIT)} all of it can be called back, "
        f"until {hour(scene, last - LIMIT)} the last part: newsletter campaign undo {campaign}"
    )


def test_what_is_about_to_leave_or_has_left_is_said_first(scene: Evening) -> None:
    campaign = scene.begin()
    scene.carry(campaign)
    first, second, *_, last = hours(scene)
    go_to(scene, first - LIMIT + 1)
    late = f"What leaves until {hour(scene, first)} cannot be called back any more. "
    rest = (
        f"The next part leaves at {hour(scene, second)}, the last at {hour(scene, last)}. "
        f"Until {hour(scene, second - LIMIT)} all the rest can be called back, "
    )
    assert line(scene, campaign).startswith(late + rest)
    go_to(scene, first + 1)
    late = max(each for each in hours(scene) if each <= scene.clock.server + LIMIT)
    assert late > second
    assert line(scene, campaign).startswith(f"A part has left. What leaves until {hour(scene, late)} cannot")
    go_to(scene, last - LIMIT + 1)
    assert line(scene, campaign) == ""


def test_what_it_says_can_be_called_back_is(scene: Evening) -> None:
    """At the hour it names, and for the part it names."""
    campaign = scene.begin()
    scene.carry(campaign)
    last = hours(scene)[-1]
    go_to(scene, last - LIMIT - 60)
    said = line(scene, campaign)
    assert re.search(r"The rest leaves at .+ Until .+ it can be called back", said), said
    kept = sum(mail.send_at == last for mail in scene.account.mails)
    scene.undo(campaign)
    assert scenes.numbers(scene, campaign)["called_back"] == kept
    assert len(scene.account.received()) == 10 - kept


def test_the_report_says_how_far_it_has_got(scene: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = scene.begin()
    scene.carry(campaign)
    # Nobody is asked for lists that have nothing to do with it.
    monkeypatch.setattr(ModelHouse, "kind_of", lambda self, transport: Kind.DRILL)
    first, *_, last = hours(scene)

    def sentence() -> str:
        return report(scene.house(), campaign, Quiet()).data["sentence"]

    assert f"leaves between {hour(scene, first)} and {hour(scene, last)}" in sentence()
    go_to(scene, first + 1)
    assert f"on its way to 10 people: a part has left, the last leaves at {hour(scene, last)}" in sentence()
    go_to(scene, last + 1)
    assert "was sent to 10 people" in sentence()


@pytest.mark.parametrize(
    ("seconds", "words"), [(-60, "call it back in time"), (1, "call back in time what still can be")]
)
def test_a_pause_does_not_promise_that_everything_can_be_called_back(
    scene: Evening, seconds: int, words: str
) -> None:
    campaign = scene.begin()
    assert scene.carry(campaign, death=Death(60)) == "killed"
    go_to(scene, hours(scene)[0] - LIMIT + seconds)
    [message] = pause(scene.house(), campaign).messages
    assert re.search(rf"people handed over before will get it all the same, unless you {words}", message)
