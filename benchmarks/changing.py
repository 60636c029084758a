"""Mechanical changes of what a summary says: a number, a name, a word of a quotation. Seeded, so that runs are alike.

What is changed is found by patterns of this file alone, not by those that are judged.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DIGITS = re.compile(r"(?<![\w.,-])[$£€]?\d[\d,]*(?:\.\d+)?")
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
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,})[”\"]|(?<!\w)['‘]([A-Za-z][^'’\"]{8,})['’](?!\w)")
_NO_NAMES = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December\b"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence with one thing changed, and where the change stands in it."""

    kind: str
    sentence: str
    start: int
    end: int
    #: the place of what was there in the sentence as it was.
    was: tuple[int, int]


def changes(
    sentence: str, names: Sequence[str], own: Sequence[str], words: Sequence[str], chance: random.Random
) -> Iterator[Change]:
    """At most one change of each kind. `names` are of other articles, `own` of this one, `words` for quotations."""
    if match := _one(_DIGITS, sentence, chance):
        yield _put("number", sentence, match.span(), _other_digits(match[0], chance))
    if match := _one(_IN_WORDS, sentence, chance):
        others = [word for word in _WORDS if word != match[0]]
        yield _put("number word", sentence, match.span(), chance.choice(others))
    if (match := _one(_NAME, sentence, chance) or _PAIR.search(sentence)) and not _NO_NAMES.search(match[0]):
        if names:
            yield _put("name", sentence, match.span(), chance.choice(names))
        if inside := [name for name in own if name not in sentence]:
            yield _put("name of the article", sentence, match.span(), chance.choice(inside))
    if match := _one(_QUOTED, sentence, chance):
        group = 1 if match[1] else 2
        inside = list(re.finditer(r"[A-Za-z]{4,}", match[group]))
        if inside:
            word = chance.choice(inside)
            at = match.start(group) + word.start()
            others = [other for other in words if other != word[0].lower()]
            yield _put("word of a quotation", sentence, (at, at + len(word[0])), chance.choice(others))


def names_of(sentence: str) -> list[str]:
    return [match[0] for match in _NAME.finditer(sentence) if not _NO_NAMES.search(match[0])]


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
