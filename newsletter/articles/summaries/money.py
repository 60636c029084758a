"""Currencies beside a number: signs, codes, and words of the project's languages and German, each as one sign."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import fold

#: Words, folded; "lei" and "reais" are signs of their own here.
_WORDS = {
    "£": r"£|pounds?|quid|sterling|gbp|libras?|livres?|lire|punt|bunt|(?:ph|mh|[pb])unnoedd|funt(?:y|ow|ami|ach|a|om)?"
    r"|pfund|جنيه\w*",
    "€": r"€|euros?|ewros?|eur|يورو",
    "$": r"\$|dollars?|dolares|dolar(?:y|ow|ami|ach|a|i|om)?|ddoleri|doleri|usd|دولار\w*",
    "zł": r"zl|zlot(?:y|e|ych|ego|ymi|owek)|pln",
    "lei": r"lei|leu|ron",
    "R$": r"reais|brl",
    "pesos": r"pesos?",
    "CHF": r"francs suisses|francos suizos|franken|chf",
}
_BEFORE: Mapping[str, str] = MappingProxyType(
    {"eur": "€", "gbp": "£", "usd": "$", "pln": "zł", "chf": "CHF", "brl": "R$", "r$": "R$", "ron": "lei"}
)
#: "dos millones de euros", "deux millions d'euros".
_BEHIND = re.compile(
    r"[\s-]?(?:(?:de|o) |d')?(?:"
    + "|".join(f"(?P<s{place}>{words})" for place, words in enumerate(_WORDS.values()))
    + r")(?![^\W\d_])"
)
_AHEAD = re.compile(r"(?:(?:US|A|C|NZ|HK|R)?\$|[£€¥₹₩]|\b(?:EUR|GBP|USD|PLN|CHF|BRL|RON))\s?$", re.IGNORECASE)
_SIGNS = tuple(_WORDS)
_REACH_BEFORE, _REACH_BEHIND = 5, 24  # characters


def is_beside(text: str, start: int, end: int) -> bool:
    """Whether a currency stands right before or behind a place of a text, as where a sum of money is."""
    return bool(currency_before(text[max(0, start - _REACH_BEFORE) : start])[0]) or bool(
        currency_behind(text[end : end + _REACH_BEHIND])
    )


def currency_before(text: str) -> tuple[str, int]:
    """The currency at the end of a text, and how many characters it takes there; "" and 0 without one."""
    match = _AHEAD.search(text)
    if not match:
        return "", 0
    said = match[0].strip().lower()
    sign = _BEFORE.get(said) or ("$" if "$" in said else said)
    return sign, len(match[0])


def currency_behind(text: str) -> str:
    """The currency with which a text begins, or ""."""
    match = _BEHIND.match(fold(text))
    return _SIGNS[int((match.lastgroup or "s0")[1:])] if match else ""
