"""One scene for each rule of the protocol: what happens, and what must come of it."""

import itertools
from collections.abc import Callable
from pathlib import Path

from newsletter.sending.ledger import Ledger
from newsletter.sending.wave import WaveLedger
from subscribers.people import People
from tests.campaigns import HASH_KEY, NOW
from tests.protocol.desk_model import Death, Evening, ModelHouse, open_branch
from tests.protocol.model import Account, VirtualClock, World

PEOPLE = 24
HOUR = 3600.0


def evening(folder: Path, template: Path, **given) -> Evening:
    """An evening without faults, 3 batches of 8."""
    world = given.pop("world", World())
    account = Account(VirtualClock(skew=given.pop("skew", 0.0)), world, foreign=given.pop("foreign", 0))
    return open_branch(folder, template, 1, batch_size=8, account=account, **given)


def fault(scene: Evening, *kinds: str, rate: float = 1.0, lateness: tuple[float, ...] = (300.0,)) -> None:
    """From now on every post, or so many of them, meets with one of these faults."""
    scene.faults.errands = scene.faults.trials = False
    scene.faults.kinds, scene.faults.rate, scene.faults.lateness = kinds, rate, lateness


def numbers(scene: Evening, campaign: str) -> dict[str, int]:
    with scene.ledger() as database:
        return {key: number for key, number in Ledger(database).receipt(campaign).to_json().items() if number}


def come_to_rest(scene: Evening, *campaigns: str) -> None:
    scene.faults.rate = 0.0
    for _ in range(24):
        for campaign in campaigns:
            scene.resume(campaign)
        scene.clock.advance(2 * HOUR)


def everybody_once(scene: Evening) -> None:
    received = scene.account.received()
    assert (len(received), set(received.values())) == (PEOPLE, {1}), received


def nobody(scene: Evening) -> None:
    assert not scene.account.received()


