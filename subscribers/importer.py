"""Taking a list of people in: first a plan that writes nothing, then the plan carried out, whole or not at all.

Promises: every row is accounted for by its line number; importing the same file again changes nothing; nothing
lifts a protection, and an opt-out in the file becomes one. Columns that are not needed are dropped and named.
Whether the file adds to the list or is the whole of it (leavers.py) is said by whoever calls.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from subscribers.consent import Ground, keep_wording
from subscribers.database import Database, Row
from subscribers.erasure import Erasures
from subscribers.errors import ListFileError
from subscribers.identity import new_id
from subscribers.leavers import Leavers, find_leavers, let_go, note_refresh
from subscribers.listfile import ListFile, read_list
from subscribers.moments import to_micros
from subscribers.names import checked_language, clean_name
from subscribers.people import People
from subscribers.statements import Statement, load_statements
from subscribers.verdict import WITHOUT_ADDRESS, Judged, Verdict, judge, judge_entries

_RESTRICTION = {Verdict.OK: 0, Verdict.FIX: 0, Verdict.ASK: 1, Verdict.LEFT: 2, Verdict.OUT: 3}
_CHUNK = 10_000
_T = TypeVar("_T")
#: File names that programs give to lists of people who said no or left (Mailchimp: unsubscribed_…, cleaned_…).
_NAME_OF_OPT_OUTS = re.compile(
    r"(?:un|non|not)[-_ ]?subscri|unsub|cleaned|opt(?:ed)?[-_ ]?outs?|bounce|complain|suppress|leavers|deceased|lapsed"
    r"|(?<![a-z])left(?![a-z])|do[-_ ]?not|no[-_ ]?(?:e?mail|contact)|blocklist|blacklist|(?<![a-z])bajas?(?![a-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """A row that is not plainly taken in, by the number of its line in the file."""

    line: int
    outcome: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """People of the file, and rows that are nobody. They add up: rows = everything but `fixed` and `already`."""

    rows: int  #: rows with anything in them (in a plain list: entries)
    added: int
    changed: int
    unchanged: int
    rejected: int  #: rows that cannot be used, those without an address included
    suppressed: int  #: never to be mailed: said so in the file, earlier, or took their consent back
    questions: int  #: left out until a person has looked at them
    left: int  #: the list itself says that they do not belong to it now
    repeated: int  #: rows whose address stands further up
    fixed: int  #: of those taken in: rows that were tidied


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImportPlan:
    """What importing a file would do. It stands as long as its connection, until the next plan on it."""

    file_name: str
    path: Path | None
    sha256: str
    encoding: str
    delimiter: str
    used: dict[str, str]  #: header by field
    dropped: tuple[str, ...]  #: headers of columns that are not kept
    notes: tuple[str, ...]
    #: Up to three names with other letters than a-z, to be looked at when the encoding was not certain.
    names_to_check: tuple[str, ...]
    rows: tuple[RowReport, ...]
    counts: Counts
    reason: Ground
    language: str
    id: str
    seen: Mapping[str, int]  #: what is known from the rows alone, whatever the list holds
    #: Who goes because the file is the whole list; None where it only adds.
    leavers: Leavers | None = None

    def __repr__(self) -> str:
        return f"ImportPlan({self.counts})"


def plan_import(
    people: People,
    source: Path | bytes,
    *,
    file_name: str,
    reason: Ground,
    language: str,
    encoding: str = "",
    is_whole: bool = False,
) -> ImportPlan:
    """Read the whole file and say what importing it would do; nothing is written.

    `reason` is made by `subscribers.consent.ground`; `language` is for those of whom the file does not say it;
    `is_whole` says that everybody on this ground stands in the file, so whoever does not has left.
    Raises ListFileError, ListUsageError.
    """
    checked_language(language)
    _refuse_opt_outs(file_name)
    file = read_list(source, name=file_name, encoding=encoding)
    tally, plan_id = _Tally(), new_id()
    with people.database.roomy(), people.database.scratch():
        _stage(people, tally.counted(_judged(file)), plan_id)
        _report_from_list(people.database, tally)
        notes = tuple(_notes(people.database, file, tally))
        counts = _counts(people.database, reason, tally.seen)
        leavers = find_leavers(people.database, reason) if is_whole else None
    return ImportPlan(
        id=plan_id,
        file_name=file_name,
        path=source if isinstance(source, Path) else None,
        sha256=file.sha256,
        encoding=file.encoding,
        delimiter=file.delimiter if file.columns else "",
        used=file.columns.used if file.columns else {"address": "one address after another, no header"},
        dropped=file.columns.dropped if file.columns else (),
        notes=notes,
        names_to_check=tuple(tally.names) if file.encoding == "cp1252" else (),
        rows=tuple(sorted(tally.reports, key=lambda report: report.line)),
        counts=counts,
        reason=reason,
        language=language,
        seen=tally.seen,
        leavers=leavers,
    )


def apply(people: People, plan: ImportPlan, *, now: datetime) -> Counts:
    """Carry a plan out in one transaction; what was really done, should the list have changed since the plan.

    Where somebody goes, the list must not have changed: who was agreed on goes, and nobody else.

    Raises ListFileError `file-changed` and `plan-stale`.
    """
    _refuse_changed_file(plan)
    database, moment = people.database, to_micros(now)
    ground = {"basis": plan.reason.basis, "wording_hash": plan.reason.wording_hash or ""}
    source = clean_name(plan.reason.source or plan.file_name)
    with database.roomy(), database.transaction():
        _refuse_stale(database, plan)
        done = _counts(database, plan.reason, plan.seen)
        if plan.leavers is not None and (find_leavers(database, plan.reason), done) != (
            plan.leavers,
            plan.counts,
        ):
            raise _changed_list()
        if done.suppressed:
            database.run(_sql("suppress_out"), source=source, now=moment)
        if done.added or done.changed:
            keep_wording(database, plan.reason)
        if done.changed:
            database.run(_sql("add_new_consents_of_listed"), source=source, now=moment, **ground)
            database.run(_sql("bring_up_to_date"), now=moment, **ground)
        if done.added:
            database.run(_sql("reuse_ids"))
            database.run(_sql("take_in_new"), now=moment, language=plan.language, **ground)
            database.run(_sql("add_consents_of_new"), source=source, now=moment, **ground)
            database.run(_sql("forget_returned"))
        if plan.leavers is not None:
            let_go(database, source=source, now=moment)
            if plan.leavers.leaving:
                Erasures(people).leave_traces()
            counted = {"joined": done.added, "changed": done.changed}
            note_refresh(database, plan.reason, plan.leavers, counted=counted, now=moment)
        _empty(database)
    return done


class _Tally:
    """What the rows say while they go by; nothing of a plain row is kept."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.reports: list[RowReport] = []
        self.names: list[str] = []

    def counted(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        """Count everybody and hand on those who have an address."""
        for one in judged:
            self.seen["rows"] += 1
            if one.verdict is not Verdict.OK:
                self._note(one)
            if one.address:
                self.seen["staged"] += 1
                self._look_at_name(one.name)
                yield one

    def report(self, line: int, outcome: Verdict, reason: str) -> None:
        self.reports.append(RowReport(line=line, outcome=outcome, reason=reason))

    def _note(self, one: Judged) -> None:
        # Rows without an address are told as one number: a list may have thousands.
        if one.reason == WITHOUT_ADDRESS:
            self.seen["without address"] += 1
        else:
            self.report(one.line, one.verdict, one.reason)
        if one.verdict is Verdict.FIX:
            self.seen["fixed"] += 1
        elif not one.address:
            self.seen["asked" if one.verdict is Verdict.ASK else "rejected"] += 1

    def _look_at_name(self, name: str) -> None:
        if len(self.names) < 3 and not name.isascii():
            self.names.append(name)


def _judged(file: ListFile) -> Iterator[Judged]:
    columns = file.columns
    if columns is None:
        for row in file.rows():
            yield from judge_entries(row)
        return
    for row in file.rows():
        one = judge(row, columns)
        if one is not None:
            yield one


def _stage(people: People, judged: Iterator[Judged], plan_id: str) -> None:
    """Fill the temporary tables: every row, then one row for each address with its hash and an id."""
    database = people.database
    for statement in ("make_staged", "make_folded", "make_plan_mark"):
        database.run(_sql(statement))
    _empty(database)
    for chunk in _chunks(judged):
        database.many(_sql("stage"), [_staged(one) for one in chunk])
    for people_of_file in _chunks(database.iterate(_sql("fold"))):
        database.many(_sql("stage_folded"), [_folded(people, row) for row in people_of_file])
    database.run(_sql("mark_plan"), plan=plan_id)


def _staged(one: Judged) -> dict[str, object]:
    return {
        "line": one.line,
        "restriction": _RESTRICTION[one.verdict],
        "address": one.address,
        "name": one.name,
        "first_name": one.first_name,
        "language": one.language,
    }


def _folded(people: People, row: Row) -> dict[str, object]:
    line, restriction, address, name, first_name, language = row
    return {
        "line": line,
        "restriction": restriction,
        "id": new_id(),
        "address": address,
        "address_hash": people.suppressions.hash_of(address),
        "name": name,
        "first_name": first_name,
        "language": language,
    }


def _chunks(items: Iterator[_T]) -> Iterator[list[_T]]:
    while chunk := list(islice(items, _CHUNK)):
        yield chunk


def _empty(database: Database) -> None:
    for statement in ("empty_staged", "empty_folded", "unmark_plan"):
        database.run(_sql(statement))


def _report_from_list(database: Database, tally: _Tally) -> None:
    """What only the whole file or the list can tell about a row."""
    for (line,) in database.iterate(_sql("repeated_lines")):
        tally.seen["repeated"] += 1
        tally.report(line, Verdict.FIX, "the same address stands further up: one person")
    why = {
        "suppressed": "never to be mailed: on the suppression list",
        "withdrawn": "took their consent back",
    }
    for line, protection in database.iterate(_sql("protected_lines")):
        tally.report(line, Verdict.OUT, why[protection])


def _counts(database: Database, reason: Ground, seen: Mapping[str, int]) -> Counts:
    found = Counter[str]()
    given = {"basis": reason.basis, "wording_hash": reason.wording_hash or ""}
    for outcome, count in database.rows(_sql("count_outcomes"), **given):
        found[outcome] = count
    return Counts(
        rows=seen.get("rows", 0),
        added=found["added"],
        changed=found["changed"],
        unchanged=found["unchanged"],
        rejected=seen.get("rejected", 0),
        suppressed=found["out"] + found["protected"],
        questions=found["asked"] + seen.get("asked", 0),
        left=found["left"],
        repeated=seen.get("repeated", 0),
        fixed=seen.get("fixed", 0),
    )


def _notes(database: Database, file: ListFile, tally: _Tally) -> Iterator[str]:
    if file.encoding == "cp1252":
        yield "The file is not UTF-8. It was read as Western European text: look whether the names are right."
    if tally.seen["without address"]:
        yield f"Rows without an address: {tally.seen['without address']:,}."
    still_listed = database.value(_sql("count_left_but_listed"))
    if still_listed:
        yield (
            f"{still_listed:,} who do not belong to the list any more, as this file says, are on it and get mail. "
            "Suppress or remove them if that is so."
        )


def _refuse_opt_outs(file_name: str) -> None:
    if _NAME_OF_OPT_OUTS.search(file_name.lower()):
        raise ListFileError(
            "The name of this file says that these people do not want mail or left.",
            remedy="To make sure that they get none: newsletter subscriber suppress. If it is a list of people to "
            "write to after all, give the file another name and import it again.",
            code="opt-out-file",
        )


def _refuse_changed_file(plan: ImportPlan) -> None:
    if plan.path is None:
        return
    try:
        with plan.path.open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == plan.sha256
    except OSError:
        same = False
    if not same:
        raise ListFileError(
            "The file has changed since it was looked at. Nothing was imported.",
            remedy="Import it again and look at the new figures.",
            code="file-changed",
        )


def _changed_list() -> ListFileError:
    return ListFileError(
        "The list has changed since the report. Nothing was changed.",
        remedy="Run it again and look at the new figures.",
        code="list-changed",
    )


def _refuse_stale(database: Database, plan: ImportPlan) -> None:
    if database.value(_sql("marked_plan")) != plan.id:
        raise ListFileError(
            "This plan was carried out already, or another list was looked at since. Nothing was imported.",
            remedy="Import the file again and look at the figures.",
            code="plan-stale",
        )


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "importer.sql")[name]
