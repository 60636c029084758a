"""`subscriber change` and `subscriber rejoin`, as they are typed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsletter.desk.membership import Change, change
from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.faults import Spec
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.campaign import Kind
from newsletter.sending.ledger import Ledger
from newsletter.wiring import House, open_house
from subscribers.statements import spell
from tests.campaigns import NOW, make_plan
from tests.command import CONSENT, Desk, on_both
from tests.protocol.desk_model import Quiet

ANA, NEW = "ana@example.org", "ana.new@example.org"
AGAIN = ("--wording", "Yes, send it to me again.")


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = "77" * 32
    desk.open_branch()
    desk.here("subscriber", "add", ANA, "--name", "Ana", *CONSENT).ok()
    return desk


def shown(desk: Desk, address: str) -> dict:
    return desk.here("subscriber", "show", address, "--show-addresses", "--json").ok().data


def test_tags_are_given_and_taken_away(branch: Desk) -> None:
    done = branch.here("subscriber", "change", ANA, "--tag", "reps", "--tag", "site-north", "--json").ok()
    assert done.data["tags"] == ["reps", "site-north"]
    assert branch.here("subscriber", "change", ANA, "--untag", "reps", "--json").ok().data["changed"] is True
    assert shown(branch, ANA)["tags"] == ["site-north"]
    assert "tags: site-north" in branch.here("subscriber", "show", ANA).ok().out
    branch.here("subscriber", "add", "ben@example.org", "--tag", "reps", *CONSENT).ok()
    assert shown(branch, "ben@example.org")["tags"] == ["reps"]
    refused = branch.here("subscriber", "change", ANA, "--tag", "Site North")
    assert (refused.code, "Write: site-north" in refused.err) == (2, True)


def test_what_somebody_was_sent_is_part_of_what_is_held_about_them(branch: Desk) -> None:
    campaign = branch.here("send", "october", "--yes", "--json").ok().data["campaign"]
    (sent,) = shown(branch, ANA)["sent"]
    assert (sent["issue"], sent["campaign"], sent["kind"]) == ("october", campaign, "drill")
    assert (sent["outcome"], sent["settled"] >= sent["at"]) == ("accepted", True)
    assert ": accepted (a drill)" in branch.here("subscriber", "show", ANA).ok().out


def test_an_address_gets_the_whole_answer_and_an_id_shows_nobody(branch: Desk) -> None:
    whole = branch.here("subscriber", "show", "-", "--json", stdin=f" {ANA.upper()}").ok()
    assert (whole.data["address"], whole.data["name"], whole.data["on_the_list"]) == (ANA, "Ana", True)
    assert "name: Ana" in branch.here("subscriber", "show", ANA).ok().out
    for json in ((), ("--json",)):
        masked = branch.here("subscriber", "show", whole.data["id"], *json).ok()
        assert (ANA in masked.out, "Ana" in masked.out) == (False, False)
        named = branch.here("subscriber", "show", whole.data["id"], "--show-addresses", *json).ok()
        assert (ANA in named.out, "Ana" in named.out) == (True, True)


def test_who_is_only_suppressed_is_told_what_is_left_of_them(branch: Desk) -> None:
    campaign = branch.here("send", "october", "--yes", "--json").ok().data["campaign"]
    branch.here("subscriber", "forget", ANA, "--yes").ok()
    said = branch.here("subscriber", "show", ANA).ok().out
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert f"a fingerprint of it (a keyed hash), since {today}: asked to be forgotten." in said
    assert "no mail goes to this address" in said
    data = branch.here("subscriber", "show", ANA, "--json").ok().data
    assert (data["on_the_list"], data["status"], data["id"], data["consents"]) == (
        False,
        "suppressed",
        None,
        [],
    )
    assert data["suppression"]["reason"] == "asked to be forgotten"
    assert [one["campaign"] for one in data["sent"]] == [campaign]
    branch.here("subscriber", "suppress", "stranger@example.org", "--reason", "asked by telephone").ok()
    assert (
        f"since {today}: asked by telephone"
        in branch.here("subscriber", "show", "stranger@example.org").ok().out
    )
    unknown = branch.here("subscriber", "show", "nobody@example.org", "--json")
    assert (unknown.code, unknown.json["errors"][0]["code"]) == (1, "not-on-the-list")


def test_who_left_with_a_newer_list_is_told_so(branch: Desk) -> None:
    branch.here("send", "october", "--yes").ok()
    (branch.folder / "new.csv").write_text("Email\nben@example.org\n", encoding="utf-8")
    branch.here("subscriber", "sync", branch.folder / "new.csv", *CONSENT, "--yes", "--leavers", "1").ok()
    data = branch.here("subscriber", "show", ANA, "--json").ok().data
    assert (data["on_the_list"], data["suppression"], len(data["sent"])) == (False, None, 1)
    assert "They left with a newer list on " in branch.here("subscriber", "show", ANA).ok().out


@pytest.mark.parametrize("first", ["newsletter", "show"])
@on_both
def test_of_who_left_long_ago_no_command_holds_a_fingerprint(branch: Desk, first: str) -> None:
    (branch.folder / "new.csv").write_text("Email\nben@example.org\n", encoding="utf-8")
    branch.here("subscriber", "sync", branch.folder / "new.csv", *CONSENT, "--yes", "--leavers", "1").ok()
    with open_house(branch.workspace, branch.variables()).open_database() as database:
        long_ago = 401 * 86_400 * 1_000_000
        database.run(spell("x", "", "update departed set at = at - :long_ago"), long_ago=long_ago)
    branch("--workspace", branch.workspace).ok() if first == "newsletter" else None
    done = branch.here("subscriber", "show", ANA, "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "not-on-the-list")
    with open_house(branch.workspace, branch.variables()).open_database() as database:
        assert database.value(spell("x", "", "select count(*) from departed")) == 0


def test_who_writes_from_another_address_is_not_taken_for_nobody(branch: Desk) -> None:
    unknown = branch.here("subscriber", "suppress", "anna@example.org", "--json").ok()
    assert (unknown.data["new"], unknown.data["on_the_list"]) == (True, False)
    assert "spelled right" in unknown.json["messages"][0]
    branch.here("subscriber", "change", ANA, "--to", NEW).ok()
    moved = branch.here("subscriber", "suppress", ANA, "--json").ok()
    assert (moved.data["new"], moved.data["on_the_list"]) == (True, True)
    assert shown(branch, NEW)["status"] == "suppressed"
    assert ANA not in moved.out + moved.err


@on_both
def test_a_person_moves_with_everything_about_them(branch: Desk) -> None:
    before = shown(branch, ANA)
    done = branch.here(
        "subscriber", "change", "-", "--to", "-", "--name", "Ana P.", "--json", stdin=f"{ANA}\n{NEW}\n"
    )
    assert (done.code, done.data["address_changed"], done.data["status"]) == (0, True, "mailable")
    after = shown(branch, NEW)
    assert (after["id"], after["name"], after["consents"]) == (before["id"], "Ana P.", before["consents"])
    before_that = branch.here("subscriber", "show", ANA).ok().out
    assert f"Somebody on the list had it before: newsletter subscriber show {after['id']}" in before_that
    assert ANA not in done.out + done.err
    assert NEW not in done.out + done.err


def test_an_objection_moves_too_and_is_said(branch: Desk) -> None:
    branch.here("subscriber", "suppress", ANA).ok()
    done = branch.here("subscriber", "change", ANA, "--to", NEW, "--json").ok()
    assert done.data["status"] == "suppressed"
    assert "No mail goes there" in branch.here("subscriber", "change", NEW, "--to", f"x{NEW}").ok().out


def test_what_cannot_be_changed_is_said(branch: Desk) -> None:
    branch.here("subscriber", "add", "ben@example.org", *CONSENT).ok()
    for words, code in (
        ((), "nothing-to-change"),
        (("--to", "ben@example.org"), "address-taken"),
        (("--to", "not an address"), "address-no-at"),
        (("--language", "Welsh!"), "language"),
    ):
        done = branch.here("subscriber", "change", ANA, *words, "--json")
        assert done.json["errors"][0]["code"] == code, done.out
        assert "example.org" not in done.out
    assert branch.here("subscriber", "change", ANA, "--name", "Ana").ok().out.startswith("That is what")
    assert shown(branch, ANA)["name"] == "Ana"


def test_who_left_at_another_address_is_suppressed_there_and_the_answer_says_so(branch: Desk) -> None:
    branch.here("subscriber", "change", ANA, "--to", NEW).ok()
    whole, both = branch.folder / "whole.csv", branch.folder / "both.csv"
    whole.write_text("Email\nben@example.org\n")
    both.write_text(f"Email\n{ANA}\n{NEW}\n")
    branch.here("subscriber", "sync", whole, *CONSENT, "--yes", "--leavers", "1").ok()
    said = branch.here("subscriber", "suppress", ANA, "--json").ok()
    assert (said.data["new"], said.data["on_the_list"]) == (True, False)
    assert "They left the list, at another address; that one is suppressed, too." in said.err + said.out
    assert branch.here("subscriber", "import", both, *CONSENT, "--yes", "--json").data["added"] == 0


def test_where_nobody_knows_any_more_where_they_moved_the_answer_says_that(branch: Desk) -> None:
    branch.here("subscriber", "change", ANA, "--to", NEW).ok()
    with open_house(branch.workspace, branch.environment).open_database() as database:
        database.run(spell("x", "", "DELETE FROM former"))
    said = branch.here("subscriber", "suppress", ANA).ok()
    assert "moved on to another one, which is not known here any more" in said.err + said.out


def test_who_waits_to_be_forgotten_is_not_moved_away(branch: Desk) -> None:
    with house_of(branch).open_database() as database:
        ledger = Ledger(database)
        ledger.begin(make_plan(ledger), now=NOW)
    assert branch.here("subscriber", "forget", ANA, "--yes").code == 4
    done = branch.here("subscriber", "change", ANA, "--to", NEW, "--json")
    assert done.json["errors"][0]["code"] == "to-be-forgotten"
    branch.here("subscriber", "rejoin", ANA, *AGAIN, "--yes").ok()
    assert branch.here("subscriber", "change", ANA, "--to", NEW).code == 0


def house_of(desk: Desk) -> House:
    return open_house(desk.workspace, desk.environment)


def test_an_issue_of_long_ago_does_not_go_to_the_new_address(branch: Desk) -> None:
    """Its people are marks by now: the mark moves with the address."""
    house = house_of(branch)
    with house.open_database() as database:
        people, ledger = house.people(database), house.ledger(database)
        ledger.begin(replace(make_plan(ledger), kind=Kind.REAL), now=NOW)
        mark = people.marks.of_hash("issue1", people.suppressions.hash_of(ANA))
        database.run(spell("x", "", "update delivery set subscriber = :mark"), mark=mark)
        assert ledger.count_newcomers("issue1") == 0
    change(house, ANA, Change(to=NEW), Quiet())
    with house.open_database() as database:
        assert house.ledger(database).count_newcomers("issue1") == 0


def test_an_issue_that_reached_an_address_is_not_sent_there_to_whoever_takes_it_over(branch: Desk) -> None:
    """Somebody leaves, is listed anew elsewhere, and changes back: to the list they are two people."""
    house = house_of(branch)
    with house.open_database() as database:
        house.ledger(database).begin(replace(make_plan(house.ledger(database)), kind=Kind.REAL), now=NOW)
    (branch.folder / "all.csv").write_text(f"Email\n{NEW}\n")
    branch.here("subscriber", "sync", branch.folder / "all.csv", *CONSENT, "--leavers", "1", "--yes").ok()
    with house.open_database() as database:
        assert house.ledger(database).count_newcomers("issue1") == 1
    change(house, NEW, Change(to=ANA), Quiet())
    with house.open_database() as database:
        assert house.ledger(database).count_newcomers("issue1") == 0


@on_both
def test_who_left_comes_back_by_their_own_words(branch: Desk) -> None:
    branch.here("subscriber", "suppress", ANA).ok()
    assert branch.here("subscriber", "add", ANA, *CONSENT).code == 1
    assert branch.here("subscriber", "rejoin", ANA, "--yes").code == 2  # without words
    assert branch.here("subscriber", "rejoin", ANA, *AGAIN).code == 2  # nobody can be asked
    assert shown(branch, ANA)["status"] == "suppressed"
    done = branch.here("subscriber", "rejoin", ANA, *AGAIN, "--how", "at the stall", "--yes", "--json").ok()
    assert (done.data["outcome"], done.data["was_suppressed"]) == ("changed", True)
    found = shown(branch, ANA)
    assert (found["status"], found["suppression"]) == ("mailable", None)
    assert [one["wording"] for one in found["consents"]] == [CONSENT[3], AGAIN[1]]
    assert found["consents"][1]["source"] == "at the stall"
    again = branch.here("subscriber", "rejoin", ANA, *AGAIN, "--yes", "--json").ok()
    assert again.data["outcome"] == "unchanged"


def test_who_was_forgotten_comes_back_and_gets_nothing_twice(branch: Desk) -> None:
    with house_of(branch).open_database() as database:
        ledger = Ledger(database)
        plan = make_plan(ledger)
        ledger.begin(plan, now=NOW)
        database.run(spell("x", "", "update batch set state = 'accepted'"))
        database.run(spell("x", "", "update campaign set state = 'done'"))
    branch.here("subscriber", "forget", ANA, "--yes").ok()
    branch.here("subscriber", "rejoin", ANA, *AGAIN, "--name", "Ana", "--yes").ok()
    assert shown(branch, ANA)["name"] == "Ana"
    house = house_of(branch)
    with house.open_database() as database:
        assert house.ledger(database).count_newcomers(plan.issue) == 0
        assert house.ledger(database).count_newcomers("issue2") == 1


def test_what_sendgrid_holds_back_is_said(branch: Desk) -> None:
    house = house_of(branch)
    with house.open_database() as database:
        house.suppressions(database).suppress(ANA, reason="unsubscribed", source="provider", now=NOW)
    done = branch.here("subscriber", "rejoin", ANA, *AGAIN, "--yes").ok()
    assert "SendGrid may hold this address back itself. Take it off there by hand" in done.err


KEY = "SG.test-key-of-nobody.0123456789abcdef"


@pytest.fixture
def at_sendgrid(branch: Desk) -> Desk:
    toml = branch.workspace / "newsletter.toml"
    text = toml.read_text(encoding="utf-8")
    assert 'transport = "outbox"' in text
    text = text.replace('transport = "outbox"', 'transport = "sendgrid"\nunsubscribe_group = 7')
    toml.write_text(text, encoding="utf-8")
    branch.environment["SENDGRID_API_KEY"] = KEY
    return branch


def holding(faults: Spec = None) -> LocalSendGrid:
    account = Account(key=KEY, groups={7: Group(left={ANA: 1, "ben@example.org": 1})})
    account.suppress("unsubscribes", [ANA], created=1)
    account.suppress("bounces", [ANA], created=1)
    return LocalSendGrid(faults, account=account)


def test_who_comes_back_is_taken_off_sendgrids_lists_once_their_words_are_kept(at_sendgrid: Desk) -> None:
    at_sendgrid.here("subscriber", "suppress", ANA).ok()
    with holding() as server:
        host = {"NEWSLETTER_SENDGRID_HOST": server.url}
        # Without a yes, or without words, nothing is asked of SendGrid.
        assert at_sendgrid.here("subscriber", "rejoin", ANA, *AGAIN, **host).code == 2
        assert at_sendgrid.here("subscriber", "rejoin", ANA, "--yes", **host).code == 2
        assert not server.requests
        done = at_sendgrid.here("subscriber", "rejoin", ANA, *AGAIN, "--yes", "--json", **host).ok()
        assert (done.data["outcome"], done.data["lifted"], done.json["messages"]) == ("changed", True, [])
        assert not server.account.lists["unsubscribes"]
        assert not server.account.lists["bounces"]
        assert set(server.account.groups[7].left) == {"ben@example.org"}
        assert ANA not in done.out + done.err


def test_sendgrid_out_of_reach_is_said_and_asked_again_by_the_same_command(at_sendgrid: Desk) -> None:
    at_sendgrid.here("subscriber", "suppress", ANA).ok()
    again = ("subscriber", "rejoin", ANA, *AGAIN, "--yes")
    with holding({"lift_global": "401"}) as server:
        done = at_sendgrid.here(*again, NEWSLETTER_SENDGRID_HOST=server.url)
    assert done.code == 4
    assert "Take it off there by hand" in done.err
    assert ANA not in done.out + done.err
    assert shown(at_sendgrid, ANA)["status"] == "mailable"
    with holding() as server:
        done = at_sendgrid.here(*again, "--json", NEWSLETTER_SENDGRID_HOST=server.url).ok()
        assert (done.data["outcome"], done.data["lifted"]) == ("unchanged", True)
        assert not server.account.lists["unsubscribes"]


def test_what_sendgrid_keeps_of_an_objection_stays_without_an_act_on_record(at_sendgrid: Desk) -> None:
    """Somebody gets mail here and has just left there: nothing is recorded now, so nothing is lifted."""
    with holding() as server:
        host = {"NEWSLETTER_SENDGRID_HOST": server.url}
        done = at_sendgrid.here("subscriber", "rejoin", ANA, *AGAIN, "--yes", "--json", **host).ok()
        assert (done.data["outcome"], done.data["lifted"]) == ("unchanged", None)
        assert not server.requests


def test_a_key_that_may_not_erase_is_advice(at_sendgrid: Desk) -> None:
    with holding() as server:
        told = {}
        for scopes in (None, {"mail.send"}):
            server.account.scopes = scopes
            done = at_sendgrid.here("doctor", "--json", NEWSLETTER_SENDGRID_HOST=server.url)
            [line] = [each for each in done.data["lines"] if each["id"] == "erasing"]
            told[scopes is None] = (line["health"], "recipients.erasejob.create" in line["message"])
    assert told == {True: ("ok", False), False: ("advice", True)}


PASTED = (
    "Ana Pérez <ben@example.org>",
    '"Pérez, Ana" <BEN@example.org>;',
    "<ben@example.org>",
    "mailto:ben@example.org",
)


@pytest.mark.parametrize("pasted", PASTED)
def test_a_person_may_be_pasted_as_a_mail_program_writes_them(branch: Desk, pasted: str) -> None:
    branch.here("subscriber", "add", pasted, *CONSENT).ok()
    assert branch.here("subscriber", "show", pasted, "--json").ok().data["address"] == "ben@example.org"
    assert branch.here("subscriber", "suppress", "-", "--json", stdin=f"{pasted}\n").ok().data["on_the_list"]
    assert shown(branch, "ben@example.org")["status"] == "suppressed"


def test_two_people_pasted_at_once_are_refused(branch: Desk) -> None:
    done = branch.here("subscriber", "suppress", "Ana <ana@example.org>, Ben <ben@example.org>", "--json")
    assert (done.code, done.json["errors"][0]["code"]) == (1, "address-two-ats")
