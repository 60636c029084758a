"""What `send`, `import` and `sync` say about who would be mailed, and how somebody who has looked says so."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.command import CONSENT, Desk, Done, on_both
from tests.smtp_sink import SmtpSink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def branch(desk: Desk, sink: SmtpSink) -> Desk:
    """Real people, and a mail server that takes what they get."""
    return desk.open_branch(
        "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
    )


def settle(desk: Desk, *lines: str) -> None:
    file = desk.workspace / "newsletter.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n".join(["", *lines, ""]), encoding="utf-8")


def take_in(desk: Desk, *addresses: str, name: str = "more.csv") -> Done:
    (desk.folder / name).write_text("\n".join(["Email", *addresses, ""]), encoding="utf-8")
    return desk.here("subscriber", "import", desk.folder / name, *CONSENT, "--yes", "--json").ok()


def found(done: Done) -> dict[str, str]:
    return {each["id"]: each["level"] for each in done.data["findings"] if each["where"] == "the list"}


@on_both
def test_mail_to_employers_is_held_until_somebody_accepts_these_hosts_and_numbers(
    desk: Desk, sink: SmtpSink, branch: Desk
) -> None:
    settle(branch, "[guards]", 'employers = ["council.example.org"]', 'employer_mail = "hold"')
    done = take_in(branch, "ana@example.org", "ben@hr.council.example.org", "info@leeds.gov.uk")
    assert found(done) == {"employer-mail": "advice", "office-mailboxes": "advice"}
    told = branch.here("send", "october", "--dry-run", "--json")
    assert (told.code, told.json["status"]) == (3, "error")
    assert found(told) == {"employer-mail-held": "blocker", "office-mailboxes": "advice"}
    assert [each["code"] for each in told.json["errors"]] == ["employer-mail-held"]
    assert "hr.council.example.org 1, leeds.gov.uk 1" in told.out
    assert "ben@" not in told.out
    mark = told.data["accept"]

    held = branch.here("send", "october", "--yes")
    assert held.code == 3
    assert f"--accept {mark}" in held.err
    wrong = branch.here("send", "october", "--yes", "--accept", "0123456789ab", "--json")
    assert (wrong.code, wrong.json["errors"][0]["code"]) == (2, "report-changed")
    take_in(branch, "cara@leeds.gov.uk")
    stale = branch.here("send", "october", "--yes", "--accept", mark, "--json")
    assert (stale.code, stale.json["errors"][0]["code"]) == (2, "report-changed")
    assert sink.messages == []

    [mark] = re.findall(r"--accept (\w+)", branch.here("send", "october", "--dry-run").out)
    branch.here("send", "october", "--dry-run", "--accept", mark).ok()
    done = branch.here("send", "october", "--yes", "--accept", mark, "--json").ok()
    assert found(done) == {"employer-mail-held": "blocker", "office-mailboxes": "advice"}
    assert len(sink.messages) == 4


def test_a_warning_stands_in_the_report_and_in_nobodys_way(branch: Desk, sink: SmtpSink) -> None:
    take_in(branch, "ana@example.org", "ben@trust.nhs.uk")
    for deed in ("import", "sync"):
        told = branch.here("subscriber", deed, branch.folder / "more.csv", *CONSENT, "--dry-run").ok().out
        assert "  1 person reads mail at an employer or a public body, which can see that it is yours" in told
        assert "trust.nhs.uk 1. Ask these people for a private address" in told
    said = branch.here("send", "october", "--dry-run").ok()
    assert "Advice    the list: 1 person reads mail at an employer or a public body" in said.out
    assert "--accept" not in said.out
    nothing = branch.here("send", "october", "--yes", "--accept", "0123456789ab", "--json")
    assert nothing.json["errors"][0]["code"] == "report-changed"
    branch.here("send", "october", "--yes").ok()
    assert len(sink.messages) == 2


def test_a_drill_is_told_and_goes_on(desk: Desk) -> None:
    """Nobody gets it, so nothing of an audience stands in its way."""
    desk.open_branch()
    settle(desk, "[guards]", 'employer_mail = "hold"')
    take_in(desk, "ana@leeds.gov.uk")
    told = desk.here("send", "october", "--dry-run", "--json").ok()
    assert (found(told), told.data["accept"]) == ({"employer-mail-held": "blocker"}, "")
    desk.here("send", "october", "--yes").ok()


def test_three_times_as_many_people_as_last_time_are_asked_about(branch: Desk, sink: SmtpSink) -> None:
    branch.add_people(10)
    branch.here("send", "october", "--yes").ok()
    [article] = [path.stem for path in (branch.workspace / "articles").glob("*.md")]
    words = ("--subject", "November", "--preheader", "Words", "--article", article)
    branch.here("issue", "new", "november", *words).ok()
    branch.add_people(25, begin=10)
    stopped = branch.here("send", "november", "--yes", "--json")
    assert (stopped.code, stopped.json["errors"][0]["code"]) == (3, "audience-blocked")
    assert "Last time (october) it was 10 people, now it would be 35" in json.dumps(stopped.json)
    # Newcomers of the old issue: ten have it, and there is nothing before it.
    assert found(branch.here("send", "october", "--yes", "--json").ok()) == {}
    # Now 35 have the old one, and the new one goes to as many.
    assert found(branch.here("send", "november", "--yes", "--json").ok()) == {}
    assert len(sink.messages) == 70
    # A drill writes to all of them once more, and that is as many as last time.
    drill = branch.here("send", "november", "--transport", "outbox", "--dry-run", "--json").ok()
    assert (drill.data["people"], found(drill)) == (35, {})


def test_a_part_of_the_list_is_looked_at_by_itself(branch: Desk, sink: SmtpSink) -> None:
    """Neither is its size compared with the whole list's, nor the other way round, and only its own mailboxes count."""
    settle(branch, "[guards]", 'employer_mail = "hold"', "[audience.welsh]", 'languages = ["cy"]')
    branch.here("subscriber", "add", "ana@example.org", "--language", "cy", *CONSENT).ok()
    take_in(branch, *(f"person{number}@example.org" for number in range(60)), "ben@leeds.gov.uk")
    done = branch.here("send", "october", "--audience", "welsh", "--yes", "--json").ok()
    assert (found(done), done.data["receipt"]["accepted"]) == ({}, 1)
    everybody = branch.here("send", "october", "--dry-run", "--json")
    assert found(everybody) == {"employer-mail-held": "blocker"}
    branch.here(
        "issue", "new", "november", "--like", "october", "--subject", "November", "--preheader", "Words"
    ).ok()
    other = branch.here("send", "november", "--dry-run", "--json")
    assert "audience-tripled" not in found(other)


