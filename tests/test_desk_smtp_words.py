"""What a run through a bad mail server writes: no address, no name, no password, whatever the server repeats."""

import re

import pytest

from tests.command import CONSENT, Desk
from tests.smtp_sink import SmtpSink

PASSWORD = "correct-horse-of-nobody"
USER = "mailer-of-nobody"
PEOPLE = 12
#: Whom the list holds, how they are called, what opens the account, and what servers quote of all that.
SECRET = re.compile(
    r"person\d+@|person\d+%40|name\d+ofnobody|quoted@|correct.horse|Y29ycmVjdC|"
    r"bWFpbGVyLW9mLW5vYm9keQ|AG1haWxlci1vZi",
    re.IGNORECASE,
)
#: Every library says all that it would ever say, as when somebody looks for a fault.
LOUD = "import logging, sys; logging.basicConfig(stream=sys.stderr, level=logging.DEBUG, force=True)"
#: smtplib prints its conversations where it is told to.
LOUDER = f"{LOUD}; import smtplib; smtplib.SMTP.debuglevel = 2"
QUOTING = "quoted@example.org person3@example.org Name3ofnobody"


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open_branch(
        "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-tls", "none", "--smtp-username", USER,
        "--smtp-port", "52525",
    )  # fmt: skip
    rows = [f"person{n}@example.org,Name{n}ofnobody" for n in range(PEOPLE)]
    file = desk.folder / "list.csv"
    file.write_text("\n".join(["Email,First Name", *rows]) + "\n", encoding="utf-8")
    desk.here("subscriber", "import", file, *CONSENT, "--yes").ok()
    desk.environment["NEWSLETTER_SMTP_PASSWORD"] = PASSWORD
    return desk


def pointed_at(desk: Desk, sink: SmtpSink) -> None:
    settings = desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^port = \d+$", f"port = {sink.port}", text), encoding="utf-8")


FAULTS = {
    "refused": [f"rcpt:3:550 5.1.1 {QUOTING} is not known"],
    "put-off": [f"rcpt:3:450 4.2.0 {QUOTING} later", f"data:5:451 4.3.0 {QUOTING}"],
    "not-ours": [f"mail:4:550 5.7.1 {QUOTING} may not send"],
    "too-large": [f"dot:*:552 5.3.4 too large for {QUOTING}"],
    "lost": ["dot:4:drop"],
    "cut": ["rcpt:4:drop", "data:6:drop", "body:8:drop"],
    "odd": [f"dot:4:999 {QUOTING}", f"rcpt:7:{QUOTING}"],
    "talks": [f"after:2:421 4.3.2 {QUOTING} shutting down", f"body:5:early 452 4.3.1 {QUOTING}"],
    "wrong-key": [f"auth:*:535 5.7.8 {PASSWORD} of {USER} is wrong, {QUOTING}"],
    "no-entry": [f"greeting:*:554 5.7.1 {QUOTING} go away"],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_that_a_bad_mail_server_repeats_is_written(opened: Desk, fault: str) -> None:
    with SmtpSink(rules=FAULTS[fault], password=(USER, PASSWORD)) as sink:
        pointed_at(opened, sink)
        here = ("--workspace", opened.workspace)
        words = [opened.armed(LOUD, "send", "october", "--yes", *here)]
        [campaign] = opened.here("campaign", "list", "--json").ok().data["campaigns"]
        verbs = (("resume", "--yes"), ("show",), ("receipt",), ("report",))
        words += [opened.armed(LOUD, "campaign", verb, campaign["id"], *more, *here) for verb, *more in verbs]
        assert sink.connections, "it was asked"
        met = sink.messages or fault in ("too-large", "wrong-key", "no-entry")
    assert met, words
    told = "\n".join(line for _, out, err in words for line in f"{out}\n{err}".splitlines())
    assert "DEBUG" in told, "the libraries have spoken"
    assert [found[0][:6] for found in SECRET.finditer(told)] == []
    assert "Traceback" not in told


def test_a_conversation_that_is_printed_would_be_noticed(opened: Desk) -> None:
    """Else a pattern that fits nothing would call every run clean."""
    with SmtpSink(password=(USER, PASSWORD)) as sink:
        pointed_at(opened, sink)
        _, _, err = opened.armed(LOUDER, "send", "october", "--yes", "--workspace", opened.workspace)
    found = {found[0] for found in SECRET.finditer(err)}
    assert {f"person{n}@" for n in range(PEOPLE)} | {"AG1haWxlci1vZi"} <= found


def test_whatever_breaks_while_a_mail_is_on_its_way_names_nobody(opened: Desk) -> None:
    """An error that nobody has foreseen, which holds all of it in its words."""
    broken = (
        "import newsletter.transports.wire as wire\n"
        "def dot(self): raise RuntimeError('person3@example.org Name3ofnobody correct-horse-of-nobody')\n"
        "wire.Wire.dot = dot"
    )
    with SmtpSink(password=(USER, PASSWORD)) as sink:
        pointed_at(opened, sink)
        code, out, err = opened.armed(
            f"{LOUD}\n{broken}", "send", "october", "--yes", "--workspace", opened.workspace
        )
    assert code == 1
    assert "RuntimeError" in err
    assert SECRET.search(f"{out}\n{err}") is None
