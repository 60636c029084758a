"""The protocol with one rule left out, by name: what the histories must notice."""

from dataclasses import replace

import pytest

from newsletter.feedback import evidence
from newsletter.sending import control, recall, receipt, recovery, sender, slots, wave
from newsletter.sending.campaign import BatchState, Campaign, CampaignState, ParkedBatch
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import Cancelled, NotCancelled, Trace
from subscribers import former
from subscribers.statements import Statement, spell
from tests.protocol.model import Line

Patch = pytest.MonkeyPatch


def posted_again(patch: Patch) -> None:
    """Rule 2: what has no clear answer is handed over again."""
    patch.setattr(
        sender.BatchSender,
        "_park",
        lambda self, attempt, code: self._settle(attempt, BatchState.PLANNED, code, sender.Step.WAIT),
    )


def orphans_planned(patch: Patch) -> None:
    """Rule 2: what a dead owner left on its way is taken as not sent."""
    patch.setattr(recovery, "_state", lambda orphan, *, replays: BatchState.PLANNED)


def no_fence(patch: Patch) -> None:
    """Rule 1: nothing is looked at straight before the bytes go out."""
    patch.setattr(
        sender.BatchSender,
        "_open_fence",
        lambda self, handover, what: self._intend(handover, 0, what) or True,
    )


def asleep_before_the_write(patch: Patch) -> None:
    """Rule 1: the fence asks neither for the age of the intent nor for the time that is left."""
    patch.setattr(sender, "is_fresh", lambda then, now, within: True)
    patch.setattr(slots.Waves, "has_time", lambda self, wave: True)


def _rewritten(patch: Patch, module: object, name: str, *changes: tuple[str, str]) -> None:
    """Take words out of one statement."""
    statements = module._sql

    def sql(asked: str) -> Statement:
        statement = statements(asked)
        if asked != name:
            return statement
        text = statement.sqlite
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return spell(name, "", text)

    patch.setattr(module, "_sql", sql)


def outcome_without_comparison(patch: Patch) -> None:
    """Rule 1: an outcome is written whoever has the batch now."""
    from newsletter.sending import ledger

    _rewritten(
        patch, ledger, "settle", (" and attempt = :attempt and fence = :fence and state = 'in_flight'", "")
    )


def fenced_off_owner_goes_on(patch: Patch) -> None:
    """Rules 1 and 7: the intent is written whoever owns the campaign and whatever became of the batch."""
    from newsletter.sending import ledger

    statement = ledger._sql("intend").sqlite
    conditions = statement[statement.index(" and state = 'planned'") :]
    _rewritten(patch, ledger, "intend", (conditions, " and :looked >= 0 and :before >= '' and :seal >= ''"))


def local_clock(patch: Patch) -> None:
    """Rule 3: the hour of sending is told by this machine's clock."""
    patch.setattr(Line, "time", lambda self: self.account.clock.now().timestamp())
    patch.setattr(Line, "known_time", lambda self: self.account.clock.now().timestamp())


def released_early(patch: Patch) -> None:
    """Rule 3: a cancel is deleted before its mail was discarded."""
    for room in (recall, wave):
        patch.setattr(room, "RELEASE_AFTER", -(10**9))


def unconfirmed_believed(patch: Patch) -> None:
    """Rule 4: a cancel counts without a confirmation."""
    cancel = Line.cancel

    def believed(self: Line, batch_id: str) -> Cancelled:
        cancel(self, batch_id)
        return Cancelled(at=0.0)

    patch.setattr(Line, "cancel", believed)


def premise_unproved(patch: Patch) -> None:
    """Rule 4: a cancel is believed to catch what arrives after it, at any account."""
    made = recall.Caller.__init__

    def believing(self: recall.Caller, **given: object) -> None:
        made(self, **(given | {"believes_cancels": True}))

    patch.setattr(recall.Caller, "__init__", believing)


def undo_is_no_state(patch: Patch) -> None:
    """Rule 5: nothing is written down before the first cancel, so the sender goes on."""
    patch.setattr(Ledger, "ask_undo", lambda self, campaign: True)


def undo_without_cancels(patch: Patch) -> None:
    """Rule 5: what the provider holds is called back by nothing but a word."""
    patch.setattr(Line, "cancel", lambda self, batch_id: Cancelled(at=0.0))


