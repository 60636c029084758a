"""`newsletter database rekey`: another root key, and whatever happens meanwhile the list opens."""

import random
import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsletter.secret import mark_of
from newsletter.sending.campaign import Attempt, BatchState
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House, open_house
from subscribers.custody import Custody
from subscribers.database import open_sqlite
from subscribers.errors import DatabaseError
from subscribers.reserve import give_key, is_whole
from subscribers.statements import spell
from tests.campaigns import NOW, make_plan
from tests.command import CONSENT, Desk, on_both
from tests.doomed import killed
from tests.keyboard import at_keyboard

REKEY = ("database", "rekey")


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.open_branch()
    desk.add_people(5)
    desk.here("subscriber", "suppress", "person1@example.org", "--reason", "asked").ok()
    desk.here("subscriber", "suppress", "stranger@example.org", "--reason", "asked").ok()
    return desk


def house_of(desk: Desk) -> House:
    return open_house(desk.workspace, desk.variables() | {"NEWSLETTER_ROOT_KEY": root_of(desk).hex()})


def root_of(desk: Desk) -> bytes:
    """As a process finds it that has only the home."""
    id_ = open_house(desk.workspace, {}).settings.id
    code = (
        "import os, sys; from newsletter.secret import Secrets; "
        f"print(Secrets({id_!r}, os.environ).root().hex()); sys.exit()"
    )
    exit_code, out, err = desk.armed(code, stdin="")
    assert exit_code == 0, err
    return bytes.fromhex(out.strip())


