"""Lists through the command line: spreadsheets, questions at a keyboard and in a file, and a file that changes."""

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import CONSENT, Desk
from tests.sheets import Tab, xlsx

MEMBERS = [
    ["Membership No", "Email", "First Name", "Status"],
    [1, "ana@example.org", "Ana", "Active"],
    [2, "ben@example.org", "Ben", "Seconded"],
    [3, "cai@example.org", "Cai", "Seconded"],
    [4, "no-one@gmial.com", "Dai", "Active"],
    [5, "eva@example.org", "Eva", "Lapsed"],
]
BOOK = xlsx({"Members": Tab(MEMBERS), "Left members": Tab([["Email"], ["fay@example.org"]])})


@pytest.fixture
def branch(desk: Desk) -> Desk:
    return desk.open_branch()


def written(branch: Desk, name: str, content: str | bytes) -> Path:
    path = branch.folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def people(branch: Desk) -> list[str]:
    listed = (
        branch.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    return sorted(person["address"] for person in listed)


class Keyboard:
    """A command with somebody at its keyboard: what is asked is on standard error."""

    def __init__(self, branch: Desk, *words: object) -> None:
        self._keys, end = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "newsletter", *map(str, words), "--workspace", branch.workspace],
            cwd=branch.folder, env=branch.variables(), stdin=end, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        os.close(end)

    def read_until(self, words: str) -> str:
        said = b""
        assert self._process.stderr is not None
        while words.encode() not in said:
            sign = self._process.stderr.read(1)
            assert sign, said.decode()
            said += sign
        return said.decode()

    def type(self, line: str) -> None:
        os.write(self._keys, f"{line}\n".encode())

    def end(self) -> tuple[int, str, str]:
        out, err = self._process.communicate(timeout=120)
        os.close(self._keys)
        return self._process.returncode, out.decode(), err.decode()


def test_a_spreadsheet_is_asked_about_in_a_file_that_a_script_gives_back_filled_in(branch: Desk) -> None:
    book = written(branch, "members 2026.xlsx", BOOK)
    command = ("subscriber", "import", book, *CONSENT)
    done = branch.here(*command, "--dry-run")
    questions = branch.workspace / "data" / "answers" / "members-2026-xlsx.toml"
    assert done.code == 1
    assert str(questions) in done.err
    assert stat.S_IMODE(questions.stat().st_mode) == 0o600
    questions.write_text(questions.read_text().replace('"sheet" = ""', '"sheet" = "Members"'))
    data = branch.here(*command, "--answers", questions, "--dry-run", "--json").data
    assert [(one["key"], one["rows"], one["default"]) for one in data["open_questions"]] == [
        ("slip:gmial.com", 1, ""),
        ("status:lapsed", 1, "no"),
        ("status:seconded", 2, ""),
    ]
    text = questions.read_text()
    assert "@" not in text
    assert '"sheet" = "Members"' in text
    questions.write_text(
        text.replace('seconded" = ""', 'seconded" = "yes"').replace('gmial.com" = ""', 'gmial.com" = "yes"')
    )
    branch.here(*command, "--answers", questions, "--yes").ok()
    assert people(branch) == ["ana@example.org", "ben@example.org", "cai@example.org", "no-one@gmail.com"]
    newer = written(branch, "newer.toml", '[answers]\n"sheet" = "Members"\n"status:seconded" = "no"\n')
    branch.here(*command, "--answers", newer, "--dry-run")
    assert '"status:seconded" = "no"' in questions.read_text()
    assert '"slip:gmial.com" = "yes"' in questions.read_text()
    written(branch, book.name, xlsx(MEMBERS))
    refused = branch.here(*command, "--answers", questions, "--yes", "--json")
    assert [error["code"] for error in refused.json["errors"]] == ["answers-other-list"]


def test_without_answers_the_rows_stay_out_and_are_counted(branch: Desk) -> None:
    book = written(branch, "members.xlsx", BOOK)
    done = branch.here("subscriber", "import", book, *CONSENT, "--sheet", "Members", "--yes", "--json")
    assert (done.code, done.data["added"], done.data["questions"], done.data["left"]) == (4, 1, 3, 1)
    assert (done.data["sheet"], done.data["columns"]["address"]) == ("Members", "Email")
    assert people(branch) == ["ana@example.org"]


