"""Small requests: asked again where it may help, in bounded time, and errors that say what to do and name nobody."""

import logging
import math
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from newsletter.errors import SettingsError, TransportError
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.transports.base import UNREACHABLE
from newsletter.transports.sendgrid.errand import MOST_SECONDS, MOST_TRIES, Errand, read_json
from newsletter.transports.sendgrid.outcome import Reply
from newsletter.transports.sendgrid.provider_clock import MOST_AGE, ProviderClock, date_of, moment
from tests.errands import HOSTILE, KEY, Hours, Prepared, Told, assert_says_nothing, errands_to, error

LOOK = Errand(method="GET", path=("scopes",), deed="list what the key may do", permission="some.scope")
MINT = Errand(
    method="POST",
    path=("mail", "batch"),
    deed="make an id",
    permission="mail.batch.create",
    expected=frozenset({201}),
)
FINE = Told.json({"scopes": []})


# -- the request itself


def test_a_request_without_a_body_says_nothing_about_one() -> None:
    """A JSON type without JSON makes some servers refuse; a POST has to say that it is empty."""
    with Prepared(FINE) as server, errands_to(server.url) as errands:
        errands.run(LOOK)
        errands.run(replace(LOOK, method="DELETE"))
        errands.run(replace(LOOK, method="POST"))
        errands.run(replace(LOOK, method="PATCH", body={"status": "cancel"}))
    headers = [each.headers for each in server.asked]
    assert [each.get("content-length") for each in headers] == [None, None, "0", "19"]
    assert [each.get("content-type") for each in headers] == [None, None, None, "application/json"]
    assert [each.method for each in server.asked] == ["GET", "DELETE", "POST", "PATCH"]
    assert server.asked[3].body == b'{"status":"cancel"}'
    assert {each["authorization"] for each in headers} == {f"Bearer {KEY}"}


def test_paths_and_queries_are_quoted() -> None:
    odd = replace(LOOK, path=("logs", "a/../b?c=d#e\r\nX: y%"), query={"email": "a&b=c d\r\n", "limit": 500})
    with Prepared(FINE) as server, errands_to(server.url) as errands:
        errands.run(odd)
    (asked,) = server.asked
    assert (
        asked.target == "/v3/logs/a%2F..%2Fb%3Fc%3Dd%23e%0D%0AX%3A%20y%25?email=a%26b%3Dc+d%0D%0A&limit=500"
    )
    assert "x" not in asked.headers


def test_one_connection_serves_all() -> None:
    with LocalSendGrid() as server, errands_to(server.url) as errands:
        for _ in range(5):
            errands.run(LOOK)
        assert server.connections == 1


def test_threads_that_share_them_never_get_each_others_answers() -> None:
    with LocalSendGrid() as server, errands_to(server.url) as errands, ThreadPoolExecutor(8) as pool:
        minted = list(pool.map(lambda _: read_json(errands.run(MINT))["batch_id"], range(80)))
        assert len(set(minted)) == 80
        assert server.account.minted.keys() == set(minted)


@pytest.mark.parametrize("key", ["", "two words", "line\nend", "nó"])
def test_a_key_that_no_header_may_hold_is_refused_at_once(key: str) -> None:
    with pytest.raises(SettingsError) as caught, errands_to("http://127.0.0.1:9", key=key):
        pass
    assert caught.value.code == "key-malformed"


# -- trying again

PASSING = [
    "request_lost", "reset", "reply_lost", "status_cut", "reply_cut", "endless", "trickle", "slow:1", "garbage", "500",
    "502", "503", "504", "taken:503", "429", "429:3", "early:503", "late:20", "late:20:504", "hang_up",
]  # fmt: skip


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_asked_again(fault: str) -> None:
    with LocalSendGrid([fault, fault]) as server:
        hours = Hours(server)
        with errands_to(server.url, hours, timeout=0.5) as errands:
            assert errands.run(LOOK).status == 200
        assert len(server.requests) == (1 if fault == "hang_up" else 3)


@pytest.mark.parametrize(
    "fault", [fault for fault in PASSING if fault not in ("hang_up", "trickle", "slow:1")]
)
def test_after_five_tries_the_error_says_that_later_may_be_better(fault: str) -> None:
    with LocalSendGrid([fault] * 9) as server:
        hours = Hours(server)
        with errands_to(server.url, hours, timeout=0.5) as errands, pytest.raises(TransportError) as caught:
            errands.run(LOOK)
    assert (caught.value.code, len(server.requests)) == (UNREACHABLE, MOST_TRIES)
    assert "list what the key may do" in caught.value.message
    assert_says_nothing(caught.value)
    assert sum(hours.slept) <= MOST_SECONDS


