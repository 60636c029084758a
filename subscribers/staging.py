"""The rows of a file on their way to the list: judged, counted, and laid out in tables that this connection alone sees.

Every row with an address is kept with its hash and with the id that this person has if they are new; then one row for
each address. Nothing of the list itself is changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from subscribers import beside, matching
from subscribers.columns import Columns
from subscribers.database import Database
from subscribers.days import UNKNOWN
from subscribers.filefacts import FileFacts
from subscribers.identity import new_ids
from subscribers.judge import WITHOUT_ADDRESS, Judge
from subscribers.keeping_out import BY_OTHER, mark_moved
from subscribers.listfile import ListFile
from subscribers.listrow import ListRow
from subscribers.mailboxes import SHARED, Mailboxes
from subscribers.people import People
from subscribers.plainrow import plain_rows
from subscribers.questions import Topic
from subscribers.scratch import roomy_scratch
from subscribers.statements import Statement, load_statements
from subscribers.strays import Strays
from subscribers.verdict import Judged, Verdict

_RESTRICTION = {
    Verdict.OK: 0, Verdict.FIX: 0, Verdict.ASK: 1, Verdict.LEFT: 2, Verdict.BOUNCED: 3, Verdict.OUT: 4
}  # fmt: skip
#: So many rows at a time: with more the collector of garbage goes through all of them again and again.
_CHUNK = 1_000
#: Rows lie by the first two signs of their ids, as people will: a few thousand are sorted at a time, which takes
#: little memory, and they are still at hand when their proof is written.
_PLACES, _PARTS = 40, 256
#: Told below all others: see `settle_carried`.
_CARRIED = 5
#: Rows of people who are left as they are.
_UNUSED = frozenset({Verdict.ASK, Verdict.REJECT})
_SAME_PERSON = "another address of the row is on the list, and this one is not: is it the same person?"
_T = TypeVar("_T")
#: Line, restriction, address, name, first name, language, and when they said yes (subscribers.days).
_Entry = tuple[int, int, str, str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """A row that is not plainly taken in, by the number of its line in the file."""

    line: int
    outcome: Verdict
    reason: str


class Tally:
    """What the rows say while they go by; nothing of a plain row is kept."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.reports: list[RowReport] = []
        self.names: list[str] = []
        self.mailboxes = Mailboxes()
        #: What the rows say since the last were kept.
        self.tags: list[dict[str, object]] = []
        self.meant: list[str] = []
        self.beside: list[tuple[str, str]] = []
        #: How many rows each question would settle, and whether they stay out until then.
        self.questions: Counter[str] = Counter()
        self.usually_out: set[str] = set()

    def take(self, one: Judged) -> None:
        """Count a row that was judged."""
        self.seen["rows"] += 1
        self.meant += one.meant
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

    def look_at_other_addresses(self, row: ListRow, columns: Columns, *, has_none: bool) -> None:
        """Whether there is an address in a column that is not written to, beside the one that is or in place of it."""
        cells = row.cells
        found = {place for place in columns.further_addresses if place < len(cells) and "@" in cells[place]}
        if columns.address < len(cells) and "@" in cells[columns.address]:
            self.seen["two addresses"] += not found.isdisjoint(columns.other_addresses)
        elif found:
            self.seen["other address only"] += 1
            self.seen["not quite without"] += has_none

    def look_at_name(self, name: str) -> None:
        if len(self.names) < 3:
            self.names.append(name)


def read_through(people: People, file: ListFile, judge: Judge, facts: FileFacts, plan_id: str) -> Tally:
    """Judge and stage every row; once more where a column turned out to be free text after rows were asked about."""
    free = set[int]()
    while True:
        tally = Tally()
        judge.signs.strays = strays = Strays(file.columns, free) if file.columns is not None else None
        judge.signs.section, judge.keeps_out = file.section, bool(facts.against) and not facts.bounced
        judge.signs.always, judge.signs.is_vouched = facts.always, facts.vouched
        _stage(people, _entries(file, judge, facts, tally), plan_id, tally)
        if strays is None or not strays.mistaken:
            answer = judge.answers.get(Topic.SAME_PERSON)
            for line in mark_moved(people, is_same=answer == "yes"):
                tally.report(line, Verdict.OUT, BY_OTHER)
            for line in beside.doubtful(people.database, answer):
                tally.report(line, Verdict.ASK, _SAME_PERSON)
                tally.questions[Topic.SAME_PERSON] += 1
            matching.match(people.database)
            for line, why in matching.protected_lines(people.database):
                tally.report(line, Verdict.OUT, why)
            return tally
        free |= strays.mistaken


