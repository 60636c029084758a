"""What is in doubt holds nobody else up, and is settled by word so that nobody is missed."""

from pathlib import Path

import pytest

from newsletter.desk.resolve import Decision, Word, resolve
from newsletter.desk.result import Talk
from newsletter.errors import TransportError
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House
from tests.protocol import scenes as s
from tests.protocol.desk_model import Death, make_template
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


def test_a_cancel_that_would_be_too_late_is_not_asked_for_again(scene: s.Evening) -> None:
    """The provider would take it for one of the last ten minutes, whatever that does."""
    campaign = scene.begin()
    scene.carry(campaign)
    leaves = min(mail.send_at for mail in scene.account.mails)
    scene.undo(campaign)
    asked = scene.account.cancel_calls
    scene.clock.advance(leaves - 11 * 60 - scene.clock.server)
    scene.undo(campaign)
    assert scene.account.cancel_calls == asked
    s.nobody(scene)


@pytest.mark.parametrize("deed", ["undo", "resume"])
def test_what_is_done_with_one_campaign_repeats_the_cancels_of_another(scene: s.Evening, deed: str) -> None:
    """As above, and it is another issue, half handed over, that somebody goes on with or gives up."""
    scene.account.world = World(catches_later=False)
    other = scene.begin("i2")
    scene.carry(other, death=Death("after-settle"))
    campaign = scene.begin()
    s.fault(scene, "late", rate=0.6)
    scene.carry(campaign)
    scene.faults.rate = 0.0
    scene.undo(campaign)
    assert s.numbers(scene, campaign)["parked"]
    scene.clock.advance(10 * 60)
    getattr(scene, deed)(other)
    scene.clock.advance(2 * s.HOUR)
    s.come_to_rest(scene, campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}


def test_who_was_never_handed_over_is_no_neighbour_of_a_doubt(scene: s.Evening) -> None:
    """All others were put off, and called back by word alone: of these, too, the log will never know anything."""
    campaign = scene.begin()
    answer(scene, "", "request-lost", *["429"] * 20)
    scene.carry(campaign)
    answer(scene)
    scene.undo(campaign)
    assert s.numbers(scene, campaign)["parked"] == 8
    scene.clock.advance(9 * s.HOUR)
    said: list[str] = []
    scene.run(lambda house, one, talk: said.extend(resolve(house, one, Decision(), talk).messages), campaign)
    assert "Of 8 people the log knows nothing" in said[-1]


@pytest.mark.parametrize("word", [None, Word.RESEND])
def test_while_an_undo_is_not_finished_nobody_is_planned_again(scene: s.Evening, word: Word | None) -> None:
    """No cancel arrived, so two batches have left; of the third the log says, or somebody, that it was lost."""
    campaign = scene.begin()
    answer(scene, "", "", "", "request-lost")
    scene.carry(campaign)
    answer(scene)
    scene.account.deaf_to_cancels = True
    scene.undo(campaign)
    scene.account.deaf_to_cancels = False
    for hours in (8, 2):
        scene.clock.advance(hours * s.HOUR)
        decision = Decision(word=word)
        scene.run(lambda house, one, talk: resolve(house, one, decision, talk), campaign)  # noqa: B023 at once
    left = s.numbers(scene, campaign)
    assert (left.get("planned", 0), left["called_back"]) == (0, 8)


def test_where_the_log_can_never_tell_the_person_is_told_what_to_say(scene: s.Evening) -> None:
    """Killed in the middle of the one batch; an hour later no control is of that minute. Typing again is no help."""
    scene.batch_size = s.PEOPLE
    campaign = scene.begin()
    assert scene.carry(campaign, death=s.Death("writing")) == "killed"
    said: list[str] = []

    def look(house: House, one: str, talk: Talk) -> None:
        said.extend(resolve(house, one, Decision(), talk).messages)

    answer(scene)
    scene.clock.advance(3 * s.HOUR)
    scene.run(look, campaign)
    assert "The log can say more from" in said.pop()
    scene.clock.advance(6 * s.HOUR)
    scene.run(look, campaign)
    assert f"Of {s.PEOPLE} people the log knows nothing" in said[-1]
    assert "--resend" in said[-1]
    assert "type it again" not in " ".join(said)


def test_the_log_settles_what_is_in_doubt_in_an_undone_campaign(scene: s.Evening) -> None:
    """Its neighbours were called back, and the log tells that of them."""
    campaign = scene.begin()
    answer(scene, "", "", "request-lost")
    scene.carry(campaign)
    answer(scene)
    scene.undo(campaign)
    assert s.numbers(scene, campaign)["parked"]
    said: list[str] = []
    for hours in (8, 2):
        scene.clock.advance(hours * s.HOUR)
        scene.run(
            lambda house, one, talk: said.extend(resolve(house, one, Decision(), talk).messages), campaign
        )
    assert said[-1] == "Nobody of these has the issue; they get it with: newsletter send october"
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}
    again = scene.begin()
    scene.carry(again)
    s.everybody_once(scene)


