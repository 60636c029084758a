"""Styles that mail programs ignore are noticed in a branch's own design, and ours has none."""

from pathlib import Path

import pytest
from rendering_samples import make_issue, make_letter

from newsletter.checks.issue_check import check
from newsletter.checks.support import unsupported
from newsletter.rendering import templates
from tests.checks_samples import make_proof
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


SHIPPED = {name: (templates.shipped() / "email" / name).read_text("utf-8") for name in (
    "shared/base.css", "digest/style.css", "digest/email.html.j2",
)}  # fmt: skip
BASE, STYLE, PAGE = SHIPPED
#: A first rule with it, on line 1, or on the line after it.
GAP, LATER = ".branch { gap: 3px; }\n", ".branch { row-gap: 3px; }\n"


@pytest.mark.parametrize(
    ("own", "where"),
    [
        ({BASE: "\n\n" + GAP + SHIPPED[BASE]}, "shared/base.css:3"),
        ({BASE: GAP + SHIPPED[BASE], STYLE: SHIPPED[STYLE]}, "shared/base.css:1"),
        ({BASE: SHIPPED[BASE], STYLE: "\n" + GAP}, "digest/style.css:2"),
        ({BASE: LATER + GAP + SHIPPED[BASE]}, "shared/base.css:2"),
        ({PAGE: SHIPPED[PAGE].replace('<p class="branch">', '<p class="branch" style="gap: 3px">')},
         "digest/email.html.j2:13"),
        ({BASE: ".branch { {{ 'ga' ~ 'p' }}: 3px; }\n" + SHIPPED[BASE]}, "shared/base.css:1"),
    ],
    ids=["shared", "beside-the-design's", "the-design's", "another-before-it", "in-the-page", "computed"],
)  # fmt: skip
def test_the_finding_names_the_file_that_the_branch_wrote(
    tmp_path: Path, own: dict[str, str], where: str
) -> None:
    for name, text in own.items():
        (tmp_path / "email" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "email" / name).write_text(text, encoding="utf-8")
    findings = check(make_proof(templates=tmp_path))
    places = [found.where for found in findings if found.id == "css-unsupported" and "“gap”" in found.message]
    assert places == [f"templates/email/{where}"]
