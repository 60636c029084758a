"""Whose picture a caption is about: that of the article, or of another story beside it."""

import json
import time

import lxml.html
import pytest

from newsletter.articles.reading.captions import Place, captions_of, own
from newsletter.articles.reading.source import Draft, Kind, ingest
from tests.websites import SENTENCES

OTHER = "<figure><img src=trams-at-night.jpg><figcaption>Trams. Photo: Ben Sample, CC BY 4.0</figcaption></figure>"
OWN = "<figure><img src=own-looms.jpg alt=looms></figure>"
CREDITED = (
    "<figure><img src=own-looms.jpg><figcaption>Looms. Photo: Ana Example, CC BY-SA 4.0</figcaption></figure>"
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(body: str = TEXT, *, top: str = "", after: str = "", head: str = "", above: str = "") -> Draft:
    source = (
        f"<!doctype html><html lang=en><head><title>Weavers stand still</title>{head}</head><body>{above}<main>"
        f"<article><h1>Weavers stand still</h1>{top}{body}</article></main>{after}</body></html>"
    )
    return ingest(source, kind=Kind.HTML)


def author(draft: Draft) -> str:
    return draft.article.photo.author if draft.article.photo else ""


@pytest.mark.parametrize(
    "beside",
    [
        f"<aside><h3>Related</h3>{OTHER}</aside>",
        f"<div class=related><h3>Related</h3><a href=/t>Trams stop</a>{OTHER}</div>",
        f"<section><h2>Read more</h2><article><h3><a href=/t>Trams stop</a></h3>{OTHER}</article></section>",
        f"<footer>{OTHER}</footer>",
        f"<div id=sidebar>{OTHER}</div>",
        f"<ul class=cards><li><a href=/t>{OTHER}Trams stop</a></li></ul>",
        f"<div class=advert>{OTHER}</div>",
        # Names and headings that no list holds.
        f"<div class=x7><h3>Vom Tage</h3>{OTHER}</div>",
        f"<div class=x7>{OTHER}<p>Trams stop for a day in Upper Brook, and nobody in town knows why.</p></div>",
        OTHER,
    ],
)
def test_the_credit_of_another_storys_picture_is_not_the_articles(beside: str) -> None:
    assert read(top=OWN, after=beside).article.photo is None
    assert author(read(top=CREDITED, after=beside)) == "Ana Example"


@pytest.mark.parametrize(
    "card",
    [
        f"<aside><h3>Related</h3>{OTHER}</aside>",
        f"<div class=related><h3>Related stories</h3>{OTHER}</div>",
        f"<h2>Read more</h2><a href=/t>Trams</a>{OTHER}",
        f"<h2>Vom Tage</h2>{OTHER}",
        f"<div class=x7><a href=/t>{OTHER}</a></div>",
        f"<div class=x7>{OTHER}<h3><a href=/t>Trams stop</a></h3></div>",
    ],
)
def test_a_box_that_leads_elsewhere_lends_no_credit_within_an_article(card: str) -> None:
    assert read(f"{TEXT}{card}", top=OWN).article.photo is None


LONG = "<h3><a href=/t>Trams stop for a whole day in Upper Brook and in Lower Brook</a></h3>"


@pytest.mark.parametrize(
    "card",
    [
        f"<a href=/t>{OTHER}</a>",
        f"{OTHER}<h3><a href=/t>Trams stop</a></h3>",
        f"{OTHER}{LONG}",
        f"{LONG}{OTHER}",
        f"{OTHER}{LONG}<p>The trams of two towns stood still all day, and their drivers with them, in the rain.</p>",
        "<h3><a href=/t>Trams stop</a></h3><img src=z.jpg><p>Photo: Ben Sample, CC BY 4.0</p>",
        f"{LONG}<img src=z.jpg><p>Photo: Ben Sample, CC BY 4.0</p>",
    ],
)
def test_a_box_that_leads_elsewhere_lends_no_credit_between_paragraphs(card: str) -> None:
    assert read(f"{TEXT}<div class=x7>{card}</div>{TEXT}", top=OWN).article.photo is None


def test_a_credit_that_is_a_paragraph_of_the_text_stays_one() -> None:
    line = "<p>Photo: Ana Example, CC BY 4.0</p>"
    for body in (
        f"{TEXT}{line}",
        f"{TEXT}{line}{TEXT}",
        f"<div><p>{SENTENCES[0]} <a href=/x>More</a></p>{TEXT}{line}</div>",
    ):
        assert author(read(body, top=OWN)) == "Ana Example"


def test_a_story_above_the_heading_lends_no_credit() -> None:
    assert read(above=f"<div class=x7>{OTHER}</div>").article.photo is None
    assert read(above=f"<div><a href=/t>{OTHER}Trams stop</a></div>").article.photo is None


@pytest.mark.parametrize(
    "draft",
    [
        lambda: read(top=CREDITED),
        lambda: read(f"{TEXT}{CREDITED}"),
        lambda: read(f"{TEXT}<div class=wp-block-image>{CREDITED}</div>{TEXT}"),
        lambda: read(f"<div class=text>{TEXT}</div>", top=f"<div class=hero>{CREDITED}</div>"),
        lambda: read(
            top=CREDITED.replace("<img", "<a href=big.jpg><img").replace("jpg><fig", "jpg></a><fig")
        ),
    ],
)
def test_the_credit_of_an_articles_own_picture_is_found_wherever_it_stands_in_it(draft: object) -> None:
    assert author(draft()) == "Ana Example"  # type: ignore[operator]


def test_the_credit_in_a_text_without_paragraphs_is_found() -> None:
    lines = "<br>".join(SENTENCES[:2])
    body = f"<div>{lines}<br>{CREDITED}{'<br>'.join(SENTENCES[2:])}</div>"
    assert author(read(body)) == "Ana Example"


def data(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {"@type": "Article", "headline": "Weavers stand still"}
ADDRESS = "https://example.org/own-looms.jpg"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='og:image' content='https://cdn.example.org/800x600/own-looms-1024x683.jpg?w=9'>",
        "<meta name='twitter:image' content='/own-looms.webp'>",
        data({**ARTICLE, "image": [{"@type": "ImageObject", "url": ADDRESS}]}),
        data({"@graph": [{**ARTICLE, "image": {"@id": "#p"}}, {"@id": "#p", "contentUrl": ADDRESS}]}),
    ],
)
def test_a_picture_that_the_page_names_as_its_own_lends_its_credit_wherever_it_stands(head: str) -> None:
    above = f"<div>{CREDITED}</div>"
    assert read(above=above).article.photo is None
    assert author(read(above=above, head=head, after=f"<div>{OTHER}</div>")) == "Ana Example"


