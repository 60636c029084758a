"""Credit lines of pictures: who took it, what it shows, under which licence.

Whatever is not understood stays empty, and the line itself is always kept: a wrong author is worse than none.
"""

import re

from newsletter.articles.article import Photo
from newsletter.articles.cleaning import one_line
from newsletter.articles.credits.agency import is_agency, is_of_pictures
from newsletter.articles.credits.caveat import has_caveat, is_name, is_other_own
from newsletter.articles.credits.change import CHANGED_BEHIND, ONLY_CHANGED, changes_in
from newsletter.articles.credits.customs import plainly
from newsletter.articles.credits.label import FEATURED, LABEL, LEADING, MARKER, STARTS, WEAK
from newsletter.articles.credits.lexicon import JOINING
from newsletter.articles.credits.licence import (
    OWN,
    RESERVED,
    Mention,
    licence_url,
    mentions,
    settle,
)
from newsletter.articles.credits.people import CUT, NO_NAME, neat, people_in
from newsletter.articles.credits.place import DOMAIN, IS_PLATFORM, names_platform

_LONGEST = 1_000  # characters; what is longer is no credit line
_HYPHENS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2212\u2043\ufe58\ufe63\uff0d", "-") | {"：": ":", "、": ",", "，": ","}
)
#: Letters as wide as Chinese ones, which Japanese keyboards give.
_WIDE = str.maketrans({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_BY_TITLE = re.compile(r"[”\"»’]\s")
#: Names who allowed it, and neither who took it nor what others may do.
_BY_LEAVE = re.compile(
    rf"^(\W*{LABEL}:?)\s+(?:(?:re)?(?:used|produced|printed|published)\s)?(?:by|with)\s(?:the\s)?(?:kind\s)?permission"
    r"\s(?:of|from)(?=\s)",
    re.IGNORECASE,
)
#: A caption, and all else in brackets behind it; a label in them tells by itself what it leads to.
_BRACKETED = re.compile(r"([^()]*[^()\s])\s?\(([^():@©]+)\)[\s.]*")
_BY = re.compile(r"\s(?:by|por|par|von|gan)\s", re.IGNORECASE)
_BY_OWN = re.compile(rf"{CUT}\s*(?:by|von|por|par|de|gan|przez)\s", re.IGNORECASE)
#: "Source: …" is a picture's only with a platform or licence; else it names the publication.
_SOURCE = re.compile(
    r"^[\s(\[]*(?:source|fuente|ffynhonnell|quelle|źródło|fonte|sursă|sursa|bron)\s*:", re.IGNORECASE
)
_ANY_SOURCE = re.compile(
    r"\W*(?:source|fuente|ffynhonnell|quelle|źródło|fonte|sursa|bron)\s*:", re.IGNORECASE
)
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
#: "BY-NC-SA 2.0" without the letters CC: whose licence that is, nobody says, but no part of it is a name.
_PARTS_ALONE = re.compile(
    r"(?<![\w-])(?:CC\W{1,3})?BY(?:-(?:NC|SA|ND)){1,3}(?:[\s,-]{1,2}v?\d\.\d)?(?![\w-])", re.IGNORECASE
)
_AGENCY_PHOTO = re.compile(r"\b(?:ap|afp|epa|pa|reuters|getty)\s(?:photo|picture|image)", re.IGNORECASE)
_JOINING = (
    r"(?:is|are|was|has|been|made|available|shared|released|published|marked|distributed|reused|used|licen[cs]ed|licen[cs]e|under|"
    r"using|with|into|through|the|a|an|its|terms|of|creative|commons|bajo|la|una|licencia|de|sous|unter|der|einer|lizenz|steht|lizenziert|veröffentlicht|dan|"
    r"drwydded|trwydded|sob|licença|con|avec|or|and)"
)
_BEFORE_CUT = re.compile(
    rf"(?:(?<=[\s(,.;:/|{CUT}–-])(?:{_JOINING})[\s(:,]+){{1,12}}(?={CUT})", re.IGNORECASE
)
_LED_TO = re.compile(rf"(?<=[\w).\]])(?:[\s(,]+(?:o|{'|'.join(sorted(JOINING))}))+[\s(:,]*(?={CUT}|$)")
_NOISE = (
    re.compile(r"to\sview\sa\scopy\sof\sthis\slicen[cs]e,?\s(?:visit|see)", re.IGNORECASE),
    re.compile(r"<?https?://[^\s<>]+>?", re.IGNORECASE),
    re.compile(r"\b(?:a\s)?creative\scommons(?:\slicen[cs]e)?\b", re.IGNORECASE),
)
_SEVERAL = re.compile(
    r"\((?:top|bottom|left|right|above|below|arriba|abajo|centre|center)\)|\b(?:top|left|above)\s*:.*\b(?:bottom|right|below)\s*:",
    re.IGNORECASE,
)
#: Without a label; and behind the last sentence of a text.
_LONGEST_UNLABELLED, _LONGEST_BEHIND = 100, 160  # characters
_BEHIND_TEXT = re.compile(r"(?<=[.!?…”\"»)\]])\s(?=[(\[]?[^\W\d_]+(?:\s[^\W\d_]+)?\s?:|[(\[]?[Ff]ot\.\s)")
_DOTTED_LABEL = re.compile(r"\W*fot\.\s", re.IGNORECASE)
_MORE = re.compile(r"[^\W\d_]{3}[.!?]\s")
_CROWN = re.compile(r"\bcrown\scopyright\b", re.IGNORECASE)


def is_credit(line: str) -> bool:
    """Whether a line of a text is the credit of its picture, not part of the article."""
    if len(line) > 600:
        return False
    if not STARTS.match(line):
        return _is_of_agency(line)
    return not _SOURCE.match(line) or bool(mentions(line) or names_platform(line))


def _is_of_agency(line: str) -> bool:
    """Whether a line without a label is an agency of pictures and a name: "picture alliance/dpa | Ana Example"."""
    if len(line) > _LONGEST_UNLABELLED or not is_of_pictures(line) or re.search(r"[.!?:;]\s", line):
        return False
    pieces = [
        piece.strip(" ()[]") for piece in re.split(r"[/|,]|\svia\s|(?<=\w)\s[(\[]", line.strip("()[] "))
    ]
    return len(pieces) > 1 and all(is_agency(piece, anywhere=False) or is_name(piece) for piece in pieces)


def behind_text(block: str) -> tuple[str, str]:
    """A text and the credit of a picture that stands behind its last sentence; ("…", "") where there is none."""
    begin = max(0, len(block) - _LONGEST_BEHIND)
    for seam in _BEHIND_TEXT.finditer(block, begin):
        credit = block[seam.end() :]
        if is_credit(credit) and not WEAK.match(credit) and not _MORE.search(credit, _after_label(credit)):
            author = parse_credit(credit).author
            if author and (is_agency(author) or is_name(author)):
                return block[: seam.start()], credit
    return block, ""


def _after_label(credit: str) -> int:
    label = _DOTTED_LABEL.match(credit)
    return label.end() if label else 0


def says_changed(text: str) -> bool:
    """Whether a piece of a credit that nothing but itself says that the picture was changed."""
    text = one_line(text).translate(_HYPHENS)
    return bool(changes_in(_apart(text, mentions(text))))


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
    rest = _UNSETTLED.sub(CUT, _without(text, found))
    rest = _LED_TO.sub("", rest) if found else rest
    rest = _BY_OWN.sub(CUT, rest) if licence == OWN else rest
    rest, is_licence_led = _PARTS_ALONE.subn(CUT, rest)
    caption, author = people_in(rest, has_licence=bool(found or is_licence_led))
    if licence == OWN:
        # Whose own? With a name beside it, it is that person's, and nothing says what others may do.
        licence, author = ("", author) if author else (OWN, "own work")
    if licence.startswith("OGL") and not author and _CROWN.search(text):
        author = "Crown copyright"  # as that licence wants to be attributed
    if is_sold or is_agency(author):
        # A permission that the line tells of is the one who published it's.
        licence, author = RESERVED, author or _of_agency(text)
    changes = changes_in(_apart(text, found))
    if not changes and (behind := CHANGED_BEHIND.search(author)):
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
    if len(names) != 1 or len(names[0].split()) < 2 or not is_name(names[0]) or NO_NAME.fullmatch(names[0]):
        return text
    return f"{within[1]} (Photo: {within[2]})"


def _names_before_bracket(text: str) -> bool:
    """Whether a label names somebody before the brackets as well: "© Joe Bloggs (Sam Sample, CC BY 2.0)"."""
    shown = text.partition("(")[0]
    return any(is_name(shown[label.end() :]) for p in (MARKER, _BY) for label in p.finditer(shown))


def is_sold(line: str) -> bool:
    """Whether a credit line names an agency, whatever licence it claims beside that."""
    text = plainly(one_line(line).translate(_HYPHENS).translate(_WIDE))
    return _is_sold(text, mentions(text))


def _is_sold(text: str, found: list[Mention]) -> bool:
    credit = LEADING.sub("", text[_start(text, found) :])
    if is_agency(credit) or _AGENCY_PHOTO.search(credit):
        return True
    # "Photo: Ann Lee, CC BY 4.0 Getty": a licence parts what stands on its two sides.
    if is_agency(LEADING.sub("", _apart(text, found)), anywhere=False):
        return True
    # Before the credit stands what the picture shows, which may be an agency's house.
    return is_agency(LEADING.sub("", text), anywhere=False)


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
    labels = [marker for marker in MARKER.finditer(text, first) if marker[0].rstrip().endswith(":")]
    if labels and text[:first].strip(" ([") and not MARKER.match(text):
        return True
    pieces = re.sub(r"[()\[\]]|\s(?:on|via)\s", ",", text)
    return bool(_ANY_SOURCE.match(text)) and not names_platform(pieces)


def _start(text: str, found: list[Mention]) -> int:
    """Where the caption ends and the credit begins, of which the licence is said."""
    end = found[0].start if found else len(text)
    markers = [marker for marker in MARKER.finditer(text) if marker.end() <= end]
    strong = [marker for marker in markers if not WEAK.match(marker[0])]
    return max((marker.start() for marker in strong or markers[:1]), default=0)


def _names_two(text: str, start: int) -> bool:
    """Whether another picture's credit stands before this one: "Photo: Joe Bloggs. Image: Sam Sample, …"."""
    featured = FEATURED.match(text)
    begin = featured.end() if featured else 0
    earlier = [m for m in MARKER.finditer(text, begin) if m.end() <= start and not WEAK.match(m[0])]
    return any(is_name(text[marker.end() : start]) for marker in earlier)


def _says_nothing_of_rights(piece: str) -> bool:
    if any(pattern.fullmatch(piece) for pattern in (IS_PLATFORM, DOMAIN, ONLY_CHANGED)) or is_agency(piece):
        return True
    return bool(
        IS_PLATFORM.fullmatch(re.sub(r"^(?:via|on|from|at|en|sur|auf|bei|ar|op|su|na|pe|no)\s", "", piece))
    )


def _is_denied(text: str, mention: Mention) -> bool:
    """Whether the words around a licence say that it is not given."""
    before, after = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 20]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(after))


def _of_agency(text: str) -> str:
    """Photographer and agency of a line that is nothing else, as "REUTERS/Ana Example"; "" for a longer line."""
    line = re.sub(r",\s(?:file|pool|archive)$", "", neat(text), flags=re.IGNORECASE)
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
        text = text[: mention.start] + CUT * (mention.end - mention.start) + text[mention.end :]
    for noise in _NOISE:
        text = noise.sub(CUT, text)
    text = re.sub(rf"{CUT}+", CUT, text)
    for _ in range(3):  # "shared into the | using | (|)": each pass uncovers the next
        text = _BEFORE_CUT.sub("", text) if text[:1] != CUT else text
        text = re.sub(rf"[\s(<\[]*{CUT}[\s)>\].]*(?:{CUT}[\s)>\].]*)*", f" {CUT} ", text)
    return text.strip()
