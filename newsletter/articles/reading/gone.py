"""A page that a site sends in place of one that is not there; some say with it that all is well (200)."""

import re
from collections.abc import Iterable, Sequence

from newsletter.articles.cleaning import count_words

#: A page that says more is an article, whatever it is called.
_MOST_WORDS = 120
_LONGEST = 120  # characters of a title
_SEAM = re.compile(r"\s[|•·»–—-]\s")
_SIGNS = re.compile(r"[\W_]+")
#: Say nothing by themselves of what is not there.
_AROUND = frozenset(
    {"404", "410", "error", "fehler", "erreur", "błąd", "eroare", "gwall", "oops", "sorry", "http"}
)
_IS_CODE = frozenset({"404", "410"})
_PAGE = (
    r"(?:(?:the|this|that|your) )?(?:page|article|story|post|content)"
    r"(?: you (?:requested|asked for|are looking for))?"
)
_GONE = re.compile(
    rf"(?:{_PAGE} )?(?:(?:was |is |could )?not (?:be )?(?:found|available)|can(?:not| t| not) be found"
    r"|(?:is )?no longer (?:available|exists)|does(?:n t| not) exist)|nothing (?:was )?found"
    r"|(?:la )?página (?:no (?:encontrada|existe|se encuentra)|não (?:encontrada|existe))"
    r"|(?:la )?page (?:introuvable|non trouvée|n existe pas)|(?:die )?seite (?:wurde )?nicht gefunden"
    r"|nie znaleziono(?: strony)?|strona nie (?:istnieje|została znaleziona)"
    r"|pagina nu (?:a fost găsită|există)"
    r"|(?:ni chafwyd|heb ei chanfod|heb ganfod)(?: y dudalen)?|(?:y )?dudalen heb ei chanfod"
    r"|الصفحة غير موجودة"
)


def is_gone(titles: Iterable[str], paragraphs: Sequence[str]) -> bool:
    """Whether a page of a few words says in one of its titles that there is no such page."""
    return sum(map(count_words, paragraphs)) <= _MOST_WORDS and any(map(_says_so, titles))


def _says_so(title: str) -> bool:
    if len(title) > _LONGEST:
        return False
    return any(map(_is_gone, (title, *_SEAM.split(title))))


def _is_gone(said: str) -> bool:
    parts = _SIGNS.sub(" ", said.casefold()).split()
    rest = [part for part in parts if part not in _AROUND]
    return bool(_GONE.fullmatch(" ".join(rest))) or bool(not rest and _IS_CODE & {*parts})
