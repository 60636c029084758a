"""What is said of a file beside its figures: which of its tags are kept, and which addresses are not written to."""

from collections.abc import Iterable, Iterator, Mapping

from subscribers.columns import Columns
from subscribers.database import Database
from subscribers.statements import load_statements

#: Why a list leaves somebody out for now.
LEFT_OUT = "gone, no yes, or so answered"
#: So many tags of a file are named in the report.
_NAMED_TAGS = 12


def notes_on_tags(database: Database) -> Iterator[str]:
    tags = [
        f"{tag} ({number:,})"
        for tag, number in database.rows(load_statements("subscribers", "importer.sql")["count_tags_of_file"])
    ]
    if tags:
        more = f" and {len(tags) - _NAMED_TAGS:,} others" if len(tags) > _NAMED_TAGS else ""
        yield f"Tags that are kept: {', '.join(tags[:_NAMED_TAGS])}{more}. Rename the column if you need none of them."


def notes_on_columns(columns: Columns | None, seen: Mapping[str, int]) -> Iterator[str]:
    if columns is None:
        return
    chosen = f'"{columns.headers[columns.address]}"'
    if seen["two addresses"]:
        others = _quoted(columns, columns.other_addresses)
        yield f"Rows with an address in {others} as well: {seen['two addresses']:,}. The one in {chosen} counts."
    if seen["other address only"]:
        others = _quoted(columns, columns.further_addresses)
        yield f"Rows with an address in {others} only: {seen['other address only']:,}. Nobody is written to there."


def _quoted(columns: Columns, places: Iterable[int]) -> str:
    return " or ".join(f'"{columns.headers[place]}"' for place in places)
