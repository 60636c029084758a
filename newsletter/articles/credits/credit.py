"""Credit lines of pictures: who took it, what it shows, under which licence.

Whatever is not understood stays empty, and the line itself is always kept: a wrong author is worse than none.
"""

import re

from newsletter.articles.article import Photo
from newsletter.articles.cleaning import one_line
from newsletter.articles.credits.agency import is_agency
from newsletter.articles.credits.caveat import has_caveat, is_name, is_other_own
from newsletter.articles.credits.customs import plainly
from newsletter.articles.credits.lexicon import JOINING
from newsletter.articles.credits.licence import (
    OWN,
    RESERVED,
    Mention,
    licence_url,
    mentions,
    settle,
)

_LONGEST = 1_000  # characters; what is longer is no credit line
_CUT = "\x1f"  # stands where something understood was taken out
_HYPHENS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2212\u2043\ufe58\ufe63\uff0d", "-") | {"：": ":", "、": ",", "，": ","}
)

#: Letters as wide as Chinese ones, which Japanese keyboards give.
_WIDE = str.maketrans({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})

_LABEL = (
    r"(?:photo(?:graph)?s?|photographie|picture|pictures|pic|image|images|credits?|source|foto(?:graf[íi]a)?s?|imagen|imágenes"
    r"|crédits?|créditos?|fuente|llun|lluniau|ffoto|ffynhonnell|cydnabyddiaeth|ffotograff(?:ydd)?|bild"
    r"|bildnachweis|cliché|imagem|immagine"
    r"|zdjęci[ea]|fotografie|fotografi[ae]|fot\.|beeld|afbeelding|imagine|bildquelle|quelle|źródło|fonte"
    r"|sursă|sursa|bron|fotonachweis|photographer|写真|撮影|图片|摄影|фото(?:графия)?|صورة|تصوير|φωτογραφία|kuva"
    r"|bilde|billede)"
)
_FEATURED = re.compile(
    r"^\W*(?:(?:featured|main|lead|header|cover|title|top)\s(?:image|photo|picture)|imagen\s(?:destacada|principal)"
    r"|image\sà\sla\sune|prif\slun)\s*[:|–-]\s*",
    re.IGNORECASE,
)
_CAPTION = re.compile(rf"^\W*(?:{_LABEL}|caption)\s*:\s*", re.IGNORECASE)
_KIND = r"(?:(?:featured|main|lead|header|cover|top)\s)?"
_COLON = rf"(?<![\w-]){_KIND}{_LABEL}(?:[\s/-]{{1,3}}(?:{_LABEL}|by|by\sline))?\s*:"
_MARKER = re.compile(
    rf"(?:(?:\b(?:flickr|wikimedia|ap|pa|afp|epa|reuters)\s)?(?:{_COLON}(?:\s*©(?:\s*\d{{4}})?)?"
    rf"|(?<![\w-]){_KIND}{_LABEL}(?:\s{_LABEL})?\s+(?:by|from|courtesy\sof|courtesy|trwy\sgaredigrwydd|via"
    rf"|por|de|di|door|van|gan|par|von|cortesía\sde)\s)"
    r"|(?<!\w)fot\.\s+(?=[@\w])"
    r"|\bcourtesy\sof\s|\btrwy\sgaredigrwydd\s|\bcortesía\sde\s|[”\"»’]\s+(?:by|por|par|gan)\s|^\W*(?:by|por"
    r"|par|gan)\s"
    r"|(?:\b(?:copyright|hawlfraint)\b:?(?:\s*(?:©|\(c\)))?|©|\(c\))(?:\s*\d{4})?)",
    re.IGNORECASE,
)
#: Tell whose a picture is, but not where its credit begins if another label did.
_WEAK = re.compile(
    r"\W*(?:courtesy|cortesía|copyright|©|\(c\)|source|fuente|quelle|źródło|fonte|sursă|sursa|bron\s?:"
    r"|ffynhonnell|hawlfraint)",
    re.IGNORECASE,
)
_BY_TITLE = re.compile(r"[”\"»’]\s")
#: Names who allowed it, and neither who took it nor what others may do.
_BY_LEAVE = re.compile(
    rf"^(\W*{_LABEL}:?)\s+(?:(?:re)?(?:used|produced|printed|published)\s)?(?:by|with)\s(?:the\s)?(?:kind\s)?permission"
    r"\s(?:of|from)(?=\s)",
    re.IGNORECASE,
)
_AGENCY_LED = r"(?:(?:ap|pa|afp|epa|reuters|getty|flickr)\s)?"
_ONLY_LABEL = re.compile(rf"\W*(?:this\s?)?(?:{_LABEL})?\W*", re.IGNORECASE)
#: Tells who wrote, or of how many pictures the credit is.
_ON_WORDS = re.compile(
    r"all$|(?:supplied|provided|submitted|contributed|taken|shot)$|(?:(?:all\s)?(?:words?|texts?|story|report(?:ing)?|article|interview)(?:,?\s(?:and|&|\+))?)$"
    r"|(?:words|texts?|story|report(?:ing)?|article|interview)\s?(?::|by\s)|by\s",
    re.IGNORECASE,
)
#: A caption, and all else in brackets behind it; a label in them tells by itself what it leads to.
_BRACKETED = re.compile(r"([^()]*[^()\s])\s?\(([^():@©]+)\)[\s.]*")
_BY = re.compile(r"\s(?:by|por|par|von|gan)\s", re.IGNORECASE)
_BY_OWN = re.compile(rf"{_CUT}\s*(?:by|von|por|par|de|gan|przez)\s", re.IGNORECASE)
#: How Wikimedia Commons has an author say it.
_HOLDER = re.compile(
    r"I, the\b|(?:the\s)?(?:copyright\s)?holder\sof\sth|the\soriginal\suploader\b", re.IGNORECASE
)
_STARTS = re.compile(
    rf"^[\s(\[]*(?:(?:featured|main|lead|header|cover)\s(?:image|photo|picture)\b|imagen\sdestacada|{_AGENCY_LED}{_COLON}"
    rf"|{_AGENCY_LED}(?:photo(?:graph)?|picture|image|foto|llun|imagen|ffotograff)s?\s"
    r"(?:by|from|courtesy|credit|por|gan|trwy\sgaredigrwydd|par|de:)\b|fot\.\s+[^\W\d_]|©(?!\s*\d{4}))",
    re.IGNORECASE,
)
#: "Source: …" is a picture's only with a platform or licence; else it names the publication.
_SOURCE = re.compile(
    r"^[\s(\[]*(?:source|fuente|ffynhonnell|quelle|źródło|fonte|sursă|sursa|bron)\s*:", re.IGNORECASE
)
_ANY_SOURCE = re.compile(
    r"\W*(?:source|fuente|ffynhonnell|quelle|źródło|fonte|sursa|bron)\s*:", re.IGNORECASE
)
_PLATFORM = (
    r"(?:wikimedia(?:\scommons)?|wikipedia|(?:wiki)?commons(?:\.wikimedia\.org)?|flickr(?:\.com)?|pixnio|openverse|rawpixel"
    r"|(?:pexels|pixabay|unsplash)(?:\.com)?|facebook|twitter|x|instagram|youtube|social\smedia|geograph(?:y?\.org\.uk)?)"
)
_IS_PLATFORM = re.compile(_PLATFORM, re.IGNORECASE)
#: Somebody handed it on, and who took it is not said.
_HANDED = r"(?:cedid[ao]s?|divulgação|reprodução|reproducción|arquivo|archiwum)"
#: Stands where a name would, and is none.
_NO_NAME = re.compile(
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
#: Pictures that nobody took.
_MADE_UP = re.compile(
    r"\b(?:midjourney|dall[\s·•-]?e(?:\s?\d)?|chat\s?gpt|gpt-\w+|open\s?ai|stable\sdiffusion|adobe\sfirefly|copilot|grok"
    r"|ideogram|(?:bing\s)?image\screator|(?:google|made\swith|generated\s(?:by|with))\sgemini|leonardo\.?ai|nano\sbanana|(?:ai|ki|ia|sztuczn\w+)"
    r"[\s-](?:gener|erzeug|erstell|image|bild|made|art\b)\w*|(?:generat|génér|gener|erzeugt|wygenerowan|cynhyrch|creat|made)\w*"
    r"\s(?:\w+\s){0,3}(?:a\.?i\.?|ki|ia|artificial\sintelligence|künstliche\w*\sintelligenz|inteligencia\sartificial"
    r"|inteligência\sartificial|intelligence\sartificielle))(?!\w)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<\s*[/!?]?\s*(?!https?:)[a-z][^<>]*[>\s(]|&(?:[a-z]{2,8}|#\w{1,6});|\{\{|\[\[|javascript:",
    re.IGNORECASE,
)
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
#: Words about rights that settle nothing here; they belong to no name.
_UNSETTLED = re.compile(
    r"[\s,;(\[–—-]*\b(?:(?:gnu\sfree\sdocumentation\slicen[cs]e|gfdl)(?:,?\s(?:v(?:ersion)?\.?\s?)?\d(?:\.\d)?)?|fair\s(?:use|dealing)|licen[cs]e\sunknown|unknown\slicen[cs]e"
    r"|(?:and\s)?licen[cs]ed\sfor\s(?:re)?use\sunder\sthis(?:\screative\scommons\slicen[cs]e)?"
    r"|no\sknown\s(?:copyright\s)?restrictions(?:\son\spublication)?|(?:©\s*)?crown\scopyright(?:\s\d{4})?"
    r"|(?:unsplash|pexels|pixabay)\s(?:content\s)?licen[cs]e|free\sart\slicen[cs]e"
    r"|rights[\s-]managed|royalty[\s-]free|(?:rechte|lizenz)frei|(?:image\s)?libre\sde\sdroits|libre\sde\sderechos|rechtenvrij"
    r"|(?:for\s)?editorial\suse\sonly|some\srights\sreserved)\b[)\].]*",
    re.IGNORECASE,
)
#: Says that a licence is not given.
_NOT_BEFORE = re.compile(
    r"\b(?:not|no|non|nicht|never|without|except|sin|sans|ohne|nid)(?:\s\w+){0,2}[\s(]*$", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"^[\s)]*(?:is|are|was|does|do)?\s?(?:not|n[’']t|no\slonger|nicht|never)\b", re.IGNORECASE
)
#: A licence's name that was not read: no place, and no person either.
_CODE = re.compile(
    r"cc(?:\W.*)?|(?:by|nc|nd|sa)(?:\W+(?:by|nc|nd|sa))*(?:\s\d\.\d)?|\d\.\d|pd(?:-\w+)?|\W+", re.IGNORECASE
)
#: "BY-NC-SA 2.0" without the letters CC: whose licence that is, nobody says, but no part of it is a name.
_PARTS_ALONE = re.compile(
    r"(?<![\w-])(?:CC\W{1,3})?BY(?:-(?:NC|SA|ND)){1,3}(?:[\s,-]{1,2}v?\d\.\d)?(?![\w-])", re.IGNORECASE
)
#: The same behind a name, where it can be no part of one: "Ana Example BY SA", "Ana Example CC NC ND 2.0".
_TAIL_CODE = re.compile(
    r"[\s-]+(?:CC(?:[\s-]?(?:BY|NC|ND|SA|0))*[\s-]?\d(?:\.\d)?|CC(?:[\s-]?(?:BY|NC|ND|SA))+"
    r"|(?-i:BY)(?:\s(?:NC|ND|SA))*(?:\s\d\.\d)?|PD-\w+|[\U0001f10d-\U0001f10f\U0001f16d-\U0001f16f][\W\d]*)$",
    re.IGNORECASE,
)
_AT_SIGN = re.compile(rf"^{_PLATFORM}:?\s+(?=@\w)", re.IGNORECASE)
_ON_RIGHTS = re.compile(r"rights\sreserved|permis|licen[cs]|reprodu[cz]|copyright|genehmigung", re.IGNORECASE)
_PARTICLES = re.compile(r"of|the|from|and|for|in|d[eaiou]|d[oa]s|des|la|le|van|von|de[rn]|y|e|et|und|al|bin")
_FILE = re.compile(
    r"(?:file|datei|archivo|fichier|ficheiro|plik|image|ffeil):(.+)\.(?:jpe?g|png|gif|webp|tiff?|svg)",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"^[\s(\[]*{_COLON}|^[\s(\[]*{_KIND}{_LABEL}\s+(?:by|from)\s+", re.IGNORECASE)
_AT_PLATFORM = re.compile(rf"(?:/|\bvia\b|\bon\b)\s*{_PLATFORM}\W*$", re.IGNORECASE)
_AGENCY_PHOTO = re.compile(r"\b(?:ap|afp|epa|pa|reuters|getty)\s(?:photo|picture|image)", re.IGNORECASE)
_CHANGE = (
    r"(?:image\s|slightly\s|leicht\s|légèrement\s|photo\s)?(?:cropped|resized|edited|adapted|modified|rotated|retouched|desaturated|brightened"
    r"|colou?rized|colou?rs?\s(?:adjusted|corrected|changed)|converted\sto\sblack\sand\swhite|recortad[ao]|editad[ao]|modificad[ao]|adaptad[ao]"
    r"|recadrée?|modifiée?|retouchée?|bearbeitet|zugeschnitten|beschnitten|verändert|ausschnitt|verkleinert|tocio|tociwyd|wedi[’']i\s(?:thocio|docio|addasu|golygu)"
    r"|przycięt[aey]|kadrowan[aey]|zmodyfikowan[aey]|ritagliat[ao]|modificat[aăo]?|decupat[aă]?|bijgesneden|bewerkt)"
)
#: Where one piece of a credit ends and the next begins.
_ASIDE = re.compile(r"[,;()\[\]]|\s[–—/|-]\s|(?<=\w{3})[.!]\s")
_IT_WAS = re.compile(
    r"^(?:and\s)?(?:(?:it|the|this|das|die|la|el)\s)?(?:original\s)?(?:(?:image|photo|picture|bild|foto|imagen|zdjęcie)\s)?"
    r"(?:(?:has|have)\sbeen|is|was|were|wurde|ist|ha\ssido|fue|a\sété|è\sstat[ao]|foi|zostało)\s",
    re.IGNORECASE,
)
_CHANGED = re.compile(rf"{_CHANGE}(?:\s(?:by|from|with|and)\s.*)?", re.IGNORECASE)
_CHANGED_BEHIND = re.compile(rf"\s({_CHANGE})$", re.IGNORECASE)
#: A note of changes and nothing else.
_ONLY_CHANGED = re.compile(
    rf"{_CHANGE}(?:(?:\s|,\s)(?:and|und|y|et|e|i|și|en|a|ac)\s{_CHANGE})*"
    r"(?:\s(?:from|by)\s(?:(?:the|its)\s)?(?:original|editors?|source|us))?",
    re.IGNORECASE,
)
#: Before "by" and a name, that of somebody who did not take the picture.
_LATER_WORK = re.compile(
    rf"{_CHANGE}|(?:(?:graphic|cover|page)\s)?(?:design(?:ed)?|graphics?|layout|edit(?:s|ing)?|montage|collage|artwork"
    r"|illustrations?|illustrated|coloured|words|text|report(?:ing)?|story|interview|caption|restored|restoration)",
    re.IGNORECASE,
)
_TOOK = re.compile(
    r"(?:\w+\s)?(?:taken|photos?|pictures?|images?|shot|photographed|photography|captured|snapped)",
    re.IGNORECASE,
)
_JOINING = (
    r"(?:is|are|was|has|been|made|available|shared|released|published|marked|distributed|reused|used|licen[cs]ed|licen[cs]e|under|"
    r"using|with|into|through|the|a|an|its|terms|of|creative|commons|bajo|la|una|licencia|de|sous|unter|der|einer|lizenz|steht|lizenziert|veröffentlicht|dan|"
    r"drwydded|trwydded|sob|licença|con|avec|or|and)"
)
_BEFORE_CUT = re.compile(
    rf"(?:(?<=[\s(,.;:/|{_CUT}–-])(?:{_JOINING})[\s(:,]+){{1,12}}(?={_CUT})", re.IGNORECASE
)
_LED_TO = re.compile(rf"(?<=[\w).\]])(?:[\s(,]+(?:o|{'|'.join(sorted(JOINING))}))+[\s(:,]*(?={_CUT}|$)")
_NOISE = (
    re.compile(r"to\sview\sa\scopy\sof\sthis\slicen[cs]e,?\s(?:visit|see)", re.IGNORECASE),
    re.compile(r"<?https?://[^\s<>]+>?", re.IGNORECASE),
    re.compile(r"\b(?:a\s)?creative\scommons(?:\slicen[cs]e)?\b", re.IGNORECASE),
)
_SEVERAL = re.compile(
    r"\((?:top|bottom|left|right|above|below|arriba|abajo|centre|center)\)|\b(?:top|left|above)\s*:.*\b(?:bottom|right|below)\s*:",
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
_CROWN = re.compile(r"\bcrown\scopyright\b", re.IGNORECASE)
_ON_PLATFORM = re.compile(
    r"\s+(?:on|via|at|from|en|sur|auf|ar|through|de|su|na|no|pe|bei|op)\s+(\S+(?:\s\S+)?)$", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"(.*?\w{3,})[.!?]\s+(\S.*)")
_KEEPS_DOT = re.compile(r"(?:\b(?:Jr|Sr|Inc|Ltd|Co|St)|\b[A-Z])\.$")


def is_credit(line: str) -> bool:
    """Whether a line of a text is the credit of its picture, not part of the article."""
    if len(line) > 600 or not _STARTS.match(line):
        return False
    return not _SOURCE.match(line) or bool(mentions(line) or _names_platform(line))


def _names_platform(line: str) -> bool:
    return any(_IS_PLATFORM.fullmatch(part.strip()) for part in re.split(r"[:/|,–-]", line))


def is_platform(name: str) -> bool:
    """Whether a name is that of a place where pictures lie, not of somebody who takes them."""
    return _IS_PLATFORM.fullmatch(name.strip(" .")) is not None


def says_changed(text: str) -> bool:
    """Whether a piece of a credit that nothing but itself says that the picture was changed."""
    text = one_line(text).translate(_HYPHENS)
    return bool(_changes(_apart(text, mentions(text))))


def _changes(text: str) -> str:
    """What a credit says was done to the picture, as it says it."""
    pieces = (_IT_WAS.sub("", piece.strip(" .")) for piece in _ASIDE.split(text))
    return ", ".join(dict.fromkeys(piece for piece in pieces if _CHANGED.fullmatch(piece)))


def parse_credit(line: str) -> Photo:
    """Caption, author and licence of a credit line; empty where they are not clearly there."""
    credit = one_line(line)
    if len(credit) > _LONGEST:
        return Photo(credit=credit[:_LONGEST])
    plain = _BY_LEAVE.sub(r"\1:", plainly(credit.translate(_HYPHENS).translate(_WIDE)))
    text = _labelled(plain)
    found = mentions(text)
    licence = settle(found)
    is_sold = _is_sold(text, found)
    is_unclear = text != plain and _names_before_bracket(plain)
    if is_unclear or licence is None or _is_of_several(text, found) or _is_taken_back(text, found, licence):
        return Photo(credit=credit, licence=RESERVED if is_sold else "")
    if _MADE_UP.search(text) or _MARKUP.search(text):
        return Photo(credit=credit)
    rest = _UNSETTLED.sub(_CUT, _without(text, found))
    rest = _LED_TO.sub("", rest) if found else rest
    rest = _BY_OWN.sub(_CUT, rest) if licence == OWN else rest
    rest, is_licence_led = _PARTS_ALONE.subn(_CUT, rest)
    caption, author = _people(rest, has_licence=bool(found or is_licence_led))
    if licence == OWN:
        # Whose own? With a name beside it, it is that person's, and nothing says what others may do.
        licence, author = ("", author) if author else (OWN, "own work")
    if licence.startswith("OGL") and not author and _CROWN.search(text):
        author = "Crown copyright"  # as that licence wants to be attributed
    if is_sold or is_agency(author):
        # A permission that the line tells of is the one who published it's.
        licence, author = RESERVED, author or _of_agency(text)
    changes = _changes(_apart(text, found))
    if not changes and (behind := _CHANGED_BEHIND.search(author)):
        author, changes = author[: behind.start()], behind[1]
    return Photo(
        caption=caption, author=author, licence=licence, licence_url=licence_url(licence), credit=credit,
        changes=changes,
    )  # fmt: skip


def _labelled(text: str) -> str:
    """A credit in brackets with the label it lacks: "The square (Ana Example, CC BY 2.0)" tells who took it."""
    within = _BRACKETED.fullmatch(text)
    found = mentions(within[2]) if within else []
    if not within or not found:
        return text
    pieces = re.split(r"[,/|;]|\s[–—-]\s", within[2][: found[0].start])
    names = [
        piece.strip() for piece in pieces if piece.strip() and not _says_nothing_of_rights(piece.strip())
    ]
    if len(names) != 1 or len(names[0].split()) < 2 or not is_name(names[0]) or _NO_NAME.fullmatch(names[0]):
        return text
    return f"{within[1]} (Photo: {within[2]})"


def _names_before_bracket(text: str) -> bool:
    """Whether a label names somebody before the brackets as well: "© Joe Bloggs (Sam Sample, CC BY 2.0)"."""
    shown = text.partition("(")[0]
    return any(is_name(shown[label.end() :]) for p in (_MARKER, _BY) for label in p.finditer(shown))


def is_sold(line: str) -> bool:
    """Whether a credit line names an agency, whatever licence it claims beside that."""
    text = plainly(one_line(line).translate(_HYPHENS).translate(_WIDE))
    return _is_sold(text, mentions(text))


def _is_sold(text: str, found: list[Mention]) -> bool:
    credit = _LEADING.sub("", text[_start(text, found) :])
    if is_agency(credit) or _AGENCY_PHOTO.search(credit):
        return True
    # "Photo: Ann Lee, CC BY 4.0 Getty": a licence parts what stands on its two sides.
    if is_agency(_LEADING.sub("", _apart(text, found)), anywhere=False):
        return True
    # Before the credit stands what the picture shows, which may be an agency's house.
    return is_agency(_LEADING.sub("", text), anywhere=False)


def _is_taken_back(text: str, found: list[Mention], licence: str) -> bool:
    """Whether the words around the licences leave it open that this picture has them, as they were read."""
    if licence == RESERVED:  # nothing takes that back but a "not"
        return any(_is_denied(text, each) for each in found if each.licence == RESERVED)
    if any(_is_denied(text, each) for each in found):
        return True
    if licence == "":
        return False
    if licence == OWN:
        return is_other_own(text, found)
    start = _start(text, found)
    if _is_of_something_else(text, found, start) or _names_two(text, start):
        return True
    return has_caveat(text, found, start, _says_nothing_of_rights)


def _is_of_something_else(text: str, found: list[Mention], start: int) -> bool:
    """Whether the licence is the article's or another thing's: "Our magazine: CC BY 4.0. Photo: …", "Source: …"."""
    if start:
        return False
    first = found[0].start
    labels = [marker for marker in _MARKER.finditer(text, first) if marker[0].rstrip().endswith(":")]
    if labels and text[:first].strip(" ([") and not _MARKER.match(text):
        return True
    pieces = re.sub(r"[()\[\]]|\s(?:on|via)\s", ",", text)
    return bool(_ANY_SOURCE.match(text)) and not _names_platform(pieces)


def _start(text: str, found: list[Mention]) -> int:
    """Where the caption ends and the credit begins, of which the licence is said."""
    end = found[0].start if found else len(text)
    markers = [marker for marker in _MARKER.finditer(text) if marker.end() <= end]
    strong = [marker for marker in markers if not _WEAK.match(marker[0])]
    return max((marker.start() for marker in strong or markers[:1]), default=0)


def _names_two(text: str, start: int) -> bool:
    """Whether another picture's credit stands before this one: "Photo: Joe Bloggs. Image: Sam Sample, …"."""
    featured = _FEATURED.match(text)
    begin = featured.end() if featured else 0
    earlier = [m for m in _MARKER.finditer(text, begin) if m.end() <= start and not _WEAK.match(m[0])]
    return any(is_name(text[marker.end() : start]) for marker in earlier)


def _says_nothing_of_rights(piece: str) -> bool:
    if any(pattern.fullmatch(piece) for pattern in (_IS_PLATFORM, _DOMAIN, _ONLY_CHANGED)) or is_agency(
        piece
    ):
        return True
    return bool(
        _IS_PLATFORM.fullmatch(re.sub(r"^(?:via|on|from|at|en|sur|auf|bei|ar|op|su|na|pe|no)\s", "", piece))
    )


def _is_denied(text: str, mention: Mention) -> bool:
    """Whether the words around a licence say that it is not given."""
    before, after = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 20]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(after))


