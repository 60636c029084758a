"""The protocol itself, over a provider that behaves as badly as the real one may: nobody twice, nobody missed."""

from dataclasses import replace

import pytest

from newsletter.sending.ledger import Ledger
from tests.protocol.desk_model import make_template
from tests.protocol.history import PEOPLE, SPOKEN, live

#: Each seed is another history; `make crash` plays many more.
SEEDS = range(80)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory):
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", PEOPLE, SPOKEN)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_twice_and_nobody_missed(seed, tmp_path, template):
    verdict = live(seed, tmp_path / "branch", template)
    assert verdict.is_clean, verdict


def test_the_judge_notices_a_letter_in_the_wrong_language(tmp_path, template, monkeypatch):
    """A sender that takes the main letter for every batch: some seed among the first has people who read another."""
    planned = Ledger.planned
    monkeypatch.setattr(
        Ledger,
        "planned",
        lambda self, *given, **more: [replace(b, language="") for b in planned(self, *given, **more)],
    )
    verdicts = [live(seed, tmp_path / f"branch{seed}", template) for seed in range(4)]
    assert any(verdict.foreign for verdict in verdicts)
