"""Every statement of every `.sql` file runs on an encrypted SQLite file and on PostgreSQL.

A component adds a module `samples_<component>.py` with MIGRATIONS, BEFORE and SAMPLES; nothing is skipped: a
statement without a sample fails, as does a sample or a line of Python that names a statement that is not
there.
"""

import ast
import contextlib
import importlib
import re
import secrets
from pathlib import Path

import pytest

from subscribers.database import open_postgres, open_sqlite
from subscribers.schema import migrate
from subscribers.scratch import open_scratch
from subscribers.statements import load_statements

ROOT = Path(__file__).parent.parent.parent
MODULES = [importlib.import_module(path.stem) for path in sorted(Path(__file__).parent.glob("samples_*.py"))]
MIGRATIONS = [migration for module in MODULES for migration in module.MIGRATIONS]
BEFORE = [step for module in MODULES for step in module.BEFORE]
SAMPLES = {file: samples for module in MODULES for file, samples in module.SAMPLES.items()}
CASES = [(file, name) for file, samples in SAMPLES.items() for name in samples]


def sql_files():
    """Every file with statements by its plain name: `people.sqlite.sql` counts as `people.sql`."""
    for package in ("subscribers", "newsletter"):
        for path in (ROOT / package).rglob("*.sql"):
            if path.parent.name != "migrations":
                yield path.relative_to(ROOT).with_name(path.name.split(".")[0] + ".sql").as_posix()


def statements_of(file: str):
    path = Path(file)
    return load_statements(".".join(path.parent.parts), path.name)


class Enough(Exception):  # noqa: N818 it is no error
    """Ends a transaction that should leave nothing."""


@pytest.fixture(scope="module")
def sqlite_migrated(tmp_path_factory):
    with open_sqlite(
        tmp_path_factory.mktemp("contract") / "newsletter.db", secrets.token_bytes(32)
    ) as database:
        for component, folder in MIGRATIONS:
            migrate(database, component=component, folder=folder)
        open_scratch(database)
        yield database


@pytest.fixture(scope="module")
def postgres_migrated(postgres_server):
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("CREATE DATABASE contract")
    with open_postgres(postgres_server.replace("/postgres?", "/contract?")) as database:
        for component, folder in MIGRATIONS:
            migrate(database, component=component, folder=folder)
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def migrated(request):
    return request.getfixturevalue(f"{request.param}_migrated")


def carry_out(database, file: str, name: str, params: dict) -> None:
    statement = statements_of(file)[name]
    if re.match(r"(?i)\s*(select|with)|.*\breturning\b", statement.sqlite or statement.postgres, re.DOTALL):
        database.rows(statement, **params)
    else:
        database.run(statement, **params)


@pytest.mark.parametrize(("file", "name"), CASES, ids=[f"{Path(file).stem}.{name}" for file, name in CASES])
def test_a_statement_runs_on_both_databases(migrated, file, name):
    with contextlib.suppress(Enough), migrated.transaction():
        for step in BEFORE:
            carry_out(migrated, *step)
        carry_out(migrated, file, name, SAMPLES[file][name])
        raise Enough


@pytest.mark.parametrize("file", sorted(set(sql_files())))
def test_every_statement_has_a_sample_and_every_sample_a_statement(file):
    assert sorted(SAMPLES.get(file, {})) == sorted(statements_of(file).names())


@pytest.mark.parametrize(("file", "name"), CASES, ids=[f"{Path(file).stem}.{name}" for file, name in CASES])
def test_both_spellings_are_there_single_and_take_the_same_parameters(file, name):
    statement = statements_of(file)[name]
    given = set(SAMPLES[file][name])
    assert set(re.findall(r"(?<!:):([a-z_]\w*)", re.sub(r"'[^']*'", "", statement.sqlite))) == given
    assert set(re.findall(r"%\((\w+)\)s", statement.postgres)) == given
    assert not {";"} & set(re.sub(r"'[^']*'", "", statement.sqlite + statement.postgres))
    assert statement.purpose.endswith(".")


def texts_of_python() -> dict[str, set[str]]:
    """All string literals of the program, by module."""
    found = {}
    for package in ("subscribers", "newsletter"):
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found[path.relative_to(ROOT).as_posix()] = {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def test_every_statement_is_used_by_python():
    used = set().union(*texts_of_python().values())
    assert [case for case in CASES if case[1] not in used] == []


def test_python_names_no_statement_that_is_missing():
    for module in sorted(path for path in (ROOT / "subscribers").rglob("*.py")):
        file = module.relative_to(ROOT).with_suffix(".sql").as_posix()
        text = module.read_text(encoding="utf-8")
        for name in re.findall(r"_sql\(\s*\"(\w+)\"", text):
            assert name in statements_of(file).names(), module.name
        for other, name in re.findall(
            r"load_statements\(\"subscribers\", \"(\w+\.sql)\"\)\[\"(\w+)\"\]", text
        ):
            assert name in statements_of(f"subscribers/{other}").names(), module.name
