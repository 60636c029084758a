"""Who says something: a pronoun, or nobody at all, where the sentence before must be known to tell ("…", it added).

It looks at what stands beside a verb of saying, in the project's languages and German.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import even, fold
from newsletter.articles.summaries.quotations import quotations

#: Verbs of saying, folded.
_VERBS = {
    "en": "said|says?|added|adds?|told|tells?|explained|explains?|continued|continues?|insisted|insists?|warned|warns?"
    "|wrote|writes?|argued|argues?|claimed|claims?|noted|notes?|stressed|stresses|recalled|recalls?|concluded"
    "|replied|asked|announced|admitted|stated|states?|complained|remarked|declared|promised|predicted|suggested"
    "|commented|confirmed|denied|urged",
    "es": "dij[oe]|dijeron|dice[n]?|afirm[oa]|anadio|anade|agreg[oa]|explic[oa]|senal[oa]|asegur[oa]|declar[oa]"
    "|sostuvo|sostiene|indic[oa]|subray[oa]|insistio|insiste|concluyo|concluye|denunci[oa]|manifesto|manifiesta",
    "pt": "disse|disseram|diz|afirm(?:ou|a)|acrescent(?:ou|a)|explic(?:ou|a)|declar(?:ou|a)|garanti[ua]|concluiu"
    "|conclui|sublinh(?:ou|a)|refer(?:iu|e)|denunci(?:ou|a)",
    "ro": "(?:a |au )?(?:spus|declarat|adaugat|precizat|explicat|afirmat|subliniat)|spune|adauga|declara|explica"
    "|precizeaza|afirma",
    "pl": "powiedzial[aoi]?|powiedzieli|dodal[ao]?|dodaje|stwierdzil[ao]?|podkreslil[ao]?|podkresla|mowi|mowil[ao]?"
    "|tlumaczy|tlumaczyl[ao]?|wyjasnia|wyjasnil[ao]?|oswiadczyl[ao]?|zapewnil[ao]?|przyznal[ao]?",
    "cy": "meddai|dywedodd|ychwanegodd|eglurodd|esboniodd",
    "de": "sagt|sagte|erklart|erklarte|betont|betonte|berichtet|berichtete|meint|meinte|erganzt|erganzte",
    "ar": "قال|قالت|قالوا|اضاف|اضافت|اوضح|اوضحت|اكد|اكدت",
}
_PRONOUNS = {
    "en": "he|she|they|it", "es": "ella|ellos|ellas", "pt": "ele|ela|eles|elas", "ro": "el|ea|ei|ele",
    "pl": "on|ona|oni|one", "cy": "ef|e|o|hi|nhw|hwy", "de": "er|sie|es", "ar": "هو|هي|هم",
}  # fmt: skip
#: What follows a verb without a subject, where languages leave it out: an end, a place, a time.
_NO_SUBJECT = {
    "es": "en|a|al|ante|durante|tras|por|sobre|despues|hoy|ayer", "pt": "em|no|na|a|ao|perante|durante|apos|hoje|ontem",
    "ro": "in|la|pentru|dupa|ieri|azi", "pl": "w|we|na|po|do|podczas|wczoraj|dzis",
}  # fmt: skip
#: What a sentence goes on with that begins with such a verb: "Dijo que …".
_THAT = {"es": "que", "pt": "que", "ro": "ca", "pl": "ze", "cy": "bod|fod|y byddai|na fydd"}
_BEFORE = r"[,\"'»)،-]\s*"
_END = r"(?=\s*(?:[.,;:!?،\"']|$))"
#: French asks for a hyphen: "a-t-elle dit", "explique-t-il".
_FRENCH = re.compile(_BEFORE + r"[^\W\d_]{1,20}-(?:t-)?(?:ils?|elles?|on)\b")


def _behind(language: str) -> re.Pattern[str]:
    """A pronoun, or nothing, as the subject of a verb behind what is said."""
    verbs, pronouns = f"(?:{_VERBS[language]})", f"(?:{_PRONOUNS[language]})"
    if language == "en":
        between = r"(?:(?:also|later|then|has|had|have|further|once) ){0,2}"
        return re.compile(rf"{_BEFORE}(?:\b{pronouns} {between}{verbs}\b|\b{verbs} {pronouns}\b{_END})")
    bare = _END
    if language in _NO_SUBJECT:
        bare = rf"(?:{_END}|(?= (?:{_NO_SUBJECT[language]})\b))"
    return re.compile(rf"{_BEFORE}\b{verbs}\b(?: {pronouns}\b|{bare})")


_BEHIND: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {language: _behind(language) for language in _VERBS}
)
_OPENS = {
    language: re.compile(
        rf"[\"'(-]?\s*(?:{_VERBS[language]})(?:\s(?:{_PRONOUNS[language]}))?,?\s(?:{that})\b"
    )
    for language, that in _THAT.items()
}
_ANY_VERB = {
    language: re.compile(rf"(?:\b(?P<before>[^\W\d_]+) )?\b(?:{verbs})\b")
    for language, verbs in _VERBS.items()
}
#: "According to her".
_ACCORDING = re.compile(
    r"\b(?:according to (?:him|her|them|it)|segun (?:ella|ellos|ellas)|selon (?:lui|elle|elles|eux)|segundo (?:ele|ela)"
    r"|potrivit (?:lui|ei|lor)(?! [^\W\d_])|jego zdaniem|jej zdaniem)\b(?! own)"
)
#: "She: “…”", within a sentence too, where no verb stands between.
_LEADS = {
    language: re.compile(rf"(?<![\w-])(?:{pronouns})\s?:\s?[\"']")
    for language, pronouns in (_PRONOUNS | {"fr": "ils?|elles?|lui|eux"}).items()
}


def is_unresolved(text: str, language: str) -> bool:
    """Whether somebody says something in a sentence whom only the sentence before names."""
    plain = fold(even(text))
    if (leads := _LEADS.get(language)) and leads.search(plain):
        return True
    if language == "fr":
        return bool(_FRENCH.search(plain) or _ACCORDING.search(plain))
    opens = _OPENS.get(language)
    if opens and opens.match(plain):
        return True
    known = language if language in _VERBS else "en"
    found = _BEHIND[known].search(plain) or _ACCORDING.search(plain)
    return found is not None and not _is_named(plain[: found.start()], known)


def _is_named(before: str, language: str) -> bool:
    """Whether who speaks stands before, with another verb of saying: "We won," Ana Lupu said, "and," she added."""
    for each in reversed(quotations(before)):
        before = f"{before[: each.start]} {before[each.end :]}"
    pronouns = _PRONOUNS[language].split("|")
    return any(match["before"] not in pronouns for match in _ANY_VERB[language].finditer(before))
