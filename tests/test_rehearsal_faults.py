"""Every fault does what its line in faults.py says: to the request, to the answer, and to nobody else."""

import http.client
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from newsletter.errors import UsageError
from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.faults import CARRIED_OUT, LOST, UNREAD, USUAL_KINDS, Fault, FaultPlan
from newsletter.rehearsal.provider import NAMES
from newsletter.rehearsal.server import LocalSendGrid
from tests.rehearsal_talk import ask, make_body

GONE = (ConnectionError, http.client.HTTPException, TimeoutError)
#: Fault, the status that the client sees (None: no whole answer), how often the request was carried out.
TABLE: list[tuple[str, int | None, int]] = [
    ("request_lost", None, 0), ("reset", None, 0), ("garbage", None, 0),
    ("reply_lost", None, 1), ("reply_cut", None, 1), ("status_cut", None, 1),
    ("hang_up", 202, 1), ("slow:0.05", 202, 1), ("slow:2", None, 1), ("twice", 202, 2),
    ("taken:503", 503, 1), ("taken:200", 200, 1), ("taken:429", 429, 1),
    ("early:413", 413, 0), ("early:401", 401, 0), ("early:503", 503, 0),
    ("late:60", None, 0), ("late:60:504", 504, 0), ("late:60:stall", None, 0),
    ("credits", 401, 0), ("200", 200, 0), ("302:http://127.0.0.1:9/", 302, 0), ("400", 400, 0), ("401", 401, 0),
    ("403", 403, 0), ("404", 404, 0), ("413", 413, 0), ("429:7", 429, 0), ("500", 500, 0), ("503", 503, 0),
    ("400:personalizations.1.to", 400, 0),
]  # fmt: skip


def send(server: LocalSendGrid, **changes: Any) -> int | None:
    try:
        reply = ask(server.url, "POST", "/v3/mail/send", make_body(1, **changes), timeout=0.7)
    except GONE:
        return None
    # http.client takes a head that breaks off for a whole one.
    return reply.status if "content-length" in reply.headers else None


@pytest.mark.parametrize(("fault", "status", "carried_out"), TABLE, ids=[row[0] for row in TABLE])
def test_a_fault_strikes_request_and_answer_as_named(
    fault: str, status: int | None, carried_out: int
) -> None:
    with LocalSendGrid([fault]) as server:
        assert send(server) == status
        assert server.judge.counts(server.now()).mails == carried_out
        assert send(server) == 202
        assert server.judge.counts(server.now()).mails == carried_out + 1
        assert [(seen.endpoint, seen.fault) for seen in server.requests] == [("send", fault), ("send", None)]


def test_every_fault_is_in_the_table() -> None:
    named = {fault.partition(":")[0] for fault, _, _ in TABLE}
    assert named >= (UNREAD | CARRIED_OUT | LOST) - {"endless", "trickle"}


def test_a_trickling_answer_keeps_coming_and_does_not_end() -> None:
    """No pause is long enough for a time-out of a single read."""
    with LocalSendGrid(["trickle"]) as server:
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=0.5) as line:
            line.sendall(b"GET /v3/scopes HTTP/1.1\r\nHost: x\r\n\r\n")
            parts = [line.recv(1000) for _ in range(10)]
    assert all(parts)
    assert b"".join(parts).startswith(b"HTTP/1.1 2")


def test_an_endless_answer_is_two_megabytes_long() -> None:
    with LocalSendGrid(["endless"]) as server:
        answer = ask(server.url, "POST", "/v3/mail/send", make_body(1))
        assert (answer.status, len(answer.body)) == (202, 2_000_000)
        assert server.judge.counts().mails == 1


@pytest.mark.parametrize("fault", ["late:2400", "late:2400:504"])
def test_a_late_request_is_carried_out_at_its_time_and_not_before(fault: str) -> None:
    with LocalSendGrid([fault]) as server:
        began = server.now()
        send(server)
        server.advance(2390)
        assert server.judge.received(server.now()) == {}
        server.advance(20)
        (mail,) = server.judge.received(server.now())["member0@example.org"]
        assert 2400 <= mail.at - began < 2402
        assert mail.copy == 0


