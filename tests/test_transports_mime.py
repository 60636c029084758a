"""A message parses back to exactly what went in, and nothing can add a header or a recipient."""

import base64
import email
import email.policy
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.errors import TransportError
from newsletter.rendering.message import Enclosure
from newsletter.transports.mime import BAD_DELIVERY, BAD_SENDER, build
from tests.parcels import Plain, make_envelope, make_parcel, make_sender

DATE = datetime(2026, 10, 5, 18, 30, tzinfo=UTC)
STRICT = email.policy.default.clone(raise_on_defect=True)
HEADERS = [
    "Date", "From", "Reply-To", "List-Id", "List-Unsubscribe", "Precedence", "Content-Language", "To", "Subject",
    "Message-ID", "MIME-Version", "Content-Type",
]  # fmt: skip


def built(*, sender=None, envelope=None, date=DATE, domain="", **content):
    parcel = make_parcel(content=Plain(**content), sender=make_sender(**(sender or {})))
    return build(parcel, make_envelope(**(envelope or {})), date=date, domain=domain)


def parsed(**parts):
    return email.message_from_bytes(built(**parts), policy=STRICT)


def raw_header(message: bytes, name: str) -> list[bytes]:
    """A header as its lines stand in the message, folds included."""
    head = message.split(b"\r\n\r\n")[0].split(b"\r\n")
    start = next(n for n, line in enumerate(head) if line.lower().startswith(name.lower().encode() + b":"))
    return [head[start], *itertools.takewhile(lambda line: line.startswith(b" "), head[start + 1 :])]


def test_a_message_has_each_header_once_and_text_before_html():
    message = parsed()
    assert message.keys() == HEADERS
    assert message["From"] == "Anytown Trades Council <news@branch.example.org>"
    assert message["To"] == "reader1@example.org"
    assert message["Reply-To"] == "secretary@branch.example.org"
    assert message["Subject"] == "For Name1"
    assert message["Date"].datetime == DATE
    assert message["Message-ID"] == "<c1-1@branch.example.org>"
    assert message["List-Id"] == '"Anytown Trades Council" <k3v9x2.example.org>'
    assert message["List-Unsubscribe"] == "<mailto:secretary@branch.example.org?subject=unsubscribe>"
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content() == "Dear Name1,\r\nthe strike goes on – support it.\r\n"
    assert html.get_content() == "<!doctype html>\r\n<p>Dear Name1, the strike goes on – support it.</p>\r\n"
    assert message.defects == text.defects == html.defects == []


def test_what_is_not_ours_to_write_is_left_out():
    message = parsed(sender={"list_unsubscribe": "", "reply_to": "", "list_id": ""}, language="?")
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post", "Reply-To", "List-Id", "Content-Language"} & set(
        message.keys()
    )


def test_the_same_delivery_is_the_same_bytes_and_another_is_not():
    assert built() == built()
    assert built() != built(envelope={"delivery": "c1-2"})
    assert b"@other.example.org>" in built(domain="other.example.org")


@pytest.mark.parametrize("length", [20, 60, 76, 81, 120, 200, 400, 900])
def test_the_unsubscribe_link_stays_on_one_line_as_it_is(length):
    """Python's own folding makes encoded words of it from 81 characters on, which no mail program reads."""
    target = "mailto:leave@example.org?subject=".ljust(length, "x")[:length]
    [line] = raw_header(built(sender={"list_unsubscribe": target}), "List-Unsubscribe")
    assert line == f"List-Unsubscribe: <{target}>".encode()
    assert parsed(sender={"list_unsubscribe": target})["List-Unsubscribe"] == f"<{target}>"


@pytest.mark.parametrize(
    "target",
    [
        "mailto:lé@example.org", "mailto:a@example.org>,<https://evil.example.org", "mailto:a@example.org\r\nBcc: b",
        "mailto:a b@example.org", "mailto:a@example.org,b@example.org", "https://example.org/leave", "a@example.org",
        "mailto:", "mailto:" + "x" * 1000, "javascript:1",
    ],
)  # fmt: skip
def test_an_unsubscribe_link_that_cannot_stand_as_it_is_is_refused(target):
    with pytest.raises(TransportError) as caught:
        built(sender={"list_unsubscribe": target})
    assert caught.value.code == BAD_SENDER


@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b", "a\x85b", "a\u2028b", "a\x1bb"]
)
def test_nothing_that_could_begin_a_header_gets_into_one(bad):
    for sender in (
        {"name": bad},
        {"list_id": f"{bad} <id.example.org>"},
        {"reply_to": bad},
        {"address": bad},
    ):
        with pytest.raises(TransportError) as caught:
            built(sender=sender)
        assert caught.value.code == BAD_SENDER
    for envelope in ({"values": {"NAME": bad}}, {"delivery": bad}, {"address": f"{bad}@example.org"}):
        with pytest.raises(TransportError) as caught:
            built(envelope=envelope)
        assert caught.value.code == BAD_DELIVERY
        assert "Bcc" not in f"{caught.value}{caught.value.remedy}"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org, b@example.org", "a@example.org;b@example.org", "<a@example.org>", "A <a@example.org>", "a@b",
        "a@münchen.example.org", "ä@example.org", "a b@example.org", '"a b"@example.org', "a@[127.0.0.1]",
        "@example.org",         "a@-x.example.org", "a..b@example.org", "a@example.org ", "", "x" * 65 + "@example.org",
        "(c)a@example.org",
    ],
)  # fmt: skip
def test_an_address_is_one_plain_address_or_refused(address):
    with pytest.raises(TransportError) as caught:
        built(envelope={"address": address})
    assert caught.value.code == BAD_DELIVERY
    assert not address or address not in f"{caught.value}{caught.value.remedy}"


