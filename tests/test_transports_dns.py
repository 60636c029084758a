"""A name server's "no such name" is a fact; its silence is none. Asked over a real socket."""

import time

import pytest

from newsletter.errors import UsageError
from newsletter.transports.dns import NameServer
from tests.name_server import LocalNames, closed_port


def asked(names: LocalNames, name: str, **patience: float) -> object:
    return NameServer(names.address, **patience).texts(name)


def test_a_text_is_found() -> None:
    with LocalNames({"example.org": ["v=spf1 -all", "other words"]}) as names:
        assert sorted(asked(names, "example.org") or ()) == ["other words", "v=spf1 -all"]


def test_a_long_text_comes_in_pieces_that_belong_together() -> None:
    with LocalNames({"example.org": ["v=DKIM1; p=" + "A" * 700]}) as names:
        assert asked(names, "example.org") == ("v=DKIM1; p=" + "A" * 700,)


def test_an_answer_too_long_for_a_datagram_is_fetched_by_tcp() -> None:
    with LocalNames({"example.org": [f"{number} " + "x" * 190 for number in range(20)]}) as names:
        assert len(asked(names, "example.org") or ()) == 20


def test_an_alias_is_followed() -> None:
    with LocalNames({"key.example.net": ["p=abc"]}, aliases={"s1.example.org": "key.example.net"}) as names:
        assert asked(names, "s1.example.org") == ("p=abc",)


def test_no_such_name_and_a_name_without_texts_have_none() -> None:
    with LocalNames({"example.org": []}) as names:
        assert asked(names, "example.org") == ()
        assert asked(names, "nowhere.example.org") == ()


@pytest.mark.parametrize("trouble", ["silent", "broken"])
def test_silence_and_trouble_are_no_answer(trouble: str) -> None:
    with LocalNames({"example.org": ["x"]}, **{trouble: ["example.org"]}) as names:
        assert asked(names, "example.org", patience=0.3) is None


def test_a_machine_that_nobody_answers_has_no_answer() -> None:
    assert NameServer(closed_port(), patience=0.3).texts("example.org") is None


def test_all_questions_together_end_in_time() -> None:
    server = NameServer(closed_port(), patience=0.3, all_patience=0.5)
    began = time.monotonic()
    assert [server.texts(f"{number}.example.org") for number in range(50)] == [None] * 50
    assert time.monotonic() - began < 5


def test_a_name_is_asked_for_once() -> None:
    with LocalNames({"example.org": ["x"]}) as names:
        server = NameServer(names.address)
        assert server.texts("example.org") == server.texts("Example.org.") == ("x",)
        assert len(names.asked) == 1


@pytest.mark.parametrize("name", ["", "a" * 64 + ".org", "a..b", "x" * 300, "\x00", "é" * 200])
def test_what_is_no_name_has_no_answer_or_no_text(name: str) -> None:
    with LocalNames() as names:
        assert not asked(names, name, patience=0.5)


def test_bytes_that_are_no_words_do_no_harm() -> None:
    with LocalNames({"example.org": ["\\255\\254"]}) as names:
        assert asked(names, "example.org") is not None


@pytest.mark.parametrize(
    "address", ["dns.example.org", "1.2.3", "127.0.0.1:", "127.0.0.1:99999999", "a b", "999.1.1.1"]
)
def test_a_name_server_is_named_in_figures(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        NameServer(address)
    assert caught.value.code == "bad-resolver"


@pytest.mark.parametrize("address", ["9.9.9.9", "127.0.0.1:5300", "2620:fe::fe", "::1"])
def test_addresses_of_both_kinds_can_be_named(address: str) -> None:
    NameServer(address)
