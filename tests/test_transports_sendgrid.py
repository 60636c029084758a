"""Parcels to a local SendGrid: every row of the outcome table, in bounded time and with one request at most."""

import gc
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from newsletter.errors import SettingsError
from newsletter.transports.base import (
    Accepted,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    Passed,
    Schedule,
    SomeRefused,
    Transport,
    Unknown,
)
from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.transport import UNREACHED_WAIT, SendGridTransport
from tests.house_sendgrid import HouseSendGrid
from tests.rehearsal_talk import ask
from tests.sendgrid_parcels import KEY, make_letter, make_parcel

TIMEOUT = 0.6
Make = Callable[..., SendGridTransport]


@pytest.fixture
def make_transport() -> Iterator[Make]:
    made = []

    def make(url: str, **changes: Any) -> SendGridTransport:
        usual = {"key": KEY, "host": Host(url, is_real=False), "unsubscribe_group": 4711, "timeout": TIMEOUT}
        made.append(SendGridTransport(**{**usual, **changes}))
        return made[-1]

    yield make
    for transport in made:
        transport.close()


def hand_over(transport: Transport, parcel: Parcel | None = None) -> Outcome:
    return transport.hand_over(parcel or make_parcel(), fence=lambda: True)


HALT = object()
TABLE = [
    (None, Accepted(), 3),
    ("429:7", NotTaken(code="too-many-requests", wait=7), 0),
    ("400:personalizations.1.to", SomeRefused(refused={1: "address-refused"}), 0),
    ("400:personalizations.3.to", Indivisible(code="bad-request"), 0),
    ("400:from.email", Indivisible(code="bad-request"), 0),
    ("400", Indivisible(code="bad-request"), 0),
    ("413", Indivisible(code="too-large"), 0),
    ("early:413", Indivisible(code="too-large"), 0),
    ("401", HALT, 0),
    ("early:401", HALT, 0),
    ("403", HALT, 0),
    ("404", HALT, 0),
    ("405", HALT, 0),
    ("credits", HALT, 0),
    ("200", Unknown(code="status-200"), 0),
    ("201", Unknown(code="status-201"), 0),
    ("302:http://127.0.0.1:9/", Unknown(code="status-302"), 0),
    ("500", Unknown(code="status-500"), 0),
    ("502", Unknown(code="status-502"), 0),
    ("503", Unknown(code="status-503"), 0),
    ("early:503", Unknown(code="status-503"), 0),
    ("reset", Unknown(code="connection-lost"), 0),
    ("request_lost", Unknown(code="connection-lost"), 0),
    ("reply_lost", Unknown(code="connection-lost"), 3),
    ("status_cut", Unknown(code="reply-cut"), 3),
    ("reply_cut", Unknown(code="reply-cut"), 3),
    ("endless", Unknown(code="reply-malformed"), 3),
    ("garbage", Unknown(code="reply-malformed"), 0),
    ("slow:2", Unknown(code="timeout"), 3),
    ("trickle", Unknown(code="timeout"), 3),
]


@pytest.mark.parametrize(("fault", "expected", "taken"), TABLE, ids=[str(row[0]) for row in TABLE])
def test_every_answer_has_its_outcome(make_transport: Make, fault: str, expected: object, taken: int) -> None:
    """One request, whatever happens; no mail where the outcome says so; the next parcel finds a sound connection."""
    with HouseSendGrid([fault]) as server:
        transport = make_transport(server.url)
        began = time.monotonic()
        outcome = hand_over(transport)
        assert time.monotonic() - began < TIMEOUT + 1
        assert isinstance(outcome, Halt) if expected is HALT else outcome == expected
        assert len(server.posts) == 1
        assert server.deliveries.total() == taken
        assert hand_over(transport) == Accepted()
        assert len(server.posts) == 2
        assert server.violations == []


@pytest.mark.parametrize(
    ("status", "expected"), [("413", Indivisible), ("401", Halt), ("503", Unknown), ("202", Unknown)]
)
def test_an_answer_given_while_the_parcel_is_still_being_written(
    make_transport: Make, status: str, expected: type
) -> None:
    """Errors of the fourth hundred prove that it was not taken; nothing else does, 202 least of all."""
    large = make_parcel(letter=make_letter(html="x" * 20_000_000))
    with HouseSendGrid([f"early:{status}"]) as server:
        assert isinstance(hand_over(make_transport(server.url, timeout=5), large), expected)
        assert len(server.posts) == 1


