"""The rehearsal's erasejob: the documented limits, and what is erased."""

import json

import pytest

from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.provider import Provider
from tests.rehearsal_talk import Talk

PATH = "/v3/recipients/erasejob"


def ask(talk: Talk, addresses: object, at: float = 0) -> int:
    return talk.ask(at, "POST", PATH, {"email_addresses": addresses}).status


def test_it_gives_a_number_and_forgets_on_which_lists_somebody_was() -> None:
    account = Account(groups={7: Group(left={"ana@example.org": 1})})
    account.suppress("bounces", ["ana@example.org", "ben@example.org"], created=1)
    talk = Talk(Provider(account=account))
    answer = talk.ask(0, "POST", PATH, {"email_addresses": ["Ana@example.org"]})
    assert answer.status == 202
    assert json.loads(answer.body)["job_id"]
    assert set(account.erased) == {"ana@example.org"}
    assert set(account.lists["bounces"]) == {"ben@example.org"}
    assert not account.groups[7].left


@pytest.mark.parametrize(
    "addresses",
    [
        None, [], "ana@example.org", [7], ["ana"], ["ana@example.org"] * 2, ["ana@example.org", "x@y"],
        [f"m{number}@example.org" for number in range(5_001)],
        [f"m{number}{'x' * 60}@example.org" for number in range(4_000)],
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_whole(addresses: object) -> None:
    talk = Talk()
    assert ask(talk, addresses) == 400
    assert not talk.provider.account.erased


def test_the_limits_themselves_are_taken() -> None:
    assert ask(Talk(), [f"m{number}@example.org" for number in range(5_000)]) == 202


def test_a_minute_has_room_for_a_hundred_requests() -> None:
    talk = Talk()
    answers = [ask(talk, [f"m{number}@example.org"], at=0.01) for number in range(101)]
    assert answers == [202] * 100 + [429]
    assert ask(talk, ["late@example.org"], at=1.1) == 202


def test_a_key_needs_its_permission() -> None:
    talk = Talk(Provider(account=Account(scopes={"mail.send"})))
    assert ask(talk, ["ana@example.org"]) == 403
