"""The letter's own words in the language of an issue, and its dates.

A language has words where there is a whole catalogue: the branch's own, or a shipped one. Where there is none the words
are English and say so, for a letter that is only looked at; the checks refuse to send it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import newsletter
from newsletter.rendering.catalogue import Catalogue, CatalogueError, read
from newsletter.rendering.phrases import COUNTED, PHRASES

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"})
_ENGLISH = Catalogue(phrases=PHRASES, counted=COUNTED, form_of=lambda count: int(count != 1), reviewed=True)
#: Faults of a catalogue that are told at once; who mends three can ask again.
_TOLD = 3
#: The locale of a language without a region: whose readers we write to, where CLDR means others.
_HOME = {"en": "en_GB", "pt": "pt_PT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why an issue has no words of its own language."""

    message: str
    remedy: str
    #: `file:line`, "" where it is the language itself.
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words(Mapping[str, str]):
    """The phrases of a letter by their keys."""

    #: the language they are in: the issue's, or English where `trouble` says why.
    language: str
    catalogue: Catalogue = field(repr=False)
    trouble: Trouble | None = None

    def __getitem__(self, key: str) -> str:
        return self.catalogue.phrases[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.catalogue.phrases)

    def __len__(self) -> int:
        return len(self.catalogue.phrases)

    @property
    def reviewed(self) -> bool:
        """Whether somebody whose language it is has read them."""
        return self.catalogue.reviewed

    def counted(self, key: str, count: int) -> str:
        """`3 articles`, in the plural form that the language has for the number."""
        return self.catalogue.counted[key][self.catalogue.form_of(count)].format(count=count)


def words(language: str, own: Path | None = None) -> Words:
    """The phrases for a language. `own` is the folder of the branch's own catalogues, which come first."""
    for name in dict.fromkeys((language, primary(language))):
        path = None if own is None else own / f"{name}.po"
        if path is not None and (path.is_symlink() or path.exists()):
            # Read anew each time: it may have been mended a moment ago.
            return _from(path, language, read)
    if primary(language) == "en":
        return Words(language=language, catalogue=_ENGLISH)
    if primary(language) in shipped_languages():
        return _from(catalogue_path(primary(language)), language, _read_once)
    return Words(language="en", catalogue=_ENGLISH, trouble=_no_catalogue(language))


@cache
def _read_once(path: Path) -> Catalogue:
    """A shipped catalogue: reading takes some milliseconds, and nobody changes it while the program runs."""
    return read(path)


def _from(path: Path, language: str, reader: Callable[[Path], Catalogue]) -> Words:
    try:
        return Words(language=language, catalogue=reader(path))
    except CatalogueError as error:
        told = "; ".join(_place(fault.line) + fault.what for fault in error.faults[:_TOLD])
        more = len(error.faults) - _TOLD
        return Words(
            language="en",
            catalogue=_ENGLISH,
            trouble=Trouble(
                message=f"The letter's own words in {language_name(language)} cannot be used: {told}"
                f"{f'; and {more} more' if more > 0 else ''}.",
                remedy="Mend the file; or take it away: the shipped words are used then, where there are any "
                f"({_listed()}).",
                where=f"{path.parent.name}/{path.name}:{error.faults[0].line or 1}",
            ),
        )


def _place(line: int) -> str:
    return f"line {line}: " if line else ""


def translations() -> Path:
    """The folder of the shipped catalogues."""
    return Path(newsletter.__file__).parent / "translations"


def catalogue_path(language: str) -> Path:
    """Where the shipped catalogue of a language lies."""
    return translations() / language / "LC_MESSAGES" / "newsletter.po"


@cache
def shipped_languages() -> tuple[str, ...]:
    """The languages that have a shipped catalogue, English not among them."""
    return tuple(sorted(path.parents[1].name for path in translations().glob("*/LC_MESSAGES/newsletter.po")))


def _no_catalogue(language: str) -> Trouble:
    return Trouble(
        message=f"The letter's own words (unsubscribe, headings, imprint) do not exist in {language_name(language)}.",
        remedy=f"Take one of the languages that have words: {_listed()}. Or have the words translated: copy "
        f"{translations() / 'newsletter.pot'} to translations/{primary(language)}.po in your workspace and fill it in.",
    )


def _listed() -> str:
    return ", ".join(sorted((*shipped_languages(), "en")))


def language_name(language: str) -> str:
    """`Welsh`; the code itself where nobody knows its name."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - reads CLDR data, only needed now and then

    try:
        return Locale.parse(primary(language)).english_name or language
    except (UnknownLocaleError, ValueError):
        return f"the language {language}"


def own_name(language: str) -> str:
    """`Español`, `Português (Brasil)`: as its speakers write it; the code itself where nobody knows its name."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    first, _, region = language.partition("-")
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = str(locale.languages.get(first) or locale.get_language_name() or language)
    # Many languages write their names small within a sentence. Georgian has large letters, and titles without them.
    name = name[:1].title() + name[1:]
    return f"{name} ({locale.territories.get(region, region)})" if region else name


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if primary(language) in RIGHT_TO_LEFT else "ltr"


def primary(language: str) -> str:
    """`pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()


# Digits are the Latin ones in every language, as CLDR's own `ar` has them since it stands for the Arab world as a
# whole: Egypt writes others, the Maghreb does not, and the times, prices and house numbers that people type into the
# same letter are Latin too. Babel writes dates so; article and count numbers follow.


def long_date(day: date, language: str) -> str:
    """`14 December 2022`."""
    from babel.dates import format_date  # noqa: PLC0415 - reads CLDR data, only needed when a letter is made

    locale = _locale(language)
    return format_date(day, "d MMMM y" if primary(locale) == "en" else "long", locale=locale)


def full_date(moment: datetime, language: str, *, has_time: bool) -> str:
    """`Thursday 5 November 2026, 18:30`, as the clock on the wall says it."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    locale = _locale(language)
    # British letters write no comma after the weekday, CLDR does.
    day = format_date(moment, "EEEE d MMMM y" if primary(locale) == "en" else "full", locale=locale)
    if not has_time:
        return day
    return _with_time(day, moment, "full", locale)


def short_date(moment: datetime, language: str, *, has_time: bool) -> str:
    """`Thu 5 Nov, 18:30`: for a notice that hangs until then, and for a telephone's narrow line."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - as above

    locale = _locale(language)
    day = format_skeleton("MMMEd", moment, locale=locale)
    if primary(language) == "en":
        day = day.replace(",", "")
    return _with_time(day, moment, "medium", locale) if has_time else day


def _with_time(day: str, moment: datetime, length: Literal["full", "medium"], locale: str) -> str:
    """The day and the hour, joined as the language joins them."""
    from babel.dates import format_time, get_datetime_format  # noqa: PLC0415 - as above

    # `format_time` would turn an aware time into UTC.
    time = format_time(moment.time().replace(tzinfo=None), "short", locale=locale)
    # CLDR quotes words such as "at".
    joined = str(get_datetime_format(length, locale=locale)).replace("'", "")
    return joined.replace("{0}", time).replace("{1}", day)


def _locale(language: str) -> str:
    """A locale that CLDR has: the language, its first part, or English."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    for name in (_HOME.get(language, language.replace("-", "_")), primary(language)):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"