def statuses(desk: Desk) -> dict[str, str]:
    listed = (
        desk.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    return {one["address"]: one["status"] for one in listed}


def with_sheet(desk: Desk) -> Desk:
    """The list knows that there is a recovery sheet of the key it has now."""
    file = desk.folder / "recovery.txt"
    file.unlink(missing_ok=True)
    desk.here("secret", "sheet", file).ok()
    return desk


def is_refused(desk: Desk, address: str) -> bool:
    """Whether somebody who said no is known by the hash alone."""
    file = desk.folder / "again.csv"
    file.write_text(f"Email\n{address}\n", encoding="utf-8")
    done = desk.here("subscriber", "import", file, *CONSENT, "--dry-run", "--json")
    return bool(done.data["suppressed"])


@on_both
def test_who_said_no_and_who_had_an_issue_are_known_under_the_new_key(desk: Desk) -> None:
    desk.open_branch()
    desk.add_people(5)
    desk.here("subscriber", "suppress", "stranger@example.org", "--reason", "asked").ok()
    sent(desk)
    desk.here("subscriber", "forget", "person2@example.org", "--yes").ok()
    before = root_of(with_sheet(desk))
    done = desk.here(*REKEY, "--yes", "--json").ok()
    after = root_of(desk)
    assert (done.data["old_key"], done.data["key"]) == (mark_of(before), mark_of(after))
    assert before != after
    assert before.hex() not in done.out + done.err
    assert after.hex() not in done.out + done.err
    assert is_refused(desk, "stranger@example.org")
    assert is_refused(desk, "person2@example.org")
    desk.here(
        "subscriber", "rejoin", "person2@example.org", "--wording", "Yes", "--how", "letter", "--yes"
    ).ok()
    house = house_of(desk)
    with house.open_database() as database:
        assert house.ledger(database).count_newcomers("issue1") == 0  # they have it, by a mark
    with_sheet(desk).here(
        *REKEY, "--yes"
    ).ok()  # once more: the hashing key is that of the first root key still
    assert is_refused(desk, "stranger@example.org")


def sent(desk: Desk) -> None:
    """A real campaign to everybody, over."""
    house = house_of(desk)
    with house.open_database() as database:
        ledger = Ledger(database)
        plan = make_plan(ledger, batch_size=10)
        ledger.begin(plan, now=NOW)
        fence = ledger.take_over(plan.id, owner="test", now=NOW)
        attempt = Attempt(f"{plan.id}.1", "a1", fence)
        ledger.intend(attempt, now=NOW)
        ledger.settle(attempt, BatchState.ACCEPTED, now=NOW)
        ledger.finish(plan.id, fence=fence)


def test_old_backups_need_the_old_key_and_the_old_key_opens_nothing_else(
    branch: Desk, tmp_path: Path
) -> None:
    from newsletter.rootkey import spelled

    backup, old = tmp_path / "list.backup", root_of(branch)
    branch.here("database", "backup", backup).ok()
    branch.here("secret", "sheet", tmp_path / "old.txt").ok()
    branch.here(*REKEY, "--yes").ok()
    refused = branch.here("database", "restore", backup, "--yes", "--json")
    assert (refused.code, refused.json["errors"][0]["code"]) == (1, "other-key")
    assert mark_of(old) in refused.json["errors"][0]["message"]
    assert mark_of(root_of(branch)) in refused.json["errors"][0]["message"]
    branch.here("database", "restore", backup, "--yes", "--other-key", stdin=spelled(old)).ok()
    assert statuses(branch)["person1@example.org"] == "suppressed"
    locked = branch.here("subscriber", "list", "--json", NEWSLETTER_ROOT_KEY=old.hex())
    assert (locked.code, locked.json["errors"][0]["code"]) == (1, "wrong-key")
    # The sheet of the old key is none of the new one.
    assert branch("--workspace", branch.workspace, "--json").ok().data["sheet"] is None


@on_both
def test_without_a_sheet_of_the_old_key_only_a_person_can_say_that_no_backup_is_needed(desk: Desk) -> None:
    desk.open_branch()
    old = root_of(desk)
    for more in ((), ("--yes",)):
        done = desk.here(*REKEY, *more, "--json")
        [error] = done.json["errors"]
        assert (done.code, error["code"]) == (1, "no-sheet")
        assert mark_of(old) in error["message"]
        assert "newsletter secret sheet FILE" in error["remedy"]
    words = (*REKEY, "--workspace", desk.workspace)
    seen = at_keyboard(desk, [("[y/N]", "no")], *words, code=1)
    assert f"NO RECOVERY SHEET OF KEY {mark_of(old)} WAS MADE" in seen
    assert "newsletter secret sheet FILE" in seen
    assert root_of(desk) == old
    at_keyboard(desk, [("[y/N]", "yes"), ("Enter for later): ", "")], *words)
    assert root_of(desk) != old
    # There is none of the new key, either.
    assert desk.here(*REKEY, "--yes", "--json").json["errors"][0]["code"] == "no-sheet"


def test_a_key_from_the_environment_cannot_be_changed(branch: Desk) -> None:
    root = root_of(branch)
    with_sheet(branch)
    done = branch.here(*REKEY, "--yes", "--json", NEWSLETTER_ROOT_KEY=root.hex())
    assert (done.code, done.json["errors"][0]["code"]) == (1, "key-in-environment")
    assert root_of(branch) == root
    assert len(statuses(branch)) == 5


def test_while_somebody_has_the_list_open_it_keeps_its_key(branch: Desk) -> None:
    root = root_of(with_sheet(branch))
    with house_of(branch).open_database() as database:
        done = branch.here(*REKEY, "--yes", "--json")
        assert (done.code, done.json["errors"][0]["code"]) == (1, "list-in-use")
        assert Custody(database).is_kept
    assert (root_of(branch), len(statuses(branch))) == (root, 5)
    branch.here(*REKEY, "--yes").ok()


@pytest.mark.parametrize(
    ("where", "when"),
    [
        ("newsletter.secret:Secrets.make_next_root", "after"),
        ("subscribers.custody:Custody.prepare", "after"),
        ("newsletter.desk.rekey:give_key", "before"),
        ("newsletter.desk.rekey:give_key", "after"),
        ("subscribers.custody:Custody.hand_over", "after"),
        ("newsletter.secret:Secrets.end_change", "before"),
        ("newsletter.secret:_Keyring.drop", "before"),
        ("newsletter.secret:Secrets.end_change", "after"),
    ],
)
def test_a_kill_anywhere_leaves_a_list_that_opens(branch: Desk, where: str, when: str) -> None:
    old = root_of(with_sheet(branch))
    killed(branch, where, *REKEY, "--yes", "--workspace", branch.workspace, when=when)
    assert statuses(branch)["person1@example.org"] == "suppressed"
    assert is_refused(branch, "stranger@example.org")
    between = root_of(branch)
    is_done = where != "newsletter.desk.rekey:give_key" or when == "after"
    is_done = is_done and "make_next_root" not in where and "prepare" not in where
    assert (between != old) == is_done
    with_sheet(branch).here(*REKEY, "--yes").ok()
    assert root_of(branch) not in (old, between)
    assert is_refused(branch, "stranger@example.org")


def test_a_kill_on_a_server_leaves_a_list_that_opens(desk: Desk, postgres_url: str) -> None:
    desk.environment["NEWSLETTER_DATABASE_URL"] = postgres_url
    branch = desk.open_branch()
    branch.add_people(2)
    branch.here("subscriber", "suppress", "stranger@example.org", "--reason", "asked").ok()
    old = root_of(branch)
    for where, is_done in (
        ("newsletter.wiring:House.end_change", False),
        ("newsletter.secret:Secrets.end_change", True),
    ):
        killed(with_sheet(branch), where, *REKEY, "--yes", "--workspace", branch.workspace)
        assert is_refused(branch, "stranger@example.org")
        assert (root_of(branch) != old) == is_done


_REKEYING = """
import sys
from pathlib import Path
from subscribers.database import open_sqlite
from subscribers.reserve import give_key
database = open_sqlite(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("ready", flush=True)
give_key(database, bytes.fromhex(sys.argv[3]))
print("done", flush=True)
"""


def test_killed_while_its_pages_are_written_the_file_is_whole_with_one_of_the_keys(tmp_path: Path) -> None:
    path, keys, seen = tmp_path / "x.db", [secrets.token_bytes(32), secrets.token_bytes(32)], set()
    with open_sqlite(path, keys[0]) as database:
        database.run(spell("x", "", "create table thing (name blob)"))
        for _ in range(8):
            database.many(
                spell("x", "", "insert into thing values (:name)"),
                [{"name": secrets.token_bytes(3000)} for _ in range(500)],
            )
    moments, chance = [0.0, 0.02, 0.05, 0.1, 0.2, 5.0], random.Random(1)
    for moment in moments:
        with subprocess.Popen(
            [sys.executable, "-c", _REKEYING, str(path), keys[0].hex(), keys[1].hex()],
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moment * chance.uniform(0.8, 1.2))
            process.kill()
        try:
            database = open_sqlite(path, keys[0])
        except DatabaseError as error:
            assert error.code == "wrong-key"  # noqa: PT017 the other key must open it
            keys.reverse()
            database = open_sqlite(path, keys[0])
        with database:
            assert is_whole(database)
            assert database.value(spell("x", "", "select count(*) from thing")) == 4000
            seen.add(moment)
    assert len(seen) == len(moments)


def test_a_new_key_must_be_one(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "x.db", bytes(32)) as database, pytest.raises(ValueError, match="32"):
        give_key(database, b"short")
