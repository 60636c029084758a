"""One table of newsletter.toml: what a value may be, and how each fault is told with its place and a remedy."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsletter.errors import SettingsError

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")
#: Characters that could add a header, speak to a terminal, or turn the reading direction round.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_UNSAFE_IN_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

SHOW = "see newsletter.toml in docs/reference.md"


class Table:
    """One table of the file: takes its keys out by name and complains about those left over."""

    def __init__(self, path: Path, name: str, values: object) -> None:
        self.path, self.name = path, name
        if not isinstance(values, dict):
            raise self.wrong("", "is not a table", f"Write [{name}] on a line of its own; {SHOW}.")
        self.values: dict[str, Any] = dict(values)

    def wrong(self, key: str, what: str, remedy: str) -> SettingsError:
        place = ".".join(part for part in (self.name, key) if part)
        return SettingsError(f"{self.path}: {place} {what}.", remedy=remedy, code="settings")

    def text(self, key: str, default: str | None = None, *, example: str = "") -> str:
        value = self.values.pop(key, default)
        hint = f' Example: {key} = "{example}"' if example else ""
        if value is None:
            raise self.wrong(key, "is missing", f"Add it to the file.{hint}")
        if not isinstance(value, str):
            raise self.wrong(key, "is not text", f"Put it between quotation marks.{hint}")
        value = unicodedata.normalize("NFC", value.strip())
        if default is None and not value:
            raise self.wrong(key, "is empty", f"Fill it in.{hint}")
        if (_UNSAFE_IN_LINES if key == "postal_address" else _UNSAFE).search(value):
            raise self.wrong(
                key, "holds a line break or a hidden control character", "Type it again by hand."
            )
        return value

    def address(self, key: str, default: str | None = None) -> str:
        value = self.text(key, default, example="branch@example.org")
        if not _ADDRESS.fullmatch(value):
            raise self.wrong(key, "is not an email address", 'Write it like "branch@example.org".')
        return value

    def number(self, key: str, default: int, *, least: int, most: int) -> int:
        value = self.values.pop(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(
                key, f"must be a whole number from {least} to {most}", f"Example: {key} = {default}"
            )
        return value

    def duration(self, key: str, default: str) -> float:
        value = self.text(key, default, example=default)
        parts = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|m|h)", value)
        if not parts:
            raise self.wrong(key, "is not a length of time", f'Write it like "{default}" (s, m or h).')
        return float(parts[1]) * {"s": 1, "m": 60, "h": 3600}[parts[2]]

    def languages(self, key: str) -> tuple[str, ...]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(
            isinstance(code, str) and LANGUAGE.fullmatch(code) for code in value
        ):
            raise self.wrong(key, "is not a list of language codes", f'Example: {key} = ["cy", "pl"]')
        return tuple(value)

    def choice(self, key: str, default: str, of: tuple[str, ...]) -> str:
        value = self.text(key, default, example=default)
        if value not in of:
            raise self.wrong(key, "is not a known value", f"Choose one of: {', '.join(of)}.")
        return value

    def yes_or_no(self, key: str) -> bool | None:
        """None where the file does not say."""
        value = self.values.pop(key, None)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(
                key, "must be true or false", f"Example: {key} = true (no quotation marks, small letters)"
            )
        return value

    def words(self, key: str, shape: re.Pattern[str], what: str, *, example: str) -> tuple[str, ...]:
        """A list of words of one shape, each once; one that is written empty asks for something and names nothing."""
        is_there = key in self.values
        words = self.texts(key, example=example)
        if is_there and not words:
            raise self.wrong(
                key, "is empty", f'Name some {what}, or leave the line out: {key} = ["{example}"]'
            )
        for word in words:
            if not shape.fullmatch(word) or word != word.lower():
                remedy = f'Write them in small letters, digits and hyphens: {key} = ["{example}"]'
                raise self.wrong(key, f"holds what is no name of {what}", remedy)
        return tuple(dict.fromkeys(words))

    def day(self, key: str) -> date | None:
        """A day, as TOML writes it or as text; None where none is named."""
        value = self.values.pop(key, None)
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(key, "is not a day", f"Write year, month and day: {key} = 2027-01-31")
        return value

    def texts(self, key: str, *, example: str) -> tuple[str, ...]:
        values = self.values.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "is not a list of texts", f'Example: {key} = ["{example}"]')
        return tuple(unicodedata.normalize("NFC", value.strip()) for value in values)

    def finish(self) -> None:
        for key in self.values:
            raise self.wrong(key, "is not a setting", f"Check the spelling; {SHOW}.")
