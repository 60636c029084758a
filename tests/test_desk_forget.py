"""`newsletter subscriber forget`: after it no file of the workspace, decrypted, holds a trace of the person."""

import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter.sending.campaign import BatchState
from newsletter.sending.premises import Premises, Probe, ProbeState
from subscribers.statements import spell
from tests.campaigns import NOW
from tests.command import CONSENT, Desk, on_both
from tests.forgetting import ADDRESS, ROOT, WORDS, begin, forget, house_of, joined, traces


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    desk.open_branch()
    return joined(desk)


def test_no_file_holds_a_trace_and_what_was_sent_stays_as_a_number(branch: Desk) -> None:
    drill = branch.here("send", "october", "--yes", "--json").ok()
    with house_of(branch).open_database() as database:
        copy = database.backup("before-people-004")
    before = traces(branch)
    assert {"newsletter.db", copy.name} < before  # the search finds what is there
    assert [name for name in before if name.endswith(".eml")]
    done = forget(branch).ok()
    assert traces(branch) == set()
    assert (done.data["forgotten"], done.data["mails"], done.data["copies"]) == (True, 1, [copy.name])
    assert not any(word in (done.out + done.err).lower().encode() for word in WORDS)
    with house_of(branch).open_database() as database:
        database.backup("before-people-005")
    assert traces(branch) == set()
    receipt = branch.here("campaign", "receipt", drill.data["campaign"], "--json").data["receipt"]
    assert receipt == drill.data["receipt"]
    assert len(next(iter(branch.outbox().values()))) == 3


def test_while_somebody_reads_the_list_old_pages_stay_and_that_is_said(branch: Desk) -> None:
    """The control: with the log not emptied the same search finds the person."""
    with house_of(branch).open_database() as database:
        reading = database.iterate(spell("x", "", "select id from person"))
        next(reading)
        done = forget(branch)
        assert (done.code, done.data["forgotten"]) == (4, True)
        assert any("-wal" in message for message in done.json["messages"])
        assert traces(branch) == {"newsletter.db"}
        reading.close()
    branch.here("subscriber", "list").ok()
    assert traces(branch) == set()


@on_both
def test_nobody_brings_them_back_and_typing_it_again_does_no_harm(desk: Desk) -> None:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    branch = joined(desk.open_branch())
    forget(branch).ok()
    assert branch.here("subscriber", "show", ADDRESS, "--json").ok().data["on_the_list"] is False
    assert branch.here("subscriber", "add", ADDRESS, *CONSENT).code == 1
    (branch.folder / "again.csv").write_text(f"Email\n{ADDRESS}\n", encoding="utf-8")
    again = branch.here("subscriber", "import", branch.folder / "again.csv", *CONSENT, "--yes", "--json")
    assert (again.data["added"], again.data["suppressed"]) == (0, 1)
    done = forget(branch).ok()
    assert (done.data["forgotten"], done.data["was_on_list"]) == (True, False)
    assert branch.here("send", "october", "--yes", "--json").ok().data["receipt"]["deliveries"] == 3


def test_an_id_will_do_and_a_dry_run_removes_nothing(branch: Desk) -> None:
    listed = branch.here("subscriber", "list", "--show-addresses", "--json", "--reason", "test").data[
        "subscribers"
    ]
    [person] = [one["id"] for one in listed if one["address"] == ADDRESS]
    before = traces(branch)
    said = branch.here("subscriber", "forget", person, "--dry-run", "--json").ok()
    assert (said.data["forgotten"], said.data["was_on_list"]) == (False, True)
    assert traces(branch) == before
    assert branch.here("subscriber", "forget", person).code == 2  # nobody can be asked
    assert traces(branch) == before
    branch.here("subscriber", "forget", person, "--yes").ok()
    assert traces(branch) == set()
    assert branch.here("subscriber", "forget", person, "--yes").code == 1


