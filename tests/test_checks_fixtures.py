"""Each finding has an issue that has the fault and one that nearly has it; the command line tells and obeys."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checks_fixtures import FIXTURES
from checks_near import NEAR
from checks_samples import make_case
from guards_fixtures import AUDIENCES
from rendering_samples import make_action

from newsletter.checks.accessibility import check_accessibility
from newsletter.checks.deadlines import check_deadlines
from newsletter.checks.disputes import check_disputes
from newsletter.checks.election import check_election
from newsletter.checks.explanation import explanations
from newsletter.checks.finding import ADVICE, BLOCKERS, FINDINGS, OF_AN_AUDIENCE, Level
from newsletter.checks.issue_check import check
from newsletter.checks.plain import check_plain
from newsletter.checks.policy import apply, check_policy, near
from newsletter.errors import SettingsError
from newsletter.settings import Checks
from tests.command import Desk

ROOT = Path(__file__).parent.parent
NOT_SHOWN = 40
#: Only `send` looks at the web space; tried with a real one in test_desk_pictures.py.
BY_SEND = {"picture-not-published", "page-not-published"}


def test_every_finding_has_a_fixture_and_no_fixture_is_left_over() -> None:
    assert set(FIXTURES) | BY_SEND | set(AUDIENCES) == set(FINDINGS)
    assert set(AUDIENCES) == OF_AN_AUDIENCE
    assert {finding_id for finding_id, _, _ in NEAR} <= set(FINDINGS)
    assert [finding_id for finding_id, fixture in FIXTURES.items() if fixture.fails == fixture.passes] == []
    assert not set(BLOCKERS) & set(ADVICE)


@pytest.mark.parametrize("finding_id", FIXTURES)
def test_the_fault_is_found_where_it_stands_and_nothing_else_is(finding_id: str) -> None:
    fixture = FIXTURES[finding_id]
    findings = check(make_case(dict(fixture.fails)))
    (finding,) = [each for each in findings if each.id == finding_id]

    assert finding.level is (Level.BLOCKER if finding_id in BLOCKERS else Level.ADVICE)
    assert finding.where == fixture.where
    assert finding.message.endswith((".", "!"))
    assert finding.remedy
    assert {each.id for each in findings} == {finding_id, *fixture.also}


@pytest.mark.parametrize("finding_id", FIXTURES)
def test_what_nearly_has_the_fault_is_in_order(finding_id: str) -> None:
    fixture = FIXTURES[finding_id]

    assert {each.id for each in check(make_case(dict(fixture.passes)))} <= fixture.also


@pytest.mark.parametrize(
    ("finding_id", "is_found", "changes"), NEAR, ids=[f"{near[0]}-{n}" for n, near in enumerate(NEAR)]
)
def test_the_other_ways_of_a_fault(finding_id: str, is_found: bool, changes: Mapping[str, Any]) -> None:
    findings = {each.id for each in check(make_case(dict(changes)))}

    assert findings == ({finding_id} if is_found else set())


@pytest.mark.parametrize("finding_id", FINDINGS)
def test_every_finding_is_explained_at_length(finding_id: str) -> None:
    told = explanations()[finding_id]
    section = (ROOT / "docs/checks.md").read_text(encoding="utf-8").partition(f"\n### {finding_id}\n")[2]
    section = section.partition("\n### ")[0]

    for text in (told.looks, told.why, told.mend):
        assert len(text) >= NOT_SHOWN or text.endswith(".")
        assert " ".join(text.split()) in " ".join(section.split())
    assert len({told.says, told.looks, told.why, told.mend}) == 4
    assert len(f"{told.looks} {told.why} {told.mend}") >= 4 * NOT_SHOWN


def test_no_explanation_is_left_over() -> None:
    import tomllib

    folder = ROOT / "newsletter/checks/explanations"
    tables = [
        name for file in folder.glob("*.toml") for name in tomllib.loads(file.read_text(encoding="utf-8"))
    ]
    assert sorted(tables) == sorted(FINDINGS)


def test_advice_is_raised_and_hushed() -> None:
    findings = check(make_case(dict(FIXTURES["subject-long"].fails)))

    (raised,) = apply(findings, Checks(raise_=("subject-long",)))
    assert raised.level is Level.BLOCKER
    assert apply(findings, Checks(hush=("subject-long",))) == []


def test_no_policy_lowers_a_blocker() -> None:
    findings = check(make_case(dict(FIXTURES["no-preheader"].fails)))

    assert apply(findings, Checks(hush=tuple(FINDINGS))) == list(findings)


@pytest.mark.parametrize(
    ("policy", "says", "remedy"),
    [
        (Checks(hush=("bad-link",)), "bad-link, which is a blocker", "--explain bad-link"),
        (Checks(hush=("sentence_long",)), "sentence_long", "Did you mean sentence-long"),
        (Checks(raise_=("a secretary@example.org",)), "raise names that", "docs/checks.md"),
        (Checks(raise_=("no-intro",), hush=("no-intro",)), "raise and in hush", "Keep one"),
    ],
)
def test_a_wrong_policy_is_told(policy: Checks, says: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as fault:
        check_policy(policy)
    assert says in fault.value.message
    assert remedy in fault.value.remedy
    assert "@" not in fault.value.message


def passed(**changes: Any) -> list[tuple[str, str]]:
    """Where and in what words requests are said to be over; it is the 20th of October."""
    findings = check_deadlines(make_case({"issue": {"actions": (make_action(**changes),)}}))
    return [(each.where.partition(":")[2], each.message) for each in findings]


def test_a_deadline_is_told_once_wherever_it_stands() -> None:
    [(_, message)] = passed(
        title="Sign by 18 October", text="Sign it before 18 October 2026.", until=date(2026, 10, 18)
    )
    assert message == (
        "The last day of call to action 1 has passed (2026-10-18); "
        "it stands in the title of call to action 1 and the text of call to action 1 too."
    )


def test_a_deadline_in_words_is_told_once() -> None:
    [(_, message)] = passed(title="Sign by 18 October", text="By 18 October.")
    assert message.startswith(
        "A deadline in the title of call to action 1 has passed (2026-10-18); it stands in"
    )


def test_other_days_and_other_requests_are_told_by_themselves() -> None:
    assert len(passed(title="Sign by 17 October", until=date(2026, 10, 18))) == 2
    twice = (make_action(until=date(2026, 10, 18)), make_action(until=date(2026, 10, 18)))
    assert len(list(check_deadlines(make_case({"issue": {"actions": twice}})))) == 2


@pytest.mark.parametrize(
    ("alt", "source", "says"),
    [
        ("x", "x", "says nothing"),
        ("x", "x.png", "says nothing"),
        ("…", "a.png", "says nothing"),
        ("12", "a.png", "says nothing"),
        ("Photo", "a.png", "says nothing"),
        ("image of 3", "a.png", "says nothing"),
        ("IMG_2041", "a.png", "is the name of a file"),
        ("strike-2", "strike-2.jpg", "is the name of a file"),
        ("桥", "a.png", ""),
        ("Ox", "a.png", ""),
        ("Photo of the gate", "a.png", ""),
    ],
)
def test_what_is_said_of_an_alternative_text_is_true(alt: str, source: str, says: str) -> None:
    findings = check(make_case({"issue": {"intro": f"One.\n\n![{alt}]({source})"}}))
    messages = [each.message for each in findings if each.id == "alt-unhelpful"]

    assert len(messages) == bool(says)
    assert all(says in message for message in messages)


def test_the_alternative_text_of_a_picture_in_the_introduction_is_looked_at() -> None:
    findings = check(make_case({"issue": {"intro": "One.\n\n![strike-2](pictures/strike-2.jpg)"}}))

    assert [(each.id, each.where) for each in findings if each.id == "alt-unhelpful"] == [
        ("alt-unhelpful", "issues/october.md:32")
    ]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{a}{b}{c}{d}" for a in "BCDF" for b in "GHJK" for c in "LMNP" for d in "QRST") * 40,
        "\n" * 40_000 + "x",
        "a. " * 20_000,
        "](a " * 20_000,
        "![-](" + "-" * 20_000,
        "by  the " * 15_000,
        "we call on " * 10_000,
        "AAAA " * 15_000,
    ],
    ids=["acronyms", "lines", "sentences", "brackets", "dashes", "deadlines", "calls", "capitals"],
)
def test_no_text_keeps_the_checks_busy(text: str) -> None:
    proof = make_case({"issue": {"intro": "Hello."}})
    proof = replace(proof, issue=replace(proof.issue, intro=text, actions=(make_action(text=text),)))
    begun = time.monotonic()
    for each in (check_plain, check_deadlines, check_disputes, check_election, check_accessibility):
        list(each(proof))

    assert time.monotonic() - begun < 20


# --- through the command line ----------------------------------------------------------------------------


@pytest.fixture
def october(desk: Desk) -> Desk:
    """An issue with advice alone, intro-unwritten among it: its introduction is the program's."""
    return desk.open_branch()