def test_an_audience_that_holds_everybody_does_not_get_round_the_guard(branch: Desk, sink: SmtpSink) -> None:
    settle(branch, "[audience.all]", 'languages = ["en"]', "[audience.few]", "sample = 3")
    branch.add_people(10)
    branch.here("send", "october", "--yes").ok()
    words = ("--like", "october", "--subject", "November", "--preheader", "Words")
    branch.here("issue", "new", "november", *words).ok()
    branch.add_people(25, begin=10)
    stopped = branch.here("send", "november", "--audience", "all", "--yes", "--json")
    assert (stopped.code, stopped.json["errors"][0]["code"]) == (3, "audience-blocked")
    assert "Last time (october) it was 10 people, now it would be 35" in json.dumps(stopped.json)
    assert found(branch.here("send", "november", "--audience", "few", "--dry-run", "--json").ok()) == {}
    assert len(sink.messages) == 10


def test_a_mark_goes_with_no_test_copy(branch: Desk) -> None:
    done = branch.here("send", "october", "--test", "me@example.org", "--accept", "0123456789ab", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, "test-alone")


@on_both
def test_people_at_employers_are_left_out_where_the_settings_want_it(
    desk: Desk, sink: SmtpSink, branch: Desk
) -> None:
    settle(branch, "[guards]", 'employers = ["council.example.org"]', 'employer_mail = "exclude"')
    settle(branch, "[audience.english]", 'languages = ["en"]')
    done = take_in(
        branch,
        "ana@example.org",
        "ben@hr.council.example.org",
        "cai@leeds.gov.uk",
        "dai@mycouncil.example.org",
    )
    assert "`send` leaves them out" in done.data["findings"][0]["remedy"]
    shown = branch.here("audience", "show", "everybody", "--json").ok().data
    assert (shown["people"], shown["left_out"]) == (2, {"without_hosts": 2})
    listed = branch.here("audience", "list", "--json").ok().data["audiences"]
    assert [one["people"] for one in listed] == [2, 2]
    said = branch.here("send", "october", "--dry-run", "--json").ok()
    assert (said.data["people"], said.data["audience"], found(said)) == (2, "everybody", {})
    assert "left out: 2 (at an employer: 2)" in branch.here("send", "october", "--dry-run").ok().out
    branch.here("send", "october", "--audience", "english", "--yes").ok()
    again = branch.here("send", "october", "--yes", "--json").ok()
    assert "Everybody who may be mailed has a delivery" in again.json["messages"][0]
    got = sorted(taken.recipient for taken in sink.messages)
    assert got == ["ana@example.org", "dai@mycouncil.example.org"]
    # Once they have given a private address, they get it.
    branch.here("subscriber", "change", "cai@leeds.gov.uk", "--to", "cai@example.org").ok()
    branch.here("send", "october", "--yes").ok()
    assert [taken.recipient for taken in sink.messages][-1] == "cai@example.org"


def test_everybody_but_those_at_employers_is_compared_with_the_last_issue(
    branch: Desk, sink: SmtpSink
) -> None:
    settle(branch, "[guards]", 'employer_mail = "exclude"')
    take_in(branch, "ana@leeds.gov.uk", *(f"person{number}@example.org" for number in range(10)))
    branch.here("send", "october", "--yes").ok()
    words = ("--like", "october", "--subject", "November", "--preheader", "Words")
    branch.here("issue", "new", "november", *words).ok()
    branch.add_people(25, begin=10)
    told = branch.here("send", "november", "--dry-run", "--json")
    assert (told.code, told.data["people"], found(told)) == (3, 35, {"audience-tripled": "blocker"})
