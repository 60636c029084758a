"""What the look-up of summaries catches, and how often it cries over what people wrote.

Every summary is taken as faithful, so an alarm counts as false even where its writer added something.
"""

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from benchmarks.changing import FIRST_NAME, YEAR, Change, Stock, changes, names_of, small_of, words_of
from benchmarks.figure import Chapter, Figure, at_least, at_most
from benchmarks.reading import Read, read
from newsletter.articles.summaries.agreement import agrees
from newsletter.articles.summaries.faithfulness import Missing, Source, look_up
from newsletter.articles.summaries.folding import tokens
from newsletter.articles.summaries.numbers import numbers

TITLE = "Faithfulness"
SEED = 20261128
_GOALS = {"number": 0.85, "name": 0.95, "word of a quotation": 0.95}
_KINDS = ("number", YEAR, "number word", "name", FIRST_NAME, "word of a quotation", "name of the article")
#: Whose passages are looked at together.
_SHOWN = {
    "numbers": ("number", YEAR, "number word"),
    "names": ("name", FIRST_NAME),
    "quotations": ("word of a quotation",),
}


def measure(folder: Path, *, quick: bool) -> Chapter:
    every = read(folder)[: 50 if quick else None]
    chance = random.Random(SEED)
    pool = [name for each in every for sentence in each.summary for name in names_of(sentence)]
    words = [word for each in every[:50] for word in words_of(each.article.paragraphs[0])]
    small = {each.article.slug: small_of(" ".join(each.article.paragraphs)) for each in every}
    everywhere = frozenset[str]().union(*small.values())
    tried, caught, shown, alarms = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    told = 0
    summaries, signed, seconds = 0, 0, 0.0
    for each in every:
        begun = time.perf_counter()
        source = Source(each.article)
        before = {sentence: look_up(sentence, source) for sentence in each.summary}
        seconds += time.perf_counter() - begun
        summaries += any(before.values())
        known = Source(replace(each.article, author=each.author)) if each.author else source
        signed += sum(bool(look_up(sentence, known)) for sentence in each.summary)
        stock = Stock(
            names=[name for name in pool if name not in source.text], own=_own(each), words=words,
            small=everywhere, own_small=small[each.article.slug],
        )  # fmt: skip
        for sentence, missing in before.items():
            told += 1
            alarms.update({str(one.kind) for one in missing} | ({"any"} if missing else set()))
            for change in changes(sentence, stock, chance):
                if not any(_overlaps(one, *change.was) for one in missing):  # said before the change
                    tried[change.kind] += 1
                    missed = _missed(change, source)
                    caught[change.kind] += bool(missed)
                    shown[change.kind] += any(_shows(one, sentence, change) for one in missed[:1])
    passages = [_passages(what, kinds, shown, caught) for what, kinds in _SHOWN.items()]
    tried["name"] += tried[FIRST_NAME]  # one class, with the part that is harder on a line of its own
    caught["name"] += caught[FIRST_NAME]
    figures = [_share(kind, caught[kind], tried[kind]) for kind in _KINDS if tried[kind]]
    figures += [figure for figure in passages if figure]
    figures.append(_alarms(alarms, told, summaries, len(every)))
    figures.append(
        Figure(
            name="the same, authors known whom only summaries name",
            value=signed / told,
            unit="share",
            detail=f"{signed} of {told}; our articles have their authors in a field of their own",
        )
    )
    figures.append(
        Figure(name="time for an article and its summary", value=1000 * seconds / len(every), unit="ms")
    )
    return Chapter(
        title=TITLE,
        figures=tuple(figures),
        notes=(
            f"{len(every)} articles of {folder.name}/, {told} sentences by people; seed {SEED}.",
            "A name of the article itself in another's place is seen only where one is made of two people: no goal.",
        ),
    )


def _own(each: Read) -> list[str]:
    return sorted({name for paragraph in each.article.paragraphs for name in names_of(paragraph)})


def _overlaps(missing: Missing, start: int, end: int) -> bool:
    return missing.start < end and start < missing.end


def _missed(change: Change, source: Source) -> list[Missing]:
    return [one for one in look_up(change.sentence, source) if _overlaps(one, change.start, change.end)]


def _shows(missing: Missing, sentence: str, change: Change) -> bool:
    """Whether the passage beside what was missed holds what was there before the change."""
    start, end = change.was
    shown, was = f" {' '.join(tokens(missing.nearest))} ", sentence[start:end]
    if change.kind in _SHOWN["numbers"]:
        return any(agrees(one, two) for one in numbers(was) for two in numbers(missing.nearest))
    if change.kind in _SHOWN["names"]:
        return f" {' '.join(tokens(was))}" in shown  # also with a possessive
    beside = [*tokens(sentence[:start])[-1:], *tokens(was), *tokens(sentence[end:])[:1]]
    return any(f" {one} {two} " in shown for one, two in pairwise(beside))


def _passages(what: str, kinds: tuple[str, ...], shown: Counter[str], caught: Counter[str]) -> Figure | None:
    found, out_of = sum(shown[kind] for kind in kinds), sum(caught[kind] for kind in kinds)
    if not out_of:
        return None
    return Figure(
        name=f"caught {what} whose nearest passage holds what was changed",
        value=found / out_of,
        unit="share",
        detail=f"{found} of {out_of}",
    )


def _share(kind: str, caught: int, tried: int) -> Figure:
    goal = at_least(_GOALS[kind]) if kind in _GOALS else None
    return Figure(
        name=f"changed {kind}: caught",
        value=caught / tried,
        unit="share",
        goal=goal,
        detail=f"{caught} of {tried}",
    )


def _alarms(alarms: Counter[str], told: int, summaries: int, articles: int) -> Figure:
    kinds = ", ".join(f"{kind} {alarms[kind] / told:.1%}" for kind in sorted(alarms) if kind != "any")
    return Figure(
        name="false alarms: sentences with at least one",
        value=alarms["any"] / told,
        unit="share",
        goal=at_most(0.12),
        detail=f"{alarms['any']} of {told} ({kinds}); whole summaries {summaries / articles:.0%}",
    )
