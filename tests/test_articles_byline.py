"""Who wrote an article, where pages and texts say it in several places, with posts, towns and days beside the names."""

import time

import pytest

from newsletter.articles.reading.byline import fullest, joined, names_nobody, same_people, signature
from newsletter.articles.reading.source import Draft, Kind, ingest
from tests.websites import SENTENCES, URL, page

ANA = '<meta name=author content="Ana Example">'


def signed(line: str, head: str = "") -> Draft:
    """The article of a page with this between its heading and its text."""
    source = page("Weavers stand still", head=head).replace("</h1>", f"</h1>{line}")
    return ingest(source, kind=Kind.HTML, url=URL)


def pasted(*lines: str) -> Draft:
    return ingest("\n\n".join(("Weavers stand still", *lines, *SENTENCES)))


# Nobody is lost


@pytest.mark.parametrize(
    "line",
    [
        "<div class=author>Ana Example</div><div class=author>Ben Sample</div>",
        "<div class=author>Ana Example</div> and <div class=author>Ben Sample</div>",
        "<ul><li><a rel=author href=/a>Ana Example</a></li><li><a rel=author href=/b>Ben Sample</a></li></ul>",
        "<p class=byline>By <span class=author>Ana Example</span>, 3 May</p><p class=byline>By Ben Sample</p>",
        "<p class=byline>By Ana Example and Ben Sample</p>",
        "<p>By Ana Example</p><p>By Ben Sample</p>",
    ],
)
def test_a_second_author_whom_the_head_does_not_name_is_taken_and_shown(line: str) -> None:
    draft = signed(line, ANA)
    assert same_people(draft.article.author, "Ana Example, Ben Sample")
    assert "“Ana Example” (meta author)" in draft.article.unsure["author"]
    assert draft.article.author in draft.article.unsure["author"]


@pytest.mark.parametrize(
    "line",
    [
        "<div class=author>Ana Example</div><h3>Bakers win</h3><div class=author>Sam Other</div>",
        "<div class=author>Ana Example</div><a href=/x>Bakers win</a> <span class=author>Sam Other</span>",
        "<div class=author>Ana Example</div><p>Photos: <span class=author>Sam Other</span></p>",
        f"<div class=author>Ana Example</div><p>{SENTENCES[0]}</p><div class=author>Sam Other</div>",
        "<div class=author>Ana Example</div><article><div class=author>Sam Other</div></article>",
    ],
)
def test_a_name_that_does_not_follow_the_byline_is_another_storys(line: str) -> None:
    assert signed(line).article.author == "Ana Example"


def test_each_author_of_the_head_counts() -> None:
    draft = signed("", ANA + ANA.replace("Ana Example", "Ben Sample"))
    assert draft.article.author == "Ana Example, Ben Sample"


def test_a_marked_byline_and_one_in_the_text_that_differ_are_shown() -> None:
    draft = signed("<p class=author>Ana Example</p><div>By Ben Sample</div>")
    assert all(name in draft.article.unsure["author"] for name in ("Ana Example", "Ben Sample"))


def test_every_byline_at_the_beginning_of_a_text_counts_and_a_further_one_is_told() -> None:
    assert pasted("By Ana Example", "By Ben Sample").article.author == "Ana Example, Ben Sample"
    text = "\n\n".join(("Weavers stand still", "By Ana Example", *SENTENCES * 3, "By Ben Sample"))
    draft = ingest(text)
    assert draft.article.author == "Ana Example"
    assert any("By Ben Sample" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Example, Ben Sample", "Ana Example", False),
        ("Ana Example y Ben Sample", "Ben Sample & Ana Example", True),
        ("Ana E Example", "Ana Example", True),
        ("Example, Ana", "Ana Example", True),
        ("Ana Example", "Ana M. Example", True),
        ("Ana Example and Ana Sample", "Ana Example", False),
    ],
)
def test_bylines_are_held_together_name_by_name(one: str, other: str, same: bool) -> None:
    assert same_people(one, other) is same
    assert same_people(other, one) is same


def test_the_fullest_byline_leads_and_a_shorter_one_is_passed_by_where_two_are_full() -> None:
    data, meta, line = (
        ("Ana Example", "data"),
        ("Ana Example, Ben Sample", "meta"),
        ("By Ben and Ana", "line"),
    )
    assert fullest([data, meta]) == [meta, data]
    assert fullest([data, meta, line]) == [meta, line]
    other = ("Sam Other, Eve Other", "line")
    assert fullest([data, other]) == [data, other]
    assert fullest([]) == []


