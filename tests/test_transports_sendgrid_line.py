"""One connection under a deadline: over TLS, against peers that answer badly, slowly, or never."""

import builtins
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.transports.sendgrid.host import Host
from newsletter.transports.sendgrid.line import (
    CODES,
    FAILURES,
    MOST_REPLY_BYTES,
    Line,
    LostError,
    NotSentError,
    code_of,
)
from newsletter.transports.sendgrid.outcome import Reply
from tests.house_sendgrid import HouseSendGrid

TIMEOUT = 0.5
Answer = bytes | Callable[[socket.socket], None]


@contextmanager
def peer(answer: Answer) -> Iterator[Line]:
    """A line to a peer that reads what comes first, answers like this and closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                if callable(answer):
                    answer(connection)
                else:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        line = Line(Host(f"http://127.0.0.1:{server.getsockname()[1]}", is_real=False), timeout=TIMEOUT)
        try:
            yield line
        finally:
            line.close()
            thread.join(5)


def ask(line: Line, body: bytes = b"{}") -> Reply:
    return line.exchange("POST", "/v3/mail/send", {}, body, fence=lambda: True)


def all_below(kind: type[BaseException]) -> set[type[BaseException]]:
    return {kind} | {each for child in kind.__subclasses__() for each in all_below(child)}


# -- every failure has a code


def test_every_failure_of_http_client_sockets_and_tls_has_a_code() -> None:
    """Whoever adds one to these libraries finds this test red, and decides what it means."""
    known = {
        **dict.fromkeys(
            ("HTTPException", "NotConnected", "InvalidURL", "UnknownProtocol", "UnknownTransferEncoding",
             "UnimplementedFileMode", "ImproperConnectionState", "CannotSendRequest", "CannotSendHeader",
             "ResponseNotReady", "BadStatusLine", "LineTooLong"),
            "reply-malformed",
        ),
        "IncompleteRead": "reply-cut",
        "RemoteDisconnected": "connection-lost",
        "SSLCertVerificationError": "certificate",
        **dict.fromkeys(
            ("SSLError", "SSLZeroReturnError", "SSLWantReadError", "SSLWantWriteError", "SSLSyscallError",
             "SSLEOFError"),
            "tls",
        ),
        "gaierror": "name-not-found",
        "herror": "network",
        "TimeoutError": "timeout",
        "ConnectionRefusedError": "connection-refused",
        **dict.fromkeys(
            ("ConnectionError", "ConnectionResetError", "ConnectionAbortedError", "BrokenPipeError"), "connection-lost"
        ),
    }  # fmt: skip
    families = [
        http.client.HTTPException,
        ssl.SSLError,
        socket.gaierror,
        socket.herror,
        ConnectionError,
        TimeoutError,
    ]
    libraries = (http.client, ssl, socket, builtins)
    found = {
        each.__name__: code_of(each.__new__(each))  # type: ignore[arg-type]
        for family in families
        for each in all_below(family)
        if any(vars(library).get(each.__name__) is each for library in libraries)
    }
    assert found == known


def test_any_other_failure_of_the_system_has_a_code_too() -> None:
    assert code_of(OSError(113, "no route")) == "network"
    assert code_of(PermissionError()) == "network"
    assert code_of(UnicodeError()) == "name-not-found"
    assert set(FAILURES) == {kind for kind, _ in CODES}


# -- answers, good and bad


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 202, b""),
        (b"HTTP/1.1 202 Accepted\r\n\r\n", 202, b""),
        (b"HTTP/1.0 400 Bad\r\n\r\nbody", 400, b"body"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 202, b""),
        (b"HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", 400, b"body"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    ],
)
def test_whole_answers_are_read(answer: bytes, status: int, body: bytes) -> None:
    with peer(answer) as line:
        reply = ask(line)
        assert (reply.status, reply.body) == (status, body)


def test_header_names_are_read_in_small_letters() -> None:
    with peer(b"HTTP/1.1 429 Slow\r\nX-RateLimit-RESET: 7\r\nContent-Length: 0\r\n\r\n") as line:
        assert ask(line).headers["x-ratelimit-reset"] == "7"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "connection-lost"),
        (b"HTTP/1.1 202", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\n", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nX-Message-Id: a", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\n", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nbody", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbo", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", "reply-cut"),
        (b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "reply-cut"),
        (b"HTTP/1.1 abc\r\n\r\n", "reply-malformed"),
        (b"HTTP/3.0 202 Accepted\r\n\r\n", "reply-malformed"),
        (b"220 mail.example.org ESMTP\r\n", "reply-malformed"),
        (b"HTTP/1.1 202 Accepted\r\n" + b"X: y\r\n" * 200 + b"\r\n", "reply-malformed"),
        (b"HTTP/1.1 202 Accepted\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "reply-malformed"),
        (b"HTTP/1.1 202 Accepted\r\n\r\n" + b"x" * (MOST_REPLY_BYTES + 1), "reply-malformed"),
        (b"HTTP/1.1 400 Bad\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 2 * MOST_REPLY_BYTES, "reply-malformed"),
    ],
)  # fmt: skip
def test_answers_that_are_cut_or_none_are_lost(answer: bytes, code: str) -> None:
    with peer(answer) as line, pytest.raises(LostError) as caught:
        ask(line)
    assert caught.value.code == code
    assert caught.value.__cause__ is None  # it might quote an answer


@settings(max_examples=150, deadline=None)
@given(
    head=st.sampled_from([b"", b"HTTP/1.1 202 Accepted\r\n", b"HTTP/1.1 400 Bad\r\n\r\n", b"HTTP/1.1 202 OK\r\nA: b"]),
    middle=st.sampled_from([b"", b"Transfer-Encoding: chunked\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"\r\n\r\n"]),
    rest=st.binary(max_size=200),
)  # fmt: skip
def test_whatever_comes_back_is_an_answer_or_lost(head: bytes, middle: bytes, rest: bytes) -> None:
    with peer(head + middle + rest) as line, suppress(LostError):
        assert 100 <= ask(line).status <= 999


# -- time


def trickle_head(connection: socket.socket) -> None:
    connection.recv(65536)
    for _ in range(100):
        connection.sendall(b"H")
        time.sleep(0.05)


def trickle_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.05)


def continue_for_ever(connection: socket.socket) -> None:
    connection.recv(65536)
    for _ in range(100):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def sip(connection: socket.socket) -> None:
    for _ in range(25):
        connection.recv(1000)
        time.sleep(0.05)


def sleep(connection: socket.socket) -> None:
    time.sleep(2 * TIMEOUT)


@pytest.mark.parametrize("answer", [trickle_head, trickle_body, continue_for_ever, sip, sleep])
def test_no_peer_can_hold_a_request_longer_than_its_deadline(answer: Answer) -> None:
    with peer(answer) as line:
        began = time.monotonic()
        with pytest.raises(LostError) as caught:
            ask(line, b"x" * 20_000_000)
        assert caught.value.code == "timeout"
        assert TIMEOUT - 0.1 < time.monotonic() - began < TIMEOUT + 0.5


# -- TLS


def certificate(name: str, path: Path) -> ssl.SSLContext:
    """A server's context with a certificate whose signer's own lies at `path`."""
    signer = trustme.CA()
    signer.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    signer.issue_cert(name).configure_cert(context)
    return context


BODY = (
    b'{"personalizations":[{"to":[{"email":"m@example.org"}]}],"from":{"email":"a@example.org"},"subject":"s",'
    b'"content":[{"type":"text/plain","value":"t"},{"type":"text/html","value":"h"}],"asm":{"group_id":1},'
    b'"tracking_settings":{"click_tracking":{"enable":false,"enable_text":false},"open_tracking":{"enable":false},'
    b'"subscription_tracking":{"enable":false},"ganalytics":{"enable":false}}}'
)


@pytest.fixture
def localhost(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server = certificate("127.0.0.1", tmp_path / "pem")
    return server, ssl.create_default_context(cafile=tmp_path / "pem")


def test_over_tls_one_handshake_serves_many_requests(
    localhost: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    """A session ticket that comes in after the handshake is no sign of a stale connection."""
    with HouseSendGrid(tls=localhost[0]) as server:
        line = Line(Host(server.url, is_real=False), timeout=5, tls=localhost[1])
        assert [ask(line, BODY).status for _ in range(5)] == [202] * 5
        line.close()
        assert server.connections == 1


def test_over_tls_a_closed_connection_is_noticed_before_writing(
    localhost: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    with HouseSendGrid(["hang_up"], tls=localhost[0]) as server:
        line = Line(Host(server.url, is_real=False), timeout=5, tls=localhost[1])
        assert ask(line, BODY).status == 202
        time.sleep(0.3)
        assert ask(line, BODY).status == 202
        line.close()
        assert server.connections == 2


@pytest.mark.parametrize(
    ("fault", "code"), [("trickle", "timeout"), ("reply_cut", "reply-cut"), ("slow:1", "timeout")]
)
def test_over_tls_the_deadline_and_the_cut_count_as_well(
    localhost: tuple[ssl.SSLContext, ssl.SSLContext], fault: str, code: str
) -> None:
    with HouseSendGrid([fault], tls=localhost[0]) as server:
        line = Line(Host(server.url, is_real=False), timeout=TIMEOUT, tls=localhost[1])
        began = time.monotonic()
        with pytest.raises(LostError) as caught:
            ask(line, BODY)
        assert caught.value.code == code
        assert time.monotonic() - began < TIMEOUT + 1


def test_a_stranger_with_the_wrong_certificate_gets_no_byte(
    localhost: tuple[ssl.SSLContext, ssl.SSLContext], tmp_path: Path
) -> None:
    """Neither one that nobody trusts, nor one for another name."""
    other = certificate("relay.example.org", tmp_path / "other")
    for server_side, trusted in (
        (localhost[0], None),
        (other, ssl.create_default_context(cafile=tmp_path / "other")),
    ):
        with HouseSendGrid(tls=server_side) as server:
            line = Line(Host(server.url, is_real=False), timeout=5, tls=trusted)
            with pytest.raises(NotSentError) as caught:
                ask(line, BODY)
            assert caught.value.code == "certificate"
            assert server.posts == []


def test_the_certificates_of_the_system_are_read_once() -> None:
    from newsletter.transports.sendgrid.line import _usual_tls

    assert _usual_tls() is _usual_tls()
    assert _usual_tls().verify_mode is ssl.CERT_REQUIRED
    assert _usual_tls().check_hostname
