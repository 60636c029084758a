"""What becomes of one row of a list: taken, taken with a note, a question, refused, or never to be mailed.

Whatever speaks against writing to somebody wins: an opt-out counts even in a row with other faults. Nothing that
would change who gets the mail is repaired; only signs around an address are taken off, and that is said.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from subscribers.address import normalise
from subscribers.address import plain as plain_address
from subscribers.columns import Columns, plain
from subscribers.days import UNKNOWN, AmbiguousDayError, micros_of
from subscribers.entries import AROUND, entries
from subscribers.errors import AddressError
from subscribers.exports import is_name_of_bounces
from subscribers.listrow import ListRow
from subscribers.names import clean_name, has_hidden_sign, whole_name
from subscribers.questions import Answers, Topic
from subscribers.strays import Strays
from subscribers.tags import tags_in
from subscribers.words import (
    BOUNCED,
    LANGUAGES,
    NO,
    NO_ADDRESS,
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


#: So many values and hosts are remembered while a list is read.
_REMEMBERED = 10_000
WITHOUT_ADDRESS = "no address"
HIDDEN_SIGN = "a sign that cannot be seen was taken out of the name: look whether it is right"
TOO_EARLY = "gave their details before {day:%Y-%m-%d}, the first day by --collected: ask them for consent"

#: Signs that begin a formula.
_FORMULA = frozenset("=+-@\t\r")
_LANGUAGE_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>[\s,;.]*")
_REMARK = re.compile(r"\s*\((?:home|work|personal|private|preferred|h|w)\)$", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:[;,/\s]|:::)+(?:(?:and|or|&|y|i|e|et|und)\s+)?")
_ASKED = frozenset({"address-space", "address-comma", "address-look-alike", "address-two-ats"})


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
        self._found: dict[tuple[str, ...], tuple[Verdict, str, str]] = {}
        self.hosts: set[str] = set()
        #: Values of which nothing speaks against writing to somebody.
        self.fine: set[tuple[str, ...]] = set()
        #: Looks into columns that decide nothing; set for each reading of a file with columns.
        self.strays: Strays | None = None

    def row(self, row: ListRow, columns: Columns) -> Judged | None:
        """The verdict on a row with named columns; None for an empty one."""
        # Formulas are often prepared for rows that nobody has filled in yet.
        if _is_blank(row, columns) and not row.problem and columns.address not in row.unknown:
            return None
        problem = row.problem or _misfit(row, columns)
        if problem:
            return Judged(line=row.line, verdict=Verdict.REJECT, reason=problem)
        against, reason, key = self._against(row, columns)
        if self.strays is not None and (place := self.strays.column(row.cells)) is not None:
            stray = self._stray(row.cells[place], columns.headers[place] or f"column {place + 1}")
            against, reason, key = stray if _RANK[stray[0]] > _RANK[against] else (against, reason, key)
        found = self._linked(row, row.links, columns.address) if row.links else None
        if found is None:
            found = self.address(unquoted(row.cells[columns.address]), line=row.line)
        if against is Verdict.OK:
            if found.address and self.keeps_days and (columns.agreed or columns.opt_in):
                found.agreed = self._agreed(row.cells, columns)
                if UNKNOWN < found.agreed < self._since:
                    return Judged(line=row.line, verdict=Verdict.REJECT, reason=self._too_early)
            return _with_names(found, row.cells, columns) if found.address else found
        if not found.address:
            # There is nobody to keep away; the fault of the address is what can be mended.
            return found
        return Judged(line=row.line, verdict=against, reason=reason, address=found.address, question=key)

    def entries(self, row: ListRow) -> Iterator[Judged]:
        """The verdicts on a line of a plain list: addresses, perhaps as a mail program copies them (`Ana <a@…>; …`)."""
        if row.problem:
            yield Judged(line=row.line, verdict=Verdict.REJECT, reason=row.problem)
            return
        for entry in entries(row.cells[0]):
            found = _NAMED.fullmatch(entry)
            judged = self.address(entry, line=row.line)
            name = clean_name(found[1].strip(" \"'")) if found and judged.address else ""
            judged.name = name if "@" not in name else ""
            if judged.name and found and has_hidden_sign(found[1]):
                _note(judged, HIDDEN_SIGN)
            if row.hidden and judged.address:
                judged.verdict, judged.reason, judged.question = self._hidden()
            yield judged

    def address(self, cell: str, *, line: int) -> Judged:
        """The verdict on the cell with the address alone."""
        try:
            address = plain_address(cell) or normalise(cell).text
        except AddressError:
            return self._odd(cell, line)
        return self._asked_for_slip(address, line, Verdict.OK, "")

    def _odd(self, cell: str, line: int) -> Judged:
        """An address that is not plain: tidied, asked about, or refused."""
        if _is_placeholder(cell):
            return Judged(line=line, verdict=Verdict.REJECT, reason=WITHOUT_ADDRESS)
        text = _tidied(cell)
        try:
            address = normalise(text).text
        except AddressError as error:
            parts = _several(text)
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
        reason = _clause(error)
        for topic, change in _MENDING.items():
            address = _mended(text, change)
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

    def _against(self, row: ListRow, columns: Columns) -> tuple[Verdict, str, str]:
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

    def _worst(self, row: ListRow, columns: Columns) -> tuple[Verdict, str, str]:
        worst, reason, key = Verdict.OK, "", ""
        for verdict, why, question in self._evidence(row, columns):
            if _RANK[verdict] > _RANK[worst] or (verdict is worst and question and not key):
                worst, reason, key = verdict, why, question
        return worst, reason, key

    def _evidence(self, row: ListRow, columns: Columns) -> Iterator[tuple[Verdict, str, str]]:
        cells = row.cells
        for place in columns.status:
            yield self._status(cells[place])
        for place in columns.opt_out:
            yield self._opt_out(cells[place], columns.headers[place])
        yield from self._yes_and_no(cells, columns)
        if self.keeps_days and (columns.agreed or columns.opt_in):
            yield self._agreement(cells, columns)
        if row.hidden:
            yield self._hidden()

    def _yes_and_no(self, cells: list[str], columns: Columns) -> Iterator[tuple[Verdict, str, str]]:
        for place in columns.opt_in:
            if not _is_yes(cells[place]):
                yield Verdict.LEFT, f'no yes in the column "{columns.headers[place]}"', ""
        for place in columns.hint:
            value = plain(cells[place])
            if value in SAID_NO:
                yield _no(value), f'"{_shown(cells[place])}" in the column "{columns.headers[place]}"', ""
            elif value in NO or value in NOT_ON_THE_LIST:
                yield Verdict.LEFT, f'a no in the column "{columns.headers[place]}"', ""
        for place in columns.leaver:
            if plain(cells[place]) and plain(cells[place]) not in NO:
                yield Verdict.LEFT, f'the column "{columns.headers[place]}" is filled in', ""

    def _agreement(self, cells: list[str], columns: Columns) -> tuple[Verdict, str, str]:
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

    def _hidden(self) -> tuple[Verdict, str, str]:
        answer = self._answers.get(Topic.HIDDEN_ROWS)
        verdict = {"yes": Verdict.OK, "no": Verdict.LEFT}.get(answer, Verdict.ASK)
        return verdict, "the row is hidden in the spreadsheet", Topic.HIDDEN_ROWS

    def _status(self, cell: str) -> tuple[Verdict, str, str]:
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

    def _stray(self, cell: str, header: str) -> tuple[Verdict, str, str]:
        """A no in a column that does not say what it is about."""
        key = f"{Topic.SAID_NO}:{header.casefold()}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return verdict, f'"{_shown(cell)}" in the column "{header}"', key

    def _opt_out(self, cell: str, header: str) -> tuple[Verdict, str, str]:
        value = plain(cell)
        if not value or value in NO or value in ON_THE_LIST or not value.strip("0"):
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


def _tidied(cell: str) -> str:
    """Without what stands around an address. What stands inside it is not touched."""
    text = cell.strip(AROUND)
    named = _NAMED.fullmatch(text)
    text = (named[2] if named else text).strip(AROUND)
    if text[:7].lower() == "mailto:":
        text = text[7:]
    return _REMARK.sub("", text).strip(AROUND + "'\"‘’“”").rstrip(".,;" + AROUND)


def _several(text: str) -> list[str]:
    """The addresses of a cell with more than one, with the names beside them; none for a cell with one."""
    for parts in (list(entries(text.replace("\n", ";"))), [part for part in _SEVERAL.split(text) if part]):
        if len(parts) > 1 and all("@" in part for part in parts):
            return parts
    return []


def _mended(text: str, change: Callable[[str], str]) -> str:
    """The address that a change makes, empty if it makes none or changes nothing."""
    changed = change(text)
    try:
        return normalise(changed).text if changed != text else ""
    except AddressError:
        return ""


def _without_wide_signs(text: str) -> str:
    """Wide letters and signs are another keyboard's; look-alikes of other alphabets stay as they are."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text
    )


#: What only a person may mend, and how.
_MENDING: dict[Topic, Callable[[str], str]] = {
    Topic.SPACE: lambda text: re.sub(r"[ \u00a0]+(?=[@.])|(?<=[@.])[ \u00a0]+", "", text),
    Topic.COMMA: lambda text: text[: text.rfind("@")] + text[text.rfind("@") :].replace(",", "."),
    Topic.WIDE_SIGN: _without_wide_signs,
}


def _is_placeholder(cell: str) -> bool:
    """Empty, `n/a`, `#REF!`, a telephone number: nobody meant an address."""
    letters = plain(cell).strip("#!")
    return letters in NO_ADDRESS or ("@" not in cell and not re.search(r"[^\W\d_]{2}", letters))


def _clause(error: AddressError) -> str:
    return error.message[:1].lower() + error.message[1:].rstrip(".")


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


_FINE = (Verdict.OK, "", "")
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
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
