"""What a page says of itself: data of every shape, and places that disagree."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.reading.byline import same_people
from newsletter.articles.reading.dates import says_day
from newsletter.articles.reading.found import Doubt
from newsletter.articles.reading.reconcile import same_day, same_words
from newsletter.articles.reading.source import Draft, Kind, ingest, sniff
from newsletter.articles.reading.structured import Structured
from newsletter.articles.web.wordpress import Post
from newsletter.errors import ArticleError
from tests.websites import SENTENCES, URL, page, read_page


def doubt(draft: Draft, field: str) -> Doubt | None:
    return next((each for each in draft.doubts if each.field == field), None)


PERSON = {"@type": "Person", "@id": "#ana", "name": "Ana Example"}
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Weavers stand still",
    "datePublished": "2026-11-20T10:00:00+01:00",
}


@pytest.mark.parametrize(
    ("data", "author"),
    [
        ({**ARTICLE, "author": "Ana Example"}, "Ana Example"),
        ({**ARTICLE, "author": PERSON}, "Ana Example"),
        (
            [{"@type": "WebSite"}, {**ARTICLE, "author": [PERSON, {"name": "Sam Sample"}]}],
            "Ana Example, Sam Sample",
        ),
        ({"@graph": [{**ARTICLE, "author": {"@id": "#ana"}}, PERSON]}, "Ana Example"),
        ({"@graph": [{**ARTICLE, "author": [{"@id": "#ana"}, {"@id": "#nobody"}]}, PERSON]}, "Ana Example"),
        ({"@type": "WebPage", "mainEntity": {**ARTICLE, "author": {"name": ["Ana Example"]}}}, "Ana Example"),
        (
            {
                **ARTICLE,
                "@type": ["Article", "https://schema.org/NewsArticle"],
                "author": {"name": "Ana &amp; Sam"},
            },
            "Ana & Sam",
        ),
        ({**ARTICLE, "author": {"name": "Example News"}, "publisher": {"name": "Example News"}}, ""),
        ({**ARTICLE, "author": "https://news.example.org/ana"}, ""),
        ({**ARTICLE, "author": [[["Ana Example"]], None, 3, {}]}, "Ana Example"),
        ({**ARTICLE, "author": {"@id": "#loop"}, "x": {"@id": "#loop", "name": "#loop"}}, ""),
    ],
)
def test_authors_are_found_in_every_shape_of_data(data: object, author: str) -> None:
    draft = read_page(data=data)
    assert draft.article.author == author
    assert (draft.article.title, draft.article.published) == ("Weavers stand still", "2026-11-20")


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type":"Article","headline":"H","author":"Ana Example"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"H","author":"Ana Example"}\n//]]>',
        '{"@type":"Article","headline":"H","author":"Ana Example",}',
        '{"@type":"Article","headline":"line\nbreak","author":"Ana\tExample"}',
    ],
)
def test_data_that_is_plainly_broken_is_mended(text: str) -> None:
    assert Structured([text]).people() == ["Ana Example"]


NAMES = st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "publisher"])
VALUES = st.none() | st.text(max_size=5) | st.integers()


@given(st.recursive(VALUES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=12))
def test_any_data_is_survived(value: object) -> None:
    data = Structured([json.dumps(value)])
    assert isinstance(data.people(), list)
    assert isinstance(data.text("headline") + data.publisher(), str)


def test_hostile_data_cost_little() -> None:
    import time

    loops = json.dumps(
        {"@graph": [{"@id": f"#{n}", "name": [f"#{m}" for m in range(40)]} for n in range(40)]}
    )
    started = time.process_time()
    for text in (
        "[" * 150_000,
        '{"a":' * 30_000,
        "[" + "{}," * 60_000 + "{}]",
        loops[:-1] + ', "author": "#1"}',
    ):
        Structured([text] * 20).people()
    assert time.process_time() - started < 5


def data_of(text: str) -> str:
    return page("T", head=f'<script type="application/ld+json">{text}</script>')


@pytest.mark.parametrize(
    "source",
    [
        page("x " * 100_000, head='<meta property="og:title" content="' + "x " * 300_000 + 'y">'),
        data_of('{"@type":"Article","headline":"' + "<" * 40_000 + '"}'),
        data_of('{"a":"' + " " * 190_000 + '"}'),
        "<!---->" * 700 + page("T"),
        page("T", body="<div>" + "x © 1 January 2015 <br>" * 10_000 + "</div>"),
        page("T", body="<div class=related>" * 200 + "<p class=comment>x</p>" * 4_000),
        "<!-- -->\n" * 500 + "x",
        " " * 4_900 + page("T"),
    ],
)
def test_hostile_pages_cost_little(source: str) -> None:
    import time

    started = time.process_time()
    sniff(source)
    if "<p>" in source:
        assert SENTENCES[-1] in ingest(source, kind=Kind.HTML, url=URL).article.paragraphs
    assert time.process_time() - started < 10


def test_places_that_disagree_are_shown_with_both_values() -> None:
    head = '<meta name="author" content="Sam Sample">'
    head += '<meta property="article:published_time" content="2026-11-25T08:00:00Z">'
    draft = read_page(head, data={**ARTICLE, "author": "Ana Example"}, byline="By Sam Sample")
    assert draft.article.author == "Ana Example"
    assert doubt(draft, "author") == Doubt(
        field="author", values=(("Ana Example", "structured data"), ("Sam Sample", "meta author"))
    )
    assert doubt(draft, "published") == Doubt(
        field="published", values=(("2026-11-20", "structured data"), ("2026-11-25", "meta date"))
    )


def test_places_that_agree_leave_no_doubt_and_a_single_one_is_marked() -> None:
    head = '<meta name="author" content="Example, Ana"><meta property="article:published_time" content="2026-11-20">'
    draft = read_page(head, data={**ARTICLE, "author": "Ana Example"})
    assert (doubt(draft, "author"), doubt(draft, "published")) == (None, None)
    alone = read_page(data={**ARTICLE, "author": "Ana Example"})
    assert doubt(alone, "author") == Doubt(field="author", values=(("Ana Example", "structured data"),))
    assert doubt(read_page(), "author") is None
    assert read_page().article.author == ""


def test_a_title_with_the_name_of_the_site_behind_it_is_the_same_title() -> None:
    same = read_page('<meta property="og:title" content="Weavers stand still | Example News">')
    assert doubt(same, "title") is None
    other = read_page('<meta property="og:title" content="You will not believe what weavers did">')
    assert [place for _, place in doubt(other, "title").values] == ["og:title", "heading"]


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Weavers stand still | Dock News", "Weavers stand still"),
        ("Weavers stand still - The Dock News", "Weavers stand still"),
        ("Dock News | Weavers stand still", "Weavers stand still"),
        ("Dock News – Weavers stand still", "Dock News – Weavers stand still"),
        ("Weavers stand still | Strikes | DOCK NEWS", "Weavers stand still | Strikes"),
        ("Weavers stand still - and win", "Weavers stand still - and win"),
        ("Weavers stand still | Harbour Voice", "Weavers stand still | Harbour Voice"),
        ("Weavers stand still for Dock News", "Weavers stand still for Dock News"),
        ("Weavers stand still-Dock News", "Weavers stand still-Dock News"),
    ],
)
@pytest.mark.parametrize("named", ["og", "publisher"])
def test_the_name_of_a_site_that_the_page_says_is_no_part_of_a_title(
    headline: str, title: str, named: str
) -> None:
    head = '<meta property="og:site_name" content="The Dock News">' if named == "og" else ""
    data = {**ARTICLE, "headline": headline}
    data |= {"publisher": {"@type": "Organization", "name": "The Dock News"}} if named == "publisher" else {}
    assert read_page(head, data=data).article.title == title


def test_a_title_that_is_nothing_but_the_name_of_the_site_stays() -> None:
    head = '<meta property="og:site_name" content="Dock News">'
    assert read_page(head, title="Dock News").article.title == "Dock News"
    assert (
        read_page(title="Weavers stand still | Dock News").article.title == "Weavers stand still | Dock News"
    )


def test_a_byline_that_is_marked_counts() -> None:
    assert read_page(body="<p class='byline'>By Ana Example, 3 May 2026</p>").article.author == "Ana Example"
    assert (
        read_page(body="<span class='byline'><a rel=author href=/a>Ana Example</a></span>").article.author
        == "Ana Example"
    )
    assert read_page(body="<p class='byline'>More from this author and others</p>").article.author == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Example", "ana example", True),
        ("Ana Example and Sam Sample", "Sam Sample, Ana Example", True),
        ("By Ana Example", "Ana Example", True),
        ("Ana Example", "Ana Sample", False),
        ("José", "Jose\u0301", True),
    ],
)
def test_names_agree_whatever_their_order(one: str, other: str, same: bool) -> None:
    assert same_people(one, other) is same


def test_days_of_two_time_zones_agree() -> None:
    assert same_day("2026-05-03", "2026-05-04")
    assert not same_day("2026-05-03", "2026-05-05")
    assert not same_words("Weavers win", "Weavers lose")


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://news.example.org/2026/weavers", "https://news.example.org/2026/weavers"),
        ("https://www.news.example.org/weavers", "https://www.news.example.org/weavers"),
        ("https://amp.news.example.org/weavers", "https://amp.news.example.org/weavers"),
        ("https://other.example.com/weavers", URL),
        ("https://news.example.org/", URL),
        ("https://news.example.org", URL),
        ("https://news.example.org/index.html", URL),
        ("/weavers", URL),
        ("", URL),
    ],
)
def test_a_page_may_say_its_own_address_on_its_own_site(canonical: str, kept: str) -> None:
    assert read_page(f'<link rel=canonical href="{canonical}">').article.url == kept


# What no place says clearly


@pytest.mark.parametrize("line", ["© 2019 Dock News", "Updated 2024", "May 2019"])
def test_a_year_or_a_month_alone_is_no_date(line: str) -> None:
    draft = read_page(body=f"<p>{line}</p>")
    assert (draft.article.published, doubt(draft, "published")) == ("", None)
    assert any(line in note and "published" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("text", "day", "says"),
    [
        ("posted 2019-01-01T10:00", "2019-01-01", True),
        ("/2019/01/01/strike", "2019-01-01", True),
        ("1 January 2019", "2019-01-01", True),
        ("3 maggio 2019", "2019-05-03", True),
        ("13.5.2019", "2019-05-13", True),
        ("03/05/2019", "2019-05-03", False),
        ("© 2019", "2019-01-01", False),
        ("11 January 2019", "2019-01-01", False),
        ("12019-01-01", "2019-01-01", False),
    ],
)
def test_a_day_counts_where_a_text_names_it(text: str, day: str, says: bool) -> None:
    assert says_day(text, day) is says


def test_the_name_of_a_host_is_no_publication() -> None:
    assert read_page().article.source == ""
    assert read_page('<meta property="og:site_name" content="news.example.org">').article.source == ""
    assert any("`source:`" in note for note in read_page().notes)


def test_a_line_of_the_text_names_the_source_and_one_place_alone_is_marked() -> None:
    said = read_page(byline="Source: Harbour Voice")
    assert said.article.source == "Harbour Voice"
    assert doubt(said, "source") == Doubt(field="source", values=(("Harbour Voice", "text"),))
    two = read_page('<meta property="og:site_name" content="Dock News">', byline="Source: Harbour Voice")
    assert doubt(two, "source") == Doubt(
        field="source", values=(("Dock News", "og:site_name"), ("Harbour Voice", "text"))
    )
    alone = read_page('<meta property="og:site_name" content="Dock News">')
    assert doubt(alone, "source") == Doubt(field="source", values=(("Dock News", "og:site_name"),))


OTHER = {
    "@type": "NewsArticle",
    "headline": "Bakers win",
    "author": "Sam Sample",
    "datePublished": "2020-01-02",
}
OWN = {**ARTICLE, "author": "Ana Example"}


@pytest.mark.parametrize(
    "data",
    [[OTHER, OWN], {"@graph": [OTHER, OWN]}, {**OWN, "mentions": OTHER},
     [{"@type": "ItemList", "itemListElement": [OTHER]}, OWN]],
)  # fmt: skip
def test_data_of_another_article_do_not_count(data: object) -> None:
    draft = read_page(data=data)
    found = draft.article
    assert (found.title, found.author, found.published) == (
        "Weavers stand still",
        "Ana Example",
        "2026-11-20",
    )
    assert doubt(draft, "title") is None


def test_data_of_nothing_but_other_articles_say_nothing() -> None:
    found = read_page(
        data={"@type": "ItemList", "itemListElement": [{"item": OTHER}], "mentions": [OTHER]}
    ).article
    assert (found.title, found.author, found.published) == ("Weavers stand still", "", "")


def test_what_only_a_line_of_a_text_says_is_marked() -> None:
    text = "Weavers stand still\n\nBy Ana Example\n\n3 May 2026\n\n" + "\n\n".join(SENTENCES)
    draft = ingest(text)
    assert doubt(draft, "author") == Doubt(field="author", values=(("Ana Example", "text"),))
    assert doubt(draft, "published") == Doubt(field="published", values=(("2026-05-03", "text"),))
    assert any("`author:` `published:`" in note for note in draft.notes)


def test_what_only_the_text_of_a_record_or_the_end_of_a_page_says_is_marked() -> None:
    blocks = ("3 May 2019", *SENTENCES, "By Ana Example")
    post = Post(title="Weavers stand still", blocks=blocks)
    draft = ingest(page("Weavers stand still", *SENTENCES), kind=Kind.HTML, url=URL, post=post)
    assert (draft.article.author, draft.article.published) == ("Ana Example", "2019-05-03")
    assert {each.field for each in draft.doubts} == {"author", "published"}


# Doubt stays in the file until a person has looked


def test_every_doubt_of_a_page_stands_in_the_article_with_its_reason() -> None:
    head = '<meta name="author" content="Sam Sample">'
    unsure = read_page(head, data={**ARTICLE, "author": "Ana Example"}).article.unsure
    assert unsure == {
        "author": "“Ana Example” (structured data) or “Sam Sample” (meta author)?",
        "published": "only one place says so (structured data)",
    }


def test_a_title_that_only_one_place_says_is_marked() -> None:
    assert "title" not in read_page().article.unsure
    headless = page("Weavers stand still").replace("<h1>Weavers stand still</h1>", "")
    draft = ingest(headless, kind=Kind.HTML, url=URL)
    assert draft.article.title == "Weavers stand still"
    assert draft.article.unsure == {"title": "only one place says so (head)"}
    assert any("`title:`" in note and "compare" in note for note in draft.notes)


def test_the_name_of_an_author_and_of_a_site_in_a_second_place_leave_no_doubt() -> None:
    head = '<meta name=author content="Ana Example"><meta property="og:site_name" content="Dock News">'
    byline = "<p class=byline>By <span class='author vcard'>Ana Example</span> 20 Nov</p>"
    source = page("Weavers stand still", head=head).replace("</h1>", f"</h1>{byline}")
    assert [*ingest(source, kind=Kind.HTML, url=URL).article.unsure] == ["source"]
    source = source.replace("</title>", " | Dock News</title>")
    assert ingest(source, kind=Kind.HTML, url=URL).article.unsure == {}


def test_an_updated_day_gives_way_to_that_of_publication() -> None:
    times = (
        "<time class=updated datetime=2026-11-25>25</time><time class=published datetime=2026-11-20>20</time>"
    )
    source = page("Weavers stand still").replace("</h1>", f"</h1>{times}")
    assert ingest(source, kind=Kind.HTML, url=URL).article.published == "2026-11-20"
    text = "Weavers stand still\n\nUpdated: 25 November 2026\n\nPublished: 20 November 2026\n\n"
    assert ingest(text + "\n\n".join(SENTENCES)).article.published == "2026-11-20"
    alone = ingest("Weavers\n\nUpdated: 25 November 2026\n\n" + "\n\n".join(SENTENCES)).article
    assert alone.published == "2026-11-25"
    assert "published" in alone.unsure


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("jane@example.org", ""),
        ("mailto:jane@example.org", ""),
        ("Ana Example (ana@example.org)", "Ana Example"),
        ("Ana Example <ana@example.org>", "Ana Example"),
        ("Ana Example, ana@example.org", "Ana Example"),
    ],
)
def test_the_address_of_a_mailbox_is_no_author(said: str, author: str) -> None:
    head = f'<meta name="author" content="{said}">'.replace("<ana", "&lt;ana").replace("org>", "org&gt;")
    for draft in (read_page(head), ingest(f"---\ntitle: A\nauthor: {said}\n---\n\n{SENTENCES[0]}\n")):
        assert draft.article.author == author
        assert "@" not in repr(draft)


def test_structured_data_with_the_headline_of_another_article_say_nothing() -> None:
    draft = read_page(data={**OTHER, "publisher": {"name": "Elsewhere"}})
    found = draft.article
    assert (found.title, found.author, found.published, found.source) == ("Weavers stand still", "", "", "")
    assert "title" not in found.unsure


@pytest.mark.parametrize(
    "more",
    [
        {"url": f"{URL}/"},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": URL}},
        {"headline": "Weavers of Lower Brook stand still for two days"},
    ],
)
def test_structured_data_that_name_the_page_or_much_of_its_title_are_its_own(more: dict) -> None:
    found = read_page(data={**OTHER, **more}).article
    assert (found.author, found.published) == ("Sam Sample", "2020-01-02")


def seconds_for(lines: int) -> float:
    import time

    body = "<p>We won <time>now</time>.</p>" + "".join(f"x {number}<br><br>" for number in range(lines))
    started = time.process_time()
    ingest(f"<html><body><h1>Weavers stand still</h1>{body}</body></html>", kind=Kind.HTML, url=URL)
    return time.process_time() - started


def test_a_page_of_four_times_as_many_lines_does_not_take_the_square_of_it() -> None:
    seconds_for(10)  # what is imported once
    assert seconds_for(12_000) < 6 * seconds_for(3_000)


# A page that holds no article


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href=/>Home</a> <a href=/c>Contact</a></nav>",
        "<div><a href=/>Home</a> <a href=/c>Contact</a></div>",
        "<article><h1>Weavers stand still</h1><img src=a.jpg><p>Ana Example</p></article>",
        "<article><h1>Weavers stand still</h1><p>Photo gallery</p></article>",
        "<div>Loading...</div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<p>Activa JavaScript en tu navegador para ver esta página.</p>",
        "<p>Bitte aktivieren Sie JavaScript in Ihrem Browser.</p>",
        "<p>Veuillez activer JavaScript dans votre navigateur.</p>",
    ],
)
def test_a_page_of_a_few_words_and_no_sentence_is_no_article(body: str) -> None:
    source = f"<html><head><title>Weavers stand still</title></head><body>{body}</body></html>"
    with pytest.raises(ArticleError) as caught:
        ingest(source, kind=Kind.HTML, url=URL)
    assert (caught.value.code, caught.value.message) == (
        "no-text",
        "No text of an article was found on this page.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "We won.",
        "Ganamos!",
        "كسبنا الإضراب؟",
        "罷工結束了。",
        "They said: “We won.”",
        "one two three four five " * 4,
    ],
)
def test_a_short_text_is_an_article(text: str) -> None:
    assert ingest(page("Weavers stand still", text), kind=Kind.HTML, url=URL).article.paragraphs == (
        text.strip(),
    )


def test_a_sentence_about_javascript_is_text() -> None:
    line = (
        "The weavers wrote their own JavaScript for the picket rota, and activists had it read out in court."
    )
    assert (
        line
        in ingest(page("Weavers stand still", line, *SENTENCES), kind=Kind.HTML, url=URL).article.paragraphs
    )


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    "wrap", ["<main><article>{}</article></main>", "<article>{}</article>", "<div>{}</div>"]
)
@pytest.mark.parametrize(
    "between", ["", "<figure><img src=a.jpg><figcaption>The yard at noon</figcaption></figure>"]
)
def test_the_headline_and_the_byline_of_a_short_page_are_no_part_of_its_text(
    count: int, wrap: str, between: str
) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:count])
    inner = f"<h1>Weavers stand still</h1><p class=byline>By Ana Example</p><p>3 May 2026</p>{between}{text}"
    source = f"<html><head><title>Weavers stand still</title></head><body>{wrap.format(inner)}</body></html>"
    article = ingest(source, kind=Kind.HTML).article
    assert article.paragraphs == SENTENCES[:count]
    assert (article.title, article.author, article.published) == (
        "Weavers stand still",
        "Ana Example",
        "2026-05-03",
    )
    assert article.summary is None or "Ana Example" not in article.summary.text


GONE = "Sorry, we could not find what you were looking for on this website at all. Try our search."


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "Error 404 – Page not found",
        "Oops! That page can’t be found.",
        "Page not found | Dock News",
        "Página no encontrada",
        "Page introuvable",
        "Seite nicht gefunden",
        "Nie znaleziono strony",
        "Pagina nu a fost găsită",
    ],
)
def test_a_page_that_says_it_is_not_there_is_no_article(title: str) -> None:
    with pytest.raises(ArticleError) as caught:
        ingest(page(title, GONE), kind=Kind.HTML, url=URL)
    assert (caught.value.code, "not there" in caught.value.message) == ("no-text", True)
    long = " ".join([GONE] * 10)
    assert ingest(page(title, long), kind=Kind.HTML, url=URL).article.paragraphs == (long,)


@pytest.mark.parametrize(
    "title", ["404 workers walk out", "Not found: the missing pensions", "Sorry", "Error"]
)
def test_a_short_article_on_what_is_missing_stays_one(title: str) -> None:
    assert ingest(page(title, GONE), kind=Kind.HTML, url=URL).article.title == title


@pytest.mark.parametrize("day", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "1969-12-31T16:00:00-08:00"])
def test_a_day_that_a_program_writes_where_it_knows_none_is_no_date(day: str) -> None:
    assert read_page(data={**ARTICLE, "datePublished": day}).article.published == ""
    assert read_page(data={**ARTICLE, "datePublished": "1970-01-02"}).article.published == "1970-01-02"
