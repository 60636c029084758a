"""The design as a browser shows it: inlining changes nothing, every text is readable, nothing overflows."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rendering_samples import NONCE, UNSUBSCRIBE, make_articles, make_branch, make_issue

from newsletter.rendering import templates
from newsletter.rendering.content import Content
from newsletter.rendering.fields import FieldTags
from newsletter.rendering.html import inline

_PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")


def pages(language: str) -> tuple[str, str]:
    """The digest with its style sheet in the head, and the same inlined."""
    content = Content(
        issue=make_issue(language=language, subject="Ana, three strikes that need us"),
        articles=make_articles(),
        branch=make_branch(imprint="Promoted by A. Person on behalf of the council"),
        tags=FieldTags(NONCE),
        unsubscribe=UNSUBSCRIBE,
    )
    source = templates.render("digest", content.values(), templates=None, nonce=NONCE).html
    return source, inline(source, design="digest")


def frames(source: str, inlined: str) -> str:
    documents = {"source": source, "inlined": inlined}
    elements = "".join(
        f'<iframe id="{name}" style="height:900px;border:0" srcdoc="{html.escape(text)}"></iframe>'
        for name, text in documents.items()
    )
    # The outer page says that it knows both schemes, or its frames would always be light.
    return (
        '<!DOCTYPE html><html style="color-scheme:light dark"><head><meta charset="utf-8">'
        f"<script>{_PROBE}</script></head><body>{elements}</body></html>"
    )


def result_of(dom: str) -> dict:
    found = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[:2000]
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_inlining_changes_no_computed_style_and_every_text_is_readable(
    dump_dom: Callable[..., str], language: str, dark: bool
) -> None:
    result = result_of(dump_dom(frames(*pages(language)), dark=dark))

    assert result["dark"] is dark
    for width, view in result["views"].items():
        assert view["compared"] > 60
        assert (width, view["found"]) == (width, [])
        assert (width, view["faint"]) == (width, [])
        assert (width, view["small"]) == (width, [])
        assert view["width"] <= int(width)


def test_the_browser_tests_notice_a_lost_style(dump_dom: Callable[..., str]) -> None:
    """A control: with one declaration taken out of the inlined page the comparison is not empty."""
    source, inlined = pages("en")
    broken = inlined.replace("text-decoration:none", "", 1)

    result = result_of(dump_dom(frames(source, broken), dark=False))

    assert result["views"]["1200"]["found"]
