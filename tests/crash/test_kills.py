"""kill -9 in the middle of a campaign, then `resume`, or the same `send` line: nobody twice, nobody missed.

A few moments in every run of the tests; all twenty in the longer proofs (`-m proof`).
"""

import json
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from tests.command import Desk, Done, kill, wait_until
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and SIGSTOP are POSIX")

FEW, ALL = range(2), range(2, 20)
OUTBOX_PEOPLE = 600
SMTP_PEOPLE = 120
SENDGRID_PEOPLE = 3_600
KEY = "SG.test-key-of-nobody.0123456789abcdef"
HOUR = 3600.0
WAYS = ("resume", "send")
#: Each way on once in every run, and both of them by turns at all moments in the proofs.
WAYS_ON = [
    *((seed, WAYS[seed % 2]) for seed in FEW),
    *(pytest.param(seed, WAYS[seed % 2], marks=pytest.mark.proof) for seed in ALL),
]


@pytest.fixture
def outbox_desk(desk: Desk) -> Desk:
    desk.open_branch("--transport", "outbox")
    desk.add_people(OUTBOX_PEOPLE)
    return desk


@dataclass
class Sink:
    """A mail server in a process of its own; its record is on the disk before it answers."""

    port: int
    record: Path

    def recipients(self) -> list[str]:
        """Of whole lines: the last one may be on its way."""
        lines = self.record.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line)["recipient"] for line in lines]


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    record = tmp_path / "record.jsonl"
    record.touch()
    command = [sys.executable, "-m", "tests.smtp_sink", "--record", str(record), "--delay", "0.005"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield Sink(int(process.stdout.readline().split()[1]), record)
        process.kill()


@pytest.fixture
def smtp_desk(desk: Desk, sink: Sink) -> Desk:
    desk.open_branch(
        "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
    )
    desk.add_people(SMTP_PEOPLE)
    return desk


@pytest.fixture
def provider() -> Iterator[LocalSendGrid]:
    with LocalSendGrid({"send": "slow:0.1"}, key=KEY) as server:
        yield server


@pytest.fixture
def sendgrid_desk(desk: Desk, provider: LocalSendGrid) -> Desk:
    desk.environment |= {"NEWSLETTER_SENDGRID_HOST": provider.url, "SENDGRID_API_KEY": KEY}
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    desk.add_people(SENDGRID_PEOPLE)
    return desk


def send_and_kill(desk: Desk, reached: "Iterator[int]", seed: int, people: int) -> None:
    """Kill the sender at a random moment: early by the clock, or when a random number of people is reached."""
    chance = random.Random(seed)
    process = desk.start("send", "october", "--yes", "--workspace", desk.workspace)
    if seed % 4 == 0:
        time.sleep(chance.uniform(0.0, 2.5))
    else:
        goal = chance.randrange(1, people)
        wait_until(lambda: next(reached) >= goal or process.poll() is not None, seconds=60)
        time.sleep(chance.uniform(0, 0.01))
    kill(process)


def campaigns(desk: Desk) -> list[dict[str, object]]:
    return desk.here("campaign", "list", "--json").ok().data["campaigns"]


def go_on(desk: Desk, how: str) -> tuple[Done, str]:
    """What a person does after the crash; returns the last answer and the campaign."""
    found = campaigns(desk)
    if not found:  # killed before anything had begun: the same line begins it
        done = desk.here("send", "october", "--yes", "--json")
        return done, done.data["campaign"]
    campaign = str(found[0]["id"])
    if how == "send" and found[0]["state"] != "done":
        again = desk.here("send", "october", "--yes")
        assert again.code == 2
        assert re.search(rf"newsletter campaign resume {campaign}", again.err)
        assert campaigns(desk) == found
    return desk.here("campaign", "resume", campaign, "--yes", "--json"), campaign


@pytest.mark.parametrize(("seed", "how"), WAYS_ON)
def test_an_outbox_is_whole_whenever_it_was_killed(outbox_desk: Desk, seed: int, how: str) -> None:
    """Everybody has exactly one file, whatever moment the sender died."""
    root = outbox_desk.workspace / "outbox"
    reached = iter(lambda: sum(1 for _ in root.glob("*/*.eml")), -1)
    send_and_kill(outbox_desk, reached, seed, OUTBOX_PEOPLE)
    done, campaign = go_on(outbox_desk, how)
    assert done.code == 0, done
    receipt = done.data["receipt"]
    assert (receipt["accepted"], receipt["deliveries"]) == (OUTBOX_PEOPLE, OUTBOX_PEOPLE)
    messages = list((root / campaign).glob("*.eml"))
    to = Counter(
        re.search(rb"(?m)^To: (\S+)\r?$", path.read_bytes().split(b"\r\n\r\n")[0])[1] for path in messages
    )
    assert len(to) == OUTBOX_PEOPLE
    assert set(to.values()) == {1}
    assert not list((root / campaign).glob(".*"))


@pytest.mark.parametrize(("seed", "how"), WAYS_ON)
def test_a_mail_server_gets_nobody_twice_whenever_it_was_killed(
    smtp_desk: Desk, sink: Sink, seed: int, how: str
) -> None:
    """At most once each; who is missing is in doubt by name, and at most the one that was on its way."""
    reached = iter(lambda: len(sink.recipients()), -1)
    send_and_kill(smtp_desk, reached, seed, SMTP_PEOPLE)
    done, campaign = go_on(smtp_desk, how)
    receipt = done.data["receipt"]
    assert done.code == (4 if receipt["parked"] else 0), done
    assert receipt["parked"] <= 1
    assert receipt["accepted"] + receipt["parked"] == SMTP_PEOPLE == receipt["deliveries"]
    counts = Counter(sink.recipients())
    assert set(counts.values()) == {1}
    people = (
        smtp_desk.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    missing = {row["id"] for row in people if row["address"] not in counts}
    in_doubt = smtp_desk.here("campaign", "show", campaign, "--json").ok().data["in_doubt"]
    assert missing <= {row["subscriber"] for row in in_doubt}
    assert len(in_doubt) == receipt["parked"]
    # And once more the line that everybody types: nothing leaves.
    smtp_desk.here("send", "october", "--yes")
    assert Counter(sink.recipients()) == counts


@pytest.mark.parametrize(("step", "in_doubt"), [("mail", 0), ("rcpt", 0), ("data", 0), ("dot", 1)])
def test_only_who_was_killed_behind_the_last_dot_leaves_somebody_in_doubt(
    desk: Desk, step: str, in_doubt: int
) -> None:
    """Until then nothing has been taken, whatever the server was told; the server never answers the fifth."""
    with SmtpSink(rules=[f"{step}:5:hang"]) as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.add_people(8)
        process = desk.start("send", "october", "--yes", "--workspace", desk.workspace)
        wait_until(lambda: sink.asked(step) == 5)
        time.sleep(0.2)
        kill(process)
        done, _ = go_on(desk, "resume")
        receipt = done.data["receipt"]
        assert (receipt["parked"], receipt["accepted"]) == (in_doubt, 8 - in_doubt), done
        received = Counter(taken.recipient for taken in sink.messages)
    assert (len(received), set(received.values())) == (8, {1})


@pytest.mark.parametrize(("seed", "how"), WAYS_ON)
def test_through_sendgrid_everybody_has_one_mail_whenever_it_was_killed(
    sendgrid_desk: Desk, provider: LocalSendGrid, seed: int, how: str
) -> None:
    """No flag and no knowledge needed: what hung in the air is settled by the provider's log, hours later."""
    reached = iter(lambda: SENDGRID_PEOPLE // 5 * provider.by_endpoint["send"], -1)
    send_and_kill(sendgrid_desk, reached, seed, SENDGRID_PEOPLE)
    done, campaign = go_on(sendgrid_desk, how)
    provider.break_down(None)
    for _ in range(5):
        if done.code == 0:
            break
        assert done.code == 4, done
        provider.advance(3 * HOUR)
        done = sendgrid_desk.here("campaign", "resume", campaign, "--yes", "--json")
    receipt = {key: number for key, number in done.ok().data["receipt"].items() if number}
    assert receipt == {"deliveries": SENDGRID_PEOPLE, "accepted": SENDGRID_PEOPLE}
    received = provider.judge.received()
    assert (len(received), {len(mails) for mails in received.values()}) == (SENDGRID_PEOPLE, {1})


def test_a_second_process_is_told_who_has_it(smtp_desk: Desk, sink: Sink) -> None:
    """While one sends, neither `send` nor `resume` begins; both say who."""
    process = smtp_desk.start("send", "october", "--yes", "--workspace", smtp_desk.workspace)
    wait_until(lambda: len(sink.recipients()) > 3)
    process.send_signal(signal.SIGSTOP)
    try:
        campaign = str(campaigns(smtp_desk)[0]["id"])
        for words in (("send", "october", "--yes"), ("campaign", "resume", campaign, "--yes")):
            done = smtp_desk.here(*words)
            assert done.code != 0
            assert f"process {process.pid}" in done.err
        receipt = smtp_desk.here("campaign", "receipt", campaign, "--json").ok().data["receipt"]
        assert sum(receipt[key] for key in receipt if key not in ("deliveries", "in_doubt")) == SMTP_PEOPLE
    finally:
        process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert set(Counter(sink.recipients()).values()) == {1}
    assert len(sink.recipients()) == SMTP_PEOPLE


def test_ctrl_c_ends_clean_and_says_how_to_go_on(smtp_desk: Desk, sink: Sink) -> None:
    process = smtp_desk.start("send", "october", "--yes", "--workspace", smtp_desk.workspace)
    wait_until(lambda: len(sink.recipients()) > 3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    done, _ = go_on(smtp_desk, "resume")
    assert done.code == 0, done
    assert Counter(sink.recipients()) == Counter({f"person{n}@example.org": 1 for n in range(SMTP_PEOPLE)})


SLEEPER = """
import os, secrets, signal, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
from newsletter.sending.clock import SystemClock
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import Accepted, NotTaken
from subscribers.database import open_sqlite
from tests.campaigns import WilfulTransport, add_people, make_plan, make_sender, prepared, NOW

database = prepared(open_sqlite(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])))
add_people(database, 3)
ledger = Ledger(database)
plan = make_plan(ledger)
ledger.begin(plan, now=NOW)
fence = ledger.take_over(plan.id, owner="sleeper", now=NOW)
print(plan.id, flush=True)
# Between the intent and the first byte the lid is closed.
transport = WilfulTransport(before=lambda: os.kill(os.getpid(), signal.SIGSTOP))
sender = make_sender(database, plan.id, transport, fence=fence, clock=SystemClock())
step = sender.run_batch(ledger.planned(plan.id, most=1)[0])
print(step, transport.asked, ledger.receipt(plan.id).planned, flush=True)
"""


@dataclass
class Sleeper:
    """A sender whose lid was closed between the intent and the first byte."""

    process: "subprocess.Popen[str]"
    since: float

    @classmethod
    def put_to_sleep(cls, folder: Path) -> "Sleeper":
        command = [sys.executable, "-c", SLEEPER, str(folder / "newsletter.db"), "11" * 32]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        wait_until(lambda: Path(f"/proc/{process.pid}/stat").read_text().split(")")[1].split()[0] == "T")
        return cls(process, time.monotonic())

    def woken_after(self, seconds: float) -> str:
        """What it says that it did."""
        time.sleep(max(0.0, self.since + seconds - time.monotonic()))
        self.process.send_signal(signal.SIGCONT)
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


#: Seconds: a nap within the fence's time, and sleeps beyond it.
NAP, SLEEPS = 1, (21, 60)


@pytest.fixture(scope="module", autouse=True)
def sleepers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Sleeper]]:
    """The long sleeps begin with the first test of this file and are over by the last: nobody waits for them."""
    chosen = {
        getattr(item, "callspec", None) and item.callspec.params.get("seconds")
        for item in request.session.items
    }
    asleep = {
        seconds: Sleeper.put_to_sleep(tmp_path_factory.mktemp("asleep"))
        for seconds in SLEEPS
        if seconds in chosen
    }
    yield asleep
    for sleeper in asleep.values():
        sleeper.end()


def test_a_nap_between_intent_and_write_changes_nothing(tmp_path: Path) -> None:
    sleeper = Sleeper.put_to_sleep(tmp_path)
    assert sleeper.woken_after(NAP) == "accepted 1 0"
    sleeper.end()


@pytest.mark.parametrize(
    "seconds", [SLEEPS[0], *(pytest.param(s, marks=pytest.mark.proof) for s in SLEEPS[1:])]
)
def test_nothing_leaves_after_a_sleep_between_intent_and_write(
    sleepers: dict[int, Sleeper], seconds: int
) -> None:
    """SIGSTOP between the two: after the fence not a byte leaves, and everybody is planned again."""
    assert sleepers[seconds].woken_after(seconds) == "wait 0 3"