def log_asked_early(patch: Patch) -> None:
    """Rule 6: the log's silence counts before the hour of sending."""
    patch.setattr(evidence, "ASK_AFTER", -(10**6))
    patch.setattr(evidence, "ABSENT_AFTER", -(10**6))
    silence_believed_at_once(patch)
    no_control(patch)
    no_newer_control(patch)


def silence_believed_at_once(patch: Patch) -> None:
    """Rule 6: the log's silence counts the first time."""

    def is_silent(self: evidence.Investigation, batch: ParkedBatch) -> bool:
        leaves = batch.send_at or batch.handed
        is_late = self.time >= leaves + evidence.ABSENT_AFTER
        knows = is_late and self._knows_its_minute(batch)
        return knows and self._has_come_beyond(leaves + evidence.SILENT_FOR)

    patch.setattr(evidence.Investigation, "_is_silent", is_silent)


def no_control(patch: Patch) -> None:
    """Rule 6: the log's silence counts though it is silent about everybody."""
    patch.setattr(evidence.Investigation, "_knows_its_minute", lambda self, batch: True)


def no_newer_control(patch: Patch) -> None:
    """Rule 6: the log's silence counts though it may stand still since."""
    patch.setattr(evidence.Investigation, "_has_come_beyond", lambda self, moment: True)


def any_newer_control(patch: Patch) -> None:
    """Rule 6: that a control is newer than the mail is enough, however late a request can be."""
    real = evidence.Investigation._has_come_beyond
    patch.setattr(
        evidence.Investigation,
        "_has_come_beyond",
        lambda self, moment: real(self, moment - evidence.SILENT_FOR),
    )


def control_of_any_minute(patch: Patch) -> None:
    """Rule 6: a control of any hour counts."""
    real = control.ControlMails.beside
    control_of_any_hour(patch)
    patch.setattr(
        control.ControlMails,
        "beside",
        lambda self, batch, handed: [*real(self, batch, handed=handed), *self.since(0)],
    )


def no_control_mail(patch: Patch) -> None:
    """Rule 6: nothing is sent beside what is in doubt."""
    patch.setattr(control.ControlMails, "send", lambda self, schedule=None: False)


def silence_outlives_its_attempt(patch: Patch) -> None:
    """Rule 6: that the log was silent about an attempt counts for the next one."""
    from newsletter.sending import ledger

    _rewritten(patch, ledger, "intend", (", silent = 0", ""))


def control_of_any_hour(patch: Patch) -> None:
    """Rule 6: the log's silence counts where it knows a mail of any hour, whoever handed it over."""
    from newsletter.sending import ledger

    patch.setattr(evidence, "SAME_MINUTE", 86_400)
    of_owner = " and fence = (select fence from batch as doubtful where doubtful.id = :batch)"
    _rewritten(patch, ledger, "control_batches", (of_owner, " and :batch > ''"))


def moved_are_asked_about(patch: Patch) -> None:
    """Rule 6: the log is asked by the address that somebody has now."""
    patch.setattr(former, "moved_since", lambda database, since: frozenset())


def other_attempts_count(patch: Patch) -> None:
    """Rule 6: a mail of another attempt is taken for this one's."""
    trace = Line.trace

    def any_attempt(self: Line, *, address: str, attempt: str, since: float) -> Trace:
        attempts = [mail.attempt for mail in self.account.mails if address in mail.addresses] or [attempt]
        return trace(self, address=address, attempt=attempts[0], since=since)

    patch.setattr(Line, "trace", any_attempt)


def opt_outs_forgotten(patch: Patch) -> None:
    """Rule 11: who opted out between plan and handover is mailed."""
    from subscribers import audience

    statement = audience._sql("recipients")
    condition = statement.sqlite[statement.sqlite.index("WHERE") :]
    _rewritten(patch, audience, "recipients", (condition, ""))


def opt_outs_among_neighbours_forgotten(patch: Patch) -> None:
    """Rule 11: as opt_outs_forgotten, where everybody between two ids is read at once."""
    from subscribers import audience

    statement = audience._sql("recipients_between").sqlite
    condition = statement[statement.index(" AND person.basis") :]
    _rewritten(patch, audience, "recipients_between", (condition, ""))


