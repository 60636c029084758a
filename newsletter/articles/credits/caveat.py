"""Words around a licence that take it back, narrow it, or give it to something else than the picture.

No list of such words is ever complete. So what stands behind a licence, or leads up to it, has to be known in full;
whatever else is there makes the licence doubtful.
"""

import re
from collections.abc import Callable

from newsletter.articles.credits.licence import PERMISSION, Mention

_CUT = "\x1f"  # stands where a licence was


def _words(*texts: str) -> str:
    return "|".join(" ".join(texts).split()).replace("_", r"\s")


#: What a licence forbids, in a form that was not read as part of one. Doubtful wherever it stands in the line.
_RESTRICTED = re.compile(
    r"\bnon?[\W_]{0,3}com+er|\bnicht[\W_]{0,3}kommer|\bnão[\W_]{0,3}comer|\bnie[\W_]?komer|\bniet[\W_]{0,3}commer"
    r"|\bno[\W_]{0,2}deriv|\bsin[\W_]{0,2}(?:obras?[\W_]*)?deriv|\bsem[\W_]{0,2}deriv|\bshare[\W_]{0,2}alike|\banfasnach"
    r"|\bcreative\s?commons\.org/|\bsome\srestrictions",
    re.IGNORECASE,
)
#: Parts of licences, and what is said of commerce and changes, in any form.
_PARTS = (
    r"\w*(?:comm?erc|kommer[zsc]|komer[czč]|gewerb|masnach|deriv)\w*|n[cd]|sa|cc|by-\w+|nc\w+|commercial\w*"
)
_NOT = _words(
    "no(?!\\.?\\s?\\d) not non never nothing none without except excepted excepting excluding excludes? "
    "excluded unless nicht nie kein\\w* ohne außer ausgenommen ausgeschlossen sauf sans hors pas ne sin "
    "salvo except\\w+ exclu\\w+ nunca sem exceto não nie bez oprócz poza nid nad ddim heb eithrio niet "
    "geen zonder behalve senza tranne eccetto escluso nu fără ei ej inte ikke utan uden uten не без кроме "
    "δεν χωρίς غير ليس بدون لا cannot can[’']t"
)
_ONLY = _words(
    "only just solely exclusively merely nur ausschließlich seulement uniquement exclusivement solo sólo "
    "solamente únicamente exclusivamente somente apenas só tylko wyłącznie unig alleen uitsluitend "
    "soltanto esclusivamente numai doar enbart endast kun vain csak только μόνο فقط limited restricted "
    "restrict\\w*"
)
_TIME = _words(
    "formerly former previously previous earlier once originally until till expire[sd]? expiry ended "
    "revoked withdrawn pending planned awaiting applied future soon no_longer früher ehemals vormals bis "
    "anciennement auparavant jusqu\\w* antes anteriormente hasta até antigamente dawniej wcześniej gynt "
    "tan vroeger voorheen anterior ausstehend beantragt pendiente pendente oczekuj\\w* attente раньше "
    "было since after before ab desde od from_(?:\\w+_)?\\d{4} were will would should could when if "
    "was(?!_(?:shared|released|published|taken|made|uploaded))"
)
_DOUBT = _words(
    "unknown unclear uncertain unsure unconfirmed unverified status disputed doubtful alleged\\w* "
    "probabl\\w* maybe perhaps possibly possible presum\\w* likely claimed claims supposed\\w* assumed "
    "believed apparently unbekannt\\w* unklar\\w* ungeklärt vermutlich möglicherweise vielleicht wohl "
    "inconnu\\w* peut-être desconocid\\w* quizás? posible\\w* desconhecid\\w* talvez nieznan\\w* "
    "prawdopodobnie anhysbys efallai onbekend mogelijk sconosciut\\w* forse necunoscut\\w* tba tbc tbd "
    "todo"
)
_FORBIDDEN = _words(
    "use personal personlig\\w* privat\\w* bruk "
    "reserv\\w* vorbehalten réservés must require\\w* contact ask asking request\\w* prior subject "
    "prohibit\\w* forbid\\w* banned "
    "verboten untersagt interdit\\w* prohibid\\w* proibid\\w* prohíb\\w* zabroni\\w* gwahardd\\w* "
    "verboden vietat\\w* interzis\\w* needed needs? obligatoire erforderlich nötig notwendig necesari\\w* "
    "necessári\\w* editorial educational research conditions? refused denied declined sought "
    "violat\\w* breach infring\\w* reproduction reproducción reprodução reproduzione abdruck nachdruck "
    "vervielfältigung verwendung nutzung weiterverwendung utilisation usage uso użyt\\w* defnydd gebruik "
    "utilizare genehmigungspflichtig anfrage demande soumis\\w* solicit\\w* wymaga\\w* zgod\\w*"
)
_SCOPE = _words(
    "texts? wording words articles?"
    " republish\\w* reprinted appeared blog websites? sites? web_?site content contents material page pages "
    "caption captions (?:this|the|our|all|these|rest|everything)_"
    "(?:post|report|story|works?|code|data|music|video|film|book|issue|rest) "
    "everything rest other others text\\w+ artikel\\w* beitr[aä]g\\w* seiten? webseite\\w* inhalt\\w* "
    "textes? texto\\w* artículos? artigos? sitio sítio página\\w* contenidos? conteúdos? contenus? "
    "teksty? tekstu artykuł\\w* stron\\w* treś\\w* testun\\w* erthygl\\w* gwefan cynnwys testo "
    "articol\\w* contenut\\w* inhoud conținut\\w* текст\\w* стать\\w* сайт\\w* النص المقال κείμεν\\w* "
    "άρθρο datasets? software audio music musik música soundtrack"
)
_CAVEAT = re.compile(
    rf"(?<!\w)(?:{_PARTS}|{_NOT}|{_ONLY}|{_TIME}|{_DOUBT}|{_FORBIDDEN}|{_SCOPE})(?!\w)|n[’']t\b|[?؟¿*†‡]"
    rf"|{_CUT}\W*in\s|{_CUT}[\s-]*\d",
    re.IGNORECASE,
)
_MAY = re.compile(r"(?<!\d )\b(?:may|May (?:be|not|only))\b(?! \d)")

