"""A month alone, "in October", is looked up where it surely is one."""

import time

import pytest

from newsletter.articles.article import Article
from newsletter.articles.summaries.faithfulness import Source, look_up

TEXT = "The dockers of Wellhaven walked out in November. April Jones, who led the march, may speak again."


def missing(
    summary: str, text: str = TEXT, *, language: str = "en", said_in: str = "", published: str = ""
) -> list[str]:
    article = Article(slug="out", title="Out", language=language, paragraphs=(text,), published=published)
    found = look_up(summary, Source(article), language=said_in or language)
    return [one.text for one in found if one.kind == "date"]


@pytest.mark.parametrize(
    ("summary", "month"),
    [
        ("They walked out in October.", "October"),
        ("They have been out since early May.", "May"),
        ("They walked out last March.", "March"),
        ("The October strike goes on.", "October"),
        ("October’s strike goes on, it was October.", "October"),
        ("They walked out in the month of June.", "June"),
        ("They walked out in mid-August.", "August"),
    ],
)
def test_another_month_is_not_found(summary: str, month: str) -> None:
    assert missing(summary)[0] == month


@pytest.mark.parametrize(
    "summary",
    [
        "They walked out in November, in early November, in mid-November; the November strike goes on.",
        "They may walk out again. The march was long, and they march on.",
        "They were led by April Jones. May Day is near. Led by April, they won.",
        "An august crowd of June Baker’s friends marched. June said so.",
        "May they win! March with them.",
        "In Augusta they walked out.",
    ],
)
def test_the_articles_month_and_what_is_no_month_are_left_alone(summary: str) -> None:
    assert missing(summary) == []


@pytest.mark.parametrize(
    ("text", "published", "months", "others"),
    [
        ("They walked out.", "2026-10-15", {"October"}, {"September", "November"}),
        ("They walked out last month.", "2026-03-01", {"February", "March"}, {"January", "April"}),
        ("They may walk out next month.", "2026-12-31", {"January", "December"}, {"February", "November"}),
        ("They walked out on Monday.", "2026-10-03", {"September", "October"}, {"November", "August"}),
        ("They walked out three weeks ago.", "2026-10-15", {"September", "October"}, {"July"}),
        ("They have been out for five months.", "2026-10-15", {"May", "October"}, {"August", "January"}),
        ("They walked out on 12/10.", "", {"October", "December"}, {"November"}),
        ("They walked out on 12.10.2026.", "", {"October", "December"}, {"November"}),
        ("They walked out (2026-10-12).", "", {"October"}, {"November", "December"}),
        ("They walked out on 3 October 2026.", "", {"October"}, {"November"}),
        ("They walked out in Oct. or so.", "", {"October"}, {"November"}),
        ("They walked out at Christmas.", "", {"December"}, {"November"}),
        ("They want 12.5 or 10.8 per cent.", "", set(), {"October", "December"}),
        ("They walked out.", "", set(), {"October"}),
    ],
)
def test_an_article_tells_a_month_in_many_ways(
    text: str, published: str, months: set[str], others: set[str]
) -> None:
    for month in months | others:
        found = missing(f"It was in {month}.", text, published=published)
        assert bool(found) == (month in others), month


@pytest.mark.parametrize(
    ("language", "text", "same", "other"),
    [
        ("es", "Pararon en noviembre.", "Pararon en noviembre. Vino Abril Gil de la Plaza de Mayo.",
         "Pararon a finales de octubre."),
        ("fr", "Ils ont arrêté en novembre.", "Depuis novembre, fin novembre.", "Depuis le mois d’octobre."),
        ("fr", "Ils ont arrêté en novembre.", "La planète Mars, il a marché.", "En mars, c’était fini."),
        ("pt", "Pararam em novembro.", "Pararam em novembro.", "Pararam desde outubro."),
        ("ro", "S-au oprit în noiembrie.", "În noiembrie, în mai multe orașe, mai mult.", "S-au oprit în mai."),
        ("ro", "Au mai spus în mai multe orașe.", "Au spus.", "Au spus în luna mai trecută."),
        ("pl", "Strajkują od listopada.", "Strajk zaczął się w listopadzie. Mówiła Maja.", "Strajk trwa od maja."),
        ("pl", "Strajk zaczął się w październiku.", "Trwa od października.", "Zaczął się w lipcu."),
        ("cy", "Aethant allan ddydd Mawrth ym mis Tachwedd.", "Ers Tachwedd, ddydd Mawrth.", "Ym mis Hydref aethant."),
        ("de", "Sie streiken seit November.", "Im November, Anfang November.", "Sie streiken seit Oktober."),
        ("ar", "أضرب العمال في نوفمبر", "في نوفمبر", "أضرب العمال في أكتوبر"),
    ],
)  # fmt: skip
def test_months_of_other_languages(language: str, text: str, same: str, other: str) -> None:
    assert missing(same, text, language=language) == []
    assert len(missing(other, text, language=language)) == 1


