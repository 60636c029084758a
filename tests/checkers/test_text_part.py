"""The text part and the message: whoever reads no HTML gets every link, every credit and the imprint."""

import email
import email.policy
import re

import pytest

from newsletter.checks import page
from tests.checkers.full_issue import full_articles, full_branch
from tests.checkers.mails import LOGO, Mail, mail, names
from tests.rendering_samples import UNSUBSCRIBE

pytestmark = pytest.mark.checkers

#: RFC 5322 §2.1.1: characters of a line, which a link may exceed because nobody can follow half of one.
LONGEST_LINE = 78
_LINK = re.compile(r"://|mailto:|\w\.\w+/")


def flat(text: str) -> str:
    return " ".join(text.split())


def missing_links(found: Mail) -> list[str]:
    """Links of the HTML part that the text part does not have as words of their own."""
    words = {word.removeprefix("mailto:") for word in found.text.split()}
    return [link for link in page.read(found.html).links if link.removeprefix("mailto:") not in words]


def long_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > LONGEST_LINE and not _LINK.search(line)]


@pytest.mark.parametrize("name", names())
def test_every_link_of_the_html_part_stands_in_the_text(name: str) -> None:
    assert len(page.read(mail(name).html).links) > 15
    assert missing_links(mail(name)) == []


@pytest.mark.parametrize("name", names())
def test_every_credit_and_the_imprint_stand_in_both_parts(name: str) -> None:
    parts = page.read(mail(name).html).words, flat(mail(name).text)
    branch = full_branch()
    expected = [
        branch.imprint,
        flat(branch.postal_address.replace("\n", ", ")),
        branch.reply_to,
        branch.complaints,
    ]
    for article in full_articles():
        expected += [article.source, *filter(None, (article.author,))]
        if article.photo:
            expected += [article.photo.author, article.photo.licence[:5].replace("-", " ")]

    assert [
        (words, number) for words in expected for number, part in enumerate(parts) if words not in flat(part)
    ] == []


@pytest.mark.parametrize("name", names())
def test_lines_are_short_except_for_links(name: str) -> None:
    assert long_lines(mail(name).text) == []


@pytest.mark.parametrize("name", names())
def test_the_message_holds_the_text_and_then_the_html(name: str) -> None:
    """Python's own parser, made strict, reads back what was put in."""
    message = email.message_from_bytes(
        mail(name).message, policy=email.policy.SMTP.clone(raise_on_defect=True)
    )
    plain, page_part = message.iter_parts()
    if name.endswith(LOGO):
        page_part, *pictures = page_part.iter_parts()
        (picture,) = pictures
        assert picture.get_content_type() == "image/png"
        assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in mail(name).html

    assert message["Subject"] == mail(name).subject
    assert (plain.get_content_type(), page_part.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().splitlines() == mail(name).text.splitlines()
    assert page_part.get_content().splitlines() == mail(name).html.splitlines()
    body = mail(name).message.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= LONGEST_LINE


def test_a_lost_link_and_a_long_line_are_noticed() -> None:
    """A control."""
    good = mail("digest-en")
    bad = Mail(
        name="",
        subject="",
        source="",
        shown="",
        html=good.html,
        text=good.text.replace(UNSUBSCRIBE, ""),
        message=b"",
    )

    assert missing_links(bad) == [UNSUBSCRIBE]
    assert long_lines("x" * 79) == ["x" * 79]
    assert long_lines(f"https://example.org/{'x' * 79}") == []
