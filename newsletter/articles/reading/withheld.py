"""The names of people who do not want to be named, and whether a text names one of them.

"Ana Example, who asked not to be named" is a slip of whoever wrote it, and may cost her the post. So a name is held
back once too often rather than once too seldom, where the words of unnamed.py stand: also the one in the sentence
before ("Ana Example said so. She asked …"). Only what is clearly a name counts: behind "a nurse at Example Hospital"
stands none of a person.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from newsletter.articles.reading import anonymity_arabic
from newsletter.articles.reading.unnamed import SHAPES, Place

CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞŁŚŻŹĆĄĘŃÓȘȚĂÂÎ])[\w’'-]{1,25}"
_RUN = re.compile(
    rf"(?:(?<![\w’'])|(?<=\b[dl][’']))(?P<name>{CAPITAL}(?:\s(?:(?:de|da|do|dos|del|van|von|der|al|bin|ap|di|la)\s"
    rf"|(?-i:[A-Z])\.\s)?{CAPITAL}){{0,4}})"
)
_LONGEST = 20_000  # characters of a paragraph that are looked at
_REACH = 400  # characters of a sentence to both sides of the wish
_MOST = 20  # wishes of one kind in a sentence
_MOST_BACK = 3  # sentences before, in which somebody may be named
_NEAR = 24  # characters between "do not name" and the name
_END = re.compile(r"[.!?؟…][\"”»’')\]]*\s+")
#: A full stop behind these ends no sentence.
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mrs?|Ms|Mx|Dr|Prof|St|Rev|Sra?|Dñ?a|Mme|Mlle|Hr|Fr|dr|mgr|inż|nr|ul))$")
#: Behind these stands a place or a body, or a name of which somebody else is told.
OF_OTHERS = re.compile(
    r"at|in|of|from|for|near|on|bei|von|aus|für|del?|en|por|para|à|chez|d[ue]s?|d[ao]s?|em|n[ao]s?|w|z|od"
    r"|la|din|[dl]"
    r"|yn|ym|i[mn]|beim|zum|zur",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"the|d(?:ie|er|as|en|em)|el|l[aeo]s?|os?|as?|yr?", re.IGNORECASE)
#: The last or first word of what is nobody.
_BODIES = re.compile(
    r"hospitals?|museum|foods?|unions?|council|university|college|school|ltd|inc|plc|group|company|party"
    r"|ministry|department|court|police"
    r"|committee|association|federation|confederation|trust|centre|center|institute|street|road"
    r"|commission|workers|news|times"
    r"|klinikum|krankenhaus|gewerkschaft|ag|gmbh|sindicato|syndicat|federación|confederación|fédération"
    r"|confédération|hôpital"
    r"|sindicatul|związek|związku|szpital|undeb|cyngor|ysbyty|ministerio|ministère|ministerstwo"
    r"|employers?|owners?|firm|report",
    re.IGNORECASE,
)
#: At the beginning of a sentence, or as a title, they have a capital, too.
NO_NAME = re.compile(
    r"the|an?|one|two|three|some|several|many|most|another|both|th(?:is|at)|s?he|they|it|her|his|their"
    r"|d(?:ie|er|as|en)|eine?r?"
    r"|el|l[aeo]s?|un[ao]?s?|une|l[’']une|os?|as|uma?|yr?|said|says|but|and|when|after|before|while|as|if"
    r"|so|yet|now|then|in|on|at"
    r"|mae|roedd|dywedodd|gofynnodd|mynnodd|ychwanegodd|keep|please|leave|bitte|mrs?|ms|mx|sra?|frau|herr|mme|pani?",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"workers|staff|nurses|drivers|members|residents|people|teachers|cleaners|colleagues|sources"
    r"|officials|others|all|we|you"
    r"|police|bosses|managers|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february"
    r"|march|april|may|june"
    r"|july|august|september|october|november|december|english|polish|german|spanish|french|welsh|i",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:said|says|told|tells|added|adds|explain(?:s|ed)|recalls|sagte?|erzählte?|berichtete?|meinte?"
    r"|dijo|dice|contó|cuenta"
    r"|dit|raconte|explique|disse|diz|conta|spune|a\sspus|mówi|powiedział|powiedziała|meddai|dywedodd)"
)
_SAYS_BEHIND, _SAYS_BEFORE = (
    re.compile(rf"\s{_SAYS}\b", re.IGNORECASE),
    re.compile(rf"\b{_SAYS}\s$", re.IGNORECASE),
)
_PRONOUN = (
    r"s?he|they|er|sie|il|elle|ils|elles|él|ella|ellos|ellas|ele|ela|eles|elas|el|ea|ei|on|ona|oni|one|e"
    r"|hi|ef|nhw|هو|هي"
)
#: What may begin a sentence that goes on about somebody.
_GOES_ON = re.compile(
    rf"(?:{_PRONOUN}|his|her|their|ihre?|seine?|su|sus|son|sa|leurs?|seu|sua|o|a|numele|jego|jej|ei|eu"
    rf"|the|this|that|both|der|die"
    r"|das|le|la|los|las|l|y|yr|but|and|also|however|because|as|since|aber|und|auch|pero|y|mais|et|mas|e"
    r"|dar|și|ale|i|ond|ac"
    r"|please|bitte|por|s|proszę|i|we|ich|wir|yo|je|eu|ja)\b",
    re.IGNORECASE,
)
_BY_PRONOUN = re.compile(rf"(?:^|\s)(?:{_PRONOUN})\s(?:\w+\s)?$", re.IGNORECASE)
_OPENS_BY_PRONOUN = re.compile(rf"\W*(?:{_PRONOUN})\b", re.IGNORECASE)
_OF_SOMEBODY = (
    r"an?|one|another|some|several|two|three|four|five|six|many|most|nobody|no\sone|someone|eine?r?|zwei"
    r"|drei|une?|una|uno|dos|deux|uma?"
    r"|dois|duas|doi|două|jeden|jedna|dwie|dwóch"
)
#: Somebody without a name, right before the wish: "a nurse at Example Hospital, who".
_NAMELESS = re.compile(
    rf"(?:^|[\s“\"«(])(?:(?:{_OF_SOMEBODY})(?:\s(?!that\b|s?he\b|they\b|and\b|but\b|who\b)[\w’'-]+){{0,7}}"
    r"|(?:that|dass|que|że|că|fod|bod)\s(?!s?he\b|they\b)[\w’'-]+),?\s?"
    r"(?:(?:who|die|der|que|qui|care|która|który|sydd)\s)?(?:(?:has|had|have|also|all|both)\s)?$",
    re.IGNORECASE,
)
#: Of whom the one who speaks tells: "Ana Example said the minister asked".
_TOLD_OF = re.compile(
    r"\b(?:said|says|added|adds|explain(?:s|ed)|recall(?:s|ed)|sagte?|meinte?|dijo|dice|dit|a\sdit|disse|diz|spune|a\sspus"
    r"|mówi|powiedzia\w+|dywedodd)(?:,?\s(?:that|dass|que|że|că|fod|bod))?,?\s"
    r"(?:the|his|her|their|our|its|der|die|das|ihre?|seine?|el|la|los|las|le|les|sa|son|ses|su|sus|o|os|as|y|yr)\s"
    r"(?:(?!s?he\b|they\b|and\b|but\b|und\b|aber\b|y\b|pero\b|et\b|mais\b|e\b|mas\b|și\b|dar\b|[ei]lle?\b|[eé]l(?:la)?\b|el[ea]\b)"
    r"[\w’'-]+\s){1,4}$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(r"\s?[,(–—-][^,()–—]*[,)–—]")
_MINE = re.compile(r"\b(?:my|me|mein\w*|mi|mon|meu|minha|mea|moje\w*|fy|I)\b|(?:^|\W)I\s?$")
_DENIED = re.compile(r"\b(?:not|nicht|no\ses|pas|não|nu\seste|nie|nid)\s(?:\w+\s)?$", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|und|y|e|et|i|și|a|ac)\s")
#: Somebody's words, before "on condition of anonymity".
_SPOKEN = re.compile(r"\b(?:spoke|speaking|speaks|said|told|talked)\s(?:[\w’'-]+\s){0,4}$", re.IGNORECASE)
#: A land's or a body's own, as in "North Korean officials".
_OWNER = re.compile(r"[’']s$")
_ROLE = re.compile(
    r"\s(?:officials?|sources?|diplomats?|government|authorities|soldiers?|police|workers?|employees?"
    r"|strategists?|staff|state"
    r"|members?|employers?|aides?|managers?|groups?|clubs?|teams?|movement|communit(?:y|ies))\b"
)
#: Somebody who speaks without a name: "said a port official", "according to the source".
_UNNAMED_SPEAKER = re.compile(
    rf"\b(?:{_SAYS}\s(?:{_OF_SOMEBODY})|according\sto\s(?:an?|one|the|another))\s(?:[\w’'-]+\s){{0,4}}"
    r"(?:officials?|sources?|diplomats?|soldiers?|workers?|employees?|strategists?|aides?|managers?|nurses?|drivers?"
    r"|quelle|quellen|fuentes?|funcionari[oa]s?|fonctionnaires?|fontes?|funcionári[oa]s?|surs[ae]|źródł[oa])\b",
    re.IGNORECASE,
)
_DOING = re.compile(r"\w+ing\b")
#: Arabic has no capitals: two words behind "said".
_ARABIC_NAME = re.compile(
    r"(?<!\w)[وف]?(?:قال|قالت|أضاف|أضافت|أكد|أكدت|صرح|صرحت|روى|روت|يقول|تقول)\s(?P<name>\w{2,15}\s\w{2,15})(?!\w)"
)
_ARABIC_NOUNS = re.compile(
    r"ال\w+|عامل\w*|موظف\w*|مصدر|مصادر|أحد|إحدى|ممرض\w*|سائق\w*|شخص|رجل|امرأة|مسؤول\w*|عضو|بعض|عدد"
    r"|\w+\s(?:في|من|على|إن|أن|إلى|عن|ب\w+|ل\w+)"
)
#: How a family's name is bent: Kowala, Kowalem, Sobols.
_BENT = r"(?:[’']?s|a|u|em|iem|owi|ie|y|ą|ę|ej)?"


class _Person(NamedTuple):
    start: int
    end: int
    name: str


def withheld(text: str) -> Iterator[str]:
    """The names of people of whom a text says that they do not want to be named."""
    yield from (name for _, name in unnamed((text,)))


def unnamed(paragraphs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The same for an article, each once, with the number of the paragraph that says so, from 0 on."""
    earlier: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph[:_LONGEST]
        told = set(anonymity_arabic.withheld(text))
        for sentence in _sentences(text):
            for language, place, shape in SHAPES:
                for said in islice(shape.finditer(sentence), _MOST):
                    told |= set(_who(*_around(sentence, said), place, language, earlier))
            earlier = [*earlier, sentence[-_REACH:]][-_MOST_BACK:]
        yield from ((number, name) for name in sorted(told, key=text.find))


