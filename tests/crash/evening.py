"""One seeded evening with real processes, and its judge: the history of tests.protocol, played for real."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.rehearsal.world import World
from newsletter.sending.ledger import Ledger
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of
from tests.crash import leaks
from tests.crash.base import Base
from tests.crash.branch import Branch, Faults
from tests.crash.hourglass import Glass
from tests.crash.moves import HOUR, History
from tests.crash.post_office import KEY, PostOffice
from tests.crash.script import Script
from tests.crash.template import ISSUES, PEOPLE, add_issue, variables
from tests.protocol import history

#: What must never be, by the field of a Tale that lists it.
WRONG = {
    "doubled": "got a campaign twice",
    "missed": "silently missed",
    "after_undo": "received after undo",
    "early": "received before its hour",
    "unlike": "ledger unlike judge",
    "foreign": "in another language than theirs",
    "receipts": "receipts that do not add up",
    "broken": "processes that broke down",
    "leaks": "addresses, names or keys told",
}
#: What nobody can prevent where a cancelled id lets late mail pass: counted there, and not a failure.
BEYOND_REPAIR = ("doubled", "after_undo", "unlike")
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
    early: list[str] = field(default_factory=list)
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


def play(script: Script, *, folder: Path, template: Path, base: Base, notes: bool = False) -> Tale:
    """Play the evening of a seed and judge it."""
    chance = random.Random(script.seed)
    world = script.world or World.named(f"{script.seed % _WORLDS:06b}")
    tale = Tale(seed=script.seed, base=base.name, world=world.name, kind=script.kind, aim=script.aim)
    with opened(script, chance, world, folder=folder, template=template, base=base) as branch:
        branch.notes = notes
        evening = History(
            branch, chance, *(random.Random(f"{script.seed}:{of}") for of in ("languages", "again")),
            ingredients=script.ingredients, more=random.Random(f"{script.seed}:more"),
        )  # fmt: skip
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
    add_issue(folder / "branch", "november")
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
    if "still" in script.ingredients and script.seed % 2:
        window = 0  # only then can something be carried out late and leave before such a log is asked
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


#: What a log that stands still does not show: more of it than else.
_LATE = ("late:300", "late:2400") * 5


def _kinds(script: Script, world: World, believes: bool) -> tuple[str, ...]:
    """Where no client can repair it (see unrepairable), what is executed 40 minutes late is left out."""
    hopeless = believes and not world.cancelled_id_blocks_mail_after_send_at and not script.is_apart
    kinds = (*script.kinds, *_LATE * ("still" in script.ingredients))
    return tuple(kind for kind in kinds if not (hopeless and kind.startswith("late:2400")))


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
        left = {slug: ledger.count_newcomers(ISSUES[slug]) for slug in evening.newest}
        begun = ledger.campaigns()
    tale.broken += [f"a campaign that nobody began: {each}" for each in unknown]
    if not evening.campaigns[0]:
        tale.broken.append("nothing ever began")
    for slug, number in left.items():
        called_back = any(numbers["called_back"] for numbers in _receipts(evening, slug))
        tale.missed += [f"{number} people without a delivery of {slug}"] * bool(number and not called_back)
    tale.early = _early(evening.branch, {each.id: each.send_at for each in begun})
    tale.broken += _broken(evening.branch)
    tale.counts = {
        **evening.branch.counts,
        "controls": evening.branch.account.ask("GET", "summary?until=end")["own"],
        "again": len(set(evening.campaigns)) - len(left),
        "other issue": len(left) - 1,
    }
    tale.leaks = [
        *leaks.told(sorted(evening.branch.said.iterdir())),
        *leaks.sent(evening.branch.account.seen()),
    ]
    diary = evening.branch.said.parent / "struck"
    lines = diary.read_text().splitlines() if diary.exists() else []
    tale.struck = [line for line in lines if not line.startswith("pass ")]
    tale.passed = sorted({line.removeprefix("pass ") for line in lines if line.startswith("pass ")})


def _receipts(evening: History, slug: str) -> list[dict[str, int]]:
    with evening.branch.ledger() as database:
        ledger = Ledger(database)
        return [ledger.receipt(each.id).to_json() for each in ledger.campaigns() if each.slug == slug]


def _early(branch: Branch, hours: dict[str, int]) -> list[str]:
    """Mails that somebody got before the hour of their campaign."""
    if not any(hours.values()):
        return []
    return [
        f"{address}: {hours[campaign] - mail['at']:.0f} seconds too early"
        for address, mails in branch.account.received().items()
        for mail in mails
        if mail["at"] < hours.get(campaign := mail["delivery"].rpartition("-")[0], 0)
    ]


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
