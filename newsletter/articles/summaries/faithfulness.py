"""What a summary says and its article does not: numbers, days, names and quotations are looked up, one by one.

It sees values, not meaning. What is not found may still be true, and what is found may stand there about something
else: so it is said that something was "not found in the article", and never that a summary is right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from newsletter.articles.article import Article
from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.traces import kinds, places
from newsletter.articles.summaries.agreement import agrees, leans_away
from newsletter.articles.summaries.days import Day, days, with_months
from newsletter.articles.summaries.folding import even
from newsletter.articles.summaries.months import months
from newsletter.articles.summaries.names import Name, Words, is_named, names
from newsletter.articles.summaries.nearest import (
    Mark,
    Passages,
    Said,
    near,
    of_day,
    of_name,
    of_number,
    of_spelling,
)
from newsletter.articles.summaries.numbers import Kind, Number, numbers, spread_shares
from newsletter.articles.summaries.numerals import WORDS
from newsletter.articles.summaries.people import People
from newsletter.articles.summaries.quotations import Quotable, is_quoted, quotations
from newsletter.articles.summaries.reckoning import Reckoning
from newsletter.articles.summaries.scores import scores

#: What lies behind is not looked at, so that nobody can keep us busy: a thousand words of a summary, and more than any
#: article has.
_MOST_LETTERS = 6_000
_MOST_OF_SOURCE = 300_000
_MOST_NUMBERS = 3_000  # different ones in an article
_MOST_PLACES = 50  # of one number
_MOST_MISSING = 60
#: Only so many of them get a passage beside them; and so many numbers of the article may be meant.
_MOST_SHOWN, _MOST_MEANT, _MOST_COMPARED = 20, 500, 10
_MOST_NAMES = 1_000  # of an article, as they may be meant by one that is missing
#: Small numbers are everywhere: one of them counts as found only near words that stand near it in the summary.
_SMALL = 20
_REACH_SAID, _REACH_THERE = 6, 14  # words to both sides
#: Where number words are not known, a small number that is missing may stand there as a word, as newspapers write it;
#: no share of a hundred, no sum of money, nothing with a fraction or before a word such as "Millionen".
_NO_WORDS_UP_TO = 12
_SCALED = re.compile(
    r"[ -](?:hundert|tausend|million|mio\b|milliarde|mrd|cento|mila|milion|miliard|duizend|miljoen|miljard"
    r"|مليون|ملايين|الف|آلاف|مئ)",
    re.IGNORECASE,
)


#: An event that is called by its day.
_EVENT = re.compile(r"(?<![\d/])9/11(?![\d/])")
_THE = re.compile(r"\b(?:the|all) $", re.IGNORECASE)
#: Behind "the two" of English, which then stands for people or things.
_VERB = re.compile(
    r" (?:are|were|had|have|will|would|did|do|met|also|then|said|say|tell|agree|agreed|live|lived|work|worked|spoke"
    r"|became|began|went|came|stood|sat|walked|talked|married)\b(?! \w+ed\b)"
)
#: Only so few are called "the two" or "all three" when they were spoken of before.
_FEW = 4
#: Letters to both sides of a number within which a score lies.
_SCORE_REACH = 60
#: Behind "149", where the article may count all 150; and before it in Spanish, Portuguese and French.
_OTHERS, _OTHER = (
    re.compile(r" others?\b", re.IGNORECASE),
    re.compile(r"\b(?:otr[oa]s|outr[oa]s|autres) $", re.IGNORECASE),
)
#: A single one that is written as a figure, "1 dead", is "a" or "one" in an article; "1 strikes" is a slip.
_ONE = re.compile(r" [^\W\d_]*(?:s|people)\b(?<!ss)(?<! was)(?<! is)(?<! has)", re.IGNORECASE)
#: One of those spoken of.
_ONE_OF = re.compile(r"1 of |\bof (?:them|these|those|whom) 1", re.IGNORECASE)


class ClaimKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that a summary says and that was not found in the article. `start` and `end` are its place."""

    kind: ClaimKind
    text: str
    start: int
    end: int
    #: the passage of the article that is nearest to the summary there, and the number of its paragraph from 1 on; 0
    #: is title and standfirst.
    nearest: str = ""
    paragraph: int = 0
    #: what it seems to be that is private, by kind; "" for all else.
    private: str = ""

    @property
    def shown(self) -> str:
        """As it is told: what seems to be private is named by its kind, and not repeated."""
        return f"[{self.private}]" if self.private else self.text

    @property
    def is_beside_private(self) -> bool:
        """Whether the nearest passage holds something private itself, and is not repeated either."""
        return bool(kinds(self.nearest))

    @property
    def shown_nearest(self) -> str:
        """The nearest passage as it is told: one that holds something private by its place alone."""
        if not self.is_beside_private:
            return self.nearest
        return f"paragraph {self.paragraph}" if self.paragraph else "title and standfirst"


