"""The letter's own words and its dates are in the language of the issue; directions follow the script."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsletter.rendering.words import (
    catalogue_path,
    direction,
    full_date,
    language_name,
    long_date,
    own_name,
    primary,
    shipped_languages,
    short_date,
    words,
)

EVENING = datetime(2026, 11, 5, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Thursday 5 November 2026, 18:30"),
        ("en-US", "Thursday 5 November 2026, 6:30\u202fPM"),
        ("es", "jueves, 5 de noviembre de 2026, 18:30"),
        ("es-MX", "jueves, 5 de noviembre de 2026, 6:30\u00a0p.m."),
        ("cy", "Dydd Iau, 5 Tachwedd 2026, 18:30"),
        ("pl", "czwartek, 5 listopada 2026 18:30"),
        ("ro", "joi, 5 noiembrie 2026, 18:30"),
        ("pt", "quinta-feira, 5 de novembro de 2026, 18:30"),
        ("pt-BR", "quinta-feira, 5 de novembro de 2026 18:30"),
        ("fr", "jeudi 5 novembre 2026, 18:30"),
        ("fr-CA", "jeudi 5 novembre 2026, 18\u00a0h\u00a030"),
        ("ar", "الخميس، 5 نوفمبر 2026، 6:30 م"),
        ("ar-EG", "الخميس، 5 نوفمبر 2026، 6:30 م"),
        ("de", "Donnerstag, 5. November 2026, 18:30"),
        ("xx", "Thursday 5 November 2026, 18:30"),
    ],
)
def test_a_diary_date_is_written_in_the_language_of_the_issue(language: str, expected: str) -> None:
    written = full_date(EVENING, language, has_time=True)

    assert written.replace("\u00a0", " ").replace("\u202f", " ") == expected.replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_a_whole_day_has_no_time() -> None:
    assert full_date(EVENING, "en", has_time=False) == "Thursday 5 November 2026"


def test_the_time_is_that_of_the_clock_on_the_wall() -> None:
    summer = datetime(2026, 7, 1, 17, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))

    assert full_date(summer, "en", has_time=True) == "Wednesday 1 July 2026, 18:30"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "14 December 2022"),
        ("cy", "14 Rhagfyr 2022"),
        ("es", "14 de diciembre de 2022"),
        ("pl", "14 grudnia 2022"),
        ("ro", "14 decembrie 2022"),
        ("pt", "14 de dezembro de 2022"),
        ("fr", "14 décembre 2022"),
        ("ar", "14 ديسمبر 2022"),
        ("de", "14. Dezember 2022"),
    ],
)
def test_the_date_of_an_article_is_short(language: str, expected: str) -> None:
    assert long_date(date(2022, 12, 14), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Thu 5 Nov, 18:30"), ("es", "jue, 5 nov, 18:30"), ("cy", "Iau, 5 Tach 18:30")],
)
def test_on_a_notice_a_date_has_no_year(language: str, expected: str) -> None:
    assert short_date(EVENING, language, has_time=True) == expected
    assert short_date(EVENING, "ar", has_time=True).count("،") == 2
    assert short_date(EVENING, "en", has_time=False) == "Thu 5 Nov"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("ur-PK", "rtl"), ("pt-BR", "ltr")],
)
def test_arabic_persian_hebrew_and_urdu_run_from_right_to_left(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_the_first_part_of_a_language_tag_is_the_language() -> None:
    assert (primary("pt-BR"), primary("zh_Hant"), primary("EN")) == ("pt", "zh", "en")


@pytest.mark.parametrize("language", [*shipped_languages(), "pt-BR", "es-MX", "fr-CA", "en", "en-US"])
def test_words_are_in_the_language_of_the_issue(language: str) -> None:
    found = words(language)

    assert (found.language, found.trouble) == (language, None)
    assert found.keys() == words("en").keys()
    assert len(found) == len(words("en"))
    assert (found["why"] == words("en")["why"]) == (primary(language) == "en")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("cy", 1, ("1 erthygl", "1 alwad i weithredu", "1 dyddiad")),
        ("cy", 2, ("2 erthygl", "2 alwad i weithredu", "2 ddyddiad")),
        ("cy", 3, ("3 erthygl", "3 galwad i weithredu", "3 dyddiad")),
        ("cy", 6, ("6 erthygl", "6 galwad i weithredu", "6 dyddiad")),
        ("cy", 10, ("10 erthygl", "10 galwad i weithredu", "10 dyddiad")),
        ("pl", 1, ("1 artykuł", "1 wezwanie do działania", "1 termin")),
        ("pl", 3, ("3 artykuły", "3 wezwania do działania", "3 terminy")),
        ("pl", 5, ("5 artykułów", "5 wezwań do działania", "5 terminów")),
        ("pl", 12, ("12 artykułów", "12 wezwań do działania", "12 terminów")),
        ("pl", 22, ("22 artykuły", "22 wezwania do działania", "22 terminy")),
        ("ro", 1, ("1 articol", "1 apel la acțiune", "1 dată în agendă")),
        ("ro", 19, ("19 articole", "19 apeluri la acțiune", "19 date în agendă")),
        ("ro", 20, ("20 de articole", "20 de apeluri la acțiune", "20 de date în agendă")),
        ("ar", 1, ("مقال واحد", "دعوة واحدة إلى التحرك", "موعد واحد")),
        ("ar", 2, ("مقالان", "دعوتان إلى التحرك", "موعدان")),
        ("ar", 3, ("3 مقالات", "3 دعوات إلى التحرك", "3 مواعيد")),
        ("ar", 11, ("11 مقالًا", "11 دعوةً إلى التحرك", "11 موعدًا")),
        ("ar", 100, ("100 مقال", "100 دعوة إلى التحرك", "100 موعد")),
        ("fr", 2, ("2 articles", "2 appels à l’action", "2 dates")),
        ("es", 1, ("1 artículo", "1 llamamiento a la acción", "1 fecha")),
        ("pt-BR", 2, ("2 artigos", "2 apelos à ação", "2 datas")),
        ("en", 1, ("1 article", "1 call to action", "1 date")),
        ("en", 2, ("2 articles", "2 calls to action", "2 dates")),
    ],
)
def test_numbers_have_the_plural_of_the_language(
    language: str, number: int, expected: tuple[str, ...]
) -> None:
    keys = ("count_articles", "count_actions", "count_dates")

    assert tuple(words(language).counted(key, number) for key in keys) == expected


def test_a_language_without_words_has_english_ones_and_says_so() -> None:
    german = words("de")

    assert (german.language, german["read"]) == ("en", "Read the full article")
    assert german.trouble is not None
    assert "do not exist in German" in german.trouble.message
    assert "ar, cy, en, es, fr, pl, pt, ro" in german.trouble.remedy
    assert "translations/de.po" in german.trouble.remedy
    copied = german.trouble.remedy.partition("copy ")[2].partition(" to ")[0]
    assert Path(copied).is_file()


def test_a_catalogue_of_ones_own_comes_first_that_of_the_region_before_all(tmp_path: Path) -> None:
    text = catalogue_path("pt").read_text(encoding="utf-8")
    (tmp_path / "pt.po").write_text(text.replace("Pormenores", "Detalhes"), encoding="utf-8")
    (tmp_path / "pt-BR.po").write_text(text.replace("Pormenores", "Saiba mais"), encoding="utf-8")

    assert words("pt", tmp_path)["details"] == "Detalhes"
    assert words("pt-AO", tmp_path)["details"] == "Detalhes"
    assert words("pt-BR", tmp_path)["details"] == "Saiba mais"
    assert words("pt")["details"] == "Pormenores"


def test_a_catalogue_of_ones_own_that_has_faults_is_not_half_used(tmp_path: Path) -> None:
    text = catalogue_path("cy").read_text(encoding="utf-8")
    (tmp_path / "cy.po").write_text(text.replace("Gan {author}", "Gan"), encoding="utf-8")

    welsh = words("cy", tmp_path)

    assert (welsh.language, welsh["read"]) == ("en", "Read the full article")
    assert welsh.trouble is not None
    assert "in Welsh cannot be used: line 14: by_line_author has other holes" in welsh.trouble.message
    assert welsh.trouble.where == f"{tmp_path.name}/cy.po:14"


def test_languages_have_names() -> None:
    assert [language_name(code) for code in ("cy", "pt-BR", "xx")] == [
        "Welsh",
        "Portuguese",
        "the language xx",
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "English"), ("es", "Español"), ("cy", "Cymraeg"), ("fr", "Français"), ("pl", "Polski"),
        ("pt", "Português"), ("pt-BR", "Português (Brasil)"), ("zh-TW", "中文 (台灣)"),
        ("ro", "Română"), ("ar", "العربية"), ("ur", "اردو"),
        # Georgian titles are written without the large letters that it has.
        ("ka", "ქართული"), ("qaa", "qaa"),
    ],
)  # fmt: skip
def test_a_language_is_called_by_its_own_name(language: str, name: str) -> None:
    assert own_name(language) == name
