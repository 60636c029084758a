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
    "lei": r"lei|leu",
    "R$": r"reais|brl",
    "pesos": r"pesos?",
    "CHF": r"francs suisses|francos suizos|franken|chf",
}
_BEFORE: Mapping[str, str] = MappingProxyType(
    {"eur": "€", "gbp": "£", "usd": "$", "pln": "zł", "chf": "CHF", "brl": "R$", "r$": "R$"}
)
#: "dos millones de euros", "deux millions d'euros".
_BEHIND = re.compile(
    r"[\s-]?(?:(?:de|o) |d')?(?:"
    + "|".join(f"(?P<s{place}>{words})" for place, words in enumerate(_WORDS.values()))
    + r")(?![^\W\d_])"
)
_AHEAD = re.compile(r"(?:(?:US|A|C|NZ|HK|R)?\$|[£€¥₹₩]|\b(?:EUR|GBP|USD|PLN|CHF|BRL))\s?$", re.IGNORECASE)
_SIGNS = tuple(_WORDS)


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