def _of_agency(text: str) -> str:
    """Photographer and agency of a line that is nothing else, as "REUTERS/Ana Example"; "" for a longer line."""
    line = re.sub(r",\s(?:file|pool|archive)$", "", _neat(text), flags=re.IGNORECASE)
    return line if len(line) <= 60 and "/" in line and not re.search(r"[.!?]\s", line) else ""


def _is_of_several(text: str, found: list[Mention]) -> bool:
    return bool(_SEVERAL.search(text)) or (text.count(";") > 0 and len({m.licence for m in found}) > 1)


def _apart(text: str, found: list[Mention]) -> str:
    """The line with a comma in place of each licence."""
    for mention in reversed(found):
        text = f"{text[: mention.start]}, {text[mention.end :]}"
    return text


def _without(text: str, found: list[Mention]) -> str:
    """The line with licences, links and the words that lead to them taken out."""
    for mention in reversed(found):
        text = text[: mention.start] + _CUT * (mention.end - mention.start) + text[mention.end :]
    for noise in _NOISE:
        text = noise.sub(_CUT, text)
    text = re.sub(rf"{_CUT}+", _CUT, text)
    for _ in range(3):  # "shared into the | using | (|)": each pass uncovers the next
        text = _BEFORE_CUT.sub("", text) if text[:1] != _CUT else text
        text = re.sub(rf"[\s(<\[]*{_CUT}[\s)>\].]*(?:{_CUT}[\s)>\].]*)*", f" {_CUT} ", text)
    return text.strip()


