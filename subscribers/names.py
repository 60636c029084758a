"""Names of people as they are kept: whole, but without signs that do harm in a header or on a screen."""

import re
import unicodedata
from functools import lru_cache

from subscribers.errors import ListUsageError

LONGEST_NAME = 100
#: Control signs, lone surrogates, the Bidi_Control property, zero width space, byte order mark.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+"
)
#: Of those: what nobody types. Line breaks, tabs and marks that programs leave behind are no reason to look twice.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_SPACE = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@lru_cache(maxsize=4096)
def clean_name(text: str) -> str:
    """One line of at most 100 signs; nothing is corrected, capitalised or invented."""
    # Remembered, for a list has the same few thousand names over and over.
    if (
        len(text) <= LONGEST_NAME
        and text.isprintable()
        and "  " not in text
        and unicodedata.is_normalized("NFC", text)
    ):
        # Nearly every name: nothing printable is harmful.
        return text.strip()
    text = _SPACE.sub(" ", _HARMFUL.sub(" ", text[: LONGEST_NAME * 10])).strip()
    return unicodedata.normalize("NFC", text)[:LONGEST_NAME].rstrip()


def whole_name(first: str, last: str) -> str:
    """Of clean parts, either of which may be empty."""
    return f"{first} {last}"[:LONGEST_NAME].rstrip() if first and last else first or last


def has_hidden_sign(text: str) -> bool:
    """Whether `clean_name` takes out what a person should know of: a NUL, an escape, a turn of the direction."""
    return not text.isprintable() and _HIDDEN.search(text) is not None


def checked_language(text: str) -> str:
    """A language tag such as `en`, `cy`, `pt-BR`. Raises ListUsageError."""
    if not _LANGUAGE.fullmatch(text):
        raise ListUsageError(
            "A language is written as a short code.",
            remedy="Write it like en, cy, es or pt-BR.",
            code="language",
        )
    return text
