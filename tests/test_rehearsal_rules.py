"""SendGrid's documented rules: each finds what it is for, says where, and nothing of a refused request is taken."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.provider import Provider
from newsletter.rehearsal.rules import RULES, Case, breaches
from tests.rehearsal_talk import START, Talk, make_body

Change = Callable[[dict[str, Any]], object]
OTHER = {"email": "other@example.org"}


def person(**changes: Any) -> Change:
    return lambda body: body["personalizations"][1].update(changes)


def message(**changes: Any) -> Change:
    return lambda body: body.update(changes)


PICTURE = {
    "content": "AAAA", "type": "image/jpeg", "filename": "a.jpg", "disposition": "inline",
    "content_id": "a@example.org",
}  # fmt: skip


def picture(**changes: Any) -> Change:
    return message(attachments=[PICTURE | changes])


def without(name: str) -> Change:
    return lambda body: body.pop(name)


BREACHES: list[tuple[str, str | None, Change]] = [
    ("people-counted", "personalizations", message(personalizations=[])),
    ("people-counted", "personalizations", without("personalizations")),
    ("people-counted", "personalizations", message(personalizations="all")),
    ("people-counted", "personalizations", message(personalizations=make_body(1001)["personalizations"])),
    ("people-counted", "personalizations", person(cc=[OTHER] * 999)),
    ("people-addressed", "personalizations.1.to", person(to=[])),
    ("people-addressed", "personalizations.1.to", lambda body: body["personalizations"][1].pop("to")),
    ("people-addressed", "personalizations.1.to", person(to=[{"email": "no address"}])),
    ("people-addressed", "personalizations.1.to", person(to=[{"email": ""}])),
    ("people-addressed", "personalizations.1.to", person(to=[{"email": "nobody@nowhere"}])),
    ("people-addressed", "personalizations.1.to", person(to=[{"email": "a@example.org\nb@example.org"}])),
    ("people-addressed", "personalizations.1.to", person(to=["other@example.org"])),
    ("people-addressed", "personalizations.1.to", person(cc=[{"email": "no address"}])),
    ("people-addressed", "personalizations.1.to", person(to=[{"email": "refused@example.org"}])),
    ("nobody-twice", "personalizations", person(to=[{"email": "MEMBER0@example.org"}])),
    ("nobody-twice", "personalizations", person(to=[OTHER, OTHER])),
    ("sender", "from.email", without("from")),
    ("sender", "from.email", message(**{"from": {"email": "news"}})),
    ("reply-to", "reply_to.email", message(reply_to={"email": "branch"})),
    ("reply-to", "reply_to_list", message(reply_to=OTHER, reply_to_list=[OTHER])),
    ("reply-to", "reply_to_list", message(reply_to_list=[OTHER] * 1001)),
    ("subject", "subject", without("subject")),
    ("subject", "subject", message(subject="")),
    ("subject", "subject", message(subject=7)),
    ("content", "content", without("content")),
    ("content", "content", message(content=[])),
    ("content", "content.0.value", message(content=[{"type": "text/plain", "value": ""}])),
    ("content", "content", lambda body: body["content"].reverse()),
    ("content", "content", message(content=[{"type": each, "value": "x"} for each in ("text/calendar", "text/html")])),
    ("headers", "headers.Reply-To", message(headers={"Reply-To": "x"})),
    ("headers", "headers.X A", message(headers={"X A": "b"})),
    ("headers", "headers.X-Ü", message(headers={"X-Ü": "b"})),
    ("headers", "headers.X-A", message(headers={"X-A": 7})),
    ("headers", "personalizations.1.headers.To", person(headers={"To": "x"})),
    ("only-strings", None, person(substitutions={"-a-": 7})),
    ("only-strings", None, person(custom_args={"nl_delivery": None})),
    ("only-strings", None, person(custom_args="x")),
    ("small-arguments", "personalizations.1.custom_args", person(custom_args={"a": "x" * 10_000})),
    ("small-substitutions", "personalizations.1.substitutions", person(substitutions={"-a-": "x" * 10_000})),
    ("small-substitutions", "personalizations.1.substitutions",
     person(substitutions=dict.fromkeys(map(str, range(151)), ""))),
    ("small-substitutions", "personalizations", message(
        personalizations=[{**each, "substitutions": {"-": "x" * 100}} for each in make_body(500)["personalizations"]])),
    ("categories", "categories", message(categories=[str(number) for number in range(11)])),
    ("categories", "categories", message(categories=["news", "news"])),
    ("categories", "categories", message(categories=["Österreich"])),
    ("categories", "categories", message(categories=["x" * 256])),
    ("categories", "categories", message(categories="news")),
    ("attachments", "attachments", message(attachments=[])),
    ("attachments", "attachments", message(attachments=["x"])),
    ("attachments", "attachments.0.content", picture(content="no base64")),
    ("attachments", "attachments.0.content", picture(content="")),
    ("attachments", "attachments.0.filename", picture(filename="a.jpg\r\nBcc: b")),
    ("attachments", "attachments.0.filename", picture(filename=None)),
    ("attachments", "attachments.0.type", picture(type="image/jpeg; x")),
    ("attachments", "attachments.0.disposition", picture(disposition="hidden")),
    ("attachments", "attachments.0.content_id", picture(content_id=None)),
    ("send-at", "send_at", message(send_at=int(START) + 72 * 3600 + 1)),
    ("send-at", "send_at", message(send_at=str(int(START)))),
    ("send-at", "send_at", message(send_at=START + 0.5)),
    ("send-at", "send_at", message(send_at=True)),
    ("send-at", "personalizations.1.send_at", person(send_at=int(START) + 72 * 3600 + 1)),
    ("batch-id", "batch_id", message(batch_id="unknown")),
    ("batch-id", "batch_id", message(batch_id=7)),
    ("unsubscribe-group", "asm.group_id", message(asm={})),
    ("unsubscribe-group", "asm.group_id", message(asm={"group_id": "7"})),
    ("unsubscribe-group", "asm.groups_to_display", message(asm={"group_id": 7, "groups_to_display": [7] * 26})),
    ("sandbox", "mail_settings.sandbox_mode.enable", message(mail_settings={"sandbox_mode": {"enable": "true"}})),
    ("pool", "ip_pool_name", message(ip_pool_name="x")),
]  # fmt: skip


def find(body: dict[str, Any]) -> list[tuple[str, str | None]]:
    case = Case(body=body, now=START, batch_ids={"minted": START}, refused={"refused@example.org"})
    return [(breach.rule, breach.field) for breach in breaches(case)]


@pytest.mark.parametrize(
    ("rule", "where", "change"), BREACHES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_rule_finds_its_breach_and_no_other_one_does(
    rule: str, where: str | None, change: Change
) -> None:
    body = copy.deepcopy(make_body())
    change(body)
    assert (rule, where) in find(body)
    assert {found for found, _ in find(body)} <= {rule, "people-addressed", "nobody-twice"}


def test_no_rule_goes_untried() -> None:
    assert {rule.__name__.replace("_", "-") for rule in RULES} == {rule for rule, _, _ in BREACHES}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"people": 1000},
        {"send_at": int(START) + 72 * 3600, "batch_id": "minted"},
        {"send_at": 1},
        {"mail_settings": {"sandbox_mode": {"enable": True}}},
        {
            "custom_args": {"batch": "b-1"}
        },  # the OpenAPI description takes a string only; the documentation an object
        {"categories": ["news"] + [f"branch-{number}" for number in range(9)]},
        {"subject": None, "content": None, "template_id": "d-1"},
        {"reply_to": OTHER, "headers": {"List-Id": "<news.example.org>"}},
        {"asm": None},
        {"attachments": [PICTURE]},
        {"attachments": [{"content": "AAAA", "filename": "minutes.pdf"}]},
    ],
)
def test_a_sound_body_breaks_no_rule(changes: dict[str, Any]) -> None:
    assert find(make_body(**changes)) == []


def test_a_refused_request_is_refused_whole_and_names_the_position() -> None:
    say = Talk(Provider(account=Account(refuses={"member1@example.org"})))
    answer = say.ask(0, "POST", "/v3/mail/send", make_body(3))
    assert (answer.status, [error["field"] for error in json.loads(answer.body)["errors"]]) == (
        400,
        ["personalizations.1.to"],
    )
    assert say.provider.mailbox.shipments == []
    assert say.provider.intake.violations == [("people-addressed", "personalizations.1.to")]


def test_an_error_names_nobody() -> None:
    body = make_body()
    body["personalizations"][1]["to"] = [{"email": "not an address at example.org"}]
    answer = Talk().ask(0, "POST", "/v3/mail/send", body)
    assert b"example.org" not in answer.body


def test_more_than_thirty_megabytes_are_too_many() -> None:
    body = make_body(content=[{"type": "text/plain", "value": "x" * 30_000_000}])
    assert Talk().ask(0, "POST", "/v3/mail/send", body).status == 413


@pytest.mark.parametrize("body", [None, [], "x", 7])
def test_what_is_no_body_is_a_bad_request(body: object) -> None:
    assert Talk().ask(0, "POST", "/v3/mail/send", body).status == 400


def test_stricter_rules_of_a_house_are_asked_after_sendgrids() -> None:
    seen: list[object] = []

    def vet(body: Any) -> list[tuple[str, str]]:
        seen.append(body)
        return [("one-topic", "categories")] if body.get("categories") else []

    say = Talk(Provider(vet=vet))
    assert say.send(0, subject="") == 400
    assert seen == []
    assert say.send(0, categories=["news"]) == 400
    assert say.send(0) == 202
    assert say.provider.intake.violations == [("subject", "subject"), ("one-topic", "categories")]
