"""newsletter subscriber sync, as a person types it."""

import re
from pathlib import Path

import pytest

from newsletter.secret import Purpose, derive
from newsletter.sending.campaign import BatchState
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House, open_house
from subscribers.statements import spell
from tests.campaigns import NOW, make_plan
from tests.command import CONSENT, Desk, on_both
from tests.decrypted import decrypted_file, decrypted_log
from tests.sheets import Tab, xlsx
from tests.smtp_sink import SmtpSink

MEMBERS = ("--basis", "membership")


def write(desk: Desk, numbers: range, name: str = "members.csv") -> str:
    rows = "".join(f"person{number}@example.org,P{number}\n" for number in numbers)
    (desk.folder / name).write_text(f"Email,First Name\n{rows}", encoding="utf-8")
    return str(desk.folder / name)


def listed(desk: Desk) -> int:
    return len(desk.here("subscriber", "list", "--json").ok().data["subscribers"])


def house_of(branch: Desk, monkeypatch: pytest.MonkeyPatch) -> House:
    for name in ("HOME", "XDG_CONFIG_HOME", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, branch.variables()[name])
    return open_house(branch.workspace, branch.variables())


@pytest.fixture
def branch(desk: Desk) -> Desk:
    """Ten members on the list."""
    desk.open_branch()
    desk.here("subscriber", "import", write(desk, range(10)), *MEMBERS, "--yes").ok()
    return desk


def test_a_new_export_is_held_against_the_list(branch):
    done = branch.here("subscriber", "sync", write(branch, range(1, 12)), *MEMBERS, "--yes").ok()
    assert "Of 10 people on the list as members:" in done.err
    assert "  1 not in the file any more: they go, with their names and addresses," in done.err
    assert done.out == "Done: 2 joined, 0 changed, 9 as they were, 1 person removed.\n"
    assert listed(branch) == 11
    again = branch.here("subscriber", "sync", write(branch, range(1, 12)), *MEMBERS, "--yes").ok()
    assert again.out == "Done: 0 joined, 0 changed, 11 as they were, nobody has left.\n"


def test_without_a_yes_nothing_happens(branch):
    done = branch.here("subscriber", "sync", write(branch, range(1, 10)), *MEMBERS)
    assert done.code == 2
    assert "needs a yes" in done.err
    assert listed(branch) == 10


def test_half_a_file_is_not_believed_by_a_yes_alone(branch):
    half = write(branch, range(5))
    done = branch.here("subscriber", "sync", half, *MEMBERS, "--yes")
    assert done.code == 2
    assert "5 people of 10 would go, which is more than a fifth" in done.err
    assert "--leavers 5" in done.err
    done = branch.here("subscriber", "sync", half, *MEMBERS, "--yes", "--leavers", "4")
    assert "You agreed to 4." in done.err
    assert listed(branch) == 10
    branch.here("subscriber", "sync", half, *MEMBERS, "--yes", "--leavers", "5").ok()
    assert listed(branch) == 5


def test_a_report_is_accepted_by_its_mark_and_stands_for_that_report_alone(branch):
    file = write(branch, range(1, 11))
    report = branch.here("subscriber", "sync", file, *MEMBERS, "--dry-run", "--json").ok().data
    assert (report["added"], report["leaving"], report["listed"], listed(branch)) == (1, 1, 10, 10)
    write(branch, range(2, 11))
    changed = branch.here("subscriber", "sync", file, *MEMBERS, "--accept", report["accept"], "--json")
    assert (changed.code, changed.json["errors"][0]["code"]) == (2, "report-changed")
    write(branch, range(1, 11))
    branch.here("subscriber", "sync", file, *MEMBERS, "--accept", report["accept"]).ok()
    assert listed(branch) == 10
    spent = branch.here("subscriber", "sync", file, *MEMBERS, "--accept", report["accept"], "--json")
    assert spent.json["errors"][0]["code"] == "report-changed"


