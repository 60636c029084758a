"""Caption and author of a credit line from which licences and links were taken out.

What cannot be a name is none, and where it is not clear who took the picture, nobody is named.
"""

import re

from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.caveat import is_name
from newsletter.articles.credits.change import ASIDE, CHANGE, CHANGED
from newsletter.articles.credits.label import FEATURED, LABEL, MARKER, STARTS, WEAK
from newsletter.articles.credits.place import DOMAIN, IS_PLATFORM, PLATFORM

CUT = "\x1f"  # stands where something understood was taken out
_CAPTION = re.compile(rf"^\W*(?:{LABEL}|caption)\s*:\s*", re.IGNORECASE)
_ONLY_LABEL = re.compile(rf"\W*(?:this\s?)?(?:{LABEL})?\W*", re.IGNORECASE)
#: Tells who wrote, or of how many pictures the credit is.
_ON_WORDS = re.compile(
    r"all$|(?:supplied|provided|submitted|contributed|taken|shot)$|(?:(?:all\s)?(?:words?|texts?|story|report(?:ing)?|article|interview)(?:,?\s(?:and|&|\+))?)$"
    r"|(?:words|texts?|story|report(?:ing)?|article|interview)\s?(?::|by\s)|by\s",
    re.IGNORECASE,
)
#: Before what somebody is to those in the picture, in small letters: "courtesy of the family" names nobody.
_RELATED = re.compile(
    r"(?:the|an?|his|her|their|our|my|el|l[ao]s?|una?|su|le|les|une?|sa|ses|leur|der|die|das|den|dem|eine?|ihre?|seine?"
    r"|y|yr|ei|eu|os?|as?|seu|sua)\s|l[’']",
    re.IGNORECASE,
)
#: How Wikimedia Commons has an author say it.
_HOLDER = re.compile(
    r"I, the\b|(?:the\s)?(?:copyright\s)?holder\sof\sth|the\soriginal\suploader\b", re.IGNORECASE
)
#: Somebody handed it on, and who took it is not said.
_HANDED = r"(?:cedid[ao]s?|divulgação|reprodução|reproducción|arquivo|archiwum)"
#: Stands where a name would, and is none.
NO_NAME = re.compile(
    r"(?:see\spage\sfor\sauthor|(?:unknown\s?author)+(?:unknown\s?author)?|author\sunknown|unknown|anonymous|supplied|handout"
    r"|hand-?out\sphoto|(?:file|library|submitted|contributed|staff)(?:\s(?:photo|image|picture))?"
    r"|screen[\s-]?(?:shot|grab)|archiv[eo]?s?"
    r"|image|photo|picture|foto|bild|llun|cortesía|courtesy|this\s(?:file|image|photo|picture|work)"
    r"|stock(?:\sphoto)?|library\sphoto"
    r"|archiwum(?:\s\w+)?|arquivo(?:\spessoal)?|archivo\s(?:personal|propio)|arhiv[ăa](?:\spersonală)?"
    r"|d\.?\s?r\.?|droits\sréservés|privat(?:foto|archiv)?|private?|eigenes\s(?:foto|bild)|eigene\saufnahme"
    rf"|{_HANDED}|(?:the\s|el\s|la\s|die\s|der\s|l[’'])?(?:author|autora?|autorin|auteure?)"
    r"(?:[’']s(?:\sown)?)?|own\s(?:photo|picture|image)|foto\spropia|elaboración\spropia|d[’']archives?|rights[\s-]managed"
    r"|archive|ai|ki|ia|gemini|claude|llama|flux|sora|runway|\w+\sai|artificial\sintelligence|n/?a)(?:unknown\sauthor)?",
    re.IGNORECASE,
)
_HANDED_ON = re.compile(_HANDED, re.IGNORECASE)
#: Left over from a sentence about rights; none is the end or the beginning of a name.
_FRAGMENT = (
    r"(?:is|are|was|were|has|have|been|in|into|the|a|an|under|for|of|by|with|and|or|licen[cs]ed|licen[cs]e|published"
    r"|released|shared|available|distributed|used|marked|this|that|to|from|at|on|as)"
)
_TRAILING = re.compile(rf"(?:[\s,(]+{_FRAGMENT}){{1,12}}[\s,]*$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|must|please|cannot|shall|should|licen[cs]e[ds]?|copyright|permission|reproduc\w+|status|unknown"
    r"|excluded|contact|commercial)\b|^(?:see|may|(?:re|originally\s|first\s)?published|reprinted|not|all|formerly|under|used|with|without|only|except)\b",
    re.IGNORECASE,
)
#: A licence's name that was not read: no place, and no person either.
_CODE = re.compile(
    r"cc(?:\W.*)?|(?:by|nc|nd|sa)(?:\W+(?:by|nc|nd|sa))*(?:\s\d\.\d)?|\d\.\d|pd(?:-\w+)?|\W+", re.IGNORECASE
)
#: The same behind a name, where it can be no part of one: "Ana Example BY SA", "Ana Example CC NC ND 2.0".
_TAIL_CODE = re.compile(
    r"[\s-]+(?:CC(?:[\s-]?(?:BY|NC|ND|SA|0))*[\s-]?\d(?:\.\d)?|CC(?:[\s-]?(?:BY|NC|ND|SA))+"
    r"|(?-i:BY)(?:\s(?:NC|ND|SA))*(?:\s\d\.\d)?|PD-\w+|[\U0001f10d-\U0001f10f\U0001f16d-\U0001f16f][\W\d]*)$",
    re.IGNORECASE,
)
_AT_SIGN = re.compile(rf"^{PLATFORM}:?\s+(?=@\w)", re.IGNORECASE)
_ON_RIGHTS = re.compile(r"rights\sreserved|permis|licen[cs]|reprodu[cz]|copyright|genehmigung", re.IGNORECASE)
_PARTICLES = re.compile(r"of|the|from|and|for|in|d[eaiou]|d[oa]s|des|la|le|van|von|de[rn]|y|e|et|und|al|bin")
_FILE = re.compile(
    r"(?:file|datei|archivo|fichier|ficheiro|plik|image|ffeil):(.+)\.(?:jpe?g|png|gif|webp|tiff?|svg)",
    re.IGNORECASE,
)
_AT_PLATFORM = re.compile(rf"(?:/|\bvia\b|\bon\b)\s*{PLATFORM}\W*$", re.IGNORECASE)
#: Before "by" and a name, that of somebody who did not take the picture.
_LATER_WORK = re.compile(
    rf"{CHANGE}|(?:(?:graphic|cover|page)\s)?(?:design(?:ed)?|graphics?|layout|edit(?:s|ing)?|montage|collage|artwork"
    r"|illustrations?|illustrated|coloured|words|text|report(?:ing)?|story|interview|caption|restored|restoration)",
    re.IGNORECASE,
)
_TOOK = re.compile(
    r"(?:\w+\s)?(?:taken|photos?|pictures?|images?|shot|photographed|photography|captured|snapped)",
    re.IGNORECASE,
)
#: Labels within a credit, before the name that counts.
_BY_AUTHOR = re.compile(
    r"^(?:(?:author|autora?|auteure?|urheber(?:in)?|fotografo?|fotografin|awdur|photographer|archivo|archives?)\s?:\s?)",
    re.IGNORECASE,
)
#: Who gave a picture, where nobody else is named.
_COURTESY = re.compile(
    r"^(?:courtesy\sof|courtesy|cortesía\sde|trwy\sgaredigrwydd|(?:supplied|provided|submitted|contributed)\sby"
    r"|cedid[ao]s?\spor)\s(?=\S)",
    re.IGNORECASE,
)
_ON_PLATFORM = re.compile(
    r"\s+(?:on|via|at|from|en|sur|auf|ar|through|de|su|na|no|pe|bei|op)\s+(\S+(?:\s\S+)?)$", re.IGNORECASE
)
#: "© Ana Example 2026"
_SIGN, _YEAR_BEHIND = re.compile(r"©|\(c\)|copyright", re.IGNORECASE), re.compile(r",?\s(?:19|20)\d\d$")
#: Between what stands side by side in a credit, and before who the photographer works for.
_SIDES, _HOUSE = re.compile(r"\s+[–—-]\s+|\s*\|\s*"), re.compile(r"\s+/\s+")
#: Whom a photographer works for, and no photographer: "Ana Example (Example Union)".
_BODY = re.compile(
    r"\b(?:unions?|trades\scouncil|agency|news|media|press|party|federation|association|collective|foundation"
    r"|sindicat\w*|uniune\w*|federaci\w+|federaț\w+|agenci?[aj]\w*|agenț\w+|prensa|syndicat\w*|presse|collectif"
    r"|colectiv\w*|coletivo|\w*gewerkschaft|verband|verein|agentur|vakbond|undeb|związ\w+|imprensa|partido|partei)\b",
    re.IGNORECASE,
)
_LONGEST_SHORT = 5  # letters: "UCLA"
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TWO_SENTENCES = re.compile(r"(.*?\w{3,})[.!?]\s+(\S.*)")
_KEEPS_DOT = re.compile(r"(?:\b(?:Jr|Sr|Inc|Ltd|Co|St)|\b[A-Z])\.$")


