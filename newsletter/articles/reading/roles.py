"""Who had a part in an article beside its author: who took its pictures, drew, translated, edited or reviewed it.

Behind the words for such a part stands no author, nor behind those for who wrote down what another told.
"""

import re

#: Telling who wrote: "Words and pictures by Ana Example" is her own text.
_WROTE = (
    r"words|texts?|story|written|report(?:ed|ing)?|article|analysis|author|research(?:ed)?"
    r"|textos?|escrit[oa]|reportaje|artículo|textes?|écrite?|geschrieben|geiriau|testun"
    r"|ysgrifennwyd|tekst|napisała?|reportagem|scris[ăe]?"
)
#: What others showed of it, and what they did to its words.
_SHOWN = (
    r"photo(?:graph(?:s|y)?|s)?|pictures?|images?|illustrations?|drawings?|cartoons?|artwork|graphics?|maps?|video"
    r"|fotos?|fotografías?|imágenes|ilustraci(?:ón|ones)|dibujos?|photographies?|dessins?|infographies?"
    r"|bild(?:er)?|fotografien?|illustrationen|zeichnung(?:en)?|grafik(?:en)?"
    r"|lluniau|llun|ffotograffau|ffotograffiaeth|darluniau|zdjęcia|zdjęcie|fotografie|ilustracj[ae]|rysunki|rysunek"
    r"|fotografias?|imagens|ilustraç(?:ão|ões)|desenhos?|fotografii|imagini|ilustrați[ie]|desene"
)
_WORKED_ON = (
    r"translation|editing|traducción|edición|revisión|traduction|édition|relecture|propos\srecueillis"
    r"|übersetzung|bearbeitung|protokoll|cyfieithiad|tłumaczenie|przekład|opracowanie|redakcja|tradução|edição|revisão"
    r"|traducere(?:a)?"
)
#: Who helped did not write it: "Additional reporting by".
_HELPED = (
    r"(?:with\s)?(?:additional|further|extra)\s(?:reporting|research|words|writing|interviews?)"
    r"|(?:reportaje|información|investigación)\sadicional|con(?:\sla)?\scolaboración|avec\sla\s(?:collaboration|contribution)"
    r"|(?:unter\s)?mitarbeit|zusätzliche\s(?:recherchen?|berichterstattung)|adroddiad(?:au)?\sychwanegol|przy\swspółpracy"
    r"|com\s(?:a\s)?colaboração|cu\scolaborarea"
)
#: With a name behind a colon it may be that of who was asked, and a headline: "Interview: Ana Example".
_ASKED = r"interviews?|entrevistas?|entretien|wywiad|interviu|cyfweliad"
#: What they did.
_DID = (
    rf"{_ASKED}|"
    r"photographed|illustrated|drawn|translated|edited|reviewed|interviewed|transcribed|recorded|traducid[oa]|editad[oa]|revisad[oa]"
    r"|ilustrad[oa]|fotografiad[oa]|entrevistad[oa]|transcrit[oa]|traduite?|éditée?|révisée?|relue?|illustrée?|photographiée?"
    r"|interviewée?|recueillie?s?|übersetzt|bearbeitet|redigiert|illustriert|fotografiert|gezeichnet|interviewt|aufgezeichnet"
    r"|protokolliert|cyfieithwyd|golygwyd|adolygwyd|darluniwyd|(?:gy|cy)fieithu|olygu|adolygu|ddarlunio"
    r"|przetłumaczon[yae]|zredagowan[yae]|ilustrowan[yae]|spisan[yae]|traduzid[oa]|revist[oa]|tradus[ăe]?|editat[ăe]?|revizuit[ăe]?"
    r"|ilustrat[ăe]?|fotografiat[ăe]?|intervievat[ăe]?|consemnat[ăe]?"
)
#: They lead to the name without a "by".
_TO_NAME = (
    r"as\s(?:told|dictated|spoken)\sto|(?:contad|relatad|narrad)[oa]\sa|racontée?\sà|przetłumaczyła?|tłumaczyła?|przełożyła?"
    r"|zredagowała?|sfotografowała?|zilustrowała?|rozmawiała?|spisała?|wysłuchała?|tłum\.|fot\.|trad\.|ill?\."
)
_BY = r"(?:by|de|por|par|von|gan|przez)(?=\s)"
_AND = r"\s?(?:,|&|\+|/|\s(?:and|y|et|und|a|ac|i|e|și))\s?"
_DEED = rf"(?:{_HELPED}|{_WROTE}|{_SHOWN}|{_WORKED_ON}|{_DID})"
#: "translated from the Swedish by", "aus dem Englischen übersetzt von".
_FROM = r"(?:\s(?:from|del?|du|des|do|da|din|aus|o[’']r|z)(?:\s[^\s,;.:|]{1,20}){1,3}?)"
_OUT_OF = r"(?:aus\sdem|z(?:\sjęzyka)?)\s\w{3,20}\s"
_LABEL = re.compile(
    rf"(?<![\w-])(?:(?:{_OUT_OF})?(?:{_DID}|trad\w{{1,9}}){_FROM}?\s{_BY}|(?!(?:{_ASKED})\s?:)(?:{_DEED})(?:{_AND}{_DEED}){{0,2}}(?:\s{_BY}|\s?:)"
    rf"|(?:{_OUT_OF})?(?:{_TO_NAME})(?=\s)|aus\sdem\s\w{{3,20}}\svon(?=\s))\s*",
    re.IGNORECASE,
)
_WRITES = re.compile(rf"(?<!\w)(?:{_WROTE})(?!\w)", re.IGNORECASE)
_HELPS = re.compile(rf"(?<!\w)(?:{_HELPED})(?!\w)", re.IGNORECASE)
_SHOWS = re.compile(rf"(?<!\w)(?:{_SHOWN})(?!\w)", re.IGNORECASE)
#: A deed behind a name: "Ana Example (text)".
_BEHIND = re.compile(rf"\s?[(\[]({_DEED}(?:{_AND}{_DEED}){{0,2}})[)\]]", re.IGNORECASE)
_LED = re.compile(r"\W*(?:by|por|par|von|gan|de)\s", re.IGNORECASE)
_SEAM = re.compile(
    r"[,;|/&:](?:\s?(?:and|y|et|und|ac?|i|e|și)\s)?\s?|\s(?:and|y|et|und|ac?|i|e|și)\s|^\W*(?:by|por|par|von|gan|de)\s",
    re.IGNORECASE,
)
#: Left over where a label was cut off.
_LOOSE_END = re.compile(
    r"(?<![\s,;.|/(–—-])(?:[\s,;|/(–—-]{1,3}(?:and|y|et|und|ac?|i|e|și|with|con|avec|mit|gyda|z|com|cu|wedi[’']i))?[\s,;|/(–—-]{0,3}$",
    re.IGNORECASE,
)
#: Names before another one: "Ben Sample and".
_IN_A_ROW = re.compile(r"[^.:;|()\d]+(?:,|&|\s(?:and|y|et|und|ac?|i|e|și))\s", re.IGNORECASE)
_LONGEST_ROW = 120  # characters
_ONLY_BY = re.compile(r"\W*(?:by|por|par|von|gan|de)?\W*", re.IGNORECASE)


