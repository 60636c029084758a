"""The whole way as a person goes it, each command a process of its own."""

import email
import email.policy
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.command import ARTICLE, BRANCH, CONSENT, Desk, on_both, wait_until
from tests.house_sendgrid import HouseSendGrid
from tests.smtp_sink import SmtpSink

NOBODY = "NOBODY HAS BEEN MAILED"
KEY = "SG.test-key-of-nobody.0123456789abcdef"


def read(path: Path) -> email.message.EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def sendgrid(server: HouseSendGrid) -> dict[str, str]:
    return {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}


@pytest.fixture
def branch(desk: Desk) -> Desk:
    return desk.open_branch("--transport", "outbox")


@pytest.fixture
def sendgrid_branch(desk: Desk) -> Desk:
    return desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")


@on_both
def test_from_an_article_to_an_outbox_full_of_mail(branch: Desk) -> None:
    """Everybody has one mail of their own, with their own name, and a drill says first and last that it was one."""
    branch.add_people(5)
    done = branch.here("send", "october", "--yes").ok()
    lines = done.out.strip().splitlines()
    assert NOBODY in lines[0]
    assert NOBODY in lines[-1]
    ((_, messages),) = branch.outbox().items()
    mails = [read(path) for path in messages]
    assert sorted(mail["To"] for mail in mails) == [f"person{n}@example.org" for n in range(5)]
    for mail in mails:
        number = re.search(r"person(\d)", mail["To"])[1]
        text = " ".join(mail.get_body(("plain",)).get_content().split())
        assert f"Dear P{number}," in text
        assert "we did it in nine weeks,” the branch chair said." in text
        assert "Leave a Reply" not in text
        assert "CC BY-SA 4.0" in text
        assert "unsubscribe" in text.lower()
        assert mail["List-Unsubscribe"].startswith("<mailto:")


def test_recipients_never_see_one_another(branch: Desk) -> None:
    branch.add_people(4)
    branch.here("send", "october", "--yes").ok()
    ((_, messages),) = branch.outbox().items()
    for path in messages:
        content = path.read_text(encoding="ascii")
        assert len(set(re.findall(r"person\d@example\.org", content))) == 1
        assert not re.search(r"(?im)^(cc|bcc):", content)


def test_the_envelope_of_scripts(branch: Desk) -> None:
    """One object on standard output, whatever happens; the keys are a contract."""
    branch.add_people(3)
    sent = branch.here("send", "october", "--yes", "--json").ok()
    assert sent.json["version"] == 1
    assert sent.json["status"] == "success"
    assert sent.data["kind"] == "drill"
    receipt = sent.data["receipt"]
    assert receipt == {
        "deliveries": 3, "accepted": 3, "refused": 0, "suppressed": 0, "parked": 0, "called_back": 0,
        "planned": 0, "in_doubt": 0,
    }  # fmt: skip
    campaigns = branch.here("campaign", "list", "--json").ok().data["campaigns"]
    assert [(row["id"], row["state"], row["receipt"]) for row in campaigns] == [
        (sent.data["campaign"], "done", receipt)
    ]
    again = branch.here("campaign", "receipt", sent.data["campaign"], "--json").ok()
    assert again.data["receipt"] == receipt


def test_failures_are_told_in_the_envelope_too(branch: Desk) -> None:
    for words, code, exit_code in [
        (("send", "november", "--yes"), "not-found", 1),
        (("send", "../x", "--yes"), "bad-slug", 2),
        (("send", "october", "--yes"), "empty-list", 1),
        (("campaign", "show", "nonsense"), "no-campaign", 1),
        (("send", "october", "--transport", "pigeon"), "no-transport", 2),
        (("send", "--yes"), "usage", 2),
    ]:
        done = branch.here(*words, "--json")
        assert (done.code, done.json["status"], done.json["errors"][0]["code"]) == (exit_code, "error", code)
        assert done.json["errors"][0]["remedy"]


def test_without_a_keyboard_and_without_yes_nothing_is_sent(branch: Desk) -> None:
    branch.add_people(2)
    done = branch.here("send", "october")
    assert done.code == 2
    assert "--yes" in done.err
    assert branch.outbox() == {}
    assert branch.here("campaign", "list", "--json").data["campaigns"] == []


