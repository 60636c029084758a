"""One seeded evening with real processes, and its judge: the history of tests.protocol, played for real."""

import random
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsletter.rehearsal.world import World
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of
from tests.crash import leaks
from tests.crash.base import Base
from tests.crash.blow import Blow
from tests.crash.branch import Branch, Faults
from tests.crash.hourglass import Glass
from tests.crash.post_office import KEY, PostOffice
from tests.crash.script import Script
from tests.crash.template import ISSUE, PEOPLE, variables
from tests.protocol import history

HOUR = 3600.0
#: What must never be, by the field of a Tale that lists it.
WRONG = {
    "doubled": "got a campaign twice",
    "missed": "silently missed",
    "after_undo": "received after undo",
    "unlike": "ledger unlike judge",
    "foreign": "in another language than theirs",
    "receipts": "receipts that do not add up",
    "broken": "processes that broke down",
    "leaks": "addresses, names or keys told",
}
#: What nobody can prevent where a cancelled id lets late mail pass: counted there, and not a failure.
BEYOND_REPAIR = ("doubled", "after_undo", "unlike")
#: Steps of a process that something may befall at, the earlier ones more often: few have so many.
STEPS = 140
#: After the last move the world goes on so long, in hours, each time somebody comes back.
COMING_BACK = (2, 2, 2, 2, 6, 12, 26, 26, 26, 26, 26)
_WORLDS = 64


@dataclass(kw_only=True)
class Tale:
    """What an evening came to, in numbers; `wrong` is what must never be."""

    seed: int
    base: str
    world: str
    kind: str = "usual"
    aim: str = ""
    people: int = 0
    deliveries: int = 0
    parked: int = 0
    waiting: int = 0
    #: Mails that a proxy doubled: told, and nobody's fault.
    copies: int = 0
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    after_undo: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    #: kill or stop, and at which step.
    struck: list[str] = field(default_factory=list)
    #: The kinds of steps that its processes came to.
    passed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        beyond = BEYOND_REPAIR if self.kind != "usual" else ()
        return not any(getattr(self, name) for name in WRONG if name not in beyond)


class History(history.History):
    """The moves of the model's histories, and those that only real processes can make."""

    branch: Branch

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
            left = Ledger(database).count_newcomers(ISSUE)
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

    def _struck(self, name: str, blow: Blow, **how: bool) -> None:
        at = f"after {blow.after:.3f}" if blow.after >= 0 else f"step {blow.at}"
        self.note(name, at, self.branch.resume(self.campaigns[-1], death=blow, **how))

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
        for hours in COMING_BACK:
            restless = [one for one in dict.fromkeys(self.campaigns) if not self._is_settled(one)]
            for campaign in restless:
                deed = self.branch.resume if self.chance.random() < 0.7 else self.branch.resolve
                self.note("rest", hours, deed(campaign))
            if not restless and not self._is_sent_again():
                break
            self.branch.clock.advance(hours * HOUR)

    def _is_sent_again(self) -> bool:
        """Whoever gave an issue up sends it after all, once everything else is settled: now nobody may be left out."""
        before = len(self.campaigns)
        if self._state(self.campaigns[-1]) == "undone" and self.again.random() < history.AGAIN:
            self.move_anew()
        return len(self.campaigns) > before

    def _is_settled(self, campaign: str) -> bool:
        with self.branch.ledger() as database:
            ledger = Ledger(database)
            return ledger.campaign(campaign).is_over and not ledger.receipt(campaign).parked


def play(script: Script, *, folder: Path, template: Path, base: Base, notes: bool = False) -> Tale:
    """Play the evening of a seed and judge it."""
    chance = random.Random(script.seed)
    world = script.world or World.named(f"{script.seed % _WORLDS:06b}")
    tale = Tale(seed=script.seed, base=base.name, world=world.name, kind=script.kind, aim=script.aim)
    with opened(script, chance, world, folder=folder, template=template, base=base) as branch:
        branch.notes = notes
        evening = History(
            branch, chance, *(random.Random(f"{script.seed}:{of}") for of in ("languages", "again"))
        )
        if script.seed % 3:
            # Several letters take a real process longer to make; a third of the evenings has them.
            evening.choices = (("en",),)
        evening.said = tale.said
        evening.live(chance.randrange(1, 7))
        evening.come_to_rest()
        judge(evening, tale)
    return tale


@contextmanager
def opened(script: Script, chance: random.Random, world: World, *, folder: Path, template: Path,
           base: Base) -> Iterator[Branch]:  # fmt: skip
    """A branch and its provider, as the seed has drawn them."""
    shutil.copytree(template, folder / "branch")
    (folder / "said").mkdir()
    glass = Glass(folder / "clock")
    with base.evening() as where:
        skew = chance.choice((-HOUR, 0.0, 0.0, HOUR))
        office = PostOffice.opened(folder / "seen.json", glass, world=world, skew=skew, seed=script.seed)
        try:
            yield _furnished(
                script, chance, world=world, office=office, glass=glass, folder=folder,
                environment=variables(where),
            )  # fmt: skip
        finally:
            office.close()