def seal_outlives_its_attempt(patch: Patch) -> None:
    """Rule 2: what was known of a batch counts for what became of it."""
    from newsletter.sending import ledger

    _rewritten(patch, ledger, "settle", (" seal = '',", ""))


def doubt_counts_as_taken(patch: Patch) -> None:
    """Rule 13: what nobody knows is told as taken."""
    patch.setitem(receipt._OF_BATCH, "unknown", "accepted")
    patch.setitem(receipt._OF_BATCH, "parked", "accepted")


def waits_are_parked(patch: Patch) -> None:
    """Rule 3: a batch without a slot is parked though it was never posted."""
    stop = Ledger.stop

    def parking(self: Ledger, campaign: str, **given: object) -> None:
        stop(self, campaign, **given)
        parked = spell(
            "x", "", "update batch set state = 'parked' where campaign = :campaign and state = 'planned'"
        )
        self._db.run(parked, campaign=campaign)

    patch.setattr(Ledger, "stop", parking)


def doubtful_wave_goes_on(patch: Patch) -> None:
    """Rule 3: a wave takes batches though one in it has no clear answer."""

    patch.setattr(slots.Waves, "takes_no_more", lambda self, wave_id: False)


def any_doubt_closes_its_wave(patch: Patch) -> None:
    """Rule 3: a wave takes no more batches for the sake of one, though it will not be called back for it."""
    patch.setattr(slots.Waves, "takes_no_more", lambda self, wave_id: True)


def last_wave_called_back(patch: Patch) -> None:
    """Rule 4: a wave is called back though no other one can be opened for what it held."""
    patch.setattr(recall, "free_slots", lambda waves, recall, now: 1)
    real = slots.Waves.takes_no_more

    def takes_no_more(self: slots.Waves, wave_id: str) -> bool:
        self._has_room = True
        return real(self, wave_id)

    patch.setattr(slots.Waves, "takes_no_more", takes_no_more)


def called_back_without_a_slot(patch: Patch) -> None:
    """Rule 4: a wave is called back though there is no slot for another."""
    patch.setattr(recall, "free_slots", lambda waves, recall, now: 1)


def unclear_trial_is_nothing(patch: Patch) -> None:
    """Rule 2: a trial without an answer is taken for one that left nothing behind."""
    patch.setattr(
        sender.BatchSender,
        "_doubt_trial",
        lambda self, attempt, _letter: self._settle(attempt, BatchState.PLANNED, "", sender.Step.HALTED),
    )


def outcome_before_intent(patch: Patch) -> None:
    """Rule 1: the bytes go out first, and then it is written down that they were to."""

    def open_fence(self: sender.BatchSender, handover: object, _what: str) -> bool:
        return self._has_time(handover.wave)

    patch.setattr(sender.BatchSender, "_open_fence", open_fence)


def undo_ends_unanswered(patch: Patch) -> None:
    """Rule 5: an undo is over though the answer to a cancel, for which there is time, is missing."""
    real = recall.Caller._undo

    def undo(self: recall.Caller, one: wave.Wave) -> bool:
        real(self, one)
        return True

    patch.setattr(recall.Caller, "_undo", undo)


def old_wave_goes_on(patch: Patch) -> None:
    """Rule 2: what is handed over anew goes with the wave of before, however little time that has."""
    patch.setattr(slots.Waves, "_takes_for", lambda self, until_next, left: 10**6)


def late_confirmation_believed(patch: Patch) -> None:
    """Rule 4: a cancel counts however late it was confirmed."""
    cancel = Line.cancel

    def early(self: Line, batch_id: str) -> Cancelled | NotCancelled:
        answer = cancel(self, batch_id)
        return Cancelled(at=0.0) if isinstance(answer, Cancelled) else answer

    patch.setattr(Line, "cancel", early)


def slots_not_reserved(patch: Patch) -> None:
    """Rule 3: a wave is opened without a slot for the cancel of each that is there."""
    live = wave.WaveLedger.live

    def of_nobody(self: wave.WaveLedger, now: float) -> list[wave.Wave]:
        return [one for one in live(self, now) if not one.provider_id]

    patch.setattr(wave.WaveLedger, "live", of_nobody)