def _entries(file: ListFile, judge: Judge, facts: FileFacts, tally: Tally) -> Iterator[_Entry]:
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
                restriction = _CARRIED if one.carried else _RESTRICTION[one.verdict]
                tally.seen["carried"] += one.carried
                yield row.line, restriction, one.address, one.name, one.first_name, one.language, one.agreed
    tally.seen.update(rows=plain, staged=plain)


def _judging(columns: Columns | None, judge: Judge, tally: Tally) -> Callable[[ListRow], Iterable[Judged]]:
    if columns is None:
        return judge.entries

    def judged(row: ListRow) -> Iterable[Judged]:
        one = judge.row(row, columns)
        if one is None:
            return ()
        if one.address:
            tally.beside += [(one.address, other) for other in judge.beside(row, columns, one.address)]
        if one.verdict in _UNUSED:
            tally.meant += judge.beside(row, columns, one.address)
        if columns.further_addresses:
            tally.look_at_other_addresses(row, columns, has_none=one.reason == WITHOUT_ADDRESS)
        return (
            (one, *(replace(one, address=address, carried=True) for address in one.others))
            if one.others
            else (one,)
        )

    return judged


def _objecting(facts: FileFacts) -> Callable[[Judged], None]:
    """Whoever stands on a list of people who said no said no, whatever their row says."""
    verdict = Verdict.BOUNCED if facts.bounced else Verdict.OUT

    def objecting(one: Judged) -> None:
        if one.address:
            said_no = one.verdict is Verdict.OUT
            one.verdict, one.reason, one.question = Verdict.OUT if said_no else verdict, facts.against, ""

    return objecting


def _stage(people: People, entries: Iterator[_Entry], plan_id: str, tally: Tally) -> None:
    """Fill the temporary tables: every row with its hash and an id, then one row for each address."""
    database = people.database
    for statement in (
        "make_staged_tag",
        "make_meant",
        "make_folded",
        "make_repeated",
        "make_plan_mark",
        "drop_index",
    ):
        database.run(_sql(statement))
    matching.prepare(database)
    beside.prepare(database)
    empty(database)
    before = 0
    for chunk in _chunks(entries):
        database.many_in_order(_sql("stage"), _staged(people, chunk, before))
        before += len(chunk)
        if tally.tags:
            database.many(_sql("stage_tag"), tally.tags)
            tally.tags.clear()
        if tally.meant:
            _keep_meant(people, tally.meant)
            tally.meant.clear()
        if tally.beside:
            beside.keep(people, tally.beside)
            tally.beside.clear()
    database.run(_sql("make_index"))
    with roomy_scratch(database):  # not before, while addresses are sorted in memory
        _fold(database, tally)
    database.run(_sql("mark_plan"), plan=plan_id)


def _keep_meant(people: People, addresses: Iterable[str]) -> None:
    rows = [{"address": one, "address_hash": people.suppressions.hash_of(one)} for one in addresses]
    people.database.many(_sql("stage_meant"), rows)


def _fold(database: Database, tally: Tally) -> None:
    """One row for each address."""
    if not database.run(_sql("fold")):
        _settle_carried(database, tally)
        return
    for (line,) in database.iterate(_sql("repeated_lines")):
        tally.seen["repeated"] += 1
        tally.report(line, Verdict.FIX, "the same address stands further up: one person")
    database.run(_sql("drop_repeated"))
    for repeated in _chunks(database.iterate(_sql("repeated_people"))):
        database.many_in_order(_sql("stage"), repeated)
    database.run(_sql("empty_repeated"))
    _settle_carried(database, tally)


def _settle_carried(database: Database, tally: Tally) -> None:
    """What was said in a row for other addresses counts as a no where these have no row of their own."""
    if tally.seen["carried"]:
        database.run(_sql("settle_carried"))


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


def parts(database: Database) -> Iterator[dict[str, int]]:
    """The first and the last place of each; a server sorts on its disk, and would read everything for each part."""
    if database.dialect == "postgres":
        yield {"first": 0, "last": (_PARTS << _PLACES) - 1}
        return
    for part in range(_PARTS):
        yield {"first": part << _PLACES, "last": ((part + 1) << _PLACES) - 1}


def empty(database: Database) -> None:
    beside.empty(database)
    for statement in ("empty_staged_tag", "empty_meant", "empty_folded", "empty_repeated", "unmark_plan"):
        database.run(_sql(statement))


def marked_plan(database: Database) -> str | None:
    """The id of the plan that the tables belong to."""
    found = database.value(_sql("marked_plan"))
    return None if found is None else str(found)


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "staging.sql")[name]
