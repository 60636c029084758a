"""Whose clock an hour is told by: "6pm Toronto time", "18 Uhr Ortszeit New York", "10 h (hora de México)".

Places are those of the world's table of time zones, which are called by their largest towns.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_LONGEST = 400  # characters
_PLACE = (
    r"[A-ZÀ-Ý][\w’'-]{1,30}(?:\s(?!(?i:standard|daylight|summer|local|time)\b)[A-ZÀ-Ý][\w’'-]{1,30}){0,2}"
)
#: A place before the word for time, where it is the last of what has a capital, and behind it.
_BEFORE = re.compile(
    rf",?\s?\(?(?<!\w)(?P<place>{_PLACE})(?:\s(?i:(?:local|standard|daylight|summer)\s)?(?i:time)"
    rf"|(?<=er)\s(?:Orts)?[Zz]eit)(?!\w)\)?"
)
_BEHIND = re.compile(
    rf",?\s?\(?(?<!\w)(?:(?i:(?:local\s)?time\s(?:in|at))|(?:Orts)?[Zz]eit(?:\s(?:in|von))?"
    rf"|(?i:horas?(?:\slocal)?\s(?:del?|d[ao]))|(?i:heure(?:\slocale)?\s(?:de|à)))\s(?P<place>{_PLACE})(?!\w)\)?"
)
#: Right behind an hour: "6pm Toronto".
_BESIDE = re.compile(
    rf"(?i:(?<=[\d\s][ap]m)|(?<=[ap]\.m\.)|(?<=\d[:.]\d\d)|(?<=\d\shrs)|(?<=\dhrs)|(?<=uhr)|(?<=noon))"
    rf",?\s\(?(?P<place>{_PLACE})\)?(?=\s?[,.*]|\s?$|\son\s)"
)
#: Before "time", and no place.
_NO_PLACE = frozenset(
    {"local", "your", "our", "this", "same", "release", "publication", "embargo", "until", "at"}
)
_OTHERS = {
    "uk": "Europe/London", "british": "Europe/London", "irish": "Europe/Dublin", "us eastern": "America/New_York",
    "eastern": "America/New_York", "us pacific": "America/Los_Angeles", "pacific": "America/Los_Angeles",
    "washington": "America/New_York", "boston": "America/New_York", "central european": "Europe/Brussels",
    "geneva": "Europe/Zurich", "genf": "Europe/Zurich", "frankfurt": "Europe/Berlin", "barcelona": "Europe/Madrid",
    "brussel": "Europe/Brussels", "bruxelles": "Europe/Brussels", "mexico": "America/Mexico_City",
    "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "beijing": "Asia/Shanghai",
}  # fmt: skip


def clock_of(text: str) -> tuple[str, ZoneInfo | None, bool]:
    """A text without the words for whose clock it goes by, that clock, and whether it is one that nobody knows."""
    if len(text) > _LONGEST:
        return text, None, False
    for shape in (_BEFORE, _BEHIND, _BESIDE):
        for match in shape.finditer(text):
            words = match["place"].split()
            for part in _parts(words, is_behind=shape is _BEFORE):
                if zone := _zones().get(_plain(" ".join(part))):
                    return _without(text, match, words, part), ZoneInfo(zone), False
            is_place = shape is not _BESIDE and _plain(words[-1]) not in _NO_PLACE
            if is_place:
                part = words[-1:] if shape is _BEFORE else words
                return _without(text, match, words, part), None, True
    return text, None, False


def _parts(words: list[str], *, is_behind: bool) -> list[list[str]]:
    """The last words of a place, or its first ones, the longest row first: "ON FRIDAY TORONTO TIME"."""
    counts = range(len(words), 0, -1)
    return [words[-count:] if is_behind else words[:count] for count in counts]


def _without(text: str, match: re.Match[str], words: list[str], part: list[str]) -> str:
    """The text without a clock; what stands in the row of words beside the place stays."""
    kept = " ".join(words[: len(words) - len(part)] if part == words[-len(part) :] else words[len(part) :])
    return f"{text[: match.start()]} {kept}".rstrip() + text[match.end() :]


def _plain(place: str) -> str:
    apart = unicodedata.normalize("NFKD", place.casefold().replace("_", " "))
    return "".join(char for char in apart if not unicodedata.combining(char))


@cache
def _zones() -> Mapping[str, str]:
    """Names of places, and of whose clock they go by; a German "Berliner", too."""
    named = {_plain(key.rpartition("/")[2]): key for key in sorted(available_timezones()) if _is_town(key)}
    named |= _OTHERS
    return {f"{name}er": zone for name, zone in named.items()} | named


def _is_town(key: str) -> bool:
    """Not "Etc/GMT+5", "US/Central", "Canada/Mountain", of which several are meant."""
    return "/" in key and key.partition("/")[0] in {
        "Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
    } and not re.search(r"/(?:West|East|North|South|[A-Z]{3,})$|\d", key)  # fmt: skip
