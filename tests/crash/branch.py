"""A branch's evening in real processes: its workspace, its provider, its clock, and whoever types.

Has the face of tests.protocol.desk_model.Evening, so that the same histories are played on both.
"""

import faulthandler
import json
import logging
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

from newsletter import wiring
from newsletter.cli import main
from newsletter.sending.ledger import Ledger
from newsletter.settings import load
from newsletter.workspace import Workspace
from subscribers import database
from subscribers.database import Database
from tests.crash.blow import Blow, watch_lines
from tests.crash.child import Child, redirect
from tests.crash.hourglass import PLACES, WORLD, Glass, SenderClock
from tests.crash.house import ShakenHouse
from tests.crash.post_office import PostOffice
from tests.protocol.history import PAUSES

#: Seconds that the other side has for an answer; all faults of an evening are shorter or close the connection.
TIMEOUT = 5.0
#: Seconds that a process waits for one that was stopped while it had the database; the product's half a minute would
#: only make the evenings longer.
BUSY_SECONDS = 2
#: About so many steps has a sender of twelve batches; more where much goes wrong.
MOST_STEPS = 180
#: The steps that matter most, by name.
NAMED = (
    "before-begin", "after-begin", "before-take_over", "after-take_over", "before-add", "after-add", "before-intend",
    "after-intend", "writing", "half-written", "written", "answered",
    "before-settle", "after-settle", "before-settle_unknown", "after-settle_unknown", "before-finish", "after-finish",
    "before-start_cancel", "after-start_cancel", "before-plan_again", "after-plan_again",
)  # fmt: skip


@dataclass
class WorldTime:
    """Moves the world on, and says how wrong the machine's clock is."""

    glass: Glass
    skew: float = 0.0

    def advance(self, seconds: float) -> None:
        self.glass.advance(WORLD, seconds)


@dataclass
class Faults:
    """What goes wrong at the provider; `rate` may be set at any time."""

    office: PostOffice
    seed: int
    kinds: tuple[str, ...]
    #: At which endpoints; none: at all.
    only: tuple[str, ...] = ()
    _rate: float = 0.0

    @property
    def rate(self) -> float:
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._rate = rate
        plan = {"seed": self.seed, "rate": rate, "kinds": self.kinds}
        if self.only:
            plan["only"] = self.only
        self.office.break_down(plan if rate else None)


