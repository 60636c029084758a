"""Dates follow the issue's language and the branch's clock; directions follow the script."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsletter.rendering.words import direction, full_date, long_date, primary, words

EVENING = datetime(2026, 11, 5, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Thursday 5 November 2026, 18:30"),
        ("es", "jueves, 5 de noviembre de 2026, 18:30"),
        ("cy", "Dydd Iau, 5 Tachwedd 2026, 18:30"),
        ("pl", "czwartek, 5 listopada 2026, 18:30"),
        ("xx", "Thursday 5 November 2026, 18:30"),
    ],
)
def test_a_diary_date_is_written_in_the_language_of_the_issue(language: str, expected: str) -> None:
    written = full_date(EVENING, language, has_time=True)

    assert written.replace("Thursday, ", "Thursday ") == expected


def test_a_whole_day_has_no_time() -> None:
    assert full_date(EVENING, "en", has_time=False) == "Thursday 5 November 2026"


def test_the_time_is_that_of_the_clock_on_the_wall() -> None:
    summer = datetime(2026, 7, 1, 17, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))

    assert full_date(summer, "en", has_time=True) == "Wednesday 1 July 2026, 18:30"


def test_the_date_of_an_article_is_short() -> None:
    assert long_date(date(2022, 12, 14), "en") == "14 December 2022"
    assert long_date(date(2022, 12, 14), "de") == "14. Dezember 2022"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("ur-PK", "rtl"), ("pt-BR", "ltr")],
)
def test_arabic_persian_hebrew_and_urdu_run_from_right_to_left(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_the_first_part_of_a_language_tag_is_the_language() -> None:
    assert (primary("pt-BR"), primary("zh_Hant"), primary("EN")) == ("pt", "zh", "en")


def test_every_language_has_every_phrase() -> None:
    assert words("cy").keys() == words("en").keys()
    assert all(words("en").values())
