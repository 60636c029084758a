"""Taking a list of people in: first a plan that writes nothing, then the plan carried out, whole or not at all.

Promises: every row is accounted for by its line number; importing the same file again changes nothing; nothing
lifts a protection, and an opt-out in the file becomes one. Columns that are not needed are dropped and named.
Whether the file adds to the list or is the whole of it (leavers.py) is said by whoever calls.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TypeVar

from subscribers import matching
from subscribers.columns import Columns
from subscribers.consent import GROUNDLESS, OWN_ACTS, Ground, keep_wording, no_ground
from subscribers.content import changed_file, sha256_of
from subscribers.database import Database
from subscribers.days import UNKNOWN
from subscribers.erasure import Erasures
from subscribers.errors import ListFileError, ListUsageError
from subscribers.exports import is_name_of_opt_outs
from subscribers.filefacts import FileFacts, facts_of
from subscribers.identity import new_id, new_ids
from subscribers.keeping_out import BY_OLDER, keep_out, mark_moved, notes_on_moves
from subscribers.leavers import Leavers, find_leavers, let_go, note_refresh
from subscribers.listfile import ListFile, read_list
from subscribers.listrow import ListRow
from subscribers.mailboxes import SHARED, Mailboxes
from subscribers.moments import to_micros
from subscribers.names import checked_language, clean_name
from subscribers.notes import notes_on_columns, notes_on_tags
from subscribers.people import People
from subscribers.plainrow import plain_rows
from subscribers.questions import Answers, Question, Topic, question, which_day, which_encoding
from subscribers.scratch import open_scratch, roomy_scratch
from subscribers.standing import Standing, standing
from subscribers.statements import Statement, load_statements
from subscribers.strays import Strays
from subscribers.verdict import WITHOUT_ADDRESS, Judge, Judged, Verdict

_RESTRICTION = {
    Verdict.OK: 0, Verdict.FIX: 0, Verdict.ASK: 1, Verdict.LEFT: 2, Verdict.BOUNCED: 3, Verdict.OUT: 4
}  # fmt: skip
_CHUNK = 10_000
#: Rows lie by the first two signs of their ids, as people will: a few thousand are sorted at a time, which takes
#: little memory, and they are still at hand when their proof is written.
_PLACES, _PARTS = 40, 256
#: So many addresses are sorted at the end, which takes 80 bytes of memory for each; pages need the less until then.
_SORTED_AT_ONCE, _IN_ORDER_KB = range(5_000, 1_250_000), 8_000
_T = TypeVar("_T")
#: Line, restriction, address, name, first name, language, and when they said yes (subscribers.days).
_Entry = tuple[int, int, str, str, str, str, int]
#: Encodings of older programs that are taken for Western European Windows text.
_MISTAKEN = ("cp1250", "cp850", "mac_roman", "cp1251", "cp1256")


class TagRule(StrEnum):
    """What a file says about the tags of people who have some already."""

    KEPT = "kept"  # nothing: it has no such column
    FILLED = "filled"  # a cell replaces them; an empty one takes nothing away, as with names
    WHOLE = "whole"  # it is the whole list: an empty cell means that there are none


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
        tally = _read_through(people, file, judge, facts, plan_id)
        notes = (*_notes(people.database, file, tally, answers), *notes_on_moves(people))
        stands = standing(people.database, reason, tags, is_whole=is_whole, spared=spared)
    counts = _counts(stands.found, tally.seen)
    _refuse_groundless(counts, reason)
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
        seen=tally.seen,
        standing=stands,
    )


def _check(language: str, reason: Ground | None, *, is_whole: bool) -> None:
    checked_language(language)
    if is_whole and reason and reason.basis in GROUNDLESS:
        raise _no_ground_to_hold()


def _refuse_groundless(counts: Counts, reason: Ground | None) -> None:
    """Nobody is taken in without a ground."""
    if reason is None and counts.added + counts.changed + counts.unchanged:
        raise no_ground()


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
    source = clean_name((reason.source if reason else "") or plan.file.name)
    with database.roomy(), database.transaction():
        _refuse_stale(database, plan)
        found = plan.standing.found_now(database, reason, plan.tags)
        done = _counts(found, plan.seen)
        if reason is None and (done.added or done.changed):
            raise _changed_list()  # a protection was lifted meanwhile
        if plan.leavers:
            _refuse_others(database, plan, done, spared(), is_as_planned=found is plan.standing.found)
        if done.suppressed and keep_out(people, source=source, now=now):
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
        _empty(database)
    return done


class _Tally:
    """What the rows say while they go by; nothing of a plain row is kept."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.reports: list[RowReport] = []
        self.names: list[str] = []
        self.mailboxes = Mailboxes()
        #: What the rows say since the last were kept.
        self.tags: list[dict[str, object]] = []
        #: How many rows each question would settle, and whether they stay out until then.
        self.questions: Counter[str] = Counter()
        self.usually_out: set[str] = set()

    def take(self, one: Judged) -> None:
        """Count a row that was judged."""
        self.seen["rows"] += 1
        if one.verdict is not Verdict.OK:
            self._note(one)
        if one.address:
            self.seen["staged"] += 1
            if not one.name.isascii():
                self.look_at_name(one.name)
            if one.verdict is Verdict.OK or one.verdict is Verdict.FIX:
                self.mailboxes.count(one.address)

    def report(self, line: int, outcome: Verdict, reason: str) -> None:
        outcome = Verdict.OUT if outcome is Verdict.BOUNCED else outcome
        self.reports.append(RowReport(line=line, outcome=outcome, reason=reason))

    def _note(self, one: Judged) -> None:
        # Rows without an address are told as one number: a list may have thousands.
        if one.reason == WITHOUT_ADDRESS:
            self.seen["without address"] += 1
        else:
            self.report(one.line, one.verdict, one.reason)
        if one.question:
            self.questions[one.question] += 1
            if one.verdict is Verdict.LEFT:
                self.usually_out.add(one.question)
        if one.verdict is Verdict.FIX:
            self.seen["fixed"] += 1
        elif not one.address:
            self.seen["asked" if one.verdict is Verdict.ASK else "rejected"] += 1

    def look_at_other_addresses(self, row: ListRow, columns: Columns) -> None:
        """Whether there is an address in a column that is not written to, beside the one that is or in place of it."""
        cells = row.cells
        if any("@" in cells[place] for place in columns.other_addresses if place < len(cells)):
            has_one = columns.address < len(cells) and "@" in cells[columns.address]
            self.seen["two addresses" if has_one else "other address only"] += 1

    def look_at_name(self, name: str) -> None:
        if len(self.names) < 3:
            self.names.append(name)


