"""A mail as a browser shows it: inlining changes nothing, every text is readable, nothing overflows."""

import html as html_entities
from pathlib import Path
from typing import Any

import pytest

from tests.checkers.browser import Browser
from tests.checkers.mails import mail, names

pytestmark = pytest.mark.checkers

_PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
#: A desk, a telephone, and the narrowest screen on which nothing may have to be pushed aside (WCAG 2.2, 1.4.10).
WIDTHS = (1200, 390, 320)


def looked_at(browser: Browser, source: str, inlined: str, *, scheme: str) -> dict[str, Any]:
    screen = browser.screen(scheme)
    frames = "".join(
        f'<iframe id="{name}" style="height:900px;border:0" srcdoc="{html_entities.escape(text)}"></iframe>'
        for name, text in (("source", source), ("inlined", inlined))
    )
    # The outer page says that it knows both schemes, or its frames would always be light.
    screen.show(
        f'<!DOCTYPE html><html style="color-scheme:light dark"><head><meta charset="utf-8"><script>{_PROBE}'
        f"</script></head><body>{frames}</body></html>",
        width=1300,
    )
    result = screen.ask("(widths) => look(widths)", list(WIDTHS))
    assert screen.requests == []
    return result


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", names())
def test_inlining_changes_no_computed_style_and_every_text_is_readable(
    browser: Browser, name: str, scheme: str
) -> None:
    result = looked_at(browser, mail(name).source, mail(name).shown, scheme=scheme)

    assert result["dark"] is (scheme == "dark")
    for width, view in result["views"].items():
        assert view["compared"] > 60
        assert (width, view["found"]) == (width, [])
        assert (width, view["faint"]) == (width, [])
        assert (width, view["low"]) == (width, [])
        assert view["smallest"] >= 14
        assert view["widest"] <= 600
        assert view["width"] <= int(width)


def test_a_lost_style_is_noticed(browser: Browser) -> None:
    """A control: one declaration is taken out of the inlined page, and one rule out of those that are kept."""
    good = mail("digest-en")
    inlined = good.html.replace("text-decoration:none", "", 1)
    kept = good.html.replace("(max-width: 600px)", "(max-width: 60px)")
    assert good.html not in (inlined, kept)

    assert looked_at(browser, good.source, inlined, scheme="light")["views"]["1200"]["found"]
    views = looked_at(browser, good.source, kept, scheme="light")["views"]
    assert not views["1200"]["found"]
    assert views["390"]["found"]


@pytest.mark.parametrize(
    ("fault", "style", "text"),
    [
        ("faint", "color:#cccccc", "words"),
        ("low", "background-color:#a3152a;color:#ffffff", "<a href='#'>words</a>"),
        ("smallest", "font-size:9px", "words"),
        ("width", "white-space:nowrap", "words that nobody may break " * 20),
        ("widest", "width:700px", "words"),
    ],
)
def test_what_cannot_be_read_is_noticed(browser: Browser, fault: str, style: str, text: str) -> None:
    """A control for each measure."""
    page = (
        f'<!DOCTYPE html><title>x</title><body style="font-size:16px;background-color:#ffffff"><p>{text}</p>'
    )
    sound = looked_at(browser, page, page, scheme="light")["views"]["320"]
    bad_page = page.replace("<p>", f'<p style="{style}">').replace("<a ", f'<a style="{style}" ')
    bad = looked_at(browser, bad_page, bad_page, scheme="light")["views"]["320"]

    assert sound["found"] == bad["found"] == []
    judge = {
        "faint": lambda view: view["faint"] != [],
        "low": lambda view: view["low"] != [],
        "smallest": lambda view: view["smallest"] < 14,
        "width": lambda view: view["width"] > 320,
        "widest": lambda view: view["widest"] > 600,
    }[fault]
    assert judge(bad)
    assert not judge(sound)
