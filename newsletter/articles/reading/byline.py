"""Who wrote an article, as a line says it; and whether two such lines name the same people."""

import re
from collections.abc import Iterable, Iterator, Sequence

from newsletter.articles.cleaning import without_mailboxes, words
from newsletter.articles.reading.dates import MONTHS, is_date_line
from newsletter.articles.reading.roles import is_of_words, parts_of
from newsletter.articles.reading.wires import is_wire, without_wires

_LONGEST_LINE = 160  # characters
_LONGEST = 1_000  # characters of names that are compared
_MOST_PEOPLE = 40
_BYLINE = re.compile(
    r"(?:(?:(?:words|text|written|story|report(?:ed|ing)?|analysis)\s+by|author|autora?|auteur|awdur|texto)\s*:?"
    r"|by|por|par|gan|von|di)\s*:?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)
#: What may follow the name on its line: a date, a place of publication.
_AFTER_NAME = re.compile(
    r"[.,;]?\s+(?=(?:first\s|last\s)?(?:published|posted|updated|publicado|publié|veröffentlicht|aktualisiert|cyhoeddwyd"
    r"|opublikowano|publicat)(?!\w)(?!\s(?:in|by|at|en|dans|par|por|w|yn)\s))|\s*(?:[|•·]|\s[–—-]\s|,?\s+on\s+(?=\w+\s+\d|\d)|,\s+(?=\d{1,2}\s+\w+\s+\d{4}|\w+\s+\d{1,2},?\s+\d{4}))\s*",
    re.IGNORECASE,
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
#: Before somebody who is not named: "From our correspondent".
_FROM = re.compile(
    r"(?:by|from|por|de|par|da|do|von|aus|gan|di|od|przez|din|من|بقلم)\s*:?\s+(?P<name>\S.*)", re.IGNORECASE
)
#: What somebody is who writes: a post, and no name of a person.
_POST = re.compile(
    r"(?:news\s)?agenc(?:y|ies)|agencias?|agences|agenturen|agencje|wires?|editors?|editorial|sub-?editor|(?:co-?)?correspondents?|reporters?|journalists?|columnists?|organi[sz]ers?|secretar(?:y|ies)"
    r"|convenors?|president|chair(?:wo)?man|chairperson|chair|officer|contributors?|writers?|newsroom|staff"
    r"|redact(?:or|ora|ores)|redacción|corresponsal(?:es)?|enviad[oa]|periodistas?|reporter[oa]s?|secretari[oa]|delegad[oa]"
    r"|rédact(?:eur|rice|ion)s?|correspondant(?:e|s|es)?|journalistes?|secrétaire|envoyée?|déléguée?"
    r"|redakt(?:ion|eur|eurin|eure)|korrespondent(?:in|en)?|journalist(?:in|en)|reporterin|berichterstatter(?:in|n)?"
    r"|gewerkschaftssekretär(?:in)?|betriebsr[aä]t(?:in)?"
    r"|gohebydd(?:ion)?|golygydd(?:ion)?|newyddiadurwr(?:aig)?|ysgrifennydd"
    r"|redakc(?:ja|ji|ję|ją)|redaktor(?:ka|a|ki)?|korespondent(?:ka|a|ki)|dziennikar(?:z|ka|za|ki|ze)|reporter(?:ka|a|ki)"
    r"|redação|redator(?:a|es)?|correspondentes?|jornalistas?|repórter(?:es)?|secretári[oa]"
    r"|redacți(?:a|e|ei)|redacţi(?:a|e|ei)|corespondent(?:a|ă|ul|ului|ei)?|jurnalist(?:a|ă|ul|ului)?|reporter(?:ul|ului)"
    r"|(?:ال)?(?:مراسل|محرر|صحفي|تحرير)(?:نا|تنا|ة|ون|ين)?",
    re.IGNORECASE,
)
#: A name of the paper or the branch with those who work on it: "Voice Editorial Team".
_TEAM = re.compile(
    r"(?:[^,;&|\s]+\s){0,5}(?:editorial|news|web|online|digital|press|communications?|comms|media)\s(?:team|desk|staff|board"
    r"|department|office|collective)|(?:(?:la|el|a|l[’'])\s?)?(?:équipe|equipo|equipe)(?:\s(?:de|da|do)(?:\s(?:la|a))?)?"
    r"\s(?:redacci[óo]n|redação|rédaction|prensa|imprensa|comunicaci[óo]n|comunicação)(?:\s[^,;&|\s]+){0,5}",
    re.IGNORECASE,
)
#: What somebody is called on a network, and no name.
_HANDLES = re.compile(r"@[\w.-]+(?:[\s,/]+@[\w.-]+){0,5}")
#: What may stand beside a post, and says no more of who it is.
_BESIDE_POST = re.compile(
    r"our|own|the|an?|special|chief|senior|local|labour|industrial|political|foreign|news|team|desk|board|collective|branch|union"
    r"|nuestr[oa]s?|l[aeo]s?|el|equipo|sindical|especial|notre|nos|l|de|du|des|équipe|spécial(?:e)?"
    r"|unser(?:e[mnrs]?)?|eigene[mnr]?|de[rmn]|die|ein|eich|y|yr|ni|nasz(?:a|ego|ej|ych)?|własn(?:y|ego|ej)|specjaln(?:y|ego)"
    r"|noss[oa]s?|[ao]s?|d[ao]|equipe|nostru|noastr[ăe]i?|al|special(?:ul)?|هيئة|أسرة|فريق",
    re.IGNORECASE,
)
_IN = r"(?:reporting\s+)?(?:in|at|from|en|desde|à|depuis|aus|em|we?|yn|ym|yng|în|din)"
_TOWN = re.compile(
    rf"(?:(?P<name>\S.*?)\s+)?{_IN}\s+(?:(?:the|la|le|el|los|las)\s+)?(?P<town>\S.*)", re.IGNORECASE
)
_LONGEST_TOWN, _LONGEST_POST = 5, 8  # words
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_A_DAY = (
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º)?\.?\s+(?:of\s+|de\s+)?(?:{_MONTH})\b\.?(?:\s+(?:de\s+)?\d{{4}})?"
    rf"|(?:{_MONTH})\.?\s+\d{{1,2}}"
)
_DAY = re.compile(rf"(?:(?P<name>\D+?)\s+)?(?:{_A_DAY})", re.IGNORECASE)
#: A year behind a day, a telephone.
_NUMBER = re.compile(r"[+(]?\d[\d\s()/-]{3,}")
_SEAM = re.compile(r",?\s+(?:and|y|et|und|ac|i|și|oraz)\s+|\s*[,;&]\s*", re.IGNORECASE)
_CLOSED = re.compile(r"\s(?:and|y|e|et|und|ac|i|și|oraz|&)\s[^,;]+$", re.IGNORECASE)
#: Where one of those who are named behind "Photos by" ends: as above, and where a sentence does, or a bracket.
_OTHERS_SEAM = re.compile(
    r",?\s+(?:and|y|et|und|ac|i|și|oraz|from\s+the|of)\s+|\s*[,;&|()]\s*|(?<=\w{2})\.(?:\s+|$)|\s[–—-]\s",
    re.IGNORECASE,
)
#: Before names, and part of none.
_BEFORE = frozenset({"by", "de", "the", "por", "par", "gan", "von"})
_DOT = re.compile(r"\.\s+")
_MOST_WORDS, _TWO_CAPITALS = 12, re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z][^\W\d_]+")
#: "a" is "and" in Welsh, and in other languages much else.
_OF_WALES = re.compile(r"(?:geiriau\s+|ysgrifennwyd\s+)?gan\s|(?:awdur(?:on)?|awdur\w*)\s*:", re.IGNORECASE)
_WELSH_AND = re.compile(r"\sac?\s(?=[^\W\d_])")
_ARABIC = re.compile(r"بقلم\s*:?\s+(?P<name>[\u0620-\u064a]{2,20}(?:\s[\u0620-\u064a]{1,20}){1,4})")
#: Between the names of two people; the initial of a name ("Ana E Example") is none of them.
_JOINT = re.compile(r"[,;&/|]|\s(?:and|y|et|und|ac?|e|i|și|şi|oraz|و)(?=\s)", re.IGNORECASE)
_ENDS_IN_INITIAL = re.compile(r"\b[^\W\d_]\.$")
_INITIAL = re.compile(r"\s[AEI](?=\s[A-Z][a-z])")