def people_in(text: str, *, has_licence: bool) -> tuple[str, str]:
    """Caption and author; "" for what the line does not clearly say."""
    featured = FEATURED.match(text)
    rest = text[featured.end() :] if featured else text
    markers = list(MARKER.finditer(rest))
    if markers:
        caption, author = _marked(rest, chosen := _decisive(markers, len(rest)))
        if not author and "©" in chosen[0] and chosen is not markers[0]:
            # "Photo: Ana Example © example.org": the sign leads to where it lay
            return people_in(rest[: chosen.start()], has_licence=has_licence)
        return caption, author
    before, _, after = rest.partition(CUT)
    if featured:
        return ("", _author(before)) if _AT_PLATFORM.search(before) else (_caption(before), "")
    if not has_licence:
        return "", ""
    if " by " in before:
        shown, name = _shown_and_name(before)
        return _caption(shown), _author(name)
    author = _author(before or after)
    is_name = len(author.split()) <= 6 and not re.search(r"[.!?]\s", author) and not _is_phrase(author)
    return "", author if is_name else ""


def _is_phrase(text: str) -> bool:
    """Whether a text that nothing marks as a name reads as "Nurses march in Lima", unlike "sam_sample"."""
    _, *others = re.findall(r"[^\W\d_][\w’'-]*", text) or [""]
    return any(word[0].islower() and not _PARTICLES.fullmatch(word) for word in others)