def parts_of(line: str, *, is_signed: bool = False) -> tuple[str, list[str]]:
    """What a byline says of its author, and what stands behind the words for others; the line itself without such.

    `is_signed`: nothing but names is said there, so that one with a deed in brackets behind it is no headline.
    """
    turned = _turned(line, least=1 if is_signed or _LED.match(line) else 2)
    labels = list(_LABEL.finditer(turned))
    if turned == line and all(_is_writing(label) for label in labels) and not any(map(_is_shared, labels)):
        return line, []
    line = turned
    ends = [*(label.start() for label in labels[1:]), len(line)]
    said = list(
        zip(labels, (line[label.end() : end] for label, end in zip(labels, ends, strict=True)), strict=True)
    )
    first = _trimmed(line[: labels[0].start()])
    own = [first] if not _ONLY_BY.fullmatch(first) else []
    own += [f"by {_trimmed(name)}" for label, name in said if _is_writing(label)]
    return next(iter(own), ""), [_trimmed(name) for label, name in said if not _is_writing(label)]


def is_of_words(line: str) -> bool:
    """Whether all that a line tells was done to the words of an article, and nothing to its pictures."""
    return not any(map(_SHOWS.search, (label[0] for label in _LABEL.finditer(line))))


def _turned(line: str, *, least: int) -> str:
    """A line with each deed before the name it stands behind ("text: Ana Example; photos: Ben Sample"), if there are
    at least so many.
    """
    deeds = list(_BEHIND.finditer(line))
    if len(deeds) < least:
        return line
    pieces, at = list[str](), 0
    for deed in deeds:
        before = line[at : deed.start()]
        end, begin = max((seam.span() for seam in _SEAM.finditer(before)), default=(0, 0))
        pieces += [before[:end], f"; {deed[1]}: ", before[begin:]]
        at = deed.end()
    return "".join([*pieces, line[at:]])


def has_other_part(name: str, text: str) -> bool:
    """Whether a text names somebody beside the words for another deed than writing, be it in a row of names."""
    text, name = text.casefold(), name.casefold()
    if any(text.endswith(name, 0, deed.start()) for deed in _BEHIND.finditer(text) if not _is_writing(deed)):
        return True
    for label in _LABEL.finditer(text):
        if not _is_writing(label):
            before, found, _ = text[label.end() : label.end() + _LONGEST_ROW].partition(name)
            if found and (not before or _IN_A_ROW.fullmatch(before)):
                return True
    return False


def _is_writing(label: re.Match[str]) -> bool:
    return bool(_WRITES.search(label[0]) and not _HELPS.search(label[0]))


def _is_shared(label: re.Match[str]) -> bool:
    """Whether it tells of more than writing: "Words and pictures by"."""
    return not re.fullmatch(rf"(?:{_WROTE})(?:\s{_BY}|\s?:)\s*", label[0], re.IGNORECASE)


def _trimmed(piece: str) -> str:
    return _LOOSE_END.sub("", piece.strip())
