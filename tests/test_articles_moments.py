"""Which days of a page are its article's: none is better than that of a rally, of another story or of the website."""

import time

import pytest

from newsletter.articles.reading.anatomy import take_apart
from newsletter.articles.reading.beside import take_away, without_comments
from newsletter.articles.reading.blocks import tree_of
from newsletter.articles.reading.moments import is_published
from newsletter.articles.reading.source import Kind, ingest
from tests.websites import SENTENCES, URL, page, read_page

PLACES = ["above", "below", "outside"]


def published(line: str, place: str) -> str:
    plain = page("Weavers stand still")
    if place == "above":
        source = plain.replace("</h1>", f"</h1>{line}")
    elif place == "below":
        source = plain.replace("</article>", f"{line}</article>")
    else:
        source = page("Weavers stand still", body=line)
    return ingest(source, kind=Kind.HTML, url=URL).article.published


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "line",
    [
        "<p>Rally: 5 June 2013</p>",
        "<p><b>Rally</b>: <time datetime=2013-06-05>5 June 2013</time>, town hall</p>",
        "<p>We meet on <time datetime=2013-06-05>5 June 2013</time> at noon.</p>",
        "<p>We met on 5 June 2013 at the town hall.</p>",
        "<div class=event><span class=date>5 June 2013</span> March through Hull</div>",
        "<div itemscope itemtype='https://schema.org/Event'><time datetime=2013-06-05>5 June 2013</time></div>",
        "<p>Closing date: 5 June 2013</p>",
        "<p>The report was published on 5 June 2013 by the board.</p>",
        "<p>He was released on 5 June 2013</p>",
        "<p>Prices were updated on 5 June 2013</p>",
        "<p>Hearing date: 5 June 2013</p>",
        "<p>Date: 5 June 2013 Venue: Town hall</p>",
        "<div class=timeline-item><span>5 June 2013</span> The mill opens</div>",
        "<p class=candidate>Ana Example, 5 June 2013, for the works council</p>",
        "<p class=date>Deadline 5 June 2013</p>",
        "<p>Website last updated 3 May 2024</p>",
        "<footer>Site updated: 3 May 2024</footer>",
        "<p>This page was last reviewed on 3 May 2024</p>",
        "<figure><img src=a.jpg><figcaption>Shed, <time datetime=2013-06-05>5 June 2013</time></figcaption></figure>",
        "<p>Read more: <a href=/2020/01/02/bakers>Bakers win, 2 January 2020</a></p>",
        "<p>Related: <a href=/2020/01/02/bakers>Bakers win</a> <time datetime=2020-01-02>2 January 2020</time></p>",
        "<div><h3>Read more</h3><a href=/x>Bakers win</a> <time datetime=2020-01-02>2 January 2020</time></div>",
        "<h3>Related stories</h3><ul><li><a href=/x>Bakers win</a> <span class=date>2 January 2020</span></li></ul>",
        "<h4>Mehr zum Thema</h4><ul><li><a href=/x>Bakers win</a> <time datetime=2020-01-02>2.1.2020</time></li></ul>",
        "<p>Lea también: <a href=/2020/01/02/bakers>Bakers win, 2 January 2020</a></p>",
    ],
)
def test_a_day_of_something_else_is_not_that_of_publication(line: str, place: str) -> None:
    assert published(line, place) == ""


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("<p>Posted on 3 May 2024</p>", PLACES),
        ("<p>Published: 3 May 2024</p>", PLACES),
        ("<span>publiziert am 3. Mai 2024</span>", PLACES),
        ("<div class=date>3 May 2024</div>", PLACES),
        ("<span class=entry-date>May 3, 2024</span>", PLACES),
        ("<p class=post-meta>3 May 2024 by <a href=/ana>Ana Example</a></p>", PLACES),
        ("<p>By Ana Example, 3 May 2024</p>", PLACES[:2]),
        ("<p>3 May 2024</p>", PLACES[:1]),
        ("<div>3 maggio 2024</div>", PLACES[:1]),
        ("<time>3 May 2024</time>", PLACES[:1]),
        ("<p>Ana Example | <time datetime=2024-05-03>3 May</time> | Dock News</p>", PLACES[:2]),
        ("<meta name=sailthru.date content=2024-05-03>", PLACES[2:]),
    ],
)
def test_a_day_that_a_page_marks_or_sets_alone_is_that_of_publication(line: str, places: list[str]) -> None:
    assert [published(line, place) for place in places] == ["2024-05-03"] * len(places)


@pytest.mark.parametrize("path", ["/2024/05/03/weavers", "/2024/may/03/weavers", "/weavers-20240503"])
def test_a_day_in_the_pages_own_address_counts(path: str) -> None:
    root = tree_of(page("Weavers stand still"))
    assert is_published(root, "2024-05-03", f"https://news.example.org{path}")
    assert not is_published(root, "2024-05-04", f"https://news.example.org{path}")


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        (["5 June 2013"], "2013-06-05"),
        (["5 June 2013", "6 June 2013"], "2013-06-05"),
        (["5 June 2013", "6 June 2013", "7 June 2013"], ""),
    ],
)
def test_days_above_the_pieces_of_a_text_are_what_it_tells_of(days: list[str], taken: str) -> None:
    pieces = (part for day, sentence in zip(days, SENTENCES, strict=False) for part in (day, sentence))
    text = "\n\n".join(("How the weavers won", *pieces))
    assert ingest(text).article.published == taken
    late = "\n\n".join(("How the weavers won", *SENTENCES, *days, "They won."))
    assert ingest(late).article.published == ("" if len(days) > 1 else taken)


def test_a_day_below_the_whole_page_is_the_websites() -> None:
    assert published("<footer><time datetime=2024-05-03>3 May 2024</time></footer>", "outside") == ""


def test_a_day_that_is_not_taken_is_said() -> None:
    draft = read_page(body="<p>Rally: 5 June 2013</p>")
    assert any("2013-06-05" in note and "left empty" in note for note in draft.notes)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Rally: 5 June 2013</p>" * 10_000,
        "<h4>Related</h4><i>x</i>" * 8_000,
        "<b></b>" * 17_000 + "<b>Read more</b>" * 500,
        "<div class=comments>" * 200 + "<p class=comments>x</p>" * 9_000,
        "<span>5 June 2013</span> x " * 17_000,
        "<div>" * 200 + "<strong>Related</strong>" * 9_000,
    ],
)
def test_very_many_days_and_headings_cost_little(body: str) -> None:
    root = tree_of(page("T", body=f"<div>{body}</div>"))
    started = time.process_time()
    without_comments(root)
    take_away(root)
    is_published(root, "2013-06-05", URL)
    assert time.process_time() - started < 5


def test_very_many_lines_that_are_days_cost_little() -> None:
    started = time.process_time()
    take_apart([f"{1 + number % 28} June {1900 + number % 100}" for number in range(30_000)])
    assert time.process_time() - started < 5
