"""Brings the tables of a component up to date: numbered files, each statement in turn, all in one
transaction.

`001_people.sql` has statements that end with a semicolon at the end of a line. The file is never changed
after a release; what comes later is the next number. Where the databases must differ, `002_….sqlite.sql` and
`002_….postgres.sql` stand in its place. Before tables that hold something are changed, the encrypted file is
copied beside itself.
"""

import re
from importlib.resources.abc import Traversable

from subscribers.database import Database
from subscribers.errors import DatabaseError
from subscribers.statements import Statement, load_statements, spell

_FILE = re.compile(r"(\d{3})_[a-z0-9_]+(?:\.(sqlite|postgres))?\.sql")
_END = re.compile(r";[ \t]*(?:--[^\n]*)?$", re.MULTILINE)


def migrate(database: Database, *, component: str, folder: Traversable) -> int:
    """Carry out what is missing of `component`; the number of files carried out. A call without work reads
    one row.

    Raises DatabaseError `newer-schema` when a later version of the program has been here, `older-schema` when the
    log-in of a server may not change tables.
    """
    files = _migrations(folder, database.dialect)
    done = _version(database, component)
    if done > len(files):
        raise DatabaseError(
            "The list of subscribers was last used by a newer version of this program.",
            remedy="Install the newest version, then run it again.",
            code="newer-schema",
        )
    if done == len(files):
        return 0
    if database.value(_sql("has_versions")) and _holds_something(database):
        database.backup(f"before-{component}-{len(files):03}")
    try:
        with database.transaction():
            return _carry_out(database, component, files)
    except DatabaseError as error:
        raise _not_ours_to_change(error) from error


def _carry_out(database: Database, component: str, files: list[Traversable]) -> int:
    database.rows(_sql("lock_schema"))
    database.run(_sql("make_versions"))
    # Another process may have done it while this one waited for the lock.
    done = database.value(_sql("version"), component=component) or 0
    for file in files[done:]:
        for statement in _statements(file):
            database.run(statement)
    database.run(_sql("set_version"), component=component, version=max(len(files), done))
    return len(files[done:])


def _not_ours_to_change(error: DatabaseError) -> DatabaseError:
    if error.code != "database-privilege":
        return error
    return DatabaseError(
        "The tables of the list must be made or changed, and this log-in of the server may not do that.",
        remedy="Run any command once with the log-in that owns the tables: docs/postgresql.md.",
        code="older-schema",
    )


def _version(database: Database, component: str) -> int:
    if not database.value(_sql("has_versions")):
        return 0
    return int(database.value(_sql("version"), component=component) or 0)


def _holds_something(database: Database) -> bool:
    """A fresh database is several components' tables without a row; a copy of that would only puzzle."""
    for (table,) in database.rows(_sql("tables")):
        # The name is the table's own, not a text from outside.
        text = f'SELECT 1 FROM "{table}" LIMIT 1'  # noqa: S608
        look = Statement(name="look", purpose="is there a row", sqlite=text)
        if database.one(look) is not None:
            return True
    return False


def _migrations(folder: Traversable, dialect: str) -> list[Traversable]:
    named = ((file, _FILE.fullmatch(file.name)) for file in folder.iterdir())
    files = sorted(
        (file for file, found in named if found and found[2] in {None, dialect}), key=lambda file: file.name
    )
    for number, file in enumerate(files, start=1):
        if int(file.name[:3]) != number:
            raise RuntimeError(f"migration {number:03} is missing: the next file is {file.name}")
    return files


def _statements(file: Traversable) -> list[Statement]:
    parts = [part.strip() for part in _END.split(file.read_text(encoding="utf-8"))]
    spelled = [
        spell(f"{file.name}-{number}", "a migration", part) for number, part in enumerate(parts, start=1)
    ]
    return [statement for statement in spelled if statement.sqlite]


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "schema.sql")[name]
