"""Calling back: what counts as a confirmed cancel, whatever the network and the provider do, and what does not."""

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsletter.errors import TransportError
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from newsletter.transports.base import UNREACHABLE, Cancelled, Held, NotCancelled, Recall
from newsletter.transports.sendgrid import line
from newsletter.transports.sendgrid.recall import SendGridRecall
from tests.errands import (
    HOSTILE,
    Hours,
    Prepared,
    Told,
    assert_as_specified,
    assert_says_nothing,
    errands_to,
    error,
    post_mail,
)

HOUR = 3600
MEMBER, LATER = "member1@example.org", "member2@example.org"
EXISTS = error("a status for this batch id exists, try PATCH")
CANCELLED = {"batch_id": "abc", "status": "cancel"}
STANDS = Told.json([CANCELLED])
DONE = Told(status=204)


class Desk:
    """A recall at a rehearsal's SendGrid, with mail of one batch that waits there for an hour."""

    def __init__(self, server: LocalSendGrid, hours: Hours, recall: SendGridRecall) -> None:
        self.server = server
        self.hours = hours
        self.recall = recall
        self.send_at = server.now() + HOUR
        self.batch_id = recall.mint()
        self.post(MEMBER)

    def post(self, address: str) -> None:
        post_mail(self.server, address, batch_id=self.batch_id, send_at=self.send_at)

    def cancel(self) -> Cancelled | NotCancelled:
        return self.recall.cancel(self.batch_id)

    def received(self) -> set[str]:
        return set(self.server.judge.received())

    def asked(self) -> list[str]:
        return [each.endpoint for each in self.server.requests[1:]]


@contextmanager
def desk(
    faults: Spec = None, *, world: str = "", account: Account | None = None, skew: float = 0
) -> Iterator[Desk]:
    with LocalSendGrid(world=World.named(world), account=account, skew=skew) as server:
        hours = Hours(server)
        with errands_to(server.url, hours, timeout=0.5) as errands:
            made = Desk(server, hours, SendGridRecall(errands))
            server.break_down(faults)
            yield made


@contextmanager
def told(*answers: Told | None) -> Iterator[tuple[Recall, Prepared]]:
    with Prepared(*answers) as server, errands_to(server.url, Hours()) as errands:
        yield SendGridRecall(errands), server


# -- ids


def test_ids_are_minted_new_each_time() -> None:
    with desk() as at:
        assert at.recall.mint() != at.recall.mint()
        assert at.batch_id in at.server.account.minted


@pytest.mark.parametrize("fault", ["reply_lost", "request_lost", "500", "taken:500", "429:2", "late:5"])
def test_an_id_is_minted_whatever_happens_to_one_request(fault: str) -> None:
    with desk([fault]) as at:
        assert at.recall.mint() in at.server.account.minted


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("status", [200, 201])
def test_what_is_no_id_is_not_taken_for_one(body: bytes, status: int) -> None:
    with told(Told(status=status, body=body)) as (recall, _):
        with pytest.raises(TransportError) as caught:
            recall.mint()
        assert caught.value.code == "answer-malformed"
        assert_says_nothing(caught.value)