def undone_planned_again(patch: Patch) -> None:
    """Rule 6: what the log says was discarded is planned again, in an undone campaign, too."""

    def state(self: evidence.Investigation, campaign: Campaign, batch: ParkedBatch) -> BatchState | None:
        return whole(self, replace(campaign, state=CampaignState.SENDING), batch)

    whole = evidence.Investigation._state
    patch.setattr(evidence.Investigation, "_state", state)


def parked_not_cancelled(patch: Patch) -> None:
    """Rule 5: an undo leaves alone what nobody knows about."""
    patch.setattr(recall, "_MAY_BE_HELD", frozenset({BatchState.ACCEPTED, BatchState.UNKNOWN}))


def cancels_not_repeated(patch: Patch) -> None:
    """Rule 4: a cancel is asked for once."""
    from newsletter.desk import carry, resolve, undo

    for module in (carry, resolve, undo):
        patch.setattr(module, "repeat_cancels", lambda waves, recall, cancelled: None)


def released_in_doubt(patch: Patch) -> None:
    """Rule 3: a cancel is deleted though a batch of its wave may still come."""
    patch.setattr(wave.WaveLedger, "count_unsettled", lambda self, one: 0)


def fence_open_after_undo(patch: Patch) -> None:
    """Rule 5: the fence does not ask whether the campaign still sends."""
    from newsletter.sending import ledger

    _rewritten(patch, ledger, "intend", (" and campaign.state = 'sending'", ""))


def late_undo_trusts_its_ledger(patch: Patch) -> None:
    """Rule 5: a wave whose cancel was asked for, without an answer, is taken for one that leaves as it is."""
    real = recall.Caller._undo

    def undo(self: recall.Caller, one: wave.Wave) -> bool:
        return real(self, replace(one, state=wave.WaveState.CLOSED))

    patch.setattr(recall.Caller, "_undo", undo)


def begun_cancel_forgotten(patch: Patch) -> None:
    """Rule 4: the same where it was called back for the sake of a batch without an answer."""
    real = recall.Caller._settle

    def settle(self: recall.Caller, one: wave.Wave) -> bool:
        return real(self, replace(one, state=wave.WaveState.CLOSED))

    patch.setattr(recall.Caller, "_settle", settle)


def begun_cancel_believed(patch: Patch) -> None:
    """Rule 4: a cancel that was begun is believed to its end, whatever became known of the account."""
    real = recall.Caller._settles

    def settles(self: recall.Caller, one: wave.Wave) -> bool:
        return one.state is wave.WaveState.CANCELLING or real(self, one)

    patch.setattr(recall.Caller, "_settles", settles)


def called_back_too_late(patch: Patch) -> None:
    """Rule 4: a wave is called back though no cancel can be in time."""
    real = recall.Caller._is_called_back

    def late(self: recall.Caller, one: wave.Wave) -> bool:
        return self.recall.time() >= one.confirm_by or real(self, one)

    patch.setattr(recall.Caller, "_is_called_back", late)


def undo_by_the_local_clock(patch: Patch) -> None:
    """Rule 3: whether it is too late for an undo is told by this machine's clock."""
    from newsletter.desk import undo

    patch.setattr(undo, "_provider_time", lambda house, _database, _campaign: (house.provider_time(), None))


def finished_without_an_answer(patch: Patch) -> None:
    """Rule 2: a campaign is over though a batch of it has no answer."""
    from newsletter.sending import ledger

    _rewritten(patch, ledger, "finish", ("'unknown', ", ""))


def hour_forgotten(patch: Patch) -> None:
    """Rule 3: a wave leaves when its window is over, whatever hour was asked for."""
    made = slots.Waves.__init__

    def without_hour(self: slots.Waves, campaign: Campaign, *of: object, **given: object) -> None:
        made(self, replace(campaign, send_at=0), *of, **given)

    patch.setattr(slots.Waves, "__init__", without_hour)


def handed_over_too_far_ahead(patch: Patch) -> None:
    """Rule 3: what is to leave in more than three days is handed over at once, which the provider refuses."""
    from newsletter.desk import carry

    patch.setattr(carry, "MOST_AHEAD", 10**9)