def test_a_late_request_is_judged_by_what_holds_then() -> None:
    """A send_at that has passed meanwhile means at once; a cancel meanwhile catches it."""
    with LocalSendGrid({"send": "late:2400"}) as server:
        batches = [ask(server.url, "POST", "/v3/mail/batch").json["batch_id"] for _ in range(2)]
        for batch_id in batches:
            send(server, batch_id=batch_id, send_at=int(server.now()) + 1800)
        cancel = {"batch_id": batches[0], "status": "cancel"}
        assert ask(server.url, "POST", "/v3/user/scheduled_sends", cancel).status == 201
        assert (server.judge.counts().mails, server.judge.counts().called_back) == (1, 1)
        server.advance(5000)
        (mail,) = server.judge.received()["member0@example.org"]
        assert mail.batch_id == batches[1]


def test_what_a_proxy_doubled_is_told_apart() -> None:
    with LocalSendGrid({"send:0": "twice", "send:1": "twice:600"}) as server:
        assert (send(server), send(server)) == (202, 202)
        assert [mail.copy for mail in server.judge.received(server.now())["member0@example.org"]] == [0, 1, 0]
        assert [mail.copy for mail in server.judge.received()["member0@example.org"]] == [0, 1, 0, 1]


def test_faults_strike_every_endpoint() -> None:
    targets = [
        ("POST", "/v3/mail/batch"), ("GET", "/v3/mail/batch/x"), ("POST", "/v3/user/scheduled_sends"),
        ("GET", "/v3/user/scheduled_sends"), ("GET", "/v3/user/scheduled_sends/x"),
        ("PATCH", "/v3/user/scheduled_sends/x"), ("DELETE", "/v3/user/scheduled_sends/x"), ("GET", "/v3/asm/groups"),
        ("GET", "/v3/asm/groups/1"), ("GET", "/v3/asm/groups/1/suppressions"), ("GET", "/v3/suppression/bounces"),
        ("GET", "/v3/scopes"), ("POST", "/v3/logs"), ("GET", "/v3/logs/x"), ("GET", "/v3/verified_senders"),
        ("GET", "/v3/whitelabel/domains"), ("POST", "/v3/whitelabel/domains/1/validate"), ("GET", "/v3/user/account"),
        ("GET", "/v3/user/credits"), ("GET", "/v3/tracking_settings"), ("GET", "/v3/mail_settings"),
        ("GET", "/v3/stats"), ("POST", "/v3/recipients/erasejob"), ("POST", "/v3/mail/send"),
            ("DELETE", "/v3/asm/suppressions/global/x"), ("DELETE", "/v3/asm/groups/1/suppressions/x"),
            ("DELETE", "/v3/suppression/bounces/x"),
    ]  # fmt: skip
    with LocalSendGrid(["503"] * 2 * len(targets)) as server:
        assert {ask(server.url, method, target).status for method, target in targets} == {503}
        assert set(server.by_endpoint) == NAMES - {"preflight"}


def test_a_lost_answer_to_a_cancel_leaves_the_cancel() -> None:
    with LocalSendGrid({"hold": "reply_lost", "release": "request_lost"}) as server:
        batch_id = ask(server.url, "POST", "/v3/mail/batch").json["batch_id"]
        with pytest.raises(GONE):
            ask(server.url, "POST", "/v3/user/scheduled_sends", {"batch_id": batch_id, "status": "cancel"})
        with pytest.raises(GONE):
            ask(server.url, "DELETE", f"/v3/user/scheduled_sends/{batch_id}")
        assert ask(server.url, "GET", "/v3/user/scheduled_sends").json == [
            {"batch_id": batch_id, "status": "cancel"}
        ]


def test_429_comes_with_the_documented_headers() -> None:
    with LocalSendGrid(["429:7", "429"], clock=Clock()) as server:
        given = ask(server.url, "GET", "/v3/scopes").headers
        assert (given["x-ratelimit-limit"], given["x-ratelimit-remaining"], given["x-ratelimit-reset"]) == (
            "600",
            "0",
            "7",
        )
        assert 0 < int(ask(server.url, "GET", "/v3/scopes").headers["x-ratelimit-reset"]) - server.now() <= 2