def test_what_the_program_cannot_change_is_named(branch: Desk) -> None:
    issue = branch.workspace / "issues" / "october.md"
    issue.write_text(issue.read_text(encoding="utf-8") + f"\nWrite to {ADDRESS}.\n", encoding="utf-8")
    branch.here("send", "october", "--yes").ok()
    (branch.workspace / "data" / "copy of the list").write_bytes(b"x")
    branch.here(
        "subscriber", "export", "--out", branch.folder / "x.csv", "--reason", "handover", "--yes"
    ).ok()
    said = "\n".join(forget(branch).ok().data["beyond"])
    for expected in (
        "issues/october.md",
        "letters that were sent",
        "handover",
        "copy of the list",
        "backups",
    ):
        assert expected.lower() in said.lower()


@on_both
def test_words_that_others_agreed_to_are_named_and_words_of_nobody_go(desk: Desk) -> None:
    """A wording may tell whom to write to for a way out, so it may hold an address."""
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    branch = joined(desk.open_branch())
    words = (*CONSENT[:3], f"Yes, until I write to {ADDRESS.title()}.")
    branch.here("subscriber", "add", "ana@example.org", *words).ok()
    branch.here("subscriber", "add", ADDRESS, *words).ok()
    said = forget(branch, "--dry-run").ok().data["beyond"]
    assert (
        "The words that 1 person agreed to name the address, and are kept: they are the proof of these."
        in said
    )
    forget(branch).ok()
    proof = branch.here("subscriber", "show", "ana@example.org", "--json").ok().data["consents"]
    assert [one["wording"] for one in proof] == [words[3]]
    with house_of(branch).open_database() as database:
        database.run(spell("x", "", "delete from consent"))
    assert not [one for one in forget(branch).ok().data["beyond"] if "agreed to" in one]
    with house_of(branch).open_database() as database:
        texts = [text for (text,) in database.rows(spell("x", "", "select text from wording"))]
    assert not [text for text in texts if ADDRESS in text.lower()]


def test_what_is_beyond_it_is_said_once(branch: Desk) -> None:
    done = branch.here("subscriber", "forget", ADDRESS, "--yes").ok()
    assert (done.out + done.err).count("Backups of this folder") == 1


def test_our_own_folder_of_answers_is_named_only_where_it_shows_names(branch: Desk) -> None:
    plain, names = (branch.folder / f"{name}.csv" for name in ("plain", "names"))
    plain.write_text("Email,Status\nben@example.org,seconded\n", encoding="utf-8")
    names.write_bytes("Email,Name\nben@example.org,Bén\n".encode("cp1252"))
    branch.here("subscriber", "import", plain, *CONSENT, "--dry-run")
    assert not any("answers" in one for one in forget(branch, "--dry-run").ok().data["beyond"])
    branch.here("subscriber", "import", names, *CONSENT, "--dry-run")
    said = forget(branch, "--dry-run").ok().data["beyond"]
    assert [one for one in said if "answers" in one] == [
        "Answers to questions about a list show names. Delete them when they have served: answers/names-csv.toml"
    ]


def test_who_is_not_on_the_list_is_said_in_plain_words(branch: Desk) -> None:
    said = branch.here("subscriber", "forget", "stranger@example.org", "--dry-run").ok().out
    assert "is not on the list. It is noted as never to be mailed, so that no list can bring it in." in said


def moved(desk: Desk, *, to: str = "quillfeather@example.org") -> Desk:
    """After a drill, whose mail went to the address that they have no more."""
    desk.here("send", "october", "--yes").ok()
    desk.here("subscriber", "change", ADDRESS, "--to", to).ok()
    return desk


@on_both
def test_who_has_another_address_by_now_is_forgotten_by_the_old_one(desk: Desk) -> None:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    branch = moved(joined(desk.open_branch()))
    said = branch.here("subscriber", "forget", ADDRESS, "--dry-run").ok()
    assert "They have another address on the list by now: q…@e….org." in said.out
    assert "is forgotten with all their addresses" in said.out
    planned = forget(branch, "--dry-run").ok()
    assert (planned.data["was_on_list"], planned.data["moved_to"]) == (True, "q…@e….org")
    done = forget(branch).ok()
    assert (done.data["forgotten"], done.data["moved_to"], done.data["mails"]) == (True, "q…@e….org", 1)
    assert not any(word in (done.out + done.err).lower().encode() for word in WORDS)
    assert traces(branch) == set()
    for address in (ADDRESS, "quillfeather@example.org"):
        left = branch.here("subscriber", "show", address, "--json").ok().data
        assert (left["on_the_list"], left["suppression"]["reason"]) == (False, "asked to be forgotten")