class Source:
    """An article, read once for any number of look-ups."""

    def __init__(self, article: Article, *, without: Sequence[str] = ()) -> None:
        """`without` names fields that do not count as the article's own: a title that was edited here."""
        fields = ("title", "standfirst", "author", "source")
        head = [getattr(article, name) for name in fields if name not in without]
        head += [article.photo.caption] if article.photo else []
        self.language = article.language or "en"
        primary = self.language.partition("-")[0].lower()
        self._parts = [(0, text) for text in head if text]
        self._parts += [(number, text) for number, text in enumerate(article.paragraphs, 1) if text]
        self.text = "\n".join(text for _, text in self._parts)[:_MOST_OF_SOURCE]
        self._numbers = _gathered(numbers(self.text, self.language, with_parts=True))
        self.reckoning = Reckoning.of(self.text, article.published, primary)
        self.words = Words.of(self.text)
        self.people = People.of(self.text, self.words)
        self.scores = frozenset(each.numbers for each in scores(self.text, primary))
        self.quotable = Quotable.of((text for _, text in self._within()), primary)
        self._places: dict[int, frozenset[str]] = {}
        #: made when something is missing.
        self._passages: Passages | None = None
        self._names: list[Name] | None = None

    def _within(self) -> Iterator[tuple[int, str]]:
        """The parts that are looked at."""
        left = _MOST_OF_SOURCE
        for number, text in self._parts:
            yield number, text[:left]
            left = max(0, left - len(text) - 1)

    def is_number_there(self, said: Number, around: frozenset[str]) -> bool:
        """Whether the number stands there; a small one near a word of those `around` it."""
        found = [
            number
            for same in self._numbers
            if agrees(said, same[0])
            for number in same
            if not leans_away(said, number)
        ]
        if not found and said.is_decade:
            return self.reckoning.is_in_decade(int(said.values[0]))
        if not found and said.kind is Kind.PLAIN and len(str(int(said.values[0]))) == 4:
            return said.values[0] in self.reckoning.meant
        if not found or said.kind is not Kind.PLAIN or said.values[0] >= _SMALL or not around:
            return bool(found)
        if said.is_age and any(number.is_age for number in found):
            return True
        return any(around & self._near(number) for number in found)

    def _near(self, number: Number) -> frozenset[str]:
        if number.start not in self._places:
            self._places[number.start] = frozenset(
                near(self.text, number.start, number.end, reach=_REACH_THERE)
            )
        return self._places[number.start]

    def is_name_there(self, said: Name, language: str) -> bool:
        """Whether the words of a name stand there, and together where they are one person's."""
        own = self.language.partition("-")[0].lower()
        languages = {language, own}
        # Elsewhere few first words are known to be none: one before a whole name may be a verb or a title.
        shapes = [said, said.without_first()] if said.is_first and language != "en" else [said]
        return any(
            is_named(shape, self.words, languages)
            and not self.people.mixes(shape, self.words, own, languages)
            for shape in shapes
            if shape is said or len(shape.words) > 1
        )

    def nearest(self, claim: Missing, text: str, language: str) -> tuple[int, str]:
        """The passage that may be meant by a claim of a text, with the number of its paragraph."""
        if self._passages is None:
            self._passages = Passages(self._parts)
        around = Said.of(text, claim.start, claim.end)
        if claim.kind is ClaimKind.QUOTATION:
            return self._passages.quoted(claim.text.strip("“”\"«»„‘’'‚ "), around)
        return self._passages.nearest(self._marks(claim, text, language, around), around)

    def _marks(self, claim: Missing, text: str, language: str, around: Said) -> Iterator[Mark]:
        if claim.kind is ClaimKind.NAME:
            if self._names is None:
                primary = self.language.partition("-")[0].lower()
                self._names = list(islice(names(self.text, self.words, primary), _MOST_NAMES))
            yield from of_spelling(claim.text, around, self.words.all, self.text)
            yield from of_name(claim.text, around, self._names)
        said_days = (
            with_months(days(text, language), months(even(text), language))
            if claim.kind is ClaimKind.DATE
            else []
        )
        for day in said_days:
            if day.start == claim.start:
                yield from of_day(day, self.reckoning.days)
        if claim.kind is ClaimKind.NUMBER:
            said = numbers(text, language)
            others = [number for number in said if number.start != claim.start][:_MOST_COMPARED]
            there = [
                number
                for same in self._numbers[:_MOST_MEANT]
                if not any(agrees(other, same[0]) for other in others)  # said already
                for number in same
            ]
            for number in said:
                if number.start == claim.start:
                    yield from of_number(number, claim.text, there, self.text)


def _gathered(found: Sequence[Number]) -> list[list[Number]]:
    """The numbers of a text, those of one value together."""
    same: dict[tuple[object, ...], list[Number]] = {}
    for number in found:
        places = same.setdefault((number.kind, number.values, number.currency), [])
        if len(places) < _MOST_PLACES:
            places.append(number)
    return list(same.values())[:_MOST_NUMBERS]


