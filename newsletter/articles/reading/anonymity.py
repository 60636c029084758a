"""Names of which a text says that they were changed: "Maria (name changed)" is meant, as long as it is said.

Who does not want to be named is told in withheld.py.
"""

import re
from collections.abc import Iterator

from newsletter.articles.reading import anonymity_arabic
from newsletter.articles.reading.withheld import CAPITAL, NO_NAME, OF_OTHERS

_WHO = r"(?:who|whose|die|der|que|quien|qui|dont|care|która|który|sydd|a)\s(?:has\s|had\s|also\s)?"
_OWN = r"(?:(?:her|his|their)\s)?"
_CHANGED = (
    rf"(?:not\s(?:her|his|their)\sreal\sname|{_OWN}(?:real\s)?names?\s(?:has\sbeen\s|have\sbeen\s|was\s"
    rf"|were\s|is\s)?changed|an?\s(?:assumed\sname|pseudonym)"
    r"|names?\s(?:von\sder\sredaktion\s)?geändert|name\sist\s(?:der\sredaktion\sbekannt|geändert)"
    r"|nombre\s(?:ficticio|cambiado|supuesto)"
    r"|(?:pré)?nom\s(?:a\sété\s)?(?:modifié|changé|d[’']emprunt)|nome\s(?:fictício|trocado|alterado)"
    r"|imię\s(?:i\snazwisko\s)?(?:zostało\s)?zmienione"
    r"|nume(?:le)?\s(?:a\sfost\s)?(?:schimbat|fictiv)|enw\swedi(?:[’']i)?\s(?:ei\s)?newid"
    r"|nid\sei\s(?:h)?enw\s(?:iawn|go\siawn))"
)
_AGED = r"[”\"“»’]?\s?[,;(–—-]{0,2}\s?(?:\(?\d{1,2}\)?[,)]{0,2}\s)?"
_BEHIND_NAME = rf"{_AGED}[*]?(?:{_WHO})?(?:(?:the|le|el|o|ihr|sein)\s)?$"
_NAME = re.compile(rf"(?<!\w)(?P<name>{CAPITAL}(?:\s{CAPITAL}){{0,2}}){_BEHIND_NAME}", re.IGNORECASE)
_IS_CHANGED = re.compile(rf"(?<!\w){_CHANGED}(?!\w)", re.IGNORECASE)
_LONGEST = 120  # characters before such words in which a name is looked for


def pseudonyms(text: str) -> Iterator[str]:
    """The names of which a text says that they were changed."""
    yield from anonymity_arabic.pseudonyms(text)
    for said in _IS_CHANGED.finditer(text):
        before = text[max(0, said.start() - _LONGEST) : said.start()]
        match = _NAME.search(before)
        if match is None:
            continue
        led = before[: match.start()].split()[-1:]
        is_of_others = bool(led) and bool(OF_OTHERS.fullmatch(led[0].strip("“”\"(’'")))
        if not is_of_others and not NO_NAME.fullmatch(match["name"].split()[0]):
            yield match["name"]
