"""The outbox writes each delivery once, whole, for its owner only; its page shows nobody."""

import email
import email.policy
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from newsletter.errors import TransportError
from newsletter.transports.base import Accepted, Halt, NotTaken, SomeRefused
from newsletter.transports.outbox import OutboxTransport, Sample, clear
from tests.parcels import Filled, Plain, make_envelope, make_parcel, make_sender

START = datetime(2026, 10, 5, 18, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "outbox" / "c1"


@pytest.fixture
def make(folder):
    """Outboxes whose clock goes on by an hour from one to the next."""
    clock = iter(START + timedelta(hours=n) for n in range(100))

    def outbox(**changes):
        moment = next(clock)
        return OutboxTransport(changes.pop("folder", folder), now=lambda: moment, **changes)

    return outbox


def test_no_values_are_too_long_for_a_file(make):
    assert make().batch_size_for([{"TAG": "x" * 200}]) == make().batch_size


def is_open():
    return True


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def bits(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_each_delivery_is_one_private_file_that_mail_programs_read(make, folder):
    assert make().hand_over(make_parcel(3), fence=is_open) == Accepted()
    assert sorted(contents(folder)) == ["c1-1.eml", "c1-2.eml", "c1-3.eml"]
    assert {bits(path) for path in folder.iterdir()} == {0o600}
    assert bits(folder) == bits(folder.parent) == 0o700
    message = email.message_from_bytes(contents(folder)["c1-2.eml"], policy=email.policy.default)
    assert message["To"] == "reader2@example.org"
    assert message["Date"].datetime == START


def test_the_same_parcel_again_writes_the_same_bytes_and_no_other_file(make, folder):
    make().hand_over(make_parcel(3), fence=is_open)
    first = contents(folder)
    assert make().hand_over(make_parcel(3), fence=is_open) == Accepted()
    assert contents(folder) == first
    (folder / "c1-2.eml").write_bytes(first["c1-2.eml"][:200])  # as a power cut may leave it
    make().hand_over(make_parcel(3), fence=is_open)
    assert contents(folder) == first


def test_a_closed_fence_writes_nothing(make, folder):
    assert make().hand_over(make_parcel(), fence=lambda: False) == NotTaken(code="fence", fenced=True)
    assert not folder.exists()


def test_a_delivery_that_cannot_be_a_message_is_refused_and_the_rest_waits(make, folder):
    bad = make_envelope(2, values={"NAME": "x\r\nBcc: y"})
    parcel = make_parcel(envelopes=(make_envelope(1), bad, make_envelope(3, address="a@b, c@d")))
    refused = {1: "bad-delivery-header", 2: "bad-delivery-header"}
    assert make().hand_over(parcel, fence=is_open) == SomeRefused(refused=refused)
    assert not folder.exists()


@pytest.mark.parametrize("delivery", ["../up", "a/b", "", ".hidden", "a.eml", "a\0b"])
def test_a_delivery_cannot_be_written_elsewhere(make, folder, delivery):
    outcome = make().hand_over(make_parcel(envelopes=(make_envelope(delivery=delivery),)), fence=is_open)
    assert isinstance(outcome, SomeRefused)
    assert not folder.parent.exists()


def test_a_sender_that_cannot_stand_in_a_header_stops_the_campaign(make, folder):
    outcome = make().hand_over(make_parcel(sender=make_sender(name="a\nb")), fence=is_open)
    assert isinstance(outcome, Halt)
    assert outcome.code == "bad-sender-header"


def test_a_folder_that_cannot_be_written_stops_the_campaign_in_plain_words(make, tmp_path):
    (tmp_path / "taken").write_text("a file")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "c1"):
        outcome = make(folder=folder).hand_over(make_parcel(), fence=is_open)
        assert isinstance(outcome, Halt)
        assert outcome.code == "outbox-unwritable"
        assert "cannot be written" in outcome.message
        assert "disk has room" in outcome.remedy


def test_a_folder_that_is_a_link_is_not_written_into(make, folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    assert isinstance(make().hand_over(make_parcel(), fence=is_open), Halt)
    assert contents(tmp_path / "elsewhere") == {}


def test_a_full_disk_leaves_nothing_half_written(make, folder):
    """A limit on the size of files stands for the disk: the third message is the one that does not fit."""
    resource = pytest.importorskip("resource", reason="limits are POSIX")
    make().hand_over(make_parcel(1), fence=is_open)
    before = contents(folder)
    big = make_envelope(3, values={"NAME": "x" * 150})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before["c1-1.eml"]) + 100, hard))
    try:
        outcome = make().hand_over(make_parcel(envelopes=(*make_parcel(2).envelopes, big)), fence=is_open)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(outcome, Halt)
    assert contents(folder) == before


KILLED = """
import sys, pathlib, datetime
from newsletter.transports.outbox import OutboxTransport
from tests.parcels import Plain, make_parcel
outbox = OutboxTransport(pathlib.Path(sys.argv[1]), now=lambda: datetime.datetime.now(datetime.UTC))
print("ready", flush=True)
while True:
    outbox.hand_over(make_parcel(400, content=Plain(html="<p>NAME</p>" * 2000)), fence=lambda: True)
"""


