"""The numbers of a text, as values: in digits or words, per cent, shares, sums of money, times of day.

A number that can be read in two ways ("1,200" in French) has both values. Two numbers are held against
one another in agreement.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from newsletter.articles.summaries import numerals_arabic as arabic
from newsletter.articles.summaries import numerals_german as german
from newsletter.articles.summaries import numerals_welsh as welsh
from newsletter.articles.summaries.decimals import decimals
from newsletter.articles.summaries.folding import even, fold, fold_in_place
from newsletter.articles.summaries.halves import halves
from newsletter.articles.summaries.leaning import Hedge, hedge
from newsletter.articles.summaries.money import currency_before, currency_behind, is_beside
from newsletter.articles.summaries.numerals import (
    IMPLIED,
    JOINTS,
    NOT_ALONE,
    ORDINALS,
    OUT_OF,
    PER_CENT,
    SCALES,
    SHORT_SCALES,
    WORDS,
)
from newsletter.articles.summaries.outof import shares_around
from newsletter.articles.summaries.shares import OF, shares

_TOKEN = re.compile(r"\d+(?:[.,' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+\.?")
_TIME = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:(?:[:.]|\s?h\s?)(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?P<oclock>\s?o'clock|\s?h\b)?",
    re.IGNORECASE,
)
_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})"
_SPOKEN = tuple(
    (minutes, re.compile(rf"\b{words}\b", re.IGNORECASE))
    for minutes, words in (
        (30, rf"half[\s-]past\s{_HOUR}"),
        (15, rf"quarter\spast\s{_HOUR}"),
        (-15, rf"quarter\sto\s{_HOUR}"),
        (0, rf"(?P<hour>{'|'.join(_HOURS)})\so'clock"),
    )
)
_NAMED_TIMES = {"noon": 720, "midday": 720, "midnight": 0}
#: A short form with a full stop between number and currency: "2 Mio. Euro".
_SHORT = re.compile(r"(?:[km]|tys|m(?:n|ln|ld|ill?|io|ia|i|ds?|rds?)|b(?:io|ln|n|i)|tri|tsd)$", re.IGNORECASE)
_AFTER_PER_CENT = re.compile(rf"[\s-]?(?:{PER_CENT})", re.IGNORECASE)
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th|er|ere|eme|e|º|ª|ain|fed|af|ydd|eg)\b", re.IGNORECASE)
_DECADE_END = re.compile(r"'?s\b")
_DECADE = re.compile(r"(?:\d\d)?\d0'?s")
#: "three decades" are thirty years.
_DECADES = re.compile(
    r"[\s-](?:decades?|decadas?|decennies?|decenii|deceniu|jahrzehnte?n?|degawd|dekad[ay]?)\b"
)
#: Behind "three hours and": another number, or a half.
_GOES_ON = re.compile(
    r"[\s-][^\W\d_]{1,20},? (?:(?:and|y|et|e|si|și|i|a|und) )?(?:\d|(?:a )?half\b|media\b|demie?\b)"
)
#: Between counts that may be added up: what is counted, and a comma or "and".
_ADDED = re.compile(
    r"(?: [^\W\d_]{1,20}){1,4}(?:,|,? (?:and|plus|y|e|et|și|i|oraz|a|ac|und|و))(?: (?:another|otros|otras|autres))? ?",
    re.IGNORECASE,
)
#: Smaller ones come out of too many counts by chance.
_MOST_ADDED, _LEAST_SUM = 4, 11
_AGE = re.compile(
    r"[ -](?:years?[ -]olds?|anos de edad|ans\b|anos\b|años|lat\b|letni|ani\b|oed|mlwydd|jahre alt|jährige)",
    re.IGNORECASE,
)
_COMMA = re.compile(r", [^\W\d]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}\.000")
#: Where a point parts thousands, and where a comma does.
_POINTED, _ENGLISH = frozenset({"es", "fr", "de", "pt", "ro", "pl", "it", "nl"}), frozenset({"en", "cy"})
_BY_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_WORTH = {"half": 0.5, "halves": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25}
_WORTH |= {"fifth": 0.2, "fifths": 0.2, "tenth": 0.1, "tenths": 0.1, "sixth": 1 / 6, "eighth": 1 / 8}
_FRACTION = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four|seven|nine)[\s-])?(?P<part>halves|half|thirds?|quarters?|fifths?|tenths?"
    r"|(?:six|eigh)th(?=\sof\b))\b"
    r"(?![\s-]past\b|\sto\s(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
    r"(?P<of>\s(?:of|the|its|their|all)\b)?",
    re.IGNORECASE,
)
_ALSO_ORDINAL = ("third", "fifth", "tenth")
_COUNTS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9}
_MOST = 20_000  # numbers of one text; no article has so many
#: Languages whose numbers of several words are read by a shape of their own.
_OWN = {"ar": arabic.in_words, "cy": welsh.around}
_LONGEST = 15  # digits of a number
_MOST_WORDS = 16  # of one number
#: Between a Romanian number and what it multiplies: "20 de mii".
_OF = "de"


class Kind(StrEnum):
    PLAIN = "plain"  # 5,000; five thousand; 3rd; 1984
    PERCENT = "percent"  # 71 %
    SHARE = "share"  # two thirds, one in three; its value lies between 0 and 1
    TIME = "time"  # 6.30pm, in minutes since midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number. `start` and `end` are its place in the text."""

    start: int
    end: int
    #: every way of reading it, the usual one first.
    values: tuple[float, ...]
    kind: Kind = Kind.PLAIN
    hedge: Hedge = Hedge.NONE
    #: "£", "€" or "$" where it says so.
    currency: str = ""
    #: the worth of its last digit that is not 0: 100 for 4,900; 0.1 for "three in ten".
    step: float = 1
    #: False for what stands for a number without counting ("both"), or is none by itself ("half").
    is_claim: bool = True
    #: whether it is written in words, as small numbers are.
    is_word: bool = False
    #: whether it is written to the last of three digits or more, and no half an hour goes on behind it.
    is_exact: bool = False
    #: whether it is somebody's age, as in "18-year-old" and "Rosa, 18,".
    is_age: bool = False
    #: whether it is written as a year, 1984, which nobody rounds.
    is_year: bool = False
    #: whether it stands for ten years: 1980s, ’80s.
    is_decade: bool = False


