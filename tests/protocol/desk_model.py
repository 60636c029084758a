"""The desk's own deeds over the model of a provider: one process after another, each of which may die anywhere."""

import random
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from newsletter.desk.campaigns import pause, resume
from newsletter.desk.carry import carry
from newsletter.desk.resolve import Decision, resolve
from newsletter.desk.undo import undo
from newsletter.errors import NewsletterError
from newsletter.sending.campaign import Kind, Plan
from newsletter.sending.ledger import Ledger
from newsletter.sending.pace import Pace
from newsletter.sending.provider import Provider
from newsletter.settings import Branch, Settings
from newsletter.settings import Sending as SendingSettings
from newsletter.wiring import House
from newsletter.workspace import Workspace
from subscribers.database import open_sqlite
from subscribers.people import People
from tests.campaigns import HASH_KEY, add_people, make_frozen, prepared
from tests.protocol.model import OFFICE, Account, Ear, Faults, KilledError, Line, VirtualClock

KEY = b"k" * 32
#: Steps that a trial takes as handing over does.
_OF_TRIALS = frozenset(f"{when}-{deed}" for when in ("before", "after") for deed in ("intend",))
WINDOW = 1800
_DEEDS_OF = ("sending/ledger.py", "sending/wave.py", "sending/control.py")


class Quiet:
    """Nobody at the keyboard; every question is answered with yes."""

    def __getattr__(self, _name: str):
        return lambda *_, **__: None


@dataclass
class Death:
    """Counts the steps of a process and strikes at one of them: a kill, or what `strike` does instead.

    The step is a number, or the name of a step such as "after-intend": the first of that name, not counting those of
    the trial of a letter before anybody is mailed.
    """

    at: int | str = -1
    count: int = 0
    strike: object = None
    #: A process that takes more steps would never end, and is killed.
    most: int = 10**9
    steps: list[str] = field(default_factory=list)

    def __call__(self, step: str) -> None:
        self.count += 1
        self.steps.append(step)
        if self.count > self.most:
            raise KilledError(step)
        if self.at == self.count or (self.at == step and not self._is_of_the_trial(step)):
            self.at = -1
            if self.strike is None:
                raise KilledError(step)
            self.strike()

    def _is_of_the_trial(self, step: str) -> bool:
        return step in _OF_TRIALS and "tried" not in self.steps


@dataclass(frozen=True)
class ModelHouse(House):
    account: Account = None
    faults: Faults = None
    death: Death = field(default_factory=Death)
    ear: Ear = field(default_factory=Ear)
    believes: bool = False
    batch_size: int = 3
    host: str = "https://api.example.org"
    kind: Kind = Kind.REAL
    #: the lock of an owner whose connection was lost does not keep others out
    lock_holds: bool = True

    def make_line(self) -> Line:
        return Line(self.account, self.faults, self.death, batch_size=self.batch_size, ear=self.ear)

    def open_database(self):
        database = open_sqlite(self.workspace.database, KEY)
        return Watched.over(database, self.death)

    def people(self, database):
        return People(database, hash_key=HASH_KEY)

    def kind_of(self, transport):
        return self.kind

    def make_transport(self, name, campaign, *, frozen=None):
        return self.make_line()

    @contextmanager
    def provider(self, name, database) -> Iterator[Provider | None]:
        line = self.make_line()
        yield Provider(recall=line, evidence=line, lists=line, eraser=line, lifter=line, account="a", host=self.host,
                       believes_cancels=self.believes, database=database)  # fmt: skip

    def pace(self, name):
        return Pace(600, self.clock)

    def threads(self, name):
        return 1

    @contextmanager
    def lock(self, campaign, owner):
        if self.lock_holds:
            with super().lock(campaign, owner):
                yield
        else:
            yield


class Watched:
    """Every transaction is a step before which, and behind which, a process may die."""

    @staticmethod
    def over(database, death):
        bracket = database._bracket

        @contextmanager
        def watched(begin):
            name = _deed()
            death(f"before-{name}")
            with bracket(begin):
                yield
            death(f"after-{name}")

        def alone(run):
            def watched_run(statement, **params):
                name = _deed()
                death(f"before-{name}")
                number = run(statement, **params)
                death(f"after-{name}")
                return number

            return watched_run

        database._bracket = watched
        database.run_kept, database.run_unsynced = map(alone, (database.run_kept, database.run_unsynced))
        return database


