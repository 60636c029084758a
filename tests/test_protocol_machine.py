"""The protocol as a state machine: Hypothesis types the commands, and makes a history that fails as short as it can."""

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsletter.sending.ledger import Ledger
from tests.protocol import breaks
from tests.protocol.desk_model import make_template, open_branch
from tests.protocol.history import PEOPLE, SPOKEN, History, judge
from tests.protocol.model import Account, Faults, VirtualClock, World

CHANCE = st.randoms(use_true_random=False)
FLAG = st.booleans()


class Evenings(RuleBasedStateMachine):
    """One campaign and what may befall it. Every rule is somebody's deed, or the world's."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.history: History | None = None

    @initialize(world=st.builds(World, FLAG, FLAG, FLAG, FLAG), believes=FLAG, chance=CHANCE)
    def begin(self, world, believes, chance) -> None:
        batches, window = chance.randint(1, 12), chance.choice((1800, 3600, 0))
        foreign, rate = chance.choice((0, 3, 9, 10)), chance.choice((0.0, 0.2, 0.5))
        believed = believes and world.catches_later
        # The world that no client can repair is left out: see the crash histories, which count it.
        lateness = (20.0, 300.0) if believed and not world.blocks_after else (20.0, 300.0, 2400.0)
        branch = open_branch(
            Path(self._folder.name) / "branch", self.template, 0, batch_size=-(-PEOPLE // batches), believes=believed,
            account=Account(VirtualClock(), world, foreign=foreign), window=window,
            faults=Faults(chance, rate=rate, lateness=lateness),
        )  # fmt: skip
        self.history = History(branch, chance, random.Random(chance.randrange(5)))
        self.history.begin()

    def _play(self, move: str, chance: random.Random) -> None:
        self.history.chance = self.history.branch.faults.chance = chance
        getattr(self.history, f"move_{move}")()

    @rule(chance=CHANCE)
    def send(self, chance) -> None:
        self._play("send", chance)

    @rule(chance=CHANCE)
    def wait(self, chance) -> None:
        self._play("pause", chance)

    @rule(chance=CHANCE)
    def undo(self, chance) -> None:
        self._play("undo", chance)

    @rule(chance=CHANCE)
    def set_the_clock_wrong(self, chance) -> None:
        self._play("skew", chance)

    @rule(chance=CHANCE)
    def close_the_lid(self, chance) -> None:
        self._play("suspend", chance)

    @rule(chance=CHANCE)
    def send_from_two_places(self, chance) -> None:
        self._play("second", chance)

    @rule(chance=CHANCE)
    def undo_while_it_sends(self, chance) -> None:
        self._play("undo_meanwhile", chance)

    @rule(chance=CHANCE)
    def pause_while_it_sends(self, chance) -> None:
        self._play("stop", chance)

    @rule(chance=CHANCE)
    def resolve(self, chance) -> None:
        self._play("resolve", chance)

    @precondition(lambda self: self.history and self._is_over())
    @rule(chance=CHANCE)
    def send_the_corrected_issue(self, chance) -> None:
        self._play("anew", chance)

    def _is_over(self) -> bool:
        with self.history.branch.ledger() as database:
            return Ledger(database).campaign(self.history.campaigns[-1]).is_over

    @invariant()
    def nobody_has_two_mails(self) -> None:
        if self.history:
            got = Counter(one.address for one in self.history.branch.account.got_by_now())
            assert max(got.values(), default=0) <= 1

    @invariant()
    def every_receipt_adds_up(self) -> None:
        if self.history is None:
            return
        with self.history.branch.ledger() as database:
            for campaign in self.history.campaigns:
                numbers = Ledger(database).receipt(campaign).to_json()
                whole = numbers.pop("deliveries")
                numbers.pop("in_doubt")
                assert sum(numbers.values()) == whole == Ledger(database).campaign(campaign).size

    def teardown(self) -> None:
        try:
            if self.history:
                self.history.branch.faults.chance = random.Random(0)
                self.history.come_to_rest()
                verdict = judge(self.history, 0)
                assert verdict.is_clean, verdict
        finally:
            self._folder.cleanup()


def machine(template: Path) -> type[Evenings]:
    return type("Evenings", (Evenings,), {"template": template})


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", PEOPLE, SPOKEN)


def play(
    template: Path, examples: int, *, begin: int | None = None,
    phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink),
) -> None:  # fmt: skip
    """So many examples, from a seed `begin` if there is one."""
    made = machine(template)
    run_state_machine_as_test(
        made if begin is None else seed(begin)(made),
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_order_of_deeds_doubles_or_misses_anybody(template: Path) -> None:
    play(template, 45)


@pytest.mark.parametrize(("broken", "begin"), [(breaks.posted_again, 3), (breaks.undo_without_cancels, 4)])
def test_the_machine_finds_what_a_broken_protocol_does(
    broken: Callable[[pytest.MonkeyPatch], None], begin: int, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From seeds that come to it within ten examples; from others it may take a hundred."""
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        play(template, 400, begin=begin, phases=(Phase.generate,))
