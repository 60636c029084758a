"""Proof out of the log: what became of one attempt at one address, and never a word too much."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from newsletter.errors import TransportError
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.logs import parse
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from newsletter.transports.base import UNREACHABLE, Evidence, Trace
from newsletter.transports.sendgrid.evidence import MOST_OPENED, SendGridEvidence
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
MEMBER = "member1@example.org"


class Desk:
    """A log at a rehearsal's SendGrid, and a recall to make it interesting."""

    def __init__(
        self, server: LocalSendGrid, hours: Hours, evidence: Evidence, recall: SendGridRecall
    ) -> None:
        self.server = server
        self.hours = hours
        self.evidence = evidence
        self.recall = recall
        self.began = server.now()

    def trace(self, attempt: str = "a-1", address: str = MEMBER) -> Trace:
        return self.evidence.trace(address=address, attempt=attempt, since=self.began)


@contextmanager
def desk(faults: Spec = None, *, world: str = "", account: Account | None = None) -> Iterator[Desk]:
    with LocalSendGrid(faults, world=World.named(world), account=account) as server:
        hours = Hours(server)
        with errands_to(server.url, hours, timeout=0.5) as errands:
            yield Desk(server, hours, SendGridEvidence(errands), SendGridRecall(errands))


@contextmanager
def told(*answers: Told | None) -> Iterator[tuple[Evidence, Prepared]]:
    with Prepared(*answers) as server, errands_to(server.url, Hours()) as errands:
        yield SendGridEvidence(errands), server


def listed(*ids: str) -> Told:
    found = [
        {
            "sg_message_id": each,
            "to_email": MEMBER,
            "sg_message_id_created_at": f"2026-11-23T12:00:{number:02}Z",
        }
        for number, each in enumerate(ids)
    ]
    return Told.json({"messages": found})


def mail(*events: str, attempt: str = "a-1", **changes: Any) -> Told:
    happened = [{"event": event} for event in events]
    return Told.json(
        {"events": happened, "custom_args": {"nl_attempt": attempt}, "status": "processed", **changes}
    )


# -- at the rehearsal's provider


def test_mail_that_left_was_taken() -> None:
    with desk() as at:
        post_mail(at.server, "member0@example.org", MEMBER)
        assert at.trace() is Trace.TAKEN


def test_mail_that_was_never_taken_is_absent() -> None:
    with desk() as at:
        post_mail(at.server, MEMBER, attempt="a-0")
        post_mail(at.server, "member2@example.org")
        assert at.trace() is Trace.ABSENT


@pytest.mark.parametrize("shows_waiting", [True, False])
def test_mail_that_waits_for_its_hour_is_nothing_final(shows_waiting: bool) -> None:
    """Where the log shows it before its hour it says "processed", and it says so of cancelled mail, too."""
    with desk(world=f"11111{int(shows_waiting)}") as at:
        post_mail(at.server, MEMBER, batch_id=at.recall.mint(), send_at=at.began + HOUR)
        assert at.trace() is (Trace.PENDING if shows_waiting else Trace.ABSENT)
        at.hours.advance(HOUR + 1)
        assert at.trace() is Trace.TAKEN


def test_cancelled_mail_is_called_back_once_it_is_discarded() -> None:
    """Until then the log calls it processed: who took that for sent would miss somebody."""
    with desk(account=Account(discard_lag=1800)) as at:
        batch_id = at.recall.mint()
        post_mail(at.server, MEMBER, batch_id=batch_id, send_at=at.began + HOUR)
        at.recall.cancel(batch_id)
        assert at.trace() is Trace.PENDING
        at.hours.advance(HOUR + 60)
        assert at.trace() is Trace.PENDING
        at.hours.advance(1800)
        assert at.trace() is Trace.CALLED_BACK


@pytest.mark.parametrize("reason", ["bounces", "bouncing"])
def test_mail_that_bounced_or_was_dropped_for_the_recipients_sake_was_taken(reason: str) -> None:
    with desk() as at:
        at.server.account.bouncing |= {MEMBER} if reason == "bouncing" else set()
        at.server.account.suppress("bounces", {MEMBER} if reason == "bounces" else set(), created=0)
        post_mail(at.server, MEMBER)
        assert at.trace() is Trace.TAKEN


def test_what_left_once_and_was_called_back_once_was_taken() -> None:
    """A proxy may double a request; one of the two reached its recipient."""
    with desk(world="0") as at:
        batch_id = at.recall.mint()
        post_mail(at.server, MEMBER, batch_id=batch_id, send_at=at.began + HOUR)
        at.recall.cancel(batch_id)
        post_mail(at.server, MEMBER, batch_id=batch_id, send_at=at.began + HOUR)
        at.hours.advance(HOUR + 1)
        assert at.trace() is Trace.TAKEN


