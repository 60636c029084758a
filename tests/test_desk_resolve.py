"""What is in doubt is settled by the log first, then by a person: the campaign is nobody's while they think."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsletter.desk.resolve import Decision, Word, resolve
from newsletter.desk.result import Result
from newsletter.desk.stage import LeapingClock
from newsletter.desk.understudy import _Speech as Nobody
from newsletter.desk.undo import undo
from newsletter.errors import CampaignError
from newsletter.rehearsal.server import LocalSendGrid
from tests.command import on_both
from tests.post import Post, numbers


@pytest.fixture
def leaping(tmp_path: Path) -> Iterator[LeapingClock]:
    with closing(LeapingClock(tmp_path / "clock")) as clock:
        yield clock


@dataclass
class Thinking(Nobody):
    """Somebody at a keyboard who says yes; meanwhile something happens in another window."""

    meanwhile: Callable[[], object] = lambda: None
    heard: list[str] = field(default_factory=list)
    asks = True

    def say(self, line: str) -> None:
        self.heard.append(line)

    def confirm(self, question: str) -> None:
        self.heard.append(question)
        self.meanwhile()


def decide(post: Post, clock: LeapingClock, campaign: str, word: Word, talk: Thinking) -> Result:
    return resolve(post.house(clock), campaign, Decision(word=word), talk)


def in_doubt(post: Post, server: LocalSendGrid, people: int = 1_500) -> str:
    """A campaign of which every answer was lost, though SendGrid has it all; its log knows nothing."""
    post.desk.add_people(people)
    server.break_down({"send": "reply_lost", "logs": "403"})
    sent = post.send()
    assert numbers(sent) == {"deliveries": people, "parked": people}
    server.break_down({"logs": "403"})
    return str(sent.data["campaign"])


@on_both
def test_an_undo_need_not_wait_for_the_answer(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    campaign = in_doubt(post, server)
    server.advance(8 * 3600)
    undone = []
    talk = Thinking(
        lambda: undone.append(post("campaign", "undo", campaign, "--yes", "--json").data["state"])
    )
    done = decide(post, leaping, campaign, Word.RESEND, talk)
    assert undone == ["undone"]
    assert (done.data["state"], done.data["receipt"]["called_back"]) == ("undone", 1_500)
    assert done.messages[-1] == "They get the issue with: newsletter send october"


def test_what_is_called_back_is_nobodys_before_its_hour(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """The cancel discards the mail then: to call it accepted would be to miss three people silently."""
    campaign = in_doubt(post, server, 3)
    post("campaign", "undo", campaign, "--yes")
    with pytest.raises(CampaignError, match="nobody can have this mail yet") as refused:
        decide(post, leaping, campaign, Word.ACCEPT, Thinking())
    assert refused.value.code == "too-early"
    server.advance(8 * 3600)
    assert decide(post, leaping, campaign, Word.ACCEPT, Thinking()).data["receipt"]["accepted"] == 3


def test_an_undo_for_which_it_is_too_late_asks_whether_to_give_up(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """Of 1,000 people nobody knows, and of 500 that they have it: there is nobody to call back."""
    post.desk.add_people(1_500)
    server.break_down({"send:0": "reply_lost", "logs": "403"})
    sent = post.send()
    server.advance(3 * 3600)
    talk = Thinking()
    done = undo(post.house(leaping), sent.data["campaign"], talk)
    in_doubt = numbers(sent)["parked"]
    [question] = talk.heard
    assert "It is too late to call anybody back. Give the campaign up all the same?" in question
    assert f"The {in_doubt:,} people in doubt get nothing more from it." in question
    assert (done.data["state"], done.data["receipt"]["parked"]) == ("undone", in_doubt)


def test_only_what_is_still_as_it_was_asked_about_is_settled(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    campaign = in_doubt(post, server)
    server.advance(8 * 3600)
    talk = Thinking(lambda: post("campaign", "resolve", campaign, "--accept", "--batch", 1, "--yes").ok)
    done = decide(post, leaping, campaign, Word.RESEND, talk)
    assert "Mail 1,500 people again" in talk.heard[-1]
    receipt = done.data["receipt"]
    assert receipt["accepted"] in (500, 1_000)
    assert receipt["planned"] == 1_500 - receipt["accepted"]
    assert f"{receipt['accepted']:,} people are not in doubt as they were" in " ".join(done.messages)


@on_both
def test_what_came_into_doubt_anew_is_another_question(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """In the other window it was sent again, and that answer was lost, too."""
    campaign = in_doubt(post, server, 3)
    server.advance(8 * 3600)

    def again() -> None:
        post("campaign", "resolve", campaign, "--resend", "--yes")
        server.break_down({"send": "reply_lost", "logs": "403"})
        post("campaign", "resume", campaign, "--yes")

    done = decide(post, leaping, campaign, Word.RESEND, Thinking(again))
    assert done.data["receipt"] | {"deliveries": 0, "in_doubt": 0} == dict.fromkeys(
        done.data["receipt"], 0
    ) | {"parked": 3}
    assert "3 people are not in doubt as they were" in " ".join(done.messages)
    assert max(len(mails) for mails in server.judge.received().values()) == 2


def test_the_log_is_asked_first_and_what_it_told_is_said_before_the_question(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    post.desk.add_people(1_500)
    server.break_down({"send:0": "reply_lost", "send:2": "request_lost"})  # between them a control mail
    campaign = post.send().data["campaign"]
    server.break_down(None)
    server.advance(3 * 3600)
    talk = Thinking()
    done = decide(post, leaping, campaign, Word.RESEND, talk)
    told, question = talk.heard
    assert told == "1 batch was taken, says the provider's log."
    receipt = done.data["receipt"]
    assert receipt["accepted"] in (500, 1_000)
    assert f"Mail {receipt['planned']:,} people again" in question
    assert told not in done.messages


def test_a_named_batch_that_the_log_settles_is_not_asked_about(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    post.desk.add_people(1_500)
    server.break_down({"send:0": "reply_lost", "send:2": "request_lost"})  # between them a control mail
    campaign = post.send().data["campaign"]
    server.break_down(None)
    server.advance(3 * 3600)
    shown = post("campaign", "show", campaign, "--json").ok().data["parked"]
    house, talk = post.house(leaping), Thinking()
    both = Decision(word=Word.ACCEPT, batches=tuple(batch["batch"] for batch in shown))
    done = resolve(house, campaign, both, talk)
    assert done.data["receipt"]["accepted"] == 1_500
    assert "Take it as certain" in talk.heard[-1]
    assert "1,500" not in talk.heard[-1]


def test_a_batch_that_is_not_in_doubt_is_refused(post: Post, server: LocalSendGrid) -> None:
    campaign = in_doubt(post, server, 3)
    refused = post("campaign", "resolve", campaign, "--accept", "--batch", 9, "--yes", "--json")
    assert [error["code"] for error in refused.json["errors"]] == ["no-such-batch"]
    assert f"newsletter campaign show {campaign}" in refused.json["errors"][0]["remedy"]


def test_who_answers_while_another_sends_it_is_told_that_nothing_came_of_it(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    campaign = in_doubt(post, server, 3)
    server.advance(8 * 3600)
    house = post.house(leaping)
    held = house.lock(campaign, owner=lambda: "somebody")
    with pytest.raises(CampaignError) as refused:
        decide(post, leaping, campaign, Word.ACCEPT, Thinking(held.__enter__))
    held.__exit__(None, None, None)
    assert "Your answer changed nothing" in refused.value.message
    assert post("campaign", "receipt", campaign, "--json").ok().data["receipt"]["parked"] == 3


def test_of_an_undone_campaign_nobody_is_mailed_again_by_a_word_alone(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """Its people get the issue with the next `send`; the question says so."""
    campaign = in_doubt(post, server, 3)
    post("campaign", "undo", campaign, "--yes")
    server.advance(8 * 3600)
    talk = Thinking()
    done = decide(post, leaping, campaign, Word.RESEND, talk)
    assert "3 people do not have the mail" in talk.heard[-1]
    assert "newsletter send october" in talk.heard[-1]
    assert done.data["receipt"]["called_back"] == 3
    assert done.messages[-1] == "They get the issue with: newsletter send october"


def test_without_a_log_it_says_how_to_look_oneself(post: Post, server: LocalSendGrid) -> None:
    campaign = in_doubt(post, server, 3)
    server.advance(8 * 3600)
    told = post("campaign", "resolve", campaign)
    assert "could not be asked" in told.err
    assert "--resend (no mail is there) or --accept (it is)" in told.err
