"""A file from a stranger is read in bounded time, or not at all."""

import time

import pytest

from newsletter.checks.parts import LARGEST, read

HEAD = b"From: a@example.org\nSubject: x\n"


def nested(kind: bytes, depth: int, fill: bytes = b"") -> bytes:
    one = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        if kind == b"m"
        else b"Content-Type: message/rfc822\n\n"
    )
    return HEAD + one * depth + b"\n" + fill


BOMBS = {
    "semicolons": HEAD + b'Content-Type: multipart/mixed; a="' + b";" * 200_000 + b"\n\nx",
    "semicolons on many lines": HEAD + b'Content-Type: multipart/mixed; a="' + b";\n " * 100_000 + b"\n\nx",
    "semicolons behind carriage returns": HEAD
    + b'X: y\rContent-Type: multipart/mixed; a="'
    + b";" * 200_000
    + b"\r\rx",
    "mails in mails": nested(b"r", 60_000),
    "parts in parts": nested(b"m", 49, b"a\n" * 140_000),
    "more parts in parts": nested(b"m", 5_000),
    "headers": b"a:b\n" * 1_200_000 + b"\nx",
    "a long header": HEAD + b"X: " + b"a \n " * 140_000 + b"\n\nx",
    "no ASCII": HEAD + b"X: " + b"\xff" * 4_000_000 + b"\n\nx",
    "quotes": HEAD + b"To: " + b'"' * 20_000 + b"\nCc: " + b"(" * 20_000 + b"\n\nx",
    "punycode": HEAD
    + b"Content-Type: text/plain; charset=punycode\n\n"
    + b"a" * 2_000_000
    + b"-"
    + b"k" * 2_000_000,
    "too large": HEAD + b"\n" + b"x" * LARGEST,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_keeps_the_doctor_busy(name):
    begun = time.monotonic()
    mail = read(BOMBS[name])
    if mail is not None:
        mail.addresses("to")
        mail.addresses("cc")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "unicode_escape", "zlib", "\x00", "utf-8", "ISO-8859-1", ""]
)
def test_whatever_a_part_calls_its_letters_its_words_are_read(charset):
    mail = read(HEAD + f"Content-Type: text/plain; charset={charset}\n\nhello".encode())
    assert mail is not None
    assert mail.text == "hello"


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_mail_is_read_as_any_system_saves_it(ends, mark):
    mail = read(mark + (HEAD + b"\nhello").replace(b"\n", ends))
    assert mail is not None
    assert mail.addresses("from") == ["a@example.org"]


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 1000, b"just words", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, b"a: b\n\nx"]
)
def test_what_is_no_mail_is_none(raw):
    assert read(raw) is None
