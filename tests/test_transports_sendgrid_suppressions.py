"""Suppression lists: every entry of every page, or an error; never a part that looks whole."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from newsletter.errors import TransportError
from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.transports.base import UNREACHABLE, Reason, Suppressed, SuppressionLists
from newsletter.transports.sendgrid.suppressions import PAGE, SendGridSuppressions
from tests.errands import (
    HOSTILE,
    Asked,
    Hours,
    Prepared,
    Told,
    assert_as_specified,
    assert_says_nothing,
    errands_to,
)

GROUP = 4711
LISTS = {
    "bounces": Reason.BOUNCED,
    "spam_reports": Reason.COMPLAINED,
    "invalid_emails": Reason.INVALID,
    "unsubscribes": Reason.UNSUBSCRIBED,
}
Pages = Callable[[str, int], object]


def members(number: int, word: str = "m") -> list[str]:
    return [f"{word}{each}@example.org" for each in range(number)]


@contextmanager
def provider(faults: Spec = None) -> Iterator[tuple[LocalSendGrid, SuppressionLists]]:
    account = Account(groups={GROUP: Group()})
    with (
        LocalSendGrid(faults, account=account) as server,
        errands_to(server.url, Hours(server), timeout=2) as errands,
    ):
        yield server, SendGridSuppressions(errands)


class Paged(Prepared):
    """A server whose lists are what a function of name and offset says."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(Told())
        self._pages = pages

    def answer(self, handler: object, asked: Asked) -> bool:
        offset = int(parse_qs(urlsplit(asked.target).query)["offset"][0])
        name = urlsplit(asked.target).path.rsplit("/", 1)[-1]
        self._answers = [Told.json(self._pages(name, offset))]
        return super().answer(handler, asked)  # type: ignore[arg-type]


@contextmanager
def paged(pages: Pages) -> Iterator[tuple[SuppressionLists, Prepared]]:
    with Paged(pages) as server, errands_to(server.url, Hours()) as errands:
        yield SendGridSuppressions(errands), server


def entry(address: str) -> dict[str, object]:
    return {"email": address, "created": 1_700_000_000, "reason": "550 no such user", "status": "5.1.1"}


def only_bounces(pages: Callable[[int], object]) -> Pages:
    return lambda name, offset: pages(offset) if name == "bounces" else []


# -- all of it


def test_every_list_is_read_with_its_reason() -> None:
    with provider() as (server, lists):
        for name in LISTS:
            server.suppress(name, f"{name}@example.org", created=1_700_000_000)
        server.suppress("group", "left@example.org", group=GROUP)
        found = list(lists.suppressed(since=0, group=GROUP))
    assert {each.address: each.reason for each in found} == {
        **{f"{name}@example.org": reason for name, reason in LISTS.items()},
        "left@example.org": Reason.UNSUBSCRIBED,
    }
    created = {each.address: each.created for each in found}
    assert created["bounces@example.org"] == 1_700_000_000
    assert math.isclose(created["left@example.org"], time.time(), abs_tol=5)


def test_who_was_refused_for_the_moment_is_no_member_of_any() -> None:
    with provider() as (server, lists):
        server.suppress("blocks", "blocked@example.org")
        assert list(lists.suppressed(since=0, group=GROUP)) == []
        assert not any("blocks" in each.target for each in server.requests)


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 1234])
def test_every_page_is_read(count: int) -> None:
    with provider() as (server, lists):
        server.suppress("bounces", *members(count))
        server.suppress("group", *members(count, "g"), group=GROUP)
        found = [each.address for each in lists.suppressed(since=0, group=GROUP)]
    assert len(found) == 2 * count
    assert set(found) == {*members(count), *members(count, "g")}


def test_only_what_is_new_is_asked_for_but_all_of_the_group() -> None:
    with provider() as (server, lists):
        server.suppress("unsubscribes", "old@example.org", created=1000)
        server.suppress("unsubscribes", "same@example.org", created=2000)
        server.suppress("unsubscribes", "new@example.org", created=3000)
        server.suppress("group", "left@example.org", group=GROUP, created=1000)
        found = {each.address for each in lists.suppressed(since=2000, group=GROUP)}
        assert found == {"same@example.org", "new@example.org", "left@example.org"}
        assert not any("start_time" in each.target for each in server.requests if "asm" in each.target)


def test_without_a_group_none_is_asked_for() -> None:
    with provider() as (server, lists):
        assert list(lists.suppressed(since=0, group=0)) == []
        assert not any("asm" in each.target for each in server.requests)


def test_pages_are_read_as_they_are_used() -> None:
    with provider() as (server, lists):
        server.suppress("bounces", *members(3 * PAGE))
        entries = lists.suppressed(since=0, group=0)
        for _ in range(PAGE):
            next(entries)
        assert len(server.requests) == 1


def test_a_large_group_comes_in_one_piece() -> None:
    with provider() as (server, lists):
        server.suppress("group", *members(100_000), group=GROUP)
        assert sum(1 for _ in lists.suppressed(since=0, group=GROUP)) == 100_000


def test_an_entry_tells_its_address_to_no_log() -> None:
    assert "example.org" not in repr(Suppressed(address="a@example.org", reason=Reason.BOUNCED, created=1))


# -- or an error


