"""The text for the group chat: short, plain, links whole, nobody's name."""

import re
from datetime import datetime

import pytest
from rendering_samples import LONDON, make_action, make_article, make_articles, make_branch, make_issue

from newsletter.issue import DiaryDate
from newsletter.rendering.chat import LENGTH, chat

EXPECTED = """\
*Friend, three strikes that need us*

Write to the ambassador
https://example.org/letter

Lima marches again: the assembly, the unions and the long summer of protest — Andes Labour Review
https://example.org/articles/lima

Four hundred walk out of the Bhadra jute mill — Bengal Workers’ Post
https://example.org/articles/mill

Greve às rendas: um bairro inteiro deixa de pagar — Jornal do Bairro
https://example.org/articles/rent

Dates for your diary:
Thu 5 Nov, 18:30: Branch meeting: what we owe the port workers, Unity Hall, 12 High Street
https://example.org/meeting
Sat 28 Nov: Day of action for the mill workers, Outside the town hall

Anytown Trades Council
Get this letter by email:
branch@example.org
"""


def test_the_message_of_an_issue() -> None:
    message = chat(make_issue(), make_articles(), make_branch())

    assert message.text == EXPECTED
    assert message.left_out == ()


def test_a_long_one_keeps_the_first_of_each_and_says_what_is_missing() -> None:
    articles = tuple(make_article(slug=f"mill-{number}") for number in range(12))
    actions = tuple(make_action(link=f"https://example.org/{number}") for number in range(6))
    dates = tuple(
        DiaryDate(what=f"Meeting {day}", when=datetime(2026, 11, day, 18, tzinfo=LONDON), where="Unity Hall")
        for day in range(1, 11)
    )

    message = chat(make_issue(actions=actions, diary=dates), articles, make_branch())

    assert len(message.text) <= LENGTH
    assert message.text.index("https://example.org/0") < message.text.index("Bhadra")
    assert re.search(r"^More articles in the letter: 1\d$", message.text, re.MULTILINE)
    assert "Sun 1 Nov, 18:00: Meeting 1, Unity Hall" in message.text
    assert any("mill-11" in line for line in message.left_out)


def test_every_link_is_whole_on_a_line_of_its_own_and_counts_nobody() -> None:
    long = "https://example.org/a/" + "very-long-" * 40 + "?page=2&utm_source=mail&fbclid=x1#top"
    articles = (make_article(url=long), make_article(slug="other", url="javascript:alert(1)"))

    text = chat(make_issue(), articles, make_branch()).text

    assert long.replace("&utm_source=mail&fbclid=x1", "") in text.splitlines()
    assert "utm_" not in text
    assert "javascript" not in text
    assert all(line.startswith("http") for line in text.splitlines() if "://" in line)


@pytest.mark.parametrize(
    "words",
    [
        "<b>x</b> {{ 7*7 }} {% x %}",
        "turned \u202e round\u2066",
        "a\u0000b\r\nBcc: x",
        "*bold* _it_",
        "😀 " * 30,
    ],
)
def test_words_of_strangers_are_printed_on_one_line(words: str) -> None:
    text = chat(make_issue(subject=words), (make_article(title=words),), make_branch()).text

    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    assert "49" not in text
    assert text.count("\n\n") == EXPECTED.count("\n\n") - 2


def test_an_issue_without_anything_is_still_a_message() -> None:
    text = chat(make_issue(actions=(), diary=(), intro="", subject="News"), (), make_branch()).text

    assert text == "*News*\n\nAnytown Trades Council\nGet this letter by email:\nbranch@example.org\n"


def test_a_date_says_its_day_in_the_language_of_the_issue() -> None:
    assert "jue, 5 nov, 18:30: " in chat(make_issue(language="es"), (), make_branch()).text
