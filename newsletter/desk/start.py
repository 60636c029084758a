"""`newsletter` alone: where am I, and what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.article import SummaryState
from newsletter.desk.accept import ACCEPT, is_perhaps_sent, restored_line, unsent_line
from newsletter.desk.carry import undo_until
from newsletter.desk.erasing import tidy
from newsletter.desk.guarding import old_lists
from newsletter.desk.holders import still_to_erase
from newsletter.desk.openness import telling
from newsletter.desk.places import is_open_to_others
from newsletter.desk.result import Result, Talk
from newsletter.desk.sheet import MISSING
from newsletter.desk.words import counted, people, resume_line, said_time
from newsletter.errors import NewsletterError, SettingsError
from newsletter.feedback.evidence import ASK_AFTER
from newsletter.sending.campaign import Campaign, CampaignState, ParkedBatch
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName
from newsletter.wiring import House, open_house
from subscribers.audience import count_mailable, count_without_ground
from subscribers.custody import SHEET, Custody
from subscribers.database import Database
from subscribers.erasure import Erasures


def where_am_i(root: Path, environment: Mapping[str, str], talk: Talk) -> Result:
    """The state of the workspace in a few lines, and the next command. Outside of one: how to begin."""
    try:
        house = open_house(root, environment)
    except SettingsError as error:
        if error.code != "no-workspace":
            raise
        return _outside(root)
    return telling(house.workspace.database, lambda: _where(house, root), talk)


def _where(house: House, root: Path) -> Result:
    counts, remarks = _counts(house)
    return Result(
        data={"workspace": str(root.resolve()), **counts},
        lines=(
            f"{house.settings.branch.name}: {root.resolve()}",
            *_lines(house, counts),
            "",
            f"Next: {counts['next']}",
        ),
        messages=remarks,
    )


def _lines(house: House, counts: Mapping[str, Any]) -> list[str]:
    kept, unread = counted(counts["articles"], "article", "articles"), counts["proposed"]
    lines = [
        f"  {kept}, {counted(unread, 'summary', 'summaries')} to read",
        f"  {counted(counts['issues'], 'issue', 'issues')}",
        f"  {people(counts['mailable'])} may be mailed",
    ]
    if counts["without_ground"]:
        lines.append(
            f"  {people(counts['without_ground'])} on the list without a ground: nobody mails them until you say why "
            "they may be (newsletter subscriber import, or add, with --basis)"
        )
    lines += [f"  {line}" for line in (counts["restored"], *counts["old_lists"]) if line]
    lines += [f"  being sent at this moment: newsletter campaign show {id_}" for id_ in counts["sending"]]
    lines += [f"  an undo is not finished: newsletter campaign undo {id_}" for id_ in counts["undoing"]]
    lines += [
        f"  not yet on its way, can be called back: newsletter campaign undo {id_}"
        for id_ in counts["undoable"]
    ]
    lines += [f"  {line}" for line in _to_forget(house, counts)]
    return lines + [f"  {_doubt(house, id_, counts['log_tells'].get(id_))}" for id_ in counts["in_doubt"]]


def _doubt(house: House, campaign: str, log_tells: str | None) -> str:
    if log_tells is None:
        return f"in doubt: newsletter campaign show {campaign}"
    resolve, begins = f"newsletter campaign resolve {campaign}", datetime.fromisoformat(log_tells).timestamp()
    if house.provider_time() >= begins:
        return f"in doubt: {resolve}"
    return f"in doubt; SendGrid's log can tell from {said_time(house, begins)} on: {resolve}"


def _to_forget(house: House, counts: Mapping[str, Any]) -> list[str]:
    """Who asked to be forgotten and is not yet, here or at SendGrid."""
    lines = []
    if counts["to_forget"]:
        lines.append(f"{people(counts['to_forget'])} to be forgotten as soon as their mail is settled")
    for holder, number in counts["to_erase"].items():
        lines += still_to_erase(house, holder, addresses=number, refused=counts["erase_refused"][holder])
    return lines


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


def _counts(house: House) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The numbers, and what was tidied up on the way."""
    kept = articles.listing(house.workspace)
    proposed = [article.slug for article in kept if article.summary.state is SummaryState.PROPOSED]
    slugs = issues.slugs(house.workspace)
    with house.open_database() as database:
        remarks = tidy(house, database)
        erasures = Erasures(house.people(database))
        to_forget, to_erase = len(erasures.put_off_people()), erasures.waiting()
        mailable, without_ground = count_mailable(database), count_without_ground(database)
        old = old_lists(house, database)
        restored, sheet = restored_line(database), Custody(database).find(SHEET)
        campaigns = Ledger(database).campaigns()
        standing = _standing(house, database, campaigns)
        sent = {campaign.slug for campaign in campaigns}
        unsent = next((slug for slug in slugs if slug not in sent), "")
        is_held = bool(unsent) and _is_held(house, database, unsent)
    counts = {
        "articles": len(kept),
        "proposed": len(proposed),
        "issues": len(slugs),
        "mailable": mailable,
        "without_ground": without_ground,
        "old_lists": old,
        "restored": restored,
        "sheet": None if sheet is None else f"{sheet.at:%Y-%m-%d}",
        **standing,
        "to_forget": to_forget,
        "to_erase": {one.holder: one.addresses for one in to_erase},
        "erase_refused": {one.holder: one.refused for one in to_erase},
        "next": _unended(standing) or _next(proposed, _to_send(unsent, is_held=is_held), kept, mailable),
    }
    if restored:
        counts["next"] = ACCEPT
    return counts, (*remarks, *_advice(house, counts))