def test_names_are_joined_once_each_under_the_fullest() -> None:
    assert joined(["Ana", "Ben Sample", "", "Ben Sample, Eve Other"]) == "Ana, Ben Sample, Eve Other"


# The day beside the names


HEAD_DAY = '<meta property="article:published_time" content="2026-11-20T10:00:00Z">'


@pytest.mark.parametrize(
    "line",
    [
        "<p class=byline>By Ana Example, 3 May 2024</p>",
        "<p class=byline>By Ana Example | 3 May 2024 | Dock News</p>",
        "<p class=byline>3 May 2024 | By Ana Example</p>",
        "<p class=byline>By <span class=author>Ana Example</span></p><p>Published: 3 May 2024</p>",
        "<div class=author>Ana Example</div><div><span>May 3, 2024</span></div>",
        "<div class=author>Ana Example</div> <p>Labour editor</p><time datetime=2024-05-03>3 May</time>",
        "<div>3 May 2024</div><div class=author>Ana Example</div>",
        "<p>By Ana Example</p><p>3 May 2024</p>",
        "<p>3 May 2024</p><p>By Ana Example</p>",
        "<p>By Ana Example on 3 May 2024</p>",
    ],
)
def test_another_day_at_the_byline_than_in_the_head_is_shown_with_both(line: str) -> None:
    draft = signed(line, HEAD_DAY)
    assert draft.article.published == "2026-11-20"
    place = "time" if "<time" in line else "byline"
    assert draft.article.unsure["published"] == f"“2026-11-20” (meta date) or “2024-05-03” ({place})?"


@pytest.mark.parametrize(
    "line",
    [
        "<p class=byline>By Ana Example, updated 3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p>Updated: 3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p>Last updated <time datetime=2024-05-03>3 May 2024</time></p>",
        "<p class=byline>By Ana Example</p><p class=modified>3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p>Rally: 3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p>Deadline</p><p>3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p>We meet on <b>3 May 2024</b> at noon.</p>",
        "<p class=byline>By Ana Example | Rally on 3 May 2024</p>",
        "<p class=byline>By Ana Example</p><h3>Bakers win</h3><p>3 May 2024</p>",
        "<p class=byline>By Ana Example</p><p><a href=/x>Bakers win</a> 3 May 2024</p>",
        "<p class=byline>By Ana Example</p><section class=comments>3 May 2024</section>",
        f"<p class=byline>By Ana Example</p><p>{SENTENCES[0]}</p><p>3 May 2024</p>",
    ],
)
def test_a_day_of_something_else_beside_the_byline_is_no_conflict(line: str) -> None:
    assert signed(line, HEAD_DAY).article.unsure["published"] == "only one place says so (meta date)"


def test_the_same_day_at_the_byline_confirms_that_of_the_head_and_an_element_of_its_own_is_not_counted_twice() -> (
    None
):
    assert (
        "published"
        not in signed("<p class=byline>By Ana Example, 20 November 2026</p>", HEAD_DAY).article.unsure
    )
    line = "<p class=byline>By Ana Example <time datetime=2026-11-20>20 November 2026</time></p>"
    assert signed(line).article.unsure["published"] == "only one place says so (time)"


# A post is no name


