"""Every shipped catalogue is whole and fits its language; a catalogue that is not, or means harm, is not used."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from newsletter.rendering.catalogue import LARGEST, CatalogueError, read
from newsletter.rendering.phrases import COUNTED, NOTES, PHRASES
from newsletter.rendering.po_file import PoError, parse
from newsletter.rendering.words import catalogue_path, shipped_languages, translations, words

ROOT = Path(__file__).parent.parent
MAKER: dict[str, Any] = run_path(str(ROOT / "docs" / "make_words.py"))
LANGUAGES = ("ar", "cy", "es", "fr", "pl", "pt", "ro")
#: CLDR has a form of its own for whole millions in French, Portuguese and Spanish, which no letter counts to.
#: Their rules look at the last two figures.
NUMBERS = (*range(2_000), *range(99_000, 100_000))


def text_of(language: str) -> str:
    return catalogue_path(language).read_text(encoding="utf-8")


def refused(tmp_path: Path, text: str) -> list[str]:
    """The faults of a catalogue, "line: what"."""
    path = tmp_path / "cy.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return [f"{fault.line}: {fault.what}" for fault in caught.value.faults]


def test_the_languages_of_the_letter() -> None:
    assert shipped_languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_missing_fuzzy_or_with_other_holes(language: str) -> None:
    """What fails here is named with its line: fill it in, and where it was fuzzy take that line away."""
    try:
        read(catalogue_path(language))
        faults = []
    except CatalogueError as error:
        faults = [f"{catalogue_path(language)}:{fault.line}: {fault.what}" for fault in error.faults]

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_as_make_words_leaves_it(language: str) -> None:
    """Every phrase of the program and no other, in its order. `make words` mends it."""
    assert MAKER["renewed"](parse(text_of(language)), language) == text_of(language)


def test_the_blank_catalogue_is_as_make_words_leaves_it() -> None:
    text = (translations() / "newsletter.pot").read_text(encoding="utf-8")

    assert text == MAKER["renewed"](MAKER["_EMPTY"], "")
    assert len(parse(text).entries) == len(PHRASES) + len(COUNTED)


def test_notes_are_about_phrases_that_there_are() -> None:
    assert set(NOTES) <= {*PHRASES, *COUNTED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """Two numbers have the same form where CLDR puts them into the same category, and only there."""
    form_of = read(catalogue_path(language)).form_of
    category_of = Locale.parse("pt_PT" if language == "pt" else language).plural_form
    pairs = {(category_of(number), form_of(number)) for number in NUMBERS}

    assert len(pairs) == len({category for category, _ in pairs}) == len({form for _, form in pairs})
    assert {form for _, form in pairs} == set(range(len(words(language).catalogue.counted["count_dates"])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_programs_read_the_same(language: str) -> None:
    """Translators' programs know gettext's format; Babel reads it as they do."""
    with catalogue_path(language).open("rb") as stream:
        theirs = read_po(stream, abort_invalid=True)
    ours = parse(text_of(language))

    assert len(ours.entries) == len(theirs)
    for entry in ours.entries:
        english = entry.english if len(entry.english) > 1 else entry.english[0]
        message = theirs.get(english, entry.key)
        assert message is not None
        assert message.string == (entry.forms if len(entry.english) > 1 else entry.forms[0])


def test_what_a_translators_program_writes_is_read(tmp_path: Path) -> None:
    """Long texts over several lines, obsolete entries, earlier English, other headers."""
    text = text_of("cy").replace('msgstr "Gweithredwch"', 'msgstr ""\n"Gweith"\n"redwch"')
    text = text.replace(
        '"X-Reviewed-By:\\n"', '"X-Reviewed-By: Anytown branch\\n"\n"X-Generator: Some 3.4\\n"'
    )
    text = text.replace("#. Heading above what", '#| msgid "Act"\n#, no-wrap\n#. Heading above what')
    path = tmp_path / "cy.po"
    path.write_bytes((text + '\n#~ msgid "Gone"\n#~ msgstr "Wedi mynd"\n').replace("\n", "\r\n").encode())

    catalogue = read(path)
    assert catalogue.phrases["actions"] == "Gweithredwch"
    assert catalogue.reviewed


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_catalogues_say_who_reviewed_them(language: str) -> None:
    """Whoever reviews one writes a name there; until then it says that nobody did."""
    assert "x-reviewed-by" in parse(text_of(language)).headers
    assert words(language).reviewed == bool(parse(text_of(language)).headers["x-reviewed-by"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "Gweithredwch"', 'msgstr ""', "actions is missing: “Take action”"),
        ('msgid "Take action"', 'msgid "Act"', "actions was made from other words than “Take action”"),
        ("#. Heading above what readers", "#, fuzzy\n#. Heading above what readers", "actions is marked fuzzy"),
        ("Gan {author}", "Gan {awdur}", "by_line_author has other holes than the English phrase ({author})"),
        ("Gan {author}", "Gan", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author} {author}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author.__class__}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author[0]}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author!r}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author:>99999999}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {0}", "by_line_author has other holes"),
        ("Gan {author}", "Gan {author", "by_line_author has other holes"),
        ("Gan {author}", "Gan {}", "by_line_author has other holes"),
        ("Gweithredwch", "Gweith{redwch}", "actions has other holes than the English phrase (no hole)"),
        ("Gweithredwch", "<%body%>", "actions holds signs that a mail program or provider reads"),
        ("Gweithredwch", "[%name%]", "actions holds signs"),
        ("Gweithredwch", "<!--[if mso]>", "actions holds signs"),
        ("Gweithredwch", "Gweith\\nredwch", "actions holds a line break or a hidden control character"),
        ("Gweithredwch", "Gweith\x1b[31mredwch", "actions holds a line break or a hidden control character"),
        ("Gweithredwch", "Gweith\u202eredwch", "actions holds a line break or a hidden control character"),
        ("Gweithredwch", "Gweith\u2068redwch", "actions holds a line break or a hidden control character"),
        ("Gweithredwch", "x" * 501, "actions is longer than 500 characters"),
        ('msgstr[2] "{count} ddyddiad"', 'msgstr[2] ""', "count_dates has an empty plural form"),
        ('msgstr[5] "{count} dyddiad"', 'msgstr[5] "dyddiad"', "count_dates has other holes"),
        ('msgstr[5] "{count} dyddiad"\n', "", "count_dates needs 6 plural forms and has 5"),
        ('msgstr[4] "{count} dyddiad"\n', "", "the msgstr lines of an entry do not go with its msgid"),
        ("nplurals=6;", "nplurals=9999999999;", "the header Plural-Forms is missing or damaged"),
        ("nplurals=6;", "nplurals=3;", "the header Plural-Forms counts beyond its 3 forms"),
        ("plural=(n==0 ?", "plural=(n%0 ?", "the header Plural-Forms cannot be computed with"),
        ("plural=(n==0 ?", "plural=(__import__('os') ?", "the header Plural-Forms cannot be computed with"),
        ("plural=(n==0 ?", f"plural=({'(' * 300}n==0 ?", "the header Plural-Forms"),
        ('msgstr "Gweithredwch"', "msgstr Gweithredwch", "a text does not stand between two quotation marks"),
        ('msgstr "Gweithredwch"', 'msgstr "Gweith"redwch"', "a text does not stand between two"),
        ('msgstr "Gweithredwch"', 'msgstr "a"\nmsgstr "b"', "msgstr stands here a second time"),
        ('msgstr "Gweithredwch"', 'domain "x"', "this is not a line of a .po file"),
        ('msgctxt "diary"', 'msgctxt "actions"', "'actions' stands there twice"),
    ],
)  # fmt: skip
def test_a_catalogue_with_a_fault_is_not_used(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = text_of("cy")
    assert old in text
    found = refused(tmp_path, text.replace(old, new))

    assert any(fault in line for line in found), found
    assert not any("\x1b" in line for line in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_for_one_number_may_say_it_in_words(tmp_path: Path, language: str) -> None:
    """Form 0 of French is for none and one: it must hold the number. That of Spanish is for one only."""
    text = re.sub(r'msgstr\[0\] "[^"]*"', 'msgstr[0] "x"', text_of(language))
    path = tmp_path / "own.po"
    path.write_text(text, encoding="utf-8")
    if language == "fr":
        assert len(refused(tmp_path, text)) == len(COUNTED)
    else:
        assert read(path).counted["count_dates"][0] == "x"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "Plural-Forms"),
        (b'"x"', "belongs to nothing"),
        (b'msgctxt "a"\nmsgstr "b"', "no msgid"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"#" * (LARGEST + 1), "200 kB"),
    ],
)
def test_what_is_no_catalogue_is_not_used(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "cy.po"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read(path)
    assert fault in caught.value.faults[0].what


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "cy.po").symlink_to(catalogue_path("cy"))
    with pytest.raises(CatalogueError, match="link"):
        read(tmp_path / "cy.po")


@pytest.mark.parametrize(
    "make",
    [
        lambda: 'msgid "' + "\\" * (LARGEST - 50),
        lambda: 'msgid ""\n' * (LARGEST // 10),
        lambda: '"' * (LARGEST - 50),
        lambda: "\n".join(f'msgctxt "{n}"\nmsgid "a"\nmsgstr "b"' for n in range(5_000)),
        lambda: 'msgid "a"\nmsgstr "b"\n' + '""\n' * (LARGEST // 4),
    ],
)
def test_a_catalogue_made_to_take_long_does_not(tmp_path: Path, make: Callable[[], str]) -> None:
    start = time.perf_counter()
    assert refused(tmp_path, make())
    assert time.perf_counter() - start < 5


@given(st.text(max_size=200) | st.text(alphabet='msgidtrcx_pl[]01" \\n{}#~,', max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        entries = parse(text).entries
    except PoError as error:
        lines = [error.fault.line]
    else:
        lines = [entry.line for entry in entries]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


def test_make_words_keeps_translations_and_marks_what_is_new_or_changed() -> None:
    text = text_of("cy")
    text = text.replace('msgctxt "photo"', '# as the paper has it\nmsgctxt "photo"')
    text = re.sub(r'(#\. [^\n]*\n)?msgctxt "diary"\n.*\n.*\n\n', "", text)
    text = (
        text.replace('msgid "Take action"', 'msgid "Act"') + '\nmsgctxt "gone"\nmsgid "Gone"\nmsgstr "Aeth"\n'
    )

    again = parse(MAKER["renewed"](parse(text), "cy"))

    entries = {entry.key: entry for entry in again.entries}
    assert list(entries) == [*PHRASES, *COUNTED]
    assert entries["diary"].forms == ("",)
    assert (entries["actions"].forms, entries["actions"].fuzzy) == (("Gweithredwch",), True)
    assert {key for key, entry in entries.items() if entry.fuzzy} == {"actions"}
    assert entries["photo"].remarks == ("# as the paper has it",)
    assert entries["photo"].forms == ("Llun gyda’r erthygl: {credit}",)


def test_make_words_begins_a_language_and_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "uk" / "newsletter.po"

    missing = list(MAKER["renew"](path, "uk"))

    assert parse(path.read_text(encoding="utf-8")).headers["language"] == "uk"
    assert len(missing) == len(PHRASES) + len(COUNTED)
    assert re.search(r"newsletter\.po:\d+: by_line_author is missing: “By \{author\}”", missing[0])
