"""News agencies beside the names on a byline: "By Ana Example/Reuters", "Von Ana Example, dpa".

An agency is nobody who wrote, and nobody's surname. Its texts are sold, so that it is told. What sells pictures alone
is in credits/agency.py, and so is how a photographer's agency is told.
"""

import re

#: Only as they are written here: in small letters they are words, and otherwise people.
_SHORT = (
    r"(?-i:AP|AFP|dpa(?:-AFX)?|DPA|PA|EFE|ANSA|APA|PAP|UPI|AAP|PTI|NTB|ANP|MTI|STT|TT|CTK|ČTK|TASR|epd|KNA|SDA|IPS|dapd|ddp|BTA"
    r"|LUSA|AGERPRES|MEDIAFAX|WAFA|JTA)"
)
_LONG = (
    r"(?:thomson\s)?reuters|associated\spress|agence\sfrance[\s-]presse|press\sassociation|pa\s(?:media|news)"
    r"|deutsche\spresse-agentur|agencia\sefe|europa\spress|agência\slusa|agenzia\sansa|polska\sagencja\sprasowa"
    r"|agerpres|mediafax|xinhua|interfax|itar-tass|bloomberg\snews|agence\sbelga|keystone-(?:sda|ats)|kyodo(?:\snews)?"
    r"|yonhap|press\strust\sof\sindia|(?:la\s)?presse\scanadienne|canadian\spress|austria\spresse\sagentur"
    r"|australian\sassociated\spress|united\spress\sinternational|anadolu(?:\sagency|\sajansı)?|inter\spress\sservice"
    r"|estadão\sconteúdo|folhapress|رويترز|فرانس\sبرس|وكالة\sالأنباء\s\w{3,12}"
)
#: People, a union and a country are called so, too: an agency where a stroke or a bracket says so.
_NAMESAKES = r"lusa|belga|tass|efe|bloomberg|ansa|ritzau|télam|notimex|keystone|antara"
_ANY = rf"(?:the\s)?(?:{_SHORT}|{_LONG}|{_NAMESAKES})"
_CLEAR = rf"(?:the\s)?(?:{_SHORT}|{_LONG})"
_AND = "for|with|via|of|and|mit|und|für|avec|et|pour|con|y|para|com|z|dla|i|oraz|gyda|ac|și|cu|pentru|من|مع"
_BESIDE = re.compile(
    rf"(?:\s?[/|(\[]\s?(?P<behind>{_ANY})|(?:,\s?|\s[–—-]\s|\s(?:{_AND})\s)(?P<clear>{_CLEAR}))(?!\w|[-.]\w)\s?[)\]]?"
    r"(?=\s?$|\s?[,;.|/(\[]|\s(?:and|und|y|et|e|i|și|ac|on|in|en|à|em|w|yn|aus|din|[–—-]|\d)(?:\s|$|\d))",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?P<name>{_ANY})\s?[/|]\s?(?=[^\W\d_])", re.IGNORECASE)
_ALONE = re.compile(rf"(?:{_ANY})(?:\s?[/|,]\s?(?:{_ANY})|\s(?:{_AND})\s(?:{_CLEAR}))?", re.IGNORECASE)
_LED = re.compile(r"(?:by|von|por|par|di|przez|gan|de|da|din|بقلم)\s*:?\s+", re.IGNORECASE)
_IN_TOWN = re.compile(r"\s(?:in|at|from)\s[^,]{2,40}$")
_LONGEST = 200  # characters


def is_wire(said: str) -> bool:
    """Whether a name is that of a news agency, or of two."""
    return len(said) <= _LONGEST and _ALONE.fullmatch(said.strip(" .")) is not None


def without_wires(line: str) -> str:
    """A byline, or the names on one, without the agencies beside them; the line itself where it names no other."""
    if len(line) > _LONGEST:
        return line
    led = match.end() if (match := _LED.match(line)) else 0
    first = match.end() if (match := _BEFORE.match(line, led)) else led
    return line[:led] + _BESIDE.sub(lambda match: match[0] if _is_state(match) else "", line[first:])


def wires_in(line: str) -> str:
    """The agencies that a byline names, by commas; "" for none."""
    if len(line) > _LONGEST:
        return ""
    led = match.end() if (match := _LED.match(line)) else 0
    if is_wire(line[led:]):
        return line[led:].strip(" .")
    first = [match["name"]] if (match := _BEFORE.match(line, led)) else []
    beside = (match for match in _BESIDE.finditer(line, led) if not _is_state(match))
    found = first + [match["behind"] or match["clear"] for match in beside]
    return ", ".join(dict.fromkeys(each.strip() for each in found))


def _is_state(match: re.Match[str]) -> bool:
    """Whether it is Pennsylvania: "in Scranton, PA"."""
    return match["clear"] == "PA" and _IN_TOWN.search(match.string, 0, match.start()) is not None