def say(desk: Desk, **lists: list[str]) -> None:
    """Write [checks] into the settings."""
    file = desk.workspace / "newsletter.toml"
    lines = [f"{key.rstrip('_')} = {json.dumps(value)}" for key, value in lists.items()]
    file.write_text(
        file.read_text(encoding="utf-8") + "\n".join(["", "[checks]", *lines, ""]), encoding="utf-8"
    )


def found_in(data: Mapping[str, Any]) -> dict[str, str]:
    assert all(set(each) == {"id", "level", "message", "remedy", "where"} for each in data["findings"])
    return {each["id"]: each["level"] for each in data["findings"]}


def test_advice_leaves_with_nothing_and_a_blocker_with_three(october: Desk) -> None:
    advice = october.here("issue", "check", "october", "--json")
    file = october.workspace / "issues/october.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Nine weeks on strike, and a contract", ""), encoding="utf-8"
    )
    blocker = october.here("issue", "check", "october", "--json")

    assert advice.code == 0
    assert found_in(advice.data)["intro-unwritten"] == "advice"
    assert blocker.code == 3
    assert found_in(blocker.data) == {"no-preheader": "blocker", **found_in(advice.data)}


def test_raised_advice_stands_in_the_way_and_hushed_advice_is_not_shown(october: Desk) -> None:
    before = found_in(october.here("issue", "check", "october", "--json").ok().data)
    october.add_people(1)
    say(october, raise_=["intro-unwritten"])
    raised = october.here("issue", "check", "october", "--json")
    refused = october.here("send", "october", "--yes")

    assert raised.code == refused.code == 3
    assert found_in(raised.data) == before | {"intro-unwritten": "blocker"}
    assert "intro-unwritten" in [each["code"] for each in raised.json["errors"]]
    assert "introduction still holds" in refused.err
    assert october.outbox() == {}


