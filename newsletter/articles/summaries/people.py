"""Which words of an article are together the name of one person: Gordon Soltani is nobody in a text about Gordon Baker
and Mina Soltani.

It speaks only of words that are surely parts of people's names, and of a first name only where the article gives it
another family. German writes its nouns as it writes names: there only what begins with a known first name is a person,
since “Minister Lange” and “Kollegin Merz” look just like one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newsletter.articles.summaries.bending import is_bent, mutated
from newsletter.articles.summaries.folding import bare, fold, word_set
from newsletter.articles.summaries.given import GIVEN
from newsletter.articles.summaries.names import (
    JOINERS,
    NO_NAME,
    OPENERS,
    SENTENCE_END,
    WORD,
    Name,
    Words,
    has_capital,
    is_initial,
)
from newsletter.articles.summaries.openers import is_ordinary
from newsletter.articles.summaries.places import SYNONYMS

#: Between the words of one name: a space, the marks of a nickname.
_WITHIN = re.compile(r" ?[\"'“”„‘’(]? ?|[\"'“”‘’)] ")
_SMALL = JOINERS - word_set("y e et i a")
_INVERTED = ", "
#: Between people who share a family's name: Gordon, Peter and Mina Soltani.
_AND = word_set("and y e et i a ac și si und en") | {"", "&"}
_MOST_SHARING = 8
#: Words of one name, between the first and the last.
_FARTHEST = 5
#: Stand before names as "Mr" does, in the middle of a sentence too.
_TITLES = word_set(
    "miss minister secretary brother sister master officer nurse maitre ministre panna con ch cpl cdr flt maj brig adm "
    "canon cardinal father bishop archbishop right"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Words of names in an article, folded."""

    #: two that stand in one name in this order, also with others between them.
    together: frozenset[tuple[str, str]]
    #: right beside another one in a name: those that begin it so, and those that end it.
    before: frozenset[str]
    behind: frozenset[str]
    #: that are a name alone, or with a title, somewhere.
    alone: frozenset[str]
    #: with a capital within a sentence, where no ordinary word of most languages has one.
    within: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, text: str, there: Words) -> "People":
        """The people of a text, whose words are `there`."""
        runs = list(_runs(text))
        within = frozenset(word for run in runs for word in run.words[1 if run.is_first else 0 :])
        beside = [
            (one, two)
            for run in runs
            for one, two in pairwise(run.words)
            if _is_personal(one, there) and _is_personal(two, there, is_last=True)
        ]
        return cls(
            together=frozenset(pair for run in runs for pair in _pairs(run.words))
            | frozenset(_apart(text, runs)),
            before=frozenset(one for one, _ in beside),
            behind=frozenset(two for _, two in beside),
            alone=frozenset(words[0] for run in runs if len(words := _untitled(run.words)) == 1),
            within=within,
        )

    def mixes(self, name: Name, there: Words, language: str, languages: Collection[str]) -> bool:
        """Whether two words side by side in a name of a summary are never one person's in the article.

        `language` is the article's, `languages` are those by which its words may be bent.
        """
        return any(
            self._are_two(_shapes(one, there, languages), _shapes(two, there, languages), language)
            for one, two in _beside(name)
            if name.short.isdisjoint((one, two))
            and _is_personal(one, there)
            and _is_personal(two, there, is_last=True)
        )

    def _are_two(self, first: frozenset[str], last: frozenset[str], language: str) -> bool:
        """Whether none of the first shapes stands in a name with one of the last, but with another."""
        if not first or not last or any((one, two) in self.together for one in first for two in last):
            return False
        if language != "en" and (self.within.isdisjoint(first) or self.within.isdisjoint(last)):
            return False
        if self.before.isdisjoint(first):
            return False
        if language == "de":
            return not GIVEN.isdisjoint(first) and self._is_family(last)
        is_other = not self.behind.isdisjoint(last)
        return is_other or (self.alone.isdisjoint(first) and not self.alone.isdisjoint(last))

    def _is_family(self, shapes: frozenset[str]) -> bool:
        """Whether a word stands behind a known first name somewhere."""
        return any((one, two) in self.together for one in GIVEN & self.before for two in shapes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words with capitals in a row, small ones of names between them left out."""

    start: int
    end: int
    words: tuple[str, ...]
    #: whether a sentence begins with it.
    is_first: bool


def _runs(text: str) -> Iterator[_Run]:
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        if run and not _goes_on(text, run[-1], match):
            yield _run(text, run)
            run = []
        if has_capital(match[0]) or run:
            run.append(match)
    if run:
        yield _run(text, run)


def _goes_on(text: str, before: re.Match[str], match: re.Match[str]) -> bool:
    between = text[before.end() : match.start()]
    is_near = _WITHIN.fullmatch(between) or is_initial(before[0], between, match[0])
    return bool(is_near) and (has_capital(match[0]) or fold(match[0]) in _SMALL)


def _run(text: str, run: Sequence[re.Match[str]]) -> _Run:
    named = [match for match in run if has_capital(match[0])]
    start = named[0].start()
    return _Run(
        start=start,
        end=named[-1].end(),
        words=tuple(bare(match[0]) for match in named),
        is_first=bool(SENTENCE_END.search(text[max(0, start - 8) : start])),
    )


def _is_personal(word: str, there: Words, *, is_last: bool = False) -> bool:
    """Whether a folded word is surely part of a name, and no title, place or thing; the last one may be a Baker."""
    return (
        len(word) > 1
        and word not in there.small
        and not any(word in table for table in (NO_NAME, OPENERS, SYNONYMS, _TITLES))
        and (is_last or not is_ordinary(word))
    )


def _untitled(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in NO_NAME and word not in _TITLES]


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each two of them that may be one person's, parts of double names too."""
    for place, one in enumerate(words):
        for two in words[place : place + _FARTHEST + 1]:
            yield from ((a, b) for a in _split(one) for b in _split(two))


def _split(word: str) -> list[str]:
    return [word, *word.split("-")] if "-" in word else [word]


def _apart(text: str, runs: Sequence[_Run]) -> Iterator[tuple[str, str]]:
    """The words of one name that do not stand in a row: "Soltani, Gordon", "Gordon and Mina Soltani"."""
    for place, run in enumerate(runs[:-1]):
        if len(run.words) > 1:
            continue
        after = runs[place + 1]
        between = text[run.end : after.start]
        if between == _INVERTED and len(after.words) <= 2:
            yield from ((a, b) for a in _split(after.words[0]) for b in _split(run.words[0]))
        if len(between) <= 8 and fold(between).strip(" ,") in _AND:
            sharing = (other.words for other in runs[place + 1 : place + _MOST_SHARING])
            if whole := next((words for words in sharing if len(words) > 1), None):
                yield from ((run.words[0], part) for part in _split(whole[-1]))


def _beside(name: Name) -> Iterator[tuple[str, str]]:
    """The words of a name that stand side by side, but for initials; not those of "London-born", nor behind "’s"."""
    before: re.Match[str] | None = None
    for match in WORD.finditer(name.text):
        if len(match[0]) == 1 and match[0].isupper():
            continue
        if before and {bare(before[0]), bare(match[0])} <= set(name.words):
            yield bare(before[0]), bare(match[0])
        before = None if match[0].endswith(("'s", "’s")) else match


def _shapes(word: str, there: Words, languages: Collection[str]) -> frozenset[str]:
    """The words of the article that a word of a summary may be."""
    parts = [word] if word in there.all or "-" not in word else word.split("-")
    return frozenset(shape for part in parts for shape in _bent(part, there, languages))


def _bent(word: str, there: Words, languages: Collection[str]) -> Iterable[str]:
    if word in there.all:
        yield word
    if len(word) >= 4:
        yield from (other for other in there.families.get(word[:3], ()) if is_bent(word, other, languages))
        if "cy" in languages:
            yield from there.all.intersection(mutated(word))
