"""Evenings with real processes, a real provider and real databases: nobody twice, nobody missed.

A part of what `make crash` plays, spread over its seeds.
"""

import os
import sys
from collections.abc import Iterator
from itertools import count, islice

import pytest

from tests.crash.evening import WRONG, _is_alarming
from tests.crash.script import SHARES, usual
from tests.crash.zygote import Zygote, zygote

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(
        not hasattr(os, "fork") or sys.platform == "darwin", reason="forks, and waits by signals"
    ),
]

#: By which count an ingredient of the evenings is told.
_COUNTED = {
    "word": ("--resend", "--accept"),
    "hour": ("hours",),
    "two": ("abreast",),
    "crowd": ("crowds",),
    "still": ("stood still",),
    "lost": ("lost",),
}
SQLITE = range(1_000, 1_045)
POSTGRES = range(2_000, 2_015)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Zygote]:
    """One for all of them: it has imported everything once."""
    with zygote(tmp_path_factory.mktemp("evenings"), postgres_server) as one:
        yield one


@pytest.mark.parametrize(
    ("base", "seed"), [*(("sqlite", seed) for seed in SQLITE), *(("postgres", seed) for seed in POSTGRES)]
)
def test_whatever_befalls_the_sender_nobody_gets_it_twice_and_nobody_is_missed(
    stage: Zygote, base: str, seed: int
) -> None:
    tale = stage.play(seed, base)
    told = "\n".join(tale.said)
    assert {words: getattr(tale, name) for name, words in WRONG.items() if getattr(tale, name)} == {}, told


@pytest.mark.parametrize("ingredient", SHARES)
def test_what_is_mixed_in_occurs(stage: Zygote, ingredient: str) -> None:
    """In one of a few evenings that have drawn it; the first will mostly do."""
    for seed in islice((seed for seed in count(3_000) if ingredient in usual(seed).ingredients), 10):
        tale = stage.play(seed, "sqlite")
        assert tale.is_clean, "\n".join(tale.said)
        if any(tale.counts.get(name) for name in _COUNTED[ingredient]):
            return
    pytest.fail("in none of ten evenings")


@pytest.mark.parametrize("aim", ["stop after-intend", "kill before-finish", "stop half-written"])
def test_what_is_aimed_at_a_kind_of_step_befalls_somebody_there_once(stage: Zygote, aim: str) -> None:
    """`make crash` aims at every kind that its evenings came to and at which nobody was struck by chance."""
    tale = stage.play(1_000, "sqlite", aim=aim)
    assert tale.struck.count(aim) == 1
    assert tale.is_clean, "\n".join(tale.said)


def test_what_no_client_can_repair_is_noticed_by_the_judge(stage: Zygote) -> None:
    """Else a judge that sees nothing would call every evening clean. All else holds there too."""
    tales = [stage.play(seed, "sqlite", "unrepairable") for seed in range(10_000, 10_012)]
    assert any(tale.doubled for tale in tales)
    assert [tale for tale in tales if not tale.is_clean] == []


@pytest.mark.parametrize(
    ("words", "is_alarming"),
    [
        ("Fatal Python error: Aborted\n\nThread 0x1\nFatal Python error: Segmentation fault\n", False),
        ("Fatal Python error: Segmentation fault\n", True),
        ("Traceback (most recent call last):\nFatal Python error: Aborted\n", True),
    ],
)
def test_what_python_stumbles_over_while_it_is_aborted_is_no_breakdown(words: str, is_alarming: bool) -> None:
    assert _is_alarming(words) is is_alarming