def test_dry_run_says_everything_and_does_nothing(branch: Desk) -> None:
    branch.add_people(7)
    done = branch.here("send", "october", "--dry-run").ok()
    assert "7 people" in done.out
    assert "October: the dockers won" in done.out
    assert len(re.findall(r"^To \S+…@", done.out, re.MULTILINE)) == 3
    assert not re.search(r"person\d@", done.out)
    assert branch.outbox() == {}


def test_blockers_stop_the_send_with_exit_code_3(branch: Desk) -> None:
    branch.add_people(1)
    path = branch.workspace / "issues" / "october.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[first_name|friend]", "[last_nam]"), encoding="utf-8"
    )
    done = branch.here("send", "october", "--yes")
    assert done.code == 3
    line = path.read_text(encoding="utf-8").splitlines().index("Dear [last_nam],") + 1
    assert f"issues/october.md:{line}" in done.err
    checked = branch.here("issue", "check", "october", "--json")
    assert checked.code == 3
    assert {"unknown-field"} <= {finding["id"] for finding in checked.data["findings"]}


def test_a_proposed_summary_is_never_sent(desk: Desk) -> None:
    """Nobody's words leave before a person has read them."""
    desk.open_branch()
    desk.add_people(1)
    article = next((desk.workspace / "articles").glob("*.md"))
    article.write_text(article.read_text(encoding="utf-8").replace("accepted", "proposed"), encoding="utf-8")
    done = desk.here("send", "october", "--yes")
    assert done.code == 3
    assert "articles/" in done.err


def test_content_is_frozen_and_typing_send_again_is_a_new_drill(branch: Desk) -> None:
    branch.add_people(2)
    first = branch.here("send", "october", "--yes", "--json").ok().data["campaign"]
    second = branch.here("send", "october", "--yes", "--json").ok().data["campaign"]
    assert {name: len(mails) for name, mails in branch.outbox().items()} == {first: 2, second: 2}


def test_a_body_that_sendgrid_takes(sendgrid_branch: Desk) -> None:
    """The posted body passes the judge; a local server makes it a drill."""
    sendgrid_branch.add_people(12)
    with HouseSendGrid(key=KEY) as server:
        done = sendgrid_branch.here("send", "october", "--yes", "--json", **sendgrid(server)).ok()
    assert server.violations == []
    assert dict(server.deliveries) == {f"person{n}@example.org": 1 for n in range(12)}
    assert done.data["kind"] == "drill"
    (mail,) = server.judge.mails("person7@example.org")
    assert "Dear P7," in mail.text
    assert "<%asm_group_unsubscribe_raw_url%>" in mail.text
    assert "<%asm_group_unsubscribe_raw_url%>" in mail.html
    assert "List-Unsubscribe" not in mail.headers


@on_both
def test_a_dropped_connection_parks_one_batch_and_nothing_goes_twice(sendgrid_branch: Desk) -> None:
    """2,500 people, the second answer lost: parked and named; resume and the same line again post nothing twice."""
    sendgrid_branch.add_people(2500)
    with HouseSendGrid([None, "reply_lost"], key=KEY) as server:
        where = sendgrid(server)
        done = sendgrid_branch.here("send", "october", "--yes", "--json", **where)
        assert done.code == 4
        receipt = done.data["receipt"]
        assert receipt["deliveries"] == 2500
        assert receipt["parked"] in (500, 1000)
        assert receipt["accepted"] == 2500 - receipt["parked"]
        posted = len(server.posts)
        campaign = done.data["campaign"]
        resumed = sendgrid_branch.here("campaign", "resume", campaign, "--yes", "--json", **where)
        assert (resumed.code, resumed.data["receipt"]) == (4, receipt)
        again = sendgrid_branch.here("send", "october", "--yes", **where)
        assert again.code == 2
        assert f"newsletter campaign resume {campaign}" in again.err
        assert len(server.posts) == posted == 3
    assert set(server.deliveries.values()) == {1}
    shown = sendgrid_branch.here("campaign", "show", campaign, "--json").ok().data
    assert len(shown["in_doubt"]) == receipt["parked"]
    assert shown["parked"][0]["size"] == receipt["parked"]


