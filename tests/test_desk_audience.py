"""Audiences as they are typed: `audience list`, `audience show`, and `send --audience`."""

import pytest

from newsletter.audience import EVERYBODY
from newsletter.desk import audience
from newsletter.sending.sieve import HAS_IT
from newsletter.wiring import open_house
from subscribers.segments import REASONS
from tests.command import CONSENT, Desk, on_both
from tests.smtp_sink import SmtpSink

LIST = """\
Email,First Name,Language,Tags
ana@example.org,Ana,en,"reps, site-north"
ben@example.org,Ben,cy,reps
cai@example.org,Cai,en,site-north
dee@council.example.org,Dee,en,
eve@example.org,Eve,en,reps
"""
AUDIENCES = """
[audience.reps]
tags = ["reps"]

[audience.trial]
sample = 2

[audience.others]
had_not = ["october"]
"""


def settle(desk: Desk, text: str) -> None:
    settings = desk.workspace / "newsletter.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch()
    settle(desk, AUDIENCES)
    file = desk.folder / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    desk.here("subscriber", "import", file, *CONSENT, "--yes").ok()
    return desk


@pytest.fixture
def mailing(branch: Desk):
    """The branch with a mail server of its own: what goes there is real."""
    with SmtpSink() as sink:
        file = branch.workspace / "newsletter.toml"
        text = file.read_text(encoding="utf-8").replace('transport = "outbox"', 'transport = "smtp"')
        text = text.replace('host = ""', 'host = "127.0.0.1"').replace("port = 587", f"port = {sink.port}")
        file.write_text(text.replace('tls = "starttls"', 'tls = "none"'), encoding="utf-8")
        yield branch, sink


def mailed(sink: SmtpSink) -> list[str]:
    return sorted(taken.recipient.partition("@")[0] for taken in sink.messages)


def shown(desk: Desk, *words: str) -> dict:
    return desk.here("audience", "show", *words, "--json").ok().data


@on_both
def test_show_says_how_many_and_why_the_others_are_left_out(branch: Desk) -> None:
    branch.here("subscriber", "suppress", "eve@example.org").ok()
    assert shown(branch, "reps") == {
        "audience": "reps", "conditions": {"tags": ["reps"]}, "issue": None, "people": 2,
        "languages": {"en": 1, "cy": 1}, "left_out": {"suppressed": 1, "tags": 2}, "listed": 5, "unknown_tags": [],
    }  # fmt: skip
    done = branch.here("audience", "show", "reps").ok()
    assert "reps: 2 people (has one of the tags reps)" in done.out
    assert "1  never to be mailed: opted out or bounced" in done.out
    assert "5  on the list in all" in done.out
    assert "@" not in done.out + done.err


def test_everybody_is_an_audience_without_a_word_in_the_file(branch: Desk) -> None:
    found = shown(branch, EVERYBODY)
    assert (found["people"], found["left_out"], found["conditions"]) == (5, {}, {})
    data = branch.here("audience", "list", "--json").ok().data
    assert [(one["name"], one["people"]) for one in data["audiences"]] == [
        (EVERYBODY, 5), ("reps", 3), ("trial", 2), ("others", 5),
    ]  # fmt: skip
    assert data["tags"] == {"reps": 3, "site-north": 2}
    assert "Tags in use: reps (3), site-north (2)" in branch.here("audience", "list").ok().out


def test_a_slip_of_the_hand_gets_the_right_name(branch: Desk) -> None:
    done = branch.here("audience", "show", "rep")
    assert (done.code, "Did you mean reps?" in done.err) == (2, True)
    done = branch.here("send", "october", "--audience", "Reps", "--yes", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (2, "no-audience")
    assert "Did you mean reps?" in done.json["errors"][0]["remedy"]
    assert branch.here("campaign", "list", "--json").data == {"campaigns": []}


def test_a_tag_that_nobody_has_is_said(branch: Desk) -> None:
    settle(branch, '[audience.north]\ntags = ["site-nort"]\n')
    done = branch.here("audience", "show", "north").ok()
    assert "Nobody on the list has the tag site-nort. Did you mean site-north?" in done.err


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('[audience.x]\nhad = ["octobr"]\n', "settings", "Did you mean october?"),
        ('[audience.x]\ntags = ["naïve+"]\n', "settings", "Write: naïve"),
        ('[audience.x]\ntags = ["42"]\n', "settings", "reps or site-north"),
    ],
)
def test_words_that_cannot_be_looked_for_are_told_with_their_place(
    branch: Desk, text: str, code: str, words: str
) -> None:
    settle(branch, text)
    error = branch.here("audience", "show", "x", "--json").json["errors"][0]
    assert error["code"] == code
    assert "audience.x" in error["message"]
    assert words in error["remedy"]


