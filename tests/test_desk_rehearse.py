"""A rehearsal plays the real campaign to its end, says what came of it, and leaves nothing behind."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsletter.desk.prices import AS_OF, costs
from newsletter.desk.rehearse import _is_unproven, _world
from newsletter.desk.rehearsed import REHEARSAL, Rehearsed, told
from newsletter.errors import ExitCode
from newsletter.rehearsal.world import World
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of, received
from newsletter.sending.receipt import Receipt
from newsletter.settings import TransportName
from newsletter.wiring import House, open_house
from tests.command import Desk, Done, on_both, wait_until

KEY = "SG.test-key-of-nobody.0123456789abcdef"
ACCOUNT = account_of("https://api.sendgrid.com", KEY)
SENDGRID = ("--transport", "sendgrid", "--unsubscribe-group", "12345")


@pytest.fixture
def temporary(desk: Desk, tmp_path: Path) -> Path:
    """Where this test's temporary folders are made; whoever works for it can be told by it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    desk.environment["TMPDIR"] = str(folder)
    # So that a test may open the house itself.
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    return folder


@pytest.fixture
def branch(desk: Desk, temporary: Path) -> Desk:
    return desk.open_branch()


def rehearse(branch: Desk, *words: object, **how: Any) -> Done:
    return branch.here("rehearse", "october", "--json", *words, **how)


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its rights and its bytes, every folder with its rights."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


