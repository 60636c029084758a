"""The pictures of the guides show a design as it is, and are small."""

import io

import pytest
from PIL import Image

from docs import make_pictures
from tests.checkers.browser import Browser

pytestmark = pytest.mark.checkers


def test_a_picture_is_small_and_shows_the_scheme_it_is_named_after(browser: Browser) -> None:
    files = {
        mode: make_pictures.packed(make_pictures.taken(browser, "digest", mode), 390)
        for mode in ("phone-light", "phone-dark")
    }
    shades = {mode: _mean(content) for mode, content in files.items()}

    assert max(map(len, files.values())) <= make_pictures.LARGEST
    assert shades["phone-dark"] < 100
    assert shades["phone-light"] > 150


def _mean(content: bytes) -> float:
    grey = Image.open(io.BytesIO(content)).convert("L")
    return sum(shade * number for shade, number in enumerate(grey.histogram())) / (grey.width * grey.height)
