"""The official client of the `sendgrid` package, speaking over our own line.

Its stock HTTP client opens a connection (and reads all certificates) for every request, has no time-out, follows
redirects with the key in its hand, obeys proxy variables, and writes key and addresses to its debug log.
Importing the package takes a quarter of a second; only who sends imports this file.
"""

import functools
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import python_http_client
import sendgrid

from newsletter.transports.base import Fence
from newsletter.transports.sendgrid.key import vetted_key
from newsletter.transports.sendgrid.line import MOST_REPLY_BYTES, Line
from newsletter.transports.sendgrid.outcome import Reply


def connect(key: str, url: str, line: Line) -> Any:
    """A SendGridAPIClient whose requests go over `line`: `.client.mail.send.post(request_body=…, fence=…)`.

    Raises SettingsError for a key that no header may hold.
    """
    # Our requests never pass the stock client's log; this guards against anybody who goes round us.
    logging.getLogger("python_http_client.client").setLevel(logging.WARNING)
    api = sendgrid.SendGridAPIClient(api_key=vetted_key(key), host=url)
    api.client = LineClient(url, api.client.request_headers, line)
    return api


class LineClient(python_http_client.Client):  # type: ignore[misc]  # the package has no types
    """Builds paths by attributes like its parent; every request goes over one line, with the same headers.

    A body is bytes that are JSON already; parts of a path are quoted already. Options of the parent's calls, headers
    among them, are a TypeError: headers given for one call would stick to all later ones.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str], line: Line, path: list[str] | None = None
    ) -> None:
        super().__init__(host=url, request_headers=headers, version=3, url_path=path)
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return (
            functools.partial(self._call, name.upper()) if name in self.methods else super().__getattr__(name)
        )

    def _build_client(self, name: str | None = None) -> "LineClient":
        return LineClient(
            self.host, self.request_headers, self._line, [*self._url_path, *([name] if name else [])]
        )

    def _call(
        self,
        method: str,
        *,
        fence: Fence,
        request_body: bytes | None = None,
        query_params: Mapping[str, str | int] | None = None,
        most_bytes: int = MOST_REPLY_BYTES,
    ) -> Reply:
        url = urlsplit(self._build_url(query_params))
        target = f"{url.path}?{url.query}" if url.query else url.path
        return self._line.exchange(
            method, target, self.request_headers, request_body, fence=fence, most_bytes=most_bytes
        )
