"""`newsletter` alone names what is unfinished, and the command that ends it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsletter.desk.stage import LeapingClock
from newsletter.desk.start import _where
from newsletter.rehearsal.server import LocalSendGrid
from tests.post import Post, numbers


@pytest.fixture
def post(post: Post) -> Post:
    post.desk.add_people(3)
    return post


def in_doubt(post: Post, server: LocalSendGrid) -> str:
    server.break_down({"send": "reply_lost"})
    campaign = str(post.send().data["campaign"])
    server.break_down(None)
    return campaign


@pytest.mark.parametrize("is_undone", [True, False])
def test_who_is_in_doubt_is_named_with_the_hour_from_which_the_log_can_tell(
    post: Post, server: LocalSendGrid, tmp_path: Path, *, is_undone: bool
) -> None:
    campaign = in_doubt(post, server)
    if is_undone:
        undone = post("campaign", "undo", campaign, "--yes", "--json")
        assert (undone.data["state"], numbers(undone)["parked"]) == ("undone", 3)
    told = post("--json").ok()
    assert told.data["in_doubt"] == [campaign]
    hour = datetime.fromisoformat(told.data["log_tells"][campaign]).astimezone(ZoneInfo("Europe/London"))
    line = f"in doubt; SendGrid's log can tell from {hour:%H:%M} on: newsletter campaign resolve {campaign}"
    shown = post().ok().out
    assert line in shown or f"from {hour:%d %B %Y, %H:%M} on" in shown
    leaping = LeapingClock(tmp_path / "clock")
    house = post.house(leaping)
    leaping.sleep(3 * 3600)
    lines = _where(house, house.workspace.root).lines
    leaping.close()
    assert f"  in doubt: newsletter campaign resolve {campaign}" in lines


def test_once_settled_it_is_named_no_more(post: Post, server: LocalSendGrid) -> None:
    campaign = in_doubt(post, server)
    post("campaign", "undo", campaign, "--yes")
    server.advance(8 * 3600)
    post("campaign", "resolve", campaign, "--accept", "--yes").ok()
    told = post("--json").ok()
    assert told.data["in_doubt"] == []
    assert campaign not in post().ok().out


def test_an_undo_without_an_end_comes_first(post: Post) -> None:
    """Its cancels are not confirmed yet: that can wait least of all."""
    campaign = post.send().ok().data["campaign"]
    post.desk.here("campaign", "undo", campaign, "--yes", NEWSLETTER_SENDGRID_HOST=post.server.url)
    told = post().ok().out
    assert f"an undo is not finished: newsletter campaign undo {campaign}" in told
    assert f"Next: newsletter campaign undo {campaign}" in told
    assert "not yet on its way" not in told