# -- time


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_read_after_a_sleep_does_not_tell_the_time(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lid is closed for twenty minutes between an answer and its reading: a wave would leave before its hour."""
    ask = line._ask
    with desk() as at:
        at.hours.advance(61)
        naps = itertools.repeat(1_200, times)

        def asked(*given: object) -> object:
            answer = ask(*given)
            at.hours.advance(next(naps, 0))
            return answer

        monkeypatch.setattr(line, "_ask", asked)
        if times == 1:
            assert math.isclose(at.recall.time(), at.server.now(), abs_tol=2)
            return
        with pytest.raises(TransportError) as caught:
            at.recall.time()
        assert caught.value.code == UNREACHABLE
        assert at.recall.known_time() is None


def test_the_time_is_the_providers_and_never_ours() -> None:
    """Its clock is two hours ahead."""
    with desk(skew=2 * HOUR) as at:
        for ahead in (0, 30, 59, 61, 3600):
            at.hours.advance(ahead)
            assert math.isclose(at.recall.time(), at.hours.now() + 2 * HOUR, abs_tol=2)


def test_it_is_asked_only_when_what_is_known_is_old() -> None:
    with desk() as at:
        at.recall.time()
        at.hours.advance(50)
        at.recall.time()
        assert at.asked() == []
        at.hours.advance(20)
        assert at.recall.known_time() is None
        at.recall.time()
        assert at.asked() == ["mint"]
        assert at.recall.known_time() is not None


@pytest.mark.parametrize("date", [None, "now", "Mon, 99 Nov 2026 12:00:00 GMT"])
def test_without_a_date_there_is_no_time(date: str | None) -> None:
    with told(Told.json({"batch_id": "abc"}, 201, date=date)) as (recall, _):
        with pytest.raises(TransportError) as caught:
            recall.time()
        assert caught.value.code == "answer-malformed"
        assert recall.known_time() is None


# -- what is held


def test_other_programs_holds_are_seen() -> None:
    with desk() as at:
        assert at.recall.held() == []
        at.server.occupy(2)
        at.cancel()
        held = at.recall.held()
        assert Held(batch_id=at.batch_id, status="cancel") in held
        assert [each.status for each in held] == ["pause", "pause", "cancel"]


def test_a_status_that_is_new_to_us_takes_a_slot_all_the_same() -> None:
    with told(Told.json([{"batch_id": "x", "status": "frozen"}, CANCELLED])) as (recall, _):
        assert recall.held() == [Held(batch_id="x", status="unknown"), Held(batch_id="abc", status="cancel")]


@pytest.mark.parametrize("body", HOSTILE)
def test_a_list_that_is_none_is_no_empty_list(body: bytes) -> None:
    with told(Told(body=body)) as (recall, _), pytest.raises(TransportError) as caught:
        recall.held()
    assert_says_nothing(caught.value)


# -- a cancel


def test_a_confirmed_cancel_carries_the_time_of_its_confirmation() -> None:
    with desk(skew=-HOUR) as at:
        answer = at.cancel()
        assert isinstance(answer, Cancelled)
        assert math.isclose(answer.at, at.server.now(), abs_tol=2)
        assert at.asked() == ["hold"]
        assert at.received() == set()


def test_the_time_is_that_of_the_confirming_answer_and_of_no_other() -> None:
    dates = [f"Mon, 23 Nov 2026 12:00:0{second} GMT" for second in range(3)]
    answers = (
        Told(status=400, body=EXISTS.body, date=dates[0]),
        Told(status=204, date=dates[1]),
        Told.json([CANCELLED], date=dates[2]),
    )
    with told(*answers) as (recall, _):
        assert recall.cancel("abc") == Cancelled(at=1795435202.0)
    with told(Told.json(CANCELLED, 201, date=dates[1])) as (recall, _):
        assert recall.cancel("abc") == Cancelled(at=1795435201.0)


# What may go wrong with the first request; the cancel is confirmed all the same.
ONCE = [
    "request_lost", "reset", "reply_lost", "reply_cut", "status_cut", "500", "taken:500", "503", "429:2", "garbage",
    "late:1", "late:1:504", "taken:204", "taken:200", "taken:302", "404", "hang_up", "twice", "endless", "slow:1",
]  # fmt: skip


@pytest.mark.parametrize("fault", ONCE)
def test_a_cancel_is_confirmed_whatever_happens_to_one_request(fault: str) -> None:
    with desk({"hold:0": fault}) as at:
        answer = at.cancel()
        if fault == "404":  # a refusal: nobody tries that again
            assert answer == NotCancelled(code="refused-by-provider")
            return
        assert isinstance(answer, Cancelled)
        assert at.received() == set()


@pytest.mark.parametrize("endpoint", ["patch", "held_one"])
@pytest.mark.parametrize(
    "fault", ["request_lost", "reply_lost", "500", "taken:500", "429:2", "late:1", "garbage"]
)
def test_so_is_a_repeated_one(endpoint: str, fault: str) -> None:
    with desk({f"{endpoint}:0": fault}) as at:
        at.cancel()
        assert isinstance(at.cancel(), Cancelled)
        assert at.received() == set()


FOR_EVER = [
    "request_lost",
    "reply_lost",
    "500",
    "taken:500",
    "401",
    "403",
    "garbage",
    "302:http://127.0.0.1:9/",
]


@pytest.mark.parametrize("fault", FOR_EVER)
@pytest.mark.parametrize("endpoint", ["patch", "held_one"])
def test_without_a_confirmation_there_is_none(endpoint: str, fault: str) -> None:
    """Every request for this endpoint fails: the first cancel is confirmed, the repetition is not."""
    with desk({endpoint: fault}) as at:
        assert isinstance(at.cancel(), Cancelled)
        assert isinstance(at.cancel(), NotCancelled)


CODES = [
    ("request_lost", UNREACHABLE),
    ("500", UNREACHABLE),
    ("401", "key-refused"),
    ("403", "missing-scope"),
]


@pytest.mark.parametrize(("fault", "code"), CODES)
def test_a_cancel_never_raises_and_says_why_it_failed(fault: str, code: str) -> None:
    with desk({"hold": fault, "patch": fault}) as at:
        assert at.cancel() == NotCancelled(code=code)
        assert at.received() == {MEMBER}


def test_a_key_that_may_only_send_cannot_cancel() -> None:
    with desk(account=Account(scopes={"mail.send", "mail.batch.create"})) as at:
        assert at.cancel() == NotCancelled(code="missing-scope")


def test_a_cancel_whose_answers_are_all_lost_is_confirmed_in_the_other_way() -> None:
    with desk({"hold": "reply_lost"}) as at:
        assert isinstance(at.cancel(), Cancelled)
        assert at.asked() == ["hold"] * 5 + ["patch", "held_one"]
        assert at.received() == set()


def test_a_dead_provider_costs_bounded_time() -> None:
    with desk({"hold": "request_lost", "patch": "request_lost"}) as at:
        assert at.cancel() == NotCancelled(code=UNREACHABLE)
        assert sum(at.hours.slept) < 60


# -- repeated


@pytest.mark.parametrize("catches_later", [True, False])
def test_a_repeated_cancel_catches_what_came_in_between(catches_later: bool) -> None:
    """Where a cancel catches only what is there, the first one misses what came after it."""
    for times in (1, 2):
        with desk(world=str(int(catches_later))) as at:
            at.cancel()
            at.post(LATER)
            if times == 2:
                assert isinstance(at.cancel(), Cancelled)
                assert at.asked() == ["hold", "hold", "patch", "held_one"]
            assert at.received() == ({LATER} if times == 1 and not catches_later else set())


def test_a_repetition_that_was_refused_is_not_confirmed_by_the_list() -> None:
    """The list says "cancel" because of the first one; what came since may be on its way."""
    for refusal in (400, 404):
        with told(EXISTS, error("no", refusal), STANDS) as (recall, server):
            assert recall.cancel("abc") == NotCancelled(code="refused-by-provider")
            assert len(server.asked) == 2


def test_what_is_paused_is_cancelled() -> None:
    with desk() as at:
        at.server.occupy(1)
        (paused,) = at.recall.held()
        assert isinstance(at.recall.cancel(paused.batch_id), Cancelled)
        assert at.recall.held() == [Held(batch_id=paused.batch_id, status="cancel")]


# -- too late, and no slot


@pytest.mark.parametrize("world", ["".join(each) for each in itertools.product("01", repeat=5)])
@pytest.mark.parametrize("is_repeated", [False, True])
def test_a_late_cancel_is_never_called_confirmed_in_any_world(world: str, is_repeated: bool) -> None:
    """Not even where the list shows it, because there is a world in which that list lies."""
    with desk(world=world) as at:
        if is_repeated:
            assert isinstance(at.cancel(), Cancelled)
        at.hours.advance(HOUR - 300)
        assert at.cancel() == NotCancelled(code="too-late")


def test_a_cancel_carried_out_too_late_is_not_called_confirmed() -> None:
    """The answer is lost just before the limit, and what is asked after that comes after it."""
    with desk({"hold:0": "late:10"}, world="10") as at:
        at.hours.advance(HOUR - 601)
        assert at.cancel() == NotCancelled(code="too-late")
        assert at.received() == {MEMBER}


def test_without_a_slot_nothing_is_cancelled() -> None:
    with desk() as at:
        at.server.occupy(10)
        assert at.cancel() == NotCancelled(code="no-slot")
        assert at.received() == {MEMBER}


def test_a_full_account_does_not_hide_that_the_id_has_its_slot() -> None:
    """Whether SendGrid looks at the limit or at the id first is documented nowhere."""
    with desk() as at:
        at.cancel()
        at.server.occupy(9)
        assert isinstance(at.cancel(), Cancelled)
    with told(error("max limit reached"), DONE, STANDS) as (recall, _):
        assert isinstance(recall.cancel("abc"), Cancelled)


# -- answers that confirm nothing

NOT_CONFIRMING = [
    Told.json({"batch_id": "abd", "status": "cancel"}, 201),
    Told.json({"batch_id": "abc", "status": "pause"}, 201),
    Told.json({"status": "cancel"}, 201),
    Told.json([CANCELLED, {"batch_id": "abc", "status": "pause"}], 201),
    Told.json(CANCELLED, 201, date=None),
    Told.json(CANCELLED, 201, date="never"),
    Told.json(CANCELLED, 200),
    Told.json(CANCELLED, 202),
    Told(status=201),
    Told(status=201, body=b"<html>Log in to the network</html>"),
    Told(status=204),
]


@pytest.mark.parametrize("answer", NOT_CONFIRMING)
def test_an_answer_that_does_not_say_so_confirms_nothing(answer: Told) -> None:
    with told(answer, error("no", 404)) as (recall, server):
        assert isinstance(recall.cancel("abc"), NotCancelled)
        assert [each.method for each in server.asked] == ["POST", "PATCH"]


@pytest.mark.parametrize(
    "shown",
    [
        Told.json([]),
        Told.json([{"batch_id": "abc", "status": "pause"}]),
        Told.json([CANCELLED, {"batch_id": "abc", "status": "pause"}]),
        Told.json([{"batch_id": "abd", "status": "cancel"}]),
        Told.json([CANCELLED], date=None),
        Told.json([CANCELLED], 404),
        Told.json({"result": [CANCELLED]}),
    ],
)
def test_a_list_that_does_not_say_so_confirms_nothing(shown: Told) -> None:
    with told(EXISTS, DONE, shown) as (recall, _):
        assert isinstance(recall.cancel("abc"), NotCancelled)


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 404, 500])
def test_hostile_answers_confirm_nothing_and_raise_nothing(status: int, body: bytes) -> None:
    with told(Told(status=status, body=b"" if status == 204 else body)) as (recall, _):
        assert isinstance(recall.cancel("abc"), NotCancelled)


def test_hang_ups_confirm_nothing() -> None:
    with told(None) as (recall, _):
        assert recall.cancel("abc") == NotCancelled(code=UNREACHABLE)


@pytest.mark.parametrize("batch_id", ["", ".", "..", "a b", "é", "a\r\nb", "?x", "%2e", "x" * 200])
def test_what_is_no_id_is_not_asked_for(batch_id: str) -> None:
    with told(STANDS) as (recall, server):
        assert recall.cancel(batch_id) == NotCancelled(code="unknown-id")
        recall.release(batch_id)
        assert server.asked == []


def test_an_id_with_odd_signs_stays_one_part_of_the_path() -> None:
    listed = Told.json([{"batch_id": "a/../b+=", "status": "cancel"}])
    with told(EXISTS, DONE, listed) as (recall, server):
        assert isinstance(recall.cancel("a/../b+="), Cancelled)
        assert server.asked[1].target == "/v3/user/scheduled_sends/a%2F..%2Fb%2B%3D"


# -- giving a slot back


def test_a_released_slot_is_free() -> None:
    with desk() as at:
        at.cancel()
        at.hours.advance(HOUR + 1)
        at.recall.release(at.batch_id)
        assert at.recall.held() == []
        assert at.received() == set()


@pytest.mark.parametrize("fault", ["request_lost", "reply_lost", "500", "taken:500", "429:2", "reset"])
def test_a_release_may_be_asked_again(fault: str) -> None:
    with desk({"release:0": fault}) as at:
        at.cancel()
        at.recall.release(at.batch_id)
        assert at.recall.held() == []


def test_what_is_not_held_is_released_already() -> None:
    with desk() as at:
        at.recall.release(at.batch_id)
    with told(error("no such batch", 400)) as (recall, _):
        recall.release("abc")


def test_a_release_that_fails_says_so() -> None:
    with desk({"release": "500"}) as at:
        at.cancel()
        with pytest.raises(TransportError) as caught:
            at.recall.release(at.batch_id)
        assert caught.value.code == UNREACHABLE
        assert_says_nothing(caught.value)


# -- the official specification


def test_every_request_is_as_the_specification_has_it() -> None:
    with desk() as at:
        at.recall.mint()
        at.recall.held()
        at.cancel()
        at.cancel()
        at.recall.release(at.batch_id)
        assert {each.endpoint for each in at.server.requests} == {
            "mint",
            "held",
            "hold",
            "patch",
            "held_one",
            "release",
        }
        for seen in at.server.requests:
            assert_as_specified(seen.method, seen.target, seen.body)