def test_first_a_sample_then_reps_then_the_rest(mailing: tuple[Desk, SmtpSink]) -> None:
    desk, sink = mailing
    # Three are no reps, so that whoever the sample is, somebody is left for each step.
    desk.here("subscriber", "add", "fay@example.org", *CONSENT).ok()
    said = desk.here("send", "october", "--audience", "trial", "--dry-run").ok()
    assert "To        2 people of the audience trial" in said.out
    assert "left out: 4 (sample: 4)" in said.out
    first = desk.here("send", "october", "--audience", "trial", "--yes", "--json").ok().data
    assert (first["audience"], first["receipt"]["accepted"]) == ("trial", 2)
    again = desk.here("send", "october", "--audience", "trial", "--yes").ok()
    assert "Everybody of the audience trial has a delivery of this issue. Nothing was sent." in again.err
    assert shown(desk, "trial", "--issue", "october")["left_out"] == {"sample": 4, "has_it": 2}
    desk.here("send", "october", "--audience", "reps", "--yes").ok()
    assert shown(desk, "others")["left_out"] == {"had_not": len(sink.messages)}
    rest = desk.here("send", "october", "--yes", "--json").ok().data
    assert rest["audience"] == EVERYBODY
    assert mailed(sink) == ["ana", "ben", "cai", "dee", "eve", "fay"]
    names = [one["audience"] for one in desk.here("campaign", "list", "--json").ok().data["campaigns"]]
    assert names == [EVERYBODY, "reps", "trial"]
    assert "accepted for the audience trial" in desk.here("campaign", "list").ok().out
    head = f"Campaign {first['campaign']} of the issue october for the audience trial:"
    for verb in ("receipt", "report"):
        assert head in desk.here("campaign", verb, first["campaign"]).ok().out
    assert desk.here("campaign", "show", first["campaign"], "--json").ok().data["audience"] == "trial"


def test_an_issue_can_say_itself_whom_it_is_for(mailing: tuple[Desk, SmtpSink]) -> None:
    desk, sink = mailing
    issue = desk.workspace / "issues" / "october.md"
    issue.write_text(issue.read_text("utf-8").replace("\nsubject:", "\naudience: reps\nsubject:", 1), "utf-8")
    assert desk.here("issue", "show", "october", "--json").ok().data["audience"] == "reps"
    desk.here("send", "october", "--yes").ok()
    assert mailed(sink) == ["ana", "ben", "eve"]
    desk.here("send", "october", "--audience", EVERYBODY, "--yes").ok()
    assert mailed(sink) == ["ana", "ben", "cai", "dee", "eve"]
    issue.write_text(issue.read_text("utf-8").replace("audience: reps", "audience: resp"), "utf-8")
    for words in (("send", "october", "--yes"), ("issue", "check", "october")):
        done = desk.here(*words)
        assert (done.code, "Did you mean reps?" in done.err) == (1, True)
        assert "issues/october.md:3: There is no audience called 'resp'." in done.err
    assert len(sink.messages) == 5


def test_an_issue_for_some_is_rehearsed_with_those(branch: Desk) -> None:
    issue = branch.workspace / "issues" / "october.md"
    issue.write_text(issue.read_text("utf-8").replace("\nsubject:", "\naudience: reps\nsubject:", 1), "utf-8")
    done = branch.here("rehearse", "october", "--faults", "none", "--kills", "0", "--json").ok()
    assert (done.data["people"], done.data["receipt"]["accepted"]) == (3, 3)


def test_an_audience_without_anybody_is_told_as_that(branch: Desk) -> None:
    settle(branch, '[audience.polish]\nlanguages = ["pl"]\n')
    done = branch.here("send", "october", "--audience", "polish", "--yes")
    assert done.code == 1
    assert "Nobody on the list belongs to the audience polish" in done.err


def test_once_more_to_an_audience_names_its_number(mailing: tuple[Desk, SmtpSink]) -> None:
    desk, sink = mailing
    desk.here("send", "october", "--yes").ok()
    refused = desk.here("send", "october", "--audience", "reps", "--again", "--count", "5", "--yes")
    assert (refused.code, "--count 3" in refused.err) == (2, True)
    desk.here("send", "october", "--audience", "reps", "--again", "--count", "3", "--yes").ok()
    assert mailed(sink) == ["ana", "ana", "ben", "ben", "cai", "dee", "eve", "eve"]


def test_a_test_copy_has_no_audience(branch: Desk) -> None:
    assert branch.here("send", "october", "--test", "office@example.org", "--audience", "reps").code == 2
    branch.here("send", "october", "--test", "office@example.org").ok()


def test_addresses_of_hosts_that_are_held_back_are_left_out_of_any_audience(branch: Desk) -> None:
    """What names the hosts is not this room's affair."""
    house = open_house(branch.workspace, branch.variables())
    with house.open_database() as database:
        choice = audience.choice_of(house, database, EVERYBODY, without_hosts=("council.example.org",))
        chosen = audience.look(house, database, choice)
        assert (chosen.people, chosen.left_out) == (4, {"without_hosts": 1})
        assert audience.reason_said("without_hosts") == "an employer's or public body's address"


def test_every_reason_has_words() -> None:
    said = [audience.reason_said(reason) for reason in (*REASONS, "had", "had_not", HAS_IT)]
    assert len(set(said)) == len(said)
    assert not [words for words in said if "_" in words]


def test_days_begin_where_the_branch_is(branch: Desk) -> None:
    settle(branch, "[audience.new]\njoined_after = 2026-07-01\n[audience.old]\njoined_before = 2026-07-01\n")
    house = open_house(branch.workspace, branch.variables())
    with house.open_database() as database:
        choice = audience.choice_of(house, database, "new")
    assert choice.segment.joined_after is not None
    assert choice.segment.joined_after.isoformat() == "2026-07-01T00:00:00+01:00"
    assert shown(branch, "new")["people"] + shown(branch, "old")["people"] == 5
    assert shown(branch, "new")["conditions"] == {"joined_after": "2026-07-01"}


def test_who_has_an_address_that_somebody_else_left_did_not_opt_out(branch: Desk) -> None:
    branch.here("subscriber", "change", "eve@example.org", "--to", "eve@home.example.org").ok()
    branch.here("subscriber", "change", "ana@example.org", "--to", "eve@example.org").ok()
    done = branch.here("audience", "show", EVERYBODY).ok()
    assert "1  at an address that its former owner left for another one" in done.out
    assert "opted out" not in done.out
