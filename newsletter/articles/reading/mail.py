"""A mail with an article in it, saved as .eml: a letter of an organisation, or one that somebody passed on.

Whoever sent or passed it on is a private person and not the article's author: no name and no address of the mail's head
is kept, and addresses are taken out of its text. What is attached is not opened.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesFeedParser
from typing import Any

from newsletter.articles.cleaning import count_words, one_line, words
from newsletter.articles.reading.anatomy import Parts
from newsletter.articles.reading.blocks import blocks_of
from newsletter.articles.reading.dates import find_date
from newsletter.articles.reading.decoding import LIMIT, check_pieces, check_size, check_text, decode
from newsletter.articles.reading.found import Doubt, Found
from newsletter.articles.reading.passedon import signer, without_heads, without_signature
from newsletter.articles.reading.text import read as read_text
from newsletter.articles.reading.traces import of_phones, of_private, without_phones
from newsletter.errors import ArticleError

#: Bytes of a mail with all that is attached.
LARGEST = 15_000_000
_MOST_PARTS = 200
#: What the standard library raises for mails that are not as they should be.
_DAMAGE = (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError)
#: Lines with a border of a part, nested parts (each line is held against the borders of all around it), and lines.
_MOST_BORDERS, _MOST_BOUNDARIES, _MOST_LINES = 2_000, 40, 400_000
#: Bytes: programs that send mail break lines at a thousand. A single one is held many times over.
_LONGEST_LINE = 2_000_000
_FED = 1 << 16  # bytes at a time: given the whole, the library would hold it in four bytes a character
_MOST_OF_HINT = 20_000  # characters
_LINE = re.compile(rb"[^\r\n]+")
_COPY_IT = "Open it in your mail program, copy the text of the article into a .txt file, and add that."
_BORDER = re.compile(rb"[\r\n]--")
_BOUNDARY = re.compile(rb"\bboundary[\s*0-9]{0,9}=", re.IGNORECASE)
_LONGEST_SOURCE = 10_000  # characters of a header as it stands in the file
_LONGEST_HEADER = 2_000  # characters: a title, a file's name; to read 500,000 takes a minute
_PREFIX = re.compile(
    r"^(?:\s*(?:re|fwd?|fw|aw|wg|tr|rv|rm|enc|ymlaen)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"<?(?:mailto:)?[^\s@<>()\[\],;:\"']{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?", re.IGNORECASE
)
#: Addresses written so that programs do not see them.
_HIDDEN = re.compile(
    r"(?:mailto:\S{1,200}|(?<![\w.+-])[\w.+-]{1,64}(?:[ \t]?[(\[{<][ \t]?(?:at|ät|@|arroba|a)[ \t]?[)\]}>][ \t]?"
    r"|[ \t]?@[ \t]?|[ \t]at[ \t](?=[\w-]{1,63}[ \t][(\[]?dot\b))"
    r"[\w-]{1,63}(?:(?:\.|[ \t]?[(\[]dot[)\]][ \t]?|[ \t]dot[ \t])[\w-]{1,63}){0,7}"
    r"(?:\.|[ \t]?[(\[]dot[)\]][ \t]?|[ \t]dot[ \t])[^\W\d_]{2,63})",
    re.IGNORECASE,
)
_MESSAGE_FROM = re.compile(
    r"^(?:an?\s+|un[ae]?\s+|eine?\s+)?(?:message|mail|e-?mail|letter|note|mensaje|nachricht|bericht|messaggio|wiadomość|mensagem)"
    r"\s+(?:from|de|von|van|da|od)\s+(?P<name>[^:–—|]{2,60}?)\s*(?:[:–—|]\s*|$)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:dear|hi|hiya|hello|hey|good (?:morning|afternoon|evening)|annwyl|helo"
    r"|querid(?:[oa]s?|@s)|estimad(?:[oa]s?|@s)|hola"
    r"|ch[eè]re?s?|bonjour|liebe[rs]?|sehr geehrte[rs]?|hallo|guten (?:tag|morgen)|drog[aiy]e?"
    r"|szanown[yia]\w*|cześć|witaj\w*"
    r"|car[oa]s?|prezad[oa]s?|olá|dragă|dragi|stimat[ăei]?|stimați|bună(?: ziua)?|salut"
    r"|عزيز\w*|أعزائي|مرحبا|السلام عليكم)"
    r"(?=[\s,!:،]|$)[^.?;]*$",
    re.IGNORECASE,
)
#: Beginnings of what offices put below each mail, and what they go on to say.
_DISCLAIMER = re.compile(
    r"(?:(?:confidentiality|legal) (?:notice|note)\b|disclaimer\b|the information contained in this (?:e-?mail|message)"
    r"|please (?:consider|think of) the environment"
    r"|this (?:e-?mail|message|communication|transmission) (?:and any|may contain|is (?:strictly )?confidential"
    r"|is intended (?:only|solely))"
    r"|este (?:mensaje|correo)(?: electrónico)? (?:y |es confidencial|puede contener)"
    r"|ce (?:message|courriel) (?:et |est confidentiel)"
    r"|diese (?:e-?mail|nachricht) (?:kann|ist|enthält)"
    r"|mae['’]?r (?:e-?bost|neges) hon |esta mensagem (?:e |é )|ta wiadomość )"
    r".{0,600}?(?:confiden|intended|addressee|privileged|environment|before printing|destinatari|vertraulich|empfänger"
    r"|cyfrinach|poufn|adresat)",
    re.IGNORECASE,
)
_LONGEST_DISCLAIMER = 2_000  # characters
_LONGEST_SALUTATION = 80  # characters
#: Web addresses in brackets behind words: in letters they count whose click it was.
_CLICK = re.compile(
    r"[ \t]{0,5}(?:<https?://[^\s<>]*>|\(\s*https?://[^\s()]*\s*\)|\[https?://[^\s\[\]]*\])", re.IGNORECASE
)
_WAY_OUT = re.compile(
    r"\b(?:unsubscribe|opt[- ]out|(?:manage|update|change) (?:your |my )?(?:preferences|subscription)"
    r"|view (?:this|it|the)[\w ]{0,20}(?:in|online)"
    r"|darse de baja|cancelar (?:la |tu )?suscripción|désabonner|désinscri|abmelden|abbestellen"
    r"|dad-?danysgrifio|wypisz)",
    re.IGNORECASE,
)


def is_mail(source: bytes) -> bool:
    """Whether a text begins with the head of a mail."""
    head = re.split(rb"\r?\n\r?\n", source[:20_000].lstrip(), maxsplit=1)[0]
    names = {name.lower() for name in re.findall(rb"^([A-Za-z-]{2,40}):", head, re.MULTILINE)}
    return bool(names & {b"from", b"received"}) and len(
        names & {b"date", b"subject", b"to", b"message-id", b"mime-version", b"received", b"return-path"}
    ) >= 2  # fmt: skip


def read(source: bytes, refuse: Callable[[str], None]) -> Found:
    """The parts of an article in a mail, unless `refuse` raises for all that it says.

    Raises ArticleError if it is damaged or holds no text.
    """
    try:
        mail = _mail(source)
        message, inner = _letter(mail)
        text, attached = _text(message)
        known_by = [*_fields(mail), *_fields(message)]
    except _DAMAGE as error:
        raise _damaged() from error
    check_pieces(text.count("\n"))
    refuse(text)
    notes = list[str]()
    lines, heads = without_heads(text.splitlines(), notes)
    said = heads[0] if heads and "wrote" not in heads[0] else {}
    was_passed_on = inner or bool(said)
    people = _people([*known_by, *heads])
    subject = said.get("subject") or _header(message, "subject")
    day = said.get("date") or _header(message, "date")
    known = Parts(
        title=_without_people(_title(subject), people, notes), published=find_date(day), notes=notes
    )
    signed = without_signature(lines, notes)
    signers = _people([{"from": signer(list((Counter(lines) - Counter(signed)).elements()))}])
    known_names = people | signers
    lines = [line for line in signed if _bare_words(line) not in known_names]
    lines = _without_salutation(_without_disclaimer(lines, notes), notes)
    parts = read_text("\n".join(_cleaned(lines, known)), known)
    said_in = (parts.title, parts.standfirst, parts.author, *parts.paragraphs)
    if any(_says(part, people) for part in said_in):
        notes.append("A name of the mail's head stands in its text, too: look whether it belongs there.")
    elif any(_says(part, signers) for part in said_in):
        notes.append("The name of whoever signed stands in the text, too: look whether it belongs there.")
    notes += of_private(parts.paragraphs)
    parts.author = "" if "@" in parts.author else parts.author
    notes.append(
        "It came by mail: who sent it was not kept, and `source:` is for you to fill in."
        + (" The date is that of the mail." if parts.published and not was_passed_on else "")
    )
    if attached:
        notes.append(f"What is attached to the mail ({attached}) was not opened.")
    if not parts.published or "published" in parts.lines:
        return Found(parts=parts)
    doubt = Doubt(field="published", values=((parts.published, "mail"),))
    return Found(parts=parts, guessed=("published",), doubts=(doubt,))


class _Cut(policy.EmailPolicy):
    """Headers as the library reads them, of which the beginning is kept and looked at."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        beginning, left = list[str](), _LONGEST_SOURCE
        for line in sourcelines:
            beginning.append(line[:left])
            left -= len(line)
            if left <= 0:
                break
        return super().header_source_parse(beginning)

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER])


