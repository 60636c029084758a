"""The Nu checker of the W3C finds nothing in a mail but the idiom of mails."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkers.mails import mail, names

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


def not_idiom(messages: list[str]) -> list[str]:
    return [message for message in messages if not any(idiom.match(message) for idiom in IDIOM)]


@pytest.fixture(scope="module")
def messages(nu_command: list[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """What is said about each page: Java starts once for all."""
    folder = tmp_path_factory.mktemp("nu")
    pages = {name: mail(name).html for name in names()} | {"bad": BAD}
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        [*nu_command, "--format", "json", "--stdout", "--exit-zero-always", *sorted(folder.glob("*.html"))],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, list[str]] = {name: [] for name in pages}
    for said in json.loads(done.stdout)["messages"]:
        found[Path(said["url"]).stem].append(said["message"])
    return found.__getitem__


@pytest.mark.parametrize("name", names())
def test_nothing_but_idiom_is_found(messages: Callable[[str], list[str]], name: str) -> None:
    assert messages(name), "every mail has idiom: this one was not looked at"
    assert not_idiom(messages(name)) == []


def test_what_is_no_idiom_is_found(messages: Callable[[str], list[str]]) -> None:
    """A control: the idiom in the bad page is passed over, and each of its faults is named."""
    found = not_idiom(messages("bad"))

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
    passed_over = " ".join(message for message in messages("bad") if message not in found)
    assert all(idiom in passed_over for idiom in ("“align”", "“mso-hide”"))


def test_a_page_is_small_with_eight_cards(record_property: Callable[[str, object], None]) -> None:
    """Gmail cuts a page off at 102 kB, the way out at its end first; a provider may lengthen links."""
    sizes = {name: len(mail(name).html.encode()) for name in names()}
    record_property("kB with eight cards", {name: round(size / 1000, 1) for name, size in sizes.items()})
    assert max(sizes.values()) <= 60_000
