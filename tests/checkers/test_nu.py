"""The Nu checker of the W3C finds no error in a mail but the idiom of mails; its advice is said at the end."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checkers.mails import DIRECTIONS, mail, names, web

pytestmark = pytest.mark.checkers

#: What mail programs need and the standard does not know, and nothing else. Conditional comments need no line: to the
#: checker they are comments.
IDIOM = tuple(
    re.compile(pattern)
    for pattern in (
        # Outlook reads these and not the styles that stand beside them.
        r"The “(align|valign|bgcolor|border|cell\w+|width|height)” attribute on the “\w+” element is obsolete",
        r"CSS: “(mso-[a-z-]+)”: Property “\1” doesn't exist\.",
        r"CSS: “(-(webkit|ms|moz)-[a-z-]+)”: .*(vendor|doesn't exist)",
        r"Bad value “x-apple-[a-z-]+” for attribute “name” on element “meta”",
    )
)  # fmt: skip
BAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bad</title>
<style>.a { mso-hide: all; -webkit-text-size-adjust: 100%; colr: red; }</style></head><body>
<img src="a.png" width="20" height="auto" alt=""><table align="center"><tr><td><font>x</font>
<a href="#" bgcolor="red">x</a></td></tr></table>
<p id="one">x</p><p id="one">x</p></table></body></html>"""


@dataclass(frozen=True, slots=True)
class Said:
    """One message; an error, or else a piece of advice."""

    message: str
    is_error: bool


def not_idiom(those: list[Said], *, errors: bool) -> list[str]:
    return [
        said.message
        for said in those
        if said.is_error is errors and not any(idiom.match(said.message) for idiom in IDIOM)
    ]


@pytest.fixture(scope="module")
def judged(nu_command: list[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Said]]:
    """What is said about each page: Java starts once for all."""
    folder = tmp_path_factory.mktemp("nu")
    pages = {name: mail(name).html for name in names()} | {"bad": BAD}
    pages |= {f"web-{name}": web(name) for name in names(DIRECTIONS)}
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        [*nu_command, "--format", "json", "--stdout", "--exit-zero-always", *sorted(folder.glob("*.html"))],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, list[Said]] = {name: [] for name in pages}
    for said in json.loads(done.stdout)["messages"]:
        found[Path(said["url"]).stem].append(Said(said["message"], said["type"] != "info"))
    return found.__getitem__


@pytest.mark.parametrize("name", names())
def test_no_error_is_found_but_idiom(
    judged: Callable[[str], list[Said]], name: str, record_property: Callable[[str, object], None]
) -> None:
    assert judged(name), "every mail has idiom: this one was not looked at"
    if name.endswith("-en"):
        advice = sorted(set(not_idiom(judged(name), errors=False)))
        record_property(f"{name}, Nu advises", "; ".join(advice) or "nothing")
    assert not_idiom(judged(name), errors=True) == []


@pytest.mark.parametrize("name", names(DIRECTIONS))
def test_a_web_version_has_no_error_but_idiom(judged: Callable[[str], list[Said]], name: str) -> None:
    assert judged(f"web-{name}")
    assert not_idiom(judged(f"web-{name}"), errors=True) == []


def test_what_is_no_idiom_is_found(judged: Callable[[str], list[Said]]) -> None:
    """A control: the idiom in the bad page is passed over, and each of its faults is named."""
    found = not_idiom(judged("bad"), errors=True)

    faults = (
        "Bad value “auto”",
        "“font” element is",
        "“bgcolor” not allowed",
        "colr",
        "Duplicate ID",
        "Stray end tag",
    )
    for fault in faults:
        assert any(fault in message for message in found), fault
    passed_over = " ".join(said.message for said in judged("bad") if said.message not in found)
    assert all(idiom in passed_over for idiom in ("“align”", "“mso-hide”"))


def test_a_page_is_small_with_eight_cards(record_property: Callable[[str, object], None]) -> None:
    """Gmail cuts a page off at 102 kB, the way out at its end first; a provider may lengthen links."""
    sizes = {name: len(mail(name).html.encode()) for name in names()}
    record_property("kB with eight cards", {name: round(size / 1000, 1) for name, size in sizes.items()})
    assert max(sizes.values()) <= 60_000