def byline(line: str) -> str:
    """The name in "By Ana Example | 3 May 2026"; "" if the line is no byline, or one that names nobody."""
    return signature(line) or ""


def signature(line: str) -> str | None:
    """The names on a byline, without posts, towns and days; "" for "By our reporter", None for any other line."""
    if len(line) > _LONGEST_LINE or (own := _own_part(line)) == "":
        return None
    line = without_wires(own)
    unnamed, match = _FROM.fullmatch(line), _BYLINE.fullmatch(line)
    if unnamed and _is_of_nobody(unnamed["name"]):
        return ""
    if match is None:
        named = _ARABIC.fullmatch(line)  # which has no capitals
        return named["name"] if named else None
    said = _AFTER_NAME.split(_before_day(without_mailboxes(match["name"])), maxsplit=1)[0].strip(" ,:;")
    said = said if _ENDS_IN_INITIAL.search(said) else said.strip(" ,.:;")
    if _is_of_nobody(said):
        return ""
    is_welsh = _OF_WALES.match(line) is not None
    plain = _WELSH_AND.sub(" and ", said) if is_welsh else said
    return people_of(plain, is_whole=True) or (said if _is_name(plain, longest=12) else None)


def _before_day(said: str) -> str:
    """What stands before a sentence that tells nothing but a day: "Ana Example. Published 3 May 2026"."""
    dots = (dot for dot in _DOT.finditer(said) if is_date_line(said[dot.end() :]))
    return next((said[: dot.start()] for dot in dots), said)


