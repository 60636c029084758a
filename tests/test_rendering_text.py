"""Lines of the text part are wrapped as a reader sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering_samples import NONCE

from newsletter.rendering.text import Wrapper

WRAPPER = Wrapper(NONCE)
LONG_LINK = "https://example.org/" + "path/" * 30


def test_words_are_wrapped_at_72_columns() -> None:
    wrapped = WRAPPER.wrap("word " * 50)

    assert max(map(len, wrapped.split("\n"))) <= 72
    assert wrapped.split() == ["word"] * 50


def test_a_link_is_never_broken() -> None:
    assert LONG_LINK in WRAPPER.wrap(f"see {LONG_LINK} now").split("\n")


def test_the_first_line_and_the_others_have_their_margins() -> None:
    assert (
        Wrapper(NONCE, width=12).wrap("one two three four", "1. ", "   ") == "1. one two\n   three\n   four"
    )


def test_one_margin_is_for_all_lines() -> None:
    assert Wrapper(NONCE, width=10).wrap("one two three", "> ") == "> one two\n> three"


def test_line_ends_of_the_text_stay() -> None:
    assert WRAPPER.wrap("one\ntwo") == "one\ntwo"


def test_a_merge_tag_counts_as_a_name() -> None:
    assert WRAPPER.columns(f"Dear {NONCE}t00,") == len("Dear ,") + 8


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("سلام", 4), ("a\u200db", 2), ("", 0)]
)
def test_columns_are_counted_as_a_terminal_shows_them(text: str, columns: int) -> None:
    assert WRAPPER.columns(text) == columns


def test_text_without_spaces_is_broken_between_wide_signs() -> None:
    wrapped = WRAPPER.wrap("団結" * 40)

    assert max(map(WRAPPER.columns, wrapped.split("\n"))) <= 72
    assert wrapped.replace("\n", "") == "団結" * 40


def test_a_rule_is_as_long_as_what_stands_above() -> None:
    assert WRAPPER.rule("abcde", "=") == "====="
    assert WRAPPER.rule("a" * 200, "-") == "-" * 72
    assert WRAPPER.rule("", "-") == "---"


@given(st.text(max_size=300))
def test_wrapping_loses_no_word(text: str) -> None:
    wrapped = WRAPPER.wrap(text, "> ", "  ")

    assert "".join(wrapped.split()).removeprefix(">") == "".join(text.split())
