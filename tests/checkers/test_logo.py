"""A dark logo can be seen in every design and scheme, as a browser paints it; so can a white one."""

import base64
import io

import pytest
from PIL import Image

from newsletter.rendering.darkroom import develop_logo
from newsletter.rendering.palette import contrast
from tests.checkers.browser import Browser
from tests.checkers.mails import DESIGNS, LOGO, logo_gallery, mail
from tests.pictures import logo, png

pytestmark = pytest.mark.checkers

#: Share of the pixels around a logo that its outlines should take at least, and their contrast (WCAG 2.2, 1.4.11).
INKED, SEEN = 0.05, 3.0


def painted(browser: Browser, html: str, *, scheme: str) -> float:
    """The contrast between the lighter and the darker pixels of the logo, with some of the paper around it."""
    screen = browser.screen(scheme)
    screen.show(html, width=390)
    box = screen.ask(
        "(({x, y, width, height}) => ({x, y, width, height}))(document.images[0].getBoundingClientRect())"
    )
    assert box["width"] > 20
    image = Image.open(io.BytesIO(screen.page.screenshot(clip=box))).convert("L")
    pixels = sorted(image.tobytes())
    dark, light = (pixels[int(len(pixels) * share)] for share in (INKED, 1 - INKED))
    return contrast(f"#{dark:02x}{dark:02x}{dark:02x}", f"#{light:02x}{light:02x}{light:02x}")


def with_picture(html: str, content: bytes) -> str:
    """The page with another file in the place of its logo."""
    assert logo_gallery().logo is not None
    old = base64.b64encode(logo_gallery().logo.content).decode()
    assert old in html
    return html.replace(old, base64.b64encode(content).decode())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("ink", ["#1b1b3a", "#ffffff", "#a3152a"])
def test_a_logo_can_be_seen_on_every_paper(browser: Browser, design: str, scheme: str, ink: str) -> None:
    html = with_picture(mail(f"{design}-en{LOGO}").shown, develop_logo(png(logo(ink))).content)

    assert painted(browser, html, scheme=scheme) >= SEEN


@pytest.mark.parametrize(
    ("design", "scheme", "ink"),
    [("digest", "dark", "#1b1b3a"), ("letter", "dark", "#1b1b3a"), ("letter", "light", "#ffffff")],
)
def test_without_a_plate_it_would_vanish(browser: Browser, design: str, scheme: str, ink: str) -> None:
    """A control: the same logo as it lies in the file."""
    html = with_picture(mail(f"{design}-en{LOGO}").shown, png(logo(ink)))

    assert painted(browser, html, scheme=scheme) < SEEN
