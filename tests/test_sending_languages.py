"""Which letter a person gets, and how an audience falls to the letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.sending.languages import MAIN, Share, chosen, count_without, share_out

LETTERS = st.lists(
    st.sampled_from(["en", "es", "pt", "pt-BR", "pt-PT", "cy", "en-GB"]), min_size=1, max_size=5, unique=True
)
SPOKEN = st.sampled_from(
    ["en", "es", "es-MX", "pt", "pt-BR", "pt-br", "pt-AO", "cy", "ar", "en-US", "zh-Hant", ""]
)


@pytest.mark.parametrize(
    ("language", "letters", "expected"),
    [
        ("es", ("en", "es"), "es"),
        ("es-MX", ("en", "es"), "es"),
        ("pt-BR", ("en", "pt", "pt-BR"), "pt-BR"),
        ("pt-BR", ("en", "pt-BR", "pt"), "pt-BR"),
        ("pt-PT", ("en", "pt", "pt-BR"), "pt"),
        ("pt", ("en", "pt-BR"), "pt-BR"),
        ("pt", ("en", "pt", "pt-BR"), "pt"),
        ("pt-PT", ("en", "pt-BR"), "pt-BR"),
        ("pt", ("pt-PT", "pt-BR"), "pt-PT"),
        ("PT-br", ("en", "pt-BR"), "pt-BR"),
        ("en-GB", ("en", "es"), "en"),
        ("en", ("en-GB", "es"), "en-GB"),
        ("cy", ("en", "es"), None),
        ("", ("en", "es"), None),
        ("est", ("en", "es"), None),
        ("e", ("en", "es"), None),
    ],
)
def test_the_nearest_is_chosen(language: str, letters: tuple[str, ...], expected: str | None) -> None:
    assert chosen(language, letters) == expected


def test_shares_come_in_the_order_of_the_letters_with_what_the_list_says() -> None:
    people = {"en": 210, "es": 30, "es-MX": 4, "cy": 6}
    assert share_out(people, ("en", "es")) == (
        Share(letter=MAIN, readers=("cy", "en"), people=216),
        Share(letter="es", readers=("es", "es-MX"), people=34),
    )
    assert count_without(people, ("en", "es")) == 6


def test_a_letter_that_nobody_reads_has_a_share_of_nobody() -> None:
    assert share_out({"es": 3}, ("en", "cy", "es"))[:2] == (
        Share(letter=MAIN, readers=(), people=0),
        Share(letter="cy", readers=(), people=0),
    )


def test_who_has_said_no_language_is_not_counted_as_reading_another() -> None:
    assert count_without({"": 3, "cy": 1}, ("en",)) == 1


@given(people=st.dictionaries(SPOKEN, st.integers(1, 50)), letters=LETTERS)
def test_every_language_of_the_list_is_in_exactly_one_share(
    people: dict[str, int], letters: list[str]
) -> None:
    shares = share_out(people, letters)
    assert sorted(one for share in shares for one in share.readers) == sorted(people)
    assert sum(share.people for share in shares) == sum(people.values())
    assert [share.letter or letters[0] for share in shares] == letters