def test_without_the_providers_clock_nobody_is_mailed_again(
    scene: s.Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This computer is three hours fast: by its clock the hour of the mail in doubt is long over."""
    campaign = scene.begin()
    answer(scene, "", "reply-lost")
    scene.carry(campaign)
    answer(scene)
    scene.clock.skew = 3 * s.HOUR

    def out_of_reach(_line: Line) -> None:
        raise TransportError("The provider is out of reach.", remedy="Try later.", code="unreachable")

    with monkeypatch.context() as patch:
        patch.setattr(Line, "time", out_of_reach)
        patch.setattr(Line, "known_time", lambda _line: None)
        decision = Decision(word=Word.RESEND)
        refused = scene.run(lambda house, one, talk: resolve(house, one, decision, talk), campaign)
    assert refused == "too-early"
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


@pytest.mark.parametrize("deed", ["undo", "resume"])
def test_an_undo_comes_before_the_cancels_of_other_campaigns(scene: s.Evening, deed: str) -> None:
    """The provider takes its time over each cancel, and three minutes are left; also where `resume` finishes it."""
    scene.batch_size = s.PEOPLE
    other = scene.begin("i2")
    scene.carry(other)
    scene.undo(other)
    campaign = scene.begin()
    scene.carry(campaign)
    leaves = min(mail.send_at for mail in scene.account.mails if mail.campaign == campaign)
    scene.clock.advance(leaves - scene.clock.server - 12 * 60 - 60)
    if deed == "resume":
        assert scene.undo(campaign, death=Death("cancelling")) == "killed"
    slow, cancel = 50, Line.cancel
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Line, "cancel", lambda line, id_: (scene.clock.advance(slow), cancel(line, id_))[1])
        getattr(scene, deed)(campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}
    s.nobody(scene)


def test_a_pause_ends_no_undo(scene: s.Evening) -> None:
    campaign = scene.begin()
    scene.carry(campaign)
    scene.account.deaf_to_cancels = True
    scene.undo(campaign)
    scene.pause(campaign)
    scene.account.deaf_to_cancels = False
    scene.resume(campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "called_back": s.PEOPLE}
    s.nobody(scene)


def test_a_large_wave_leaves_as_it_is(scene: s.Evening) -> None:
    """Two slots are free, so that all go with one wave; the tenth of its batches has no answer."""
    scene.account.foreign, scene.believes, scene.batch_size = 8, True, 1
    campaign = scene.begin()
    answer(scene, *[""] * 10, "reply-lost")
    scene.carry(campaign)
    assert s.numbers(scene, campaign) == {"deliveries": s.PEOPLE, "accepted": s.PEOPLE - 1, "parked": 1}
    assert not scene.account.cancel_calls


def test_of_several_in_doubt_the_last_must_have_left_before_they_are_mailed_again(scene: s.Evening) -> None:
    scene.account.log_from = scene.clock.server + 24 * s.HOUR  # it knows neither by then
    scene.faults.controls = False
    campaign = scene.begin()
    for _ in range(2):
        answer(scene, "", "reply-lost", *["429"] * 20)
        scene.carry(campaign)
        scene.clock.advance(25 * 60)
    answer(scene)
    with scene.ledger() as database:
        first, last = sorted(batch.send_at for batch in Ledger(database).parked(campaign))
    scene.clock.advance((first + last) / 2 + s.HOUR - scene.clock.server)
    decision = Decision(word=Word.RESEND)
    refused = scene.run(lambda house, one, talk: resolve(house, one, decision, talk), campaign)
    assert refused == "too-early"
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)


def test_with_a_slow_clock_what_left_at_once_is_not_mailed_again_too_early(scene: s.Evening) -> None:
    """Without a window the hour of a handover is told by this computer; the request is carried out 40 minutes late."""
    scene.window, scene.clock.skew = 0, -s.HOUR
    campaign = scene.begin()
    scene.faults.lateness = (2400.0,)
    answer(scene, "", "", "", "late")
    scene.carry(campaign)
    answer(scene)
    decision = Decision(word=Word.RESEND)
    for minutes in (5, 20):
        scene.clock.advance(minutes * 60)
        refused = scene.run(lambda house, one, talk: resolve(house, one, decision, talk), campaign)
        assert refused == "too-early"
    s.come_to_rest(scene, campaign)
    s.everybody_once(scene)
