"""Words around a licence that take it back, narrow it, or give it to something else than the picture.

No list of such words is ever complete. So the credit is read from the photo's label to its end, and each word must be
known: a name, a place where pictures lie, a note of changes, a date, or a small word that leads to a licence. Whatever
else is there makes the licence doubtful.
"""

import re
from collections.abc import Callable

from newsletter.articles.credits.lexicon import (
    BODIES,
    COMPOSED,
    JOINING,
    KNOWN,
    PARTICLES,
    PHOTO_LABELS,
    WORKS,
    alternatives,
)
from newsletter.articles.credits.licence import OWN, PERMISSION, Mention

_CUT = "\x1f"  # stands where a licence was
_LONGEST_SHORT = 4  # letters: "UCLA"
_MOST_CAPITALS = 2  # words of a name in capitals


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
_NOT = alternatives(
    "no(?!\\.?\\s?\\d) not non never nothing none without except excepted excepting excluding excludes? "
    "excluded unless nicht nie kein\\w* ohne außer ausgenommen ausgeschlossen sauf sans hors pas ne sin "
    "salvo except\\w+ exclu\\w+ nunca sem exceto não nie bez oprócz poza nid nad ddim heb eithrio niet "
    "geen zonder behalve senza tranne eccetto escluso nu fără ei ej inte ikke utan uden uten не без кроме "
    "δεν χωρίς غير ليس بدون لا cannot can[’']t"
)
_ONLY = alternatives(
    "only just solely exclusively merely nur ausschließlich seulement uniquement exclusivement solo sólo "
    "solamente únicamente exclusivamente somente apenas só tylko wyłącznie unig alleen uitsluitend "
    "soltanto esclusivamente numai doar enbart endast kun vain csak только μόνο فقط limited restricted "
    "restrict\\w*"
)
_TIME = alternatives(
    "formerly former previously previous earlier once originally until till expire[sd]? expiry ended "
    "revoked withdrawn pending planned awaiting applied future soon no_longer früher ehemals vormals bis "
    "anciennement auparavant jusqu\\w* antes anteriormente hasta até antigamente dawniej wcześniej gynt "
    "tan vroeger voorheen anterior ausstehend beantragt pendiente pendente oczekuj\\w* attente раньше "
    "было since after before ab desde od from_(?:\\w+_)?\\d{4} were will would should could when if "
    "was(?!_(?:shared|released|published|taken|made|uploaded))"
)
_DOUBT = alternatives(
    "unknown unclear uncertain unsure unconfirmed unverified status disputed doubtful alleged\\w* "
    "probabl\\w* maybe perhaps possibly possible presum\\w* likely claimed claims supposed\\w* assumed "
    "believed apparently unbekannt\\w* unklar\\w* ungeklärt vermutlich möglicherweise vielleicht wohl "
    "inconnu\\w* peut-être desconocid\\w* quizás? posible\\w* desconhecid\\w* talvez nieznan\\w* "
    "prawdopodobnie anhysbys efallai onbekend mogelijk sconosciut\\w* forse necunoscut\\w* tba tbc tbd "
    "todo"
)
_FORBIDDEN = alternatives(
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
_SCOPE = alternatives(
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
    r"|no\sknown\s(?:copyright\s)?restrictions"
    r"|(?:\b(?:and|or)\s)?\b(?:gnu\sfree\sdocumentation\slicen[cs]e|gfdl)\b(?:\s\d\.\d)?(?:\s(?:and|or)\b)?|\bthis\swork(?=\sis\b)"
    r"|\b(?:has\sbeen|is|are|was)\s(?:made\savailable|released|shared|published|licen[cs]ed|uploaded|distributed|placed)\b",
    re.IGNORECASE,
)
#: A title in quotation marks, and the name of a file: they may say anything.
_TITLE = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|(?<!\w)\"[^\"]*\"(?!\w)"
    r"|\b(?:file|datei|archivo|fichier|ficheiro|plik|ffeil):[^,;|/()]{1,200}?\.(?:jpe?g|png|gif|webp|tiff?|svg)\b",
    re.IGNORECASE,
)
#: A licence's name in quotation marks before "by" is a picture's title; before "Pictures" it is part of a name.
_IN_NAME = re.compile(
    rf"[\"“„«][^\"“”„«»]*{_CUT}[^\"“”„«»]*[\"”“»]\s(?:by|von|par|por|gan|di|de|door)\s"
    rf"|{_CUT}\s(?-i:Pictures?|Images?|Photos?|Photography|Pics?|Photographie|Fotos?|Fotografie|Bilder"
    rf"|Imágenes|Zdjęcia|Lluniau)\b"
    r"(?!\s?[:(©]|\s(?:by|von|par|por|gan|di|de|door)\s)",
    re.IGNORECASE,
)
_WORKS = re.compile(rf"(?<!\w)(?:{WORKS})(?!\w)", re.IGNORECASE)
_COMPOSED = re.compile(rf"(?<!\w)(?:{COMPOSED})\s?(?::|©|(?:by|von|por|par|gan|przez)\s)", re.IGNORECASE)
_PIECES = re.compile(r"[,;()\[\]]|\s[–—/-]\s")
_BREAKS = re.compile(
    r"[,;:|/()\[\]<>“”„\"«»…*+=~]|\s[–—-]\s|\s(?:via|courtesy\sof)\s|(?<=[^\W\d_]{3})[.!](?=\s)"
)
_HANGING = re.compile(rf"{_CUT}(?:[\s)\]>.]*[(\[]([^()\[\]]*)|[ ]?[-–—+/&]?[ ]?([^\W\d_][\w-]*))")
_OF = re.compile(r"\s(?:of|from|de|von|caredig)$", re.IGNORECASE)
_WORD = re.compile(rf"@?[^\W\d_][\w’'.-]*|\d+\.\d+|{_CUT}")
_ANY_LABEL = re.compile(r"([^\W\d_][\w’'-]*)\.?\s?:(?!//)")
_OPEN = re.compile(r"[“„«\"‘][^“”„«»\"‘]*$")
_ENDS = re.compile(r"[^\W\d_][\w’'-]*\s?:\s*$")
_SIGN = re.compile(rf"[^\w\s.,;:()\[\]<>/|–—―·•'\"“”‘’«»&@©#{_CUT}-]")
_LABEL = re.compile(r"^\W*[^\W\d_]+(?:\s[^\W\d_]+)?\s?:")
#: Where people go by a name in small letters: "cogdogblog / Flickr".
_PLATFORM = re.compile(
    r"\b(?:flickr|wikimedia|wikipedia|openverse|pixabay|unsplash|pexels|geograph|instagram)\b|[”\"»’]\s+by\s",
    re.IGNORECASE,
)
_BEHIND_PLATFORM = re.compile(
    r"(?:flickr|wikimedia(?:\scommons)?|wikipedia|openverse|pixabay|unsplash|pexels|geograph|instagram)\s([^\W\d_]\S*)",
    re.IGNORECASE,
)
#: Two people, or a person who says something: a name goes on after a small word that is no part of names.
_AUTHOR = re.compile(r"[jpk]*(?:[nk][npk]*[nk]|[nk])?[jpk]*")
_AND = re.compile(r"\s(?:&|and|und|y|et|e|i|a|ac|și|en)\s")
_ARTICLE = re.compile(
    r"\b[^\W\d_a-z]\S*\s[^\W\d_a-z]\S*\s(?:the|das|der|den|die|dem|el|il|lo|le|les|los|las|het|y)\s[^\W\d_a-z]"
)
_PLACE_NAME = re.compile(r"p*[nk][npk]*")
_COMES_FROM = re.compile(r"\s(?:from|aus|uit|din)\s")
_COURTESY = re.compile(
    r"^(?:(?:image|photo|picture)\s)?(?:courtesy\sof|courtesy|via|from|on|at|cortesía\sde|aus|uit|din)\s",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^\W*(?:featured|main|lead|header|cover|top|title)\s(?=image|photo|picture)", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"^\W*(?:photos|pictures|images|photographs|fotos|fotografías|imágenes|bilder|lluniau|imagens|zdjęcia|immagini"
    r"|photographies|imagini)\b(?!\s(?:credit|by))",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"^[dl][’']")  # "l’Union Exemple"
_QUOTES = ("”", '"', "»", "’")
#: Joining words that bodies have in their names, too: "Education International".
_OF_BODIES = frozenset({"international", "public", "work", "family", "commons", "universal", "creative"})


def has_caveat(text: str, found: list[Mention], start: int, is_harmless: Callable[[str], bool]) -> bool:
    """Whether anything around the licences `found` in a credit line may take them back.

    Before `start` stands the caption, in which a "not" is none of the licence's. `is_harmless` knows the pieces between
    commas and brackets that say nothing about rights: places and notes of changes.
    """
    rest = _HARMLESS.sub(lambda known: " " * len(known[0]), _cut(text, found))
    caption, credit = rest[:start], _TITLE.sub(_blank, rest[start:])
    is_titled = credit != rest[start:]
    spaced = credit.replace("_", " ")
    if any(map(_RESTRICTED.search, (caption, spaced))) or _CAVEAT.search(spaced) or _MAY.search(credit):
        return True
    if _WORKS.search(spaced) or _IN_NAME.search(rest) or _runs_on(caption, credit):
        return True
    if _COMPOSED.search(caption):  # "Collage: Joe Bloggs. Photo: Ana Example, CC BY-ND 4.0"
        return True
    before, mark, behind = _KIND.sub("", credit).partition(_CUT)
    # A second name behind the licence may be somebody who did not give it; who did stands behind "by permission of".
    is_named = any(not _is_known(word) for word in _WORD.findall(_LABEL.sub("", before)))
    is_given = any(_OF.search(text[each.start : each.end]) for each in found)
    may_name = not is_named or (is_given and all(each.licence == PERMISSION for each in found))
    if _SIGN.search(behind) or _SIGN.search(before.lstrip(" 📷📸")):
        return True
    unread = _is_unread if may_name else _is_strange
    return (
        (is_titled and not is_named)  # "“Joe Bloggs refuses” CC BY 4.0"
        or _is_unread_before(before, is_harmless, is_handle=bool(_PLATFORM.search(text)))
        or any(unread(each) for each in _PIECES.split(mark + behind) if not is_harmless(_bare(each)))
        or _hangs_on(mark + behind, is_harmless)
    )


def is_other_own(text: str, found: list[Mention]) -> bool:
    """Whether "own work" is somebody's who is not named: "our own work", or in doubt: "own work?"."""
    rest = _HARMLESS.sub(lambda known: " " * len(known[0]), _cut(text, found))
    owns = [mention for mention in found if mention.licence == OWN]
    said = (re.search(r"([^\W\d_][\w’'-]*)\s+$", text[: own.start]) for own in owns)
    return bool(_CAVEAT.search(rest)) or any(word and _kind(word[1]) == "u" for word in said)


def is_name(text: str) -> bool:
    """Whether a text reads as names alone, with small words about them."""
    kinds = _kinds(text)
    return "n" in kinds and "u" not in kinds


def _runs_on(caption: str, credit: str) -> bool:
    """Whether a caption runs into the photo's label: "… replaces photo by Sam Sample"."""
    last = _BREAKS.split(_TITLE.sub(_blank, f"{caption} "))[-1]
    led = credit.lstrip()
    if led.startswith(_QUOTES):
        before_title = _OPEN.sub("", caption)
        return "u" in _kinds(_BREAKS.split(before_title)[-1])
    kinds = _kinds(last)
    if led.casefold().startswith(("©", "(c", "copyright")) and any(
        _CAVEAT.search(label[1]) or _WORKS.search(label[1]) for label in _ANY_LABEL.finditer(caption)
    ):
        return True  # "Text: © Ana Example, CC BY 4.0"
    if led.startswith(("©", "(c")):
        first = _WORD.match(last.strip())
        return "u" in kinds and first is not None and first[0].casefold() in PHOTO_LABELS
    ends = _ENDS.search(caption)
    is_thing = _WORKS.search(ends[0] if ends else last) or _CAVEAT.search(last)
    return "u" in kinds or {"n", "j"} <= set(kinds) or bool(is_thing)


def _blank(title: re.Match[str]) -> str:
    """A title's place before the name, as a break; a licence in quotation marks stays."""
    is_first = _is_all_known(title.string[: title.start()])
    return "," * len(title[0]) if is_first and _CUT not in title[0] else title[0]


def _cut(text: str, found: list[Mention]) -> str:
    for mention in reversed(found):
        # Behind "by permission of" stands a name; behind a licence, what hangs on it.
        end = "," if _OF.search(text[mention.start : mention.end]) else _CUT
        cut = _CUT * (mention.end - mention.start - 1) + end
        text = text[: mention.start] + cut + text[mention.end :]
    return text


def _is_unread_before(text: str, is_harmless: Callable[[str], bool], *, is_handle: bool) -> bool:
    """Whether words that lead up to a licence are not known: "Ana Example, exclusivamente bajo …", "Music: …"."""
    if not all(label[1].casefold() in PHOTO_LABELS for label in _ANY_LABEL.finditer(text)):
        return True
    ends = [*(hit.span() for hit in _BREAKS.finditer(text)), (len(text), len(text))]
    begin, mark, author = 0, "", ""
    is_several = _SEVERAL.match(text) is not None  # each of them may have a licence of its own
    for stop, next_begin in ends:
        piece = text[begin:stop]
        is_last = stop == len(text)
        if not (is_harmless(_bare(piece)) or _is_all_known(piece)):
            if author:
                is_town = mark == "," and _COMES_FROM.search(author) is not None
                if is_last or is_several or _is_no_addition(piece, mark, is_town=is_town):
                    return True
            elif _is_no_author(piece, is_handle=is_handle) or (is_last and _is_bare(piece, is_led=begin > 0)):
                return True
            author = author or piece
        mark, begin = text[stop:next_begin].strip().lower() or mark, next_begin
    return False


def _is_no_author(piece: str, *, is_handle: bool) -> bool:
    """Whether a piece is more than a name, with small words about it: "Joe Bloggs refuses"."""
    kinds = _kinds(piece)
    behind = _BEHIND_PLATFORM.match(piece.strip())
    if is_handle and not (behind and _kind(behind[1]) == "u"):  # "Flickr refuses" is no handle
        kinds = re.sub(r"^([jpk]*)u((?:[jp][jpk]*)?)$", r"\1n\2", kinds)
    if "s" in kinds and (kinds.count("s") > 2 or set(kinds) - set("sjkp")):
        return True
    return not _AUTHOR.fullmatch(kinds.replace("s", "n")) or _goes_on(piece)


def _goes_on(piece: str) -> bool:
    """Whether a thing seems to follow a person: "Max Muster & Petition", "Anna Beispiel das Hörspiel"."""
    if _ARTICLE.search(piece) or _joins(piece.strip()) or _capitals(piece) > _MOST_CAPITALS:
        return True
    first, *others = map(_kinds, _AND.split(piece))
    return any("n" in other and min(_count(first), 2) > _count(other) for other in others)


def _joins(name: str) -> bool:
    """Whether a word that leads to a licence stands in capitals within a name: "Joe Bloggs Wants To Release"."""
    words = [word.rstrip(".") for word in _WORD.findall(name)]
    inner = "".join(map(_kind, words)).strip("jpk")
    start = "".join(map(_kind, words)).find(inner)
    within = (word.casefold() for word in words[start : start + len(inner)])
    return any(word in JOINING and word not in _OF_BODIES for word in within)


def _capitals(piece: str) -> int:
    """How many words of names there are if all of them are in capitals ("JOE BLOGGS REFUSES"), else 0."""
    words = [word for word in _WORD.findall(piece) if len(word) > 1 and _kind(word) in "nk"]
    return len(words) if all(map(str.isupper, words)) else 0


def _count(kinds: str) -> int:
    """How many words of names there are."""
    return kinds.count("n") + kinds.count("k")


def _is_bare(piece: str, *, is_led: bool) -> bool:
    """Whether an author that nothing sets off from the licence may be another word: "Wants CC BY 4.0"."""
    kinds = _kinds(piece)
    if _capitals(piece) > 1:
        return True
    # Without capitals, no verb can be told from a name.
    is_unread = kinds.count("s") > 1 or kinds.count("n") > 2 or kinds.endswith("u")
    return is_unread or (not is_led and kinds in ("n", "k"))


def _is_no_addition(piece: str, mark: str, *, is_town: bool) -> bool:
    """Whether a piece between the author and the licence is no place and no body: "No 10 Downing Street"."""
    if mark in (";", ".", "!", ":", "…", "+"):
        return True  # another sentence tells of something else
    led = _COURTESY.sub("", piece.strip())
    kinds = _kinds(led)
    if not _PLACE_NAME.fullmatch(kinds) or _joins(led):
        return True
    names = [word for word in _WORD.findall(led) if not _is_particle(word)]
    if len(names) == 1:
        is_led = is_town or mark in ("via", "courtesy of") or led != piece.strip()
        is_short = names[0].isupper() and len(names[0]) <= _LONGEST_SHORT
        return not (is_led or is_short or names[0].casefold() in BODIES)
    return any(map(_shouts, names))


def _kinds(piece: str) -> str:
    """A letter for each word: n(ame), j(oining), k for either, p(article), s(cript without capitals), u(nread)."""
    return "".join(map(_kind, (word.rstrip(".") for word in _WORD.findall(piece) if word != _CUT)))


def _kind(word: str) -> str:
    is_capital = any(map(str.isupper, word))
    if _is_known(word):
        return "k" if is_capital else "p" if _is_particle(word) else "j"
    if _is_particle(word):
        return "p"
    if is_capital or word.startswith("@") or re.search(r"[\d_]", word):
        return "n"
    return "u" if any(map(str.islower, word)) else "s"


def _is_particle(word: str) -> bool:
    return word.casefold() in PARTICLES and not (word.isupper() and len(word) > 1)


def _is_all_known(piece: str) -> bool:
    return all(_is_known(word.rstrip(".")) for word in _WORD.findall(piece) if word != _CUT)


def _is_unread(piece: str) -> bool:
    """Whether a piece holds a word that is neither known nor a name."""
    words = [word.rstrip(".") for word in _WORD.findall(piece) if word != _CUT]
    if words[:1] == ["by"]:
        words = words[2:]
    return any(not _is_known(word) and not _is_name(word) for word in words)


def _is_strange(piece: str) -> bool:
    """Whether a piece holds any word that is not known."""
    return not _is_all_known(piece)


def _is_known(word: str) -> bool:
    return word.casefold() in KNOWN


def _is_name(word: str) -> bool:
    return _ELIDED.sub("", word)[:1].isupper() and not _shouts(word)


def _shouts(word: str) -> bool:
    """Whether a word is in capitals and too long for the short form of a name."""
    return word.isupper() and len(word) > _LONGEST_SHORT


def _hangs_on(text: str, is_harmless: Callable[[str], bool]) -> bool:
    """Whether something unknown hangs on a licence: in brackets behind it, or with at most a dash between."""
    for hit in _HANGING.finditer(text):
        piece = _bare(hit[1] if hit[1] is not None else hit[2])
        if not is_harmless(piece) and not _is_all_known(piece):
            return True
    return False


def _bare(piece: str) -> str:
    return piece.strip(f" .<>{_CUT}")