def _furnished(
    script: Script, chance: random.Random, *, world: World, office: PostOffice, glass: Glass, folder: Path,
    environment: dict[str, str],
) -> Branch:  # fmt: skip
    drawn = chance.random() < 0.5
    believes = (world.cancel_catches_later_mail and drawn) if script.believes is None else script.believes
    window = chance.choice(script.windows)
    branch = Branch(
        workspace=folder / "branch", said=folder / "said", glass=glass, account=office, chance=chance,
        variables={**environment, "NEWSLETTER_SENDGRID_HOST": office.url},
        batch_size=-(-PEOPLE // chance.randrange(1, 13)), window=window,
        faults=Faults(office, script.seed, _kinds(script, world, believes), tuple(script.only)),
        threads=chance.choice((1, 4)), aim=script.aim,
    )  # fmt: skip
    office.occupy(chance.choice((0, 0, 0, 3, 7, 9, 10)))
    if chance.random() < 0.2:
        office.ask("POST", "account", {"logs_lag": chance.choice((8, 20, 36)) * HOUR})
    branch.clock.skew = chance.choice((-HOUR, 0.0, 0.0, HOUR))
    branch.faults.rate = chance.choice(script.rates)
    if believes:
        with branch.ledger() as database:
            premises = Premises(database, account=account_of(office.url, KEY))
            premises.store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=branch.house().clock.now())
    return branch


def _kinds(script: Script, world: World, believes: bool) -> tuple[str, ...]:
    """Where no client can repair it (see unrepairable), what is executed 40 minutes late is left out."""
    hopeless = believes and not world.cancelled_id_blocks_mail_after_send_at and not script.is_apart
    return tuple(kind for kind in script.kinds if not (hopeless and kind.startswith("late:2400")))


def judge(evening: History, tale: Tale) -> None:
    """The model's own judgement, over the provider's record; and what only real processes can get wrong."""
    verdict = history.judge(evening, tale.seed)
    adding = [words for words in verdict.unlike if "add up" in words]
    tale.doubled, tale.missed, tale.after_undo = verdict.doubled, verdict.missed, verdict.after_undo
    tale.unlike, tale.receipts = [each for each in verdict.unlike if each not in adding], adding
    tale.foreign, tale.copies = verdict.foreign, verdict.copies
    tale.people, tale.deliveries, tale.parked = PEOPLE, verdict.deliveries, verdict.parked
    with evening.branch.ledger() as database:
        ledger = Ledger(database)
        tale.waiting = sum(ledger.receipt(each.id).planned for each in ledger.campaigns())
        unknown = {each.id for each in ledger.campaigns()} - set(evening.campaigns)
        left = ledger.count_newcomers(ISSUE)
    tale.broken += [f"a campaign that nobody began: {each}" for each in unknown]
    if not evening.campaigns[0]:
        tale.broken.append("nothing ever began")
    called_back = left and not any(numbers["called_back"] for numbers in _receipts(evening))
    tale.missed += [f"{left} people without a delivery"] * bool(called_back)
    tale.broken += _broken(evening.branch)
    tale.counts = {**evening.branch.counts, "again": len(set(evening.campaigns)) - 1}
    tale.leaks = [
        *leaks.told(sorted(evening.branch.said.iterdir())),
        *leaks.sent(evening.branch.account.seen()),
    ]
    diary = evening.branch.said.parent / "struck"
    lines = diary.read_text().splitlines() if diary.exists() else []
    tale.struck = [line for line in lines if not line.startswith("pass ")]
    tale.passed = sorted({line.removeprefix("pass ") for line in lines if line.startswith("pass ")})


def _receipts(evening: History) -> list[dict[str, int]]:
    with evening.branch.ledger() as database:
        return [Ledger(database).receipt(each).to_json() for each in dict.fromkeys(evening.campaigns)]


def _broken(branch: Branch) -> list[str]:
    """A process that met with something nobody had foreseen, or broke a rule of the provider's."""
    files = sorted(branch.said.iterdir())
    words = [file.name for file in files if _is_alarming(file.read_text(encoding="utf-8"))]
    rules = branch.account.ask("GET", "summary")["violations"]
    return [*words, *(f"rule broken: {rule}" for rule in rules)]


def _is_alarming(words: str) -> bool:
    # Whoever is aborted writes down where every thread is; they run on meanwhile, and Python may stumble over them.
    words = words.partition("Fatal Python error: Aborted")[0]
    return any(sign in words for sign in ("Traceback", "not foreseen", "Fatal Python error: S", "unforeseen"))