def test_what_is_hushed_is_not_shown(october: Desk) -> None:
    before = found_in(october.here("issue", "check", "october", "--json").ok().data)
    say(october, hush=["intro-unwritten"])
    hushed = october.here("issue", "check", "october", "--json").ok()

    assert found_in(hushed.data) == {key: level for key, level in before.items() if key != "intro-unwritten"}


@pytest.mark.parametrize(("key", "finding_id"), [("hush", "no-preheader"), ("raise_", "intro-unwriten")])
def test_a_policy_that_cannot_be_is_an_error_with_a_remedy(october: Desk, key: str, finding_id: str) -> None:
    say(october, **{key: [finding_id]})
    done = october.here("issue", "check", "october", "--json")

    assert done.code == 1
    assert done.json["errors"][0]["code"] == "settings"
    assert finding_id in done.json["errors"][0]["message"]
    assert {"hush": "no-preheader", "raise_": "intro-unwritten"}[key] in done.json["errors"][0]["remedy"]


def test_issue_check_says_where_to_read_more(october: Desk) -> None:
    out = october.here("issue", "check", "october").ok().out
    (line,) = [line for line in out.splitlines() if "--explain" in line]
    name = line.partition("--explain ")[2].split()[0]

    assert f"docs/checks.md#{name}" in line
    assert f"[{name}]" in out


def test_a_finding_is_explained_without_a_workspace(desk: Desk) -> None:
    told = explanations()["sentence-long"]
    said = desk("issue", "check", "--explain", "sentence-long").ok().out
    data = desk("issue", "check", "--explain", "sentence-long", "--json").ok().data

    assert told.why in " ".join(said.split())
    assert data == {**{key: getattr(told, key) for key in data}, "level": "advice"}


def test_all_findings_are_listed_with_a_line_each(desk: Desk) -> None:
    said = desk("issue", "check", "--explain", "all").ok().out
    data = desk("issue", "check", "--explain", "all", "--json").ok().data

    assert {each["id"]: each["says"] for each in data["findings"]} == dict(FINDINGS)
    assert {line.split()[1] for line in said.splitlines()} == set(FINDINGS)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sentence_long", ["sentence-long"]),
        ("no-subjct", ["no-subject"]),
        ("acronyms", ["acronym-unexplained"]),
        ("licences", ["photo-no-licence", "licence-reserved", "licence-changed"]),
        ("nothing-such", []),
        ("no-such", []),
        ("qqq", []),
        ("", []),
    ],
)
def test_only_names_that_are_near_are_proposed(typed: str, names: list[str]) -> None:
    meant = re.match(r"Did you mean (.*?)\? All", near(typed))

    assert (meant[1].split(" or ") if meant else []) == names


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--explain", "sentence_long"), "sentence-long"),
        (("--explain", "acronyms"), "acronym-unexplained"),
        (("--explain", "qqq"), "docs/checks.md"),
        (("--explain", "qqq"), "--explain all"),
        ((), "--explain"),
        (("october", "--explain", "sentence-long"), "--explain"),
    ],
)
def test_what_cannot_be_explained_is_told(desk: Desk, words: tuple[str, ...], remedy: str) -> None:
    done = desk("issue", "check", *words)

    assert done.code == 2
    assert remedy in done.err