def test_a_sandboxed_request_is_an_endpoint_of_its_own() -> None:
    sandbox = {"mail_settings": {"sandbox_mode": {"enable": True}}}
    with LocalSendGrid({"send": "500", "preflight:1": "202"}) as server:
        assert [send(server, **sandbox), send(server), send(server, **sandbox), send(server)] == [
            200,
            500,
            202,
            500,
        ]
        assert server.judge.counts().mails == 0


def test_faults_can_be_changed_on_the_way_and_are_counted_anew() -> None:
    with LocalSendGrid(["500"]) as server:
        assert (send(server), send(server)) == (500, 202)
        server.break_down([None, "503"])
        assert (send(server), send(server), send(server)) == (202, 503, 202)


def test_two_at_a_time_meet_each_fault_once() -> None:
    with LocalSendGrid(["early:503", "500", "reset", "429:1"]) as server:
        answers: list[int | None] = []
        threads = [threading.Thread(target=lambda: answers.append(send(server))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count(202) == 4
        assert server.judge.counts().mails == 4


# -- plans

Take = Callable[[FaultPlan], list[str | None]]


def names(plan: FaultPlan, *endpoints: str) -> list[str | None]:
    return [str(fault) if fault else None for fault in map(plan.take, endpoints)]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (None, [None, None, None, None]),
        ([], [None, None, None, None]),
        ([None, "500"], [None, "500", None, None]),
        ({"1": "500", 3: "503"}, [None, "500", None, "503"]),
        ({"send": "500"}, ["500", None, "500", "500"]),
        ({"send:1": "500", "hold:0": "late:9"}, [None, "late:9", "500", None]),
        ({"send": "500", "send:1": "503", "3": "404"}, ["500", None, "503", "404"]),
        ({"send:0": None}, [None, None, None, None]),
    ],
)
def test_a_plan_goes_by_number_by_endpoint_or_both(spec: Any, expected: list[str | None]) -> None:
    assert names(FaultPlan.of(spec), "send", "hold", "send", "send") == expected


def test_chance_is_the_same_in_every_run_and_for_every_order() -> None:
    spec = {"seed": 7, "rate": 0.3, "only": ["send", "hold"]}
    one, other = FaultPlan.of(spec), FaultPlan.of(spec)
    mixed = names(one, *["send", "hold", "scopes"] * 300)
    assert mixed[0::3] == names(other, *["send"] * 300)
    assert mixed[1::3] == names(other, *["hold"] * 300)
    assert mixed[2::3] == [None] * 300
    struck = [each for each in mixed if each]
    assert 120 < len(struck) < 240
    assert set(struck) <= set(USUAL_KINDS)
    assert names(FaultPlan.of({**spec, "seed": 8}), *["send"] * 300) != mixed[0::3]
    assert names(FaultPlan.of({**spec, "rate": 0}), *["send"] * 300) == [None] * 300


def test_chance_takes_the_kinds_it_is_given() -> None:
    plan = FaultPlan.of({"seed": 1, "rate": 1, "kinds": ["500"]})
    assert names(plan, "send", "mint") == ["500", "500"]


@pytest.mark.parametrize(
    "spec",
    [
        ["drop"], ["500:x:y", ""], ["slow"], ["slow:x"], ["late"], ["late:1:2:3"], ["taken"], ["taken:x"], ["early:9"],
        ["reset:5"], ["twice:x"], ["600"], {"sent": "500"}, {"seed": 1, "kinds": ["?"]}, {"seed": 1, "only": ["sent"]},
        {"seed": 1, "rat": 0.5},
    ],
)  # fmt: skip
def test_a_misspelt_plan_is_refused(spec: Any) -> None:
    if spec == ["500:x:y", ""]:
        assert Fault.named("500:x:y").detail == "x:y"  # a field may hold anything
        return
    with pytest.raises(UsageError) as caught:
        FaultPlan.of(spec)
    assert caught.value.code == "rehearsal-fault"


def test_a_slow_answer_holds_nobody_else_up() -> None:
    with LocalSendGrid({"send:0": "slow:0.6"}) as server:
        thread = threading.Thread(target=send, args=(server,))
        thread.start()
        time.sleep(0.1)
        began = time.monotonic()
        assert send(server) == 202
        assert time.monotonic() - began < 0.4
        thread.join()
