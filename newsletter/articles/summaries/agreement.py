"""Whether a number of a summary can stand for one of its article."""

from newsletter.articles.summaries.leaning import Hedge, contradicts
from newsletter.articles.summaries.numbers import Kind, Number

#: "71 per cent" and "seven in ten" may stand for one another when they lie so near.
_NEAR_SHARE = 0.02
#: "About six in ten" for 64.
_ABOUT_TENTH = 0.04
#: What floating numbers lose.
_LEAST = 1e-9
#: Of a small one no more than so much of it: "a tenth" for 11 per cent, and not for 12.
_NEAR_OF = 0.101
#: "More than half" may be so much more, and "two thirds" are 67 per cent.
_LEANING_SHARE, _SAME_SHARE = 0.08, 0.005
#: How far from its value a rounded number may lie, as a share of it: said to be round, and not.
_ROUND_SAID, _ROUND_UNSAID = 0.10, 0.03
#: "Fewer than 1,000" are more than half of them.
_FEWER = 0.5


def agrees(said: Number, there: Number) -> bool:
    """Whether a number of a summary can stand for one of its article."""
    if said.currency and there.currency and said.currency != there.currency:
        return False
    pair = {said.kind, there.kind}
    if pair in ({Kind.SHARE, Kind.PERCENT}, {Kind.SHARE}):
        # "Two thirds" rounds a share of a hundred, but 35 per cent are no third.
        is_round = len(pair) == 2 and (said.kind is Kind.SHARE or said.hedge is Hedge.ABOUT)
        one, other = _share(said), _share(there)
        near = min(_nearest(said), _NEAR_OF * one) if is_round else _SAME_SHARE if len(pair) == 2 else 0.001
        is_cut = len(pair) == 2 and int(100 * one + 0.001) == int(
            100 * other + 0.001
        )  # 66 per cent for two thirds
        return _is_near_share(said, one, other, near) or (
            said.hedge is Hedge.NONE and is_cut and _is_whole(said)
        )
    if said.kind is not there.kind and not (said.kind is Kind.PERCENT and there.kind is Kind.PLAIN):
        return False
    if there.is_year and not said.is_year and said.hedge is Hedge.NONE:
        return not set(said.values).isdisjoint(there.values)  # nobody rounds a year to a number of people
    usual, *unusual = said.values  # which nobody rounds: "3,100" is no 3
    return not set(unusual).isdisjoint(there.values) or any(
        _is_near(usual, other, said) for other in there.values
    )


def _nearest(said: Number) -> float:
    """How far a share that may be round may lie from the one that is meant."""
    is_tenths = said.kind is Kind.SHARE and abs(said.step - 0.1) < _LEAST
    return _ABOUT_TENTH if is_tenths and said.hedge is Hedge.ABOUT else _NEAR_SHARE


def leans_away(said: Number, there: Number) -> bool:
    """Whether a number of a summary says that it is not quite the same number of its article."""
    is_same = not set(said.values).isdisjoint(there.values)
    return is_same and contradicts(said.hedge, there.hedge, is_exact=there.is_exact)


def _is_near_share(said: Number, value: float, other: float, near: float) -> bool:
    """The same for shares: "almost a third" are 30 per cent, and no 35."""
    match said.hedge:
        case Hedge.OVER | Hedge.LEAST:
            return -_SAME_SHARE <= other - value <= _LEANING_SHARE
        case Hedge.ALMOST | Hedge.UNDER | Hedge.MOST:
            return -_SAME_SHARE <= value - other <= _LEANING_SHARE
        case _:
            return abs(value - other) <= near + _LEAST


def _is_whole(number: Number) -> bool:
    """Whether a share of a hundred is said without a fraction."""
    return number.kind is Kind.SHARE or number.values[0] == int(number.values[0])


def _share(number: Number) -> float:
    return number.values[0] / 100 if number.kind is Kind.PERCENT else number.values[0]


def _is_near(value: float, other: float, said: Number) -> bool:
    if abs(value - other) < 1e-9 * max(1, abs(other)):
        return True
    if said.kind is Kind.TIME or other <= 0 or value <= 0:
        return False
    is_year = said.is_year or (said.step == 1 and value == int(value) and 1000 <= value < 2100)
    is_counted = said.is_word and value < 10 and said.kind is Kind.PLAIN  # nobody rounds people to five
    return not (is_year or is_counted) and _is_rounded(value, other, said)


def _is_rounded(value: float, other: float, said: Number) -> bool:
    """Whether a value may have been rounded from another one, as its hedge says."""
    off, reach = abs(value - other) / other, max(said.step, 0.1 * value)
    match said.hedge:
        case Hedge.OVER | Hedge.LEAST:
            return value < other < min(value + reach, 1.5 * value)
        case Hedge.UNDER | Hedge.MOST:
            return max(value - reach, _FEWER * value) < other < value
        case Hedge.ALMOST:
            return other < value and off <= _ROUND_SAID and value - other <= said.step
        case Hedge.ABOUT:
            return off <= _ROUND_SAID and abs(value - other) <= said.step
        case Hedge.NONE:
            return off <= _ROUND_UNSAID and abs(value - other) <= said.step / 2 and said.step != 1
