"""A mail with an article in it, saved as .eml: a letter of an organisation, or one that somebody passed on.

Whoever sent or passed it on is a private person and not the article's author: no name and no address of the mail's head
is kept, and addresses are taken out of its text. What is attached is not opened.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any

from newsletter.articles.anatomy import Parts
from newsletter.articles.blocks import blocks_of
from newsletter.articles.cleaning import one_line
from newsletter.articles.dates import find_date
from newsletter.articles.decoding import check_pieces, check_size, decode
from newsletter.articles.found import Doubt, Found
from newsletter.articles.text import read as read_text
from newsletter.errors import ArticleError

#: Bytes of a mail with all that is attached.
LARGEST = 15_000_000
_MOST_PARTS = 200
#: Lines with a border of a part, nested parts (each line is held against the borders of all around it), and lines.
_MOST_BORDERS, _MOST_BOUNDARIES, _MOST_LINES = 2_000, 40, 400_000
_BORDER = re.compile(rb"[\r\n]--")
_BOUNDARY = re.compile(rb"\bboundary[\s*0-9]{0,9}=", re.IGNORECASE)
_LONGEST_HEADER = 2_000  # characters: a title, a file's name; to read 500,000 takes a minute
_LONGEST_HEAD = 40  # lines, in which the head of a mail that was passed on begins
_NAMES = {
    "from": r"from|de|von|oddi wrth|o|od|da",
    "date": r"date|sent|fecha|enviad[oa](?: el)?|envoyé|gesendet|datum|dyddiad|anfonwyd|data|wysłano",
    "subject": r"subject|asunto|objet|betreff|pwnc|assunto|temat",
    "to": r"to|para|à|an|at|do|cc|bcc|cco|reply-to|répondre à|antwort an",
}
_FIELD = re.compile(
    r"[>\s*]*\*?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
    + r")\s*:\*?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"[>\s]*(?:[-_*]{2,80}.{0,80}[-_*]{2,80}|[-_]{10,200}|begin forwarded message:?|inicio del mensaje reenviado:?"
    r"|début du message (?:réexpédié|transféré)\s*:?|anfang der weitergeleiteten nachricht:?)\s*",
    re.IGNORECASE,
)
#: "On Tuesday, somebody <address> wrote:", on one line or two.
_WROTE = re.compile(
    r"^[> \t]*(?:on|el|le|am|ar|em|dnia|w dniu)\b[^\n]{5,150}(?:\n[^\n]{0,100})?"
    r"\b(?:wrote|escribió|a écrit|schrieb[^\n]{0,80}|ysgrifennodd[^\n]{0,80}|escreveu|napisał\w*)[ \u00a0]?:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX = re.compile(
    r"^(?:\s*(?:re|fwd?|fw|aw|wg|tr|rv|rm|enc|ymlaen)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"<?(?:mailto:)?[^\s@<>()\[\],;:\"']{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?", re.IGNORECASE
)
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


def read(source: bytes) -> Found:
    """The parts of an article in a mail. Raises ArticleError if it is damaged or holds no text."""
    try:
        message, inner = _letter(_mail(source))
        text, attached = _text(message)
    except (
        MessageError,
        ValueError,
        LookupError,
        RecursionError,
        AttributeError,
        TypeError,
        IndexError,
    ) as error:
        raise _damaged() from error
    check_size(len(text))
    check_pieces(text.count("\n"))
    notes = list[str]()
    lines, said = _without_head(_unquoted(_WROTE.sub("", text).splitlines()), notes)
    was_passed_on = inner or bool(said)
    subject = said.get("subject") or _header(message, "subject")
    day = said.get("date") or _header(message, "date")
    known = Parts(title=_title(subject), published=find_date(day), notes=notes)
    parts = read_text("\n".join(_cleaned(lines, known)), known)
    parts.author = "" if "@" in parts.author else parts.author
    notes.append(
        "It came by mail: who sent it was not kept, and `source:` is for you to fill in."
        + (" The date is that of the mail." if parts.published and not was_passed_on else "")
    )
    if attached:
        notes.append(f"What is attached to the mail ({attached}) was not opened.")
    if not parts.published:
        return Found(parts=parts)
    doubt = Doubt(field="published", values=((parts.published, "mail"),))
    return Found(parts=parts, guessed=("published",), doubts=(doubt,))


def text_of(source: bytes) -> str:
    """All that a mail says in its text, to see whether it is a list of people."""
    try:
        return _text(_letter(_mail(source))[0])[0]
    except (
        MessageError,
        ValueError,
        LookupError,
        RecursionError,
        AttributeError,
        TypeError,
        IndexError,
    ) as error:
        raise _damaged() from error


class _Cut(policy.EmailPolicy):
    """Headers as the library reads them, of which the beginning is looked at."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER])


