"""Say yes to what a restored list cannot know: who left since, and what was sent since."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from newsletter import issue as issues
from newsletter.audience import EVERYBODY
from newsletter.desk.result import Result, Talk
from newsletter.desk.suppressions import read_suppressions
from newsletter.desk.words import counted
from newsletter.errors import NewsletterError, Refused, UsageError, repeated
from newsletter.issue import Issue
from newsletter.sending.campaign import Kind
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.custody import IN_PLACE_SINCE, RESTORED, Custody
from subscribers.database import Database

ACCEPT = "newsletter database accept"
#: How the names of notes begin about issues of which somebody said since that nobody has them.
_UNSENT = "unsent/"
_READ_YOUR_MAIL = "Act on every mail since that day that asks to leave: newsletter subscriber suppress"


def accept(house: House, unsent: list[str], talk: Talk) -> Result:
    """Read anew who opted out at the provider, hold what may have gone out, and let sending begin again."""
    with house.open_database() as database:
        held = Custody(database).find(RESTORED)
        _refuse_strange(house, unsent)
        if held is None:
            return _release(house, database, unsent, talk)
        named = {issues.load(house.workspace, slug, house.settings.branch).id for slug in unsent}
        doubtful = [issue for issue in _unknown_issues(house, database) if issue.id not in named]
        talk.say("\n".join(_words(held.value, doubtful)))
        talk.confirm("Do you know all this, and shall sending begin again?")
        transport = house.settings.sending.transport
        if house.kind_of(transport) is Kind.REAL:
            read_suppressions(house, database, transport)
        _begin_again(database, held.value, named, now=house.clock.now())
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


def _begin_again(database: Database, day: str, named: set[str], *, now: datetime) -> None:
    """What was said after an earlier loss says nothing of this one; the earlier day stays."""
    custody = Custody(database)
    with database.transaction():
        earlier = custody.find(IN_PLACE_SINCE)
        custody.remember(IN_PLACE_SINCE, min(day, earlier.value) if earlier else day, now=now)
        for note in custody.all(_UNSENT):
            custody.forget(note.name)
        for id_ in named:
            custody.remember(f"{_UNSENT}{id_}", day, now=now)
        custody.forget(RESTORED)


def _release(house: House, database: Database, unsent: list[str], talk: Talk) -> Result:
    """After the yes: an issue of which it turns out that nobody has it."""
    named = [issues.load(house.workspace, slug, house.settings.branch) for slug in dict.fromkeys(unsent)]
    waiting = [issue for issue in named if is_perhaps_sent(database, issue)]
    slugs = [issue.slug for issue in waiting]
    if waiting:
        talk.confirm(f"Do you know that nobody has had {', '.join(slugs)}?")
    custody, now = Custody(database), house.clock.now()
    for issue in waiting:
        custody.remember(f"{_UNSENT}{issue.id}", "", now=now)
    said = f"May be sent: {', '.join(slugs)}" if waiting else "Nothing waits for your yes."
    return Result(data={"accepted": False, "day": None, "held": [], "released": slugs}, lines=(said,))


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
    if again or not is_perhaps_sent(database, issue):
        return
    since = Custody(database).find(IN_PLACE_SINCE)
    raise Refused(
        f"This issue may have gone out after {since.value if since else ''}, from the computer that was lost: the list "
        "came from a backup, which cannot tell. Nothing was sent.",
        remedy=f"If you know that nobody has it, as of one just written: {unsent_line(issue.slug)}. To mail it to "
        "everybody: --again",
        code="perhaps-sent",
    )


def is_perhaps_sent(database: Database, issue: Issue) -> bool:
    """Whether it may have gone out from a lost computer, and nobody said that it did not. Wherever its file was."""
    custody = Custody(database)
    if custody.find(IN_PLACE_SINCE) is None or custody.find(f"{_UNSENT}{issue.id}") is not None:
        return False
    return not _is_known(Ledger(database), issue)


def unsent_line(slug: str) -> str:
    """What to type for an issue that nobody has had."""
    return f"{ACCEPT} --unsent {slug}"


def restored_line(database: Database) -> str:
    """What `newsletter` says about it, "" where nothing waits."""
    held = Custody(database).find(RESTORED)
    return (
        "" if held is None else f"restored from a backup of {held.value}; before anything is sent: {ACCEPT}"
    )


def _unknown_issues(house: House, database: Database) -> Iterator[Issue]:
    """Issues of the folder that this list does not know to have been sent to everybody."""
    ledger = Ledger(database)
    for slug in issues.slugs(house.workspace):
        with suppress(NewsletterError):  # one that cannot be read cannot be sent either
            issue = issues.load(house.workspace, slug, house.settings.branch)
            if not _is_known(ledger, issue):
                yield issue


def _is_known(ledger: Ledger, issue: Issue) -> bool:
    """A part of the list, and what was called back, leave people whom the lost computer may have mailed since."""
    return any(
        not ledger.receipt(campaign.id).called_back
        for campaign in ledger.campaigns()
        if campaign.issue == issue.id and campaign.kind is Kind.REAL and campaign.audience == EVERYBODY
    )


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
    yield "Nor is any other issue sent that it does not know, also one that you copy here or write later, before you"
    yield f"have said that nobody has it: {unsent_line('NAME')}"
