"""Draws each design into docs/images with Chromium: at a desk and on a telephone, in light and dark, in Arabic, without
pictures and with a logo. `make pictures`; the words are those of the tests' full issue.

Pictures are cut off below, scaled down and painted with 128 colours, so that none is above 150 kB.
"""

import io
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image

from tests.checkers import browser
from tests.checkers.mails import DESIGNS, LOGO, mail

IMAGES = Path(__file__).parent / "images"
LARGEST = 150_000
#: mode: language, colour scheme, width of the window in CSS pixels, height of what is shown, pixels of the file.
MODES = MappingProxyType(
    {
        "light": ("en", "light", 720, 1200, 640),
        "dark": ("en", "dark", 720, 1200, 640),
        "phone-light": ("en", "light", 390, 840, 390),
        "phone-dark": ("en", "dark", 390, 840, 390),
        "arabic": ("ar", "light", 390, 840, 390),
        "no-pictures": ("en", "light", 720, 1200, 640),
        "logo": (f"en{LOGO}", "light", 390, 320, 390),
        "logo-dark": (f"en{LOGO}", "dark", 390, 320, 390),
    }
)
_WITHOUT_PICTURES = "document.querySelectorAll('img').forEach((image) => image.removeAttribute('src'))"


def taken(browser_open: browser.Browser, design: str, mode: str) -> Image.Image:
    language, scheme, width, height, _ = MODES[mode]
    screen = browser_open.screen(scheme)
    screen.show(mail(f"{design}-{language}").shown, width=width)
    if mode == "no-pictures":
        screen.ask(_WITHOUT_PICTURES)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    return Image.open(io.BytesIO(screen.page.screenshot(clip=clip, full_page=True)))


def packed(picture: Image.Image, width: int) -> bytes:
    """A PNG of that many pixels across and at most LARGEST bytes: fewer colours where it needs them."""
    small = picture.convert("RGB").resize(
        (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
    )
    for colours in (128, 64, 32, 16):
        stream = io.BytesIO()
        small.quantize(colours, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= LARGEST:
            return stream.getvalue()
    raise SystemExit(f"a picture of {width} pixels does not fit into {LARGEST} bytes")


def main() -> Any:
    path = browser.find()
    if path is None:
        return browser.NO_BROWSER
    with browser.opened(path) as browser_open:
        for design in DESIGNS:
            for mode, (*_, width) in MODES.items():
                content = packed(taken(browser_open, design, mode), width)
                file = IMAGES / f"{design}-{mode}.png"
                file.write_bytes(content)
                sys.stdout.write(f"{file.name}: {len(content) / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
