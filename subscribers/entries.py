"""Addresses one after another, as mail programs copy them: `Ana <ana@…>; "Jones, Cai" <cai@…>`."""

from collections.abc import Iterator

#: Signs around an address that nobody sees or means.
AROUND = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2007\u202a\u202b\u202c\u202d\u202e\u202f\u2060\ufeff"


def entries(text: str) -> Iterator[str]:
    """Split at commas and semicolons that stand neither in quotation marks nor in angle brackets."""
    start, quoted, bracketed = 0, False, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "<>":
            bracketed = sign == "<"
        elif sign in ",;" and not quoted and not bracketed:
            if text[start:place].strip(AROUND):
                yield text[start:place].strip(AROUND)
            start = place + 1
    if text[start:].strip(AROUND):
        yield text[start:].strip(AROUND)


def only_addresses(line: str) -> bool:
    """Whether each part of the line has an address; a name in a part of its own means columns without a header."""
    return all("@" in part for part in entries(line))
