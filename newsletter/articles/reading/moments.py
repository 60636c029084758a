"""Days on a page, and what they are of: its publication, or a rally, another story, the website, the text itself.

A day counts where the page's own address, its head, or a line that is nothing but a date says it; or an element that is
named so. All others, with a label of their own or within a sentence, are not the article's: none is better than a wrong
one.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from newsletter.articles.cleaning import one_line
from newsletter.articles.reading.anatomy import byline_in
from newsletter.articles.reading.blocks import BLOCK
from newsletter.articles.reading.dates import MONTHS, is_of_dates, says_day

#: In the names of elements and of metas, whose humps are hyphens.
_NAMED = re.compile(
    r"(?<![a-z])(?:p|pub|post|article|entry|story|news)?[-_]?dates?(?![a-z])|datetime|dateline|timestamp"
    r"|publi[sc]"
    r"|(?<![a-z])(?:post)?time(?![a-z])|posted|issued|created|(?<![a-z])meta(?![a-z])|byline|subline"
    r"|article[-_]?info",
    re.IGNORECASE,
)
_SURELY = re.compile("publish|posted", re.IGNORECASE)
_NOT_NAMED = re.compile(
    r"event|deadline|diary|calendar|agenda|start|end(?:date|time)|expir|valid|birth|death|footer|copyright"
    r"|timeline",
    re.IGNORECASE,
)
#: On the line of a meeting, with its place and hour.
_OCCASION = re.compile(r"\b(?:time|when|venue|where|place|doors|tickets)\s?:", re.IGNORECASE)
#: In the names of metas alone: of elements, one that tells of a change may be the only one that says a day.
_CHANGED = re.compile(r"modif|updat|lastmod", re.IGNORECASE)
#: Before a day that is an article's: a word for it, alone or behind a name, and not within a sentence.
_PUBLISHED = re.compile(
    r"(?:(?<!\w)(?:published|posted|issued|updated|publicad[oa]|publié|mis en ligne|veröffentlicht"
    r"|publiziert|erstellt"
    r"|cyhoeddwyd|opublikowan[oa]|dodano|publicat|actualizat|نشر|نُشر|تاريخ النشر)|^(?:date|dated|fecha"
    r"|datum|dyddiad|data|stand))"
    r"(?:\s(?:on|at|by|el|le|am|ar|em|la|w|dnia|online|first)){0,2}\W*$",
    re.IGNORECASE,
)
#: Words in small letters that may stand before it.
_SMALL = frozenset(
    (
        "published", "posted", "issued", "updated", "publicado", "publicada", "publié", "mis", "en", "ligne",
        "veröffentlicht", "publiziert", "erstellt", "cyhoeddwyd", "opublikowano", "opublikowana", "dodano", "publicat",
        "actualizat", "date", "dated", "fecha", "datum", "dyddiad", "data", "stand", "on", "at", "by", "el", "le", "am",
        "ar", "em", "la", "w", "dnia", "online", "first", "last", "this", "article", "story", "post", "was", "and",
        "von", "par", "por", "gan", "przez", "de", "van", "der",
    )
)  # fmt: skip
#: Before a day that is of something else.
_OTHERS = re.compile(
    r"©|\b(?:website|site|page|copyright|established|founded|events?|rally|march|meetings?|demo"
    r"|demonstration|strikes?|deadline|closing|apply"
    r"|starts?|starting|begins?|ends?|ending|until|before|born|died|since|due|expires?|when|venue|next"
    r"|accessed|retrieved|archived|taken"
    r"|read more|related|see also|also read|earlier|previously|more on|lee|lea|lire|weiterlesen|czytaj|leia"
    r"|citește)\b",
    re.IGNORECASE,
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DAY = re.compile(rf"\d|\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
#: "/2026/nov/18/".
_IN_PATH = re.compile(
    r"(?<=/\d{4})/(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)/(?=\d\d/)", re.IGNORECASE
)
_NOT_WITHIN = (
    "ancestor-or-self::footer[not(ancestor::article)] or ancestor-or-self::figure or ancestor::figcaption"
    " or ancestor::nav or ancestor-or-self::option or ancestor-or-self::*[contains(@itemtype, '/Event')]"
)
_SAYING = (
    "//*[self::time or @datetime or text()[contains(., $year)]"
    " or contains(@title, $year) or contains(@content, $year)]"
)
#: Lines of which each is held against the texts around it.
_MOST = 60
_NEAR = 8  # texts before and behind a day
_LONGEST_LINE, _LABEL = 200, 60  # characters
_LONGEST_NAME = 300
_FEW = 3  # words in small letters behind a day: "at 6 pm, two minutes to read"
_FIRST_TEXT = 100  # characters of a paragraph with which an article has begun


def is_published(root: Any, day: str, address: str) -> bool:
    """Whether a page says that it was published on this day (ISO 8601). `address` is its own."""
    if says_day(_IN_PATH.sub(_numbered, urlsplit(address).path), day):
        return True
    metas = root.xpath("//meta[contains(@content, $year)]", year=day[:4])
    if any(says_day(each.get("content", ""), day) and _is_of_meta(each) for each in metas[:_MOST]):
        return True
    found = (each for each in root.xpath(f"//body{_SAYING}", year=day[:4]) if _says(each, day))
    begun = None
    for _, each in zip(range(_MOST), found, strict=False):
        begun = begun if begun is not None else _beginning(root)
        if is_moment(each, day, before_text=each in begun):
            return True
    return False


def is_moment(element: Any, day: str = "", *, before_text: bool = True) -> bool:
    """Whether the day that an element holds is of publication. `before_text`: whether it stands above the text."""
    names = " ".join(_names(element))
    before, after = _around(element)
    own = one_line(element.text_content()[: 2 * _LONGEST_LINE])
    if _is_elsewhere(element, day) or _is_of_another(names, before, own):
        return False
    line = one_line(f"{before} {own} {after}")
    if (_is_label(before) or _is_label(_lead(own))) and len(line) <= _LONGEST_LINE:
        return not _OCCASION.search(line)
    if is_of_dates(line, day):
        return before_text or bool(_NAMED.search(names))
    if len(line) > _LONGEST_LINE or len(own) > _LONGEST_LINE // 2:
        return bool(_SURELY.search(names)) and len(own) <= _LONGEST_LINE // 2
    is_marked = _NAMED.search(names) or byline_in([line])
    return bool(is_marked) or (element.tag == "time" and not _is_within_sentence(before, after))


def is_label_of_another(before: str) -> bool:
    """Whether the words before a day say that it is of something else than publication."""
    return (before.endswith(":") and not _is_label(before)) or bool(_OTHERS.search(before[-_LABEL:]))


def _is_elsewhere(element: Any, day: str) -> bool:
    """Whether an element stands in a picture, a rally, the foot of the page, or a link that says more than a day."""
    link = next(element.iterancestors("a"), None)
    is_title = link is not None and not is_of_dates(one_line(link.text_content()), day)
    return is_title or bool(element.xpath(f"boolean({_NOT_WITHIN})"))


def _is_of_another(names: str, before: str, own: str) -> bool:
    """Whether the names of an element, or the words before its day, say that it is not of publication."""
    if _NOT_NAMED.search(names) and not _SURELY.search(names):
        return True
    return is_label_of_another(before) or bool(_OTHERS.search(_lead(own)))


def _is_within_sentence(before: str, after: str) -> bool:
    """Whether words run on to a day or from it: "We meet on … at noon.", unlike "Ana Example | …"."""
    runs_on = any(word.islower() for word in before.split()[-3:]) and not byline_in([before])
    return runs_on or after.endswith((".", "!", "?")) or sum(map(str.islower, after.split()[:6])) > _FEW


def _numbered(month: re.Match[str]) -> str:
    return f"/{MONTHS[month[1].lower()]:02}/"


def _is_of_meta(meta: Any) -> bool:
    name = " ".join(meta.get(each, "")[:_LONGEST_NAME] for each in ("name", "property", "itemprop"))
    name = _HUMPS.sub("-", name)
    return bool(_NAMED.search(name)) and not (_NOT_NAMED.search(name) or _CHANGED.search(name))


def _says(element: Any, day: str) -> bool:
    said = (element.text, *(element.get(name) for name in ("datetime", "title", "content", "data-datetime")))
    tails = (child.tail for child in element[:10])
    return any(says_day(text[:2_000], day) for text in (*said, *tails) if text)


def _is_label(before: str) -> bool:
    """Whether what stands before a day says that it is of publication, and is no sentence that goes on to one."""
    small = (word for word in re.findall(r"[^\W\d_]+", before) if word.islower())
    return _PUBLISHED.search(before) is not None and all(word in _SMALL for word in small)


def _lead(line: str) -> str:
    """What a line says before its day."""
    return _DAY.split(line, maxsplit=1)[0]


def _names(element: Any) -> Iterator[str]:
    """What an element and the two around it are called, as long as they hold little else."""
    for each in (element, *list(element.iterancestors())[:2]):
        if len(each.text_content()) <= _LONGEST_LINE:
            for name in ("class", "id", "itemprop", "rel"):
                yield _HUMPS.sub("-", each.get(name, "")[:_LONGEST_NAME])


def _beginning(root: Any) -> set[Any]:
    """All elements above the first long paragraph."""
    above = set[Any]()
    for element in root.iter():
        if (
            element.tag == "p"
            and len(element.text_content()) >= _FIRST_TEXT
            and not element.xpath("ancestor::header")
        ):
            break
        above.add(element)
    return above


def _around(element: Any) -> tuple[str, str]:
    """The texts before and behind an element on its line."""
    if element.tag in BLOCK:
        return "", ""
    own = _block(element)
    before = [t for t in element.xpath(f"preceding::text()[position() <= {_NEAR}]") if _block_of(t) is own]
    behind = [t for t in element.xpath(f"following::text()[position() <= {_NEAR}]") if _block_of(t) is own]
    return one_line(" ".join(before)), one_line(" ".join(behind))


def _block_of(text: Any) -> Any:
    """The block that a text stands in; behind a line's break it is another one."""
    owner = text.getparent()
    if not text.is_tail:
        return _block(owner)
    return owner if owner.tag == "br" else _block(owner.getparent())


def _block(element: Any) -> Any:
    return next((each for each in (element, *element.iterancestors()) if each.tag in BLOCK), None)
