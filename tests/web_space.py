"""A web space on this machine: a folder that anybody can look at, as it is or misbehaving."""

import functools
import http.server
import threading
from pathlib import Path


class WebSpace:
    """Serves a folder on 127.0.0.1; `answers` says for a path another status, type and body than the folder's."""

    def __init__(self, root: Path, answers: dict[str, tuple[int, str, bytes]] | None = None) -> None:
        self.asked: list[str] = []
        answers = {} if answers is None else answers
        asked = self.asked

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                if self.path not in answers:
                    super().do_GET()
                    return
                status, media_type, body = answers[self.path]
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=str(root))
        )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "WebSpace":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
