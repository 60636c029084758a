"""A Word document (.docx): its paragraphs, read by python-docx from a copy that holds nothing but the text.

An office file is an archive that can hold macros, links to files elsewhere, pictures, and far more than it seems. Only
the text and its styles are unpacked, within bounds; nothing else of it is ever opened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from newsletter.articles.cleaning import count_words, one_line
from newsletter.articles.reading.anatomy import Parts, take_apart
from newsletter.articles.reading.decoding import LIMIT, check_pieces, check_size, check_tags, check_text
from newsletter.articles.reading.found import Found
from newsletter.articles.reading.traces import of_private
from newsletter.errors import ArticleError

_TEXT, _STYLES = "word/document.xml", "word/styles.xml"
_MOST_TAGS = 200_000  # one word of a text has up to twenty, and a hundred bytes of memory each
_LARGEST_CONTENTS = 1_000_000  # bytes of the table of contents, which is held in memory whole
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/{_TEXT}" ContentType="{_MAIN}"/><Override PartName="/{_STYLES}" '
    f'ContentType="{_MAIN.replace("document.main", "styles")}"/></Types>'
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What programs read that do not know the newer way, which stands beside it.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What is in a paragraph and is none of its text: settings, what was moved away, text boxes, what is said twice.
_SILENT = frozenset({f"{_W}pPr", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK})
#: Text behind a tag.
_SAID = re.compile(rb"(?<=>)[^<]+")
_SPACES = frozenset({f"{_W}tab", f"{_W}br"})
#: What may stand above a title: its kicker, a date. A heading further down is one of the text.
_MOST_ABOVE_TITLE, _LONGEST_ABOVE_TITLE = 2, 12  # lines, words of each
_TITLE = re.compile(r"title|titel|t[ií]tulo|titre|teitl|heading ?1|[uü]berschrift ?1", re.IGNORECASE)


def is_document(source: bytes) -> bool:
    """Whether an archive is a Word document."""
    try:
        return _TEXT in _open(source).namelist()
    except ArticleError:
        return False


def read(source: bytes) -> Found:
    """The parts of an article in a Word document. Raises ArticleError if it is damaged or means harm."""
    parts = Parts()
    blocks = list(_blocks(_document(source), parts))
    take_apart(blocks, parts, has_title=bool(parts.title))
    parts.notes += of_private(parts.paragraphs, with_phones=True)
    return Found(parts=parts)


def _document(source: bytes) -> Any:
    import docx  # noqa: PLC0415  (0.2 s; only documents pay for it)
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    archive = _open(source)
    text = _part(archive, _TEXT)
    styles = _part(archive, _STYLES) if _STYLES in archive.namelist() else b""
    check_pieces(max(text.count(b"<"), styles.count(b"<")), _MOST_TAGS)
    for part in (text, styles):
        check_tags(part.decode("latin-1"))
    check_text(sum(len(said[0].decode("utf-8", "replace").strip()) for said in _SAID.finditer(text)))
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as made:
        made.writestr("[Content_Types].xml", _TYPES)
        link = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{_TEXT}"/>'
        made.writestr("_rels/.rels", _relations(link))
        if styles:
            made.writestr(_STYLES, styles)
            link = f'<Relationship Id="s1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            made.writestr("word/_rels/document.xml.rels", _relations(link))
        made.writestr(_TEXT, text)
    copy.seek(0)
    try:
        return docx.Document(copy)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise _damaged() from error


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _open(source: bytes) -> zipfile.ZipFile:
    place = source.rfind(b"PK\x05\x06", max(0, len(source) - 65_557))
    if place < 0 or int.from_bytes(source[place + 12 : place + 16], "little") > _LARGEST_CONTENTS:
        raise _damaged()
    try:
        return zipfile.ZipFile(io.BytesIO(source))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise _damaged() from error


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked up to the limit whatever its size is said to be."""
    try:
        entry = archive.getinfo(name)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _damaged()  # Word packs in no other way
        with archive.open(entry) as stream:
            content = stream.read(LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError) as error:
        raise _damaged() from error  # RuntimeError: it has a password
    check_size(len(content))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _damaged()  # Word writes neither; entities could grow without end
    return content


def _damaged() -> ArticleError:
    return ArticleError(
        "This document is damaged, or is none that Word has written.",
        remedy="Open it in Word or LibreOffice, and save it again as .docx, or copy its text into a .txt file.",
        code="damaged-document",
    )


def _blocks(document: Any, parts: Parts) -> Iterator[str]:
    body = getattr(document.element, "body", None)
    if body is None:
        raise _damaged()
    check_pieces(sum(1 for _ in body.iter(f"{_W}p")))
    _say_left_out(body, parts)
    styles = _names(document.styles.element)
    above = list[str]()
    for paragraph in _paragraphs(body):
        text = _text(paragraph)
        if not text:
            continue
        if not parts.title and _may_be_below(above) and _TITLE.fullmatch(_style(styles, paragraph)):
            parts.title = text
            continue
        above = [*above, text] if len(above) <= _MOST_ABOVE_TITLE else above
        yield f"• {text}" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else text


def _may_be_below(above: list[str]) -> bool:
    return len(above) <= _MOST_ABOVE_TITLE and all(
        count_words(line) <= _LONGEST_ABOVE_TITLE for line in above
    )


def _names(styles: Any) -> dict[str, str]:
    """What the document calls its styles by their marks; nothing where it has none that can be read."""
    found = {}
    for style in styles.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        found[style.get(f"{_W}styleId", "")] = "" if name is None else name.get(f"{_W}val", "")
    return found


def _paragraphs(parent: Any) -> Iterator[Any]:
    """The paragraphs of the text and of its controls (w:sdt), each once, whatever stands in it."""
    for child in parent.iterchildren(f"{_W}p", f"{_W}sdt", f"{_W}sdtContent"):
        if child.tag == f"{_W}p":
            yield child
        else:
            yield from _paragraphs(child)


def _say_left_out(body: Any, parts: Parts) -> None:
    if next(body.iter(f"{_W}tbl"), None) is not None:
        parts.notes.append("Tables in the document were left out.")
    if next(body.iter(f"{_W}drawing", f"{_W}pict", f"{_W}object"), None) is not None:
        parts.notes.append("Pictures in the document were left out.")
    if next(body.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"), None) is not None:
        parts.notes.append(
            "The document has changes that nobody accepted yet; it was read as if they were accepted."
        )


def _text(paragraph: Any) -> str:
    """The text of a paragraph with what was inserted and without what was deleted, hidden, or is said twice."""
    return one_line("".join(_pieces(paragraph)))


def _pieces(parent: Any) -> Iterator[str]:
    if parent.find(f"{_W}rPr/{_W}vanish") is not None:
        return
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SPACES:
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _SILENT:
            yield from _pieces(child)


def _style(styles: Mapping[str, str], paragraph: Any) -> str:
    """The name of a paragraph's style; its id where the document does not name it."""
    mark = paragraph.find(f"{_W}pPr/{_W}pStyle")
    wanted = "" if mark is None else mark.get(f"{_W}val", "")
    return styles.get(wanted, wanted)
