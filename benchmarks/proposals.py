"""How much of people's summaries the program's proposals hold, beside the beginning of the article and the best choice.

ROUGE-2 recall: the share of the pairs of neighbouring words of people's summary that stand in ours. All have the same
number of words to use. The oracle sees people's summary and takes, one by one, the sentence that adds most.

Whether a sentence leans on one left out is told by a pattern of this file, not by what the program itself goes by.
"""

import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.figure import Chapter, Figure, at_least, at_most
from benchmarks.reading import read
from newsletter.articles.article import Article, SummaryOrigin
from newsletter.articles.summaries.folding import tokens
from newsletter.articles.summaries.proposal import MOST_WORDS, lead, privately, proposals
from newsletter.articles.summaries.ranking import choose, rank
from newsletter.articles.summaries.sentences import Sentence, sentences, stands_alone

TITLE = "Proposals"
#: English openings that lean on the sentence before, told without the program's tables: a pronoun, a demonstrative or a
#: connective at the beginning, one behind a preposition or a participle, "… of them". Rough: it takes "If it rains, …".
_POINTER = r"""(?:(?:he|she|it|they|him|his|hers?|its|them|theirs?|that|such|then)\b
    |(?:this|these)\b(?!\ (?:week|month|year|season|morning|evening|summer|winter|spring|days|\w+day)\b|[’'])
    |those\b(?!\ (?:who|with|in|on|from|at|\w+ed|\w+ing)\b))"""
_LEANING = re.compile(
    rf"""[^\w]*(?:
    {_POINTER}
    |(?:[\w,'’-]+\ ){{0,3}}of\ {_POINTER}
    |(?:about|according\ to|after|against|alongside|among|apart\ from|as|as\ for|as\ to|at|because|because\ of|before
    |behind|besides|beyond|by|despite|during|even|for|from|given|if|in|like|on|once|since|through|to|under|unless|unlike
    |until|when|where|while|with|without|\w+(?:ed|ing)|\w+(?:ed|ing)\ (?:about|by|on|to|with))\ {_POINTER}
    |(?:accordingly|also|and|another|anyway|asked|both|but|consequently|conversely|either|else|equally|eventually|finally
    |furthermore|hence|however|in\ (?:addition|contrast|fact|response|return|short|turn)|indeed|instead|lastly|later
    |likewise|meanwhile|moreover|neither|nevertheless|nonetheless|nor|or|others?|otherwise|secondly|similarly|so|still
    |that's|there|therefore|thus|what(?:'|’)s\ more|yet|as\ a\ result|by\ contrast|for\ (?:example|instance|its\ part)
    |on\ the\ (?:contrary|other\ hand)|the\ (?:former|latter|others?|same|two)|when\ asked|either\ way|what\ is\ more
    |at\ the\ same\ time)\b
    |(?:first|second|third|besides|next|now),
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def measure(folder: Path, *, quick: bool) -> Chapter:
    every = [each for each in read(folder) if each.summary][: 50 if quick else None]
    ours, beginnings, oracles, choices, seconds = [], [], [], [], []
    leaning = shown = 0
    for each in every:
        told = _pairs(" ".join(each.summary))
        begun = time.perf_counter()
        found = proposals(each.article)
        seconds.append(time.perf_counter() - begun)
        whole = sentences(each.article)
        beginning = " ".join(one.text for one in lead(whole, MOST_WORDS))
        ours.append(_recall(_best(each.article, whole) or beginning, told))
        beginnings.append(_recall(beginning, told))
        oracles.append(_recall(_oracle(whole, told), told))
        choices.append(max(_recall(one.text, told) for one in found) if found else 0.0)
        chosen = [one.sentences.split() for one in found if one.origin is SummaryOrigin.RANKED]
        shown += len(chosen)
        leaning += sum(leans(places, whole) for places in chosen)
    differences = [one - other for one, other in zip(ours, beginnings, strict=True)]
    spread = statistics.stdev(differences) / len(differences) ** 0.5
    mean = statistics.fmean
    return Chapter(
        title=TITLE,
        figures=(
            Figure(
                name="ROUGE-2 recall, best by the ranking / lead",
                value=mean(ours) / mean(beginnings), unit="", goal=at_least(1.0),
                detail=f"ours {mean(ours):.3f}, lead {mean(beginnings):.3f}, difference "
                f"{mean(differences):+.4f} ± {spread:.4f}",
            ),
            Figure(name="the same, the best of the proposals / lead", value=mean(choices) / mean(beginnings), unit="",
                   detail=f"best of those shown {mean(choices):.3f}: what a person who picks well has"),
            Figure(name="the same, oracle / lead", value=mean(oracles) / mean(beginnings), unit="",
                   detail=f"oracle {mean(oracles):.3f}"),
            Figure(name="ranked proposals with a sentence that leans on one left out", value=leaning / max(1, shown),
                   unit="share", goal=at_most(0.02),
                   detail=f"{leaning} of {shown}, by a rough pattern of the benchmark's own"),
            Figure(name="time for all proposals of an article, median", value=1000 * statistics.median(seconds),
                   unit="ms", goal=at_most(50)),
        ),
        notes=(f"{len(every)} articles of {folder.name}/, {MOST_WORDS} words each.",),
    )  # fmt: skip


def _best(article: Article, whole: Sequence[Sentence]) -> str:
    """What the ranking holds for the best. Where that is the beginning it is offered as that, and only once."""
    is_private = privately(article)
    private = frozenset(one.order for one in whole if is_private(one.text))
    worth = rank(whole, article.title)
    best = choose(whole, worth, most_words=MOST_WORDS, language=article.language, without=private)
    is_fit = best and stands_alone(best[0], article.language)
    return " ".join(one.text for one in best) if is_fit else ""


def leans(places: Sequence[str], whole: Sequence[Sentence]) -> bool:
    """Whether a proposal holds a sentence that seems to lean on the one before it, and not that one."""
    taken = [one for one in whole if one.place in places]
    orders = {one.order for one in taken}
    return any(one.order - 1 not in orders and _LEANING.match(one.text) for one in taken)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(tokens(text)))


def _recall(text: str, told: Counter[tuple[str, str]]) -> float:
    return sum((_pairs(text) & told).values()) / max(1, told.total())


def _oracle(every: Sequence[Sentence], told: Counter[tuple[str, str]]) -> str:
    taken: list[Sentence] = []
    best = 0.0
    while True:
        left = MOST_WORDS - sum(sentence.words for sentence in taken)
        scored = [
            (_recall(" ".join(one.text for one in [*taken, sentence]), told), sentence)
            for sentence in every
            if sentence not in taken and sentence.words <= left
        ]
        score, sentence = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if sentence is None or score <= best:
            return " ".join(one.text for one in taken)
        taken, best = [*taken, sentence], score