@pytest.mark.parametrize(
    "fault", ["request_lost", "reply_lost", "reply_cut", "500", "429:2", "reset", "garbage"]
)
@pytest.mark.parametrize("at", ["suppressions:0", "suppressions:1", "suppressions:5", "group_suppressions:0"])
def test_a_lost_page_is_asked_for_again(fault: str, at: str) -> None:
    with provider({at: fault}) as (server, lists):
        for name in LISTS:
            server.suppress(name, *members(PAGE + 7, name))
        server.suppress("group", *members(9, "g"), group=GROUP)
        found = [each.address for each in lists.suppressed(since=0, group=GROUP)]
        assert len(found) == len(set(found)) == 4 * (PAGE + 7) + 9


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("request_lost", UNREACHABLE),
        ("500", UNREACHABLE),
        ("401", "key-refused"),
        ("403", "missing-scope"),
        ("200", "answer-malformed"),
    ],
)
@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_page_that_fails_ends_in_an_error_and_not_in_a_short_list(
    fault: str, code: str, number: int
) -> None:
    with provider({f"suppressions:{each}": fault for each in range(number, number + 9)}) as (server, lists):
        server.suppress("bounces", *members(3 * PAGE))
        found = []
        with pytest.raises(TransportError) as caught:
            found.extend(lists.suppressed(since=0, group=0))
        assert caught.value.code == code
        assert_says_nothing(caught.value)


def test_a_group_that_is_not_there_is_named_as_the_setting_it_is() -> None:
    with provider() as (_, lists), pytest.raises(TransportError) as caught:
        list(lists.suppressed(since=0, group=99))
    assert caught.value.code == "no-such-group"
    assert "unsubscribe_group" in caught.value.remedy


@pytest.mark.parametrize("permission", ["suppression.read", "asm.groups.suppressions.read"])
def test_a_missing_permission_is_named(permission: str) -> None:
    with provider() as (server, lists):
        server.account.scopes = {"suppression.read", "asm.groups.suppressions.read"} - {permission}
        with pytest.raises(TransportError) as caught:
            list(lists.suppressed(since=0, group=GROUP))
        assert caught.value.code == "missing-scope"
        assert permission in caught.value.message


# -- servers that page otherwise

ALL = [entry(address) for address in members(1700)]


def test_a_server_that_gives_less_than_it_is_asked_for_is_read_to_its_end() -> None:
    with paged(only_bounces(lambda offset: ALL[offset : offset + 100])) as (lists, _):
        assert [each.address for each in lists.suppressed(since=0, group=0)] == members(1700)


@pytest.mark.parametrize(
    "page",
    [
        lambda _: ALL[:PAGE],
        lambda offset: ALL[:PAGE] if offset % (2 * PAGE) == 0 else ALL[PAGE : 2 * PAGE],
        lambda offset: ALL[:PAGE] if offset % (2 * PAGE) == 0 else ALL[:PAGE][::-1],
        lambda _: ALL,
        lambda offset: ALL[: PAGE + 1] if not offset else [],
    ],
)
def test_a_server_that_repeats_itself_is_an_error(page: Callable[[int], object]) -> None:
    with paged(only_bounces(page)) as (lists, server):
        with pytest.raises(TransportError) as caught:
            list(lists.suppressed(since=0, group=0))
        assert caught.value.code == "answer-malformed"
        assert len(server.asked) < 5


def test_a_short_list_that_is_always_the_same_is_all_there_is() -> None:
    with paged(only_bounces(lambda _: ALL[:3])) as (lists, _):
        assert [each.address for each in lists.suppressed(since=0, group=0)] == members(3)


def test_a_list_without_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.transports.sendgrid.suppressions.MOST_PAGES", 20)
    endless = only_bounces(lambda offset: [entry(f"{offset + each}@example.org") for each in range(PAGE)])
    with paged(endless) as (lists, server):
        with pytest.raises(TransportError):
            list(lists.suppressed(since=0, group=0))
        assert len(server.asked) == 20


# -- hostile answers


@pytest.mark.parametrize("group", [0, GROUP])
@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_answers_are_errors_without_words(body: bytes, group: int) -> None:
    with Prepared(Told(body=body)) as server, errands_to(server.url, Hours()) as errands:
        with pytest.raises(TransportError) as caught:
            list(SendGridSuppressions(errands).suppressed(since=0, group=group))
        assert caught.value.code == "answer-malformed"
        assert_says_nothing(caught.value)


def test_one_bad_entry_spoils_the_list() -> None:
    """Nobody knows whom it would have named."""
    for bad in (None, 7, "x", {}, {"email": None, "created": 1}, {"email": "a@example.org", "created": None}):
        pages = only_bounces(lambda offset, bad=bad: [] if offset else [*ALL[:5], bad])
        with paged(pages) as (lists, _), pytest.raises(TransportError):
            list(lists.suppressed(since=0, group=0))


def test_a_time_with_a_fraction_is_a_time() -> None:
    odd = {"email": "a@example.org", "created": 1_700_000_000.7}
    with paged(only_bounces(lambda offset: [] if offset else [odd])) as (lists, _):
        (found,) = lists.suppressed(since=0, group=0)
        assert found.created == 1_700_000_000


def test_every_request_is_as_the_specification_has_it() -> None:
    with provider() as (server, lists):
        for name in LISTS:
            server.suppress(name, *members(PAGE + 1))
        list(lists.suppressed(since=1000, group=GROUP))
        for seen in server.requests:
            assert_as_specified(seen.method, seen.target, seen.body)
