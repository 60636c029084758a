"""A sign of copyright at the end of a text tells whose the text is; a picture's credit stays one."""

import time

import pytest

from newsletter.articles.credits.credit import parse_credit
from newsletter.articles.reading.source import Kind, ingest

TEXT = (
    "Nurses win at Example Hospital\n\nBy Ana Example\n\nThey have won after four weeks at the gates.\n\n"
    "They go back to work on Monday, with more of them on each ward at night.\n\n"
)
OF_THE_TEXT = [
    "© Ben Sample 2026",
    "© Ben Sample, 2026",
    "(c) Ben Sample 2026",
    "Copyright Ben Sample 2026",
    "Copyright © Example Union 2025-2026. All rights reserved.",
    "Text © Ben Sample 2026",
    "© Example Union, Leeds 2026.",
]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.MARKDOWN])
@pytest.mark.parametrize("line", OF_THE_TEXT)
def test_whose_the_text_is_is_no_credit_of_a_picture_and_is_told(line: str, kind: Kind) -> None:
    for below in ("", "\n\nShare this", "\n\n3 May 2026"):
        draft = ingest(TEXT + line + below, kind=kind)
        assert draft.article.photo is None
        assert draft.article.author == "Ana Example"
        assert len(draft.article.paragraphs) == 2
        assert f"A line that says whose the text is was left out: {line}" in draft.notes


@pytest.mark.parametrize(
    "line",
    [
        "Photo © Ben Sample",
        "© Foto Ben Sample",
        "Photo © Ben Sample 2026",
        "Photo: © Ben Sample 2026",
        "© Ben Sample/Example Agency 2026",
        "© Getty Images 2026",
        "© Getty Images",
        "© Ben Sample / Wikimedia Commons",
        "© Ben Sample/Example Agency",
        "© Ben Sample, CC BY 4.0",
        "© Ben Sample, used with permission",
        "© Ben Sample via Flickr",
        "© Ben Sample 2026, CC BY 4.0",
    ],
)
def test_what_may_be_the_credit_of_a_picture_stays_one(line: str) -> None:
    photo = ingest(TEXT + line).article.photo
    assert photo is not None
    assert photo.credit == line


WITHOUT_YEAR = [
    "© Ben Sample",
    "© Example Union, Leeds.",
    "©Dock News",
    "Copyright © Ben Sample",
    "Text © Ben Sample",
    "© J. B. Sample. All rights reserved.",
    "© Ana Example, all rights reserved",
    "© Łódzki Związek i Przyjaciele",
]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.MARKDOWN])
@pytest.mark.parametrize("line", WITHOUT_YEAR)
def test_a_sign_without_a_year_at_the_end_names_nobody_who_took_a_picture(line: str, kind: Kind) -> None:
    for below in ("", "\n\nShare this", "\n\n3 May 2026"):
        draft = ingest(TEXT + line + below, kind=kind)
        assert draft.article.photo is None
        assert len(draft.article.paragraphs) == 2
        told = [note for note in draft.notes if f"“{line}”" in note]
        assert len(told) == 1
        assert "`credit:`" in told[0]


@pytest.mark.parametrize("below", ["\n", "\n\n"])
def test_a_sign_right_below_a_picture_is_of_the_picture(below: str) -> None:
    draft = ingest(f"{TEXT}![Pickets](gate.jpg){below}© Ben Sample", kind=Kind.MARKDOWN)
    assert draft.article.photo is not None
    assert draft.article.photo.author == "Ben Sample"
    assert len(draft.article.paragraphs) == 2


def test_a_sign_right_below_a_caption_is_of_the_picture() -> None:
    photo = ingest(TEXT + "Featured image: Pickets at dawn\n\n© Ben Sample").article.photo
    assert photo is not None
    assert "Ben Sample" in photo.credit


def test_a_sign_without_a_year_above_the_text_is_of_its_picture() -> None:
    draft = ingest(TEXT.replace("They have won", "© Ben Sample\n\nThey have won"))
    assert draft.article.photo is not None
    assert draft.article.photo.author == "Ben Sample"


def test_the_last_point_of_a_list_is_no_sign_of_copyright() -> None:
    draft = ingest(TEXT + "(c) Higher pay")
    assert draft.article.paragraphs[-1] == "(c) Higher pay"


def test_a_sign_in_the_middle_of_a_text_is_read_as_before() -> None:
    draft = ingest(TEXT + "© Ben Sample 2026\n\nAnd that was not the end of it, as they found.")
    assert draft.article.photo is not None


@pytest.mark.parametrize(
    "line", ["© Ben Sample 2026", "Photo: © Ben Sample, 2026", "Copyright: Ben Sample 2026"]
)
def test_a_year_is_no_part_of_a_name(line: str) -> None:
    assert parse_credit(line).author == "Ben Sample"


def test_hostile_lines_of_copyright_cost_little() -> None:
    began = time.perf_counter()
    for piece in ("© ", "©", "copyright ", "© a ", "(c) 2026 ", "Text ", "2026-"):
        ingest(TEXT + piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 10
