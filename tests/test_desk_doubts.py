"""What is in doubt is settled by the log wherever it can tell: no doubt stands in the way of another's proof."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from subprocess import Popen

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from newsletter.sending.clock import SystemClock
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises
from newsletter.settings import TransportName
from subscribers.statements import spell
from tests.command import kill, on_both, wait_until
from tests.post import KEY, Post, numbers

HOUR = 3600.0
OFFICE = "office@anytown.example.org"


@pytest.fixture
def server() -> Iterator[LocalSendGrid]:
    with LocalSendGrid(key=KEY) as running:
        yield running


def believe(post: Post) -> None:
    """As `doctor --live` found it."""
    house = post.house(SystemClock())
    with house.open_database() as database, house.provider(TransportName.SENDGRID, database) as provider:
        assert provider is not None
        premises = Premises(database, account=provider.account)
        premises.store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=datetime.now(UTC))


def start(post: Post, *words: str) -> "Popen[str]":
    return post.desk.start(
        *words, "--yes", "--workspace", post.desk.workspace,
        NEWSLETTER_SENDGRID_HOST=post.server.url, SENDGRID_API_KEY=KEY,
    )  # fmt: skip


def times(server: LocalSendGrid) -> tuple[int, set[int]]:
    received = server.judge.received()
    return len(received), {len(mails) for mails in received.values()}


@on_both
def test_two_that_were_lost_in_one_minute_and_undone(post: Post, server: LocalSendGrid) -> None:
    """The first is settled by the log as not taken; that is no mail that the log should know beside the second."""
    post.desk.add_people(4_000)
    server.break_down({"send:1": "request_lost", "send:2": "request_lost"})
    campaign = post.send().data["campaign"]
    undone = post("campaign", "undo", campaign, "--yes", "--json")
    assert numbers(undone)["parked"] == 2_000
    assert numbers(post.settle(campaign)) == {"deliveries": 4_000, "called_back": 4_000}
    assert server.judge.received() == {}


def test_what_was_taken_and_came_into_doubt_later_is_a_control_still(
    post: Post, server: LocalSendGrid
) -> None:
    """One wave of four, one request lost; the undo's cancels are refused until it is too late."""
    post.desk.add_people(4_000)
    server.occupy(7)
    server.break_down({"send:1": "request_lost", "hold": "400", "patch": "404"})
    campaign = post.send().data["campaign"]
    post("campaign", "undo", campaign, "--yes")
    server.advance(HOUR)
    assert numbers(post.settle(campaign)) == {
        "deliveries": 4_000, "accepted": 3_000, "called_back": 1_000,
    }  # fmt: skip
    assert times(server) == (3_000, {1})


@pytest.mark.parametrize("people", [300, 3_000])
def test_who_looks_after_a_weekend_is_told_when_the_log_can_tell(
    post: Post, server: LocalSendGrid, people: int
) -> None:
    post.desk.add_people(people)
    server.break_down({f"send:{1 if people > 1_000 else 0}": "request_lost"})
    campaign = post.send().data["campaign"]
    server.advance(60 * HOUR)
    first = post("campaign", "resolve", campaign)
    assert "The log can say more from" in first.err + first.out
    assert "will hardly ever tell" not in first.err + first.out
    server.advance(1.1 * HOUR)
    second = post("campaign", "resolve", campaign)
    assert "1 batch was not taken and is planned again" in second.err + second.out


def test_each_owner_has_controls_of_its_own(post: Post, server: LocalSendGrid) -> None:
    """Killed behind its first batch; half a minute later the next one loses a request, which is the last."""
    post.desk.add_people(2_000)
    server.break_down({"send:1": "429:600"})
    process = start(post, "send", "october")
    wait_until(lambda: server.by_endpoint["send"] == 2)
    kill(process)
    [campaign] = [one["id"] for one in post("campaign", "list", "--json").data["campaigns"]]
    server.break_down({"send:0": "request_lost"})
    resumed = post("campaign", "resume", campaign, "--yes", "--json")
    assert numbers(resumed) == {"deliveries": 2_000, "accepted": 1_000, "parked": 1_000}
    assert numbers(post.settle(campaign)) == {"deliveries": 2_000, "accepted": 2_000}
    assert times(server) == (2_000, {1})


def test_where_the_cancel_of_a_doubt_gets_no_answer_there_is_a_control(
    post: Post, server: LocalSendGrid
) -> None:
    post.desk.add_people(300)
    believe(post)
    server.break_down({"send:0": "request_lost", "hold": "503", "patch": "503"})
    sent = post.send()
    assert numbers(sent) == {"deliveries": 300, "parked": 300, "in_doubt": 300}
    server.advance(HOUR)
    assert numbers(post.settle(sent.data["campaign"])) == {"deliveries": 300, "accepted": 300}
    assert times(server) == (300, {1})


@pytest.mark.parametrize("fault", ["late:1:stall", "slow:60"])
def test_a_control_goes_while_the_answer_is_long_in_coming(
    post: Post, server: LocalSendGrid, fault: str
) -> None:
    """The log loses some seconds for good: a control of half a minute later would not be among them."""
    settings = post.desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8").replace("[sending]\n", '[sending]\ntimeout = "12s"\n')
    settings.write_text(text, encoding="utf-8")
    post.desk.add_people(300)
    server.break_down({"send:0": fault})
    process = start(post, "send", "october")
    wait_until(lambda: server.by_endpoint["send"] == 1)
    server.account.logs_lost = (0, server.now() + 9)
    process.communicate(timeout=60)
    [first, control] = [one.at for one in server.requests if one.endpoint == "send"]
    assert 4 < control - first < 9
    [campaign] = [one["id"] for one in post("campaign", "list", "--json").data["campaigns"]]
    left = post.settle(campaign)
    assert numbers(left) == {"deliveries": 300, "parked": 300}
    assert times(server) == (300, {1})


