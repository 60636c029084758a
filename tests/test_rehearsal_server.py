"""The local SendGrid as its clients meet it: pages, key, scopes, limits, time, judge, control pages, own process."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from tests.rehearsal_talk import Reply, ask, make_body

KEY = "SG.not-a-real-key.0123456789"


@pytest.fixture
def server() -> Iterator[LocalSendGrid]:
    with LocalSendGrid() as one:
        yield one


# -- pages

PAGES = [
    ("GET", "/v3/scopes", 200), ("GET", "/v3/user/account", 200), ("GET", "/v3/user/credits", 200),
    ("GET", "/v3/verified_senders", 200), ("GET", "/v3/verified_senders/steps_completed", 200),
    ("GET", "/v3/verified_senders/domains", 200), ("GET", "/v3/whitelabel/domains", 200),
    ("GET", "/v3/whitelabel/domains/1", 200), ("GET", "/v3/whitelabel/domains/2", 404),
    ("POST", "/v3/whitelabel/domains/1/validate", 200), ("POST", "/v3/whitelabel/domains/2/validate", 404),
    ("GET", "/v3/tracking_settings", 200), ("GET", "/v3/tracking_settings/click", 200),
    ("GET", "/v3/tracking_settings/open", 200), ("GET", "/v3/tracking_settings/subscription", 200),
    ("GET", "/v3/tracking_settings/google_analytics", 200), ("GET", "/v3/tracking_settings/none", 404),
    ("GET", "/v3/mail_settings", 200), ("GET", "/v3/mail_settings/footer", 200),
    ("GET", "/v3/stats?start_date=2026-11-01", 200),
    ("GET", "/v3/asm/groups", 200), ("GET", "/v3/asm/groups/7", 200), ("GET", "/v3/asm/groups/0", 404),
    ("GET", "/v3/asm/groups/7/suppressions", 200), ("GET", "/v3/asm/groups/0/suppressions", 404),
    ("GET", "/v3/suppression/bounces", 200), ("GET", "/v3/suppression/blocks", 200),
    ("GET", "/v3/suppression/spam_reports", 200), ("GET", "/v3/suppression/invalid_emails", 200),
    ("GET", "/v3/suppression/unsubscribes", 200), ("GET", "/v3/suppression/others", 404),
    ("GET", "/v3/suppression/bounces?limit=501", 400), ("GET", "/v3/suppression/bounces?offset=x", 400),
    ("GET", "/v3/mail/send", 405), ("DELETE", "/v3/scopes", 405), ("PUT", "/v3/user/scheduled_sends", 405),
    ("GET", "/v3/messages", 404), ("GET", "/", 404), ("POST", "/v4/mail/send", 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "target", "status"), PAGES)
def test_every_page_answers(server: LocalSendGrid, method: str, target: str, status: int) -> None:
    reply = ask(server.url, method, target)
    assert reply.status == status
    assert reply.headers["content-type"] == "application/json"
    assert status == 200 or reply.json["errors"][0]["message"]


def test_the_accounts_pages_can_be_changed() -> None:
    account = Account(credits=41)
    account.pages["/v3/user/account"] = {"type": "free", "reputation": 50}
    account.pages["/v3/whitelabel/domains"].append({"id": 2, "domain": "example.net", "valid": False})
    with LocalSendGrid(account=account) as server:
        assert ask(server.url, "GET", "/v3/user/account").json["type"] == "free"
        assert ask(server.url, "GET", "/v3/user/credits").json["remain"] == 41
        assert [
            each["id"] for each in ask(server.url, "GET", "/v3/whitelabel/domains?domain=example.net").json
        ] == [2]
        assert len(ask(server.url, "GET", "/v3/whitelabel/domains").json) == 2


def test_a_wrong_key_is_a_401_on_every_page() -> None:
    with LocalSendGrid(key=KEY) as server:
        for method, target, _ in PAGES:
            assert ask(server.url, method, target, Authorization="Bearer wrong").status == 401
        assert ask(server.url, "GET", "/v3/scopes").status == 401
        assert ask(server.url, "GET", "/v3/scopes", Authorization=f"Bearer {KEY}").status == 200


def test_a_key_that_may_only_send_may_only_send() -> None:
    with LocalSendGrid(account=Account(scopes={"mail.send"})) as server:
        assert ask(server.url, "GET", "/v3/scopes").json == {"scopes": ["mail.send"]}
        assert ask(server.url, "POST", "/v3/mail/send", make_body()).status == 202
        refused = [("POST", "/v3/mail/batch"), ("GET", "/v3/user/scheduled_sends"), ("POST", "/v3/logs"),
                   ("GET", "/v3/asm/groups/7/suppressions"), ("GET", "/v3/suppression/bounces")]  # fmt: skip
        assert {ask(server.url, method, target).status for method, target in refused} == {403}


def test_credits_run_out_and_nothing_of_the_last_request_is_taken() -> None:
    with LocalSendGrid(account=Account(credits=5)) as server:
        assert [ask(server.url, "POST", "/v3/mail/send", make_body(3)).status for _ in range(2)] == [202, 401]
        assert b"Maximum credits exceeded" in ask(server.url, "POST", "/v3/mail/send", make_body(3)).body
        assert ask(server.url, "POST", "/v3/mail/send", make_body(2)).status == 202
        assert server.judge.counts().mails == 5


def test_the_sandbox_judges_and_keeps_nothing() -> None:
    sandbox = {"mail_settings": {"sandbox_mode": {"enable": True}}}
    with LocalSendGrid(account=Account(credits=0)) as server:
        assert ask(server.url, "POST", "/v3/mail/send", make_body(**sandbox)).status == 200
        assert ask(server.url, "POST", "/v3/mail/send", make_body(subject="", **sandbox)).status == 400
        off = {"mail_settings": {"sandbox_mode": {"enable": False}}}
        assert ask(server.url, "POST", "/v3/mail/send", make_body(**off)).status == 401
        assert server.judge.counts().mails == 0
        assert ask(server.url, "POST", "/v3/logs", {"query": ""}).json == {"messages": []}


def test_too_many_requests_a_minute_are_told_when_to_come_again() -> None:
    with LocalSendGrid(account=Account(requests_per_minute=3)) as server:
        server.advance(60 - server.now() % 60)  # the beginning of a minute
        replies = [ask(server.url, "GET", "/v3/scopes") for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 200, 429]
        assert [reply.headers["x-ratelimit-remaining"] for reply in replies] == ["2", "1", "0", "0"]
        wait = int(replies[3].headers["x-ratelimit-reset"]) - server.now()
        assert 0 < wait <= 60
        server.advance(wait)
        assert ask(server.url, "GET", "/v3/scopes").status == 200


# -- suppressions


def test_lists_are_paged_the_newest_first_and_cut_by_time(server: LocalSendGrid) -> None:
    for number in range(5):
        server.suppress("bounces", f"member{number}@example.org", created=1000 + number)

    def page(query: str) -> list[str]:
        return [each["email"][6] for each in ask(server.url, "GET", f"/v3/suppression/bounces?{query}").json]

    assert page("") == ["4", "3", "2", "1", "0"]
    assert (page("limit=2"), page("limit=2&offset=2"), page("limit=2&offset=4"), page("offset=5")) == (
        ["4", "3"],
        ["2", "1"],
        ["0"],
        [],
    )
    assert page("start_time=1001&end_time=1003") == ["3", "2", "1"]
    assert page("email=member3") == ["3"]
    assert ask(server.url, "GET", "/v3/suppression/bounces?limit=1").json == [
        {
            "email": "member4@example.org",
            "created": 1004,
            "reason": "550 5.1.1 no such user here",
            "status": "5.1.1",
        }
    ]


@pytest.mark.parametrize(
    ("name", "group", "reached"),
    [("bounces", 0, 1), ("spam_reports", 0, 1), ("invalid_emails", 0, 1), ("unsubscribes", 0, 1), ("blocks", 0, 2),
     ("group", 7, 1), ("group", 8, 2)],
)  # fmt: skip
def test_who_is_on_a_list_is_dropped_at_the_last_moment(
    server: LocalSendGrid, name: str, group: int, reached: int
) -> None:
    ask(server.url, "POST", "/v3/mail/send", make_body(2, send_at=int(server.now()) + 600))
    server.suppress(name, "Member1@example.org", group=group)
    server.advance(601)
    counts = server.judge.counts()
    assert (counts.mails, counts.dropped, counts.pending) == (reached, 2 - reached, 0)


def test_groups_can_be_given(server: LocalSendGrid) -> None:
    server.account.groups = {9: Group(name="Actions", left={"member1@example.org": 1000})}
    assert ask(server.url, "GET", "/v3/asm/groups/7").status == 404
    assert [each["id"] for each in ask(server.url, "GET", "/v3/asm/groups").json] == [9]
    assert ask(server.url, "GET", "/v3/asm/groups/9").json["unsubscribes"] == 1
    assert ask(server.url, "GET", "/v3/asm/groups/9/suppressions").json == ["member1@example.org"]


def test_a_bounce_is_no_mail_and_ends_on_the_list(server: LocalSendGrid) -> None:
    server.account.bouncing.add("member1@example.org")
    for _ in range(2):
        ask(server.url, "POST", "/v3/mail/send", make_body(2))
    counts = server.judge.counts()
    assert (counts.mails, counts.bounced, counts.dropped) == (2, 1, 1)
    assert [each["email"] for each in ask(server.url, "GET", "/v3/suppression/bounces").json] == [
        "member1@example.org"
    ]


# -- time


def test_every_answer_tells_the_servers_time_be_it_right_or_wrong() -> None:
    with LocalSendGrid(["500"], skew=-3600) as server:
        server.advance(86_400)
        for target in ("/v3/scopes", "/v3/scopes", "/v3/nothing"):
            told = parsedate_to_datetime(ask(server.url, "GET", target).headers["date"]).timestamp()
            assert abs(told - (time.time() + 86_400 - 3600)) < 3


def test_send_at_is_judged_by_the_servers_time() -> None:
    with LocalSendGrid(skew=3600) as server:
        ask(server.url, "POST", "/v3/mail/send", make_body(send_at=int(time.time()) + 1800))
        assert server.judge.counts(server.now()).mails == 2


def test_a_clock_is_shared_through_its_file(tmp_path: Path) -> None:
    one, other = Clock(tmp_path / "clock"), Clock(tmp_path / "clock")
    one.advance(1000.5)
    other.advance(-0.5)
    assert (one.offset, other.offset) == (1000, 1000)
    assert abs(one.now() - time.time() - 1000) < 1
    assert (tmp_path / "clock").read_bytes() == b"\0\0\0\0\0@\x8f@"
    one.close()
    assert one.offset == 1000
    assert Clock().offset == 0
    other.close()


# -- the judge


def test_the_judge_tells_what_was_received_and_what_will_be(server: LocalSendGrid) -> None:
    batch_id = ask(server.url, "POST", "/v3/mail/batch").json["batch_id"]
    send_at = int(server.now()) + 2520
    ask(server.url, "POST", "/v3/mail/send", make_body(2, batch_id=batch_id, send_at=send_at))
    ask(server.url, "POST", "/v3/mail/send", make_body(1))
    assert {name: len(mails) for name, mails in server.judge.received(server.now()).items()} == {
        "member0@example.org": 1
    }
    now, later = server.judge.received()["member0@example.org"]
    assert (now.at < later.at, later.at, later.batch_id) == (True, send_at, batch_id)
    assert (later.delivery, later.attempt, later.subject, later.copy) == ("d-0", "a-1", "Stand with Lima", 0)
    counts = server.judge.counts()
    assert (counts.mails, counts.people, counts.more_than_once) == (3, 2, 1)
    assert server.judge.counts(server.now()).pending == 2
    assert server.judge.counts(send_at - 1).pending == 2
    assert server.judge.counts(send_at).pending == 0


def test_to_look_ahead_changes_nothing(server: LocalSendGrid) -> None:
    server.break_down(["late:900"])
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(server.url, "POST", "/v3/mail/send", make_body(1))
    for _ in range(2):
        assert server.judge.counts().mails == 1
        assert server.judge.counts(server.now()).mails == 0
    server.suppress("bounces", "member0@example.org")
    assert (server.judge.counts().mails, server.judge.counts().dropped) == (0, 1)


def test_the_judge_reads_mails_as_their_readers_do(server: LocalSendGrid) -> None:
    body = make_body(2, headers={"List-Id": "<news.example.org>"}, subject="-n-, stand with Lima")
    body["content"][0]["value"] = "Dear -n-, they marched."
    body["personalizations"][1] |= {"substitutions": {"-n-": "Ana"}, "headers": {"X-A": "b"}}
    ask(server.url, "POST", "/v3/mail/send", body)
    (mail,) = server.judge.mails("member1@example.org")
    assert (mail.subject, mail.text) == ("Ana, stand with Lima", "Dear Ana, they marched.")
    assert mail.headers == {"List-Id": "<news.example.org>", "X-A": "b"}
    assert mail.arguments == {"nl_delivery": "d-1", "nl_attempt": "a-1"}
    assert server.judge.mails("nobody@example.org") == []


def test_copies_and_times_of_single_people_are_obeyed(server: LocalSendGrid) -> None:
    """SendGrid lets a personalization name several people and a time of its own; so does the rehearsal."""
    body = make_body(2, send_at=int(server.now()) + 600)
    body["personalizations"][0] |= {"cc": [{"email": "copy@example.org"}], "send_at": int(server.now()) + 60}
    ask(server.url, "POST", "/v3/mail/send", body)
    server.advance(61)
    assert sorted(server.judge.received(server.now())) == ["copy@example.org", "member0@example.org"]
    assert len(server.judge.received()) == 3


def test_without_bodies_nothing_is_kept_that_could_be_read() -> None:
    with LocalSendGrid(keeps_bodies=False) as server:
        ask(server.url, "POST", "/v3/mail/send", make_body(1))
        assert server.judge.counts().mails == 1
        assert (server.requests[0].body, server.requests[0].headers) == (None, {})
        with pytest.raises(LookupError):
            server.judge.mails("member0@example.org")


def test_no_repr_names_a_person_or_the_key() -> None:
    with LocalSendGrid(["500"], key=KEY) as server:
        server.suppress("bounces", "member1@example.org")
        server.suppress("group", "member2@example.org", group=3)
        for _ in range(2):
            ask(server.url, "POST", "/v3/mail/send", make_body(), Authorization=f"Bearer {KEY}")
        everything = repr(
            [
                server.requests,
                server.account,
                server.provider.mailbox.shipments,
                server.judge.mails,
                server.provider,
            ]
        )
        assert "member" not in everything
        assert KEY not in everything


def test_a_thousand_people_a_request_fifty_times_a_second(server: LocalSendGrid) -> None:
    """Not the figure itself (benchmarks do that), but that nobody made it quadratic."""
    body = json.dumps(make_body(1000)).encode()
    host, port = server.url.removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=10)
    began = time.monotonic()
    for _ in range(10):
        line.request("POST", "/v3/mail/send", body)
        with line.getresponse() as answer:
            answer.read()
    line.close()
    assert server.judge.counts().mails == 10_000
    assert time.monotonic() - began < 10
    assert server.connections == 1


# -- the control pages


def control(server: LocalSendGrid, method: str, target: str, body: Any = None) -> Reply:
    return ask(server.url, method, f"/rehearsal/{target}", body, X_Rehearsal=server.token)


def test_the_control_pages_are_for_who_has_the_token(server: LocalSendGrid) -> None:
    assert ask(server.url, "GET", "/rehearsal/record").status == 403
    assert ask(server.url, "GET", "/rehearsal/record", X_Rehearsal="wrong").status == 403
    assert control(server, "GET", "record").status == 200
    assert control(server, "GET", "nothing").status == 404
    assert control(server, "POST", "record").status == 404
    assert server.requests == []  # they are no part of the play


def test_the_record_tells_everything_in_json(server: LocalSendGrid) -> None:
    control(server, "POST", "faults", ["500"])
    assert ask(server.url, "POST", "/v3/mail/send", make_body()).status == 500
    control(server, "POST", "suppress", {"list": "bounces", "addresses": ["member1@example.org"]})
    assert ask(server.url, "POST", "/v3/mail/send", make_body(send_at=int(server.now()) + 100)).status == 202
    record = control(server, "GET", "record").json
    assert (record["received"], record["pending"], record["requests"]) == ({}, 2, {"send": 2})
    before = record["now"]
    assert control(server, "POST", "advance", {"seconds": 200}).json["now"] - before >= 200
    record = control(server, "GET", "record").json
    assert record["received"].keys() == {"member0@example.org"}
    assert record["received"]["member0@example.org"][0]["delivery"] == "d-0"
    assert (record["dropped"], record["called_back"], record["violations"]) == (1, 0, [])
    assert control(server, "GET", f"record?until={before}").json["received"] == {}
    summary = control(server, "GET", "summary?until=end").json
    assert (summary["mails"], "received" in summary) == (1, False)


def test_the_account_can_be_changed_from_outside(server: LocalSendGrid) -> None:
    assert control(server, "POST", "occupy", {"slots": 9}).json == {"taken": 9}
    assert len(ask(server.url, "GET", "/v3/user/scheduled_sends").json) == 9
    wishes = {"credits": 1, "refuses": ["x@example.org"], "pages": {"/v3/user/account": {"type": "free"}}}
    assert control(server, "POST", "account", wishes).status == 200
    assert (server.account.credits, server.account.refuses) == (1, {"x@example.org"})
    assert ask(server.url, "GET", "/v3/user/account").json == {"type": "free"}
    assert control(server, "POST", "account", {"scopes": None}).status == 200


@pytest.mark.parametrize(
    ("page", "body"),
    [("advance", {}), ("advance", {"seconds": "x"}), ("advance", None), ("faults", ["?"]), ("occupy", {"slots": None}),
     ("suppress", {"list": "none", "addresses": []}), ("account", {"key": "x"})],
)  # fmt: skip
def test_what_is_not_understood_is_a_400(server: LocalSendGrid, page: str, body: Any) -> None:
    assert control(server, "POST", page, body).status == 400


# -- a process of its own


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "newsletter.rehearsal", "--world", "0111", "--faults", '{"send:0": "reply_lost"}',
               "--clock", str(tmp_path / "clock"), "--key", KEY]  # fmt: skip
    root = Path(__file__).parents[1]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=root, **pipes) as one:  # type: ignore[call-overload]
        yield one
        one.kill()


def test_it_runs_as_a_process_and_ends_with_its_parent(
    process: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert process.stdout is not None
    assert process.stdin is not None
    said = json.loads(process.stdout.readline())
    assert said["pid"] == process.pid
    bearer = {"Authorization": f"Bearer {KEY}"}
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(said["url"], "POST", "/v3/mail/send", make_body(), **bearer)
    assert (
        ask(said["url"], "POST", "/v3/mail/send", make_body(send_at=int(time.time()) + 900), **bearer).status
        == 202
    )
    Clock(tmp_path / "clock").advance(1000)
    record = ask(said["url"], "GET", "/rehearsal/record", X_Rehearsal=said["token"]).json
    assert [len(mails) for mails in record["received"].values()] == [2, 2]
    process.stdin.close()
    assert process.wait(10) == 0


def test_a_world_can_be_given(server: LocalSendGrid) -> None:
    with LocalSendGrid(world=World.named("0111")) as other:
        assert other.provider.world.name == "011111"
    assert server.provider.world == World()


def test_threads_share_one_account(server: LocalSendGrid) -> None:
    def post() -> None:
        for _ in range(5):
            ask(server.url, "POST", "/v3/mail/send", make_body(3))

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.judge.counts().mails == 90
    assert server.by_endpoint == {"send": 30}
