"""Texts that run against the letter they stand in: names and addresses inside a sentence, whole foreign passages.

The marks are Unicode's isolates (UAX #9): what stands between two of them is laid out by itself, so that neither its
full stop nor a number beside it jumps to the other side. Only the program writes them: what people write is freed of
them before (message.UNSAFE), or a name could turn the rest of a line round.
"""

import unicodedata

#: Opens an isolate whose direction is that of its first letter; the templates make <bdi> of it.
FIRST_STRONG, CLOSE = "\u2068", "\u2069"
_OPEN = {"ltr": "\u2066", "rtl": "\u2067"}
_RIGHT_TO_LEFT = ("R", "AL")


def isolate(text: str, within: str) -> str:
    """The text as a part of a sentence that runs `within` ("ltr" or "rtl"); as it is where nothing can go wrong."""
    if not text or (within == "ltr" and not _turns(text)):
        return text
    return f"{FIRST_STRONG}{text}{CLOSE}"


def isolate_line(line: str, direction: str) -> str:
    """A whole line that runs in `direction`, in a text that runs the other way; "" leaves it as it is."""
    return f"{_OPEN[direction]}{line}{CLOSE}" if direction and line else line


def _turns(text: str) -> bool:
    """Whether anything in the text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
