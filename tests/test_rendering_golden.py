"""Each design as it was agreed: page, text and message, byte for byte. `make golden` writes the files anew."""

import os
from pathlib import Path

import pytest

from newsletter.rendering import templates
from newsletter.rendering.message import Letter
from tests.checkers.mails import DESIGNS, PERSON, make_message
from tests.rendering_samples import make_issue, make_letter

GOLDEN = Path(__file__).parent / "golden"


def letter_of(design: str, language: str = "en") -> Letter:
    return make_letter(make_issue(design=design, language=language))


def golden(design: str, language: str) -> dict[str, bytes]:
    """Bytes by file name."""
    letter = letter_of(design, language)
    filled = letter.fill(letter.values(PERSON))
    name = design if language == "en" else f"{design}-{language}"
    made = {f"{name}.html": filled.html.encode(), f"{name}.txt": filled.text.encode()}
    # The other languages are encoded in base64, which shows nobody what has changed.
    return made | ({f"{name}.eml": make_message(letter)} if language == "en" else {})


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_is_as_it_was_agreed(design: str, language: str) -> None:
    """Whoever renews the files looks at the difference before it is committed."""
    made = golden(design, language)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        for name, content in made.items():
            (GOLDEN / name).write_bytes(content)

    assert {name: (GOLDEN / name).read_bytes() for name in made} == made


def test_no_file_is_left_of_a_design_that_is_gone() -> None:
    expected = {name for design in DESIGNS for language in ("en", "ar") for name in golden(design, language)}

    assert {path.name for path in GOLDEN.iterdir()} == expected


def test_every_design_that_is_shipped_is_judged() -> None:
    for design in DESIGNS:
        templates.check_design(design, None)
    assert "digest" in DESIGNS
