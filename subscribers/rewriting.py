"""Write a database anew, so that it keeps no old version of a row: as a file in one go, on a server table by table.

A server passes over tables that the log-in does not own, and says nothing that could be relied on. Whether one was
written anew, and by whomever, is seen from the file in which it lies: it is another one then. Which files are still to
be replaced is kept, so that an operator need not say that it was done.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from subscribers.custody import Custody
from subscribers.database import Database
from subscribers.errors import DatabaseError
from subscribers.statements import Statement, load_statements

#: Under this name the list remembers in which files the tables lay when they could not be written anew.
_NOTE = "old-rows"
#: It is the files that count, not the day.
_NO_DAY = datetime.fromtimestamp(0, UTC)


class Rewriting:
    """Over the tables of one database that are to be written anew when rows were removed from them."""

    def __init__(self, database: Database, tables: Collection[str]) -> None:
        self._db = database
        self._tables = tables
        self._custody = Custody(database)

    def begin(self) -> None:
        """Rows are removed now: whatever was written anew before is to be once more. In the caller's transaction."""
        self._custody.forget(_NOTE)

    def do(self) -> bool:
        """Write anew what was not since `begin`, by this log-in or another.

        False when another connection still reads old pages. Raises DatabaseError `old-rows-stay` where a server does
        not let this log-in.
        """
        if self._db.dialect == "sqlite":
            return self._db.purge(())
        if due := self._due():
            self._db.purge(sorted(due))
        left = {table: file for table, file in self._files().items() if due.get(table) == file}
        if left:
            self._custody.remember(
                _NOTE, " ".join(f"{table}={file}" for table, file in left.items()), now=_NO_DAY
            )
            raise self.fault()
        self._custody.forget(_NOTE)
        return True

    def fault(self) -> DatabaseError:
        return DatabaseError(
            "The server's files still hold old versions of the rows: this log-in may not write the tables anew.",
            remedy=f"Have the tables' owner type, in that database: {by_hand(self._tables)} "
            "The next command sees that it was done.",
            code="old-rows-stay",
        )

    @property
    def is_left_to_operator(self) -> bool:
        """Whether `do` met tables that this log-in may not write anew, and nobody has since."""
        return self._custody.find(_NOTE) is not None

    def _due(self) -> dict[str, int]:
        """The tables that still lie in the file in which rows were removed; all where nobody has tried yet."""
        files, note = self._files(), self._custody.find(_NOTE)
        if note is None:
            return files
        known = (word.split("=") for word in note.value.split())
        return {table: int(file) for table, file in known if files.get(table) == int(file)}

    def _files(self) -> dict[str, int]:
        return {
            str(table): int(file)
            for table, file in self._db.rows(_sql("file_numbers"))
            if table in self._tables
        }


def by_hand(tables: Collection[str]) -> str:
    """What somebody types at the server who may."""
    return f"VACUUM (FULL, ANALYZE) {', '.join(tables)};"


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "rewriting.sql")[name]
