"""SQL statements from the `.sql` file beside the module that owns them.

A file is a row of blocks: `-- name: add_person`, a line of purpose (`-- ...`), the statement, and perhaps a
comment with the reason for an odd shape. Parameters are written `:name`. A statement that must differ
between the databases stands in `people.sqlite.sql` and `people.postgres.sql` instead of in `people.sql`.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEAD = re.compile(r"^-- name: *(\S+) *\n-- *(\S.*)\n", re.MULTILINE)
#: Literals and comments come first, so that a colon inside them is never taken for a parameter.
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|::|:([a-z_][a-z0-9_]*)|%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement in the two spellings of the drivers; empty where a database does not have it."""

    name: str
    purpose: str
    sqlite: str = ""
    postgres: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names, in the order in which they stand there first."""
        return tuple(dict.fromkeys(token[1] for token in _TOKEN.finditer(self.sqlite) if token[1]))


class Statements:
    """The statements of one file, by name; a name that the file does not have is a mistake of the
    programmer.
    """

    def __init__(self, file: str, statements: dict[str, Statement]) -> None:
        self._file = file
        self._statements = statements

    def __getitem__(self, name: str) -> Statement:
        if name not in self._statements:
            raise KeyError(f"{self._file} has no statement {name}")
        return self._statements[name]

    def names(self) -> list[str]:
        return list(self._statements)


@cache
def load_statements(package: str, file: str) -> Statements:
    """Read `file` of `package` and, where they exist, its two variants; each file is read once a process."""
    stem = file.removesuffix(".sql")
    found = {name: spell(name, purpose, body) for name, purpose, body in _blocks(package, file)}
    for name, purpose, body in _blocks(package, f"{stem}.sqlite.sql"):
        found[name] = Statement(name=name, purpose=purpose, sqlite=spell(name, purpose, body).sqlite)
    for name, purpose, body in _blocks(package, f"{stem}.postgres.sql"):
        other = found[name].sqlite if name in found else ""
        found[name] = Statement(
            name=name, purpose=purpose, sqlite=other, postgres=spell(name, purpose, body).postgres
        )
    return Statements(f"{package}/{file}", found)


def spell(name: str, purpose: str, body: str) -> Statement:
    """The statement in both drivers' spelling: `:name` stays for SQLite, psycopg gets `%(name)s` and `%%`."""
    sqlite = _TOKEN.sub(lambda token: "" if token[0].startswith("--") else token[0], body)
    return Statement(
        name=name, purpose=purpose, sqlite=sqlite.strip(), postgres=_TOKEN.sub(_psycopg, body).strip()
    )


def _psycopg(token: re.Match[str]) -> str:
    if token[1]:
        return f"%({token[1]})s"
    return "" if token[0].startswith("--") else token[0].replace("%", "%%")


def _blocks(package: str, file: str) -> list[tuple[str, str, str]]:
    path = files(package).joinpath(file)
    if not path.is_file():
        return []
    parts = _HEAD.split(path.read_text(encoding="utf-8"))
    return list(zip(parts[1::3], parts[2::3], parts[3::3], strict=True))
