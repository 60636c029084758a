"""A command that is forked does what one begun from nothing does."""

import subprocess
import sys

import pytest

from tests import warm
from tests.command import Desk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere commands are begun from nothing")


@pytest.mark.parametrize(
    "words",
    [(), ("--version",), ("no-such-command",), ("subscriber", "add", "--help"), ("send", "x", "--json")],
)
def test_it_says_the_same_and_ends_the_same_way(desk: Desk, words: tuple[str, ...]) -> None:
    forked = desk(*words)
    cold = desk.start(*words)
    out, err = cold.communicate(timeout=60)
    assert (forked.code, forked.out, forked.err) == (cold.returncode, out, err)


def test_it_reads_what_is_given(desk: Desk) -> None:
    desk.open_branch()
    done = desk.here(
        "subscriber", "add", "-", "--basis", "membership", "--json", stdin="ana@example.org\n"
    ).ok()
    assert done.data["outcome"] == "added"


def test_it_is_ended_when_it_takes_too_long(desk: Desk) -> None:
    desk.open_branch()
    with pytest.raises(subprocess.TimeoutExpired):
        desk.here("issue", "preview", "october", "--no-open", timeout=3)
    assert desk("--version").code == 0


def test_what_python_reads_when_it_starts_takes_a_start(desk: Desk) -> None:
    assert warm.is_possible(desk.variables())
    assert not warm.is_possible(desk.variables({"PYTHONUTF8": "1"}))
    assert not warm.is_possible(desk.variables({"LANG": "pl_PL.ISO8859-2"}))
