"""What leaves for SendGrid: judged by the official schema, by the rule table, and by what a reader would see."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.rehearsal.answer import Request
from newsletter.rehearsal.judge import Judge
from newsletter.rehearsal.provider import Provider
from newsletter.rendering.message import Enclosure, Filled, Letter, clean_value
from newsletter.transports.base import Envelope, Envelopes, Parcel
from newsletter.transports.sendgrid import payload
from tests.house_rules import NO_SPECIFICATION, all_faults, schema, schema_faults
from tests.sendgrid_parcels import NONCE, SENDER, make_letter, make_parcel

HOSTILE = [
    '<a href="https://evil.example">click</a>', "{{", "{{first_name}}", "{% raw %}", "[first_name]", "[%first_name%]",
    f"{NONCE}h00", f"{NONCE}t00", NONCE, "<%asm_group_unsubscribe_raw_url%>", "<%", "%>", "Eve\r\nBcc: all@example.org",
    "Eve\nX: y", "\0", "\x1b[31m", "\u202etxt.exe", "مريم", "שרה", "👩‍👩‍👧 ✊🏿", "x" * 10_000, "é" * 10_000,
    "O'Brien & <Sons>", "TAG1", "xTAG2", "", " ", "-", "--", "-abcdef-", "$&", "\\1", "\\", '"', "\ud83d",
    "a" * 200, "&amp;", "−", "ﷺ" * 70,
]  # fmt: skip
names = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.text("-abcdef0123456789", max_size=20)


def body_of(parcel: Parcel) -> Any:
    return json.loads(payload.encode(parcel, unsubscribe_group=parcel.sender.unsubscribe_group))


def read(parcel: Parcel) -> dict[str, Filled]:
    """What every member of a parcel finds in the mail."""
    provider = Provider()
    raw = payload.encode(parcel, unsubscribe_group=parcel.sender.unsubscribe_group)
    assert provider.ask(Request(method="POST", target="/v3/mail/send", body=raw), 0).status == 202
    judge = Judge(lambda _: provider)
    mails = {address: mail for address in judge.received() for mail in judge.mails(address)}
    return {address: Filled(mail.subject, mail.html, mail.text) for address, mail in mails.items()}


def filled(parcel: Parcel) -> dict[str, Filled]:
    """What every member ought to find: the letter filled by ourselves."""
    letters = {each.address: parcel.content.fill(each.values) for each in parcel.envelopes}
    return {address: Filled(one.subject, one.html, one.text) for address, one in letters.items()}


@dataclass(frozen=True)
class Words:
    """A content whose values nobody has cleaned: what a transport must be ready for on its own."""

    subject: str
    html: str
    text: str
    tags: tuple[str, ...]
    language: str = "en"
    pictures: tuple[Enclosure, ...] = ()

    def fill(self, values: Mapping[str, str]) -> Filled:
        tags = re.compile("|".join(self.tags))
        parts = (self.subject, self.html, self.text)
        return Filled(*(tags.sub(lambda found: values[found[0]], part) for part in parts))


def test_the_schema_is_asked_where_it_is_at_hand() -> None:
    """The rule table judges everywhere; the official schema where the shared folder lies beside the checkout."""
    if schema() is None:
        pytest.skip(NO_SPECIFICATION)
    assert schema_faults(body_of(make_parcel())) == []
    assert schema_faults({"from": {"email": "no address"}}) != []


@pytest.mark.parametrize("size", [1, 2, 999, 1000])
def test_a_parcel_of_any_size_keeps_all_rules(size: int) -> None:
    parcel = make_parcel(size)
    body = body_of(parcel)
    assert payload.unfit(parcel) == {}
    assert all_faults(body) == []
    assert [each["to"] for each in body["personalizations"]] == [
        [{"email": e.address}] for e in parcel.envelopes
    ]


def test_the_body_holds_this_and_no_more() -> None:
    letter = make_letter(subject="Lima", html="<p>Hello</p>", text="Hello")
    assert body_of(make_parcel(1, letter=letter)) == {
        "from": {"email": "news@example.org", "name": "Anytown Trades Council"},
        "reply_to": {"email": "branch@example.org"},
        "subject": "Lima",
        "content": [{"type": "text/plain", "value": "Hello"}, {"type": "text/html", "value": "<p>Hello</p>"}],
        "headers": {"List-Id": "Anytown Trades Council <k3v9x2.example.org>"},
        "asm": {"group_id": 4711},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
        "personalizations": [
            {
                "to": [{"email": "member0@example.org"}],
                "custom_args": {"nl_delivery": "d-0", "nl_attempt": "a-1"},
            }
        ],
    }


def test_no_sign_in_an_address_an_id_or_a_value_ends_what_it_stands_in() -> None:
    """The body is filled in as a form; its own signs and JSON's are only letters there."""
    signs = '%b %s %% "},{" \\ \\" é 🌹'
    letter = make_letter(subject="TAG", html="<p>TAG</p>", text="TAG")
    envelopes = [
        Envelope(
            delivery=f"d{number}%b",
            address=f'"%b\\"{number}@example.org',
            values={"TAG": signs + str(number)},
        )
        for number in range(3)
    ]
    body = body_of(replace(make_parcel(3, letter=letter), attempt="%b%", envelopes=Envelopes.of(*envelopes)))
    for number, person in enumerate(body["personalizations"]):
        [[key, value]] = person.pop("substitutions").items()
        assert (body["subject"], value) == (key, signs + str(number))
        assert person == {
            "to": [{"email": f'"%b\\"{number}@example.org'}],
            "custom_args": {"nl_delivery": f"d{number}%b", "nl_attempt": "%b%"},
        }


