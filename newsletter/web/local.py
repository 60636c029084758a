"""Pages for the person at this machine and nobody else: what every local page keeps to.

They are served on 127.0.0.1 only, below a random token that only the printed address holds. A page of another site
that is open in the same browser can reach the port: it knows no token, its Host is not ours after DNS rebinding, and
the browser tells where a request comes from (Origin, Sec-Fetch-Site). Nothing is logged.
"""

import os
import secrets
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsletter.errors import UsageError

if TYPE_CHECKING:  # the server itself is loaded when it starts
    import uvicorn

LOOPBACK = "127.0.0.1"
_METHODS = frozenset({"GET", "HEAD", "POST"})
#: On every answer; what a page needs more of it says itself.
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


def listen(port: int) -> socket.socket:
    """A socket on loopback; port 0 takes any free one. Raises UsageError when the port is taken or not allowed."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let another program share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(32)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"Port {port} cannot be used on this machine: it is taken, or not allowed.",
            remedy="Name another one, or leave --port out: any free one is taken then.",
            code="port-taken",
        ) from error
    return listener


class LocalPages:
    """Lets through what this machine's own browser asks for under the token, and answers the rest shortly."""

    def __init__(self, app: ASGIApp, *, port: int, token: str = "") -> None:
        self._app = app
        self._token = token or secrets.token_urlsafe(24)
        self._hosts = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._door = secrets.token_urlsafe(24)
        root = f"http://{LOOPBACK}:{port}"
        self.url = f"{root}/{self._token}/"
        #: Leads to `url` once: other users of a machine can read with what address a browser was started.
        self.door = f"{root}/{self._door}/"

    def __repr__(self) -> str:
        return "<LocalPages>"  # the token stands in the printed address only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            text = PlainTextResponse(refusal.phrase, status_code=refusal.value)
            await text(scope, receive, _guarded(send))
            return
        if not _is(_first(scope), self._token):
            self._door = ""
            inside = RedirectResponse(f"/{self._token}/", status_code=HTTPStatus.SEE_OTHER.value)
            await inside(scope, receive, _guarded(send))
            return
        inner = {**scope, "path": scope["path"][len(self._token) + 1 :]}
        inner.pop("raw_path", None)
        await self._app(inner, receive, _guarded(send))

    def _refusal(self, scope: Scope) -> HTTPStatus | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host")] or headers["host"] not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if not _is(_first(scope), self._token) and not (self._door and _is(_first(scope), self._door)):
            return HTTPStatus.NOT_FOUND
        if scope["method"] not in _METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        return None if self._is_from_here(scope["method"], headers) else HTTPStatus.FORBIDDEN

    def _is_from_here(self, method: str, headers: Headers) -> bool:
        """Whether our own page asks, or a person who typed or opened the address."""
        site, origins = headers.get("sec-fetch-site"), headers.getlist("origin")
        if any(origin not in self._origins for origin in origins):
            return False
        if method == "POST":
            # A form of another site cannot send JSON without asking first, and is never answered.
            is_json = headers.get("content-type", "").partition(";")[0] == "application/json"
            return is_json and bool(origins) and site in (None, "same-origin")
        return site in (None, "none", "same-origin")


def _first(scope: Scope) -> str:
    """The first part of the path, "" where no other follows."""
    first, slash, _ = scope["path"][1:].partition("/")
    return first if slash else ""


def _is(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode(), secret.encode())


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _NOTHING)
        await send(message)

    return guarded


def make_server(app: ASGIApp) -> "uvicorn.Server":
    """A server without a word on any log; give `run` the socket of `listen`."""
    import uvicorn  # noqa: PLC0415 half of the start-up time, needed only when it begins

    config = uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", log_config=None, log_level="critical", access_log=False,
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
    )  # fmt: skip
    return uvicorn.Server(config)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve in a thread while the block lasts; gives the address under which the pages are."""
    with listen(0) as listener:
        pages = LocalPages(app, port=listener.getsockname()[1])
        server = make_server(pages)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield pages.url
        finally:
            server.should_exit = True
            thread.join()
