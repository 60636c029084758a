"""A saved mail in its parts: headers in order, plain text, HTML. Bounded, whatever the file holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from itertools import islice

from newsletter.checks.authentication import without_comments

#: A newsletter is far smaller; what is larger holds other things.
LARGEST = 5_000_000
_MOST_HEADERS = 500
_MOST_PARTS = 50
_MOST_LINES = 150_000
#: Characters. Parsers of addresses and pages take long over some that are longer.
_LONGEST_HEADER = 20_000
_LONGEST_BODY = 300_000
#: Deeper ones are an attack on the parser, which calls itself for each.
_DEEPEST = 20
#: What the parser takes apart by itself; it needs hours for some that are long.
_CONTENT_HEADER = re.compile(
    rb"^content-(?:type|disposition|transfer-encoding)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_CONTENT_HEADER = 2_000
#: Python knows others that only hostile mail uses; some of them never come to an end.
_CHARSETS = re.compile(
    r"utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|big5|gb(2312|k|18030)|euc-(jp|kr)|iso-2022-jp|shift_jis"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    #: names in small letters, values unfolded.
    headers: Sequence[tuple[str, str]] = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.headers}

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name]

    def addresses(self, name: str) -> list[str]:
        values = [without_comments(value) for value in self.all(name)]
        return [address for _, address in getaddresses(values) if "@" in address]


def read(raw: bytes) -> Mail | None:
    """The parts of a mail, None where it is none or too large."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if _is_hostile(raw):
        return None
    try:
        # The old policy gives headers as they stand; the new one fails on some that it cannot parse.
        message = message_from_bytes(raw, policy=policy.compat32)
        headers = [(name.lower(), _plain(value)) for name, value in message.items()[:_MOST_HEADERS]]
        text, html = _bodies(message)
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError):
        return None
    if not any(name in ("from", "received", "subject") for name, _ in headers):
        return None
    return Mail(headers=headers, text=text, html=html)


def _is_hostile(raw: bytes) -> bool:
    """Whether the parser could choke on it. No newsletter is like that."""
    if len(raw) > LARGEST or raw.count(b"\n") > _MOST_LINES:
        return True
    sizes = [len(found[0]) for found in islice(_CONTENT_HEADER.finditer(raw), 4 * _MOST_PARTS)]
    return (
        len(sizes) == 4 * _MOST_PARTS
        or max(sizes, default=0) > _LONGEST_CONTENT_HEADER
        or _nesting(raw) > _MOST_PARTS
    )


def _nesting(raw: bytes) -> int:
    """How deep the parts can stand in one another at most."""
    return len(re.findall(rb"multipart/|message/", raw, re.IGNORECASE))


def _plain(value: object) -> str:
    """A value on one line; bytes that are no ASCII become signs that no rule takes for anything."""
    return "".join(str(value)[:_LONGEST_HEADER].splitlines())


def _bodies(message: Message) -> tuple[str, str]:
    texts, pages = [], []
    waiting, seen = [(message, 0)], 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop(0)
        seen += 1
        if part.is_multipart() and depth < _DEEPEST:
            waiting += [(inner, depth + 1) for inner in part.get_payload() if isinstance(inner, Message)]
        elif part.get_content_type() == "text/plain":
            texts.append(_words(part))
        elif part.get_content_type() == "text/html":
            pages.append(_words(part))
    return "\n".join(texts)[:_LONGEST_BODY], "\n".join(pages)[:_LONGEST_BODY]


def _words(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or ""
    return content[: 4 * _LONGEST_BODY].decode(
        charset if _CHARSETS.fullmatch(charset) else "utf-8", "replace"
    )