@pytest.mark.parametrize(
    ("faults", "code", "receipt", "most_requests"),
    [
        (["400:personalizations.3"], 0, {"accepted": 9, "refused": 1}, 2),
        (["401"], 4, {"planned": 10}, 1),
        (["credits"], 4, {"planned": 10}, 1),
        (["429:1"], 0, {"accepted": 10}, 2),
        (["200"], 4, {"parked": 10}, 2),  # with a control mail
        (["302:https://example.org/"], 4, {"parked": 10}, 2),  # with a control mail
        (["500"], 4, {"parked": 10}, 2),  # with a control mail
        (["reply_cut"], 4, {"parked": 10}, 2),  # with a control mail
        (["400"] * 40, 4, {"planned": 10}, 10),
        (["413"] * 40, 4, {"planned": 10}, 10),
        (["429:0"] * 40, 4, {"planned": 10}, 5),
    ],
)
def test_the_outcome_table_end_to_end(
    sendgrid_branch: Desk, faults: list[str], code: int, receipt: dict[str, int], most_requests: int
) -> None:
    """Each answer leads where the table says, in bounded requests, and the receipt adds up."""
    sendgrid_branch.add_people(10)
    with HouseSendGrid(faults, key=KEY) as server:
        done = sendgrid_branch.here("send", "october", "--yes", "--json", **sendgrid(server))
    assert done.code == code, done
    numbers = done.data["receipt"]
    assert {key: numbers[key] for key in receipt} == receipt
    # A script is told why, and what to do.
    assert bool(done.json["errors"]) is (code != 0)
    assert all(error["code"] and error["message"] and error["remedy"] for error in done.json["errors"])
    assert sum(numbers[key] for key in numbers if key not in ("deliveries", "in_doubt")) == 10
    assert len(server.posts) <= most_requests


def test_a_wrong_key_begins_nothing_and_the_right_one_sends(sendgrid_branch: Desk) -> None:
    """Who may not be mailed is asked first: with a wrong key nobody knows, so nothing begins."""
    sendgrid_branch.add_people(10)
    with HouseSendGrid(key=KEY) as server:
        wrong = sendgrid(server) | {"SENDGRID_API_KEY": "SG.wrong-key-of-nobody.x"}
        done = sendgrid_branch.here("send", "october", "--yes", **wrong)
        assert done.code == 1
        assert "secret set sendgrid" in done.err
        assert "Nothing was sent" in done.err
        assert sendgrid_branch.here("campaign", "list", "--json").data["campaigns"] == []
        sendgrid_branch.here("send", "october", "--yes", **sendgrid(server)).ok()
    assert dict(server.deliveries) == {f"person{n}@example.org": 1 for n in range(10)}


@on_both
def test_a_stopped_campaign_goes_on_when_the_fault_is_mended(sendgrid_branch: Desk) -> None:
    """A key deleted in the middle stops in plain words; with a good one `resume` brings everybody their mail."""
    sendgrid_branch.add_people(10)
    with HouseSendGrid(["401"], key=KEY) as server:
        done = sendgrid_branch.here("send", "october", "--yes", **sendgrid(server))
        assert done.code == 4
        assert "secret set sendgrid" in done.out
        campaign = sendgrid_branch.here("campaign", "list", "--json").data["campaigns"][0]["id"]
        sendgrid_branch.here("campaign", "resume", campaign, "--yes", **sendgrid(server)).ok()
    assert dict(server.deliveries) == {f"person{n}@example.org": 1 for n in range(10)}


def test_sendgrid_without_a_group_is_refused(desk: Desk) -> None:
    desk.open_branch("--transport", "sendgrid")
    desk.add_people(1)
    with HouseSendGrid(key=KEY) as server:
        done = desk.here("send", "october", "--yes", **sendgrid(server))
        assert done.code == 3
        assert "unsubscribe group" in done.err
        assert server.posts == []


