"""The notice as a browser prints it: one page of A4, whatever the issue, with nothing cut off and every code whole."""

import io
import json
import re
import subprocess
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from notices import make_many, make_notice, modules_of
from PIL import Image
from rendering_samples import make_articles, make_branch, make_issue

from newsletter.checks import page as pages_of_letters
from newsletter.desk import paper
from newsletter.rendering.pictures import Picture
from newsletter.rendering.sheet import HEIGHT, SAFE
from tests.pictures import png

_MM = 96 / 25.4
CASES = {
    "small": (make_issue(), make_articles()[:1]),
    "usual": (make_issue(), make_articles()),
    "arabic": make_many(1, "ar", articles=5, actions=2, dates=3),
    **{
        f"{language}-{seed}": make_many(seed, language)
        for seed, language in enumerate(("en", "ar", "de", "zh", "ru"))
    },
    **{
        f"few-{seed}": make_many(seed, language, articles=seed % 4, actions=seed % 3, dates=seed % 5)
        for seed, language in enumerate(("en", "de", "ar", "en", "zh", "shouted", "addresses"), 10)
    },
    "shouted": make_many(20, "shouted"),
    "addresses": make_many(21, "addresses"),
}
_PROBE = """
addEventListener("load", () => {
  const found = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, sheet = page.querySelector(".sheet"), across = sheet.getBoundingClientRect();
    const inner = [...page.querySelectorAll("body *")].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.right > across.right + 1 || box.left < across.left - 1 || box.bottom > across.bottom + 1;
    });
    const foot = page.querySelector(".foot").getBoundingClientRect();
    const above = page.querySelector(".foot").previousElementSibling.getBoundingClientRect();
    const signs = [], tree = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    for (let range = page.createRange(), last = null; tree.nextNode();) {
      for (let at = 0; at < tree.currentNode.length; at++) {
        range.setStart(tree.currentNode, at);
        range.setEnd(tree.currentNode, at + 1);
        const sign = range.toString(), box = range.getBoundingClientRect();
        if (!sign.trim() || !box.width) continue;
        if (last && last.sign === "·") signs.push(box.top < last.box.bottom ? "within" : "at the end");
        last = { sign, box };
      }
    }
    found[frame.id] = { signs, height: across.height, outside: inner.map((e) => e.outerHTML.slice(0, 80)),
      spare: foot.top - above.bottom, font: getComputedStyle(page.body).fontFamily };
  }
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify(found);
  document.body.append(result);
});
"""


def printed(html: str) -> str:
    """The page as it is laid out on paper, for a screen."""
    assert "@media screen" in html
    return html.replace("@media screen", "@media speech")


def probed(dump_dom: Callable[..., str], documents: dict[str, str]) -> dict[str, dict]:
    frames = "".join(
        f'<iframe id="{name}" style="width:186mm;height:290mm;border:0" srcdoc="{escape(printed(html))}"></iframe>'
        for name, html in documents.items()
    )
    head = f'<meta charset="utf-8"><script>{_PROBE}</script>'
    dom = dump_dom(f"<!DOCTYPE html><html><head>{head}</head><body>{frames}</body></html>", dark=False)
    found = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-2000:]
    return json.loads(unescape(found[1]))


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    plain = {name: make_notice(*case).html for name, case in CASES.items()}
    name = "Anytown and District Federation of Trades Councils and Tenants’ Associations"
    with_logo = {
        f"{case}-logo": make_notice(*CASES[case], logo=emblem(), branch=make_branch(name=name)).html
        for case in ("small", "arabic", "en-0")
    }
    return plain | with_logo


@pytest.fixture(scope="module")
def laid_out(dump_dom: Callable[..., str], documents: dict[str, str]) -> dict[str, dict]:
    """All of them, looked at once."""
    return probed(dump_dom, documents)


def emblem() -> Picture:
    """The largest that there is."""
    image = Image.new("RGB", (360, 144), "#1b1b3a")
    return Picture(
        name="a.png", media_type="image/png", content=png(image), width=180, height=72, resized=True
    )


def test_no_notice_is_higher_than_was_planned_and_nothing_sticks_out(
    laid_out: dict[str, dict], documents: dict[str, str]
) -> None:
    seen = laid_out

    assert seen.keys() == documents.keys() >= {*CASES, "en-0-logo"}
    assert {name: one["outside"] for name, one in seen.items() if one["outside"]} == {}
    assert {name: one["height"] / _MM for name, one in seen.items() if one["height"] / _MM > SAFE + 0.3} == {}


