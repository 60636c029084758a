"""Scenes of what is called back, or cannot be any more: the rules that doubtful and late cancels bring with them."""

from collections.abc import Callable

from tests.protocol.desk_model import Death, Evening
from tests.protocol.model import World
from tests.protocol.scenes import HOUR, PEOPLE, come_to_rest, everybody_once, nobody, numbers


def a_cancel_without_an_answer_may_have_worked(scene: Evening) -> None:
    """Nobody hears that the cancels of an undo were carried out; who looks again cannot ask for them any more."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.faults.draw = _in_errands("reply-lost")
    scene.undo(campaign)
    scene.faults.draw = _in_errands("")
    scene.clock.advance(35 * 60)
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "parked": PEOPLE}
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def a_wave_whose_cancel_was_asked_for_is_doubted_whole(scene: Evening) -> None:
    """The same where a wave is called back for the sake of a batch without an answer, and the sender dies."""
    scene.believes, scene.account.foreign = True, 7  # all go with one wave
    campaign = scene.begin()
    scene.faults.draw = _in_errands("reply-lost", "", "", "reply-lost")
    assert scene.carry(campaign, death=Death("cancelled")) == "killed"
    scene.faults.draw = _in_errands("")
    scene.clock.advance(35 * 60)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def what_is_believed_no_more_waits_for_proof(scene: Evening) -> None:
    """A cancel was begun at an account that was believed to catch what comes later; then it is seen not to."""
    scene.believes, scene.account.world = True, World(catches_later=False)
    campaign = scene.begin()
    scene.faults.lateness = (300.0,)
    scene.faults.draw = _in_errands("", "", "", "late")
    assert scene.carry(campaign, death=Death("cancelling")) == "killed"
    scene.faults.draw = _in_errands("")
    scene.believes = False
    come_to_rest(scene, campaign)
    everybody_once(scene)


def what_is_too_late_to_call_back_leaves_as_it_is(scene: Evening) -> None:
    """The sender dies over a batch without an answer; who comes half an hour later leaves its neighbours alone."""
    scene.believes, scene.account.foreign = True, 7  # all go with one wave
    campaign = scene.begin()
    scene.faults.draw = _in_errands("", "", "", "reply-lost")
    assert scene.carry(campaign, death=Death("after-settle_unknown")) == "killed"
    scene.faults.draw = _in_errands("")
    scene.clock.advance(35 * 60)
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE - 8, "parked": 8}
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_fast_clock_refuses_no_undo(scene: Evening) -> None:
    """By the clock of this machine the mail has left long ago."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.clock.skew = HOUR
    scene.undo(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def nothing_is_finished_while_an_answer_is_missing(scene: Evening) -> None:
    """The last answer is lost, and with it the way to the provider; it is there again when somebody resumes."""
    scene.believes = True
    campaign = scene.begin()
    answers = iter(("", "", "", "reply-lost"))
    is_cut: list[bool] = []

    def draw(*, errand: bool = False) -> str:
        if errand:
            return "request-lost" if is_cut else ""
        answer = next(answers, "")
        is_cut.extend([True] * bool(answer))
        return answer

    scene.faults.draw = draw
    scene.carry(campaign)
    scene.faults.draw = _in_errands("")
    assert numbers(scene, campaign)["in_doubt"] == 8
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    everybody_once(scene)


def what_is_to_leave_later_leaves_no_sooner(scene: Evening) -> None:
    """It is to leave in four days: it stays here for one, and goes at its hour and not before."""
    scene.send_at = int(scene.clock.server + 96 * HOUR)
    campaign = scene.begin()
    scene.carry(campaign)
    assert not scene.account.mails
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "planned": PEOPLE}
    scene.clock.advance(25 * HOUR)
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    assert {mail.send_at for mail in scene.account.mails} == {scene.send_at}
    everybody_once(scene)


def a_long_window_ends_where_no_cancel_would_be_in_time(scene: Evening) -> None:
    """Two hours to call it back, and each batch takes eleven minutes to set out."""
    scene.window = 7200
    campaign = scene.begin()
    sleep = Death("before-intend", strike=lambda: scene.clock.advance(11 * 60), most=2_000)
    assert scene.carry(campaign, death=sleep) != "killed"
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    everybody_once(scene)


def _in_errands(kind: str, *answers: str) -> Callable[..., str]:
    """Every small request meets with it, and the mail, trial first, with these by turns."""
    left = iter(answers)
    return lambda *, errand=False: kind if errand else next(left, "")


SCENES = (
    a_cancel_without_an_answer_may_have_worked, a_wave_whose_cancel_was_asked_for_is_doubted_whole,
    what_is_believed_no_more_waits_for_proof, what_is_too_late_to_call_back_leaves_as_it_is,
    a_fast_clock_refuses_no_undo, nothing_is_finished_while_an_answer_is_missing,
    what_is_to_leave_later_leaves_no_sooner, a_long_window_ends_where_no_cancel_would_be_in_time,
)  # fmt: skip
