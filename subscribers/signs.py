"""What speaks against writing to somebody: in columns that decide about it, in others, in names, above their row.

Of several signs the strictest counts. What is only half understood is a question; what nobody has answered keeps out.
"""

import re
from collections.abc import Iterator

from subscribers.addresscell import is_placeholder
from subscribers.columns import Columns, plain
from subscribers.days import UNKNOWN, AmbiguousDayError, micros_of
from subscribers.exports import is_name_of_bounces
from subscribers.listrow import ListRow
from subscribers.names import clean_name
from subscribers.questions import Answers, Topic
from subscribers.refusals import (
    heading_says_no,
    heads_the_others,
    is_name_of_somebody,
    may_stand_beside_heading,
    name_says_no,
    says_no,
    value_says_no,
    words_of,
)
from subscribers.strays import Strays
from subscribers.tags import tag_texts
from subscribers.verdict import FINE, RANK, Sign, Verdict
from subscribers.words import (
    BESIDE_MONTHS,
    BOUNCED,
    MONTHS,
    NO,
    NOT_ON_THE_LIST,
    ON_THE_LIST,
    SAID_NO,
    SAID_NO_ELSEWHERE,
    YES,
)

#: So many values are remembered.
_REMEMBERED = 10_000


class Signs:
    """Finds them by the answers that were given so far; `days` = the day of a yes is kept as its proof."""

    def __init__(self, answers: Answers, *, days: bool) -> None:
        self._answers, self.keeps_days = answers, days
        #: What was found for the values of the columns that decide: a list has few.
        self._found: dict[tuple[str, ...], Sign] = {}
        #: Values of which nothing speaks against writing to somebody.
        self.fine: set[tuple[str, ...]] = set()
        #: Looks into columns that decide nothing; set for each reading of a file with columns.
        self.strays: Strays | None = None
        #: The list is of people who subscribed, as the program that wrote it says.
        self.is_vouched = False
        #: Columns that are filled in for everybody on a list of this kind.
        self.always: tuple[int, ...] = ()
        #: The word of a heading further up by which those below it said no.
        self.section = ""

    def look_for_heading(self, row: ListRow, columns: Columns | None = None) -> None:
        """A line above people: "UNSUBSCRIBED - DO NOT MAIL", "Active members"; a number may stand beside it."""
        if row.problem or any("@" in cell for cell in row.cells):
            return
        heading, place = "", 0
        for at, cell in enumerate(row.cells):
            if cell and not cell.isspace():
                if heading and not _may_stand_beside(cell, place, columns):
                    return
                heading, place = heading or cell, place if heading else at
        if not heading or row.links or is_placeholder(heading):
            return
        if columns is not None and place in columns.names and is_name_of_somebody(heading):
            return
        if word := heading_says_no(heading):
            self.section = word
        elif heads_the_others(heading):
            self.section = ""

    def below_heading(self) -> Sign:
        key = f"{Topic.SECTION}:{self.section}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return verdict, f'stands below a heading with "{self.section}"', key

    def of(self, row: ListRow, columns: Columns) -> Sign:
        """What speaks most against writing to somebody, wherever it stands."""
        worst = self._against(row, columns)
        for sign in self._signs_elsewhere(row, columns):
            worst = sign if RANK[sign[0]] > RANK[worst[0]] else worst
        return worst

    def _signs_elsewhere(self, row: ListRow, columns: Columns) -> Iterator[Sign]:
        """In columns that decide nothing, in names and tags, above the row."""
        if self.section:
            yield self.below_heading()
        cells = row.cells
        if len(cells) < columns.width:
            cells = cells + [""] * (columns.width - len(cells))
        for place, shown in self.strays.signs(cells) if self.strays is not None else ():
            header = columns.headers[place] or f"column {place + 1}"
            is_told = place not in columns.unclear or says_no(cells[place])
            sign = self.stray if is_told else self._unclear
            yield sign(shown, header)
        for place in columns.names:
            if name_says_no(cells[place]):
                yield self.stray("", columns.headers[place])
        for place in columns.words:
            if cells[place] and any(map(says_no, tag_texts(cells[place]))):
                yield self.stray("", columns.headers[place])

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
                if found == FINE:
                    self.fine.add(values)
        return found

    def _worst(self, row: ListRow, columns: Columns) -> Sign:
        worst, reason, key = Verdict.OK, "", ""
        for verdict, why, question in self._evidence(row, columns):
            if RANK[verdict] > RANK[worst] or (verdict is worst and question and not key):
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
        for place in self.always:
            if not cells[place].strip():
                yield self._missed(columns.headers[place])
        yield from self._yes_and_no(cells, columns)
        yield from self._agreements(cells, columns)
        if self.keeps_days and (columns.agreed or columns.opt_in):
            yield self._agreement(cells, columns)
        if row.hidden:
            yield self.hidden()

    def _yes_and_no(self, cells: list[str], columns: Columns) -> Iterator[Sign]:
        for place in columns.opt_in:
            if not _is_yes(cells[place]):
                yield self._no_yes(cells[place], columns.headers[place])
        for place in columns.hint:
            value = plain(cells[place])
            if value in SAID_NO:
                yield _no(value), f'"{_shown(cells[place])}" in the column "{columns.headers[place]}"', ""
            elif value in NO or value in NOT_ON_THE_LIST or _begins_with_no(cells[place]):
                yield Verdict.LEFT, f'a no in the column "{columns.headers[place]}"', ""
            elif value_says_no(cells[place]):
                yield self._unclear(cells[place], columns.headers[place])
        yield from self._missing_yes(cells, columns)
        for place in columns.leaver:
            if plain(cells[place]) and plain(cells[place]) not in NO:
                yield Verdict.LEFT, f'the column "{columns.headers[place]}" is filled in', ""

    def _no_yes(self, cell: str, header: str) -> Sign:
        """A no, a yes that was taken back, or a word that may be a yes: "Yes please", "by post and e-mail"."""
        value = plain(cell)
        if value in SAID_NO or _took_back(cell):
            return _no(value), f'"{_shown(cell)}" in the column "{header}"', ""
        if (
            not value
            or value in NO
            or value in NOT_ON_THE_LIST
            or _begins_with_no(cell)
            or value_says_no(cell)
        ):
            return Verdict.LEFT, f'no yes in the column "{header}"', ""
        return self._unclear(cell, header)

    def _agreements(self, cells: list[str], columns: Columns) -> Iterator[Sign]:
        """Columns with the day of a yes, in which may stand that there was none."""
        for place in columns.agreed:
            if cells[place].strip() and not _is_yes(cells[place]):
                yield self._no_yes(cells[place], columns.headers[place])

    def _missing_yes(self, cells: list[str], columns: Columns) -> Iterator[Sign]:
        """Of those who are taken in because they agreed: no yes where one would stand, nor elsewhere in the row."""
        if not self.keeps_days or self.is_vouched or columns.opt_in:
            return
        places = (*columns.agreeing, *columns.agreed)
        if places and not any(_is_yes(cells[place]) for place in (*places, *columns.hint)):
            for place in columns.agreeing or places[:1]:
                if not cells[place].strip():
                    yield self._empty(columns.headers[place])

    def _empty(self, header: str) -> Sign:
        """Nothing where others have their yes, or the day of it."""
        key = f"{Topic.NO_YES}:{header.casefold()}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return verdict, f'nothing in the column "{header}", where a yes would stand', key

    def _agreement(self, cells: list[str], columns: Columns) -> Sign:
        """Proof of a yes on one of two days is none."""
        try:
            self.agreed(cells, columns)
        except AmbiguousDayError:
            return Verdict.ASK, "the day of their yes may be one of two", Topic.DATES
        return Verdict.OK, "", ""

    def agreed(self, cells: list[str], columns: Columns) -> int:
        """The newest day that is said: who confirmed a yes gave it then."""
        order = self._answers.get(Topic.DATES)
        places = (place for place in (*columns.agreed, *columns.opt_in) if place < len(cells))
        return max((micros_of(cells[place], order) for place in places if cells[place]), default=UNKNOWN)

    def hidden(self) -> Sign:
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

    def stray(self, cell: str, header: str) -> Sign:
        """A no in a column that does not say what it is about."""
        key = f"{Topic.SAID_NO}:{header.casefold()}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        what = f'"{_shown(cell)}"' if cell else 'a word such as "unsubscribed"'
        return verdict, f'{what} in the column "{header}"' if header != BESIDE else f"{what} {header}", key

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

    def _missed(self, header: str) -> Sign:
        """Nothing where each row of such a list says when somebody said no."""
        key = f"{Topic.COLUMN}:{header.casefold()}"
        verdict = _ANSWERED.get(self._answers.get(key), Verdict.ASK)
        return (
            verdict,
            f'nothing in the column "{header}", where such lists have something for everybody',
            key,
        )

    def _opt_out(self, cell: str, header: str) -> Sign:
        value = plain(cell)
        if not value or value in _NO_OPT_OUT or not value.strip("0"):
            return Verdict.OK, "", ""
        why = f'the column "{header}" is filled in'
        is_no = next(iter(words_of(cell)), "") in _NO_OPT_OUT and not says_no(cell)  # "No (asked in 2024)"
        says_so = value in YES or value in SAID_NO or _is_date(cell) or any(sign.isdigit() for sign in value)
        # A reason or the name of a campaign is written only for those who left.
        if (says_so and not is_no) or re.search(r"reason|campaign", header, re.IGNORECASE):
            return _no(value, header), why, ""
        return self._remark(why)

    def _remark(self, why: str) -> Sign:
        """One question for all of them: a remark may hold a name."""
        verdict = {"yes": Verdict.OUT, "no": Verdict.OK}.get(self._answers.get(Topic.OPT_OUT), Verdict.ASK)
        return verdict, why, Topic.OPT_OUT


