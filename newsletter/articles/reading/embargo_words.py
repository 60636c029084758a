"""Whether a short line tells of an embargo in words that no grammar foresaw, told by what its words are about.

Each word is about an embargo, about publishing, about a limit in time, about a moment, or one of those that stand
around them; what is left over is the news. A line with nothing left over is no title.
"""

import re
from collections.abc import Sequence

_MOST_WORDS = 24
_WORD = re.compile(r"\w+(?:[.:'’-]\w+)*", re.UNICODE)

_EMBARGO = re.compile(
    r"embarg(?:o|os|oed|ou|oul|oului|a|ad[oa]s?|aux|iem|u|ach|em|uje|owan[yea])|sperrfrist(?:en)?|sperrvermerk|gesperrt"
)
#: Of these nobody says that Cuba is so.
_UNDER = re.compile(
    r"under|unter|sob|sub|bajo|sous|dan|pod|objęt[yea]|strict(?:ly)?|strict[oae]|strikte?|ścisł\w+"
)
_PUBLISHING = re.compile(
    r"publi(?:sh(?:ed|ing)?|cation|er|car|quen|que|cad[oa]s?|cación|cação|quem|quer|quez|ca|cat[ăe]?|care|cații|cați|cării|cada)"
    r"|publikac\w+|publikować|publikuj\w*|opublikow\w+|rozpowszechnia\w+|veröffentlich\w+|freigabe|frei|freigegeben"
    r"|diffus(?:er|ion|é|ée|ez)|difu(?:ndir|sión|nda|ndan|são|za|zare|zat|zați)|divulga(?:r|ção|ción|do|da|re|t|ți)"
    r"|release[ds]?|print(?:ed)?|post(?:ed)?|shar(?:e|ed|ing)|broadcast|circulat(?:e|ed|ion)|distribut(?:e|ed|ion)"
    r"|g?chyhoeddi|gyhoeddi|cyhoeddi(?:r)?|rhyddhau|ryddhau|rhannu|rannu|ddarlledu"
    r"|confidential|confidencial|confidentiel(?:le)?|vertraulich|poufn[eya]|confidențial|c?h?yfrinachol|gyfrinachol"
)
_LIMIT = re.compile(
    r"until|till|before|prior|bis|vor|erst|ab|jusqu[’']\w+|jusque|avant|hasta|antes|até|do|przed|dopiero|po|până|înainte"
    r"|tan|cyn|wedi|partir|dès|from|after|nach"
)
#: What keeps a text back, and what says from when it may appear.
_FORBIDS = re.compile(
    r"not|no|don[’']t|never|nicht|kein[e]?|ne|non|não|nie|nu|ddim|dim|nid|peidi(?:wch|o)|hold|interdite?s?|prohibid[oa]"
    r"|proibid[oa]|verboten|untersagt|zakaz|interzis[ăe]?|gwahardd\w+|forbidden|prohibited|banned"
    r"|confidential|confidencial|confidentiel(?:le)?|vertraulich|poufn[eya]|confidențial|c?h?yfrinachol|gyfrinachol"
)
_FROM_THEN = re.compile(r"ab|po|partir|dès|after|from|wedi|nach|erst|dopiero")
_AROUND = re.compile(
    # what the text is
    r"press|news|media|release|statement|story|article|text|report|briefing|document|notes?|nota|noticia|notícia|notă"
    r"|informaci[óo]n|informations?|informação|informația|informacja|comunicado|comunicat(?:ul)?|communiqué|presse|prensa|imprensa"
    r"|pressemitteilung|meldung|mitteilung|beitrag|artikel|materiał\w*|tekst|artykuł|datganiad|stori|erthygl|testun|textul?|texto"
    r"|artículo|artigo|articol(?:ul)?|wasg|journalists?|editors?|redaktion(?:en)?|redacciones|redakcj\w+|cyfryngau"
    # how it is asked for
    r"|please|kindly|bitte|achtung|attention|atención|atenție|uwaga|sylw|important|wichtig|importante|ważne|pwysig|favor|merci"
    r"|prière|prosimy|proszę|vă|rugăm|os|gwelwch|dda|peidiwch|peidio|note|nb|warning|reminder|strict(?:ly)?|absolute(?:ly)?"
    r"|not|no|don[’']t|never|nicht|kein[e]?|ne|pas|non|não|nie|nu|ddim|dim|nid|na|interdite?s?|prohibid[oa]|prohibida|proibid[oa]"
    r"|verboten|untersagt|zakaz|interzis[ăe]?|gwaharddwyd|gwaherddir|forbidden|prohibited|banned|online|web|website|social"
    r"|redes|sociales|sociais|netz|date|datum|fecha|data|dyddiad|time|moment|earliest|only|all|alle|any|use|hold|effect"
    r"|must|may|should|will|be|is|are|was|being|been|has|have|it|this|that|you|we|ist|sind|darf|dürfen|soll|wird|werden|zu"
    r"|est|es|está|ser|să|fi|este|se|jest|są|być|mae|yw|hwn|hon|hyn|gael|ei|eu|i[’']w|w|z|za|zu|zur|zum"
    # what joins them
    r"|the|a|an|of|on|at|for|in|to|by|and|or|as|und|oder|et|ou|y|o|e|i|a|à|au|aux|le|la|les|el|los|las|os|as|al|del|de|du"
    r"|des|der|die|das|dem|den|un|una|um|uma|une|para|por|pe|la|lui|cu|în|en|em|no|na|ao|às|am|im|um|von|vom|ar|yr|yn|i|a|â"
    r"|pentru|pour|für|dla|dnia|dn|godz\w*|ora|hora|horas|heures?|uhr|hours?|hrs?|o[’']clock|local|[ap]m|yb|yh|y[.]?[bh]"
    r"|bore|prynhawn|hwyr|morning|afternoon|evening|sharp|mañana|tarde|noche|matin|soir|manhã|noite"
    r"|tomorrow|today|demain|aujourd[’']hui|hoy|morgen|heute|amanhã|hoje|jutra|jutro|dziś|dzisiaj|mâine|azi|astăzi|yfory|heddiw"
    r"|st|nd|rd|th|er|gmt|utc|bst|e[sd]?t|p[sd]?t|ces?t|mesz|mez|uk|london"
)
_FIGURES = re.compile(r"\d[\d.:/-]*(?:st|nd|rd|th|er|h|hrs?|am|pm|yb|yh|h\d\d|ain|fed|af|ydd|eg|º)?")
#: What lands are under: "embargo on coal", "arms embargo".
_OF_TRADE = re.compile(
    r"(?<!\w)(?:arms?|weapons?|oil|gas|coal|trade|economic|us|un|eu|naval|food|grain|waffen|öl|handels|export|import)\W{1,3}embarg"
    r"|embarg\w*\s(?:of\s|(?:comercial|económico|econômico|petrolero|commercial|économique|economic)\W"
    r"|(?:on|against|over|sur|contre|contra|sobre|gegen|auf|na|asupra|împotriva|ar)\s(?!(?:\w+\s)?\d|stories|everything))"
    r"|(?:sin|no)\sembargo\W",
    re.IGNORECASE,
)
_HOLDS = re.compile(rf"(?<!\w)(?:{_EMBARGO.pattern})(?!\w)", re.IGNORECASE)
_ELIDED = re.compile(r"(?<!\w)(?:[ldn]|qu)[’']", re.IGNORECASE)
_SHORT_FIGURE = re.compile(r"(?<!\d)\d{1,2}(?!\d)")  # a year is none
_MOST_LEFT, _MOST_LEFT_OF_SURE = 1, 4