def _deed() -> str:
    """What the ledger is asked to do: the method that opened the transaction."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.endswith(_DEEDS_OF) and code.co_name[0] != "_":
            return code.co_name
        frame = frame.f_back
    return "other"


@dataclass
class Evening:
    """A branch's evening: its workspace, its account at the provider, and whoever types."""

    folder: Path
    seed: int
    people: int = 10
    batch_size: int = 3
    account: Account = None
    faults: Faults = None
    believes: bool = False
    send_at: int = 0
    window: int = WINDOW

    @property
    def clock(self) -> VirtualClock:
        return self.account.clock

    def house(self, **changes) -> ModelHouse:
        branch = Branch(name="B", sender="news@example.org", reply_to=OFFICE, postal_address="12 High",
                        complaints="c@example.org", sender_name="B", language="en", imprint="")  # fmt: skip
        settings = Settings(id="model", branch=branch, sending=SendingSettings())
        given = {"believes": self.believes, "batch_size": self.batch_size} | changes
        return ModelHouse(
            workspace=Workspace(self.folder), settings=settings, environment={}, clock=self.clock,
            account=self.account, faults=self.faults, **given,
        )  # fmt: skip

    def begin(self, issue: str = "i1", *, languages: tuple[str, ...] = ("en",)) -> str:
        """Freeze a campaign, as `send` does after the question; `languages` are its letters', the main one's first."""
        house = self.house()
        with open_sqlite(house.workspace.database, KEY) as database:
            ledger = Ledger(database)
            people = ledger.count_newcomers(issue)
            plan = Plan(
                id=f"c{secrets.token_hex(5)}", issue=issue, slug="october",
                kind=Kind.REAL, transport="sendgrid", content=make_frozen(languages).to_json(), content_hash="h",
                languages=languages, batch_size=self.batch_size, people=people, undo_window=self.window,
                send_at=self.send_at,
            )  # fmt: skip
            ledger.begin(plan, now=self.clock.now())
        return plan.id

    def run(self, deed, *args, **changes) -> str:
        """One process: its end in a word. A process that is killed leaves nothing but what was committed."""
        try:
            deed(self.house(**changes), *args, Quiet())
        except KilledError:
            return "killed"
        except NewsletterError as error:
            return error.code
        return "ended"

    def carry(self, campaign: str, **changes) -> str:
        """As `send` does behind its question."""
        return self.run(partial(carry, lists_are_read=True), campaign, **changes)

    def resume(self, campaign: str, **changes) -> str:
        return self.run(resume, campaign, **changes)

    def undo(self, campaign: str, **changes) -> str:
        return self.run(undo, campaign, **changes)

    def pause(self, campaign: str, **changes) -> str:
        return self.run(lambda house, one, _talk: pause(house, one), campaign, **changes)

    def resolve(self, campaign: str, **changes) -> str:
        return self.run(lambda house, one, talk: resolve(house, one, Decision(), talk), campaign, **changes)

    def ledger(self):
        return open_sqlite(Workspace(self.folder).database, KEY)


def open_branch(folder: Path, template: Path, seed: int, **given) -> Evening:
    """A fresh branch with ten people on its list."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(template, Workspace(folder).database)
    given.setdefault("account", Account(VirtualClock()))
    given.setdefault("faults", Faults(random.Random(seed)))
    return Evening(folder, seed, **given)


def make_template(path: Path, people: int = 10, spoken: tuple[str, ...] = ("en",)) -> Path:
    """A database with all tables and so many people, their languages by turns; copied for every history."""
    from newsletter.feedback.suppressions import migrate_feedback
    from newsletter.sending.premises import migrate_premises

    with open_sqlite(path, KEY) as database:
        prepared(database)
        migrate_premises(database)
        migrate_feedback(database)
        add_people(database, people, languages=spoken)
    return path
