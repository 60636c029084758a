"""Traces of private people in what somebody sent: phone numbers, postal addresses, numbers of accounts, confidences,
names that were not to be named.

They are told by kind and place, never repeated. A language or shape that is missing costs a warning.
"""

import re
from collections.abc import Iterator, Sequence

from newsletter.articles.reading.withheld import unnamed, withheld

PHONE = "[phone number]"
_LONGEST = 20_000  # characters of a paragraph that are looked at
_MOST_NAMED = 8  # places

#: With the sign of a country or a leading nought.
_DIALLED = re.compile(
    r"(?<![\w.,/:€$£+=#&?-])(?:tel:)?(?:\+|00)\d{1,3}(?:[ ()./-]{0,3}\d){6,12}(?![\w%€$£]|[.,:]\d)"
    r"|(?<![\w.,/:€$£+=#&?-])(?:\(0\d{1,5}\)|0\d)(?:[ /.-]{0,2}\d){6,11}(?![\w%€$£]|[.,:]\d)"
)
#: Numbers without either, beside a word that says what they are.
_SAID = re.compile(
    r"(?P<said>(?<![\w/=.-])(?:tel(?:ephone|éfono|efon|éfon|\.)?|phone|mobile|mob\.?|cell|call|ring|text"
    r"|whatsapp"
    r"|signal|móvil|llama|portable|handy"
    r"|ffôn|ffonio|ffoniwch|symudol|zadzwoń|telemóvel|ligue|sunați|هاتف|اتصل)\W{1,3}(?:(?:me|us|on|at|him"
    r"|her|them|al|au|ar|pod|la) ){0,2})"
    r"\(?\d(?:[ ()./-]{0,2}\d){8,13}(?![\w%€$£])",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}|(?<!\d)0[.,]\d")
