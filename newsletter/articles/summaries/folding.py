"""Texts made alike for a look-up: no accents, no capitals, one kind of quotation mark and of digit."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Signs that say the same. Each is one character for one character, so that places in a text hold.
_ALIKE = str.maketrans(
    "‘’‚‛`´“”„‟«»‹›–—−‑\u00a0\u202f\u2009٪٫٬",
    "''''''" + '"' * 8 + "----   %.,",
)
#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_POSSESSIVE = re.compile(r"(?:'s|s'|')$")


def even(text: str) -> str:
    """The text with one sign for quotation marks, dashes, spaces and digits of any script; as long as before."""
    plain = text.translate(_ALIKE)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in map(_digit, plain))


def _digit(char: str) -> str:
    """Superscripts are digits that make no number."""
    return char if not char.isdigit() or char.isdecimal() else " "


def fold(text: str) -> str:
    """The text without accents and capitals."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    return "".join(char for char in apart if not unicodedata.combining(char))


def fold_in_place(text: str) -> str:
    """The same, as long as before: letters that become two stay."""
    if text.isascii():
        return text.lower()
    return "".join(folded if len(folded := fold(char)) == 1 else char for char in text)


def tokens(text: str) -> list[str]:
    """The words of a text, folded, without the signs between them: "It’s 5,000!" is `its`, `5`, `000`."""
    return [fold(match[0]).replace("'", "").replace("’", "") for match in _WORD.finditer(text)]


def bare(word: str) -> str:
    """A word folded, without a possessive ending and the dots of U.S."""
    return _POSSESSIVE.sub("", fold(even(word))).replace("'", "").replace(".", "")


def word_set(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


def counted(words: str, first: int, step: int = 1) -> dict[str, int]:
    """Values for words in order; forms of one number are joined by a stroke."""
    found: dict[str, int] = {}
    for place, forms in enumerate(words.split()):
        found |= dict.fromkeys(forms.split("/"), first + place * step)
    return found