def test_a_stale_variable_hands_key_and_list_to_nobody(sendgrid_branch: Desk) -> None:
    sendgrid_branch.add_people(1)
    done = sendgrid_branch.here(
        "send", "october", "--yes", NEWSLETTER_SENDGRID_HOST="https://evil.example.org", SENDGRID_API_KEY=KEY
    )
    assert done.code == 1
    assert "NEWSLETTER_SENDGRID_HOST" in done.err
    assert "evil" not in done.err


def test_a_missing_key_begins_nothing(sendgrid_branch: Desk) -> None:
    sendgrid_branch.add_people(1)
    done = sendgrid_branch.here("send", "october", "--yes", NEWSLETTER_SENDGRID_HOST="http://127.0.0.1:9")
    assert done.code == 1
    assert "newsletter secret set sendgrid" in done.err
    assert sendgrid_branch.here("campaign", "list", "--json").data["campaigns"] == []


@on_both
def test_a_real_campaign_offers_only_late_joiners_the_next_time(desk: Desk) -> None:
    """A mail server is real: who has a delivery is not mailed again; who joined since is."""
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.add_people(3)
        first = desk.here("send", "october", "--yes", "--json").ok()
        assert first.data["kind"] == "real"
        again = desk.here("send", "october", "--yes", "--json").ok()
        assert again.data["campaign"] == first.data["campaign"]
        assert len(sink.messages) == 3
        desk.add_people(2, begin=10)
        third = desk.here("send", "october", "--yes", "--json").ok()
        assert third.data["receipt"]["deliveries"] == 2
        refused = desk.here("send", "october", "--again", "--yes")
        assert refused.code == 2
        assert "--count 5" in refused.err
        desk.here("send", "october", "--again", "--count", "5", "--yes").ok()
    recipients = [taken.recipient for taken in sink.messages]
    assert len(recipients) == 10
    assert {recipients.count(recipient) for recipient in recipients} == {2}


SMTP = ("--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-tls", "none", "--smtp-port")


def test_an_empty_test_address_mails_nobody(desk: Desk) -> None:
    """--test "$ME" with ME unset is a mistake, not everybody."""
    with SmtpSink() as sink:
        desk.open_branch(*SMTP, sink.port)
        desk.add_people(3)
        for words in (("--test", ""), ("--test", " "), ("--test", "-")):
            done = desk.here("send", "october", *words, "--yes", stdin="")
            assert done.code != 0
        assert desk.here("send", "october", "--test", "a@example.org", "--again", "--count", "3").code == 2
        assert sink.messages == []


@pytest.mark.parametrize(
    "answer", ["550 5.4.5 daily limit exceeded", "554 no", "550 5.7.1 spam", "553 5.1.8 bad sender"]
)
def test_a_fault_of_the_mail_or_the_account_strikes_nobody_off(desk: Desk, answer: str) -> None:
    """Nobody was taken: the campaign waits, and with the fault mended everybody gets the mail once."""
    with SmtpSink(rules=[f"dot:{n}:{answer}" for n in range(1, 7)]) as sink:
        desk.open_branch(*SMTP, sink.port)
        desk.add_people(3)
        done = desk.here("send", "october", "--yes", "--json")
        assert done.code == 4
        assert (done.data["receipt"]["planned"], done.data["receipt"]["refused"]) == (3, 0)
        for _ in range(6):
            done = desk.here("campaign", "resume", done.data["campaign"], "--yes", "--json")
            if done.code == 0:
                break
        assert done.data["receipt"]["accepted"] == 3
    assert sorted(taken.recipient for taken in sink.messages) == [f"person{n}@example.org" for n in range(3)]


def test_everybody_refused_by_name_is_nobody_struck_off(sendgrid_branch: Desk) -> None:
    """A 400 that always names somebody is the mail's fault when it names everybody."""
    sendgrid_branch.add_people(6)
    with HouseSendGrid(["400:personalizations.0"] * 6, key=KEY) as server:
        done = sendgrid_branch.here("send", "october", "--yes", "--json", **sendgrid(server))
        assert done.code == 4
        assert (done.data["receipt"]["planned"], done.data["refusals"]) == (6, {})
        assert "refused-by-provider" in done.json["errors"][0]["message"]
        campaign = done.data["campaign"]
        sendgrid_branch.here("campaign", "resume", campaign, "--yes", **sendgrid(server)).ok()
    assert set(server.deliveries.values()) == {1}
    assert len(server.deliveries) == 6