def numbers(text: str, language: str = "en", *, with_parts: bool = False) -> list[Number]:
    """The numbers of a text in the order of reading; `language` is a BCP 47 tag.

    `with_parts`: "nine out of ten" is a share, and a nine and a ten besides; "three girls and eight boys" are eleven.
    """
    plain = even(text)
    primary = language.partition("-")[0].lower() or "en"
    halved = list(_halved(plain, primary))
    taken = {place for number in halved for place in range(number.start, number.end)}
    wholes = [*_times(plain), *(_fractions(plain) if primary == "en" else _shares(plain, primary))]
    wholes = [*halved, *(number for number in wholes if number.start not in taken)]
    taken |= {place for number in wholes for place in range(number.start, number.end)}
    found = [number for number in _counted(plain, primary) if number.start not in taken]
    joined = list(_joined(plain, found))
    if with_parts:
        whole = {number.start for number in joined if number.kind is not Kind.SHARE}
        joined += [number for number in found if number.start not in whole]
        joined += [*_sums(plain, found), *_parts(plain, found), *spread_shares(plain, primary)]
    counted = [number for number in joined if number.values != (1,) or number.is_claim]
    return sorted([*wholes, *counted][:_MOST], key=lambda number: number.start)


def _times(text: str) -> Iterator[Number]:
    for match in _TIME.finditer(text):
        hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
        colon = bool(match["minute"]) and text[match.end("hour")] in ":hH "
        if hour == 24 or not (half or colon or (match["oclock"] and "clock" in match["oclock"])):
            continue
        at = hour % 12 * 60 + minute
        values = {"a": (at,), "p": (at + 720,)}.get(half, (hour * 60 + minute, at, at + 720))
        yield Number(
            start=match.start(), end=match.end(), values=tuple(dict.fromkeys(values)), kind=Kind.TIME
        )
    for minutes, words in _SPOKEN:
        for match in words.finditer(text):
            said = match["hour"].lower()
            hour = int(said) if said.isdigit() else _HOURS.index(said) + 1
            at = (hour % 12 * 60 + minutes) % 720
            yield Number(start=match.start(), end=match.end(), values=(at, at + 720), kind=Kind.TIME)
    for name, minutes in _NAMED_TIMES.items():
        for match in re.finditer(rf"\b{name}\b", text, re.IGNORECASE):
            yield Number(
                start=match.start(), end=match.end(), values=(minutes,), kind=Kind.TIME, is_claim=False
            )


