"""The colours of a letter, light and dark, made from one: the branch's accent.

Papers and inks are fixed; what stands on the accent, or in it, is mixed from it until it can be read (WCAG 2.2:
4.5 to 1 for text, 3 to 1 for a button's edge). Six hexadecimal digits only: cssutils drops other ways of writing.
"""

import colorsys
import functools
import re
from collections.abc import Callable

ACCENT = "#a3152a"
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0
#: More than must be: small words in capitals on the accent, and links on three dark papers.
LABEL_CONTRAST = 5.5
LINK_CONTRAST = 6.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LIGHT = {
    "page": "#f1ece4", "sheet": "#fffdf9", "ink": "#211c19", "muted": "#665d56", "small": "#5c534d",
    "line": "#e2d9cd", "quote": "#3b332e", "on_accent": "#fffaf4",
}  # fmt: skip
_DARK = {
    "page": "#141110", "sheet": "#1f1a18", "ink": "#f3ece5", "muted": "#b9ada4", "small": "#b3a79e",
    "line": "#3a322e", "quote": "#e3d8cf", "on_accent": "#fffaf5",
}  # fmt: skip
#: What a logo is laid on where its ground shines through: light or dark, as our sheets are.
PLATES = (_LIGHT["sheet"], _DARK["sheet"])
#: How much of the accent a panel has.
_TINT, _DARK_TINT = 0.08, 0.16
_STEPS = 250


@functools.lru_cache(maxsize=16)
def palette(accent: str = ACCENT) -> dict[str, dict[str, str]]:
    """Colours by name for `light` and `dark`. `accent` is `#rrggbb` in small letters and may be any colour:
    one that cannot be read is made darker, as far as it must be.
    """
    accent = readable(accent)
    tint, dark_tint = mix(accent, _LIGHT["sheet"], _TINT), mix(accent, _DARK["sheet"], _DARK_TINT)
    sheets = (dark_tint, _DARK["sheet"])
    papers = (*sheets, _DARK["page"])
    # Buttons and bars stand on the panel and on the sheet itself.
    fill = _lit(
        accent,
        to=1.0,
        until=lambda shade: min(contrast(shade, sheet) for sheet in sheets) >= EDGE_CONTRAST,
    )
    return {
        "light": {
            **_LIGHT,
            "accent": accent,
            "tint": tint,
            "label": _lit(accent, to=1.0, until=lambda shade: contrast(shade, accent) >= LABEL_CONTRAST),
        },
        "dark": {
            **_DARK,
            "accent": fill,
            "masthead": mix(accent, "#000000", 0.84),
            "bar": fill,
            "tint": dark_tint,
            "link": _lit(
                accent,
                to=1.0,
                until=lambda shade: min(contrast(shade, paper) for paper in papers) >= LINK_CONTRAST,
            ),
        },
    }


def readable(accent: str) -> str:
    """The accent itself where it can be read on our papers and under our text, else the nearest darker shade."""
    papers = (_LIGHT["page"], _LIGHT["sheet"], _LIGHT["on_accent"])

    def is_readable(colour: str) -> bool:
        tint = mix(colour, _LIGHT["sheet"], _TINT)
        return min(contrast(colour, paper) for paper in (*papers, tint)) >= TEXT_CONTRAST

    return _lit(accent, to=0.0, until=is_readable)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`share` of the one colour, the rest of the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def _lit(colour: str, *, to: float, until: Callable[[str], bool]) -> str:
    """The first shade of a colour on its way to white (1.0) or black (0.0) that will do: hue and saturation stay,
    where mixing with white would make it dull.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    shade = colour
    for step in range(_STEPS + 1):
        channels = colorsys.hls_to_rgb(hue, lightness + (to - lightness) * step / _STEPS, saturation)
        shade = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if until(shade):
            break
    return shade


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    """The light of a channel from 0 to 1 (sRGB), as it adds up."""
    light: float = channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
    return light