def test_the_sign_between_two_things_never_ends_a_line(
    dump_dom: Callable[..., str], laid_out: dict[str, dict], documents: dict[str, str]
) -> None:
    """With a control: there are lines enough that would end with it if a line might end there."""
    seen = laid_out
    loose = {name: html.replace("·\u00a0", "· ").replace("·&nbsp;", "· ") for name, html in documents.items()}
    control = probed(dump_dom, loose)

    assert {name for name, one in seen.items() if "at the end" in one["signs"]} == set()
    assert sum(one["signs"].count("at the end") for one in control.values()) > 0


def test_a_height_that_was_not_planned_is_noticed(
    dump_dom: Callable[..., str], documents: dict[str, str]
) -> None:
    """A control: with wider paddings than the plan knows, the full page is too high."""
    changed = documents["en-0"].replace(
        ".cell .words { padding: 1.5mm 0; }", ".cell .words { padding: 15mm 0; }"
    )
    assert changed != documents["en-0"]

    seen = probed(dump_dom, {"changed": changed})

    assert seen["changed"]["height"] / _MM > SAFE + 0.3


def test_a_full_issue_fills_its_page(laid_out: dict[str, dict]) -> None:
    """The estimate is careful, not timid: less than a fifth of the page stays white above the imprint."""
    seen = {name: laid_out[name] for name in ("usual", "en-0", "ar-1", "de-2", "zh-3", "ru-4")}

    assert {name: one["spare"] / _MM for name, one in seen.items() if one["spare"] / _MM > HEIGHT / 5} == {}


def test_a_wider_face_in_the_place_of_arial_changes_nothing(
    dump_dom: Callable[..., str], documents: dict[str, str]
) -> None:
    """As on a computer without Arial: DejaVu Sans is a fifth wider, and is shrunk to the width of Arial's digits."""
    wide = {
        name: re.sub(r"font-family: Arial[^;]*;", "font-family: 'DejaVu Sans';", html)
        for name, html in documents.items()
    }

    seen = probed(dump_dom, wide)

    assert all("DejaVu" in one["font"] for one in seen.values())
    assert {name: one["height"] / _MM for name, one in seen.items() if one["height"] / _MM > HEIGHT} == {}


@pytest.mark.parametrize("name", ["usual", "arabic", "en-0-logo"])
def test_it_prints_on_exactly_one_page_of_a4(chromium: str, documents: dict[str, str], name: str) -> None:
    assert_that_it_is_one_page_of_a4(paper.to_pdf(chromium, documents[name]))


@pytest.mark.parametrize("name", ["small", "en-0", "ar-1", "de-2", "shouted", "addresses"])
def test_from_a_browser_that_is_open_it_is_one_page_as_well(
    browser: Any, documents: dict[str, str], name: str
) -> None:
    page = browser.new_page()
    page.set_content(documents[name])
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()

    assert_that_it_is_one_page_of_a4(pdf)


def assert_that_it_is_one_page_of_a4(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-")
    assert paper.pages(pdf) == 1
    assert set(re.findall(rb"/Count (\d+)", pdf)) == {b"1"}
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [210, 297]


def test_two_pages_are_counted_as_two(chromium: str, documents: dict[str, str]) -> None:
    """A control for the test above."""
    html = documents["small"].replace("min-height: 267mm", "min-height: 400mm")

    assert paper.pages(paper.to_pdf(chromium, html)) == 2


def test_nothing_is_loaded_from_elsewhere(documents: dict[str, str]) -> None:
    for name, html in documents.items():
        seen = pages_of_letters.read(html)
        assert seen.loads == []
        assert len(seen.pictures) == name.endswith("-logo")
        assert all(picture.source.startswith("data:image/png;base64,") for picture in seen.pictures)


def test_a_code_is_drawn_as_it_was_made(chromium: str, documents: dict[str, str], tmp_path: Path) -> None:
    """The first code of the page, painted by the browser and read back module by module, its quiet zone white."""
    svg = re.search(r"<svg.*?</svg>", documents["usual"], re.DOTALL)[0]
    wanted = modules_of("https://example.org/letter")
    side = len(wanted) + 8
    file, picture = tmp_path / "code.html", tmp_path / "code.png"
    file.write_text(
        f"<!DOCTYPE html><style>body{{margin:0}}svg{{display:block;width:{10 * side}px}}</style>{svg}",
        "utf-8",
    )
    order = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-proxy-server",
        "--hide-scrollbars",
    ]
    order += [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={10 * side},{10 * side + 100}"]
    subprocess.run(
        [*order, f"--screenshot={picture}", file.as_uri()], capture_output=True, check=True, timeout=120
    )

    image = Image.open(io.BytesIO(picture.read_bytes())).convert("L")
    seen = [[int(image.getpixel((10 * x + 5, 10 * y + 5)) < 128) for x in range(side)] for y in range(side)]

    quiet = [0] * side
    assert seen == [quiet] * 4 + [[0] * 4 + row + [0] * 4 for row in wanted] + [quiet] * 4
