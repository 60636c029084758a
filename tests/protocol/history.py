"""Random histories of a campaign, each from one seed: deaths, sleeps, undos, second processes, wrong clocks.

A history ends with somebody who comes back again and again, without faults, until nothing is left to do. Then the
provider's own record is held against the ledger.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.sending.campaign import Campaign, Kind
from newsletter.sending.languages import chosen
from newsletter.sending.ledger import Ledger
from newsletter.sending.receipt import Receipt
from subscribers.statements import spell
from tests.protocol.desk_model import Death, Evening, open_branch
from tests.protocol.model import Account, Faults, Got, VirtualClock, World

PEOPLE = 24
#: What people read, by turns, and the letters that there are in some of the histories.
SPOKEN = ("en", "es", "en", "cy", "es-MX")
LETTERS = (("en",), ("en",), ("en", "es"), ("en", "cy", "es"), ("es", "en"))
#: How often an undone issue is sent again at once: an undo is there for that.
AGAIN = 0.6
PAUSES = (5.0, 170.0, 1500.0, 1900.0, 2600.0, 7200.0, 30 * 3600.0)
_STANDS = spell(
    "stands",
    "",
    """select delivery.campaign, person.address, delivery.state, batch.state, person.language
    from delivery join batch on batch.id = delivery.batch join person on person.id = delivery.subscriber""",
)
_ATTEMPTS = spell("attempts", "", "select attempt from batch")


@dataclass
class Verdict:
    """What a history came to."""

    seed: int
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)  # the ledger says what the judge does not
    after_undo: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)  # in another language than the rule gives
    parked: int = 0
    deliveries: int = 0
    #: Mails that a proxy doubled.
    copies: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.doubled or self.missed or self.unlike or self.after_undo or self.foreign)


@dataclass
class History:
    """One seed's worth of trouble."""

    branch: Evening
    chance: random.Random
    #: Decides which letters there are, and nothing else.
    tongue: random.Random = field(default_factory=lambda: random.Random(0))
    #: Decides whether an undone issue is corrected and sent again at once, and nothing else.
    again: random.Random = field(default_factory=lambda: random.Random(0))
    #: What it chooses among.
    choices: tuple[tuple[str, ...], ...] = LETTERS
    campaigns: list[str] = field(default_factory=list)
    #: Of each campaign, the languages of its letters.
    letters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """A campaign in some languages: a translation may have come, or gone, since the last one."""
        letters = self.tongue.choice(self.choices)
        self.campaigns.append(self.typed(letters))
        self.letters.setdefault(self.campaigns[-1], letters)  # a process that dies begins nothing
        self.note("begun", self.campaigns[-1], "in", *letters)

    def typed(self, letters: tuple[str, ...]) -> str:
        """The campaign that somebody begins with letters in these languages."""
        return self.branch.begin(languages=letters)

    def live(self, moves: int) -> None:
        self.begin()
        self.move_send()
        for _ in range(moves):
            self.move()

    def move(self) -> None:
        self.chance.choice(self.moves)()
        if self._state(self.campaigns[-1]) == "undone" and self.again.random() < AGAIN:
            self.move_anew()

    @property
    def moves(self):
        return (self.move_send, self.move_send, self.move_pause, self.move_pause, self.move_undo, self.move_skew,
                self.move_suspend, self.move_second, self.move_undo_meanwhile, self.move_stop, self.move_resolve,
                self.move_anew)  # fmt: skip

    def death(self) -> Death:
        return Death(at=self.chance.randrange(1, 90) if self.chance.random() < 0.6 else -1)

    def note(self, *words: object) -> None:
        self.said.append(" ".join(map(str, words)))

    def move_send(self) -> None:
        death = self.death()
        self.note("resume", self.branch.resume(self.campaigns[-1], death=death), "step", death.at)

    def move_pause(self) -> None:
        seconds = self.chance.choice(PAUSES)
        self.branch.clock.advance(seconds)
        self.note("pause", seconds)

    def move_undo(self) -> None:
        death = self.death()
        self.note("undo", self.branch.undo(self.campaigns[-1], death=death), "step", death.at)

    def move_skew(self) -> None:
        self.branch.clock.skew = self.chance.choice((-3600.0, 0.0, 3600.0))
        self.note("skew", self.branch.clock.skew)

    def move_suspend(self) -> None:
        """A closed lid: everything stands still but the world."""
        seconds = self.chance.choice(PAUSES)
        death = Death(at=self.chance.randrange(1, 90), strike=lambda: self.branch.clock.advance(seconds))
        self.note("suspended", seconds, "step", death.at, self.branch.resume(self.campaigns[-1], death=death))

    def move_second(self) -> None:
        """Another process takes over from one that is suspended and has lost its lock; then that one wakes up."""
        seconds = self.chance.choice(PAUSES)

        def strike() -> None:
            self.branch.clock.advance(seconds)
            self.note("second", self.branch.resume(self.campaigns[-1], lock_holds=False, death=self.death()))

        death = Death(at=self.chance.randrange(1, 90), strike=strike)
        self.note(
            "first",
            seconds,
            "step",
            death.at,
            self.branch.resume(self.campaigns[-1], death=death, lock_holds=False),
        )

    def move_undo_meanwhile(self) -> None:
        def strike() -> None:
            self.note("undo meanwhile", self.branch.undo(self.campaigns[-1]))

        death = Death(at=self.chance.randrange(1, 90), strike=strike)
        self.note("sending", "step", death.at, self.branch.resume(self.campaigns[-1], death=death))

    def move_stop(self) -> None:
        """`campaign pause` in another window."""

        def strike() -> None:
            self.note("paused", self.branch.pause(self.campaigns[-1]))

        death = Death(at=self.chance.randrange(1, 90), strike=strike)
        self.note("sending", "step", death.at, self.branch.resume(self.campaigns[-1], death=death))

    def move_resolve(self) -> None:
        death = self.death()
        self.note("resolve", self.branch.resolve(self.campaigns[-1], death=death), "step", death.at)

    def move_anew(self) -> None:
        """The issue was corrected and is sent again, where the last campaign is over."""
        if self._state(self.campaigns[-1]) not in ("done", "undone"):
            return
        with self.branch.ledger() as database:
            if not Ledger(database).count_newcomers("i1"):
                return
        self.begin()
        self.move_send()

    def come_to_rest(self) -> None:
        """Without faults, hour by hour, until nothing is left to do; two days are enough for every proof."""
        self.branch.faults.rate = 0.0
        self.branch.clock.skew = 0.0
        for _ in range(40):
            for campaign in self.campaigns:
                if self._state(campaign) != "done":
                    self.branch.resume(campaign)
            if all(self._state(one) == "done" for one in self.campaigns):
                break
            self.branch.clock.advance(7200)

    def _state(self, campaign: str) -> str:
        with self.branch.ledger() as database:
            return str(Ledger(database).campaign(campaign).state)


