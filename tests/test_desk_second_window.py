"""An undo is typed in whatever window is at hand: one in which no key is set can write it down all the same."""

from datetime import datetime
from zoneinfo import ZoneInfo

from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.server import LocalSendGrid
from tests.command import Desk, Done, on_both, wait_until
from tests.post import KEY, Post, numbers


def keyless(post: Post, *words: object) -> Done:
    return post.desk.here(*words, timeout=200, NEWSLETTER_SENDGRID_HOST=post.server.url)


def state(post: Post, campaign: str) -> str:
    return str(keyless(post, "campaign", "receipt", campaign, "--json").ok().data["state"])


@on_both
def test_without_a_key_an_undo_is_written_down_and_says_what_it_needs_and_until_when(
    post: Post, server: LocalSendGrid
) -> None:
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    undone = keyless(post, "campaign", "undo", campaign, "--yes")
    assert (undone.code, state(post, campaign)) == (4, "undoing")
    assert "nothing more is handed over" in undone.out
    assert "newsletter secret set sendgrid" in undone.err
    assert "SENDGRID_API_KEY" in undone.err
    until = keyless(post, "campaign", "receipt", campaign, "--json").data["undo_until"]
    hour = datetime.fromisoformat(until).astimezone(ZoneInfo("Europe/London"))
    assert f"before {hour:%H:%M}: newsletter campaign undo {campaign}" in undone.err
    told = keyless(post, "campaign", "undo", campaign, "--json")
    assert [error["code"] for error in told.json["errors"]] == ["undo-unfinished"]
    assert "key" in told.json["errors"][0]["message"]
    assert numbers(post("campaign", "undo", campaign, "--json").ok()) == {"deliveries": 3, "called_back": 3}
    assert not server.judge.received()


def test_without_a_key_what_was_never_handed_over_is_undone_whole(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3)
    server.occupy(10)
    campaign = post.send().data["campaign"]
    undone = keyless(post, "campaign", "undo", campaign, "--yes", "--json").ok()
    assert undone.data["state"] == "undone"
    assert numbers(undone) == {"deliveries": 3, "called_back": 3}


@on_both
def test_whoever_sends_it_at_that_moment_carries_it_out(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(12_000)
    server.break_down({"send": "slow:0.5"})
    keys = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
    process = post.desk.start("send", "october", "--yes", "--workspace", post.desk.workspace, **keys)
    wait_until(lambda: server.by_endpoint["send"] >= 1 or process.poll() is not None, seconds=60)
    [campaign] = keyless(post, "campaign", "list", "--json").ok().data["campaigns"]
    undone = keyless(post, "campaign", "undo", campaign["id"], "--yes", "--json").ok()
    _, told = process.communicate(timeout=60)
    assert "It was undone meanwhile, in another window." in told
    assert numbers(undone) == {"deliveries": 12_000, "called_back": 12_000}
    assert any(
        "carried out by the process that was sending" in message for message in undone.json["messages"]
    )
    assert not server.judge.received()


def test_without_a_yes_nothing_is_written_down(post: Post) -> None:
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    refused = keyless(post, "campaign", "undo", campaign)
    assert (refused.code, state(post, campaign)) == (2, "done")


@on_both
def test_what_is_being_sent_is_no_doubt_and_a_pause_needs_no_key(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(12_000)
    server.break_down({"send": "slow:0.5"})
    keys = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
    process = post.desk.start("send", "october", "--yes", "--workspace", post.desk.workspace, **keys)
    wait_until(lambda: server.by_endpoint["send"] >= 1 or process.poll() is not None, seconds=60)
    [campaign] = keyless(post, "campaign", "list", "--json").ok().data["campaigns"]
    where = post.desk.here().ok().out
    paused = post.desk.here("campaign", "pause", campaign["id"])
    process.communicate(timeout=60)
    assert f"being sent at this moment: newsletter campaign show {campaign['id']}" in where
    assert "in doubt" not in where
    assert "Next: newsletter campaign resume" not in where
    assert "Somebody paused it" in paused.out
    assert "campaign resolve" not in paused.out
    assert "finishes what is on its way, and then stops" in paused.err
    assert state(post, campaign["id"]) == "stopped"


def test_too_late_by_this_computers_clock_says_that_the_providers_was_not_asked(desk: Desk) -> None:
    """Ours is two hours ahead: with the key there is time."""
    clock = Clock()
    clock.advance(-2 * 3600)
    with LocalSendGrid(key=KEY, clock=clock) as server:
        desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
        post = Post(desk, server)
        desk.add_people(3)
        campaign = post.send().ok().data["campaign"]
        late = keyless(post, "campaign", "undo", campaign, "--yes")
        assert (late.code, state(post, campaign)) == (1, "done")
        assert "By this computer's clock" in late.err
        assert "newsletter secret set sendgrid" in late.err
        assert post("campaign", "undo", campaign, "--yes", "--json").ok().data["state"] == "undone"


def test_what_is_undone_already_needs_no_key(post: Post) -> None:
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    post("campaign", "undo", campaign, "--yes").ok()
    again = keyless(post, "campaign", "undo", campaign).ok()
    assert "nothing to do" in again.err


def test_where_an_undo_cannot_even_be_written_down_a_pause_is_offered(
    post: Post, server: LocalSendGrid
) -> None:
    """The host of a drill is set in the other window only."""
    post.desk.add_people(3)
    server.occupy(10)
    campaign = post.send().data["campaign"]
    refused = post.desk.here("campaign", "undo", campaign, "--yes", "--json")
    [error] = refused.json["errors"]
    assert error["code"] == "other-kind"
    assert f"newsletter campaign pause {campaign}" in error["remedy"]