def names_any(text: str, names: Collection[str]) -> bool:
    """Whether a text names one of these people, also by the family's name alone, or by the first within a sentence."""
    return any(_shape(name).search(text) for name in names)


def _shape(name: str) -> re.Pattern[str]:
    parts = name.split()
    first, last = parts[0], parts[-1]
    shapes = [rf"(?<!\w){re.escape(name)}(?!\w)"]
    if len(parts) > 1 and name[0].isupper():
        shapes += [
            rf"(?<!\w){re.escape(last)}{_BENT}(?!\w)",
            rf"(?<=[\w,] ){re.escape(first)}(?!\w| [^\W\d_a-zß-ÿ])",
        ]
    return re.compile("|".join(shapes))


def _around(sentence: str, said: re.Match[str]) -> tuple[str, tuple[int, int]]:
    """What is looked at of a sentence, cut between words, and where in it the wish stands."""
    first = 0 if said.start() <= _REACH else sentence.find(" ", said.start() - _REACH, said.start())
    start = said.start() if first < 0 else first
    return sentence[start : said.end() + _REACH], (said.start() - start, said.end() - start)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        if not _SHORT.search(text, max(start, match.start() - 6), match.start()):
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def _who(
    sentence: str, wish: tuple[int, int], place: Place, language: str, earlier: Sequence[str]
) -> Iterable[str]:
    """The names of those who wish so in a sentence, by its beginning and end there."""
    start, end = wish
    own, said = sentence[:start], sentence[start:end]
    if language == "ar":  # within one sentence: anonymity_arabic.py
        return () if own.strip() else _arabic(sentence, place, end, earlier)
    if place is Place.BEHIND:
        led = "".join(
            char.lower() if len(char.lower()) == 1 else char for char in sentence[:end]
        )  # "Namen von"
        near = [] if _DENIED.search(own) else _people(led + sentence[end:], language, is_meant=True)
        return [person.name for person in near if end <= person.start <= end + _NEAR][:1]
    people = list(_people(sentence, language))
    reach = end if language == "cy" else start  # Welsh: "nid yw Ana Enghraifft am gael ei henwi"
    if before := [person for person in people if person.start < reach]:
        between = _APPOSITION.sub("", sentence[before[-1].end : start], count=1)
        if place is Place.EITHER:
            between, parted = _SPOKEN.subn("", between)
        is_nameless = _NAMELESS.search(between) and not _BY_PRONOUN.search(between)
        is_anothers = (place is Place.BEFORE or parted) and not _DOING.match(said)
        return (
            () if is_anothers and (is_nameless or _TOLD_OF.search(between)) else _together(sentence, before)
        )
    is_nameless = place is Place.BEFORE and _NAMELESS.search(own) and not _BY_PRONOUN.search(own)
    if is_nameless or _NAMELESS.search(_SPOKEN.sub("", own)) or _names_body(own):
        return ()
    is_of_before = (
        _OPENS_BY_PRONOUN.match(own) or not own.strip(" “\"„«'‘") or _GOES_ON.match(own.lstrip("“\"„«'‘ "))
    )
    is_of_before = is_of_before or _BY_PRONOUN.search(own)
    behind = [person.name for person in people if person.start >= end][:1]
    is_either = place is Place.EITHER or _MINE.search(said) or _MINE.search(own)
    if is_either and behind and not _OPENS_BY_PRONOUN.match(own):
        return behind
    return _back(earlier, language) or (behind if is_either else ()) if is_of_before else ()


