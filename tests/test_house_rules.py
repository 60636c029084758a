"""The judge is judged: every rule finds what it is for, and finds nothing in a sound body."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsletter.transports.sendgrid import payload
from tests import house_rules as rules
from tests.house_sendgrid import HouseSendGrid
from tests.rehearsal_talk import ask
from tests.sendgrid_parcels import make_letter, make_parcel

Body = dict[str, Any]


def sound() -> Body:
    return json.loads(payload.encode(make_parcel(["Ana", "Bob"]), unsubscribe_group=1))


def person(**changes: Any) -> Callable[[Body], None]:
    return lambda body: body["personalizations"][1].update(changes)


def message(**changes: Any) -> Callable[[Body], None]:
    return lambda body: body.update(changes)


def part(number: int, **changes: Any) -> Callable[[Body], None]:
    return lambda body: body["content"][number].update(changes)


def tracked(name: str, **changes: Any) -> Callable[[Body], None]:
    return lambda body: body["tracking_settings"].update({name: changes})


def both(*changes: Callable[[Body], None]) -> Callable[[Body], None]:
    return lambda body: [change(body) for change in changes] and None


PICTURE = {
    "content": "AAAA", "type": "image/jpeg", "filename": "a.jpg", "disposition": "inline",
    "content_id": "a@example.org",
}  # fmt: skip
SHOWN = '<p>Dear all</p><img src="cid:a@example.org" alt="A picket">'
OTHER = {"email": "other@example.org"}
BREACHES = [
    ("one-to", person(to=[OTHER, {"email": "third@example.org"}])),
    ("one-to", person(to=[])),
    ("one-to", person(to=[{"email": "other@example.org", "name": "Bob"}])),
    ("no-copies", person(cc=[OTHER])),
    ("no-copies", person(bcc=[OTHER])),
    ("recallable-or-neither", message(send_at=1)),
    ("recallable-or-neither", message(batch_id="b")),
    ("known-fields", person(send_at=1)),
    ("known-fields", message(categories=["members"])),
    ("known-fields", message(custom_args="x")),
    ("nothing-set", message(mail_settings={"bypass_list_management": {"enable": True}})),
    ("nothing-set", message(mail_settings={"sandbox_mode": {"enable": False}})),
    ("known-fields", message(reply_to_list=[OTHER])),
    ("text-before-html", lambda body: body["content"].reverse()),
    ("text-before-html", lambda body: body["content"].pop()),
    ("no-empty-words", part(0, value=" ")),
    ("no-empty-words", message(subject="")),
    ("nothing-tracked", message(tracking_settings={})),
    ("nothing-tracked", tracked("click_tracking", enable=False)),
    ("nothing-tracked", tracked("open_tracking", enable=True)),
    ("nothing-tracked", tracked("subscription_tracking")),
    ("nothing-tracked", tracked("ganalytics", enable=None)),
    ("a-way-to-leave", message(asm={})),
    ("a-way-to-leave", message(asm={"group_id": 0})),
    ("opaque-arguments", person(custom_args={"nl_who": "member1@example.org"})),
    ("opaque-arguments", person(custom_args={"nl_who": "Bob"})),
    ("opaque-arguments", person(custom_args={"nl_who": ""})),
    ("opaque-arguments", person(custom_args={"nl_who": 7})),
    ("small-arguments", person(custom_args={str(n): "x" * 60 for n in range(20)})),
    ("plain-headers", message(headers={"List-Id": "for member0@example.org"})),
    ("plain-headers", message(headers={"List-Unsubscribe": "<mailto:a@example.org>"})),
    ("plain-headers", message(headers={"Reply-To": "x"})),
    ("plain-headers", message(headers={"X-A": "b\r\nBcc: c"})),
    ("plain-headers", message(headers={"X A": "b"})),
    ("sound-keys", person(substitutions={"-a b-": "x"})),
    ("sound-keys", person(substitutions={"<a>": "x"})),
    ("sound-keys", person(substitutions={"": "x"})),
    ("sound-keys", person(substitutions={"-a": "x", "-ab": "x"})),
    ("needed-values", person(substitutions={"-never-": "x"})),
    ("order-is-nothing", both(message(subject="-a-"), person(substitutions={"-a-": "-b-", "-b-": "x"}))),
    ("one-line-subject", both(message(subject="-a-"), person(substitutions={"-a-": "x\r\nBcc: y"}))),
    ("only-shown-pictures", message(attachments=[PICTURE])),
    ("only-shown-pictures", both(message(attachments=[PICTURE | {"type": "application/pdf"}]), part(1, value=SHOWN))),
    ("only-shown-pictures", both(message(attachments=[PICTURE | {"disposition": "attachment"}]), part(1, value=SHOWN))),
    ("only-shown-pictures", both(message(attachments=[PICTURE | {"content": "A" * 280_000}]), part(1, value=SHOWN))),
    ("only-shown-pictures", both(message(attachments=[PICTURE] * 4), part(1, value=SHOWN))),
    ("only-shown-pictures", part(1, value=SHOWN)),
    ("fits", part(1, value="x" * 30_000_000)),
]  # fmt: skip


def test_a_sound_body_breaks_no_rule() -> None:
    assert rules.broken_rules(sound()) == []
    assert rules.broken_rules({**sound(), "send_at": 1, "batch_id": "b"}) == []
    pictured = json.loads(payload.encode(make_parcel(letter=make_letter(html=SHOWN)), unsubscribe_group=1))
    assert rules.broken_rules(pictured | {"attachments": [PICTURE]}) == []
    assert rules.broken_rules(json.loads(payload.for_judgement(json.dumps(sound()).encode()))) == []


@pytest.mark.parametrize(("name", "breach"), BREACHES)
def test_every_rule_finds_its_breach(name: str, breach: Callable[[Body], None]) -> None:
    body = copy.deepcopy(sound())
    breach(body)
    assert name in {rule for rule, _ in rules.broken_rules(body)}


def test_no_rule_goes_untried() -> None:
    assert {name for name, _, _ in rules.RULES} == {name for name, _ in BREACHES}
    assert all(sentence.endswith(".") for _, _, sentence in rules.RULES)


def test_without_the_official_description_the_rule_table_judges_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rules, "SPECIFICATION", tmp_path / "missing.json")
    rules.schema.cache_clear()
    body = sound()
    body["personalizations"][0]["to"] = []
    assert rules.schema() is None
    assert rules.schema_faults(body) == []
    assert rules.broken_rules(body) == [("one-to", "personalizations.0.to")]
    rules.schema.cache_clear()


@pytest.mark.parametrize(
    "breach",
    [
        lambda body: body.pop("from"),
        lambda body: body.pop("personalizations"),
        message(subject=""),
        message(custom_args={"a": "b"}),
        person(to=[{"email": "no address"}]),
        person(substitutions={"-a-": 7}),
        message(personalizations=[{"to": [OTHER]}] * 1001),
    ],
)
def test_the_official_description_finds_what_it_is_for(breach: Callable[[Body], None]) -> None:
    if rules.schema() is None:
        pytest.skip(rules.NO_SPECIFICATION)
    body = sound()
    assert rules.schema_faults(body) == []
    breach(body)
    assert rules.schema_faults(body) != []


def test_a_body_that_breaks_a_rule_is_a_400_and_goes_on_record() -> None:
    with HouseSendGrid() as server:
        body = sound() | {"categories": ["members"]}
        assert ask(server.url, "POST", "/v3/mail/send", body).status == 400
        assert server.violations == [("known-fields", "categories")]
        assert server.deliveries.total() == 0
        assert ask(server.url, "POST", "/v3/mail/send", sound()).status == 202
        assert server.deliveries == {"member0@example.org": 1, "member1@example.org": 1}


def test_all_three_judges_are_asked() -> None:
    body = sound()
    body["personalizations"][1]["to"] = [{"email": "MEMBER0@example.org"}]
    assert rules.all_faults(sound()) == []
    assert rules.all_faults(body) == [("nobody-twice", "personalizations")]
