"""The log-ins that docs/postgresql.md advises: each may do what it needs, and no more."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from subscribers.erasure import TABLES
from subscribers.rewriting import by_hand
from tests.command import CONSENT, Desk

PAGE = (Path(__file__).parent.parent / "docs" / "postgresql.md").read_text(encoding="utf-8")
#: The blocks of the page that are typed at the server, as they stand there.
ANEW, ROLES, RIGHTS = range(3)


def statements(number: int, names: dict[str, str]) -> list[str]:
    """Those of one block of the page, with names of the test's own."""
    text = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[number]
    spelled = re.sub(r"newsletter(_owner|_reports)?\b", lambda match: names[match[0]], text).replace("…", "x")
    return [line for line in spelled.split(";\n") if line.strip()]


@pytest.fixture
def address(desk: Desk, postgres_url: str) -> Iterator[Callable[[str], str]]:
    """The address of each role: "" is the program, as which the desk comes, "_o" the owner, "_r" reports."""
    mark = f"u{secrets.token_hex(4)}"
    names = {"newsletter": mark, "newsletter_owner": f"{mark}_o", "newsletter_reports": f"{mark}_r"}

    def address(role: str) -> str:
        # A role and the database have one name on the page: the first word after DATABASE is the database.
        return re.sub(r"//[^/]*/[^?]*", f"//{mark}{role}:x@/{mark}", postgres_url)

    with psycopg.connect(postgres_url, autocommit=True) as server:
        try:
            for statement in statements(ROLES, names):
                server.execute(statement)
            desk.environment["NEWSLETTER_DATABASE_URL"] = address("_o")
            desk.open_branch()
            with psycopg.connect(address("_o"), autocommit=True) as owner:
                for statement in statements(RIGHTS, names):
                    owner.execute(statement)
            desk.environment["NEWSLETTER_DATABASE_URL"] = address("")
            yield address
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{mark}" WITH (FORCE)')
            for role in names.values():
                server.execute(f'DROP ROLE IF EXISTS "{role}"')


def test_the_program_reads_and_writes_reports_see_no_address_and_only_the_owner_changes_tables(
    desk: Desk, address: Callable[[str], str]
) -> None:
    desk.add_people(3)
    desk.here("subscriber", "suppress", "person1@example.org", "--reason", "asked").ok()
    assert desk.here("send", "october", "--yes", "--json").ok().data["receipt"]["deliveries"] == 2
    desk.here("subscriber", "add", "dewi@example.org", *CONSENT).ok()
    desk.here("secret", "sheet", desk.folder / "recovery.txt").ok()
    desk.here("database", "rekey", "--yes").ok()
    assert len(desk.here("subscriber", "list", "--json").ok().data["subscribers"]) == 4
    with psycopg.connect(address(""), autocommit=True) as program, pytest.raises(psycopg.Error):
        program.execute("DROP TABLE person")
    with psycopg.connect(address("_r"), autocommit=True) as reports:
        assert reports.execute("SELECT count(*) FROM campaign").fetchone() == (1,)
        for table in ("person", "suppression", "consent", "custody", "delivery"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reports.execute(f"SELECT * FROM {table}")


def in_files(server: str, address: str, word: bytes) -> bool:
    """Whether a file of a database holds a word; `server` is the address of its superuser."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        name = re.search(r"/(\w+)\?", address)
        assert name is not None
        found = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s", (name[1],)
        ).fetchone()
        assert found is not None
    folder, own = found
    files = Path(folder, "base", str(own)).iterdir()
    return any(word in path.read_bytes() for path in files if path.is_file())


def told(desk: Desk, *words: str) -> bool:
    """Whether a command says what is still to be typed at the server."""
    return by_hand(TABLES) in desk(*words).ok().err


@pytest.mark.parametrize("how", ["typed", "by the owner's log-in"])
def test_what_the_program_may_not_write_anew_is_said_until_somebody_has(
    desk: Desk, address: Callable[[str], str], postgres_url: str, how: str
) -> None:
    assert statements(ANEW, {}) == [by_hand(TABLES).removesuffix(";")]
    here = ("--workspace", str(desk.workspace))
    desk.here("subscriber", "add", "zebedee@example.org", *CONSENT).ok()
    desk.add_people(2)
    assert not told(desk, *here)
    for name in ("zebedee", "person0"):
        done = desk.here("subscriber", "forget", f"{name}@example.org", "--yes", "--json")
        assert (done.code, done.data["forgotten"]) == (4, True)
        assert by_hand(TABLES) in " ".join(done.json["messages"])
        assert told(desk, *here)
        assert told(desk, *here)
    assert told(desk, "send", "october", "--yes", *here)
    assert in_files(postgres_url, address(""), b"zebedee@example.org")
    if how == "typed":
        with psycopg.connect(address("_o"), autocommit=True) as owner:
            # One table is not enough.
            owner.execute("VACUUM FULL person")
            assert told(desk, *here)
            owner.execute(statements(ANEW, {})[0])
    else:
        assert not told(
            Desk(desk.folder, desk.home, desk.environment | {"NEWSLETTER_DATABASE_URL": address("_o")}), *here
        )
    assert not in_files(postgres_url, address(""), b"zebedee@example.org")
    assert not told(desk, *here)
    # The next one is another matter.
    assert desk.here("subscriber", "forget", "person1@example.org", "--yes", "--json").code == 4
    assert told(desk, *here)
