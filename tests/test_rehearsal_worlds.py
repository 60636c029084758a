"""Cancel, pause, un-cancel, late mail, late cancels, slots: told minute by minute, in every world."""

import json
from collections.abc import Callable

import pytest

from newsletter.errors import UsageError
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.provider import Provider
from newsletter.rehearsal.world import World
from tests.rehearsal_talk import START, Talk

ALL = [World.named(f"{number:06b}") for number in range(64)]


def talk(world: str = "", **account: object) -> Talk:
    return Talk(Provider(world=World.named(world), account=Account(**account)))  # type: ignore[arg-type]


# -- what holds in every world

Story = Callable[[Talk, str], object]
#: Mail of one batch, due at minute 40; what became of it by minute 1000, and when.
EVERYWHERE: list[tuple[str, Story, list[tuple[str, float | None]]]] = [
    ("mail goes out at send_at", lambda say, b: [say.send(0, b, due=40)], [("out", 40)]),
    ("a send_at in the past means now", lambda say, b: [say.send(50, b, due=40)], [("out", 50)]),
    ("no send_at means now", lambda say, b: [say.send(3)], [("out", 3)]),
    ("cancelled in time, mail is discarded at send_at",
     lambda say, b: [say.send(0, b, due=40), say.hold(30, b)], [("called_back", 40)]),
    ("ten minutes before is in time",
     lambda say, b: [say.send(0, b, due=40), say.hold(30, b)], [("called_back", 40)]),
    ("a cancel twice is a cancel",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.hold(21, b), say.patch(22, b)],
     [("called_back", 40)]),
    ("a cancel that is repeated too late still stands",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.patch(35, b)], [("called_back", 40)]),
    ("all of a batch is cancelled",
     lambda say, b: [say.send(0, b, due=40), say.send(1, b, due=45), say.hold(20, b)],
     [("called_back", 40), ("called_back", 45)]),
    ("another batch is not",
     lambda say, b: [say.send(0, b, due=40), say.send(1, say.mint(), due=40), say.hold(20, b)],
     [("called_back", 40), ("out", 40)]),
    ("un-cancelled in time, mail goes out",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.release(25, b)], [("out", 40)]),
    ("un-cancelled in the last minutes, mail goes out",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.release(39, b)], [("out", 40)]),
    ("un-cancelled after it was discarded, nothing comes back",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.release(41, b)], [("called_back", 40)]),
    ("paused mail waits beyond send_at and goes out when it is resumed",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b, "pause"), say.release(90, b)], [("out", 90)]),
    ("resumed before send_at, it goes out in time",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b, "pause"), say.release(30, b)], [("out", 40)]),
    ("a pause can become a cancel",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b, "pause"), say.patch(25, b)], [("called_back", 40)]),
    ("a cancel can become a pause",
     lambda say, b: [say.send(0, b, due=40), say.hold(20, b), say.patch(25, b, "pause"), say.release(60, b)],
     [("out", 60)]),
    ("an id older than ten days is taken and its mail never seen again",
     lambda say, b: [say.send(10 * 1440 + 1, b, due=10 * 1440 + 40)], [("never", 14401)]),
    ("an id of ten days is not too old",
     lambda say, b: [say.send(10 * 1440, b, due=10 * 1440 + 40)], [("out", 14440)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [row[1:] for row in EVERYWHERE], ids=[row[0] for row in EVERYWHERE]
)
def test_what_is_documented_holds_in_every_world(
    story: Story, expected: list[tuple[str, float | None]]
) -> None:
    for world in ALL:
        say = Talk(Provider(world=world))
        story(say, say.mint())
        assert say.fates(20_000) == expected, world.name


def test_paused_mail_is_given_up_after_three_days() -> None:
    say = talk()
    batch = say.mint()
    say.send(0, batch, due=40)
    say.hold(1, batch, "pause")
    assert say.fates(40 + 72 * 60 - 1) == [("waiting", None)]
    assert say.fates(40 + 72 * 60) == [("given_up", 40 + 72 * 60)]


# -- what differs from world to world

W = World.named
#: World (x: any), what is told, what became of the mail (in the order of its coming).
WORLDS: list[tuple[str, str, Story, list[str]]] = [
    ("1xxxxx", "mail after the cancel is caught",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40)], ["called_back"]),
    ("0xxxxx", "mail after the cancel goes out",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40)], ["out"]),
    ("0xxxxx", "only what came after the cancel goes out",
     lambda say, b: [say.send(1, b, due=40), say.hold(5, b), say.send(10, b, due=40)], ["called_back", "out"]),
    ("0xxxxx", "a repeated cancel catches what has come since",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40), say.patch(12, b)], ["called_back"]),
    ("0xxxxx", "a refused one catches nothing",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40), say.hold(12, b)], ["out"]),
    ("0xxxxx", "to delete and cancel anew catches it too",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40), say.release(12, b), say.hold(13, b)], ["called_back"]),
    ("0xxxxx", "deleting forgets what was caught",
     lambda say, b: [say.send(1, b, due=40), say.hold(5, b), say.release(6, b)], ["out"]),
    ("1xxxxx", "a pause before the mail holds it",
     lambda say, b: [say.hold(5, b, "pause"), say.send(10, b, due=40)], ["waiting"]),
    ("0xxxxx", "a pause before the mail does not",
     lambda say, b: [say.hold(5, b, "pause"), say.send(10, b, due=40)], ["out"]),
    ("x1xxxx", "a late cancel works",
     lambda say, b: [say.send(1, b, due=40), say.hold(31, b)], ["called_back"]),
    ("x0xxxx", "a late cancel does not",
     lambda say, b: [say.send(1, b, due=40), say.hold(31, b)], ["out"]),
    ("x0xxxx", "nor when it is repeated",
     lambda say, b: [say.send(1, b, due=40), say.hold(31, b), say.hold(32, b), say.patch(33, b)], ["out"]),
    ("x0xxxx", "a late pause does not",
     lambda say, b: [say.send(1, b, due=40), say.hold(31, b, "pause")], ["out"]),
    ("x1xxxx", "a late pause works",
     lambda say, b: [say.send(1, b, due=40), say.hold(31, b, "pause")], ["waiting"]),
    ("01xxxx", "a late repetition catches what has come since",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40), say.patch(35, b)], ["called_back"]),
    ("00xxxx", "a late repetition catches nothing more",
     lambda say, b: [say.hold(5, b), say.send(10, b, due=40), say.patch(35, b)], ["out"]),
    ("x0xx1x", "where the list lies, later mail of the batch is held as far as it was there",
     lambda say, b: [say.send(1, b, due=40), say.send(1, b, due=90), say.hold(31, b)], ["out", "called_back"]),
    ("x0xx0x", "where it does not, all of it goes out",
     lambda say, b: [say.send(1, b, due=40), say.send(1, b, due=90), say.hold(31, b)], ["out", "out"]),
    ("xx1xxx", "mail that comes after send_at under a cancelled id is discarded",
     lambda say, b: [say.hold(5, b), say.send(50, b, due=40)], ["called_back"]),
    ("xx0xxx", "mail that comes after send_at under a cancelled id goes out",
     lambda say, b: [say.hold(5, b), say.send(50, b, due=40)], ["out"]),
    ("xx1xxx", "under a paused one it waits",
     lambda say, b: [say.hold(5, b, "pause"), say.send(50, b, due=40)], ["waiting"]),
    ("xx0xxx", "under a paused one it goes out",
     lambda say, b: [say.hold(5, b, "pause"), say.send(50, b, due=40)], ["out"]),
    ("xx1xxx", "un-cancelled before it comes, it goes out",
     lambda say, b: [say.hold(5, b), say.release(45, b), say.send(50, b, due=40)], ["out"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "story", "expected"),
    [(row[0], *row[2:]) for row in WORLDS],
    ids=[f"{row[0]}: {row[1]}" for row in WORLDS],
)
def test_each_world_answers_its_own_way(pattern: str, story: Story, expected: list[str]) -> None:
    fitting = [world for world in ALL if all(x in ("x", y) for x, y in zip(pattern, world.name, strict=True))]
    assert fitting
    for world in fitting:
        say = Talk(Provider(world=world))
        story(say, say.mint())
        assert [fate for fate, _ in say.fates(1000)] == expected, world.name


