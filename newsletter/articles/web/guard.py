"""Connections to the public internet only: every address of a host is looked at, and that very address is connected to.

An article's address is written by a stranger. It must not reach this computer, its network, or a cloud's metadata
service, neither by its name, nor by a redirect, nor by a name server that answers differently the second time.
"""

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore

from newsletter.articles.web.addresses import is_public
from newsletter.errors import ArticleError

_TRIES = 4  # addresses of one host


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, from the system. Raises OSError if there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may be connected to. The default is what commands use; tests and local servers name exceptions."""

    resolve: Callable[[str, int], list[str]] = resolve
    ports: frozenset[int] = frozenset({80, 443})
    #: (host, port) that may be anywhere, this computer included.
    exceptions: frozenset[tuple[str, int]] = field(default=frozenset())

    def check(self, host: str, port: int) -> None:
        """Refuse other ports than those of the web."""
        if port not in self.ports and (host, port) not in self.exceptions:
            raise ArticleError(
                f"The address names port {port}; articles are fetched from ports 80 and 443 only.",
                remedy="Use the address you see in your browser, or save the page and add the file.",
                code="fetch-refused",
            )

    def addresses(self, host: str, port: int, deadline: "Deadline") -> list[str]:
        """The vetted addresses of a host. Raises ArticleError if one of them is not public."""
        found = _resolved(self.resolve, host, port, deadline)
        if (host, port) not in self.exceptions and not all(map(is_public, found)):
            raise ArticleError(
                f"{host} leads to this computer or a private network, so it was not opened.",
                remedy="Check the address. To add a page of your own network, save it and add the file.",
                code="fetch-refused",
            )
        return found[:_TRIES]


class Deadline:
    """A moment after which everything stops, counted from its making."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises ArticleError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def pause(self, seconds: float) -> None:
        """A pause that is made on purpose does not count."""
        self._end += seconds

    def passed(self) -> ArticleError:
        """The error that says so."""
        return ArticleError(
            f"The page did not arrive within {self._seconds:g} seconds.",
            remedy="Try again later, or save the page in your browser and add the file.",
            code="fetch-slow",
        )


def _resolved(
    look_up: Callable[[str, int], list[str]], host: str, port: int, deadline: Deadline
) -> list[str]:
    """Look a host up in a thread of its own: the system's look-up knows no time limit."""
    answers: queue.Queue[list[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(look_up(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError("not a host name"))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty as error:
        raise deadline.passed() from error
    if isinstance(answer, OSError) or not answer:
        raise ArticleError(
            f"There is no website {host}, or this computer is not online.",
            remedy="Check the spelling of the address and your connection.",
            code="fetch-unreachable",
        ) from (answer if isinstance(answer, OSError) else None)
    return answer


class GuardedBackend(httpcore.NetworkBackend):
    """httpcore's way to the network, through the policy and under one deadline."""

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (httpcore's signature; the deadline rules)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a vetted address of the host, never to the name: what was looked at is what is used."""
        self._policy.check(host, port)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        addresses = self._policy.addresses(host, port, self._deadline)
        for tried, address in enumerate(addresses):
            share = self._deadline.left() / (len(addresses) - tried)
            try:
                stream = self._sockets.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")

    def connect_unix_socket(self, *_args: Any, **_kwargs: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no local sockets")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every step has only what is left of the deadline: a trickle cannot stretch it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
