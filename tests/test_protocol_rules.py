"""Each rule of the protocol holds in its scene; and each rule left out is noticed by the scene that is named for it."""

import pytest

from tests.protocol import breaks, recalls
from tests.protocol import scenes as s
from tests.protocol.desk_model import make_template

#: The rule that is left out, and the scene that must notice.
CAUGHT = {
    breaks.posted_again: s.a_lost_answer_is_no_refusal,
    breaks.orphans_planned: s.a_killed_sender_may_have_been_heard,
    breaks.no_fence: s.a_woken_sender_begins_nothing,
    breaks.asleep_before_the_write: s.what_slept_before_the_write_is_not_written,
    breaks.fenced_off_owner_goes_on: s.a_woken_sender_begins_nothing,
    breaks.outcome_without_comparison: s.a_late_outcome_changes_nothing,
    breaks.local_clock: s.a_wrong_clock_leaves_the_window_whole,
    breaks.released_early: s.a_cancel_is_kept_until_its_mail_is_gone,
    breaks.unconfirmed_believed: s.an_unconfirmed_cancel_proves_nothing,
    breaks.premise_unproved: s.a_cancel_is_not_believed_of_what_comes_later,
    breaks.undo_is_no_state: s.an_undo_is_seen_by_whoever_sends,
    breaks.undo_without_cancels: s.an_undo_calls_back_what_the_provider_holds,
    breaks.log_asked_early: s.silence_before_the_hour_is_no_proof,
    breaks.silence_believed_at_once: s.silence_once_is_no_proof,
    breaks.no_control: s.silence_about_everybody_is_no_proof,
    breaks.silence_outlives_its_attempt: s.silence_about_another_attempt_is_no_proof,
    breaks.control_of_any_hour: s.silence_about_another_hour_is_no_proof,
    breaks.moved_are_asked_about: s.who_has_moved_is_not_asked_about,
    breaks.other_attempts_count: s.proof_is_about_one_attempt,
    breaks.opt_outs_forgotten: s.who_opts_out_is_left_out,
    breaks.opt_outs_among_neighbours_forgotten: s.who_opts_out_is_left_out,
    breaks.seal_outlives_its_attempt: s.who_was_in_the_other_half_is_not_in_this_one,
    breaks.doubt_counts_as_taken: s.a_doubt_is_told,
    breaks.waits_are_parked: s.without_a_slot_it_waits,
    breaks.doubtful_wave_goes_on: s.a_doubtful_wave_takes_no_more,
    breaks.any_doubt_closes_its_wave: s.a_doubt_alone_closes_no_wave,
    breaks.last_wave_called_back: s.the_last_wave_is_not_called_back,
    breaks.called_back_without_a_slot: s.what_would_wait_for_a_slot_is_left_to_the_log,
    breaks.unclear_trial_is_nothing: s.a_trial_without_an_answer_may_have_been_heard,
    breaks.outcome_before_intent: s.a_killed_sender_may_have_been_heard,
    breaks.undo_ends_unanswered: s.an_undo_waits_for_the_answer_to_its_cancel,
    breaks.old_wave_goes_on: s.what_was_put_off_goes_with_a_new_wave,
    breaks.late_confirmation_believed: s.a_cancel_confirmed_late_proves_nothing,
    breaks.slots_not_reserved: s.each_wave_keeps_a_slot,
    breaks.undone_planned_again: s.what_was_undone_is_not_planned_again,
    breaks.parked_not_cancelled: s.an_undo_settles_doubt_where_a_cancel_is_believed,
    breaks.cancels_not_repeated: s.a_repeated_cancel_catches_what_came_meanwhile,
    breaks.released_in_doubt: s.a_cancel_is_held_while_a_batch_may_come,
    breaks.fence_open_after_undo: s.an_undo_closes_the_fence,
    breaks.late_undo_trusts_its_ledger: recalls.a_cancel_without_an_answer_may_have_worked,
    breaks.begun_cancel_forgotten: recalls.a_wave_whose_cancel_was_asked_for_is_doubted_whole,
    breaks.begun_cancel_believed: recalls.what_is_believed_no_more_waits_for_proof,
    breaks.called_back_too_late: recalls.what_is_too_late_to_call_back_leaves_as_it_is,
    breaks.undo_by_the_local_clock: recalls.a_fast_clock_refuses_no_undo,
    breaks.hour_forgotten: recalls.what_is_to_leave_later_leaves_no_sooner,
    breaks.handed_over_too_far_ahead: recalls.what_is_to_leave_later_leaves_no_sooner,
    breaks.finished_without_an_answer: recalls.nothing_is_finished_while_an_answer_is_missing,
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory):
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", s.PEOPLE)


@pytest.fixture
def scene(tmp_path, template):
    return s.evening(tmp_path / "branch", template)


@pytest.mark.parametrize("rule", [*s.SCENES, *recalls.SCENES], ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule, scene):
    rule(scene)


@pytest.mark.parametrize("broken", CAUGHT, ids=lambda broken: broken.__name__)
def test_a_rule_left_out_is_noticed(broken, scene, monkeypatch):
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        CAUGHT[broken](scene)
