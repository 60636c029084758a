"""`newsletter database restore`: nobody is let through, nobody is back, nobody is mailed twice, and nothing is half."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.rootkey import spelled
from newsletter.secret import Purpose, derive, mark_of
from subscribers.database import open_sqlite
from subscribers.statements import spell
from tests.backups import ROOT, code, house_of, restore, send_out
from tests.campaigns import NOW
from tests.command import BRANCH, CONSENT, Desk
from tests.decrypted import decrypted_file
from tests.doomed import killed


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    desk.open_branch()
    desk.add_people(6)
    return desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "list.backup"


@pytest.fixture
def backed_up(branch: Desk, file: Path) -> Desk:
    branch.here("database", "backup", file).ok()
    return branch


def statuses(desk: Desk) -> dict[str, str]:
    listed = (
        desk.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    return {one["address"].partition("@")[0]: one["status"] for one in listed}


def ids(desk: Desk) -> dict[str, str]:
    listed = (
        desk.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    return {one["address"].partition("@")[0]: one["id"] for one in listed}


def newcomers(desk: Desk, issue: str) -> int:
    with house_of(desk).open_database() as database:
        return house_of(desk).ledger(database).count_newcomers(issue)


# --- into a list that opens --------------------------------------------------------------------------------


def test_names_are_those_of_that_day_and_whoever_said_no_since_is_not_let_through(
    backed_up: Desk, file: Path
) -> None:
    desk = backed_up
    desk.here("subscriber", "suppress", "person0@example.org", "--reason", "asked").ok()
    desk.here("subscriber", "suppress", "stranger@example.org", "--reason", "asked").ok()
    desk.here("subscriber", "forget", "person1@example.org", "--yes").ok()
    desk.here("subscriber", "change", "person2@example.org", "--first-name", "Wrong").ok()
    desk.here("subscriber", "change", "person3@example.org", "--to", "moved@example.org").ok()
    desk.add_people(2, begin=20)
    before = ids(desk)
    only_said = desk.here("database", "restore", file, "--dry-run", "--json").ok()
    assert (only_said.data["stay"], only_said.data["gone"], only_said.data["removed"]) == (5, 2, 1)
    assert ids(desk) == before
    done = restore(desk, file).ok()
    assert {key: done.data[key] for key in ("restored", "in_place", "stay", "gone", "removed")} == {
        "restored": True, "in_place": False, "stay": 5, "gone": 2, "removed": 1,
    }  # fmt: skip
    assert statuses(desk) == {
        "person0": "suppressed", "person2": "mailable", "moved": "mailable", "person4": "mailable",
        "person5": "mailable",
    }  # fmt: skip
    after = ids(desk)
    assert after == {name: id_ for name, id_ in before.items() if name in after}
    shown = desk.here("subscriber", "show", "person2@example.org", "--json").ok()
    assert "Wrong" not in shown.out
    (desk.folder / "x.csv").write_text(
        "Email\nperson1@example.org\nstranger@example.org\nperson20@example.org\n"
    )
    again = desk.here("subscriber", "import", desk.folder / "x.csv", *CONSENT, "--yes", "--json")
    assert (again.data["suppressed"], again.data["added"]) == (2, 1)
    assert ids(desk)["person20"] == before["person20"]  # whoever joins again is the same person


def test_who_moved_back_since_is_not_silenced_by_the_mark_of_having_moved(branch: Desk, file: Path) -> None:
    branch.here("subscriber", "change", "person0@example.org", "--to", "moved@example.org").ok()
    branch.here("database", "backup", file).ok()
    branch.here("subscriber", "change", "moved@example.org", "--to", "person0@example.org").ok()
    assert restore(branch, file).ok().data["held_back"] == 0
    assert statuses(branch)["person0"] == "mailable"
    branch.here("subscriber", "change", "person0@example.org", "--to", "third@example.org").ok()
    branch.here("subscriber", "change", "third@example.org", "--to", "moved@example.org").ok()
    assert statuses(branch)["moved"] == "mailable"


def test_a_no_of_the_backup_holds_for_the_address_that_they_have_since(branch: Desk, file: Path) -> None:
    branch.here("subscriber", "suppress", "person0@example.org").ok()
    branch.here("database", "backup", file).ok()
    branch.here("subscriber", "rejoin", "person0@example.org", "--wording", "Yes, again.", "--yes").ok()
    branch.here("subscriber", "change", "person0@example.org", "--to", "moved@example.org").ok()
    assert statuses(branch)["moved"] == "mailable"
    assert restore(branch, file).ok().data["held_back"] == 1
    assert statuses(branch)["moved"] == "suppressed"
    branch.here("subscriber", "change", "moved@example.org", "--to", "person0@example.org").ok()
    assert statuses(branch)["person0"] == "suppressed"


def test_a_consent_taken_back_stays_taken_back(backed_up: Desk, file: Path) -> None:
    desk = backed_up
    with house_of(desk).open_database() as database:
        people = house_of(desk).people(database)
        from subscribers import consent

        for name in ("person0", "person1"):
            person = people.get(f"{name}@example.org")
            consent.withdraw(database, person.id, source="letter", now=NOW)
    desk.add_people(1, begin=30)
    with house_of(desk).open_database() as database:
        person = house_of(desk).people(database).get("person30@example.org")
        consent.withdraw(database, person.id, source="letter", now=NOW)
    assert restore(desk, file).ok().data["withdrawn"] == 2
    assert [statuses(desk)[name] for name in ("person0", "person1", "person2")] == [
        "withdrawn", "withdrawn", "mailable",
    ]  # fmt: skip
    done = desk.here("subscriber", "add", "person30@example.org", *CONSENT)
    assert done.code == 1  # joined and withdrew since: it is a no for good


def test_every_table_has_a_place_in_a_restore(backed_up: Desk, file: Path) -> None:
    """Whoever adds a table says here whether a backup brings it: all others stay as the list has them."""
    brought = {
        "person",
        "consent",
        "wording",
        "suppression",
        "departed",
        "disclosure",
        "refreshed",
        "erasure",
        "person_tag",
        "former",
    }
    kept = {"erase_request", "claim", "custody", "schema_version", "campaign", "wave", "batch", "delivery",
            "other_mark", "premise", "probe", "pulled", "control_mail"}  # fmt: skip
    with house_of(backed_up).open_database() as database:
        names = database.rows(spell("x", "", "select name from sqlite_master where type = 'table'"))
    assert {name for (name,) in names if not name.startswith("sqlite_")} == brought | kept


def test_tags_are_those_of_that_day(branch: Desk, file: Path) -> None:
    tag = spell("x", "", "insert into person_tag (person, tag) select id, :tag from person")
    tags = spell("x", "", "select distinct tag from person_tag order by tag")
    with house_of(branch).open_database() as database:
        database.run(tag, tag="stewards")
    branch.here("database", "backup", file).ok()
    with house_of(branch).open_database() as database:
        database.run(spell("x", "", "delete from person_tag"))
        database.run(tag, tag="wrong")
    branch.add_people(1, begin=20)
    restore(branch, file).ok()
    with house_of(branch).open_database() as database:
        assert database.rows(tags) == [("stewards",)]


def test_who_came_back_since_is_held_back_by_the_older_no_and_counted(branch: Desk, file: Path) -> None:
    branch.here("subscriber", "suppress", "person0@example.org", "--reason", "asked").ok()
    branch.here("database", "backup", file).ok()
    branch.here(
        "subscriber", "rejoin", "person0@example.org", "--wording", "Yes", "--how", "letter", "--yes"
    ).ok()
    assert restore(branch, file).ok().data["held_back"] == 1
    assert statuses(branch)["person0"] == "suppressed"


def test_who_moved_and_left_is_the_same_person_though_somebody_has_the_old_address_now(
    branch: Desk, file: Path
) -> None:
    """They had the issue, and keep it, by the id that is theirs again when they come back at the newer address."""
    with house_of(branch).open_database() as database:
        send_out(database, "issue1")
    branch.here("database", "backup", file).ok()
    branch.here("subscriber", "change", "person0@example.org", "--to", "moved@example.org").ok()
    with house_of(branch).open_database() as database:
        # As in a list from before it was remembered who had which address.
        for text in ("delete from former", "delete from suppression"):
            database.run(spell("x", "", text))
    branch.add_people(1)  # another person0
    (branch.folder / "all.csv").write_text("Email\n" + "".join(f"person{n}@example.org\n" for n in range(6)))
    branch.here("subscriber", "sync", branch.folder / "all.csv", *CONSENT, "--yes").ok()
    assert "moved" not in statuses(branch)
    restore(branch, file).ok()
    assert newcomers(branch, "issue1") == 1  # that other one
    branch.here("subscriber", "add", "moved@example.org", *CONSENT).ok()
    assert newcomers(branch, "issue1") == 1


def test_who_left_keeps_what_they_had_though_the_address_from_before_was_forgotten(
    branch: Desk, file: Path
) -> None:
    with house_of(branch).open_database() as database:
        send_out(database, "issue1")
    branch.here("database", "backup", file).ok()
    branch.here("subscriber", "change", "person0@example.org", "--to", "moved@example.org").ok()
    branch.here("subscriber", "forget", "person0@example.org", "--yes").ok()
    (branch.folder / "all.csv").write_text(
        "Email\n" + "".join(f"person{n}@example.org\n" for n in range(1, 6))
    )
    branch.here("subscriber", "sync", branch.folder / "all.csv", *CONSENT, "--yes").ok()
    assert "moved" not in statuses(branch)
    assert restore(branch, file).ok().data["removed"] == 1
    branch.here("subscriber", "rejoin", "moved@example.org", *CONSENT[2:], "--yes").ok()
    assert newcomers(branch, "issue1") == 0


def test_nobody_gets_an_issue_twice_that_was_sent_since(backed_up: Desk, file: Path) -> None:
    """People removed, forgotten, moved and joined in between; restored, nobody is chosen for it again."""
    desk = backed_up
    desk.add_people(2, begin=20)
    with house_of(desk).open_database() as database:
        campaign = send_out(database, "issue1")
    desk.here("subscriber", "forget", "person1@example.org", "--yes").ok()
    desk.here("subscriber", "change", "person3@example.org", "--to", "moved@example.org").ok()
    receipt = desk.here("campaign", "receipt", campaign, "--json").data["receipt"]
    restore(desk, file).ok()
    assert newcomers(desk, "issue1") == 0
    assert desk.here("campaign", "receipt", campaign, "--json").data["receipt"] == receipt
    desk.add_people(2, begin=20)  # they come back, by the same list
    desk.here(
        "subscriber", "rejoin", "person1@example.org", "--wording", "Yes", "--how", "letter", "--yes"
    ).ok()
    assert newcomers(desk, "issue1") == 0


def test_a_campaign_that_only_the_backup_knows_comes_with_it(backed_up: Desk, file: Path) -> None:
    """Two computers went different ways: whoever had the issue on one of them has had it, under whatever id."""
    desk, later = backed_up, file.with_name("later.backup")
    with house_of(desk).open_database() as database:
        campaign = send_out(database, "issue1")
    desk.here("database", "backup", later).ok()
    (desk.workspace / "data" / "newsletter.db").unlink()
    restore(desk, file).ok()
    desk.here("database", "accept", "--yes").ok()
    assert newcomers(desk, "issue1") == 6
    before = ids(desk)["person1"]
    desk.here("subscriber", "forget", "person1@example.org", "--yes").ok()
    desk.here(
        "subscriber", "rejoin", "person1@example.org", "--wording", "Yes", "--how", "letter", "--yes"
    ).ok()
    restore(desk, later).ok()
    assert ids(desk)["person1"] != before
    assert newcomers(desk, "issue1") == 0
    assert desk.here("campaign", "receipt", campaign, "--json").ok().data["receipt"]["accepted"] == 6
    # What else happened on the other computer is not known: it waits for a yes.
    assert desk("--workspace", desk.workspace, "--json").data["restored"]


def test_leavers_of_a_later_list_stay_away_unless_they_are_asked_for(backed_up: Desk, file: Path) -> None:
    desk = backed_up
    before = ids(desk)
    (desk.folder / "few.csv").write_text("Email\nperson0@example.org\n", encoding="utf-8")
    desk.here(
        "subscriber", "sync", desk.folder / "few.csv", *CONSENT, "--leavers", "5", "--yes"
    ).ok()  # fmt: skip
    done = restore(desk, file).ok()
    assert (done.data["leavers"], sorted(statuses(desk))) == (5, ["person0"])
    desk.here("database", "restore", file, "--with-leavers", "--yes").ok()
    assert ids(desk) == before


def test_in_the_middle_of_a_campaign_it_waits(backed_up: Desk, file: Path) -> None:
    desk = backed_up
    with house_of(desk).open_database() as database:
        campaign = send_out(database, "issue1", state=None)
    before = statuses(desk)
    for words in (("--dry-run",), ("--yes",)):
        refused = desk.here("database", "restore", file, *words, "--json")
        assert (refused.code, code(refused)) == (1, "campaign-unsettled")
        assert campaign in refused.json["errors"][0]["remedy"]
    assert statuses(desk) == before
    with house_of(desk).open_database() as database:
        database.run(spell("x", "", "update batch set state = 'accepted'"))
        database.run(spell("x", "", "update campaign set state = 'done'"))
        wave = spell(
            "x", "",
            "insert into wave (id, campaign, number, host, provider_id, state, opened, closes, send_at, capacity) "
            "values ('w', :campaign, 1, '', 'p', 'closed', 1, 2, :at, 1)",
        )  # fmt: skip
        database.run(wave, campaign=campaign, at=4_000_000_000)
    recallable = restore(desk, file)
    assert (code(recallable), "undo" in recallable.json["errors"][0]["remedy"]) == (
        "campaign-unsettled",
        True,
    )
    with house_of(desk).open_database() as database:
        database.run(spell("x", "", "update wave set send_at = 1"))
    restore(desk, file).ok()


@pytest.mark.parametrize(
    "where",
    ["newsletter.desk.restore:bring_back", "subscribers.restoring:_Bringing._keep_wordings",
     "subscribers.restoring:_Bringing._drop_dangling", "newsletter.desk.restore:Erasures.purge"],
)  # fmt: skip
def test_killed_in_the_middle_it_is_the_old_list_or_the_new_one(
    backed_up: Desk, file: Path, where: str
) -> None:
    desk = backed_up
    desk.here("subscriber", "suppress", "person0@example.org", "--reason", "asked").ok()
    desk.add_people(3, begin=20)
    before = statuses(desk)
    # The first time it only looks what would become of the list, or tidies up.
    number = 2
    words = ("database", "restore", file, "--yes", "--workspace", desk.workspace)
    killed(desk, where, *words, number=number)
    assert (statuses(desk) == before) == ("purge" not in where)
    restore(desk, file).ok()
    assert statuses(desk) == {name: status for name, status in before.items() if "person2" not in name[:7] or name == "person2"}  # fmt: skip  # noqa: E501
    lying = sorted(path.name for path in (desk.workspace / "data").iterdir())
    assert [name for name in lying if "unpacked" in name] == []


def test_the_copy_that_it_leaves_brings_the_list_back(backed_up: Desk, file: Path) -> None:
    desk = backed_up
    desk.add_people(2, begin=20)
    before = ids(desk)
    kept = restore(desk, file).ok().data["kept"]
    assert "person20" not in statuses(desk)
    desk.here("database", "restore", desk.workspace / "data" / kept, "--with-leavers", "--yes").ok()
    assert ids(desk) == before


def test_somebody_forgotten_at_another_address_since_is_not_back(backed_up: Desk, file: Path) -> None:
    """Nothing of them is left in the list but the hash of the newer address."""
    desk = backed_up
    desk.here("subscriber", "change", "person3@example.org", "--to", "moved@example.org").ok()
    desk.here("subscriber", "forget", "moved@example.org", "--yes").ok()
    restore(desk, file).ok()
    assert "person3" not in statuses(desk)


def test_whoever_was_forgotten_leaves_no_trace_in_the_list_or_the_copies_after_a_restore(
    branch: Desk, file: Path
) -> None:
    key = derive(bytes.fromhex(ROOT), Purpose.DATABASE)

    def traces() -> set[str]:
        lying = [path for path in (branch.workspace / "data").iterdir() if path.stat().st_size % 4096 == 0]
        return {path.name for path in lying if b"zebedee" in decrypted_file(path, key).lower()}

    branch.here("subscriber", "add", "-", "--name", "Zebedee", *CONSENT, stdin="zebedee@example.org").ok()
    branch.here("database", "backup", file).ok()
    assert traces() == {"newsletter.db"}  # the search finds what is there
    branch.here("subscriber", "forget", "zebedee@example.org", "--yes").ok()
    restore(branch, file).ok()
    assert len(list((branch.workspace / "data").iterdir())) == 2
    assert traces() == set()


# --- in place of one that is lost ----------------------------------------------------------------------------


@pytest.fixture
def lost(backed_up: Desk) -> Desk:
    """The computer is gone; the folder came from a stick without the list."""
    for path in (backed_up.workspace / "data").iterdir():
        path.unlink()
    return backed_up


def test_what_was_on_its_way_that_day_is_in_doubt_and_a_person_says_what_became_of_it(
    branch: Desk, file: Path
) -> None:
    with house_of(branch).open_database() as database:
        campaign = send_out(database, "issue1", state=None)
        database.run(spell("x", "", "update campaign set transport = 'smtp'"))
    branch.here("database", "backup", file).ok()
    (branch.workspace / "data" / "newsletter.db").unlink()
    restore(branch, file).ok()
    receipt = branch.here("campaign", "receipt", campaign, "--json").ok().data["receipt"]
    assert (receipt["planned"], receipt["parked"]) == (0, 6)
    assert newcomers(branch, "issue1") == 0
    branch.here("campaign", "resolve", campaign, "--resend", "--yes")
    resumed = branch.here("campaign", "resume", campaign, "--yes", "--json")
    assert (resumed.code, code(resumed)) == (3, "restored")  # not before somebody has said yes
    with house_of(branch).open_database() as database:
        database.run(spell("x", "", "update batch set state = 'parked'"))
    branch.here("campaign", "resolve", campaign, "--accept", "--yes")
    receipt = branch.here("campaign", "receipt", campaign, "--json").ok().data["receipt"]
    assert (receipt["accepted"], receipt["parked"]) == (6, 0)


def test_in_a_new_folder_the_key_of_the_sheet_is_asked_for_once(
    backed_up: Desk, file: Path, tmp_path: Path
) -> None:
    backed_up.here("subscriber", "suppress", "person0@example.org", "--reason", "asked").ok()
    file.unlink()
    backed_up.here("database", "backup", file).ok()
    new = Desk(folder=tmp_path / "new", home=tmp_path / "new home")
    new.folder.mkdir()
    new("init", new.workspace, *BRANCH, "--yes").ok()
    refused = restore(new, file)
    assert (code(refused), mark_of(bytes.fromhex(ROOT)) in refused.json["errors"][0]["message"]) == (
        "other-key",
        True,
    )
    wrong = restore(new, file, "--other-key", stdin=spelled(bytes(32)))
    assert (wrong.code, code(wrong)) == (1, "other-key")
    restore(new, file, "--other-key", stdin=spelled(bytes.fromhex(ROOT))).ok()
    assert statuses(new)["person0"] == "suppressed"
    (new.folder / "x.csv").write_text("Email\nperson0@example.org\n", encoding="utf-8")
    again = new.here("subscriber", "import", new.folder / "x.csv", *CONSENT, "--dry-run", "--json")
    assert again.data["suppressed"] == 1  # it hashes as before, under this folder's own key
    assert backed_up.here("subscriber", "list").code == 0
    new.here("secret", "sheet", tmp_path / "recovery.txt").ok()
    new.here("database", "rekey", "--yes").ok()
    assert statuses(new)["person0"] == "suppressed"


def test_another_list_is_not_mixed_with_this_one(backed_up: Desk, file: Path, tmp_path: Path) -> None:
    new = Desk(folder=tmp_path / "new", home=tmp_path / "new home")
    new.folder.mkdir()
    new("init", new.workspace, *BRANCH, "--yes").ok()
    new.add_people(1, begin=50)
    refused = restore(new, file, "--other-key", stdin=ROOT)
    assert (refused.code, code(refused), list(statuses(new))) == (1, "other-list", ["person50"])


@pytest.mark.parametrize("state", ["missing", "damaged", "plain", "empty"])
def test_what_cannot_be_read_is_kept_as_a_copy(backed_up: Desk, file: Path, state: str) -> None:
    path = backed_up.workspace / "data" / "newsletter.db"
    if state == "missing":
        path.unlink()
    else:
        path.write_bytes(
            {"damaged": b"x" * 9000, "plain": b"SQLite format 3\0" + bytes(9000), "empty": b""}[state]
        )
    content = path.read_bytes() if path.exists() else b""
    kept = restore(backed_up, file).ok().data["kept"]
    assert len(statuses(backed_up)) == 6
    assert (path.with_name(kept).read_bytes() if kept else b"") == content


@pytest.mark.parametrize(
    ("where", "when"),
    [
        ("newsletter.desk.restore:give_key", "after"),
        ("newsletter.desk.restore:Path.hardlink_to", "before"),
        ("newsletter.desk.restore:Path.hardlink_to", "after"),
        ("newsletter.desk.restore:sync_folder", "before"),
    ],
)
def test_killed_while_it_takes_its_place_there_is_a_list_all_the_time(
    backed_up: Desk, file: Path, tmp_path: Path, where: str, when: str
) -> None:
    new = Desk(folder=tmp_path / "new", home=tmp_path / "new home")
    new.folder.mkdir()
    new("init", new.workspace, *BRANCH, "--yes").ok()
    words = ("database", "restore", file, "--yes", "--other-key", "--workspace", new.workspace)
    killed(new, where, *words, when=when, stdin=ROOT)
    assert len(statuses(new)) == (6 if where.endswith("sync_folder") else 0)
    restore(new, file, "--other-key", stdin=ROOT)
    assert len(statuses(new)) == 6


@pytest.mark.parametrize("of", ["newsletter.db.before-restore-unpacked", "newsletter.db"])
def test_a_journal_that_a_kill_left_is_not_taken_for_one_of_the_new_list(
    lost: Desk, file: Path, of: str
) -> None:
    """By its head it belongs to a list of one page: whoever rolls it back cuts off the rest."""
    head = bytes.fromhex("d9d505f920a163d7") + b"".join(
        number.to_bytes(4, "big") for number in (0, 0, 1, 512, 4096)
    )
    journal = lost.workspace / "data" / f"{of}-journal"
    journal.write_bytes(head.ljust(8192, b"\0"))
    restore(lost, file).ok()
    assert len(statuses(lost)) == 6
    assert not journal.exists()


# --- backups that are none -----------------------------------------------------------------------------------


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-3000] ^= 1
    file.write_bytes(content)


def flip_first(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 + 100] ^= 1
    file.write_bytes(content)


def strange(file: Path) -> None:
    file.write_text("Email\nana@example.org\n", encoding="utf-8")


def newer(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"backup 1\n", b"backup 2\n", 1))


def newer_tables(file: Path) -> None:
    content = file.read_bytes()
    copy = file.with_suffix(".db")
    copy.write_bytes(content[4096:])
    with open_sqlite(copy, derive(bytes.fromhex(ROOT), Purpose.DATABASE)) as database:
        database.run(spell("x", "", "update schema_version set version = 99 where component = 'people'"))
    file.write_bytes(
        content[:4096].replace(str(len(content) - 4096).encode(), str(copy.stat().st_size).encode())
    )
    with file.open("ab") as stream:
        stream.write(copy.read_bytes())


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [(cut, "backup-damaged"), (flip, "backup-damaged"), (flip_first, "backup-damaged"), (strange, "no-backup"),
     (newer, "newer-backup"), (newer_tables, "newer-schema"), (Path.unlink, "not-found")],
)  # fmt: skip
def test_what_is_no_whole_backup_changes_nothing(
    backed_up: Desk, file: Path, spoil: Callable[[Path], object], expected: str
) -> None:
    before = subprocess.check_output(["sha256sum", backed_up.workspace / "data" / "newsletter.db"])
    spoil(file)
    done = restore(backed_up, file)
    assert (done.code, code(done)) == (1, expected)
    assert "example.org" not in done.out
    assert subprocess.check_output(["sha256sum", backed_up.workspace / "data" / "newsletter.db"]) == before
    assert [path.name for path in (backed_up.workspace / "data").iterdir()] == ["newsletter.db"]


def test_without_its_key_a_folder_restores_nothing(backed_up: Desk, file: Path) -> None:
    """A locked keyring, or another account of the computer: the list is left alone."""
    del backed_up.environment["NEWSLETTER_ROOT_KEY"]
    done = restore(backed_up, file)
    assert (done.code, code(done)) == (1, "no-secret")
    assert "secret set root" in done.json["errors"][0]["remedy"]
    backed_up.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    assert len(statuses(backed_up)) == 6


@pytest.mark.parametrize("there", ["another list", "its own list", "nothing"])
def test_where_the_key_is_lost_too_the_one_of_the_sheet_becomes_it(
    backed_up: Desk, file: Path, there: str
) -> None:
    path, root = backed_up.workspace / "data" / "newsletter.db", bytes.fromhex(ROOT)
    if there == "another list":
        with open_sqlite(path.with_name("other.db"), bytes(32)) as database:
            database.run(spell("x", "", "create table something (x text)"))
        path.with_name("other.db").replace(path)
    elif there == "nothing":
        path.unlink()
    before = path.read_bytes() if path.exists() else b""
    del backed_up.environment["NEWSLETTER_ROOT_KEY"]
    wrong = restore(backed_up, file, "--other-key", stdin=spelled(bytes(32)))
    assert (wrong.code, code(wrong)) == (1, "other-key")
    backed_up.here("database", "restore", file, "--other-key", "--dry-run", stdin=spelled(root)).ok()
    assert dict(house_of(backed_up).secrets.sources())["root"] is None
    assert (path.read_bytes() if path.exists() else b"") == before
    done = restore(backed_up, file, "--other-key", stdin=spelled(root)).ok()
    assert done.data["in_place"] == (there != "its own list")
    assert len(statuses(backed_up)) == 6
    assert bool(done.data["kept"]) == (there != "nothing")
    if there == "another list":
        assert path.with_name(done.data["kept"]).read_bytes() == before


@pytest.mark.parametrize("left", [None, 0, 4096, 40 * 4096, 2000])
def test_a_list_that_is_missing_empty_or_cut_off_is_told_how_to_bring_it_back(
    backed_up: Desk, file: Path, left: int | None
) -> None:
    path = backed_up.workspace / "data" / "newsletter.db"
    content = path.read_bytes()
    assert len(content) > 40 * 4096
    path.unlink() if left is None else path.write_bytes(content[:left])
    refused = backed_up.here("subscriber", "list", "--json")
    assert refused.code == 1
    assert "newsletter database restore FILE" in refused.json["errors"][0]["remedy"]
    restore(backed_up, file).ok()
    assert len(statuses(backed_up)) == 6
