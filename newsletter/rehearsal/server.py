"""The rehearsal's SendGrid as an HTTP server on this machine. It mails nobody.

    with LocalSendGrid({"send:1": "reply_lost"}, world=World.named("0111")) as server:
        ...  # talk to server.url
        server.judge.received()

Tests in the same process use its methods (stage.py); others its control pages (control.py), and
`python -m newsletter.rehearsal` where it is to be a process of its own.
"""

import ssl
import threading
from http.server import ThreadingHTTPServer
from typing import Any, Self

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.handler import Handler
from newsletter.rehearsal.mail import Vet
from newsletter.rehearsal.stage import Stage
from newsletter.rehearsal.world import World


class LocalSendGrid(Stage):
    """Serves from `with` to its end, or by `serve_forever`; `url` says where, `token` opens the control pages."""

    def __init__(
        self,
        faults: Spec = None,
        *,
        world: World | None = None,
        account: Account | None = None,
        clock: Clock | None = None,
        skew: float = 0.0,
        key: str = "",
        vet: Vet | None = None,
        keeps_bodies: bool = True,
        seed: int | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            faults,
            world=world,
            account=account,
            clock=clock,
            skew=skew,
            key=key,
            vet=vet,
            keeps_bodies=keeps_bodies,
            seed=seed,
        )
        self._http = _HttpServer(self, port, tls)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._http.server_port}"

    @property
    def connections(self) -> int:
        """How many were opened."""
        return self._http.connections

    def serve_forever(self) -> None:
        self._http.serve_forever(0.02)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stage: Stage, port: int, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", port), type("StageHandler", (Handler,), {"stage": stage}))
        self.connections = 0
        self._tls = tls
        self._lock = threading.Lock()

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self.connections += 1
        if not self._tls:
            return super().finish_request(request, client_address)
        # Here, in the connection's own thread: a handshake may take its time.
        with self._tls.wrap_socket(request, server_side=True) as secured:
            return super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: a client that hangs up is what a rehearsal is for."""
