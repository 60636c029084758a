"""What becomes of one row of a list: taken, taken with a note, a question, refused, or never to be mailed.

Whatever speaks against writing to somebody wins: an opt-out counts even in a row with other faults. Nothing that
would change who gets the mail is repaired; only signs around an address are taken off, and that is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from subscribers.address import normalise
from subscribers.address import plain as plain_address
from subscribers.addresscell import (
    ANY_ADDRESS,
    MENDING,
    NAMED,
    clause,
    is_placeholder,
    mended,
    several,
    tidied,
)
from subscribers.columns import Columns, plain
from subscribers.days import UNKNOWN, AmbiguousDayError, micros_of
from subscribers.entries import entries
from subscribers.errors import AddressError
from subscribers.exports import is_name_of_bounces
from subscribers.listrow import ListRow
from subscribers.names import clean_name, has_hidden_sign, whole_name
from subscribers.questions import Answers, Topic
from subscribers.refusals import (
    beside_says_no,
    heading_says_no,
    heads_the_others,
    name_says_no,
    says_no,
    value_says_no,
)
from subscribers.strays import Strays
from subscribers.tags import tag_texts, tags_in
from subscribers.words import (
    BOUNCED,
    LANGUAGES,
    NO,
    NOT_ON_THE_LIST,
    ON_THE_LIST,
    SAID_NO,
    SLIPPED_ENDS,
    SLIPS,
    YES,
)


class Verdict(StrEnum):
    """In rising order of restriction: of two rows with one address the later one here counts."""

    OK = "OK"  # taken as it is
    FIX = "FIX"  # taken, with a note on what was tidied
    ASK = "ASK"  # left out until a person has looked at it
    LEFT = "LEFT"  # left out: the list itself says that they do not belong to it
    REJECT = "REJECT"  # cannot be used
    BOUNCED = "BOUNCED"  # the mailbox takes no mail: never to be mailed, and told as OUT
    OUT = "OUT"  # said no: never to be mailed


@dataclass(slots=True, kw_only=True, repr=False)
class Judged:
    """One person out of a row; `address` is empty where there is none to keep.

    Not frozen: it is filled in steps, and a copy for each step costs a fifth of the import.
    """

    line: int
    verdict: Verdict
    reason: str = ""
    address: str = ""
    name: str = ""
    first_name: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    #: When they said yes, in microseconds since 1970, as far as the row says it.
    agreed: int = UNKNOWN
    #: The key of the question that would settle it (subscribers.questions).
    question: str = ""
    #: More addresses of somebody who said no.
    others: tuple[str, ...] = ()


#: So many values and hosts are remembered while a list is read.
_REMEMBERED = 10_000
#: Longer cells with addresses are no cell of one person.
_LONGEST_CELL = 2_000
WITHOUT_ADDRESS = "no address"
HIDDEN_SIGN = "a sign that cannot be seen was taken out of the name: look whether it is right"
TOO_EARLY = "gave their details before {day:%Y-%m-%d}, the first day by --collected: ask them for consent"

#: Signs that begin a formula.
_FORMULA = frozenset("=+-@\t\r")
_LANGUAGE_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_ASKED = frozenset({"address-space", "address-comma", "address-look-alike", "address-two-ats"})


#: What speaks against writing to somebody: how much, why, and the key of the question that would settle it.
Sign = tuple[Verdict, str, str]


class Judge:
    """Judges rows by the answers that were given so far; `days` = the day of a yes is kept as its proof.

    `since`: who gave their details before this day is not covered by the ground of the list.
    """

    def __init__(self, answers: Answers, *, days: bool = True, since: date | None = None) -> None:
        self._answers, self.keeps_days = answers, days
        self._since = UNKNOWN if since is None else micros_of(since.isoformat())
        self._too_early = "" if since is None else TOO_EARLY.format(day=since)
        #: What was found for the values of the columns that decide, and hosts in which nothing looks like a slip: a
        #: list has few of either.
        self._found: dict[tuple[str, ...], Sign] = {}
        self.hosts: set[str] = set()
        #: Values of which nothing speaks against writing to somebody.
        self.fine: set[tuple[str, ...]] = set()
        #: Looks into columns that decide nothing; set for each reading of a file with columns.
        self.strays: Strays | None = None
        #: The word of a heading further up by which those below it said no.
        self.section = ""
        #: The whole list is of people who get no mail.
        self.keeps_out = False

    def row(self, row: ListRow, columns: Columns) -> Judged | None:
        """The verdict on a row with named columns; None for an empty one."""
        # Formulas are often prepared for rows that nobody has filled in yet.
        if _is_blank(row, columns) and not row.problem and columns.address not in row.unknown:
            return None
        self._look_for_heading(row)
        problem = row.problem or _misfit(row, columns)
        if problem:
            return self._broken(row, columns, problem)
        against, reason, key = self._all_against(row, columns)
        found = self._linked(row, row.links, columns.address) if row.links else None
        if found is None:
            found = self.address(unquoted(row.cells[columns.address]), line=row.line)
        if found.verdict is not Verdict.OK and beside_says_no(
            ANY_ADDRESS.sub(" ", row.cells[columns.address])
        ):
            remark = self._stray("", columns.headers[columns.address])
            against, reason, key = remark if _RANK[remark[0]] > _RANK[against] else (against, reason, key)
            self._take_all_addresses(found, row, columns)
        if against in _FOR_GOOD or self.keeps_out:
            self._take_all_addresses(found, row, columns)
        if against is Verdict.OK:
            if found.address and self.keeps_days and (columns.agreed or columns.opt_in):
                found.agreed = self._agreed(row.cells, columns)
                if UNKNOWN < found.agreed < self._since:
                    return Judged(line=row.line, verdict=Verdict.REJECT, reason=self._too_early)
            return _with_names(found, row.cells, columns) if found.address else found
        if not found.address:
            # There is nobody to keep away; the fault of the address is what can be mended.
            return found
        return Judged(
            line=row.line, verdict=against, reason=reason, address=found.address, question=key, others=found.others
        )  # fmt: skip

    def entries(self, row: ListRow) -> Iterator[Judged]:
        """The verdicts on a line of a plain list: addresses, as a mail program copies them (`Ana <ana@…>; …`)."""
        if row.problem:
            yield Judged(line=row.line, verdict=Verdict.REJECT, reason=row.problem)
            return
        self._look_for_heading(row)
        parts = list(entries(row.cells[0]))
        beside = any("@" not in part and _says_something(part) for part in parts)
        for entry in parts:
            found = NAMED.fullmatch(entry)
            judged = self.address(entry, line=row.line)
            name = clean_name(found[1].strip(" \"'")) if found and judged.address else ""
            judged.name = name if "@" not in name else ""
            if judged.name and found and has_hidden_sign(found[1]):
                _note(judged, HIDDEN_SIGN)
            if judged.address:
                self._hold_back(judged, row, is_asked=beside or bool(name and name_says_no(name)))
            yield judged

    def _hold_back(self, judged: Judged, row: ListRow, *, is_asked: bool) -> None:
        """What speaks against an entry beside the address itself."""
        signs = [self._hidden()] if row.hidden else []
        signs += [self._below_heading()] if self.section else []
        signs += [self._stray("", _BESIDE)] if is_asked else []
        verdict, reason, key = max(signs, key=lambda sign: _RANK[sign[0]], default=_FINE)
        if signs and (verdict is not Verdict.OK or row.hidden):
            judged.verdict, judged.reason, judged.question = verdict, reason, key

    def _broken(self, row: ListRow, columns: Columns, problem: str) -> Judged:
        """A row with a fault: a no in it counts all the same, or is asked about where the cells may have moved."""
        refused = Judged(line=row.line, verdict=Verdict.REJECT, reason=problem)
        if len(row.cells) <= columns.address:
            return refused
        has_moved = len(row.cells) > columns.width
        whole = replace(row, cells=row.cells[: columns.width] + [""] * (columns.width - len(row.cells)))
        against, reason, _ = self._all_against(whole, columns)
        found = self.address(unquoted(whole.cells[columns.address]), line=row.line)
        if against not in _FOR_GOOD and not self.keeps_out:
            return refused
        self._take_all_addresses(found, whole, columns)
        if not found.address:
            return refused
        if has_moved:
            reason = f"{problem}; the row may say no"
            return Judged(line=row.line, verdict=Verdict.ASK, reason=reason, address=found.address)
        return Judged(
            line=row.line, verdict=against, reason=reason, address=found.address, others=found.others
        )

    def _take_all_addresses(self, found: Judged, row: ListRow, columns: Columns) -> None:
        """Whoever said no said it for every address of theirs."""
        cells = [
            row.cells[place]
            for place in (columns.address, *columns.further_addresses)
            if place < len(row.cells)
        ]
        cells += [link for place, link in (row.links or {}).items() if place == columns.address]
        every = {found.address: None} if found.address else {}
        for cell in cells:
            for part in ANY_ADDRESS.findall(cell[:_LONGEST_CELL]):
                every |= {self.address(part, line=row.line).address: None}
        first, *others = filter(None, every) if any(every) else [""]
        found.address, found.others = first, tuple(others)

    def _look_for_heading(self, row: ListRow) -> None:
        """A line of its own above people: "UNSUBSCRIBED - DO NOT MAIL", "Active members"."""
        heading = ""
        for cell in row.cells:
            if cell and not cell.isspace():
                if heading:
                    return
                heading = cell
        if not heading or "@" in heading or row.links or is_placeholder(heading):
            return
        if word := heading_says_no(heading):
            self.section = word
        elif heads_the_others(heading):
            self.section = ""

    def _below_heading(self) -> Sign:
        key = f"{Topic.SECTION}:{self.section}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return verdict, f'stands below a heading with "{self.section}"', key

    def address(self, cell: str, *, line: int) -> Judged:
        """The verdict on the cell with the address alone."""
        try:
            address = plain_address(cell) or normalise(cell).text
        except AddressError:
            return self._odd(cell, line)
        return self._asked_for_slip(address, line, Verdict.OK, "")

    def _odd(self, cell: str, line: int) -> Judged:
        """An address that is not plain: tidied, asked about, or refused."""
        if is_placeholder(cell):
            return Judged(line=line, verdict=Verdict.REJECT, reason=WITHOUT_ADDRESS)
        text = tidied(cell)
        try:
            address = normalise(text).text
        except AddressError as error:
            parts = several(text)
            if parts:
                return self._one_of(parts, line)
            return self._mended(text, line, error)
        return self._asked_for_slip(address, line, Verdict.FIX, "signs around the address were taken off")

    def _one_of(self, parts: list[str], line: int) -> Judged:
        answer = self._answers.get(Topic.TWO_ADDRESSES)
        reason = "more than one address in one cell"
        if not answer:
            return Judged(line=line, verdict=Verdict.ASK, reason=reason, question=Topic.TWO_ADDRESSES)
        if answer == "none":
            return Judged(line=line, verdict=Verdict.REJECT, reason=f"{reason}: left out, as was answered")
        judged = self.address(parts[0 if answer == "first" else -1], line=line)
        if judged.address:
            judged.verdict, judged.reason = Verdict.FIX, f"the {answer} of several addresses was taken"
        return judged

    def _mended(self, text: str, line: int, error: AddressError) -> Judged:
        """A slip that a rule can mend, and only a person may."""
        reason = clause(error)
        for topic, change in MENDING.items():
            address = mended(text, change)
            if address:
                return self._as_answered(topic, address, line, reason)
        verdict = Verdict.ASK if error.code in _ASKED else Verdict.REJECT
        return Judged(line=line, verdict=verdict, reason=reason)

    def _as_answered(self, key: str, address: str, line: int, reason: str) -> Judged:
        answer = self._answers.get(key)
        if not answer:
            return Judged(line=line, verdict=Verdict.ASK, reason=reason, question=key)
        if answer == "yes":
            return Judged(
                line=line, verdict=Verdict.FIX, reason=f"{reason}: mended, as was answered", address=address
            )
        return Judged(line=line, verdict=Verdict.REJECT, reason=f"{reason}: left out, as was answered")

    def _asked_for_slip(self, address: str, line: int, verdict: Verdict, reason: str) -> Judged:
        local, _, host = address.rpartition("@")
        if host in self.hosts:
            return Judged(line=line, verdict=verdict, reason=reason, address=address)
        name, _, end = host.rpartition(".")
        meant = SLIPS.get(host) or (f"{name}.{SLIPPED_ENDS[end]}" if end in SLIPPED_ENDS else "")
        if not meant:
            if len(self.hosts) < _REMEMBERED:
                self.hosts.add(host)
            return Judged(line=line, verdict=verdict, reason=reason, address=address)
        key = f"{Topic.SLIP}:{host if host in SLIPS else f'.{end}'}"
        if self._answers.get(key) == "no":
            return Judged(line=line, verdict=verdict, reason=reason, address=address)
        shown = meant if host in SLIPS else f".{SLIPPED_ENDS[end]}"
        return self._as_answered(
            key, f"{local}@{meant}", line, f"the address may hold a slip: is {shown} meant?"
        )

    def _linked(self, row: ListRow, links: Mapping[int, str], place: int) -> Judged | None:
        """The address behind the cell, where it says more than the cell or something else."""
        link, cell = links.get(place, ""), row.cells[place]
        if not link:
            return None
        behind = self.address(link, line=row.line)
        if "@" not in cell:
            if behind.verdict is Verdict.OK:
                behind.verdict, behind.reason = Verdict.FIX, "the address was taken from the link of the cell"
            return behind
        shown = self.address(cell, line=row.line)
        if not behind.address or behind.address == shown.address:
            return shown
        answer = self._answers.get(Topic.LINK)
        if not answer:
            reason = "the cell shows one address and links to another"
            return Judged(line=row.line, verdict=Verdict.ASK, reason=reason, question=Topic.LINK)
        if answer == "none":
            return Judged(
                line=row.line, verdict=Verdict.REJECT, reason="two addresses: left out, as was answered"
            )
        return shown if answer == "shown" else behind

    def _all_against(self, row: ListRow, columns: Columns) -> Sign:
        """What speaks most against writing to somebody, wherever it stands."""
        worst = self._against(row, columns)
        for sign in self._signs_elsewhere(row, columns):
            worst = sign if _RANK[sign[0]] > _RANK[worst[0]] else worst
        return worst

    def _signs_elsewhere(self, row: ListRow, columns: Columns) -> Iterator[Sign]:
        """In columns that decide nothing, in names and tags, above the row."""
        if self.section:
            yield self._below_heading()
        cells = row.cells
        if len(cells) < columns.width:
            cells = cells + [""] * (columns.width - len(cells))
        for place in self.strays.places(cells) if self.strays is not None else ():
            header = columns.headers[place] or f"column {place + 1}"
            is_told = place not in columns.unclear or says_no(cells[place])
            sign = self._stray if is_told else self._unclear
            yield sign(cells[place], header)
        for place in columns.names:
            if name_says_no(cells[place]):
                yield self._stray("", columns.headers[place])
        for place in columns.words:
            if cells[place] and any(map(says_no, tag_texts(cells[place]))):
                yield self._stray("", columns.headers[place])

    def _against(self, row: ListRow, columns: Columns) -> Sign:
        """What speaks most against writing to somebody, over all columns that decide about it."""
        if row.hidden:
            return self._worst(row, columns)
        values = columns.deciding_cells(row.cells)
        found = self._found.get(values)
        if found is None:
            found = self._worst(row, columns)
            if len(self._found) < _REMEMBERED:
                self._found[values] = found
                if found == _FINE:
                    self.fine.add(values)
        return found

    def _worst(self, row: ListRow, columns: Columns) -> Sign:
        worst, reason, key = Verdict.OK, "", ""
        for verdict, why, question in self._evidence(row, columns):
            if _RANK[verdict] > _RANK[worst] or (verdict is worst and question and not key):
                worst, reason, key = verdict, why, question
        return worst, reason, key

    def _evidence(self, row: ListRow, columns: Columns) -> Iterator[Sign]:
        cells = row.cells
        for place in columns.status:
            yield self._status(cells[place])
        for place in columns.opt_out:
            yield self._opt_out(cells[place], columns.headers[place])
        for place in columns.doubt:
            if (value := plain(cells[place])) and value not in NO and value.strip("0"):
                yield self._unclear(cells[place] if value in YES else "", columns.headers[place])
        yield from self._yes_and_no(cells, columns)
        if self.keeps_days and (columns.agreed or columns.opt_in):
            yield self._agreement(cells, columns)
        if row.hidden:
            yield self._hidden()

    def _yes_and_no(self, cells: list[str], columns: Columns) -> Iterator[Sign]:
        for place in columns.opt_in:
            if not _is_yes(cells[place]):
                yield Verdict.LEFT, f'no yes in the column "{columns.headers[place]}"', ""
        for place in columns.hint:
            value = plain(cells[place])
            if value in SAID_NO:
                yield _no(value), f'"{_shown(cells[place])}" in the column "{columns.headers[place]}"', ""
            elif value in NO or value in NOT_ON_THE_LIST:
                yield Verdict.LEFT, f'a no in the column "{columns.headers[place]}"', ""
            elif value_says_no(cells[place]):
                yield self._unclear(cells[place], columns.headers[place])
        for place in columns.leaver:
            if plain(cells[place]) and plain(cells[place]) not in NO:
                yield Verdict.LEFT, f'the column "{columns.headers[place]}" is filled in', ""

    def _agreement(self, cells: list[str], columns: Columns) -> Sign:
        """Proof of a yes on one of two days is none."""
        try:
            self._agreed(cells, columns)
        except AmbiguousDayError:
            return Verdict.ASK, "the day of their yes may be one of two", Topic.DATES
        return Verdict.OK, "", ""

    def _agreed(self, cells: list[str], columns: Columns) -> int:
        """The newest day that is said: who confirmed a yes gave it then."""
        order = self._answers.get(Topic.DATES)
        places = (place for place in (*columns.agreed, *columns.opt_in) if place < len(cells))
        return max((micros_of(cells[place], order) for place in places if cells[place]), default=UNKNOWN)

    def _hidden(self) -> Sign:
        answer = self._answers.get(Topic.HIDDEN_ROWS)
        verdict = {"yes": Verdict.OK, "no": Verdict.LEFT}.get(answer, Verdict.ASK)
        return verdict, "the row is hidden in the spreadsheet", Topic.HIDDEN_ROWS

    def _status(self, cell: str) -> Sign:
        value = plain(cell)
        if value in ON_THE_LIST:
            return Verdict.OK, "", ""
        shown = _shown(cell)
        reason = f'the status is "{shown}"' if value else "the status is empty"
        if value in SAID_NO:
            return _no(value), reason, ""
        usual = Verdict.LEFT if value in NOT_ON_THE_LIST else Verdict.ASK
        key = f"{Topic.STATUS}:{shown.casefold()}" if shown != HIDDEN_VALUE else ""
        verdict = _ANSWERED.get(self._answers.get(key), usual)
        return verdict, reason, key

    def _stray(self, cell: str, header: str) -> Sign:
        """A no in a column that does not say what it is about."""
        key = f"{Topic.SAID_NO}:{header.casefold()}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        what = f'"{_shown(cell)}"' if cell else 'a word such as "unsubscribed"'
        return verdict, f'{what} in the column "{header}"' if header != _BESIDE else f"{what} {header}", key

    def _unclear(self, cell: str, header: str) -> Sign:
        """A word in a column that speaks of mail or consent, whose meaning nobody has told."""
        shown = _shown(cell)
        is_told = shown not in {"", HIDDEN_VALUE}
        key = f"{Topic.COLUMN}:{header.casefold()}{f'={shown.casefold()}' if is_told else ''}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return (
            verdict,
            f'{f"{chr(34)}{shown}{chr(34)}" if is_told else "something"} in the column "{header}"',
            key,
        )

    def _opt_out(self, cell: str, header: str) -> Sign:
        value = plain(cell)
        if not value or value in _NO_OPT_OUT or not value.strip("0"):
            return Verdict.OK, "", ""
        why = f'the column "{header}" is filled in'
        says_so = value in YES or value in SAID_NO or _is_date(cell) or any(sign.isdigit() for sign in value)
        # A reason or the name of a campaign is written only for those who left.
        if says_so or re.search(r"reason|campaign", header, re.IGNORECASE):
            return _no(value, header), why, ""
        # One question for all of them: a remark may hold a name.
        verdict = {"yes": Verdict.OUT, "no": Verdict.OK}.get(self._answers.get(Topic.OPT_OUT), Verdict.ASK)
        return verdict, why, Topic.OPT_OUT


def _no(value: str, header: str = "") -> Verdict:
    """Of a value that keeps out for good: whether it is about the mailbox, or about what the person wants."""
    of_mailbox = value in BOUNCED or (value not in SAID_NO and is_name_of_bounces(header))
    return Verdict.BOUNCED if of_mailbox else Verdict.OUT


def _says_something(part: str) -> bool:
    """Whether what stands beside an address in a list without a header may speak against it."""
    value = plain(part)
    return value in NO or value in NOT_ON_THE_LIST or value_says_no(part)


def unquoted(cell: str) -> str:
    """Without the apostrophe that our own export, as others, puts before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _is_blank(row: ListRow, columns: Columns) -> bool:
    cells, place = row.cells, columns.address
    if len(cells) > place and cells[place] and not cells[place].isspace():
        return False
    return not any(cell and not cell.isspace() for cell in cells)


