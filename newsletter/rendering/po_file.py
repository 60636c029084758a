"""Reads a .po file, the format of gettext catalogues, as untrusted text: no code, every fault with its line.

Babel's own reader drops headers that it does not know, makes lists as long as the file says, and prints; this reads
what translators' programs write and refuses the rest. What a phrase must hold is catalogue.py's business.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d)\])\s+(.*)")
_ESCAPES = MappingProxyType({"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a catalogue, and in which line (from 1; 0 for the file as a whole)."""

    line: int
    what: str


class PoError(Exception):
    """The text is no .po file; `fault` says where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One phrase: its key, the English it was made from, and its translation, one text for each plural form."""

    line: int
    key: str
    english: tuple[str, ...]
    forms: tuple[str, ...]
    fuzzy: bool
    #: what a translator wrote above it, as it is.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PoFile:
    #: names in lower case.
    headers: Mapping[str, str]
    #: lines above the header, as they are.
    remarks: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are read."""

    line: int = 0
    fuzzy: bool = False
    remarks: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    last: str = ""


def parse(text: str) -> PoFile:
    """Read the text of a .po file. Raises PoError with the line."""
    headers: dict[str, str] = {}
    remarks: tuple[str, ...] = ()
    entries: list[Entry] = []
    for draft in _drafts(text):
        if draft.texts.get("msgid") == "" and "msgctxt" not in draft.texts:
            headers = _headers(draft.texts.get("msgstr", ""))
            remarks = tuple(draft.remarks)
        else:
            entries.append(_entry(draft))
    return PoFile(headers=headers, remarks=remarks, entries=tuple(entries))


def _drafts(text: str) -> list[_Draft]:
    drafts: list[_Draft] = []
    draft = _Draft()
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith(("#~", "#|")):
            continue
        begins = line.startswith(("#", "msgctxt", "msgid "))
        if begins and any(name.startswith("msgstr") for name in draft.texts):
            drafts.append(draft)
            draft = _Draft()
        _take(draft, line, number)
    return [*drafts, draft] if draft.texts else drafts


def _take(draft: _Draft, line: str, number: int) -> None:
    """One line into the entry it belongs to."""
    if line.startswith("#"):
        draft.remarks.append(line)
        draft.fuzzy |= line.startswith("#,") and "fuzzy" in [flag.strip() for flag in line[2:].split(",")]
        return
    draft.line = draft.line or number
    if line.startswith('"'):
        if not draft.last:
            raise PoError(Fault(number, "a text stands here that belongs to nothing"))
        draft.texts[draft.last] += _unquoted(line, number)
        return
    found = _KEYWORD.fullmatch(line)
    if not found:
        raise PoError(Fault(number, "this is not a line of a .po file"))
    if found[1] in draft.texts:
        raise PoError(Fault(number, f"{found[1]} stands here a second time"))
    draft.last = found[1]
    draft.texts[draft.last] = _unquoted(found[3], number)


def _unquoted(quoted: str, number: int) -> str:
    found = _QUOTED.fullmatch(quoted)
    if not found:
        raise PoError(Fault(number, "a text does not stand between two quotation marks"))
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), found[1])


def _entry(draft: _Draft) -> Entry:
    texts = draft.texts
    if "msgid" not in texts:
        raise PoError(Fault(draft.line, "an entry has no msgid"))
    plural = "msgid_plural" in texts
    numbers = sorted(int(name[7]) for name in texts if name.startswith("msgstr["))
    if plural != bool(numbers) or plural == ("msgstr" in texts) or numbers != list(range(len(numbers))):
        raise PoError(Fault(draft.line, "the msgstr lines of an entry do not go with its msgid"))
    return Entry(
        line=draft.line,
        key=texts.get("msgctxt", ""),
        english=(texts["msgid"], texts["msgid_plural"]) if plural else (texts["msgid"],),
        forms=tuple(texts[f"msgstr[{number}]"] for number in numbers) if plural else (texts["msgstr"],),
        fuzzy=draft.fuzzy,
        remarks=tuple(line for line in draft.remarks if line[1:2] in ("", " ")),
    )


def _headers(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
