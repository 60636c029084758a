"""A branch's logo made to be seen on any paper.

A logo that lets its ground shine through is put on a plate, which is painted into the picture: papers change with the
design, the branch's colour and the reader's dark mode, and some mail programs turn papers round without being asked.
None of them changes the pixels of a picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.rendering.palette import PLATES, linear

if TYPE_CHECKING:  # loaded in the darkroom's process only
    from PIL.Image import Image

#: CSS pixels: the largest that a logo is shown, the white around it on a plate, and the plate's corners.
WIDTH, HEIGHT = 180, 72
PADDING, RADIUS = 8, 8
#: Pixels of the file for one of the page, as far as there are any.
DENSITIES = (2.0, 1.5, 1.0)
#: What of a logo must stand out from its ground (WCAG 2.2, 1.4.11: 3 to 1), or at least be meant to.
_SEEN, _MEANT = 3.0, 1.5
#: Alpha below which nobody sees a pixel, and above which nothing shines through.
_CLEAR, _SOLID = 16, 250
#: How much more a dark plate must show: on paper it is a lot of ink.
_CLEARLY = 0.05
#: Pixels on each side of one, among which contrast is looked for.
_REACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Emblem:
    """A logo at one size. `width` and `height` are CSS pixels; `seen` is the share of its outlines that stand out."""

    image: "Image"
    width: int
    height: int
    seen: float


def emblems(image: "Image") -> Iterator[Emblem]:
    """The logo, each time with fewer pixels. `image` is RGB or RGBA; nothing comes where nobody could see anything."""
    cut = _trimmed(image)
    if cut is None:
        return
    margin = PADDING if cut.mode == "RGBA" else 0
    scale = min(1.0, (WIDTH - 2 * margin) / cut.width, (HEIGHT - 2 * margin) / cut.height)
    tried = set()
    for most in DENSITIES:
        density = min(most, 1 / scale)
        if density in tried:
            continue
        tried.add(density)
        small = _resized(cut, scale * density)
        finished, seen = _on_plate(small, density) if margin else (small, _seen_alone(small))
        yield Emblem(
            image=finished,
            width=max(1, round(finished.width / density)),
            height=max(1, round(finished.height / density)),
            seen=seen,
        )


def _trimmed(image: "Image") -> "Image | None":
    """Without empty edges; RGB where nothing shines through, None where nothing is left."""
    if image.mode != "RGBA":
        return image
    box = image.getchannel("A").point(lambda alpha: 255 if alpha >= _CLEAR else 0).getbbox()
    if box is None:
        return None
    cut = image.crop(box)
    shines_through = any(cut.getchannel("A").histogram()[:_SOLID])
    return cut if shines_through else cut.convert("RGB")


def _resized(image: "Image", scale: float) -> "Image":
    from PIL import Image  # noqa: PLC0415

    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_plate(logo: "Image", density: float) -> tuple["Image", float]:
    """The logo on the plate from which most of it stands out."""
    from PIL import ImageChops  # noqa: PLC0415

    # An outline counts when there is any ground at all from which it would stand out.
    outlines = ImageChops.lighter(
        *(_outlines(_laid(logo, ground, _REACH + 1), _SEEN) for ground in ("#ffffff", "#000000"))
    )
    shares = {
        plate: _share(_outlines(_laid(logo, plate, _REACH + 1), _SEEN), of=outlines) for plate in PLATES
    }
    light, dark = PLATES
    plate = dark if shares[dark] > shares[light] + _CLEARLY else light
    finished = _laid(logo, plate, round(PADDING * density)).convert("RGBA")
    finished.putalpha(_rounded(finished.size, round(RADIUS * density)))
    return finished, shares[plate]


def _laid(logo: "Image", ground: str, margin: int) -> "Image":
    from PIL import Image  # noqa: PLC0415

    paper = Image.new("RGB", (logo.width + 2 * margin, logo.height + 2 * margin), ground)
    paper.paste(logo, (margin, margin), mask=logo.getchannel("A"))
    return paper


def _rounded(size: tuple[int, int], radius: int) -> "Image":
    """A mask with smooth corners: drawn four times as large."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    large = Image.new("L", (4 * size[0], 4 * size[1]), 0)
    box = (0, 0, large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, 4 * radius, fill=255)
    return large.resize(size, Image.Resampling.BOX)


def _seen_alone(logo: "Image") -> float:
    """For a logo with a ground of its own: how much of what it shows stands out from that."""
    return _share(_outlines(logo, _SEEN), of=_outlines(logo, _MEANT))


def _outlines(picture: "Image", contrast: float) -> "Image":
    """A mask of the pixels around which two have that contrast."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415

    light = _luminance(picture)
    lightest = light.filter(ImageFilter.MaxFilter(2 * _REACH + 1))
    darkest = light.filter(ImageFilter.MinFilter(2 * _REACH + 1))
    # (lightest + 0.05) / (darkest + 0.05) >= contrast, where 255 is 1.
    needed = darkest.point(lambda dark: min(255, round(contrast * dark + (contrast - 1) * 0.05 * 255)))
    return ImageChops.subtract(lightest, needed).point(lambda more: 255 if more else 0)


def _luminance(picture: "Image") -> "Image":
    """The relative luminance of each pixel (WCAG 2.2), 0 to 255."""
    steps = [round(255 * linear(channel / 255)) for channel in range(256)]
    return picture.point(steps * 3).convert("L", (0.2126, 0.7152, 0.0722, 0))


def _share(found: "Image", *, of: "Image") -> float:
    from PIL import ImageChops  # noqa: PLC0415

    number = of.histogram()[255]
    return ImageChops.darker(found, of).histogram()[255] / number if number else 0.0
