"""What a SendGrid key may do is found out before the question: an undo that cannot cancel would show it too late."""

from contextlib import closing
from pathlib import Path

import pytest

from newsletter.desk.send import Order, send
from newsletter.desk.stage import LeapingClock
from newsletter.desk.understudy import _Speech as Nobody
from newsletter.rehearsal.answer import Answer, answer
from newsletter.rehearsal.provider import ENDPOINTS
from newsletter.rehearsal.server import LocalSendGrid
from tests.post import Post, numbers

EVERYTHING = {each.scope for each in ENDPOINTS if each.scope}
#: What a key of "Mail Send" alone may do, and read who left.
NO_WAY_BACK = {"mail.send", "suppression.read", "asm.groups.suppressions.read", "messages.read"}


@pytest.fixture
def post(post: Post) -> Post:
    post.desk.add_people(3)
    return post


@pytest.mark.parametrize(
    "lacks", ["mail.send", "mail.batch.create", "user.scheduled_sends.create", "user.scheduled_sends.read"]
)
def test_send_refuses_before_its_question_a_key_that_could_not_call_back(
    post: Post, server: LocalSendGrid, lacks: str
) -> None:
    """Nobody is at the keyboard, and without --yes: its question would end in another refusal."""
    server.account.scopes = EVERYTHING - {lacks}
    refused = post("send", "october", "--json")
    [error] = refused.json["errors"]
    assert (refused.code, error["code"]) == (3, "key-may-not")
    assert lacks in error["message"]
    assert "Nothing was sent" in error["message"]
    assert "docs/sendgrid.md" in error["remedy"]
    assert server.by_endpoint["scopes"] == 1
    assert (server.by_endpoint["send"], server.by_endpoint["preflight"]) == (0, 0)
    assert post("campaign", "list", "--json").ok().data["campaigns"] == []
    server.account.scopes = None
    assert numbers(post.send().ok()) == {"deliveries": 3, "accepted": 3}


def test_resume_refuses_before_its_question_and_what_is_to_be_undone_is_not_held_up(
    post: Post, server: LocalSendGrid
) -> None:
    server.occupy(10)
    campaign = post.send().data["campaign"]
    server.occupy(0)
    server.account.scopes = set(NO_WAY_BACK)
    refused = post("campaign", "resume", campaign, "--json")
    assert [error["code"] for error in refused.json["errors"]] == ["key-may-not"]
    assert "call mail back (mail.batch.create, user.scheduled_sends)" in refused.json["errors"][0]["message"]
    assert server.by_endpoint["send"] == 0
    undone = post("campaign", "undo", campaign, "--yes", "--json").ok()
    assert numbers(undone) == {"deliveries": 3, "called_back": 3}
    assert post("campaign", "resume", campaign).ok()


def test_now_needs_no_way_back(post: Post, server: LocalSendGrid) -> None:
    server.account.scopes = set(NO_WAY_BACK)
    assert numbers(post.send("--now").ok()) == {"deliveries": 3, "accepted": 3}
    assert (server.by_endpoint["scopes"], server.by_endpoint["mint"]) == (1, 0)


def test_now_needs_no_way_back_also_when_the_answer_took_its_time(
    post: Post, server: LocalSendGrid, tmp_path: Path
) -> None:
    """Over a minute later the provider's clock would be asked for anew, by making an id."""
    server.account.scopes = set(NO_WAY_BACK)
    with closing(LeapingClock(tmp_path / "clock")) as clock:

        class Slow(Nobody):
            def confirm(self, question: str) -> None:
                clock.sleep(90)

        sent = send(post.house(clock), Order(slug="october", now=True), Slow())
    assert sent.data["receipt"]["accepted"] == 3


def test_now_refuses_a_key_that_may_not_send_and_does_not_speak_of_calling_back(
    post: Post, server: LocalSendGrid
) -> None:
    server.account.scopes = NO_WAY_BACK - {"mail.send"}
    refused = post("send", "october", "--now")
    assert refused.code == 3
    assert "send mail (mail.send)" in refused.err
    assert "call" not in refused.err


@pytest.mark.parametrize(
    "unclear",
    ["403", "503", answer(200, {"scopes": "all"}), answer(200, {"scopes": ["mail.write", "mail.cancel"]})],
    ids=["it may not say", "no answer", "nonsense", "none of the names that we know"],
)
def test_where_the_key_does_not_say_what_it_may_the_campaign_goes_on(
    post: Post, server: LocalSendGrid, unclear: str | Answer
) -> None:
    """It is looked at beforehand only: a good key must not be kept from sending by it."""
    if isinstance(unclear, str):
        server.break_down({"scopes": unclear})
    else:
        server.provider._scopes = lambda *_: unclear
    sent = post("send", "october", "--yes")
    assert sent.code == 0, sent
    assert "did not say what this key may do" in sent.err
    assert len(server.judge.received()) == 3


def test_without_the_log_it_is_said_once_and_sent(post: Post, server: LocalSendGrid) -> None:
    server.account.scopes = EVERYTHING - {"messages.read"}
    sent = post("send", "october", "--yes").ok()
    assert sent.err.count("Email Activity") == 1
    assert len(server.judge.received()) == 3


def test_a_key_that_may_do_all_is_not_spoken_of(post: Post, server: LocalSendGrid) -> None:
    sent = post("send", "october", "--yes").ok()
    assert "permission" not in sent.err
    assert server.by_endpoint["scopes"] == 1


def test_only_said_asks_nobody(post: Post, server: LocalSendGrid) -> None:
    post("send", "october", "--dry-run").ok()
    assert not server.by_endpoint