def _mail(source: bytes) -> EmailMessage:
    """The mail in a file, unless it is larger or of more parts than a letter that people send each other."""
    check_size(len(source), LARGEST, "a mail")
    check_pieces(sum(1 for _ in _BORDER.finditer(source)), _MOST_BORDERS)
    check_pieces(sum(1 for _ in _BOUNDARY.finditer(source)), _MOST_BOUNDARIES)
    check_pieces(max(source.count(b"\n"), source.count(b"\r")), _MOST_LINES)
    _check_lines(source)
    parser = BytesFeedParser(policy=_Cut())
    for start in range(0, len(source), _FED):
        parser.feed(source[start : start + _FED])
    return parser.close()  # type: ignore[return-value]  # with this policy it makes EmailMessages


def _check_lines(source: bytes) -> None:
    """Refuse a line without end, be it of a header, a border or a text."""
    if any(line.end() - line.start() > _LONGEST_LINE for line in _LINE.finditer(source)):
        raise ArticleError(
            f"A line of this mail is longer than {_LONGEST_LINE // 1_000_000} MB, as no program writes them.",
            remedy=_COPY_IT,
            code="too-large",
        )


def _damaged() -> ArticleError:
    return ArticleError(
        "This mail cannot be read.",
        remedy=_COPY_IT,
        code="damaged-mail",
    )


