"""The log-ins that docs/postgresql.md advises: each may do what it needs, and no more."""

import re
import secrets
from pathlib import Path

import psycopg
import pytest

from tests.command import CONSENT, Desk

PAGE = (Path(__file__).parent.parent / "docs" / "postgresql.md").read_text(encoding="utf-8")


def statements(number: int, names: dict[str, str]) -> list[str]:
    """Those of one block of the page, with names of the test's own."""
    text = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[number]
    spelled = re.sub(r"newsletter(_owner|_reports)?\b", lambda match: names[match[0]], text).replace("…", "x")
    return [line for line in spelled.split(";\n") if line.strip()]


def test_the_program_reads_and_writes_reports_see_no_address_and_only_the_owner_changes_tables(
    desk: Desk, postgres_url: str
) -> None:
    mark = f"u{secrets.token_hex(4)}"
    names = {"newsletter": mark, "newsletter_owner": f"{mark}_o", "newsletter_reports": f"{mark}_r"}

    def address(role: str, database: str = mark) -> str:
        return re.sub(r"//[^/]*/[^?]*", f"//{role}:x@/{database}", postgres_url)

    with psycopg.connect(postgres_url, autocommit=True) as server:
        try:
            # A role and the database have one name on the page: the first word after DATABASE is the database.
            for statement in statements(0, names):
                server.execute(statement)
            desk.environment["NEWSLETTER_DATABASE_URL"] = address(f"{mark}_o")
            desk.open_branch()
            with psycopg.connect(address(f"{mark}_o"), autocommit=True) as owner:
                for statement in statements(1, names):
                    owner.execute(statement)
            desk.environment["NEWSLETTER_DATABASE_URL"] = address(mark)
            desk.add_people(3)
            desk.here("subscriber", "suppress", "person1@example.org", "--reason", "asked").ok()
            assert desk.here("send", "october", "--yes", "--json").ok().data["receipt"]["deliveries"] == 2
            desk.here("subscriber", "add", "dewi@example.org", *CONSENT).ok()
            desk.here("secret", "sheet", desk.folder / "recovery.txt").ok()
            desk.here("database", "rekey", "--yes").ok()
            assert len(desk.here("subscriber", "list", "--json").ok().data["subscribers"]) == 4
            with psycopg.connect(address(mark), autocommit=True) as program, pytest.raises(psycopg.Error):
                program.execute("DROP TABLE person")
            with psycopg.connect(address(f"{mark}_r"), autocommit=True) as reports:
                assert reports.execute("SELECT count(*) FROM campaign").fetchone() == (1,)
                for table in ("person", "suppression", "consent", "custody", "delivery"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        reports.execute(f"SELECT * FROM {table}")
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{mark}" WITH (FORCE)')
            for role in names.values():
                server.execute(f'DROP ROLE IF EXISTS "{role}"')
