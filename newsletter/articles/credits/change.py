"""What was done to a picture, as licences ask to say: "cropped"."""

import re

CHANGE = (
    r"(?:image\s|slightly\s|leicht\s|légèrement\s|photo\s)?(?:cropped|resized|edited|adapted|modified|rotated|retouched|desaturated|brightened"
    r"|colou?rized|colou?rs?\s(?:adjusted|corrected|changed)|converted\sto\sblack\sand\swhite|recortad[ao]|editad[ao]|modificad[ao]|adaptad[ao]"
    r"|recadrée?|modifiée?|retouchée?|bearbeitet|zugeschnitten|beschnitten|verändert|ausschnitt|verkleinert|tocio|tociwyd|wedi[’']i\s(?:thocio|docio|addasu|golygu)"
    r"|przycięt[aey]|kadrowan[aey]|zmodyfikowan[aey]|ritagliat[ao]|modificat[aăo]?|decupat[aă]?|bijgesneden|bewerkt)"
)
#: Where one piece of a credit ends and the next begins.
ASIDE = re.compile(r"[,;()\[\]]|\s[–—/|-]\s|(?<=\w{3})[.!]\s")
_IT_WAS = re.compile(
    r"^(?:and\s)?(?:(?:it|the|this|das|die|la|el)\s)?(?:original\s)?(?:(?:image|photo|picture|bild|foto|imagen|zdjęcie)\s)?"
    r"(?:(?:has|have)\sbeen|is|was|were|wurde|ist|ha\ssido|fue|a\sété|è\sstat[ao]|foi|zostało)\s",
    re.IGNORECASE,
)
CHANGED = re.compile(rf"{CHANGE}(?:\s(?:by|from|with|and)\s.*)?", re.IGNORECASE)
CHANGED_BEHIND = re.compile(rf"\s({CHANGE})$", re.IGNORECASE)
#: A note of changes and nothing else.
ONLY_CHANGED = re.compile(
    rf"{CHANGE}(?:(?:\s|,\s)(?:and|und|y|et|e|i|și|en|a|ac)\s{CHANGE})*"
    r"(?:\s(?:from|by)\s(?:(?:the|its)\s)?(?:original|editors?|source|us))?",
    re.IGNORECASE,
)


def changes_in(text: str) -> str:
    """What a credit says was done to the picture, as it says it."""
    pieces = (_IT_WAS.sub("", piece.strip(" .")) for piece in ASIDE.split(text))
    return ", ".join(dict.fromkeys(piece for piece in pieces if CHANGED.fullmatch(piece)))
