"""Bytes of a file or page turned into text, and a note where that needed a guess."""

import codecs
import re

from newsletter.errors import ArticleError

LIMIT = 5_000_000  # bytes of one source
MOST_PIECES = 50_000
#: Characters of one article: eighty thousand words, as many as a book has.
MOST_TEXT = 500_000
LONGEST_TAG = 20_000

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
#: Encodings a page may name. Python knows others that are no character sets or cost much time (punycode, utf-7).
_NAMED = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|cp874|koi8-[ru]|gb18030|gbk|gb2312|big5|euc_jp|shift_jis|euc_kr"
)
_OFFICE = {
    b"PK\x03\x04": "a document or an archive",
    b"%PDF": "a PDF file",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "a rich text document",
}


def decode(source: bytes, *, charset: str = "", look_inside: bool = False) -> tuple[str, str]:
    """The text, and a note (or "") that says what was guessed.

    A byte order mark wins, then the charset that came with it, then (`look_inside`) the one the page names, then
    UTF-8 if it fits, then Windows-1252. Raises ArticleError for what is no text.
    """
    check_size(len(source))
    for start, kind in _MARKS:
        if source.startswith(start):
            return _strict(source, kind), ""
    _refuse_documents(source)
    named = [charset]
    if look_inside and (found := _META.search(source[:4096])):
        named.append(found[1].decode("ascii"))
    for name in filter(None, map(_known, named)):
        try:
            return source.decode(name), ""
        except UnicodeDecodeError:
            continue  # pages that misname their encoding are common; the ladder below settles it
    return _guess(source)


def check_size(size: int, limit: int = LIMIT, what: str = "an article", remedy: str = "") -> None:
    """Refuse a source that no article needs."""
    if size > limit:
        raise _too_large(f"The source is larger than {limit // 1_000_000} MB, too large for {what}.", remedy)


def check_pieces(count: int, most: int = MOST_PIECES) -> None:
    """Refuse what would keep a parser busy for minutes: tags of a page, lines of a text."""
    if count > most:
        raise _too_large(f"The source is made of more than {most:,} pieces, too many for an article.")


def check_text(count: int) -> None:
    """Refuse a text longer than a book: each step of reading holds all of it once more."""
    if count > MOST_TEXT:
        raise _too_large(f"The text has more than {MOST_TEXT:,} characters, too many for an article.")


def check_tags(markup: str) -> None:
    """Refuse a tag of very many attributes, of which a parser keeps each."""
    if re.search(rf"<[A-Za-z][^<>]{{{LONGEST_TAG}}}", markup):
        raise _too_large(f"A tag of it is longer than {LONGEST_TAG:,} characters, as no article has one.")


def _too_large(sentence: str, remedy: str = "") -> ArticleError:
    copying = "Copy the text of the article into a .txt file and add that."
    return ArticleError(sentence, remedy=remedy or copying, code="too-large")


def _known(name: str) -> str:
    """Python's name of a character set; "" if it is none that a page may have."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if not _NAMED.fullmatch(found):
        return ""
    # Browsers read Latin-1 and ASCII as Windows-1252: pages that say so hold its quotation marks.
    return "cp1252" if found in {"iso8859-1", "ascii"} else found


def _guess(source: bytes) -> tuple[str, str]:
    try:
        return source.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = _strict(source, "cp1252")
    return text, "The text is not UTF-8; it was read as Windows-1252. Look at accents and quotation marks."


def _strict(source: bytes, kind: str) -> str:
    try:
        return source.decode(kind).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ArticleError(
            "The encoding of the text is not known.",
            remedy="Open it in your editor, save it again with the encoding UTF-8, and add that file.",
            code="encoding",
        ) from error


def _refuse_documents(source: bytes) -> None:
    for start, what in _OFFICE.items():
        if source.startswith(start):
            raise ArticleError(
                f"This is {what}, not plain text.",
                remedy="Open it, copy the text of the article into a .txt file, and add that.",
                code="not-text",
            )
    if b"\x00" in source:
        raise ArticleError(
            "This is not a text: it holds bytes that texts never have.",
            remedy="Add a text, Markdown or HTML file.",
            code="not-text",
        )
