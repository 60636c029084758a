"""Fetching a page: only the public web, only as much as an article needs, one clear sentence for all else."""

import contextlib
import gzip
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
import trustme

import newsletter
from newsletter.articles.reading.source import Kind
from newsletter.articles.web import fetch as fetching
from newsletter.articles.web.fetch import Page, fetch
from newsletter.articles.web.guard import Policy
from newsletter.errors import ArticleError

PROGRAM = Path(newsletter.__file__).parent
HOST = "news.example.org"
PAGE = (
    "<!doctype html><html lang=en><head><title>Café workers win</title></head><body><article><h1>Café workers win</h1>"
    "<p>After three weeks on strike the workers of a small café have won their union and a rise of their pay.</p>"
    "<p>They open the doors again on Monday with a banner above the counter that says what they have learned.</p>"
    "</article></body></html>"
)


class Site(BaseHTTPRequestHandler):
    """A website in which everything goes wrong that can."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers)))
        name, _, rest = self.path.strip("/").partition("/")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"at_{name}")(rest)

    def answer(self, body: bytes, status: int = 200, **fields: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | fields).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def at_page(self, _rest: str) -> None:
        self.answer(PAGE.encode())

    def at_packed(self, _rest: str) -> None:
        self.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def at_go(self, target: str) -> None:
        self.answer(b"", 302, Location=target)

    def at_loop(self, count: str) -> None:
        self.answer(b"", 301, Location=f"/loop/{int(count or 0) + 1}")

    def at_hop(self, count: str) -> None:
        left = int(count)
        self.answer(b"", 307, Location=f"/hop/{left - 1}" if left > 1 else "/page")

    def at_status(self, number: str) -> None:
        self.answer(b"no", int(number))

    def at_bomb(self, _rest: str) -> None:
        packer = zlib.compressobj(wbits=31)
        packed = [packer.compress(b"<p>" + b"a" * 1_000_000) for _ in range(200)]
        self.answer(b"".join([*packed, packer.flush()]), Content_Encoding="gzip")

    def at_half(self, _rest: str) -> None:
        self.answer(gzip.compress(PAGE.encode() * 50)[:-20], Content_Encoding="gzip")

    def at_endless(self, _rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while True:
            self.wfile.write(b"<p>more</p>" * 10_000)

    def at_headers(self, _rest: str) -> None:
        self.send_response(200)
        for number in range(100_000):
            self.send_header(f"X-{number}", "y" * 100)
            self.flush_headers()

    def at_trickle(self, _rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"<p>")
            time.sleep(0.05)

    def at_slowly(self, _rest: str) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 200:
            self.wfile.write(bytes([letter]))
            time.sleep(0.05)

    def at_silent(self, _rest: str) -> None:
        time.sleep(3)

    def at_gone(self, _rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<p>half")

    def at_nonsense(self, _rest: str) -> None:
        self.wfile.write(b"SSH-2.0-example\r\n\r\n")

    def at_typed(self, kind: str) -> None:
        self.answer(b"x", Content_Type=unquote(kind, "latin-1"))

    def at_pdf(self, _rest: str) -> None:
        self.answer(b"%PDF-1.7", Content_Type="application/pdf")

    def at_pdf_as_page(self, _rest: str) -> None:
        self.answer(b"%PDF-1.7")

    def at_brotli(self, _rest: str) -> None:
        self.answer(b"x", Content_Encoding="br")

    def at_latin(self, _rest: str) -> None:
        self.answer(PAGE.encode("latin-1"), Content_Type="text/html; charset=ISO-8859-1")

    def at_meta(self, _rest: str) -> None:
        page = PAGE.replace("<head>", "<head><meta charset='windows-1250'>")
        self.answer(page.encode("cp1250"), Content_Type="text/html")

    def at_misnamed(self, charset: str) -> None:
        self.answer(PAGE.encode(), Content_Type=f"text/html; charset={charset}")

    def at_wrong(self, _rest: str) -> None:
        self.answer(PAGE.encode("cp1252"), Content_Type="text/html; charset=utf-8")

    def at_undecodable(self, _rest: str) -> None:
        self.answer(b"<p>\x81\x8d\x8f" * 20, Content_Type="text/html; charset=utf-8")

    def at_text(self, _rest: str) -> None:
        self.answer(b"A title\n\nA paragraph.\n", Content_Type="text/plain; charset=utf-8")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Site)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def policy(site: Server) -> Policy:
    """Every name leads to the loopback address; only the site's own name and port may."""
    return Policy(
        resolve=lambda _host, _port: ["127.0.0.1"], exceptions=frozenset({(HOST, site.server_port)})
    )


@pytest.fixture
def address(site: Server) -> str:
    return f"http://{HOST}:{site.server_port}"