def look_up(text: str, source: Source, *, language: str = "") -> tuple[Missing, ...]:
    """What of a text was not found in its source, in the order of reading.

    `language` is the text's; a quotation in another language than the article's is not looked up, it was translated.
    """
    text = text[:_MOST_LETTERS]
    language = (language or source.language).partition("-")[0].lower()
    missing: list[Missing] = []
    private = places(text)
    for claim in islice(_claims(text, source, language), _MOST_MISSING):
        if all(claim.end <= other.start or claim.start >= other.end for other in missing):
            is_shown = len(missing) < _MOST_SHOWN
            paragraph, passage = source.nearest(claim, text, language) if is_shown else (0, "")
            missing.append(
                Missing(
                    kind=claim.kind, text=claim.text, start=claim.start, end=claim.end,
                    nearest=passage, paragraph=paragraph, private=_kind_at(claim, private),
                )
            )  # fmt: skip
    return tuple(sorted(missing, key=lambda claim: claim.start))


def _kind_at(claim: Missing, private: Sequence[tuple[int, int, str]]) -> str:
    """The kind of what is private where a claim stands, a whole quotation or a part of a number; "" for none."""
    return next((kind for start, end, kind in private if start < claim.end and claim.start < end), "")


def translated_quotations(text: str, source: Source, language: str) -> tuple[str, ...]:
    """The quotations that cannot be looked up, because the text is in another language than its article."""
    if not is_other_language(source, language):
        return ()
    return tuple(
        each.text for each in quotations(text[:_MOST_LETTERS]) if not is_quoted(each.text, source.quotable)
    )


def is_other_language(source: Source, language: str) -> bool:
    """Whether a text in `language` was translated from its source."""
    return bool(language) and language.partition("-")[0].lower() != source.language.partition("-")[0].lower()


def _claims(text: str, source: Source, language: str) -> Iterator[Missing]:
    quoted = quotations(text)
    if not is_other_language(source, language):
        for each in quoted:
            if not is_quoted(each.text, source.quotable):
                yield _missing(ClaimKind.QUOTATION, text, each.start, each.end)
    said_days = with_months(days(text, language), months(even(text), language))
    told = {day.start for day in said_days if source.reckoning.tells(day)}  # 4/12 is read in two ways
    for day in said_days:
        if day.start not in told:
            yield _missing(ClaimKind.DATE, text, day.start, day.end)
    for number in numbers(text, language):
        is_said = number.is_claim and not _counts_nothing(number, text) and not _is_in(number, said_days)
        if is_said and not _is_found(number, text, source, language):
            yield _missing(ClaimKind.NUMBER, text, number.start, number.end)
    for name in names(text, source.words, language):
        if not source.is_name_there(name, language):
            yield _missing(ClaimKind.NAME, text, name.start, name.end)


def _counts_nothing(number: Number, text: str) -> bool:
    """Whether it only looks like a number: "1 of them" is one of them, "the two agree" are those spoken of already."""
    around = text[max(0, number.start - 12) : number.end + 4]
    if text[number.start : number.end] == "1" and (
        _ONE_OF.search(around) or not _ONE.match(text, number.end)
    ):
        return True
    if any(found.start() <= number.start < found.end() for found in _EVENT.finditer(text)):
        return True
    before, behind = text[max(0, number.start - 5) : number.start], text[number.end : number.end + 30]
    is_few = number.is_word and number.values[0] <= _FEW
    return bool(is_few and _THE.search(before) and _VERB.match(behind))


def _is_found(number: Number, text: str, source: Source, language: str) -> bool:
    around = frozenset(near(text, number.start, number.end, reach=_REACH_SAID))
    if source.is_number_there(number, around) or _is_of_score(number, text, source):
        return True
    if _is_of_share(number, text, language, source):
        return True
    if _OTHERS.match(text, number.end) or _OTHER.search(text[max(0, number.start - 8) : number.start]):
        one_more = replace(number, values=tuple(value + 1 for value in number.values))
        if number.step == 1 and source.is_number_there(one_more, around):
            return True
    is_unknown = source.language.partition("-")[0].lower() not in WORDS
    is_count = number.kind is Kind.PLAIN and not number.currency and number.values[0] == int(number.values[0])
    is_small = number.values[0] <= _NO_WORDS_UP_TO and not _SCALED.match(text, number.end)
    return is_unknown and not number.is_word and is_count and is_small


def _is_of_score(number: Number, text: str, source: Source) -> bool:
    begin = max(0, number.start - _SCORE_REACH)
    around, at = text[begin : number.end + _SCORE_REACH], number.start - begin
    language = source.language.partition("-")[0].lower()
    return any(
        each.start <= at < each.end and each.numbers in source.scores for each in scores(around, language)
    )


def _is_of_share(number: Number, text: str, language: str, source: Source) -> bool:
    """Whether a number is one of the two of a share that the article tells: "huit salariées sur dix"."""
    begin = max(0, number.start - _SCORE_REACH)
    piece, at = text[begin : number.end + _SCORE_REACH], number.start - begin
    return any(
        each.start <= at < each.end and source.is_number_there(each, frozenset())
        for each in spread_shares(piece, language)
    )


def _missing(kind: ClaimKind, text: str, start: int, end: int) -> Missing:
    return Missing(kind=kind, text=one_line(text[start:end]).rstrip(".,"), start=start, end=end)


def _is_in(number: Number, days: Sequence[Day]) -> bool:
    return any(day.start <= number.start < day.end for day in days)