def test_a_list_of_those_who_said_no_is_never_taken_for_the_whole_list(branch: Desk) -> None:
    file = write(branch, range(2), "unsubscribed_members.csv")
    done = branch.here("subscriber", "sync", file, *MEMBERS, "--yes", "--leavers", "8", "--json")
    assert done.code != 0
    assert listed(branch) == 10


def test_it_is_said_who_stays_because_a_row_may_mean_them(branch: Desk) -> None:
    branch.here("subscriber", "import", write(branch, range(4)), *MEMBERS, "--yes").ok()
    file = Path(write(branch, range(3)))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("person2@", "person2 @") + "n/a,Fay\n", encoding="utf-8")
    done = branch.here("subscriber", "sync", str(file), *MEMBERS, "--dry-run")
    assert done.code == 4
    assert "  3 stay, 1 of them because a row that cannot be used as it is may mean them." in done.out
    assert (
        "2 rows of the file cannot be used as they are: whoever stands there, but for those, may be"
        in done.out
    )


def test_a_report_is_accepted_for_those_whom_it_was_about_and_for_nobody_else(branch: Desk) -> None:
    """One was forgotten meanwhile and another came: the figures are the same, the people are not."""
    branch.here("subscriber", "import", write(branch, range(10)), *MEMBERS, "--yes").ok()
    file = write(branch, range(9), "newest.csv")
    mark = branch.here("subscriber", "sync", file, *MEMBERS, "--dry-run", "--json").ok().data["accept"]
    branch.here("subscriber", "forget", "person9@example.org", "--yes")
    branch.here("subscriber", "add", "new@example.org", *MEMBERS).ok()
    refused = branch.here("subscriber", "sync", file, *MEMBERS, "--accept", mark, "--yes", "--json")
    assert (refused.code, refused.json["errors"][0]["code"]) == (2, "report-changed")
    assert listed(branch) == 10


def test_a_report_is_accepted_for_the_answers_and_the_sheet_that_it_was_made_with(branch: Desk) -> None:
    rows = [["Email"], ["a@example.org; b@example.org"]]
    book = branch.folder / "book.xlsx"
    book.write_bytes(xlsx({"North": Tab(rows), "South": Tab([["Email"], ["c@example.org"]])}))
    sync = ("subscriber", "sync", book, *MEMBERS, "--json")

    def answered(which: str) -> tuple[object, ...]:
        path = branch.folder / f"{which}.toml"
        path.write_text(f'[answers]\n"two-addresses" = "{which}"\n', encoding="utf-8")
        return ("--answers", path)

    mark = branch.here(*sync, "--sheet", "North", *answered("first"), "--dry-run").data["accept"]
    for other in (("--sheet", "North", *answered("last")), ("--sheet", "South", *answered("first"))):
        refused = branch.here(*sync, *other, "--accept", mark, "--yes")
        assert refused.json["errors"][0]["code"] == "report-changed"
    accepted = (*sync, "--sheet", "North", *answered("first"), "--accept", mark, "--leavers", "10", "--yes")
    branch.here(*accepted).ok()


def test_the_numbers_for_scripts_add_up_and_the_old_name_stays(branch: Desk) -> None:
    """Three of the members had signed up by themselves before."""
    branch.here("subscriber", "import", write(branch, range(20, 23), "friends.csv"), *CONSENT, "--yes").ok()
    branch.here("subscriber", "import", write(branch, range(20, 22)), *MEMBERS, "--yes").ok()
    file = write(branch, range(9))
    data = branch.here("subscriber", "sync", file, *MEMBERS, "--dry-run", "--json").ok().data
    parts = ("remaining", "leaving", "on_earlier_ground", "in_doubt")
    assert [data[key] for key in ("listed", *parts, "on_other_grounds")] == [12, 9, 1, 2, 0, 1]
    assert data["listed"] == sum(data[key] for key in parts)
    assert data["staying"] == data["on_earlier_ground"]