def refused(url: str, policy: Policy, deadline: float = 10.0) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        fetch(url, policy=policy, deadline=deadline)
    error = caught.value
    assert error.message.count("\n") == 0
    assert error.message.endswith(".")
    assert error.remedy
    return error


def test_a_page_is_fetched_once_and_politely(site, policy, address):
    site.asked.clear()
    page = fetch(f"{address}/page#part", policy=policy)
    assert page == Page(url=f"{address}/page", text=PAGE, kind=Kind.HTML)
    [(_, headers)] = site.asked
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["User-Agent"].startswith("solidarity-newsletter")
    assert headers["Host"] == f"{HOST}:{site.server_port}"
    assert "Cookie" not in headers


def test_a_packed_page_is_unpacked(policy, address):
    assert fetch(f"{address}/packed", policy=policy).text == PAGE


def test_five_redirects_are_followed_and_six_are_not(policy, address):
    assert fetch(f"{address}/hop/5", policy=policy).url == f"{address}/page"
    assert refused(f"{address}/hop/6", policy).code == "fetch-redirects"
    assert "without end" in refused(f"{address}/loop", policy).message


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://10.0.0.1/",
        "//192.168.1.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused_and_never_asked(site, address, target):
    from newsletter.articles.web.guard import resolve

    def look_up(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == HOST else resolve(host, port)

    site.asked.clear()
    guarded = Policy(resolve=look_up, exceptions=frozenset({(HOST, site.server_port)}))
    error = refused(f"{address}/go/{target}", guarded)
    assert error.code == "fetch-refused"
    assert "private network" in error.message
    assert len(site.asked) == 1


def test_a_redirect_to_the_same_server_by_another_name_is_refused(site, policy, address):
    error = refused(f"{address}/go/http://other.example.org:{site.server_port}/page", policy)
    assert error.code == "fetch-refused"
    assert "port" in error.message


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.7"], ["::1"], ["64:ff9b::7f00:1"]]
)
def test_one_private_address_among_public_ones_is_enough_to_refuse(addresses):
    guarded = Policy(resolve=lambda _host, _port: addresses)
    assert refused("http://rebinding.example.org/", guarded).code == "fetch-refused"