def live(seed: int, folder: Path, template: Path, *, world: World | None = None, believes: bool | None = None,
         lateness: tuple[float, ...] = (20.0, 300.0, 2400.0), moves: int | None = None) -> Verdict:  # fmt: skip
    """Play the history of a seed and judge it."""
    chance = random.Random(seed)
    world = world or World(*(chance.random() < 0.7 for _ in range(4)))
    drawn = chance.random() < 0.5
    believed = (world.catches_later and drawn) if believes is None else believes
    if believed and not world.blocks_after:
        lateness = tuple(
            late for late in lateness if late < 1800
        )  # else see the world that no client can repair
    batches = chance.randrange(1, 13)
    branch = open_branch(
        folder, template, seed, batch_size=-(-PEOPLE // batches), believes=believed,
        account=Account(VirtualClock(skew=chance.choice((-3600.0, 0.0, 0.0, 3600.0))), world,
                        foreign=chance.choice((0, 0, 0, 3, 7, 9, 10))),
        faults=Faults(chance, rate=chance.choice((0.0, 0.05, 0.2, 0.5)), lateness=lateness),
        window=chance.choice((1800, 1800, 1800, 3600, 0)),
    )  # fmt: skip
    if chance.random() < 0.2:
        branch.account.log_from = branch.clock.server + chance.choice((8, 20, 36)) * 3600
    elif chance.random() < 0.3:
        branch.account.log_lag = chance.choice((0.5, 6, 8)) * 3600
    # Drawn apart: a seed's history stays the same in everything else.
    history = History(branch, chance, random.Random(f"{seed}:languages"), random.Random(f"{seed}:again"))
    history.live(chance.randrange(1, 7) if moves is None else moves)
    history.come_to_rest()
    return judge(history, seed)


def judge(history: History, seed: int) -> Verdict:
    """Hold the ledger against the provider's record."""
    with history.branch.ledger() as database:
        stands = database.rows(_STANDS)
        attempts = {str(attempt) for (attempt,) in database.rows(_ATTEMPTS)}
        ledger = Ledger(database)
        receipts = [(ledger.campaign(one), ledger.receipt(one)) for one in history.campaigns]
        issues = {each.id: each.issue for each in ledger.campaigns()}
        by_letter = {one: ledger.receipts(one).values() for one in history.campaigns}
    verdict = Verdict(seed, said=history.said)
    got = history.branch.account.got()
    copied = {(each.address, each.campaign) for each in got if each.is_copy}
    mails = [each for each in got if not each.is_copy]
    verdict.copies = len(got) - len(mails)
    total = Counter((each.address, issues.get(each.campaign, "")) for each in mails)
    verdict.doubled = [address for (address, _), number in total.items() if number > 1]
    by_campaign = Counter((each.address, each.campaign) for each in mails)
    for campaign, address, delivery, batch, _ in stands:
        number = by_campaign[address, campaign]
        state = batch if delivery == "with_batch" else delivery
        verdict.deliveries += 1
        verdict.parked += state in ("parked", "unknown", "in_flight")
        if state == "accepted":
            # The provider's log does not say which of two mails was the proxy's.
            if not number and (address, campaign) not in copied:
                verdict.missed.append(f"{address} {campaign}: accepted, and got nothing")
        elif state in ("called_back", "planned", "refused", "suppressed") and number:
            kind = verdict.after_undo if state == "called_back" else verdict.unlike
            kind.append(f"{address} {campaign}: {state}, and got {number}")
    verdict.unlike += [
        f"{each.address} got a mail of an attempt that the ledger does not know"
        for each in mails
        if each.attempt not in attempts
    ]
    spoken = {address: language for _, address, _, _, language in stands}
    verdict.foreign = list(_foreign(history, spoken, mails))
    _add_up(verdict, receipts, by_letter)
    return verdict


def _add_up(
    verdict: Verdict,
    receipts: Sequence[tuple[Campaign, Receipt]],
    by_letter: Mapping[str, Collection[Receipt]],
) -> None:
    verdict.unlike += _unlike_their_letters(receipts, by_letter)
    for campaign, receipt in receipts:
        numbers = receipt.to_json()
        parts = sum(
            numbers[key] for key in ("accepted", "refused", "suppressed", "parked", "called_back", "planned")
        )
        if (
            parts != receipt.deliveries
            or receipt.deliveries != campaign.size
            or campaign.kind is not Kind.REAL
        ):
            verdict.unlike.append(f"{campaign.id}: the receipt does not add up")
        if receipt.planned and str(campaign.state) in ("done", "undone"):
            verdict.missed.append(f"{campaign.id}: over, and {receipt.planned} planned")


def _unlike_their_letters(
    receipts: Sequence[tuple[Campaign, Receipt]], by_letter: Mapping[str, Collection[Receipt]]
) -> list[str]:
    """Campaigns whose receipt is not the sum of those of its letters."""
    return [
        f"{campaign.id}: the receipts of its letters do not add up to its own"
        for campaign, receipt in receipts
        for key, number in receipt.to_json().items()
        if sum(each.to_json()[key] for each in by_letter[campaign.id]) != number
    ]


def _foreign(history: History, spoken: Mapping[str, str], mails: Sequence[Got]) -> Iterator[str]:
    """Mails that people got in another language than the rule gives for the letters of their campaign."""
    for mail in mails:
        letters = history.letters.get(mail.campaign, ("?",))
        if mail.language != (chosen(spoken[mail.address], letters) or letters[0]):
            yield f"{mail.address} reads {spoken[mail.address]} and got {mail.language} of {letters}"