def a_lost_answer_is_no_refusal(scene: Evening) -> None:
    """An answer is lost; the mail was taken."""
    campaign = scene.begin()
    fault(scene, "reply-lost", rate=0.6)
    scene.carry(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_killed_sender_may_have_been_heard(scene: Evening) -> None:
    """kill -9 between the mail's arrival and its outcome."""
    campaign = scene.begin()
    assert scene.carry(campaign, death=Death("answered")) == "killed"
    come_to_rest(scene, campaign)
    everybody_once(scene)


def what_slept_before_the_write_is_not_written(scene: Evening) -> None:
    """The lid is closed between intent and write for longer than the window; then somebody takes it all back."""
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-intend", strike=lambda: scene.clock.advance(50 * 60)))
    scene.undo(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def a_sender_that_wakes_after_its_intent_doubles_nobody(scene: Evening) -> None:
    """While one sleeps between intent and write, another takes over and sends everything; then the first wakes."""
    campaign = scene.begin()
    scene.carry(
        campaign, lock_holds=False, death=Death("after-intend", strike=lambda: _second(scene, campaign))
    )
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_woken_sender_begins_nothing(scene: Evening) -> None:
    """The same between reading the addresses and the intent."""
    campaign = scene.begin()
    scene.carry(
        campaign, lock_holds=False, death=Death("before-intend", strike=lambda: _second(scene, campaign))
    )
    come_to_rest(scene, campaign)
    everybody_once(scene)


def _second(scene: Evening, campaign: str) -> None:
    scene.clock.advance(5)
    scene.carry(campaign, lock_holds=False)


def a_late_outcome_changes_nothing(scene: Evening) -> None:
    """One sleeps over the answer; another calls the wave back and dies before it sends anew; then the first wakes."""
    scene.believes = True
    campaign = scene.begin()

    def second() -> None:
        scene.carry(campaign, lock_holds=False, death=Death("before-intend"))

    scene.carry(campaign, lock_holds=False, death=Death("answered", strike=second))
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_wrong_clock_leaves_the_window_whole(scene: Evening) -> None:
    """This machine's clock is an hour slow: what is due "in 42 minutes" must not leave at once."""
    scene.clock.skew = -HOUR
    campaign = scene.begin()
    scene.carry(campaign)
    scene.undo(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def a_cancel_is_kept_until_its_mail_is_gone(scene: Evening) -> None:
    """After the undo, five minutes before the old hour, the corrected issue is sent."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.undo(campaign)
    scene.clock.advance(35 * 60)
    again = scene.begin()
    scene.carry(again)
    come_to_rest(scene, again)
    everybody_once(scene)


def an_unconfirmed_cancel_proves_nothing(scene: Evening) -> None:
    """The undo's cancels are never answered, and never arrive."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.account.deaf_to_cancels = True
    scene.undo(campaign)
    scene.account.deaf_to_cancels = False
    scene.clock.advance(45 * 60)
    assert "called_back" not in numbers(scene, campaign)
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign)["accepted"] == PEOPLE
    everybody_once(scene)


def a_cancel_is_not_believed_of_what_comes_later(scene: Evening) -> None:
    """The mail arrives five minutes after its request was given up, at an account that catches only what is there."""
    scene.account.world = World(catches_later=False)
    campaign = scene.begin()
    fault(scene, "late", rate=0.6)
    scene.carry(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def an_undo_is_seen_by_whoever_sends(scene: Evening) -> None:
    """Somebody undoes while another process is about to begin the second batch."""
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-settle", strike=lambda: scene.undo(campaign)))
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def an_undo_calls_back_what_the_provider_holds(scene: Evening) -> None:
    """Everything was handed over; then it is undone, and sent anew."""
    campaign = scene.begin()
    scene.carry(campaign)
    scene.undo(campaign)
    nobody_yet = numbers(scene, campaign)
    assert nobody_yet == {"deliveries": PEOPLE, "called_back": PEOPLE}
    again = scene.begin()
    scene.carry(again)
    everybody_once(scene)


def a_half_done_undo_is_finished_by_the_next(scene: Evening) -> None:
    """The undo dies after its word and before its first cancel; then somebody types `resume`."""
    campaign = scene.begin()
    scene.carry(campaign)
    assert scene.undo(campaign, death=Death("cancelling")) == "killed"
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def silence_before_the_hour_is_no_proof(scene: Evening) -> None:
    """Requests are carried out half an hour late; somebody asks the log meanwhile."""
    campaign = scene.begin()
    fault(scene, "late", rate=0.6, lateness=(1500.0,))
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.clock.advance(600)
    scene.resume(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def silence_about_everybody_is_no_proof(scene: Evening) -> None:
    """The log has a gap at the hour of them all."""
    _lose_in_log(scene, 0, 3600, hours=30)
    campaign = scene.begin()
    fault(scene, "reply-lost", rate=0.6)
    scene.carry(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def silence_once_is_no_proof(scene: Evening) -> None:
    """What is asked about was carried out later than its neighbours, and the log has a gap there for some hours."""
    scene.window = 0
    campaign = scene.begin()
    _answer(scene, "", "late")
    scene.carry(campaign)
    assert numbers(scene, campaign)["parked"] == 8
    _lose_in_log(scene, 60, 600, hours=6.5)
    scene.clock.advance(6 * HOUR)
    for _ in range(12):
        scene.resume(campaign)
        scene.clock.advance(20)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def silence_about_another_attempt_is_no_proof(scene: Evening) -> None:
    """The log was silent about a batch before; its second attempt is carried out late, and then the log has a gap."""
    scene.window = 0
    campaign = scene.begin()
    _answer(scene, "", "request-lost", "request-lost")
    scene.carry(campaign)
    scene.clock.advance(6 * HOUR + 60)
    scene.resume(campaign)
    assert numbers(scene, campaign)["parked"] == 16
    scene.clock.advance(HOUR + 60)
    _answer(scene, "", "late")
    scene.resume(campaign)
    assert numbers(scene, campaign)["parked"] == 8
    _lose_in_log(scene, 60, 600, hours=6.5)
    scene.clock.advance(6 * HOUR)
    for _ in range(12):
        scene.resume(campaign)
        scene.clock.advance(20)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def silence_about_another_hour_is_no_proof(scene: Evening) -> None:
    """The log knows what left three hours before a batch in doubt, and has a gap at that batch's own."""
    scene.window = 0
    campaign = scene.begin()
    _answer(scene, "", "", *["429"] * 10)
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": 16, "planned": 8}
    scene.clock.advance(3 * HOUR)
    _answer(scene, "reply-lost")
    _lose_in_log(scene, 0, 600, hours=20)
    scene.resume(campaign)
    for _ in range(40):
        scene.clock.advance(HOUR / 3)
        scene.resume(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def _answer(scene: Evening, *faults: str) -> None:
    """What becomes of the next requests with mail, behind the trial; errands go well, and late is five minutes."""
    answers = iter(("", *faults))
    scene.faults.lateness = (300.0,)
    scene.faults.draw = lambda *, errand=False: "" if errand else next(answers, "")


def _lose_in_log(scene: Evening, begin: float, end: float, *, hours: float) -> None:
    """What arrives from so many seconds after now to so many is not in the log for so many hours."""
    now = scene.clock.server
    scene.account.log_gap = (now + begin, now + end, now + hours * HOUR)


def who_has_moved_is_not_asked_about(scene: Evening) -> None:
    """A mail was taken without an answer, and everybody in its batch has another address before the log is asked."""
    campaign = scene.begin()
    scene.faults.errands = False
    answers = iter(("", "reply-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(answers, "")
    scene.carry(campaign)
    assert numbers(scene, campaign)["parked"] == 8
    with scene.ledger() as database:
        people = People(database, hash_key=HASH_KEY)
        doubtful = {member.subscriber for member in Ledger(database).parked_members(campaign)}
        old = {person.id: person.address for person in people.listing() if person.id in doubtful}
        for number, person in enumerate(old):
            people.change_address(person, f"moved{number}@example.org", now=scene.clock.now())
    come_to_rest(scene, campaign)
    received = scene.account.received()
    assert [received[address] for address in old.values()] == [1] * 8
    assert [received[f"moved{number}@example.org"] for number in range(8)] == [0] * 8
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": 16, "parked": 8}


def proof_is_about_one_attempt(scene: Evening) -> None:
    """The first attempt was called back, the second taken without an answer."""
    campaign = scene.begin()
    fault(scene, "reply-lost")
    scene.carry(campaign, believes=True, death=Death("after-plan_again"))
    scene.carry(campaign)
    come_to_rest(scene, campaign)
    everybody_once(scene)


def who_opts_out_is_left_out(scene: Evening) -> None:
    """Between plan and handover somebody asks to be left in peace, in a batch that is not the first one, tried out."""
    campaign = scene.begin()
    with scene.ledger() as database:
        people = People(database, hash_key=HASH_KEY)
        address = max(people.listing(), key=lambda person: person.id).address
        people.suppressions.suppress(address, reason="asked", source="test", now=NOW)
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE - 1, "suppressed": 1}
    assert address not in scene.account.received()


def who_was_in_the_other_half_is_not_in_this_one(scene: Evening) -> None:
    """A request is too large, so its batch is cut in halves."""
    campaign = scene.begin()
    faults = iter(("", "413"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_doubt_is_told(scene: Evening) -> None:
    """While nobody knows, the receipt says so."""
    campaign = scene.begin()
    fault(scene, "request-lost")
    scene.carry(campaign)
    told = numbers(scene, campaign)
    assert (told.get("accepted", 0), sum(told.values()) - PEOPLE) == (0, PEOPLE)


def without_a_slot_it_waits(scene: Evening) -> None:
    """Another program holds all ten; a day later it lets go."""
    scene.account.foreign = 10
    campaign = scene.begin()
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "planned": PEOPLE}
    scene.account.foreign = 0
    scene.resume(campaign)
    everybody_once(scene)


def nine_of_ten_slots_are_another_programs(scene: Evening) -> None:
    """Undo, correct, send again, with one slot only: the second waits until the first is given back."""
    scene.account.foreign = 9
    campaign = scene.begin()
    scene.carry(campaign)
    scene.undo(campaign)
    assert scene.account.cancel_calls == 1
    again = scene.begin()
    scene.carry(again)
    assert numbers(scene, again) == {"deliveries": PEOPLE, "planned": PEOPLE}
    come_to_rest(scene, again)
    everybody_once(scene)


def a_doubtful_wave_takes_no_more(scene: Evening) -> None:
    """The first batch has no clear answer: calling its wave back must take nobody else's mail along."""
    scene.batch_size, scene.believes = 2, True
    campaign = scene.begin()
    faults = iter(("", "reply-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign, death=Death("after-settle_unknown", strike=lambda: _takes_nothing(scene, campaign)))
    first, *others = [mail.batch for mail in scene.account.mails]
    assert len(others) > len(set(others))
    assert first not in others
    come_to_rest(scene, campaign)
    everybody_once(scene)


def _takes_nothing(scene: Evening, campaign: str) -> None:
    with scene.ledger() as database:
        assert WaveLedger(database, host=ModelHouse.host).open(campaign) is None


def a_doubt_alone_closes_no_wave(scene: Evening) -> None:
    """Each second answer is lost, and no cancel is believed: nobody who was not handed over waits for a slot."""
    scene.batch_size = 1
    campaign = scene.begin()
    scene.faults.draw = _each_second("reply-lost")
    scene.carry(campaign)
    left = numbers(scene, campaign)
    assert left.keys() == {"deliveries", "accepted", "parked"}
    come_to_rest(scene, campaign)
    everybody_once(scene)


def the_last_wave_is_not_called_back(scene: Evening) -> None:
    """Another program has nine slots, and one answer is lost: its people wait for proof, and nobody for a slot."""
    scene.account.foreign, scene.believes = 9, True
    campaign = scene.begin()
    faults = iter(("", "reply-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE - 8, "parked": 8}
    assert not scene.account.cancel_calls
    come_to_rest(scene, campaign)
    everybody_once(scene)


def what_would_wait_for_a_slot_is_left_to_the_log(scene: Evening) -> None:
    """The same with one batch for all: a control mail tells sooner than a slot comes free."""
    scene.account.foreign, scene.believes, scene.batch_size = 9, True, PEOPLE
    campaign = scene.begin()
    faults = iter(("", "request-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "parked": PEOPLE}
    assert not scene.account.cancel_calls
    come_to_rest(scene, campaign)
    everybody_once(scene)


def _each_second(kind: str) -> Callable[..., str]:
    faults = itertools.cycle(("", kind))
    return lambda *, errand=False: "" if errand else next(faults)


def a_trial_without_an_answer_may_have_been_heard(scene: Evening) -> None:
    """The provider overlooks that it was only to judge, takes the mail, and its answer is lost."""
    campaign = scene.begin()
    fault(scene, "reply-lost")
    scene.faults.trials = True
    scene.carry(campaign)
    assert [one.attempt for one in scene.account.mails]
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "planned": PEOPLE}
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_killed_trial_holds_nobody_up(scene: Evening) -> None:
    """kill -9 while a letter is tried out, where no cancel is believed: whoever resumes sends it all."""
    campaign = scene.begin()
    assert scene.carry(campaign, death=Death("tried")) == "killed"
    scene.clock.advance(5 * 60)
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    everybody_once(scene)


def an_undo_waits_for_the_answer_to_its_cancel(scene: Evening) -> None:
    """No cancel gets through; an hour is left. Whoever types it again finds the undo going on."""
    scene.window = 3600
    campaign = scene.begin()
    scene.carry(campaign)
    scene.account.deaf_to_cancels = True
    scene.undo(campaign)
    scene.account.deaf_to_cancels = False
    assert not numbers(scene, campaign).get("called_back")
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def what_was_put_off_goes_with_a_new_wave(scene: Evening) -> None:
    """The lid is closed before the intent until its wave has no time left; who is awake again ends what was begun."""
    campaign = scene.begin()
    sleep = Death("before-intend", strike=lambda: scene.clock.advance(11 * 60), most=2_000)
    assert scene.carry(campaign, death=sleep) != "killed"
    assert len({mail.batch for mail in scene.account.mails}) > 1
    come_to_rest(scene, campaign)
    everybody_once(scene)


def a_cancel_confirmed_late_proves_nothing(scene: Evening) -> None:
    """The cancel of an undo is asked for in time and answered too late: the log alone may say what came of it."""
    scene.batch_size = PEOPLE
    campaign = scene.begin()
    scene.carry(campaign)
    leaves = min(mail.send_at for mail in scene.account.mails)
    scene.clock.advance(leaves - scene.clock.server - 13 * 60)
    scene.undo(campaign, death=Death("cancelling", strike=lambda: scene.clock.advance(2 * 60)))
    told = numbers(scene, campaign)
    assert (told.get("called_back", 0), told.get("parked", 0)) == (0, PEOPLE)
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def each_wave_keeps_a_slot(scene: Evening) -> None:
    """Two slots are free, and three issues are sent; then all are undone."""
    scene.account.foreign = 8
    campaigns = [scene.begin(issue) for issue in ("i1", "i2", "i3")]
    for campaign in campaigns:
        scene.carry(campaign)
    assert [numbers(scene, campaign).get("planned", 0) for campaign in campaigns] == [0, 0, PEOPLE]
    for campaign in campaigns:
        scene.undo(campaign)
    assert all(numbers(scene, campaign)["called_back"] == PEOPLE for campaign in campaigns)
    nobody(scene)


def what_was_undone_is_not_planned_again(scene: Evening) -> None:
    """The log tells of an undone campaign's doubtful batch that it was discarded."""
    campaign = scene.begin()
    faults = iter(("", "reply-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign, death=Death("after-settle_unknown", strike=lambda: scene.undo(campaign)))
    assert numbers(scene, campaign)["parked"] == 8
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def a_repeated_cancel_catches_what_came_meanwhile(scene: Evening) -> None:
    """A cancel catches only what is there. Of an undone campaign one batch arrives five minutes later."""
    scene.account.world = World(catches_later=False)
    campaign = scene.begin()
    fault(scene, "late", rate=0.6)
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.undo(campaign)
    assert numbers(scene, campaign)["parked"]
    scene.clock.advance(10 * 60)
    scene.resume(campaign)
    come_to_rest(scene, campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def an_undo_settles_doubt_where_a_cancel_is_believed(scene: Evening) -> None:
    """A batch was parked at an account of which little was known; now it is known that a cancel catches all."""
    campaign = scene.begin()
    fault(scene, "reply-lost", rate=0.6)
    scene.carry(campaign)
    scene.faults.rate = 0.0
    assert numbers(scene, campaign)["parked"]
    scene.believes = True
    scene.undo(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


def a_cancel_is_held_while_a_batch_may_come(scene: Evening) -> None:
    """A request of an undone campaign is carried out thirty hours late, while the log is silent."""
    scene.account.log_from = scene.clock.server + 60 * HOUR
    campaign = scene.begin()
    fault(scene, "late", rate=0.6, lateness=(30 * HOUR,))
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.undo(campaign)
    assert numbers(scene, campaign)["parked"]
    scene.clock.advance(27 * HOUR)
    scene.resume(campaign)
    scene.clock.advance(4 * HOUR)
    nobody(scene)


def an_undo_closes_the_fence(scene: Evening) -> None:
    """Without a window, somebody undoes straight before the intent."""
    scene.window = 0
    campaign = scene.begin()

    def word() -> None:
        with scene.ledger() as database:
            Ledger(database).ask_undo(campaign)

    scene.carry(campaign, death=Death("before-intend", strike=word))
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    nobody(scene)


SCENES = (
    a_lost_answer_is_no_refusal, a_killed_sender_may_have_been_heard, what_slept_before_the_write_is_not_written,
    a_sender_that_wakes_after_its_intent_doubles_nobody, a_woken_sender_begins_nothing, a_late_outcome_changes_nothing,
    a_wrong_clock_leaves_the_window_whole, a_cancel_is_kept_until_its_mail_is_gone,
    an_unconfirmed_cancel_proves_nothing, a_cancel_is_not_believed_of_what_comes_later,
    an_undo_is_seen_by_whoever_sends, an_undo_calls_back_what_the_provider_holds,
    a_half_done_undo_is_finished_by_the_next, silence_before_the_hour_is_no_proof,
    silence_about_everybody_is_no_proof, silence_once_is_no_proof, silence_about_another_attempt_is_no_proof,
    silence_about_another_hour_is_no_proof, who_has_moved_is_not_asked_about,
    proof_is_about_one_attempt, who_opts_out_is_left_out, who_was_in_the_other_half_is_not_in_this_one, a_doubt_is_told,
    without_a_slot_it_waits, what_was_put_off_goes_with_a_new_wave, nine_of_ten_slots_are_another_programs,
    a_doubtful_wave_takes_no_more, a_doubt_alone_closes_no_wave, the_last_wave_is_not_called_back,
    what_would_wait_for_a_slot_is_left_to_the_log,
    a_trial_without_an_answer_may_have_been_heard, an_undo_waits_for_the_answer_to_its_cancel,
    a_killed_trial_holds_nobody_up,
    a_cancel_confirmed_late_proves_nothing, each_wave_keeps_a_slot, what_was_undone_is_not_planned_again,
    a_repeated_cancel_catches_what_came_meanwhile, an_undo_settles_doubt_where_a_cancel_is_believed,
    a_cancel_is_held_while_a_batch_may_come, an_undo_closes_the_fence,
)  # fmt: skip
