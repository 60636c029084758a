"""One request for a whole branch, and no answer: SendGrid's log settles it, and nobody's word is asked."""

from collections.abc import Iterator

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from tests.command import on_both
from tests.post import KEY, Post, numbers

OFFICE = "office@anytown.example.org"
HOUR = 3600.0


@pytest.fixture
def server() -> Iterator[LocalSendGrid]:
    with LocalSendGrid(key=KEY, keeps_bodies=True) as running:
        yield running


@pytest.fixture
def post(post: Post) -> Post:
    post.desk.add_people(300)
    return post


@on_both
@pytest.mark.parametrize("fault", ["request_lost", "reply_lost", "late:2400", "503"])
def test_nobody_is_asked(post: Post, server: LocalSendGrid, fault: str) -> None:
    server.break_down({"send:0": fault})
    sent = post.send()
    assert sent.code == 4
    assert numbers(sent) == {"deliveries": 300, "parked": 300}
    done = post.settle(sent.data["campaign"]).ok()
    assert numbers(done) == {"deliveries": 300, "accepted": 300}
    received = server.judge.received()
    assert (len(received), {len(mails) for mails in received.values()}) == (300, {1})


def test_the_control_mail_says_what_it_is_for_and_nothing_else(post: Post, server: LocalSendGrid) -> None:
    server.break_down({"send:0": "request_lost"})
    sent = post("send", "october", "--yes")
    assert "A control mail goes to the branch's own address" in sent.err
    server.advance(HOUR)
    [mail] = server.judge.mails(OFFICE)
    assert mail.subject == "Control mail: nothing has to be done"
    assert set(mail.arguments) == {"nl_delivery", "nl_attempt"}
    assert "docker" not in mail.text
    assert "example.org" not in mail.text
    counts = server.judge.counts()
    assert (counts.people, counts.own) == (0, 1)


def test_an_undo_calls_it_back(post: Post, server: LocalSendGrid) -> None:
    server.break_down({"send:0": "reply_lost"})
    sent = post.send()
    post("campaign", "undo", sent.data["campaign"], "--yes")
    server.advance(HOUR)
    assert not server.judge.mails(OFFICE)
    assert not server.judge.received()