def test_whoever_has_an_address_now_comes_before_whoever_had_it(branch: Desk) -> None:
    moved(branch)
    branch.here("subscriber", "change", "person1@example.org", "--to", ADDRESS).ok()
    done = forget(branch).ok()
    assert done.data["moved_to"] is None
    assert branch.here("subscriber", "show", "quillfeather@example.org", "--json").ok().data["on_the_list"]


def test_a_drills_mail_to_an_older_address_goes_with_whoever_moved(branch: Desk) -> None:
    """Nobody types the older address, and the mail shows no other."""
    moved(branch)
    assert [name for name in traces(branch) if name.endswith(".eml")]
    done = branch.here("subscriber", "forget", "quillfeather@example.org", "--yes", "--json").ok()
    assert (done.data["mails"], traces(branch)) == (1, set())


def test_a_drills_mail_to_an_older_address_goes_also_when_they_had_left_the_list(desk: Desk) -> None:
    desk.environment["NEWSLETTER_ROOT_KEY"] = ROOT
    branch, whole = desk.open_branch(), desk.folder / "whole.csv"
    for address in (ADDRESS, "ana@example.org"):
        branch.here("subscriber", "add", address, *CONSENT).ok()
    whole.write_text("Email\nana@example.org\n", encoding="utf-8")
    moved(branch).here("subscriber", "sync", whole, *CONSENT, "--yes", "--leavers", "1").ok()
    for address in (ADDRESS, "quillfeather@example.org"):
        left = branch.here("subscriber", "show", address, "--json").ok().data
        assert (left["on_the_list"], len(left["former"]), len(left["sent"])) == (False, 1, 1)
    done = branch.here("subscriber", "forget", "quillfeather@example.org", "--yes", "--json").ok()
    assert (done.data["was_on_list"], done.data["mails"], traces(branch)) == (False, 1, set())


def test_none_of_their_addresses_brings_somebody_back_who_was_forgotten(branch: Desk) -> None:
    branch.here("subscriber", "change", ADDRESS, "--to", "middle@example.org").ok()
    branch.here("subscriber", "change", "middle@example.org", "--to", "quillfeather@example.org").ok()
    forget(branch).ok()
    for address in (ADDRESS, "middle@example.org", "quillfeather@example.org"):
        stop = branch.here("subscriber", "show", address, "--json").ok().data["suppression"]
        assert (stop["reason"], stop["source"]) == ("asked to be forgotten", "")


# --- not yet -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [None, BatchState.PARKED])
def test_while_a_mail_is_on_its_way_they_are_suppressed_and_forgotten_later(
    branch: Desk, state: BatchState | None
) -> None:
    with house_of(branch).open_database() as database:
        campaign = begin(database, state)
    done = forget(branch)
    assert (done.code, done.data["forgotten"], done.data["unsettled"]) == (4, False, [campaign])
    assert done.json["errors"][0]["code"] == "put-off"
    status = {one["status"] for one in branch.here("subscriber", "list", "--json").data["subscribers"]}
    assert "suppressed" in status
    assert branch("--workspace", branch.workspace, "--json").ok().data["to_forget"] == 1
    assert "newsletter.db" in traces(branch)
    with house_of(branch).open_database() as database:
        database.run(spell("x", "", "update batch set state = 'accepted'"))
        database.run(spell("x", "", "update campaign set state = 'done'"))
    assert branch("--workspace", branch.workspace, "--json").ok().data["to_forget"] == 0
    assert traces(branch) == set()


