"""The cell with the address: what stands around it, several in one cell, slips that a person may have mended.

Only signs around an address are taken off without a question; what stands inside it is not touched.
"""

import re
import unicodedata
from collections.abc import Callable

from subscribers.address import normalise
from subscribers.columns import plain
from subscribers.entries import AROUND, entries
from subscribers.errors import AddressError
from subscribers.questions import Topic
from subscribers.words import NO_ADDRESS

#: `Ana <ana@…>`, as mail programs write it.
NAMED = re.compile(r"([^<>]*)<([^<>]*)>[\s,;.]*")
#: Whatever may be one, for those who said no.
ANY_ADDRESS = re.compile(r"[^\s<>,;/()\[\]\"]+@[^\s<>,;/()\[\]\"@]+")
_REMARK = re.compile(r"\s*\((?:home|work|personal|private|preferred|h|w)\)$", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:[;,/\s]|:::)+(?:(?:and|or|&|y|i|e|et|und)\s+)?")


def tidied(cell: str) -> str:
    """Without what stands around an address. What stands inside it is not touched."""
    text = cell.strip(AROUND)
    named = NAMED.fullmatch(text)
    text = (named[2] if named else text).strip(AROUND)
    if text[:7].lower() == "mailto:":
        text = text[7:]
    return _REMARK.sub("", text).strip(AROUND + "'\"‘’“”").rstrip(".,;" + AROUND)


def several(text: str) -> list[str]:
    """The addresses of a cell with more than one, with the names beside them; none for a cell with one."""
    for parts in (list(entries(text.replace("\n", ";"))), [part for part in _SEVERAL.split(text) if part]):
        if len(parts) > 1 and all("@" in part for part in parts):
            return parts
    return []


def mended(text: str, change: Callable[[str], str]) -> str:
    """The address that a change makes, empty if it makes none or changes nothing."""
    changed = change(text)
    try:
        return normalise(changed).text if changed != text else ""
    except AddressError:
        return ""


def _without_wide_signs(text: str) -> str:
    """Wide letters and signs are another keyboard's; look-alikes of other alphabets stay as they are."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text
    )


#: What only a person may mend, and how.
MENDING: dict[Topic, Callable[[str], str]] = {
    Topic.SPACE: lambda text: re.sub(r"[ \u00a0]+(?=[@.])|(?<=[@.])[ \u00a0]+", "", text),
    Topic.COMMA: lambda text: text[: text.rfind("@")] + text[text.rfind("@") :].replace(",", "."),
    Topic.WIDE_SIGN: _without_wide_signs,
}


def is_placeholder(cell: str) -> bool:
    """Empty, `n/a`, `#REF!`, a telephone number: nobody meant an address."""
    letters = plain(cell).strip("#!")
    return letters in NO_ADDRESS or ("@" not in cell and not re.search(r"[^\W\d_]{2}", letters))


def clause(error: AddressError) -> str:
    return error.message[:1].lower() + error.message[1:].rstrip(".")
