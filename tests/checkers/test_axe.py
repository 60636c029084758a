"""axe-core finds nothing that keeps anybody from reading a mail, in light and dark, at a desk and on a telephone."""

from typing import Any

import pytest

from tests.checkers.browser import ENVIRONMENTS, Browser
from tests.checkers.mails import DIRECTIONS, LOGO, LOGO_ALT, mail, names, web

pytestmark = pytest.mark.checkers

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    # A mail has no landmarks of its own: it stands inside the page or window of a mail program.
    "rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}},
    "resultTypes": ["violations"],
}
_RUN = """async (options) => {
    const { violations, passes } = await axe.run(document, options);
    return { passes: passes.length, violations: violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`)) };
}"""


def judged(browser: Browser, source: str, html: str, *, scheme: str, width: int) -> dict[str, Any]:
    """How many rules passed, and each violation with its element; the page must have asked for nothing."""
    screen = browser.screen(scheme)
    screen.show(html, width=width)
    screen.ask(source)
    result = screen.ask(_RUN, OPTIONS)
    assert screen.requests == []
    return result


@pytest.mark.parametrize(("scheme", "width"), ENVIRONMENTS)
@pytest.mark.parametrize("name", names(DIRECTIONS))
def test_axe_finds_no_violation(
    browser: Browser, axe_source: str, name: str, scheme: str, width: int
) -> None:
    result = judged(browser, axe_source, mail(name).shown, scheme=scheme, width=width)

    assert result["passes"] > 15
    assert result["violations"] == []


@pytest.mark.parametrize(("scheme", "width"), ENVIRONMENTS)
@pytest.mark.parametrize("name", names(DIRECTIONS))
def test_axe_finds_no_violation_in_a_web_version(
    browser: Browser, axe_source: str, name: str, scheme: str, width: int
) -> None:
    """Above the letter stands the line with its other languages."""
    assert "<nav" in web(name)
    result = judged(browser, axe_source, web(name), scheme=scheme, width=width)

    assert result["passes"] > 15
    assert result["violations"] == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("color-contrast", "#f3ece5", "#4a4540"),
        ("html-has-lang", '<html lang="en"', "<html"),
        ("heading-order", "<h2", "<h5"),
        ("link-name", ">Sign the letter</a>", "></a>"),
        ("presentation-role-conflict", 'role="presentation"', 'role="presentation" tabindex="0"'),
        ("meta-viewport", "initial-scale=1", "initial-scale=1, maximum-scale=1, user-scalable=no"),
    ],
)
def test_axe_finds_a_violation_that_was_put_in(
    browser: Browser, axe_source: str, rule: str, old: str, new: str
) -> None:
    """A control. The colour is one of dark text only: it must be looked for in the dark."""
    html = mail("digest-en").html
    bad = html.replace(old, new)
    assert bad != html

    found = judged(browser, axe_source, bad, scheme="dark", width=390)["violations"]

    assert rule in {violation.partition(":")[0] for violation in found}


def test_axe_finds_a_logo_without_an_alternative_text(browser: Browser, axe_source: str) -> None:
    """A control."""
    html = mail(f"digest-en{LOGO}").shown
    bad = html.replace(f' alt="{LOGO_ALT}"', "")
    assert bad != html

    found = judged(browser, axe_source, bad, scheme="light", width=390)["violations"]

    assert {violation.partition(":")[0] for violation in found} == {"image-alt"}


def test_a_picture_on_the_network_is_asked_for_in_vain_and_noticed(browser: Browser) -> None:
    """A control of the wall around the browser."""
    screen = browser.screen("light")
    screen.show('<!DOCTYPE html><img src="https://example.org/pixel.png" alt="">', width=390)

    assert screen.requests == ["https://example.org/pixel.png"]
    assert screen.ask("document.images[0].naturalWidth") == 0