def _own_part(line: str, *, is_signed: bool = False) -> str:
    """What a byline says of its author, without who took the pictures or translated it; "" where only such stand."""
    own, others = parts_of(line, is_signed=is_signed)
    return own if all(_name_in(piece) is not None for piece in _pieces(others)) else line


def _pieces(others: Iterable[str]) -> Iterator[str]:
    return (piece for other in others for piece in filter(None, map(str.strip, _OTHERS_SEAM.split(other))))


def is_of_others(line: str) -> bool:
    """Whether a line names only people who worked on the words of somebody else: "Translated by Ana Example"."""
    if not line or len(line) > _LONGEST_LINE or _own_part(line) or not is_of_words(line):
        return False
    # One word may be anything: "Translation: Welsh".
    return any(" " in (_name_in(piece) or "") for piece in _pieces(parts_of(line)[1]))


def authors(said: str) -> str:
    """The names in what a page gives as its author, where anything but names stands beside them."""
    said = without_wires(said)
    own = _own_part(said[:_LONGEST_LINE], is_signed=True)
    if own != said[:_LONGEST_LINE]:
        return byline(own) or byline(f"By {own}")
    return people_of(said) or said


def may_be_byline(line: str) -> bool:
    """Whether a line that is none of the bylines that are understood looks like one: "By the late Ana Example"."""
    led = _BYLINE.match(line) if len(line) <= _LONGEST_LINE and signature(line) is None else None
    is_short = led is not None and len(led["name"].split()) <= _MOST_WORDS and line[-1:] not in ".!?:…"
    return bool(is_short and led and _TWO_CAPITALS.search(led["name"]))


def names_nobody(name: str) -> bool:
    """Whether it is a post and no person ("Our Reporter", "Von unserer Redaktion"), or one who did not write."""
    if not _own_part(name[:_LONGEST_LINE], is_signed=True):
        return bool(name)
    unnamed = _FROM.fullmatch(name[:_LONGEST_LINE])
    return _is_of_nobody(name) or bool(unnamed and _is_of_nobody(unnamed["name"]))


def _is_of_nobody(said: str) -> bool:
    """Whether nothing but a post is named, in a town or not: "our correspondent in Leeds"."""
    name = said[:_LONGEST_LINE].strip(" .:")
    town = _TOWN.fullmatch(name)
    if town and town["name"] and _is_name(town["town"], longest=_LONGEST_TOWN):
        name = town["name"]
    parts = words(name)
    if _HANDLES.fullmatch(name) or _TEAM.fullmatch(name):
        return True
    return is_wire(said[:_LONGEST_LINE]) or (
        any(map(_POST.fullmatch, parts)) and all(map(_is_of_post, parts))
    )