def test_a_spreadsheet_is_held_against_the_list_as_a_text_is(branch: Desk) -> None:
    rows = [
        ["Email", "First Name"],
        *([f"person{number}@example.org", f"P{number}"] for number in range(1, 11)),
    ]
    (branch.folder / "members.xlsx").write_bytes(xlsx(rows))
    done = branch.here("subscriber", "sync", branch.folder / "members.xlsx", *MEMBERS, "--yes").ok()
    assert done.out == "Done: 1 joined, 0 changed, 9 as they were, 1 person removed.\n"


def test_whoever_signed_up_by_themselves_stays(branch):
    branch.here("subscriber", "import", write(branch, range(20, 23), "friends.csv"), *CONSENT, "--yes").ok()
    done = branch.here("subscriber", "sync", write(branch, range(9)), *MEMBERS, "--yes").ok()
    assert "3 people on other grounds: this file says nothing about them." in done.err
    assert listed(branch) == 12


@on_both
def test_who_comes_back_is_not_mailed_twice(desk: Desk) -> None:
    """A cut-off file, believed in a hurry, and mended: the same issue reaches nobody a second time."""
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.here("subscriber", "import", write(desk, range(10)), *MEMBERS, "--yes").ok()
        desk.here("send", "october", "--yes").ok()
        desk.here("subscriber", "sync", write(desk, range(5)), *MEMBERS, "--yes", "--leavers", "5").ok()
        assert listed(desk) == 5
        desk.here("subscriber", "sync", write(desk, range(11)), *MEMBERS, "--yes").ok()
        desk.here("send", "october", "--yes").ok()
    recipients = sorted(taken.recipient for taken in sink.messages)
    assert recipients == sorted(f"person{number}@example.org" for number in range(11))


def test_who_left_is_not_mailed_twice_whatever_they_ask_for_in_between(desk: Desk) -> None:
    """Gone from the union's export, forgotten, and back by their own act: the ledger still knows that they had it."""
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.here("subscriber", "import", write(desk, range(6)), *MEMBERS, "--yes").ok()
        desk.here("send", "october", "--yes").ok()
        desk.here("subscriber", "sync", write(desk, range(1, 6)), *MEMBERS, "--yes").ok()
        desk.here("subscriber", "forget", "person0@example.org", "--yes").ok()
        back = desk.here(
            "subscriber", "rejoin", "person0@example.org", "--wording", "Write to me again.", "--yes"
        )
        assert back.code == 0
        desk.here("send", "october", "--yes").ok()
    recipients = sorted(taken.recipient for taken in sink.messages)
    assert recipients == sorted(f"person{number}@example.org" for number in range(6))


@pytest.mark.parametrize(
    ("state", "leaving"),
    [(BatchState.PARKED, 0), (BatchState.UNKNOWN, 0), (BatchState.IN_FLIGHT, 0), (BatchState.ACCEPTED, 1)],
)
def test_who_is_in_doubt_in_a_campaign_stays_until_that_is_settled(
    branch: Desk, monkeypatch: pytest.MonkeyPatch, state: BatchState, leaving: int
) -> None:
    """The rest of the sync is done, and the next one lets them go."""
    house = house_of(branch, monkeypatch)
    with house.open_database() as database:
        ledger = Ledger(database)
        plan = make_plan(ledger, batch_size=20)
        ledger.begin(plan, now=NOW)
        settle = "update batch set state = :state, attempt = 'a1'"
        database.run(spell("x", "", settle), state=str(state))
    file = write(branch, range(1, 12))
    done = branch.here("subscriber", "sync", file, *MEMBERS, "--yes", "--json")
    assert (done.code, done.data["leaving"], done.data["in_doubt"]) == (
        0 if leaving else 4,
        leaving,
        1 - leaving,
    )
    assert (done.data["added"], listed(branch)) == (2, 12 - leaving)
    said = "\n".join(done.json["messages"])
    assert ("1 person who is not in the file any more cannot go yet" in said) is (not leaving)
    assert (plan.id in said) is (not leaving)
    with house.open_database() as database:
        database.run(spell("x", "", settle), state="accepted")
    branch.here("subscriber", "sync", file, *MEMBERS, "--yes").ok()
    assert listed(branch) == 11


