"""Say yes to what a restored list cannot know: who left since, and what was sent since."""

from collections.abc import Iterator
from contextlib import suppress

from newsletter import issue as issues
from newsletter.desk.result import Result, Talk
from newsletter.desk.suppressions import read_suppressions
from newsletter.desk.words import counted
from newsletter.errors import NewsletterError, Refused, UsageError, repeated
from newsletter.issue import Issue
from newsletter.sending.campaign import Kind
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.custody import RESTORED, Custody
from subscribers.database import Database

ACCEPT = "newsletter database accept"
#: How the names of notes begin about issues that may have gone out from the lost computer.
_PERHAPS_SENT = "perhaps-sent/"
_READ_YOUR_MAIL = "Act on every mail since that day that asks to leave: newsletter subscriber suppress"


def accept(house: House, unsent: list[str], talk: Talk) -> Result:
    """Read anew who opted out at the provider, hold what may have gone out, and let sending begin again."""
    with house.open_database() as database:
        custody = Custody(database)
        held = custody.find(RESTORED)
        _refuse_strange(house, unsent)
        if held is None:
            return _release(house, database, unsent, talk)
        doubtful = [issue for issue in _unknown_issues(house, database) if issue.slug not in unsent]
        talk.say("\n".join(_words(held.value, doubtful)))
        talk.confirm("Do you know all this, and shall sending begin again?")
        transport = house.settings.sending.transport
        if house.kind_of(transport) is Kind.REAL:
            read_suppressions(house, database, transport)
        now = house.clock.now()
        with database.transaction():
            for issue in doubtful:
                custody.remember(f"{_PERHAPS_SENT}{issue.id}", held.value, now=now)
            custody.forget(RESTORED)
    return Result(
        data={
            "accepted": True,
            "day": held.value,
            "held": [issue.slug for issue in doubtful],
            "released": [],
        },
        lines=(
            "Sending may begin again.",
            *(f"  {issue.slug} is not sent: it may have gone out since {held.value}." for issue in doubtful),
        ),
        messages=() if transport is TransportName.SENDGRID else (_READ_YOUR_MAIL,),
    )


def _release(house: House, database: Database, unsent: list[str], talk: Talk) -> Result:
    """After the yes: an issue of which it turns out that nobody has it."""
    custody = Custody(database)
    names = {
        slug: f"{_PERHAPS_SENT}{issues.load(house.workspace, slug, house.settings.branch).id}"
        for slug in unsent
    }
    waiting = [slug for slug, name in names.items() if custody.find(name) is not None]
    if waiting:
        talk.confirm(f"Do you know that nobody has had {', '.join(waiting)}?")
    for slug in waiting:
        custody.forget(names[slug])
    said = f"May be sent: {', '.join(waiting)}" if waiting else "Nothing waits for your yes."
    return Result(data={"accepted": False, "day": None, "held": [], "released": waiting}, lines=(said,))


def refuse_held(database: Database) -> None:
    """Raise Refused while a restored list waits for a yes."""
    held = Custody(database).find(RESTORED)
    if held is not None:
        raise Refused(
            f"The list was restored from a backup of {held.value}. Who left since, and what was sent since, is not "
            "known. Nothing was sent.",
            remedy=f"Type: {ACCEPT}",
            code="restored",
        )


def refuse_restored(database: Database, issue: Issue, *, again: bool) -> None:
    """Raise Refused while it waits for a yes, and for an issue that may have gone out from the lost computer."""
    refuse_held(database)
    custody = Custody(database)
    perhaps = custody.find(f"{_PERHAPS_SENT}{issue.id}")
    if perhaps is not None and not again:
        raise Refused(
            f"This issue may have gone out after {perhaps.value}, from the computer that was lost. Nothing was sent.",
            remedy=f"If you know that nobody has it: {ACCEPT} --unsent {issue.slug}. To mail it to everybody: --again",
            code="perhaps-sent",
        )


def restored_line(database: Database) -> str:
    """What `newsletter` says about it, "" where nothing waits."""
    held = Custody(database).find(RESTORED)
    return (
        "" if held is None else f"restored from a backup of {held.value}; before anything is sent: {ACCEPT}"
    )


def _unknown_issues(house: House, database: Database) -> Iterator[Issue]:
    """Issues of the folder that no real campaign of this list knows."""
    ledger = Ledger(database)
    for slug in issues.slugs(house.workspace):
        with suppress(NewsletterError):  # one that cannot be read cannot be sent either
            issue = issues.load(house.workspace, slug, house.settings.branch)
            if ledger.latest(issue.id, Kind.REAL) is None:
                yield issue


def _refuse_strange(house: House, unsent: list[str]) -> None:
    for slug in set(unsent) - set(issues.slugs(house.workspace)):
        raise UsageError(
            f"There is no issue called {repeated(slug)}.",
            remedy="See: newsletter issue list",
            code="not-found",
        )


def _words(day: str, doubtful: list[Issue]) -> Iterator[str]:
    yield f"This list was restored from a backup of {day}. It does not know"
    yield "  - who opted out since, but for what your provider tells when it is asked now;"
    yield "  - who joined, changed or was forgotten since;"
    yield "  - what was sent since."
    if doubtful:
        number = counted(len(doubtful), "issue", "issues")
        yield f"{number} may have gone out since, and will not be sent:"
        yield from (
            f"  {issue.slug}   (--unsent {issue.slug} if you know that nobody has it)" for issue in doubtful
        )
