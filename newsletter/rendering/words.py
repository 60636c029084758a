"""The letter's own words, all in one place so that a translation can take over, and its dates.

Version 0.1 speaks English only; dates follow the issue's language. A phrase is a whole sentence with holes,
never glued from pieces: other languages order them otherwise.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"})

#: The language that the phrases are in, whatever the issue's; the letter says so to screen readers.
WORDS_LANGUAGE = "en"

_ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "by_line_author": "By {author}",
        "photo": "Photo with the article: {credit}",
        "photo_caption_author": "“{caption}” by {author}",
        "photo_caption": "“{caption}”",
        "photo_author": "by {author}",
        "read": "Read the full article",
        "read_at": "Read the full article in {source}",
        "read_label": "Read the full article: {title}",
        "actions": "Take action",
        "background": "What happened",
        "reading": "Further reading",
        "diary": "Dates for your diary",
        "when": "When",
        "what": "What and where",
        "details": "Details",
        "details_label": "Details: {what}",
        "why": "You get this letter because you are on the list of {branch}.",
        "promoted": "Promoted by {name}, {address}",
        "address": "{name}, {address}",
        "questions": "Questions? Write to us:",
        "complaints": "Complaints:",
        "unsubscribe": "Unsubscribe from this letter",
        "unsubscribe_lead": "No longer want it?",
        "tracking": "This letter does not track you: no pixels, no counted clicks.",
    }
)


def words(language: str) -> Mapping[str, str]:
    """The phrases for a language; English for all languages in this version."""
    del language
    return _ENGLISH


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if primary(language) in RIGHT_TO_LEFT else "ltr"


def primary(language: str) -> str:
    """`pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()


def long_date(day: date, language: str) -> str:
    """`14 December 2022`."""
    from babel.dates import format_date  # noqa: PLC0415 - reads CLDR data, only needed when a letter is made

    return format_date(day, "d MMMM y" if primary(language) == "en" else "long", locale=_locale(language))


def full_date(moment: datetime, language: str, *, has_time: bool) -> str:
    """`Thursday 5 November 2026, 18:30`, as the clock on the wall says it."""
    from babel.dates import format_date, format_time  # noqa: PLC0415 - as above

    locale = _locale(language)
    # British letters write no comma after the weekday, CLDR does.
    day = format_date(moment, "EEEE d MMMM y" if primary(language) == "en" else "full", locale=locale)
    if not has_time:
        return day
    # `format_time` would turn an aware time into UTC.
    return f"{day}, {format_time(moment.time().replace(tzinfo=None), 'short', locale=locale)}"


def _locale(language: str) -> str:
    """A locale that CLDR has: the language, its first part, or English."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    wanted = "en_GB" if language == "en" else language.replace("-", "_")
    for name in (wanted, primary(language)):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"