def _names_body(own: str) -> bool:
    return any(_BODIES.fullmatch(word.strip(",")) for word in own.split()[:4])


def _back(earlier: Sequence[str], language: str) -> list[str]:
    """Everybody named in the nearest sentence before that names somebody; none where somebody without a name speaks."""
    for sentence in reversed(earlier):
        people = list(_people(sentence, language))
        if names := [one.name for one in people if " " in one.name or _is_speaking(sentence, one)]:
            is_anothers = _UNNAMED_SPEAKER.search(sentence) and not any(
                _is_speaking(sentence, p) for p in people
            )
            return [] if is_anothers else names
        if _UNNAMED_SPEAKER.search(sentence):
            return []
    return []


def _is_speaking(sentence: str, one: _Person) -> bool:
    """Whether somebody with a single name is said to say something; Ebola is not."""
    return bool(_SAYS_BEFORE.search(sentence, 0, one.start) or _SAYS_BEHIND.match(sentence, one.end))


def _together(sentence: str, people: Sequence[_Person]) -> list[str]:
    """The last of them, and who is joined to them by "and"."""
    names = [people[-1].name]
    for one, two in zip(reversed(people[:-1]), reversed(people[1:]), strict=True):
        if not _AND.fullmatch(sentence, one.end, two.start):
            break
        names.append(one.name)
    return names