def test_a_thousand_people_go_out_in_one_request(make_transport: Make) -> None:
    with HouseSendGrid(key=KEY) as server:
        transport: Transport = make_transport(server.url, timeout=10)
        assert (transport.batch_size, transport.replays) == (1000, False)
        assert transport.batch_size_for([{"TAG": "Ana"}]) == 1000
        assert transport.batch_size_for([{"TAG": "x" * 200}]) < 250
        assert hand_over(transport, make_parcel(1000)) == Accepted()
        assert len(server.posts) == 1
        assert server.violations == []
        assert set(server.deliveries.values()) == {1}
        (mail,) = server.judge.mails("member7@example.org")
        assert mail.subject == "Ana 7, stand with Lima"
        assert mail.html == "<p>Dear Ana 7, they marched.</p>"
        assert mail.arguments == {"nl_delivery": "d-7", "nl_attempt": "a-1"}


def test_the_parcels_group_goes_before_the_settings_one(make_transport: Make) -> None:
    with HouseSendGrid() as server:
        hand_over(make_transport(server.url, unsubscribe_group=5))
        assert server.posts[0].body["asm"] == {"group_id": 4711}


def test_parcels_that_cannot_be_sent_never_reach_the_network(make_transport: Make) -> None:
    double = [*make_parcel(2).envelopes] * 2
    with HouseSendGrid() as server:
        transport = make_transport(server.url)
        codes = {2: "duplicate-address", 3: "duplicate-address"}
        assert hand_over(transport, make_parcel(envelopes=double)) == SomeRefused(refused=codes)
        large = make_parcel(1, letter=make_letter(html="x" * 30_000_000))
        assert hand_over(transport, large) == Indivisible(code="too-large-for-one-request")
        assert server.connections == 0


@pytest.mark.parametrize("group", [0, -1])
def test_without_an_unsubscribe_group_nothing_is_sent_through_sendgrid(
    make_transport: Make, group: int
) -> None:
    with pytest.raises(SettingsError) as caught:
        make_transport("http://127.0.0.1:9", unsubscribe_group=group)
    assert caught.value.code == "no-unsubscribe-group"


