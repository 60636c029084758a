import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import ListUsageError
from subscribers.names import checked_language, clean_name


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ana", "Ana"),
        ("  Ana   María\u00a0Pérez ", "Ana María Pérez"),
        ("O’Neil", "O’Neil"),
        ("van der Berg", "van der Berg"),
        ("MÜLLER", "MÜLLER"),
        ("J.", "J."),
        ("عائشة", "عائشة"),
        ("👩🏽‍🏭 Ana", "👩🏽‍🏭 Ana"),
        ("Ana\r\nBcc: x", "Ana Bcc: x"),
        ("Ana\x00", "Ana"),
        ("\u202eanA\u202c", "anA"),
        ("\ufeffAna\u200b", "Ana"),
        ("A\ud800na", "A na"),
        ("Mayimbu\u0301", "Mayimbú"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("x" * 300, "x" * 100),
        ("", ""),
    ],
)
def test_a_name_is_kept_whole_without_signs_that_do_harm(text, kept):
    assert clean_name(text) == kept


@given(st.text(max_size=300))
def test_any_name_is_one_short_line_and_stays_as_it_is_the_second_time(text):
    name = clean_name(text)
    assert len(name) <= 100
    assert name == name.strip()
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in name)
    assert clean_name(name) == name


@pytest.mark.parametrize("text", ["en", "cy", "pt-BR", "zh-Hant", "qu"])
def test_a_language_is_a_code(text):
    assert checked_language(text) == text


@pytest.mark.parametrize("text", ["", "English", "EN", "e", "en_GB", "en-", "en\n", "../en"])
def test_what_is_no_language_code_is_refused(text):
    with pytest.raises(ListUsageError) as caught:
        checked_language(text)
    assert (caught.value.code, caught.value.exit_code) == ("language", 2)
