"""A letter is filled for one person by joining pieces, and nothing a person is called can do harm."""

import html
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rendering_samples import NONCE, make_letter

from newsletter.rendering.fields import Field, FieldName
from newsletter.rendering.message import LONGEST_VALUE, UNSAFE, Filler, Letter, clean_value

FRIEND = Field(name=FieldName.FIRST_NAME, fallback="friend", html_tag=f"{NONCE}h00", text_tag=f"{NONCE}t00")
WHOLE = Field(name=FieldName.NAME, fallback="", html_tag=f"{NONCE}h01", text_tag=f"{NONCE}t01")


def small_letter() -> Letter:
    return Letter(
        subject=f"Hello {FRIEND.text_tag}",
        html=f"<p title='{FRIEND.html_tag}'>{FRIEND.html_tag}{WHOLE.html_tag}</p>",
        text=f"{WHOLE.text_tag}{FRIEND.text_tag}{FRIEND.text_tag}",
        language="en",
        direction="ltr",
        nonce=NONCE,
        fields=(FRIEND, WHOLE),
    )


def test_a_letter_is_filled_with_escaped_values_in_html_and_plain_ones_elsewhere() -> None:
    letter = small_letter()

    filled = letter.fill(letter.values({"first_name": "O'Neil & <b>", "name": "Ana Ruiz"}))

    assert filled.subject == "Hello O'Neil & <b>"
    assert filled.html == "<p title='O&#x27;Neil &amp; &lt;b&gt;'>O&#x27;Neil &amp; &lt;b&gt;Ana Ruiz</p>"
    assert filled.text == "Ana RuizO'Neil & <b>O'Neil & <b>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ana", "Ana"),
        ("  Ana   Ruiz ", "Ana Ruiz"),
        ("Ana\r\nBcc: x@example.org", "Ana Bcc: x@example.org"),
        ("A\x00n\x1ba", "A n a"),
        ("Ana\u202egnp", "Ana gnp"),
        ("Ana\u2028Ruiz", "Ana Ruiz"),
        ("Ana\ud800", "Ana"),
        ("عائشة", "عائشة"),
        ("Zoë 🌹", "Zoë 🌹"),
        ("{{7*7}}", "{{7*7}}"),
        ("[first_name]", "[first_name]"),
        ("<a href=x>", "<a href=x>"),
        ("x" * LONGEST_VALUE, "x" * LONGEST_VALUE),
        ("x" * (LONGEST_VALUE + 1), ""),
        (f"Ana {NONCE}h00", ""),
        ("<%asm_group_unsubscribe_raw_url%>", ""),
        ("[%name%]", ""),
        ("50%]", ""),
        ("%> begins", ""),
        ("ends <", ""),
        ("ends [", ""),
        ("% begins", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_value_is_one_clean_line_or_refused(value: str, expected: str) -> None:
    assert clean_value(value, nonce=NONCE) == expected


@pytest.mark.parametrize("person", [{}, {"first_name": ""}, {"first_name": "\n"}, {"first_name": NONCE}])
def test_the_fallback_stands_in_for_a_name_that_is_missing_or_refused(person: dict[str, str]) -> None:
    assert small_letter().values(person)[FRIEND.text_tag] == "friend"


@given(name=st.text(st.characters(categories=["L"])) | st.sampled_from([NONCE, f"a{NONCE}b", "É" * 201]))
def test_a_name_of_letters_alone_is_cleaned_like_any_other(name: str) -> None:
    values = small_letter().values({"first_name": name})
    expected = clean_value(name, nonce=NONCE) or "friend"
    assert values[FRIEND.text_tag] == expected
    assert values[FRIEND.html_tag] == html.escape(expected)


def test_a_letter_survives_being_stored() -> None:
    letter = make_letter()

    again = Letter.from_json(letter.to_json())

    assert again == letter
    assert again.digest == letter.digest
    assert isinstance(again.fields[0].name, FieldName)


def test_the_digest_changes_with_every_part_of_a_letter() -> None:
    values = json.loads(small_letter().to_json())
    digests = {small_letter().digest}
    for key in ("subject", "html", "text", "language", "direction", "nonce"):
        digests.add(Letter.from_json(json.dumps(values | {key: values[key] + "x"})).digest)

    assert len(digests) == 7
    assert small_letter().digest == small_letter().digest


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<a href=https://example.org>x</a>",
            "{{7*7}}",
            "[first_name]",
            f"{NONCE}t01",
            f"{NONCE}h00",
            "<%body%>",
            "[%name%]",
            "a\r\nBcc: b@example.org",
            "\u202eabc",
            "👩‍👩‍👧 e\u0301",
            "x" * 10_000,
            "&amp;",
            "\\1\\g<0>",
        ]
    ),
)


@given(first=HOSTILE, whole=HOSTILE)
@example(first=f"{NONCE}t01", whole="x")
def test_filling_equals_plain_replacement_and_leaves_no_tag(first: str, whole: str) -> None:
    letter = small_letter()
    values = letter.values({"first_name": first, "name": whole})

    filled = Filler(letter).fill(values)

    for part, source in (
        (filled.subject, letter.subject),
        (filled.html, letter.html),
        (filled.text, letter.text),
    ):
        expected = source
        for tag, value in values.items():
            expected = expected.replace(tag, value)
        assert part == expected
        assert NONCE not in part
        assert "<%" not in part
        assert "[%" not in part
    assert not UNSAFE.search(filled.subject)
    assert set(html.unescape(filled.html)) >= {"<", "p"}
    assert filled.html.count("<") == letter.html.count("<")


def test_a_filler_fills_one_person_after_the_other() -> None:
    filler = Filler(small_letter())
    letter = small_letter()

    first = filler.fill(letter.values({"first_name": "Ana"}))
    second = filler.fill(letter.values({"first_name": "Ben"}))

    assert (first.subject, second.subject) == ("Hello Ana", "Hello Ben")


def test_a_letter_without_fields_is_the_same_for_all() -> None:
    letter = Letter(subject="a", html="b", text="c", language="en", direction="ltr", nonce=NONCE)

    assert letter.values({"name": "Ana"}) == {}
    assert letter.fill({}).html == "b"