def _read_through(people: People, file: ListFile, judge: Judge, facts: FileFacts, plan_id: str) -> _Tally:
    """Judge and stage every row; once more where a column turned out to be free text after rows were asked about."""
    free = set[int]()
    while True:
        tally = _Tally()
        judge.strays = strays = Strays(file.columns, free) if file.columns is not None else None
        judge.section, judge.keeps_out = "", bool(facts.against)
        _stage(people, _entries(file, judge, facts, tally), plan_id, tally)
        if strays is None or not strays.mistaken:
            for line in mark_moved(people):
                tally.report(line, Verdict.OUT, BY_OLDER)
            matching.match(people.database)
            for line, why in matching.protected_lines(people.database):
                tally.report(line, Verdict.OUT, why)
            return tally
        free |= strays.mistaken


def _entries(file: ListFile, judge: Judge, facts: FileFacts, tally: _Tally) -> Iterator[_Entry]:
    """Everybody with an address, counted."""
    judged = _judging(file.columns, judge, tally)
    objecting = _objecting(facts) if facts.against else None
    find = None if objecting or file.sheet else plain_rows(file.columns, judge)
    hosts, ok, plain = tally.mailboxes.hosts, _RESTRICTION[Verdict.OK], 0
    for row in file.rows():
        found = find(row.cells) if find else None
        if found is not None:
            plain += 1
            address, name, first_name, language = found
            local, _, host = address.rpartition("@")
            hosts[host] += 1
            if local in SHARED:
                tally.mailboxes.count_name(local, 1)
            if not name.isascii():
                tally.look_at_name(name)
            yield row.line, ok, address, name, first_name, language, UNKNOWN
            continue
        for one in judged(row):
            if objecting:
                objecting(one)
            tally.take(one)
            if one.address:
                tally.tags += [{"address": one.address, "tag": tag} for tag in one.tags]
                restriction = _RESTRICTION[one.verdict]
                yield row.line, restriction, one.address, one.name, one.first_name, one.language, one.agreed
    tally.seen.update(rows=plain, staged=plain)


def _judging(columns: Columns | None, judge: Judge, tally: _Tally) -> Callable[[ListRow], Iterable[Judged]]:
    if columns is None:
        return judge.entries

    def judged(row: ListRow) -> Iterable[Judged]:
        one = judge.row(row, columns)
        if one is None:
            return ()
        if columns.other_addresses:
            tally.look_at_other_addresses(row, columns)
        return (one, *(replace(one, address=address) for address in one.others)) if one.others else (one,)

    return judged


