"""Issues of all sizes for the notice board, and what a page of it holds."""

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from rendering_samples import (
    LONDON,
    NONCE,
    make_action,
    make_article,
    make_branch,
    make_issue,
    make_summary,
)

from newsletter.articles.article import Article
from newsletter.issue import DiaryDate, Issue
from newsletter.rendering.notice import Printed, print_notice

_TEXTS = {
    "en": "strike pay the of at night and for shift agreement a mill dockers hospital we solidarity won is",
    "de": "Arbeitsniederlegung die und Tarifvertragsverhandlungen im Hafen ist wir Nachtschichtzuschlag der",
    "ar": "إضراب عمال الميناء في من على الاتفاق الجماعي بعد أسابيع النقابة مع التضامن",
    "zh": "工人罷工 碼頭簽署了第一份集體合同 夜班工資 團結",
    "ru": "забастовка докеров и в порту первый коллективный договор солидарность мы выиграли",
    "shouted": "STRIKE WWWWWW MMMM PAY NOW SOLIDARITY @@@@ DOCKERS WIN",
    "addresses": f"https://example.org/{'a-long/path_of/words' * 4} see {'x' * 70} the",
}


@dataclass
class Writer:
    """Writes texts of any length in one language, the same for the same seed."""

    chance: random.Random
    language: str

    def words(self, number: int) -> str:
        return " ".join(self.chance.choices(_TEXTS[self.language].split(), k=number))

    def sentences(self, number: int) -> str:
        return " ".join(f"{self.words(self.chance.randint(5, 25)).capitalize()}." for _ in range(number))


def make_many(
    seed: int, language: str, *, articles: int = 12, actions: int = 6, dates: int = 10
) -> tuple[Issue, tuple[Article, ...]]:
    """An issue with so many of each, of words drawn by the seed."""
    writer = Writer(random.Random(seed), language)
    draw = writer.chance.randint
    tag = language if len(language) == 2 else "en"
    written = tuple(
        make_article(
            slug=f"a{number}",
            title=writer.words(draw(3, 14)),
            author=writer.words(draw(0, 3)),
            source=writer.words(draw(1, 4)),
            language=tag,
            url=f"https://{'sub.' * draw(0, 4)}example.org/{'path/' * draw(0, 25)}{number}",
            summary=make_summary(writer.sentences(draw(1, 5))),
        )
        for number in range(articles)
    )
    asks = tuple(
        make_action(
            title=writer.words(draw(2, 9)),
            text=writer.sentences(draw(0, 3)),
            button=writer.words(3),
            link=f"https://act.example.org/{'path/' * draw(0, 12)}{number}",
        )
        for number in range(actions)
    )
    diary = tuple(
        DiaryDate(
            what=writer.words(draw(2, 12)),
            when=datetime(2026, 9, 23, 18, 30, tzinfo=LONDON) + timedelta(days=7 * number),
            has_time=draw(0, 2) > 0,
            where=writer.words(draw(0, 6)),
            link=f"https://example.org/{number}" if draw(0, 1) else "",
        )
        for number in range(dates)
    )
    issue = make_issue(
        language=tag,
        subject=writer.words(draw(2, 12)),
        intro=f"Dear [first_name|friend],\n\n{writer.sentences(draw(1, 6))}",
        actions=asks,
        diary=diary,
        articles=tuple(article.slug for article in written),
    )
    return issue, written


def make_notice(issue: Issue, articles: tuple[Article, ...], **options: object) -> Printed:
    branch = options.pop("branch", make_branch())
    return print_notice(issue, articles, branch, **({"templates": None, "nonce": NONCE} | options))


def drawn_codes(html: str) -> list[tuple[str, list[list[int]]]]:
    """Every code of a page as (its name, its modules without the quiet zone); anything outside is an error."""
    found = []
    opening = r'<svg class="code" viewBox="0 0 (\d+) \1" role="img" aria-label="([^"]+)"[^>]*>'
    pattern = opening + r'<title>\2</title><path d="([^"]+)"'
    for side, label, path in re.findall(pattern, html):
        size = int(side) - 8
        modules = [[0] * size for _ in range(size)]
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
            for column in range(int(x) - 4, int(x) - 4 + int(run)):
                assert 0 <= column < size
                modules[int(y) - 4][column] = 1
        found.append((label, modules))
    assert len(found) == html.count("<svg")
    return found


def modules_of(link: str) -> list[list[int]]:
    return [list(row) for row in segno.make(link, error="m", micro=False).matrix]
