"""Websites on the loopback address, well-behaved and hostile, and a way to them."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newsletter.articles.reading.source import Draft, Kind, ingest
from newsletter.articles.web.guard import Policy
from newsletter.articles.web.store import Store
from newsletter.articles.web.web import Web

HOST = "news.example.org"
HTML = "text/html; charset=utf-8"


@dataclass(kw_only=True)
class Reply:
    """What is at an address. A body that is a function writes to the connection itself, for as long as it likes."""

    body: bytes | Callable[[Any], None] = b""
    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Site:
    """A website: its replies by path, and what it was asked."""

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def policy(self, **names: list[str]) -> Policy:
        """Every name leads to the loopback address; only the site's own name and port may."""
        return Policy(
            resolve=lambda host, _: names.get(host, ["127.0.0.1"]),
            exceptions=frozenset({(HOST, self.port)}),
        )

    def web(self, store: Store | None = None, *, deadline: float = 10.0, **how: Any) -> Web:
        """A way there without pauses; `waited` of the site's tests collects them."""
        how.setdefault("wait", lambda _seconds, _host: None)
        return Web(policy=self.policy(), store=store, deadline=deadline, **how)

    def put(
        self, path: str, body: str | bytes | Callable[[Any], None], *, status: int = 200, **fields: str
    ) -> None:
        """Put something there; fields are written with _ for -."""
        content = body.encode() if isinstance(body, str) else body
        said = {name.replace("_", "-"): value for name, value in fields.items()}
        self.pages[path] = Reply(body=content, status=status, fields={"Content-Type": HTML} | said)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append(self.path)
        site.headers.append(dict(self.headers))
        reply = site.pages.get(self.path, Reply(body=b"nothing here", status=404))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if callable(reply.body):
                reply.body(self)
                return
            self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        tag = reply.fields.get("ETag")
        if tag and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        assert isinstance(reply.body, bytes)
        self.send_response(reply.status)
        for name, value in {"Date": formatdate(usegmt=True), **reply.fields}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_args: object) -> None:
        pass


@contextlib.contextmanager
def website() -> Iterator[Site]:
    """An empty website."""
    server = _Server(("127.0.0.1", 0), _Handler)
    site = server.site = Site(port=server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(title: str, *paragraphs: str, head: str = "", body: str = "", lang: str = "en") -> str:
    """A page with an article in it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or SENTENCES)
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<article><h1>{title}</h1>{text}</article>{body}</body></html>"
    )


SENTENCES = (
    "The weaving shed of Lower Brook stood still for two days this week, and all the valley heard the silence of it.",
    "On Thursday the afternoon break came back, with a promise that no rule will change again before there is a vote.",
    "Nobody was dismissed, and the two days without work are paid, which the owner had ruled out on the first morning.",
)
#: Where a page of theirs lies.
URL = "https://news.example.org/weavers"


def read_page(
    head: str = "",
    *,
    data: object = None,
    title: str = "Weavers stand still",
    body: str = "",
    byline: str = "",
) -> Draft:
    """The article of a page with this head, these structured data (or their text), and this beside the article."""
    if data is not None:
        text = data if isinstance(data, str) else json.dumps(data)
        head += f'<script type="application/ld+json">{text}</script>'
    paragraphs = (byline, *SENTENCES) if byline else SENTENCES
    return ingest(page(title, *paragraphs, head=head, body=body), kind=Kind.HTML, url=URL)
