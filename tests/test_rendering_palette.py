"""Whatever colour a branch chooses, everything in it and on it can be read."""

from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.rendering.palette import ACCENT, contrast, is_colour, mix, palette, readable

ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_as_the_guidelines_count_it() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert mix("#ff0000", "#0000ff", 0.5) == "#800080"


@example("#0f0000")  # near-black: its panel is darker than the sheet
@given(ANY_COLOUR)
def test_text_and_buttons_can_be_read_in_any_colour(accent: str) -> None:
    colours = palette(accent)
    light, dark = colours["light"], colours["dark"]
    assert all(is_colour(colour) for scheme in colours.values() for colour in scheme.values())
    pairs = [
        *(
            (light[ink], light[paper])
            for ink in ("ink", "accent", "quote")
            for paper in ("page", "sheet", "tint")
        ),
        *((light["muted"], light["sheet"]), (light["small"], light["page"])),
        *((light[ink], light["accent"]) for ink in ("on_accent", "label")),
        *(
            (dark[ink], dark[paper])
            for ink in ("ink", "link", "quote", "muted")
            for paper in ("sheet", "tint")
        ),
        *((dark["small"], dark["page"]), (dark["link"], dark["page"])),
        *((dark["on_accent"], dark[fill]) for fill in ("accent", "masthead")),
        *((light[ink], dark["masthead"]) for ink in ("label", "on_accent")),
    ]
    faint = [(one, other) for one, other in pairs if contrast(one, other) < 4.5]
    assert not faint
    for paper in ("sheet", "tint"):
        assert contrast(dark["accent"], dark[paper]) >= 3
        assert contrast(light["accent"], light[paper]) >= 3


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable(ACCENT) == ACCENT
    assert palette("#0057b7")["light"]["accent"] == "#0057b7"
    assert readable("#ffd400") != "#ffd400"
