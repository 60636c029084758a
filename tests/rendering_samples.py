"""Issues, articles and branches for the tests of rendering and checks; all words are our own, all hosts example.org."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter.articles.article import Article, Photo, Summary, SummaryOrigin, SummaryState
from newsletter.issue import Action, DiaryDate, Issue
from newsletter.rendering.compose import compose
from newsletter.rendering.message import Letter
from newsletter.settings import Branch

NONCE = "0123456789abcdef"
UNSUBSCRIBE = "mailto:branch@example.org?subject=unsubscribe"
LONDON = ZoneInfo("Europe/London")


def make_branch(**changes: str) -> Branch:
    values = {
        "name": "Anytown Trades Council",
        "sender": "news@branch.example.org",
        "sender_name": "Anytown Trades Council",
        "reply_to": "branch@example.org",
        "postal_address": "Unity Hall, 12 High Street\nAnytown AB1 2CD",
        "complaints": "complaints@example.org",
    }
    return Branch(**(values | changes))


def make_photo(**changes: str) -> Photo:
    values = {
        "caption": "Marchers cross the bridge in the centre of the city",
        "author": "Mayimbú",
        "licence": "CC-BY-SA-4.0",
        "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    return Photo(**(values | changes))


def make_summary(text: str = "", **changes: object) -> Summary:
    values: dict[str, object] = {
        "text": text
        or "The night shift did not start the looms. It is the first strike at the mill since 1998.",
        "state": SummaryState.ACCEPTED,
        "origin": SummaryOrigin.HAND,
    }
    return Summary(**(values | changes))


def make_article(**changes: object) -> Article:
    values: dict[str, object] = {
        "slug": "mill",
        "title": "Four hundred walk out of the Bhadra jute mill",
        "author": "A. Sen",
        "source": "Bengal Workers’ Post",
        "url": "https://example.org/articles/mill",
        "published": "2026-10-02",
        "language": "en",
        "summary": make_summary(),
        "lines": {
            "title": 2,
            "author": 3,
            "url": 5,
            "photo": 8,
            "photo.author": 10,
            "photo.licence": 11,
            "summary.text": 15,
        },
    }
    return Article(**(values | changes))


def make_articles() -> tuple[Article, ...]:
    lima = make_article(
        slug="lima",
        title="Lima marches again: the assembly, the unions and the long summer of protest",
        standfirst="“We were told to go home. We are home.”",
        author="Rosa Quispe",
        source="Andes Labour Review",
        url="https://example.org/articles/lima",
        published="2026-09-14",
        paragraphs=(
            "Teachers, dockers and peasant organisations filled the capital for the third time this year.",
            "They want a constituent assembly, and justice for the people killed in the first months of protest.",
        )
        * 24,
        photo=make_photo(),
        summary=make_summary(
            "Teachers, dockers and peasant organisations filled the capital for the third time this year. They want "
            "a constituent assembly, and justice for the people killed in the first months of protest."
        ),
    )
    rent = make_article(
        slug="rent",
        title="Greve às rendas: um bairro inteiro deixa de pagar",
        author="",
        source="Jornal do Bairro",
        url="https://example.org/articles/rent",
        published="2026-10-09",
        language="pt",
        summary=make_summary(
            "A whole quarter has stopped paying rent.\n\nThe union keeps the money in one account."
        ),
    )
    return lima, make_article(), rent


def make_action(**changes: str) -> Action:
    values = {
        "title": "Write to the ambassador",
        "text": "It takes two minutes. We have drafted a letter; add a sentence of your own.",
        "button": "Send the letter",
        "link": "https://example.org/letter",
    }
    return Action(**(values | changes))


def make_dates() -> tuple[DiaryDate, ...]:
    return (
        DiaryDate(
            what="Branch meeting: what we owe the port workers",
            when=datetime(2026, 11, 5, 18, 30, tzinfo=LONDON),
            where="Unity Hall, 12 High Street",
            link="https://example.org/meeting",
        ),
        DiaryDate(
            what="Day of action for the mill workers",
            when=datetime(2026, 11, 28, tzinfo=LONDON),
            has_time=False,
            where="Outside the town hall",
        ),
    )


def make_issue(**changes: object) -> Issue:
    values: dict[str, object] = {
        "id": "issue-1",
        "slug": "october",
        "subject": "[first_name|Friend], three strikes that need us",
        "preheader": "Lima, the jute mill and a rent strike: what happened, and one thing you can do.",
        "language": "en",
        "articles": ("lima", "mill", "rent"),
        "actions": (make_action(),),
        "diary": make_dates(),
        "intro": "Dear [first_name|friend],\n\nhere are **three disputes** that ask for the same thing. Our "
        "[solidarity fund](https://example.org/fund) has sent £400.\n\n- Read one, share one.\n- Come to the meeting.",
        "path": Path("issues/october.md"),
        "lines": {
            "subject": 3,
            "preheader": 4,
            "language": 5,
            "articles": 7,
            "actions.0.link": 14,
            "body": 30,
        },
    }
    return Issue(**(values | changes))


def make_letter(
    issue: Issue | None = None, articles: tuple[Article, ...] | None = None, **options: object
) -> Letter:
    values: dict[str, object] = {"templates": None, "unsubscribe": UNSUBSCRIBE, "nonce": NONCE}
    branch = options.pop("branch", make_branch())
    return compose(
        issue or make_issue(),
        make_articles() if articles is None else articles,
        branch,
        **(values | options),
    )


def make_digest(seed: int = 0) -> Letter:
    """A letter near the size that is usual, for measurements."""
    return make_letter(articles=make_articles() * (4 + seed))
