"""Makes a small, clean picture of whatever a file holds: turned upright, in sRGB, without a word of metadata.

Files of pictures come from strangers and phones, so this runs in a process of its own with limits on time and memory
(pictures.py starts it). It reads one JSON object from standard input and writes one line of JSON for each picture.
"""

import base64
import hashlib
import io
import json
import struct
import sys
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.rendering.limits import limit_memory

if TYPE_CHECKING:  # for start-up time: whoever starts the process needs no Pillow
    from PIL.Image import Image

#: A telephone's largest are about 15 MB.
LARGEST_FILE = 30_000_000
MOST_PIXELS = 60_000_000
MEMORY = 1024 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
#: Low ones are fine: a picture has about two of its pixels for each of a screen's.
_QUALITIES = (80, 72, 64, 56, 48)
#: A tower may be half as high again as it is wide.
_MOST_HEIGHT = 1.5


class Flaw(StrEnum):
    """Why there is no picture."""

    NOT_READ = "not-read"  # the file is not there or may not be read
    FILE_TOO_LARGE = "file-too-large"
    NO_PICTURE = "no-picture"  # nothing that is read here: a text, an SVG, a film
    DAMAGED = "damaged"  # cut short, or not as its format wants it
    TOO_MANY_PIXELS = "too-many-pixels"
    ANIMATED = "animated"
    TOO_HEAVY = "too-heavy"  # no step brings it below the limit
    TOO_MUCH = "too-much"  # the process ran out of time or memory


class FlawError(Exception):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How a picture is shown: CSS pixels in the letter, the widths of the file to try, and its bytes at most."""

    shown: int
    widths: tuple[int, ...]
    most_bytes: int


#: The first picture of a letter, and the others.
LEAD = Size(shown=600, widths=(1200, 1000, 800, 600, 480), most_bytes=120_000)
CARD = Size(shown=512, widths=(1024, 800, 640, 512, 384, 256), most_bytes=40_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A finished picture. `width` and `height` are what the page says (CSS pixels), from the file's own ratio."""

    content: bytes
    media_type: str
    width: int
    height: int
    #: whether it has fewer pixels than the file it was made from.
    resized: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Negative:
    """What was in a file: upright, in sRGB, with nothing beside it."""

    image: "Image"
    #: a logo or drawing with few colours.
    is_drawing: bool
    #: both sides of the picture in the file, whichever way up.
    sides: set[int]


def develop(raw: bytes, size: Size) -> Print:
    """A picture in the format, size and weight of a letter; the same bytes for the same file. Raises FlawError."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - loaded in the process of its own only

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _small(_read(raw, size), size)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise FlawError(Flaw.TOO_MANY_PIXELS) from error
        except UnidentifiedImageError as error:
            raise FlawError(Flaw.NO_PICTURE) from error
        except _DAMAGED as error:
            raise FlawError(Flaw.DAMAGED) from error


#: What Pillow's readers raise for files that are cut short or lie about themselves.
_DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def _read(raw: bytes, size: Size) -> _Negative:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
        # A telephone's file may hold a second, smaller picture; only what moves is refused.
        if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
            raise FlawError(Flaw.ANIMATED)
        sides, source = set(image.size), image.format
        # JPEG is decoded at a fraction of its size where that is enough: less memory, less time.
        image.draft("RGB", (2 * size.widths[0], 2 * size.widths[0]))
        image.load()
        plain = _in_srgb(ImageOps.exif_transpose(image))
    plain.info = {}  # comments and profiles would be written again
    is_drawing = source in ("PNG", "GIF") and plain.getcolors(256) is not None
    return _Negative(image=plain, is_drawing=is_drawing, sides=sides)


def _in_srgb(image: "Image") -> "Image":
    """As RGB, or RGBA where something shines through."""
    from PIL import ImageCms  # noqa: PLC0415

    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a pixel, as scanners write; converting would cut everything bright off.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")  # a damaged profile: the colours as they stand
        if converted is not None:
            return converted
    return image.convert("RGB")


def _small(negative: _Negative, size: Size) -> Print:
    original = negative.sides
    for smaller in _sizes(negative.image, size) if negative.is_drawing else ():
        if content := _png(smaller, size):
            return _print(content, "image/png", smaller, size, original)
    flat = _on_white(negative.image)
    for smaller in _sizes(flat, size):
        for quality in _QUALITIES:
            content = _jpeg(smaller, quality)
            if len(content) <= size.most_bytes:
                return _print(content, "image/jpeg", smaller, size, original)
    raise FlawError(Flaw.TOO_HEAVY)


def _sizes(image: "Image", size: Size) -> Iterator["Image"]:
    """The picture at each width that it has pixels for."""
    from PIL import Image  # noqa: PLC0415

    tried = set()
    for width in size.widths:
        scale = min(1.0, width / image.width, width * _MOST_HEIGHT / image.height)
        box = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        if box not in tried:
            tried.add(box)
            yield image if scale == 1 else image.resize(box, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(image: "Image") -> "Image":
    """JPEG knows no transparency."""
    from PIL import Image  # noqa: PLC0415

    if image.mode == "RGB":
        return image
    page = Image.new("RGB", image.size, (255, 255, 255))
    page.paste(image, mask=image.getchannel("A"))
    return page


def _jpeg(image: "Image", quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return file.getvalue()


def _png(image: "Image", size: Size) -> bytes:
    """For logos and drawings: sharp edges stay sharp. Empty where that weighs too much."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue() if file.tell() <= size.most_bytes else b""


def _print(content: bytes, media_type: str, image: "Image", size: Size, original: set[int]) -> Print:
    width = min(size.shown, image.width)
    height = max(1, round(width * image.height / image.width))
    return Print(
        content=content,
        media_type=media_type,
        width=width,
        height=height,
        resized=set(image.size) != original,
    )


def main() -> None:
    """Answer one order: {"pictures": [[path, is_lead], …]}."""
    order = json.loads(sys.stdin.buffer.read())
    limit_memory(MEMORY)
    for path, is_lead in order["pictures"]:
        sys.stdout.write(json.dumps(_answer(Path(path), LEAD if is_lead else CARD)) + "\n")
        # Whoever dies of the next picture has answered for this one.
        sys.stdout.flush()


def _answer(path: Path, size: Size) -> dict[str, object]:
    try:
        made = develop(_content(path), size)
    except FlawError as error:
        return {"flaw": str(error.flaw)}
    except MemoryError:
        return {"flaw": str(Flaw.TOO_MUCH)}
    return {
        "content": base64.b64encode(made.content).decode(),
        "digest": hashlib.sha256(made.content).hexdigest(),
        "media_type": made.media_type,
        "width": made.width,
        "height": made.height,
        "resized": made.resized,
    }


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would never end
            raise FlawError(Flaw.NOT_READ)
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FlawError(Flaw.NOT_READ) from error
    if len(content) > LARGEST_FILE:
        raise FlawError(Flaw.FILE_TOO_LARGE)
    return content


if __name__ == "__main__":
    main()
