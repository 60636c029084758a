"""A translation of the letter's own words: one .po file, taken whole or not at all.

Shipped catalogues and a branch's own go through the same checks: every phrase is there, made from the English of this
version, with the same holes and nothing that could harm a letter.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from string import Formatter

from newsletter.errors import WorkspaceError
from newsletter.files import read_text
from newsletter.rendering.message import UNSAFE
from newsletter.rendering.phrases import COUNTED, PHRASES
from newsletter.rendering.po_file import Entry, Fault, PoError, PoFile, parse

#: Bytes of a file; ours have ten thousand.
LARGEST = 200_000
LONGEST_PHRASE = 500
#: Numbers that plural forms are tried out on.
TRIED = range(201)
_PLURAL_FORMS = re.compile(r"nplurals\s*=\s*([1-6])\s*;\s*plural\s*=\s*([^;]{1,500});?")
_TAG_SIGNS = re.compile(r"<%|%>|\[%|%\]|<!--")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every phrase in one language."""

    phrases: Mapping[str, str]
    #: one text for each plural form.
    counted: Mapping[str, tuple[str, ...]]
    #: which form goes with a number.
    form_of: Callable[[int], int]
    #: whether somebody whose language it is has read it and put the name into the file.
    reviewed: bool


class CatalogueError(Exception):
    """A file that cannot be used as a catalogue; `faults` says why, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.what for fault in faults))
        self.faults = faults


def read(path: Path) -> Catalogue:
    """Read a catalogue. Raises CatalogueError with all that is wrong with it."""
    if path.is_symlink():
        raise CatalogueError(
            (Fault(0, "the file is a link; catalogues are read from the folder itself only"),)
        )
    try:
        file = parse(read_text(path, what="the catalogue", limit=LARGEST))
    except WorkspaceError as error:
        raise CatalogueError((Fault(0, error.message.rstrip(".")),)) from error
    except PoError as error:
        raise CatalogueError((error.fault,)) from error
    return catalogue_of(file)


def catalogue_of(file: PoFile) -> Catalogue:
    """The catalogue that a .po file holds. Raises CatalogueError with all that is wrong with it."""
    number, form_of = _plural_forms(file.headers.get("plural-forms", ""))
    by_key = {entry.key: entry for entry in file.entries}
    faults = [*_twice(file)]
    for key, english in _expected().items():
        faults += _faults(key, english, by_key.get(key), number, form_of)
    if faults:
        raise CatalogueError(tuple(sorted(faults, key=lambda fault: fault.line)))
    return Catalogue(
        phrases={key: by_key[key].forms[0] for key in PHRASES},
        counted={key: by_key[key].forms for key in COUNTED},
        form_of=form_of,
        reviewed=bool(file.headers.get("x-reviewed-by")),
    )


def _expected() -> dict[str, tuple[str, ...]]:
    return {**{key: (english,) for key, english in PHRASES.items()}, **COUNTED}


def _plural_forms(header: str) -> tuple[int, Callable[[int], int]]:
    """How many plural forms there are, and which goes with a number. gettext's reader computes, and calls nothing."""
    found = _PLURAL_FORMS.fullmatch(header)
    if found is None:
        raise CatalogueError((Fault(0, "the header Plural-Forms is missing or damaged"),))
    number = int(found[1])
    try:
        form_of = c2py(found[2])
        fits = all(0 <= form_of(count) < number for count in TRIED)
    except (ValueError, ArithmeticError) as error:
        raise CatalogueError((Fault(0, "the header Plural-Forms cannot be computed with"),)) from error
    if not fits:
        raise CatalogueError((Fault(0, f"the header Plural-Forms counts beyond its {number} forms"),))
    return number, form_of


def _twice(file: PoFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in file.entries:
        if entry.key in seen:
            yield Fault(entry.line, f"{entry.key[:40]!r} stands there twice")
        seen.add(entry.key)


def _faults(
    key: str, english: tuple[str, ...], entry: Entry | None, number: int, form_of: Callable[[int], int]
) -> Iterator[Fault]:
    """What is wrong with one phrase."""
    if entry is None or not any(entry.forms):
        yield Fault(entry.line if entry else 0, f"{key} is missing: “{english[0]}”")
        return
    if entry.fuzzy:
        yield Fault(entry.line, f"{key} is marked fuzzy: somebody must look at it")
        return
    if entry.english != english:
        yield Fault(entry.line, f"{key} was made from other words than “{english[0]}”")
        return
    if len(entry.forms) != (number if len(english) > 1 else 1):
        yield Fault(entry.line, f"{key} needs {number} plural forms and has {len(entry.forms)}")
        return
    for form, text in enumerate(entry.forms):
        may_lack = _served(form, form_of) == 1 if len(english) > 1 else False
        if what := _wrong(text, english[-1], may_lack=may_lack):
            yield Fault(entry.line, f"{key} {what}")


def _served(form: int, form_of: Callable[[int], int]) -> int:
    """How many numbers a form is for. A form for one number may say it in words ("two articles", in one word)."""
    return sum(form_of(count) == form for count in TRIED)


def _wrong(text: str, english: str, *, may_lack: bool) -> str:
    if not text.strip():
        return "has an empty plural form"
    if len(text) > LONGEST_PHRASE:
        return f"is longer than {LONGEST_PHRASE} characters"
    if UNSAFE.search(text):
        return "holds a line break or a hidden control character"
    if _TAG_SIGNS.search(text):
        return "holds signs that a mail program or provider reads as a command (<%, [%, <!--)"
    wanted = _holes(english)
    found = _holes(text)
    if found == wanted or (may_lack and found == wanted - Counter(["count"])):
        return ""
    names = " ".join(f"{{{name}}}" for name in wanted) or "no hole"
    return f"has other holes than the English phrase ({names})"


def _holes(text: str) -> Counter[str]:
    """The names in braces. What is more than a plain name (an attribute, a format) counts as a hole that none has."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        return Counter(["?"])
    holes: Counter[str] = Counter()
    for _, name, shape, conversion in pieces:
        if name is not None:
            plain = name.isascii() and name.isalpha() and not shape and conversion is None
            holes[name if plain else "?"] += 1
    return holes
