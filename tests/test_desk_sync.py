"""newsletter subscriber sync, as a person types it."""

import pytest

from newsletter.wiring import open_house
from subscribers.statements import spell
from tests.command import CONSENT, Desk, on_both
from tests.smtp_sink import SmtpSink

MEMBERS = ("--basis", "membership")


def write(desk: Desk, numbers: range, name: str = "members.csv") -> str:
    rows = "".join(f"person{number}@example.org,P{number}\n" for number in numbers)
    (desk.folder / name).write_text(f"Email,First Name\n{rows}", encoding="utf-8")
    return str(desk.folder / name)


def listed(desk: Desk) -> int:
    return len(desk.here("subscriber", "list", "--json").ok().data["subscribers"])


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


def test_an_old_list_is_said_before_a_campaign_and_by_newsletter_alone(
    branch: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, branch.variables()[name])
    house = open_house(branch.workspace, branch.variables())
    with house.open_database() as database:
        database.run(spell("age", "", "UPDATE person SET added = added - 90 * CAST(86400000000 AS BIGINT)"))
    sentence = (
        "The 10 people on the list as members were last added to 90 days ago. "
        "Get a new list and run: newsletter subscriber sync FILE --basis membership"
    )
    assert sentence in branch.here("send", "october", "--dry-run").ok().out
    assert sentence in branch.here().ok().out
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