def _misfit(row: ListRow, columns: Columns) -> str:
    """A row with another number of cells has its values in the wrong columns, or lacks the one that says no."""
    cells = row.cells
    if len(cells) > columns.width and any(cell.strip() for cell in cells[columns.width :]):
        return "more cells than the header: a comma inside a cell needs quotation marks around it"
    if len(cells) <= columns.last_decisive:
        return "the row is cut short"
    if row.unknown and not columns.dropped_places.issuperset(row.unknown):
        return "a formula was never calculated: copy the column and paste it as values"
    return ""


#: Below "Do not email", "never" or "Active" may say either.
_NO_OPT_OUT = NO - frozenset({"never", "nunca", "jamais", "nigdy", "niciodata"}) | {
    "subscribed",
    "optedin",
    "mailable",
}
#: So to speak the column of what stands beside an address where there are no columns.
_BESIDE = "beside the address"
_FINE = (Verdict.OK, "", "")
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
#: What keeps out whatever else is said.
_FOR_GOOD = frozenset({Verdict.OUT, Verdict.BOUNCED})
_ANSWERED = {"yes": Verdict.OK, "no": Verdict.LEFT, "never": Verdict.OUT}
#: Stands for a value that is not shown, because it may hold somebody's data.
HIDDEN_VALUE = "…"