def _fractions(text: str) -> Iterator[Number]:
    for match in _FRACTION.finditer(text):
        count, part = (match["count"] or "").lower(), match["part"].lower()
        counted = count not in ("", "a", "an", "one")
        if not counted and part.startswith(_ALSO_ORDINAL) and count != "a" and not match["of"]:
            continue  # the third one
        leaning = hedge(text, match.start())
        yield Number(
            start=match.start(), end=match.end("part"), values=(_COUNTS[count] * _WORTH[part],), kind=Kind.SHARE,
            is_claim=counted or bool(match["of"]),
            is_word=True, hedge=leaning,
        )  # fmt: skip


def _shares(text: str, language: str) -> Iterator[Number]:
    for start, end, value in shares(fold_in_place(text), language):
        yield Number(
            start=start, end=end, values=(value,), kind=Kind.SHARE, is_word=True, hedge=hedge(text, start)
        )


def spread_shares(text: str, language: str) -> Iterator[Number]:
    """Shares around what is counted: "huit salariées sur dix"; but "un reportage sur dix femmes" is none."""
    for start, end, value in shares_around(fold_in_place(even(text)), language):
        yield Number(start=start, end=end, values=(value,), kind=Kind.SHARE, hedge=hedge(text, start))


def _halved(text: str, language: str) -> Iterator[Number]:
    folded = fold_in_place(text)
    found = [(start, end, value, scale / 10) for start, end, value, scale in halves(folded, language)]
    found += decimals(folded, language)
    if language in _OWN:
        found += [(start, end, value, _last_digit(value)) for start, end, value, _ in _OWN[language](folded)]
    for start, end, value, step in found:
        number = Number(
            start=start, end=end, values=(value,), hedge=hedge(text, start), is_word=True, step=step
        )
        yield _marked(text, number)


def _counted(text: str, language: str) -> Iterator[Number]:
    """Numbers in digits and in words, with what stands right before and behind them."""
    run: list[tuple[str, int, int]] = []
    reached = 0
    for match in _TOKEN.finditer(text):
        word = fold(match[0].rstrip("."))
        parts = german.apart(word) if language == "de" else [word]
        is_joined = bool(run) and _is_joined(text[run[-1][2] : match.start()])
        if run and not (
            is_joined and (_goes_on(run, parts[0], language) or _is_of_sum(text, run, match, language))
        ):
            for number in _number(text, run, language):
                reached = number.end
                yield number
            run = []
        if match.start() < reached:  # the hundred of "por ciento"
            continue
        start, end = match.start(), match.end() - match[0].endswith(".")
        if run or (_begins(parts[0], language) and _is_number_there(text, start, end, word, language)):
            run += [(part, start, end) for part in parts]
        elif language == "de":
            yield from _within(text, word, start, end)
    yield from _number(text, run, language)


def _within(text: str, word: str, start: int, end: int) -> Iterator[Number]:
    """The number that a German word begins with: "dreitägig", "Achtstundentag"."""
    value, is_claim = german.within(word)
    if value:
        yield Number(
            start=start, end=end, values=(value,), hedge=hedge(text, start), is_word=True, is_claim=is_claim
        )


