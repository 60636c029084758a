"""Erasing at SendGrid: everybody is asked for, within the documented limits, and what it says is believed as told."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsletter.errors import TransportError
from newsletter.rehearsal.account import Account
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.transports.base import UNREACHABLE
from newsletter.transports.sendgrid.erasure import MOST_ADDRESSES, MOST_BYTES, SendGridErasure
from tests.errands import Hours, Prepared, Told, assert_as_specified, assert_says_nothing, errands_to


def members(number: int, end: str = "@example.org") -> list[str]:
    return [f"member{each}{end}" for each in range(number)]


@contextmanager
def sendgrid(faults: Spec = None, **account: object) -> Iterator[tuple[LocalSendGrid, SendGridErasure]]:
    with (
        LocalSendGrid(faults, account=Account(**account)) as server,
        errands_to(server.url, Hours(server), timeout=2) as errands,
    ):
        yield server, SendGridErasure(errands)


def erase(eraser: SendGridErasure, addresses: list[str]) -> tuple[list[str], list[str]]:
    taken, refused = [], []
    for answer in eraser.erase(addresses):
        taken += answer.taken
        refused += answer.refused
    return taken, refused


def test_everybody_is_asked_for_in_one_request() -> None:
    with sendgrid() as (server, eraser):
        assert erase(eraser, members(3)) == (members(3), [])
        assert set(server.account.erased) == set(members(3))
        assert server.by_endpoint == {"erase": 1}


def test_nobody_is_no_request() -> None:
    with sendgrid() as (server, eraser):
        assert erase(eraser, []) == ([], [])
        assert not server.requests


@pytest.mark.parametrize(
    ("addresses", "requests"),
    [
        (members(MOST_ADDRESSES), 1),
        (members(MOST_ADDRESSES + 1), 2),
        (members(3_000, "z" * 40 + "@" + "z" * 60 + ".example.org"), 2),
    ],
)
def test_no_request_is_larger_than_sendgrid_takes(addresses: list[str], requests: int) -> None:
    with sendgrid() as (server, eraser):
        assert erase(eraser, addresses) == (addresses, [])
        assert server.by_endpoint["erase"] == requests
        assert all(seen.size <= MOST_BYTES for seen in server.requests)
        assert len(server.account.erased) == len(addresses)


def test_one_address_that_it_cannot_take_holds_up_nobody() -> None:
    wrong = "nobody@here"
    with sendgrid() as (server, eraser):
        taken, refused = erase(eraser, [*members(10), wrong, *members(9, "@other.example.org")])
        assert (len(taken), refused) == (19, [wrong])
        assert len(server.account.erased) == 19


def test_when_it_refuses_everybody_it_is_not_the_addresses() -> None:
    with sendgrid({"erase": "400"}) as (server, eraser):
        with pytest.raises(TransportError) as caught:
            erase(eraser, members(5_000))
        assert caught.value.code == "erasure-refused"
        assert server.by_endpoint["erase"] < 40


@pytest.mark.parametrize(
    "fault", ["500", "503", "429:7", "reply_lost", "reset", "request_lost", "reply_cut", "slow:0.1"]
)
def test_what_passes_is_asked_again(fault: str) -> None:
    with sendgrid({"erase:0": fault}) as (server, eraser):
        assert erase(eraser, members(2)) == (members(2), [])
        assert set(server.account.erased) == set(members(2))


def test_a_provider_that_stays_away_is_given_up_and_named() -> None:
    with sendgrid({"erase": "503"}) as (server, eraser):
        with pytest.raises(TransportError) as caught:
            erase(eraser, members(2))
        assert caught.value.code == UNREACHABLE
        assert_says_nothing(caught.value)
        assert not server.account.erased


def test_a_key_that_may_not_is_told_what_it_needs() -> None:
    with sendgrid(scopes={"mail.send"}) as (server, eraser):
        with pytest.raises(TransportError) as caught:
            erase(eraser, members(2))
        assert caught.value.code == "missing-scope"
        assert "recipients.erasejob.create" in caught.value.message
        assert server.by_endpoint == {"erase": 1}


def test_more_requests_than_a_minute_has_room_for_are_waited_for() -> None:
    with sendgrid() as (server, eraser):
        for number in range(104):
            assert erase(eraser, [f"one{number}@example.org"])[0]
        assert len(server.account.erased) == 104


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"job_id": 7}', b"<html>"])
def test_an_answer_that_is_not_sendgrids_is_no_erasure(body: bytes) -> None:
    with Prepared(Told(status=202, body=body)) as server, errands_to(server.url) as errands:
        with pytest.raises(TransportError) as caught:
            erase(SendGridErasure(errands), members(1))
        assert caught.value.code == "answer-malformed"


def test_the_request_is_as_the_official_specification_has_it() -> None:
    with sendgrid() as (server, eraser):
        erase(eraser, members(2))
        (seen,) = server.requests
        assert_as_specified(seen.method, seen.target, seen.body)
