"""What becomes of one row of a list: taken, taken with a note, a question, refused, or never to be mailed.

Whatever speaks against writing to somebody wins: an opt-out counts even in a row with other faults. Nothing that
would change who gets the mail is repaired; only signs around an address are taken off, and that is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

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
from subscribers.days import UNKNOWN, micros_of
from subscribers.entries import entries
from subscribers.errors import AddressError
from subscribers.listrow import ListRow
from subscribers.mailboxes import SHARED
from subscribers.names import clean_name, has_hidden_sign, whole_name
from subscribers.questions import Answers, Topic
from subscribers.refusals import beside_says_no, name_says_no, value_says_no
from subscribers.signs import BESIDE, Signs
from subscribers.tags import tags_in
from subscribers.verdict import FINE, FOR_GOOD, RANK, Judged, Verdict, add_note
from subscribers.words import LANGUAGES, NO, NOT_ON_THE_LIST, SLIPPED_ENDS, SLIPS

#: So many hosts are remembered while a list is read.
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


class Judge:
    """Judges rows by the answers that were given so far; `days` = the day of a yes is kept as its proof.

    `since`: who gave their details before this day is not covered by the ground of the list.
    """

    def __init__(self, answers: Answers, *, days: bool = True, since: date | None = None) -> None:
        self.answers = answers
        #: What speaks against writing to somebody.
        self.signs = Signs(answers, days=days)
        self._since = UNKNOWN if since is None else micros_of(since.isoformat())
        self._too_early = "" if since is None else TOO_EARLY.format(day=since)
        #: Hosts in which nothing looks like a slip: a list has few.
        self.hosts: set[str] = set()
        #: The whole list is of people who get no mail.
        self.keeps_out = False

    def row(self, row: ListRow, columns: Columns) -> Judged | None:
        """The verdict on a row with named columns; None for an empty one."""
        # Formulas are often prepared for rows that nobody has filled in yet.
        if _is_blank(row, columns) and not row.problem and columns.address not in row.unknown:
            return None
        self.signs.look_for_heading(row, columns)
        problem = row.problem or _misfit(row, columns)
        if problem:
            return self._broken(row, columns, problem)
        against, reason, key = self.signs.of(row, columns)
        found = self._linked(row, row.links, columns.address) if row.links else None
        if found is None:
            found = self.address(unquoted(row.cells[columns.address]), line=row.line)
        if found.verdict is not Verdict.OK and beside_says_no(
            ANY_ADDRESS.sub(" ", row.cells[columns.address])
        ):
            remark = self.signs.stray("", columns.headers[columns.address])
            against, reason, key = remark if RANK[remark[0]] > RANK[against] else (against, reason, key)
            self._take_all_addresses(found, row, columns)
        # Mail that bounced at one of their addresses says nothing of the others.
        if against is Verdict.OUT or self.keeps_out or (against is Verdict.BOUNCED and not found.address):
            self._take_all_addresses(found, row, columns)
        if against is Verdict.OK:
            if found.address and self.signs.keeps_days and (columns.agreed or columns.opt_in):
                found.agreed = self.signs.agreed(row.cells, columns)
                if UNKNOWN < found.agreed < self._since:
                    return Judged(line=row.line, verdict=Verdict.REJECT, reason=self._too_early)
            return _with_names(found, row.cells, columns) if found.address else found
        if not found.address:
            # There is nobody to keep away; the fault of the address is what can be mended.
            found.meant = () if against is Verdict.LEFT else found.meant
            return found
        return Judged(
            line=row.line, verdict=against, reason=reason, address=found.address, question=key, others=found.others
        )  # fmt: skip

    def entries(self, row: ListRow) -> Iterator[Judged]:
        """The verdicts on a line of a plain list: addresses, as a mail program copies them (`Ana <ana@…>; …`)."""
        if row.problem:
            yield Judged(line=row.line, verdict=Verdict.REJECT, reason=row.problem)
            return
        self.signs.look_for_heading(row)
        parts = list(entries(row.cells[0]))
        beside = any("@" not in part and _says_something(part) for part in parts)
        for entry in parts:
            found = NAMED.fullmatch(entry)
            judged = self.address(entry, line=row.line)
            name = clean_name(found[1].strip(" \"'")) if found and judged.address else ""
            judged.name = name if "@" not in name else ""
            if judged.name and found and has_hidden_sign(found[1]):
                add_note(judged, HIDDEN_SIGN)
            if judged.address:
                self._hold_back(judged, row, is_asked=beside or bool(name and name_says_no(name)))
            yield judged

    def _hold_back(self, judged: Judged, row: ListRow, *, is_asked: bool) -> None:
        """What speaks against an entry beside the address itself."""
        found = [self.signs.hidden()] if row.hidden else []
        found += [self.signs.below_heading()] if self.signs.section else []
        found += [self.signs.stray("", BESIDE)] if is_asked else []
        verdict, reason, key = max(found, key=lambda sign: RANK[sign[0]], default=FINE)
        if found and (verdict is not Verdict.OK or row.hidden):
            judged.verdict, judged.reason, judged.question = verdict, reason, key

    def _broken(self, row: ListRow, columns: Columns, problem: str) -> Judged:
        """A row with a fault: a no in it counts all the same, or is asked about where the cells may have moved."""
        refused = Judged(
            line=row.line, verdict=Verdict.REJECT, reason=problem, meant=tuple(self._any_addresses(row.cells))
        )
        if row.problem and self.keeps_out and refused.meant:
            first, *others = refused.meant
            return replace(refused, address=first, others=tuple(others), meant=())
        if len(row.cells) <= columns.address:
            return refused
        has_moved = len(row.cells) > columns.width
        whole = replace(row, cells=row.cells[: columns.width] + [""] * (columns.width - len(row.cells)))
        against, reason, _ = self.signs.of(whole, columns)
        found = self.address(unquoted(whole.cells[columns.address]), line=row.line)
        if against not in FOR_GOOD and not self.keeps_out:
            refused.meant = () if against is Verdict.LEFT and not has_moved else refused.meant
            return refused
        if against is not Verdict.BOUNCED or not found.address:
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
        cells = _cells_with_addresses(row, columns)
        every = dict.fromkeys([*filter(None, [found.address]), *self._any_addresses(cells)])
        first, *others = every or [""]
        found.address, found.others = first, tuple(one for one in others if not _is_of_an_office(one))

    def beside(self, row: ListRow, columns: Columns, address: str) -> Iterator[str]:
        """Other addresses of somebody who is written to at this one; not those of an office, which are nobody's."""
        cell = "".join(row.cells[columns.address : columns.address + 1])
        if columns.further_addresses or row.links or cell.count("@") > 1:
            every = dict.fromkeys(self._any_addresses(_cells_with_addresses(row, columns)))
            yield from (one for one in every if one != address and not _is_of_an_office(one))

    def _any_addresses(self, cells: list[str]) -> Iterator[str]:
        """Wherever they stand in a row."""
        for cell in cells:
            for part in ANY_ADDRESS.findall(cell[:_LONGEST_CELL]) if "@" in cell else ():
                if address := self.address(part, line=0).address:
                    yield address

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
        answer = self.answers.get(Topic.TWO_ADDRESSES)
        reason = "more than one address in one cell"
        if not answer:
            meant = tuple(self._any_addresses(parts))
            return Judged(
                line=line, verdict=Verdict.ASK, reason=reason, question=Topic.TWO_ADDRESSES, meant=meant
            )
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
        answer = self.answers.get(key)
        if not answer:
            return Judged(line=line, verdict=Verdict.ASK, reason=reason, question=key, meant=(address,))
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
        if self.answers.get(key) == "no":
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
        answer = self.answers.get(Topic.LINK)
        if not answer:
            reason, meant = "the cell shows one address and links to another", (shown.address, behind.address)
            return Judged(
                line=row.line, verdict=Verdict.ASK, reason=reason, question=Topic.LINK,
                meant=tuple(filter(None, meant)),
            )  # fmt: skip
        if answer == "none":
            return Judged(
                line=row.line, verdict=Verdict.REJECT, reason="two addresses: left out, as was answered"
            )
        return shown if answer == "shown" else behind


def _says_something(part: str) -> bool:
    """Whether what stands beside an address in a list without a header may speak against it."""
    value = plain(part)
    return value in NO or value in NOT_ON_THE_LIST or value_says_no(part)


def unquoted(cell: str) -> str:
    """Without the apostrophe that our own export, as others, puts before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _is_of_an_office(address: str) -> bool:
    return address.partition("@")[0] in SHARED


def _cells_with_addresses(row: ListRow, columns: Columns) -> list[str]:
    """Those in which addresses of the row's person stand."""
    places = (columns.address, *columns.further_addresses)
    links = (link for place, link in (row.links or {}).items() if place == columns.address)
    return [*(row.cells[place] for place in places if place < len(row.cells)), *links]


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
        add_note(found, HIDDEN_SIGN)
    if note:
        add_note(found, note)
    return found


def language_in(cell: str) -> tuple[str, str]:
    """A code, empty where nothing is said, and a note where it is not understood."""
    if not cell.strip():
        return "", ""
    known = LANGUAGES.get(plain(cell))
    code = _LANGUAGE_CODE.fullmatch(cell.strip())
    if known or code is None:
        return known or "", "" if known else "the language was not understood"
    return code[1].lower() + (f"-{code[2].upper()}" if code[2] else ""), ""
