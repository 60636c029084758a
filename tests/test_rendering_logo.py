"""A logo comes out small and clean, and can be seen whatever the paper; what cannot be one is told in a sentence."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from newsletter.rendering.darkroom import MOST_LOGO_BYTES, Flaw, FlawError, Print, develop_logo
from newsletter.rendering.palette import PLATES, contrast
from tests.pictures import ORIENTATION, jpeg, logo, photo, png, with_a_place

LIGHT, DARK = PLATES
NAVY, GOLD = "#1b1b3a", "#f5c400"
#: Below it the check gives advice.
FAINT = 0.75


def opened(made: Print) -> Image.Image:
    image = Image.open(io.BytesIO(made.content))
    image.load()
    return image


def plate_of(made: Print) -> str:
    """The colour in the middle of its upper edge."""
    image = opened(made).convert("RGBA")
    red, green, blue, alpha = image.getpixel((image.width // 2, 2))
    assert alpha == 255
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize(
    ("ink", "plate"),
    [(NAVY, LIGHT), ("#000000", LIGHT), ("#a3152a", LIGHT), ("#808080", LIGHT), ("#ffffff", DARK), (GOLD, DARK)],
)  # fmt: skip
def test_what_shines_through_is_laid_on_the_plate_that_shows_it(ink: str, plate: str) -> None:
    made = develop_logo(png(logo(ink)))
    assert plate_of(made) == plate
    assert contrast(ink, plate) >= 3
    assert made.seen >= FAINT
    # Whatever paper it lies on shows at its corners only.
    image = opened(made)
    assert image.getpixel((0, 0))[3] == image.getpixel((image.width - 1, image.height - 1))[3] == 0


def test_a_logo_with_a_ground_of_its_own_gets_no_plate() -> None:
    made = develop_logo(png(logo("#ffffff", "#a3152a")))
    assert opened(made).mode == "RGB"
    assert opened(made).getpixel((1, 1)) == (163, 21, 42)
    assert made.seen >= FAINT


def test_a_white_shield_with_dark_words_can_be_read_and_is_no_fault() -> None:
    """Its white is lost on a light plate; but its words, and on a dark plate its outline, are not."""
    shield = Image.new("RGBA", (720, 300))
    ImageDraw.Draw(shield).rounded_rectangle((0, 0, 719, 299), 60, fill="#ffffff")
    shield.alpha_composite(logo())
    made = develop_logo(png(shield))
    assert plate_of(made) == DARK
    assert made.seen >= FAINT


@pytest.mark.parametrize(
    "image",
    [logo(GOLD, second=NAVY), logo("#f0e8c0", "#ffffff"), logo("#ffffff", "#f39200"), logo("#00000030")],
    ids=["light-and-dark", "pale-on-white", "white-on-orange", "a-breath"],
)
def test_what_does_not_stand_out_is_measured(image: Image.Image) -> None:
    assert develop_logo(png(image)).seen < FAINT


@pytest.mark.parametrize(
    ("size", "shown", "pixels"),
    [
        ((1600, 400), (180, 57), (360, 114)),  # white around it, 8 pixels on each side
        ((400, 400), (72, 72), (144, 144)),
        ((400, 4000), (22, 72), (43, 144)),
        ((100, 30), (116, 46), (116, 46)),
        ((246, 60), (180, 56), (270, 84)),
    ],
)
def test_it_fills_its_room_twice_as_sharp_and_is_never_enlarged(
    size: tuple[int, int], shown: tuple[int, int], pixels: tuple[int, int]
) -> None:
    drawn = Image.new("RGBA", size)
    ImageDraw.Draw(drawn).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=NAVY)
    made = develop_logo(png(drawn))
    assert (made.width, made.height) == shown
    assert opened(made).size == pixels


def test_empty_edges_are_cut_off() -> None:
    wide = Image.new("RGBA", (3000, 3000))
    wide.paste(logo(), (1100, 1300))
    assert develop_logo(png(wide)).width == develop_logo(png(logo())).width


def test_a_png_stays_one_and_a_jpeg_is_no_png() -> None:
    """A photograph as PNG, too; both are light, and the same file gives the same bytes."""
    for raw, media_type in ((png(photo()), "image/png"), (jpeg(photo()), "image/jpeg")):
        made = develop_logo(raw)
        assert made == develop_logo(raw)
        assert made.media_type == media_type
        assert opened(made).format == media_type.rpartition("/")[2].upper()
        assert len(made.content) <= MOST_LOGO_BYTES


def test_no_word_is_left_and_it_stands_upright() -> None:
    exif = with_a_place(6)
    made = develop_logo(jpeg(photo(300, 900), exif=exif, comment=b"drawn by Somebody Private"))
    assert made.width > made.height
    for raw in (made.content, develop_logo(png(logo(), exif=exif)).content):
        image = Image.open(io.BytesIO(raw))
        assert dict(image.getexif()) == {}
        assert not {"exif", "comment", "xmp", "icc_profile"} & image.info.keys()
        assert b"Private" not in raw
        assert b"Pocket" not in raw
    assert exif[ORIENTATION] == 6


def bomb() -> bytes:
    """A PNG of 40 million pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8_000, 5_000, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


NO_LOGOS = {
    "text": (b"This is our logo.", Flaw.NO_PICTURE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Flaw.NO_PICTURE),
    "webp": (saved(logo(), "WEBP"), Flaw.NO_PICTURE),
    "gif": (saved(logo().convert("P"), "GIF"), Flaw.NO_PICTURE),
    "half": (png(logo())[:-900], Flaw.DAMAGED),
    "half-jpeg": (jpeg(photo(300, 100))[:2500], Flaw.DAMAGED),
    "bomb": (bomb(), Flaw.TOO_MANY_PIXELS),
    "moving": (saved(logo(), "PNG", save_all=True, append_images=[logo(GOLD)]), Flaw.ANIMATED),
    "clear": (png(Image.new("RGBA", (400, 100), "#ffffff05")), Flaw.EMPTY),
}


@pytest.mark.parametrize("name", NO_LOGOS)
def test_what_is_no_logo_is_refused(name: str) -> None:
    raw, flaw = NO_LOGOS[name]
    with pytest.raises(FlawError) as caught:
        develop_logo(raw)
    assert caught.value.flaw is flaw


@pytest.mark.parametrize("mode", ["P", "L", "LA", "1", "I;16", "CMYK"])
def test_other_kinds_of_pixels_are_converted(mode: str, tmp_path: Path) -> None:
    image = Image.new("I;16", (300, 100), 0x8000) if mode == "I;16" else logo(ground="#ffffff").convert(mode)
    file = tmp_path / "logo"
    image.save(file, "JPEG" if mode == "CMYK" else "PNG")
    made = develop_logo(file.read_bytes())
    assert opened(made).mode in ("RGB", "RGBA", "P")
    assert made.width <= 180
    assert made.height <= 72