def holds_word(line: str) -> bool:
    """Whether a line has a word that is said of an embargo; "sin embargo" (however) is none."""
    return _HOLDS.search(re.sub(r"(?i)\bsin embargo\b", "", line)) is not None


def tells_embargo(line: str, moments: re.Pattern[str]) -> bool:
    """Whether a short line tells of an embargo, understood or not. `moments`: what is a day, a month or an hour."""
    if _OF_TRADE.search(line):
        return False
    has_moment = moments.search(line) is not None
    words = _WORD.findall(moments.sub(" ", _ELIDED.sub("", line)).casefold())
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    is_of = _embargo_at(words)
    left = len([word for word in words if not _is_known(word)])
    has_limit = any(map(_LIMIT.fullmatch, words))
    if is_of is None:
        return not left and has_moment and has_limit and _keeps_back(words)
    if _LIMIT.fullmatch(words[is_of + 1] if is_of + 1 < len(words) else ""):
        return left <= (_MOST_LEFT_OF_SURE if has_moment or _SHORT_FIGURE.search(line) else _MOST_LEFT + 1)
    if has_moment:
        return left <= _MOST_LEFT
    return not left and any(map(_UNDER.fullmatch, words))


def _keeps_back(words: Sequence[str]) -> bool:
    """Whether words on publishing forbid it, or begin with it and go on "from": a report may appear before Friday."""
    if not any(map(_PUBLISHING.fullmatch, words)):
        return False
    is_first = any(map(_PUBLISHING.fullmatch, words[:2]))
    return any(map(_FORBIDS.fullmatch, words)) or (is_first and any(map(_FROM_THEN.fullmatch, words)))


def _embargo_at(words: Sequence[str]) -> int | None:
    return next((number for number, word in enumerate(words) if _EMBARGO.fullmatch(word)), None)


def _is_known(word: str) -> bool:
    shapes = (_EMBARGO, _UNDER, _PUBLISHING, _LIMIT, _AROUND, _FIGURES)
    return any(shape.fullmatch(word) for shape in shapes)