def people_of(said: str, *, is_whole: bool = False) -> str:
    """The names in "Ana Example, labour editor, and Ben Sample, in Leeds"; "" where nothing but names stands there.

    `is_whole`: as a line says it, where one word behind one name is a town; towns may be gone already elsewhere.
    """
    names, is_more, is_led = list[str](), False, False
    for piece in filter(None, map(str.strip, _SEAM.split(said[:_LONGEST_LINE]))):
        if (name := _name_in(piece)) is None:
            return ""
        if not name and not names and not (is_led := _is_only_post(piece)):
            return ""
        is_state = is_more and len(piece) == 2 and piece.isupper()  # "in Scranton, PA"
        if is_state or _is_town_behind(piece, said, names, is_whole=is_whole):
            is_more = True
            continue
        if _is_day(piece) and len(names) > 1 and " " not in names[-1]:
            names.pop()  # a town: "Por Ana Example, Madrid, 3 de mayo"
        names += [name] if name else []
        is_more = is_more or name != piece
    if not names or (is_led and " " not in names[0]):
        return ""
    # One word with a town behind it may be any headline: "Por Palestina en Madrid".
    return ", ".join(names) if is_more and " " in names[0] else ""


def _is_town_behind(piece: str, said: str, names: list[str], *, is_whole: bool) -> bool:
    """Whether a single word stands behind one whole name, or a row that an "and" has closed: "Ana Example, Rostock"."""
    is_one = is_whole and len(names) == 1 and " " in names[0]
    if (
        not (is_one or len(names) > 1)
        or len(piece.split()) > 1
        or not piece[0].isupper()
        or piece.isupper() != said.isupper()
    ):
        return False
    row, comma, last = said.rstrip(" .").rpartition(",")
    return bool(comma) and last.strip() == piece and (is_one or _CLOSED.search(row) is not None)


def _name_in(piece: str) -> str | None:
    """The name in a piece of a byline, "" where it is a post, a town, a day or a number; None for anything else."""
    if piece.isupper() and (name := _before_tail(piece)) and " " in name:
        return name  # "ANA EXAMPLE IN LEEDS" would be all name
    name = _behind_post(piece)
    if _is_name(name) and not _is_post(name):
        return name
    tail = _before_tail(piece)
    return "" if tail is None and (_is_post(piece) or _NUMBER.fullmatch(piece)) else tail


def _before_tail(piece: str) -> str | None:
    """The name before a town or a day in a piece of a byline, "" where there is none; None for any other piece."""
    town, day = _TOWN.fullmatch(piece), _DAY.fullmatch(piece)
    if town and _is_name(town["town"], longest=_LONGEST_TOWN):
        name = town["name"] or ""
    elif day or is_date_line(piece):
        name = (day["name"] if day else "") or ""
    else:
        return None
    return name if not name or _is_name(name) else None


def _is_day(piece: str) -> bool:
    day = _DAY.fullmatch(piece)
    return is_date_line(piece) or bool(day and not day["name"])


def _behind_post(piece: str) -> str:
    """A name without the post before it, "our reporter Ana Example"; any other piece as it is."""
    parts = piece.split()
    number = next((n for n, part in enumerate(parts) if not _is_of_post(part)), len(parts))
    rest = parts[number:]
    if not any(map(_POST.fullmatch, parts[:number])) or len(rest) < 2 or not rest[0][0].isupper():
        return piece
    return " ".join(rest)


def _is_of_post(part: str) -> bool:
    return bool(_POST.fullmatch(part) or _BESIDE_POST.fullmatch(part))


def _is_post(piece: str) -> bool:
    parts = words(piece)
    return len(parts) <= _LONGEST_POST and any(map(_POST.fullmatch, parts))


def _is_only_post(piece: str) -> bool:
    """Whether a piece is a post as a text writes it, "our industrial correspondent", and no headline."""
    return _is_post(piece) and (piece[0].islower() or all(map(_is_of_post, words(piece))))


def _is_name(said: str, *, longest: int = 6) -> bool:
    """Whether a text is a name by its looks: words that begin large, and what stands between such."""
    parts = said.replace(",", " ").split()
    capitals = [part for part in parts if part[0].isupper() or part[0] == "@"]
    others = [part for part in parts if part not in capitals and not _PARTICLE.fullmatch(part)]
    if not capitals or others or len(parts) > longest:
        return False
    return len(parts) > 1 or not _NO_NAME.fullmatch(said)


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
