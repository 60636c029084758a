import random
import traceback
from collections import Counter

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from subscribers.address import _PLAIN, Address, mask, normalise
from subscribers.errors import AddressError

PIECES = [
    *"abcxyz019", ".", "..", "-", "--", "_", "+", "%", "'", "!", "=", "@",
    "@@", " ", ",", ";", ":", '"', "(", ")", "[", "]",
    "xn--", "xn--mnchen-3ya", "münchen", "example", "org", "com", "co", "uk", "test", "local",
    "arpa", "invalid", "onion",
    "localhost", "alt", "a" * 63, "b" * 64, "l" * 250,
    "é", "а", "＠", "\u200b", "’", "\n", "\x00", "1", "1a", "a1", "-a", "a-",
]  # fmt: skip


def by_email_validator(text: str) -> str | None:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return None
    return f"{found.local_part}@{found.ascii_domain}".lower()


def corpus(size: int):
    """Addresses that are nearly right: whole ones, and ones put together from awkward pieces."""
    chance = random.Random(2026)
    for _ in range(size):
        local = "".join(chance.choices(PIECES[:20], k=chance.randint(1, 4)))
        host = ".".join(
            "".join(chance.choices(PIECES, k=chance.randint(1, 2))) for _ in range(chance.randint(1, 4))
        )
        yield f"{local}@{host}"
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        host = chance.choice(["example.org", "mail.example.com", "x.co"])
        yield f"a{chance.randint(0, 999)}@{host}"


#: Where we refuse what email-validator takes, on purpose: letters that look like others, before or after the @.
STRICTER = {"address-look-alike", "address-local-letters"}


@pytest.mark.parametrize("size", [10_000, pytest.param(70_000, marks=pytest.mark.proof)])
def test_the_answers_are_those_of_email_validator(size):
    """Three times so many addresses, a third of them through the fast path. Nothing that it refuses is taken."""
    fast, stricter, different = 0, Counter(), []
    for text in (text.strip().lower() for text in corpus(size)):
        fast += bool(_PLAIN.match(text))
        theirs = by_email_validator(text)
        try:
            ours = normalise(text).text
        except AddressError as error:
            ours = None
            if theirs is not None:
                stricter[error.code] += 1
                continue
        if ours != theirs:
            different.append(text)
    assert fast > size
    assert different == []
    assert set(stricter) <= STRICTER


@pytest.mark.parametrize(
    "host", ["bücher.example.org", "書籍.example.org", "ü" * 40 + ".example.org", "xn--a.org"]
)
def test_what_is_remembered_of_a_host_is_what_email_validator_says_of_each_address(host):
    for length in (1, 2, 30, 64):
        for labels in range(12):
            text = f"{'a' * length}@{'書籍.' * labels}{host}"
            try:
                ours = normalise(text).text
            except AddressError:
                ours = None
            assert ours == by_email_validator(text)


@given(st.from_regex(r"\A[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,66}@[a-z0-9.-]{1,190}\Z"))
def test_the_fast_path_gives_the_answers_of_email_validator_on_made_up_addresses(text):
    if _PLAIN.match(text):
        assert by_email_validator(text) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana.Perez@Example.ORG", "ana.perez@example.org"),
        ("  ana@example.org\r\n", "ana@example.org"),
        ("ana+news@example.org", "ana+news@example.org"),
        ("a.n.a@example.org", "a.n.a@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("ana@münchen.example.org", "ana@xn--mnchen-3ya.example.org"),
        ("ana@XN--MNCHEN-3YA.example.org", "ana@xn--mnchen-3ya.example.org"),
        ("ana@пример.example.org", "ana@xn--e1afmkfd.example.org"),
    ],
)
def test_one_spelling_is_kept_and_dots_and_plus_signs_count(text, normal):
    assert normalise(text).text == normal


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "address-no-at"),
        ("ana", "address-no-at"),
        ("07700 900123", "address-no-at"),
        ("ana@x@example.org", "address-two-ats"),
        ("a@example.org; b@example.org", "address-two-ats"),
        ("ana @example.org", "address-space"),
        ("ana@ example.org", "address-space"),
        ("ana@hotmail.co,uk", "address-comma"),
        ("añа@example.org", "address-local-letters"),
        ("o’neil@example.org", "address-local-letters"),
        ("а\u0301na@example.org", "address-local-letters"),
        ("ana＠example.org", "address-no-at"),
        ("ana@ｅxample.org", "address-look-alike"),
        ("ana@exаmple.org", "address-look-alike"),
        ("a" * 65 + "@example.org", "address-too-long"),
        ("a@" + "b." * 130 + "org", "address-too-long"),
        ("ana@localhost", "address-form"),
        ("ana@example", "address-form"),
        ("ana@example..org", "address-form"),
        (".ana@example.org", "address-form"),
        ("ana.@example.org", "address-form"),
        ("ana@[127.0.0.1]", "address-form"),
        ('"ana"@example.org', "address-form"),
        ("<ana@example.org>", "address-form"),
        ("ana@example.org\x00", "address-form"),
        ("ana@example.org\r\nBcc:b", "address-space"),
        ("ana@-example.org", "address-form"),
        ("ana@example.invalid", "address-form"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason_and_never_repaired(text, code):
    with pytest.raises(AddressError) as caught:
        normalise(text)
    assert caught.value.code == code
    assert caught.value.remedy


@given(
    st.text(max_size=80),
    st.sampled_from(["@example.org", "@ex ample", "@@", "", "@exämple.org", "@example.org\n"]),
)
def test_no_error_and_no_repr_holds_what_was_put_in(text, end):
    secret = f"qzjx{text}"
    try:
        shown = repr(normalise(secret + end))
    except AddressError as error:
        shown = repr(error) + "".join(traceback.format_exception(error, limit=0)) + repr(vars(error))
    assert "qzjx" not in shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ana@example.org", "a…@e….org"),
        ("a@mail.example.co.uk", "a…@m….uk"),
        ("ana@xn--mnchen-3ya.de", "a…@x….de"),
        ("", "…@…."),
    ],
)
def test_a_mask_shows_enough_to_recognise_and_too_little_to_copy(address, shown):
    assert mask(address) == shown


def test_an_address_shows_itself_masked():
    assert repr(Address("ana@example.org")) == "Address(a…@e….org)"
    assert Address("ana@mail.example.org").host == "mail.example.org"
