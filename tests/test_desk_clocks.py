"""What hangs on the hour: the provider's clock counts, not this machine's; a later hour needs a way back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.server import LocalSendGrid
from tests.command import Desk
from tests.post import KEY, Post, numbers

SENDGRID = ("--transport", "sendgrid", "--unsubscribe-group", "12345")


@pytest.fixture(params=[-1, 3], ids=["an-hour-behind", "three-hours-ahead"])
def strange(request: pytest.FixtureRequest) -> Iterator[LocalSendGrid]:
    """A provider whose clock is not this machine's."""
    clock = Clock()
    clock.advance(request.param * 3600)
    with LocalSendGrid(key=KEY, clock=clock) as running:
        yield running


@pytest.fixture
def post(desk: Desk, server: LocalSendGrid) -> Post:
    desk.open_branch(*SENDGRID)
    return Post(desk, server)


def test_a_campaign_can_be_called_back_though_the_clocks_disagree(desk: Desk, strange: LocalSendGrid) -> None:
    desk.open_branch(*SENDGRID)
    post = Post(desk, strange)
    desk.add_people(30)
    sent = post.send().ok()
    done = post("campaign", "undo", sent.data["campaign"], "--yes")
    assert done.code == 0, done
    strange.advance(2 * 86_400)
    assert strange.judge.received() == {}


def test_what_has_left_by_the_providers_clock_is_told_so(desk: Desk, strange: LocalSendGrid) -> None:
    desk.open_branch(*SENDGRID)
    post = Post(desk, strange)
    desk.add_people(3)
    sent = post.send().ok()
    strange.advance(3600)
    done = post("campaign", "undo", sent.data["campaign"], "--yes")
    assert done.code == 1
    assert "too late" in done.err


def test_in_doubt_before_its_hour_is_not_sent_again_though_our_clock_says_it_is_time(desk: Desk) -> None:
    """Three hours ahead, ours would take an hour that is to come for one long gone."""
    clock = Clock()
    clock.advance(-3 * 3600)
    with LocalSendGrid({"send": "reply_lost", "hold": "500"}, key=KEY, clock=clock) as server:
        desk.open_branch(*SENDGRID)
        post = Post(desk, server)
        desk.add_people(3)
        sent = post("send", "october", "--yes", "--json")
        assert numbers(sent)["parked"] == 3, sent
        done = post("campaign", "resolve", sent.data["campaign"], "--resend", "--yes", "--json")
        assert done.code == 1, done
        assert "too-early" in done.out


def test_a_later_hour_without_a_way_back_is_refused(post: Post, server: LocalSendGrid) -> None:
    """It would leave at once: only what goes with a wave has an hour."""
    post.desk.add_people(3)
    toml = post.desk.workspace / "newsletter.toml"
    text = toml.read_text(encoding="utf-8").replace("[sending]\n", '[sending]\nundo_window = "0s"\n')
    toml.write_text(text, encoding="utf-8")
    when = datetime.now(UTC) + timedelta(hours=30)
    done = post("send", "october", "--yes", "--at", f"{when:%Y-%m-%d} 12:00")
    assert done.code == 2
    assert "undo_window" in done.err
    assert server.judge.received() == {}


def test_who_left_since_it_began_an_hour_ago_does_not_get_the_rest(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3)
    server.occupy(10)
    waiting = post.send()
    server.occupy(0)
    server.suppress("group", "person1@example.org", group=12345)
    done = post("campaign", "resume", waiting.data["campaign"], "--yes", "--json").ok()
    assert numbers(done) == {"deliveries": 3, "accepted": 2, "suppressed": 1}
    assert set(server.judge.received()) == {"person0@example.org", "person2@example.org"}


def test_who_left_while_a_campaign_was_kept_does_not_get_it(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3)
    when = datetime.now(UTC) + timedelta(days=10)
    kept = post.send("--at", f"{when:%Y-%m-%d} 12:00")
    server.advance(8 * 86_400)
    server.suppress("unsubscribes", "person0@example.org")
    server.suppress("group", "person1@example.org", group=12345)
    done = post("campaign", "resume", kept.data["campaign"], "--yes", "--json").ok()
    assert numbers(done) == {"deliveries": 3, "accepted": 1, "suppressed": 2}
    server.advance(3 * 86_400)
    assert set(server.judge.received()) == {"person2@example.org"}