def _is_yes(cell: str) -> bool:
    """Yes, a word like "subscribed", or the date on which they said yes. An empty cell is no yes."""
    value = plain(cell)
    return value in YES or value in ON_THE_LIST or _is_date(cell)


def _is_date(cell: str) -> bool:
    return sum(sign.isdigit() for sign in cell) >= 4 and not cell.startswith("0000")


def _shown(cell: str) -> str:
    """A status as it is written, unless it may be something else that slipped into the column."""
    text = clean_name(cell)
    return text if len(text) <= 30 and not re.search(r"[@\d]", text) else HIDDEN_VALUE


def _with_names(found: Judged, cells: list[str], columns: Columns) -> Judged:
    if len(cells) < columns.width:
        cells = cells + [""] * (columns.width - len(cells))
    first = last = note = ""
    if columns.first_name is not None:
        found.first_name = first = clean_name(unquoted(cells[columns.first_name]))
    if columns.last_name is not None:
        last = clean_name(unquoted(cells[columns.last_name]))
    if columns.name is not None:
        found.name = clean_name(unquoted(cells[columns.name]))
    if not found.name:
        found.name = whole_name(first, last)
    if columns.language is not None:
        found.language, note = language_in(cells[columns.language])
    if columns.tags is not None:
        found.tags, is_understood = tags_in(cells[columns.tags])
        note = note or ("" if is_understood else "a tag was not understood")
    named = (columns.first_name, columns.last_name, columns.name)
    if any(has_hidden_sign(cells[place]) for place in named if place is not None):
        _note(found, HIDDEN_SIGN)
    if note:
        _note(found, note)
    return found


def _note(found: Judged, note: str) -> None:
    """They are taken in, and this is said about it."""
    if found.verdict is Verdict.OK or found.verdict is Verdict.FIX:
        found.verdict, found.reason = Verdict.FIX, f"{found.reason}; {note}" if found.reason else note


def language_in(cell: str) -> tuple[str, str]:
    """A code, empty where nothing is said, and a note where it is not understood."""
    if not cell.strip():
        return "", ""
    known = LANGUAGES.get(plain(cell))
    code = _LANGUAGE_CODE.fullmatch(cell.strip())
    if known or code is None:
        return known or "", "" if known else "the language was not understood"
    return code[1].lower() + (f"-{code[2].upper()}" if code[2] else ""), ""