def test_everybody_reads_their_own_mail() -> None:
    parcel = make_parcel(["Ana", "O'Brien & <Sons>", "", "مريم"])
    assert read(parcel) == filled(parcel)
    assert read(parcel)["member1@example.org"] == Filled(
        "O'Brien & <Sons>, stand with Lima",
        "<p>Dear O&#x27;Brien &amp; &lt;Sons&gt;, they marched.</p>",
        "Dear O'Brien & <Sons>, they marched.",
    )
    assert read(parcel)["member2@example.org"].subject == "friend, stand with Lima"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=st.lists(names, min_size=1, max_size=6), words=names, about=names)
def test_hostile_names_and_articles_stay_what_they_are(people: list[str], words: str, about: str) -> None:
    fallback = clean_value(about, nonce=NONCE).translate({91: "(", 93: ")"}) or "friend"
    article = f"{words} [first_name|{fallback}] [name|friend] {words}".encode("utf-8", "replace").decode()
    letter = make_letter(html=f"<p>{article}</p>", text=article)
    parcel = make_parcel(people, letter=letter)
    assert payload.unfit(parcel) == {}  # the letter has cleaned every value
    assert all_faults(body_of(parcel)) == []
    assert read(parcel) == filled(parcel)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    values=st.lists(st.tuples(names, names), min_size=1, max_size=6),
    words=names.filter(lambda text: text.isprintable()),
)
def test_values_that_nobody_cleaned_are_sent_as_they_are_or_refused(
    values: list[tuple[str, str]], words: str
) -> None:
    content = Words(f"S {words}", f"{words}TAG1TAG2{words}", f"TAG2{words}-TAG1-", ("TAG1", "TAG2"))
    envelopes = tuple(
        # An id that nobody is called by: a value equal to one would look as if it were told to the provider.
        Envelope(
            delivery=f"delivery-{n}", address=f"member{n}@example.org", values={"TAG1": one, "TAG2": two}
        )
        for n, (one, two) in enumerate(values)
    )
    parcel = make_parcel(content=content, envelopes=envelopes)
    refused = payload.unfit(parcel)
    assert set(refused.values()) <= {"unsafe-value", "values-too-large"}
    left = [each for n, each in enumerate(envelopes) if n not in refused]
    if left:
        parcel = replace(parcel, envelopes=Envelopes.of(*left))
        assert all_faults(body_of(parcel)) == []
        assert read(parcel) == filled(parcel)


