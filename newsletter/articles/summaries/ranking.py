"""Which sentences of an article say most of it: by their place, and by how many of its words they share.

Ranking by words alone loses clearly to simply taking the beginning (docs/decisions/034); place is most of the score.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from newsletter.articles.summaries.folding import tokens
from newsletter.articles.summaries.sentences import Sentence, is_whole, leans

Vector = Mapping[str, float]

#: Two sentences so much alike say the same thing.
MOST_ALIKE = 0.6
_PLACE, _CENTRE, _TITLE = 0.7, 0.3, 0.08
_FADES = 0.2  # how fast a place loses its worth
_QUOTED = 0.85  # what a sentence that is mostly a quotation is worth
_SHORTEST = 6  # words


def vectors(texts: Sequence[str]) -> list[Vector]:
    """Each text as weights of its words, rare ones heavier, of length one."""
    counted = [Counter(word[:7] for word in tokens(text) if len(word) > 2) for text in texts]
    known = Counter(word for counts in counted for word in counts)
    return [
        _scaled({word: count * math.log(1 + len(texts) / known[word]) for word, count in counts.items()})
        for counts in counted
    ]


def _scaled(weights: dict[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in weights.values()))
    return {word: value / length for word, value in weights.items()} if length else {}


def alike(one: Vector, other: Vector) -> float:
    """How alike two texts are, from 0 to 1."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * many[word] for word, value in few.items() if word in many)


def rank(found: Sequence[Sentence], title: str = "") -> list[float]:
    """The worth of each sentence, from 0 to 1."""
    weighed = vectors([*(sentence.text for sentence in found), title])
    centre: dict[str, float] = {}
    for vector in weighed[:-1]:
        for word, weight in vector.items():
            centre[word] = centre.get(word, 0) + weight
    middle = _scaled(centre)
    nearness = [alike(vector, middle) for vector in weighed[:-1]]
    nearest = max(nearness, default=0) or 1
    worth = []
    for sentence, vector, near in zip(found, weighed, nearness, strict=False):
        place = 1 / (1 + _FADES * sentence.order)
        score = _PLACE * place + _CENTRE * near / nearest + _TITLE * alike(vector, weighed[-1])
        quoted = sum(sentence.text.count(mark) for mark in '“"«') > 0 and sentence.text[0] in '“"«'
        short = sentence.words < _SHORTEST
        worth.append(score * (_QUOTED if quoted else 1) * (0.5 if short else 1))
    return worth


def choose(
    found: Sequence[Sentence], worth: Sequence[float], *, most_words: int, language: str,
    first: Sequence[int] = (), without: frozenset[int] = frozenset(),
) -> list[Sentence]:  # fmt: skip
    """Sentences by their worth until the words are used up, in the order of the article.

    `first` are taken before all others, `without` never. A sentence that leans on the one before it is taken only
    behind that one, and none that says what another one says.
    """
    weighed = vectors([sentence.text for sentence in found])
    taken: set[int] = set()
    left = most_words
    order = sorted(range(len(found)), key=lambda number: (-worth[number], number))
    waiting = [*first, *(number for number in order if number not in without and number not in first)]
    while waiting:
        number = next((n for n in waiting if _fits(found, n, taken, left, language)), None)
        if number is None:
            break
        waiting.remove(number)
        if all(alike(weighed[number], weighed[other]) <= MOST_ALIKE for other in taken):
            taken.add(number)
            left -= found[number].words
    return [found[number] for number in sorted(taken)]


def _fits(found: Sequence[Sentence], number: int, taken: set[int], left: int, language: str) -> bool:
    sentence = found[number]
    if sentence.words > left or not is_whole(sentence.text):
        return False
    return number - 1 in taken or not leans(sentence.text, language)