#: Says nothing about rights, though its words would.
_HARMLESS = re.compile(
    r"https?://(?!(?:www\.)?creativecommons\.org|\S*(?:licen|terms|commercial))[^\s<>()\[\]]+|(?:unknown\s?author)+|author\sunknown"
    r"|see\spage\sfor\sauthor|(?:fotograf(?:in)?|urheber)\sunbekannt|auteur\sinconnu|autor\sdesconocid[ao]"
    r"|autor\snieznany|\bto\sview\sa\scopy\sof\sthis\slicen[cs]e,?\s(?:visit|see)|\bown\swork\b|\btravail\spersonnel\b"
    rf"|I,\sthe\scopyright\sholder\sof\sthis\swork,\shereby\spublish|(?<={_CUT})\?ref=\w+"
    r"|no\sknown\s(?:copyright\s)?restrictions",
    re.IGNORECASE,
)
#: Small words that may lead to a licence or follow it.
_KNOWN = frozenset(
    _words(
        "a an the this is are has been made available shared released published marked distributed reused "
        "used uploaded taken licensed licenced license licence licenses licences under using with into "
        "through its terms of creative commons and or in to on via at from by as it which it’s version v "
        "following hereby file image photo picture photograph photos foto fotos bild bilder imagen imagem "
        "llun zdjęcie credit source flickr wikimedia wikipedia deed legalcode en international unported "
        "generic universal public domain dedication work courtesy kind permission estate author photographer "
        "artist family bajo la una un el los las licencia sous licence avec con de del do da dos das di du "
        "des van von der die das den y e et und i a o unter einer eine lizenz veröffentlicht lizenziert steht "
        "freigegeben dan drwydded trwydded gan ar sob licença licenciad licenciada licenciado publicada "
        "publicado diffusée publiée na licencji licencja onder licentie licenza rilasciata sotto sub licența "
        "auf en sur est es está ist wurde al bin"
    ).split("|")
)
_PIECES = re.compile(r"[,;()\[\]]|\s[–—/-]\s")
_BEFORE = re.compile(r"[,;:/|()\[\]“”\"«»]|\s[–—-]\s|[.!]\s")
_HANGING = re.compile(rf"{_CUT}(?:[\s)\]>.]*[(\[]([^()\[\]]*)|[ ]?[-–—+/&]?[ ]?([^\W\d_][\w-]*))")
_OF = re.compile(r"\s(?:of|from|de|von|caredig)$", re.IGNORECASE)
_WORD = re.compile(rf"[^\W\d_][\w’'.-]*|\d+\.\d+|{_CUT}")
_ANY_LABEL = re.compile(r"([^\W\d_][\w’'-]*)\s?:(?!//)")
_SENTENCES = re.compile(r"(?<=\w{3})[.!]\s")
_SIGN = re.compile(rf"[^\w\s.,;:()\[\]<>/|–—―·•'\"“”‘’«»&@©#{_CUT}-]")
_LABEL = re.compile(r"^\W*[^\W\d_]+(?:\s[^\W\d_]+)?\s?:")
_LABELS = re.compile(
    r"(?:licen\w+|lizenz\w*|trwydded|drwydded|under|rights|copyright|credits?|source|photos?|image|picture|fotos?|llun|bild"
    r"|rechte|droits|derechos|direitos|photographs?|imagen|imagem|zdjęcie|quelle|fuente|user|benutzer(?:in)?|usuari[oa]|utilisateur|by|file)",
    re.IGNORECASE,
)