@pytest.mark.parametrize(
    ("world", "listed"), [("x11x1", True), ("x1110", False), ("x0111", True), ("x0110", False)]
)
def test_a_late_cancel_is_refused_and_listed_or_not(world: str, listed: bool) -> None:
    say = talk(world.replace("x", "1"))
    batch = say.mint()
    say.send(1, batch, due=40)
    assert say.hold(31, batch) == 400
    assert say.held(32) == ([{"batch_id": batch, "status": "cancel"}] if listed else [])


# -- slots


def test_ten_ids_can_be_cancelled_or_paused_and_no_more() -> None:
    say = talk()
    batches = [say.mint() for _ in range(12)]
    assert [say.hold(1, batch, "pause") for batch in batches] == [201] * 10 + [400, 400]
    assert b"max limit reached" in say.ask(1, "POST", "/v3/user/scheduled_sends", _cancel(batches[11])).body
    assert say.release(2, batches[0]) == 204
    assert say.hold(3, batches[11]) == 201


def _cancel(batch_id: str) -> dict[str, str]:
    return {"batch_id": batch_id, "status": "cancel"}


def test_a_discarded_batch_keeps_its_slot_until_it_is_deleted() -> None:
    for world in ALL:
        say = Talk(Provider(world=world))
        batches = [say.mint() for _ in range(11)]
        for batch in batches:
            say.send(0, batch, due=40)
        assert [say.hold(1, batch) for batch in batches] == [201] * 10 + [400]
        assert say.hold(5000, batches[10]) == 400
        assert say.release(5000, batches[0]) == 204


