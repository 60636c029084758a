"""Where the header of a list ends: some stand in two rows, as merged cells leave them."""

from subscribers.columns import Columns, is_about_another_channel, kind_of, plain, read_header


def header_of(upper: list[str], lower: list[str], *, wanted: str) -> tuple[Columns | None, int]:
    """The columns, and over how many rows their names stand; None and 0 where `upper` is no header.

    Raises OpenQuestion.
    """
    columns = read_header(upper, wanted=wanted)
    if columns is None:
        return None, 0
    width = max(len(upper), len(lower))
    upper, lower = (row + [""] * (width - len(row)) for row in (upper, lower))
    if not _goes_on(upper, lower, columns):
        return columns, 1
    return read_header(_joined(upper, lower), wanted=wanted), 2


def _goes_on(upper: list[str], lower: list[str], columns: Columns) -> bool:
    """Whether the row below names columns as well: it holds nobody, and what it says decides where no name did."""
    people = (columns.address, *columns.other_addresses, columns.name, columns.first_name, columns.last_name)
    if any("@" in cell for cell in lower) or any(
        lower[place].strip() and plain(lower[place]) != plain(upper[place])
        for place in people
        if place is not None
    ):
        return False
    return any(
        kind_of(below) is not None and (kind_of(above) is None or place in (*columns.hint, *columns.unclear))
        for place, (above, below) in enumerate(zip(upper, lower, strict=True))
        if below.strip() and plain(above) != plain(below)
    )


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """The lower name where it tells enough, else both; a name above holds as far as the next one."""
    names, above = list[str](), ""
    for over, under in zip(upper, lower, strict=True):
        above = over if over.strip() else above
        if not under.strip() or plain(over) == plain(under):
            names.append(over)
        elif kind_of(under) is not None or is_about_another_channel(under):
            names.append(under)
        else:
            names.append(f"{above} {under}".strip())
    return names
