"""The protocol itself, over a provider that behaves as badly as the real one may: nobody twice, nobody missed."""

import pytest

from tests.protocol.desk_model import make_template
from tests.protocol.history import PEOPLE, live

#: Each seed is another history; `make crash` plays many more.
SEEDS = range(80)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory):
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", PEOPLE)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_twice_and_nobody_missed(seed, tmp_path, template):
    verdict = live(seed, tmp_path / "branch", template)
    assert verdict.is_clean, verdict