def _decisive(markers: list[re.Match[str]], end: int) -> re.Match[str]:
    """The last marker, but for "courtesy of …" after a name and a © that stands behind it."""
    chosen = markers[-1]
    for earlier in markers[-2::-1]:
        if not WEAK.match(chosen[0]) or chosen[0].lower().startswith("copyright"):
            break
        if "©" in chosen[0] and chosen.end() < end - 1:
            break
        chosen = earlier
    return chosen


def _marked(text: str, marker: re.Match[str]) -> tuple[str, str]:
    before, after = text[: marker.start()], text[marker.end() :]
    if marker[0][:1] in '”"»’':
        before += marker[0][0]
    parts = [part for part in map(neat, after.split(CUT)) if part]
    raw = parts[0] if parts else ""
    raw = _YEAR_BEHIND.sub("", raw) if _SIGN.search(marker[0]) else raw
    caption = _caption(before.split(CUT)[0])
    if not caption and marker[0].rstrip().endswith(":"):
        shown, raw = _shown_and_name(raw)
        caption = _caption(shown)
    sentences = _TWO_SENTENCES.fullmatch(raw)
    if sentences:
        behind = "" if _ON_RIGHTS.search(sentences[2]) else _caption(sentences[2])
        caption, raw = caption or behind, sentences[1]
    author = "" if _is_of_thing(marker[0], raw) else _author(raw)
    if not author:
        author = next(filter(None, map(_author, parts[1:])), "")
    return caption, author


def _is_of_thing(label: str, named: str) -> bool:
    """Whether "de" or "von" behind a label leads to what a picture shows: "Imagen de la marcha"."""
    if not re.search(r"\b(?:de|di|von|van)\s$", label, re.IGNORECASE):
        return False
    words = re.findall(r"[@\w][\w’'.:-]*", named)
    names = [word for word in words if not _PARTICLES.fullmatch(word)]
    if not names or names[0].endswith(":"):  # "Foto de archivo: Ana Ejemplo"
        return False
    if names[0].islower():
        return not re.search(r"[@_\d]", names[0])
    return words[0] != names[0] and len(names) == 1 and not names[0].isupper()


def _shown_and_name(text: str) -> tuple[str, str]:
    """What a picture shows and who took it: "Nurses by Ana Example". Who worked on it later is left out: "Ana Example,
    cropped by Max Muster", and where it is not clear which of them it is, nobody is named.
    """
    shown, by, name = text.rpartition(" by ")
    *before, last = ASIDE.split(shown)
    if not by or not before or _TOOK.fullmatch(last.strip()):
        return shown, name
    if _LATER_WORK.fullmatch(last.strip(" .")):
        return "", shown[: len(shown) - len(last)]
    return ("", "") if last.strip() and last == last.lower() else (shown, name)


