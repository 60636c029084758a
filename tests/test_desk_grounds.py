"""Why people may be mailed, through the command line: a ground that nobody knows, and a charity's soft opt-in."""

import pytest

from tests.command import CONSENT, Desk, on_both

OFFER = "Tick here if you do not want to hear from us."
SOFT = ("--basis", "soft-opt-in", "--wording", OFFER, "--collected", "2026-03-01", "--directly")


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.open_branch()
    (desk.folder / "list.csv").write_text("Email\nana@example.org\nben@example.org\n", encoding="utf-8")
    return desk


def take_in(branch: Desk, *options: str):
    return branch.here("subscriber", "import", branch.folder / "list.csv", *options, "--yes", "--json")


def become_a_charity(branch: Desk, number: str = "SC 012345") -> None:
    settings = branch.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[branch]\n", f'[branch]\ncharity = "{number}"\n', 1), encoding="utf-8")


@on_both
def test_people_without_a_ground_are_kept_and_not_mailed_until_there_is_one(branch: Desk) -> None:
    assert take_in(branch, "--basis", "unknown").ok().data["added"] == 2
    told = branch.here()
    assert "2 people on the list without a ground" in told.out
    refused = branch.here("send", "october", "--yes", "--json")
    assert (refused.code, refused.json["errors"][0]["code"]) == (1, "empty-list")
    statuses = [one["status"] for one in branch.here("subscriber", "list", "--json").ok().data["subscribers"]]
    assert statuses == ["unknown", "unknown"]

    branch.here("subscriber", "add", "ana@example.org", *CONSENT).ok()
    dry = branch.here("send", "october", "--dry-run", "--json").ok()
    assert (dry.data["people"], dry.data["left_out"]) == (1, {"without a ground": 1})
    sent = branch.here("send", "october", "--yes", "--json").ok()
    assert sent.data["receipt"]["deliveries"] == 1
    assert take_in(branch, *CONSENT).ok().data["changed"] == 1
    assert "without a ground" not in branch.here().out


def test_a_charity_takes_in_its_supporters_with_the_proof(branch: Desk) -> None:
    refused = take_in(branch, *SOFT)
    assert (refused.code, refused.json["errors"][0]["code"]) == (2, "soft-opt-in-facts")
    assert "[branch] charity" in refused.json["errors"][0]["remedy"]
    become_a_charity(branch)
    assert take_in(branch, *SOFT).ok().data["added"] == 2
    (proof,) = branch.here("subscriber", "show", "ana@example.org", "--json").ok().data["consents"]
    assert proof["basis"] == "soft-opt-in"
    assert "charity SC012345" in proof["wording"]
    assert OFFER in proof["wording"]
    assert branch.here("send", "october", "--yes", "--json").ok().data["receipt"]["deliveries"] == 2


@pytest.mark.parametrize(
    ("collected", "code"),
    [("1 March", "no-day"), ("2026-02-04", "soft-opt-in-day"), ("2099-01-01", "soft-opt-in-day")],
)
def test_a_day_that_proves_nothing_is_told(branch: Desk, collected: str, code: str) -> None:
    become_a_charity(branch)
    words = [collected if word == "2026-03-01" else word for word in SOFT]
    refused = take_in(branch, *words)
    assert (refused.code, refused.json["errors"][0]["code"]) == (2, code)


def test_a_number_that_is_none_is_told(branch: Desk) -> None:
    become_a_charity(branch, "pending")
    refused = take_in(branch, *SOFT)
    assert refused.code == 1
    assert "branch.charity" in refused.json["errors"][0]["message"]


@pytest.mark.parametrize("option", [("--collected", "2026-03-01"), ("--directly",)])
def test_the_facts_of_a_soft_opt_in_are_not_dropped_beside_another_ground(
    branch: Desk, option: tuple[str, ...]
) -> None:
    refused = take_in(branch, *CONSENT, *option)
    assert (refused.code, refused.json["errors"][0]["code"]) == (2, "facts-without-soft-opt-in")
    assert option[0] in refused.json["errors"][0]["message"]
    assert take_in(branch, *CONSENT).ok().data["added"] == 2
