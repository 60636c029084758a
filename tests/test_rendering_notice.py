"""The notice: what fits on one page, codes that lead where the words say, and nothing of strangers' that runs."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape
from notices import drawn_codes, make_many, make_notice, modules_of
from rendering_samples import make_action, make_article, make_articles, make_branch, make_issue, make_summary

from newsletter.checks import page
from newsletter.errors import RenderingError
from newsletter.rendering.notice import PAGE, POLICY
from newsletter.rendering.palette import ACCENT, contrast, readable

USUAL = make_notice(make_issue(), make_articles()[:2])


def words_of(html: str) -> str:
    return page.read(html).words


def test_a_notice_holds_what_a_passer_by_needs() -> None:
    words = words_of(USUAL.html)

    for said in (
        "Anytown Trades Council",
        "Friend, three strikes that need us",
        "Here are three disputes that ask for the same thing. Our solidarity fund has sent £400.",
        "Write to the ambassador",
        "It takes two minutes.",
        "Lima marches again: the assembly, the unions and the long summer of protest",
        "By Rosa Quispe, Andes Labour Review, 14 September 2026",
        "Thu 5 Nov, 18:30",
        "Unity Hall, 12 High Street",
        "example.org/meeting",
        "Get this letter by email: branch@example.org",
        "Promoted by Anytown Trades Council, Unity Hall, 12 High Street, Anytown AB1 2CD",
    ):
        assert said in words
    for unsaid in ("Dear", "first_name", "Sam", "unsubscribe", "complaints@"):
        assert unsaid not in words


@pytest.mark.parametrize("colour", ["", "#0057b7", "#ffd400", "#ffffff", "#000000"])
def test_the_notice_has_the_branchs_colour_as_far_as_it_can_be_read_in_grey(colour: str) -> None:
    """A printer without colours prints the luminance, of which contrast is made."""
    made = make_notice(make_issue(), make_articles()[:2], branch=make_branch(colour=colour)).html
    style = made[made.index("<style>") : made.index("</style>")]
    accents = set(re.findall(r"(?:(?<![-\w])color:|solid) (#[0-9a-f]{6})", style)) - {
        "#1a1614",
        "#4a423d",
        "#8d827a",
    }
    assert accents == {readable(colour or ACCENT)}
    assert contrast(*accents, "#ffffff") >= 4.5


def test_every_code_is_that_of_its_link_and_its_host_stands_beside_it() -> None:
    links = [
        "https://example.org/letter",
        "https://example.org/articles/lima",
        "https://example.org/articles/mill",
    ]

    codes = drawn_codes(USUAL.html)

    assert [modules for _, modules in codes] == [modules_of(link) for link in links]
    assert codes[0][0] == "QR code: Send the letter (example.org)"
    assert codes[2][0] == (
        "QR code: Read the full article: Four hundred walk out of the Bhadra jute mill (example.org)"
    )
    assert words_of(USUAL.html).count(" example.org") >= len(links)


def test_codes_are_large_enough_to_be_scanned() -> None:
    """The code itself is 2 cm or more, 1.7 beside a title alone; no module is below a third of a millimetre."""
    seen = set()
    for seed in range(3):
        html = make_notice(*make_many(seed, "en")).html
        blocks = {
            ".target": (20, re.findall(r'<div class="target">.*?</div>', html, re.DOTALL)),
            ".asks": (20, re.findall(r'<ul class="grid asks">.*?</ul>', html, re.DOTALL)),
            ".article": (20, re.findall(r"<article.*?</article>", html, re.DOTALL)),
            ".briefs": (17, re.findall(r'<ul class="grid briefs">.*?</ul>', html, re.DOTALL)),
        }
        for kind, (least, found) in blocks.items():
            side = float(re.search(rf"\{kind} \.code {{ width: ([\d.]+)mm", html)[1])
            for _, modules in drawn_codes("".join(found)):
                seen.add(kind)
                assert side * len(modules) / (len(modules) + 8) >= least - 0.05
                assert side / (len(modules) + 8) >= 0.33
    assert seen == {".target", ".asks", ".article", ".briefs"}


def test_links_count_nobody() -> None:
    issue = make_issue(actions=(make_action(link="https://example.org/a?id=7&utm_source=mail"),))
    article = make_article(url="https://example.org/b?mc_eid=person&fbclid=1")

    html = make_notice(issue, (article,)).html

    assert [modules for _, modules in drawn_codes(html)] == [
        modules_of("https://example.org/a?id=7"),
        modules_of("https://example.org/b"),
    ]
    assert "utm_" not in html
    assert "mc_eid" not in html


@pytest.mark.parametrize("language", ["en", "ar", "he", "cy"])
def test_the_page_says_its_language_and_has_one_headline(language: str) -> None:
    html = make_notice(make_issue(language=language), make_articles()).html

    direction = "rtl" if language in ("ar", "he") else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert html.count("<h1") == 1
    assert [int(level) for level in re.findall(r"<h(\d)", html)][:2] == [1, 2]
    assert ("padding-left: 5.0mm" if direction == "rtl" else "padding-right: 5.0mm") in html
    heading = {
        "he": ' lang="en" dir="ltr">In this letter',
        "cy": ">Yn y cylchlythyr hwn",
        "ar": ">في هذه النشرة",
    }
    assert f'<h2 class="section"{heading.get(language, ">In this letter")}</h2>' in html


def test_no_sentence_is_cut_and_what_is_missing_is_said() -> None:
    issue, articles = make_many(1, "en")

    printed = make_notice(issue, articles)

    words = words_of(printed.html)
    told = " ".join(printed.left_out)
    assert re.search(r"More articles in the letter: \d", words)
    for article in articles:
        if article.title in words:
            continue
        assert re.search(rf"Left out, with a line that says so:.*\b{article.slug}\b", told)
    for sentence in re.findall(r'class="summary"[^>]*>([^<]+)</p>', printed.html):
        assert sentence.endswith(".")
    assert "calls to action" in told
    assert "diary dates" in told


def test_later_articles_lose_their_summaries_before_any_is_left_out() -> None:
    articles = tuple(
        make_article(slug=f"a{number}", title=f"Number {number} walks out") for number in range(7)
    )

    printed = make_notice(make_issue(actions=(make_action(),)), articles)

    words = words_of(printed.html)
    assert all(article.title in words for article in articles)
    assert 'class="article"' in printed.html
    assert 'class="grid briefs"' in printed.html
    assert "Title and QR code only: " in " ".join(printed.left_out)
    assert "More articles" not in words


def test_a_small_issue_leaves_nothing_out_and_is_set_in_large_type() -> None:
    printed = make_notice(make_issue(diary=()), make_articles()[:1])

    assert printed.left_out == ()
    assert float(re.search(r"\.why { font-size: ([\d.]+)pt", printed.html)[1]) >= 16


def test_a_link_too_long_for_a_code_is_named() -> None:
    article = make_article(url="https://example.org/" + "x" * 1500)

    printed = make_notice(make_issue(), (article,))

    assert len(drawn_codes(printed.html)) == 1
    assert "The link of mill is too long for a QR code." in printed.left_out


HOSTILE = (
    "<script>alert(1)</script>",
    "</style></head></html><img src=//127.0.0.1/x>",
    "{{ 7*7*191 }} {% include 'x' %}",
    '" onload="alert(1)',
    "turned \u202e round \u2066",
    "x" * 400,
    "@import url(http://127.0.0.1/a.css)",
    "<svg><path d='M0 0'/></svg>",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_strangers_write_is_printed_and_does_nothing(words: str) -> None:
    article = make_article(
        title=words,
        author=words,
        source=words,
        summary=make_summary(words),
        url=f"https://example.org/?q={'a' * 90}",
    )
    issue = make_issue(subject="News", actions=(make_action(title=words, button=words),), intro=words)

    html = make_notice(issue, (article,), branch=make_branch(name=words)).html

    seen = page.read(html)
    assert [load for load in seen.loads if load not in words] == []
    assert seen.pictures == []
    assert html.count("<style>") == html.count("</style>") == html.count("</html>") == 1
    assert not re.search(r"<script|<img|<link|<iframe| onload=\"|[\u202a-\u202e\u2066-\u2069]", html)
    assert "9359" not in html
    assert html.startswith("<!DOCTYPE html>\n<html")
    assert f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">' in html


def test_words_without_end_are_an_error_with_a_remedy() -> None:
    with pytest.raises(RenderingError) as caught:
        make_notice(make_issue(subject="endless " * 600), ())

    assert caught.value.code == "notice-too-long"


def own(root: Path, text: str) -> Path:
    path = root / "templates" / PAGE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return root / "templates"


def test_a_branch_has_a_page_of_its_own_with_our_style_sheet(tmp_path: Path) -> None:
    templates = own(tmp_path, '<html><style>{% include "style.css" %}</style><h1>{{ subject }}!</h1></html>')

    html = make_notice(make_issue(), (), templates=templates).html

    assert "<h1>Friend, three strikes that need us!</h1>" in html
    assert "@page { size: A4 portrait" in html
    assert "Content-Security-Policy" in html.splitlines()[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n{{ nothing }}", "print/notice/page.html.j2:2 cannot be rendered: 'nothing' is undefined"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "takes too long"),
        ("{{ subject.__class__.__mro__ }}", "print/notice/page.html.j2:1"),
        ("{% include '../../secret.txt' %}", "asks for a file that there is not"),
    ],
)
def test_a_wrong_page_of_a_branch_is_an_error_that_names_it(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RenderingError) as caught:
        make_notice(make_issue(), (), templates=own(tmp_path, text))

    assert said in caught.value.message


def test_a_link_in_the_place_of_a_branchs_page_is_refused(tmp_path: Path) -> None:
    templates = own(tmp_path, "x")
    elsewhere = tmp_path / "elsewhere"
    (templates / "print").rename(elsewhere)
    (templates / "print").symlink_to(elsewhere)

    with pytest.raises(RenderingError) as caught:
        make_notice(make_issue(), (), templates=templates)

    assert caught.value.code == "template-link"


def test_a_branchs_style_sheet_alone_goes_with_our_page(tmp_path: Path) -> None:
    style = tmp_path / "templates" / "print" / "notice" / "style.css"
    style.parent.mkdir(parents=True)
    style.write_text(".headline { color: #005500; }", encoding="utf-8")

    html = make_notice(make_issue(), (), templates=tmp_path / "templates").html

    assert ".headline { color: #005500; }" in html
    assert "Friend, three strikes that need us</h1>" in html


def test_nothing_of_an_issue_is_needed() -> None:
    empty = replace(make_issue(), actions=(), diary=(), intro="", subject="")

    assert "Promoted by" in words_of(make_notice(empty, ()).html)