def _is_joined(between: str) -> bool:
    return between in ("", " ", "-")


def _is_number_there(text: str, start: int, end: int, word: str, language: str) -> bool:
    """Whether what looks like a number is one: not, in German, in "außer Acht"."""
    if word == "quarantaine" and not text.startswith(" d", end):  # a quarantine
        return False
    return not _is_inside_word(text, start) and (language != "de" or german.is_count(text, start, end, word))


def _is_inside_word(text: str, at: int) -> bool:
    """As the 20 of G20."""
    return at > 0 and text[at].isdigit() and text[at - 1].isascii() and text[at - 1].isalpha()


def _begins(word: str, language: str) -> bool:
    return (
        (word[0].isdigit() and len(word) <= _LONGEST)
        or word in WORDS.get(language, {})
        or word in ORDINALS.get(language, {})
        or (word in SCALES.get(language, {}) and len(word) > 2)
    )


def _goes_on(run: list[tuple[str, int, int]], word: str, language: str) -> bool:
    """Whether a word belongs to the number before it."""
    if len(run) >= _MOST_WORDS:
        return False
    words, scales, joints = WORDS.get(language, {}), SCALES.get(language, {}), JOINTS.get(language, ())
    last = run[-1][0]
    if word in scales:
        return (last not in joints or last == _OF) and (len(word) > 2 or last[0].isdigit())
    if last[0].isdigit() or word[0].isdigit():
        return word == _OF in joints
    if language == "cy":
        return (
            word not in IMPLIED and last not in IMPLIED and welsh.goes_on([each for each, _, _ in run], word)
        )
    if word in joints:
        return last in scales or words.get(last, 0) >= 10 or word == _OF
    is_ordinal = word in ORDINALS.get(language, {}) and words.get(last, 0) >= 20
    is_counted = word in words and word not in IMPLIED and last not in IMPLIED
    return is_ordinal or (is_counted and _is_added(run, word, language))


def _is_of_sum(text: str, run: list[tuple[str, int, int]], match: re.Match[str], language: str) -> bool:
    """Whether a word multiplies the digits before it because a sum of money stands there: "2 M€"."""
    is_short = fold(match[0].rstrip(".")) in SHORT_SCALES.get(language, {})
    return is_short and run[0][0][0].isdigit() and is_beside(text, run[0][1], match.end())


def _is_added(run: list[tuple[str, int, int]], word: str, language: str) -> bool:
    """Whether a number word is added to those before it: fifty-three, two hundred and five, soixante et onze."""
    words = WORDS[language]
    last = next(each for each, _, _ in reversed(run) if each not in JOINTS[language])
    before = words.get(last, 0)
    if language == "fr" and before < 100 and last not in SCALES[language]:
        is_eighty = last == "quatre" and word.startswith("vingt")
        return is_eighty or (before >= 10 and words[word] < (20 if before >= 20 else 10))
    if last in SCALES[language]:
        is_large = (
            SCALES[language][last] >= 10**6 and language != "ro"
        )  # "un milion o sută de mii" is one number
        return word not in NOT_ALONE or not (word == "a" or language == "de" or is_large)  # a million a year
    return language != "de" and (before >= 20 > words[word] or before >= 100 > words[word])


def _number(text: str, run: list[tuple[str, int, int]], language: str) -> Iterator[Number]:
    while run and run[-1][0] in JOINTS.get(language, ()):
        run = run[:-1]
    if not run:
        return
    start, end = run[0][1], run[-1][2]
    first = run[0][0]
    is_word = not first[0].isdigit()
    readings = _in_words(run, language) if is_word else _in_digits(text, run, language)
    is_vague = len(run) == 1 and first in SCALES.get(language, {})  # thousands; multi-million
    number = Number(
        start=start, end=end, values=readings, hedge=hedge(text, start), is_word=is_word,
        is_claim=not (is_vague or (len(run) == 1 and first in IMPLIED | NOT_ALONE)), step=_step(run, readings[0]),
        is_year=len(run) == 1 and bool(_YEAR.fullmatch(text[start:end])), is_exact=_is_exact(text, run, readings),
        is_age=_is_age(text, start, end),
    )  # fmt: skip
    yield _marked(text, number)


