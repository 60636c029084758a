"""What kind of file somebody gives us as a list; what cannot be read is refused in a sentence, with the way out."""

from enum import StrEnum

from subscribers.errors import ListFileError
from subscribers.spreadsheets.archive import Archive


class Format(StrEnum):
    TEXT = "text"
    EXCEL = "xlsx"
    OPEN = "ods"


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: How files begin whose parts tell what they are.
COMPOUND = (_ZIP, _OLE)
_AS_SPREADSHEET = (
    "Open it and choose Save as, file type Excel workbook (.xlsx) or CSV UTF-8, and import that file."
)
_ASK_AGAIN = "Ask whoever sent it for the list as a spreadsheet (.xlsx, .ods) or as CSV."
_UNLOCKED = (
    "Open it with its password, save it without one (in Excel: File, Info, Protect Workbook), import that file, and "
    "delete it afterwards."
)
_PICTURE = ("a picture", _ASK_AGAIN)
#: First bytes of files that people take for a list, what to call them, and what to do.
_MAGIC = [
    (b"%PDF", "a PDF", _ASK_AGAIN),
    (b"{\\rtf", "a text document", "Copy the table into a spreadsheet, save that, and import it."),
    (b"\x1f\x8b", "a compressed file", "Unpack it, and import the file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file", "Unpack it, and import the file inside."),
    (b"Rar!", "a compressed file", "Unpack it, and import the file inside."),
    (b"SQLite format 3", "a database", _ASK_AGAIN),
    (b"\x89PNG", *_PICTURE),
    (b"\xff\xd8\xff", *_PICTURE),
    (b"GIF8", *_PICTURE),
    (b"\x00\x00\xfe\xff", "text in an unusual encoding", "Save it again as CSV UTF-8."),
]
_WORD = "Copy the table out of it into a spreadsheet, save that, and import it."
#: Parts that tell office files apart.
_PARTS = [
    ("word/document.xml", "a Word document", _WORD),
    ("ppt/presentation.xml", "a presentation", _ASK_AGAIN),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", _AS_SPREADSHEET),
    (
        "Index/Document.iwa",
        "a file of Numbers or Pages",
        "In Numbers choose File, Export To, Excel, and import that file.",
    ),
    (
        "Index.zip",
        "a file of Numbers or Pages",
        "In Numbers choose File, Export To, Excel, and import that file.",
    ),
]


def format_of(content: bytes) -> Format:
    """What a compound file is as a whole, and any other by its beginning.

    Raises ListFileError: not-a-text-list, password, damaged-spreadsheet, spreadsheet-too-large.
    """
    if content.startswith(_ZIP):
        return _of_archive(Archive(content))
    if content.startswith(_OLE):
        raise _old_office(content)
    for magic, what, remedy in _MAGIC:
        if content.startswith(magic):
            raise _refused(what, remedy)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and (b"office:document" in start or b"office:spreadsheet" in start):
        raise _refused("a spreadsheet written as XML", _AS_SPREADSHEET)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise _refused(
            "a web page", "Open it in Excel or LibreOffice and save it as .xlsx, or fetch the list as CSV."
        )
    return Format.TEXT


def _of_archive(archive: Archive) -> Format:
    if "xl/workbook.xml" in archive.names or ("[Content_Types].xml" in archive.names and _is_excel(archive)):
        return Format.EXCEL
    if "encrypted-package" in archive.names:
        raise locked()
    kind = archive.start_of("mimetype").strip()
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in archive.start_of("META-INF/manifest.xml", 1 << 16):
            raise locked()
        return Format.OPEN
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise _refused("a text document", _WORD)
    for part, what, remedy in _PARTS:
        if part in archive.names:
            raise _refused(what, remedy)
    raise _refused("a ZIP archive", "Unpack it, and import the files inside one by one.")


def _is_excel(archive: Archive) -> bool:
    return any(name.startswith(("xl/worksheets/", "/xl/worksheets/")) for name in archive.names) and (
        "xl/workbook.bin" not in archive.names
    )


def _old_office(content: bytes) -> ListFileError:
    """Old Excel and Word files, and new ones behind a password, are all compound files; entries are UTF-16."""
    if _named("EncryptedPackage") in content:
        return locked()
    if _named("WordDocument") in content:
        return _refused("an old Word document (.doc)", _WORD)
    return _refused("an old Excel file (.xls)", _AS_SPREADSHEET)


def locked() -> ListFileError:
    return ListFileError("This file is protected with a password.", remedy=_UNLOCKED, code="password")


def _named(entry: str) -> bytes:
    return entry.encode("utf-16-le")


def _refused(what: str, remedy: str) -> ListFileError:
    return ListFileError(
        f"This is {what}, which cannot be read as a list.", remedy=remedy, code="not-a-text-list"
    )
