"""The heads of mails that stand in a mail's text, because it was passed on or answered: who wrote to whom, and when.

Whoever stands there is a private person. Where it is not sure that lines are such a head, they go, and it is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from newsletter.articles.reading.decoding import check_pieces

_WORDS = {
    "from": "from|sender|de|remitente|expéditeur|remetente"
    "|von|absender|oddi wrth|od|o|van|afzender|da|mittente|från"
    "|fra|lähettäjä|feladó|kimden|gönderen|de la|expeditor"
    "|от|від|από|من",
    "date": "date|sent|sent on|fecha|enviado|enviada|enviado el|enviado em|enviada em"
    "|envoyé|envoyé le|gesendet|gesendet am"
    "|datum|dyddiad|anfonwyd|data|wysłano|wysłane"
    "|verzonden|verzonden op|inviato|inviato il"
    "|skickat|sendt|dato|lähetetty"
    "|päivämäärä|odesláno|elküldve|dátum"
    "|gönderildi|tarih|trimis|trimis la|enviat|дата|отправлено|надіслано|ημερομηνία"
    "|التاريخ|تاريخ الإرسال",
    "subject": "subject|asunto|objet|sujet|betreff|pwnc"
    "|testun|assunto|temat|onderwerp|oggetto|ämne|emne|aihe|předmět"
    "|predmet|tárgy|konu|subiect|assumpte|тема|θέμα|الموضوع",
    "to": "to|cc|bcc|cco|cci|ccn|para|à|pour|an|at|do"
    "|dw|udw|aan|a|per|till|til|kopia|kopie|kopi|copie|copia|cópia"
    "|vastaanottaja|komu|címzett|kime|bilgi|către|catre|кому|копия|προς|إلى|destinataire|destinatario|destinatário"
    "|empfänger|ontvanger|reply-to|reply to|répondre à|antwort an|antwoord aan|responder a|rispondi a|odpowiedz do",
    "more": "attachments|anexos|adjuntos|pièces jointes|anlagen|bijlagen|allegati|bilagor|załączniki|atodiadau"
    "|importance|priority|message-id|list-id",
}  # fmt: skip
_LABELS = {word: kind for kind, words in _WORDS.items() for word in words.split("|")}
_LONGEST_LABEL = 25  # characters
_FIRST_LINES = 40  # in which the head of the mail that is meant begins
_LONGEST_HEAD = 40
_MOST_LABELS = 5_000  # lines that are looked at closely, a second's work
_DEEPEST = 20  # mails passed on within one another
_LONGEST_WRAP = 250
_STRANGER = re.compile(r"[^\W\d_]{2,25}(?:[ -][^\W\d_]{1,20}){0,2}")
#: Labels of what readers are meant to know.
_CONTACT = re.compile(
    r"(?:e-?mail|mail|web|website|www|tel|phone|telephone|fax|mobile|address|contact|place|time|when|where"
    r"|photos?"
    r"|picture|image|source|author|text|words|by|foto|fuente|quelle|link|url|note|ps|q|a)\b.*",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"[-_*]{2,}[^-_*\n][^\n]{0,80}[-_*]{2,}|[-_]{10,}|begin forwarded message:?|inicio del mensaje reenviado:?"
    r"|début du message (?:réexpédié|transféré)\s*:?"
    r"|anfang der weitergeleiteten nachricht:?"
    r"|inizio messaggio inoltrato:?"
    r"|begin doorgestuurd bericht:?|vidarebefordrat brev:?|início da mensagem (?:re)?encaminhada:?",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:wrote|writes|escribió|a écrit|schrieb|ysgrifennodd|escreveu|napisał(?:a|\(a\))?|schreef|ha scritto|skrev"
    r"|kirjoitti|napsala?|írta|yazdı|a scris|va escriure|пишет|писал|написал|έγραψε|كتب)\b",
    re.IGNORECASE,
)
#: The name before or behind that word, with an address between or not.
_WRITER = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][\w’'-]{1,30} ){1,3}[^\W\d_a-z][\w’'-]{1,30})"
    r"\s?(?:[<(][^<>()]{0,100}[>)])?\s?(?:[a-z][\w ]{0,12})?:$"
)
_OPENING = re.compile(
    r"(?:on|el|le|am|ar|em|dnia|w dniu|op|il|il giorno|den|d\.|dne|în|pe|на|în data)\b", re.IGNORECASE
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_CLOSING = re.compile(
    r"(?:(?:yours|with|in|many|best|kind|warm|kindest|warmest|comradely|fraternal)\s+){0,3}(?:solidarity|regards|wishes|thanks"
    r"|greetings|faithfully"
    r"|sincerely|fraternally|comradely|best|cheers|love)(?:\s+to (?:you )?all)?"
    r"|(?:saludos|un saludo|un abrazo|abrazos|atentamente|cordialement|bien cordialement|solidairement|amicalement"
    r"|mit \w+ grü(?:ß|ss)en|viele grüße|liebe grüße|solidarische grüße|"
    r"met (?:vriendelijke|solidaire|hartelijke) groet(?:en)?"
    r"|groeten|cordiali saluti|saluti|distinti saluti|med vänliga hälsningar|med venlig hilsen|hilsen|hälsningar"
    r"|pozdrawiam|z poważaniem|abraços?|atenciosamente|cumprimentos|cofion(?: cynnes)?|yn gywir|mewn undod|cu stimă"
    r"|مع التحية)(?:\s+(?:solidarios?|cordiales|cordiais))?",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:sent from|get outlook for|enviado desde|envoyé (?:de|depuis)|von meinem|gesendet von|verzonden van|inviato da"
    r"|skickat från|sendt fra|wysłan[eo] z|enviado do|anfonwyd o)\b.{0,60}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+|\(?0)\d(?:[ ()./-]{0,2}\d){7,13}(?!\d)")
_MOST_OF_NAME = 4  # words
_SHORT = 80  # characters of a line of a signature


@dataclass(slots=True, kw_only=True)
class Head:
    """Lines of a text that are the head of a mail, and what they say."""

    begin: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    #: whether they can be nothing else.
    is_sure: bool = False


def unquoted(lines: list[str]) -> list[str]:
    """The lines without their > where most of them have one."""
    filled = [line for line in lines if line.strip()]
    if sum(line.lstrip().startswith(">") for line in filled) * 2 <= len(filled):
        return lines
    return [re.sub(r"^(?:\s*>)+ ?", "", line) for line in lines]


def without_heads(lines: list[str], notes: list[str]) -> tuple[list[str], list[dict[str, str]]]:
    """The lines below the last head that begins a text, without any further ones; and what they say, that one first."""
    lines, writers = _without_answers(lines, notes)
    lines = unquoted(lines)
    said: list[dict[str, str]] = []
    for _ in range(_DEEPEST):
        filled = (number for number, line in enumerate(lines) if _bare(line))
        first = list(islice(filled, _FIRST_LINES))
        head = next((head for at in first if (head := _head_at(lines, at)) and head.is_sure), None)
        if head is None:
            break
        if any(line.strip() for line in lines[: head.begin]) and not said:
            notes.append("What was written above the mail that is passed on was left out.")
        lines = unquoted(lines[head.end :])
        said.insert(0, head.fields)
    check_pieces(sum(map(_has_label, lines)), _MOST_LABELS)
    further = list(_heads(lines))
    if further:
        notes.append(
            "Lines that may be the head of a mail, with names of people, were left out from within the text: "
            "compare with the mail whether they were, and whose words stand around them."
        )
    if further and not said:
        said.append({})  # what they say of title and date may be another mail's
    gone = {number for head in further for number in range(head.begin, head.end)}
    return [line for number, line in enumerate(lines) if number not in gone], [
        *said,
        *(head.fields for head in further),
        *({"wrote": writer} for writer in writers),
    ]


def without_signature(lines: list[str], notes: list[str]) -> list[str]:
    """The lines without whoever signs at the end."""
    marked = next((number for number, line in enumerate(lines) if line.rstrip("\r\n ") == "--"), len(lines))
    if marked and any(line.strip() for line in lines[marked + 1 :]):
        notes.append("What stands below the line “--”, as signatures do, was left out.")
    lines = lines[: marked or len(lines)]
    kept = [line for line in lines if len(line) > _SHORT or not _SENT_FROM.fullmatch(line.strip())]
    filled = [number for number, line in enumerate(kept) if line.strip()]
    begin, end = _signature(kept, filled)
    if begin == end:
        return kept
    notes.append("The end of the mail, which looks like a signature, was left out.")
    return kept[:begin] + kept[end:]


def signer(gone: Sequence[str]) -> str:
    """The name in the lines of a signature: the first that is nothing but one; "" where there is none."""
    for line in gone:
        bare = line.strip(" \t,.!–—-*>\r\n")
        if len(bare) <= _SHORT and not _CLOSING.fullmatch(bare) and _is_names(bare):
            return bare if 2 <= len(bare.split()) <= _MOST_OF_NAME else ""
    return ""


def _signature(lines: list[str], filled: Sequence[int]) -> tuple[int, int]:
    """Where a signature begins and ends; the same number twice where there is none."""
    for place in range(max(1, len(filled) - 12), len(filled)):
        if not _CLOSING.fullmatch(lines[filled[place]][:_SHORT].strip(" \t,.!–—-*")):
            continue
        end = place + 1
        while end < min(len(filled), place + 11) and len(lines[filled[end]]) <= _SHORT:
            end += 1
        return filled[place], filled[end - 1] + 1
    last = len(filled)
    while last > 1 and len(filled) - last < 6:
        line = lines[filled[last - 1]].strip()
        if len(line) > _SHORT or line.endswith((".", "!", "?", "…")):
            break
        last -= 1
    tail = filled[last:]
    if any(_PHONE.search(lines[number]) for number in tail):
        return tail[0], tail[-1] + 1
    return 0, 0


def _without_answers(lines: list[str], notes: list[str]) -> tuple[list[str], list[str]]:
    """The lines without "On Tuesday, somebody wrote:", on one line to three; and who did."""
    gone: set[int] = set()
    writers = list[str]()
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_WRAP or not line.rstrip(" \t\u00a0*").endswith(":"):
            continue
        for size in (3, 2, 1):
            span = range(max(0, number - size + 1), number + 1)
            below = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
            if len(span) == size and _is_answer([lines[each][:_LONGEST_WRAP] for each in span], below):
                gone.update(span)
                named = _WRITER.search(" ".join(_bare(lines[each])[:_LONGEST_WRAP] for each in span))
                writers += [named["name"]] if named else []
                break
    if not gone:
        return lines, writers
    notes.append("A line that says who wrote when was left out.")
    return [line for number, line in enumerate(lines) if number not in gone], writers


def _is_answer(lines: list[str], below: str) -> bool:
    text = " ".join(map(_bare, lines))
    if not all(map(_bare, lines)) or not _WROTE.search(text):
        return False
    opens = _OPENING.match(text) is not None
    if len(lines) > 1 and not (opens and any(char.isdigit() for char in text)):
        return False
    return opens or "@" in text or _TIME.search(text) is not None or below.lstrip().startswith(">")


def _heads(lines: list[str]) -> Iterator[Head]:
    at = 0
    while at < len(lines):
        head = (_head_at(lines, at) or _strange_head_at(lines, at)) if _has_label(lines[at]) else None
        if head:
            yield head
        at = head.end if head else at + 1


def _has_label(line: str) -> bool:
    return line[:50].replace("：", ":").find(":") > 0


def _bare(line: str) -> str:
    """A line without what quotes, marks or numbers it."""
    return line.strip(" \t\u00a0>*•|")


def _field(line: str) -> tuple[str, str, str] | None:
    """Label, its kind ("" for one that is not known) and value of a line such as "From: somebody"."""
    label, colon, value = _bare(line[:2_000]).replace("：", ":").partition(":")
    label = " ".join(label.strip(" *\u00a0").casefold().split())
    if not colon or not 0 < len(label) <= _LONGEST_LABEL or value.startswith("//"):
        return None
    return label, _LABELS.get(label, ""), value.strip(" *\u00a0")


def _head_at(lines: list[str], begin: int) -> Head | None:
    """The head that begins with this line."""
    known = _field(lines[begin])
    if known is None or not known[1] or known[1] == "more":
        return None
    head = Head(begin=begin, end=begin)
    labels, gaps, gap, last, at = set[str](), 0, False, "", begin
    for at in range(begin, min(len(lines), begin + _LONGEST_HEAD)):
        if not _bare(lines[at]):
            if gap and not lines[at - 1].strip():
                break
            gap = True
            continue
        known = _field(lines[at])
        kind = known[1] if known else ""
        if known and kind and _belongs(kind, head.fields, gap, gaps >= len(labels) - 1):
            gaps += gap
            labels.add(known[0])
            head.fields[kind] = f"{head.fields[kind]}; {known[2]}" if kind in head.fields else known[2]
            last = kind
        elif last and not head.fields[last] and len(lines[at]) <= _LONGEST_WRAP:
            head.fields[last] = _bare(lines[at])  # label and value in two cells of a table
        elif not _goes_on(lines, at, last, gap):
            break
        elif last == "to":
            head.fields["to"] += f" {_bare(lines[at])}"
        head.end, gap = at + 1, False
    return _judged(head, lines)


def _belongs(kind: str, fields: dict[str, str], gap: bool, all_apart: bool) -> bool:
    """Whether a field is one more of the head above: of each there is one; where lines have a gap, all of them have."""
    return (kind in {"to", "more"} or kind not in fields) and (not gap or all_apart or len(fields) < 3)


def _goes_on(lines: list[str], at: int, last: str, gap: bool) -> bool:
    """Whether a line belongs to the field above: indented, more of the recipients, or with another field below."""
    line = lines[at]
    if len(line) > _LONGEST_WRAP:
        return False
    if gap:
        return last == "to" and "@" in line
    if line.startswith((" ", "\t")) or (last in {"to", "from"} and re.search("[@;]", line)):
        return True
    below = lines[at + 1 : at + 6]
    for each in below:
        if not _bare(each):
            break
        known = _field(each)
        if known and known[1]:
            return True
    return last == "to" and _is_names(line)


def _judged(head: Head, lines: list[str]) -> Head | None:
    people = [head.fields[kind] for kind in ("from", "to") if kind in head.fields]
    kinds = len(head.fields.keys() - {"more"})
    above = _above(lines, head.begin)
    passed_on = above >= 0
    if passed_on:
        head.begin = above
    head.is_sure = "from" in head.fields and (kinds >= 3 or (kinds >= 2 and passed_on))
    if head.is_sure or (kinds >= 3 and people) or (passed_on and people):
        return head
    if kinds >= 2:
        return head if any("@" in value or _has_name(value) for value in people) else None
    return head if people and _is_alone(head, lines, people[0]) else None


def _is_alone(head: Head, lines: list[str], value: str) -> bool:
    """Whether a single line is what is left of a head: it has an address, or nothing but names."""
    label = (_field(lines[head.begin]) or ("",))[0]
    is_clear = len(label) > 1 and label not in {"at", "an", "do", "per"}
    return len(label) > 1 and len(value) <= 150 and ("@" in value or (is_clear and _is_names(value)))


def _strange_head_at(lines: list[str], begin: int) -> Head | None:
    """A head in a language that is not known: three lines or more with labels, one of them with an address."""
    above = _above(lines, begin)
    end, found, gaps = begin, list[str](), 0
    for at, line in enumerate(lines[begin : begin + 16], begin):
        if not _bare(line):
            gaps += 1
            if gaps > 1:
                break
            continue
        known = _field(line)
        if (
            known is None
            or not known[2]
            or len(line) > 200
            or not _STRANGER.fullmatch(known[0])
            or _CONTACT.fullmatch(known[0])
        ):
            break
        found.append(known[2])
        end, gaps = at + 1, 0
    has_address = any("@" in value for value in found[:2])
    if len(found) >= 3 and (has_address or above >= 0):
        return Head(begin=above if above >= 0 else begin, end=end)
    return None


def _above(lines: list[str], begin: int) -> int:
    """The line above that says or shows that a mail is passed on below it; -1 where there is none."""
    at = next((at for at in range(begin - 1, max(-1, begin - 3), -1) if lines[at].strip(" \t>")), -1)
    bare = lines[at].strip(" \t>") if at >= 0 else ""
    return at if len(bare) <= 120 and _LINE.fullmatch(bare) else -1


def _has_name(text: str) -> bool:
    return any(word[:1].isupper() and not word.isupper() for word in text.split())


def _is_names(line: str) -> bool:
    """Whether a line is made of nothing but names or addresses: no small word but those within names."""
    names = [word.strip(".,;<>()[]\"'") for word in line.split()]
    small = {
        "de",
        "van",
        "von",
        "der",
        "den",
        "da",
        "di",
        "la",
        "le",
        "y",
        "and",
        "e",
        "und",
        "et",
        "ap",
        "al",
        "el",
        "",
    }
    return 0 < len(names) <= 30 and not line.rstrip().endswith((".", "!", "?")) and all(
        word[:1].isupper() or "@" in word or word in small for word in names
    ) and any(word[:1].isupper() or "@" in word for word in names)  # fmt: skip
