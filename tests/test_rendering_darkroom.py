"""A picture comes out upright, small, in sRGB and with nothing beside it; what is no picture is said to be none."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw

from newsletter.rendering.darkroom import CARD, LEAD, Flaw, FlawError, Print, develop
from tests.pictures import jpeg, photo, with_a_place


def opened(made: Print) -> Image.Image:
    image = Image.open(io.BytesIO(made.content))
    image.load()
    return image


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


@pytest.mark.parametrize(("size", "width", "shown"), [(LEAD, 1200, 600), (CARD, 1072, 536)])
def test_a_photo_keeps_to_width_and_weight(size, width, shown) -> None:
    made = develop(jpeg(photo(3000, 2000)), size)
    image = opened(made)
    assert image.width <= width
    assert len(made.content) <= size.most_bytes
    assert (made.width, made.height) == (shown, round(shown * image.height / image.width))
    assert made.media_type == "image/jpeg"
    assert made.resized


def test_a_jpeg_is_progressive_and_its_colours_are_halved() -> None:
    made = develop(jpeg(), LEAD)
    image = opened(made)
    assert image.info["progressive"]
    assert [layer[1:3] for layer in image.layer] == [(2, 2), (1, 1), (1, 1)]


def test_the_same_file_gives_the_same_bytes() -> None:
    raw = jpeg()
    assert develop(raw, LEAD) == develop(raw, LEAD)


def test_a_small_picture_is_never_enlarged() -> None:
    made = develop(jpeg(photo(300, 200)), LEAD)
    assert opened(made).size == (300, 200)
    assert (made.width, made.height, made.resized) == (300, 200, False)


def test_a_tower_is_at_most_half_as_high_again() -> None:
    made = develop(jpeg(photo(400, 4000)), LEAD)
    assert opened(made).height <= 1800
    assert made.height / made.width == pytest.approx(10, rel=0.02)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_the_telephone_was_held(orientation: int) -> None:
    turns = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
             5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
             8: Image.Transpose.ROTATE_90}  # fmt: skip
    original = photo(900, 600)
    made = opened(develop(jpeg(original, exif=with_a_place(orientation)), LEAD))
    wanted = original.transpose(turns[orientation]) if orientation > 1 else original
    assert made.size == wanted.size
    for place in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        at = (int(place[0] * made.width), int(place[1] * made.height))
        is_red = made.getpixel(at)[0] > made.getpixel(at)[2]
        assert is_red is (wanted.getpixel(at)[0] > wanted.getpixel(at)[2])


def test_no_place_no_name_and_no_comment_is_left() -> None:
    raw = jpeg(exif=with_a_place(6), comment=b"taken at the house of Somebody Private", xmp=b"<x>Somebody Private</x>",
               icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())  # fmt: skip
    before = Image.open(io.BytesIO(raw))
    assert before.getexif().get_ifd(0x8825)
    made = develop(raw, LEAD)
    after = opened(made)
    assert dict(after.getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile", "photoshop"} & after.info.keys()
    for word in (b"Private", b"Pocket", b"Exif", b"ICC_PROFILE", b"http"):
        assert word not in made.content


def test_a_logo_stays_sharp_and_loses_its_words() -> None:
    from PIL.PngImagePlugin import PngInfo

    logo = Image.new("RGBA", (1400, 700), (255, 255, 255, 0))
    ImageDraw.Draw(logo).rectangle((100, 100, 900, 500), fill=(163, 21, 42, 255))
    words = PngInfo()
    words.add_text("Author", "Somebody Private")
    made = develop(saved(logo, "PNG", pnginfo=words), LEAD)
    assert made.media_type == "image/png"
    assert opened(made).mode == "RGBA"
    assert b"Private" not in made.content


def test_a_photo_as_png_becomes_a_jpeg_on_white() -> None:
    clear = photo(900, 600).convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 300, 300))
    made = develop(saved(clear, "PNG"), LEAD)
    assert made.media_type == "image/jpeg"
    assert min(opened(made).getpixel((50, 50))) > 240


@pytest.mark.parametrize(
    ("mode", "format_"),
    [("RGB", "WEBP"), ("P", "GIF"), ("L", "JPEG"), ("CMYK", "JPEG"), ("LA", "PNG"), ("1", "PNG")],
    ids=["webp", "gif", "grey", "cmyk", "grey-and-clear", "black-and-white"],
)
def test_other_kinds_are_converted(mode: str, format_: str) -> None:
    made = develop(saved(photo(560, 400).convert(mode), format_), CARD)
    assert opened(made).format in ("JPEG", "PNG")
    assert made.media_type == f"image/{opened(made).format.lower()}"
    assert 0 < made.width <= 536
    assert len(made.content) <= CARD.most_bytes


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    made = develop(saved(Image.new("I;16", (600, 400), 0x8000), "PNG"), CARD)
    assert opened(made).convert("L").getpixel((5, 5)) == pytest.approx(128, abs=3)


def test_colours_of_another_profile_are_turned_into_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert develop(jpeg(icc_profile=lab), CARD).content
    assert develop(jpeg(icc_profile=b"no profile at all" * 20), CARD).content


def bomb() -> bytes:
    """A PNG of 300 million pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 20_000, 15_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "flaw"),
    [
        (b"", Flaw.NO_PICTURE),
        (b"no picture", Flaw.NO_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Flaw.NO_PICTURE),
        (saved(photo(50, 50), "BMP"), Flaw.NO_PICTURE),
        (saved(photo(50, 50), "TIFF"), Flaw.NO_PICTURE),
        (saved(photo(50, 50), "PDF"), Flaw.NO_PICTURE),
        (jpeg()[:5000], Flaw.DAMAGED),
        (saved(photo(200, 200), "PNG")[:-300], Flaw.DAMAGED),
        (bomb(), Flaw.TOO_MANY_PIXELS),
        (
            saved(photo(90, 90), "GIF", save_all=True, append_images=[Image.new("RGB", (90, 90))]),
            Flaw.ANIMATED,
        ),
        (
            saved(photo(90, 90), "WEBP", save_all=True, append_images=[Image.new("RGB", (90, 90))]),
            Flaw.ANIMATED,
        ),
        (
            saved(photo(90, 90), "PNG", save_all=True, append_images=[Image.new("RGB", (90, 90))]),
            Flaw.ANIMATED,
        ),
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "bmp",
        "tiff",
        "pdf",
        "half-jpeg",
        "half-png",
        "bomb",
        "gif",
        "webp",
        "apng",
    ],
)
def test_what_is_no_still_picture_is_refused(raw: bytes, flaw: Flaw) -> None:
    with pytest.raises(FlawError) as caught:
        develop(raw, LEAD)
    assert caught.value.flaw is flaw


def flaw_of(raw: bytes) -> Flaw | None:
    """None where it becomes a picture."""
    try:
        develop(raw, CARD)
    except FlawError as error:
        return error.flaw
    return None


@pytest.mark.parametrize("at", range(20, 2000, 97))
def test_damage_anywhere_ends_in_a_picture_or_a_flaw(at: int) -> None:
    raw = bytearray(jpeg(photo(300, 200), exif=with_a_place(6)))
    raw[at : at + 6] = b"\xff\x00\xff\xd8\x00\xff"
    assert flaw_of(bytes(raw)) in (None, Flaw.DAMAGED, Flaw.NO_PICTURE, Flaw.TOO_MANY_PIXELS)


def test_pure_noise_becomes_small_enough() -> None:
    noise = Image.frombytes("RGB", (1200, 900), random.Random(1).randbytes(1200 * 900 * 3))
    assert len(develop(saved(noise, "PNG"), CARD).content) <= CARD.most_bytes