def test_pauses_grow() -> None:
    with LocalSendGrid(["500"] * 9) as server:
        hours = Hours(server)
        with errands_to(server.url, hours) as errands, pytest.raises(TransportError):
            errands.run(LOOK)
    assert hours.slept == [1, 2, 4, 8]


def test_too_many_requests_waits_as_long_as_it_is_told() -> None:
    """The limit is per minute; its reset is a UNIX time by the server's clock, which is an hour ahead of ours."""
    account = Account(requests_per_minute=2)
    with LocalSendGrid(account=account, skew=3600) as server:
        hours = Hours(server)
        with errands_to(server.url, hours) as errands:
            for _ in range(5):
                errands.run(LOOK)
    assert 1 <= len(hours.slept) <= 3
    assert all(1 <= pause <= 60 for pause in hours.slept)


def test_it_does_not_wait_for_a_reset_that_is_far_away() -> None:
    with LocalSendGrid(["429:250"]) as server:
        hours = Hours(server)
        with errands_to(server.url, hours) as errands, pytest.raises(TransportError) as caught:
            errands.run(LOOK)
    assert (hours.slept, caught.value.code, len(server.requests)) == ([], UNREACHABLE, 1)


def test_a_host_that_nobody_serves_is_asked_five_times() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    hours = Hours()
    with errands_to(f"http://127.0.0.1:{port}", hours) as errands, pytest.raises(TransportError) as caught:
        errands.run(LOOK)
    assert (hours.slept, caught.value.code) == ([1, 2, 4, 8], UNREACHABLE)
    assert "status.sendgrid.com" in caught.value.remedy


