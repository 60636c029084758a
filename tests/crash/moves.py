"""What befalls a branch in an evening: the moves of the model's histories, and those that only real processes make."""

import random
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsletter.sending.campaign import Campaign, ParkedBatch
from newsletter.sending.ledger import Ledger
from subscribers.statements import spell
from tests.crash.blow import Blow
from tests.crash.branch import Branch
from tests.crash.template import ISSUES
from tests.protocol import history

HOUR = 3600.0
#: Steps of a process that something may befall at, the earlier ones more often: few have so many.
STEPS = 140
#: After the last move the world goes on so long, in hours, each time somebody comes back.
COMING_BACK = (2, 2, 2, 2, 6, 12, 26, 26, 26, 26, 26)
#: Hours ahead at which an issue is to leave; the provider keeps nothing for longer than 72.
AHEAD = (1.5, 5, 30, 71, 74, 90)
MOST_KEPT = 72
#: Mailboxes that a person looks into.
LOOKED_INTO = 3
_MAILBOXES = spell(
    "mailboxes",
    "",
    """select person.address from delivery join person on person.id = delivery.subscriber
    where delivery.batch = :batch and delivery.state = 'with_batch' order by delivery.number limit :most""",
)


@dataclass
class History(history.History):
    """The moves of the model's histories, and those that only real processes can make."""

    branch: Branch
    #: By their names in Script; what they draw is drawn from `more`.
    ingredients: frozenset[str] = frozenset()
    more: random.Random = field(default_factory=lambda: random.Random(0))
    #: The issue that somebody is busy with.
    slug: str = "october"
    #: The newest campaign of each issue that was begun.
    newest: dict[str, str] = field(default_factory=dict)
    is_at_rest: bool = False

    def typed(self, letters: tuple[str, ...]) -> str:
        if "lost" in self.ingredients and not self.branch.counts["lost"]:
            self._lose()
        hours = 0.0
        if "hour" in self.ingredients and not self.is_at_rest and self.more.random() < 0.9:
            hours = self.more.choice(AHEAD)
        campaign = self.branch.begin(self.slug, languages=letters, ahead=hours * HOUR)
        if hours and campaign not in self.campaigns and self._campaign(campaign).send_at:
            self.note("it is to leave in", hours, "hours")
            self.branch.counts["hours"] += 1
            self.branch.counts["kept"] += hours > MOST_KEPT
        self.newest[self.slug] = campaign
        if "still" in self.ingredients and not self.branch.counts["stood still"]:
            self._stand_still()
        return campaign

    def _lose(self) -> None:
        """What comes in the next minutes is never in the provider's log."""
        begin = self.branch.account.ask("GET", "summary")["now"]
        self.branch.account.ask(
            "POST", "account", {"logs_lost": (begin, begin + self.more.choice((30, 600, 3600)))}
        )
        self.branch.counts["lost"] += 1

    def _stand_still(self) -> None:
        """The provider's log, for a day: it knows what came first, and not what is carried out later."""
        begin = self.branch.account.ask("GET", "summary")["now"] + self.more.choice((1, 60, 240))
        self.branch.account.ask("POST", "account", {"logs_stand": (begin, begin + 24 * HOUR)})
        self.branch.counts["stood still"] += 1

    def move_send(self) -> None:
        """The first time the other issue is begun meanwhile, where there are two."""
        if "two" in self.ingredients and self._other not in self.newest:
            self._begin_beside()
        elif "crowd" in self.ingredients and self.more.random() < 0.6:
            self.move_crowd()
        else:
            super().move_send()

    def move(self) -> None:
        if "two" not in self.ingredients or not self._move_of_two():
            super().move()
        if "word" in self.ingredients and self.more.random() < 0.5:
            self.say_what_is_true(self.campaigns[-1])

    @property
    def moves(self) -> Sequence[Any]:
        return (*super().moves, self.move_strike, self.move_abort,
                self.move_freeze, self.move_beside, self.move_together,
                self.move_told, self.move_pause_campaign)  # fmt: skip

    def death(self) -> Blow:
        """As in the model, by its steps."""
        return Blow(at=self._step() if self.chance.random() < 0.6 else -1)

    def _step(self) -> int:
        return 1 + int(STEPS * self.chance.random() ** 2.5)

    def move_anew(self) -> None:
        """Who has no delivery once a campaign is over is sent the issue again."""
        if self._state(self.campaigns[-1]) not in ("done", "undone"):
            return
        with self.branch.ledger() as database:
            left = Ledger(database).count_newcomers(ISSUES[self.slug])
        if left:
            self.note("anew")
            self.begin()
            self.move_send()

    def move_suspend(self) -> None:
        self._struck("suspended", Blow(at=self._step(), strike=self._pass))

    def move_freeze(self) -> None:
        """As a closed lid, at any moment whatever."""
        self._struck("frozen", Blow(after=self._moment(), strike=self._pass))

    def move_strike(self) -> None:
        """kill -9 at any moment whatever."""
        self._struck("struck", Blow(after=self._moment()))

    def move_abort(self) -> None:
        """As when Python itself breaks down: it writes down where every thread is."""
        self._struck("aborted", Blow(after=self._moment(), by=signal.SIGABRT))

    def move_second(self) -> None:
        def strike() -> None:
            self._pass()
            self.note("second", self.branch.resume(self.campaigns[-1], lock_holds=False, death=self.death()))

        self._struck("first", Blow(at=self._step(), strike=strike), lock_holds=False)

    def move_undo_meanwhile(self) -> None:
        self._struck("sending", Blow(at=self._step(), strike=self.move_undo))

    def move_told(self) -> None:
        """While the owner is stopped and keeps its lock, others come: they change nothing."""

        def strike() -> None:
            self.note("told", self.branch.resume(self.campaigns[-1]), self.branch.resolve(self.campaigns[-1]))

        self._struck("owner", Blow(at=self._step(), strike=strike))

    def move_beside(self) -> None:
        """Two processes at the same time, neither of which has the lock."""

        def strike() -> None:
            self.note("beside", self.branch.resume(self.campaigns[-1], lock_holds=False, death=self.death()))

        self._struck("one", Blow(after=self._moment(), strike=strike, stops=False), lock_holds=False)

    def move_together(self) -> None:
        """Somebody pauses or undoes while another process sends."""
        deed = self.chance.choice((self.move_undo, self.move_pause_campaign))
        self._struck("sending", Blow(after=self._moment(), strike=deed, stops=False))

    def move_pause_campaign(self) -> None:
        self.note("paused", self.branch.pause(self.campaigns[-1]))

    def move_stop(self) -> None:
        self._struck("sending", Blow(at=self._step(), strike=self.move_pause_campaign))

    def move_crowd(self) -> None:
        """Other programs take places of the account, or free them, while somebody sends or undoes."""

        def strike() -> None:
            slots = self.more.choice((0, 3, 7, 9, 10))
            self.branch.account.crowd(slots)
            self.branch.counts["crowds"] += 1
            self.note("other programs have", slots)

        deed = self.more.choice(("resume", "resume", "undo"))
        self._struck("amid others", self._met_with(strike), deed=deed)

    def say_what_is_true(self, campaign: str) -> None:
        """Where the log leaves a doubt, somebody looks into a few mailboxes of each batch, and says who has it.

        Whether it is too early for that is the command's to know.
        """
        if not self._parked(campaign):
            return
        self.note("asked first", self.branch.resolve(campaign))
        for word, has_it in (("--accept", True), ("--resend", False)):
            chosen = self._looked_into(campaign, has_it=has_it)
            if not chosen:
                continue
            death = self.death() if self.more.random() < 0.3 else None
            self.note("said", word, *chosen, self.branch.say(campaign, word, chosen, death=death))
            settled = set(chosen) - {batch.number for batch in self._parked(campaign)}
            self.branch.counts[word] += len(settled)

    def _looked_into(self, campaign: str, *, has_it: bool) -> list[int]:
        """The batches in doubt of whose people some have the issue at this moment, or none."""
        got = self.branch.account.received(in_the_end=False)
        with self.branch.ledger() as database:
            ledger = Ledger(database)
            issues = {each.id: each.issue for each in ledger.campaigns()}
            looked = {
                batch.number: [
                    address for (address,) in database.rows(_MAILBOXES, batch=batch.id, most=LOOKED_INTO)
                ]
                for batch in ledger.parked(campaign)
            }
        have = {
            (address, issues.get(mail["delivery"].rpartition("-")[0]))
            for address, mails in got.items()
            for mail in mails
        }
        return [
            number
            for number, addresses in looked.items()
            if any((address, issues[campaign]) in have for address in addresses) == has_it
        ]

    def _parked(self, campaign: str) -> list[ParkedBatch]:
        with self.branch.ledger() as database:
            return Ledger(database).parked(campaign)

    def _move_of_two(self) -> bool:
        """Whether it was a move of both issues; else it may be the other one's turn."""
        if self.more.random() < 0.4:
            self._abreast(lambda: self.note("the other", self.branch.resume(self.newest[self._other])))
            return True
        if self.more.random() < 0.5:
            self.slug = self._other
            self.campaigns.append(self.newest[self.slug])
        return False

    @property
    def _other(self) -> str:
        """The branch's other issue."""
        return next(slug for slug in ISSUES if slug != self.slug)

    def _begin_beside(self) -> None:
        """While the one is handed over, the other is begun."""

        def begin() -> None:
            self.slug = self._other
            self.begin()

        self._abreast(begin)
        if self._other not in self.newest:  # the one came to its end before
            begin()
        self.move_send()

    def _abreast(self, deed: Callable[[], None]) -> None:
        """A deed for the other issue while this one is handed over; they share the places of the account."""

        def strike() -> None:
            self.branch.counts["abreast"] += 1
            deed()

        self._struck("the one", self._met_with(strike))

    def _met_with(self, strike: Callable[[], None]) -> Blow:
        """Early in a process, for many are short."""
        if self.more.random() < 0.5:
            return Blow(at=1 + int(80 * self.more.random() ** 2), strike=strike)
        return Blow(after=self.more.uniform(0.0, 0.1), strike=strike, stops=False)

    def _struck(self, name: str, blow: Blow, *, deed: str = "resume", **how: bool) -> None:
        at = f"after {blow.after:.3f}" if blow.after >= 0 else f"step {blow.at}"
        campaign = self.campaigns[-1]
        self.note(name, deed, at, getattr(self.branch, deed)(campaign, death=blow, **how))

    def _pass(self) -> None:
        seconds = self.chance.choice(history.PAUSES)
        self.branch.clock.advance(seconds)
        self.note("meanwhile", seconds)

    def _moment(self) -> float:
        return self.chance.uniform(0.0, 0.15)

    def come_to_rest(self) -> None:
        """Without faults and with a right clock, until nothing is left to do."""
        self.branch.faults.rate = 0.0
        self.branch.clock.skew = 0.0
        self.branch.account.occupy(0)
        self.is_at_rest = True
        for hours in COMING_BACK:
            restless = [one for one in dict.fromkeys(self.campaigns) if not self._is_settled(one)]
            for campaign in restless:
                deed = self.branch.resume if self.chance.random() < 0.7 else self.branch.resolve
                self.note("rest", hours, deed(campaign))
                if "word" in self.ingredients and self.more.random() < 0.7:
                    self.say_what_is_true(campaign)
            if not restless and not self._is_sent_again():
                break
            self.branch.clock.advance(hours * HOUR)

    def _is_sent_again(self) -> bool:
        """Whoever gave an issue up sends it after all, once everything else is settled: now nobody may be left out."""
        before = len(self.campaigns)
        if self._state(self.campaigns[-1]) == "undone" and self.again.random() < history.AGAIN:
            self.move_anew()
        return len(self.campaigns) > before

    def _campaign(self, campaign: str) -> Campaign:
        with self.branch.ledger() as database:
            return Ledger(database).campaign(campaign)

    def _is_settled(self, campaign: str) -> bool:
        with self.branch.ledger() as database:
            ledger = Ledger(database)
            return ledger.campaign(campaign).is_over and not ledger.receipt(campaign).parked
