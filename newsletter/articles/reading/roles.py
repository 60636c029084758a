"""Who had a part in an article beside its author: who took its pictures, drew, translated, edited or reviewed it.

Behind the words for such a part stands no author, nor behind those for who wrote down what another told.
"""

import re

#: Telling who wrote: "Words and pictures by Ana Example" is her own text.
_WROTE = (
    r"words|texts?|story|written|report(?:ed|ing)?|article|analysis|interviews?|author|research(?:ed)?"
    r"|textos?|escrit[oa]|entrevista|reportaje|artículo|textes?|écrite?|entretien|geschrieben|geiriau|testun"
    r"|ysgrifennwyd|tekst|napisała?|wywiad|reportagem|interviu|scris[ăe]?"
)
#: What others gave to it.
_GAVE = (
    r"photo(?:graph(?:s|y)?|s)?|pictures?|images?|illustrations?|drawings?|cartoons?|artwork|graphics?|maps?|video|translation"
    r"|editing|fotos?|fotografías?|imágenes|ilustraci(?:ón|ones)|dibujos?|traducción|edición|revisión"
    r"|photographies?|dessins?|infographies?|traduction|édition|relecture|propos\srecueillis"
    r"|bild(?:er)?|fotografien?|illustrationen|zeichnung(?:en)?|grafik(?:en)?|übersetzung|bearbeitung|protokoll"
    r"|lluniau|llun|ffotograffau|ffotograffiaeth|darluniau|cyfieithiad|zdjęcia|zdjęcie|fotografie|ilustracj[ae]|rysunki|rysunek"
    r"|tłumaczenie|przekład|opracowanie|redakcja|fotografias?|imagens|ilustraç(?:ão|ões)|desenhos?|tradução|edição|revisão"
    r"|fotografii|imagini|ilustrați[ie]|desene|traducere(?:a)?"
)
#: What they did.
_DID = (
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
_DEED = rf"(?:{_WROTE}|{_GAVE}|{_DID})"
#: "translated from the Swedish by", "aus dem Englischen übersetzt von".
_FROM = r"(?:\s(?:from|del?|du|des|do|da|din|aus|o[’']r|z)(?:\s[^\s,;.:|]{1,20}){1,3}?)"
_OUT_OF = r"(?:aus\sdem|z(?:\sjęzyka)?)\s\w{3,20}\s"
_LABEL = re.compile(
    rf"(?<![\w-])(?:(?:{_OUT_OF})?(?:{_DID}|trad\w{{1,9}}){_FROM}?\s{_BY}|(?:{_DEED})(?:{_AND}{_DEED}){{0,2}}(?:\s{_BY}|\s?:)"
    rf"|(?:{_OUT_OF})?(?:{_TO_NAME})(?=\s)|aus\sdem\s\w{{3,20}}\svon(?=\s))\s*",
    re.IGNORECASE,
)
_WRITES = re.compile(rf"(?<!\w)(?:{_WROTE})(?!\w)", re.IGNORECASE)
#: Left over where a label was cut off.
_LOOSE_END = re.compile(
    r"(?<![\s,;.|/(–—-])(?:[\s,;|/(–—-]{1,3}(?:and|y|et|und|ac?|i|e|și|with|con|avec|mit|gyda|z|com|cu|wedi[’']i))?[\s,;|/(–—-]{0,3}$",
    re.IGNORECASE,
)
_ONLY_BY = re.compile(r"\W*(?:by|por|par|von|gan|de)?\W*", re.IGNORECASE)


def parts_of(line: str) -> tuple[str, list[str]]:
    """What a byline says of its author, and what stands behind the words for others; the line itself without such."""
    labels = list(_LABEL.finditer(line))
    if all(_is_writing(label) for label in labels) and not any(map(_is_shared, labels)):
        return line, []
    ends = [*(label.start() for label in labels[1:]), len(line)]
    said = list(
        zip(labels, (line[label.end() : end] for label, end in zip(labels, ends, strict=True)), strict=True)
    )
    first = _trimmed(line[: labels[0].start()])
    own = [first] if not _ONLY_BY.fullmatch(first) else []
    own += [f"by {_trimmed(name)}" for label, name in said if _is_writing(label)]
    return next(iter(own), ""), [_trimmed(name) for label, name in said if not _is_writing(label)]


def has_other_part(name: str, text: str) -> bool:
    """Whether a text names somebody behind the words for another deed than writing."""
    text, name = text.casefold(), name.casefold()
    return any(
        text.startswith(name, label.end()) for label in _LABEL.finditer(text) if not _is_writing(label)
    )


def _is_writing(label: re.Match[str]) -> bool:
    return bool(_WRITES.search(label[0]))


def _is_shared(label: re.Match[str]) -> bool:
    """Whether it tells of more than writing: "Words and pictures by"."""
    return not re.fullmatch(rf"(?:{_WROTE})(?:\s{_BY}|\s?:)\s*", label[0], re.IGNORECASE)


def _trimmed(piece: str) -> str:
    return _LOOSE_END.sub("", piece.strip())
