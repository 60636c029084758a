"""An issue becomes one letter: both parts say the same, and nothing stands in it that does not belong there."""

import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rendering_samples import (
    NONCE,
    UNSUBSCRIBE,
    make_action,
    make_article,
    make_articles,
    make_branch,
    make_digest,
    make_issue,
    make_letter,
    make_photo,
    make_summary,
)

from newsletter.articles.article import SummaryOrigin
from newsletter.checks import page
from newsletter.errors import RenderingError
from newsletter.rendering.compose import PROVIDER_UNSUBSCRIBE
from newsletter.rendering.html import _inliner
from newsletter.rendering.message import Filler
from newsletter.rendering.phrases import PHRASES
from newsletter.rendering.words import words
from tests.checkers.mails import DESIGNS


def filled(**options: object):
    letter = make_letter(**options)
    return letter.fill(letter.values({"first_name": "Ana", "name": "Ana Ruiz"}))


class Shape(HTMLParser):
    """Levels of headings and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def test_the_subject_is_filled_in_and_is_title_and_heading() -> None:
    letter = filled()

    assert letter.subject == "Ana, three strikes that need us"
    assert "<title>Ana, three strikes that need us</title>" in letter.html
    assert re.search(r"<h1[^>]*>Ana, three strikes that need us</h1>", letter.html)
    assert "\nAna, three strikes that need us\n" in letter.text


def test_the_text_part_carries_every_link_of_the_html_part() -> None:
    for unsubscribe in (UNSUBSCRIBE, PROVIDER_UNSUBSCRIBE):
        letter = filled(unsubscribe=unsubscribe)
        links = page.read(letter.html).links

        assert len(links) > 8
        for link in links:
            assert link.removeprefix("mailto:") in letter.text.replace("mailto:", "").split()


def test_the_text_part_has_every_word_of_the_html_part_but_the_hidden_ones() -> None:
    issue = make_issue(preheader="")
    letter = filled(issue=issue)
    words = set(re.findall(r"\w+", page.read(letter.html).words.lower()))

    missing = words - set(re.findall(r"\w+", letter.text.lower()))

    assert missing <= {"when", "and", "where", "what", "details", "no", "longer", "want", "it"}


def test_lines_of_the_text_part_are_short_except_for_links() -> None:
    for line in filled().text.split("\n"):
        assert len(line) <= 72 or "://" in line


def test_the_signature_sign_stands_alone_and_the_way_out_is_last() -> None:
    lines = filled().text.rstrip("\n").split("\n")

    assert lines.count("-- ") == 1
    assert lines[-1] == UNSUBSCRIBE


def test_the_photo_is_credited_in_both_parts_with_its_licence_linked() -> None:
    letter = filled()
    words = "Photo with the article: “Marchers cross the bridge in the centre of the city” by Mayimbú, "

    assert re.search(
        re.escape(words) + r'<a href="https://creativecommons.org/licenses/by-sa/4.0/"[^>]*>CC BY-SA 4.0</a>',
        letter.html,
    )
    assert words + "CC BY-SA 4.0" in " ".join(letter.text.split())
    assert "\n   CC BY-SA 4.0\n   https://creativecommons.org/licenses/by-sa/4.0/\n" in letter.text


@pytest.mark.parametrize(
    ("photo", "expected"),
    [
        ({"caption": ""}, "Photo with the article: by Mayimbú, CC BY-SA 4.0"),
        (
            {"author": "", "credit": "Photo: somebody / agency"},
            "Photo with the article: Photo: somebody / agency, CC",
        ),
        ({"licence": "", "licence_url": ""}, "by Mayimbú\n"),
        ({"licence_url": "javascript:x"}, "https://creativecommons.org/licenses/by-sa/4.0/"),
    ],
)
def test_a_credit_says_what_is_known(photo: dict[str, str], expected: str) -> None:
    article = make_article(photo=make_photo(**photo))
    text = re.sub(r"\n {3}(?=\S)(?!http)", " ", filled(articles=(article,)).text)

    assert expected in text
    assert "javascript" not in filled(articles=(article,)).html


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "By A. Sen, Bengal Workers’ Post, 2 October 2026"),
        ({"author": ""}, "Bengal Workers’ Post, 2 October 2026"),
        ({"source": "", "published": ""}, "By A. Sen"),
        ({"published": "2026-10-02T08:00:00Z"}, "By A. Sen, Bengal Workers’ Post, 2 October 2026"),
        ({"published": "last autumn"}, "By A. Sen, Bengal Workers’ Post, last autumn"),
    ],
)
def test_a_byline_says_what_is_known(changes: dict[str, str], expected: str) -> None:
    letter = filled(articles=(make_article(**changes),))

    assert f"\n   {expected}\n" in letter.text
    assert f">{expected}</p>" in letter.html


def test_a_standfirst_is_shown_only_where_it_is_a_quotation_that_is_not_the_summary() -> None:
    quotation = "“We are home.”"
    shown = filled(articles=(make_article(standfirst=quotation),))
    plain = filled(articles=(make_article(standfirst="They went home."),))
    same = filled(
        articles=(
            make_article(
                standfirst=quotation, summary=make_summary("They said: we are home. “We are home.”")
            ),
        )
    )

    assert "<blockquote" in shown.html
    assert "   > “We are home.”" in shown.text
    assert "<blockquote" not in plain.html
    assert "<blockquote" not in same.html


def test_what_is_in_another_language_says_so_and_what_is_ours_does_not() -> None:
    shape = Shape(filled().html)
    by_program = make_summary("Todo o bairro.", origin=SummaryOrigin.LEAD)
    taken = Shape(filled(articles=(make_article(language="pt", summary=by_program),)).html)

    assert [attrs.get("lang") for attrs in shape.all("h2")] == [None, None, "pt", None, None]
    assert [attrs for attrs in shape.all("p") if attrs.get("lang")] == []
    assert [attrs["lang"] for attrs in taken.all("p") if attrs.get("lang")] == ["pt"]


def test_our_own_words_say_that_they_are_english_where_the_issue_is_not() -> None:
    german = Shape(filled(issue=make_issue(language="de")).html)
    marked = [attrs for attrs in german.all("p", "th") if attrs.get("class") != "text"]

    ours = [
        attrs
        for attrs in marked
        if attrs.get("class") in ("small", "leave", "byline", "more", "credit", "when")
    ]
    assert {attrs.get("lang") for attrs in ours} == {"en"}
    assert {attrs.get("lang") for attrs in german.all("p") if attrs.get("class") == "text"} == {None}
    for language in ("en", "cy"):
        shape = Shape(filled(issue=make_issue(language=language), articles=()).html)
        assert not [attrs for attrs in shape.all("p", "th", "a") if attrs.get("lang")]


def test_an_issue_without_words_of_its_language_has_english_dates_among_them() -> None:
    letter = filled(issue=make_issue(language="de"))

    assert "By A. Sen, Bengal Workers’ Post, 2 October 2026" in letter.text
    assert "Thursday 5 November 2026, 18:30" in letter.text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "In this letter: 3 articles, 1 call to action, 2 dates"),
        ("cy", "Yn y cylchlythyr hwn: 3 erthygl, 1 alwad i weithredu, 2 ddyddiad"),
        ("pl", "W tym biuletynie: 3 artykuły, 1 wezwanie do działania, 2 terminy"),
        ("ar", "في هذه النشرة: 3 مقالات، دعوة واحدة إلى التحرك، موعدان"),
    ],
)
def test_the_text_part_begins_with_what_is_in_the_letter(language: str, expected: str) -> None:
    lines = filled(issue=make_issue(language=language)).text.split("\n")

    assert lines[2:7] == ["Ana, three strikes that need us", "=" * 36, "", expected, ""]


def test_the_line_of_contents_leaves_out_what_there_is_not() -> None:
    bare = filled(issue=make_issue(actions=(), diary=()))
    empty = filled(issue=make_issue(actions=(), diary=()), articles=())

    assert "\nIn this letter: 3 articles\n" in bare.text
    assert "In this letter" not in empty.text


@pytest.mark.parametrize("language", ["ar", "cy", "es", "fr", "pl", "pt", "ro"])
def test_a_letter_has_no_english_word_of_ours_in_another_language(language: str) -> None:
    ours, theirs = filled(), filled(issue=make_issue(language=language))
    english = set(PHRASES.values()) - {",", ", ", ":"}
    plain = [words for words in english if "{" not in words and f">{words}<" in ours.html]

    assert len(plain) >= 4
    assert [words for words in plain if f">{words}<" in theirs.html] == []


def test_a_letter_from_right_to_left_is_so_throughout() -> None:
    letter = filled(issue=make_issue(language="ar"))
    shape = Shape(letter.html)

    assert shape.all("html")[0]["dir"] == "rtl"
    assert [attrs["dir"] for attrs in shape.all("div") if attrs.get("role")] == ["rtl"]
    assert "text-align:left" not in letter.html
    assert "letter-spacing" not in letter.html
    assert [attrs.get("dir") for attrs in shape.all("h2")] == ["ltr", "ltr", "ltr", None, None]
    assert make_letter(issue=make_issue(language="ar")).direction == "rtl"


def test_names_inside_a_sentence_that_runs_the_other_way_are_isolated() -> None:
    article = make_article(photo=make_photo(licence="CC0-1.0", licence_url=""))
    letter = filled(issue=make_issue(language="ar"), articles=(article,))

    assert (
        '>بقلم <span dir="auto">A. Sen</span>، <span dir="auto">Bengal Workers’ Post</span>، 2 أكتوبر 2026</p>'
        in letter.html
    )
    assert "   بقلم \u2068A. Sen\u2069، \u2068Bengal Workers’ Post\u2069، 2 أكتوبر 2026\n" in letter.text
    assert '>قراءة المقال كاملًا في <span dir="auto">Bengal Workers’ Post</span></a>' in letter.html
    assert (
        'صادرة عن <span dir="auto">Anytown Trades Council</span>، <span dir="auto">Unity Hall' in letter.html
    )
    assert 'تصوير <span dir="auto">Mayimbú</span>، ' in letter.html


def test_whole_passages_that_run_the_other_way_are_isolated_line_by_line_in_the_text_part() -> None:
    by_program = make_summary("The looms stood still all night. " * 4, origin=SummaryOrigin.LEAD)
    english = make_article(standfirst="“We are home.”", summary=by_program)
    letter = filled(issue=make_issue(language="ar", diary=()), articles=(english,))
    arabic = make_article(title="إضراب عمال الميناء", author="سلمى", language="ar")
    mixed = filled(articles=(arabic,))

    assert "1. \u2066Four hundred walk out of the Bhadra jute mill\u2069\n" in letter.text
    assert "   > \u2066“We are home.”\u2069\n" in letter.text
    passage = [line for line in letter.text.split("\n") if "looms" in line]
    assert len(passage) == 2
    assert all(line.startswith("   \u2066") and line.endswith("\u2069") for line in passage)
    assert "1. \u2067إضراب عمال الميناء\u2069\n" in mixed.text
    assert "By \u2068سلمى\u2069, Bengal Workers’ Post" in mixed.text
    assert '<span dir="auto">سلمى</span>, Bengal Workers’ Post' in mixed.html
    assert re.search(r'<h2 class="title" lang="ar" dir="rtl"', mixed.html)


def test_a_letter_that_runs_one_way_holds_no_marks() -> None:
    for language in ("en", "cy", "fr"):
        letter = filled(issue=make_issue(language=language))
        assert not re.search("[\u2066-\u2069]", letter.subject + letter.html + letter.text)


def test_marks_that_people_write_are_taken_out() -> None:
    """A name with half a pair would turn the rest of the sentence round."""
    article = make_article(author="A\u2067. Sen\u2069", source="Post\u2068")
    letter = filled(issue=make_issue(language="ar"), articles=(article,))

    assert "بقلم \u2068A . Sen\u2069، \u2068Post\u2069، 2" in letter.text
    assert 'بقلم <span dir="auto">A . Sen</span>، <span dir="auto">Post</span>، 2' in letter.html
    assert "\u2067" not in letter.text + letter.html


def test_a_letter_is_made_with_the_words_it_is_given() -> None:
    welsh = make_letter(make_issue(language="cy"), words=words("es"))

    assert "Leer el artículo completo" in welsh.html


def test_headings_skip_no_level_and_the_tables_of_the_layout_are_marked() -> None:
    shape = Shape(filled(issue=make_issue(intro="### Deep\n\nwords")).html)
    levels = [int(tag[1]) for tag, _ in shape.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    tables = shape.all("table")
    assert not [attrs for attrs in tables if attrs.get("role") != "presentation"]
    assert not shape.all("th")
    assert shape.all("html")[0]["lang"] == "en"
    assert "<!DOCTYPE html>" in filled().html


def test_tables_for_outlook_open_and_close_alike() -> None:
    """Seen as Word sees it, with the conditional comments opened, every table and cell is closed."""
    seen = re.sub(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", r"\1", filled().html, flags=re.DOTALL)

    for tag in ("table", "tr", "td", "th"):
        assert len(re.findall(rf"<{tag}[ >]", seen)) == len(re.findall(rf"</{tag}>", seen))
    assert 'width="600"' in seen


def test_a_letter_loads_nothing_and_stays_small() -> None:
    letter = make_digest()
    seen = page.read(letter.html)

    assert seen.loads == []
    assert seen.pictures == []
    assert len(letter.html.encode()) < 60_000
    assert sum(map(len, re.findall(r"<style[^>]*>(.*?)</style>", letter.html, re.DOTALL))) < 8_000


def test_the_unsubscribe_link_of_the_provider_stands_in_both_parts_as_it_is() -> None:
    letter = make_letter(unsubscribe=PROVIDER_UNSUBSCRIBE)

    assert f'href="{PROVIDER_UNSUBSCRIBE}"' in letter.html
    assert letter.text.rstrip().endswith(PROVIDER_UNSUBSCRIBE)
    assert letter.html.count("<%") == letter.text.count("<%") == 1
    assert "unsubscribe.invalid" not in letter.html + letter.text


@pytest.mark.parametrize(
    "unsubscribe", ["", "javascript:x", "<%other%>", 'https://example.org/"x', "mailto:a b"]
)
def test_any_other_unsubscribe_link_is_a_mistake_of_the_program(unsubscribe: str) -> None:
    with pytest.raises(ValueError, match="unsubscribe"):
        make_letter(unsubscribe=unsubscribe)


def test_an_imprint_of_its_own_does_not_take_the_postal_address_away() -> None:
    ours = filled()
    own = filled(branch=make_branch(imprint="Published by A. Person for the council"))

    for part in (page.read(ours.html).words, " ".join(ours.text.split())):
        assert "Promoted by Anytown Trades Council, Unity Hall, 12 High Street, Anytown AB1 2CD" in part
    for part in (page.read(own.html).words, " ".join(own.text.split())):
        assert "Published by A. Person for the council" in part
        assert "Anytown Trades Council, Unity Hall, 12 High Street, Anytown AB1 2CD" in part


@pytest.mark.parametrize(
    ("complaints", "link"),
    [
        ("complaints@example.org", "mailto:complaints@example.org"),
        ("https://example.org/complaints", "https://example.org/complaints"),
        ("the chair, at the address above", ""),
    ],
)
def test_complaints_may_go_to_an_address_a_page_or_a_person(complaints: str, link: str) -> None:
    letter = filled(branch=make_branch(complaints=complaints))

    assert complaints in page.read(letter.html).words
    assert complaints in letter.text
    assert not link or link in page.read(letter.html).links


def test_a_letter_may_lack_any_of_its_sections() -> None:
    letter = filled(issue=make_issue(intro="", actions=(), diary=(), preheader=""), articles=())

    assert "Take action" not in letter.html + letter.text
    assert "<h2" not in letter.html
    assert UNSUBSCRIBE in letter.text


def test_a_button_without_a_safe_link_is_left_out_and_one_without_words_says_the_title() -> None:
    actions = (make_action(link="javascript:x", title="One"), make_action(button="", title="Two"))
    letter = filled(issue=make_issue(actions=actions))

    assert "javascript" not in letter.html + letter.text
    assert re.search(r'<a href="https://example.org/letter"[^>]*>Two</a>', letter.html)
    assert letter.html.count('class="buttons"') == 1


def test_merge_fields_are_read_in_the_issues_words_and_nowhere_else() -> None:
    issue = make_issue(
        preheader="[first_name|friend], read on",
        actions=(
            make_action(
                title="[first_name|you], write", text="Dear [name|all]", button="Go, [first_name|you]"
            ),
        ),
    )
    article = make_article(
        title="[first_name|friend] by name", summary=make_summary("[first_name] and [sic]")
    )
    letter = filled(issue=issue, articles=(article,))

    assert "Ana, read on" in letter.html
    for part in (letter.html, letter.text):
        assert "Ana, write" in part
        assert "Dear Ana Ruiz" in part
        assert "Go, Ana" in part
        assert "[first_name|friend] by name" in part
        assert "[first_name] and [sic]" in part
        assert NONCE not in part


@pytest.mark.parametrize(
    ("issue", "articles", "code", "where"),
    [
        ({"subject": "[first_nam|friend]"}, (), "unknown-field", "issues/october.md:3"),
        ({"intro": "one\n\ntwo [sic]"}, (), "unknown-field", "issues/october.md:32"),
        ({"subject": "<%body%>"}, (), "provider-tag", "issues/october.md:3"),
        ({"intro": "one\n[%name%]"}, (), "provider-tag", "issues/october.md:31"),
        ({"intro": f"hello {NONCE}h00"}, (), "own-tag", "issues/october.md:30"),
        ({"subject": "[first_name|50%]"}, (), "bad-fallback", "issues/october.md:3"),
        ({"subject": f"[first_name|{'x' * 201}]"}, (), "bad-fallback", "issues/october.md:3"),
        ({"intro": "[go](https://example.org/?n=[first_name])"}, (), "field-in-link", "issues/october.md:30"),
        ({}, ({"title": "a <%x%> b"},), "provider-tag", "articles/mill.md:"),
        ({}, ({"summary": make_summary("[%first_name%]")},), "provider-tag", "articles/mill.md:"),
        ({}, ({"photo": make_photo(author="<%x%>")},), "provider-tag", "articles/mill.md:"),
        ({}, ({"author": NONCE},), "own-tag", "articles/mill.md:"),
        ({"design": "nothing"}, (), "no-design", "nothing"),
    ],
)
def test_a_letter_is_not_frozen_with_a_tag_that_is_not_ours(
    issue: dict[str, str], articles: tuple[dict[str, object], ...], code: str, where: str
) -> None:
    with pytest.raises(RenderingError) as caught:
        make_letter(make_issue(**issue), tuple(make_article(**changes) for changes in articles))
    assert caught.value.code == code
    assert where in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("tag", ["<%body%>", "[%name%]", "{{ '<' }}%x%>", f"{NONCE}t77"])
def test_a_tag_in_a_template_is_not_frozen_either(tmp_path: Path, tag: str) -> None:
    folder = tmp_path / "email" / "digest"
    folder.mkdir(parents=True)
    (folder / "email.txt.j2").write_text(f"{tag} {{{{ footer.unsubscribe }}}}")

    with pytest.raises(RenderingError) as caught:
        make_letter(templates=tmp_path)
    assert caught.value.code == "provider-tag"


@pytest.mark.parametrize("design", DESIGNS)
def test_four_threads_at_once_make_the_same_letters_as_one(design: str) -> None:
    """Each style sheet is wanted by two at once and read anew: one that is known is not read at all."""
    orders = [
        (make_issue(design=design, language=language), make_branch(colour=f"#a3{number:02x}2a"))
        for number in range(2)
        for language in ("en", "ar")
    ]
    one_by_one = [make_letter(issue, branch=branch).digest for issue, branch in orders]
    _inliner.cache_clear()

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda order: make_letter(order[0], branch=order[1]).digest, orders))

    assert together == one_by_one


PIECES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "<a href=https://example.org/x>x</a>",
                "<script>alert(1)</script>",
                "{{7*7}}",
                "{% raw %}",
                "[first_name]",
                "]]>",
                "<!--",
                "-->",
                "</style>",
                "\r\nBcc: b@example.org",
                "\u202eevil",
                "مرحبا",
                "👩‍👩‍👧",
                "\x00",
                "&lt;",
                "x" * 10_000,
                "![a](http://example.org/p.png)",
                "\ud800",
            ]
        ),
    ),
    min_size=1,
    max_size=4,
).map("".join)


# No shrinking: hypothesis would trace every line of the CSS parser, for minutes.
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(title=PIECES, summary=PIECES, intro=PIECES, link=PIECES)
def test_no_article_and_no_intro_changes_the_shape_of_a_letter(
    title: str, summary: str, intro: str, link: str
) -> None:
    quiet = intro.replace("[", "(").replace("<%", "").replace("%", "")
    issue = make_issue(intro=quiet)
    article = make_article(
        title=title.replace("%", ""),
        author=summary.replace("%", ""),
        url=link,
        summary=make_summary(summary.replace("%", "")),
    )

    letter = make_letter(issue, (article,))

    allowed = "html head meta title style body div table thead tbody tr td th p br h1 h2 h3 a span strong em"
    allowed += " ul ol li blockquote code pre hr"
    shape = Shape(letter.html)
    assert {tag for tag, _ in shape.tags} <= set(allowed.split())
    assert page.read(letter.html).loads == []
    assert "\r" not in letter.subject + letter.html + letter.text
    assert "\x00" not in letter.html + letter.text
    assert ("{{7*7}}" in letter.text) >= ("{{7*7}}" in title)
    assert " 49 " not in letter.text
    result = Filler(letter).fill(letter.values({"first_name": title, "name": summary}))
    assert NONCE not in result.html + result.text + result.subject
    assert [tag for tag, _ in Shape(result.html).tags] == [tag for tag, _ in shape.tags]


def test_an_issue_with_three_articles_as_a_whole() -> None:
    assert [article.slug for article in make_articles()] == ["lima", "mill", "rent"]
