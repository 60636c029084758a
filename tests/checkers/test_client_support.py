"""No mail needs what one of the great mail programs lacks, by the tables of caniemail."""

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checkers.mails import mail, names

pytestmark = pytest.mark.checkers

#: What these lack is a fault.
HARD = (
    "gmail.desktop-webmail", "gmail.ios", "gmail.android", "apple-mail.macos", "apple-mail.ios", "outlook.outlook-com",
    "outlook.ios", "outlook.android", "outlook.macos", "yahoo.desktop-webmail", "yahoo.ios", "yahoo.android",
    "samsung-email.android", "thunderbird.macos",
)  # fmt: skip
#: Outlook on Windows draws with Word. It lacks so much that its mails stand on tables of their own
#: (test_ghost_tables.py); what it leaves away is shown and is no fault.
WORD = ("outlook.windows", "outlook.windows-mail")
#: Enhancements: whoever lacks them reads the same mail, less well set.
TOLERATED = re.compile(
    r":hover|@media( .*)?|opacity|(aria-\S+|role) attribute|border-spacing|height( property)?|white-space"
    # The selectors of the style block that is kept: without it the styles in the elements hold.
    r"|(Type|Class|ID|Attribute|Universal|Descendant|Child|Grouping) (selector|combinator)|Chaining selectors"
    r"|Grouping selectors"
    # There is no page without one; who drops it puts its styles on an element of their own.
    r"|<body> element"
)
BAD = """<!DOCTYPE html><html lang="en"><body><div role="article" aria-label="x" style="position:absolute;
border-spacing:2px;text-transform:none;clip-path:circle(40px)"><bdi>x</bdi><svg></svg></div></body></html>"""


@dataclass(frozen=True, slots=True)
class Lack:
    client: str
    title: str
    support: str
    unknown: bool


def hard(lacks: list[Lack]) -> list[tuple[str, str]]:
    return sorted(
        (lack.title, lack.client)
        for lack in lacks
        if lack.support == "none" and lack.client in HARD and not TOLERATED.fullmatch(lack.title)
    )


@pytest.fixture(scope="module")
def lacks(
    caniemail_command: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], list[Lack]]:
    """What each page's features are lacking where; one process for all."""
    folder = tmp_path_factory.mktemp("pages")
    for name, html in ({name: mail(name).html for name in names()} | {"bad": BAD}).items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    command = [*caniemail_command, *map(str, sorted(folder.glob("*.html")))]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = {
        Path(file).stem: [Lack(**lack) for lack in those] for file, those in json.loads(done.stdout).items()
    }
    return found.__getitem__


def listed(those: list[Lack], clients: tuple[str, ...]) -> str:
    """One line: each feature with its clients."""
    by_title = defaultdict(list)
    for lack in those:
        if lack.client in clients:
            by_title[lack.title].append(lack.client)
    return "; ".join(f"{title} ({', '.join(by_title[title])})" for title in sorted(by_title)) or "nothing"


@pytest.mark.parametrize("name", names())
def test_nothing_is_needed_that_a_great_mail_program_lacks(
    lacks: Callable[[str], list[Lack]], name: str, record_property: Callable[[str, object], None]
) -> None:
    found = lacks(name)
    missing = [lack for lack in found if lack.support == "none"]
    if name.endswith("-en"):
        record_property(f"{name}, tolerated", listed(missing, HARD))
        record_property(f"{name}, Outlook with Word leaves away", listed(missing, WORD))
        record_property(f"{name}, nobody knows", listed([lack for lack in found if lack.unknown], HARD))
    assert len(found) > 20
    assert hard(found) == []


def test_what_is_lacking_is_found(lacks: Callable[[str], list[Lack]]) -> None:
    """A control, with the package's own faults: it asks Outlook.com, and takes no property for part of another."""
    found = hard(lacks("bad"))
    titles = {title for title, _ in found}

    assert {"<bdi> element", "position", "clip-path"} <= titles
    assert ("<bdi> element", "outlook.outlook-com") in found
    assert not titles & {"transform", "border-spacing", "role attribute", "height property"}
    assert {lack.client for lack in lacks("bad")} >= set(HARD) | set(WORD)
