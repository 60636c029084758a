"""What is in doubt holds nobody else up, and is settled by word so that nobody is missed."""

from pathlib import Path

import pytest

from newsletter.desk.resolve import Decision, Word, resolve
from newsletter.errors import TransportError
from tests.protocol import scenes as s
from tests.protocol.desk_model import make_template
from tests.protocol.model import Line, World


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", s.PEOPLE)


@pytest.fixture
def scene(tmp_path: Path, template: Path) -> s.Evening:
    return s.evening(tmp_path / "branch", template)


def answer(scene: s.Evening, *words: str) -> None:
    """What becomes of the next requests with mail; the errands go well."""
    answers = iter(words)
    scene.faults.draw = lambda *, errand=False: "" if errand else next(answers, "")


def test_a_log_that_may_not_be_asked_holds_nobody_else_up(
    scene: s.Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key may lack the permission to read it, or the account the log."""
    campaign = scene.begin()
    answer(scene, "", "reply-lost", *["429"] * 20)
    scene.carry(campaign)
    assert s.numbers(scene, campaign)["planned"]
    answer(scene)

    def forbidden(_line: Line, **_: object) -> None:
        raise TransportError("This key may not read the log.", remedy="Give it that.", code="missing-scope")

    monkeypatch.setattr(Line, "trace", forbidden)
    scene.clock.advance(3 * s.HOUR)
    scene.resume(campaign)
    left = s.numbers(scene, campaign)
    assert left["parked"]
    assert left.get("accepted", 0) + left["parked"] == s.PEOPLE
    assert not left.get("planned")


def test_who_is_in_doubt_in_an_undone_campaign_gets_the_next_one_by_word(scene: s.Evening) -> None:
    """`--resend` says that they did not get it: then the corrected issue is for them, too."""
    campaign = scene.begin()
    answer(scene, "", "request-lost")
    scene.carry(campaign)
    scene.undo(campaign)
    answer(scene)
    scene.clock.advance(3 * s.HOUR)
    scene.run(lambda house, one, talk: resolve(house, one, Decision(word=Word.RESEND), talk), campaign)
    left = s.numbers(scene, campaign)
    assert not left.get("planned")
    assert not left.get("parked")
    again = scene.begin()
    scene.carry(again)
    s.come_to_rest(scene, campaign, again)
    s.everybody_once(scene)


@pytest.mark.parametrize("deed", ["resume", "undo", "resolve"])
def test_any_later_command_asks_for_a_cancel_again(scene: s.Evening, deed: str) -> None:
    """A cancel catches only what is there; of an undone campaign something arrives five minutes behind it."""
    scene.account.world = World(catches_later=False)
    campaign = scene.begin()
    s.fault(scene, "late", rate=0.6)
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.undo(campaign)
    assert s.numbers(scene, campaign)["parked"]
    scene.clock.advance(10 * 60)
    getattr(scene, deed)(campaign)
    scene.clock.advance(2 * s.HOUR)
    s.come_to_rest(scene, campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}
    s.nobody(scene)