def _letter(mail: EmailMessage) -> tuple[EmailMessage, bool]:
    """The mail itself, or the one that it passes on as an attachment; and whether it does."""
    for number, part in enumerate(mail.walk()):
        if number > _MOST_PARTS:
            raise ValueError("a mail of very many parts")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                return inner, True
    return mail, False


def _text(message: EmailMessage) -> tuple[str, int]:
    """The text of a mail, and how much is attached to it."""
    plain, rich, attached = "", "", 0
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_filename() or part.get_content_disposition() == "attachment":
            attached += 1
        elif kind == "text/plain":
            plain += f"{_content(part)}\n"
        elif kind == "text/html":
            rich += _content(part)
    # Some letters say in their plain part only that there is another one.
    if rich and len(plain[:_MOST_OF_HINT].split()) < 60:
        plain = "\n\n".join(blocks_of(rich))
    check_text(len(plain))
    return plain, attached


def _content(part: EmailMessage) -> str:
    packed = part.get_payload()
    check_size(len(packed) if isinstance(packed, str) else 0, LIMIT)
    try:
        return str(part.get_content())
    except LookupError:  # a character set that does not exist
        payload = part.get_payload(decode=True)
        return decode(payload)[0] if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    return one_line(str(message.get(name, "")))


def _title(subject: str) -> str:
    """A subject without what passing on puts before it, and without the name of a list of others."""
    text = _PREFIX.sub("", one_line(subject))
    return _ADDRESS.sub("", _PREFIX.sub("", re.sub(r"^\[[^\]]{1,40}\]\s*", "", text))).strip()