@pytest.mark.parametrize(
    "line",
    [
        "By our reporter",
        "By Our Reporter",
        "BY STAFF REPORTER",
        "By staff",
        "By the editors",
        "From our correspondent",
        "From our correspondent in Leeds",
        "Von unserer Redaktion",
        "Von unserer Korrespondentin in Hamburg",
        "Por la redacción",
        "Por Redacción",
        "De nuestro corresponsal en Madrid",
        "Par la rédaction",
        "De notre correspondante à Lyon",
        "Gan ein gohebydd",
        "Od redakcji",
        "Da redação",
        "De la redacție",
        "من مراسلنا",
    ],
)
def test_a_byline_that_names_nobody_gives_no_author_and_is_told(line: str) -> None:
    for draft in (signed(f"<p>{line}</p>"), pasted(line)):
        assert (draft.article.author, draft.article.paragraphs) == ("", SENTENCES)
        assert any(line in note and "names nobody" in note for note in draft.notes)
    for draft in (signed(f"<p class=byline>{line}</p>"), signed("", ANA.replace("Ana Example", line))):
        assert draft.article.author == ""
        assert any("Not found" in note and "`author:`" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Example, labour editor, and Ben Sample, in Leeds", "Ana Example, Ben Sample"),
        ("By Ana Example, Labour Editor", "Ana Example"),
        ("By Ana Example, editor of Dock News, in Leeds and Ben Sample in Hull", "Ana Example, Ben Sample"),
        ("By our reporter Ana Example", "Ana Example"),
        ("By Ana Example, branch secretary and convenor", "Ana Example"),
        ("By Ana Example, Secretary Ben Sample", "Ana Example, Ben Sample"),
        ("Por Ana Pérez, Madrid, 3 de mayo", "Ana Pérez"),
        ("Por Ana Pérez, corresponsal en Madrid", "Ana Pérez"),
        ("Par Ana Exemple, journaliste, et Ben Sample, à Lyon", "Ana Exemple, Ben Sample"),
        ("Von Ana Beispiel, Redakteurin, und Ben Sample", "Ana Beispiel, Ben Sample"),
        ("Gan Ana Example, gohebydd, yng Nghaerdydd", "Ana Example"),
        ("By Ana Example in Leeds", "Ana Example"),
        ("BY ANA EXAMPLE IN LEEDS", "ANA EXAMPLE"),
        ("By Ana Example, 3 May", "Ana Example"),
        ("By Ana Example, May 3, 2026", "Ana Example"),
        ("By Ana Example, Ben Sample, 3 May", "Ana Example, Ben Sample"),
        ("By Ana Example, Ben, in Leeds", "Ana Example, Ben"),
        ("By Ana Example, 0113 496 0000", "Ana Example"),
        ("By Ana W Example", "Ana W Example"),
        ("By our industrial correspondent, Ana Example", "Ana Example"),
        ("By Our Reporter, Ana Example", "Ana Example"),
        ("By Ana Example and agencies", "Ana Example"),
        ("By Ana Example. Published 3 May 2026", "Ana Example"),
        ("By Dr. Ana Example. 3 May 2026", "Dr. Ana Example"),
        ("By Ana Example Updated 3 May 2026", "Ana Example"),
        ("Von Ana Beispiel und Ben Sample, Rostock", "Ana Beispiel, Ben Sample"),
        ("By Ana Example and Ben Sample, Eve Other", "Ana Example and Ben Sample, Eve Other"),
        ("Gan Ana Example a Ben Sample", "Ana Example a Ben Sample"),
        ("Gan Ana Example, Eve Other ac Ben Sample", "Ana Example, Eve Other ac Ben Sample"),
        ("بقلم سلمى حداد", "سلمى حداد"),
        ("By the Rank and File Committee", "the Rank and File Committee"),
    ],
)
def test_posts_towns_and_days_on_a_byline_are_no_names_and_no_text(line: str, author: str) -> None:
    for draft in (signed(f"<p>{line}</p>"), pasted(line), signed(f"<p class=byline>{line}</p>")):
        assert (draft.article.author, draft.article.paragraphs) == (author, SENTENCES)


@pytest.mark.parametrize(
    "line",
    [
        "By noon, Leeds had stopped",
        "By Monday, the editor had gone home",
        "By Ana Example in Leeds they were many",
        "Por Palestina en Madrid",
        "From Leeds with the editor of Dock News",
        "De la redacción salieron todos",
        "By Ana Example, who was there",
        "By a Miracle",
        "By our own efforts, Lima wins",
        "بقلم من كتب على الجدار قبل سنوات",
    ],
)
def test_a_line_that_goes_on_is_no_byline(line: str) -> None:
    assert signature(line) is None
    assert line in signed(f"<p>{line}</p>").article.paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "By the late Ana Example",
        "By Ana Example (@ana)",
        "By Ana Example, first published in Dock News in 2026",
    ],
)
def test_a_line_that_may_be_a_byline_and_is_not_understood_is_told(line: str) -> None:
    told = f"“{line}” may say who wrote it; it stands in the text, and `author:` was left empty."
    draft = pasted(line)
    assert (draft.article.author, draft.article.paragraphs[0]) == ("", line)
    assert told in draft.notes
    assert not any("may say who wrote it" in note for note in pasted("By the numbers").notes)
    named = ingest("\n\n".join(("Weavers stand still", "By Eve Other", line, *SENTENCES)))
    assert not any("may say who wrote it" in note for note in named.notes)


def test_hostile_bylines_cost_little() -> None:
    started = time.process_time()
    for line in (
        "By " + "in " * 52,
        "By A in " * 20,
        "By " + "A, " * 52,
        "By " + "Editor " * 22,
        "By" + " " * 157 + "A",
    ):
        for _ in range(200):
            signature(line)
            names_nobody(line * 1_000)
            same_people(line * 1_000, "Ana Example")
    assert time.process_time() - started < 5