def _people(text: str, *, has_licence: bool) -> tuple[str, str]:
    """Caption and author."""
    featured = _FEATURED.match(text)
    rest = text[featured.end() :] if featured else text
    markers = list(_MARKER.finditer(rest))
    if markers:
        caption, author = _marked(rest, chosen := _decisive(markers, len(rest)))
        if not author and "©" in chosen[0] and chosen is not markers[0]:
            # "Photo: Ana Example © example.org": the sign leads to where it lay
            return _people(rest[: chosen.start()], has_licence=has_licence)
        return caption, author
    before, _, after = rest.partition(_CUT)
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
        if not _WEAK.match(chosen[0]) or chosen[0].lower().startswith("copyright"):
            break
        if "©" in chosen[0] and chosen.end() < end - 1:
            break
        chosen = earlier
    return chosen


def _marked(text: str, marker: re.Match[str]) -> tuple[str, str]:
    before, after = text[: marker.start()], text[marker.end() :]
    if marker[0][:1] in '”"»’':
        before += marker[0][0]
    parts = [part for part in map(_neat, after.split(_CUT)) if part]
    raw = parts[0] if parts else ""
    caption = _caption(before.split(_CUT)[0])
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
    *before, last = _ASIDE.split(shown)
    if not by or not before or _TOOK.fullmatch(last.strip()):
        return shown, name
    if _LATER_WORK.fullmatch(last.strip(" .")):
        return "", shown[: len(shown) - len(last)]
    return ("", "") if last.strip() and last == last.lower() else (shown, name)


