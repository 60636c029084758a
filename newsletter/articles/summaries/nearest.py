"""The passage of an article that is nearest to what a summary says: what its writer may have meant there.

A passage is told by a mark of the same kind (a number, a day, a name) and by the words that stand with it on both
sides.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from newsletter.articles.cleaning import one_line
from newsletter.articles.summaries.days import Day
from newsletter.articles.summaries.folding import bare, tokens, word_set
from newsletter.articles.summaries.names import Name
from newsletter.articles.summaries.numbers import Kind, Number

_MOST_PIECES = 4_000
_MOST_MARKS = 1_000
_MOST_WORDS = 8  # of a name
_MOST_PLACES = 20  # of a word
_LONGEST = 220  # letters of what is shown
_LEAD = 60  # letters shown before what is meant, where the beginning has to go
_REACH_SAID, _REACH_THERE = 4, 6  # words to both sides
_MOST_WINDOW = 4  # sentences of one quotation
_LONG_ENOUGH = 0.7  # of a quotation's length
_SENTENCE = re.compile(r"(?<=[.!?…][”\"’» ])\s*(?=[A-Z“\"«])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.!?…][”\"’»)]*\s|\n")
#: Worth of what is alike in the marks themselves, beside words, of which a rare one is worth about 3.
_CLOSE, _SAME_PART, _SPELLED = 2.0, 2.0, 8.0
#: What a word of a quotation is worth.
_QUOTED = 8.0
_KEPT, _AROUND, _SIGN = 1.5, 0.4, 3.0
_SIGNS = ('"', "“", "«", "‘", "„", " '")
#: Summaries speak of those whom their article names often, and by their whole names.
_OFTEN, _WHOLE = 0.5, 0.5
#: What a mark must be worth by itself where it shares no word with the summary's sentence.
_FITS = 1.5
#: How alike, from 0 to 100, a name must be to count as one with a slip.
_ALIKE = 70
#: The same for any word of the article, of more than so many letters.
_SLIP, _SHORT = 80, 4
#: In doubt the earlier sentence, which says more of what the article is about.
_EARLY = 1.0
_EVERYWHERE = word_set(
    "that this with from have been were they their them there which when what will would said says "
    "about after also into more than over just some other para como pero este esta sobre avec dans "
    "pour plus cette mais para como mais pelo were than then only could should before because during "
    "through while where"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands around a claim in the summary: the stems of its sentence, and of the words beside it."""

    words: frozenset[str]
    stems: frozenset[str]
    near: frozenset[str]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Said":
        begin = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
        stop = _BREAK.search(text, end)
        sentence = f"{text[begin:start]} {text[end : stop.start() if stop else len(text)]}"
        return cls(
            words=frozenset(map(bare, _WORD.findall(sentence))),
            stems=frozenset(_stems(tokens(sentence))),
            near=frozenset(near(text, start, end, reach=_REACH_SAID)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place of the article that may be meant, and how much it looks so by itself."""

    start: int
    end: int
    worth: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    paragraph: int
    start: int
    end: int
    stems: frozenset[str]


class Passages:
    """The sentences of an article."""

    def __init__(self, passages: Sequence[tuple[int, str]]) -> None:
        """`passages` are the paragraphs with their numbers; 0 is title and standfirst."""
        self.text = "\n".join(text for _, text in passages)
        self._pieces = list(_pieces(passages))[:_MOST_PIECES]
        self._end = self._pieces[-1].end if self._pieces else 0
        self._spelled: list[str] = []
        self._starts = [piece.start for piece in self._pieces]
        there = Counter(stem for piece in self._pieces for stem in piece.stems)
        self._weights = {stem: math.log((len(self._pieces) + 1) / count) for stem, count in there.items()}

    def nearest(self, marks: Iterable[Mark], said: Said) -> tuple[int, str]:
        """The passage around the best mark, with the number of its paragraph; by words alone where none fits."""
        best = self._best([mark for mark in islice(marks, _MOST_MARKS) if mark.start < self._end], said)
        if not best:  # nothing of its kind stands near such words
            best = self._best(
                [Mark(start=piece.start, end=piece.start, worth=_FITS) for piece in self._pieces], said
            )
        if not best:
            return 0, ""
        piece = self._piece(best.start)
        text = self.text[piece.start : piece.end]
        return piece.paragraph, excerpt(text, best.start - piece.start, best.end - piece.start)

    def _best(self, marks: Sequence[Mark], said: Said) -> Mark | None:
        """The best mark, if one fits; one of the title only where no paragraph has any."""
        inside = [mark for mark in marks if self._piece(mark.start).paragraph] or marks
        worths = [(self._worth(mark, said), mark) for mark in inside]
        worth, best = max(worths, key=lambda pair: pair[0], default=(0.0, None))
        return best if worth else None

    def _worth(self, mark: Mark, said: Said) -> float:
        """What a mark is worth with the words around it; 0 where nothing says that it may be meant."""
        piece = self._piece(mark.start)
        worth = sum(self._weights[stem] for stem in said.stems & piece.stems)
        if mark.end > mark.start and said.near:
            beside = said.near.intersection(near(self.text, mark.start, mark.end, reach=_REACH_THERE))
            worth += sum(self._weights.get(stem, 0) for stem in beside)
        if not worth and mark.worth < _FITS:
            return 0
        return mark.worth + worth + _EARLY * (1 - piece.start / (len(self.text) + 1))

    def _piece(self, place: int) -> _Piece:
        return self._pieces[max(0, bisect_right(self._starts, place) - 1)]

    def quoted(self, words: str, around: Said) -> tuple[int, str]:
        """The passage with the words that are most like a quotation; for few of them, by what is `around` it, too."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (heavy)

        if not self._pieces:
            return 0, ""
        if not self._spelled:
            self._spelled = [_words(self.text[piece.start : piece.end]) for piece in self._pieces]
        windows = list(self._windows(len(words)))
        windows = [each for each in windows if self._pieces[each[0]].paragraph] or windows
        texts = [" ".join(self._spelled[first : last + 1]) for first, last in windows]
        said = _words(words)
        # One that is shorter than the quotation would be held against its best part alone.
        long = [place for place, text in enumerate(texts) if len(text) >= _LONG_ENOUGH * len(said)]
        long = long or list(range(len(texts)))
        worth = _QUOTED * (1 + said.count(" ")) / 100
        scores = process.extract(
            said, [texts[place] for place in long], scorer=fuzz.partial_ratio, limit=None
        )
        kept = frozenset(_stems(tokens(words)))
        worths = [
            (score * worth + self._worth_of(windows[long[at]], around, kept), -at) for _, score, at in scores
        ]
        best = -max(worths)[1]
        first, last = (self._pieces[place] for place in windows[long[best]])
        text = self.text[first.start : last.end]
        at = fuzz.partial_ratio_alignment(words.casefold(), text.casefold())
        start, end = (at.dest_start, at.dest_end) if at and len(text) >= len(words) else (0, 0)
        return first.paragraph, excerpt(text, start, end)

    def _worth_of(self, window: tuple[int, int], said: Said, kept: frozenset[str]) -> float:
        """What some sentences are worth beside how they are spelled: by words that were `kept`, and those around."""
        pieces = self._pieces[window[0] : window[1] + 1]
        stems = frozenset[str]().union(*(piece.stems for piece in pieces))
        own = sum(self._weights[stem] for stem in kept & stems)
        around = sum(self._weights[stem] for stem in said.stems & stems)
        is_quoting = any(sign in self.text[pieces[0].start : pieces[-1].end] for sign in _SIGNS)
        return _KEPT * own + _AROUND * around + _SIGN * is_quoting

    def _windows(self, length: int) -> Iterator[tuple[int, int]]:
        """Each sentence, with as many behind it in its paragraph as a quotation of so many letters may take."""
        for place, piece in enumerate(self._pieces):
            last = place
            for after in self._pieces[place + 1 : place + _MOST_WINDOW]:
                if self._pieces[last].end - piece.start >= length or after.paragraph != piece.paragraph:
                    break
                last += 1
            yield place, last


def of_number(said: Number, text: str, there: Iterable[Number], source: str) -> Iterator[Mark]:
    """The numbers of the same kind. `text` is how it was said, `source` the article's text."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (heavy)

    kind, digits = _kind(said, text), _digits(said)
    for number in islice(there, _MOST_MARKS):
        if _kind(number, source[number.start : number.end]) == kind:
            alike = max(
                fuzz.ratio(digits, _digits(number)), fuzz.ratio(sorted(digits), sorted(_digits(number)))
            )
            yield Mark(start=number.start, end=number.end, worth=_CLOSE * alike / 100)


def of_day(said: Day, there: Iterable[Day]) -> Iterator[Mark]:
    """The days of the same kind: weekdays for a weekday."""
    for day in there:
        if (day.weekday >= 0) == (said.weekday >= 0):
            same = sum(
                one == two and one > 0
                for one, two in ((day.month, said.month), (day.day, said.day), (day.year, said.year))
            )
            yield Mark(start=day.start, end=day.end, worth=_CLOSE + _SAME_PART * same)


def of_name(name_said: str, around: Said, there: Sequence[Name]) -> Iterator[Mark]:
    """The names but those that the summary's sentence has already; most of all one that is spelled nearly so."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (heavy)

    said = [bare(word) for word in _WORD.findall(name_said)][:_MOST_WORDS]
    words = " ".join(said)
    often = Counter(word for name in there for word in name.words)
    for name in there:
        if not around.words.isdisjoint(name.words):
            continue
        other = name.words[:_MOST_WORDS]
        alike = max(
            fuzz.ratio(words, " ".join(other)),
            *(fuzz.ratio(one, two) for one in said for two in other if min(len(one), len(two)) > 3),
            0,
        )
        spelled = max(0, alike - _ALIKE) / (100 - _ALIKE) * _SPELLED
        known = _OFTEN * math.log(max(often[word] for word in other))
        whole = _WHOLE if len(other) > 1 else 0
        yield Mark(start=name.start, end=name.end, worth=spelled + known + whole)


def of_spelling(name_said: str, around: Said, there: Iterable[str], source: str) -> Iterator[Mark]:
    """Any word of the article that a name may be a slip of: `there` are its words, folded."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (heavy)

    words = [word for word in map(bare, _WORD.findall(name_said)) if len(word) > _SHORT][:_MOST_WORDS]
    for word in words:
        for other, score, _ in process.extract(word, there, scorer=fuzz.ratio, score_cutoff=_SLIP, limit=5):
            if len(other) > _SHORT and other not in around.words:
                found = re.finditer(rf"\b{re.escape(other)}\b", source, re.IGNORECASE)
                for match in islice(found, _MOST_PLACES):
                    worth = (score - _ALIKE) / (100 - _ALIKE) * _SPELLED
                    yield Mark(start=match.start(), end=match.end(), worth=worth)


def near(text: str, start: int, end: int, *, reach: int) -> list[str]:
    """The stems of the words around a place, `reach` words to both sides, without those that are everywhere."""
    before, behind = text[max(0, start - 14 * reach) : start], text[end : end + 14 * reach]
    return _stems(tokens(before)[-reach:] + tokens(behind)[:reach])


def excerpt(text: str, start: int, end: int) -> str:
    """A passage that fits on two lines and holds what stands between `start` and `end`."""
    line = one_line(text)
    if len(line) <= _LONGEST:
        return line
    begin = 0
    if end > _LONGEST - 2:
        begin = text.rfind(" ", 0, max(1, start - min(_LEAD, max(0, _LONGEST - 10 - (end - start))))) + 1
    shown = one_line(text[begin : begin + _LONGEST + 40])
    if len(shown) > _LONGEST:
        shown = f"{shown[: max(shown.rfind(' ', 0, _LONGEST), 0) or _LONGEST]} …"
    return f"… {shown}" if begin else shown


def _pieces(passages: Sequence[tuple[int, str]]) -> Iterator[_Piece]:
    at = 0
    for paragraph, text in passages:
        ends = [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]
        begin = 0
        for end in ends:
            if text[begin:end].strip():
                stems = frozenset(_stems(tokens(text[begin:end])))
                yield _Piece(paragraph=paragraph, start=at + begin, end=at + end, stems=stems)
            begin = end
        at += len(text) + 1


def _stems(words: Iterable[str]) -> list[str]:
    return [word[:5] for word in words if len(word) > 3 and word not in _EVERYWHERE]


def _words(text: str) -> str:
    """The words of a text without the signs between them."""
    return " ".join(tokens(text))


def _kind(number: Number, text: str) -> str:
    """What a number counts: a share, a time, money, a year, or anything."""
    if number.kind in (Kind.SHARE, Kind.PERCENT):
        return "share"
    if number.kind is Kind.TIME:
        return "time"
    if number.currency:
        return "money"
    return "year" if re.fullmatch(r"(?:1[5-9]|20|21)\d\d", text.strip()) else "count"


def _digits(number: Number) -> str:
    value = number.values[0] * 100 if number.kind is Kind.SHARE else number.values[0]
    return f"{value:.10g}"