def _fields(message: EmailMessage) -> Iterator[dict[str, str]]:
    for name in ("from", "sender", "reply-to", "to", "cc"):
        yield {"to": _header(message, name)}


def _people(heads: list[dict[str, str]]) -> frozenset[tuple[str, ...]]:
    """The names in heads of mails, each in words; a name of one word may be any word."""
    values = (fields[kind] for fields in heads for kind in ("from", "to", "wrote") if kind in fields)
    each = (re.split(r"[;,<>()\"]", _ADDRESS.sub(";", value[:20_000])) for value in values)
    named = (tuple(words(name)) for names in each for name in names)
    return frozenset(name for name in named if 2 <= len(name) <= 6)


def _bare_words(line: str) -> tuple[str, ...]:
    return tuple(words(line)) if len(line) <= 200 else ()


def _without_salutation(lines: list[str], notes: list[str]) -> list[str]:
    """The lines without "Dear Mary," at their beginning, which names a private person."""
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first = one_line(lines[at][:_LONGEST_SALUTATION]) if lines else ""
    if not _SALUTATION.match(first) or (first[-1] not in ",!:،" and len(first.split()) > 2):
        return lines
    if len(lines[at].strip()) >= _LONGEST_SALUTATION or len(first.split()) > 8:
        return lines
    notes.append("Whom the mail greets at its beginning was left out.")
    return lines[at + 1 :]


def _without_disclaimer(lines: list[str], notes: list[str]) -> list[str]:
    """The lines without paragraphs that offices put below each mail: for whom it is, and that trees are dear."""
    kept, at = list[str](), 0
    while at < len(lines):
        end = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines)) + 1
        text = one_line(" ".join(line.strip(" \t>*") for line in lines[at:end])[:_LONGEST_DISCLAIMER])
        kept += [] if _DISCLAIMER.match(text) else lines[at:end]
        at = end
    if len(kept) < len(lines):
        notes.append("What offices put below each mail (confidential, intended for …) was left out.")
    return kept


def _says(text: str, people: frozenset[tuple[str, ...]]) -> bool:
    """Whether a name stands in a text."""
    said = f" {' '.join(words(text))} "
    return any(f" {' '.join(name)} " in said for name in people)


def _without_people(title: str, people: frozenset[tuple[str, ...]], notes: list[str]) -> str:
    """A subject without the names of who wrote or got the mail; "" where little else would be left of it."""
    text = title
    match = _MESSAGE_FROM.match(text)
    if match and (len(match["name"].split()) >= 2 or _says(match["name"], people)):
        text = text[match.end() :]
    for name in people:
        text = re.sub(r"\W+".join(map(re.escape, name)), "", text, flags=re.IGNORECASE)
    if text != title:
        notes.append("A name of a person was taken out of the mail's subject.")
        text = one_line(text).strip(" ,:;–—|-")
    return text if count_words(text) > 1 or text == title else ""


def _cleaned(lines: list[str], parts: Parts) -> Iterator[str]:
    """The lines without addresses, links that count clicks, and ways to unsubscribe."""
    taken, phones, dropped = 0, 0, False
    for line in lines:
        if len(line) < 300 and _WAY_OUT.search(line):
            dropped = True
            continue
        text, count = _ADDRESS.subn("[email address]", _CLICK.sub("", line))
        text, hidden = _HIDDEN.subn("[email address]", text)
        taken += count + hidden
        text, count = without_phones(text)
        phones += count
        yield text
    if dropped:
        parts.notes.append(
            "Lines with links to unsubscribe or to a web version were left out: they may be your own."
        )
    parts.notes += of_phones(phones)
    if taken:
        many = "An email address was" if taken == 1 else f"{taken} email addresses were"
        parts.notes.append(f"{many} taken out of the text. Put back only what readers are meant to write to.")
