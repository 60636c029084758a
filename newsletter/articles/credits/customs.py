"""Customs of collections and parliaments in writing credits, put as most are: the photographer, then the licence.

Only the order changes, and words that say where a name lies; nothing is added that the line does not say, and nothing
that narrows a licence goes.
"""

import re

_NAME = r"[^\s,;:/|()\[\]\"“”«»<>]+"
_PLACES = (
    r"(?:flickr|wikimedia\scommons|wikimedia|wikicommons|unsplash|pexels|pixabay|geograph(?:\.org\.uk)?"
    r"|openverse)"
)
_BODIES = (
    r"(?:(?:the\s)?(?:uk|european|scottish)\sparliament|house\sof\s(?:commons|lords)|senedd(?:\scymru)?"
    r"|(?:uk|hm|welsh|scottish)\sgovernment|llywodraeth\scymru|no\.?\s?10(?:\sdowning\sstreet)?|hm\streasury)"
)
_CUSTOMS = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        # "Title" (CC BY 2.0) by Ana Example: as Flickr's own button writes it
        (
            (
                r"^(\W*[\"“„«][^\"“”„«»]{1,200}[\"”“»])\s\((?P<licence>(?:CC\s?|Public\s)[^()]{1,30})\)\sby\s"
                rf"(?P<name>{_NAME}(?:\s{_NAME}){{0,4}})$"
            ),
            r"\1 by \g<name> (\g<licence>)",
        ),
        (rf"^\W*(?P<place>{_PLACES})\s?[:/]\s?(?={_NAME})(?!\s*(?:CC|Creative|Public)\b)", r"Photo: "),
        (
            (
                rf"\b(?P<place>flickr|wikimedia"
                rf"|instagram)\suser:?\s(?P<name>@?{_NAME}(?:\s(?-i:[A-ZÀ-Ž]){_NAME}){{0,2}})"
            ),
            r"\g<name> on \g<place>",
        ),
        # Geograph; "this licence", which is not named, stays as it is
        (
            r",?\s(?:and\s)?licen[cs]ed\sfor\s(?:re)?use\sunder\s(?:the\s|a\s)?(?!this\b)",
            r", licensed under ",
        ),
        # the German federal archives: "Bundesarchiv, Bild 183-12 / Beispiel, Max / CC-BY-SA 3.0"
        (
            (
                r"^bundesarchiv,\s(?:(?:bild|b)\s[\w-]{2,30}"
                r"|b\s\d{1,4}\sbild-[\w-]{2,30})\s/\s(?!o\.)(?P<last>[^\s/,.]+),\s(?P<first>[^\s/,]+(?:\s[^\s/,]+)?)\s/\s"
            ),
            r"Foto: \g<first> \g<last>, Bundesarchiv, ",
        ),
        (rf"(?P<body>(?<![\w-]){_BODIES})\s/\s(?=[^\W\d_])(?!(?:CC|OGL|OPL|Open|Creative)\b)", r"\g<body>/"),
    )
)


def plainly(text: str) -> str:
    """A credit line, put as most are."""
    for custom, put in _CUSTOMS:
        text = custom.sub(put, text, count=1)
    return text