def _no(value: str, header: str = "") -> Verdict:
    """Of a value that keeps out for good: whether it is about the mailbox, or about what the person wants."""
    of_mailbox = value in BOUNCED or (value not in SAID_NO and is_name_of_bounces(header))
    return Verdict.BOUNCED if of_mailbox else Verdict.OUT


#: Below "Do not email", "never" or "Active" may say either.
_NO_OPT_OUT = NO - frozenset({"never", "nunca", "jamais", "nigdy", "niciodata"}) | {
    "subscribed",
    "optedin",
    "mailable",
}
#: So to speak the column of what stands beside an address where there are no columns.
BESIDE = "beside the address"
_ANSWERED = {"yes": Verdict.OK, "no": Verdict.LEFT, "never": Verdict.OUT}
#: Words of a yes beside a day.
_YES_BESIDE = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(filter(str.isalpha, YES | ON_THE_LIST), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_DAY = r"(?:(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}|\d{1,2}[-/.](?:\d{1,2}[-/.])?(?:\d{4}|\d{2}))"
_MOMENT = re.compile(
    rf"{_DAY}(?:[T ,]+\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?\s*(?:[ap]m|Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[345]\d{4}(?:[.,]\d+)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CROSSES = frozenset("✗✘❌✖☐☒🚫👎")
_NOUGHT = re.compile(r"0+(?![\d./-])")
#: How words begin that say of a yes that it holds no longer.
_TAKEN_BACK = re.compile(
    r"withdr|revok|rescind|unsub|optout|optedout|retirad|revoca|desuscri|tynn|daddanysgrif|wycof|cofni|wypis|retras"
    r"|dezabon|revog|descadastr|revoq|desabonn|desinscri|سحب|الغ"
)
#: Stands for a value that is not shown, because it may hold somebody's data.
HIDDEN_VALUE = "…"


def _may_stand_beside(cell: str, heading: int, columns: Columns | None) -> bool:
    """As a number of people does. Where a list has no names, or the heading stands elsewhere than
    they or the addresses do, it is somebody without an address.
    """
    if columns is None or not columns.names or heading not in (columns.address, *columns.names):
        return False
    return may_stand_beside_heading(cell)


def _is_yes(cell: str) -> bool:
    """Yes, a word like "subscribed", the day on which they said yes, or both. An empty cell is no yes."""
    value = plain(cell)
    if value in YES or value in ON_THE_LIST:
        return True
    moment = _YES_BESIDE.sub(" ", cell)
    moment = (moment if moment == cell else moment.strip(" -–,;:()")).strip()
    return _is_moment(moment)


def _is_moment(text: str) -> bool:
    """A day, a month or a year in figures or words, perhaps with an hour, and nothing else."""
    if _MOMENT.fullmatch(text) or _SERIAL.fullmatch(text):
        return True
    words = words_of(text)
    named = sum(word in MONTHS for word in words)
    rest = [word for word in words if word not in MONTHS and word not in BESIDE_MONTHS]
    return named == 1 and not rest and _YEAR.search(text) is not None and text[:1].isalnum()


def _begins_with_no(cell: str) -> bool:
    """A no, an empty box or a cross in front of something: a no, whatever day or remark stands beside it."""
    text = cell.strip()
    first = next(iter(words_of(text)), "")
    return first in NO or first in NOT_ON_THE_LIST or text[:1] in _CROSSES or _NOUGHT.match(text) is not None


def _took_back(cell: str) -> bool:
    """Whether a yes was taken back, or mail refused in so many words: "Withdrawn 2024", "Do not email, please"."""
    said = says_no(cell)
    return (
        said in SAID_NO
        or said in SAID_NO_ELSEWHERE - NOT_ON_THE_LIST
        or any(map(_TAKEN_BACK.match, words_of(cell)))
    )


def _is_date(cell: str) -> bool:
    return sum(sign.isdigit() for sign in cell) >= 4 and not cell.startswith("0000")


def _shown(cell: str) -> str:
    """A status as it is written, unless it may be something else that slipped into the column."""
    text = clean_name(cell)
    return text if len(text) <= 30 and not re.search(r"[@\d]", text) else HIDDEN_VALUE
