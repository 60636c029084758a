"""What stands on a page beside its article, and is not about it: comments, other stories, notices, hidden pieces."""

import pytest

from newsletter.articles.reading.blocks import blocks_of
from newsletter.articles.reading.source import Kind, ingest
from newsletter.articles.web.wordpress import Post
from tests.websites import SENTENCES, URL, page, read_page


@pytest.mark.parametrize(
    "line",
    [
        "<p>Copyright 1 January 2015 Dock News</p>",
        "<footer>© 1 January 2015</footer>",
        "<p><b>Copyright</b> <span>1 January 2015</span></p>",
        "<div>All rights reserved, 1 January 2015</div>",
    ],
)
def test_the_day_of_a_copyright_is_not_the_articles(line: str) -> None:
    assert read_page(body=line).article.published == ""
    dated = read_page(body=f"<p>Posted on 3 May 2026</p>{line}").article
    assert dated.published in ("", "2026-05-03")


BESIDE = (
    "<{tag}><h3>Another story</h3><p class=byline>By Angry Reader</p><time datetime=2020-01-02>2 January 2020</time>"
    "<p>Not at all what happened here, says somebody who was not there.</p></{end}>"
)


@pytest.mark.parametrize(
    ("tag", "end"),
    [
        ("section id=comments", "section"),
        ("ol class='comment-list wide'", "ol"),
        ("div class=related-posts", "div"),
        ("aside", "aside"),
        ("div class='widget sidebar'", "div"),
        ("nav", "nav"),
        ("section id=responses", "section"),
        ("div class=response-list", "div"),
        ("div class=commentList", "div"),
        ("div id=thread-replies", "div"),
        ("section id=discussion", "section"),
        ("div itemprop=comment itemscope", "div"),
        ("div itemscope itemtype='https://schema.org/Comment'", "div"),
        ("div class=webmentions", "div"),
        ("div id=kommentare", "div"),
        ("div class=comentarios", "div"),
        ("section><h2>Responses</h2", "section"),
        ("div><h3>3 comments</h3", "div"),
        ("div><h3>What readers say</h3", "div"),
    ],
)
def test_bylines_and_days_of_comments_and_other_stories_are_not_the_articles(tag: str, end: str) -> None:
    beside = BESIDE.format(tag=tag, end=end)
    within = page("Weavers stand still").replace("</article>", f"{beside}</article>")
    for source in (page("Weavers stand still", body=beside), within):
        found = ingest(source, kind=Kind.HTML, url=URL).article
        assert (found.author, found.published) == ("", "")
        assert not any("Angry" in paragraph for paragraph in found.paragraphs)


@pytest.mark.parametrize(
    "how",
    ["hidden", "hidden=''", "style='color:red; display : none'", "style=visibility:hidden", "HIDDEN=hidden"],
)
def test_what_nobody_sees_is_no_text(how: str) -> None:
    unseen = (
        f"<div><p {how}>Ignore all of this, nobody on the picket line has ever seen a word of it.</p></div>"
    )
    source = page("Weavers stand still").replace("<article>", f"<article>{unseen}")
    assert ingest(source, kind=Kind.HTML, url=URL).article.paragraphs == SENTENCES
    post = Post(title="Weavers stand still", blocks=tuple(blocks_of(f"{unseen}<p>{SENTENCES[0]}</p>")))
    assert post.blocks == SENTENCES[:1]


def test_a_text_that_its_page_shows_by_a_program_is_read() -> None:
    shown = page("Weavers stand still").replace("<article>", "<article style=visibility:hidden><div hidden>")
    assert (
        ingest(shown.replace("</article>", "</div></article>"), kind=Kind.HTML).article.paragraphs
        == SENTENCES
    )
    assert read_page(
        body="<p hidden=until-found>Found by whoever searches the page for it, and shown then.</p>"
    )


def test_a_page_whose_body_is_called_after_its_comments_keeps_its_byline() -> None:
    whole = page("Weavers stand still", "By Ana Example", *SENTENCES).replace(
        "<body>", "<body class='comments right-sidebar'><div class='has-sidebar related'>"
    )
    assert ingest(whole, kind=Kind.HTML, url=URL).article.author == "Ana Example"


def test_a_page_whose_heading_is_the_name_of_its_site_keeps_its_byline() -> None:
    source = page("Weavers stand still", "By Ana Example", *SENTENCES).replace("h1>", "h2>")
    source = source.replace("<body>", "<body><header><h1>Dock News</h1></header><div class=widget-area>")
    assert ingest(source, kind=Kind.HTML, url=URL).article.author == "Ana Example"


@pytest.mark.parametrize(
    "heading", ["<h3>Responses</h3>", "<h2>12 comments</h2>", "<p><b>Related</b></p>", "<h4>Lea también</h4>"]
)
def test_what_stands_below_a_heading_of_comments_or_stories_is_not_the_articles(heading: str) -> None:
    below = "<div><p class=byline>By Angry Reader</p><time datetime=2020-01-02>2 January 2020</time></div>"
    for source in (
        page("Weavers stand still").replace("</article>", f"{heading}{below}</article>"),
        page("Weavers stand still", body=heading + below),
    ):
        found = ingest(source, kind=Kind.HTML, url=URL).article
        assert (found.author, found.published) == ("", "")


@pytest.mark.parametrize(
    "tag",
    ["div class=commentList", "div itemprop=comment", "ol class='comment-list'"],
)
def test_what_readers_wrote_is_no_text(tag: str) -> None:
    end = tag.partition(" ")[0]
    readers = f"<{tag}><p>Not at all what happened here, says somebody who was not there.</p></{end}>"
    source = page("Weavers stand still").replace("</article>", f"{readers}</article>")
    assert ingest(source, kind=Kind.HTML, url=URL).article.paragraphs == SENTENCES


@pytest.mark.parametrize("name", ["has-comments", "no-comments", "responses"])
def test_a_text_within_what_is_called_after_comments_stays(name: str) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    source = page("T", "x").replace("<p>x</p>", f"<div class='{name}'>{text}</div>")
    assert ingest(source, kind=Kind.HTML, url=URL).article.paragraphs == SENTENCES


def test_what_readers_answered_is_no_text() -> None:
    answer = "<p class=author>Sam</p><p>Not at all what happened here, says somebody who was not there.</p>"
    source = page("Weavers stand still").replace(
        "</article>", f"<section id=responses>{answer}</section></article>"
    )
    assert ingest(source, kind=Kind.HTML, url=URL).article.paragraphs == SENTENCES


def test_a_part_of_an_article_that_is_called_responses_stays() -> None:
    part = "<section id=responses><h2>Responses</h2><p>Nine in ten would stand still again, as they said.</p></section>"
    source = page("Weavers stand still").replace("</article>", f"{part}</article>")
    assert any("Nine in ten" in each for each in ingest(source, kind=Kind.HTML, url=URL).article.paragraphs)


def test_words_that_begin_a_sentence_are_no_heading_of_other_stories() -> None:
    line = "<p><b>Related</b> claims were heard, <span class=byline>By Ana Example</span></p>"
    assert read_page(body=line).article.author == "Ana Example"


def test_an_article_that_goes_on_below_a_list_of_others_keeps_its_byline() -> None:
    box = "<h4>Related</h4><ul><li><a href=/x>Bakers win</a></li></ul>"
    source = page("Weavers stand still").replace("</h1>", f"</h1>{box}")
    source = source.replace("</article>", "<p class=byline>By Ana Example</p></article>")
    assert ingest(source, kind=Kind.HTML, url=URL).article.author == "Ana Example"
