"""The ledger: campaigns, batches and deliveries, and the only ways in which they change state.

Each method is one transaction and one promise. Between `intend` and `settle` a batch is in flight: whoever finds it
so after a crash does not know whether it was handed over. The ledger holds ids and never an address.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from newsletter.errors import CampaignError, ExitCode, repeated
from newsletter.sending.campaign import (
    UNJUDGED,
    Attempt,
    Batch,
    BatchState,
    Campaign,
    Kind,
    Left,
    Member,
    Members,
    Orphan,
    ParkedBatch,
    Plan,
    delivery_ids,
    number_of,
)
from newsletter.sending.languages import MAIN, Share, share_out
from newsletter.sending.receipt import Receipt, add_up
from newsletter.sending.seal import BatchSeal, put_seals, read_members
from newsletter.sending.sieve import Remembers, Sieve
from subscribers.audience import is_most_of_list
from subscribers.database import Database
from subscribers.identity import new_id
from subscribers.moments import from_micros, to_micros
from subscribers.schema import migrate
from subscribers.statements import Statement, load_statements

#: In the order of the columns of `receipt`.
_DELIVERY_STATES = ("with_batch", "refused", "suppressed", "called_back")

#: By whether everybody gets it, or newcomers only; and whether there is one letter for all of them.
_FREEZE = {
    (False, True): "freeze_newcomers",
    (True, True): "freeze_everybody",
    (False, False): "freeze_newcomers_reading",
    (True, False): "freeze_everybody_reading",
}


def migrate_ledger(database: Database) -> None:
    """Bring the ledger's tables to the newest schema."""
    migrate(database, component="ledger", folder=Path(__file__).parent / "migrations")


