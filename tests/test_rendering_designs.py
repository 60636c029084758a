"""What holds for every shipped design, in both reading directions: nothing is lost, nothing is loaded."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rendering_samples import make_action, make_articles, make_branch, make_issue, make_letter

from newsletter.checks import page
from newsletter.rendering import templates
from newsletter.rendering.message import Filler, Letter

DESIGNS = sorted(path.parent.name for path in templates.shipped().glob("email/*/email.html.j2"))
SECOND = make_action(
    title="Come to the picket", text="Bring a flask.", button="I will come", link="https://example.org/picket"
)


def made(design: str, language: str = "en", **changes: object) -> Letter:
    return make_letter(make_issue(design=design, language=language, **changes))


def words_of(html: str) -> str:
    return page.read(html).words


def test_there_are_three_designs() -> None:
    assert DESIGNS == ["appeal", "digest", "letter"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("design", DESIGNS)
def test_both_parts_say_and_link_the_same(design: str, language: str) -> None:
    """Every title, summary, credit, ask, date and the footer stand in both parts; every link, too."""
    letter = made(design, language, actions=(make_action(), SECOND))
    html, text = words_of(letter.html), " ".join(re.sub("[\u2066-\u2069]", "", letter.text).split())
    wanted = [
        *(article.title for article in make_articles()),
        *("Rosa Quispe", "Mayimbú", "CC BY-SA 4.0", "It takes two minutes.", "Write to the ambassador"),
        *(
            "Come to the picket",
            "Bring a flask.",
            "Branch meeting: what we owe the port workers",
            "Unity Hall",
        ),
        *("Unity Hall, 12 High Street, Anytown AB1 2CD", "complaints@example.org"),
    ]
    assert [word for word in wanted if word not in html] == []
    assert [word for word in wanted if word not in text] == []
    links = set(page.read(letter.html).links)
    assert {"https://example.org/picket", "https://example.org/letter", "https://example.org/fund"} <= links
    assert [link for link in links if link.removeprefix("mailto:") not in letter.text] == []
    assert page.read(letter.html).loads == []


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("missing", ["intro", "actions", "diary", "articles", "preheader", "all"])
def test_a_design_does_without_what_an_issue_lacks(design: str, missing: str) -> None:
    """No empty cell, no heading over nothing, and the way out is always there."""
    empty: dict[str, object] = {"intro": "", "actions": (), "diary": (), "preheader": ""}
    changes = empty if missing == "all" else {missing: empty[missing]} if missing in empty else {}
    articles = () if missing in ("articles", "all") else None
    letter = make_letter(make_issue(design=design, **changes), articles)
    assert not re.search(r"<td[^>]*>\s*</td>", letter.html)
    said = words_of(letter.html)
    assert ("Take action" in said) is (missing not in ("actions", "all"))
    assert ("Dates for your diary" in said) is (missing not in ("diary", "all"))
    assert "Unsubscribe" in said
    assert "\n\n\n\n" not in letter.text
    assert letter.text.rstrip().endswith("mailto:branch@example.org?subject=unsubscribe")


@pytest.mark.parametrize("design", DESIGNS)
def test_eight_articles_stay_below_what_gmail_cuts(design: str) -> None:
    letter = make_letter(make_issue(design=design), (make_articles() * 3)[:8])
    assert len(letter.html.encode()) <= 60_000


def test_an_appeal_asks_first_and_once_more_at_the_end() -> None:
    letter = made("appeal", actions=(make_action(), SECOND))
    assert page.read(letter.html).links.count("https://example.org/letter") == 2
    for part in (words_of(letter.html), letter.text):
        assert part.index("Send the letter") < part.index("Dear") < part.index("Lima marches")
        assert part.index("Lima marches") < part.rindex("Send the letter") < part.index("Come to the picket")


def test_a_letter_begins_with_its_words() -> None:
    for part in (words_of(made("letter").html), made("letter").text):
        assert (
            part.index("three disputes") < part.index("Write to the ambassador") < part.index("Lima marches")
        )


@pytest.mark.parametrize("design", DESIGNS)
def test_the_colour_of_the_branch_takes_the_place_of_ours(design: str) -> None:
    html = make_letter(make_issue(design=design), branch=make_branch(colour="#0057b7")).html
    assert "#0057b7" in html
    assert "#a3152a" not in html


@pytest.mark.parametrize("part", ["html", "text"])
def test_a_branch_can_change_one_shared_piece_for_all_designs(part: str, tmp_path: Path) -> None:
    """What it wrote itself is rendered with limits, in a process of its own, like a whole design."""
    folder = tmp_path / "templates" / "email" / "shared"
    folder.mkdir(parents=True)
    name = "parts.html.j2" if part == "html" else "parts.txt.j2"
    shipped = (templates.shipped() / "email" / "shared" / name).read_text(encoding="utf-8")
    (folder / name).write_text(shipped.replace("{{ action.title", "Now: {{ action.title"), encoding="utf-8")
    for design in ("digest", "letter"):
        assert templates.is_own(design, tmp_path / "templates")
        letter = make_letter(make_issue(design=design), templates=tmp_path / "templates")
        assert "Now: Write to the ambassador" in " ".join(getattr(letter, part).split())


@pytest.mark.parametrize("design", DESIGNS)
def test_names_are_filled_in_and_two_people_differ_in_them_only(design: str) -> None:
    letter = made(design)
    fill: Callable[..., object] = Filler(letter).fill
    one, other = (fill(letter.values({"first_name": name})) for name in ("Ana", "Bo"))
    assert one.html.replace("Ana", "Bo") == other.html  # type: ignore[attr-defined]
    assert "Dear Ana," in one.text  # type: ignore[attr-defined]
