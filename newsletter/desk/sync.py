"""Hold the list against a whole file, as a national union exports it: who joins, who changes, who has left."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from newsletter.desk.erasing import LOG_STAYS
from newsletter.desk.guarding import on_list
from newsletter.desk.lists import Import, planned, report, told
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people
from newsletter.errors import ExitCode, UsageError
from newsletter.sending.doubt import people_in_doubt
from newsletter.wiring import House
from subscribers.consent import Basis, Ground
from subscribers.erasure import Erasures
from subscribers.errors import DatabaseError, ListFileError
from subscribers.importer import ImportPlan, apply
from subscribers.leavers import Leavers

#: Of those on one ground; when more would go, the file is likely cut off, or another list.
MANY = 0.2
_GROUNDS = {
    Basis.MEMBERSHIP: "as members",
    Basis.CONSENT: "because they agreed to these words",
    Basis.SOFT_OPT_IN: "by this soft opt-in",
    Basis.CORPORATE: "as organisations",
}


def sync_list(
    house: House, wanted: Import, talk: Talk, *, accept: str = "", leavers: int | None = None
) -> Result:
    """Say who would join, change and leave, ask, do it in one transaction. Exit code 4 while a question is open, or
    while somebody cannot go yet.

    `accept` is the mark of a report that was read before; `leavers` is how many may go where they are many.
    """
    with house.open_database() as database:
        members, doubted = house.people(database), people_in_doubt(database)
        asking, plan = planned(house, members, wanted, talk, is_whole=True, spared=doubted)
        found = _leavers(plan)
        mark, mailboxes = _mark(plan), on_list(house, plan.mailboxes)
        stays = _stays(found, doubted)
        said = (*report(plan, mailboxes), *_lines(plan, found), *stays)
        if wanted.dry_run:
            only = f"This was only said (--dry-run). To do just this: the same command with --accept {mark}"
            said = (*said, only, *asking.write_questions(plan))
            return _told(plan, mark, told(plan, plan.counts, said, mailboxes, written=asking.written))
        if accept and accept != mark:
            raise UsageError(
                "The file or the list has changed since that report. Nothing was changed.",
                remedy="Run it with --dry-run again, and look at the new figures.",
                code="report-changed",
            )
        talk.say("\n".join(said))
        if found.share > MANY and leavers != found.leaving:
            talk.confirm_in_person(
                f"{people(found.leaving)} of {found.listed:,} would go. Is this file really the whole list?",
                _many(found, leavers),
            )
        if not accept:
            talk.confirm(_question(plan, found))
        done = apply(members, plan, now=house.clock.now(), spared=lambda: people_in_doubt(database))
        kept = _write_anew(Erasures(members)) if found.leaving else ()
    gone = "nobody has left" if not found.leaving else f"{people(found.leaving)} removed"
    ended = f"Done: {done.added} joined, {done.changed} changed, {done.unchanged} as they were, {gone}."
    messages = (*stays, *kept, *asking.remains())
    return _told(plan, mark, replace(told(plan, done, (ended,), mailboxes), messages=messages))


def _write_anew(erasures: Erasures) -> tuple[str, ...]:
    """Names and addresses of those who went go from the file as well; why not yet, in a sentence."""
    try:
        return () if erasures.purge() else (LOG_STAYS,)
    except DatabaseError as error:
        told = "They are removed, but the file could not be written anew without its old pages."
        return (f"{told} {error.message} {error.remedy} Then type: newsletter",)


def _leavers(plan: ImportPlan) -> Leavers:
    if plan.is_against or plan.leavers is None:
        raise ListFileError(
            f"{plan.file.name} is a list of people who get no mail, and not the whole list. Nothing was changed.",
            remedy="Take it in with: newsletter subscriber import",
            code="opt-out-file",
        )
    return plan.leavers


def _lines(plan: ImportPlan, found: Leavers) -> tuple[str, ...]:
    lines = [f"Of {people(found.listed)} on the list {_GROUNDS[_ground(plan).basis]}:"]
    lines.append(f"  {found.leaving:,} not in the file any more: they go, with their names and addresses,")
    if found.staying:
        lines.append(
            f"  {found.staying:,} not in the file, but here on another ground too: they stay on that one,"
        )
    because = f", {found.meant:,} of them because a row that cannot be used as it is may mean them"
    lines.append(f"  {found.remaining:,} stay{because if found.meant else ''}.")
    if found.others:
        lines.append(f"{people(found.others)} on other grounds: this file says nothing about them.")
    unclear = plan.counts.rejected + plan.counts.questions
    if unclear and found.leaving:
        lines.append(
            f"{counted(unclear, 'row', 'rows')} of the file cannot be used as they are: whoever stands there"
            f"{', but for those,' if found.meant else ''} may be among those who would go."
        )
    return tuple(lines)


def _stays(found: Leavers, doubted: Mapping[str, str]) -> tuple[str, ...]:
    """How many cannot go yet, why, and what ends it."""
    if not found.spared:
        return ()
    campaigns, verb = sorted({*doubted.values()}), "is" if found.spared == 1 else "are"
    said = (
        f"{people(found.spared)} who {verb} not in the file any more cannot go yet: nobody knows whether a mail "
        f"reached them (campaign {', '.join(campaigns)}). They stay as they are. Settle it: newsletter campaign show "
        f"{campaigns[0]}. Then sync again."
    )
    return (said,)


def _question(plan: ImportPlan, found: Leavers) -> str:
    return (
        f"Take in {people(plan.counts.added)}, bring {people(plan.counts.changed)} up to date "
        f"and remove {people(found.leaving)}?"
    )


def _many(found: Leavers, agreed: int | None) -> UsageError:
    number = f" You agreed to {agreed:,}." if agreed is not None else ""
    return UsageError(
        f"{people(found.leaving)} of {found.listed:,} would go, which is more than a fifth: the file may be cut off, "
        f"or another list.{number} Nothing was changed.",
        remedy=f"Look whether the file is whole. If they have really left, add: --leavers {found.leaving}",
        code="many-leavers",
    )


def _mark(plan: ImportPlan) -> str:
    """Tells one report from another: the file and how it was read, the ground, all of its figures, and who would go."""
    figures = {"counts": asdict(plan.counts), "leavers": asdict(_leavers(plan))}
    file, reason = plan.file, _ground(plan)
    read = [file.sha256, file.encoding, file.sheet, file.used, plan.answers]
    given = [*read, reason.basis, reason.wording_hash, plan.language]
    return hashlib.sha256(json.dumps([given, figures], sort_keys=True).encode()).hexdigest()[:12]


def _ground(plan: ImportPlan) -> Ground:
    if plan.reason is None:
        raise AssertionError("without a ground no list is held against a file")
    return plan.reason


def _told(plan: ImportPlan, mark: str, result: Result) -> Result:
    found = _leavers(plan)
    more = {
        "accept": mark, "listed": found.listed, "leaving": found.leaving, "remaining": found.remaining,
        "on_earlier_ground": found.staying, "in_doubt": found.spared, "on_other_grounds": found.others,
        "perhaps_meant": found.meant, "staying": found.staying,  # what scripts know "on_earlier_ground" by from before
    }  # fmt: skip
    code = ExitCode.PARTLY if found.spared else result.exit_code
    return replace(result, data={**result.data, **more}, exit_code=code)
