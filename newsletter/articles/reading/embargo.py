"""Until when a text may not be published, as a line above it says; and the moment that is meant, where it is clear.

A line counts if it is nothing but that: "Embargo: the blockade explained" is a title.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from newsletter.articles.reading.clocks import clock_of
from newsletter.articles.reading.dates import MONTHS, find_date
from newsletter.articles.reading.embargo_arabic import is_elsewhere, plain
from newsletter.articles.reading.embargo_words import tells_embargo

_LONGEST = 160  # characters
_LONGEST_SAID = 180
_LONGEST_REASON = 8  # words
_UNTIL = (
    r"(?:until|till|bis|jusqu[’']\S{1,3}|jusque|hasta|até|do|până(?:\sla)?|tan|cyn"
    r"|حتى|قبل|لغاية|إلى\sغاية|إلا\sبعد)"
)
_PLEASE = (
    r"(?:(?:please|kindly|bitte|por\sfavor|merci\sde|prière\sde|s[’']il\svous\splaît|prosz[eę]|prosimy|vă\srugăm(?:\ssă)?"
    r"|os\sgwelwch\syn\sdda)\W{1,3})?"
)
_THIS = (
    r"(?:this\s(?:(?:press|news|media)\s)?(?:release|statement|text|article|story|document)\s"
    r"(?:is|must|may|should)\s)?"
)
_DONE = r"published|released|used|broadcast|printed|posted|shared|circulated|distributed|reported|quoted"
_DO = r"publish|release|use|broadcast|print|post|share|circulate|distribute|report|quote"
_EMBARGOED = rf"embargoed(?:\sfor(?:\s(?:release|publication))?)?(?:\s(?:{_UNTIL}|to))?"
_STRICTLY = rf"strict(?:ly)?\s(?:under\s)?embargo(?:ed)?(?:\s(?:{_UNTIL}|for|to))?"
#: No title begins so.
_STRICT = (
    rf"(?:{_STRICTLY}|{_EMBARGOED}|embargad[oa]\s{_UNTIL}"
    rf"|(?:under|sob|sub|bajo|dan|sous|unter)\sembargo(?:\s{_UNTIL})?"
    rf"|{_PLEASE}(?:{_THIS}not\s(?:for\s(?:publication|release|broadcast|use)|to\sbe\s(?:{_DONE})|be\s(?:{_DONE}))(?:\sor\s\w+)?"
    rf"|(?:do\snot|don[’']t)\s(?:{_DO})(?:\sor\s\w+)?(?:\s(?:this|it))?)\s(?:before|prior\sto|{_UNTIL})"
    rf"|{_PLEASE}hold(?:\s(?:this|it|back)){{0,2}}(?:\sfor\s(?:release|publication))?\s(?:until|till)"
    rf"|sperrfrist|gesperrt\sbis|{_PLEASE}nicht\s(?:zur\sveröffentlichung|veröffentlichen|verwenden)\s(?:vor|bis)"
    r"|veröffentlichung\s(?:erst|nicht\svor)"
    rf"|{_PLEASE}(?:à\s)?ne\spas\s(?:publier|diffuser|utiliser)\savant"
    rf"|{_PLEASE}no\s(?:publicar|difundir|utilizar)\s(?:antes|hasta)"
    rf"|{_PLEASE}não\s(?:publicar|divulgar|difundir)\s(?:antes|até)"
    rf"|{_PLEASE}nie\s(?:publikować|rozpowszechniać|wykorzystywać)\s(?:przed|do)"
    rf"|{_PLEASE}(?:a\snu\sse\s(?:publica|difuza)|nu\s(?:publicați|difuzați))\s(?:înainte|până)"
    rf"|(?:ddim|nid)\si[’']w\sgyhoeddi\s(?:cyn|tan)|{_PLEASE}peidi(?:wch|o)\sâ(?:[’']i|\sei)?\s(?:chyhoeddi|gyhoeddi"
    r"|rhyddhau|rhannu)(?:\shwn)?\s(?:cyn|tan)"
    rf"|(?:محظور|ممنوع|حظر|مؤجل)\s(?:النشر|نشره?)(?:\s{_UNTIL})?|(?:يمنع|يحظر)\s(?:النشر|نشره?ا?)\s{_UNTIL}"
    rf"|(?:غير\s(?:قابل|مخصص)|ليس)\sللنشر\s{_UNTIL}|للنشر\s(?:بعد|اعتبارا\sمن|ابتداء\sمن)"
    rf"|(?:لا\s(?:[يت]نشر|تنشروا)|(?:(?:يرجى|الرجاء|نرجو|رجاء|برجاء)\s)?عدم\sالنشر)\s{_UNTIL}(?!\sأن(?!\w)))"
)
#: Before a moment, and a word at the end: "Bitte erst am 4. Dezember veröffentlichen".
_AROUND = re.compile(
    rf"\W{{0,12}}{_PLEASE}(?:erst|nicht\s(?:vor|bis))\s(?P<rest>.{{3,120}}?)\s(?:zu\s)?(?:veröffentlichen|verwenden|senden"
    r"|freigeben|veröffentlicht\swerden)\W{0,12}",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|lunes|martes|miércoles"
    r"|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonntag|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|d?dydd|llun|mawrth|mercher|iau|gwener|sadwrn|sul"
    r"|poniedział\w+|wtor\w+|środ\w+|czwart\w+|piąt\w+|sobot\w+|niedziel\w+|luni|marți|miercuri|joi|vineri|sâmbătă|duminică"
    r"|(?:ال[اإ]ثنين|الثلاثاء|ال[اأ]ربعاء|الخميس|الجمعة|السبت|ال[اأ]حد)"
)
#: Before a moment and nothing else.
_FOR_RELEASE = (
    r"(?:for\srelease|i[’']w\s(?:ryddhau|gyhoeddi)|zur\sveröffentlichung|para\s(?:publicaci[óo]n|publicação|divulgação|difusión)"
    r"|à\s(?:publier|diffuser)|do\spublikacji|pentru\spublicare)"
)
_PHRASE = re.compile(
    rf"\W{{0,12}}(?:(?:press|news|media)\s(?:release|statement)\W{{1,5}}|(?:بيان|خبر)\sصحفي\W{{1,5}})?(?:(?:{_STRICT}|embargo)\s?[:.,–—-]\s?)?"
    rf"(?:(?P<strict>{_STRICT})|embargo(?:\s(?:{_UNTIL}|to)|(?=\s?[:\d–—-])|(?=\s(?:{_DAY})))|{_FOR_RELEASE}(?=\W))"
    r"(?!\w)[\s:.,–—-]{0,5}(?P<rest>.*)",
    re.IGNORECASE,
)
_SURELY = re.compile(rf"\W{{0,12}}(?:{_STRICTLY}|{_EMBARGOED}|sperrfrist)(?!\w)", re.IGNORECASE)
#: Behind "do not publish before": what its reader does, which is a title's.
_OF_READER = re.compile(
    r"(?:you(?:[’']\w+)?|du|ihr|sie|vous|tú|usted|de\s\w+(?:[aei]r|re)|d[’']\w+(?:er|ir|re)|que|qu[’']\w+|să|de\sa)(?!\w)",
    re.IGNORECASE,
)
#: A line that says that there is none.
_NONE = re.compile(
    r"\W{0,12}(?:(?:the\s)?embargo(?:\s(?:is|was|has\sbeen))?(?:\snow)?\s?:?\s(?:lifted|over|none|no|n/a|ended|expired)"
    r"|(?:no|without|sans|sem|bez|fără|dim)\sembarg[oa]u?|not\s(?:under\sembargo|embargoed)"
    r"|no\slonger\s(?:under\sembargo|embargoed)|keine\ssperrfrist"
    r"|sperrfrist\s?:?\s(?:keine|entfällt|aufgehoben|abgelaufen)|embargo\s?:?\s(?:lev[éée]|levantado|ninguno|aucun|nenhum|brak)"
    r"|embargo\szniesione|لا\sيوجد\sحظر\s(?:على\s)?(?:ال)?نشر)\W{0,12}",
    re.IGNORECASE,
)
_NOON = (
    r"noon|midday|mittags?|12\suhr\smittags|midi|mediodía|meio-dia|południe|prânz|hanner\sdydd"
    r"|ظهر|الظهر|منتصف\sالنهار"
)
_MIDNIGHT = (
    r"midnight|mitternacht|minuit|medianoche|meia-noite|północ\w*|miezul\snopții|hanner\snos|منتصف\sالليل"
)
_ZONES = {
    "GMT": 0, "UTC": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "PT": -8,
    "MST": -7, "MDT": -6, "SAST": 2, "MSK": 3, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
#: Reckoned from the day of the text.
_TOMORROW = r"tomorrow|demain|(?<!la\s)mañana|amanhã|jutr[oa]|mâine|yfory|morgen"
_TODAY = r"today|aujourd[’']hui|hoy|hoje|dziś|dzisiaj|astăzi|azi|heddiw|heute"
#: All that may stand on such a line beside days, months and figures. Nothing is tried twice: words stand in it twice.
_WHEN = re.compile(
    rf"(?:(?>(?:{_MONTH}|{_DAY}|{_NOON}|{_MIDNIGHT}|{'|'.join(_ZONES)}|[ap]\.?m|hrs?|h|hours?|heures?|horas?|uhr|godz|ora|o[’']?clock"
    r"|st|nd|rd|th|er|\d+h\d\d|\d+(?:h|am|pm|y\.?[bh]|hrs|st|nd|rd|th|er)?|on|at|the|of|from|after|until|before|and|for|in|immediate|release|publication|use"
    r"|thereafter|local|time|um|am|ab|vor|nach|den|dem|des|der|del?|d[ií]a|la|las|los|el|à|a|ao|às|as|o|le|les|em|dnia|r|ar|y|yr|am|i|further"
    r"|notice|uk|london|يوم|مساء|صباح|في|من|تمام|ب?تاريخ|الموافق|الساعة|عام|سنة|شهر|القادم|المقبل|الجاري"
    r"|ب?توقيت\s\w{1,20})(?!\w))|[\W_])*+",
    re.IGNORECASE,
)
_IS_DAY = re.compile(rf"\d|(?<!\w)(?:{_DAY}|{_NOON}|{_MIDNIGHT}|further\snotice)(?!\w)", re.IGNORECASE)
#: More than a number: "Embargo: 60" is none.
_IS_MOMENT = re.compile(
    rf"(?<!\w)(?:{_MONTH}|{_DAY}|{_NOON}|{_MIDNIGHT}|further\snotice)(?!\w)|\d[:.h/-]\d\d|\d\s?(?:[ap]\.?m|y\.?[bh]|hrs)(?!\w)"
    rf"|(?<!\w)(?:{_TOMORROW}|{_TODAY})(?!\w)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s[–—|-]\s|[:.!]\s")
_MOST_SPLITS = 6
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(20\d\d)(?!\d)")
_NO_YEAR = (
    re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s(?:of\s|de\s)?({_MONTH})(?!\w)(?!\.?,?\s(?:de\s)?\d{{4}})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?!\w)(?!,?\s\d{{4}})", re.IGNORECASE),
)
_HOUR = re.compile(
    r"(?<![\d./-])(?P<hour>[01]?\d|2[0-4])(?:[.:h](?P<minute>[0-5]\d))?(?![\d]|[./-]\d)"
    r"(?P<unit>\s?(?:[ap]\.?m(?!\w)|hrs?(?!\w)|hours?|heures?|horas?|uhr|o[’']?clock|h(?!\w)"
    r"|y\.?[bh](?!\w)|o[’']r\sgloch))?",
    re.IGNORECASE,
)
_FOUR = re.compile(
    rf"(?<![\d./-])(?:([01]\d|2[0-4])([0-5]\d)(?=\s?(?:h(?:rs?|ours?)?|uhr|GMT|BST|UTC|CES?T)(?!\w))"
    rf"|([01]\d)([0-5]\d)(?=,?\s(?:on\s)?(?:(?:{_DAY})(?!\w)|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH})(?!\w))))",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(r"(?<=\d)T(?=\d)")


def split(block: str) -> tuple[str, str]:
    """What a block says of an embargo, and what stands behind that; ("", block) where it begins with none."""
    line = block[: _LONGEST + 1]
    if len(block) <= _LONGEST and _is_embargo(block):
        return block, ""
    for seam in [*_SPLIT.finditer(line)][_MOST_SPLITS - 1 :: -1]:
        if _is_embargo(line[: seam.start()]):
            return line[: seam.start()], block[seam.end() :]
    # Words that nobody foresaw, between one that begins no title and a moment.
    if len(block) <= _LONGEST and (match := _SURELY.match(block)):
        rest = block[match.end() :]
        if _IS_MOMENT.search(rest) and re.search(r"\d", rest):
            return block, ""
    if len(block) <= _LONGEST and _is_told(block):
        return block, ""
    for seam in [*_SPLIT.finditer(line)][_MOST_SPLITS - 1 :: -1]:
        if _is_told(line[: seam.start()]):
            return line[: seam.start()], block[seam.end() :]
    return "", block


def is_embargo(line: str) -> bool:
    """Whether a line tells of an embargo and of nothing else."""
    return len(line) <= _LONGEST and (_is_embargo(line) or _is_told(line))


def says_none(line: str) -> bool:
    """Whether a line says that there is no embargo."""
    return len(line) <= _LONGEST and _NONE.fullmatch(line) is not None


def without_none(blocks: Sequence[str], head: int, *, is_titled: bool) -> tuple[list[str], list[str]]:
    """The blocks without the lines among the first that say that there is no embargo, and those lines.

    Without a title, such a line is taken for none only above one that ends as a title does.
    """
    lines = list[str]()
    for number, block in enumerate(blocks[:head]):
        below = blocks[number + 1] if number + 1 < len(blocks) else "."
        if says_none(block) and (is_titled or number or below[-1] not in ".!?…"):
            lines.append(block)
    return [block for number, block in enumerate(blocks) if number >= head or block not in lines], lines


def take_embargo(blocks: Sequence[str], head: int) -> tuple[str, list[str]]:
    """The embargo that one of the first blocks tells of, and the blocks without it."""
    said, rest = _take_first(blocks, head)
    for _ in range(head):  # a second line on it is no title either
        more, less = _take_first(rest, head) if said else ("", rest)
        if not more or len(less) >= len(rest):
            break
        said, rest = said if len(said) + len(more) >= _LONGEST_SAID else f"{said} – {more}", less
    return said, rest


def _take_first(blocks: Sequence[str], head: int) -> tuple[str, list[str]]:
    for number, block in enumerate(blocks[:head]):
        said, rest = split(block)
        below = blocks[number + 1] if number + 1 < len(blocks) else ""
        if said and not rest and not _IS_DAY.search(said) and _is_when(below):
            return f"{said} {below}", [
                *blocks[:number],
                *blocks[number + 2 :],
            ]  # the moment stands on a line of its own
        if said:
            return said, [*blocks[:number], *([rest] if rest else []), *blocks[number + 1 :]]
    return "", list(blocks)


def _is_embargo(line: str) -> bool:
    line = clock_of(plain(line))[0]
    if (around := _AROUND.fullmatch(line)) and _is_when(around["rest"]):
        return True
    match = _PHRASE.fullmatch(line)
    if match is None:
        return False
    rest = match["rest"]
    if _is_when(rest):
        return bool(match["strict"] or _IS_MOMENT.search(rest))
    is_reason = 0 < len(rest.split()) <= _LONGEST_REASON and not re.search(r"[,.\d]", rest)
    if is_reason and _OF_READER.match(rest):
        return False
    is_until = re.search(rf"(?:before|prior\sto|to|{_UNTIL})\s*$", line[: match.start("rest")], re.IGNORECASE)
    return bool(match["strict"]) and (not rest.strip(" *!._-") or bool(is_reason and is_until))


def _is_told(line: str) -> bool:
    return not _NONE.fullmatch(line) and tells_embargo(clock_of(plain(line))[0], _IS_MOMENT)


def _is_when(text: str) -> bool:
    text = clock_of(plain(text))[0] if len(text) <= _LONGEST else ""
    return bool(_WHEN.fullmatch(text) and _IS_DAY.search(text))


def moment_of(said: str, zone: tzinfo, now: datetime, published: str = "") -> datetime | None:
    """The moment at which an embargo ends; None where its words do not tell it. Without a year, the nearest one.

    `published`: the day of the article (ISO 8601), from which "tomorrow" is reckoned.
    """
    text = _ISO_TIME.sub(" ", plain(said[: 2 * _LONGEST]))
    text, clock, is_unknown = clock_of(text)
    if is_unknown or is_elsewhere(text):
        return None
    zone = clock or zone
    day = _day_of(text, now.astimezone(zone).date()) or _from_day(text, published)
    if day is None:
        return None
    hour = _hour_of(text)
    named = re.search(rf"(?<!\w)(?:{'|'.join(_ZONES)})(?!\w)", text)
    where = timezone(timedelta(hours=_ZONES[named[0]])) if named and not clock else zone
    return datetime.combine(day, time(), where) + hour


def _day_of(text: str, today: date) -> date | None:
    dotted = _DOTTED.search(text)
    found = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else find_date(text)
    try:
        if found:
            return date.fromisoformat(found)
        years = (today.year - 1, today.year, today.year + 1)
        for shape, order in zip(_NO_YEAR, ((1, 2), (2, 1)), strict=True):
            if match := shape.search(text):
                number, month = int(match[order[0]]), MONTHS[match[order[1]].lower()]
                return min((date(year, month, number) for year in years), key=lambda day: abs(day - today))
    except ValueError:  # there is no such day
        return None
    return None


def _from_day(text: str, published: str) -> date | None:
    """The day that "today" or "tomorrow" is in a text of this day, where it names no other moment's."""
    for shape, days in ((_TOMORROW, 1), (_TODAY, 0)):
        if published and re.search(rf"(?<!\w)(?:{shape})(?!\w)", text, re.IGNORECASE):
            return date.fromisoformat(published) + timedelta(days=days)
    return None


def _hour_of(text: str) -> timedelta:
    """How long after the beginning of its day. "Midnight" may be that of its end."""
    if re.search(rf"(?<!\w)(?:{_MIDNIGHT})(?!\w)", text, re.IGNORECASE):
        return timedelta(days=1)
    if re.search(rf"(?<!\w)(?:{_NOON})(?!\w)", text, re.IGNORECASE):
        return timedelta(hours=12)
    if four := _FOUR.search(text):
        return timedelta(hours=int(four[1] or four[3]), minutes=int(four[2] or four[4]))
    for match in _HOUR.finditer(text):
        if match["minute"] or match["unit"]:
            return timedelta(
                hours=_of_day(int(match["hour"]), match["unit"] or ""), minutes=int(match["minute"] or 0)
            )
    return timedelta()


def _of_day(hour: int, unit: str) -> int:
    half = unit.strip().lower().replace(".", "")
    if half in ("pm", "yh") and hour < 12:
        return hour + 12
    return 0 if half in ("am", "yb") and hour == 12 else hour