@on_both
def test_a_campaign_that_cannot_go_on_is_given_up_and_sent_anew(desk: Desk) -> None:
    """A wrong sender is frozen with its campaign; undo gives everybody back, and the next one has the right one."""
    with SmtpSink(rules=["mail:1:553 5.7.1 not your address"]) as sink:
        desk.open_branch(*SMTP, sink.port)
        desk.add_people(3)
        done = desk.here("send", "october", "--yes", "--json")
        assert done.code == 4
        campaign = done.data["campaign"]
        toml = desk.workspace / "newsletter.toml"
        text = toml.read_text(encoding="utf-8").replace("news@anytown", "right@anytown")
        toml.write_text(text, encoding="utf-8")
        assert desk.here("send", "october", "--yes").code == 2
        undone = desk.here("campaign", "undo", campaign, "--yes", "--json").ok()
        assert (undone.data["state"], undone.data["receipt"]["called_back"]) == ("undone", 3)
        assert desk.here("campaign", "resume", campaign, "--yes", "--json").ok().data["state"] == "undone"
        desk.here("send", "october", "--yes").ok()
    assert {taken.sender for taken in sink.messages} == {"right@anytown.example.org"}
    assert len(sink.messages) == 3


def test_an_issue_whose_id_was_edited_is_not_sent_again(desk: Desk) -> None:
    with SmtpSink() as sink:
        desk.open_branch(*SMTP, sink.port)
        desk.add_people(2)
        desk.here("send", "october", "--yes").ok()
        path = desk.workspace / "issues" / "october.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^id: .*$", "id: 0123456789abcdef", text), encoding="utf-8")
        done = desk.here("send", "october", "--yes")
        assert done.code == 3
        assert re.search(r"id: [0-9a-f]{16}", done.err)
    assert len(sink.messages) == 2


def test_ctrl_c_in_a_pause_mails_nobody_afterwards(sendgrid_branch: Desk) -> None:
    """ "Interrupted" is true when it is said."""
    import signal
    import time

    sendgrid_branch.add_people(2500)
    with HouseSendGrid(["429:20"] * 9, key=KEY) as server:
        environment = sendgrid(server)
        process = sendgrid_branch.start(
            "send", "october", "--yes", "--workspace", sendgrid_branch.workspace, **environment
        )
        # The first batch goes alone, so its pause is everybody's.
        wait_until(lambda: len(server.posts) >= 1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, err = process.communicate(timeout=60)
        assert time.monotonic() - began < 10
        assert process.returncode == 130, err
        assert sum(server.deliveries.values()) == 0


def test_a_demonstration_that_is_used_is_not_removed(desk: Desk) -> None:
    desk("demo", "--no-open").ok()
    folder = desk.folder / "newsletter-demo"
    desk("subscriber", "add", "-", *CONSENT, "--workspace", folder, stdin="real@example.org\n").ok()
    done = desk("demo", "--no-open")
    assert (done.code, "somebody works with it" in done.err) == (1, True)
    assert (folder / "data" / "newsletter.db").exists()


def test_a_test_copy_goes_to_one_address_and_counts_for_nothing(desk: Desk) -> None:
    with SmtpSink() as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", sink.port, "--smtp-tls", "none"
        )
        desk.add_people(2)
        desk.here("send", "october", "--test", "-", stdin="me@example.org\n").ok()
        assert [taken.recipient for taken in sink.messages] == ["me@example.org"]
        assert desk.here("campaign", "list", "--json").data["campaigns"] == []


@on_both
def test_who_opted_out_is_not_mailed_whatever_is_imported(branch: Desk) -> None:
    branch.add_people(3)
    branch.here("subscriber", "suppress", "-", stdin="PERSON1@example.org\n").ok()
    file = branch.folder / "again.csv"
    file.write_text("Email\nperson1@example.org\nperson9@example.org\n", encoding="utf-8")
    report = branch.here("subscriber", "import", file, *CONSENT, "--yes", "--json").ok().data
    assert (report["added"], report["suppressed"]) == (1, 1)
    assert branch.here("send", "october", "--yes", "--json").ok().data["receipt"]["deliveries"] == 3


