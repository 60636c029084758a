"""A real browser for the tests in this folder; they are skipped where there is none, but not in CI."""

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.checkers import browser as browsers

_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-proxy-server",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    path = browsers.find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(browsers.NO_BROWSER)
        pytest.skip(browsers.NO_BROWSER)
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """The browser, driven by Playwright. Its loop would be in the way of other tests: it ends with the module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def dump_dom(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The page as the browser has it after loading; nothing is fetched, every host resolves to nowhere."""
    tmp_path = tmp_path_factory.mktemp("dumped")

    def dump(html: str, *, dark: bool) -> str:
        page = tmp_path / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [
            chromium,
            *_QUIET,
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--window-size=1300,1000",
            "--dump-dom",
            page.as_uri(),
        ]
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()

    return dump
