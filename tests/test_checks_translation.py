"""What a translation lacks is named, so that a person can tell a slip from an intention."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from rendering_samples import LONDON, make_action, make_dates, make_issue
from test_checks_findings import make_proof

from newsletter.checks.finding import Finding
from newsletter.checks.translation import check_translation
from newsletter.issue import DiaryDate


def found_in(**changes: object) -> list[Finding]:
    words = {"subject": "Tair streic", "preheader": "Lima, y felin, y rhent", "intro": "Annwyl gyfaill,"}
    place = {"path": Path("issues/october.cy.md"), "language": "cy", "translation_of": make_issue()}
    findings = check_translation(make_proof(issue=words | place | changes))
    # Their words are left in English here, and looked at in a test of their own.
    return [each for each in findings if not re.search("The .* of (call|diary)", each.message)]


def test_words_of_asks_and_dates_that_are_left_are_named() -> None:
    place = {"path": Path("issues/october.cy.md"), "language": "cy", "translation_of": make_issue()}
    words = {"subject": "Tair streic", "preheader": "Lima", "intro": "Annwyl gyfaill,"}
    said = [each.message for each in check_translation(make_proof(issue=words | place))]
    assert [message.partition(" is ")[0] for message in said] == [
        "The title of call to action 1",
        "The text of call to action 1",
        "The button of call to action 1",
        "The text of diary date 1",
        "The text of diary date 2",
    ]


def test_a_translation_with_the_same_links_and_dates_is_in_order() -> None:
    title = make_action(title="Ysgrifennwch", text="Dwy funud.", button="Anfon")
    assert found_in(actions=(title,)) == []


def test_an_issue_that_is_no_translation_is_compared_with_nothing() -> None:
    assert found_in(translation_of=None, articles=(), actions=()) == []


def test_other_articles_in_the_same_number_may_be_what_is_meant() -> None:
    """A source in the reader's own language may take an article's place."""
    assert found_in(articles=("lima-cy", "mill-cy", "rent-cy")) == []


def test_the_number_of_articles_is_named() -> None:
    [finding] = found_in(articles=("lima",))
    assert "1 of the articles and october.md has 3" in finding.message


def test_a_link_is_named_on_the_side_that_has_it() -> None:
    [finding] = found_in(actions=(make_action(link="https://example.org/llythyr"),))
    assert "only here https://example.org/llythyr" in finding.message
    assert "only in october.md https://example.org/letter" in finding.message


def test_a_link_that_stands_twice_is_to_stand_twice() -> None:
    both = make_issue(actions=(make_action(), make_action()))
    [finding] = found_in(translation_of=both, actions=(make_action(),))
    assert finding.message.count("https://example.org/letter") == 1


def test_a_date_that_was_typed_wrongly_is_named_as_it_stands_in_both() -> None:
    first, second = make_dates()
    wrong = DiaryDate(what="Cyfarfod", when=first.when + timedelta(hours=1))
    [finding] = found_in(diary=(wrong, second))
    assert "only here 2026-11-05 19:30" in finding.message
    assert "only in october.md 2026-11-05 18:30" in finding.message


def test_a_whole_day_is_not_the_same_as_its_first_minute() -> None:
    first, second = make_dates()
    midnight = DiaryDate(what="Diwrnod", when=datetime(2026, 11, 28, tzinfo=LONDON), has_time=True)
    assert len(found_in(diary=(first, midnight))) == 1
    assert found_in(diary=(first, second)) == []


def test_words_left_as_they_were_are_named_however_they_are_spaced() -> None:
    main = make_issue()
    [finding] = found_in(intro=main.intro.replace(" ", "  "))
    assert (finding.id, finding.where) == ("translation-unwritten", "issues/october.cy.md:30")
