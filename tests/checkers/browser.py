"""Chromium with mails in it. Nothing it is given reaches the network: requests are written down and cut off."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = f"no browser: none of {', '.join(_NAMES)} is installed and CHROMIUM is not set"
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
#: Colour scheme and width in CSS pixels: what a mail must stand.
ENVIRONMENTS = (("light", 1200), ("light", 390), ("dark", 1200), ("dark", 390))


def find() -> str | None:
    """The path of a browser, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Screen:
    """A page of one colour scheme; `requests` are the addresses that what it showed asked for."""

    page: Any
    requests: list[str] = field(default_factory=list)

    def show(self, html: str, *, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.set_content(html, wait_until="load")

    def ask(self, script: str, value: object = None) -> Any:
        return self.page.evaluate(script, value)


class Browser:
    """One Chromium for all; a screen for each colour scheme, used again and again."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._screens: dict[str, Screen] = {}

    def screen(self, scheme: str) -> Screen:
        """An empty record of requests with it."""
        if scheme not in self._screens:
            context = self._browser.new_context(color_scheme=scheme, service_workers="block")
            made = self._screens[scheme] = Screen(context.new_page())
            context.route("**/*", lambda route: (made.requests.append(route.request.url), route.abort()))
        screen = self._screens[scheme]
        screen.requests.clear()
        return screen


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_OPTIONS))
        try:
            yield Browser(browser)
        finally:
            browser.close()
