"""Months without a day or a year: "in October".

In a summary only what is surely a month counts as said: "may" and "march" are words, April and June people. An article
may tell a month in any way: by its name, in figures, or by its own date and "last month".
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from types import MappingProxyType

from newsletter.articles.reading.dates import MONTH_NAMES
from newsletter.articles.summaries.folding import fold, word_set
from newsletter.articles.summaries.numerals import WORDS

#: Beside the names that dates have: as the subject of a sentence, or behind "w".
_POLISH = (
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
    "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrzesniu pazdzierniku listopadzie grudniu",
)
_TABLES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        language: {fold(name): number for table in tables for number, name in enumerate(table.split(), 1)}
        for language, tables in {
            **{language: (names,) for language, names in MONTH_NAMES.items() if language != "short"},
            "en": (MONTH_NAMES["en"], MONTH_NAMES["short"]),
            "pl": (MONTH_NAMES["pl"], *_POLISH),
        }.items()
    }
)
#: Behind these a name is surely a month's.
_BEFORE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set(
            "in since until till by from before after during of through throughout last next this mid"
        ),
        "es": word_set("en desde hasta para durante de"),
        "fr": word_set("en depuis des fin debut mi avant apres de d"),
        "pt": word_set("em desde ate de"),
        "ro": word_set("in din dupa luna lunii pana"),
        "pl": word_set("w we od do po przed miesiacu miesiaca poczatku koncu koniec"),
        "cy": word_set("ym yn ers tan erbyn mis fis"),
        "de": word_set("im seit bis ab anfang ende mitte vom zum"),
        "ar": word_set("في منذ حتى شهر"),
    }
)
#: May stand between: "in early October".
_BETWEEN = word_set("early late mid last next this the month of")
_FARTHEST = 4
#: Where months are written with a capital.
_CAPITALS = frozenset({"en", "de", "cy"})
#: Words or people's names as well: before a capital they are no months, and without such a word before them.
_DOUBTFUL = word_set("march may april june august jan mar dec sept mai maja mars")
#: Romanian: "in mai multe", in several.
_MORE, _MONTH_OF = frozenset({"mai"}), frozenset({"luna", "lunii"})
_FEASTS = {
    "christmas": 12,
    "navidad": 12,
    "noel": 12,
    "craciun": 12,
    "nadolig": 12,
    "weihnachten": 12,
    "halloween": 10,
}
_WORD = re.compile(r"[^\W\d_]+")
_GAPS = (" ", "-", "\u00a0", "'", "’")
_SENTENCE = re.compile(r"(?:^|[.!?:…]\s*|\n\s*)[\"'“”‘’«(\[]*$")
_MOST = 2_000  # months of one text
#: 12/10, 12.10.2022, 2022-10-12: either figure may be the month.
_FIGURES = re.compile(
    r"(?<![\d./-])(?:\d{4}-(\d\d)-\d\d|(\d{1,2})/(\d{1,2})(?:/\d\d(?:\d\d)?)?|(\d{1,2})[.-](\d{1,2})[.-]\d\d(?:\d\d)?)(?!\d)"
)
_COUNTS = {
    word: int(number) for words in WORDS.values() for word, number in words.items() if number in range(1, 25)
}
_WEEKS = "weeks?|semanas?|semaines?|saptamani?|tygodni\\w*|wythnos\\w*|wochen?"
_MONTHS = "months?|mes(?:es)?|mois|luni|miesi\\w+|mis(?:oedd)?|monate?n?"
_AWAY = re.compile(rf"\b(\d{{1,2}}|[^\W\d_]+) (?:(?P<weeks>{_WEEKS})|(?P<months>{_MONTHS}))\b")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The name of a month, from 1 for January on. `start` and `end` are its place in the text."""

    start: int
    end: int
    number: int


def months(text: str, language: str) -> Iterator[Month]:
    """What surely is a month in a text of a language ("en")."""
    words = list(_WORD.finditer(text))
    for place, number in islice(_known(words, language), _MOST):
        match, before = words[place], _before(text, words, place)
        if _is_month(text, match, language, before):
            yield Month(start=match.start(), end=match.end(), number=number)


def named(text: str, language: str) -> Iterator[Month]:
    """What may be a month in an article, also where it is another word."""
    words = list(_WORD.finditer(text))
    for place, number in islice(_known(words, language), _MOST):
        match = words[place]
        is_word = language == "en" and match[0].islower() and fold(match[0]) in _DOUBTFUL
        is_more = language == "ro" and not _is_month(text, match, language, _before(text, words, place))
        if not is_word and not (is_more and fold(match[0]) in _MORE):
            yield Month(start=match.start(), end=match.end(), number=number)


def hinted(text: str, plain: str, appeared: date | None) -> frozenset[int]:
    """The months that an article tells without a name; `plain` is its text, folded."""
    found = {number for feast, number in _FEASTS.items() if feast in plain}
    for match in _FIGURES.finditer(text):
        found |= {int(figure) for figure in match.groups() if figure and 1 <= int(figure) <= 12}
    if appeared:
        found |= {appeared.month, *_away(plain, appeared)}
    return frozenset(found)


def _known(words: Sequence[re.Match[str]], language: str) -> Iterator[tuple[int, int]]:
    tables = [_TABLES[language]] if language in _TABLES else list(_TABLES.values())
    known = {name: number for table in tables for name, number in table.items()}
    for place, match in enumerate(words):
        if number := known.get(fold(match[0])):
            yield place, number


def _is_month(text: str, match: re.Match[str], language: str, before: Set[str]) -> bool:
    if language not in _BEFORE or (language != "ar" and match[0][0].isupper() != (language in _CAPITALS)):
        return False
    name, behind = fold(match[0]), text[match.end() : match.end() + 2]
    is_doubtful = name in _DOUBTFUL
    if is_doubtful and language in _CAPITALS and behind[:1] in _GAPS[:3] and behind[1:].isupper():
        return False  # "by April Jones", "in March Unite struck"
    if language == "ro" and name in _MORE and behind[:1] == " " and before.isdisjoint(_MONTH_OF):
        return False
    if not before.isdisjoint(_BEFORE[language]):
        return True
    is_first = _SENTENCE.search(text[max(0, match.start() - 8) : match.start()])
    return language == "en" and not is_doubtful and not is_first


def _before(text: str, words: Sequence[re.Match[str]], place: int) -> set[str]:
    """The word that stands before a month's name, folded, and those that may stand between."""
    found: set[str] = set()
    while place and len(found) < _FARTHEST and text[words[place - 1].end() : words[place].start()] in _GAPS:
        place -= 1
        word = fold(words[place][0])
        found.add(word)
        if word not in _BETWEEN:
            break
    return found


def _away(plain: str, appeared: date) -> Iterator[int]:
    """The months so many weeks or months before and after a day."""
    for match in _AWAY.finditer(plain):
        count = int(match[1]) if match[1].isdigit() else _COUNTS.get(match[1], 0)
        if not 0 < count <= 60:
            continue
        for sign in (-1, 1):
            if match["months"]:
                yield (appeared.month - 1 + sign * count) % 12 + 1
            else:
                yield from (
                    (appeared + sign * weeks * _WEEK).month for weeks in (count - 1, count, count + 1)
                )
