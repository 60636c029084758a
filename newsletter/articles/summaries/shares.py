"""Shares in words, in the languages but English: "la mitad de", "deux tiers", "ein Drittel", "połowa"."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType


def _fifths(counts: str, part: str) -> dict[str, float]:
    """Two, three and four of them."""
    return {f"{count} {part}": place / 5 for place, count in enumerate(counts.split(), 2)}


def _every(word: str, ordinals: str, endings: str, times: str) -> dict[str, float]:
    """One in three as "jeder dritte", but for what comes again in time: "jeden dritten Tag". From the second on."""
    return {
        rf"{word} {ordinal}{endings}(?! (?:{times}))": 1 / place
        for place, ordinal in enumerate(ordinals.split(), 2)
    }


#: Folded, each with its worth. What is a word for something else as well (un cuarto, hanner) counts before "of" alone.
_SHARES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "es": {"la mitad": 1 / 2, "(?:un|el) tercio|la tercera parte": 1 / 3, "dos tercios": 2 / 3}
        | {"(?:una|la) cuarta parte|un cuarto(?= del?)": 1 / 4, "tres cuart[oa]s(?: partes)?(?= del?)": 3 / 4}
        | {"(?:una|la) quinta parte|un quinto(?= del?)": 1 / 5, "(?:una|la) decima parte": 1 / 10}
        | _fifths("dos tres cuatro", "quint[oa]s(?: partes)?(?= del?)"),
        "fr": {"la moitie": 1 / 2, "(?:un|le) tiers(?= d)": 1 / 3, "deux tiers": 2 / 3, "un quart(?= d)": 1 / 4}
        | {"trois quarts": 3 / 4, "un cinquieme(?= d)": 1 / 5, "un dixieme(?= d)": 1 / 10}
        | _fifths("deux trois quatre", "cinquiemes(?= d)"),
        "pt": {"(?:a )?metade": 1 / 2, "um terco": 1 / 3, "dois tercos": 2 / 3, "um quarto(?= d[aeo])": 1 / 4}
        | {"tres quartos(?= d[aeo])": 3 / 4, "(?:uma|a) quinta parte|um quinto(?= d[aeo])": 1 / 5}
        | {"(?:uma|a) decima parte|um decimo(?= d[aeo])": 1 / 10}
        | _fifths("dois tres quatro", "quintos(?= d[aeo])"),
        "ro": {"jumatate(?= din| dintre)": 1 / 2, "o treime": 1 / 3, "doua treimi": 2 / 3, "un sfert": 1 / 4}
        | {"trei sferturi": 3 / 4, "o cincime": 1 / 5, "o zecime": 1 / 10}
        | _fifths("doua trei patru", "cincimi"),
        "pl": {"(?<!w )polow(?:a|e|y|ie)": 1 / 2, "jedn(?:a|ej) trzeci(?:a|ej)": 1 / 3}
        | {"dw(?:ie|och) trzeci(?:e|ch)": 2 / 3, "cwierc": 1 / 4, "trzy czwarte": 3 / 4}
        | {"jedn(?:a|ej) piat(?:a|ej)": 1 / 5, "jedn(?:a|ej) dziesiat(?:a|ej)": 1 / 10}
        | _fifths("dwie trzy cztery", "piate")
        | _every("co", "drug trzec czwart piat szost", "(?:i|y|a|i?ego|i?emu|i?ej|im|ym)",
        "dzien|dni|tydzien|tygodn|miesi|rok|noc|godzin|raz|minut"),
        "cy": {"hanner(?= y | yr | o )": 1 / 2, "traean": 1 / 3, "dwy ran o dair": 2 / 3}
        | {"chwarter(?= y | yr | o )": 1 / 4, "tri chwarter": 3 / 4},
        "de": {"(?:die|der) halfte": 1 / 2, "(?:ein|das) drittel": 1 / 3, "zwei drittel": 2 / 3, "ein viertel": 1 / 4}
        | {"drei viertel|dreiviertel": 3 / 4, "(?:ein|das) funftel": 1 / 5, "(?:ein|das) zehntel": 1 / 10}
        | _fifths("zwei drei vier", "funftel")
        | _every("jede[rnms]?", "zweit dritt viert funft sechst", "e[rn]?",
        "tag|woche|monat|jahr|nacht|mal|stunde|minute"),
        "ar": {"نصف(?= ال)": 1 / 2, "ثلث(?= ال)": 1 / 3, "ثلثي?ا?(?= ال)": 2 / 3, "ربع(?= ال)": 1 / 4},
    }
)  # fmt: skip
_SHAPES = {
    language: tuple((value, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for words, value in shares.items())
    for language, shares in _SHARES.items()
}
#: Between a part and its whole in figures: "40 von 120 Betten".
OF = re.compile(
    r" (?:out )?(?:of|of the|of its|of their|von|von den|der|de|de las|de los|des|das|dos|din|din cele|z|ze|o|o'r"
    r"|من|من اصل) "
)


def shares(plain: str, language: str) -> Iterator[tuple[int, int, float]]:
    """Beginning, end and value of each in a folded text of a language ("es")."""
    for value, shape in _SHAPES.get(language, ()):
        yield from ((match.start(), match.end(), value) for match in shape.finditer(plain))
