"""Names that stand right before the words that somebody does not want to be named, or that a name was changed.

"Ana Example, who asked not to be named" is a slip of whoever wrote it; "Maria (name changed)" is meant, as long as it
is said. Only what is clearly a name counts: behind "a nurse at Example Hospital" stands none of a person.
"""

import re
from collections.abc import Iterator

from newsletter.articles.reading import anonymity_arabic

_WHO = r"(?:who|whose|die|der|que|quien|qui|dont|care|która|który|sydd|a)\s(?:has\s|had\s|also\s)?"
_OWN = r"(?:(?:her|his|their)\s)?"
#: By language, since in German each noun has a capital.
_WITHHELD = (
    r"(?:asked|asks|wanted|wants|wishe[sd]|preferred|prefers|requested|chose)\s(?:us\s)?(?:not\sto\sbe\s(?:named|identified)"
    r"|to\s(?:remain|stay|be)\sanonymous|for\sanonymity)|d(?:id|oes)(?:\snot|n[’']t)\s(?:want|wish)\sto\sbe\s(?:named|identified)"
    rf"|declined\sto\sbe\s(?:named|identified)|(?:spoke|speaking|talked)\s(?:on\scondition\sof|under)\sanonymity|{_OWN}name\s(?:is\s|was\s|has\sbeen\s)?withheld"
    r"|(?:pidió|pide|prefirió|prefiere|quiso|quiere|solicitó)\s(?:no\sser\s(?:nombrad[oa]|identificad[oa])"
    r"|(?:permanecer|mantenerse|quedar)\s(?:en\sel\sanonimato|anónim[oa])|(?:el\s)?anonimato)|no\s(?:quiso|quiere)\s(?:ser\s(?:nombrad[oa]|identificad[oa])|dar\ssu\snombre)"
    r"|(?:a\s)?(?:demandé|demande|souhaité|souhaite|préféré|préfère)\s(?:à\s|de\s)?(?:rester\sanonyme|garder\sl[’']anonymat"
    r"|ne\spas\sêtre\s(?:nommée?|citée?|identifiée?))|(?:sous|sur)\s(?:couvert\s(?:d[’']|de\sl[’']))?anonymat"
    r"|(?:pediu|preferiu|quis|pede|prefere)\s(?:para\s)?(?:não\sser\s(?:identificad[oa]|nomead[oa])|(?:o\s)?anonimato|(?:ficar|permanecer)\sanónim[oa])"
    r"|(?:prosił|prosiła|prosi|chce|chciał|chciała|woli|wolał|wolała)\s(?:o\s)?(?:zachowa(?:ć|nie)\sanonimowo(?:ść|ści)|pozostać\sanonimow[yaą])"
    r"|(?:a\s)?(?:cerut|dorit|preferat|dorește|preferă)\s(?:să\s)?(?:rămână\sanonim[ăa]?|nu\sfie\snumit[ăa]?|anonimatul)"
    r"|(?:ofynnodd|eisiau|dymuno)\s(?:am\s)?(?:beidio\sâ\schael\s(?:ei|eu)\s(?:h?enwi)|aros\syn\sddienw)"
)
_WITHHELD_DE = (
    r"(?:anonym\sbleiben|(?:lieber\s)?nicht\s(?:namentlich\s|mit\s(?:vollem\s)?namen\s)?genannt\swerden|(?:ihren|seinen)\snamen\snicht\s(?:nennen|lesen))"
    r"\s(?:möchte|will|wollte|mag)"
)
_CHANGED = (
    rf"(?:not\s(?:her|his|their)\sreal\sname|{_OWN}(?:real\s)?names?\s(?:has\sbeen\s|have\sbeen\s|was\s|were\s|is\s)?changed|an?\s(?:assumed\sname|pseudonym)"
    r"|names?\s(?:von\sder\sredaktion\s)?geändert|name\sist\s(?:der\sredaktion\sbekannt|geändert)|nombre\s(?:ficticio|cambiado|supuesto)"
    r"|(?:pré)?nom\s(?:a\sété\s)?(?:modifié|changé|d[’']emprunt)|nome\s(?:fictício|trocado|alterado)|imię\s(?:i\snazwisko\s)?(?:zostało\s)?zmienione"
    r"|nume(?:le)?\s(?:a\sfost\s)?(?:schimbat|fictiv)|enw\swedi(?:[’']i)?\s(?:ei\s)?newid|nid\sei\s(?:h)?enw\s(?:iawn|go\siawn))"
)
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞŁŚŻŹĆĄĘŃÓȘȚĂÂÎ])[\w’'-]{1,25}"
_TWO = rf"(?P<name>{_CAPITAL}(?:\s(?:de|da|van|von|al|bin|y|e)\s{_CAPITAL}|\s{_CAPITAL}){{1,3}})"
_ONE = rf"(?P<one>(?<=[^\W\d_][ ])(?<![.!?][ ]){_CAPITAL})"
_AGED = r"[”\"“»’]?\s?[,;(–—-]{0,2}\s?(?:\(?\d{1,2}\)?[,)]{0,2}\s)?"
_BEHIND_NAME = rf"{_AGED}[*]?(?:{_WHO})?(?:(?:the|le|el|o|ihr|sein)\s)?$"
_NAME = re.compile(rf"(?<!\w)(?:{_TWO}|{_ONE}){_BEHIND_NAME}", re.IGNORECASE)
_GERMAN_NAME = re.compile(rf"(?<!\w){_TWO}{_BEHIND_NAME}", re.IGNORECASE)
_PSEUDONYM = re.compile(rf"(?<!\w)(?P<name>{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}){_BEHIND_NAME}", re.IGNORECASE)
_SHAPES = (
    (re.compile(rf"(?<!\w)(?:{_WITHHELD})(?!\w)", re.IGNORECASE), _NAME),
    (re.compile(rf"(?<!\w)(?:{_WITHHELD_DE})(?!\w)", re.IGNORECASE), _GERMAN_NAME),
)
_IS_CHANGED = re.compile(rf"(?<!\w){_CHANGED}(?!\w)", re.IGNORECASE)
_LONGEST = 120  # characters before such words in which a name is looked for
#: Behind these stands a place or a body, or a name of which somebody else is told.
_OF_OTHERS = re.compile(
    r"at|in|of|from|for|with|near|by|to|on|bei|von|aus|für|mit|del?|en|por|para|con|à|chez|d[ue]s?|d[ao]|em|n[ao]|w|z|od|la|din"
    r"|yn|ar",
    re.IGNORECASE,
)
#: At the beginning of a sentence they have a capital, too.
_NO_NAME = re.compile(
    r"the|an?|one|two|three|some|several|many|most|another|both|th(?:is|at)|s?he|they|it|her|his|their|d(?:ie|er|as|en)|eine?r?"
    r"|el|l[aeo]s?|un[ao]?s?|une|l[’']une|os?|as|uma?|yr?|said|says",
    re.IGNORECASE,
)


def withheld(text: str) -> Iterator[str]:
    """The names of people of whom the same sentence says that they do not want to be named."""
    for words, shape in _SHAPES:
        yield from _names(text, words, shape)
    yield from anonymity_arabic.withheld(text)


def pseudonyms(text: str) -> Iterator[str]:
    """The names of which a text says that they were changed."""
    yield from _names(text, _IS_CHANGED, _PSEUDONYM)
    yield from anonymity_arabic.pseudonyms(text)


def _names(text: str, words: re.Pattern[str], shape: re.Pattern[str]) -> Iterator[str]:
    for said in words.finditer(text):
        before = text[max(0, said.start() - _LONGEST) : said.start()]
        match = shape.search(before)
        if match is None:
            continue
        name = match["name"] or match["one"]
        led = before[: match.start()].split()[-1:]
        is_of_others = bool(led) and bool(_OF_OTHERS.fullmatch(led[0].strip("“”\"(’'")))
        if not is_of_others and not _NO_NAME.fullmatch(name.split()[0]):
            yield name