def test_what_was_handed_over_before_is_not_looked_at() -> None:
    with desk() as at:
        post_mail(at.server, MEMBER)
        at.hours.advance(10)
        assert at.evidence.trace(address=MEMBER, attempt="a-1", since=at.began + 5) is Trace.ABSENT
        assert at.evidence.trace(address=MEMBER, attempt="a-1", since=at.began) is Trace.TAKEN


def test_a_mail_of_the_same_second_is_found() -> None:
    """The log's times are whole seconds, and the question says "later than"."""
    for since in (1795435200, 1795435200.9):
        with told(listed()) as (evidence, server):
            evidence.trace(address=MEMBER, attempt="a-1", since=since)
            assert b"2026-11-23T11:59:59Z" in server.asked[0].body


@pytest.mark.parametrize("kept", ["Ana@Example.org", "Ana@example.org", "ana@example.org"])
def test_capital_letters_hide_nobody(kept: str) -> None:
    """The log's questions tell them from small ones, and nobody says which of them it keeps."""
    with desk() as at:
        post_mail(at.server, kept)
        assert at.trace(address="Ana@Example.org") is Trace.TAKEN


@pytest.mark.parametrize("endpoint", ["logs", "log"])
@pytest.mark.parametrize("fault", ["request_lost", "reply_lost", "500", "429:2", "reply_cut", "garbage"])
def test_a_lost_answer_is_asked_for_again(endpoint: str, fault: str) -> None:
    with desk({f"{endpoint}:0": fault}) as at:
        post_mail(at.server, MEMBER)
        assert at.trace() is Trace.TAKEN


@pytest.mark.parametrize("endpoint", ["logs", "log"])
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", UNREACHABLE),
        ("request_lost", UNREACHABLE),
        ("401", "key-refused"),
        ("403", "missing-scope"),
        ("400", "refused-by-provider"),
        ("200", "answer-malformed"),
    ],
)
def test_no_answer_is_no_absence(endpoint: str, fault: str, code: str) -> None:
    with desk({endpoint: fault}) as at:
        post_mail(at.server, MEMBER)
        with pytest.raises(TransportError) as caught:
            at.trace()
        assert caught.value.code == code
        assert_says_nothing(caught.value)


# -- what a question may hold

ODD = [
    "o'brien@example.org", "x' OR to_email = 'y@example.org", "a\\@example.org", 'a"b@example.org', "a b@example.org",
    "a@example.org'", "a@exam'ple.org", "a@example.org\n", "é@example.org", "a@exämple.org", "", "@", "a@", "a",
    "a\x00@example.org", "a(b)@example.org", "a;b@example.org", "x" * 65 + "@example.org", "a@b@c",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD)
def test_what_could_end_a_quotation_is_not_asked(address: str) -> None:
    """It counts as unclear, which lets nobody be mailed twice."""
    assert not SendGridEvidence.can_trace(address)
    with told(listed()) as (evidence, server):
        assert evidence.trace(address=address, attempt="a-1", since=0) is Trace.PENDING
        assert server.asked == []


@pytest.mark.parametrize(
    "address", [MEMBER, "a.b+c_d-e@sub.example.org", "!#$%&*/=?^`{|}~@example.org", "%@example.org"]
)
def test_usual_addresses_are_asked_as_they_are(address: str) -> None:
    assert SendGridEvidence.can_trace(address)
    with desk() as at:
        assert at.trace(address=address) is Trace.ABSENT
        query = at.server.requests[0].body["query"]
        assert [each.field for each in parse(query)] == ["to_email", "sg_message_id_created_at"]
        assert parse(query)[0].value == address


def test_an_id_of_the_log_stays_one_part_of_the_path() -> None:
    odd = "Xj5L-_.recvd/../x?y=z"
    with told(listed("Xj5L-_.recvd/../x+=~"), mail("delivered")) as (evidence, server):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.TAKEN
        assert server.asked[1].target == "/v3/logs/Xj5L-_.recvd%2F..%2Fx%2B%3D~"
    with told(listed(odd)) as (evidence, _), pytest.raises(TransportError):
        evidence.trace(address=MEMBER, attempt="a-1", since=0)


# -- what events mean

