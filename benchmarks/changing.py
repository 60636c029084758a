"""Mechanical changes of what a summary says: a number, a name, a word of a quotation. Seeded, so that runs are alike.

What is changed is found by patterns of this file alone, not by those that are judged.
"""

import random
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

_DIGITS = re.compile(r"(?<![\w.,-])[$£€]?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w.,-]*\d)")
_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirty",
    "sixty",
]
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*\b")
_PAIR = re.compile(r"^[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
#: One word with a capital that begins a sentence; whether it is a name, the article's other sentences tell.
_FIRST = re.compile(r"^[A-Z][a-z]{2,}\b(?! [A-Z])")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,})[”\"]|(?<!\w)['‘]([A-Za-z][^'’\"]{8,})['’](?!\w)")
_NO_NAMES = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December\b"
)

YEAR = "year by one"
FIRST_NAME = "name that begins a sentence"


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence with one thing changed, and where the change stands in it."""

    kind: str
    sentence: str
    start: int
    end: int
    #: the place of what was there in the sentence as it was.
    was: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is put in another's place, and what may make room for it."""

    #: names of other articles.
    names: Sequence[str]
    #: names of this one.
    own: Sequence[str]
    #: words for quotations.
    words: Sequence[str]
    #: words in small letters: of all articles, and of this one. What they hold is no name when it begins a sentence.
    small: Set[str] = frozenset()
    own_small: Set[str] = frozenset()


def changes(sentence: str, stock: Stock, chance: random.Random) -> Iterator[Change]:
    """At most one change of each kind."""
    if match := _one(_DIGITS, sentence, chance):
        yield _put("number", sentence, match.span(), _other_digits(match[0], chance))
    if match := _one(_IN_WORDS, sentence, chance):
        others = [word for word in _WORDS if word != match[0]]
        yield _put("number word", sentence, match.span(), chance.choice(others))
    if (match := _one(_NAME, sentence, chance) or _PAIR.search(sentence)) and not _NO_NAMES.search(match[0]):
        if stock.names:
            yield _put("name", sentence, match.span(), chance.choice(stock.names))
        if inside := [name for name in stock.own if name not in sentence]:
            yield _put("name of the article", sentence, match.span(), chance.choice(inside))
    yield from _first_changed(sentence, stock)
    if match := _YEAR.search(sentence):
        other = int(match[0]) + random.Random(sentence).choice((-1, 1))
        yield _put(YEAR, sentence, match.span(), str(other))
    if match := _one(_QUOTED, sentence, chance):
        group = 1 if match[1] else 2
        inside = list(re.finditer(r"[A-Za-z]{4,}", match[group]))
        if inside:
            word = chance.choice(inside)
            at = match.start(group) + word.start()
            others = [other for other in stock.words if other != word[0].lower()]
            yield _put("word of a quotation", sentence, (at, at + len(word[0])), chance.choice(others))


def _first_changed(sentence: str, stock: Stock) -> Iterator[Change]:
    """The name that begins a sentence changed for another of one word, whatever the sentence goes on with."""
    match = _FIRST.search(sentence)
    if not match or match[0].lower() in stock.own_small or _NO_NAMES.search(match[0]):
        return
    singles = [name for name in stock.names if " " not in name and name.lower() not in stock.small]
    if singles and any(match[0] in name.split() for name in stock.own):
        chance = random.Random(sentence)  # of its own, so that the other changes stay what they were
        yield _put(FIRST_NAME, sentence, match.span(), chance.choice(singles))


def names_of(sentence: str) -> list[str]:
    return [match[0] for match in _NAME.finditer(sentence) if not _NO_NAMES.search(match[0])]


def small_of(text: str) -> set[str]:
    return set(re.findall(r"\b[a-z]{3,}\b", text))


def words_of(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\b[a-z]{5,}\b", text)]


def _one(pattern: re.Pattern[str], sentence: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(sentence))
    return chance.choice(found) if found else None


def _put(kind: str, sentence: str, span: tuple[int, int], text: str) -> Change:
    start, end = span
    return Change(kind, f"{sentence[:start]}{text}{sentence[end:]}", start, start + len(text), span)


def _other_digits(text: str, chance: random.Random) -> str:
    """Another number of the same shape: one digit changed, two swapped, one more or one less, or ten times as much."""
    places = [place for place, char in enumerate(text) if char.isdigit()]
    for _ in range(50):
        signs = list(text)
        way = chance.choice(("digit", "swap", "step", "tenfold"))
        if way == "swap" and len(places) > 1:
            one, two = chance.sample(places, 2)
            signs[one], signs[two] = signs[two], signs[one]
        elif way == "step":
            last = places[-1]
            signs[last] = str((int(signs[last]) + chance.choice((1, 9))) % 10)
        elif way == "tenfold" and "," not in text and "." not in text and len(places) < 4:
            signs.append("0")
        else:
            signs[chance.choice(places)] = str(chance.randrange(10))
        if (new := "".join(signs)) != text and signs[places[0]] != "0":
            return new
    return f"9{text}"
