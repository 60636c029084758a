"""Welsh numbers of several words: by tens ("tri deg pedwar" is 34), and by twenties ("pedwar ar ddeg ar hugain").

All is folded (folding.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from newsletter.articles.summaries.folding import counted, word_set

WORDS: Mapping[str, int] = MappingProxyType(
    counted(
        "dau/ddau/dwy/ddwy/par tri/dri/thri/tair/dair/thair pedwar/bedwar/phedwar/pedair/bedair "
        "pump/bump/phump/pum/bum/phum chwech/chwe saith wyth naw deg/ddeg/deng/degawd unarddeg "
        "deuddeg/ddeuddeg/deuddeng",
        2,
    )
    | {
        "un": 1,
        "pymtheg": 15,
        "bymtheg": 15,
        "phymtheg": 15,
        "pymtheng": 15,
        "deunaw": 18,
        "ddeunaw": 18,
        "ugain": 20,
    }
    | {
        "hugain": 20,
        "deugain": 40,
        "ddeugain": 40,
        "hanner": 0,
        "trigain": 60,
        "drigain": 60,
        "thrigain": 60,
    }
)
#: What they are multiplied by.
SCALES: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("cant", "gant", "chant", "cannoedd"), 100)
    | dict.fromkeys(("mil", "fil", "miloedd", "filoedd"), 1_000)
    | dict.fromkeys(("miliwn", "filiwn"), 10**6)
    | {
        "dwsin": 12,
        "k": 1_000,
        "m": 10**6,
        "biliwn": 10**9,
        "bn": 10**9,
        "triliwn": 10**12,
        "tn": 10**12,
    }
)
JOINTS = word_set("a ar ac")
#: What is multiplied by a small number before it, and what is added to one by "ar" or "a".
_TENS = word_set("deg ddeg deng ugain")
_ADDED = _TENS | word_set(
    "bymtheg bymtheng phymtheg hugain deugain ddeugain trigain drigain thrigain phedwar"
)
_HUNDRED = 100

_AROUND = re.compile(
    rf"(?<![\w’'-])(?P<one>{'|'.join(word for word, value in WORDS.items() if 0 < value < 10)})"
    r"\s(?!a[rc]?\s|o\s)[^\W\d_]{2,20}\sar\s(?P<more>ddeg|bymtheg|hugain)(?!\w)"
)


def goes_on(before: Sequence[str], word: str) -> bool:
    """Whether a number word or a joint belongs to those before it; "dau a thri" are two numbers."""
    last = before[-1]
    if word in JOINTS or word not in WORDS:
        return word in JOINTS and last not in JOINTS
    if last in JOINTS:
        return word in _ADDED or before[-2] in SCALES
    return word in _TENS or last in _TENS or last in SCALES


def value(run: Sequence[str]) -> float:
    """What the words come to: a joint adds, ten and twenty multiply a small number right before them."""
    total, small, current, is_half = 0.0, 0.0, 0.0, False
    for word in run:
        scale = SCALES.get(word, 0)
        if word in JOINTS:
            small, current = small + current, 0
        elif scale > _HUNDRED:
            total, small, current = total + max(small + current, 1) * scale, 0, 0
        elif scale:
            current = max(current, 1) * scale * (0.5 if is_half else 1)
        elif word in _TENS and 2 <= current <= 9:
            current *= WORDS[word]
        else:
            current += WORDS[word]
        is_half = word == "hanner"
    return total + small + current


def around(plain: str) -> Iterator[tuple[int, int, float, float]]:
    """Beginning, end and value of numbers around what they count: "tair blynedd ar hugain" are 23 years."""
    for match in _AROUND.finditer(plain):
        yield match.start(), match.end(), WORDS[match["one"]] + WORDS[match["more"]], 1
