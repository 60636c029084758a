"""SpamAssassin, with the rules that need no network, takes no mail for spam."""

import email
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkers.mails import Mail, mail, make_mail, names
from tests.rendering_samples import make_branch, make_issue

pytestmark = pytest.mark.checkers

#: Points; 5 is spam. What a server adds on the way (Received, DKIM) is not there to help.
MOST = 0.5


def shouting() -> Mail:
    issue = make_issue(
        subject="!!! FREE MONEY NOW, ACT NOW !!!",
        preheader="",
        intro="CLICK HERE for $$$ MILLIONS of DOLLARS, 100% FREE, no obligation, Viagra, "
        "[click here](http://192.0.2.7/win)!!!",
        actions=(),
        diary=(),
    )
    return make_mail(issue, (), make_branch(), name="shouting")


def mbox(mails: list[Mail]) -> bytes:
    """The messages in one file, so that rules are read once; each says its name, for the order is lost."""
    return b"".join(
        b"From nobody Mon Nov  2 18:30:00 2026\nX-Sample: %b\n%b\n\n"
        % (found.name.encode(), re.sub(rb"(?m)^From ", b">From ", found.message.replace(b"\r\n", b"\n")))
        for found in mails
    )


@pytest.fixture(scope="module")
def judged(spamassassin: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[float, str]]:
    """Points and rules of each mail."""
    mails = [*map(mail, names()), shouting()]
    home = tmp_path_factory.mktemp("home")
    # Nothing learnt on this machine counts, and nothing is learnt; a home of its own has no settings in it.
    command = [
        spamassassin,
        "--local",
        "--mbox",
        "--nocreate-prefs",
        "--cf=use_bayes 0",
        "--cf=use_auto_whitelist 0",
    ]
    done = subprocess.run(
        command, input=mbox(mails), capture_output=True, check=True, timeout=120,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C"}, cwd=Path("/"),
    )  # fmt: skip
    verdicts = {}
    for piece in re.split(rb"(?m)^From nobody .*\n", done.stdout)[1:]:
        message = email.message_from_bytes(piece)
        said = " ".join(message["X-Spam-Status"].split())
        verdicts[message["X-Sample"]] = (float(re.search(r"score=(-?[\d.]+)", said)[1]), said)
    assert verdicts.keys() == {found.name for found in mails}
    return verdicts.__getitem__


@pytest.mark.parametrize("name", names())
def test_no_mail_is_taken_for_spam(judged: Callable[[str], tuple[float, str]], name: str) -> None:
    score, said = judged(name)

    assert "HTML_MESSAGE" in said
    assert score <= MOST, said


def test_a_mail_that_shouts_is_taken_for_worse(judged: Callable[[str], tuple[float, str]]) -> None:
    """A control."""
    score, said = judged("shouting")

    assert score > MOST, said
