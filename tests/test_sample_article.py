"""An article as a branch finds it, taken in without hand edits, all the way into both parts of the mail."""

import email
import email.policy
import re
from pathlib import Path

import pytest

from tests.command import BRANCH, Desk

SAMPLE = Path(__file__).parent.parent.parent / "shared" / "samples" / "peru-third-takeover-of-lima.txt"

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample lies beside the checkout, not in it")


def test_the_article_is_read_whole_and_without_furniture(desk: Desk) -> None:
    desk("init", "branch", *BRANCH, "--yes").ok()
    article = desk.here("article", "add", SAMPLE, "--json").ok().data["articles"][0]
    assert article["title"] == "The People of Peru continue their struggle for democracy"
    assert article["author"] == "Logan Williams"
    assert "An estimated 70 people were killed" in article["standfirst"]
    assert len(article["paragraphs"]) == 12
    assert article["photo"]["author"] == "Mayimbú"
    assert article["photo"]["licence"] == "CC-BY-SA-4.0"
    assert article["photo"]["licence_url"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    body = "\n".join(article["paragraphs"])
    assert not re.search(r"Leave a Reply|Photo credit|Featured image|By Logan", body)
    assert (article["summary"]["state"], article["source"], article["published"]) == ("proposed", "", "")
    assert len(article["summary"]["text"].split()) <= 80


def test_its_credit_is_printed_in_both_parts(desk: Desk) -> None:
    desk("init", "branch", *BRANCH, "--yes").ok()
    slug = desk.here("article", "add", SAMPLE, "--json").ok().data["articles"][0]["slug"]
    desk.here("article", "accept", slug).ok()
    desk.here(
        "issue", "new", "october", "--subject", "Peru", "--preheader", "Lima again", "--article", slug
    ).ok()
    desk.here("issue", "check", "october").ok()
    desk.here("issue", "render", "october", "--out", desk.folder / "out").ok()
    out = desk.folder / "out"
    html, text = (
        (out / "october.html").read_text(encoding="utf-8"),
        (out / "october.txt").read_text(encoding="utf-8"),
    )
    for part in (html, text):
        assert "Mayimbú" in part
        assert "CC BY-SA 4.0" in part
        assert "https://creativecommons.org/licenses/by-sa/4.0/" in part
    message = email.message_from_bytes((out / "october.eml").read_bytes(), policy=email.policy.default)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    links = set(re.findall(r'href="((?:https?|mailto):[^"]+)"', html))
    assert {
        link
        for link in links
        if link.replace("&amp;", "&") not in text and link.removeprefix("mailto:") not in text
    } == set()
