"""`newsletter database restore --other-key`: a list that the typed key opens is not taken for one that is lost."""

from pathlib import Path

import pytest

from newsletter.rootkey import spelled
from tests.backups import ROOT, code, house_of, restore
from tests.command import Desk

OTHER = "88" * 32


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.backup"


@pytest.fixture
def branch(desk: Desk, file: Path) -> Desk:
    """One whose list knows more than its backup, and whose key is stored nowhere."""
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    desk.open_branch()
    desk.add_people(2)
    desk.here("database", "backup", file).ok()
    desk.here("subscriber", "suppress", "person1@example.org", "--reason", "asked").ok()
    del desk.environment["NEWSLETTER_ROOT_KEY"]
    return desk


@pytest.mark.parametrize("where", ["variable", "stored"])
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_list_that_opens_with_the_typed_key_is_not_moved_aside(
    branch: Desk, file: Path, where: str, more: tuple[str, ...]
) -> None:
    if where == "variable":
        branch.environment["NEWSLETTER_ROOT_KEY"] = OTHER
    else:
        house_of(branch).secrets.set("root", OTHER)
    done = restore(branch, file, "--other-key", *more, stdin=spelled(bytes.fromhex(ROOT)))
    [error] = done.json["errors"]
    assert (done.code, code(done)) == (1, "list-opens")
    assert "newsletter secret set root" in error["remedy"]
    assert ("NEWSLETTER_ROOT_KEY" in error["message"] + error["remedy"]) == (where == "variable")
    assert list((branch.workspace / "data").glob("*.before-*")) == []
    # What is said is what to do.
    branch.environment.pop("NEWSLETTER_ROOT_KEY", None)
    branch.here("secret", "set", "root", stdin=spelled(bytes.fromhex(ROOT))).ok()
    listed = branch.here("subscriber", "list", "--json").ok().data["subscribers"]
    assert sorted(one["status"] for one in listed) == ["mailable", "suppressed"]
    assert restore(branch, file).ok().data["in_place"] is False


def test_a_key_that_does_not_fit_is_looked_for_on_the_sheet_first(branch: Desk) -> None:
    done = branch.here("subscriber", "list", "--json", NEWSLETTER_ROOT_KEY=OTHER)
    [error] = done.json["errors"]
    assert (done.code, error["code"]) == (1, "wrong-key")
    remedy = error["remedy"]
    assert 0 <= remedy.find("newsletter secret set root") < remedy.find("newsletter database restore")


def test_a_backup_that_was_unpacked_shows_no_key() -> None:
    from datetime import UTC, datetime
    from typing import Any

    from newsletter.desk.restore import _Backup

    nothing: Any = None
    backup = _Backup(
        database=nothing, root=bytes.fromhex(ROOT), hash_key=bytes.fromhex(OTHER), made=datetime.now(UTC),
        own_id="", counts={},
    )  # fmt: skip
    assert not any(repr(key)[2:-1] in repr(backup) for key in (backup.root, backup.hash_key))