def test_what_was_looked_at_is_what_is_connected_to(site):
    """A name server that changes its answer is asked once for each request."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    guarded = Policy(
        resolve=lambda _host, _port: next(answers), exceptions=frozenset({(HOST, site.server_port)})
    )
    assert fetch(f"http://{HOST}:{site.server_port}/page", policy=guarded).text == PAGE


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://user:secret@news.example.org/", "user name"),
        ("http://news.example.org:8080/", "port 8080"),
        ("http://news.example.org:22/", "port 22"),
        ("ftp://news.example.org/", "http://"),
        ("file:///etc/passwd", "http://"),
        ("gopher://news.example.org/", "http://"),
        ("news.example.org", "http://"),
        ("http://", "http://"),
        ("http://[::1", "no web address"),
        ("http://exa mple.org/", None),
        ("http://news.example.org:99999/", "port 99999"),
        ("http://news.example.org/\x00", "no web address"),
        ("", "http://"),
    ],
)
def test_an_address_that_is_no_page_of_the_web_is_refused_at_once(policy, url, word):
    error = refused(url, policy)
    assert error.code in {"fetch-refused", "fetch-unreachable"}
    assert word is None or word in error.message
    assert "secret" not in error.message + error.remedy


def test_a_redirect_to_user_names_or_other_schemes_is_refused(policy, address):
    assert refused(f"{address}/go/http://a:b@news.example.org/", policy).code == "fetch-refused"
    assert refused(f"{address}/go/file:///etc/passwd", policy).code == "fetch-refused"


@pytest.mark.parametrize("path", ["bomb", "endless", "headers"])
def test_more_than_an_article_needs_is_refused_with_little_memory(policy, address, path):
    tracemalloc.start()
    try:
        error = refused(f"{address}/{path}", policy)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.code == ("fetch-broken" if path == "headers" else "too-large")
    assert peak < 25_000_000


@pytest.mark.parametrize("path", ["trickle", "slowly", "silent"])
def test_the_deadline_holds_for_everything_together(policy, address, path):
    started = time.monotonic()
    error = refused(f"{address}/{path}", policy, deadline=0.6)
    assert time.monotonic() - started < 1.5
    assert error.code == "fetch-slow"
    assert "0.6 seconds" in error.message


def test_a_name_server_that_does_not_answer_counts_too():
    wait = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        wait.wait(5)
        return []

    started = time.monotonic()
    error = refused("http://slow.example.org/", Policy(resolve=never), deadline=0.3)
    wait.set()
    assert error.code == "fetch-slow"
    assert time.monotonic() - started < 1.5


def test_a_name_that_does_not_exist_is_said():
    error = refused("http://no-such-host.invalid/", Policy())
    assert error.code == "fetch-unreachable"
    assert "no-such-host.invalid" in error.message


def test_a_server_that_is_not_there_is_said(site):
    guarded = Policy(resolve=lambda _h, _p: ["127.0.0.1"], exceptions=frozenset({(HOST, 1)}))
    assert refused(f"http://{HOST}:1/", guarded).code == "fetch-unreachable"


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("status/404", "fetch-status", "no page"),
        ("status/410", "fetch-status", "no page"),
        ("status/403", "fetch-status", "programs"),
        ("status/429", "fetch-status", "programs"),
        ("status/503", "fetch-status", "problem of its own"),
        ("status/204", "fetch-status", "did not send"),
        ("status/302", "fetch-status", "did not send"),
        ("pdf", "fetch-type", "application/pdf"),
        ("pdf_as_page", "not-text", "PDF"),
        ("brotli", "fetch-type", "packed"),
        ("typed/app%9B31m", "fetch-type", "app31m"),
        ("gone", "fetch-broken", "broke off"),
        ("half", "fetch-broken", "broke off"),
        ("nonsense", "fetch-broken", "broke off"),
        ("undecodable", "encoding", "encoding"),
    ],
)
def test_each_failure_has_its_sentence(policy, address, path, code, word):
    error = refused(f"{address}/{path}", policy)
    assert (error.code, word in error.message) == (code, True)


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("latin", False),
        ("meta", False),
        ("misnamed/klingon", False),
        ("misnamed/punycode", False),
        ("misnamed/rot13", False),
        ("misnamed/utf-7", False),
        ("misnamed/base64", False),
        ("wrong", True),
    ],
)
def test_the_encoding_is_found_and_a_guess_is_said(policy, address, path, note):
    page = fetch(f"{address}/{path}", policy=policy)
    assert "Café workers win" in page.text
    assert bool(page.note) is note


@pytest.mark.parametrize(
    ("kind", "word"), [("application/rss+xml", "newsletter feed add"), ("video/mp4", "add the file")]
)
def test_what_is_no_page_has_a_remedy_of_its_own(policy, address, kind, word):
    error = refused(f"{address}/typed/{kind}", policy)
    assert (error.code, word in error.remedy) == ("fetch-type", True)


def test_plain_text_on_the_web_is_read_as_text(policy, address):
    page = fetch(f"{address}/text", policy=policy)
    assert (page.kind, page.text) == (Kind.UNKNOWN, "A title\n\nA paragraph.\n")


@contextlib.contextmanager
def protected(ca: trustme.CA) -> Iterator[Server]:
    """The same website by https, with a certificate of this authority."""
    server = Server(("127.0.0.1", 0), Site)
    server.asked = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(HOST).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_of_somebody_unknown_is_refused():
    """TLS checks the name in the address, not the address that was connected to."""
    with protected(trustme.CA()) as server:
        guarded = Policy(
            resolve=lambda _h, _p: ["127.0.0.1"], exceptions=frozenset({(HOST, server.server_port)})
        )
        error = refused(f"https://{HOST}:{server.server_port}/page", guarded)
    assert error.code == "fetch-certificate"


def test_a_redirect_may_lead_to_https_and_not_away_from_it(site, address):
    """Whoever sits between could read along behind it, and put in a page of their own."""
    ca = trustme.CA()
    with protected(ca) as server:
        safe = f"https://{HOST}:{server.server_port}"
        ports = frozenset({(HOST, server.server_port), (HOST, site.server_port)})

        def ask(url: str) -> fetching.Answer:
            tls = ssl.create_default_context()
            ca.configure_trust(tls)
            guarded = Policy(resolve=lambda _h, _p: ["127.0.0.1"], exceptions=ports)
            return fetching.follow(url, fetching.PAGE, fetching.Way(policy=guarded, tls=tls))

        assert ask(f"{address}/go/{safe}/hop/2").url == f"{safe}/page"
        site.asked.clear()
        for way in (f"{safe}/go/{address}/page", f"{safe}/go/{safe}/go/{address}/page"):
            with pytest.raises(ArticleError) as caught:
                ask(way)
            assert (caught.value.code, "unprotected" in caught.value.message) == ("fetch-refused", True)
        assert site.asked == []


def test_no_part_of_the_program_names_an_exception_and_none_can_be_set() -> None:
    """Only a test may reach this computer: it hands its own host and port in."""
    assert Policy().exceptions == frozenset()
    sources = {path: path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py")}
    assert [path.name for path, text in sources.items() if "exceptions=" in text] == []
    assert "environ" not in sources[PROGRAM / "articles" / "web" / "guard.py"]
