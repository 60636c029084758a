"""Take a list of people in, and give the list out. First questions and the report, then the yes."""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path

from newsletter.checks.finding import Finding
from newsletter.desk.asking import Asking
from newsletter.desk.findings import as_data
from newsletter.desk.grounds import Claimed, ground_of
from newsletter.desk.guarding import on_list
from newsletter.desk.places import is_under_git, is_within, synced_by
from newsletter.desk.result import Result, Talk
from newsletter.desk.words import counted, people
from newsletter.errors import ExitCode, UsageError
from newsletter.files import write_pieces
from newsletter.wiring import House
from subscribers.consent import GROUNDLESS
from subscribers.errors import ListFileError
from subscribers.importer import Counts, ImportPlan, apply, plan_import
from subscribers.notes import LEFT_OUT
from subscribers.people import People
from subscribers.questions import Answers
from subscribers.rights import export

#: Lines of the report printed at a terminal; scripts get all.
REPORTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What was typed about a list."""

    file: Path
    claimed: Claimed
    language: str = ""
    encoding: str = ""
    sheet: str = ""
    answers: Path | None = None
    dry_run: bool = False


def import_list(house: House, wanted: Import, talk: Talk) -> Result:
    """Ask what only a person can say, report, ask for the yes, do it in one transaction. Exit code 4 while a question
    is open.
    """
    with house.open_database() as database:
        members = house.people(database)
        asking, plan = planned(house, members, wanted, talk)
        found = on_list(house, plan.mailboxes)
        said = report(plan, found)
        if wanted.dry_run:
            only = ("This was only said (--dry-run). Nothing was changed.", *asking.write_questions(plan))
            return told(plan, plan.counts, (*said, *only), found, written=asking.written)
        talk.say("\n".join(said))
        talk.confirm(_question(plan))
        done = apply(members, plan, now=house.clock.now())
    return replace(told(plan, done, (_done(plan, done),), found), messages=asking.remains())


def planned(
    house: House,
    members: People,
    wanted: Import,
    talk: Talk,
    *,
    is_whole: bool = False,
    spared: Collection[str] = (),
) -> tuple[Asking, ImportPlan]:
    """What would be done, with the answers of whoever can be asked. Raises ListFileError for a file without people.

    A list of people who said no needs no ground: nobody is taken in. `spared` may not leave yet.
    """
    reason = None
    if is_whole or wanted.claimed.basis or wanted.claimed.wording:
        reason = ground_of(house, wanted.claimed, source=f"file {wanted.file.name}")

    def plan_with(answers: Answers) -> ImportPlan:
        return plan_import(
            members,
            wanted.file,
            file_name=wanted.file.name,
            reason=reason,
            language=wanted.language or house.settings.branch.language,
            encoding=wanted.encoding,
            sheet=wanted.sheet,
            answers=answers,
            is_whole=is_whole,
            spared=spared,
        )

    asking = Asking(
        house.workspace,
        wanted.file,
        wanted.answers,
        talk,
        dry_run=wanted.dry_run,
        command="sync" if is_whole else "import",
    )
    plan = asking.plan(plan_with)
    if not plan.counts.rows:
        raise ListFileError(
            f"{wanted.file.name} has a header and nobody below it. Nothing was changed.",
            remedy="Export the list again, and look into the file before you use it.",
            code="empty-list",
        )
    return asking, plan


def told(
    plan: ImportPlan,
    counts: Counts,
    lines: tuple[str, ...],
    found: Sequence[Finding],
    *,
    written: str = "",
) -> Result:
    """What came of a list, for people and scripts."""
    return Result(
        data={
            **asdict(counts),
            "rows_read": counts.rows,
            "rows": [
                {"line": row.line, "outcome": str(row.outcome), "reason": row.reason} for row in plan.rows
            ],
            "columns": plan.file.used,
            "dropped_columns": list(plan.file.dropped),
            "notes": list(plan.notes),
            "findings": list(map(as_data, found)),
            "sheet": plan.file.sheet,
            "looks_like": plan.file.looks_like,
            "open_questions": [
                {
                    "key": one.key,
                    "text": one.text,
                    "answers": list(one.answers),
                    "default": one.default,
                    "rows": one.rows,
                }
                for one in plan.questions
            ],
            "answers_file": written,
        },
        lines=lines,
        exit_code=ExitCode.PARTLY if counts.questions else ExitCode.DONE,
    )


def report(plan: ImportPlan, found: Sequence[Finding]) -> tuple[str, ...]:
    counts = plan.counts
    rows = [f"  line {row.line}: {row.outcome}: {row.reason}" for row in plan.rows[:REPORTED]]
    more = len(plan.rows) - REPORTED
    where = f" from the sheet {plan.file.sheet}" if plan.file.sheet else ""
    return (
        f"{plan.file.name}: {counted(counts.rows, 'row', 'rows')}, read as {plan.file.encoding}{where}.",
        *((f"  {plan.file.looks_like}",) if plan.file.looks_like else ()),
        "  columns used: " + ", ".join(f"{header} ({field})" for field, header in plan.file.used.items()),
        *((f"  columns left out: {', '.join(plan.file.dropped)}",) if plan.file.dropped else ()),
        *(f"  {note}" for note in plan.notes),
        *(f"  {finding.message} {finding.remedy}" for finding in found),
        *rows,
        *(
            (f"  … and {counted(more, 'more line', 'more lines')} (all of them with --json)",)
            if more > 0
            else ()
        ),
        f"  {counts.added:,} new, {counts.changed:,} changed, {counts.unchanged:,} as they are,",
        f"  {counts.suppressed:,} opted out, {counts.left:,} left out ({LEFT_OUT}),",
        f"  {counts.rejected:,} cannot be used, {counts.questions:,} to be looked at.",
    )


def _question(plan: ImportPlan) -> str:
    if plan.is_against:
        return f"Make sure that {people(plan.counts.suppressed)} of this list never get mail again?"
    return f"Add {people(plan.counts.added)} and bring {people(plan.counts.changed)} up to date?"


def _done(plan: ImportPlan, done: Counts) -> str:
    if plan.is_against:
        return f"Done: {people(done.suppressed)} will get no mail, whatever list they turn up on. Nobody was added."
    kept = ""
    if plan.reason and plan.reason.basis in GROUNDLESS:
        kept = " Nobody is mailed on this ground; take them in again when you can say why they may be."
    return f"Done: {done.added} added, {done.changed} changed, {done.unchanged} as they were.{kept}"


def export_list(house: House, out: Path, reason: str, talk: Talk) -> Result:
    """Write the whole list into a file that only its owner can read; the reason is kept in the database."""
    if out.exists():
        raise UsageError(
            f"{out} is there already. Nothing was written.", remedy="Choose another name.", code="file-exists"
        )
    if not out.parent.is_dir():
        raise UsageError(
            f"There is no folder {out.parent}. Nothing was written.",
            remedy="Look how it is spelled; a folder for the list is not made by mistake.",
            code="no-folder",
        )
    remark = _unfit(house, out)
    talk.confirm(f"{remark} Write names and addresses of the whole list into {out}?".lstrip())
    with house.open_database() as database:
        members = house.people(database)
        number = members.count()
        # A byte order mark, because Excel takes a file without one for its own old encoding.
        with closing(export(members, reason=reason, now=house.clock.now())) as lines:
            write_pieces(out, (line.encode() for line in chain("\ufeff", lines)), mode=0o600)
    return Result(
        data={"file": str(out), "subscribers": number},
        lines=(f"Wrote {people(number)} to {out}. Delete it when it has served.",),
        messages=(remark,) if remark else (),
    )


def _unfit(house: House, out: Path) -> str:
    """Why a list in the clear had better not lie there; "" of most places."""
    if service := synced_by(out.parent):
        return f"{service} copies this folder to the internet, and keeps copies of the list that you cannot delete."
    if is_under_git(out.parent):
        return "This folder is under git, which never forgets a file."
    if is_within(out, house.workspace.root):
        return "This file lies in the branch's own folder: backups and copies of it hold the list in the clear, too."
    return ""
