"""The quotations of a text: what stands between quotation marks of any language."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsletter.articles.summaries.folding import fold, tokens
from newsletter.articles.summaries.numerals import IMPLIED, NOT_ALONE, WORDS

#: Opening and closing marks. A single one opens only before a word and closes only behind one: others are apostrophes.
_SHAPES = (
    re.compile(r"“([^“”]{2,2000})”|„([^„“”]{2,2000})[“”]|«([^«»]{2,2000})»|»([^«»]{2,2000})«"),
    re.compile(r"\"([^\"]{2,2000})\""),
    re.compile(r"(?<![\w’'])[‘'‚](?=\w|\.\.\.|…)((?:[^‘’'\n]|(?<=\w)[’'](?=\w)){2,400})[’'](?!\w)"),
)
#: What was left out or put in by whoever quotes ("[the union]", "…"), and the end of a sentence: an article may say
#: there who speaks.
_GAP = re.compile(r"\[[^\]]{0,80}\]|\([^)]{0,80}\)|…|\.\.\.|(?<=\w\w)[.!?]\s")
#: Turn a sentence into its opposite: a "[not]" was put in, and none is left out.
_TURNS = frozenset(
    fold(
        "not no never nor none nobody nothing cannot without dont doesnt didnt wont cant isnt arent wasnt werent hasnt "
        "havent hadnt couldnt shouldnt wouldnt mustnt neednt nunca jamás sin nadie nada ne pas jamais rien sans nicht "
        "kein keine keinen keinem keiner nie niemals nichts ohne não nem sem ninguém nu nici niciodată fără bez nigdy "
        "nikt nic ddim nid nac heb neb لا ليس ليست لن لم بلا بدون"
    ).split()
)
#: Words within which a left out "not" counts: what is farther away is another sentence's.
_CLOSE = 5
#: Letters between two pieces of a quotation, and places of a piece, that are looked at.
_FARTHEST, _MOST_PLACES = 600, 1_000
#: Words of "…, she said on Monday, …" within what somebody said.
_ASIDE = 12
#: Words, and letters in which these stand, by which a quotation's beginning is known; letters of a "not".
_FIRST, _FIRST_LETTERS, _LONGEST_NOT = 3, 100, 12
#: Stretches of an article in which somebody goes on behind that.
_MOST_RUNS = 500
#: Letters of a stretch of words that is looked for without its spaces.
_LEAST_JOINED = 8
_POSSESSIVE = re.compile(r"['’]s?$")
#: Number words that are something else as well.
_NO_FIGURES = IMPLIED | NOT_ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words between two marks, and their place in the text."""

    start: int
    end: int
    text: str


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in the order of reading; those inside another one are part of it."""
    found: list[Quotation] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            at = bisect_left(found, match.start(), key=lambda each: each.start)
            is_free = at == 0 or found[at - 1].end <= match.start()
            if is_free and (at == len(found) or match.end() <= found[at].start):
                words = next(group for group in match.groups() if group)
                found.insert(at, Quotation(start=match.start(), end=match.end(), text=words))
    return found


def in_figures(words: Iterable[str], language: str) -> list[str]:
    """Folded words, with small numbers in figures: "zwölf Tage" and "12 Tage" are the same words."""
    numbers = WORDS.get(language, {})
    return [word if word in _NO_FIGURES else str(int(numbers.get(word, 0)) or word) for word in words]


def pieces(quotation: str, language: str = "") -> Iterator[list[str]]:
    """The stretches of words that must stand in the article as they are, in their order, folded."""
    text, begin = _POSSESSIVE.sub("", quotation), 0
    gaps = [gap.span() for gap in _GAP.finditer(text) if _TURNS.isdisjoint(tokens(gap[0]))]
    for start, end in [*gaps, (len(text), len(text))]:
        if words := in_figures(tokens(text[begin:start]), language):
            yield words
        begin = end


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotable:
    """What an article has to quote, folded."""

    #: The whole of it; and apart what somebody says with an aside, as in: "We win," she says, "or go".
    texts: tuple[str, ...]
    #: The first words of its own quotations.
    begins: frozenset[tuple[str, ...]]
    #: Two letters, by which its number words are known.
    language: str = ""

    @classmethod
    def of(cls, paragraphs: Iterable[str], language: str = "") -> "Quotable":
        every = [(text, quotations(text)) for text in paragraphs]
        runs = [searchable(run, language) for text, said in every for run in _runs(text, said)]
        said = (each.text[:_FIRST_LETTERS] for _, found in every for each in found)
        first = [in_figures(tokens(text), language)[:_FIRST] for text in said]
        return cls(
            texts=(searchable("\n".join(text for text, _ in every), language), *runs[:_MOST_RUNS]),
            begins=frozenset(tuple(words[:most]) for words in first for most in range(1, _FIRST + 1)),
            language=language,
        )


def is_quoted(quotation: str, there: Quotable) -> bool:
    """Whether its pieces stand in an article near to one another and in their order, and no "not" was cut off."""
    wanted = list(pieces(quotation, there.language))
    return any(_is_in_order(wanted, text, there.begins) for text in there.texts)


def searchable(text: str, language: str) -> str:
    """Folded words between single spaces."""
    return f" {' '.join(in_figures(tokens(text), language))} "


def _runs(text: str, said: Sequence[Quotation]) -> Iterator[str]:
    """What is said with asides, without these."""
    run: list[str] = []
    for one, other in pairwise(said):
        between = text[one.end : other.start]
        goes_on = one.text.rstrip().endswith((",", "،", "–", "—")) or between.lstrip().startswith(",")
        if goes_on and len(between) <= _FARTHEST and len(tokens(between)) <= _ASIDE:
            run += [other.text] if run else [one.text, other.text]
        else:
            yield from [" ".join(run)] if run else []
            run = []
    yield from [" ".join(run)] if run else []


def _is_in_order(wanted: Sequence[Sequence[str]], text: str, begins: Collection[tuple[str, ...]]) -> bool:
    ends: list[int] | None = None
    for words in wanted:
        places = _places(words, text)
        if ends is None:
            is_beginning = tuple(words[:_FIRST]) in begins
            found = [place for place in places if is_beginning or not _is_behind_not(place[0], text)]
        else:
            found = [place for place in places if _goes_on(ends, place[0], text)]
        if not found:
            return False
        ends = [end for _, end in found]
    return True


def _is_behind_not(start: int, text: str) -> bool:
    """Whether the word before is a "not", which was cut off if it is within what somebody said."""
    return text[max(0, start - _LONGEST_NOT) : start].rpartition(" ")[2] in _TURNS


def _goes_on(ends: Sequence[int], start: int, text: str) -> bool:
    """Whether a piece that begins here goes on with one that ended before, without a "not" that was left out."""
    at = bisect_right(ends, start)
    if not at or start - ends[at - 1] > _FARTHEST:
        return False
    left_out = text[ends[at - 1] : start].split()
    return len(left_out) > _CLOSE or _TURNS.isdisjoint(left_out)


def _places(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, from the space before them to the one behind them, in order."""
    wanted = f" {' '.join(words)} "
    found: list[tuple[int, int]] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < _MOST_PLACES:
        found.append((at, at + len(wanted) - 1))
        at = text.find(wanted, at + 1)
    return found or _joined_places("".join(words), text)


def _joined_places(joined: str, text: str) -> list[tuple[int, int]]:
    """The same but for hyphens and spaces ("co-operate", "cooperate"), by whole words."""
    if len(joined) < _LEAST_JOINED:
        return []
    spaces, length, spaced = {0: 0}, 0, 0
    for word in text.split():
        length, spaced = length + len(word), spaced + 1 + len(word)
        spaces[length] = spaced
    whole = text.replace(" ", "")
    found: list[tuple[int, int]] = []
    at = whole.find(joined)
    while at >= 0 and len(found) < _MOST_PLACES:
        if at in spaces and at + len(joined) in spaces:
            found.append((spaces[at], spaces[at + len(joined)]))
        at = whole.find(joined, at + 1)
    return found
