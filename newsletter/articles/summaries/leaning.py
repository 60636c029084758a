"""Words before a number that say on which side of it the true one lies: "almost 1,200", "more than 300".

In the project's languages and German, folded.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from newsletter.articles.summaries.folding import fold, word_set


class Hedge(StrEnum):
    NONE = ""
    ABOUT = "about"
    ALMOST = "almost"  # a little less
    OVER = "over"  # more than
    LEAST = "at least"
    UNDER = "under"  # fewer than
    MOST = "at most"


#: A word that is a preposition as well ("over two days") says no more than "at least".
_PHRASES = {
    Hedge.ABOUT: "about, around, some, approximately, approx, roughly, circa, ca, estimated, in the region of, close to"
    ", unos, unas, cerca de, aproximadamente, alrededor de, en torno a"
    ", environ, quelque, quelques, pres de, autour de, a peu pres"
    ", uns, umas, por volta de, aproximativ, vreo, cam, in jur de, okolo, jakies, mniej wiecej"
    ", tua, oddeutu, rhyw, o gwmpas, etwa, rund, ungefahr, zirka, حوالي, نحو, قرابة",
    Hedge.ALMOST: "almost, nearly, just under, casi, presque, quase, aproape, aproape de, prawie, niemal, blisko"
    ", bron, bron i, fast, beinahe, knapp, annahernd",
    Hedge.OVER: "more than, exceeding, upwards of, in excess of, mas de, plus de, mais de, mais que, mai mult de"
    ", mai bine de, wiecej niz, mwy na, mwy nag, mehr als, اكثر من",
    Hedge.LEAST: "over, above, at least, no fewer than, not fewer than, no less than, not less than, a minimum of"
    ", por encima de, al menos, por lo menos, como minimo, cuando menos, no menos de"
    ", au-dela de, au moins, pas moins de, au minimum, pelo menos, ao menos, no minimo, nao menos de, acima de"
    ", peste, cel putin, minim, minimum, macar, nu mai putin de, ponad, przeszlo, powyzej, co najmniej, przynajmniej"
    ", nie mniej niz, dros, o leiaf, dim llai na, uber, mindestens, wenigstens, nicht weniger als",
    Hedge.UNDER: "fewer than, less than, menos de, moins de, menos que, mai putin de, mniej niz, llai na, llai nag"
    ", weniger als, اقل من",
    Hedge.MOST: "under, below, at most, no more than, not more than, a maximum of, por debajo de, como maximo"
    ", como mucho, a lo sumo, no mas de, au plus, tout au plus, pas plus de, au maximum, no maximo, abaixo de"
    ", nao mais de, nao mais que, cel mult, maxim, maximum, nu mai mult de, sub, ponizej, co najwyzej, najwyzej"
    ", nie wiecej niz, maksymalnie, dim mwy na, unter, hochstens, nicht mehr als",
}
_HEDGES: Mapping[str, Hedge] = MappingProxyType(
    {phrase: hedge for hedge, phrases in _PHRASES.items() for phrase in phrases.split(", ")}
)
_MOST_WORDS = 4
#: May stand between such words and the number.
_ARTICLES = word_set("the los las les os as cele die den")
_BETWEEN = _ARTICLES | word_set("a an another all us usd eur gbp otros otras autres outros outras alte")
#: Behind these a number with an article is a stretch of time or a place: "over the two days".
_PREPOSITIONS = word_set("over above under below peste sub uber unter")
_REACH = 48  # characters before a number
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?;:,()\n\d]")
_UP, _DOWN = frozenset({Hedge.OVER, Hedge.LEAST}), frozenset({Hedge.ALMOST, Hedge.UNDER, Hedge.MOST})
#: Those that say that the number itself is not the true one.
_BESIDE = frozenset({Hedge.ALMOST, Hedge.OVER, Hedge.UNDER})


def hedge(text: str, start: int) -> Hedge:
    """What stands before the number that begins there."""
    before = _BREAK.split(text[max(0, start - _REACH) : start])[-1]
    words = _WORD.findall(fold(before).replace(" d'", " de "))
    is_defined = False
    while words:
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            phrase = " ".join(words[-count:])
            if phrase in _HEDGES and not (is_defined and phrase in _PREPOSITIONS):
                return _HEDGES[phrase]
        if words[-1] not in _BETWEEN:
            break
        is_defined = words.pop() in _ARTICLES or is_defined
    return Hedge.NONE


def contradicts(said: Hedge, there: Hedge, *, is_exact: bool) -> bool:
    """Whether a number that leans cannot stand for the same number of an article: "almost 300" for "over 300".

    `is_exact`: whether the article's is one that nobody rounded.
    """
    if (said in _UP and there in _DOWN) or (said in _DOWN and there in _UP):
        return True
    return is_exact and said in _BESIDE and there is Hedge.NONE