class Ledger:
    """The ledger over one connection; one instance per thread.

    `marks` is needed by whoever asks for the newcomers of an issue: some of its people may stand there by mark only.
    """

    def __init__(self, database: Database, *, marks: Remembers | None = None) -> None:
        self._db = database
        self.sieve = Sieve(database, marks)

    # --- a campaign begins -------------------------------------------------------------------------------

    def count_newcomers(self, issue: str) -> int:
        """How many people may be mailed and have no delivery of the issue by a real campaign."""
        with self._recalling(issue):
            return int(self._db.value(_sql("count_planned_people"), issue=issue))

    def count_everybody(self) -> int:
        return int(self._db.value(_sql("count_everybody")))

    def count_languages(self, issue: str, *, everybody: bool) -> dict[str, int]:
        """How many people of each language a campaign of the issue would go to, as the list spells the languages."""
        if everybody:
            return dict(Counter(language for (language,) in self._db.iterate(_sql("languages_of_everybody"))))
        with self._recalling(issue):
            rows = self._db.iterate(_sql("languages_of_newcomers"), issue=issue)
            return dict(Counter(language for (language,) in rows))

    def sample(self, issue: str, *, everybody: bool, most: int) -> dict[str, str]:
        """A few people a campaign would go to: their ids, in order, and their languages."""
        if everybody:
            return dict(self._db.rows(_sql("sample_everybody"), most=most))
        with self._recalling(issue):
            return dict(self._db.rows(_sql("sample_newcomers"), issue=issue, most=most))

    @contextmanager
    def _recalling(self, issue: str) -> Iterator[None]:
        """Within the block it is known who has the issue by a mark; no connection can ask for newcomers without."""
        with self._db.turn(), nullcontext() if self._db.in_transaction else self._db.scratch():
            self.sieve.recall(issue)
            yield

    def begin(self, plan: Plan, *, now: datetime, left_out: Sequence[str] = ()) -> None:
        """Freeze content and audience in one transaction; `left_out` are people who are not to get it after all.

        Raises CampaignError, and nothing has begun, when the audience is no longer the one that was agreed to.
        """
        with self._db.transaction():
            if (unfinished := self.unfinished(plan.issue, plan.kind)) is not None:
                raise still_unfinished(unfinished)
            if not self._is_as_agreed(plan):
                raise _audience_changed()
            self._db.run(
                _sql("add_campaign"), id=plan.id, issue=plan.issue, slug=plan.slug, kind=plan.kind,
                transport=plan.transport, repetition=plan.repetition, content=json.dumps(plan.content),
                content_hash=plan.content_hash, created=to_micros(now), undo_window=plan.undo_window,
                send_at=plan.send_at, audience=plan.audience,
            )  # fmt: skip
            if plan.people:
                self._freeze(plan)
            self._db.run(_sql("set_size"), id=plan.id, size=plan.people)
            self._leave_out_people(plan.id, left_out)
            if self._is_whole_list(plan):
                put_seals(self._db, plan.id)

    def leave_out(self, campaign: str, subscribers: Sequence[str]) -> None:
        """People who are not to get a drill after all, for it must not change the list."""
        with self._db.transaction():
            self._leave_out_people(campaign, subscribers)
            self._db.run(_sql("break_seals"), campaign=campaign)

    def _leave_out_people(self, campaign: str, subscribers: Sequence[str]) -> None:
        for subscriber in subscribers:
            self._db.run(_sql("leave_out_subscriber"), campaign=campaign, subscriber=subscriber)

    def _is_as_agreed(self, plan: Plan) -> bool:
        """Whether the audience and the repetition are still those that somebody said yes to."""
        if plan.repetition and plan.repetition != self.next_repetition(plan.issue):
            return False
        everybody = self._goes_to_everybody(plan)
        if plan.choice is not None:
            self.sieve.sift(plan.choice, None if everybody else plan.issue)
            return plan.people == sum(self.sieve.readers().values())
        if plan.people:
            return True  # that is seen when they have become deliveries: one walk through the list less
        return not (self.count_everybody() if everybody else self.count_newcomers(plan.issue))

    def next_repetition(self, issue: str) -> int:
        """The number that the next `--again` of an issue has."""
        return int(self._db.value(_sql("last_repetition"), issue=issue)) + 1

    def other_id(self, slug: str, issue: str) -> str | None:
        """The id under which another issue of the same name was really sent."""
        row = self._db.one(_sql("other_id_of_slug"), slug=slug, issue=issue)
        return None if row is None else str(row[0])

    def _freeze(self, plan: Plan) -> None:
        """Share after share: numbers run on, and a batch has one letter. Without several, everybody is one share."""
        people = batches = 0
        for share in self._shares(plan):
            number = -(-share.people // plan.batch_size)
            self._db.run(
                _sql("add_batches"), campaign=plan.id, batches=number, batch_size=plan.batch_size,
                people=share.people, before=batches, language=share.letter,
            )  # fmt: skip
            if self._freeze_share(plan, share, people, batches) != share.people:
                raise _audience_changed()
            people, batches = people + share.people, batches + number
        if people != plan.people:
            raise _audience_changed()

    def _shares(self, plan: Plan) -> list[Share]:
        """Nobody's share is left out: there is no batch of nobody."""
        if len(plan.languages) < 2:
            return [Share(letter=MAIN, readers=(), people=plan.people)]
        if plan.choice is not None:
            counts = self.sieve.readers()
        else:
            counts = self.count_languages(plan.issue, everybody=self._goes_to_everybody(plan))
        return [share for share in share_out(counts, plan.languages) if share.people]

    def _freeze_share(self, plan: Plan, share: Share, people: int, batches: int) -> int:
        """How many became deliveries; `people` and `batches` were frozen before them."""
        everybody, is_whole = self._goes_to_everybody(plan), not share.readers
        given: dict[str, object] = {"campaign": plan.id, "issue": plan.issue, "batch_size": plan.batch_size}
        if plan.choice is not None:
            readers = "" if is_whole else f"|{'|'.join(share.readers)}|"
            given |= {"kind": plan.kind, "repetition": plan.repetition, "readers": readers}
            return self.sieve.freeze(**given, people_before=people, batches_before=batches)
        if everybody:
            given |= {"kind": plan.kind, "repetition": plan.repetition}
        if is_whole:
            given["people"] = plan.people
        else:
            readers = f"|{'|'.join(share.readers)}|"
            given |= {"readers": readers, "people_before": people, "batches_before": batches}
        with nullcontext() if everybody else self._recalling(plan.issue):
            return self._db.run(_sql(_FREEZE[everybody, is_whole]), **given)

    def _is_whole_list(self, plan: Plan) -> bool:
        """Whether a batch is as good as all who stand between its first and its last on the list."""
        return plan.choice is None and len(plan.languages) < 2 and is_most_of_list(self._db, plan.people)

    @staticmethod
    def _goes_to_everybody(plan: Plan) -> bool:
        """Whether a delivery that somebody has already makes no difference."""
        return plan.kind is Kind.DRILL or plan.repetition > 0

    # --- looking -----------------------------------------------------------------------------------------

    def campaign(self, campaign: str) -> Campaign:
        row = self._db.one(_sql("campaign"), id=campaign)
        if row is None:
            raise CampaignError(
                f"There is no campaign called {repeated(campaign)}.",
                remedy="See them all with: newsletter campaign list",
                code="no-campaign",
            )
        return Campaign.from_row(row)

    def campaigns(self) -> list[Campaign]:
        return [Campaign.from_row(row) for row in self._db.rows(_sql("campaigns"))]

    def unfinished(self, issue: str, kind: Kind) -> str | None:
        """The id of the issue's campaign that is still to be carried on."""
        row = self._db.one(_sql("unfinished_campaign"), issue=issue, kind=kind)
        return None if row is None else str(row[0])

    def latest(self, issue: str, kind: Kind) -> str | None:
        row = self._db.one(_sql("latest_campaign"), issue=issue, kind=kind)
        return None if row is None else str(row[0])

    def content(self, campaign: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self._db.value(_sql("content"), id=campaign))
        return loaded

    def receipt(self, campaign: str) -> Receipt:
        return _add_up(self._db.rows(_sql("receipt"), campaign=campaign))

    def receipts(self, campaign: str) -> dict[str, Receipt]:
        """The receipt of each letter that somebody gets, by what its batches say of its language."""
        letters = [language for (language,) in self._db.rows(_sql("letters"), campaign=campaign)]
        if len(letters) < 2:
            return {language: self.receipt(campaign) for language in letters}
        sql = _sql("receipt_of_letter")
        return {
            language: _add_up(self._db.rows(sql, campaign=campaign, language=language))
            for language in letters
        }

    def refusals(self, campaign: str, language: str | None = None) -> dict[str, int]:
        """Reasons of refusal and how many each; of one letter where its language is named."""
        if language is None:
            return dict(self._db.rows(_sql("refusal_reasons"), campaign=campaign))
        return dict(self._db.rows(_sql("refusal_reasons_of_letter"), campaign=campaign, language=language))

    def parked(self, campaign: str) -> list[ParkedBatch]:
        rows = self._db.rows(_sql("parked_batches"), campaign=campaign)
        return [
            ParkedBatch(id_, number, size, reason, from_micros(at), attempt, handed, send_at, silent)
            for id_, number, size, reason, at, attempt, handed, send_at, silent in rows
        ]

    def controls(self, batch: ParkedBatch, *, within: int, most: int) -> list[tuple[str, str, int]]:
        """Batches taken at about the same time as one in doubt, the nearest first: (batch, attempt, UNIX seconds)."""
        given = {"batch": batch.id, "around": batch.handed, "within": within, "most": most}
        rows = self._db.rows(_sql("control_batches"), campaign=batch.id.rpartition(".")[0], **given)
        return [(batch, attempt, handed) for batch, attempt, handed in rows]

    def parked_members(self, campaign: str) -> list[Member]:
        return list(map(Member._make, self._db.rows(_sql("parked_deliveries"), campaign=campaign)))

    # --- forgetting --------------------------------------------------------------------------------------

    def unsettled(self, subscriber: str, *, now: float) -> list[str]:
        """Campaigns that are on their way to somebody, or may be; `now` is UNIX seconds by the provider's clock."""
        rows = self._db.rows(_sql("unsettled_campaigns_of"), subscriber=subscriber, now=int(now))
        return [str(campaign) for (campaign,) in rows]

    def drills_of(self, subscriber: str) -> list[tuple[str, str]]:
        """Campaign and delivery of all that drills wrote for somebody."""
        rows = self._db.rows(_sql("drill_deliveries_of"), subscriber=subscriber)
        return [(campaign, f"{campaign}-{number}") for campaign, number in rows]

    def forget(self, subscriber: str, mark_of: Callable[[str], str], *others_of: Callable[[str], str]) -> int:
        """Put marks in place of a person, by issue; how many deliveries that were. In the caller's transaction.

        The receipts stay as they are, and so does "nobody twice": also for who comes back by an address that they had
        besides (`others_of`).
        """
        number = 0
        for campaign, issue in self._db.rows(_sql("issues_of_campaigns")):
            given = {"campaign": campaign, "subscriber": subscriber}
            # Where the mark stands for somebody already (they shared the address) one that nobody can find will do.
            for mark in (mark_of(issue), f"~{new_id()}"):
                number += self._db.run(_sql("mark_real_delivery"), issue=issue, mark=mark, **given)
                number += self._db.run(_sql("mark_drill_delivery"), mark=mark, **given)
            number += self._db.run(_sql("mark_called_back_deliveries"), mark=mark_of(issue), **given)
            self._db.run(_sql("break_seals"), campaign=campaign)
        self._keep_other_marks([mark_of, *others_of])
        return number

    def _keep_other_marks(self, marks_of: Sequence[Callable[[str], str]]) -> None:
        """Whoever has an issue by one of these marks has it by all of them."""
        pairs = [(own_of, other_of) for own_of in marks_of for other_of in marks_of if other_of is not own_of]
        for issue in self._issues() if pairs else ():
            for own_of, other_of in pairs:
                self._db.run(_sql("keep_other_mark"), issue=issue, own=own_of(issue), mark=other_of(issue))

    def _issues(self) -> set[str]:
        return {str(issue) for _, issue in self._db.rows(_sql("issues_of_campaigns"))}

    def move_marks(self, old_of: Callable[[str], str], new_of: Callable[[str], str]) -> None:
        """Somebody has a new address: their marks, by issue, become others. In the caller's transaction."""
        for issue in self._issues():
            for statement in ("move_mark", "move_other_mark", "follow_mark"):
                self._db.run(_sql(statement), issue=issue, old=old_of(issue), mark=new_of(issue))

    # --- the owner ---------------------------------------------------------------------------------------

    def take_over(self, campaign: str, *, owner: str, now: datetime, even_if_over: bool = False) -> int:
        """Become the owner: returns the new fencing number. The caller holds the campaign's lock.

        One that is over can be taken over for its parked batches only: it never hands over again.
        """
        with self._db.transaction():
            changed = self._db.run(
                _sql("take_over"),
                id=campaign,
                owner=owner,
                now=to_micros(now),
                even_if_over=int(even_if_over),
            )
            if not changed:
                raise CampaignError(
                    "This campaign is finished.",
                    remedy=f"See it with: newsletter campaign receipt {campaign}",
                    code="campaign-finished",
                )
            return self.campaign(campaign).fence

    def orphans(self, campaign: str) -> list[Orphan]:
        rows = self._db.rows(_sql("orphans"), campaign=campaign)
        return [Orphan(batch, bool(handing), wave, reason) for batch, handing, wave, reason in rows]

    def settle_orphan(self, batch: str, state: BatchState, *, fence: int, reason: str, now: datetime) -> None:
        with self._db.transaction():
            self._db.run(
                _sql("settle_orphan"), id=batch, state=state, fence=fence, reason=reason, now=to_micros(now)
            )

    def settle_parked(self, batch: str, state: BatchState, *, fence: int, reason: str, now: datetime) -> None:
        """What proof, or a person, says about a parked batch."""
        with self._db.transaction():
            self._db.run(
                _sql("settle_parked"), id=batch, state=state, fence=fence, reason=reason, now=to_micros(now)
            )
            if state is BatchState.CALLED_BACK:
                self._db.run(_sql("call_back_deliveries_of_batch"), batch=batch)

    def note_silence(self, batch: str, *, fence: int, at: int) -> None:
        """The provider's log did not know a parked batch at `at` (UNIX seconds); the first such moment is kept."""
        with self._db.transaction():
            self._db.run(_sql("note_silence"), id=batch, fence=fence, at=at)

    def stop(self, campaign: str, *, fence: int, code: str, message: str, remedy: str) -> None:
        with self._db.transaction():
            self._db.run(_sql("stop"), id=campaign, fence=fence, code=code, message=message, remedy=remedy)

    def pause(self, campaign: str, *, message: str, remedy: str) -> bool:
        """Stop a campaign that is being sent; anybody may say so. False: it is not being sent."""
        with self._db.transaction():
            return bool(self._db.run(_sql("pause"), id=campaign, message=message, remedy=remedy))

    def ask_undo(self, campaign: str) -> bool:
        """Commit that the campaign never hands over again, whoever sends it now. Anybody may say so."""
        with self._db.transaction():
            return bool(self._db.run(_sql("ask_undo"), id=campaign))

    def call_back_planned(self, campaign: str, *, now: datetime) -> None:
        """Whoever waits in a campaign that is being undone gets nothing from it."""
        with self._db.transaction():
            self._db.run(_sql("call_back_deliveries"), campaign=campaign)
            self._db.run(_sql("call_back_batches"), campaign=campaign, now=to_micros(now))

    def end_undo(self, campaign: str, *, fence: int) -> bool:
        with self._db.transaction():
            return bool(self._db.run(_sql("end_undo"), id=campaign, fence=fence))

    def note_undo(self, campaign: str, *, fence: int, code: str) -> None:
        """Say why an undo is not finished; it stays an undo."""
        with self._db.transaction():
            self._db.run(_sql("note_undo"), id=campaign, fence=fence, code=code)

    def reopen(self, campaign: str, languages: Iterable[str], *, fence: int) -> None:
        """Take every refusal of these letters back: when nobody at all is taken, it is not the people."""
        with self._db.transaction():
            for language in languages:
                these = {"campaign": campaign, "language": language, "fence": fence}
                self._db.run(_sql("reopen_refused_deliveries"), **these)
                self._db.run(_sql("reopen_refused_batches"), **these)

    def finish(self, campaign: str, *, fence: int) -> bool:
        """Mark the campaign done if nothing is planned, in flight or in doubt; says whether it did."""
        with self._db.transaction():
            return bool(self._db.run(_sql("finish"), id=campaign, fence=fence))

    # --- one batch ---------------------------------------------------------------------------------------

    def first_planned(self, campaign: str, language: str) -> Batch | None:
        """A planned batch of one letter; None: there is none left."""
        row = self._db.one(_sql("first_planned_batch"), campaign=campaign, language=language)
        return None if row is None else Batch(*row)

    def planned(self, campaign: str, *, most: int) -> list[Batch]:
        rows = self._db.rows(_sql("planned_batches"), campaign=campaign, most=most)
        return [Batch(*row) for row in rows]

    def count_planned_batches(self, campaign: str) -> int:
        return int(self._db.value(_sql("count_planned_batches"), campaign=campaign))

    def count_planned(self, campaign: str) -> int:
        """How many deliveries the planned batches were made with: quick, and good enough for a progress bar."""
        return int(self._db.value(_sql("count_planned"), campaign=campaign))

    def intend(
        self, attempt: Attempt, *, now: datetime, handed: int | None = None, parcel_hash: str = "",
        seen: Batch | None = None, left_out: Sequence[str] = (), is_trial: bool = False,
    ) -> bool:  # fmt: skip
        """Commit that the first byte is about to leave, at `handed` (UNIX seconds); `parcel_hash` says what it is.

        False, and nothing was changed: somebody else has the batch, the campaign no longer sends, the wave takes no
        more, or the batch is no longer as it was `seen` when its people were read: tried since, or its seal broken.
        From now on this attempt alone may change the batch. `left_out` are deliveries that do not go, because of an
        opt-out since the plan. With `handed` left out no byte is about to leave: it is the way to say what became of
        the batch without.
        """
        what = {
            "id": attempt.batch, "attempt": attempt.id, "fence": attempt.fence, "wave": attempt.wave,
            "looked": int(seen is not None), "seal": seen.seal if seen else "", "before": seen.attempt if seen else "",
            "now": to_micros(now), "handing": int(handed is not None), "handed": handed or 0,
            "parcel_hash": parcel_hash, "reason": UNJUDGED if is_trial else "",
        }  # fmt: skip
        if left_out:
            with self._db.transaction():
                is_ours = bool(self._db.run(_sql("intend"), **what))
                if is_ours:
                    self._leave_out(attempt, left_out, Left.SUPPRESSED, "")
            return is_ours
        run = self._db.run_unsynced if handed is None else self._db.run_kept
        return bool(run(_sql("intend"), **what))

    def batch(self, batch: str) -> Batch:
        """A batch as it is now, whatever its state."""
        row = self._db.one(_sql("batch"), id=batch)
        assert row is not None, "batches are never removed while their campaign is there"  # noqa: S101
        return Batch(*row)

    def members(self, batch: str, seal: str = "") -> Members:
        """The deliveries that are to go with a batch; an unbroken seal of it says so without reading them."""
        campaign = batch.rpartition(".")[0]
        if seal:
            return BatchSeal.parse(seal).members(campaign, lambda: read_members(self._db, batch)[1])
        numbers, subscribers = read_members(self._db, batch)
        return Members(delivery_ids(campaign, numbers), subscribers)

    def called_back(self, batch: str) -> Sequence[str]:
        """Whose deliveries of a batch were called back."""
        return read_members(self._db, batch, BatchState.CALLED_BACK)[1]

    def settle(self, attempt: Attempt, state: BatchState, *, reason: str = "", now: datetime) -> bool:
        """Commit the outcome. False: this attempt no longer counts, and nothing was changed.

        That it was accepted need not wait for the disk: the next commit that does keeps it, too. A power cut before
        that leaves the batch in doubt, as a lost answer would; the death of this process loses nothing.
        """
        run = self._db.run_unsynced if state is BatchState.ACCEPTED else self._db.run
        return self._settle(attempt, state, reason, now, run=run)

    def settle_unknown(self, attempt: Attempt, *, reason: str, closes: bool, now: datetime) -> bool:
        """Commit that there was no clear answer; a wave that is to be called back whole takes no batch any more."""
        with self._db.transaction():
            settled = self._settle(attempt, BatchState.UNKNOWN, reason, now)
            if settled and closes:
                self._db.run(load_statements("newsletter.sending", "wave.sql")["close_wave"], id=attempt.wave)
            return settled

    def refuse(self, attempt: Attempt, refused: dict[str, str], *, now: datetime) -> bool:
        """Commit refusals (delivery -> reason); the rest of the batch is planned again."""
        with self._db.transaction():
            for delivery, reason in refused.items():
                self._leave_out(attempt, [delivery], Left.REFUSED, reason)
            left = len(self.members(attempt.batch))
            return self._settle(attempt, BatchState.PLANNED if left else BatchState.REFUSED, "", now)

    def split(self, attempt: Attempt, campaign: str, *, now: datetime) -> bool:
        """Commit that the batch was not taken, and cut it in halves; both are planned again."""
        with self._db.transaction():
            members = len(self.members(attempt.batch))
            half = (members + 1) // 2
            point = self._db.value(_sql("split_point"), batch=attempt.batch, offset=half - 1)
            number = int(self._db.value(_sql("next_batch_number"), campaign=campaign))
            new = f"{campaign}.{number}"
            if not self._settle(attempt, BatchState.PLANNED, "", now):
                return False
            self._db.run(_sql("add_batch"), id=new, number=number, size=members - half, half_of=attempt.batch)
            self._db.run(_sql("move_to_batch"), batch=attempt.batch, to=new, number=point)
            self._db.run(_sql("set_batch_size"), id=attempt.batch, size=half)
            return True

    def count_refused(self, campaign: str) -> int:
        return int(self._db.value(_sql("count_refused"), campaign=campaign))

    def refuse_single(
        self, attempt: Attempt, campaign: str, delivery: str, reason: str, *, now: datetime
    ) -> set[str]:
        """Refuse one for a reason that named nobody, unless somebody was refused for the same before.

        Returns the languages of those, empty where there were none: else the mail is at fault, not people, and nobody
        is refused for it any more. One transaction, so that two threads that learn it at once do not strike off one
        person each.
        """
        with self._db.transaction():
            earlier = self._db.rows(_sql("refused_singles"), campaign=campaign, reason=reason)
            if not earlier:
                self._leave_out(attempt, [delivery], Left.REFUSED, reason)
            state = BatchState.PLANNED if earlier else BatchState.REFUSED
            if not self._settle(attempt, state, "", now):
                return set()
            for batch, other, _ in earlier:
                self._db.run(_sql("reopen_delivery"), batch=batch, number=other)
                self._db.run(_sql("reopen_batch"), id=batch)
            return {language for _, _, language in earlier}

    def beat(self, campaign: str, *, fence: int, now: datetime) -> None:
        with self._db.transaction():
            self._db.run(_sql("beat"), id=campaign, fence=fence, now=to_micros(now))

    def _settle(
        self, attempt: Attempt, state: BatchState, reason: str, now: datetime, *,
        run: Callable[..., int] | None = None,
    ) -> bool:  # fmt: skip
        settled = (run or self._db.run)(
            _sql("settle"), id=attempt.batch, attempt=attempt.id, fence=attempt.fence, state=state, reason=reason,
            now=to_micros(now),
        )  # fmt: skip
        return bool(settled)

    def _leave_out(self, attempt: Attempt, deliveries: Sequence[str], state: Left, reason: str) -> None:
        for delivery in deliveries:
            self._db.run(
                _sql("leave_out"),
                batch=attempt.batch,
                number=number_of(delivery),
                attempt=attempt.id,
                state=state,
                reason=reason,
            )


def _add_up(rows: Iterable[Sequence[Any]]) -> Receipt:
    """Of rows of `receipt`."""
    return add_up(
        (batch, delivery, number)
        for batch, *numbers in rows
        for delivery, number in zip(_DELIVERY_STATES, numbers, strict=True)
    )


def parcel_hash(content_hash: str, deliveries: Iterable[str]) -> str:
    """Of the content and the deliveries' ids; not of addresses, which must leave no trace here."""
    return hashlib.sha256((content_hash + "".join(deliveries)).encode()).hexdigest()


def still_unfinished(campaign: str) -> CampaignError:
    """Typing `send` again mails nobody twice: it points at the campaign that is to be carried on."""
    error = CampaignError(
        "This issue already has a campaign that is not finished. Nothing was started.",
        remedy=f"Go on with it: newsletter campaign resume {campaign}",
        code="campaign-unfinished",
    )
    error.exit_code = ExitCode.WRONG_USAGE
    return error


def _audience_changed() -> CampaignError:
    return CampaignError(
        "The list changed while you were reading the question. Nothing was sent.",
        remedy="Type the same line again to see the new number.",
        code="audience-changed",
    )


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "ledger.sql")[name]
