"""One delivery as an email message (RFC 5322, MIME), byte for byte the same whenever it is built again.

Bodies are encoded by the C code of `binascii`, headers by the few lines below: `email.message` takes nine times as
long, folds List-Unsubscribe into encoded words that no mail program reads as a link, and changes how it folds from
one Python to the next. What could add a header, or name a second recipient, raises TransportError.
"""

import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime

from newsletter.errors import TransportError
from newsletter.transports.base import Enclosed, Envelope, Parcel, Sender

#: What is wrong is the same for everybody: the campaign cannot go on.
BAD_SENDER = "bad-sender-header"
#: What is wrong concerns one delivery.
BAD_DELIVERY = "bad-delivery-header"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#: ASCII only: hosts as A-labels; a local part beyond ASCII would need SMTPUTF8 on every server of the way.
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_HOST}(?:\.{_HOST})+")
_DELIVERY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LIST_ID = re.compile(r"(?P<phrase>[^<>]*)<(?P<id>[A-Za-z0-9._-]{1,200})>")
#: RFC 2369: no spaces and no angle brackets inside; a comma would begin a second link.
_MAILTO = re.compile(r"mailto:[!-+\--;=?-~]{3,900}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
#: RFC 2047 §2: a line with an encoded word has at most 76 characters, `Subject: =?utf-8?q?` and `?=` among them.
_WORD_ROOM = 52
_NOT_PLAIN = re.compile(rb"[^A-Za-z0-9 ]")
_LINE = 76
_PICTURE_NAME = re.compile(r"[a-z0-9]{1,64}\.(?:jpg|png)")
_PICTURE_TYPE = re.compile(r"image/(?:jpeg|png)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def build(parcel: Parcel, envelope: Envelope, *, date: datetime, domain: str = "") -> bytes:
    """The message of one delivery, lines ended by CRLF and none longer than 998 bytes.

    `date` is aware; `domain` stands in Message-ID, the sender's if left out. Raises TransportError with the code
    BAD_SENDER or BAD_DELIVERY.
    """
    if not _DELIVERY.fullmatch(envelope.delivery):
        raise _refused("The id of a delivery has signs that a header must not have.", BAD_DELIVERY)
    if date.tzinfo is None:
        raise ValueError("the date of a message needs a time zone")
    domain = domain or parcel.sender.address.rpartition("@")[2]
    filled = parcel.content.fill(envelope.values)
    boundary = _boundary(envelope.delivery)
    lines = [
        f"Date: {format_datetime(date)}",
        *_sender_headers(parcel.sender, language=parcel.content.language),
        f"To: {checked_address(envelope.address, code=BAD_DELIVERY)}",
        *_folded("Subject", _words(_one_line(filled.subject, BAD_DELIVERY), phrase=False)),
        f"Message-ID: <{checked_address(f'{envelope.delivery}@{domain}', code=BAD_SENDER)}>",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
    ]
    head = "\r\n".join(lines).encode("ascii")
    # Text before HTML: the last alternative is the one preferred (RFC 2046 §5.1.4).
    parts = (_part("plain", filled.text), _page(filled.html, parcel.content.pictures, envelope.delivery))
    return b"".join([head, b"\r\n", *_multipart(parts, boundary), b"\r\n"])


def _boundary(seed: str) -> str:
    # "=_" stands in no quoted-printable or base64 text, so no body can hold the boundary (RFC 2045 §6.7).
    return f"=_{hashlib.sha256(seed.encode()).hexdigest()[:32]}"


def _multipart(parts: Sequence[bytes], boundary: str) -> Iterator[bytes]:
    fence = f"\r\n--{boundary}".encode()
    for part in parts:
        yield from (fence, b"\r\n", part)
    yield from (fence, b"--")


def _page(html: str, pictures: Sequence[Enclosed], delivery: str) -> bytes:
    """The HTML part, in one bundle with the pictures that it shows (RFC 2387)."""
    page = _part("html", html)
    if not pictures:
        return page
    boundary = _boundary(f"{delivery} with pictures")
    head = f'Content-Type: multipart/related; type="text/html";\r\n boundary="{boundary}"\r\n'
    return b"".join([head.encode(), *_multipart([page, *map(_picture, pictures)], boundary)])


def _picture(picture: Enclosed) -> bytes:
    if not (
        _PICTURE_NAME.fullmatch(picture.name)
        and _PICTURE_TYPE.fullmatch(picture.media_type)
        and _BASE64.fullmatch(picture.base64)
    ):
        raise _refused("A picture of the letter has a name or type that no mail can hold.", BAD_SENDER)
    head = (
        f'Content-Type: {picture.media_type}; name="{picture.name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{checked_address(picture.content_id, code=BAD_SENDER)}>\r\n"
        f'Content-Disposition: inline; filename="{picture.name}"\r\n\r\n'
    )
    lines = (picture.base64[at : at + _LINE] for at in range(0, len(picture.base64), _LINE))
    return (head + "\r\n".join(lines)).encode("ascii")


def checked_address(address: str, *, code: str) -> str:
    """The address if it is one plain ASCII address; raises TransportError, which does not show it."""
    local, _, _ = address.rpartition("@")
    if _ADDRESS.fullmatch(address) and len(address) <= 254 and len(local) <= 64:
        return address
    whose = "The sender's address" if code == BAD_SENDER else "The address of a delivery"
    raise _refused(f"{whose} is not one plain address in ASCII.", code)


def _sender_headers(sender: Sender, *, language: str) -> Iterator[str]:
    address = checked_address(sender.address, code=BAD_SENDER)
    name = _words(_one_line(sender.name, BAD_SENDER), phrase=True)
    yield from _folded("From", [*name, f"<{address}>"])
    if sender.reply_to:
        yield f"Reply-To: {checked_address(sender.reply_to, code=BAD_SENDER)}"
    if sender.list_id:
        yield from _folded("List-Id", _list_id(sender.list_id))
    if sender.list_unsubscribe:
        yield f"List-Unsubscribe: <{_mailto(sender.list_unsubscribe)}>"
    # Keeps older out-of-office programs from answering a list; newer ones heed List-Id (RFC 3834 §2, RFC 5230 §4.6).
    yield "Precedence: bulk"
    if _LANGUAGE.fullmatch(language):
        yield f"Content-Language: {language}"


def _list_id(value: str) -> list[str]:
    match = _LIST_ID.fullmatch(_one_line(value, BAD_SENDER))
    if match is None:
        raise _refused("The List-Id is not a name followed by an id in angle brackets.", BAD_SENDER)
    return [*_words(match["phrase"].strip(), phrase=True), f"<{match['id']}>"]


def _mailto(target: str) -> str:
    """The target of List-Unsubscribe, which stands on one line whatever its length, and is never encoded."""
    if not _MAILTO.fullmatch(target):
        raise _refused(
            "The unsubscribe link of the header is not a mailto: link in ASCII (other signs as %C3%A9).",
            BAD_SENDER,
        )
    return target


def _one_line(text: str, code: str) -> str:
    """The text with single spaces; raises TransportError for anything that could begin another header."""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") and sign != "\t" for sign in text):
        where = "name or list id of the sender" if code == BAD_SENDER else "subject of a delivery"
        raise _refused(f"The {where} holds a line break or a control character.", code)
    return re.sub(r"[ \t]+", " ", text).strip()


def _words(text: str, *, phrase: bool) -> list[str]:
    """The text as words that a header may be folded between; encoded where it must be (RFC 2047)."""
    if not text:
        return []
    is_plain = text.isascii() and "=?" not in text
    if is_plain and phrase:
        quoted = '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
        if len(quoted) <= _LINE - 10:
            return [quoted]
    elif is_plain and max(map(len, text.split(" "))) <= _LINE - 10:
        return text.split(" ")
    return list(_encoded_words(text))


def _encoded_words(text: str) -> Iterator[str]:
    """Encoded words of whole characters (RFC 2047 §5 (3)), in the shorter of the two encodings."""
    raw = text.encode()
    # "Q" stays readable for scripts that are mostly ASCII; for the others it would be twice as long.
    is_q = len(_q(raw)) <= len(raw) * 4 / 3
    room = _WORD_ROOM if is_q else _WORD_ROOM // 4 * 3
    word, left = b"", room
    for sign in text:
        piece = sign.encode()
        cost = len(_q(piece)) if is_q else len(piece)
        if cost > left:
            yield _encoded(word, is_q=is_q)
            word, left = b"", room
        word += piece
        left -= cost
    yield _encoded(word, is_q=is_q)


def _encoded(word: bytes, *, is_q: bool) -> str:
    return f"=?utf-8?q?{_q(word)}?=" if is_q else f"=?utf-8?b?{_b(word)}?="


def _q(raw: bytes) -> str:
    """RFC 2047 §4.2, narrowed to letters and digits, which may stand anywhere (§5 (3))."""
    encoded = _NOT_PLAIN.sub(lambda match: b"=%02X" % match[0][0], raw)
    return encoded.replace(b" ", b"_").decode()


def _b(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode()


def _folded(name: str, words: list[str]) -> Iterator[str]:
    """The lines of a header, broken between words only."""
    line = f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > _LINE and not line.endswith(":"):
            yield line
            line = ""
        line += f" {word}"
    yield line


def _part(subtype: str, text: str) -> bytes:
    """A text part with its headers, encoded so that lines have at most 76 characters."""
    raw = re.sub(r"\r\n?", "\n", text).encode("utf-8", "replace")
    quoted = binascii.b2a_qp(raw)
    encoding = "quoted-printable"
    if len(quoted) > len(raw) * 1.4:
        # Scripts beyond Latin: base64 is a third shorter. Its text keeps CRLF inside, as MIME's canonical form does.
        canonical = raw.replace(b"\n", b"\r\n")
        quoted = b"\n".join(_b(canonical[at : at + 57]).encode() for at in range(0, len(canonical), 57))
        encoding = "base64"
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + quoted.replace(b"\n", b"\r\n")


def _refused(message: str, code: str) -> TransportError:
    remedy = (
        "Correct [branch] in newsletter.toml." if code == BAD_SENDER else "Correct this subscriber's entry."
    )
    return TransportError(message, remedy=remedy, code=code)