@pytest.mark.parametrize("key", ["", "SG.ab cd", "SG.ab\r\nX: y", "SG.ab\n", "SG.schlüssel", "SG.\x00"])
def test_what_cannot_be_a_key_is_refused_and_not_quoted(
    make_transport: Make, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.stale")  # the package would take it where ours is empty
    with pytest.raises(SettingsError) as caught:
        make_transport("http://127.0.0.1:9", key=key)
    assert caught.value.code == "key-malformed"
    assert "SG." not in str(caught.value) + caught.value.remedy


class TestFence:
    @pytest.fixture
    def listener(self) -> Iterator[tuple[str, list[bytes]]]:
        """A socket that writes down whatever comes in."""
        came: list[bytes] = []
        with socket.create_server(("127.0.0.1", 0)) as server:

            def listen() -> None:
                connection, _ = server.accept()
                with connection:
                    came.append(b"")
                    while data := connection.recv(65536):
                        came.append(data)

            thread = threading.Thread(target=listen, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.getsockname()[1]}", came
            thread.join(5)

    def test_a_closed_fence_lets_no_byte_out(
        self, make_transport: Make, listener: tuple[str, list[bytes]]
    ) -> None:
        url, came = listener
        transport = make_transport(url)
        assert transport.hand_over(make_parcel(), fence=lambda: False) == NotTaken(code="fenced", fenced=True)
        transport.close()
        time.sleep(0.1)
        assert b"".join(came) == b""

    def test_the_fence_is_asked_when_the_connection_stands(
        self, make_transport: Make, listener: tuple[str, list[bytes]]
    ) -> None:
        """Connecting may take seconds, so the question comes after it, and once."""
        url, came = listener
        seen: list[list[bytes]] = []

        def fence() -> bool:
            time.sleep(0.1)
            seen.append(came.copy())
            return False

        transport = make_transport(url)
        transport.hand_over(make_parcel(), fence=fence)
        transport.close()
        assert seen == [[b""]]  # connected, and nothing written

    def test_a_closed_fence_leaves_the_connection_sound(self, make_transport: Make) -> None:
        with HouseSendGrid() as server:
            transport = make_transport(server.url)
            transport.hand_over(make_parcel(), fence=lambda: False)
            assert hand_over(transport) == Accepted()
            assert server.connections == 1

    def test_a_fence_that_fails_stops_the_handover_before_the_first_byte(self, make_transport: Make) -> None:
        def fence() -> bool:
            raise RuntimeError("the database is gone")

        with HouseSendGrid() as server:
            transport = make_transport(server.url)
            with pytest.raises(RuntimeError):
                transport.hand_over(make_parcel(), fence=fence)
            assert server.posts == []
            assert hand_over(transport) == Accepted()


class TestNotTaken:
    def test_a_refused_connection(self, make_transport: Make) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
        expected = NotTaken(code="connection-refused", wait=UNREACHED_WAIT)
        assert hand_over(make_transport(url)) == expected

    def test_a_name_that_nobody_knows(self, make_transport: Make) -> None:
        outcome = hand_over(make_transport("https://nobody.invalid"))
        assert outcome == NotTaken(code="name-not-found", wait=UNREACHED_WAIT)

    def test_a_host_that_does_not_speak_tls(self, make_transport: Make) -> None:
        with HouseSendGrid() as server:
            outcome = hand_over(make_transport(server.url.replace("http:", "https:")))
            assert isinstance(outcome, NotTaken)
            assert server.posts == []

    def test_a_host_that_never_ends_the_handshake(self, make_transport: Make) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            began = time.monotonic()
            outcome = hand_over(make_transport(f"https://127.0.0.1:{server.getsockname()[1]}"))
            assert outcome == NotTaken(code="timeout", wait=UNREACHED_WAIT)
            assert time.monotonic() - began < TIMEOUT + 1


class TestConnection:
    def test_one_connection_serves_many_parcels(self, make_transport: Make) -> None:
        with HouseSendGrid(["400", None, "429", "413"]) as server:
            transport = make_transport(server.url)
            for _ in range(20):
                hand_over(transport)
            assert len(server.posts) == 20
            assert server.connections == 1

    def test_a_connection_that_the_server_has_closed_is_not_used_again(self, make_transport: Make) -> None:
        """Noticed before writing; afterwards it would be a batch in doubt."""
        with HouseSendGrid(["hang_up"]) as server:
            transport = make_transport(server.url)
            assert hand_over(transport) == Accepted()
            time.sleep(0.3)
            assert hand_over(transport) == Accepted()
            assert server.connections == 2

    def test_a_connection_long_idle_is_not_used_again(
        self, make_transport: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A laptop that slept wakes up with connections that look sound; the wall clock knows."""
        with HouseSendGrid() as server:
            transport = make_transport(server.url)
            hand_over(transport)
            now = time.time()
            monkeypatch.setattr(time, "time", lambda: now + 11)
            hand_over(transport)
            assert server.connections == 2

    def test_an_interrupted_handover_leaves_no_answer_behind_for_the_next(self, make_transport: Make) -> None:
        """Else the next parcel would read the answer to this one."""
        with HouseSendGrid(["slow:0.3", "401"]) as server:
            transport = make_transport(server.url, timeout=5)
            main = threading.main_thread().ident
            assert main is not None
            threading.Timer(0.15, lambda: __import__("signal").pthread_kill(main, 2)).start()
            with pytest.raises(KeyboardInterrupt):
                hand_over(transport)
            assert isinstance(hand_over(transport), Halt)

    def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(self, make_transport: Make) -> None:
        with HouseSendGrid() as elsewhere, HouseSendGrid([f"302:{elsewhere.url}/v3/mail/send"]) as server:
            assert hand_over(make_transport(server.url)) == Unknown(code="status-302")
            assert elsewhere.connections == 0

    def test_proxy_variables_are_not_obeyed(
        self, make_transport: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        with HouseSendGrid() as server:
            assert hand_over(make_transport(server.url)) == Accepted()

    def test_the_headers_of_all_requests_are_the_same(self, make_transport: Make) -> None:
        with HouseSendGrid() as server:
            transport = make_transport(server.url)
            hand_over(transport)
            hand_over(transport)
            first, second = (request.headers for request in server.posts)
            assert first == second
            assert first["authorization"] == f"Bearer {KEY}"
            assert first["content-type"] == "application/json"
            assert first["user-agent"].startswith("sendgrid/")

    def test_nothing_stays_open_after_close(self, make_transport: Make) -> None:
        """An open socket left to the garbage collector is a ResourceWarning, and warnings are errors here."""
        with HouseSendGrid(["trickle", "garbage", None]) as server:
            transport = make_transport(server.url)
            for _ in range(3):
                hand_over(transport)
            transport.close()
            transport.close()
            gc.collect()
            assert hand_over(transport) == Accepted()  # a closed one opens again


SECRETS = [KEY, "member", "quoted", "Ana", "example.org"]


@pytest.mark.parametrize("fault", [row[0] for row in TABLE if row[0] not in ("slow:2", "trickle")])
def test_no_log_and_no_repr_names_a_member_or_the_key(
    make_transport: Make, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with HouseSendGrid([fault]) as server:
        transport = make_transport(server.url)
        parcel = make_parcel()
        outcome = hand_over(transport, parcel)
        said = [caplog.text, *capfd.readouterr(), repr(outcome), repr(transport), repr(vars(transport))]
        said += [repr(vars(vars(transport)["_line"])), repr(parcel.envelopes), repr(transport._api.client)]
    assert [word for word in SECRETS for text in said if word in text] == []


def test_the_stock_clients_log_stays_silent_even_for_others(
    make_transport: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_transport("http://127.0.0.1:9")
    assert not logging.getLogger("python_http_client.client").isEnabledFor(logging.DEBUG)


def test_headers_for_one_call_are_not_possible(make_transport: Make) -> None:
    """In the stock client they would stick to all later calls."""
    post = make_transport("http://127.0.0.1:9")._api.client.mail.send.post
    with pytest.raises(TypeError):
        post(request_body=b"", fence=lambda: True, request_headers={"X": "y"})


def test_the_sendgrid_package_is_loaded_by_nobody_but_who_sends() -> None:
    code = "import sys, newsletter.transports.sendgrid.transport; print('sendgrid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- the first request, tried out ---

UNKNOWN = object()
FIRST = [
    (None, Passed(), 0, 0),
    # The mode was ignored and the mail was taken: it is not handed over once more.
    ("202", Accepted(), 0, 0),
    ("taken:202", Accepted(), 0, 0),
    ("429:7", NotTaken(code="too-many-requests", wait=7), 0, 0),
    ("400:personalizations.1.to", SomeRefused(refused={1: "address-refused"}), 0, 0),
    ("400:from.email", Indivisible(code="bad-request"), 0, 0),
    ("401", HALT, 0, 0),
    ("403", HALT, 0, 0),
    ("credits", HALT, 0, 0),
    ("500", UNKNOWN, 0, 0),
    ("503", UNKNOWN, 0, 0),
    ("reply_lost", UNKNOWN, 0, 0),
    ("reply_cut", UNKNOWN, 0, 0),
    ("request_lost", UNKNOWN, 0, 0),
    ("garbage", UNKNOWN, 0, 0),
    ("endless", UNKNOWN, 0, 0),
    ("302:https://example.org/", UNKNOWN, 0, 0),
]


@pytest.mark.parametrize(("fault", "outcome", "posts", "mails"), FIRST, ids=[str(row[0]) for row in FIRST])
def test_a_letter_is_tried_out_and_nothing_but_an_ignored_switch_mails_anybody(
    make_transport: Make, fault: str | None, outcome: object, posts: int, mails: int
) -> None:
    with HouseSendGrid({"preflight": fault} if fault else None) as server:
        found = hand_over(make_transport(server.url), make_parcel(preflight=True))
    kind = Halt if outcome is HALT else Unknown if outcome is UNKNOWN else None
    assert isinstance(found, kind) if kind else found == outcome
    assert (len(server.posts), server.by_endpoint["preflight"]) == (posts, 1)
    assert sum(server.deliveries.values()) == mails


def test_a_closed_fence_lets_nothing_out_not_even_to_be_tried(make_transport: Make) -> None:
    with HouseSendGrid() as server:
        found = make_transport(server.url).hand_over(make_parcel(preflight=True), fence=lambda: False)
    assert found == NotTaken(code="fenced", fenced=True)
    assert server.by_endpoint.total() == 0


def test_what_is_tried_out_is_what_is_handed_over(make_transport: Make) -> None:
    """But for the switch itself, and the hour: SendGrid keeps nothing that it only judges."""
    with HouseSendGrid() as server:
        schedule = Schedule(
            batch_id=ask(server.url, "POST", "/v3/mail/batch").json["batch_id"],
            send_at=int(server.now()) + 3600,
        )
        for preflight in (True, False):
            hand_over(make_transport(server.url), make_parcel(preflight=preflight, schedule=schedule))
        tried, posted = (
            dict(seen.body) for seen in server.requests if seen.endpoint in ("preflight", "send")
        )
    assert tried.pop("mail_settings") == {"sandbox_mode": {"enable": True}}
    assert tried == posted