def _advice(house: House, counts: Mapping[str, Any]) -> Iterator[str]:
    """What endangers the list as a whole; said once there is somebody on it."""
    if counts["mailable"] and counts["sheet"] is None:
        yield MISSING
    if not house.is_on_server and is_open_to_others(house.workspace.data):
        yield (
            f"Other accounts of this machine can look into {house.workspace.data}. Type: chmod 700 "
            f"{house.workspace.data}"
        )


def _standing(house: House, database: Database, campaigns: Sequence[Campaign]) -> dict[str, Any]:
    """Which campaigns are unfinished, how, and from when on the provider's log can tell more of them."""
    ledger = Ledger(database)
    receipts = {each.id: ledger.receipt(each.id) for each in campaigns if not each.is_over}
    # One that was undone is over, and some of its people may be in doubt all the same.
    parked = {each.id: ledger.parked(each.id) for each in campaigns}
    sending = [id_ for id_ in receipts if house.is_owned(id_)]
    undoing = [each.id for each in campaigns if each.state is CampaignState.UNDOING]
    # What is on its way is no doubt while somebody sends it.
    adrift = {id_ for id_, receipt in receipts.items() if receipt.in_doubt} - set(sending)
    return {
        "sending": sending,
        "unfinished": [id_ for id_, receipt in receipts.items() if receipt.planned or receipt.in_doubt],
        "undoing": undoing,
        "undoable": [
            each.id
            for each in campaigns
            if each.id not in undoing and undo_until(house, database, each) is not None
        ],
        "in_doubt": [id_ for id_ in parked if parked[id_] or id_ in adrift],
        "log_tells": {
            each.id: _log_tells(parked[each.id])
            for each in campaigns
            if each.transport == TransportName.SENDGRID and parked[each.id]
        },
    }


def _log_tells(parked: Sequence[ParkedBatch]) -> str:
    begins = min((batch.send_at or batch.handed) + ASK_AFTER for batch in parked)
    return datetime.fromtimestamp(begins, UTC).isoformat()


def _unended(standing: Mapping[str, Any]) -> str:
    """The command for a campaign that is under way; an undo, which has an hour, comes first."""
    undoing, unfinished = (
        [id_ for id_ in standing[which] if id_ not in standing["sending"]]
        for which in ("undoing", "unfinished")
    )
    if undoing:
        return f"newsletter campaign undo {undoing[0]}"
    return resume_line(unfinished[0]) if unfinished else ""


def _next(proposed: list[str], to_send: str, kept: object, mailable: int) -> str:
    """One command: the first thing on the way that is not done."""
    if not kept:
        return "newsletter article add FILE-OR-LINK"
    if proposed:
        return f"newsletter article show {proposed[0]}, then: newsletter article accept {proposed[0]}"
    if not mailable:
        return 'newsletter subscriber import LIST.csv --basis consent --wording "…"'
    return to_send or "newsletter issue new NAME --article ARTICLE"


def _to_send(slug: str, *, is_held: bool) -> str:
    """The way to send an issue; "" where there is none."""
    if is_held:
        return (
            f"{unsent_line(slug)} (only if you know that nobody has had it: the list came from a backup), then: "
            f"newsletter issue check {slug}"
        )
    return f"newsletter issue check {slug}, then: newsletter send {slug} --dry-run" if slug else ""


def _is_held(house: House, database: Database, slug: str) -> bool:
    with suppress(NewsletterError):  # `issue check` says what is wrong with it
        return is_perhaps_sent(database, issues.load(house.workspace, slug, house.settings.branch))
    return False