def _caption(text: str) -> str:
    text = _FEATURED.sub("", text)
    text = _neat(_CAPTION.sub("", text))
    quoted = re.fullmatch(r"[“\"«‘](.+)[”\"»’]", text)
    text = _neat(quoted[1]) if quoted else text.removesuffix(".")
    text = file[1].replace("_", " ").strip() if (file := _FILE.fullmatch(text)) else text
    # A label, a sign, or another credit is no caption.
    is_none = (
        _ONLY_LABEL.fullmatch(text)
        or _ON_WORDS.match(text)
        or _STARTS.match(text)
        or not any(c.isalnum() for c in text)
    )
    return "" if is_none or _HOLDER.match(text) else text


def _author(text: str) -> str:
    """A name without platform, website and note of changes; "" if nothing is left or it cannot be a name."""
    first = [part for part in map(_part, re.split(r"\s+[/–—-]\s+|\s*\|\s*", text.replace(_CUT, " "))) if part]
    name = first[0] if first else ""
    name = _COURTESY.sub("", name)
    name = re.sub(r"^(?:user|benutzer(?:in)?|usuari[oa]|utilisateur)\s?:\s?", "", name, flags=re.IGNORECASE)
    if not name or len(name) > 80 or len(name.split()) > 12 or not any(c.isalpha() for c in name):
        return ""
    name = _TRAILING.sub("", name).strip(" ,(")
    if _NO_NAME.fullmatch(name) or _HOLDER.match(name) or _SENTENCE.search(name):
        return ""
    return name


