"""`newsletter database backup`: one encrypted file that is whole, or none of that name."""

import stat
import threading
from pathlib import Path

import pytest

from newsletter.secret import Purpose, derive, mark_of
from newsletter.wiring import open_house
from subscribers.database import open_sqlite
from subscribers.statements import spell
from tests.command import CONSENT, Desk
from tests.doomed import killed

ROOT = "55" * 32
KEY = derive(bytes.fromhex(ROOT), Purpose.DATABASE)


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    desk.open_branch()
    desk.add_people(20)
    return desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "list.backup"


def lying(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.workspace / "data").iterdir())


def unpacked(file: Path) -> bytes:
    return file.read_bytes()[4096:]


def test_it_says_what_it_holds_and_with_which_key_and_nobody_else_can_read_it(
    branch: Desk, file: Path
) -> None:
    done = branch.here("database", "backup", file, "--json").ok()
    mark = mark_of(bytes.fromhex(ROOT))
    assert {key: done.data[key] for key in ("people", "suppressed", "campaigns", "key")} == {
        "people": 20, "suppressed": 0, "campaigns": 0, "key": mark,
    }  # fmt: skip
    content = file.read_bytes()
    assert mark.encode() in content[:4096]
    for word in (b"example.org", b"person1", b"Anytown", b"SQLite"):
        assert word not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lying(branch) == ["newsletter.db"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_unpacked_it_can_be_read_by_nobody_else_from_the_first_moment_on(
    branch: Desk, file: Path, tmp_path: Path
) -> None:
    from newsletter.desk.backupfile import extract, read_head

    branch.here("database", "backup", file).ok()
    lying_there = tmp_path / "unpacked"
    lying_there.touch(mode=0o644)  # one that a kill left goes first
    extract(file, read_head(file), lying_there)
    assert stat.S_IMODE(lying_there.stat().st_mode) == 0o600
    assert lying_there.read_bytes() == unpacked(file)


def test_nothing_is_written_over_and_no_folder_made(branch: Desk, file: Path) -> None:
    file.write_text("mine")
    again = branch.here("database", "backup", file, "--json")
    assert (again.code, again.json["errors"][0]["code"], file.read_text()) == (1, "file-exists", "mine")
    other = branch.here("database", "backup", file.parent / "no" / "x", "--json")
    assert (other.code, other.json["errors"][0]["code"]) == (1, "no-folder")


@pytest.mark.parametrize(
    ("where", "when"),
    [
        ("subscribers.reserve:is_whole", "before"),
        ("newsletter.desk.backupfile:shutil.copyfileobj", "before"),
        ("newsletter.desk.backupfile:os.fsync", "before"),
        ("newsletter.desk.backupfile:os.fsync", "after"),
        ("newsletter.desk.backup:digest", "after"),
    ],
)
def test_a_kill_leaves_no_file_of_that_name_and_the_list_as_it_was(
    branch: Desk, file: Path, where: str, when: str
) -> None:
    if where == "subscribers.reserve:is_whole":
        where = "newsletter.desk.backup:is_whole"
    killed(branch, where, "database", "backup", file, "--workspace", branch.workspace, when=when)
    assert not file.exists()
    assert len(branch.here("subscriber", "list", "--json").ok().data["subscribers"]) == 20
    branch.here("database", "backup", file).ok()
    assert lying(branch) == ["newsletter.db"]  # what the kill left beside the list is gone


def test_what_a_kill_left_beside_the_list_goes_with_the_next_person_who_is_forgotten(
    branch: Desk, file: Path
) -> None:
    killed(
        branch, "newsletter.desk.backup:digest", "database", "backup", file, "--workspace", branch.workspace
    )
    assert "newsletter.db.before-backup" in lying(branch)
    branch.here("subscriber", "forget", "person1@example.org", "--yes").ok()
    assert lying(branch) == ["newsletter.db"]


def test_a_file_that_does_not_read_back_is_no_backup(branch: Desk, file: Path) -> None:
    """The disk of a stick may take what it does not keep: /dev/full is one that says so."""
    done = branch.here("database", "backup", "/dev/full/list.backup", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "no-folder")
    house = open_house(branch.workspace, branch.environment)
    from newsletter.desk.backupfile import digest, new_backup

    with house.open_database() as database:
        copy = database.backup("before-x")
    with new_backup(file, "AB12-CD34", copy) as written:
        content = bytearray(written.read_bytes())
        content[5000] ^= 1
        written.write_bytes(content)
        assert digest(written, 4096) != digest(copy)


def test_while_others_write_it_is_one_moment_of_the_list(branch: Desk, file: Path) -> None:
    """Each transaction adds two rows: a copy from between them would have an odd number."""
    house, stop, written = open_house(branch.workspace, branch.environment), threading.Event(), []
    add = spell("x", "", "insert into wording (hash, text) values (:hash, 'x')")

    def write() -> None:
        with house.open_database() as database:
            while not stop.is_set():
                with database.transaction():
                    database.run(add, hash=f"a{len(written)}")
                    database.run(add, hash=f"b{len(written)}")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            before = len(written)
            branch.here("database", "backup", file.with_name(f"{number}.backup")).ok()
            copy = file.with_name(f"{number}.db")
            copy.write_bytes(unpacked(file.with_name(f"{number}.backup")))
            with open_sqlite(copy, KEY) as database:
                rows = database.value(spell("x", "", "select count(*) from wording where text = 'x'"))
            assert rows % 2 == 0
            assert rows // 2 >= before
    finally:
        stop.set()
        writer.join()
    assert len(written) > 10


def test_a_server_is_backed_up_with_its_own_tools(branch: Desk, file: Path, postgres_url: str) -> None:
    for words in (("backup", file), ("restore", file, "--yes")):
        done = branch.here("database", *words, "--json", NEWSLETTER_DATABASE_URL=postgres_url)
        assert (done.code, done.json["errors"][0]["code"]) == (2, "server-backup")
        assert "pg_dump" in done.json["errors"][0]["remedy"]


def test_after_somebody_was_forgotten_a_backup_holds_no_trace_of_them(branch: Desk, file: Path) -> None:
    from tests.decrypted import decrypted_file

    def holds() -> bool:
        copy = file.with_suffix(".db")
        copy.write_bytes(unpacked(file))
        return b"zebedee" in decrypted_file(copy, KEY).lower()

    branch.here("subscriber", "add", "-", "--name", "Zebedee", *CONSENT, stdin="zebedee@example.org").ok()
    branch.here("database", "backup", file).ok()
    assert holds()  # the search finds what is there
    branch.here("subscriber", "forget", "zebedee@example.org", "--yes").ok()
    file.unlink()
    branch.here("database", "backup", file).ok()
    assert not holds()


def test_a_copy_made_page_by_page_would_hold_one(tmp_path: Path) -> None:
    """The control: with secure deletion taken out a plain copy of the file holds who was deleted, a backup does not."""
    from tests.decrypted import decrypted_file

    path, plain, copy = (tmp_path / name for name in ("list.db", "plain.db", "copy.db"))
    with open_sqlite(path, KEY) as database:
        database.rows(spell("x", "", "pragma secure_delete = off"))
        database.run(spell("x", "", "create table thing (name text)"))
        for name in ("zebedee", "somebody else"):
            database.run(spell("x", "", "insert into thing values (:name)"), name=name)
        database.run(spell("x", "", "delete from thing where name = 'zebedee'"))
        database.checkpoint()
        plain.write_bytes(path.read_bytes())
        database.copy_to(copy)
    assert b"zebedee" in decrypted_file(plain, KEY)
    assert b"somebody else" in decrypted_file(copy, KEY)
    assert b"zebedee" not in decrypted_file(copy, KEY)