def _people(text: str, language: str, *, is_meant: bool = False) -> Iterator[_Person]:
    """What seem to be names of people: two words with capitals, or one that can hardly be something else.

    `is_meant`: also what stands behind "of", as in "the name of Ana Example".
    """
    for match in _RUN.finditer(text):
        words, start = match["name"].split(), match.start()
        while words and NO_NAME.fullmatch(words[0].rstrip(".")):
            start += len(words[0]) + 1
            words = words[1:]
        if not words or any(_BODIES.fullmatch(word) for word in (words[0], words[-1])):
            continue
        if _OWNER.search(words[0]) or _ROLE.match(text, match.end()):
            continue
        led = [word.strip("“”\"„«(’'") for word in text[max(0, start - 60) : start].split()[-2:]]
        while led and _ARTICLE.fullmatch(led[-1]) and len(led) > 1:
            led.pop()
        if led and not is_meant and OF_OTHERS.fullmatch(led[-1]):
            continue
        if len(words) > 1 or _is_somebody(text, start, match.end(), words[0], language):
            yield _Person(start, match.end(), _OWNER.sub("", " ".join(words)))


def _is_somebody(text: str, start: int, end: int, word: str, language: str) -> bool:
    """Whether a single word with a capital is somebody's name."""
    if word.isupper() or _GROUP.fullmatch(word):
        return False
    before = text[max(0, start - 24) : start]
    if not before or _END.search(before[-4:]) or before.endswith(("“", '"', "«", "„")):
        return bool(_SAYS_BEHIND.match(text, end)) and language != "de"
    if _SAYS_BEFORE.search(before):
        return True
    led = before.split()[-1]
    is_led = _ARTICLE.fullmatch(led) or led.lower() in (
        "with",
        "by",
        "to",
        "mit",
        "con",
        "avec",
        "com",
        "cu",
        "gyda",
    )
    return language != "de" and before[-2:-1].isalpha() and not is_led


def _arabic(sentence: str, place: Place, end: int, earlier: Sequence[str]) -> list[str]:
    if place is Place.BEHIND:
        words = sentence[end:].split()[:2]
        return [" ".join(words).strip(".،")] if len(words) == 2 else []
    for text in reversed(earlier):
        if (match := _ARABIC_NAME.search(text)) and not any(
            _ARABIC_NOUNS.fullmatch(piece) for piece in (match["name"], match["name"].split()[0])
        ):
            return [match["name"]]
    return []