EVENTS = [
    (("received",), "processed", Trace.PENDING),
    (("received", "processed"), "processed", Trace.PENDING),
    (("processed", "deferred"), "deferred", Trace.TAKEN),
    (("processed", "delivered"), "delivered", Trace.TAKEN),
    (("processed", "bounce"), "bounced", Trace.TAKEN),
    (("processed", "bounce"), "blocked", Trace.TAKEN),
    (("processed", "dropped"), "dropped", Trace.TAKEN),
    (("processed", "drop"), "dropped", Trace.TAKEN),
    (("processed", "cancel_drop"), "dropped", Trace.CALLED_BACK),
    (("cancel_drop",), "dropped", Trace.CALLED_BACK),
    (("cancel_drop", "delivered"), "delivered", Trace.TAKEN),
    (("open",), "delivered", Trace.TAKEN),
    (("click",), "delivered", Trace.TAKEN),
    (("spamreport",), "delivered", Trace.TAKEN),
    (("unsubscribe",), "delivered", Trace.TAKEN),
    (("group_unsubscribe",), "delivered", Trace.TAKEN),
    ((), "delivered", Trace.TAKEN),
    ((), "bounced", Trace.TAKEN),
    ((), "processed", Trace.PENDING),
    ((), "dropped", Trace.PENDING),
    (("processed",), "dropped", Trace.PENDING),
    (("teleported",), "beamed", Trace.PENDING),
    ((), None, Trace.PENDING),
    ((), ["delivered"], Trace.PENDING),
]


@pytest.mark.parametrize(("events", "status", "trace"), EVENTS)
def test_every_event_means_something(events: tuple[str, ...], status: object, trace: Trace) -> None:
    with told(listed("m1"), mail(*events, status=status)) as (evidence, _):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is trace


def test_events_of_odd_types_mean_nothing() -> None:
    odd = mail(events=[{"event": ["delivered"]}, {"event": {"a": 1}}, {}, {"event": None}])
    with told(listed("m1"), odd) as (evidence, _):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.PENDING


@pytest.mark.parametrize(
    "arguments",
    [
        {"custom_args": None, "events": [{"event": "delivered", "custom_args": {"nl_attempt": "a-1"}}]},
        {"custom_args": {"nl_attempt": "a-1", "other": {}}, "events": [{"event": "delivered"}]},
    ],
)
def test_our_id_is_found_with_the_mail_or_with_its_events(arguments: dict[str, Any]) -> None:
    with told(listed("m1"), mail(**arguments)) as (evidence, _):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.TAKEN


@pytest.mark.parametrize(
    "arguments", [None, {}, [], "a-1", {"nl_attempt": ["a-1"]}, {"nl_attempt": "a-10"}, {"x": "a-1"}]
)
def test_other_programs_mail_is_not_ours(arguments: object) -> None:
    with told(listed("m1"), mail("delivered", custom_args=arguments)) as (evidence, _):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.ABSENT


def test_among_several_what_was_taken_counts_before_what_is_unclear() -> None:
    called_back, pending, other = mail("cancel_drop"), mail("processed"), mail("delivered", attempt="a-2")
    for answers, trace in [
        ((called_back, pending, mail("delivered")), Trace.TAKEN),
        ((called_back, pending, other), Trace.PENDING),
        ((other, called_back, other), Trace.CALLED_BACK),
        ((other, other, other), Trace.ABSENT),
    ]:
        with told(listed("m1", "m2", "m3"), *answers) as (evidence, _):
            assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is trace


def test_a_mail_that_is_listed_and_cannot_be_read_may_be_ours() -> None:
    with told(listed("m1"), error("message not found", 404)) as (evidence, _):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.PENDING


def test_where_there_is_more_than_can_be_opened_nothing_is_absent() -> None:
    """The oldest are opened first: ours is among them as a rule."""
    ids = [f"m{number}" for number in range(MOST_OPENED + 1)]
    with told(listed(*ids), mail("delivered", attempt="a-2")) as (evidence, server):
        assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is Trace.PENDING
        opened = [asked.target.rsplit("/", 1)[-1] for asked in server.asked[1:]]
        assert opened == ids[:MOST_OPENED]


def test_a_search_that_is_full_proves_no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.transports.sendgrid.evidence.MOST_FOUND", 2)
    for ids, trace in [(("m1",), Trace.ABSENT), (("m1", "m2"), Trace.PENDING), (("m1", "m1"), Trace.PENDING)]:
        with told(listed(*ids), mail("delivered", attempt="a-2")) as (evidence, _):
            assert evidence.trace(address=MEMBER, attempt="a-1", since=0) is trace


# -- hostile answers


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("is_detail", [False, True])
def test_hostile_answers_are_errors_without_words(body: bytes, is_detail: bool) -> None:
    answers = (listed("m1"), Told(body=body)) if is_detail else (Told(body=body),)
    with told(*answers) as (evidence, _), pytest.raises(TransportError) as caught:
        evidence.trace(address=MEMBER, attempt="a-1", since=0)
    assert caught.value.code == "answer-malformed"
    assert_says_nothing(caught.value)


def test_every_request_is_as_the_specification_has_it() -> None:
    with desk() as at:
        post_mail(at.server, MEMBER)
        at.trace()
        assert [each.endpoint for each in at.server.requests] == ["logs", "log"]
        for seen in at.server.requests:
            assert_as_specified(seen.method, seen.target, seen.body)
