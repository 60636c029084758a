"""What a local page answers, and to whom: asked over a real socket, as any program on this machine could."""

import http.client
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newsletter.errors import UsageError
from newsletter.web.local import LOOPBACK, LocalPages, listen, make_server, serving


async def _inside(request: Request) -> Response:
    return PlainTextResponse(f"inside {request.url.path}")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Starlette(routes=[Route("/{rest:path}", _inside, methods=["GET", "POST", "PUT"])])
    with serving(app) as url:
        yield url


def ask(
    address: str, path: str | None = None, *, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    """The whole answer; a header is named with underscores, its value "" leaves it out."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.putrequest(method, parts.path if path is None else path, skip_host=True)
    for name, value in {"Host": parts.netloc, **headers}.items():
        if value:
            connection.putheader(name.replace("_", "-"), value)
    connection.endheaders(b"{}" if method == "POST" else None)
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_the_printed_address_is_answered_and_nothing_of_it_is_kept(address: str) -> None:
    answer = ask(address)
    assert answer.status == 200
    assert answer.text == "inside /"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "Server" not in answer.headers


def test_the_token_is_long_and_another_each_time() -> None:
    tokens = {LocalPages(Starlette(), port=1).url.split("/")[3] for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}


def test_no_repr_holds_the_token() -> None:
    pages = LocalPages(Starlette(), port=1)
    assert pages.url.split("/")[3] not in repr(pages)


@pytest.mark.parametrize(
    "path", ["/", "/favicon.ico", "/wrong/", "//", "/%00/", "/{token}", "/{token}x/", "/{half}/", "/é/"]
)
def test_without_the_token_nothing_is_found(address: str, path: str) -> None:
    token = urlsplit(address).path.strip("/")
    named = path.replace("{token}", token).replace("{half}", token[:16]).replace("é", "%C3%A9")
    answer = ask(address, named)
    assert answer.status == 404
    assert "inside" not in answer.text


def test_the_door_opens_once_and_only_to_this_machine() -> None:
    """Whoever reads later with what address the browser was started finds nothing."""
    with listen(0) as listener:
        pages = LocalPages(Starlette(routes=[Route("/", _inside)]), port=listener.getsockname()[1])
        server = make_server(pages)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            assert pages.door != pages.url
            assert ask(pages.door, Host="example.org").status == 421
            assert ask(pages.door, Sec_Fetch_Site="cross-site").status == 403
            opened = ask(pages.door)
            assert (opened.status, opened.headers["Location"]) == (303, urlsplit(pages.url).path)
            assert ask(pages.door).status == 404
            assert ask(pages.url).status == 200
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.parametrize(
    "host",
    ["example.org", "example.org:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1:{port}.example.org",
     "evil@127.0.0.1:{port}", "0.0.0.0:{port}", "[::1]:{port}", "LOCALHOST.:{port}"],
)  # fmt: skip
def test_another_host_is_refused_as_after_dns_rebinding(address: str, host: str) -> None:
    assert ask(address, Host=host.replace("{port}", str(urlsplit(address).port))).status == 421


def test_a_request_without_a_host_is_refused(address: str) -> None:
    with socket.create_connection((LOOPBACK, urlsplit(address).port or 0), timeout=10) as line:
        line.sendall(f"GET {urlsplit(address).path} HTTP/1.0\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 421")


def test_localhost_is_this_machine_too(address: str) -> None:
    assert ask(address, Host=f"localhost:{urlsplit(address).port}").status == 200


@pytest.mark.parametrize(
    "origin", ["https://example.org", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(address: str, origin: str, method: str) -> None:
    assert ask(address, method=method, Origin=origin, Content_Type="application/json").status == 403


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("none", 200), ("same-origin", 200)]
)
def test_the_browser_says_where_a_request_comes_from(address: str, site: str, status: int) -> None:
    assert ask(address, Sec_Fetch_Site=site).status == status


@pytest.mark.parametrize(
    ("origin", "kind", "status"),
    [
        ("own", "application/json", 200),
        ("own", "text/plain", 403),
        ("own", "", 403),
        ("", "application/json", 403),
    ],
)
def test_only_our_own_page_may_post(address: str, origin: str, kind: str, status: int) -> None:
    own = f"http://{urlsplit(address).netloc}" if origin else ""
    answer = ask(address, method="POST", Origin=own, Content_Type=kind, Content_Length="2")
    assert answer.status == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(address: str, method: str) -> None:
    assert ask(address, method=method).status == 405


def test_pages_are_served_on_loopback_only() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said() -> None:
    with listen(0) as listener, pytest.raises(UsageError) as caught:
        listen(listener.getsockname()[1])
    assert caught.value.code == "port-taken"


def test_nothing_is_logged(
    address: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ask(address)
    ask(address, "/wrong/")
    ask(address, "/wrong/", method="POST", Content_Length="9" * 30)
    assert capfd.readouterr() == ("", "")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")] == []