@pytest.mark.parametrize(
    "value", ["Eve\r\nBcc: x", "Eve\n", "a\tb", "a\x85b", "a\u2028b", "a\0b", "<%x%>", "[%x%]", "\ud83d"]
)
def test_a_value_that_could_add_a_header_or_a_tag_is_refused_before_posting(value: str) -> None:
    content = Words("Dear TAG", "<p>TAG</p>", "TAG", ("TAG",))
    parcel = make_parcel(1, content=content)
    envelope = replace(parcel.envelopes[0], values={"TAG": value})
    assert payload.unfit(replace(parcel, envelopes=Envelopes.of(envelope))) == {0: "unsafe-value"}


def test_a_line_end_is_harmless_where_it_is_no_header() -> None:
    content = Words("Dear all", "<p>TAG</p>", "TAG", ("TAG",))
    parcel = make_parcel(1, content=content)
    parcel = replace(
        parcel, envelopes=Envelopes.of(replace(parcel.envelopes[0], values={"TAG": "1 High St\r\nAnytown"}))
    )
    assert payload.unfit(parcel) == {}
    assert read(parcel) == filled(parcel)


def test_a_missing_value_is_found_before_posting() -> None:
    parcel = make_parcel(3)
    bare = replace(parcel.envelopes[1], values={})
    parcel = replace(parcel, envelopes=Envelopes.of(parcel.envelopes[0], bare, parcel.envelopes[2]))
    assert payload.unfit(parcel) == {1: "value-missing"}


@settings(max_examples=200)
@given(values=st.lists(names, min_size=2, max_size=4), twin=st.booleans())
def test_what_whole_columns_do_not_show_no_single_envelope_has(values: list[str], twin: bool) -> None:
    """The quick look may doubt without reason, but never miss what the careful one finds."""
    content = Words("Dear TAG", "<p>TAG</p>", "TAG", ("TAG",))
    envelopes = tuple(
        Envelope(delivery=f"d{n}", address=f"m{n * (not twin)}@example.org", values={"TAG": value})
        for n, value in enumerate(values)
    )
    parcel = make_parcel(content=content, envelopes=envelopes)
    if payload._are_harmless(parcel.envelopes, {"TAG"}):
        assert payload._flaws(parcel, {"TAG"}) == {}
    assert payload.unfit(parcel) == payload._flaws(parcel, {"TAG"})


@pytest.mark.parametrize("twin", ["member0@example.org", "Member0@Example.ORG", " member0@example.org "])
def test_of_two_equal_addresses_the_later_is_refused(twin: str) -> None:
    parcel = make_parcel(3)
    later = replace(parcel.envelopes[2], address=twin)
    assert payload.unfit(replace(parcel, envelopes=Envelopes.of(*list(parcel.envelopes)[:2], later))) == {
        2: "duplicate-address"
    }


def test_a_double_of_somebody_refused_is_no_double() -> None:
    """The first of them cannot be sent, so the second must not be lost for its sake."""
    parcel = make_parcel(2)
    unsafe = replace(parcel.envelopes[0], values=dict.fromkeys(parcel.envelopes[0].values, "\0"))
    twin = replace(parcel.envelopes[1], address=unsafe.address)
    assert payload.unfit(replace(parcel, envelopes=Envelopes.of(unsafe, twin))) == {0: "unsafe-value"}


def test_values_of_one_person_beyond_the_limit_are_refused() -> None:
    content = Words("Hello", "<p>TAG</p>", "TAG", ("TAG",))
    parcel = make_parcel(2, content=content)
    large, small = (
        replace(each, values={"TAG": text})
        for each, text in zip(parcel.envelopes, ("é" * 5000, "x"), strict=True)
    )
    assert payload.unfit(replace(parcel, envelopes=Envelopes.of(large, small))) == {0: "values-too-large"}


def test_more_than_150_keys_for_one_person_are_refused() -> None:
    tags = tuple(f"TAG{number:03d}" for number in range(151))
    content = Words("Hello", "".join(tags), "text", tags)
    envelope = Envelope(delivery="d", address="m@example.org", values=dict.fromkeys(tags, "x"))
    assert payload.unfit(make_parcel(content=content, envelopes=(envelope,))) == {0: "values-too-large"}