def test_the_list_prints_no_address_unless_asked(branch: Desk) -> None:
    branch.add_people(2)
    for words in (("subscriber", "list"), ("subscriber", "list", "--json"), ("send", "october", "--dry-run")):
        done = branch.here(*words).ok()
        assert "person0@" not in done.out + done.err
    rows = (
        branch.here("subscriber", "list", "--json", "--show-addresses", "--reason", "test")
        .ok()
        .data["subscribers"]
    )
    assert {row["address"] for row in rows} == {"person0@example.org", "person1@example.org"}
    assert set(rows[0]) >= {"id", "address", "name", "language", "status"}


def test_newsletter_alone_says_where_you_are(desk: Desk) -> None:
    outside = desk().ok()
    assert "newsletter demo" in outside.out
    desk.open_branch()
    assert "subscriber import" in desk.here().ok().out
    desk.add_people(1)
    assert "newsletter send october --dry-run" in desk.here().ok().out


def test_the_demonstration_shows_the_whole_way(desk: Desk) -> None:
    done = desk("demo", "--no-open").ok()
    assert done.out.startswith("A DRILL")
    folder = desk.folder / "newsletter-demo"
    index = next((folder / "outbox").glob("*/index.html"))
    assert str(index.relative_to(desk.folder)) in done.out
    again = desk("demo", "--no-open", "--json").ok()
    assert Path(again.data["index"]).exists()
    assert len(list((folder / "outbox").iterdir())) == 1


def test_the_demonstration_removes_nothing_else(desk: Desk) -> None:
    folder = desk.folder / "newsletter-demo"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = desk("demo", "--no-open")
    assert done.code == 1
    assert (folder / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_init_overwrites_nothing_and_says_what_is_missing(desk: Desk) -> None:
    desk("init", "branch", *BRANCH, "--yes").ok()
    before = (desk.workspace / "newsletter.toml").read_bytes()
    assert desk("init", "branch", *BRANCH, "--yes").code == 1
    assert (desk.workspace / "newsletter.toml").read_bytes() == before
    done = desk("init", "other", "--branch", "X", "--yes")
    assert done.code == 2
    assert "--sender" in done.err
    assert not (desk.folder / "other").exists()


def test_odd_names_of_branches_survive_the_settings_file(desk: Desk) -> None:
    """Quotation marks, backslashes and Welsh letters are text."""
    name = 'Cyngor "Môn" \\ Ŵyr $name'
    desk("init", "branch", *BRANCH[:1], name, *BRANCH[2:], "--yes").ok()
    assert name in desk.here().ok().out


def test_articles_come_from_standard_input_too(desk: Desk) -> None:
    desk("init", "branch", *BRANCH, "--yes").ok()
    added = desk.here("article", "add", "-", "--json", stdin=ARTICLE).ok().data["articles"][0]
    assert (added["author"], added["photo"]["author"]) == ("Robin Vale", "Ines Marlow")
    shown = desk.here("article", "show", added["slug"], "--json").ok().data
    assert json.dumps(shown["paragraphs"]).count("Port Ellery") == 1


@pytest.mark.parametrize(
    "name", ["Gewerkschaft für Bildung", "A very long name of a branch " * 8, "Undeb \\"]
)
def test_a_list_id_is_never_encoded_or_folded(desk: Desk, name: str) -> None:
    """Filters look for the id as it stands."""
    desk.open_branch("--transport", "outbox", "--branch", name)
    desk.add_people(1)
    desk.here("send", "october", "--yes").ok()
    ((_, (message,)),) = desk.outbox().items()
    (line,) = re.findall(rb"(?m)^List-Id:(?:.*)(?:\r?\n[ \t].*)*", message.read_bytes())
    assert b"=?" not in line
    assert b"\n" not in line.rstrip()
    assert re.search(rb"<[0-9a-f]{16}\.anytown\.example\.org>", line)


def test_the_program_says_its_version(desk: Desk) -> None:
    assert desk("--version").ok().out == f"newsletter {version('solidarity-newsletter')}\n"