def test_a_month_is_found_in_another_language() -> None:
    assert missing("They walked out in November.", "Pararon en noviembre.", language="es", said_in="en") == []
    assert missing("They walked out in May.", "Au mai spus.", language="ro", said_in="en") == ["May"]


def test_a_month_alone_lends_its_name_to_a_year() -> None:
    text = "He came in 2024. In April of that year they asked for him. In June 2021 nobody had."
    assert missing("They have asked since April 2024.", text) == []
    assert missing("They have asked since April 2023.", text) == ["April 2023"]
    assert missing("They have asked since June 2024.", text) == ["June 2024"]
    assert missing("They have asked since 3 April.", text) == ["3 April"]


def test_the_passage_with_another_month_is_shown() -> None:
    article = Article(
        slug="out",
        title="Out",
        language="en",
        paragraphs=("The port is old.", "They walked out in November."),
    )
    [found] = look_up("They walked out in October.", Source(article))
    assert found.nearest == "They walked out in November."


@pytest.mark.parametrize(
    "text", ["in May " * 9_000, "In early late mid " * 6_000 + "May", "12/10 " * 9_000, "5 weeks " * 9_000]
)
def test_no_months_keep_the_look_up_busy(text: str) -> None:
    begun = time.process_time()
    missing(text, text, published="2026-10-12")
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("language", "text", "same", "others"),
    [
        ("en", "They walk out on 3, 10 and 17 October 2026.", "They walk out on 3 October and 10 October 2026.",
         ["4 October", "They walk out on 3, 11 and 17 October."]),
        ("en", "They walk out from 3rd to 5th October.", "They walk out from 3 October on.", ["4 October"]),
        ("en", "They walk out on 3–5 October.", "They walk out on 3 and 5 October, October 3-5.", ["October 3-4"]),
        ("es", "Paran los días 3, 10 y 17 de octubre.", "Paran el 3 de octubre.", ["4 de octubre"]),
        ("fr", "Grève du 3 au 5 octobre.", "Grève le 3 octobre.", ["4 octobre"]),
        ("pl", "Strajk od 3 do 5 marca.", "Strajk od 3 marca.", ["4 marca"]),
        ("de", "Streik vom 3. bis 5. März.", "Streik am 3. März.", ["4. März"]),
    ],
)  # fmt: skip
def test_days_that_share_a_month_are_each_one(language: str, text: str, same: str, others: list[str]) -> None:
    assert missing(same, text, language=language, published="2026-09-15") == []
    for other in others:
        assert len(missing(f"Then: {other}", text, language=language, published="2026-09-15")) == 1, other


def test_a_count_before_a_day_is_no_day() -> None:
    text = "Of 30, 12 left on 3 October; it cost £9, 10 October was the last day, and of 40 and 3 October nobody spoke."
    assert missing("It was on 12 October.", text) == ["12 October"]
    assert missing("It was on 9 October.", text) == ["9 October"]
    assert missing("It was on 30 October.", text) == ["30 October"]


@pytest.mark.parametrize("text", ["1, " * 9_000, "1, 2 and " * 6_000 + "3 May", "3 May, " * 9_000])
def test_no_list_of_days_keeps_the_look_up_busy(text: str) -> None:
    begun = time.process_time()
    missing(text, text)
    assert time.process_time() - begun < 10


def test_a_day_a_week_from_the_publication_is_none_of_the_article() -> None:
    text = "The court ruled for the farm workers on 12 November. Talks are set for 3 December."
    for day in range(1, 31):
        found = missing(f"The court ruled on {day} November.", text, published="2026-11-20")
        assert bool(found) == (day != 12), day
    leaning = f"{text} They celebrated on Friday."
    right = [
        d for d in range(1, 31) if not missing(f"It was on {d} November.", leaning, published="2026-11-20")
    ]
    assert right == [12, 13, 20, 27]
