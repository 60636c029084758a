"""Taking an address off SendGrid's lists: all of them, nobody else's, and never a word of whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsletter.errors import TransportError
from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.transports.base import UNREACHABLE
from newsletter.transports.sendgrid.lifting import LISTS, SendGridLifting
from tests.errands import Hours, Prepared, Told, assert_as_specified, assert_says_nothing, errands_to

ANA, BEN = "o'neil+x/y?z#1@example.org", "ben@example.org"


def held_back() -> Account:
    account = Account(groups={7: Group(), 8: Group()})
    for name in (*LISTS, "unsubscribes"):
        account.suppress(name, [ANA, BEN], created=1)
    for number in (7, 8):
        account.suppress("group", [ANA, BEN], created=1, group=number)
    return account


@contextmanager
def sendgrid(
    faults: Spec = None, account: Account | None = None
) -> Iterator[tuple[LocalSendGrid, SendGridLifting]]:
    with (
        LocalSendGrid(faults, account=account or held_back()) as server,
        errands_to(server.url, Hours(server), timeout=2) as errands,
    ):
        yield server, SendGridLifting(errands)


def test_it_goes_from_every_list_and_nobody_else_does() -> None:
    with sendgrid() as (server, lifting):
        lifting.lift(ANA, group=7)
        account = server.account
        assert all(set(account.lists[name]) == {BEN} for name in (*LISTS, "unsubscribes"))
        assert set(account.groups[7].left) == {BEN}
        # Another group is another list of readers.
        assert set(account.groups[8].left) == {ANA, BEN}


def test_without_a_group_none_is_asked_about_and_what_stands_nowhere_is_in_order() -> None:
    with sendgrid() as (server, lifting):
        lifting.lift("nobody@example.org", group=0)
        assert server.by_endpoint == {"lift_global": 1, "lift": len(LISTS)}
        assert set(server.account.groups[7].left) == {ANA, BEN}


def test_a_group_that_is_not_there_holds_nobody_back() -> None:
    with sendgrid() as (server, lifting):
        lifting.lift(ANA, group=9)
        assert set(server.account.lists["bounces"]) == {BEN}


def test_each_request_is_as_specified() -> None:
    with Prepared(Told(status=204)) as server, errands_to(server.url) as errands:
        SendGridLifting(errands).lift("ana@example.org", group=7)
        assert len(server.asked) == 2 + len(LISTS)
        for asked in server.asked:
            assert (asked.method, asked.body) == ("DELETE", b"")
            assert_as_specified(asked.method, asked.target, None)


@pytest.mark.parametrize("fault", ["500", "429:7", "reply_lost", "reset", "request_lost"])
def test_what_passes_is_asked_again(fault: str) -> None:
    with sendgrid({"lift_global:0": fault}) as (server, lifting):
        lifting.lift(ANA, group=7)
        assert set(server.account.lists["unsubscribes"]) == {BEN}


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ({"lift": "500"}, UNREACHABLE),
        ({"lift": "reset"}, UNREACHABLE),
        ({"lift_global": "401"}, "key-refused"),
        ({"lift_group": "400"}, ""),
        ({"lift": "garbage"}, UNREACHABLE),
    ],
)
def test_what_does_not_pass_is_told_without_the_address(faults: Spec, code: str) -> None:
    with sendgrid(faults) as (_, lifting), pytest.raises(TransportError) as caught:
        lifting.lift("ana@example.org", group=7)
    assert not code or caught.value.code == code
    assert_says_nothing(caught.value)


@pytest.mark.parametrize(
    "permission",
    ["asm.suppressions.global.delete", "asm.groups.suppressions.delete", "suppression.delete"],
)
def test_a_missing_permission_is_named(permission: str) -> None:
    account = held_back()
    scopes = {"asm.suppressions.global.delete", "asm.groups.suppressions.delete", "suppression.delete"}
    account.scopes = scopes - {permission}
    with sendgrid(account=account) as (_, lifting), pytest.raises(TransportError) as caught:
        lifting.lift(ANA, group=7)
    assert caught.value.code == "missing-scope"
    assert permission in caught.value.message
    assert_says_nothing(caught.value)
