"""A server on loopback that answers as language models' servers do, or worse."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What is written to the client: (status, body), or a deed of its own.
Answer = tuple[int, bytes] | Callable[[BaseHTTPRequestHandler], None]


class ModelServer:
    """Gives its answers in turn, the last one for ever; `asked` are the questions, with their headers."""

    def __init__(self, answers: list[Answer]) -> None:
        self.answers = answers
        self.asked: list[dict[str, Any]] = []
        self.url = ""

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        self.asked.append({"path": handler.path, "headers": dict(handler.headers), **json.loads(body)})
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if callable(answer):
            answer(handler)
            return
        status, content = answer
        handler.send_response(status)
        if 300 <= status < 400:
            handler.send_header("location", self.url)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)


def said(text: str) -> Answer:
    """An answer in the agreed form."""
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def slow(handler: BaseHTTPRequestHandler) -> None:
    """Drips for longer than anybody should wait."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Ten megabytes."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(10):
            handler.wfile.write(b"x" * 1_000_000)
    except OSError:
        return


def broken(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")


@contextmanager
def model_server(*answers: Answer) -> Iterator[ModelServer]:
    model = ModelServer(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.take(self)

        def log_message(self, *words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