def _objecting(facts: FileFacts) -> Callable[[Judged], None]:
    """Whoever stands on a list of people who said no said no, whatever their row says."""
    verdict = Verdict.BOUNCED if facts.bounced else Verdict.OUT

    def objecting(one: Judged) -> None:
        if one.address:
            said_no = one.verdict is Verdict.OUT
            one.verdict, one.reason, one.question = Verdict.OUT if said_no else verdict, facts.against, ""

    return objecting


def _stage(people: People, entries: Iterator[_Entry], plan_id: str, tally: _Tally) -> None:
    """Fill the temporary tables: every row with its hash and an id, then one row for each address."""
    database = people.database
    for statement in ("make_staged_tag", "make_folded", "make_repeated", "make_plan_mark", "drop_index"):
        database.run(_sql(statement))
    matching.prepare(database)
    _empty(database)
    before = 0
    for chunk in _chunks(entries):
        database.many_in_order(_sql("stage"), _staged(people, chunk, before))
        before += len(chunk)
        if tally.tags:
            database.many(_sql("stage_tag"), tally.tags)
            tally.tags.clear()
    database.run(_sql("make_index"))
    with roomy_scratch(database):  # not before, while addresses are sorted in memory
        _fold(database, tally)
    database.run(_sql("mark_plan"), plan=plan_id)


def _fold(database: Database, tally: _Tally) -> None:
    """One row for each address."""
    if not database.run(_sql("fold")):
        return
    for (line,) in database.iterate(_sql("repeated_lines")):
        tally.seen["repeated"] += 1
        tally.report(line, Verdict.FIX, "the same address stands further up: one person")
    database.run(_sql("drop_repeated"))
    for repeated in _chunks(database.iterate(_sql("repeated_people"))):
        database.many_in_order(_sql("stage"), repeated)
    database.run(_sql("empty_repeated"))


def _staged(people: People, entries: list[_Entry], before: int) -> list[tuple[object, ...]]:
    """Each with an id and with its hash, as `stage` names them; `before` is how many there are already."""
    hash_of = people.suppressions.hash_of
    return [
        (
            (int(id_[:2], 16) << _PLACES) + number, line, restriction, id_, address, hash_of(address), name, first_name,
            language, agreed,
        )
        for number, (id_, (line, restriction, address, name, first_name, language, agreed)) in enumerate(
            zip(new_ids(len(entries)), entries, strict=True), before
        )
    ]  # fmt: skip


def _chunks(items: Iterator[_T]) -> Iterator[list[_T]]:
    while chunk := list(islice(items, _CHUNK)):
        yield chunk


def _take_in_new(database: Database, plan: ImportPlan, *, source: str, now: int, is_first: bool) -> None:
    """`is_first`: none of them is on the list or protected, so that nobody has to be looked for."""
    ground = matching.given(plan.reason)
    take_in = _sql("take_in_all" if is_first else "take_in_new")
    add_consents = _sql("add_consents_of_all" if is_first else "add_consents_of_new")
    if database.value(_sql("has_departed")):
        database.run(_sql("reuse_ids"))
    with _without_index(database, plan.counts.added):
        for part in _parts(database):
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


def _parts(database: Database) -> Iterator[dict[str, int]]:
    """The first and the last place of each; a server sorts on its disk, and would read everything for each part."""
    if database.dialect == "postgres":
        yield {"first": 0, "last": (_PARTS << _PLACES) - 1}
        return
    for part in range(_PARTS):
        yield {"first": part << _PLACES, "last": ((part + 1) << _PLACES) - 1}


def _empty(database: Database) -> None:
    for statement in ("empty_staged_tag", "empty_folded", "empty_repeated", "unmark_plan"):
        database.run(_sql(statement))


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


def _notes(database: Database, file: ListFile, tally: _Tally, answers: Answers) -> Iterator[str]:
    if file.encoding == "cp1252":
        yield "The file is not UTF-8. It was read as Western European text: look whether the names are right."
    for name in file.other_sheets:
        if is_name_of_opt_outs(name) and not is_name_of_opt_outs(file.sheet):
            yield f'The sheet "{name}" was not read. Import it as well (--sheet), so that those people get no mail.'
    if tally.seen["without address"]:
        yield f"Rows without an address: {tally.seen['without address']:,}."
    yield from notes_on_tags(database)
    yield from notes_on_columns(file.columns, tally.seen)
    if answers.unused:
        yield f"Answers to questions that this list does not ask: {answers.unused}."
    still_listed = database.value(_sql("count_left_but_listed"))
    if still_listed:
        yield (
            f"{still_listed:,} who do not belong to the list any more, as this file says, are on it and get mail. "
            "Suppress or remove them if that is so."
        )


def _questions(
    file: ListFile, tally: _Tally, answers: Answers, encoding: str, *, days: bool
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
    if (find_leavers(database, plan.reason, spared=spared), done) != (plan.leavers, plan.counts):
        raise _changed_list()


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
