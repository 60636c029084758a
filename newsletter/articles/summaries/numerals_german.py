"""German number words, which are written as one: "achtunddreißig", "hundertzwanzig", and in "dreitägig".

All is folded (folding.py). From a thousand on a number is taken apart (`apart`), below that it stands in a table.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

_UNITS, _TEENS, _TENS, _ORDINALS = (
    words.split()
    for words in (
        "ein zwei drei vier funf sechs sieben acht neun",
        "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
        "zweit dritt viert funft sechst siebt acht neunt zehnt elft zwolft",
    )
)
_ONES = ("eine", "einer", "einem", "einen", "eines", "eins")
_ENDINGS = ("e", "er", "en", "es", "em")
_THOUSAND = "tausend"


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from zip(_UNITS, range(1, 10), strict=True)
    yield from zip(_TEENS, range(10, 20), strict=True)
    for place, ten in enumerate(_TENS, 2):
        yield ten, 10 * place
        yield from ((f"{unit}und{ten}", 10 * place + n) for n, unit in enumerate(_UNITS, 1))


def _below_thousand() -> Iterator[tuple[str, float]]:
    small = dict(_below_hundred())
    yield from small.items()
    yield from ((f"{unit}einhalb", n + 0.5) for n, unit in enumerate(_UNITS, 1))
    hundreds = [("hundert", 100), *((f"{unit}hundert", 100 * n) for n, unit in enumerate(_UNITS, 1))]
    for word, value in hundreds:
        if word != "hundert":  # by itself it says no more than "many": "mehrere hundert"
            yield word, value
        for other, more in [*small.items(), ("eins", 1)]:
            yield from ((f"{word}{joint}{other}", value + more) for joint in ("", "und"))


_CARDINALS = dict(_below_thousand())
#: "der dritte", "zu dritt", "am zwanzigsten": none that a summary could have wrong, so many are figures of speech.
ORDINALS: Mapping[str, float] = MappingProxyType(
    {"zweit": 2, "dritt": 3, "viert": 4, "funft": 5, "sechst": 6}
    | {
        stem + ending: value
        for stem, value in [
            *zip(_ORDINALS, range(2, 13), strict=True),
            ("siebent", 7),
            *((f"{word}t", value) for word, value in _CARDINALS.items() if 13 <= value <= 19),
            *((f"{word}st", value) for word, value in _CARDINALS.items() if 20 <= value <= 99),
        ]
        for ending in _ENDINGS
        if (stem, ending) != ("acht", "en")  # to heed
    }
)
IMPLIED = frozenset({*ORDINALS, "beide", "beiden", "beider", "beides"})
NOT_ALONE = frozenset({"ein", *_ONES})
WORDS: Mapping[str, float] = MappingProxyType(
    {**_CARDINALS, **ORDINALS, **dict.fromkeys(_ONES, 1), **dict.fromkeys(IMPLIED - set(ORDINALS), 2)}
    | {"zwo": 2, "zweier": 2, "dreier": 3, "anderthalb": 1.5}
)
#: Behind a number within one word: what is counted as an adjective, and what else.
_ADJECTIVES = r"(?:tag|stund|woch|monat|jahr|minut|kopf|prozent)ig(?:e[rsnm]?)?"
_OTHERS = (
    r"(?:mal|fach|erlei|malig|teilig|stell?ig)(?:e[rsnm]?)?"
    r"|(?:stunden|tage|wochen|monats|jahres|minuten|prozent|personen|schicht)\w{0,30}"
)
#: What is no number although it looks like one: half past six, to heed.
_NONE_BEHIND = re.compile(r"\b(?:halb|viertel(?: (?:vor|nach))?) $", re.IGNORECASE)
_HEED = re.compile(r"\b(?:ausser|außer|in|habt?|gib|gebt) $", re.IGNORECASE)
_HEED_BEHIND = re.compile(r" (?:zu )?(?:geben|gegeben|lassen|gelassen|nehmen|genommen)\b")
_LONGEST = 60


def apart(word: str) -> list[str]:
    """The words of a number of more than a thousand: zwei, tausend, funfhundert; any other word as it is."""
    before, thousand, behind = word.partition(_THOUSAND)
    behind = behind.removeprefix("und") if behind != "und" else behind
    is_number = thousand and all(
        not part or part == "hundert" or part in _CARDINALS for part in (before, behind)
    )
    return [part for part in (before, thousand, behind) if part] if is_number else [word]


def within(word: str) -> tuple[float, bool]:
    """The number that a word begins with and whether it is what a summary could have wrong: "dreitägig"; 0 for none."""
    if len(word) > _LONGEST or not (match := _compound().fullmatch(word)):
        return 0, False
    value = 100 if match["number"] == "hundert" else WORDS[match["number"]]
    return value, bool(match["adjective"]) and value not in (1, 100)


def is_count(text: str, start: int, end: int, word: str) -> bool:
    """Whether a number word counts something: not in "die Elf", "ELF", "halb sieben" and "außer Acht"."""
    before = text[max(0, start - 16) : start]
    is_within = before[-1:] == " " and before[-2:-1].isalpha() and text[end : end + 1] != "-"
    is_noun = is_within and text[start].isupper() and 0 < WORDS.get(word, 0) < 100
    if is_noun or text[start:end].isupper() or _NONE_BEHIND.search(before):
        return False
    return word != "acht" or not (_HEED.search(before) and _HEED_BEHIND.match(text, end))


@cache
def _compound() -> re.Pattern[str]:
    numbers = "|".join(sorted((*_CARDINALS, "anderthalb", "hundert"), key=len, reverse=True))
    return re.compile(rf"(?P<number>{numbers})(?:(?P<adjective>{_ADJECTIVES})|{_OTHERS})")