def put_off(branch: Desk) -> None:
    """Somebody asked to be forgotten while mail was on its way; a copy arises; the mail is settled."""
    with house_of(branch).open_database() as database:
        begin(database, BatchState.PARKED)
    assert forget(branch).code == 4
    with house_of(branch).open_database() as database:
        assert database.backup("before-people-099")
        database.run(spell("x", "", "update batch set state = 'accepted'"))
        database.run(spell("x", "", "update campaign set state = 'done'"))


def test_a_copy_that_was_made_while_they_waited_goes_with_them(branch: Desk) -> None:
    put_off(branch)
    assert traces(branch) == {"newsletter.db", "newsletter.db.before-people-099"}
    said = branch("--workspace", branch.workspace).ok().err
    assert "Forgotten, as they had asked: 1 person." in said
    assert "Removed 1 copy of the list" in said
    assert traces(branch) == set()


def test_a_copy_that_cannot_be_removed_keeps_them_on_record_and_is_named(branch: Desk) -> None:
    put_off(branch)
    stays = branch.workspace / "data" / "newsletter.db.before-a-folder"
    stays.mkdir()
    for _ in range(2):
        done = branch("--workspace", branch.workspace, "--json").ok()
        assert done.data["to_forget"] == 1
        [said] = [one for one in done.json["messages"] if "could not be forgotten" in one]
        assert "newsletter.db.before-a-folder cannot be removed" in said
    stays.rmdir()
    assert branch("--workspace", branch.workspace, "--json").ok().data["to_forget"] == 0
    assert traces(branch) == set()


def test_a_copy_that_is_being_restored_is_not_taken_away_by_whom_it_holds(branch: Desk) -> None:
    put_off(branch)
    copy = branch.workspace / "data" / "newsletter.db.before-people-099"
    branch.here("database", "restore", copy, "--dry-run")
    assert branch.here("database", "restore", copy).code == 2  # nobody can be asked
    assert copy.exists()
    branch.here("database", "restore", copy, "--yes").ok()
    assert copy.exists()
    branch("--workspace", branch.workspace).ok()
    assert traces(branch) == set()


def test_a_restore_forgets_them_first_so_that_what_it_keeps_is_clean(branch: Desk) -> None:
    backup = branch.folder / "list.backup"
    branch.here("database", "backup", backup).ok()
    put_off(branch)
    said = branch.here("database", "restore", backup, "--yes").ok()
    assert "Forgotten, as they had asked: 1 person." in said.err
    assert "Removed 1 copy" in said.err  # and not what is being read
    assert traces(branch) == set()


# --- what is held besides ----------------------------------------------------------------------------------


def test_a_probe_that_waits_is_said_and_one_that_is_over_names_nobody(branch: Desk) -> None:
    probe = Probe(
        address=ADDRESS, begun=NOW, send_at=1, cancelled_batch="b1", cancelled_attempt="t1", control_batch="b2",
        control_attempt="t2", state=ProbeState.WAITING, repeated_batch="b3", repeated_attempt="t3",
    )  # fmt: skip
    old = replace(probe, cancelled_batch="b0")
    house = house_of(branch)
    with house.open_database() as database:
        for one in (probe, old):
            Premises(database, account="a").keep_probe(one)
        database.run(spell("x", "", "update probe set state = 'over' where cancelled_batch = 'b0'"))
    assert len(branch.here("subscriber", "show", ADDRESS, "--json").ok().data["probes"]) == 2
    said = forget(branch).ok().data["beyond"]
    assert [one for one in said if "probe" in one]
    assert len(branch.here("subscriber", "show", ADDRESS, "--json").ok().data["probes"]) == 1
    with house.open_database() as database:
        Premises(database, account="a").move_probe(probe, ProbeState.OVER)
    assert branch.here("subscriber", "show", ADDRESS, "--json").ok().data["probes"] == []
    assert traces(branch) == set()