def test_at_a_keyboard_each_question_is_asked_once_in_plain_words(branch: Desk) -> None:
    keyboard = Keyboard(branch, "subscriber", "import", written(branch, "members.xlsx", BOOK), *CONSENT)
    said = keyboard.read_until("Which (Enter leaves it open): ")
    assert "More than one sheet of this file" not in said
    assert "2  Left members" in said
    keyboard.type("1")
    said = keyboard.read_until("Which (Enter leaves it open): ")
    assert "Addresses end in gmial.com. Is gmail.com meant? (1 row)" in said
    keyboard.type("perhaps")
    assert "none of the answers" in keyboard.read_until("Which (Enter leaves it open): ")
    keyboard.type("no")
    assert 'The status is "lapsed"' in keyboard.read_until("Which [no]: ")
    keyboard.type("")
    assert 'The status is "seconded". Do these people belong to the list? (2 rows)' in keyboard.read_until(
        "Which ("
    )
    keyboard.type("never")
    said = keyboard.read_until("[y/N] ")
    assert "Add 2 people" in said
    keyboard.type("y")
    code, out, err = keyboard.end()
    assert (code, err) == (0, "")
    assert "Done: 2 added" in out
    assert people(branch) == ["ana@example.org", "no-one@gmial.com"]


def test_a_file_that_changes_between_the_report_and_the_yes_is_not_imported(branch: Desk) -> None:
    file = written(branch, "list.csv", "Email\nana@example.org\n")
    keyboard = Keyboard(branch, "subscriber", "import", file, *CONSENT)
    keyboard.read_until("[y/N] ")
    written(branch, "list.csv", "Email\nana@example.org\nben@example.org\n")
    keyboard.type("y")
    code, _, err = keyboard.end()
    assert code == 1
    assert "The file has changed since it was looked at. Nothing was imported." in err
    assert people(branch) == []


def test_a_list_of_people_who_unsubscribed_makes_suppressions_after_a_yes_and_never_people(
    branch: Desk,
) -> None:
    content = "Email Address,First Name,UNSUB_TIME,LEID,EUID\nana@example.org,Ana,2024-05-01 10:00:00,1,a\n"
    file = written(branch, "unsubscribed_members_export_ab12.csv", content)
    told = branch.here("subscriber", "import", file, *CONSENT, "--dry-run").ok().out
    assert "This looks like Mailchimp's list of people who unsubscribed" in told
    assert branch.here("subscriber", "import", file, *CONSENT).code == 2
    done = branch.here("subscriber", "import", file, *CONSENT, "--yes").ok()
    assert "Done: 1 person will get no mail, whatever list they turn up on. Nobody was added." in done.out
    branch.here(
        "subscriber", "import", written(branch, "list.csv", "Email\nana@example.org\n"), *CONSENT, "--yes"
    ).ok()
    assert people(branch) == []


STATUSES = "Email,Status\nana@example.org,Unsubscribed\nben@example.org,Cleaned\n"


@pytest.mark.parametrize(
    ("name", "content", "answers"),
    [
        ("cleaned_members_export_ab12.csv", "Email Address,LEID,EUID\nana@example.org,1,a\n", ""),
        ("opt-outs.csv", "Email\nana@example.org\n", '[answers]\n"whole-file" = "never"\n'),
        ("export.csv", STATUSES, ""),
    ],
)
def test_a_list_of_people_who_said_no_needs_no_ground(
    branch: Desk, name: str, content: str, answers: str
) -> None:
    file = written(branch, name, content)
    extra = ("--answers", written(branch, "answers.toml", answers)) if answers else ()
    assert branch.here("subscriber", "import", file, *extra).code == 2
    done = branch.here("subscriber", "import", file, *extra, "--yes").ok()
    assert "will get no mail, whatever list they turn up on. Nobody was added." in done.out
    more = written(branch, "list.csv", "Email\nana@example.org\n")
    branch.here("subscriber", "import", more, *CONSENT, "--yes").ok()
    assert people(branch) == []


@pytest.mark.parametrize(
    ("name", "content", "answers"),
    [
        ("list.csv", "Email\nana@example.org\n", ""),
        ("export.csv", f"{STATUSES}cai@example.org,Active\n", ""),
        ("opt-outs.csv", "Email\nana@example.org\n", '[answers]\n"whole-file" = "members"\n'),
        ("export.csv", "Email,Status\nana@example.org,Seconded\n", '[answers]\n"status:seconded" = "yes"\n'),
    ],
)
def test_whoever_is_taken_in_needs_a_ground(branch: Desk, name: str, content: str, answers: str) -> None:
    extra = ("--answers", written(branch, "answers.toml", answers)) if answers else ()
    done = branch.here("subscriber", "import", written(branch, name, content), *extra, "--yes", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, "basis-unknown")
    again = written(branch, "no-more.csv", "Email\nben@example.org\n")
    branch.here("subscriber", "import", again, *CONSENT, "--yes").ok()
    assert people(branch) == ["ben@example.org"]


