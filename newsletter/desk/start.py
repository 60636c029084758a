"""`newsletter` alone: where am I, and what comes next."""

from collections.abc import Mapping
from pathlib import Path

from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.article import SummaryState
from newsletter.desk.result import Result
from newsletter.desk.words import people, resume_line
from newsletter.errors import SettingsError
from newsletter.sending.ledger import CampaignState, Ledger
from newsletter.wiring import House, open_house
from subscribers.audience import count_mailable


def where_am_i(root: Path, environment: Mapping[str, str]) -> Result:
    """The state of the workspace in a few lines, and the next command. Outside of one: how to begin."""
    try:
        house = open_house(root, environment)
    except SettingsError as error:
        if error.code != "no-workspace":
            raise
        return _outside(root)
    counts = _counts(house)
    return Result(
        data={"workspace": str(root.resolve()), **counts},
        lines=(
            f"{house.settings.branch.name}: {root.resolve()}",
            f"  {counts['articles']} articles, {counts['proposed']} summaries to read",
            f"  {counts['issues']} issues",
            f"  {people(int(str(counts['mailable'])))} may be mailed",
            "",
            f"Next: {counts['next']}",
        ),
    )


def _outside(root: Path) -> Result:
    return Result(
        data={"workspace": None, "next": "newsletter demo"},
        lines=(
            f"{root.resolve()} is not a newsletter workspace.",
            "",
            "To look around first (nobody is mailed):   newsletter demo",
            "To begin with your own branch:             newsletter init my-branch",
        ),
    )


def _counts(house: House) -> dict[str, object]:
    kept = articles.listing(house.workspace)
    proposed = [article.slug for article in kept if article.summary.state is SummaryState.PROPOSED]
    slugs = issues.slugs(house.workspace)
    with house.open_database() as database:
        mailable = count_mailable(database)
        campaigns = Ledger(database).campaigns()
    unfinished = [campaign.id for campaign in campaigns if campaign.state is not CampaignState.DONE]
    sent = {campaign.slug for campaign in campaigns}
    return {
        "articles": len(kept),
        "proposed": len(proposed),
        "issues": len(slugs),
        "mailable": mailable,
        "unfinished": unfinished,
        "next": _next(unfinished, proposed, [slug for slug in slugs if slug not in sent], kept, mailable),
    }


def _next(unfinished: list[str], proposed: list[str], unsent: list[str], kept: object, mailable: int) -> str:
    """One command: the first thing on the way that is not done."""
    if unfinished:
        return resume_line(unfinished[0])
    if not kept:
        return "newsletter article add FILE-OR-LINK"
    if proposed:
        return f"newsletter article show {proposed[0]}, then: newsletter article accept {proposed[0]}"
    if not mailable:
        return 'newsletter subscriber import LIST.csv --basis consent --wording "…"'
    if unsent:
        return f"newsletter issue check {unsent[0]}, then: newsletter send {unsent[0]} --dry-run"
    return "newsletter issue new NAME --article ARTICLE"
