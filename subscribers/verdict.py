"""What becomes of one row of a list: taken, taken with a note, a question, refused, or never to be mailed.

Whatever speaks against writing to somebody wins: an opt-out counts even in a row with other faults. Nothing that
would change who gets the mail is repaired; only signs around an address are taken off, and that is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from subscribers.address import normalise
from subscribers.columns import Columns, plain
from subscribers.errors import AddressError
from subscribers.listfile import AROUND, ListRow, entries
from subscribers.names import LONGEST_NAME, clean_name
from subscribers.words import (
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


WITHOUT_ADDRESS = "no address"

_LANGUAGE_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>[\s,;.]*")
_REMARK = re.compile(r"\s*\((?:home|work|personal|private|preferred|h|w)\)$", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,/\s]+(?:(?:and|or|&|y|i|e|et|und)\s+)?")
_ASKED = frozenset({"address-space", "address-comma", "address-look-alike", "address-two-ats"})


def judge(row: ListRow, columns: Columns) -> Judged | None:
    """The verdict on a row with named columns; None for an empty one."""
    if not any(cell and not cell.isspace() for cell in row.cells) and not row.problem:
        return None
    problem = row.problem or _misfit(row.cells, columns)
    if problem:
        return Judged(line=row.line, verdict=Verdict.REJECT, reason=problem)
    against, reason = _against(row.cells, columns)
    found = judge_address(row.cells[columns.address], line=row.line)
    if against is Verdict.OK:
        return _with_names(found, row.cells, columns) if found.address else found
    if not found.address:
        # There is nobody to keep away; the fault of the address is what can be mended.
        return found
    return Judged(line=row.line, verdict=against, reason=reason, address=found.address)


def judge_entries(row: ListRow) -> Iterator[Judged]:
    """The verdicts on a line of a plain list: addresses, perhaps as a mail program copies them (`Ana <a@…>; …`)."""
    for entry in entries(row.cells[0]):
        found = _NAMED.fullmatch(entry)
        judged = judge_address(entry, line=row.line)
        name = clean_name(found[1].strip(" \"'")) if found and judged.address else ""
        judged.name = name if "@" not in name else ""
        yield judged


def judge_address(cell: str, *, line: int) -> Judged:
    """The verdict on the cell with the address alone."""
    try:
        address = normalise(cell.strip(" ")).text
    except AddressError:
        return _judge_odd(cell, line)
    return _asked_for_slip(address, line, Verdict.OK, "")


def _judge_odd(cell: str, line: int) -> Judged:
    """An address that is not plain: tidied, asked about, or refused."""
    if _is_placeholder(cell):
        return Judged(line=line, verdict=Verdict.REJECT, reason=WITHOUT_ADDRESS)
    text = _tidied(cell)
    try:
        address = normalise(text).text
    except AddressError as error:
        if _holds_several(text):
            return Judged(line=line, verdict=Verdict.ASK, reason="more than one address in one cell")
        verdict = Verdict.ASK if error.code in _ASKED else Verdict.REJECT
        return Judged(line=line, verdict=verdict, reason=_clause(error))
    return _asked_for_slip(address, line, Verdict.FIX, "signs around the address were taken off")


def _asked_for_slip(address: str, line: int, verdict: Verdict, reason: str) -> Judged:
    host = address.rpartition("@")[2]
    name, _, end = host.rpartition(".")
    meant = SLIPS.get(host) or (f"{name}.{SLIPPED_ENDS[end]}" if end in SLIPPED_ENDS else "")
    if meant:
        shown = f"is {meant} meant?" if meant in SLIPS.values() else f"is .{SLIPPED_ENDS[end]} meant?"
        return Judged(line=line, verdict=Verdict.ASK, reason=f"the address may hold a slip: {shown}")
    return Judged(line=line, verdict=verdict, reason=reason, address=address)


def _tidied(cell: str) -> str:
    """Without what stands around an address. What stands inside it is not touched."""
    text = cell.strip(AROUND)
    named = _NAMED.fullmatch(text)
    text = (named[2] if named else text).strip(AROUND)
    if text[:7].lower() == "mailto:":
        text = text[7:]
    return _REMARK.sub("", text).strip(AROUND + "'\"‘’“”").rstrip(".,;" + AROUND)


def _holds_several(text: str) -> bool:
    parts = [part for part in _SEVERAL.split(text) if part]
    return len(parts) > 1 and all("@" in part for part in parts)


def _is_placeholder(cell: str) -> bool:
    """Empty, `n/a`, `#REF!`, a telephone number: nobody meant an address."""
    letters = plain(cell).strip("#!")
    return letters in NO_ADDRESS or ("@" not in cell and not re.search(r"[^\W\d_]{2}", letters))


def _clause(error: AddressError) -> str:
    return error.message[:1].lower() + error.message[1:].rstrip(".")


def _misfit(cells: list[str], columns: Columns) -> str:
    """A row with another number of cells has its values in the wrong columns, or lacks the one that says no."""
    if len(cells) > columns.width and any(cell.strip() for cell in cells[columns.width :]):
        return "more cells than the header: a comma inside a cell needs quotation marks around it"
    if len(cells) <= columns.last_decisive:
        return "the row is cut short"
    return ""


def _against(cells: list[str], columns: Columns) -> tuple[Verdict, str]:
    """What speaks most against writing to somebody, over all columns that decide about it."""
    worst, reason = Verdict.OK, ""
    for verdict, why in _evidence(cells, columns):
        if _RANK[verdict] > _RANK[worst]:
            worst, reason = verdict, why
    return worst, reason


_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


def _evidence(cells: list[str], columns: Columns) -> Iterator[tuple[Verdict, str]]:
    for place in columns.status:
        yield _status(cells[place])
    for place in columns.opt_out:
        yield _opt_out(cells[place], columns.headers[place])
    for place in columns.opt_in:
        if not _is_yes(cells[place]):
            yield Verdict.LEFT, f'no yes in the column "{columns.headers[place]}"'
    for place in columns.hint:
        if plain(cells[place]) in NO:
            yield Verdict.LEFT, f'a no in the column "{columns.headers[place]}"'
    for place in columns.leaver:
        if plain(cells[place]) and plain(cells[place]) not in NO:
            yield Verdict.LEFT, f'the column "{columns.headers[place]}" is filled in'


def _status(cell: str) -> tuple[Verdict, str]:
    value = plain(cell)
    if value in ON_THE_LIST:
        return Verdict.OK, ""
    shown = f'the status is "{_shown(cell)}"' if value else "the status is empty"
    if value in SAID_NO:
        return Verdict.OUT, shown
    return (Verdict.LEFT if value in NOT_ON_THE_LIST else Verdict.ASK), shown


def _opt_out(cell: str, header: str) -> tuple[Verdict, str]:
    value = plain(cell)
    if not value or value in NO or value in ON_THE_LIST or not value.strip("0"):
        return Verdict.OK, ""
    why = f'the column "{header}" is filled in'
    says_so = value in YES or value in SAID_NO or _is_date(cell) or any(sign.isdigit() for sign in value)
    # A reason or the name of a campaign is written only for those who left.
    return (
        Verdict.OUT if says_so or re.search(r"reason|campaign", header, re.IGNORECASE) else Verdict.ASK
    ), why


def _is_yes(cell: str) -> bool:
    """Yes, a word like "subscribed", or the date on which they said yes. An empty cell is no yes."""
    value = plain(cell)
    return value in YES or value in ON_THE_LIST or _is_date(cell)


def _is_date(cell: str) -> bool:
    return sum(sign.isdigit() for sign in cell) >= 4 and not cell.startswith("0000")


def _shown(cell: str) -> str:
    """A status as it is written, unless it may be something else that slipped into the column."""
    text = clean_name(cell)
    return text if len(text) <= 30 and not re.search(r"[@\d]", text) else "…"


def _with_names(found: Judged, cells: list[str], columns: Columns) -> Judged:
    def value(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    found.first_name, last = clean_name(value(columns.first_name)), clean_name(value(columns.last_name))
    found.name = clean_name(value(columns.name)) or f"{found.first_name} {last}".strip()[:LONGEST_NAME]
    found.language, note = _language(value(columns.language))
    if note and not found.reason:
        found.verdict, found.reason = Verdict.FIX, note
    return found


def _language(cell: str) -> tuple[str, str]:
    """A code, empty where nothing is said, and a note where it is not understood."""
    if not cell.strip():
        return "", ""
    known = LANGUAGES.get(plain(cell))
    code = _LANGUAGE_CODE.fullmatch(cell.strip())
    if known or code is None:
        return known or "", "" if known else "the language was not understood"
    return code[1].lower() + (f"-{code[2].upper()}" if code[2] else ""), ""