def test_no_list_is_held_against_a_file_without_a_ground(branch: Desk) -> None:
    file = written(branch, "cleaned_members.csv", "Email Address,LEID,EUID\nana@example.org,1,a\n")
    done = branch.here("subscriber", "sync", file, "--yes", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, "basis-unknown")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "half.xlsx",
            BOOK[:2000],
            ("This spreadsheet is damaged, or only a part of it is here.", "fetch it again"),
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ("This is an old Excel file (.xls)", "Save as")),
        (
            "list.pdf",
            b"%PDF-1.7\n",
            ("This is a PDF, which cannot be read as a list.", "Ask whoever sent it"),
        ),
    ],
)
def test_a_file_that_is_no_list_is_told_in_a_sentence_with_the_way_out(
    branch: Desk, name: str, content: bytes, words: tuple[str, str]
) -> None:
    done = branch.here("subscriber", "import", written(branch, name, content), *CONSENT, "--yes")
    assert (done.code, done.out) == (1, "")
    for said in words:
        assert said in done.err
    assert people(branch) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nonsense", "answers-unreadable"),
        ("[answers]\nx = 1", "answers-unreadable"),
        ('[answers]\n"colour" = "red"', "answers-unknown"),
        ('[answers]\n"status:seconded" = "maybe"', "answers-unknown"),
    ],
)
def test_answers_that_cannot_be_understood_are_told_before_anything_is_read(
    branch: Desk, text: str, code: str
) -> None:
    answers = written(branch, "answers.toml", text)
    file = written(branch, "list.csv", "Email\nana@example.org\n")
    done = branch.here("subscriber", "import", file, *CONSENT, "--answers", answers, "--yes", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, code)
    assert people(branch) == []


def test_a_file_of_answers_that_shows_names_is_told_of_when_it_has_served_and_is_not_deleted(
    branch: Desk,
) -> None:
    garbled = branch.folder / "old.csv"
    garbled.write_bytes("Email,Name\nana@example.org,Ana Müller\n".encode("cp1252"))
    told = branch.here("subscriber", "import", garbled, *CONSENT, "--dry-run", "--json").ok()
    answers = Path(told.data["answers_file"])
    assert "Müller" in answers.read_text(encoding="utf-8")
    assert told.json["messages"] == []
    done = branch.here(
        "subscriber", "import", garbled, *CONSENT, "--answers", answers, "--yes", "--json"
    ).ok()
    assert done.json["messages"] == [
        f"{answers} has served. It shows names of people on the list: delete it, as you delete the list."
    ]
    assert answers.exists()
    # Answered at the keyboard, or not at all: the file of the dry run still lies there.
    assert branch.here("subscriber", "import", garbled, *CONSENT, "--yes", "--json").ok().json["messages"]
    answers.unlink()
    assert (
        branch.here("subscriber", "import", garbled, *CONSENT, "--yes", "--json").ok().json["messages"] == []
    )


def test_answers_without_names_are_kept_for_the_next_list_without_a_word(branch: Desk) -> None:
    answers = written(branch, "answers.toml", '[answers]\n"encoding" = "cp1252"\n"status:seconded" = "yes"\n')
    file = written(branch, "list.csv", "Email,Status\nana@example.org,Seconded\n")
    done = branch.here("subscriber", "import", file, *CONSENT, "--answers", answers, "--yes", "--json").ok()
    assert done.json["messages"] == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX files")
@pytest.mark.parametrize("verb", ["import", "sync"])
def test_a_pipe_is_not_waited_for(desk: Desk, verb: str) -> None:
    desk.open_branch()
    os.mkfifo(desk.folder / "list.csv")
    done = desk.here("subscriber", verb, desk.folder / "list.csv", *CONSENT, "--yes", "--json", timeout=60)
    assert (done.code, done.json["errors"][0]["code"]) == (1, "unreadable")


def test_one_row_is_one_row(desk: Desk) -> None:
    desk.open_branch()
    (desk.folder / "list.csv").write_text("Email\nana@example.org\n", encoding="utf-8")
    said = desk.here("subscriber", "import", desk.folder / "list.csv", *CONSENT, "--dry-run").ok()
    assert "list.csv: 1 row, read as utf-8." in said.out


def test_who_only_gave_no_yes_is_not_said_to_have_left(branch: Desk) -> None:
    branch.here("subscriber", "add", "ana@example.org", *CONSENT).ok()
    list_ = written(
        branch, "list.csv", "Email,Newsletter\nana@example.org,\nben@example.org,no\ncai@example.org,yes\n"
    )
    done = branch.here("subscriber", "import", list_, *CONSENT, "--dry-run").ok()
    assert "0 opted out, 2 left out (gone, no yes, or so answered)," in done.out
    assert (
        "1 whom this file leaves out (gone, no yes, or so answered) is on the list and gets mail." in done.out
    )
    assert "have left" not in done.out