def test_a_picture_with_a_name_that_any_may_have_is_not_known_by_it() -> None:
    head = "<meta property='og:image' content='https://example.org/a/1.jpg'>"
    assert read(head=head, after=OTHER.replace("trams-at-night", "b/1")).article.photo is None


def test_a_credit_of_a_later_picture_is_told_where_the_first_has_none() -> None:
    told = "The first picture on the page has no credit"
    bare = OWN.replace("</figure>", "<figcaption>Looms.</figcaption></figure>")
    for first in (OWN, bare):
        draft = read(f"{TEXT}{CREDITED}", top=first)
        assert author(draft) == "Ana Example"
        assert any(note.startswith(told) for note in draft.notes)
    for draft in (read(f"{TEXT}{OWN}", top=CREDITED), read(top=OWN), read(f"{TEXT}{bare}", top=CREDITED)):
        assert not any(note.startswith(told) for note in draft.notes)


def test_data_that_name_pictures_in_a_ring_cost_little() -> None:
    first, second = {"@id": "#a", "url": "#b", "contentUrl": "#b"}, {"@id": "#b", "url": ["#a", "#b"] * 6}
    head = data({"@graph": [{**ARTICLE, "image": {"@id": "#a"}}, first, second]})
    assert author(read(top=CREDITED, head=head)) == "Ana Example"


def test_hostile_pages_of_pictures_cost_little() -> None:
    began = time.process_time()
    for body in (
        f"{TEXT}{CREDITED * 500}{TEXT}",
        f"{'<div>' * 240}{CREDITED}{'<br>' * 40_000}{TEXT}",
        f"{TEXT}<div>{CREDITED}{'<a href=/x></a>' * 15_000}</div>{TEXT}",
        f"{TEXT}{'<figure></figure>' * 12_000}{CREDITED}",
    ):
        root = lxml.html.document_fromstring(f"<body><article>{body}</article></body>")
        place = Place(root, SENTENCES, "Weavers")
        own(place, captions_of(root), named=["looms.jpg"], is_clear=bool)
    assert time.process_time() - began < 5