@dataclass
class Branch:
    workspace: Path
    variables: Mapping[str, str]
    glass: Glass
    account: PostOffice
    faults: Faults
    chance: random.Random
    batch_size: int
    #: Seconds in which a campaign can be called back; 0: never.
    window: int = 1800
    threads: int = 4
    #: What befalls the first process that comes to a kind of step, besides all else; "" once it has.
    aim: str = ""
    #: Where the processes' words go, with a number for each process.
    said: Path = Path()
    #: Whether processes write down what they have imported.
    notes: bool = False
    clock: WorldTime = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)
    #: By chance of its own: all else befalls as it does without an aim.
    _lids: random.Random = field(default_factory=lambda: random.Random(1))
    _places: list[int] = field(default_factory=lambda: list(range(1, PLACES)))

    def __post_init__(self) -> None:
        self.clock = WorldTime(self.glass)

    # --- what somebody types ---

    def begin(
        self, slug: str = "october", *, languages: tuple[str, ...] = ("en",), ahead: float = 0.0
    ) -> str:
        """Type `send` until a campaign has begun: the lists may be unreadable, or the process may be killed.

        The issue has the letters of these languages, the main one's first; it is to leave so many seconds ahead.
        """
        self._translate(slug, *languages)
        before = self._campaigns(slug)
        for attempt in range(6):
            if attempt == 4:
                rate, self.faults.rate = self.faults.rate, 0.0
            hurt = attempt < 4 and self.chance.random() < 0.75
            self.type("send", slug, *self._when(ahead), blow=self.blow() if hurt else None)
            # Not the newest by its date: the clock may be an hour slow.
            if begun := self._campaigns(slug) - before:
                break
        if attempt >= 4:
            self.faults.rate = rate
        return "".join(begun) or max(before, default="")

    def _when(self, ahead: float) -> list[str]:
        """The words for an hour so many seconds ahead, by the clock of this machine."""
        if not self.window:
            return ["--now"]
        if not ahead:
            return []
        moment = SenderClock(self.glass, WORLD, self.clock.skew).now() + timedelta(seconds=ahead)
        return ["--at", f"{moment:%Y-%m-%d %H:%M}"]

    def _translate(self, slug: str, first: str, *others: str) -> None:
        """The issue in these languages; a subject begins with the language of its letter."""
        main = Workspace(self.workspace).issue(slug)
        for old in main.parent.glob(f"{slug}.*.md"):
            old.unlink()
        text = re.sub(r"(?m)^language: .*$", f"language: {first}", main.read_text(encoding="utf-8"))
        text = re.sub(r"(?m)^subject: (?:[a-z]{2} – )?", f"subject: {first} – ", text)
        main.write_text(text, encoding="utf-8")
        for language in others:
            own = re.sub(r"(?m)^(?:id|language): .*\n", "", text).replace(f"{first} – ", f"{language} – ", 1)
            main.with_name(f"{slug}.{language}.md").write_text(own, encoding="utf-8")

    def resume(self, campaign: str, **how: Any) -> str:
        return self._campaign("resume", campaign, **how)

    def undo(self, campaign: str, **how: Any) -> str:
        return self._campaign("undo", campaign, **how)

    def pause(self, campaign: str, **how: Any) -> str:
        return self._campaign("pause", campaign, asks=False, **how)

    def resolve(self, campaign: str, **how: Any) -> str:
        return self._campaign("resolve", campaign, **how)

    def say(self, campaign: str, word: str, batches: Sequence[int], **how: Any) -> str:
        """`--accept` or `--resend`, of these batches."""
        named = [argument for number in batches for argument in ("--batch", str(number))]
        return self._campaign("resolve", campaign, word, *named, **how)

    def _campaign(self, verb: str, campaign: str, *more: str, death: Blow | None = None, lock_holds: bool = True,
                  asks: bool = True) -> str:  # fmt: skip
        return self.type("campaign", verb, campaign, *more, blow=death, lock_holds=lock_holds, asks=asks)

    def blow(self) -> Blow:
        """What befalls a sender at its beginning. By steps every step has its turn, seed after seed."""
        kind = self.chance.choice(("step", "step", "named", "moment", "stop"))
        if kind == "moment":
            return Blow(after=self.chance.uniform(0.0, 0.15))
        if kind == "named":
            return Blow(at=NAMED[self.faults.seed % len(NAMED)])
        seconds = self.chance.choice(PAUSES)
        strike = None if kind == "step" else lambda: self.clock.advance(seconds)
        return Blow(at=1 + self.faults.seed % MOST_STEPS, strike=strike)

    def type(self, *words: str, blow: Blow | None = None, lock_holds: bool = True, asks: bool = True) -> str:
        """One process, and how it ended; what befalls it on the way is up to the blow."""
        blow = blow or Blow()
        blow.diary, blow.aim = self._diary, self.aim
        self.counts["processes"] += 1
        self.counts[words[words[0] == "campaign"]] += 1
        json_ = ["--json"] if self.chance.random() < 0.5 else []
        words = (*words, *(["--yes"] if asks else []), *json_)
        place, number = self._places.pop(0), self.counts["processes"]

        def life() -> NoReturn:
            _live(self, words, blow, place, lock_holds=lock_holds, number=number)

        child = Child.born(life)
        try:
            return self._attend(child, blow)
        finally:
            child.bury()
            self._places.append(place)

    def _attend(self, child: Child, blow: Blow) -> str:
        word = child.end() if blow.after < 0 else child.rest(blow.after)
        if not word and blow.after >= 0:
            word = self._strike(child, blow)
        while word in ("", "stopped"):
            word = self._meanwhile(child, blow) if word else child.end()
        self.counts["kills"] += word == "killed"
        self._has_fallen()
        return word

    def _strike(self, child: Child, blow: Blow) -> str:
        """From outside, wherever it is at this moment."""
        if blow.strike is None:
            child.send(blow.by)
            return child.end()
        if not blow.stops:
            self.counts["side by side"] += 1
            blow.strike()
            return ""
        return self._meanwhile(child, blow) if child.stop() == "stopped" else ""

    def _meanwhile(self, child: Child, blow: Blow) -> str:
        """It stands still; the world does not."""
        self.counts["stops"] += 1
        try:
            if self._has_fallen():
                self.clock.advance(self._lids.choice(PAUSES))
            elif blow.strike is not None:
                blow.strike()
        finally:
            child.wake()
        return ""

    def _has_fallen(self) -> bool:
        """Whether what was aimed has just befallen a process; it befalls no other."""
        has = bool(self.aim) and self._diary.exists() and self.aim in self._diary.read_text().splitlines()
        self.aim = "" if has else self.aim
        return has

    @property
    def _diary(self) -> Path:
        return self.said.parent / "struck"

    # --- looking ---

    def ledger(self) -> Database:
        return self.house().open_database()

    def _campaigns(self, slug: str) -> set[str]:
        with self.ledger() as ledger:
            return {campaign.id for campaign in Ledger(ledger).campaigns() if campaign.slug == slug}

    def house(self, *, place: int = WORLD, skew: float = 0.0, blow: Blow | None = None,
              lock_holds: bool = True) -> ShakenHouse:  # fmt: skip
        workspace = Workspace(self.workspace)
        settings = load(workspace.settings_file)
        sending = replace(
            settings.sending, timeout=TIMEOUT, threads=self.threads, undo_window=float(self.window or 1800)
        )
        return ShakenHouse(
            workspace=workspace, settings=replace(settings, sending=sending), environment=self.variables,
            clock=SenderClock(self.glass, place, skew), batch_size=self.batch_size, lock_holds=lock_holds,
            blow=blow or Blow(),
        )  # fmt: skip


def _live(branch: Branch, words: tuple[str, ...], blow: Blow, place: int, *, lock_holds: bool,
          number: int) -> NoReturn:  # fmt: skip
    """A sender's life: the command line itself, in the shaken house."""
    name = f"{number:03}-{words[0]}-{words[1]}"
    redirect(branch.said, name)
    _speak_of_everything()
    database.BUSY_SECONDS = BUSY_SECONDS
    house = branch.house(place=place, skew=branch.clock.skew, blow=blow, lock_holds=lock_holds)
    watch_lines(blow, lambda: house.clock.mark().elapsed)
    wiring.open_house = lambda root, environment: house
    sys.argv = ["newsletter", *words]
    code = 71
    try:
        main.run()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if branch.notes:
            (branch.said / f"{name}.modules").write_text("\n".join(sys.modules))
        os._exit(code)


def _speak_of_everything() -> None:
    """All that any library would ever write down, and a trace of all threads where a process hangs."""
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    faulthandler.enable(sys.stderr)
    logging.basicConfig(stream=sys.stderr, level=logging.DEBUG, force=True)


def said_of(branch: Branch) -> list[dict[str, Any]]:
    """Every envelope that was printed."""
    lines = [line for file in sorted(branch.said.glob("*.out")) for line in file.read_text().splitlines()]
    return [json.loads(line) for line in lines if line.startswith('{"version"')]
