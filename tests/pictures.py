"""Pictures for the tests, made by Pillow: photo-like noise, with all that a telephone writes beside it."""

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from newsletter.articles import article as articles
from newsletter.workspace import Workspace

ORIENTATION, GPS, MAKE, ARTIST = 0x0112, 0x8825, 0x010F, 0x013B


def photo(width: int = 1300, height: int = 975) -> Image.Image:
    """A red left half and a blue right half under many-coloured noise, the same each time."""
    page = Image.new("RGB", (width, height), (200, 30, 30))
    page.paste((30, 30, 200), (width // 2, 0, width, height))
    across, down = max(1, width // 5), max(1, height // 5)
    noise = Image.frombytes("RGB", (across, down), random.Random(1).randbytes(3 * across * down))
    return Image.blend(page, noise.resize((width, height)), 0.3)


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    file = io.BytesIO()
    (image or photo()).save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def png(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def logo(ink: str = "#1b1b3a", ground: str = "#00000000", *, second: str = "") -> Image.Image:
    """A ring around a cogwheel, with two words beside it, on nothing or on a colour; the wheel may have another."""
    page = Image.new("RGBA", (720, 300), ground)
    draw = ImageDraw.Draw(page)
    draw.ellipse((30, 30, 270, 270), outline=ink, width=26)
    for rotation in (0, 30, 60):
        draw.regular_polygon((150, 150, 74), 4, rotation=rotation, fill=second or ink)
    words = ImageFont.load_default(84)
    draw.text((310, 36), "ANYTOWN", fill=ink, font=words)
    draw.text((310, 150), "UNITED", fill=second or ink, font=words)
    return page


def with_a_place(orientation: int = 1) -> Image.Exif:
    """EXIF as a telephone writes it: how it was held, whose it is, and where it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Pocket Telephone"
    exif[ARTIST] = "Somebody Private"
    exif.get_ifd(GPS).update({1: "S", 2: (12.0, 2.0, 47.0), 3: "W", 4: (77.0, 1.0, 42.0)})
    return exif


def give_picture(
    root: Path, slug: str, *, content: bytes | None = None, file: str = "pictures/lima.jpg", **changes: str
):
    """Put a picture into a workspace and its lines into an article's file, as a person would."""
    workspace = Workspace(root)
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg() if content is None else content)
    article = articles.load(workspace, slug)
    lines = {"file": file, "alt": "Marchers with flags on a bridge", **changes}
    text = workspace.article(slug).read_text(encoding="utf-8")
    assert article.photo is not None
    for key in lines:
        text = "\n".join(line for line in text.split("\n") if not line.startswith(f"  {key}:"))
    added = "".join(f"  {key}: {value}\n" for key, value in lines.items())
    workspace.article(slug).write_text(text.replace("photo:\n", f"photo:\n{added}", 1), encoding="utf-8")


def give_logo(root: Path, content: bytes, *, name: str = "pictures/logo.png", alt: str = "") -> None:
    """Put a logo into a workspace and its lines into newsletter.toml."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    set_logo(root, name, alt=alt)


def set_logo(root: Path, name: str, *, alt: str = "") -> None:
    file = root / "newsletter.toml"
    lines = f'[branch]\nlogo = "{name}"\n' + (f'logo_alt = "{alt}"\n' if alt else "")
    file.write_text(file.read_text(encoding="utf-8").replace("[branch]\n", lines, 1), encoding="utf-8")


def set_pictures(root: Path, mode: str, base_url: str = "") -> None:
    """Write [pictures] into newsletter.toml, in place of what stands there."""
    file = root / "newsletter.toml"
    text = file.read_text(encoding="utf-8").partition("\n[pictures]")[0]
    file.write_text(f'{text}\n[pictures]\nmode = "{mode}"\nbase_url = "{base_url}"\n', encoding="utf-8")
