"""After a restore in place of a lost list: nothing is sent that may have gone out, before a person has said yes."""

from pathlib import Path

import pytest

from newsletter.desk.accept import refuse_restored
from newsletter.errors import Refused
from newsletter.issue import load
from subscribers.statements import spell
from tests.backups import ROOT, code, house_of, restore, send_out
from tests.command import Desk


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
def lost(branch: Desk, file: Path) -> Desk:
    """The computer is gone; the folder came from a stick without the list."""
    branch.here("database", "backup", file).ok()
    (branch.workspace / "data" / "newsletter.db").unlink()
    return branch


def test_on_a_new_computer_nothing_is_sent_before_somebody_has_said_yes(lost: Desk, file: Path) -> None:
    done = restore(lost, file).ok()
    assert (done.data["in_place"], done.data["restored"]) == (True, True)
    assert "database accept" in lost("--workspace", lost.workspace, "--json").data["next"]
    house = house_of(lost)
    issue = load(house.workspace, "october", house.settings.branch)
    with house.open_database() as database, pytest.raises(Refused) as refused:
        refuse_restored(database, issue, again=False)
    assert refused.value.code == "restored"
    real = lost.here("send", "october", "--transport", "smtp", "--dry-run", "--json")
    assert (real.code, code(real)) == (3, "restored")
    lost.here("send", "october", "--yes").ok()  # a drill reaches nobody
    assert lost.here("database", "accept", "--json").code == 2  # nobody can be asked
    accepted = lost.here("database", "accept", "--yes", "--json").ok()
    assert accepted.data["held"] == ["october"]
    again = lost.here("send", "october", "--transport", "smtp", "--dry-run", "--json")
    assert (again.code, code(again)) == (3, "perhaps-sent")
    lost.here("database", "accept", "--unsent", "october", "--yes").ok()
    with house.open_database() as database:
        refuse_restored(database, issue, again=False)


def test_an_issue_that_nobody_has_had_can_be_named_at_once(lost: Desk, file: Path) -> None:
    restore(lost, file).ok()
    assert lost.here("database", "accept", "--unsent", "november", "--yes").code == 2
    assert lost.here("database", "accept", "--unsent", "october", "--yes", "--json").ok().data["held"] == []


def test_an_issue_that_comes_into_the_folder_after_the_yes_is_held_too(lost: Desk, file: Path) -> None:
    """The list first, the issues from an old stick later, renamed: the lost computer may have sent them."""
    october, aside = lost.workspace / "issues" / "october.md", lost.folder / "october.md"
    october.rename(aside)
    restore(lost, file).ok()
    assert lost.here("database", "accept", "--yes", "--json").ok().data["held"] == []
    aside.rename(october.with_name("autumn.md"))
    refused = lost.here("send", "autumn", "--transport", "smtp", "--dry-run", "--json")
    assert (refused.code, code(refused)) == (3, "perhaps-sent")
    assert "database accept --unsent autumn" in refused.json["errors"][0]["remedy"]
    proposed = lost("--workspace", lost.workspace, "--json").data["next"]
    assert proposed.startswith("newsletter database accept --unsent autumn (only if")
    assert "send autumn" not in proposed
    released = lost.here("database", "accept", "--unsent", "autumn", "--yes", "--json").ok()
    assert released.data["released"] == ["autumn"]
    assert "send autumn" in lost("--workspace", lost.workspace, "--json").data["next"]
    lost.here("issue", "new", "winter", "--subject", "Winter").ok()
    house = house_of(lost)
    autumn, winter = (load(house.workspace, name, house.settings.branch) for name in ("autumn", "winter"))
    with house.open_database() as database:
        refuse_restored(database, autumn, again=False)
        with pytest.raises(Refused):
            refuse_restored(database, winter, again=False)
        refuse_restored(database, winter, again=True)
    # Lost once more: what was said of the first loss says nothing of the second.
    later = file.with_name("later.backup")
    lost.here("database", "backup", later).ok()
    (lost.workspace / "data" / "newsletter.db").unlink()
    restore(lost, later).ok()
    held = lost.here("database", "accept", "--unsent", "winter", "--yes", "--json").ok().data["held"]
    assert held == ["autumn"]


@pytest.mark.parametrize(
    ("change", "is_held"),
    [("", False), ("update campaign set audience = 'reps'", True), ("update batch set state = 'called_back'", True)],
)  # fmt: skip
def test_only_an_issue_that_is_known_to_have_gone_to_everybody_is_not_held(
    branch: Desk, file: Path, change: str, *, is_held: bool
) -> None:
    """The rest of an audience, and whoever was called back, may have had it from the lost computer."""
    house = house_of(branch)
    issue = load(house.workspace, "october", house.settings.branch)
    with house.open_database() as database:
        send_out(database, issue.id)
        if change:
            database.run(spell("x", "", change))
    branch.here("database", "backup", file).ok()
    (branch.workspace / "data" / "newsletter.db").unlink()
    restore(branch, file).ok()
    held = branch.here("database", "accept", "--yes", "--json").ok().data["held"]
    assert held == (["october"] if is_held else [])