def _is_exact(text: str, run: list[tuple[str, int, int]], readings: Sequence[float]) -> bool:
    """Whether a number has three digits that count and no fraction: 1,171, but not in "1,171 hours and 20 minutes"."""
    value, end = readings[0], run[-1][2]
    is_one = len(run) == 1 and len(readings) == 1 and run[0][0][0].isdigit()
    is_whole = (
        is_one
        and value >= 100
        and value == int(value)
        and not _YEAR.fullmatch(run[0][0])
        and value / _step(run, value) >= 100
    )
    return is_whole and not _GOES_ON.match(text, end)


def _is_age(text: str, start: int, end: int) -> bool:
    return bool(_AGE.match(text, end)) or (
        text[max(0, start - 2) : start] == ", " and bool(_COMMA.match(text, end))
    )


def _in_digits(text: str, run: list[tuple[str, int, int]], language: str) -> tuple[float, ...]:
    word, start, _ = run[0]
    scale = 1.0
    for each, _, _ in run[1:]:
        scale *= SCALES.get(language, {}).get(each) or SHORT_SCALES.get(language, {}).get(each, 1)
    values = [value * scale for value in _readings(word, language)]
    century = re.search(r"(\d\d)\d\d[-/]$", text[max(0, start - 5) : start])
    if century and len(word) == 2:
        values.append(float(century[1] + word))  # 2019-20
    return tuple(dict.fromkeys(values))


