"""What a person chose to look at, and the answer to it: one copy of the letter with what there is to say about it.

The newest state of the files is read at most once for each change. While they cannot be read, the last letter that
could be made stays in view beside the error.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from newsletter.checks.email import LARGE_HTML, LARGEST_HTML
from newsletter.checks.finding import Finding
from newsletter.desk.preview import (
    WITH_NAME,
    WITHOUT_NAME,
    Copy,
    Reader,
    Stamp,
    Version,
    copy_for,
    find_reader,
    nobody_named,
    stamps,
    versions,
)
from newsletter.errors import NewsletterError
from newsletter.rendering.message import Letter
from newsletter.rendering.words import direction
from newsletter.settings import TransportName
from newsletter.web.letter import Mark, looked_at
from newsletter.web.places import part_of, parts_of, positions
from newsletter.wiring import House, open_house

#: Gmail hides what is beyond, by what its users measured.
GMAIL_CUTS = 102_000
#: Tabs that are remembered, and people that were looked up.
_MOST = 64
#: Standing in for somebody who was looked up, so that no address and no name travels in a request.
SAMPLE, UNNAMED = "sample", "unnamed"
Kept = TypeVar("Kept")
Read = Callable[[House, str], tuple[Version, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One choice of what to see."""

    language: str = ""
    reader: str = SAMPLE
    dark: bool = False
    pictures: bool = True
    marks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """The files as they were read last."""

    house: House
    versions: tuple[Version, ...] = ()
    stamps: frozenset[Stamp] = frozenset()
    error: tuple[str, str] | None = None


class Looks:
    """The looks at one issue. Threads may share it. `read` makes its versions from the files."""

    def __init__(self, house: House, slug: str, *, read: Read = versions) -> None:
        self._slug = slug
        self._versions = read
        self._state = _State(house=house)
        self._looks: OrderedDict[str, Look] = OrderedDict()
        self._readers: OrderedDict[str, Reader] = OrderedDict()
        self._turn = threading.Lock()

    def stamps(self) -> frozenset[Stamp]:
        """The state of the files on the disk."""
        return stamps(self._state.house.workspace.root)

    def choose(self, key: str, look: Look) -> None:
        """Remember what a tab shows; the oldest tab is forgotten."""
        _keep(self._looks, key, look)

    def chosen(self, key: str) -> Look:
        return self._looks.get(key, Look())

    def look_up(self, address_or_id: str) -> tuple[str, Reader]:
        """A key for somebody on the list. Raises SubscribersError or NewsletterError."""
        if not address_or_id.strip():
            raise nobody_named()
        reader = find_reader(self._state.house, address_or_id)
        key = secrets.token_hex(8)
        _keep(self._readers, key, reader)
        return key, reader

    def page(self, look: Look) -> str | None:
        """The letter's page for the frame, None when there is no letter."""
        state = self._read()
        version = _version(state, look)
        if version is None or version.letter is None:
            return None
        copy = copy_for(state.house, version, version.letter, self._reader(look))
        marks = _marks(version, copy.shown) if look.marks else ()
        return looked_at(copy.shown, dark=look.dark, marks=marks)

    def answer(self, look: Look) -> dict[str, Any]:
        """All that the page around the frame says, as plain JSON values."""
        state = self._read()
        version = _version(state, look)
        reader = self._reader(look)
        answer: dict[str, Any] = {
            "slug": self._slug,
            "error": state.error and dict(zip(("message", "remedy"), state.error, strict=True)),
            "readers": [{"key": key, "label": who.label} for key, who in self._everybody().items()],
            "reader": look.reader if look.reader in self._everybody() else SAMPLE,
            "can_look_up": state.house.has_list,
            "languages": [_language(version.language) for version in state.versions],
            "language": version.language if version else "",
            "letter": None,
            "findings": [],
        }
        if version is None:
            return answer
        places: dict[int, int] = {}
        if version.letter is not None:
            copy = copy_for(state.house, version, version.letter, reader)
            marks = _marks(version, copy.shown)
            # The frame is loaded anew only when it would show something else; the headers differ each time.
            shown = looked_at(copy.shown, dark=look.dark, marks=marks if look.marks else ())
            digest = hashlib.sha256(shown.encode()).hexdigest()
            answer["letter"] = {**_letter(version, version.letter, copy), "digest": digest}
            places = {mark.number: mark.at for mark in marks}
        answer["findings"] = [
            _finding(number, finding, place=_place(version, finding, has_mark=number in places))
            for number, finding in enumerate(version.findings, 1)
        ]
        return answer

    def _everybody(self) -> dict[str, Reader]:
        return {SAMPLE: WITH_NAME, UNNAMED: WITHOUT_NAME, **self._readers}

    def _reader(self, look: Look) -> Reader:
        return self._everybody().get(look.reader, WITH_NAME)

    def _read(self) -> _State:
        with self._turn:
            now = self.stamps()
            if now != self._state.stamps:
                self._state = self._read_anew(now)
            return self._state

    def _read_anew(self, now: frozenset[Stamp]) -> _State:
        old = self._state
        try:
            house = open_house(old.house.workspace.root, old.house.environment, clock=old.house.clock)
            return _State(house=house, versions=self._versions(house, self._slug), stamps=now)
        except NewsletterError as error:
            told = (error.message, error.remedy)
            return _State(house=old.house, versions=old.versions, stamps=now, error=told)


def _keep(kept: OrderedDict[str, Kept], key: str, value: Kept) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)


def _version(state: _State, look: Look) -> Version | None:
    chosen = [version for version in state.versions if version.language == look.language]
    return next(iter(chosen or state.versions), None)


def _marks(version: Version, html: str) -> tuple[Mark, ...]:
    found = positions(html, parts_of(version))
    numbered = (
        (number, finding, part_of(finding.where, version.issue, version.articles))
        for number, finding in enumerate(version.findings, 1)
    )
    return tuple(
        Mark(number=number, level=str(finding.level), at=found[part])
        for number, finding, part in numbered
        if part in found
    )


def _letter(version: Version, letter: Letter, copy: Copy) -> dict[str, Any]:
    html = len(copy.filled.html.encode())
    return {
        "sender": copy.sender,
        "subject": copy.filled.subject,
        "preheader": copy.preheader,
        "text": copy.filled.text,
        "direction": letter.direction,
        "headers": [list(header) for header in copy.headers],
        "by_provider": version.transport is TransportName.SENDGRID,
        "size": {
            "html": html,
            "text": len(copy.filled.text.encode()),
            "mail": copy.size,
            "large": LARGE_HTML,
            "largest": LARGEST_HTML,
            "gmail": GMAIL_CUTS,
        },
    }


def _place(version: Version, finding: Finding, *, has_mark: bool) -> str:
    """Where a person can look: in the letter, in the line that inboxes show, or "" for nowhere."""
    part = part_of(finding.where, version.issue, version.articles)
    return "letter" if has_mark else "inbox" if part in ("subject", "preheader") else ""


def _finding(number: int, finding: Finding, *, place: str) -> dict[str, Any]:
    return {
        "number": number,
        "id": finding.id,
        "level": str(finding.level),
        "message": finding.message,
        "remedy": finding.remedy,
        "where": finding.where,
        "place": place,
    }


def _language(code: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 reads CLDR data, as rendering has by then

    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return {
        "code": code,
        "name": (name or code)[:1].upper() + (name or code)[1:],
        "direction": direction(code),
    }