def test_one_field_keeps_a_thousand_people_in_one_request_even_with_an_apostrophe_among_them() -> None:
    """50,000 bytes of substitutions are allowed by the narrower reading; the campaign's own tags would break it."""
    people = ["Bernadette"] * 999 + ["D'Arcy"]
    parcel = make_parcel(people)
    assert sum(len(tag + value) for each in parcel.envelopes for tag, value in each.values.items()) > 50_000
    assert all_faults(body_of(parcel)) == []


def test_tags_that_mean_the_same_for_everybody_share_a_key() -> None:
    letter = make_letter(html="<p>[first_name|friend] [first_name|comrade]</p>")
    body = body_of(make_parcel(["Ana", "Bob"], letter=letter))
    assert [list(each["substitutions"].values()) for each in body["personalizations"]] == [["Ana"], ["Bob"]]


def test_a_value_that_the_mail_does_not_show_does_not_leave() -> None:
    letter = make_letter(subject="Lima", html="<p>Dear [first_name|friend]</p>", text="Dear friend")
    parcel = make_parcel(["O'Brien"], letter=letter)
    (person,) = body_of(parcel)["personalizations"]
    assert list(person["substitutions"].values()) == ["O&#x27;Brien"]


@pytest.mark.parametrize("people", [1001, 1500])
def test_more_people_than_a_request_may_hold_are_too_many(people: int) -> None:
    with pytest.raises(payload.TooLargeError):
        body_of(make_parcel(people, letter=make_letter(subject="x", html="x", text="x")))