class SlowHours(Hours):
    """Every try takes a minute, too."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds + 60)


def test_slow_tries_count_as_time_spent() -> None:
    """A server that takes a minute to fail is asked three times, and not five."""
    with Prepared(Told(status=500)) as server:
        with errands_to(server.url, SlowHours()) as errands, pytest.raises(TransportError):
            errands.run(LOOK)
        assert len(server.asked) == 3


# -- errors

FINAL = [
    (401, "key-refused", "newsletter secret set sendgrid"),
    (403, "missing-scope", "Settings, API Keys"),
    (400, "refused-by-provider", "NEWSLETTER_SENDGRID_HOST"),
    (404, "refused-by-provider", "NEWSLETTER_SENDGRID_HOST"),
    (405, "refused-by-provider", "NEWSLETTER_SENDGRID_HOST"),
    (413, "refused-by-provider", "NEWSLETTER_SENDGRID_HOST"),
    (200, "answer-malformed", "another network"),
    (302, "answer-malformed", "another network"),
    (418, "answer-malformed", "another network"),
]


@pytest.mark.parametrize(("status", "code", "remedy"), FINAL)
def test_what_does_not_pass_is_asked_once_and_explained(status: int, code: str, remedy: str) -> None:
    headers = {"Location": "http://127.0.0.1:9/v3"} if status == 302 else {}
    said = Told(
        status=status, headers=headers, body=b'{"errors": [{"message": "Bad address: quoted@example.org"}]}'
    )
    with Prepared(said) as server, errands_to(server.url) as errands, pytest.raises(TransportError) as caught:
        errands.run(MINT)
    assert (caught.value.code, len(server.asked)) == (code, 1)
    assert remedy in caught.value.remedy
    assert_says_nothing(caught.value)


def test_a_missing_permission_is_named() -> None:
    with LocalSendGrid(account=Account(scopes={"mail.send"})) as server, errands_to(server.url) as errands:
        with pytest.raises(TransportError) as caught:
            errands.run(MINT)
        assert "make an id" in caught.value.message
        assert "mail.batch.create" in caught.value.message


def test_a_wrong_key_is_refused_by_the_provider() -> None:
    with LocalSendGrid(key=KEY) as server:
        with errands_to(server.url) as errands:
            assert errands.run(LOOK).status == 200
        with errands_to(server.url, key="SG.other") as errands, pytest.raises(TransportError) as caught:
            errands.run(LOOK)
        assert caught.value.code == "key-refused"


def test_a_larger_answer_is_read_only_where_it_is_expected() -> None:
    large = Told(body=b"x" * 1_500_000)
    with Prepared(large) as server, errands_to(server.url) as errands:
        assert len(errands.run(replace(LOOK, most_bytes=2_000_000)).body) == 1_500_000
        with pytest.raises(TransportError):
            errands.run(replace(LOOK, tries=1))


@pytest.mark.parametrize(
    "body", [body for body in HOSTILE if body[:1] not in b'n t 7 " { [' or len(body) > 1000]
)
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    with pytest.raises(TransportError) as caught:
        read_json(Reply(status=200, body=body))
    assert caught.value.code == "answer-malformed"
    assert_says_nothing(caught.value)


def test_nothing_is_logged_and_no_repr_tells_a_body(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asks = replace(LOOK, method="POST", body={"query": "to_email = 'quoted@example.org'"})
    with (
        Prepared(error("Bad address: quoted@example.org", 500)) as server,
        errands_to(server.url, Hours()) as errands,
    ):
        with pytest.raises(TransportError):
            errands.run(asks)
        assert "example.org" not in f"{asks!r} {errands!r} {errands.clock!r} {caplog.text}"
        assert KEY not in f"{asks!r} {errands!r} {caplog.text}"


# -- SendGrid's clock

DATES = [
    ("Mon, 23 Nov 2026 12:00:00 GMT", 1795435200.0),
    ("Mon, 23 Nov 2026 12:00:00 -0000", 1795435200.0),
    ("Mon, 23 Nov 2026 13:00:00 +0100", 1795435200.0),
    ("", None),
    ("yesterday", None),
    ("Mon, 99 Nov 2026 12:00:00 GMT", None),
    ("Mon, 23 Nov 99999999999 12:00:00 GMT", None),
    ("\x00\xff", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_a_date_is_read_or_ignored(text: str, expected: float | None) -> None:
    assert date_of({"date": text}) == expected


def test_a_missing_date_leaves_the_clock_as_it_was() -> None:
    clock = ProviderClock(lambda: 5.0)
    assert clock.known() is None
    clock.note({"date": DATES[0][0]}, asked=clock.mark())
    clock.note({}, asked=clock.mark())
    clock.note({"date": "soon"}, asked=clock.mark())
    assert clock.known() == DATES[0][1]


def test_the_clock_goes_on_with_elapsed_time_and_is_forgotten_after_a_minute() -> None:
    elapsed = 1000.0
    clock = ProviderClock(lambda: elapsed)
    clock.note({"date": DATES[0][0]}, asked=clock.mark())
    for age, known in [(0, 0.0), (59.5, 59.5), (MOST_AGE, MOST_AGE), (MOST_AGE + 0.1, None), (-1, None)]:
        elapsed = 1000.0 + age
        assert clock.known() == (None if known is None else 1795435200.0 + known)


def test_the_clock_believes_what_was_asked_for_last_and_read_soon() -> None:
    elapsed = 1000.0
    clock = ProviderClock(lambda: elapsed)
    asked = clock.mark()
    elapsed += MOST_AGE + 1  # the lid was closed while the answer waited to be read
    clock.note({"date": DATES[0][0]}, asked=asked)
    assert clock.known() is None
    clock.note({"date": DATES[0][0]}, asked=elapsed - 20)
    clock.note({"date": "Sat, 28 Nov 2026 10:00:00 GMT"}, asked=elapsed - 30)
    assert clock.known() == DATES[0][1]
    elapsed += 40
    assert clock.known() == DATES[0][1] + 40
    elapsed += 1
    assert clock.known() is None


def test_every_answer_of_an_errand_sets_the_clock() -> None:
    """Those that are errors too; the server's clock is two hours ahead."""
    with LocalSendGrid(["500"], skew=7200) as server:
        hours = Hours(server)
        with errands_to(server.url, hours) as errands:
            with pytest.raises(TransportError):
                errands.run(replace(LOOK, tries=1))
            known = errands.clock.known()
            assert known is not None
            assert math.isclose(known, hours.now() + 7200, abs_tol=2)
            hours.advance(61)
            assert errands.clock.known() is None
            errands.run(LOOK)
            assert errands.clock.known() is not None


def test_many_threads_may_tell_and_ask_the_time() -> None:
    clock = ProviderClock(time.monotonic)
    ends = time.monotonic() + 0.3
    seen: list[float | None] = []

    def talk(date: str) -> None:
        while time.monotonic() < ends:
            clock.note({"date": date}, asked=clock.mark())
            seen.append(clock.known())

    threads = [threading.Thread(target=talk, args=(date,)) for date, _ in DATES[:3]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(known is not None and 0 <= known - 1795435200 < 1 for known in seen)


def test_a_moment_is_written_as_the_query_language_wants_it() -> None:
    assert moment(1795435200.9) == "2026-11-23T12:00:00Z"
    for absurd in (1e18, -1e18):
        with pytest.raises(ValueError):  # noqa: PT011 its words are Python's
            moment(absurd)
