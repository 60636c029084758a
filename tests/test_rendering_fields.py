"""Merge fields are found where they are meant, and get tags that cannot be mistaken."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering_samples import NONCE

from newsletter.errors import RenderingError
from newsletter.rendering.fields import MOST_FIELDS, FieldName, FieldTags, mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear [first_name|friend],", [("first_name", "friend", True)]),
        ("Dear [first_name],", [("first_name", "", True)]),
        ("[name|comrade] and [first_name|you]", [("name", "comrade", True), ("first_name", "you", True)]),
        ("[first_name| dear friend ]", [("first_name", "dear friend", True)]),
        ("[first_nam|friend]", [("first_nam", "friend", False)]),
        ("[sic]", [("sic", "", False)]),
        ("[First name|friend]", [("First name", "friend", False)]),
        ("[first-name]", [("first-name", "", False)]),
        ("[our emphasis]", []),
        ("[SIC]", []),
        ("[…]", []),
        ("[1]", []),
        ("[]", []),
        ("\\[first_name|friend]", []),
        ("\\[sic]", []),
        ("[first_name|a\nb]", []),
        ("[[first_name|friend]]", [("first_name", "friend", True)]),
        ("{{first_name}}", []),
    ],
)
def test_a_field_is_a_name_in_brackets_with_or_without_a_fallback(text: str, expected: list[tuple]) -> None:
    assert [(found.name, found.fallback, found.known) for found in mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("read [this](https://example.org)", []),
        ("read [this][1]", []),
        ("[this]: https://example.org", []),
        ("[first_name](comrade)", ["first_name"]),
        ("\\[sic] and \\\\[first_name]", ["first_name"]),
        ("read [sic]", ["sic"]),
    ],
)
def test_the_words_of_a_markdown_link_are_no_field(text: str, expected: list[str]) -> None:
    assert [found.name for found in mentions(text, markdown=True)] == expected


def test_a_mention_knows_its_line() -> None:
    assert [found.line for found in mentions("one\ntwo [name]\n\n[first_name]")] == [1, 3]


def test_a_field_is_replaced_by_its_tag_and_an_escaped_bracket_by_a_bracket() -> None:
    tags = FieldTags(NONCE)

    html = tags.replace("[first_name|friend] \\[sic]", html=True)
    text = tags.replace("[first_name|friend]!", html=False)

    (field,) = tags.fields
    assert html == f"{field.html_tag} [sic]"
    assert text == f"{field.text_tag}!"
    assert (field.name, field.fallback) == (FieldName.FIRST_NAME, "friend")


def test_the_same_field_with_another_fallback_is_another_field() -> None:
    tags = FieldTags(NONCE)
    tags.replace("[first_name|friend] [first_name|comrade] [first_name|friend]", html=True)

    assert [field.fallback for field in tags.fields] == ["friend", "comrade"]


def test_no_tag_is_the_beginning_of_another_and_all_hold_the_nonce() -> None:
    tags = FieldTags(NONCE)
    tags.replace(" ".join(f"[first_name|f{number}]" for number in range(MOST_FIELDS)), html=True)
    names = [tag for field in tags.fields for tag in (field.html_tag, field.text_tag)]

    assert len(set(names)) == 2 * MOST_FIELDS
    assert not [pair for pair in itertools.permutations(names, 2) if pair[0].startswith(pair[1])]
    assert all(NONCE in name and name.isalnum() and name.isascii() for name in names)


def test_more_fields_than_a_provider_takes_are_refused() -> None:
    text = " ".join(f"[first_name|f{number}]" for number in range(MOST_FIELDS + 1))

    with pytest.raises(RenderingError) as caught:
        FieldTags(NONCE).replace(text, html=True)
    assert caught.value.code == "too-many-fields"


@pytest.mark.parametrize("nonce", ["", "short", "0123456789abcde!", "a" * 33, "0123456789abcde "])
def test_a_nonce_has_64_random_bits_in_letters_and_digits(nonce: str) -> None:
    with pytest.raises(ValueError, match="nonce"):
        FieldTags(nonce)


@given(st.text(alphabet="[]|\\ab_first_name (\n", max_size=60))
def test_what_is_no_field_comes_through_unchanged(text: str) -> None:
    for markdown in (False, True):
        found = mentions(text, markdown=markdown)
        rest = "".join(
            text[before.end : after.start]
            if before and after
            else text[before.end :]
            if before
            else text[: after.start]
            for before, after in itertools.pairwise([None, *found, None])
            if before or after
        )
        if not found:
            assert FieldTags(NONCE).replace(text, html=True, markdown=True) == text
        else:
            assert len(rest) + sum(mention.end - mention.start for mention in found) == len(text)
            assert all(text[mention.start] == "[" and text[mention.end - 1] == "]" for mention in found)