@pytest.mark.parametrize("letters", [60, 200])
def test_values_beyond_the_requests_limit_are_too_many_until_it_is_halved(letters: int) -> None:
    """What the sender does with Indivisible ends in requests that keep both readings."""
    parcel, halvings = make_parcel([f"{n:03d}" + "é" * (letters // 2) for n in range(1000)]), 0
    with pytest.raises(payload.TooLargeError):
        body_of(parcel)
    while True:
        try:
            body = body_of(parcel)
            break
        except payload.TooLargeError:
            halvings += 1
            parcel = replace(
                parcel, envelopes=Envelopes.of(*list(parcel.envelopes)[: len(parcel.envelopes) // 2])
            )
    assert halvings <= 3
    assert all_faults(body) == []


def test_a_mail_beyond_30_megabytes_is_too_large() -> None:
    with pytest.raises(payload.TooLargeError):
        body_of(make_parcel(1, letter=make_letter(html="x" * 30_000_000)))


@settings(max_examples=60, deadline=None)
@given(
    value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200),
    tags=st.integers(0, 40),
)
def test_a_fitting_batch_fits(value: str, tags: int) -> None:
    """A batch planned by people who are all alike is never too large for a request."""
    keys = tuple(f"TAG{number:02d}" for number in range(tags))
    values = {tag: f"{number}{value}" for number, tag in enumerate(keys)}
    count = payload.fitting_batch([values] * 3)
    assert 1 <= count <= 1000
    content = Words("Hello", "html" + "".join(keys), "text", keys)
    envelopes = tuple(
        Envelope(delivery=f"d{n}", address=f"m{n}@example.org", values=values) for n in range(count)
    )
    assert payload.encode(make_parcel(content=content, envelopes=envelopes), unsubscribe_group=1)


def test_common_letters_go_out_a_thousand_at_a_time() -> None:
    assert payload.fitting_batch([]) == payload.fitting_batch([{}]) == 1000
    letter = make_letter()
    assert payload.fitting_batch([letter.values({"first_name": name}) for name in NAMES]) == 1000


def test_with_two_fields_batches_planned_by_a_sample_fit_a_request_each() -> None:
    """Nobody is announced ten requests and sees twenty: no batch of ten thousand people has to be halved."""
    letter = make_letter(
        html="<p>Dear [first_name|friend] [name|comrade]</p>", text="[first_name|friend] [name|comrade]"
    )
    chance = random.Random(1)
    people = [letter.values(some_person(chance)) for _ in range(10_000)]
    count = payload.fitting_batch(people[:200])
    assert 300 < count < 600
    for begin in range(0, len(people), count):
        envelopes = tuple(
            Envelope(delivery=f"d{n}", address=f"m{n}@example.org", values=values)
            for n, values in enumerate(people[begin : begin + count])
        )
        assert payload.encode(make_parcel(envelopes=envelopes, letter=letter), unsubscribe_group=1)


NAMES = ("Ana", "Bernadette", "D'Arcy", "Jo", "Muhammad", "Siân", "مريم", "")


def some_person(chance: random.Random) -> dict[str, str]:
    first = chance.choice(NAMES)
    return {"first_name": first, "name": f"{first} {'x' * chance.randrange(3, 16)}".strip()}


@pytest.mark.parametrize(
    ("list_id", "expected"),
    [
        ("Anytown <x.example.org>", "Anytown <x.example.org>"),
        ("Cañada Unión <x.example.org>", "<x.example.org>"),
        ("Anytown\r\nBcc: all@example.org <x.example.org>", "Anytown Bcc: all@example.org <x.example.org>"),
    ],
)
def test_the_list_id_is_one_plain_line(list_id: str, expected: str) -> None:
    body = body_of(make_parcel(sender=replace(SENDER, list_id=list_id)))
    assert body["headers"] == {"List-Id": expected}


def test_the_senders_name_is_sent_as_the_branch_wrote_it_in_composed_letters() -> None:
    body = body_of(make_parcel(sender=replace(SENDER, name="Unio\u0301n  Cañada")))
    assert body["from"]["name"] == "Unión Cañada"


def test_keys_differ_from_one_attempt_to_the_next() -> None:
    """Nobody can put a key into a name: it is younger than the name."""
    keys = {
        tuple(body_of(make_parcel(1, attempt=f"a-{n}"))["personalizations"][0]["substitutions"])
        for n in range(50)
    }
    assert len(keys) == 50


def test_a_letter_read_back_from_the_ledger_makes_the_same_body() -> None:
    letter = make_letter()
    parcel = make_parcel(3, letter=letter)
    again = make_parcel(3, letter=Letter.from_json(letter.to_json()))
    assert body_of(parcel) == body_of(again)


def test_an_address_with_a_line_end_is_refused_before_posting() -> None:
    """The quick look joins addresses by line ends, and must not take one of an address for its own."""
    parcel = make_parcel(3)
    broken = replace(parcel.envelopes[1], address="member1@example.org\nx@example.org")
    parcel = replace(parcel, envelopes=Envelopes.of(parcel.envelopes[0], broken, parcel.envelopes[2]))
    assert payload._flaws(parcel, payload._used_tags(parcel)) == payload.unfit(parcel) != {}


def pictured(people: int, *, size: int = 1000) -> Parcel:
    letter = make_letter(
        html='<p>Dear [first_name|friend]</p><img src="cid:a1@branch.example.org" alt="Pickets">'
    )
    picture = Enclosure(
        content_id="a1@branch.example.org", name="a1.jpg", media_type="image/jpeg", base64="A" * size
    )
    return make_parcel(people, letter=replace(letter, pictures=(picture,)))


def test_a_picture_travels_once_in_a_request_however_many_people_it_is_for() -> None:
    one, many = pictured(1), pictured(900)
    assert all_faults(body_of(many)) == []
    assert body_of(many)["attachments"] == body_of(one)["attachments"]
    assert body_of(one)["attachments"] == [
        {
            "content": "A" * 1000,
            "type": "image/jpeg",
            "filename": "a1.jpg",
            "disposition": "inline",
            "content_id": "a1@branch.example.org",
        }
    ]
    assert read(many)["member7@example.org"].html.startswith("<p>Dear Ana 7</p>")


def test_a_thousand_people_and_the_largest_pictures_stay_within_a_request() -> None:
    parcel = pictured(1000, size=4 * 200_000 // 3)
    assert len(payload.encode(parcel, unsubscribe_group=1)) < 1_000_000


def test_a_letter_without_pictures_attaches_nothing() -> None:
    assert "attachments" not in body_of(make_parcel())
