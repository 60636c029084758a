"""The preview's copy of a letter: dark and light decided on the server, marks beside their places, nothing else."""

import re
from dataclasses import replace

import pytest
from rendering_samples import make_articles, make_branch, make_issue, make_letter

from newsletter.checks.finding import found
from newsletter.desk.preview import Version
from newsletter.issue import Action, Issue
from newsletter.settings import TransportName
from newsletter.web.letter import Mark, in_scheme, looked_at
from newsletter.web.places import part_of, parts_of, positions

PAGE = """<!DOCTYPE html><html><head><meta name="color-scheme" content="light dark">
<style>:root { color-scheme: light dark; } .a { color: red }
@media (prefers-color-scheme: dark) { .a { color: white } }
@media screen and ( prefers-color-scheme:LIGHT ) { .a { color: black } }</style></head>
<body><p class="a">@media (prefers-color-scheme: dark) is text here</p></body></html>"""


@pytest.mark.parametrize(("dark", "always", "never"), [(True, "white", "black"), (False, "black", "white")])
def test_the_scheme_is_answered_in_the_style_only(dark: bool, always: str, never: str) -> None:
    page = in_scheme(PAGE, dark=dark)
    assert re.search(rf"\(min-width: 0\) {{ .a {{ color: {always}", page)
    assert re.search(rf"\(max-width: 0\) {{ .a {{ color: {never}", page)
    assert '<p class="a">@media (prefers-color-scheme: dark) is text here</p>' in page
    wanted = "dark" if dark else "light"
    assert f'name="color-scheme" content="{wanted}"' in page
    assert f":root {{ color-scheme: {wanted}; }}" in page


def test_a_page_without_a_dark_scheme_stays_as_it_is() -> None:
    page = "<html><head><style>.a{color:red}</style></head><body><p>x</p></body></html>"
    assert in_scheme(page, dark=True) == page


def test_marks_stand_at_their_places_and_move_nothing() -> None:
    html = "<html><head></head><body><p>one</p><p>two</p></body></html>"
    at = html.index("two")
    page = looked_at(html, dark=False, marks=[Mark(number=1, level="blocker", at=at), Mark(number=2, level="advice", at=at)])  # fmt: skip  # noqa: E501
    assert '<p><span class="nl-marks"><b id="finding-1" class="blocker">1</b>' in page
    without = re.sub(
        r"<span class=\"nl-marks\">.*?</span>|<style>.*?</style>|<base[^>]*>", "", page, flags=re.DOTALL
    )
    assert without == html


def make_version(**changes: object) -> Version:
    issue = make_issue()
    return Version(
        issue=issue, articles=make_articles(), branch=make_branch(), transport=TransportName.OUTBOX,
        findings=(found("no-intro", "x", remedy="y", where=issue.where("body")),), letter=make_letter(),
    )  # fmt: skip


def test_every_part_of_the_shipped_design_is_found() -> None:
    version = make_version()
    assert version.letter is not None
    html = version.letter.html
    places = positions(html, parts_of(version))
    assert places.keys() == parts_of(version).keys()
    for article in version.articles:
        assert article.title[:20] in html[places[f"articles.{article.slug}"] :][:600]


def test_a_part_that_stands_nowhere_has_no_place() -> None:
    assert positions("<p>words</p>", {"subject": ("other words",), "body": ("",)}) == {}


def test_what_is_hidden_and_what_is_style_is_no_place() -> None:
    html = '<head><title>words</title><style>words{}</style></head><div style="display: none">words</div><p>words</p>'
    assert positions(html, {"subject": ("words",)}) == {"subject": html.rindex("words")}


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\u2028", "\x0c"])
def test_positions_hold_whatever_the_line_ends(lines: str) -> None:
    html = f"<p>one{lines}</p>{lines}<h2\nclass='x'>two é &amp; <b>three</b></h2>"
    at = positions(html, {"a": ("two é & three",)})["a"]
    assert html[at:].startswith("two")


def lined(issue: Issue) -> Issue:
    lines = {"id": 2, "subject": 3, "articles": 6, "articles.0": 7, "body": 15}
    lines |= {"actions": 9, "actions.0": 10, "actions.0.title": 10, "actions.0.link": 12}
    action = Action(title="Sign", button="Sign", link="https://example.org")
    return replace(issue, lines=lines, articles=("lima",), actions=(action,))


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (3, "subject"),
        (7, "articles.lima"),
        (11, "actions.0"),
        (12, "actions.0"),
        (15, "body"),
        (90, "body"),
        (1, ""),
    ],
)
def test_a_line_of_the_issue_belongs_to_a_part(line: int, part: str) -> None:
    issue = lined(make_issue())
    file = issue.where("id").rpartition(":")[0]
    assert part_of(f"{file}:{line}", issue, make_articles()) == part


def test_an_article_file_the_settings_and_the_design_belong_to_parts() -> None:
    issue, articles = lined(make_issue()), make_articles()
    assert part_of(articles[0].where("summary.text"), issue, articles) == f"articles.{articles[0].slug}"
    assert part_of("newsletter.toml", issue, articles) == "footer"
    assert part_of("templates/email/digest/email.html.j2:1", issue, articles) == ""
