"""`newsletter doctor --live`: what calling back does is found out on the account itself, or nothing is believed.

What it finds decides whether a request without an answer is called back and sent again, so a wrong answer would mail
people twice.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import Popen

import pytest

from newsletter.desk.doctor import Complaint, doctor
from newsletter.desk.stage import LeapingClock
from newsletter.desk.understudy import _Speech as Nobody
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from newsletter.sending.clock import SystemClock
from newsletter.sending.premises import (
    CANCEL_CATCHES_LATER_MAIL,
    REPEATED_CANCEL_CATCHES_MAIL,
    Premises,
    account_of,
)
from newsletter.settings import TransportName
from newsletter.transports.base import Cancelled
from subscribers.custody import GIVEN, Custody
from subscribers.statements import spell
from tests.command import Done, on_both
from tests.name_server import LocalNames
from tests.post import KEY, Post, numbers

OFFICE = "office@anytown.example.org"
MINUTE, HOUR = 60.0, 3600.0
CATCHES_NOT = World.named("0")
ENDED = "The probe ended without a clear answer, so nothing is believed."


class Patient(Post):
    """A branch whose name server knows nothing: what it says does not matter here, but that it answers at once."""

    names: LocalNames

    def doctor(self, *words: str) -> Done:
        return self("doctor", "--resolver", self.names.address, *words)

    def live(self, *words: str) -> Done:
        return self.doctor("--live", "--no-wait", "--json", *words)


@pytest.fixture
def post(post: Post) -> Iterator[Patient]:
    post.desk.add_people(3)
    patient = Patient(post.desk, post.server)
    with LocalNames() as patient.names:
        yield patient


def said(done: Done, id_: str = "premise") -> tuple[str, str]:
    [line] = [line for line in done.data["lines"] if line["id"] == id_]
    return line["health"], line["message"]


def believed(post: Patient, name: str = CANCEL_CATCHES_LATER_MAIL) -> bool | None:
    house = post.house(SystemClock())
    with house.open_database() as database:
        return Premises(database, account=account_of(post.server.url, KEY)).answer(name)


def begin(post: Patient) -> Done:
    done = post.live("--yes")
    assert said(done)[0] == "unknown"
    return done


@on_both
@pytest.mark.parametrize("catches", [True, False])
@pytest.mark.parametrize("late_works", [True, False])
def test_it_finds_out_what_the_account_does(
    post: Patient, server: LocalSendGrid, catches: bool, late_works: bool
) -> None:
    server.provider.world = server.provider.holds.world = World(
        cancel_catches_later_mail=catches, late_cancel_works=late_works
    )
    assert "under way" in said(begin(post))[1]
    assert believed(post) is None
    # Typed again too early it only waits: nothing is mailed twice.
    assert said(post.live())[0] == "unknown"
    assert server.by_endpoint["send"] == 3
    server.advance(17 * MINUTE)
    done = post.live()
    health, words = said(done)
    assert (health, "also catches" in words) == ("ok", catches)
    # A second cancel of an id that is cancelled already is answered as SendGrid's documentation has it.
    assert said(done, "repeat")[0] == "ok"
    assert (believed(post), believed(post, REPEATED_CANCEL_CATCHES_MAIL)) == (catches, True)
    # Nobody but the branch was mailed: the control, and what the account let out.
    assert {mail.subject for mail in server.judge.mails(OFFICE)} == {
        "Newsletter probe: this mail should arrive",
        *(() if catches else ("Newsletter probe: this mail should not arrive",)),
    }
    assert server.judge.received() == {}
    # Asked without --live it is remembered.
    assert said(post.doctor("--json")) == (health, words)


@pytest.mark.parametrize("catches", [True, False])
def test_what_it_found_decides_what_becomes_of_a_lost_answer(
    post: Patient, server: LocalSendGrid, catches: bool
) -> None:
    server.provider.world = server.provider.holds.world = World(cancel_catches_later_mail=catches)
    begin(post)
    server.advance(17 * MINUTE)
    post.live()
    server.break_down({"send:0": "late:300"})
    sent = post.send()
    assert numbers(sent) == {"deliveries": 3, "accepted" if catches else "parked": 3}
    for _ in range(3):
        server.advance(9 * HOUR)
        post("campaign", "resume", sent.data["campaign"], "--yes")
    assert {address: len(mails) for address, mails in server.judge.received().items()} == {
        f"person{n}@example.org": 1 for n in range(3)
    }


def test_who_stays_has_the_answer_in_17_minutes(post: Patient, server: LocalSendGrid, tmp_path: Path) -> None:
    class Shared(LeapingClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            server.advance(seconds)

    with closing(Shared(tmp_path / "clock")) as clock:
        begun = clock.mark().elapsed
        result = doctor(post.house(clock), Complaint(live=True, resolver=post.names.address), Nobody())
        waited = clock.mark().elapsed - begun
    with post.house(clock).open_database() as database:
        assert Custody(database).all(GIVEN)  # an address went there, and no campaign tells of it
        # What is over names nobody, not even in old pages.
        assert Premises(database).probes_to(OFFICE) == []
        assert database.value(spell("x", "", "select count(*) from erase_request where address = ''")) == 1
    [line] = [one for one in result.data["lines"] if one["id"] == "premise"]  # type: ignore[attr-defined]
    assert line["health"] == "ok"
    assert 15 * MINUTE < waited < 18 * MINUTE


def test_a_log_that_is_late_is_waited_for_and_then_given_up(post: Patient, server: LocalSendGrid) -> None:
    server.account.logs_lag = 2 * HOUR
    begin(post)
    server.advance(HOUR)
    assert "under way" in said(post.live())[1]
    server.advance(2 * HOUR)
    assert said(post.live())[0] == "ok"

    server.account.logs_lag = 9 * HOUR


def test_a_log_that_never_tells_is_given_up(post: Patient, server: LocalSendGrid) -> None:
    server.account.logs_lag = 9 * HOUR
    begin(post)
    server.advance(7 * HOUR)
    assert said(post.live()) == ("unknown", ENDED)
    assert believed(post) is None


def test_its_question_says_what_it_costs_and_is_asked_first(post: Patient, server: LocalSendGrid) -> None:
    done = post.doctor("--live")
    for words in ("Three mails", "the branch's own address", "17 minutes", "two of the 10 places"):
        assert words in done.err
    assert done.code != 0
    assert not server.by_endpoint.keys() & {"send", "hold", "mint"}


# --- what may go wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faults",
    [
        {"hold:0": "503"},
        {"hold:1": "request_lost"},
        {"hold:0": "400:status"},
        {"send:0": "request_lost"},
        {"send:0": "late:2400"},
        {"send:1": "reply_lost"},
        {"send:2": "503"},
        {"send:2": "late:2400:504"},
        {"send:0": "429:900"},
        {"mint:0": "500", "mint:1": "500"},
    ],
    ids=str,
)
def test_what_was_not_clear_is_no_answer(
    post: Patient, server: LocalSendGrid, faults: dict[str, str]
) -> None:
    """In the world in which nothing is caught: an answer would be a wrong one, or none."""
    server.provider.world = server.provider.holds.world = CATCHES_NOT
    server.break_down(faults)
    post.live("--yes")
    server.break_down(None)
    server.advance(17 * MINUTE)
    post.live("--yes")
    assert believed(post) is not True
    # Where it came to nothing, it was just begun anew.
    server.advance(17 * MINUTE)
    post.live("--yes")
    assert believed(post) is False


def started(post: Patient, server: LocalSendGrid, endpoint: str, number: int) -> "Popen[str]":
    """The command, up to its so manieth request of a kind, whose answer takes a while."""
    server.break_down({f"{endpoint}:{number}": "slow:2"})
    process = post.desk.start(
        "doctor", "--live", "--yes", "--no-wait", "--json", "--resolver", post.names.address,
        "--workspace", post.desk.workspace, NEWSLETTER_SENDGRID_HOST=server.url, SENDGRID_API_KEY=KEY,
    )  # fmt: skip
    end = time.monotonic() + 60
    while server.by_endpoint[endpoint] <= number and time.monotonic() < end:
        time.sleep(0.02)
    server.break_down(None)
    return process


@pytest.mark.parametrize(
    ("place", "minutes", "words"),
    [
        (("hold", 0), 4, "the cancel took too long"),
        (("hold", 1), 4, "the cancel took too long"),
        (("send", 0), 5, "the mail was taken too late"),
        (("send", 2), 5, "the mail was taken too late"),
    ],
)
def test_what_took_too_long_is_no_answer(
    post: Patient, server: LocalSendGrid, place: tuple[str, int], minutes: int, words: str
) -> None:
    """Mail that came late, or after a late cancel, would ask another question."""
    process = started(post, server, *place)
    server.advance(minutes * MINUTE)
    out, err = process.communicate(timeout=60)
    health, message = said(Done(process.returncode, out, err))
    assert (health, words in message) == ("unknown", True), message
    server.advance(17 * MINUTE)
    assert "Nobody has found out" in said(post.doctor("--json"))[1]


def test_where_the_control_does_not_arrive_either_nothing_was_shown(
    post: Patient, server: LocalSendGrid
) -> None:
    """An account that throws everything away says nothing about calling back."""
    begin(post)
    house = post.house(SystemClock())
    with house.open_database() as database, house.provider(TransportName.SENDGRID, database) as provider:
        assert provider is not None
        probe = Premises(database, account=provider.account).open_probe()
        assert probe is not None
        assert isinstance(provider.recall.cancel(probe.control_batch), Cancelled)
    server.advance(17 * MINUTE)
    assert said(post.live())[0] == "unknown"
    assert believed(post) is None


@pytest.mark.parametrize("catches", [True, False])
def test_a_branch_that_gets_no_mail_is_not_misled(
    post: Patient, server: LocalSendGrid, catches: bool
) -> None:
    """Its own address once bounced: SendGrid drops all three, each for another reason."""
    server.provider.world = server.provider.holds.world = World(cancel_catches_later_mail=catches)
    server.suppress("bounces", OFFICE)
    begin(post)
    server.advance(17 * MINUTE)
    post.live()
    assert believed(post) in ((None, True) if catches else (None, False))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_kill_in_the_middle_leaves_nothing_to_believe(
    post: Patient, server: LocalSendGrid, number: int
) -> None:
    """Whether its mail was taken in time cannot be known any more."""
    process = started(post, server, "send", number)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    server.advance(20 * MINUTE)
    assert said(post.live()) == ("unknown", ENDED)
    assert believed(post) is None
    begin(post)
    server.advance(17 * MINUTE)
    assert said(post.live())[0] == "ok"


# --- places for cancels ----------------------------------------------------------------------------------


def test_its_two_places_are_given_back_a_day_later(post: Patient, server: LocalSendGrid) -> None:
    begin(post)
    server.advance(17 * MINUTE)
    post.live()
    assert len(server.provider.holds.listed()) == 2
    server.advance(25 * HOUR)
    begin(post)
    assert len(server.provider.holds.listed()) == 2  # the new ones
    # What was thrown away stays thrown away.
    assert [mail.subject for mail in server.judge.mails(OFFICE)].count(
        "Newsletter probe: this mail should not arrive"
    ) == 0


def test_it_leaves_mail_on_its_way_the_places_for_its_undo(post: Patient, server: LocalSendGrid) -> None:
    """SendGrid does not know of them: they are kept for a cancel that nobody has asked for yet."""
    server.occupy(7)
    campaign = post.send().data["campaign"]
    post.desk.add_people(3, begin=3)
    assert numbers(post.send()) == {"deliveries": 6, "accepted": 6}
    health, words = said(post.live("--yes"))
    assert (health, "no places left for its two cancels" in words) == ("unknown", True), words
    assert not server.by_endpoint.keys() & {"hold"}
    undone = post("campaign", "undo", campaign, "--yes", "--json").ok()
    assert numbers(undone) == {"deliveries": 3, "called_back": 3}


@pytest.mark.parametrize("id_", ["slots", "group", "sender", "logs"])
def test_it_does_not_begin_while_something_stands_in_the_way(
    post: Patient, server: LocalSendGrid, id_: str
) -> None:
    if id_ == "slots":
        server.occupy(8)
    elif id_ == "group":
        server.account.groups = {}
    elif id_ == "sender":
        server.account.pages["/v3/whitelabel/domains"] = []
    else:
        server.account.scopes = {"mail.send", "mail.batch.create", "user.scheduled_sends.read"}
    done = post.live("--yes")
    assert said(done) == ("unknown", "The probe was not begun: other things stand in the way.")
    assert not server.by_endpoint.keys() & {"send", "hold", "mint"}
