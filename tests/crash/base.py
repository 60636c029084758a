"""Where an evening's list is kept: a copy of a file, or a copy of a database on a PostgreSQL server."""

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from newsletter.wiring import DATABASE_VARIABLE

_CUT_OFF = (
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"
)


class Base(Protocol):
    name: str

    def template(self) -> Mapping[str, str]:
        """The variables with which the template of all evenings is made."""
        ...

    def finish_template(self) -> None: ...

    def evening(self) -> contextlib.AbstractContextManager[Mapping[str, str]]:
        """A copy for one evening, and the variables that lead there."""
        ...


@dataclass
class FileBase:
    """The file lies in the workspace and is copied with it."""

    name: str = "sqlite"

    def template(self) -> Mapping[str, str]:
        return {}

    def finish_template(self) -> None: ...

    @contextlib.contextmanager
    def evening(self) -> Iterator[Mapping[str, str]]:
        yield {}


@dataclass
class ServerBase:
    """A database of the server for each evening, copied from a template by the server itself."""

    server: str
    original: str = ""
    name: str = "postgres"

    def template(self) -> Mapping[str, str]:
        self.original = f"original_{secrets.token_hex(5)}"
        self._command(f'create database "{self.original}"')
        return self._variables(self.original)

    def finish_template(self) -> None:
        """The server copies nothing that somebody is connected to."""
        self._command(_CUT_OFF, self.original)

    @contextlib.contextmanager
    def evening(self) -> Iterator[Mapping[str, str]]:
        name = f"evening_{secrets.token_hex(5)}"
        self._command(f'create database "{name}" template "{self.original}"')
        try:
            yield self._variables(name)
        finally:
            self._command(f'drop database "{name}" with (force)')

    def _variables(self, name: str) -> Mapping[str, str]:
        return {DATABASE_VARIABLE: self.server.replace("/postgres?", f"/{name}?")}

    def _command(self, sql: str, *params: object) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql, params or None)