def test_an_answer_that_comes_after_all_needs_no_control(post: Post, server: LocalSendGrid) -> None:
    """It was sent meanwhile, and does no harm."""
    post.desk.add_people(300)
    server.break_down({"send:0": "slow:7"})
    assert numbers(post.send().ok()) == {"deliveries": 300, "accepted": 300}
    assert times(server) == (300, {1})
    server.advance(HOUR)
    assert len(server.judge.mails(OFFICE)) == 1


def test_who_was_told_to_wait_does_not_hold_up_an_undo(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3_000)
    server.break_down({"send:1": "429:200"})
    process = start(post, "send", "october")
    wait_until(lambda: server.by_endpoint["send"] >= 2)
    [campaign] = [one["id"] for one in post("campaign", "list", "--json").data["campaigns"]]
    begun = time.monotonic()
    undone = post("campaign", "undo", campaign, "--yes", "--json")
    assert time.monotonic() - begun < 30
    process.communicate(timeout=60)
    assert undone.data["state"] == "undone"
    assert numbers(undone) == {"deliveries": 3_000, "called_back": 3_000}
    assert server.judge.received() == {}


def test_resolve_finishes_an_undo_that_had_no_line(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(2_000)
    server.break_down({"send:1": "request_lost"})
    campaign = post.send().data["campaign"]
    server.break_down({"hold": "400", "patch": "404"})
    assert post("campaign", "undo", campaign, "--yes", "--json").data["state"] == "undoing"
    server.break_down(None)
    resolved = post("campaign", "resolve", campaign, "--json")
    assert resolved.data["state"] == "undone"
    assert not re.search("not every cancel was confirmed", resolved.out + resolved.err)
    assert server.judge.received() == {}


@pytest.mark.parametrize("gone", ["left", "forgotten"])
def test_a_small_batch_does_not_stand_in_the_way_of_a_large_one(
    post: Post, server: LocalSendGrid, gone: str
) -> None:
    """The last person's batch was taken beside the one that was lost; then that person leaves, or is forgotten."""
    post.desk.add_people(1_001)
    server.break_down({"send:1": "request_lost"})
    sent = post.send()
    assert numbers(sent) == {"deliveries": 1_001, "accepted": 1, "parked": 1_000}
    server.break_down(None)
    with post.house(SystemClock()).open_database() as database:
        [(taken,)] = database.rows(ALONE)
    if gone == "left":
        post("subscriber", "suppress", taken).ok()
    else:
        server.advance(2 * HOUR)
        post("subscriber", "forget", taken, "--yes")
    done = post.settle(sent.data["campaign"])
    # Whom the log may still be asked about is forgotten when that is over.
    assert numbers(done) == {"deliveries": 1_001, "accepted": 1_001}
    assert times(server) == (1_001, {1})


#: Who went alone.
ALONE = spell(
    "alone", "",
    "select subscriber from delivery join batch on batch.id = delivery.batch where batch.size = 1",
)  # fmt: skip


def test_who_left_meanwhile_was_mailed_all_the_same(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(1)
    server.break_down({"send:0": "reply_lost"})
    sent = post.send()
    assert numbers(sent) == {"deliveries": 1, "parked": 1}
    post("subscriber", "suppress", "person0@example.org").ok()
    assert numbers(post.settle(sent.data["campaign"])) == {"deliveries": 1, "accepted": 1}


def test_where_no_newer_mail_can_be_sent_a_person_is_asked_after_a_while(
    post: Post, server: LocalSendGrid
) -> None:
    """The credits are used up: nothing will ever show how far the log has come."""
    post.desk.add_people(3_000)
    server.break_down({"send:1": "request_lost"})
    campaign = post.send().data["campaign"]
    server.break_down({"send": "credits"})
    for hours in (8, 12, 30):
        server.advance(hours * HOUR)
        told = post("campaign", "resolve", campaign)
    assert "Look yourself" in told.err + told.out
    assert "type it again then" not in told.err + told.out


def test_a_trial_that_takes_its_time_needs_no_control(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(300)
    server.break_down({"preflight:0": "slow:7"})
    done = post("send", "october", "--yes").ok()
    assert "control mail" not in done.err
    assert server.by_endpoint["send"] == 1


def test_an_answer_that_was_late_is_no_doubt_in_the_end(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(300)
    server.break_down({"send:0": "slow:7"})
    done = post("send", "october", "--yes").ok()
    assert "In the end nothing is in doubt" in done.err
    assert "was not taken" not in done.err


def test_with_a_short_window_a_cancel_is_not_believed_of_what_may_come_when_the_hour_is_over(
    post: Post, server: LocalSendGrid
) -> None:
    """25 minutes late, which is later than the mail's own hour: its id is cancelled, and blocks nothing any more."""
    settings = post.desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8").replace("[sending]\n", '[sending]\nundo_window = "10m"\n')
    settings.write_text(text, encoding="utf-8")
    server.provider.world = server.provider.holds.world = World(cancelled_id_blocks_mail_after_send_at=False)
    post.desk.add_people(300)
    believe(post)
    server.break_down({"send:0": "late:1500"})
    sent = post.send()
    post.settle(sent.data["campaign"])
    assert times(server) == (300, {1})


def test_what_made_it_stop_still_does_when_the_log_was_asked(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3_000)
    server.break_down({"send:0": "request_lost", "send:1": "credits", "send:2": "credits"})
    sent = post.send()
    [before] = [error for error in sent.json["errors"] if error["code"] != "in-doubt"]
    post("campaign", "resolve", sent.data["campaign"])
    again = post("campaign", "show", sent.data["campaign"])
    assert before["message"] in again.out
