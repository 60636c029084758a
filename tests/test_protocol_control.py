"""Control mails: the log's silence about a batch is proof only beside one that it knows, of the minute and of later."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.sending.wave import CONFIRM_LIMIT
from tests.protocol import breaks
from tests.protocol import scenes as s
from tests.protocol.desk_model import Death, make_template
from tests.protocol.model import OFFICE, Mail, World

MINUTE = 60.0


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", s.PEOPLE)


@pytest.fixture
def scene(tmp_path: Path, template: Path) -> s.Evening:
    """A branch whose whole list is one batch, on an account of whose cancels nothing is known."""
    scene = s.evening(tmp_path / "branch", template)
    scene.batch_size = s.PEOPLE
    return scene


def answer(scene: s.Evening, *words: str) -> None:
    """What becomes of the next requests with mail, trials apart; the errands go well."""
    answers = iter(("", *words))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(answers, "")


def controls(scene: s.Evening) -> list[Mail]:
    return [mail for mail in scene.account.mails if mail.addresses == (OFFICE,)]


@pytest.mark.parametrize("window", [s.HOUR / 2, 0])
@pytest.mark.parametrize("fault", ["request-lost", "reply-lost", "503", "late"])
def test_the_log_settles_what_left_alone(scene: s.Evening, fault: str, window: float) -> None:
    """One request for the whole branch, and no answer: nobody's word is needed."""
    scene.window, scene.faults.lateness = int(window), (2400.0,)
    campaign = scene.begin()
    answer(scene, fault)
    scene.carry(campaign)
    beside = controls(scene)
    assert len(beside) == 1
    s.come_to_rest(scene, campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "accepted": s.PEOPLE}
    s.everybody_once(scene)


@pytest.mark.parametrize("skew", [-s.HOUR, s.HOUR])
def test_a_wrong_clock_makes_no_difference(scene: s.Evening, skew: float) -> None:
    """Without a window, too, the minute is by the provider's clock, whose answer to the trial has told it."""
    scene.window, scene.clock.skew = 0, skew
    campaign = scene.begin()
    answer(scene, "request-lost")
    scene.carry(campaign)
    assert len(controls(scene)) == 1
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


def test_it_leaves_with_the_mail_that_it_speaks_about(scene: s.Evening) -> None:
    campaign = scene.begin()
    answer(scene, "reply-lost")
    scene.carry(campaign)
    ours, control = scene.account.mails
    assert (control.batch, control.send_at) == (ours.batch, ours.send_at)
    assert control.addresses == (OFFICE,)
    scene.undo(campaign)
    scene.clock.advance(s.HOUR)
    scene.account.settle()
    assert (control.sent, control.dropped) == (None, control.send_at)


def test_nobody_needs_one_where_a_neighbour_was_taken(scene: s.Evening) -> None:
    scene.batch_size = 8
    campaign = scene.begin()
    answer(scene, "", "request-lost")
    scene.carry(campaign)
    assert not controls(scene)


def test_it_is_tried_again_where_the_line_is_bad(scene: s.Evening) -> None:
    """The campaign is over with its one batch; a few seconds later the control gets through."""
    campaign = scene.begin()
    answer(scene, "request-lost", "429", "503")
    before = scene.clock.server
    scene.carry(campaign)
    assert len(controls(scene)) == 1
    assert scene.clock.server - before < 2 * MINUTE


def test_it_is_given_up_where_nothing_gets_through(scene: s.Evening) -> None:
    campaign = scene.begin()
    answer(scene, *["request-lost"] * 99)
    scene.carry(campaign)
    assert not controls(scene)
    answer(scene)
    scene.clock.advance(MINUTE)
    scene.resume(campaign)
    assert len(controls(scene)) == 1
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


@pytest.mark.parametrize("minutes", [1, 20])
def test_who_comes_after_a_kill_sends_it_while_the_wave_is_there(scene: s.Evening, minutes: float) -> None:
    campaign = scene.begin()
    assert scene.carry(campaign, death=Death("writing")) == "killed"
    scene.clock.advance(minutes * MINUTE)
    scene.resume(campaign)
    (control,) = controls(scene)
    assert control.send_at - control.at >= CONFIRM_LIMIT
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


def test_behind_the_hour_none_can_be_of_that_minute(scene: s.Evening) -> None:
    """Then it is for a person, who is told so; nobody is mailed by guess."""
    campaign = scene.begin()
    assert scene.carry(campaign, death=Death("writing")) == "killed"
    scene.clock.advance(s.HOUR)
    s.come_to_rest(scene, campaign)
    assert not controls(scene)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "parked": s.PEOPLE}
    s.nobody(scene)


@pytest.mark.parametrize("lateness", [300.0, 2400.0])
def test_a_log_that_stands_still_is_no_proof(scene: s.Evening, lateness: float) -> None:
    """It knows the neighbour, and stops there; what was carried out a while later it shows a day after."""
    scene.batch_size, scene.window, scene.faults.lateness = 8, 0, (lateness,)
    campaign = scene.begin()
    answer(scene, "", "late")
    began = scene.clock.server
    scene.account.log_stands = (began + 2 * MINUTE, began + 24 * s.HOUR)
    scene.carry(campaign)
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "accepted": s.PEOPLE}


def test_where_the_log_stands_still_one_mail_an_hour_asks_whether_it_goes_on(scene: s.Evening) -> None:
    scene.batch_size, scene.window = 8, 0
    campaign = scene.begin()
    answer(scene, "", "request-lost")
    began = scene.clock.server
    scene.account.log_stands = (began + 2 * MINUTE, began + 24 * s.HOUR)
    scene.carry(campaign)
    for _ in range(12 * 6):
        scene.resolve(campaign)
        scene.clock.advance(10 * MINUTE)
    assert 5 <= len(controls(scene)) <= 6
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


@pytest.mark.parametrize("catches_later", [True, False])
def test_an_undone_doubt_is_settled_too(scene: s.Evening, catches_later: bool) -> None:
    scene.account.world = World(catches_later=catches_later)
    campaign = scene.begin()
    answer(scene, "request-lost")
    scene.carry(campaign)
    scene.undo(campaign)
    s.come_to_rest(scene, campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}
    s.nobody(scene)


@pytest.mark.parametrize(
    ("broken", "scene_of"),
    [
        (breaks.no_newer_control, lambda scene: test_a_log_that_stands_still_is_no_proof(scene, 2400.0)),
        (breaks.no_control, test_behind_the_hour_none_can_be_of_that_minute),
        (breaks.no_control_mail, lambda scene: test_the_log_settles_what_left_alone(scene, "late", 0.0)),
    ],
)  # fmt: skip
def test_what_is_left_out_is_noticed(
    broken: Callable[[pytest.MonkeyPatch], None], scene_of: Callable[[s.Evening], None], scene: s.Evening,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        scene_of(scene)
