"""WordPress's own record of an article: found from its page, believed before it, and done without where closed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from newsletter.articles.reading.source import ingest
from newsletter.articles.web.online import from_url
from newsletter.articles.web.wordpress import post_of, record_of
from newsletter.errors import ArticleError
from tests.websites import SENTENCES, Site, page, website

JSON = "application/json; charset=UTF-8"


def record(site: Site | None = None, **changes: Any) -> dict[str, Any]:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    figure = (
        "<figure><img src=a.jpg><figcaption>At the gate. Photo: Sam Sample, CC BY 4.0</figcaption></figure>"
    )
    return {
        "id": 12,
        "date": "2026-11-20T23:30:00",
        "date_gmt": "2026-11-21T04:30:00",
        "link": f"{site.url if site else 'https://news.example.org'}/2026/weavers/",
        "title": {"rendered": "Weavers &#8217;stand still&#8217;"},
        "content": {
            "rendered": f"{text}{figure}<h3>What next</h3><ul><li>A vote</li></ul><script>x()</script>",
            "protected": False,
        },
        "excerpt": {
            "rendered": "<p>After two silent days the weavers of Lower Brook have their break back for good.</p>\n"
        },
        "_embedded": {
            "author": [{"id": 3, "name": "Ana Example", "link": "https://news.example.org/author/ana/"}],
            "wp:featuredmedia": [
                {
                    "caption": {
                        "rendered": "<p>Weavers in the yard. Photo: Lea Example, <a "
                        'href="https://creativecommons.org/licenses/by-sa/4.0/">some rights</a></p>'
                    },
                    "alt_text": "People in a yard",
                    "source_url": "https://news.example.org/a.jpg",
                }
            ],
        },
        **changes,
    }  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as site:
        yield site


def put(site: Site, path: str = "/2026/weavers/", **fields: str) -> None:
    site.put(
        path,
        page("Weavers stand still", "The page says less than its record, in one long sentence of its own."),
        **fields,
    )


def test_a_page_names_its_record_and_the_record_is_believed(site: Site) -> None:
    links = f'<{site.url}/wp-json/>; rel="https://api.w.org/", <{site.url}/wp-json/wp/v2/posts/12>; rel="alternate"; '
    put(site, Link=links + 'title="JSON"; type="application/json"')
    site.put(
        "/wp-json/wp/v2/posts/12?_embed=author%2Cwp%3Afeaturedmedia",
        json.dumps(record(site)),
        Content_Type=JSON,
    )
    draft = from_url(f"{site.url}/2026/weavers/", site.web())
    found = draft.article
    assert (found.title, found.author, found.published) == (
        "Weavers ’stand still’",
        "Ana Example",
        "2026-11-20",
    )
    assert found.paragraphs == (*SENTENCES, "What next", "• A vote")
    assert (found.photo.caption, found.photo.author, found.photo.licence) == (
        "Weavers in the yard", "Lea Example", "CC-BY-SA-4.0",
    )  # fmt: skip
    assert found.summary.text.startswith("After two silent days")
    assert found.url == f"{site.url}/2026/weavers/"


@pytest.mark.parametrize(
    ("path", "root", "asked"),
    [
        (
            "/2026/weavers/",
            "/wp-json/",
            "/wp-json/wp/v2/posts?slug=weavers&_embed=author%2Cwp%3Afeaturedmedia",
        ),
        ("/?p=12", "/wp-json/", "/wp-json/wp/v2/posts/12?_embed=author%2Cwp%3Afeaturedmedia"),
        (
            "/?p=12",
            "/?rest_route=/",
            "/?rest_route=%2Fwp%2Fv2%2Fposts%2F12&_embed=author%2Cwp%3Afeaturedmedia",
        ),
    ],
)
def test_a_record_is_found_by_the_name_or_number_in_the_address(
    site: Site, path: str, root: str, asked: str
) -> None:
    put(site, path, Link=f'<{site.url}{root}>; rel="https://api.w.org/"')
    site.put(asked, json.dumps([record(site, link=site.url + path)]), Content_Type=JSON)
    assert from_url(site.url + path, site.web()).article.author == "Ana Example"


def test_the_head_of_a_page_will_do_where_the_header_is_missing() -> None:
    head = "<link rel='https://api.w.org/' href='https://www.news.example.org/wp-json/' />"
    assert record_of("https://news.example.org/a/weavers", "", f"<html><head>{head}</head>").startswith(
        "https://www.news.example.org/wp-json/wp/v2/posts?slug=weavers&"
    )
    one = '<link rel="alternate" title="JSON" type="application/json" '
    one += 'href="https://news.example.org/wp-json/wp/v2/posts/7" />'
    assert "/posts/7?_embed=" in record_of("https://news.example.org/a/weavers", "", one + head)


@pytest.mark.parametrize(
    "header",
    [
        "",
        '<https://evil.example.com/wp-json/>; rel="https://api.w.org/"',
        '<http://127.0.0.1/wp-json/wp/v2/posts/1>; rel="alternate"; type="application/json"',
        '<javascript:alert(1)>; rel="https://api.w.org/"',
        "<" * 9_000,
        "<a>;" * 4_000,
    ],
)
def test_records_on_other_hosts_are_not_asked_for(header: str) -> None:
    assert record_of("https://news.example.org/weavers", header, "") == ""
    assert record_of("https://news.example.org/", '</wp-json/>; rel="https://api.w.org/"', "") == ""


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ('{"code":"rest_forbidden","data":{"status":401}}', {"status": 401, "Content_Type": JSON}),
        ("[]", {"Content_Type": JSON}),
        ("{broken", {"Content_Type": JSON}),
        ("[" * 100_000, {"Content_Type": JSON}),
        ("null", {"Content_Type": JSON}),
        ("<html>log in</html>", {}),
        (json.dumps(record(content={"rendered": "", "protected": True})), {"Content_Type": JSON}),
        (json.dumps(record(link="https://news.example.org/another/")), {"Content_Type": JSON}),
        (json.dumps({"content": {"rendered": 3}, "title": [], "_embedded": 3}), {"Content_Type": JSON}),
    ],
)
def test_a_closed_or_odd_record_leaves_the_page(site: Site, body: str, fields: dict[str, Any]) -> None:
    put(site, Link=f'<{site.url}/wp-json/>; rel="https://api.w.org/"')
    site.put("/wp-json/wp/v2/posts?slug=weavers&_embed=author%2Cwp%3Afeaturedmedia", body, **fields)
    draft = from_url(f"{site.url}/2026/weavers/", site.web())
    assert draft.article.title == "Weavers stand still"
    assert draft.article.paragraphs[0].startswith("The page says less")


HOSTILE = ("<" * 300_000, "<a href='" + "creativecommons.org" * 20_000, "<p>" + "&" * 300_000)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_records_cost_little(text: str) -> None:
    import time

    started = time.process_time()
    media = {"wp:featuredmedia": [{"caption": {"rendered": text}}]}
    for changes in ({"title": {"rendered": text}}, {"_embedded": media}, {"excerpt": {"rendered": text}}):
        post_of(record(**changes))
    record_of("https://news.example.org/a", text, ("<link " + "a" * 2_900 + ">") * 68)
    assert time.process_time() - started < 5


def test_robots_txt_counts_for_records_too(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /wp-json/")
    put(site, Link=f'<{site.url}/wp-json/>; rel="https://api.w.org/"')
    assert from_url(f"{site.url}/2026/weavers/", site.web()).article.title == "Weavers stand still"
    assert not any("wp-json" in path for path in site.asked)


def test_a_saved_record_is_read_from_a_file_or_standard_input() -> None:
    for source in (json.dumps(record()), json.dumps([record()], indent=1)):
        found = ingest(source.encode()).article
        assert (found.title, found.author) == ("Weavers ’stand still’", "Ana Example")
        assert found.url == "https://news.example.org/2026/weavers/"
    with pytest.raises(ArticleError) as caught:
        ingest(json.dumps([record(), record()]))
    assert caught.value.code == "no-text"


@pytest.mark.parametrize("name", ["admin", "Editor", "web team", "WordPress", "user12"])
def test_accounts_of_nobody_are_no_authors(name: str) -> None:
    post = post_of(record(_embedded={"author": [{"name": name}]}))
    assert post is not None
    assert post.author == ""
    hidden = post_of(record(_embedded={"author": [{"code": "rest_user_invalid_id", "name": "x"}]}))
    assert hidden is not None
    assert hidden.author == ""


def test_what_only_the_text_of_a_saved_record_says_is_marked_as_such():
    text = "<p>3 May 2019</p><p>By Ana Example</p><p>The dockers of the harbour went on strike on Monday.</p>"
    draft = ingest(json.dumps({"title": {"rendered": "Dockers"}, "content": {"rendered": text}}).encode())
    assert {each.field: each.values for each in draft.doubts} == {
        "published": (("2019-05-03", "text"),),
        "author": (("Ana Example", "text"),),
    }