# Agencies


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("By Ana Example/Reuters", "Reuters"),
        ("By Ana Example, Reuters", "Reuters"),
        ("By Ana Example | Reuters", "Reuters"),
        ("By Ana Example - AFP", "AFP"),
        ("By Reuters/Ana Example", "Reuters"),
        ("By Ana Example of The Associated Press", "The Associated Press"),
        ("Von Ana Example, dpa", "dpa"),
        ("Von Ana Example (dpa)", "dpa"),
        ("Por Ana Example | EFE", "EFE"),
        ("Por Ana Example (EFE) en Madrid", "EFE"),
        ("Par Ana Example avec AFP", "AFP"),
        ("By Ana Example (AP) in London, 3 May 2026", "AP"),
        ("Por Ana Example/Lusa", "Lusa"),
    ],
)
def test_an_agency_on_a_byline_is_no_part_of_the_name(line: str, agency: str) -> None:
    for draft in (pasted(line), signed(f"<p class=byline>{line}</p>")):
        assert draft.article.author == "Ana Example"
        assert any(f"({agency})" in note and "permission" in note for note in draft.notes)
    assert pasted(line).article.source == agency


def test_each_author_keeps_the_name_alone() -> None:
    draft = pasted("Von Ana Example, dpa, und Ben Sample, AFP")
    assert same_people(draft.article.author, "Ana Example, Ben Sample")
    assert any("(dpa, AFP)" in note for note in draft.notes)


@pytest.mark.parametrize("line", ["By Reuters", "By The Associated Press", "Von dpa", "Por EFE", "By AP/AFP"])
def test_an_agency_alone_wrote_as_nobody(line: str) -> None:
    draft = pasted(line)
    assert (draft.article.author, draft.article.source) == ("", line.split(" ", 1)[1])
    assert line not in draft.article.paragraphs


@pytest.mark.parametrize("content", ["Ana Example/Reuters", "Ana Example (AFP)", "Ana Example, dpa"])
def test_an_agency_in_the_head_of_a_page_is_told(content: str) -> None:
    draft = signed("", ANA.replace("Ana Example", content))
    assert draft.article.author == "Ana Example"
    assert any("agency" in note and "permission" in note for note in draft.notes)


def test_the_source_of_an_agencys_text_is_the_page_that_prints_it() -> None:
    draft = signed("<p>By Ana Example/Reuters</p>", '<meta property="og:site_name" content="Dock News">')
    assert draft.article.source == "Dock News"


@pytest.mark.parametrize(
    "name", ["Ana Rex", "Ana Lusa", "Rex Magnum", "Ana Bloomberg", "Ana Getty", "PA Sample", "Ana Reuters"]
)
def test_a_surname_is_no_agency(name: str) -> None:
    draft = pasted(f"By {name}")
    assert draft.article.author == name
    assert not any("agency" in note for note in draft.notes)


def test_pennsylvania_is_no_agency() -> None:
    draft = pasted("By Ana Example in Scranton, PA")
    assert draft.article.author == "Ana Example"
    assert not any("agency" in note for note in draft.notes)


def test_a_long_row_of_strokes_on_a_byline_costs_little() -> None:
    started = time.perf_counter()
    signature("By Ana" + " / Reuters" * 14)
    pasted("By Ana" + "/ (" * 50_000)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Example, Torwick", "Ana Example"),
        ("Por Ana Example, Madrid", "Ana Example"),
        ("By Ana Example, Ben, in Leeds", "Ana Example, Ben"),
        ("By Ana Example, Ben Sample", "Ana Example, Ben Sample"),
        ("By Voice Editorial Team", ""),
        ("By @anaexample", ""),
    ],
)
def test_a_town_a_team_and_a_handle_on_a_byline_are_no_names(line: str, author: str) -> None:
    for draft in (signed(f"<p>{line}</p>"), pasted(line)):
        assert draft.article.author == author


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("Voice Editorial Team", ""),
        ("Harbour Voice News Desk", ""),
        ("Equipo de redacción", ""),
        ("@anaexample", ""),
        ("@anaexample, @ben_sample", ""),
        ("ana@example.org (Ana Example)", "Ana Example"),
    ],
)
def test_a_team_and_a_handle_in_the_head_are_no_authors(said: str, author: str) -> None:
    assert signed("", f'<meta name=author content="{said}">').article.author == author
