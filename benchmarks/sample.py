"""The issue and the people of the benchmarks: invented words, example.org only, the same in every run."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter.articles.article import Article, Photo, Summary, SummaryOrigin, SummaryState
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.rendering.compose import PROVIDER_UNSUBSCRIBE, compose
from newsletter.rendering.message import Letter
from newsletter.settings import Branch

NONCE = "0123456789abcdef"
ARTICLES = 8
_PLACES = (
    "Port Ellery", "Milbrook", "Harrow Lane", "Santa Brigida", "Kestrel Bay", "Upper Tarn", "Vila Serena", "Oster Quay",
)  # fmt: skip
_TRADES = ("dockers", "cleaners", "bus drivers", "miners", "nurses", "weavers", "tenants", "printers")
_SUMMARY = (
    "The {trade} of {place} have voted by a large majority for the first collective agreement in the history of their "
    "workplace, ending a strike of {weeks} weeks. It brings permanent contracts for {people} casual workers, sick pay "
    "from the first day and a say in the shift plan, which until now had been sent by telephone message the evening "
    "before. “We were told for ten years that it could not be done,” the chair of the branch said; the hall in the old "
    "market was full until midnight."
)
#: Four hundred names, so that a request holds as many different ones as on any list. One in eight has a sign that HTML
#: writes otherwise, and two in eight have one beyond ASCII.
_BEGINNINGS = ("Mor", "Al", "Rob", "D’Ar", "Siâ", "Sam", "O'Ne", "Jo")
_MIDDLES = ("", "ba", "de", "li", "mo", "na", "ra", "sa", "ti", "vi")
_ENDS = ("n", "l", "ra", "s", "ta")
FIRST_NAMES = tuple(
    f"{beginning}{middle}{end}" for beginning in _BEGINNINGS for middle in _MIDDLES for end in _ENDS
)


def make_branch() -> Branch:
    return Branch(
        name="Anytown Trades Council",
        sender="news@anytown.example.org",
        sender_name="Anytown Trades Council",
        reply_to="office@anytown.example.org",
        postal_address="Union House, 12 High Street, Anytown AB1 2CD",
        complaints="complaints@anytown.example.org",
    )


def make_articles(number: int = ARTICLES) -> tuple[Article, ...]:
    return tuple(_article(n) for n in range(number))


def _article(number: int) -> Article:
    place, trade = _PLACES[number % len(_PLACES)], _TRADES[number % len(_TRADES)]
    story = _SUMMARY.format(place=place, trade=trade, weeks=number + 3, people=40 * number + 120)
    return Article(
        slug=f"article-{number}",
        title=f"The {trade} of {place} win their first contract after {number + 3} weeks",
        standfirst="“We did it together, and nobody went back before the others.”",
        author="Robin Vale",
        source="The Anytown Worker",
        url=f"https://example.org/articles/{number}",
        published="2026-10-14",
        language="en",
        photo=Photo(
            caption=f"Pickets in {place}", author="Ines Marlow", licence="CC-BY-SA-4.0",
            licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        summary=Summary(text=story, state=SummaryState.ACCEPTED, origin=SummaryOrigin.HAND),
        paragraphs=(story, story),
    )  # fmt: skip


def make_issue(
    articles: Sequence[Article], *, greeting: str = "Dear [first_name|friend],", design: str = "digest"
) -> Issue:
    return Issue(
        design=design,
        id="benchmark0000001",
        slug="october",
        subject="[first_name|friend], eight pieces of good news about holding together",
        preheader="Strikes won, a depot saved, and a vigil you can come to on Thursday",
        language="en",
        articles=tuple(article.slug for article in articles),
        actions=(
            Action(
                title="Two minutes for the cleaners of Milbrook Hospital",
                text="They clean the wards at night for less than the living wage. Ask the trust to change that.",
                button="Sign the letter", link="https://example.org/letter",
            ),
        ),
        diary=(
            DiaryDate(
                what="Vigil for the miners of Santa Brigida", where="Town Hall steps. Bring a lamp.",
                when=datetime(2026, 11, 5, 18, 30, tzinfo=ZoneInfo("Europe/London")),
            ),
        ),
        intro=f"{greeting}\n\nIt has been a long autumn, and a good one for people who **stood together**. Here is "
        "what happened, who wrote it down, and one thing you can do.\n\nIn solidarity,\nthe committee",
        path=Path("issues/october.md"),
    )  # fmt: skip


def make_letter(number: int = ARTICLES, **changes: str) -> Letter:
    articles = make_articles(number)
    return compose(
        make_issue(articles, **changes), articles, make_branch(),
        templates=None, unsubscribe=PROVIDER_UNSUBSCRIBE, nonce=NONCE,
    )  # fmt: skip


def make_people(number: int) -> Iterator[tuple[str, str]]:
    """(address, first name); one in twenty gave no name."""
    for n in range(number):
        # A prime step: neighbours on the list are not neighbours in the alphabet.
        yield f"member{n}@example.org", "" if n % 20 == 19 else FIRST_NAMES[n * 7919 % len(FIRST_NAMES)]
