"""`issue preview`: one issue as its readers will see it, on a page for this machine only, renewed while files change.

The letter lies in a sandboxed frame from an address of its own: no script runs in it, nothing is loaded, no link leads
anywhere, and it shares no origin with the page around it.
"""

import asyncio
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from newsletter.desk.proof import read_issue
from newsletter.desk.result import Result, Talk
from newsletter.desk.screen import has_screen
from newsletter.errors import NewsletterError
from newsletter.web.local import LocalPages, listen, make_server
from newsletter.web.looks import Look, Looks
from newsletter.web.page import error_page, frames_page, preview_page
from newsletter.wiring import House
from subscribers.errors import SubscribersError

#: Seconds between two looks at the files, and until a file that is being written is whole.
LOOK_EVERY, SETTLES_IN = 0.4, 0.15
#: Bytes of a request; the largest holds an address.
_LARGEST_REQUEST = 4_000
_PICTURES = {True: "img-src data: cid:; ", False: ""}
_IN_THE_FRAME = "sandbox; default-src 'none'; style-src 'unsafe-inline'; {pictures}frame-ancestors 'self'"


class Preview:
    """The preview's pages. `is_over` ends the stream of changes when the server is told to stop."""

    def __init__(self, looks: Looks, is_over: Callable[[], bool] = lambda: False) -> None:
        self._looks = looks
        self.is_over = is_over

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page, methods=["GET"]),
                Route("/look/{key}", self._look, methods=["POST"]),
                Route("/letter/{key}", self._letter, methods=["GET"]),
                Route("/frames/{row}/{height:int}", self._frames, methods=["GET"]),
                Route("/empty", self._empty, methods=["GET"]),
                Route("/reader", self._reader, methods=["POST"]),
                Route("/changes", self._changes, methods=["GET"]),
            ]
        )

    async def _page(self, request: Request) -> Response:
        del request
        page, policy = preview_page()
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def _look(self, request: Request) -> Response:
        key, wanted = request.path_params["key"], await _json_of(request)
        if wanted is None:
            return Response(status_code=400)
        look = Look(
            language=str(wanted.get("language", "")),
            reader=str(wanted.get("reader", "")),
            dark=wanted.get("dark") is True,
            pictures=wanted.get("pictures") is not False,
            marks=wanted.get("marks") is not False,
        )
        self._looks.choose(key, look)
        return JSONResponse(await run_in_threadpool(self._looks.answer, look))

    async def _letter(self, request: Request) -> Response:
        look = self._looks.chosen(request.path_params["key"])
        page = await run_in_threadpool(self._looks.page, look)
        policy = _IN_THE_FRAME.format(pictures=_PICTURES[look.pictures])
        return HTMLResponse(
            error_page(dark=look.dark) if page is None else page, headers={"Content-Security-Policy": policy}
        )

    async def _frames(self, request: Request) -> Response:
        """The row names looks and their widths: `a1:700,b2:390`."""
        row = [piece.partition(":") for piece in request.path_params["row"].split(",")]
        frames = [(key, int(width)) for key, _, width in row if width.isdecimal()]
        page, policy = frames_page(frames, request.path_params["height"])
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def _empty(self, request: Request) -> Response:
        look = self._looks.chosen(request.query_params.get("look", ""))
        policy = _IN_THE_FRAME.format(pictures="")
        return HTMLResponse(error_page(dark=look.dark), headers={"Content-Security-Policy": policy})

    async def _reader(self, request: Request) -> Response:
        wanted = await _json_of(request)
        if wanted is None:
            return Response(status_code=400)
        try:
            key, reader = await run_in_threadpool(self._looks.look_up, str(wanted.get("wanted", "")))
        except (SubscribersError, NewsletterError) as error:
            return JSONResponse({"message": error.message, "remedy": error.remedy}, status_code=422)
        return JSONResponse({"reader": key, "language": reader.language})

    async def _changes(self, request: Request) -> Response:
        del request
        return StreamingResponse(self._told(), media_type="text/event-stream")

    async def _told(self) -> AsyncIterator[str]:
        """A line whenever the files are others; a comment now and then shows whether anybody still listens."""
        seen = await run_in_threadpool(self._looks.stamps)
        yield "retry: 1000\n\n"
        while not self.is_over():
            await asyncio.sleep(LOOK_EVERY)
            now = await run_in_threadpool(self._looks.stamps)
            if now == seen:
                yield ":\n\n"
                continue
            while (later := await self._settled()) != now:
                now = later
            seen = now
            yield "data: changed\n\n"

    async def _settled(self) -> Any:
        await asyncio.sleep(SETTLES_IN)
        return await run_in_threadpool(self._looks.stamps)


async def _json_of(request: Request) -> dict[str, Any] | None:
    """The object a request brings, None for anything else."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_REQUEST:
            return None
    try:
        wanted = orjson.loads(body)
    except ValueError:
        return None
    return wanted if isinstance(wanted, dict) else None


def preview(house: House, slug: str, talk: Talk, *, port: int = 0, open_browser: bool = True) -> Result:
    """Serve the preview until Ctrl-C, which is its usual end. Raises WorkspaceError when there is no such issue."""
    if not house.workspace.issue(slug).exists():
        read_issue(house, slug)  # says so; a file that is only broken is told on the page
    looks = Looks(house, slug)
    with listen(port) as listener:
        preview = Preview(looks)
        pages = LocalPages(preview.app(), port=listener.getsockname()[1])
        server = make_server(pages)
        preview.is_over = lambda: server.should_exit
        talk.say(f"The preview of {slug}: {pages.url}\nIt follows your files. Ctrl-C ends it.")
        if open_browser and has_screen():
            webbrowser.open(pages.door)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    return Result(lines=("The preview has ended.",))
