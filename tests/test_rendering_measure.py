"""Room is never estimated smaller than Arial's own widths make it, and long words are broken."""

import pytest
from PIL import ImageFont

from newsletter.rendering.measure import MM_PER_POINT, Type

TEXT = Type(size=12, line=15)
BOLD = Type(size=12, line=15, bold=True)


def test_no_text_takes_no_room_and_one_word_takes_a_line() -> None:
    assert TEXT.height("", 100) == 0
    assert TEXT.lines("word", 100) == 1
    assert TEXT.height("word", 100) == pytest.approx(15 * MM_PER_POINT)


def test_words_are_wrapped_and_a_word_without_end_is_cut() -> None:
    assert TEXT.lines("word " * 40, 60) >= 5
    assert TEXT.lines("x" * 200, 60) >= 7
    assert TEXT.lines("工人罷工" * 20, 60) == TEXT.lines("工人 罷工" * 20, 60)


def test_no_line_ends_at_a_no_break_space() -> None:
    width = TEXT.width("aaaa bb") * 1.05
    assert TEXT.lines("aaaa bb cc dddd", width) == 2
    assert TEXT.lines("aaaa bb\u00a0cc dddd", width) == 3
    assert TEXT.lines("工 ·\u00a0人", TEXT.width("工 · ") * 1.05) == 2
    assert TEXT.width("a\u00a0b") == pytest.approx(TEXT.width("a b"), rel=0.2)


def test_an_accent_takes_no_room() -> None:
    assert TEXT.width("éà") == TEXT.width("ea") == TEXT.width("e\u0301a\u0300")


@pytest.mark.parametrize(("face", "type_"), [("LiberationSans-Regular", TEXT), ("LiberationSans-Bold", BOLD)])
@pytest.mark.parametrize(
    "text",
    [
        "The dockers of Port Ellery have voted for the first collective agreement in the history of the terminal.",
        "STRIKE PAY NOW: 340 CASUAL WORKERS (AND 1,250 MORE) WIN £12.60",
        "Greve às rendas: um bairro inteiro deixa de pagar — “não saímos”",
        "Профсоюз докеров подписал первый коллективный договор",
        "Związek zawodowy dokerów wygrał, a zarząd ustąpił",
    ],
)
def test_a_line_is_at_least_as_wide_as_in_arial(face: str, type_: Type, text: str) -> None:
    """Liberation Sans has Arial's widths; where it is not installed there is nothing to compare with."""
    try:
        font = ImageFont.truetype(f"{face}.ttf", 1000)
    except OSError:
        pytest.skip(f"{face} is not installed")
    real = font.getlength(text) / 1000 * 12 * MM_PER_POINT

    assert real <= type_.width(text) <= real * 1.45