@pytest.mark.parametrize(
    "address", ["o'neil+news@mail.example.org", "a@xn--mnchen-3ya.example.org", "A.b_c@example.org"]
)
def test_usual_addresses_stand_as_they_are(address):
    assert raw_header(built(envelope={"address": address}), "To") == [f"To: {address}".encode()]


@pytest.mark.parametrize("list_id", ["no brackets", "<>", "a <b c>", "a <b> c", "<é.example.org>"])
def test_a_list_id_needs_an_id_in_brackets(list_id):
    with pytest.raises(TransportError):
        built(sender={"list_id": list_id})


def test_times_need_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        built(date=datetime(2026, 1, 1))  # noqa: DTZ001


PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)


@given(PRINTABLE)
@example("\xa0")
@example("=?utf-8?q?evil?=")
@example('Union "Unity", branch <1> \\ (north), a@example.org; b')
@example("Συνδικάτο Εργαζομένων " * 8)
@example("Ça ira, " * 30)
@example("x" * 300)
@example("word " * 60)
@example("👩🏽‍🏭" * 40)
@example("اتحاد العمال")
def test_every_name_and_subject_comes_back_as_it_was(text):
    """White space apart, which headers do not keep; lines stay short whatever the length."""
    message = built(
        subject=text, sender={"name": text, "list_id": f"{text.replace('<', '').replace('>', '')} <i.d>"}
    )
    plain = " ".join(text.split())
    back = email.message_from_bytes(message, policy=email.policy.default)
    assert back.keys() == HEADERS
    assert " ".join(str(back["Subject"]).split()) == plain
    # The new parser of Python 3.11 puts a space between two encoded words of a phrase (RFC 2047 §6.2 says none).
    name, address = parseaddr(email.message_from_bytes(message)["From"])
    words = " ".join(str(make_header(decode_header(name))).split())
    assert (words, address) == (plain, "news@branch.example.org")
    head = message.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(
        len(line) <= 76 for line in head.split(b"\r\n") if not line.startswith((b"List-Un", b"Content-Type"))
    )


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
@example(".\r\n..\n.", "trailing space \n\ttab\t\nFrom me\n--=_x\n")
@example("Ελληνικά γράμματα\n" * 20, "x" * 5000)
@example("no line end", "bare\rreturn")
def test_every_body_comes_back_as_it_was(text, html):
    """Line ends apart, which are CRLF on the way."""
    message = built(text=text, html=html)
    assert max(map(len, message.split(b"\r\n"))) <= 200
    assert message.count(b"\n") == message.count(b"\r\n") == message.count(b"\r")
    parts = list(email.message_from_bytes(message, policy=STRICT).iter_parts())
    back = [part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in parts]
    name = [part.replace("NAME", "Name1").replace("\r\n", "\n").replace("\r", "\n") for part in (text, html)]
    assert back == name


def test_scripts_beyond_latin_take_no_more_room_than_base64():
    text = "Солидарность с бастующими рабочими.\n" * 200
    assert len(built(text=text, html=text)) < 2 * 1.5 * len(text.encode())


def test_encoded_lines_are_at_most_76_long():
    message = built(text="é" * 500 + "a" * 500, html="<p style='a=b'>" * 300)
    assert max(map(len, message.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 78


PICTURE = Enclosure(
    content_id="a1b2@branch.example.org", name="a1b2.jpg", media_type="image/jpeg",
    base64=base64.b64encode(bytes(range(256)) * 20).decode(),
)  # fmt: skip
SHOWN = '<p>Dear NAME</p><img src="cid:a1b2@branch.example.org" alt="Pickets">'


def test_pictures_travel_beside_the_page_that_shows_them() -> None:
    """RFC 2387: the HTML part and its pictures are one alternative, the text is the other."""
    message = parsed(html=SHOWN, pictures=(PICTURE, replace(PICTURE, name="c3.png", media_type="image/png")))
    text, related = message.iter_parts()
    assert (message.get_content_type(), text.get_content_type()) == ("multipart/alternative", "text/plain")
    assert (related.get_content_type(), related.get_param("type")) == ("multipart/related", "text/html")
    page, picture, other = related.iter_parts()
    assert page.get_content() == SHOWN.replace("NAME", "Name1")
    assert picture["Content-ID"] == "<a1b2@branch.example.org>"
    assert (picture.get_content_disposition(), picture.get_filename()) == ("inline", "a1b2.jpg")
    assert picture.get_content() == bytes(range(256)) * 20
    assert (other.get_content_type(), other.get_filename()) == ("image/png", "c3.png")
    assert [part.defects for part in message.walk()] == [[]] * 6
    body = built(html=SHOWN, pictures=(PICTURE,)).partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_a_message_with_pictures_is_the_same_bytes_again() -> None:
    assert built(pictures=(PICTURE,)) == built(pictures=(PICTURE,))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": 'a".jpg'}, {"name": "a.jpg\r\nBcc: b@example.org"}, {"name": "a.svg"}, {"media_type": "text/html"},
        {"base64": "AA\r\n\r\nAA"}, {"base64": ""}, {"content_id": "a>\r\nBcc: b@example.org"}, {"content_id": "a"},
    ],
)  # fmt: skip
def test_a_picture_can_add_no_header(changes: dict[str, str]) -> None:
    with pytest.raises(TransportError) as caught:
        built(pictures=(replace(PICTURE, **changes),))
    assert caught.value.code == BAD_SENDER
