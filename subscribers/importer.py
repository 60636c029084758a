"""Taking a list of people in: first a plan that writes nothing, then the plan carried out, whole or not at all.

Promises: every row is accounted for by its line number; importing the same file again changes nothing; nothing
lifts a protection, and an opt-out in the file becomes one. Columns that are not needed are dropped and named.
Whether the file adds to the list or is the whole of it (leavers.py) is said by whoever calls.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from subscribers import matching
from subscribers.columns import Columns
from subscribers.consent import GROUNDLESS, OWN_ACTS, Ground, keep_wording, no_ground
from subscribers.content import changed_file, sha256_of
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import ListFileError, ListUsageError
from subscribers.exports import is_name_of_opt_outs
from subscribers.filefacts import FileFacts, facts_of
from subscribers.identity import new_id
from subscribers.judge import Judge
from subscribers.keeping_out import keep_out, notes_on_moves
from subscribers.leavers import Leavers, find_leavers, let_go, note_refresh
from subscribers.listfile import ListFile, read_list
from subscribers.mailboxes import Mailboxes
from subscribers.moments import to_micros
from subscribers.names import checked_language, clean_name
from subscribers.notes import LEFT_OUT, notes_on_columns, notes_on_tags
from subscribers.people import People
from subscribers.questions import Answers, Question, Topic, question, which_day, which_encoding
from subscribers.scratch import open_scratch
from subscribers.staging import RowReport, Tally, empty, marked_plan, parts, read_through
from subscribers.standing import Standing, standing
from subscribers.statements import Statement, load_statements

#: So many addresses are sorted at the end, which takes 80 bytes of memory for each; pages need the less until then.
_SORTED_AT_ONCE, _IN_ORDER_KB = range(5_000, 1_250_000), 8_000
#: Encodings of older programs that are taken for Western European Windows text.
_MISTAKEN = ("cp1250", "cp850", "mac_roman", "cp1251", "cp1256")


class TagRule(StrEnum):
    """What a file says about the tags of people who have some already."""

    KEPT = "kept"  # nothing: it has no such column
    FILLED = "filled"  # a cell replaces them; an empty one takes nothing away, as with names
    WHOLE = "whole"  # it is the whole list: an empty cell means that there are none


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

    file: FileFacts
    questions: tuple[Question, ...]  #: not answered yet
    notes: tuple[str, ...]
    #: Up to three names with other letters than a-z, to be looked at when the encoding was not certain.
    names_to_check: tuple[str, ...]
    rows: tuple[RowReport, ...]
    counts: Counts
    reason: Ground | None  #: None: nobody is taken in
    language: str
    tags: TagRule
    id: str
    mailboxes: Mailboxes  #: of rows that are taken in
    answers: Mapping[str, str]  #: by question, those that were given
    seen: Mapping[str, int]  #: what is known from the rows alone, whatever the list holds
    standing: Standing  #: what the list held of them, and of others

    @property
    def leavers(self) -> Leavers | None:
        """Who goes because the file is the whole list; None where it only adds."""
        return self.standing.leavers

    @property
    def is_against(self) -> bool:
        """Nobody is taken in; people are kept out."""
        return bool(self.file.against) or self.reason is None

    def __repr__(self) -> str:
        return f"ImportPlan({self.counts})"


def plan_import(
    people: People,
    source: Path | bytes,
    *,
    file_name: str,
    reason: Ground | None,
    language: str,
    encoding: str = "",
    sheet: str = "",
    answers: Answers | None = None,
    is_whole: bool = False,
    spared: Collection[str] = (),
) -> ImportPlan:
    """Read the whole file and say what importing it would do; nothing is written.

    `reason` is made by `subscribers.consent.ground`; None will do where nobody is taken in. `language` is for those of
    whom the file does not say it; `is_whole` says that everybody on this ground stands in the file, so whoever does not
    has left; `spared` are the ids of those who may not go yet.
    Raises ListFileError, ListUsageError, OpenQuestion.
    """
    _check(language, reason, is_whole=is_whole)
    answers = answers or Answers()
    file = read_list(source, name=file_name, encoding=encoding, sheet=sheet, answers=answers)
    days = reason is not None and reason.basis in OWN_ACTS
    file = _with_day(file, answers) if days else file
    facts = facts_of(file, source, answers)
    open_scratch(people.database)
    judge = Judge(answers, days=days, since=reason.since if reason else None)
    plan_id, tags = new_id(), _tag_rule(file, is_whole=is_whole)
    with people.database.roomy(), people.database.scratch():
        tally = read_through(people, file, judge, facts, plan_id)
        notes = (*_notes(people.database, file, tally, answers), *notes_on_moves(people))
        stands = standing(people.database, reason, tags, is_whole=is_whole, spared=spared)
    counts = _grounded(_counts(stands.found, tally.seen), reason)
    return ImportPlan(
        id=plan_id,
        file=facts,
        questions=tuple(_questions(file, tally, answers, encoding, days=days)),
        notes=notes,
        names_to_check=tuple(tally.names) if file.encoding == "cp1252" else (),
        rows=tuple(sorted(tally.reports, key=lambda report: report.line)),
        counts=counts,
        reason=reason,
        language=language,
        tags=tags,
        mailboxes=tally.mailboxes,
        answers=answers.given,
        seen=tally.seen,
        standing=stands,
    )


def _check(language: str, reason: Ground | None, *, is_whole: bool) -> None:
    checked_language(language)
    if is_whole and reason and reason.basis in GROUNDLESS:
        raise _no_ground_to_hold()


def _grounded(counts: Counts, reason: Ground | None) -> Counts:
    """Nobody is taken in without a ground."""
    if reason is None and counts.added + counts.changed + counts.unchanged:
        raise no_ground()
    return counts


def _with_day(file: ListFile, answers: Answers) -> ListFile:
    """With a column of dates as the days of a yes, where somebody has answered that it holds them."""
    if file.columns is None or answers.get(Topic.DAY_OF_YES) != "yes":
        return file
    return replace(file, columns=file.columns.with_day_of_yes())


def _no_ground_to_hold() -> ListUsageError:
    return ListUsageError(
        "A list can be held against a whole file only on the ground that these people are mailed on.",
        remedy="Say why they may be mailed, or add them with: newsletter subscriber import",
        code="basis-unknown",
    )


def apply(
    people: People, plan: ImportPlan, *, now: datetime, spared: Callable[[], Collection[str]] = tuple
) -> Counts:
    """Carry a plan out in one transaction; what was really done, should the list have changed since the plan.

    Where somebody goes, the list must not have changed: who was agreed on goes, and nobody else. Who may not go yet is
    asked again within the transaction.

    Raises ListFileError `file-changed` and `plan-stale`.
    """
    _refuse_changed_file(plan)
    database, moment, reason = people.database, to_micros(now), plan.reason
    is_same = plan.answers.get(Topic.SAME_PERSON) == "yes"
    source = clean_name((reason.source if reason else "") or plan.file.name)
    with database.roomy(), database.transaction():
        _refuse_stale(database, plan)
        found = plan.standing.found_now(database, reason, plan.tags)
        done = _counts(found, plan.seen)
        if reason is None and (done.added or done.changed):
            raise _changed_list()  # a protection was lifted meanwhile
        if plan.leavers:
            _refuse_others(database, plan, done, spared(), is_as_planned=found is plan.standing.found)
        if done.suppressed and keep_out(people, source=source, now=now, is_same=is_same):
            found = plan.standing.found_now(database, reason, plan.tags)  # somebody has moved meanwhile
            done = _counts(found, plan.seen)
        if reason and (done.added or done.changed):
            keep_wording(database, reason)
        if done.changed:
            matching.bring_up_to_date(database, reason, source=source, now=moment)
        if done.added:
            is_first = found["added"] == sum(found.values()) - sum(found[one] for one in matching.KEPT_OUT)
            _take_in_new(database, plan, source=source, now=moment, is_first=is_first)
        if plan.tags is not TagRule.KEPT and (done.added or done.changed):
            matching.remove_other_tags(database, plan.tags)
            database.run(_sql("add_tags_of_file"))
        if reason and plan.leavers:
            let_go(database, source=source, now=moment)
            if plan.leavers.leaving:
                Erasures(people).leave_traces()
            counted = {"joined": done.added, "changed": done.changed}
            note_refresh(database, reason, plan.leavers, counted=counted, now=moment)
        empty(database)
    return done


def _take_in_new(database: Database, plan: ImportPlan, *, source: str, now: int, is_first: bool) -> None:
    """`is_first`: none of them is on the list or protected, so that nobody has to be looked for."""
    ground = matching.given(plan.reason)
    take_in = _sql("take_in_all" if is_first else "take_in_new")
    add_consents = _sql("add_consents_of_all" if is_first else "add_consents_of_new")
    if database.value(_sql("has_departed")):
        database.run(_sql("reuse_ids"))
    with _without_index(database, plan.counts.added):
        for part in parts(database):
            database.run(take_in, now=now, language=plan.language, **ground, **part)
            database.run(add_consents, source=source, now=now, **ground, **part)
    database.run(_sql("forget_returned"))


@contextlib.contextmanager
def _without_index(database: Database, number: int) -> Iterator[None]:
    """For a first list that is large, but not too large to sort in memory; pages are then written one after another."""
    if number not in _SORTED_AT_ONCE or not database.value(_sql("is_empty")):
        yield
        return
    with database.roomy(_IN_ORDER_KB):
        database.run(_sql("drop_address_index"))
        yield
        database.run(_sql("make_address_index"))


def _tag_rule(file: ListFile, *, is_whole: bool) -> TagRule:
    if file.columns is None or file.columns.tags is None:
        return TagRule.KEPT
    return TagRule.WHOLE if is_whole else TagRule.FILLED


def _counts(found: Mapping[str, int], seen: Mapping[str, int]) -> Counts:
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


def _notes(database: Database, file: ListFile, tally: Tally, answers: Answers) -> Iterator[str]:
    if file.encoding == "cp1252":
        yield "The file is not UTF-8. It was read as Western European text: look whether the names are right."
    for name in file.other_sheets:
        if is_name_of_opt_outs(name) and not is_name_of_opt_outs(file.sheet):
            yield f'The sheet "{name}" was not read. Import it as well (--sheet), so that those people get no mail.'
        elif name in file.headless_sheets:
            yield (
                f'The sheet "{name}" was not read: it holds addresses, and no row of it names the columns. Name them '
                "in its first row (Email, Name) and import it as well (--sheet)."
            )
    if without := tally.seen["without address"] - tally.seen["not quite without"]:
        yield f"Rows without an address: {without:,}."
    yield from notes_on_tags(database)
    yield from notes_on_columns(file.columns, tally.seen)
    if answers.unused:
        yield f"Answers to questions that this list does not ask: {answers.unused}."
    still_listed = database.value(_sql("count_left_but_listed"))
    if still_listed:
        are = "is on the list and gets mail" if still_listed == 1 else "are on the list and get mail"
        yield (
            f"{still_listed:,} whom this file leaves out ({LEFT_OUT}) {are}. Suppress or remove them if they should "
            "get none."
        )


def _questions(
    file: ListFile, tally: Tally, answers: Answers, encoding: str, *, days: bool
) -> Iterator[Question]:
    """What nobody has answered yet."""
    if file.columns is not None and file.columns.question is not None:
        yield file.columns.question
    if file.encoding == "cp1252" and tally.names and not encoding and not answers.get(Topic.ENCODING):
        yield which_encoding(tally.names, _read_otherwise(tally.names))
    for key, rows in sorted(tally.questions.items()):
        if not answers.get(key):
            yield question(key, rows=rows, default="no" if key in tally.usually_out else "")
    if days:
        yield from _question_of_day(file.columns, answers)


def _question_of_day(columns: Columns | None, answers: Answers) -> Iterator[Question]:
    if columns is not None and columns.day is not None and not answers.get(Topic.DAY_OF_YES):
        yield which_day(columns.headers[columns.day])


def _read_otherwise(names: list[str]) -> dict[str, list[str]]:
    read = {}
    for encoding in _MISTAKEN:
        with contextlib.suppress(UnicodeError):
            read[encoding] = [clean_name(name.encode("cp1252").decode(encoding)) for name in names]
    return read


def _refuse_changed_file(plan: ImportPlan) -> None:
    path = plan.file.path
    if path is None:
        return
    try:
        same = sha256_of(path) == plan.file.sha256
    except ListFileError:
        same = False
    if not same:
        raise changed_file()


def _refuse_others(
    database: Database, plan: ImportPlan, done: Counts, spared: Collection[str], *, is_as_planned: bool
) -> None:
    """Where somebody goes: nobody but those who were agreed on."""
    if plan.reason is None or (is_as_planned and plan.standing.spared == frozenset(spared)):
        return
    found = find_leavers(database, plan.reason, spared=spared)
    if plan.leavers is None or found.who != plan.leavers.who or (found, done) != (plan.leavers, plan.counts):
        raise _changed_list()


def _changed_list() -> ListFileError:
    return ListFileError(
        "The list has changed since the report. Nothing was changed.",
        remedy="Run it again and look at the new figures.",
        code="list-changed",
    )


def _refuse_stale(database: Database, plan: ImportPlan) -> None:
    if marked_plan(database) != plan.id:
        raise ListFileError(
            "This plan was carried out already, or another list was looked at since. Nothing was imported.",
            remedy="Import the file again and look at the figures.",
            code="plan-stale",
        )


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "importer.sql")[name]
