"""Shares in words, in the languages but English: "la mitad de", "deux tiers", "ein Drittel", "połowa"."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

#: Folded, each with its worth. What is a word for something else as well (un cuarto, hanner) counts before "of" alone.
_SHARES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "es": {"la mitad": 1 / 2, "(?:un|el) tercio|la tercera parte": 1 / 3, "dos tercios": 2 / 3}
        | {"(?:una|la) cuarta parte|un cuarto(?= del?)": 1 / 4, "tres cuart[oa]s(?: partes)?(?= del?)": 3 / 4},
        "fr": {"la moitie": 1 / 2, "(?:un|le) tiers": 1 / 3, "deux tiers": 2 / 3, "un quart(?= d)": 1 / 4}
        | {"trois quarts": 3 / 4},
        "pt": {"(?:a )?metade": 1 / 2, "um terco": 1 / 3, "dois tercos": 2 / 3, "um quarto(?= d[aeo])": 1 / 4}
        | {"tres quartos(?= d[aeo])": 3 / 4},
        "ro": {"jumatate(?= din| dintre)": 1 / 2, "o treime": 1 / 3, "doua treimi": 2 / 3, "un sfert": 1 / 4}
        | {"trei sferturi": 3 / 4},
        "pl": {"(?<!w )polow(?:a|e|y|ie)": 1 / 2, "jedn(?:a|ej) trzeci(?:a|ej)": 1 / 3}
        | {"dw(?:ie|och) trzeci(?:e|ch)": 2 / 3, "cwierc": 1 / 4, "trzy czwarte": 3 / 4},
        "cy": {"hanner(?= y | yr | o )": 1 / 2, "traean": 1 / 3, "dwy ran o dair": 2 / 3}
        | {"chwarter(?= y | yr | o )": 1 / 4, "tri chwarter": 3 / 4},
        "de": {"(?:die|der) halfte": 1 / 2, "(?:ein|das) drittel": 1 / 3, "zwei drittel": 2 / 3, "ein viertel": 1 / 4}
        | {"drei viertel|dreiviertel": 3 / 4},
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