def workers(temporary: Path) -> list[int]:
    """Processes that were given this test's temporary folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={temporary}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


# --- the promise -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "number", "seed"), [("sqlite", 20_000, 4), ("postgres", 4_100, 2)], indirect=["desk"]
)
def test_with_faults_and_kills_everybody_gets_exactly_one(branch: Desk, number: int, seed: int) -> None:
    """Above 4,000 people it is killed in the middle. Twenty thousand take less than two minutes."""
    branch.add_people(number)
    begun = time.monotonic()
    data = rehearse(branch, "--seed", seed, "--kills", "2", timeout=300).ok().data
    assert time.monotonic() - begun < 120
    assert data["seconds"] < 120
    assert data["exactly_once"]
    assert (data["people"], data["judge"]["people"], data["judge"]["mails"]) == (number, number, number)
    assert data["judge"]["more_than_once"] == 0
    assert {state: n for state, n in data["receipt"].items() if n} == {
        "deliveries": number,
        "accepted": number,
    }
    assert data["kills"] >= 1
    assert data["violations"] == 0


def test_with_many_faults_nobody_is_mailed_twice_and_no_address_or_name_is_said(branch: Desk) -> None:
    branch.add_people(2_100)
    # Of this seed the first three requests to send all go wrong. How many more there are is a matter of when it kills.
    done = rehearse(branch, "--faults", "many", "--kills", "2", "--seed", "17")
    data = done.data
    assert data["judge"]["more_than_once"] == 0
    assert data["judge"]["people"] == data["receipt"]["accepted"]
    assert data["faults_met"] >= 3
    assert_nobody_is_named(done)


def assert_nobody_is_named(done: Done) -> None:
    assert "@" not in done.out + done.err
    assert "P1" not in done.out + done.err


def test_without_faults_and_kills_nothing_has_to_be_typed_again(branch: Desk) -> None:
    """A host and a key that were left over are not used: nothing listens there, whoever asked would fail."""
    branch.add_people(3)
    keys = {"NEWSLETTER_SENDGRID_HOST": "http://127.0.0.1:9", "SENDGRID_API_KEY": KEY}
    done = branch.here("rehearse", "october", "--faults", "none", "--kills", "0", **keys).ok()
    assert "Everybody of 3 people would get exactly one mail." in done.out
    assert (
        "On the way nothing went wrong and nobody killed the sender; nothing had to be typed again."
        in done.out
    )


def test_the_same_seed_brings_the_same_faults_and_no_address_or_name_is_said(branch: Desk) -> None:
    branch.add_people(20)
    words = ("--faults", "many", "--kills", "0", "--seed", "20")
    first = rehearse(branch, *words)
    second = branch.here("rehearse", "october", *words)
    met, requests = first.data["faults_met"], first.data["requests_in_all"]
    assert met > 1
    assert f"On the way {met} of {requests} requests went wrong" in second.out
    for done in (first, second):
        assert_nobody_is_named(done)


# --- what it reads, and that it only reads ---------------------------------------------------------------


def assert_nothing_is_left(desk: Desk, temporary: Path) -> None:
    assert list(temporary.iterdir()) == []
    assert workers(temporary) == []
    assert desk.here("campaign", "list", "--json").ok().data["campaigns"] == []


def test_it_leaves_the_workspace_byte_for_byte_as_it_was(desk: Desk, temporary: Path) -> None:
    """No network, no key; files, rights, list and campaigns stay, and nothing else is left."""
    desk.open_branch(*SENDGRID)
    desk.add_people(5)
    before, home = everything(desk.workspace), everything(desk.home)
    said = desk.here("rehearse", "october", "--seed", "1").ok().out
    assert everything(desk.workspace) == before
    assert everything(desk.home) == home
    assert_nothing_is_left(desk, temporary)
    # A branch that sends through SendGrid, and to a few, is told nothing more.
    assert "newsletter.toml" not in said
    assert "doctor --mail" not in said


@on_both
def test_a_real_campaign_after_it_is_as_if_there_had_been_none(branch: Desk, temporary: Path) -> None:
    """Nor is anybody in either who must not be mailed. It takes moments, undo window and all."""
    branch.add_people(4)
    branch.here("subscriber", "suppress", "person2@example.org", "--reason", "asked").ok()
    before, home = everything(branch.workspace), everything(branch.home)
    begun = time.monotonic()
    data = rehearse(branch, "--faults", "some", "--kills", "1", "--seed", "3").ok().data
    assert time.monotonic() - begun < 60
    assert data["exactly_once"]
    assert (data["people"], data["judge"]["people"]) == (3, 3)
    assert everything(branch.workspace) == before
    assert everything(branch.home) == home
    assert_nothing_is_left(branch, temporary)
    sent = branch.here("send", "october", "--yes", "--json").ok().data
    assert sent["receipt"]["accepted"] == 3


def test_who_has_the_issue_already_is_not_counted_again(desk: Desk, temporary: Path) -> None:
    from tests.smtp_sink import SmtpSink

    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.add_people(3)
        desk.here("send", "october", "--yes").ok()
        nobody = rehearse(desk)
        assert nobody.code == 1
        assert [error["code"] for error in nobody.json["errors"]] == ["nobody-left"]
        desk.add_people(2, begin=10)
        assert rehearse(desk, "--seed", "1").ok().data["people"] == 2
        assert len(sink.messages) == 3


def test_what_stands_in_the_way_of_sending_is_said_instead(branch: Desk) -> None:
    """A rehearsal of what `send` would refuse could only mislead."""
    branch.add_people(1)
    issue = branch.workspace / "issues" / "october.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("[first_name|friend]", "[last_nam]"), encoding="utf-8")
    done = branch.here("rehearse", "october")
    assert done.code == 3
    assert "issues/october.md" in done.err


def test_what_cannot_be_played_is_said(branch: Desk) -> None:
    branch.add_people(1)
    for words, code in [
        (("--faults", "lots"), "no-such-faults"),
        (("--kills", "-1"), "kills"),
        (("--kills", "1000"), "kills"),
        (("--world", "flat"), "rehearsal-world"),
        (("--world", "1111111"), "rehearsal-world"),
    ]:
        done = rehearse(branch, *words)
        assert (done.code, [error["code"] for error in done.json["errors"]]) == (2, [code]), words


def test_an_empty_list_is_said(branch: Desk) -> None:
    done = rehearse(branch)
    assert (done.code, done.json["errors"][0]["code"]) == (1, "empty-list")


# --- the world -------------------------------------------------------------------------------------------

PLAYED = [
    (None, "", "001110", False), (True, "", "101110", True), (False, "", "001110", False),
    (True, "cautious", "001110", False), (None, "kind", "111111", False), (None, "01", "011111", False),
    (True, "kind", "111111", True),
]  # fmt: skip


def premise(house: House, name: str, *, holds: bool | None, account: str = "") -> None:
    """Note what was found out; None: nobody has looked."""
    if holds is not None:
        with house.open_database() as database:
            Premises(database, account=account).store(name, holds=holds, now=house.clock.now())


@pytest.fixture
def sendgrid_house(desk: Desk, temporary: Path) -> House:
    desk.open_branch(*SENDGRID)
    desk.environment["SENDGRID_API_KEY"] = KEY
    return open_house(desk.workspace, desk.variables())


@pytest.mark.parametrize(("proved", "word", "world", "believes"), PLAYED)
def test_the_world_is_what_was_found_out_about_the_account_else_the_cautious_one(
    sendgrid_house: House, proved: bool | None, word: str, world: str, believes: bool
) -> None:
    premise(sendgrid_house, CANCEL_CATCHES_LATER_MAIL, holds=proved, account=ACCOUNT)
    with sendgrid_house.open_database() as database:
        played, is_believed = _world(sendgrid_house, database, word)
    assert (played.name, is_believed) == (world, believes)


@pytest.mark.parametrize(("number", "proved", "asks"), [
    (5_001, None, True), (5_001, False, True), (5_001, True, False), (5_000, None, False),
])  # fmt: skip
def test_above_five_thousand_send_will_ask_for_a_mail_that_arrived(
    sendgrid_house: House, number: int, proved: bool | None, asks: bool
) -> None:
    domain = sendgrid_house.settings.branch.sender.rpartition("@")[2]
    premise(sendgrid_house, received(domain), holds=proved)
    with sendgrid_house.open_database() as database:
        assert _is_unproven(sendgrid_house, database, number) is asks


def test_what_was_found_out_and_what_send_will_ask_for_is_said_beforehand(
    desk: Desk, sendgrid_house: House
) -> None:
    desk.add_people(5_001)
    premise(sendgrid_house, CANCEL_CATCHES_LATER_MAIL, holds=True, account=ACCOUNT)
    out = desk.here("rehearse", "october", "--faults", "none", "--kills", "0", "--seed", "1").ok().out
    assert "newsletter rehearse october --faults none --kills 0 --seed 1 --world 101110" in out
    assert "newsletter doctor --mail" in out


# --- whoever ends it -------------------------------------------------------------------------------------


@pytest.fixture
def playing(branch: Desk, temporary: Path) -> Iterator["subprocess.Popen[str]"]:
    """A rehearsal in the middle: two processes work for it, and a campaign is on its stage."""
    branch.add_people(500)
    running = branch.start(
        "rehearse", "october", "--kills", "20", "--faults", "many", "--workspace", branch.workspace
    )
    wait_until(lambda: any(temporary.glob("newsletter-rehearsal-*/data/newsletter.db")))
    wait_until(lambda: len(workers(temporary)) >= 3)
    yield running
    if running.poll() is None:
        running.kill()
    running.communicate()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_ended_by_a_signal_it_leaves_no_folder_and_no_process(
    playing: "subprocess.Popen[str]", branch: Desk, temporary: Path, name: str
) -> None:
    before = everything(branch.workspace)
    playing.send_signal(signal.Signals[name])
    _, err = playing.communicate(timeout=30)
    assert playing.returncode == 130, err
    assert "Traceback" not in err
    assert list(temporary.iterdir()) == []
    wait_until(lambda: workers(temporary) == [])
    assert everything(branch.workspace) == before


def test_killed_outright_it_leaves_no_process_and_a_folder_that_tells_nobody_anything(
    playing: "subprocess.Popen[str]", temporary: Path
) -> None:
    os.kill(playing.pid, signal.SIGKILL)
    playing.communicate(timeout=30)
    wait_until(lambda: workers(temporary) == [])
    for path in temporary.rglob("*"):
        assert not path.is_file() or b"person1@" not in path.read_bytes()


# --- what is said ----------------------------------------------------------------------------------------


def made(**changes: Any) -> Rehearsed:
    """What a whole rehearsal of 8,000 people came to, but for some changes."""
    judge = {
        "people": 8_000, "mails": 8_000, "more_than_once": 0, "called_back": 0, "dropped": 0, "bounced": 0,
        "pending": 0, "own": 0, "requests": {"send": 9, "mint": 4}, "faults": 2, "violations": [],
    } | changes.pop("judge", {})  # fmt: skip
    usual: dict[str, Any] = {
        "issue": "october", "people": 8_000, "faults": "some", "seed": 7, "world": World.named("001110"),
        "kills": 2, "kills_wished": 2, "typed_again": 2, "decided": 0,
        "receipt": Receipt(deliveries=8_000, accepted=8_000), "judge": judge, "seconds": 4.2,
        "by_clock": 7_300.0, "stop": "", "transport": TransportName.SENDGRID,
        "is_unproven": False,
    }  # fmt: skip
    return Rehearsed(**(usual | changes))


def test_the_first_and_the_last_line_say_that_nobody_was_mailed() -> None:
    lines = told(made()).lines
    assert lines[0] == lines[-1] == REHEARSAL


def test_what_it_proved_is_said_in_plain_words() -> None:
    lines = told(made()).lines
    assert lines[1] == "Everybody of 8,000 people would get exactly one mail."
    assert lines[2] == (
        "On the way 2 of 13 requests went wrong, the sender was killed twice, and newsletter campaign resume was "
        "typed twice."
    )


WRONG = [
    ({"judge": {"more_than_once": 3}}, "3 people would get it more than once"),
    ({"judge": {"people": 7_999}}, "1 person would get nothing though the receipt says otherwise"),
    (
        {"receipt": Receipt(deliveries=8_000, accepted=7_000, parked=1_000)},
        "1,000 people would get a mail that the receipt does not count",
    ),
    ({"judge": {"violations": [("one-to", "to")]}}, "1 request broke a rule of SendGrid's"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_a_broken_promise_is_a_failure_with_the_line_that_repeats_it(changes: Any, words: str) -> None:
    result = told(made(**changes))
    assert result.exit_code is ExitCode.FAILED
    [error] = result.errors
    assert error["code"] == "rehearsal-failed"
    assert words in error["message"]
    assert "newsletter rehearse october --faults some --kills 2 --seed 7 --world 001110" in error["remedy"]
    assert not result.data["exactly_once"]
    assert not any("exactly one mail" in line for line in result.lines)


def test_the_world_in_which_no_sender_can_help_it_is_named() -> None:
    [error] = told(made(world=World.named("110"), judge={"more_than_once": 3})).errors
    assert "No sender could help it in the world you chose" in error["remedy"]


LEFT = [
    ({"parked": 1_000}, "1,000 would be in doubt", "campaign resolve"),
    ({"planned": 1_000}, "1,000 would still wait", "The provider could not be reached."),
    ({"refused": 1_000}, "1,000 would be refused", "The provider could not be reached."),
]


@pytest.mark.parametrize(("state", "words", "remedy"), LEFT)
def test_whoever_is_left_is_said_and_what_one_would_do(
    state: dict[str, int], words: str, remedy: str
) -> None:
    receipt = Receipt(deliveries=8_000, accepted=7_000, **state)
    result = told(made(receipt=receipt, judge={"people": 7_000}, stop="The provider could not be reached."))
    assert result.exit_code is ExitCode.PARTLY
    assert words in result.errors[0]["message"]
    assert remedy in result.errors[0]["remedy"]


def test_what_only_a_look_into_a_mailbox_told_is_said_with_how_to_be_spared_it() -> None:
    text = "\n".join(told(made(decided=1_000)).lines)
    assert "For 1,000 people SendGrid's log would not tell" in text
    assert "newsletter campaign resolve" in text
    assert "newsletter doctor --live" in text
    proved = "\n".join(told(made(decided=1_000, world=World.named("101110"))).lines)
    assert "newsletter doctor --live" not in proved


def test_control_mails_are_told_apart() -> None:
    assert "control mails" not in "\n".join(told(made()).lines)
    assert "3  control mails to the branch itself" in "\n".join(told(made(judge={"own": 3})).lines)


def test_a_kill_that_came_too_late_is_not_counted() -> None:
    lines = told(made(kills=1, kills_wished=3, typed_again=1)).lines
    assert "the sender was killed once (of 3 times planned: it was quicker)" in lines[2]


def test_the_cost_is_said_by_plan_with_the_date_of_the_prices() -> None:
    text = "\n".join(told(made()).lines)
    assert all(f"{cost.plan}: ${cost.dollars:,.2f} a month" in text for cost in costs(8_000))
    assert f"{AS_OF:%d %B %Y}" in text
    assert "trial" not in text.partition("Cost")[2]


def test_so_few_mails_as_a_trial_holds_cost_nothing_there() -> None:
    receipt = Receipt(deliveries=60, accepted=60)
    text = "\n".join(told(made(people=60, receipt=receipt, judge={"people": 60, "mails": 60})).lines)
    assert "or nothing in a trial" in text


@pytest.mark.parametrize(("mails", "plan", "dollars", "above"), [
    (1, "Essentials 50K", 19.95, 0), (50_000, "Essentials 50K", 19.95, 0),
    (60_000, "Essentials 50K", 32.95, 10_000), (1_000_000, "Pro 100K", 1_079.95, 900_000),
])  # fmt: skip
def test_the_cheapest_plan_comes_first(mails: int, plan: str, dollars: float, above: int) -> None:
    first = costs(mails)[0]
    assert (first.plan, first.dollars, first.above) == (plan, dollars, above)


def test_a_branch_that_sends_otherwise_is_told_so() -> None:
    lines = told(made(transport=TransportName.OUTBOX)).lines
    assert "newsletter.toml sends through outbox today; this was rehearsed as through SendGrid." in lines
