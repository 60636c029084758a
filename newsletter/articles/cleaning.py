"""Text of others made fit for a line of ours: composed, one line, nothing invisible that changes what is read."""

import re
import unicodedata

#: Embeddings, overrides and isolates can show a text in another order than it is stored ("Trojan source").
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: Left over from typesetting or copying; they stop a search from finding a word.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\ufffc"
_MAILBOX = re.compile(
    r"[\s,;]{0,5}[<(\[]?(?:mailto:)?[^\s@<>()\[\],;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}[>)\]]?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def one_line(text: str) -> str:
    """NFC, white space collapsed to single spaces, no control characters, no bidi overrides."""
    kept = " ".join(text.split())
    # What is printable is kept, but one sign: most texts need not be looked at letter by letter.
    if not kept.isprintable() or "\ufffc" in kept:
        kept = "".join(c for c in text if _is_kept(c))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_kept(char: str) -> bool:
    if char.isspace():
        return True
    return (
        char not in _BIDI
        and char not in _INVISIBLE
        and unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"}
    )


def without_mailboxes(name: str) -> str:
    """Names without the addresses of mailboxes beside them; "" where there is nothing else."""
    left = _MAILBOX.sub("", name).strip(" ,;:|–—-") if "@" in name else name
    # As in "name@example.org (Ana Example)".
    return (
        left[1:-1] if left != name and left[:1] == "(" and left[-1:] == ")" and "(" not in left[1:] else left
    )


def words(text: str) -> list[str]:
    """The words in small letters, to see whether two texts say the same."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def count_words(text: str) -> int:
    """Words as a person counts them: what stands between spaces and holds a letter or digit."""
    return sum(1 for part in text.split() if any(c.isalnum() for c in part))
