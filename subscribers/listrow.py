"""One row of a list, from whatever kind of file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class ListRow:
    """One row; `problem` says why its cells cannot be used: they are its whole text, as far as there is any."""

    #: Of the file, or of the sheet; the first one is 1.
    line: int
    cells: list[str] = field(repr=False)
    problem: str = ""
    #: Hidden in a spreadsheet, by hand or by a filter.
    hidden: bool = False
    #: Columns whose formula was never calculated: nobody knows what they say.
    unknown: tuple[int, ...] = ()
    #: The address that a cell links to, by column; None where there are no links.
    links: Mapping[int, str] | None = field(default=None, repr=False)