def test_what_is_held_besides_is_told(branch: Desk) -> None:
    moved(branch)
    with house_of(branch).open_database() as database:
        begin(database, BatchState.PARKED)
    shown = branch.here("subscriber", "show", "quillfeather@example.org", "--json").ok().data
    assert (len(shown["former"]), shown["to_forget"], shown["to_erase"], shown["probes"]) == (1, None, [], [])
    assert branch.here("subscriber", "forget", "quillfeather@example.org", "--yes").code == 4
    said = branch.here("subscriber", "show", "quillfeather@example.org").ok().out
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert f"kept as a fingerprint: 1 older address, since {today}" in said
    assert f"to be forgotten: asked on {today}, as soon as their mail is settled" in said
    assert "newsletter doctor" not in said
    shown = branch.here("subscriber", "show", "quillfeather@example.org", "--json").ok().data
    assert shown["to_forget"].startswith(today)


def test_a_branch_that_never_used_sendgrid_asks_nobody(branch: Desk) -> None:
    assert forget(branch).ok().data["holders"] == []


def test_an_outbox_of_links_is_not_followed(branch: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.eml").write_bytes(b"To: " + ADDRESS.encode() + b"\r\n\r\n")
    outbox = branch.workspace / "outbox"
    outbox.mkdir(exist_ok=True)
    (outbox / "c1").symlink_to(elsewhere, target_is_directory=True)
    forget(branch).ok()
    assert (elsewhere / "a.eml").exists()


# --- what left the program ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("stick", ""),
        ("OneDrive - Branch", "OneDrive copies this folder"),
        ("here", "in the branch's own folder"),
    ],
)
def test_an_export_says_where_the_list_had_better_not_lie(branch: Desk, folder: str, said: str) -> None:
    place = branch.workspace if folder == "here" else branch.folder / folder
    place.mkdir(exist_ok=True)
    done = branch.here("subscriber", "export", "--out", place / "x.csv", "--reason", "handover", "--yes").ok()
    assert (said in done.err) if said else ("folder" not in done.err)


def test_an_export_makes_no_folder_that_was_mistyped(branch: Desk) -> None:
    out = branch.folder / "stikc" / "x.csv"
    refused = branch.here("subscriber", "export", "--out", out, "--reason", "handover", "--yes", "--json")
    assert (refused.code, out.parent.exists()) == (2, False)
    assert "The list was never exported." in branch.here("subscriber", "exports").ok().out


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_listing_with_addresses_that_nobody_reads_is_an_export(branch: Desk, more: tuple[str, ...]) -> None:
    listing = ("subscriber", "list", "--show-addresses", *more)
    refused = branch.here(*listing)
    assert refused.code == 2
    assert "--reason" in refused.out + refused.err
    assert "@example.org" not in refused.out + refused.err
    assert "The list was never exported." in branch.here("subscriber", "exports").ok().out
    assert "@example.org" in branch.here(*listing, "--reason", "labels").ok().out
    assert "labels" in branch.here("subscriber", "exports").ok().out
    assert branch.here("subscriber", "list", *more).ok().code == 0


def test_each_export_is_told_with_its_reason_and_without_anybody(branch: Desk) -> None:
    out = ("subscriber", "export", "--out", branch.folder / "x.csv", "--yes")
    assert "The list was never exported." in branch.here("subscriber", "exports").ok().out
    assert branch.here(*out).code == 2
    assert branch.here(*out, "--reason", " ").code == 2
    assert not (branch.folder / "x.csv").exists()
    branch.here(*out, "--reason", "handover to the new secretary").ok()
    assert stat.S_IMODE((branch.folder / "x.csv").stat().st_mode) == 0o600
    told = branch.here("subscriber", "exports", "--json").ok().data["exports"]
    assert [(one["reason"], one["people"]) for one in told] == [("handover to the new secretary", 4)]
    shown = branch.here("subscriber", "show", "-", "--json", stdin=ADDRESS).ok()
    assert shown.data["exports"] == told
    assert "handover" in branch.here("subscriber", "show", "-", stdin=ADDRESS).ok().out
    branch.here("subscriber", "add", "late@example.org", *CONSENT).ok()
    assert branch.here("subscriber", "show", "late@example.org", "--json").ok().data["exports"] == []