def _readings(digits: str, language: str) -> list[float]:
    """The values of digits: "1,200" is 1200 and 1.2, but one thing in English, as "1.200" is where people write so.

    "1.000" is a thousand in any language.
    """
    if language in _POINTED and _BY_POINTS.fullmatch(digits):
        return [float(digits.replace(".", ""))]
    if (
        language in _ENGLISH
        and not _THOUSANDS.fullmatch(digits)
        and re.fullmatch(r"\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    ):
        return [float(digits.replace(",", ""))]
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,' ]\d{3})+)(?:[.,](\d+))?", digits)
    values = []
    if grouped:
        whole = re.sub(r"\D", "", grouped[1])
        values.append(float(f"{whole}.{grouped[2] or 0}"))
    if (parts := re.fullmatch(r"(\d+)[.,](\d+)", digits)) and not (grouped and parts[2] == "000"):
        values.append(float(f"{parts[1]}.{parts[2]}"))
    return values or [float(re.sub(r"\D", "", digits))]


def _in_words(run: list[tuple[str, int, int]], language: str) -> tuple[float, ...]:
    """Add what is small, multiply by what is large: "two hundred and five thousand"."""
    words, scales = WORDS.get(language, {}), SCALES.get(language, {})
    ordinals = ORDINALS.get(language, {})
    if language == "cy":
        return (welsh.value([word for word, _, _ in run]),)
    total, current, last = 0.0, 0.0, 0
    for word, _, _ in run:
        if word in scales:
            if scales[word] == 100:
                current = max(current, 1) * 100
            elif 0 < last < scales[word]:  # a thousand million
                total, current, last = (total + current) * scales[word], 0, scales[word]
            else:
                total, current, last = total + max(current, 1) * scales[word], 0, scales[word]
        elif language == "fr" and current % 10 == 4 and word.startswith("vingt"):
            current += 76
        else:
            current += words.get(word, ordinals.get(word, 0))
    return (total + current,)


def _step(run: list[tuple[str, int, int]], value: float) -> float:
    """The worth of the last digit that is not 0: what the number may have been rounded to."""
    word = run[0][0]
    if decimals := re.search(r"[.,](\d{1,2})$", word):
        scale = (
            value / max(float(word.replace(",", ".")), 1e-9) if word.count(",") + word.count(".") == 1 else 1
        )
        return float(scale / 10 ** len(decimals[1]))
    return _last_digit(value)


def _last_digit(value: float) -> float:
    """The worth of the last digit of a whole number that is not 0."""
    step, left = 1.0, int(value)
    while left and left % 10 == 0:
        step, left = step * 10, left // 10
    return step


def _marked(text: str, number: Number) -> Number:
    """The number with what stands around it: a sign of money, per cent, an ordinal's ending."""
    behind = text[number.end : number.end + 24]
    if match := _AFTER_PER_CENT.match(behind):
        return replace(number, kind=Kind.PERCENT, end=number.end + match.end(), is_claim=True)
    sign, length = currency_before(text[max(0, number.start - 5) : number.start])
    if sign:
        return replace(number, currency=sign, start=number.start - length)
    is_short = _SHORT.search(text, number.start, number.end)
    if sign := currency_behind(behind.removeprefix(".") if is_short else behind):
        return replace(number, currency=sign)
    if _DECADES.match(fold(behind)):
        return replace(number, values=tuple(10 * value for value in number.values), step=10 * number.step)
    if not number.is_word and (match := _ORDINAL_END.match(behind) or _DECADE_END.match(behind)):
        is_decade = bool(_DECADE.fullmatch(text[number.start : number.end] + match[0]))
        return replace(number, end=number.end + match.end(), is_decade=is_decade)
    return number


def _joined(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """The numbers, with "three in ten" made one share, and per cent lent to the first of "20 to 30 per cent"."""
    skip = False
    for place, number in enumerate(found):
        if skip:
            skip = False
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        between = fold(text[number.end : after.start].strip()) if after else ""
        if (
            after
            and after.start - number.end < 16
            and between in OUT_OF
            and _is_share(number, after, between)
        ):
            yield Number(
                start=number.start,
                end=after.end,
                values=(number.values[0] / after.values[0],),
                kind=Kind.SHARE,
                hedge=number.hedge,
                step=1 / after.values[0],
            )
            skip = True
        elif (
            after
            and after.kind is Kind.PERCENT
            and between in ("-", "to", "and", "or", "a", "y", "o", "et", "i", "e")
        ):
            yield replace(number, kind=Kind.PERCENT)
        else:
            yield number


def _sums(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """What counts that stand side by side come to: "two women, three girls and eight boys" are 11 and 13."""
    counts: list[Number] = []
    for number in found:
        is_count = number.kind is Kind.PLAIN and len(number.values) == 1 and not number.is_year
        if counts and not (is_count and _ADDED.fullmatch(text, counts[-1].end, number.start)):
            counts = []
        if not is_count:
            continue
        counts = [*counts, number][-_MOST_ADDED:]
        for first in range(len(counts) - 1):
            added = counts[first:]
            total = sum(each.values[0] for each in added)
            if total >= _LEAST_SUM and len({each.currency for each in added}) == 1:
                yield replace(number, start=added[0].start, values=(total,), step=1, is_exact=False)


def _parts(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """What "40 of 120" come to, of which a summary may say "a third"."""
    for part, whole in pairwise(found):
        is_count = part.kind is whole.kind is Kind.PLAIN and not whole.is_year and not part.is_year
        if (
            is_count
            and 0 < part.values[0] < whole.values[0]
            and OF.fullmatch(fold(text[part.end : whole.start]))
        ):
            share = 100 * part.values[0] / whole.values[0]
            yield Number(start=part.start, end=whole.end, values=(share,), kind=Kind.PERCENT, is_word=True)


def _is_share(few: Number, many: Number, between: str) -> bool:
    if few.kind is not Kind.PLAIN or many.kind is not Kind.PLAIN or many.currency or not many.values[0]:
        return False
    is_few = few.values[0] <= 10 or "out" in between or (many.values[0] == 100 and many.is_word)
    small = many.values[0] <= 100 and is_few
    # Two of three works are no share.
    is_common = between != "von" or (many.is_claim and (few.values[0] == 1 or many.values[0] == 10))
    return few.values[0] < many.values[0] and small and between != "of" and is_common