def has_caveat(text: str, found: list[Mention], start: int, is_harmless: Callable[[str], bool]) -> bool:
    """Whether anything around the licences `found` in a credit line may take them back.

    Before `start` stands the caption, in which a "not" is none of the licence's. `is_harmless` knows the pieces between
    commas and brackets that say nothing about rights: places and notes of changes.
    """
    rest = _HARMLESS.sub(lambda known: " " * len(known[0]), _cut(text, found))
    caption, credit = rest[:start], rest[start:]
    spaced = credit.replace("_", " ")
    if any(map(_RESTRICTED.search, (caption, spaced))) or _CAVEAT.search(spaced) or _MAY.search(credit):
        return True
    before, mark, behind = credit.partition(_CUT)
    # A second name behind the licence may be somebody who did not give it; behind a permission stands who gave it.
    is_named = any(not _is_known(word) for word in _WORD.findall(_LABEL.sub("", before)))
    may_name = not is_named or all(mention.licence == PERMISSION for mention in found)
    if _SIGN.search(behind):
        return True
    unread = _is_unread if may_name else _is_strange
    return (
        _is_unread_before(before, is_harmless)
        or any(unread(each) for each in _PIECES.split(mark + behind) if not is_harmless(_bare(each)))
        or _hangs_on(mark + behind, is_harmless)
    )


def _cut(text: str, found: list[Mention]) -> str:
    for mention in reversed(found):
        # Behind "by permission of" stands a name; behind a licence, what hangs on it.
        end = "," if _OF.search(text[mention.start : mention.end]) else _CUT
        cut = _CUT * (mention.end - mention.start - 1) + end
        text = text[: mention.start] + cut + text[mention.end :]
    return text


def _is_unread_before(text: str, is_harmless: Callable[[str], bool]) -> bool:
    """Whether words that lead up to a licence are not known: "Ana Example, exclusivamente bajo …", "Music: …"."""
    labels = [label[1] for label in _ANY_LABEL.finditer(_LABEL.sub("", text))]
    *earlier, last = _SENTENCES.split(text)
    if not all(map(_LABELS.fullmatch, labels)) or (earlier and _is_strange(last)):
        return True  # "Map: …", "Photo: Ana Example. Drawing Sam Sample, …"
    pieces = [piece for piece in _BEFORE.split(text) if piece.strip()]
    # The first one behind the label is the author, whom nobody knows.
    others = (piece for piece in pieces[2:] if not is_harmless(_bare(piece)))
    return _ends_unread(_BEFORE.split(text)[-1]) or any(map(_is_unread, others))


def _ends_unread(piece: str) -> bool:
    words = _WORD.findall(piece)
    return len(words) > 1 and _is_unread(words[-1])


def _is_unread(piece: str) -> bool:
    """Whether a piece holds a word that is neither known nor a name."""
    words = [word.rstrip(".") for word in _WORD.findall(piece) if word != _CUT]
    if words[:1] == ["by"]:
        words = words[2:]
    return any(not _is_known(word) and not _is_name(word) for word in words)


def _is_strange(piece: str) -> bool:
    """Whether a piece holds any word that is not known."""
    return not all(map(_is_known, (word.rstrip(".") for word in _WORD.findall(piece) if word != _CUT)))


def _is_known(word: str) -> bool:
    return word.casefold() in _KNOWN


def _is_name(word: str) -> bool:
    return word[:1].isupper() and not (word.isupper() and len(word) > 4)


def _hangs_on(text: str, is_harmless: Callable[[str], bool]) -> bool:
    """Whether something unknown hangs on a licence: in brackets behind it, or with at most a dash between."""
    for hit in _HANGING.finditer(text):
        piece = _bare(hit[1] if hit[1] is not None else hit[2])
        if not is_harmless(piece) and not all(map(_is_known, _WORD.findall(piece))):
            return True
    return False


def _bare(piece: str) -> str:
    return piece.strip(f" .<>{_CUT}")
