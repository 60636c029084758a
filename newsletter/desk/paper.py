"""A page on paper: a PDF, where this computer has a browser that makes one without being looked at."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
}  # fmt: skip
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    # A page is printed without asking any host for anything.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
    "--no-pdf-header-footer",
)
SECONDS = 60


def browser() -> str:
    """The program of a Chromium, Chrome or Edge; "" where none is found."""
    named = next(filter(None, map(shutil.which, _NAMES)), "")
    placed = (os.path.expandvars(place) for place in _PLACES.get(sys.platform, ()))
    return named or next((place for place in placed if Path(place).is_file()), "")


def to_pdf(program: str, html: str) -> bytes:
    """The page as a PDF; b"" where the browser does not make one."""
    with tempfile.TemporaryDirectory(prefix="newsletter-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, made = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        order = [
            program,
            *_QUIET,
            *_without_sandbox(),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={made}",
            page.as_uri(),
        ]
        try:
            # A browser found by name; no shell, and no argument that comes from outside.
            subprocess.run(order, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return b""
        return made.read_bytes() if made.is_file() else b""


def _without_sandbox() -> tuple[str, ...]:
    """Chromium refuses its sandbox to root, as in a container. The page itself forbids all scripts."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def pages(pdf: bytes) -> int:
    """How many pages a PDF has: its page objects, also those in compressed streams (ISO 32000-1, 7.5.7)."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = re.sub(rb"stream\r?\n.*?\r?\nendstream", b"", pdf, flags=re.DOTALL)
    return sum(
        len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", part)) for part in (plain, *map(_inflated, streams))
    )


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
