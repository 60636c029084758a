"""Sources: a text, a Markdown file or a page goes in; title, byline, credit and clean paragraphs come out."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.article import SummaryOrigin, SummaryState
from newsletter.articles.reading.source import Kind, from_file, ingest, sniff
from newsletter.errors import ArticleError

HERE = Path(__file__).parent
WEAVERS = HERE / "data" / "articles" / "weavers.txt"
DEMO = sorted((HERE.parent / "templates" / "demo" / "articles").iterdir())
SAMPLE = HERE.parents[1] / "shared" / "samples" / "peru-third-takeover-of-lima.txt"
FURNITURE = (
    "Leave a Reply",
    "Featured image",
    "Photo credit",
    "Share on",
    "Subscribe",
    "By Ana Example",
    "©",
)


def article(source, **options):
    return ingest(source, **options).article


def text_of(source, **options) -> str:
    return "\n".join(article(source, **options).paragraphs)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample article is not beside this checkout")
def test_a_real_article_needs_no_edits():
    draft = from_file(SAMPLE)
    found = draft.article
    assert found.title == "The People of Peru continue their struggle for democracy"
    assert found.author == "Logan Williams"
    assert found.standfirst.startswith("“An estimated 70 people")
    assert found.standfirst.endswith("protests.”")
    assert len(found.paragraphs) == 12
    assert found.photo.author == "Mayimbú"
    assert (found.photo.licence, found.photo.licence_url) == (
        "CC-BY-SA-4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    )
    assert found.photo.caption == "Demonstrators protest in the center of Lima on December 12, 2022"
    assert not any(word in " ".join(found.paragraphs) for word in FURNITURE)
    assert found.summary.origin is SummaryOrigin.LEAD
    assert len(found.summary.text.split()) <= 80
    assert "`source:` `url:` `published:`" in draft.notes[0]


def test_a_text_file_becomes_an_article():
    draft = from_file(WEAVERS)
    found = draft.article
    assert found.title == "Weavers of Lower Brook win back their tea break"
    assert found.slug == "weavers-of-lower-brook-win-back-their-tea-break"
    assert found.standfirst.startswith("“Fifteen minutes")
    assert found.standfirst.endswith("speak.”")
    assert found.author == "Ana Example"
    assert [paragraph.split()[0] for paragraph in found.paragraphs] == ["The", "Noise", "“They", "The"]
    assert found.photo.caption == "Weavers in the yard of the shed on May 3, 2026"
    assert (found.photo.author, found.photo.licence) == ("José Ejemplo", "CC-BY-NC-4.0")
    assert (found.source, found.url, found.published, found.language) == ("", "", "", "")
    assert draft.notes == (
        (
            "Not found, so left empty: `source:` `url:` `published:` `language:`. "
            "Fill in what you know at the top of the article's file."
        ),
        "Often wrong, so compare with the source: `author:`.",
    )
    assert found.summary.state is SummaryState.PROPOSED
    assert found.summary.text.startswith("The weaving shed")


def weavers(change=lambda text: text) -> str:
    return change(WEAVERS.read_text(encoding="utf-8"))


def wrapped(text: str, width: int = 72) -> str:
    import textwrap

    return "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))


@pytest.mark.parametrize(
    "source",
    [
        weavers().replace("\n", "\r\n").encode(),
        weavers().replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + weavers().encode(),
        weavers().encode("utf-16"),
        weavers().encode("cp1252"),
        unicodedata.normalize("NFD", weavers()).encode(),
        wrapped(weavers()).encode(),
        wrapped(weavers(), 100).encode(),
        weavers().replace("\n\n", "\n").encode(),
        weavers().replace("\n\n", "\n\n\n\n \n").encode(),
        weavers().replace(" the ", "  the ").encode(),
        weavers().replace("shed", "sh\u200bed").encode(),
        weavers().replace("By Ana Example", "Words by Ana Example").encode(),
        weavers().replace("By Ana Example", "By Ana Example.").encode(),
        weavers().replace(". Photo credit:", "\nPhoto credit:").encode(),
        weavers(lambda text: text.replace("Leave a Reply", "3 comments\n\nAnon\n\nGreat stuff.")).encode(),
        weavers(lambda text: "Share this:\n\n" + text).encode(),
        weavers(
            lambda text: text.replace("\n\n\n", "\n\nWeavers of Lower Brook Win Back Their Tea Break\n\n")
        ).encode(),
    ],
)
def test_the_same_article_comes_out_of_many_shapes(source):
    wanted, found = article(weavers()), article(source)
    assert (found.title, found.standfirst, found.author) == (wanted.title, wanted.standfirst, wanted.author)
    assert found.photo.author == wanted.photo.author
    assert found.photo.licence == wanted.photo.licence
    assert found.paragraphs == wanted.paragraphs


def test_a_text_in_windows_1252_is_read_and_said():
    draft = ingest(weavers().encode("cp1252"))
    assert "José Ejemplo" in draft.article.photo.credit
    assert "Windows-1252" in draft.notes[0]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("By Ana Example\n\nA title", {"author": "Ana Example", "title": "A title"}),
        ("A title\n\nBy Ana Example | 3 May 2026", {"author": "Ana Example", "published": "2026-05-03"}),
        ("A title\n\nBy Ana Example, May 3, 2026", {"author": "Ana Example", "published": "2026-05-03"}),
        ("A title\n\nBy Ana Example and Sam Sample", {"author": "Ana Example and Sam Sample"}),
        (
            "T\n\nPor Ana de la Ejemplo\n\n3 de mayo de 2026",
            {"author": "Ana de la Ejemplo", "published": "2026-05-03"},
        ),
        ("A title\n\nGan Rhian ferch Sampl", {"author": "Rhian ferch Sampl"}),
        ("A title\n\nPublished: Monday, 4 May 2026 at 10:30", {"published": "2026-05-04"}),
        ("A title\n\n2026-05-04T10:30:00Z", {"published": "2026-05-04"}),
        ("A title\n\n03/05/2026", {"published": ""}),
        ("A title\n\nSource: Example Labour News", {"source": "Example Labour News"}),
        ("A title\n\nhttps://news.example.org/a?b=1", {"url": "https://news.example.org/a?b=1"}),
        (
            "A title\n\nAbove the byline: the standfirst.\n\nBy Ana Example",
            {"standfirst": "Above the byline: the standfirst."},
        ),
        ("A title\n\nPhoto: Sam Sample\n\nBy Ana Example", {"author": "Ana Example"}),
    ],
)
def test_head_lines_find_their_fields_in_any_order(head, expected):
    body = "The first paragraph says what has happened, and where.\n\nThe second one goes on.\n\nAnd a third."
    found = article(f"{head}\n\n{body}")
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.paragraphs == tuple(body.split("\n\n"))
    assert found.title in {"A title", "T"}


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("This article first appeared in The Ellery Tide.", "The Ellery Tide"),
        ("This article first appeared in The Ellery Tide, and is reprinted with thanks.", "The Ellery Tide"),
        ("This piece was originally published by Dock News on 3 May 2026.", "Dock News"),
        ("First published in Dock News (in print).", "Dock News"),
        ("This article first appeared in 1998.", ""),
        ("This article was first published in May 2019.", ""),
        ("This story first appeared in print, nobody knows where.", ""),
        ("The story first appeared in The Times last week, and nobody believed it.", ""),
    ],
)
def test_the_line_of_a_reprint_names_its_source_and_is_no_text(line, source):
    text = "One thing happened on that day.\n\nAnother thing happened.\n\nA third thing happened."
    for found in (article(f"A title\n\n{line}\n\n{text}"), article(f"A title\n\n{text}\n\n{line}")):
        assert found.source == source
        assert ("source" in found.unsure) is bool(source)
        assert (line in found.paragraphs) is not bool(source)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the strike had spread to every port on the coast.",
        "By and large, the dockers agree.",
        "Photos of the dead were carried at the head of the march.",
        "Share the work, share the wealth: that was the slogan.",
        "Comments by the minister made matters worse.",
        "Print workers joined them in the afternoon.",
        "Next came the nurses.",
        "Related to this is a second demand.",
        "Source material for the report came from the workers themselves.",
        "On 3 May 2026 they walked out.",
        "Cookies were sold for the strike fund.",
        "Subscribe to the idea that nobody is left behind, they said.",
    ],
)
def test_sentences_that_look_like_furniture_stay(line):
    filler = "Something else happened on that day, and people still talk about it."
    for source in (
        f"A title\n\n{line}\n\n{filler}\n\n{filler} Twice.",
        f"A title\n\n{filler}\n\n{filler} Twice.\n\n{line}",
    ):
        assert line in text_of(source)


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Share this:",
        "Tweet",
        "Facebook",
        "Post navigation",
        "© 2026 Example News",
        "Like this:",
        "Subscribe to our newsletter",
        "Read more: Another article",
        "Tags: strike, port",
        "* * *",
        "Loading…",
        "No Comments",
        "Your email address will not be published. Required fields are marked *",
        "Deja una respuesta",
        "Gadael Ymateb",
    ],
)
def test_furniture_goes_wherever_it_stands(line):
    source = "A title\n\n{}One thing happened on that day.\n\nAnother thing happened.\n\n{}"
    wanted = ("One thing happened on that day.", "Another thing happened.")
    assert article(source.format(f"{line}\n\n", "")).paragraphs == wanted
    assert article(source.format("", line)).paragraphs == wanted


def test_what_readers_wrote_below_is_left_out_and_said():
    draft = ingest(weavers() + "\nAnon\n\nI disagree with all of this, and here is why.\n")
    assert draft.article.paragraphs == article(weavers()).paragraphs
    assert any("Leave a Reply" in note for note in draft.notes)


def test_a_second_credit_line_is_said_and_not_lost():
    draft = ingest(weavers().replace("Noise in", "Photo: Sam Sample, CC BY 4.0\n\nNoise in"))
    assert draft.article.photo.author == "Sam Sample"
    assert any("José Ejemplo" in note for note in draft.notes)


def test_a_credit_that_is_not_understood_is_kept_whole_and_said():
    draft = ingest(
        "A title\n\nSomething happened here today.\n\nPhoto: see the website of the union, and ask"
    )
    assert draft.article.photo.licence == ""
    assert draft.article.photo.credit == "Photo: see the website of the union, and ask"
    assert any("`licence:`" in note for note in draft.notes)


def test_what_is_not_there_is_never_made_up():
    draft = ingest(
        "Only one long sentence without a title, which goes on and on until it has many more words than any "
        "title of this world would have, and then ends."
    )
    assert draft.article.title == ""
    assert draft.article.slug == "article"
    assert (draft.article.author, draft.article.photo) == ("", None)
    assert "`title:` `author:`" in draft.notes[0]
    assert any("photo credit" in note for note in draft.notes)


# Markdown


def test_markdown_with_front_matter_becomes_an_article():
    draft = ingest(
        "---\ntitle: Harbour: the strike\nsubtitle: Nineteen days.\nauthors:\n  - Ana Example\n  - Sam Sample\n"
        "date: 3 May 2026\nlang: cy\ncanonical_url: https://news.example.org/a\npublication: Example News\n"
        "tags: [a, b]\nimage_credit: Photo by Sam Sample (CC BY 4.0)\ndescription: A short description.\n---\n"
        "# Harbour: the strike\n\nThe **dockers** of [Port](https://x.example.org) *won*;\nso they said.\n\n"
        "![alt](a.png)\n\n"
        "- One thing\n- Another `thing`\n\n> A quotation.\n\n## A heading\n\n1. First\n\n"
        "<script>alert(1)</script>\n\nLast <b>one</b>.\n"
    )
    found = draft.article
    assert (found.title, found.standfirst) == ("Harbour: the strike", "Nineteen days.")
    assert (found.author, found.source) == ("Ana Example and Sam Sample", "Example News")
    assert (found.published, found.language, found.url) == ("2026-05-03", "cy", "https://news.example.org/a")
    assert (found.photo.author, found.photo.licence) == ("Sam Sample", "CC-BY-4.0")
    assert found.paragraphs == (
        "The dockers of Port won; so they said.",
        "• One thing",
        "• Another thing",
        "A quotation.",
        "A heading",
        "1. First",
        "Last one.",
    )
    assert any("tags:" in note for note in draft.notes)
    assert any("Pictures" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("head", "line", "field", "taken", "why"),
    [
        (
            "author: Ana Example",
            "Por Ana Example e Iván Sol",
            "author",
            "Ana Example e Iván Sol",
            "“Ana Example” (front",
        ),
        ("author: Ana Example", "By Sam Sample", "author", "Ana Example", "or “Sam Sample” (text)?"),
        ("date: 2026-05-03", "5 October 2026", "published", "2026-05-03", "or “2026-10-05” (text)?"),
        (
            "date: 2026-05-03",
            "By Ana Example, 5 October 2026",
            "published",
            "2026-05-03",
            "or “2026-10-05” (text)?",
        ),
        ("source: The Example", "Source: Sample News", "source", "The Example", "or “Sample News” (text)?"),
        ("author: Ana Example", "By Ana Example", "author", "Ana Example", ""),
        ("date: 2026-05-03", "Updated 5 October 2026", "published", "2026-05-03", ""),
        ("lang: en", "By Ana Example", "author", "Ana Example", "only one place says so (text)"),
    ],
)
def test_a_line_of_the_text_that_contradicts_the_front_matter_is_shown(head, line, field, taken, why):
    text = "\n\n".join(
        ("# Weavers win", line, "The shed stood still.", "The valley heard it.", "All went home.")
    )
    article = ingest(f"---\ntitle: Weavers win\n{head}\n---\n{text}\n", kind=Kind.MARKDOWN).article
    assert getattr(article, field) == taken
    assert (why in article.unsure.get(field, "")) if why else field not in article.unsure
    assert article.paragraphs == ("The shed stood still.", "The valley heard it.", "All went home.")


def test_an_embargo_of_the_text_is_told_beside_another_one_of_the_front_matter():
    text = (
        "# Weavers win\n\nEmbargoed until 9 December 2026\n\nThe shed stood still.\n\nThe valley heard it.\n"
    )
    draft = ingest(f"---\nembargo: 4 December 2026\n---\n{text}", kind=Kind.MARKDOWN)
    assert draft.article.embargo == "4 December 2026"
    assert any("another embargo" in note and "9 December" in note for note in draft.notes)


@pytest.mark.parametrize("names", ["[Ana Example, Sam Sample]", "[\"Ana Example\", 'Sam Sample']"])
def test_names_in_a_list_on_one_line_are_names(names):
    text = f"---\ntitle: Weavers win\nauthors: {names}\n---\nThe shed stood still.\n"
    assert ingest(text, kind=Kind.MARKDOWN).article.author == "Ana Example and Sam Sample"


def test_the_first_heading_is_the_title_of_markdown_without_one():
    found = article("# The title\n\nText stands here.\n\n# No title\n\nMore text.\n")
    assert (found.title, found.paragraphs) == ("The title", ("Text stands here.", "No title", "More text."))


def test_a_photo_with_named_fields_is_taken_as_it_stands():
    source = "---\ntitle: A\nphoto:\n  author: Ana\n  licence: CC-BY-4.0\n---\nText stands here."
    photo = article(source).photo
    assert (photo.author, photo.licence_url) == ("Ana", "https://creativecommons.org/licenses/by/4.0/")


def test_a_summary_that_came_along_is_only_a_proposal():
    summary = "One whole sentence of more than twelve words that somebody else wrote about this article."
    source = (
        f"---\ntitle: A\nsummary:\n  text: {summary}\n  state: accepted\n---\nText stands here, and more."
    )
    assert article(source).summary.text == summary
    assert article(source).summary.state is SummaryState.PROPOSED


def test_broken_front_matter_is_said_with_its_line(tmp_path):
    path = tmp_path / "strike.md"
    path.write_text("---\ntitle: A\nnonsense\n---\nText")
    with pytest.raises(ArticleError, match=r"strike\.md:3"):
        from_file(path)


# Pages

PAGE = """<!DOCTYPE html><html lang="en_GB"><head><meta charset="utf-8">{head}
<title>Weavers win - Example News</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Weavers win</h1><p class="byline">By Ana Example</p>
<figure><img src="a.jpg"><figcaption>Weavers in the yard. Photo: Sam Sample,
<a href="https://creativecommons.org/licenses/by-sa/4.0/">some rights</a></figcaption></figure>
<p>The weaving shed of Lower Brook stood still for two days this week, and all the valley heard the silence.</p>
<p>On Thursday the afternoon break came back, with a promise that no rule will change again before there is a vote.</p>
<p>“They thought it was about tea,” said Sam Sample, who has worked in the shed for thirty-one years.</p>
<p>Share on Facebook</p></article>
<section><h3>Leave a Reply</h3><p>Your email address will not be published.</p></section>
<footer><p>© 2026 Example News. All rights reserved.</p></footer></body></html>"""
META = (
    '<meta property="og:title" content="Weavers &amp; dyers win"><meta property="og:site_name" content="Example News">'
    '<meta name="description" content="After two silent days the weavers of Lower Brook have their tea break back.">'
    '<link rel="canonical" href="https://news.example.org/weavers">'
)
DATA = (
    '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],'
    '"headline":"Weavers win &#8211; and don&#8217;t yield","datePublished":"2026-05-03T10:00:00Z",'
    '"author":[{"name":"Ana Example"},{"name":"Sam Sample"}],"publisher":{"name":"The Example"}}]}</script>'
)


def test_a_page_becomes_an_article_without_its_furniture():
    draft = ingest(PAGE.format(head=META).encode())
    found = draft.article
    assert found.title == "Weavers & dyers win"
    assert (found.author, found.source, found.language) == ("Ana Example", "Example News", "en-GB")
    assert found.url == "https://news.example.org/weavers"
    assert [paragraph.split()[0] for paragraph in found.paragraphs][-3:] == ["The", "On", "“They"]
    assert not any(word in " ".join(found.paragraphs) for word in (*FURNITURE, "Photo", "Home"))
    assert found.photo.caption == "Weavers in the yard"
    assert (found.photo.author, found.photo.licence) == ("Sam Sample", "CC-BY-SA-4.0")
    assert found.summary.text == "After two silent days the weavers of Lower Brook have their tea break back."
    assert found.summary.origin is SummaryOrigin.DESCRIPTION


def test_author_and_date_of_a_page_are_to_be_confirmed():
    draft = ingest(PAGE.format(head=DATA))
    assert draft.article.title == "Weavers win – and don’t yield"
    assert draft.article.author == "Ana Example, Sam Sample"
    assert (draft.article.published, draft.article.source) == ("2026-05-03", "The Example")
    assert any("`author:` `published:`" in note and "wrong" in note for note in draft.notes)


def test_a_page_cannot_claim_to_be_from_another_host():
    assert (
        article(PAGE.format(head=META), url="https://other.example.com/x").url
        == "https://other.example.com/x"
    )
    assert (
        article(PAGE.format(head=META), url="http://www.news.example.org/x").url
        == "https://news.example.org/weavers"
    )


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{broken</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">[1, null, {"@type": 3, "author": 4, "headline": ["x"]}]</script>',
        '<meta name="author" content="">',
        '<link rel="canonical" href="javascript:alert(1)">',
    ],
)
def test_broken_data_about_a_page_is_no_reason_to_refuse_it(head):
    found = article(PAGE.format(head=head))
    assert found.title == "Weavers win"
    assert found.url == ""


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p>", "<!doctype html>", "<div>" * 300])
def test_a_page_without_a_text_is_said(page):
    with pytest.raises(ArticleError) as caught:
        ingest(page, kind=Kind.HTML)
    assert caught.value.code == "no-text"


def test_hostile_pages_come_out_as_harmless_text():
    page = PAGE.format(head="<script>document.cookie</script><style>p{}</style>").replace(
        "On Thursday", "<script>alert(1)</script>&lt;b&gt;On\u202e Thursday"
    )
    text = text_of(page)
    assert "alert" not in text
    assert "\u202e" not in text
    assert (
        "<b>On Thursday" in text
    )  # letters that look like a tag are letters; whoever prints them escapes them


# Files and limits


def test_what_came_in_is_recognised():
    assert sniff("<!DOCTYPE html><p>x") is Kind.HTML
    assert sniff("<?xml version='1.0'?><html>") is Kind.HTML
    assert sniff("<!-- note -->\n<article>") is Kind.HTML
    assert sniff("---\ntitle: x\n---\nbody") is Kind.MARKDOWN
    assert sniff("# Title\n\nbody") is Kind.MARKDOWN
    assert sniff("--- and then\n\nbody") is Kind.TEXT
    assert sniff("<3 from the picket line") is Kind.TEXT
    assert sniff("") is Kind.TEXT


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-text"),
        (b" \n\t\n", "no-text"),
        (b"Only a title\n", "no-text"),
        (b"PK\x03\x04 a document", "not-text"),
        (b"%PDF-1.7", "not-text"),
        (b"{\\rtf1 text", "not-text"),
        (b"\xd0\xcf\x11\xe0 old", "not-text"),
        (b"bytes \x00 bytes", "not-text"),
        (b"undefined \x81\x8d\x8f", "encoding"),
        (b"\xff\xfeodd", "encoding"),
        (b"x" * 5_000_001, "too-large"),
        (b"<p>" + b"<b>x</b>" * 30_000, "too-large"),
        (b"<div>" + b"<p>x</p>" * 9_000, "too-large"),
        (b"<div><p>" + b"<span>Weavers won.</span> " * 24_000, "too-large"),
        (b"# x\n" + b"- a\n" * 60_000, "too-large"),
        (b"# x\n\n" + b"[" * 1_000_000, "too-large"),
        (b"# x\n\n" + b"a*" * 1_000_000, "too-large"),
        (b"x\n\n" + b"a\n" * 2_400_000, "too-large"),
    ],
)
def test_what_is_no_article_has_a_sentence_and_a_remedy(tmp_path, content, code):
    path = tmp_path / "source"
    path.write_bytes(content)
    with pytest.raises(ArticleError) as caught:
        from_file(path)
    assert caught.value.code == code
    assert caught.value.remedy
    assert "\n" not in caught.value.message


def test_a_file_that_is_not_there_or_no_file_is_said(tmp_path):
    with pytest.raises(ArticleError, match="There is no file") as caught:
        from_file(tmp_path / "missing.txt")
    assert caught.value.code == "not-found"
    with pytest.raises(ArticleError, match="cannot be read") as caught:
        from_file(tmp_path)
    assert caught.value.code == "unreadable"


def test_a_text_of_too_many_paragraphs_is_cut_and_said():
    draft = ingest("A title\n\n" + "\n\n".join(f"Paragraph number {n}." for n in range(2_500)))
    assert len(draft.article.paragraphs) == 2_000
    assert any("2,000" in note for note in draft.notes)


@given(st.text(max_size=400) | st.text(alphabet="AaBy.:“”\n -#<>@*[]()/", max_size=400))
def test_any_text_is_an_article_or_an_error_and_always_clean(source):
    try:
        draft = ingest(source, kind=Kind.TEXT)
    except ArticleError:
        return  # an empty text
    found = draft.article
    for text in (found.title, found.standfirst, found.author, *found.paragraphs):
        assert text == " ".join(unicodedata.normalize("NFC", text).split())
        assert not any(unicodedata.category(c) in {"Cc", "Cs"} or c in "\u202a\u202e\u2066" for c in text)


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
def test_the_demonstration_articles_need_no_edits(path):
    draft = from_file(path)
    found = draft.article
    assert found.title
    assert found.author
    assert found.published.startswith("2026-")
    assert found.photo.author
    assert found.photo.licence.startswith("CC-BY")
    assert found.photo.licence_url
    assert 20 <= len(found.summary.text.split()) <= 80
    assert 250 <= len(" ".join(found.paragraphs).split()) <= 450
    assert not any(word in " ".join(found.paragraphs) for word in FURNITURE)