@pytest.mark.parametrize(("world", "status"), [("1111", 400), ("1110", 201)])
def test_an_empty_batch_keeps_its_slot_or_does_not(world: str, status: int) -> None:
    say = talk(world)
    batches = [say.mint() for _ in range(11)]
    assert {say.hold(1, batch) for batch in batches[:10]} == {201}
    assert say.hold(1, batches[10]) == status
    assert _cancel(batches[0]) in say.held(2)


def test_an_empty_cancel_without_a_slot_is_in_force_all_the_same() -> None:
    say = talk("1110")
    batch = say.mint()
    say.hold(1, batch)
    say.send(2, batch, due=40)
    assert say.fates(50) == [("called_back", 40)]


def test_other_programs_take_slots_that_nobody_else_can_give_back() -> None:
    say = talk("1110")
    say.provider.holds.occupy(9)
    batches = [say.mint(), say.mint()]
    for batch in batches:
        say.send(0, batch, due=40)
    assert [say.hold(1, batch) for batch in batches] == [201, 400]
    assert len(say.held(2)) == 10
    say.provider.holds.occupy(0)
    assert say.held(3) == [_cancel(batches[0])]
    assert say.hold(3, batches[1]) == 201


# -- the answers


def test_a_status_that_exists_is_changed_by_patch_only() -> None:
    say = talk()
    batch = say.mint()
    assert say.hold(1, batch) == 201
    answer = say.ask(2, "POST", "/v3/user/scheduled_sends", _cancel(batch))
    assert (answer.status, b"a status for this batch id exists, try PATCH" in answer.body) == (400, True)
    assert say.patch(3, batch, "pause") == 204
    assert say.held(4, batch) == [{"batch_id": batch, "status": "pause"}]
    assert say.release(5, batch) == 204
    assert say.held(6, batch) == []
    assert [say.patch(7, batch), say.release(7, batch)] == [404, 404]


@pytest.mark.parametrize(
    "body",
    [{}, {"batch_id": "unknown", "status": "cancel"}, {"status": "cancel"}, {"batch_id": "?"}, [], None, "x"],
)
def test_a_cancel_that_makes_no_sense_is_refused(body: object) -> None:
    say = talk()
    batch = say.mint()
    if isinstance(body, dict) and body.get("batch_id") == "?":
        body = {"batch_id": batch, "status": "stop"}
    assert say.ask(1, "POST", "/v3/user/scheduled_sends", body).status == 400
    assert say.held(2) == []


def test_where_discarding_takes_its_time_an_early_delete_still_sends() -> None:
    """To give a slot back too early is what doubles people."""
    say = talk(discard_lag=3600.0)
    first, second = say.mint(), say.mint()
    for batch in (first, second):
        say.send(0, batch, due=40)
        say.hold(1, batch)
    assert say.fates(99) == [("waiting", None)] * 2
    say.release(99, first)
    assert say.fates(101) == [("out", 99), ("called_back", 100)]


# -- names


def test_a_world_is_named_by_its_digits() -> None:
    assert World.named("") == World()
    assert World.named("1011") == World(late_cancel_works=False)
    assert World.named("011111").name == "011111"
    assert [World.named(world.name) for world in ALL] == ALL


@pytest.mark.parametrize("name", ["2", "1111111", "abc", "10 1"])
def test_what_names_no_world_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        World.named(name)
    assert caught.value.code == "rehearsal-world"


def test_minted_ids_are_told_from_others() -> None:
    say = talk()
    batch = say.mint()
    assert json.loads(say.ask(1, "GET", f"/v3/mail/batch/{batch}").body) == {"batch_id": batch}
    assert say.ask(1, "GET", "/v3/mail/batch/unknown").status == 400
    assert say.send(1, "unknown", due=40) == 400
    assert say.provider.account.minted == {batch: START}
