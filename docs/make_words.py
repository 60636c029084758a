"""Renews the catalogues of the letter's own words from newsletter/rendering/phrases.py: `make words`.

Translations stay. A new phrase is added without one; a phrase whose English was changed keeps its translation and is
marked fuzzy, until somebody has looked at it; a phrase that is gone goes. `make words LANGUAGE=de` begins a language.
What is missing is printed, and the tests fail as long as anything is.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsletter.files import read_text, write_text
from newsletter.rendering.catalogue import CatalogueError, catalogue_of
from newsletter.rendering.phrases import COUNTED, NOTES, PHRASES
from newsletter.rendering.po_file import Entry, PoFile, parse
from newsletter.rendering.words import catalogue_path, shipped_languages, translations

#: The plural forms of a new language, until its own are written; English has these.
_PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
_REMARKS = (
    "# The letter's own words. Renewed by `make words`; CONTRIBUTING.md says how to add or review a language.",
    "# X-Reviewed-By stays empty until somebody whose language this is has read every phrase: write a name or a",
    "# branch there.",
)
_HEADERS = {
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": _PLURAL_FORMS,
    "X-Reviewed-By": "",
}
_EMPTY = PoFile(headers={}, remarks=(), entries=())


def renewed(file: PoFile, language: str) -> str:
    """The text of a catalogue with every phrase of this version, in the order of phrases.py."""
    headers = {**_HEADERS, "Language": language, **_known(file.headers)}
    forms = int(headers["Plural-Forms"].partition("nplurals=")[2][0])
    old = {entry.key: entry for entry in file.entries}
    blocks = [_header(file.remarks or _REMARKS, headers)]
    for key, english in PHRASES.items():
        blocks.append("\n".join(_block(key, (english,), old.get(key), 1)))
    for key, both in COUNTED.items():
        blocks.append("\n".join(_block(key, both, old.get(key), forms)))
    return "\n\n".join(blocks) + "\n"


def _known(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name.lower()] for name in _HEADERS if headers.get(name.lower())}


def _header(remarks: tuple[str, ...], headers: Mapping[str, str]) -> str:
    lines = [_quoted(f"{name}: {value}".rstrip() + "\n") for name, value in headers.items()]
    return "\n".join([*remarks, 'msgid ""', 'msgstr ""', *lines])


def _block(key: str, english: tuple[str, ...], old: Entry | None, forms: int) -> Iterator[str]:
    yield from old.remarks if old else ()
    if key in NOTES:
        yield f"#. {NOTES[key]}"
    if old is not None and any(old.forms) and (old.fuzzy or old.english != english):
        yield "#, fuzzy"
    yield f"msgctxt {_quoted(key)}"
    yield f"msgid {_quoted(english[0])}"
    texts = (*(old.forms if old else ()), *[""] * forms)[:forms]
    if len(english) == 1:
        yield f"msgstr {_quoted(texts[0])}"
        return
    yield f"msgid_plural {_quoted(english[1])}"
    yield from (f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(texts))


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'


def renew(path: Path, language: str) -> Iterator[str]:
    """Write a catalogue anew; what is missing in it, a line each."""
    file = parse(read_text(path, what="the catalogue")) if path.exists() else _EMPTY
    text = renewed(file, language)
    write_text(path, text)
    try:
        catalogue_of(parse(text))
    except CatalogueError as error:
        yield from (f"{path}:{fault.line}: {fault.what}" for fault in error.faults)


def main(languages: list[str]) -> None:
    """Renew the blank catalogue and all others, and begin those named."""
    write_text(translations() / "newsletter.pot", renewed(_EMPTY, ""))
    for language in sorted({*shipped_languages(), *languages}):
        for line in renew(catalogue_path(language), language):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