def _caption(text: str) -> str:
    text = FEATURED.sub("", text)
    text = neat(_CAPTION.sub("", text))
    quoted = re.fullmatch(r"[“\"«‘](.+)[”\"»’]", text)
    text = neat(quoted[1]) if quoted else text.removesuffix(".")
    text = file[1].replace("_", " ").strip() if (file := _FILE.fullmatch(text)) else text
    # A label, a sign, or another credit is no caption.
    is_none = (
        _ONLY_LABEL.fullmatch(text)
        or _ON_WORDS.match(text)
        or STARTS.match(text)
        or not any(c.isalnum() for c in text)
    )
    return "" if is_none or _HOLDER.match(text) else text


def _author(text: str) -> str:
    """A name without platform, website and note of changes; "" if nothing is left or it cannot be a name."""
    name = _COURTESY.sub("", _only_name(text.replace(CUT, " ")))
    name = re.sub(r"^(?:user|benutzer(?:in)?|usuari[oa]|utilisateur)\s?:\s?", "", name, flags=re.IGNORECASE)
    if not name or len(name) > 80 or len(name.split()) > 12 or not any(c.isalpha() for c in name):
        return ""
    name = _TRAILING.sub("", name).strip(" ,(")
    if _RELATED.match(name) and name == name.lower():
        return ""
    if NO_NAME.fullmatch(name) or _HOLDER.match(name) or _SENTENCE.search(name):
        return ""
    return name


def _only_name(text: str) -> str:
    """The piece of a text that says who took the picture; "" where two might: "Lima | Ana Example", "Lima (Ana)".

    Behind a slash stands whom the first one works for.
    """
    sides = [side for side in _SIDES.split(text) if _part(side)]
    named = [side for side in sides if not is_agency(_part(side))] or sides
    if not named or any(_may_be_name(_part(side)) for side in named[1:]) or _names_in_brackets(named[0]):
        return ""
    first, *houses = filter(None, map(_part, _HOUSE.split(named[0])))
    if is_agency(first):  # "picture alliance / Ana Example"
        return next((house for house in houses if _may_be_name(house) and not is_agency(house)), first)
    is_turned = " " not in first and any(" " in house and _may_be_name(house) for house in houses)
    return "" if is_turned else first


def _names_in_brackets(text: str) -> bool:
    """Whether brackets name somebody else than what stands before them."""
    before = _part(_BRACKETS.sub(" ", text))
    within = (_piece(piece) for said in _BRACKETS.findall(text) for piece in re.split(r"[,;]", said))
    names = [piece for piece in within if _may_be_name(piece) and not is_agency(piece)]
    is_house = " " in before and is_name(before) and all(map(_is_house, names))
    return bool(before and names) and not is_house


def _is_house(name: str) -> bool:
    """Whether it is a body, its short form, or what the person before calls themselves somewhere."""
    is_short = name.isupper() and len(name) <= _LONGEST_SHORT and " " not in name
    return is_short or name.startswith("@") or _BODY.search(name) is not None


def _may_be_name(piece: str) -> bool:
    return is_name(piece) and not NO_NAME.fullmatch(piece)


def _part(text: str) -> str:
    pieces = [_piece(piece) for piece in re.split(r"\s*[,;]\s*|\s*[()\[\]]\s*", text)]
    return ", ".join(piece for piece in pieces if piece)


def _piece(text: str) -> str:
    """One piece between commas: "Facebook/Keep Our NHS Public" is the latter."""
    text = neat(text)
    on = _ON_PLATFORM.search(text)
    if on and IS_PLATFORM.fullmatch(on[1].strip(" .")):
        text = text[: on.start()]
    text = re.sub(r"^(?:via|on|from)\s+(?=.*)", "", text, flags=re.IGNORECASE)
    text = _TAIL_CODE.sub("", _AT_SIGN.sub("", _BY_AUTHOR.sub("", text)))
    names = [part for part in (neat(part) for part in text.split("/")) if part and not _is_place(part)]
    return "/".join(names)


def _is_place(text: str) -> bool:
    return any(p.fullmatch(text) for p in (IS_PLATFORM, DOMAIN, CHANGED, _CODE, _HANDED_ON))


def neat(text: str) -> str:
    text = " ".join(text.replace(CUT, " ").split()).strip(" |/–—-,;:<>·•©📷📸")
    if text.count("(") != text.count(")") or (text.startswith("(") and text.endswith(")")):
        text = text.strip("() ")
    if text.count("[") != text.count("]"):
        text = text.strip("[] ")
    return text if _KEEPS_DOT.search(text) else text.rstrip(" .")
