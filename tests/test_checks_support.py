"""Styles that mail programs ignore are noticed in a branch's own design, and ours has none."""

import pytest
from rendering_samples import make_issue, make_letter

from newsletter.checks.support import unsupported
from tests.test_rendering_designs import DESIGNS


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_shipped_designs_use_nothing_that_is_ignored(design: str, language: str) -> None:
    assert unsupported(make_letter(make_issue(design=design, language=language)).html) == {}


@pytest.mark.parametrize(
    ("style", "what"),
    [
        ("position: absolute", "position"),
        ("top: 3px", "top"),
        ("margin-inline-start: 4px", "margin-inline-start"),
        ("display: grid", "display: grid"),
        ("gap: 8px", "gap"),
        ("background-image: linear-gradient(red, blue)", "background-image: linear-gradient("),
        ("width: calc(100% - 2px)", "width: calc("),
        ("font-size: 1.5rem", "font-size: 1.5rem"),
        ("--accent: red", "--accent"),
        ("color: var(--accent)", "color: var("),
        ("object-fit: cover", "object-fit"),
        ("transform: rotate(4deg)", "transform"),
    ],
)
def test_what_is_ignored_is_named_in_an_element_and_in_the_head(style: str, what: str) -> None:
    assert list(unsupported(f'<p style="{style}">x</p>')) == [what]
    head = f"<style>/* {{ gap: 1px }} */ @media (max-width: 9px) {{ p {{ {style}; line-height: 20px }} }}</style>"
    assert list(unsupported(head)) == [what]


@pytest.mark.parametrize(
    "style",
    [
        *("margin: 4px 8px", "padding-top: 4px", "border-top: 1px solid #000000", "border-radius: 6px"),
        *(
            "mso-hide: all",
            "-webkit-text-size-adjust: 100%",
            "display: inline-block",
            "width: 100%",
            "left-over: 1",
        ),
    ],
)
def test_what_works_everywhere_is_left_alone(style: str) -> None:
    assert unsupported(f'<p style="{style}">position: absolute; calc(1px)</p>') == {}