def _mail(source: bytes) -> EmailMessage:
    """The mail in a file, unless it is larger or of more parts than a letter that people send each other."""
    check_size(len(source), LARGEST, "a mail")
    check_pieces(sum(1 for _ in _BORDER.finditer(source)), _MOST_BORDERS)
    check_pieces(sum(1 for _ in _BOUNDARY.finditer(source)), _MOST_BOUNDARIES)
    check_pieces(max(source.count(b"\n"), source.count(b"\r")), _MOST_LINES)
    return message_from_bytes(source, policy=_Cut())  # type: ignore[arg-type]  # it makes EmailMessages, too


def _damaged() -> ArticleError:
    return ArticleError(
        "This mail cannot be read.",
        remedy="Open it in your mail program, copy the text of the article into a .txt file, and add that.",
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
    if rich and len(plain.split()) < 60:
        return "\n\n".join(blocks_of(rich)), attached
    return plain, attached


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # a character set that does not exist
        payload = part.get_payload(decode=True)
        return decode(payload)[0] if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    return one_line(str(message.get(name, "")))


def _title(subject: str) -> str:
    """A subject without what passing on puts before it, and without the name of a mailing list."""
    text = _PREFIX.sub("", one_line(subject))
    return _ADDRESS.sub("", _PREFIX.sub("", re.sub(r"^\[[^\]]{1,40}\]\s*", "", text))).strip()


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without their > where most of them have one."""
    filled = [line for line in lines if line.strip()]
    if sum(line.lstrip().startswith(">") for line in filled) * 2 <= len(filled):
        return lines
    return [re.sub(r"^(?:\s*>)+ ?", "", line) for line in lines]


def _without_head(lines: list[str], notes: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines below the last head of a mail that was passed on, and what that head says."""
    said: dict[str, str] = {}
    while True:
        found = _head(lines)
        if found is None:
            return lines, said
        begin, end, fields = found
        if any(line.strip() for line in lines[:begin]) and not said:
            notes.append("What was written above the mail that is passed on was left out.")
        lines, said = _unquoted(lines[end:]), fields


def _head(lines: list[str]) -> tuple[int, int, dict[str, str]] | None:
    """Where the first head of a passed-on mail begins and ends, and its fields."""
    for begin, line in enumerate(lines[:_LONGEST_HEAD]):
        match = _FIELD.fullmatch(line)
        if not match or not match["from"]:
            continue
        fields: dict[str, str] = {}
        end = begin
        for below in lines[begin : begin + 12]:
            field = _FIELD.fullmatch(below)
            if field is None and not _goes_on(below, fields):
                break
            end += 1
            if field:
                name = next(name for name in _NAMES if field[name])
                fields.setdefault(name, field["value"].strip(" *"))
        if len(fields) >= 3 or (len(fields) >= 2 and begin and _PASSED_ON.fullmatch(lines[begin - 1])):
            first = begin - 1 if begin and _PASSED_ON.fullmatch(lines[begin - 1]) else begin
            return first, end, fields
    return None


def _goes_on(line: str, fields: dict[str, str]) -> bool:
    """Whether a line belongs to the field above: it is indented, or a long list of recipients goes on in it."""
    return bool(line.strip()) and (
        line.startswith((" ", "\t")) or ("to" in fields and bool(re.search("[@;]", line)))
    )


def _cleaned(lines: list[str], parts: Parts) -> Iterator[str]:
    """The lines without addresses, links that count clicks, ways to unsubscribe, and the signature."""
    taken, dropped = 0, False
    for number, line in enumerate(lines):
        if line.rstrip("\r\n") == "--" or (line == "-- " and number):
            break
        if len(line) < 300 and _WAY_OUT.search(line):
            dropped = True
            continue
        text, count = _ADDRESS.subn("[email address]", _CLICK.sub("", line))
        taken += count
        yield text
    if dropped:
        parts.notes.append(
            "Lines with links to unsubscribe or to a web version were left out: they may be your own."
        )
    if taken:
        many = "An email address was" if taken == 1 else f"{taken} email addresses were"
        parts.notes.append(f"{many} taken out of the text. Put back only what readers are meant to write to.")