def test_who_was_forgotten_is_not_mailed_twice_at_an_address_of_before(desk: Desk) -> None:
    """Both moved; a list let the first one go before they were forgotten. Both come back where they were at first."""
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.here("subscriber", "import", write(desk, range(6)), *MEMBERS, "--yes").ok()
        desk.here("send", "october", "--yes").ok()
        for number in (0, 1):
            old, new = f"person{number}@example.org", f"moved{number}@example.org"
            desk.here("subscriber", "change", old, "--to", new).ok()
        rest = write(desk, range(1, 6))
        desk.here("subscriber", "sync", rest, *MEMBERS, "--yes").ok()
        for number in (0, 1):
            desk.here("subscriber", "forget", f"moved{number}@example.org", "--yes").ok()
            back = ("rejoin", f"person{number}@example.org", "--wording", "Write to me again.", "--yes")
            desk.here("subscriber", *back).ok()
        desk.here("send", "october", "--yes").ok()
    recipients = sorted(taken.recipient for taken in sink.messages)
    assert recipients == sorted(f"person{number}@example.org" for number in range(6))


def test_of_who_left_no_page_of_the_file_says_anything(desk: Desk) -> None:
    root = "77" * 32
    desk.environment["NEWSLETTER_ROOT_KEY"] = root
    desk.open_branch()
    desk.here("subscriber", "import", write(desk, range(600)), *MEMBERS, "--yes").ok()
    file, key = desk.workspace / "data" / "newsletter.db", derive(bytes.fromhex(root), Purpose.DATABASE)
    assert b"person77@example.org" in decrypted_file(file, key) + decrypted_log(file, key)
    size = file.stat().st_size
    stayed = (number for number in range(600) if number % 7)
    text = "Email\n" + "".join(f"person{number}@example.org\n" for number in stayed)
    (desk.folder / "new.csv").write_text(text, encoding="utf-8")
    desk.here("subscriber", "sync", desk.folder / "new.csv", *MEMBERS, "--yes").ok()
    there = decrypted_file(file, key) + decrypted_log(file, key)
    assert b"person78@example.org" in there
    assert file.stat().st_size < size  # it was written anew, without pages that nobody uses
    left = (f"person{number}@example.org" for number in range(0, 600, 7))
    assert [address for address in left if re.search(rb"(?<![0-9a-z])" + address.encode(), there)] == []


def test_an_old_list_is_said_before_a_campaign_and_by_newsletter_alone(
    branch: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_of(branch, monkeypatch)
    with house.open_database() as database:
        database.run(spell("age", "", "UPDATE person SET added = added - 90 * CAST(86400000000 AS BIGINT)"))
    sentence = "The 10 people on the list as members were last added to 90 days ago."
    remedy = "Get a new list and run: newsletter subscriber sync FILE --basis membership"
    said = branch.here("send", "october", "--dry-run").ok().out
    assert f"Advice    the list: {sentence}\n          → {remedy}\n" in said
    assert f"{sentence} {remedy}" in branch.here().ok().out
    branch.here("subscriber", "sync", write(branch, range(10)), *MEMBERS, "--yes").ok()
    assert "were last" not in branch.here().ok().out


@pytest.mark.parametrize(
    ("content", "code"), [("Email\n", "empty-list"), ("Name\nAna\n", "no-header"), ("", "empty-list")]
)
def test_a_file_without_people_never_empties_the_list(branch: Desk, content: str, code: str) -> None:
    (branch.folder / "bad.csv").write_text(content, encoding="utf-8")
    done = branch.here("subscriber", "sync", branch.folder / "bad.csv", *MEMBERS, "--yes", "--json")
    assert done.json["errors"][0]["code"] == code
    assert listed(branch) == 10


def test_answers_to_the_questions_are_given_back_to_the_same_command(branch):
    (branch.folder / "members.csv").write_text(
        "Email,Status\nperson1@example.org,Seconded\n", encoding="utf-8"
    )
    for command in ("sync", "import"):
        said = branch.here("subscriber", command, branch.folder / "members.csv", *MEMBERS, "--dry-run")
        assert f", then {command} it with --answers " in said.out
