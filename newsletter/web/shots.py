"""Pictures of a letter as files: taken by a Chromium of this machine, from the preview's own loopback address.

The browser gets a profile of its own that is thrown away, resolves no name, and starts nothing that calls home.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from PIL import Image, ImageChops

from newsletter.desk.private import refuse_subscribers
from newsletter.desk.proof import read_issue
from newsletter.desk.result import Result
from newsletter.errors import RenderingError, UsageError
from newsletter.files import unwritable
from newsletter.web.local import serving
from newsletter.web.looks import Look, Looks
from newsletter.web.preview import Preview
from newsletter.wiring import House

DESKTOP, PHONE = 700, 390
#: Pixels; no letter within the limit of size is longer, and what is empty below is cut off.
_TALLEST = 14_000
_MARGIN = 24
_SECONDS = 90
_ATTEMPTS = 3
_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge", "brave-browser"),
)
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps", "--disable-quic",
    "--hide-scrollbars", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-color-profile=srgb", "--run-all-compositor-stages-before-draw",
    # A frame in a process of its own may be painted after the picture was taken.
    "--disable-features=IsolateSandboxedIframes,Translate,OptimizationHints,MediaRouter",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One view of a letter."""

    name: str
    width: int
    dark: bool = False
    pictures: bool = True


SHOTS = (
    Shot(name="desktop", width=DESKTOP),
    Shot(name="desktop-dark", width=DESKTOP, dark=True),
    Shot(name="phone", width=PHONE),
    Shot(name="phone-dark", width=PHONE, dark=True),
    Shot(name="pictures-off", width=DESKTOP, pictures=False),
)


def take_shots(house: House, slug: str, folder: Path) -> Result:
    """Write SLUG-LANGUAGE-VIEW.png for each language and view. Raises UsageError `no-browser`, RenderingError."""
    refuse_subscribers(house.workspace, folder)
    browser = find_browser(house.environment.get("CHROMIUM", ""))
    looks = Looks(house, slug)
    read_issue(house, slug)
    answer = looks.answer(Look())
    if answer["letter"] is None:
        raise RenderingError(
            f"There is no letter of {slug} to take pictures of.",
            remedy=f"See what stands in the way: newsletter issue check {slug}",
            code="no-letter",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    written: list[Path] = []
    with serving(Preview(looks).app()) as url:
        for language in (known["code"] for known in answer["languages"]):
            letters = _letters(browser, url, looks, language)
            for shot, letter in zip(SHOTS, letters, strict=True):
                written.append(folder / f"{slug}-{language}-{shot.name}.png")
                _save(letter, written[-1])
    return Result(
        data={"files": [str(path) for path in written]}, lines=tuple(f"Wrote {path}" for path in written)
    )


def find_browser(named: str = "") -> str:
    """A Chromium or its like on this machine. Raises UsageError `no-browser`."""
    names = (named,) if named else _NAMES
    found = next(filter(None, map(shutil.which, names)), "") or (
        "" if named else next(filter(os.path.exists, _PLACES), "")
    )
    if not found:
        raise UsageError(
            "Pictures are taken by Chromium or Chrome, and none was found on this machine.",
            remedy="Install one, or name it in the variable CHROMIUM; or look at the page itself: leave --shots out.",
            code="no-browser",
        )
    return found


def _letters(browser: str, url: str, looks: Looks, language: str) -> list[Image.Image]:
    """A picture of each view, from one window that shows them all: a browser takes longer to start than to draw.

    A busy machine's browser may take the picture before all is drawn: it is asked again then.
    """
    row = []
    for shot in SHOTS:
        key = secrets.token_hex(8)
        looks.choose(key, Look(language=language, dark=shot.dark, pictures=shot.pictures, marks=False))
        row.append(f"{key}:{shot.width}")
    for _ in range(_ATTEMPTS):
        picture = _picture(browser, f"{url}frames/{','.join(row)}/{_TALLEST}")
        edges = accumulate((shot.width for shot in SHOTS), initial=0)
        letters = [_letter_of(picture, left, right) for left, right in pairwise(edges)]
        if all(letters):
            return [letter for letter in letters if letter is not None]
    raise _no_picture()


def _save(letter: Image.Image, path: Path) -> None:
    try:
        letter.save(path)
    except OSError as error:
        raise unwritable(path, error) from error


def _picture(browser: str, url: str) -> Image.Image:
    width = sum(shot.width for shot in SHOTS)
    with tempfile.TemporaryDirectory(prefix="newsletter-shot-", ignore_cleanup_errors=True) as own:
        raw = Path(own) / "raw.png"
        command = [
            browser, *_QUIET, *_as_root(), f"--user-data-dir={Path(own) / 'profile'}", f"--screenshot={raw}",
            f"--window-size={width},{_TALLEST}", url,
        ]  # fmt: skip
        try:
            # A browser of this machine, no shell; its arguments are ours.
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
            with Image.open(raw) as picture:
                return picture.convert("RGB")
        except (OSError, subprocess.SubprocessError) as error:
            raise _no_picture() from error


def _as_root() -> tuple[str, ...]:
    # Chromium's own sandbox does not start for root, as in containers; the frame's sandbox holds all the same.
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def _no_picture() -> RenderingError:
    return RenderingError(
        "The browser took no picture.",
        remedy="Try again; if it fails again, look at the page itself: leave --shots out.",
        code="no-picture",
    )


def _letter_of(picture: Image.Image, left: int, right: int) -> Image.Image | None:
    """One letter, without what lies below its last line but a margin; None where nothing is drawn."""
    letter = picture.crop((left, 0, right, picture.height))
    ground = Image.new("RGB", letter.size, letter.getpixel((2, letter.height - 2)))
    inked = ImageChops.difference(letter, ground).getbbox()
    return letter.crop((0, 0, letter.width, min(letter.height, inked[3] + _MARGIN))) if inked else None
