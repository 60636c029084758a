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
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.rendering import logo
from newsletter.rendering.limits import limit_memory

if TYPE_CHECKING:  # for start-up time: whoever starts the process needs no Pillow
    from PIL.Image import Image

#: A telephone's largest are about 15 MB.
LARGEST_FILE = 30_000_000
MOST_PIXELS = 60_000_000
MEMORY = 1024 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
#: A logo is drawn once and kept small.
LARGEST_LOGO_FILE = 5_000_000
MOST_LOGO_PIXELS = 20_000_000
MOST_LOGO_BYTES = 30_000
_LOGO_FORMATS = ("JPEG", "PNG")
_LOGO_QUALITIES = (92, 85, 75, 60)
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
    EMPTY = "empty"  # a logo of which nothing can be seen
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


#: The first picture of a letter, and the others: as wide as the widest column of our designs.
LEAD = Size(shown=600, widths=(1200, 1000, 800, 600, 480), most_bytes=120_000)
CARD = Size(shown=536, widths=(1072, 800, 640, 536, 384, 256), most_bytes=40_000)
#: Where a logo travels in the letter as well: together they weigh no more than without it.
LEAD_BESIDE_LOGO = replace(LEAD, most_bytes=LEAD.most_bytes - MOST_LOGO_BYTES)


class Kind(StrEnum):
    """What a picture is for."""

    LEAD = "lead"
    LEAD_BESIDE_LOGO = "lead-beside-logo"
    CARD = "card"
    LOGO = "logo"


_SIZES = {Kind.LEAD: LEAD, Kind.LEAD_BESIDE_LOGO: LEAD_BESIDE_LOGO, Kind.CARD: CARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A finished picture. `width` and `height` are what the page says (CSS pixels), from the file's own ratio."""

    content: bytes
    media_type: str
    width: int
    height: int
    #: whether it has fewer pixels than the file it was made from.
    resized: bool
    #: of a logo, the share of its outlines that stand out from what it lies on.
    seen: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Negative:
    """What was in a file: upright, in sRGB, with nothing beside it."""

    image: "Image"
    #: a logo or drawing with few colours.
    is_drawing: bool
    is_png: bool
    #: both sides of the picture in the file, whichever way up.
    sides: set[int]


def develop(raw: bytes, size: Size) -> Print:
    """A picture in the format, size and weight of a letter; the same bytes for the same file. Raises FlawError."""
    with _faults_told(MOST_PIXELS):
        return _small(_read(raw, _FORMATS, 2 * size.widths[0]), size)


def develop_logo(raw: bytes) -> Print:
    """A logo as `logo.py` makes it; a PNG stays one. Raises FlawError."""
    with _faults_told(MOST_LOGO_PIXELS):
        negative = _read(raw, _LOGO_FORMATS, 8 * logo.WIDTH)
        emblem = None
        for emblem in logo.emblems(negative.image):
            if content := _logo_file(emblem.image, as_png=negative.is_png):
                return Print(
                    content=content,
                    media_type="image/png" if negative.is_png else "image/jpeg",
                    width=emblem.width,
                    height=emblem.height,
                    resized=True,
                    seen=emblem.seen,
                )
    raise FlawError(Flaw.TOO_HEAVY if emblem else Flaw.EMPTY)


def _logo_file(image: "Image", *, as_png: bool) -> bytes:
    """The first file that is light enough; empty where none is."""
    if as_png:
        few = (image.quantize(colours) for colours in (256, 128, 64))
        files = (_png(each, MOST_LOGO_BYTES) for each in (image, *few))
    else:
        files = (_jpeg(image, quality, subsampling="4:4:4") for quality in _LOGO_QUALITIES)
    return next((content for content in files if 0 < len(content) <= MOST_LOGO_BYTES), b"")


@contextmanager
def _faults_told(most_pixels: int) -> Iterator[None]:
    """Raise FlawError for whatever Pillow finds wrong with a file."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - loaded in the process of its own only

    Image.MAX_IMAGE_PIXELS = most_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
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


def _read(raw: bytes, formats: tuple[str, ...], enough: int) -> _Negative:
    """What is in a file; a JPEG needs no more than `enough` pixels on each side."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(io.BytesIO(raw), formats=formats) as image:
        # A telephone's file may hold a second, smaller picture; only what moves is refused.
        if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
            raise FlawError(Flaw.ANIMATED)
        sides, source = set(image.size), image.format
        # JPEG is decoded at a fraction of its size where that is enough: less memory, less time.
        image.draft("RGB", (enough, enough))
        image.load()
        plain = _in_srgb(ImageOps.exif_transpose(image))
    plain.info = {}  # comments and profiles would be written again
    is_drawing = source in ("PNG", "GIF") and plain.getcolors(256) is not None
    return _Negative(image=plain, is_drawing=is_drawing, is_png=source == "PNG", sides=sides)


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
        if content := _png(smaller, size.most_bytes):
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


def _jpeg(image: "Image", quality: int, subsampling: str = "4:2:0") -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=subsampling)
    return file.getvalue()


def _png(image: "Image", most_bytes: int) -> bytes:
    """For logos and drawings: sharp edges stay sharp. Empty where that weighs too much."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue() if file.tell() <= most_bytes else b""


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
    """Answer one order: {"pictures": [[path, kind], …]}."""
    order = json.loads(sys.stdin.buffer.read())
    limit_memory(MEMORY)
    for path, kind in order["pictures"]:
        sys.stdout.write(json.dumps(_answer(Path(path), Kind(kind))) + "\n")
        # Whoever dies of the next picture has answered for this one.
        sys.stdout.flush()


def _answer(path: Path, kind: Kind) -> dict[str, object]:
    is_logo = kind is Kind.LOGO
    try:
        raw = _content(path, LARGEST_LOGO_FILE if is_logo else LARGEST_FILE)
        made = develop_logo(raw) if is_logo else develop(raw, _SIZES[kind])
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
        "seen": made.seen,
    }


def _content(path: Path, most_bytes: int) -> bytes:
    try:
        if not path.is_file():  # a pipe would never end
            raise FlawError(Flaw.NOT_READ)
        with path.open("rb") as stream:
            content = stream.read(most_bytes + 1)
    except OSError as error:
        raise FlawError(Flaw.NOT_READ) from error
    if len(content) > most_bytes:
        raise FlawError(Flaw.FILE_TOO_LARGE)
    return content


if __name__ == "__main__":
    main()
