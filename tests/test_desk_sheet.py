"""The recovery sheet: made at a keyboard or as one private file, and nowhere else is the key to be seen."""

import re
import signal
import stat
from pathlib import Path

import pytest

from newsletter.rootkey import spelled
from newsletter.secret import mark_of
from newsletter.wiring import open_house
from subscribers.statements import spell
from tests.command import BRANCH, Desk, Done, on_both
from tests.keyboard import at_keyboard

ROOT = bytes(range(32))


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT.hex()
    return desk.open_branch()


def sheet(desk: Desk, *words: object) -> Done:
    done = desk.here("secret", "sheet", *words)
    assert not shows_key(done.out + done.err)
    return done


def shows_key(text: str, root: bytes = ROOT) -> bool:
    return root.hex() in text or any(group in text for group in spelled(root).split("-"))


def typed(text: str) -> str:
    """The key as somebody reads it off the sheet."""
    return "-".join(re.findall(r"\b\d{1,2} ([0-9A-Z]{5})\b", text))


def test_a_text_holds_the_key_and_what_to_do_and_only_its_owner_reads_it(
    branch: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "recovery.txt"
    assert sheet(branch, file, "--json").ok().data["key"] == mark_of(ROOT)
    text = file.read_text()
    assert typed(text) == spelled(ROOT)
    for word in ("Anytown Trades Council", mark_of(ROOT), "newsletter secret set root", "database restore"):
        assert word in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sheet(branch, file).code == 1  # never written over
    assert typed(file.read_text()) == spelled(ROOT)


def test_a_page_holds_it_too_with_a_code_that_scans(branch: Desk, tmp_path: Path) -> None:
    file = tmp_path / "recovery.html"
    sheet(branch, file).ok()
    text = file.read_text()
    assert "-".join(re.findall(r"<li>([0-9A-Z]{5})</li>", text)) == spelled(ROOT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    import segno

    code = segno.make_qr(spelled(ROOT), error="m")
    squares = {
        (x, int(top) - 4)
        for left, top, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1", text)
        for x in range(int(left) - 4, int(left) - 4 + int(wide))
    }
    assert squares == {(x, y) for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark}
    assert "http" not in text.replace("http-equiv", "")  # nothing is loaded


@pytest.mark.parametrize(
    "place", ["branch/recovery.txt", "branch/data/recovery.html", "git/deep/recovery.txt", "OneDrive/recovery.txt",
              "recovery.docx", "nowhere/recovery.txt"]
)  # fmt: skip
def test_places_that_copy_it_on_are_refused(branch: Desk, place: str) -> None:
    for folder in ("git/.git", "git/deep", "OneDrive"):
        (branch.folder / folder).mkdir(parents=True)
    done = sheet(branch, branch.folder / place)
    assert (done.code, (branch.folder / place).exists()) == (1, False)
    assert "Nothing was written" in done.err


def test_without_a_terminal_the_key_is_not_shown(branch: Desk) -> None:
    assert sheet(branch).code == 2
    assert sheet(branch, "--json").json["errors"][0]["code"] == "needs-terminal"


def test_init_without_a_person_says_how_to_make_one(desk: Desk) -> None:
    done = desk("init", desk.workspace, *BRANCH, "--yes", "--json", NEWSLETTER_ROOT_KEY=ROOT.hex()).ok()
    assert any("newsletter secret sheet" in one for one in done.json["messages"])
    assert not shows_key(done.out + done.err)


def test_once_one_was_made_nobody_is_told_any_more(branch: Desk, tmp_path: Path) -> None:
    branch.add_people(1)

    def told() -> tuple[bool, object]:
        said = branch("--workspace", branch.workspace, "--json").ok()
        return any("recovery sheet" in one for one in said.json["messages"]), said.data["sheet"]

    assert told() == (True, None)
    assert health(branch) == "unknown"
    sheet(branch, tmp_path / "recovery.txt").ok()
    is_told, day = told()
    assert (is_told, len(str(day))) == (False, len("2026-01-01"))
    assert health(branch) == "ok"


def health(desk: Desk) -> str:
    [line] = [one for one in desk.here("doctor", "--json").data["lines"] if one["id"] == "root-key"]
    return str(line["health"])


def test_the_key_of_the_sheet_opens_the_list_on_a_new_computer(desk: Desk, tmp_path: Path) -> None:
    desk.open_branch()
    desk.add_people(2)
    file = tmp_path / "recovery.txt"
    desk.here("secret", "sheet", file).ok()
    desk.home = tmp_path / "new computer"
    assert desk.here("subscriber", "list").code == 1
    written = typed(file.read_text())
    # Its last sign, for another one.
    wrong = desk.here("secret", "set", "root", stdin=written[:-1] + ("A" if written[-1] != "A" else "B"))
    assert (wrong.code, "Group 13" in wrong.err) == (1, True)
    desk.here("secret", "set", "root", stdin=written.lower()).ok()
    assert len(desk.here("subscriber", "list", "--json").ok().data["subscribers"]) == 2


@pytest.mark.parametrize("kept", ["nothing", "another key", "no key"])
def test_the_list_says_which_key_is_the_right_one(desk: Desk, kept: str) -> None:
    """One that is well spelled and of another list is not taken, and never stands in the way of the right one."""
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT.hex()
    desk.open_branch()
    desk.add_people(1)
    del desk.environment["NEWSLETTER_ROOT_KEY"]
    house = open_house(desk.workspace, desk.variables())
    if kept != "nothing":
        house.secrets.set("root", "ab" * 32)
        path = house.secrets.file("root")
        path.write_text(path.read_text().replace("ab", "xy")) if kept == "no key" else None
    other = bytes(32)
    wrong = desk.here("secret", "set", "root", "--json", stdin=spelled(other))
    [error] = wrong.json["errors"]
    assert (wrong.code, error["code"], mark_of(other) in error["message"]) == (1, "wrong-key", True)
    assert "--other-key" in error["remedy"]
    assert not shows_key(wrong.out + wrong.err, other)
    assert desk.here("subscriber", "list").code == 1
    desk.here("secret", "set", "root", stdin=f"\ufeff{spelled(ROOT)}\n").ok()
    assert len(desk.here("subscriber", "list", "--json").ok().data["subscribers"]) == 1
    assert desk.here("secret", "set", "root", stdin=spelled(other)).code == 1
    assert len(desk.here("subscriber", "list", "--json").ok().data["subscribers"]) == 1


def test_a_list_on_a_server_says_so_too(desk: Desk, postgres_url: str) -> None:
    desk.environment |= {"NEWSLETTER_DATABASE_URL": postgres_url, "NEWSLETTER_ROOT_KEY": ROOT.hex()}
    desk.open_branch()
    del desk.environment["NEWSLETTER_ROOT_KEY"]
    open_house(desk.workspace, desk.variables()).secrets.set("root", "ab" * 32)
    wrong = desk.here("secret", "set", "root", "--json", stdin=spelled(bytes(32)))
    assert (wrong.code, wrong.json["errors"][0]["code"]) == (1, "wrong-key")
    desk.here("secret", "set", "root", stdin=spelled(ROOT)).ok()
    desk.here("subscriber", "list").ok()


def test_where_no_list_can_tell_a_key_is_not_lightly_replaced(branch: Desk) -> None:
    del branch.environment["NEWSLETTER_ROOT_KEY"]
    for path in (branch.workspace / "data").iterdir():
        path.unlink()
    branch.here("secret", "set", "root", stdin=spelled(bytes(32))).ok()
    other = branch.here("secret", "set", "root", "--json", stdin=spelled(ROOT))
    assert (other.code, other.json["errors"][0]["code"]) == (1, "root-exists")


@on_both
def test_no_sheet_is_made_of_a_key_that_does_not_open_the_list(desk: Desk, tmp_path: Path) -> None:
    desk.open_branch()
    file, other = tmp_path / "recovery.html", bytes(32)
    done = desk.here("secret", "sheet", file, "--json", NEWSLETTER_ROOT_KEY=other.hex())
    assert (done.code, done.json["errors"][0]["code"], file.exists()) == (1, "wrong-key", False)
    words = ("secret", "sheet", "--workspace", desk.workspace)
    desk.environment["NEWSLETTER_ROOT_KEY"] = other.hex()
    assert not shows_key(at_keyboard(desk, [], *words, code=1), other)


def test_where_the_list_cannot_note_it_no_file_with_the_key_stays(branch: Desk, tmp_path: Path) -> None:
    file = tmp_path / "recovery.txt"
    with open_house(branch.workspace, branch.variables()).open_database() as database:
        refusing = "CREATE TRIGGER no_note BEFORE INSERT ON custody BEGIN SELECT RAISE(ABORT, 'no'); END"
        database.run(spell("no_note", "", refusing))
    done = sheet(branch, file, "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "constraint")
    assert list(tmp_path.glob("*recovery*")) == []
    # On paper it is there all the same, and that is said.
    words = ("secret", "sheet", "--workspace", branch.workspace)
    assert "What you wrote down is good" in at_keyboard(branch, [("press Enter", "")], *words, code=4)


# --- at a keyboard -----------------------------------------------------------------------------------------


def test_shown_at_a_keyboard_it_is_taken_off_the_screen_again(branch: Desk) -> None:
    words = ("secret", "sheet", "--workspace", branch.workspace)
    seen = at_keyboard(branch, [("press Enter", "")], *words)
    assert typed(seen) == spelled(ROOT)
    assert seen.rindex("\x1b[3J") > seen.rindex(spelled(ROOT).split("-")[-1])


def test_interrupted_it_is_taken_off_the_screen_too_and_counts_for_none(branch: Desk) -> None:
    words = ("secret", "sheet", "--workspace", branch.workspace)
    seen = at_keyboard(branch, [("press Enter", signal.SIGINT)], *words, code=130)
    assert typed(seen) == spelled(ROOT)
    assert seen.rindex("\x1b[3J") > seen.rindex(spelled(ROOT).split("-")[-1])
    assert health(branch) == "unknown"


def test_init_offers_one_and_asks_again_where_it_must_not_lie(desk: Desk) -> None:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT.hex()
    inside, outside = desk.workspace / "recovery.txt", desk.folder / "recovery.txt"
    seen = at_keyboard(
        desk, [("Enter for later): ", str(inside)), ("Enter for later): ", str(outside))],
        "init", desk.workspace, *BRANCH,
    )  # fmt: skip
    assert "the branch's own folder" in seen
    assert (inside.exists(), typed(outside.read_text())) == (False, spelled(ROOT))
    assert not shows_key(seen)