def test_after_a_kill_every_file_is_whole_and_the_same_parcel_completes_them(make, folder):
    parcel = make_parcel(400, content=Plain(html="<p>NAME</p>" * 2000))
    for wait in (0.05, 0.15, 0.3):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for name, content in contents(folder).items() if folder.exists() else ():
            assert not name.endswith(".eml") or content.endswith(b"--\r\n")
    assert make().hand_over(parcel, fence=is_open) == Accepted()
    assert sorted(contents(folder)) == sorted(f"{envelope.delivery}.eml" for envelope in parcel.envelopes)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


def page_of(outbox, folder):
    outbox.close()
    return (folder / "index.html").read_text()


def test_the_page_shows_the_mail_links_the_files_and_names_nobody(make, folder):
    outbox = make(samples=[Sample(mail=Filled("For you", "<p>Dear friend</p>", "Dear friend"))])
    outbox.hand_over(make_parcel(12), fence=is_open)
    text = page_of(outbox, folder)
    assert "NOBODY HAS BEEN MAILED: 12 mails" in text
    page = Page(text)
    assert [link["href"] for link in page.all("a")] == [f"c1-{number}.eml" for number in range(1, 13)]
    assert page.all("iframe") == [{"sandbox": None, "title": "The mail", "srcdoc": "<p>Dear friend</p>"}]
    assert "Name1" not in text
    assert "reader1" not in text
    assert bits(folder / "index.html") == 0o600


def test_without_a_sample_the_page_shows_dots_for_a_persons_values(make, folder):
    outbox = make()
    outbox.hand_over(make_parcel(2), fence=is_open)
    text = page_of(outbox, folder)
    assert "For …" in text
    assert "Name1" not in text


def test_the_page_shows_the_letter_of_each_language_by_its_name(make, folder):
    """One after the other, without a script; each link of the contents leads to one of them."""
    said = {"English (en)": "Dear friend", "Arabic (ar)": "عزيزي الصديق"}
    samples = [
        Sample(mail=Filled(text, f"<p>{text}</p>", text), language=name) for name, text in said.items()
    ]
    outbox = make(samples=samples)
    outbox.hand_over(make_parcel(2), fence=is_open)
    text = page_of(outbox, folder)
    page = Page(text)

    frames = {frame["title"]: frame["srcdoc"] for frame in page.all("iframe")}
    assert frames == {f"The mail in {name}": f"<p>{words}</p>" for name, words in said.items()}
    assert all(f'<pre dir="auto">{words}</pre>' in text for words in said.values())
    assert all(f"<p>Subject: <bdi>{words}</bdi></p>" in text for words in said.values())
    targets = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert targets == [section["id"] for section in page.all("section")] == ["letter-1", "letter-2"]
    assert page.all("script") == []


def test_nothing_in_a_mail_gets_out_of_its_frame(make, folder):
    evil = "</pre></iframe></title><script>alert(1)</script>\"'>$html"
    outbox = make(samples=[Sample(mail=Filled(evil, evil, evil), language=evil)] * 2)
    outbox.hand_over(make_parcel(), fence=is_open)
    page = Page(page_of(outbox, folder))
    assert page.all("script") == []
    assert page.all("iframe")[0]["srcdoc"] == evil
    [policy] = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_the_page_counts_what_earlier_runs_wrote(make, folder):
    first = make()
    first.hand_over(make_parcel(2), fence=is_open)
    second = make()
    second.hand_over(make_parcel(envelopes=(make_envelope(7),)), fence=is_open)
    first.close()
    assert "3 mails" in page_of(second, folder)


def test_closing_without_having_written_makes_no_folder(make, folder):
    make(samples=[Sample(mail=Filled("", "", ""))]).close()
    make().close()
    assert not folder.exists()


def test_clear_removes_the_folders_and_says_how_many(make, folder):
    for name in ("c1", "c2"):
        outbox = make(folder=folder.with_name(name))
        outbox.hand_over(make_parcel(2), fence=is_open)
        outbox.close()
    (folder / ".c1-9.part").write_bytes(b"left by a killed process")
    assert clear(folder.parent) == 2
    assert list(folder.parent.iterdir()) == []
    assert clear(folder.parent) == clear(folder.parent / "none") == 0


def test_clear_follows_no_link_and_removes_nothing_but_its_own(make, folder, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.eml").write_text("mine")
    make().hand_over(make_parcel(1), fence=is_open)
    (folder / "notes.txt").write_text("mine")
    (folder / "linked.eml").symlink_to(precious / "letter.eml")
    (folder.parent / "linked").symlink_to(precious)
    (tmp_path / "root").symlink_to(precious.parent)
    assert clear(tmp_path / "root") == 0
    assert clear(folder.parent) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["linked.eml", "notes.txt"]
    assert contents(precious) == {"letter.eml": b"mine"}


@pytest.fixture
def unremovable(make, folder):
    """A message that cannot be removed: for the administrator one that is mounted, for others a locked folder."""
    make().hand_over(make_parcel(1), fence=is_open)
    (message,) = folder.glob("*.eml")
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    mounted = subprocess.run(["mount", "--bind", message, message], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here, and the administrator may remove everything else")
    yield
    subprocess.run(["umount", message], check=True)


@pytest.mark.skipif(os.name != "posix", reason="modes of folders are POSIX")
def test_clear_says_what_it_cannot_remove(unremovable, folder):
    with pytest.raises(TransportError, match="cannot be removed"):
        clear(folder.parent)
