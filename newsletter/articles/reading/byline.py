"""Who wrote an article, as a line says it; and whether two such lines name the same people."""

import re
from collections.abc import Iterable, Sequence

from newsletter.articles.cleaning import without_mailboxes, words

_LONGEST_LINE = 160  # characters
_LONGEST = 1_000  # characters of names that are compared
_MOST_PEOPLE = 40
_BYLINE = re.compile(
    r"(?:(?:(?:words|text|written|story|report(?:ed|ing)?|analysis|interview)\s+by|author|autora?|auteur|awdur|texto)\s*:?"
    r"|by|por|par|gan|von|di)\s*:?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)
#: What may follow the name on its line: a date, a place of publication.
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·]|\s[–—-]\s|,?\s+on\s+(?=\w+\s+\d|\d)|,\s+(?=\d{1,2}\s+\w+\s+\d{4}|\w+\s+\d{1,2},?\s+\d{4}))\s*"
)
_PARTICLE = re.compile(
    r"a[bl]|and|ap|bin|d'|das?|de[lr]?|di|dos?|du|el?|et|ferch|for|i|l[ae]|of|our|staff|the|und|v[ao]n|y|&",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun|yester|to)day|now|then|january|february|march|april|may|june|july|august"
    r"|september|october|november|december",
    re.IGNORECASE,
)
#: Before names, and part of none.
_BEFORE = frozenset({"by", "de", "the", "por", "par", "gan", "von"})
#: Between the names of two people; the initial of a name ("Ana E Example") is none of them.
_JOINT = re.compile(r"[,;&/|]|\s(?:and|y|et|und|ac?|e|i|și|şi|oraz|و)(?=\s)", re.IGNORECASE)
_INITIAL = re.compile(r"\s[AEI](?=\s[A-Z][a-z])")


def byline(line: str) -> str:
    """The name in "By Ana Example | 3 May 2026"; "" if the line is no byline."""
    match = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if match is None:
        return ""
    name = _AFTER_NAME.split(without_mailboxes(match["name"]), maxsplit=1)[0].strip(" ,.:;")
    parts = name.replace(",", " ").split()
    capitals = [part for part in parts if part[0].isupper() or part[0] == "@"]
    others = [part for part in parts if part not in capitals and not _PARTICLE.fullmatch(part)]
    if not capitals or others or len(parts) > 12 or (len(parts) == 1 and _NO_NAME.fullmatch(name)):
        return ""
    return name


def joined(names: Iterable[str]) -> str:
    """Names in a row, each person once, under the fullest name."""
    kept = list[str]()
    for name in filter(None, names):
        if missing(", ".join(kept), name):
            kept = [each for each in kept if missing(name, each)]
            kept.append(name)
    return ", ".join(kept)


def same_people(one: str, other: str) -> bool:
    """Whether two bylines name the same people, in whatever order, with more or fewer of each one's names."""
    return not (missing(one, other) or missing(other, one))


def missing(one: str, other: str) -> list[frozenset[str]]:
    """The people of the second byline whom the first one does not name."""
    known = _people(one)
    return [each for each in _people(other) if not any(each <= own or own <= each for own in known)]


def fullest(said: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Bylines and their places, first the one that names all people of the best place, and more than it does.

    What names only some of them is passed by where two places name all: nobody is missing then.
    """
    known = [each for each in said if each[0]]
    for each in known[1:]:
        if missing(known[0][0], each[0]) and not missing(each[0], known[0][0]):
            known = [each, *(other for other in known if other is not each)]
    if not any(same_people(known[0][0], name) for name, _ in known[1:]):
        return known
    names = known[0][0]
    rest = [each for each in known[1:] if same_people(names, each[0]) or missing(names, each[0])]
    return [known[0], *rest]


def _people(text: str) -> list[frozenset[str]]:
    """The words of each name in a byline. Few are compared: each is held against all of the other."""
    parts = _JOINT.split(_INITIAL.sub(" ", text[:_LONGEST]))[:_MOST_PEOPLE]
    return list(filter(None, (frozenset(words(part)) - _BEFORE for part in parts)))
