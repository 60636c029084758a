"""What SendGrid is to erase when somebody is forgotten: asked where it has mail of ours, told, called off, ended."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsletter.desk.erased import note_erased
from newsletter.desk.holders import holders_of
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.campaign import BatchState
from subscribers.custody import Custody
from subscribers.erasure import Erasures
from subscribers.statements import spell
from tests.campaigns import NOW
from tests.command import CONSENT, Desk, kill, wait_until
from tests.forgetting import ADDRESS, ROOT, WORDS, begin, forget, house_of, joined, traces
from tests.protocol.desk_model import Quiet

KEY = "SG.not-a-real-key.0123456789"
SENDGRID = ("--transport", "sendgrid", "--unsubscribe-group", "12345")


@pytest.fixture
def server() -> Iterator[LocalSendGrid]:
    with LocalSendGrid(key=KEY) as running:
        yield running


@pytest.fixture
def posting(fresh: Desk) -> Desk:
    """A branch that has sent a mail through the local SendGrid."""
    fresh.here("send", "october", "--test", "office@example.org").ok()
    return fresh


@pytest.fixture
def fresh(desk: Desk, server: LocalSendGrid) -> Desk:
    """A branch that is about to send through the local SendGrid, and has its key at hand."""
    desk.environment |= {"NEWSLETTER_ROOT_KEY": ROOT, "NEWSLETTER_SENDGRID_HOST": server.url}
    desk.open_branch(*SENDGRID)
    desk.environment["SENDGRID_API_KEY"] = KEY
    return joined(desk)


def waiting(desk: Desk) -> int:
    return sum(desk("--workspace", desk.workspace, "--json").ok().data["to_erase"].values())


def test_sendgrid_is_asked_at_once(posting: Desk, server: LocalSendGrid) -> None:
    posting.here("send", "october", "--now", "--yes").ok()
    done = forget(posting).ok()
    assert set(server.account.erased) == {ADDRESS}
    assert (done.data["holders"], done.data["to_erase"], waiting(posting)) == ([server.url], 0, 0)
    assert traces(posting) == set()


def test_what_sendgrid_did_not_answer_is_kept_and_asked_again(posting: Desk, server: LocalSendGrid) -> None:
    server.break_down({"erase": "403"})
    done = forget(posting)
    assert (done.code, done.data["forgotten"], done.data["to_erase"], waiting(posting)) == (4, True, 1, 1)
    assert not any(word in (done.out + done.err).lower().encode() for word in WORDS)
    server.break_down(None)
    posting.here("send", "october", "--now", "--yes").ok()
    assert set(server.account.erased) == {ADDRESS}
    assert waiting(posting) == 0
    assert traces(posting) == set()


def test_without_a_key_it_waits_for_the_next_command_that_has_one(
    posting: Desk, server: LocalSendGrid
) -> None:
    key = posting.environment.pop("SENDGRID_API_KEY")
    assert forget(posting).code == 4
    assert (waiting(posting), set(server.account.erased)) == (1, set())
    posting.here("send", "october", "--now", "--yes", SENDGRID_API_KEY=key).ok()
    assert (waiting(posting), set(server.account.erased)) == (0, {ADDRESS})


def test_a_process_that_dies_while_sendgrid_is_asked_has_forgotten_nothing_of_it(
    posting: Desk, server: LocalSendGrid
) -> None:
    """kill -9: the person is gone, the request is kept, and the pages are written anew by the next command."""
    server.break_down({"erase": "late:999999:stall"})
    process = posting.start("subscriber", "forget", ADDRESS, "--yes", "--workspace", posting.workspace)
    wait_until(lambda: server.by_endpoint["erase"] == 1)
    kill(process)
    server.break_down(None)
    assert posting.here("subscriber", "show", ADDRESS, "--json").ok().data["on_the_list"] is False
    assert waiting(posting) == 1
    assert traces(posting) == {"newsletter.db"}  # the request, until it is answered
    posting.here("send", "october", "--now", "--yes").ok()
    assert (waiting(posting), traces(posting)) == (0, set())


def test_a_drills_answer_does_not_count_for_sendgrid_itself(posting: Desk, server: LocalSendGrid) -> None:
    """A real campaign went out before; the variable of a drill is still set."""
    official = "https://api.sendgrid.com"
    with house_of(posting).open_database() as database:
        begin(database, BatchState.ACCEPTED)
        database.run(spell("x", "", "update campaign set transport = 'sendgrid'"))
        assert holders_of(house_of(posting), database, []).hosts == sorted([official, server.url])
    done = forget(posting)
    assert (done.code, done.data["forgotten"], done.data["to_erase"]) == (4, True, 1)
    assert posting("--workspace", posting.workspace, "--json").ok().data["to_erase"] == {official: 1}
    assert any(official in message for message in done.json["messages"])


def test_where_no_mail_ever_went_to_sendgrid_it_is_told_no_address(
    fresh: Desk, server: LocalSendGrid
) -> None:
    """It would lie here in clear until it is answered, and there for the first time."""
    del fresh.environment["SENDGRID_API_KEY"]
    done = forget(fresh).ok()
    assert (done.data["holders"], done.data["to_erase"], waiting(fresh), traces(fresh)) == ([], 0, 0, set())
    assert set(server.account.erased) == set()


@pytest.mark.parametrize("note", ["notes-given", "restored", "in-place-since"])
def test_where_nobody_can_tell_whether_mail_went_to_sendgrid_it_is_asked_and_that_is_said(
    fresh: Desk, server: LocalSendGrid, note: str
) -> None:
    """A list that an older version began, or that comes from a backup."""
    with house_of(fresh).open_database() as database:
        if note == "notes-given":
            database.run(spell("x", "", "delete from custody where name = 'notes-given'"))
        else:
            Custody(database).remember(note, "2026-10-05", now=NOW)
    said = fresh.here("subscriber", "forget", ADDRESS, "--dry-run").ok().out
    assert f"{server.url} (whether mail ever went there from here is not known)" in said
    assert forget(fresh).ok().data["holders"] == [server.url]
    assert set(server.account.erased) == {ADDRESS}


def test_whom_sendgrid_itself_told_of_it_is_asked_to_erase(fresh: Desk, server: LocalSendGrid) -> None:
    house = house_of(fresh)
    with house.open_database() as database:
        house.suppressions(database).suppress(ADDRESS, reason="unsubscribed", source="provider", now=NOW)
    forget(fresh).ok()
    assert set(server.account.erased) == {ADDRESS}


def test_older_addresses_at_sendgrid_are_named_and_erased_when_somebody_knows_them(
    posting: Desk, server: LocalSendGrid
) -> None:
    moved = ("middle@example.org", "quillfeather@example.org")
    for old, new in zip((ADDRESS, *moved), moved, strict=False):
        posting.here("subscriber", "change", old, "--to", new).ok()
    done = posting.here("subscriber", "forget", moved[-1], "--yes", "--json").ok()
    [said] = [one for one in done.data["beyond"] if "older addresses" in one]
    assert (
        f"They had 2 older addresses, known here by fingerprint alone, which {server.url} may hold, too."
        in said
    )
    assert "newsletter subscriber forget OLD-ADDRESS" in said
    assert set(server.account.erased) == {moved[-1]}
    done = forget(posting).ok()
    assert (done.data["was_on_list"], set(server.account.erased)) == (False, {ADDRESS, moved[-1]})


def test_who_is_named_by_an_older_address_is_erased_with_it(posting: Desk, server: LocalSendGrid) -> None:
    posting.here("subscriber", "change", ADDRESS, "--to", "quillfeather@example.org").ok()
    done = forget(posting).ok()
    assert set(server.account.erased) == {ADDRESS, "quillfeather@example.org"}
    assert not [one for one in done.data["beyond"] if "older address" in one]


def test_what_waits_at_sendgrid_is_part_of_what_is_held(posting: Desk, server: LocalSendGrid) -> None:
    server.break_down({"erase": "403"})
    forget(posting)
    shown = posting.here("subscriber", "show", ADDRESS).ok().out
    assert "No name is kept, and the address only for what is said below." in shown
    assert f"to be erased by {server.url}: waits since {datetime.now(UTC):%Y-%m-%d}" in shown
    [request] = posting.here("subscriber", "show", ADDRESS, "--json").ok().data["to_erase"]
    assert (request["holder"], request["refused"]) == (server.url, False)
    server.break_down(None)
    posting.here("send", "october", "--now", "--yes").ok()
    assert "Neither this address nor a name is kept." in posting.here("subscriber", "show", ADDRESS).ok().out
    assert posting.here("subscriber", "show", ADDRESS, "--json").ok().data["to_erase"] == []


def test_who_comes_back_is_not_erased_at_sendgrid_afterwards(posting: Desk, server: LocalSendGrid) -> None:
    server.break_down({"erase": "403"})
    forget(posting)
    server.break_down(None)
    back = posting.here("subscriber", "rejoin", ADDRESS, *CONSENT[2:], "--yes").ok()
    assert "SendGrid is not asked any more to erase this address." in back.out
    assert waiting(posting) == 0
    posting.here("send", "october", "--now", "--yes").ok()
    assert set(server.account.erased) == set()


def refused(posting: Desk) -> Desk:
    """SendGrid has said of the address that it cannot erase it: asked once more it says so again."""
    house = house_of(posting)
    with house.open_database() as database:
        Erasures(house.people(database)).refused(house.sendgrid_host.url, [ADDRESS])
    return posting


def test_what_sendgrid_refused_is_ended_by_whoever_saw_to_it_there(
    posting: Desk, server: LocalSendGrid
) -> None:
    server.break_down({"erase": "403"})
    forget(posting)
    server.break_down(None)
    refused(posting)
    told = posting("--workspace", posting.workspace).ok().out
    assert f"1 address that {server.url} says it cannot erase. Ask its support; when it is done:" in told
    assert "any command that talks to it" not in told
    assert posting("--workspace", posting.workspace, "--json").data["erase_refused"] == {server.url: 1}
    assert "it said that it cannot" in posting.here("subscriber", "show", ADDRESS).ok().out
    done = ("subscriber", "forget", "-", "--done-at-sendgrid")
    assert posting.here(*done, stdin=ADDRESS).code == 2  # nobody can be asked
    assert posting.here(*done, "--dry-run", stdin=ADDRESS).ok().out == "This was only said (--dry-run).\n"
    assert traces(posting) == {"newsletter.db"}
    ended = posting.here(*done, "--yes", "--json", stdin=ADDRESS).ok()
    assert (ended.data["holders"], ended.data["to_erase"], ended.data["forgotten"]) == (
        [server.url],
        0,
        False,
    )
    with house_of(posting).open_database() as database:
        # Neither the address nor that the file is still to be written anew.
        assert database.value(spell("x", "", "select count(*) from erase_request")) == 0
    assert traces(posting) == set()
    assert (waiting(posting), set(server.account.erased)) == (0, set())
    assert ADDRESS not in ended.out + ended.err
    again = posting.here(*done, "--yes", "--json", stdin=ADDRESS)
    assert (again.code, again.json["errors"][0]["code"]) == (2, "nothing-to-erase")


def test_whoever_saw_to_it_at_sendgrid_is_told_which_addresses_wait(
    posting: Desk, server: LocalSendGrid
) -> None:
    class AtKeyboard(Quiet):
        asks = True
        heard: list[str]

        def say(self, line: str) -> None:
            self.heard.append(line)

        def ask(self, _question: str, _default: str) -> str:
            return ADDRESS

    server.break_down({"erase": "403"})
    forget(posting)
    talk = AtKeyboard()
    talk.heard = []
    note_erased(house_of(posting), "", talk, dry_run=False)
    assert talk.heard == [f"These addresses wait:\n  {ADDRESS}"]
    assert waiting(posting) == 0


def test_an_older_address_at_sendgrid_is_to_be_typed_again_where_its_person_is_put_off(
    posting: Desk, server: LocalSendGrid
) -> None:
    """It is kept as a hash alone, and what SendGrid has of it may settle the doubt."""
    posting.here("subscriber", "change", ADDRESS, "--to", "quillfeather@example.org").ok()
    with house_of(posting).open_database() as database:
        begin(database, BatchState.PARKED)
    done = forget(posting)
    assert (done.code, set(server.account.erased)) == (4, set())
    assert any("type this command with it again" in one for one in done.json["messages"])
    with house_of(posting).open_database() as database:
        database.run(spell("x", "", "update batch set state = 'accepted'"))
        database.run(spell("x", "", "update campaign set state = 'done'"))
    posting("--workspace", posting.workspace).ok()
    forget(posting).ok()
    assert set(server.account.erased) == {ADDRESS, "quillfeather@example.org"}


def test_what_a_branch_that_left_sendgrid_cannot_ask_any_more_is_said(posting: Desk) -> None:
    del posting.environment["SENDGRID_API_KEY"]
    forget(posting)
    toml = posting.workspace / "newsletter.toml"
    toml.write_text(
        toml.read_text("utf-8").replace('transport = "sendgrid"', 'transport = "outbox"'), "utf-8"
    )
    told = posting("--workspace", posting.workspace).ok().out
    assert "with which this branch does not work any more. Ask its support; when it is done:" in told