_STREETS = (
    r"street|st|road|rd|lane|avenue|ave|close|drive|way|terrace|place|court|crescent|grove|gardens|walk|row"
    r"|square|mews|parade"
)
#: What people and accounts are numbered by.
_NUMBERED = (
    r"(?:member(?:ship)?|account|sort code|insurance|national insurance|payroll|staff|NI|passport|union)(?: card)?"
    r" (?:no\.?|number|ID|#)"
    r"|(?:mitglieds|konto|versicherungs|personal|ausweis)-?(?:nummer|nr\.?)"
    r"|(?:número|n[ºo°.]{1,2}) de (?:afiliad[oa]|afiliación|soci[oa]|sócio|sócia|cuenta|conta)"
    r"|(?:numéro|n[ºo°.]{1,2}) (?:d[’']adhérente?|d[’']adhésion|de compte|de membre)"
    r"|numer (?:członkowski|legitymacji|konta)|num[ăa]rul de (?:membru|cont)|rhif (?:aelod(?:aeth)?|cyfrif)"
)
_KINDS = (
    (
        "a postal address",
        re.compile(
            r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)"
            # The door of the British government, where petitions are handed in, is nobody's home.
            rf"|(?<![\w.,])(?!10 Downing )\d{{1,3}}[A-Za-z]?,? (?:[A-Z][\w’'-]{{1,20}} ){{1,3}}(?i:{_STREETS})(?!\w)"
            r"|(?<![\w.,])\d{1,4}[A-Za-z]?,? (?:Heol|Stryd|Ffordd|Lôn|Rhodfa) [A-Z]"
            r"|(?<!\w)[A-ZÄÖÜ][\w-]{1,30}(?:straße|strasse|str\.|gasse|allee) \d{1,4}"
            r"|(?<![\w.,])\d{1,4},? (?:bis |ter )?(?i:rue|boulevard|chemin|impasse) (?:d[eu’']|[A-ZÉ])"
            r"|(?<!\w)(?i:calle|c/|avenida|avda\.|rua|travessa|strada|str\.|ul\."
            r"|via) (?:d[aeo]s? )?[A-ZÁÉÍÓÚŁŚŻ][^,.\d]{1,40},? (?:n[ºr°o]?\.? ?)?\d{1,4}(?!\d)"
        ),
    ),
    (
        "a number of an account, a member or an insurance",
        re.compile(
            r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,4})?(?!\w)"
            r"|(?i:\bsort code)\W{1,3}(?:is )?\d\d\W?\d\d\W?\d\d"
            r"|(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
            rf"|(?i:\b(?:{_NUMBERED})\W{{0,3}}(?:is |ist |es |est |é |este |to |yw )?)"
            r"(?:[A-Z]{1,6}[-/ ]?)?\d(?:[-/ ]?\d){3,}"
            r"|(?i:\baccount)\W{1,3}(?:is )?\d{8}(?!\d)"
        ),
    ),
    (
        "a request to keep it in confidence",
        re.compile(
            r"\b(?:(?:strictly|private and|this (?:e-?mail|mail|message|letter) is|(?:treat|keep) (?:this"
            r"|it)(?: as)?) (?:\w+ )?confidential"
            r"|in (?:strict )?confidence|not for (?:publication|circulation|forwarding)|off the record"
            r"|keep (?:this|it) (?:to (?:your|our)sel(?:f|ves)|between us|private|quiet)|(?:do not"
            r"|don[’']t) (?:share|forward|circulate|"
            r"pass on|publish) (?:this|it)|between (?:you and me|ourselves)|embargo(?:ed (?:until|till)|:)"
            r"|under embargo"
            r"|estrictamente confidencial|no (?:difundir|publicar|reenviar)|strictement confidentiel"
            r"|ne pas (?:diffuser|publier|transférer)"
            r"|streng vertraulich|nicht (?:weiterleiten|weitergeben|veröffentlichen)|hollol gyfrinachol"
            r"|peidiwch â (?:rhannu|chyhoeddi) hwn"
            r"|ściśle poufne|nie (?:publikować|rozpowszechniać)|strict confidențial|سرية? (?:للغاية|وخاصة?)"
            r"|(?:ليس|غير مخصص|غير قابل) للنشر|(?:يرجى|الرجاء|نرجو|رجاء|برجاء) عدم (?:ال?نشر|مشاركة|المشاركة|التوزيع"
            r"|(?:إعادة )?ال?[إا]رسال)|محظور النشر|ف?ليبق (?:هذا|الأمر) بيننا|بيني وبينكم?)(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
UNNAMED = "the name of somebody who does not want to be named"
_OF_PHONE = "a phone number"
_ORDER = (_OF_PHONE, *(kind for kind, _ in _KINDS), UNNAMED)


def kinds(text: str) -> tuple[str, ...]:
    """What seems to be private in a text, by kind: a phone number, and all that is told of a mail."""
    return tuple(dict.fromkeys(kind for kind, _ in traces(text)))


def traces(text: str) -> Iterator[tuple[str, str]]:
    """The same with the very words, which are told nobody."""
    text = text[:_LONGEST]
    yield from ((_OF_PHONE, number) for number in (*([PHONE] if PHONE in text else ()), *_phones(text)[1]))
    for kind, shape in _KINDS:
        yield from ((kind, match[0]) for match in shape.finditer(text))
    yield from ((UNNAMED, name) for name in withheld(text))


def places(text: str) -> list[tuple[int, int, str]]:
    """Beginning, end and kind ("phone number") of what seems to be private, wherever it stands in a text."""
    return [
        (match.start(), match.end(), re.sub(r"^(?:an?|the) ", "", kind))
        for kind, words in dict.fromkeys(traces(text))
        for match in re.finditer(re.escape(words), text)
    ]


def without_phones(line: str) -> tuple[str, int]:
    """A line with "[phone number]" for each phone number, and how many there were. A date is none."""
    left, numbers = _phones(line)
    return left, len(numbers)


def _phones(line: str) -> tuple[str, list[str]]:
    taken = list[str]()

    def put(match: re.Match[str]) -> str:
        said = match.groupdict().get("said") or ""
        number = match[0][len(said) :]
        if _DAY.search(number):
            return match[0]
        taken.append(number)
        return f"{said}{PHONE}"

    return _SAID.sub(put, _DIALLED.sub(put, line)), taken


def of_phones(taken: int) -> Iterator[str]:
    """What to say of phone numbers that were taken out."""
    if taken:
        many = "A phone number was" if taken == 1 else f"{taken} phone numbers were"
        yield f"{many} taken out of the text. Put back only what readers are meant to ring."


def of_private(paragraphs: Sequence[str], *, with_phones: bool = False) -> Iterator[str]:
    """What seems to be private in a text, by kind and place; no word of it. `with_phones`: they were not taken out."""
    found = dict[str, list[str]]()
    for at, text in enumerate(paragraphs, start=1):
        if with_phones and without_phones(text[:_LONGEST])[1]:
            found.setdefault(_OF_PHONE, []).append(str(at))
        for kind, shape in _KINDS:
            if shape.search(text[:_LONGEST]):
                found.setdefault(kind, []).append(str(at))
    for number in sorted({number for number, _ in unnamed(paragraphs)}):
        found.setdefault(UNNAMED, []).append(str(number + 1))
    for kind, places in sorted(found.items(), key=lambda told: _ORDER.index(told[0])):
        more = " and others" if len(places) > _MOST_NAMED else ""
        where = f"{'Paragraphs' if len(places) > 1 else 'Paragraph'} {', '.join(places[:_MOST_NAMED])}{more}"
        seems = "seem" if len(places) > 1 else "seems"
        yield f"{where} of the text {seems} to hold {kind}: look whether readers are meant to see it."
