"""A campaign through SendGrid can be called back, in time and whole; what has left is said."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from newsletter.desk.send import Order, send
from newsletter.desk.stage import LeapingClock
from newsletter.desk.understudy import _Speech as Nobody
from newsletter.desk.undo import undo
from newsletter.errors import NewsletterError
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.clock import Clock, Mark
from tests.command import on_both
from tests.post import Post, numbers


@on_both
def test_after_an_undo_the_corrected_issue_goes_to_everybody_once(post: Post) -> None:
    post.desk.add_people(8_000)
    first = post.send().ok()
    assert numbers(first) == {"deliveries": 8_000, "accepted": 8_000}
    undone = post("campaign", "undo", first.data["campaign"], "--yes", "--json").ok()
    assert numbers(undone) == {"deliveries": 8_000, "called_back": 8_000}
    post.correct("October: the dockers have won")
    assert numbers(post.send().ok()) == {"deliveries": 8_000, "accepted": 8_000}
    [(subject, readers)] = post.subjects().items()
    assert subject == "October: the dockers have won"
    assert (len(readers), set(readers.values())) == (8_000, {1})


@on_both
def test_with_one_slot_left_by_another_program_the_second_waits_and_nothing_is_parked(
    post: Post, server: LocalSendGrid
) -> None:
    post.desk.add_people(8_000)
    server.occupy(9)
    first = post.send().ok()
    post("campaign", "undo", first.data["campaign"], "--yes").ok()
    post.correct("October: the dockers have won")
    waiting = post.send()
    assert waiting.code == 4
    assert numbers(waiting) == {"deliveries": 8_000, "planned": 8_000}
    [error] = waiting.json["errors"]
    assert error["code"] == "no-slot"
    assert "One is free again after" in error["message"]
    server.occupy(3)
    resumed = post("campaign", "resume", waiting.data["campaign"], "--yes", "--json").ok()
    assert numbers(resumed) == {"deliveries": 8_000, "accepted": 8_000}
    [(subject, readers)] = post.subjects().items()
    assert subject == "October: the dockers have won"
    assert (len(readers), set(readers.values())) == (8_000, {1})


@pytest.mark.proof
def test_the_undo_of_a_hundred_thousand_takes_eight_cancels(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(100_000)
    first = post.send().ok()
    before = server.by_endpoint["hold"]
    undone = post("campaign", "undo", first.data["campaign"], "--yes", "--json").ok()
    assert numbers(undone) == {"deliveries": 100_000, "called_back": 100_000}
    cancels = server.by_endpoint["hold"] - before
    assert 1 <= cancels <= 8, server.by_endpoint
    assert not server.judge.received()


@on_both
def test_too_late_says_so_and_for_how_many(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(1_500)
    first = post.send().ok()
    server.advance(31 * 60)
    early = post("campaign", "undo", first.data["campaign"], "--yes")
    assert "the mail is about to leave for 1,500 people" in early.err
    server.advance(29 * 60)
    late = post("campaign", "undo", first.data["campaign"], "--yes")
    assert late.code == 1
    assert "the mail has left for 1,500 people" in late.err
    assert len(server.judge.received()) == 1_500


def test_before_the_question_it_says_until_when(post: Post) -> None:
    post.desk.add_people(3)
    said = post("send", "october", "--dry-run").ok().out
    assert "everything can be called back" in said
    assert post("send", "october", "--dry-run", "--json").ok().data["undo_window"] == 1_800


def test_now_leaves_at_once_and_says_that_there_is_no_way_back(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3)
    assert "cannot be called back" in post("send", "october", "--now", "--dry-run").ok().out
    first = post.send("--now").ok()
    assert first.data["undo_until"] is None
    assert len(server.judge.received(until=server.now() + 5)) == 3
    late = post("campaign", "undo", first.data["campaign"], "--yes")
    assert late.code == 1
    assert "too late" in late.err


def test_at_hands_over_at_once_and_is_read_in_the_branchs_time_zone(
    post: Post, server: LocalSendGrid
) -> None:
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    post.desk.add_people(3)
    when = (datetime.now(UTC) + timedelta(hours=30)).replace(second=0, microsecond=0)
    typed = f"{when.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d %H:%M}"
    assert numbers(post.send("--at", typed).ok())["accepted"] == 3
    assert not server.judge.received(until=when.timestamp() - 60)
    assert len(server.judge.received(until=when.timestamp() + 60)) == 3


def test_what_cannot_be_kept_or_goes_with_nothing_is_refused(post: Post) -> None:
    post.desk.add_people(1)
    for words, code in [
        (("--at", "soon"), "time"),
        (("--at", "25:00"), "time"),
        (("--at", "2027-02-30 10:00"), "time"),
        (("--at", "2020-01-01 10:00"), "too-soon"),
        (("--at", "2099-01-01 10:00", "--now"), "now-or-at"),
        (("--at", "18:30", "--transport", "outbox"), "at-needs-sendgrid"),
        (("--test", "office@example.org", "--at", "18:30"), "test-alone"),
        (("--test", "office@example.org", "--now"), "test-alone"),
        (("--test", "office@example.org", "--count", "3"), "test-alone"),
        (("--count", "3"), "count-without-again"),
    ]:
        done = post.send(*words)
        assert done.code == 2, words
        assert [error["code"] for error in done.json["errors"]] == [code]


def test_just_within_three_days_it_is_handed_over_at_once(post: Post, server: LocalSendGrid) -> None:
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    post.desk.add_people(3)
    when = datetime.now(UTC) + timedelta(hours=71, minutes=50)
    typed = f"{when.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d %H:%M}"
    assert numbers(post.send("--at", typed).ok())["accepted"] == 3


@on_both
def test_what_is_far_ahead_is_kept_and_it_says_how_it_starts(post: Post, server: LocalSendGrid) -> None:
    from datetime import UTC, datetime, timedelta

    post.desk.add_people(3)
    when = datetime.now(UTC) + timedelta(days=10)
    kept = post.send("--at", f"{when:%Y-%m-%d} 12:00")
    assert kept.code == 4
    assert numbers(kept) == {"deliveries": 3, "planned": 3}
    [error] = kept.json["errors"]
    assert error["code"] == "kept"
    assert f"newsletter campaign resume {kept.data['campaign']}" in error["remedy"]
    server.advance(8 * 24 * 3600)
    assert numbers(post("campaign", "resume", kept.data["campaign"], "--yes", "--json").ok())["accepted"] == 3


@pytest.fixture
def leaping(tmp_path: Path) -> Iterator[LeapingClock]:
    """For deeds that would wait, again and again, for a provider that is not there."""
    with closing(LeapingClock(tmp_path / "clock")) as clock:
        yield clock


def test_an_undo_without_a_network_is_written_down_and_done_by_the_next(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    cut_off = undo(post.house(leaping, url="http://127.0.0.1:9"), campaign, Nobody())
    assert cut_off.exit_code == 4
    assert cut_off.data["state"] == "undoing"
    assert [error["code"] for error in cut_off.errors] == ["undo-unfinished"]
    assert "SendGrid could not be reached" in cut_off.errors[0]["message"]
    anew = post.send()
    assert (anew.code, anew.json["errors"][0]["code"]) == (2, "undo-unfinished")
    assert f"newsletter campaign undo {campaign}" in anew.json["errors"][0]["remedy"]
    again = post("campaign", "resume", campaign, "--yes", "--json").ok()
    assert numbers(again) == {"deliveries": 3, "called_back": 3}
    assert not server.judge.received()


def test_an_undo_that_finds_another_command_at_work_goes_on_behind_it(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """`resolve` has the campaign, does not send, and so does not carry the undo out."""
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    house = post.house(leaping)
    with ExitStack() as at_work:
        at_work.enter_context(house.lock(campaign, owner=lambda: "somebody"))
        let_go = replace(house, clock=_Waking(leaping, at_work.close))
        done = undo(let_go, campaign, Nobody())
    assert done.data["receipt"]["called_back"] == 3
    assert done.data["state"] == "undone"
    assert not server.judge.received()


def test_an_undo_that_finds_the_campaign_held_says_by_whom(
    post: Post, server: LocalSendGrid, leaping: LeapingClock
) -> None:
    """Another window stands at a question, or its process was stopped."""
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    house = post.house(leaping)
    with house.lock(campaign, owner=lambda: "somebody"):
        held = undo(house, campaign, Nobody())
    [words] = held.messages
    assert "is being sent by" in words
    assert "no cancel was asked for" in words
    assert (held.exit_code, held.data["state"]) == (4, "undoing")
    assert undo(house, campaign, Nobody()).data["state"] == "undone"
    assert not server.judge.received()


@pytest.mark.parametrize("why", ["ten slots are taken", "the key may not"])
def test_why_nothing_is_cancelled_is_told(post: Post, server: LocalSendGrid, why: str) -> None:
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    if why == "ten slots are taken":
        server.occupy(10)
    else:
        server.break_down({"hold": "403"})
    undone = post("campaign", "undo", campaign, "--yes", "--json")
    assert (undone.code, undone.data["state"]) == (4, "undoing")
    [error] = undone.json["errors"]
    assert ("places are taken" if why == "ten slots are taken" else "This key may not cancel") in error[
        "message"
    ]
    server.occupy(0)
    server.break_down(None)
    assert post("campaign", "undo", campaign, "--yes", "--json").ok().data["state"] == "undone"
    assert not server.judge.received()


class _Waking:
    """Whoever sleeps for the second time finds that something has happened meanwhile."""

    def __init__(self, clock: Clock, deed: Callable[[], None]) -> None:
        self._clock, self._deed, self._slept = clock, deed, 0

    def now(self) -> datetime:
        return self._clock.now()

    def mark(self) -> Mark:
        return self._clock.mark()

    def sleep(self, seconds: float) -> None:
        self._slept += 1
        if self._slept == 2:
            self._deed()
        self._clock.sleep(seconds)


def test_a_pause_after_the_handing_over_says_what_still_helps(post: Post, server: LocalSendGrid) -> None:
    """Whoever finds a mistake now must not read that there was nothing to do."""
    post.desk.add_people(3)
    campaign = post.send().ok().data["campaign"]
    paused = post("campaign", "pause", campaign)
    assert "a pause stops nothing any more" in paused.err
    assert f"newsletter campaign undo {campaign}" in paused.err
    server.advance(2 * 3600)
    assert "newsletter campaign undo" in post("campaign", "pause", campaign).err  # by this computer's clock
    post("campaign", "undo", campaign, "--yes")
    now = post.send("--now").data["campaign"]
    assert "nothing to do" in post("campaign", "pause", now).err


@on_both
def test_pause_stops_and_resume_goes_on(post: Post, server: LocalSendGrid) -> None:
    post.desk.add_people(3)
    server.occupy(10)
    waiting = post.send()
    campaign = waiting.data["campaign"]
    assert "stopped already" in post("campaign", "pause", campaign).err
    server.occupy(0)
    assert numbers(post("campaign", "resume", campaign, "--yes", "--json").ok())["accepted"] == 3


def test_who_is_on_the_providers_lists_is_left_out_and_the_list_stays_as_it_is(
    post: Post, server: LocalSendGrid
) -> None:
    """A drill: nobody is struck off by what a server on this machine says."""
    post.desk.add_people(4)
    server.suppress("bounces", "person0@example.org")
    server.suppress("group", "person1@example.org", group=12345)
    sent = post.send().ok()
    assert numbers(sent) == {"deliveries": 4, "accepted": 2, "suppressed": 2}
    listed = post("subscriber", "list", "--json").ok().data["subscribers"]
    assert [one["status"] for one in listed] == ["mailable"] * 4


@pytest.mark.parametrize("fault", ["503", "no network"])
def test_without_the_providers_lists_nothing_is_sent_nor_lost_and_it_ends_soon(
    post: Post, server: LocalSendGrid, leaping: LeapingClock, fault: str
) -> None:
    post.desk.add_people(4)
    server.break_down({"suppressions": "503"} if fault == "503" else None)
    house = post.house(leaping, url="" if fault == "503" else "http://127.0.0.1:9")
    begun = leaping.mark().elapsed
    with pytest.raises(NewsletterError) as refused:
        send(house, Order(slug="october"), Nobody())
    assert leaping.mark().elapsed - begun < 60
    assert refused.value.code == "suppressions-unread"
    assert "Nothing was sent" in refused.value.message
    assert not server.judge.received()
    assert post("campaign", "list", "--json").ok().data["campaigns"] == []
    server.break_down(None)
    assert numbers(post.send().ok()) == {"deliveries": 4, "accepted": 4}