def _part(text: str) -> str:
    pieces = [_piece(piece) for piece in re.split(r"\s*[,;]\s*|\s*[()\[\]]\s*", text)]
    return ", ".join(piece for piece in pieces if piece)


def _piece(text: str) -> str:
    """One piece between commas: "Facebook/Keep Our NHS Public" is the latter."""
    text = _neat(text)
    on = _ON_PLATFORM.search(text)
    if on and _IS_PLATFORM.fullmatch(on[1].strip(" .")):
        text = text[: on.start()]
    text = re.sub(r"^(?:via|on|from)\s+(?=.*)", "", text, flags=re.IGNORECASE)
    text = _TAIL_CODE.sub("", _AT_SIGN.sub("", _BY_AUTHOR.sub("", text)))
    names = [part for part in (_neat(part) for part in text.split("/")) if part and not _is_place(part)]
    return "/".join(names)


def _is_place(text: str) -> bool:
    return any(p.fullmatch(text) for p in (_IS_PLATFORM, _DOMAIN, _CHANGED, _CODE, _HANDED_ON))


def _neat(text: str) -> str:
    text = " ".join(text.replace(_CUT, " ").split()).strip(" |/–—-,;:<>·•©📷📸")
    if text.count("(") != text.count(")") or (text.startswith("(") and text.endswith(")")):
        text = text.strip("() ")
    if text.count("[") != text.count("]"):
        text = text.strip("[] ")
    return text if _KEEPS_DOT.search(text) else text.rstrip(" .")
