"""Email Logs: the documented query language, nothing final before it happened, and the same story as the judge's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.judge import Judge
from newsletter.rehearsal.logs import Condition, QueryError, parse
from newsletter.rehearsal.provider import Provider
from newsletter.rehearsal.world import World
from tests.rehearsal_talk import START, Talk, make_body

MEMBER = "to_email = 'member1@example.org'"


def events(say: Talk, at: float, query: str = MEMBER) -> list[str]:
    return [
        event["event"]
        for mail in say.logs(at, query)
        for event in say.log(at, mail["sg_message_id"])["events"]
    ]


# -- the query language

GOOD: list[tuple[str, list[Condition]]] = [
    ("", []),
    ("to_email = 'a@example.org'", [Condition("to_email", "=", "a@example.org")]),
    ('to_email="a@example.org"', [Condition("to_email", "=", "a@example.org")]),
    (r"to_email = 'o\'brien@example.org'", [Condition("to_email", "=", "o'brien@example.org")]),
    ("status IN ('delivered', 'processed')", [Condition("status", "IN", {"delivered", "processed"})]),
    ("status in ('bounced')", [Condition("status", "IN", {"bounced"})]),
    ('sg_message_id_created_at > TIMESTAMP "2026-11-18T12:26:40Z"',
     [Condition("sg_message_id_created_at", ">", 1_795_004_800.0)]),
    ("sg_message_id_created_at <= TIMESTAMP '2026-11-18T13:26:40+01:00'",
     [Condition("sg_message_id_created_at", "<=", 1_795_004_800.0)]),
    ("subject = 'a' AND to_email = 'b'", [Condition("subject", "=", "a"), Condition("to_email", "=", "b")]),
]  # fmt: skip
BAD = [
    "to_email", "to_email = a@example.org", "to_email = 'a' OR to_email = 'b'", "(to_email = 'a')", "to_email > 'a'",
    "to_email IN ('a')", "status = 'delivered'", "status IN ()", "custom_args = 'x'", "batch_id = 'x'",
    "to_email = 'a' AND", "AND", "sg_message_id_created_at > '2026-11-18T12:26:40Z'",
    'sg_message_id_created_at > TIMESTAMP "yesterday"', 'sg_message_id_created_at > TIMESTAMP "2026-11-18T12:26:40"',
    'to_email = TIMESTAMP "2026-11-18T12:26:40Z"', "to_email = 'o'brien@example.org'",
]  # fmt: skip


@pytest.mark.parametrize(("query", "conditions"), GOOD)
def test_documented_queries_are_understood(query: str, conditions: list[Condition]) -> None:
    assert parse(query) == conditions


@pytest.mark.parametrize("query", BAD)
def test_others_are_refused(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)
    answer = Talk().ask(0, "POST", "/v3/logs", {"query": query})
    assert answer.status == 400


@pytest.mark.parametrize(
    ("limit", "status"), [(0, 400), (1, 200), (1000, 200), (1001, 400), ("5", 400), (None, 400)]
)
def test_a_search_brings_one_to_a_thousand(limit: object, status: int) -> None:
    assert Talk().ask(0, "POST", "/v3/logs", {"query": "", "limit": limit}).status == status


@pytest.fixture
def say() -> Talk:
    """Mail at minute 0 for minute 40, at minute 5 at once."""
    talk = Talk()
    talk.send(0, talk.mint(), due=40)
    talk.send(5, subject="At once")
    return talk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        (MEMBER, 2),
        ("to_email = 'MEMBER1@example.org'", 0),
        ("subject = 'At once'", 2),
        ("status IN ('delivered')", 2),
        ("status IN ('processed', 'dropped')", 2),
        ("categories IN ('news')", 0),
        ('sg_message_id_created_at >= TIMESTAMP "2026-11-18T11:06:40Z"', 4),
        ('sg_message_id_created_at > TIMESTAMP "2026-11-18T11:06:40Z"', 2),
        ('sg_message_id_created_at < TIMESTAMP "2026-11-18T11:06:41Z"', 2),
        (f"{MEMBER} AND status IN ('delivered')", 1),
        (f"{MEMBER} AND subject = 'Nothing like it'", 0),
        ("sg_message_id = 'unknown'", 0),
    ],
)
def test_a_search_finds_what_fits_all_conditions(say: Talk, query: str, found: int) -> None:
    assert len(say.logs(10, query)) == found


def test_the_newest_come_first_and_no_more_than_asked_for(say: Talk) -> None:
    assert [mail["subject"] for mail in say.logs(10)] == ["At once"] * 2 + ["Stand with Lima"] * 2
    assert len(say.logs(10, limit=3)) == 3
    answer = say.ask(10, "POST", "/v3/logs", {"query": "to_email = 'member1@example.org'"})
    assert len(json.loads(answer.body)["messages"]) == 2


def test_a_mail_is_opened_by_its_id(say: Talk) -> None:
    (mail,) = say.logs(10, f"{MEMBER} AND subject = 'At once'")
    assert mail == {
        "from_email": "news@example.org",
        "to_email": "member1@example.org",
        "subject": "At once",
        "status": "delivered",
        "reason": "",
        "sg_message_id": mail["sg_message_id"],
        "sg_message_id_created_at": "2026-11-18T11:11:40Z",
    }
    opened = say.log(10, mail["sg_message_id"])
    assert opened["custom_args"] == {"nl_delivery": "d-1", "nl_attempt": "a-1"}
    assert [event["event"] for event in opened["events"]] == ["received", "processed", "delivered"]
    assert {event["timestamp"] for event in opened["events"]} == {int(START) + 300}
    assert say.ask(10, "GET", "/v3/logs/unknown").status == 404
    assert say.ask(10, "GET", f"/v3/logs/{mail['sg_message_id']}9").status == 404


def test_the_id_begins_with_what_the_answer_to_the_post_said() -> None:
    say = Talk()
    accepted = say.ask(0, "POST", "/v3/mail/send", make_body())
    assert say.logs(1, MEMBER)[0]["sg_message_id"].split(".")[0] == accepted.headers["X-Message-Id"]


# -- nothing final before send_at

Story = Callable[[Talk, str], object]
STORIES: list[tuple[str, Story, list[str], list[str]]] = [
    ("sent", lambda say, b: [say.send(0, b, due=40)],
     ["received", "processed"], ["received", "processed", "delivered"]),
    ("cancelled", lambda say, b: [say.send(0, b, due=40), say.hold(1, b)],
     ["received", "processed"], ["received", "processed", "cancel_drop"]),
    ("paused", lambda say, b: [say.send(0, b, due=40), say.hold(1, b, "pause")],
     ["received", "processed"], ["received", "processed"]),
    ("suppressed", lambda say, b: [say.provider.account.suppress("bounces", ["member1@example.org"], created=START),
                                   say.send(0, b, due=40)],
     ["received", "processed"], ["received", "processed", "dropped"]),
    ("bounced", lambda say, b: [say.provider.account.bouncing.add("member1@example.org"), say.send(0, b, due=40)],
     ["received", "processed"], ["received", "processed", "bounce"]),
    ("never posted", lambda say, b: [], [], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "before", "after"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES]
)
def test_what_became_of_mail_is_told_from_send_at_on(
    story: Story, before: list[str], after: list[str]
) -> None:
    say = Talk()
    story(say, say.mint())
    assert events(say, 39.9) == before
    assert events(say, 40) == after


def test_some_worlds_do_not_show_waiting_mail() -> None:
    say = Talk(Provider(world=World(scheduled_mail_is_in_logs=False)))
    say.send(0, say.mint(), due=40)
    assert events(say, 39.9) == []
    assert events(say, 40) == ["received", "processed", "delivered"]


def test_the_logs_may_lag_behind() -> None:
    say = Talk(Provider(account=Account(logs_lag=600.0)))
    say.send(0, say.mint(), due=40)
    assert events(say, 9.9) == []
    assert events(say, 49.9) == ["received", "processed"]
    assert events(say, 50) == ["received", "processed", "delivered"]


def test_the_logs_may_stand_still_for_a_while() -> None:
    account = Account()
    say = Talk(Provider(account=account))
    say.send(0)
    account.logs_stand = (START + 60 * 5, START + 60 * 60)
    say.send(10)
    for minute, mails in ((5, 2), (59.9, 2), (60, 4)):
        assert len(say.logs(minute)) == mails


def test_the_logs_may_have_lost_some_minutes_for_good() -> None:
    account = Account(logs_lost=(START + 60, START + 120))
    say = Talk(Provider(account=account))
    for minute in (0.9, 1, 1.9, 2):
        say.send(minute)
    assert len(say.logs(3)) == len(say.logs(1440)) == 4


def test_mail_is_forgotten_after_thirty_days() -> None:
    say = Talk()
    say.send(0)
    assert len(say.logs(30 * 1440 - 1)) == 2
    assert say.logs(30 * 1440) == []


def test_mail_under_a_worn_out_id_stays_processed_for_ever() -> None:
    say = Talk()
    batch = say.mint()
    say.send(11 * 1440, batch)
    assert events(say, 12 * 1440) == ["received", "processed"]


# -- the same story as the judge's, in every world

MINUTES = st.integers(0, 70)
STEPS = st.lists(
    st.tuples(
        MINUTES,
        st.sampled_from(["send", "send", "hold", "pause", "patch", "release"]),
        st.integers(0, 1),
    ),
    max_size=12,
)


def play(say: Talk, steps: list[tuple[int, str, int]]) -> None:
    batches = [say.mint(), say.mint()]
    for number, (at, deed, which) in enumerate(sorted(steps, key=lambda step: step[0])):
        batch = batches[which]
        if deed == "send":
            people = make_body(2)["personalizations"]
            for person in people:
                person["custom_args"]["nl_attempt"] = f"a-{number}"
            say.send(at, batch, due=40, personalizations=people)
        elif deed in ("hold", "pause"):
            say.hold(at, batch, "pause" if deed == "pause" else "cancel")
        elif deed == "patch":
            say.patch(at, batch)
        elif deed == "release":
            say.release(at, batch)


def look(say: Talk) -> Callable[[float], Provider]:
    def at(until: float) -> Provider:
        fork = say.provider.fork()
        fork.settle(until)
        return fork

    return at


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 31), STEPS)
def test_the_logs_and_the_judge_tell_one_story(world: int, steps: list[tuple[int, str, int]]) -> None:
    """And what the judge foretells comes true, and nobody is counted twice or not at all."""
    say = Talk(Provider(world=World.named(f"{world:05b}")))
    play(say, steps)
    judge = Judge(look(say))
    foretold, counts = judge.received(), judge.counts()
    say.provider.settle(START + 60 * 10_000)
    assert judge.received(START + 60 * 10_000) == foretold

    told: dict[str, list[Any]] = {}
    for mail in say.logs(10_000):
        detail = say.log(10_000, mail["sg_message_id"])
        key = f"{detail['to_email']} {detail['custom_args']['nl_attempt']}"
        told.setdefault(key, []).append(detail["events"][-1]["event"])
    got = sorted(f"{address} {mail.attempt}" for address, mails in foretold.items() for mail in mails)
    assert sorted(key for key, ends in told.items() for end in ends if end == "delivered") == got
    assert sum(ends.count("cancel_drop") for ends in told.values()) == counts.called_back
    posted = 2 * len(say.provider.mailbox.shipments)
    assert counts.mails + counts.pending + counts.called_back + counts.given_up == posted
