"""newsletter.toml: what it means, and how each fault is told."""

from datetime import date
from pathlib import Path

import pytest

from newsletter.audience import Audience
from newsletter.errors import SettingsError
from newsletter.settings import Checks, TransportName, Unsubscribe, is_loopback, load, parse

PATH = Path("newsletter.toml")
WHOLE = """
id = "abcdef0123456789"
[branch]
name = "Anytown Trades Council"
sender = "news@anytown.example.org"
reply_to = "office@anytown.example.org"
postal_address = "12 High Street, Anytown"
complaints = "https://anytown.example.org/complaints"
"""


def test_a_short_file_is_enough() -> None:
    """Everything that can have a usual value has one, and the usual one mails nobody."""
    settings = parse(WHOLE, path=PATH)
    assert settings.sending.transport is TransportName.OUTBOX
    assert settings.branch.sender_name == "Anytown Trades Council"
    assert settings.branch.zone.key == "Europe/London"


def test_sendgrid_leaves_by_the_provider_unless_told_otherwise() -> None:
    settings = parse(WHOLE + '[sending]\ntransport = "sendgrid"\nunsubscribe_group = 7\n', path=PATH)
    told = parse(WHOLE + '[sending]\nunsubscribe = "mailto"\n', path=PATH)
    assert told.sending.unsubscribe is Unsubscribe.MAILTO
    assert settings.sending.unsubscribe is None
    assert settings.sending.unsubscribe_group == 7


def test_what_a_branch_thinks_of_the_checks_is_read() -> None:
    text = (
        WHOLE
        + 'election = false\nnation = "wales"\n[checks]\nraise = ["sentence-long"]\nacronyms = [" CWU "]\n'
    )
    settings = parse(text, path=PATH)
    assert settings.checks == Checks(raise_=("sentence-long",), acronyms=("CWU",))
    assert (settings.branch.election, settings.branch.nation) == (False, "wales")
    assert parse(WHOLE, path=PATH).branch.election is None


AUDIENCES = """
[audience.reps]
tags = ["reps", "reps"]
without_tags = ["site-north"]
languages = ["cy", "pt-BR"]
joined_after = 2026-01-31
joined_before = "2027-01-31"
had_not = ["october"]
sample = 50
seed = "second try"
[audience.old]
refreshed_after = 2026-01-31
all_tags = ["délégués"]
"""


def test_audiences_are_read_by_name() -> None:
    reps, old = parse(WHOLE + AUDIENCES, path=PATH).audiences
    assert reps == Audience(
        name="reps", tags=("reps",), without_tags=("site-north",), languages=("cy", "pt-BR"),
        joined_after=date(2026, 1, 31), joined_before=date(2027, 1, 31), had_not=("october",), sample=50,
        seed="second try",
    )  # fmt: skip
    assert old == Audience(name="old", refreshed_after=date(2026, 1, 31), all_tags=("délégués",))
    assert parse(WHOLE, path=PATH).audiences == ()


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("[audience.everybody]\nsample = 5", "audience.everybody is there without you", "another name"),
        ("[audience.Reps]\nsample = 5", "audience.Reps", "small letters"),
        ("[audience]\nreps = 5", "audience.reps is not a table", "a line of its own"),
        ("[audience.reps]", "audience.reps asks for nothing", "Add a line"),
        ("[audience.reps]\ntag = ['reps']", "audience.reps.tag is not a setting", "spelling"),
        ("[audience.reps]\ntags = 'reps'", "audience.reps.tags is not a list", '["reps"]'),
        ("[audience.reps]\ntags = []", "audience.reps.tags is empty", "leave the line out"),
        ("[audience.reps]\ntags = ['Site North']", "audience.reps.tags", "small letters"),
        ("[audience.reps]\nlanguages = ['Welsh']", "audience.reps.languages", '["cy", "pl"]'),
        ("[audience.reps]\njoined_after = 2026-01-31T10:00:00", "audience.reps.joined_after", "2027-01-31"),
        ("[audience.reps]\njoined_after = 'spring'", "audience.reps.joined_after is not a day", "2027-01-31"),
        ("[audience.reps]\nhad = ['October 2026']", "audience.reps.had", "small letters"),
        ("[audience.reps]\nsample = 0", "audience.reps.sample must be a whole number", "sample = 50"),
        ("[audience.reps]\nsample = true", "audience.reps.sample", "sample = 50"),
        ("[audience.reps]\ntags = ['a1']\nseed = 'x'", "audience.reps.seed", "sample = 50"),
        ("[audience.reps]\ntags = ['a']\nwithout_tags = ['a', 'b']", "without_tags shuts out", "one of the two"),
        ("[audience.reps]\nall_tags = ['a', 'c']\nwithout_tags = ['a']", "without_tags shuts out", "one of the two"),
        ("[audience.reps]\nhad = ['may']\nhad_not = ['may']", "had_not names an issue", "one of the two"),
        (
            "[audience.reps]\njoined_after = 2026-02-01\njoined_before = 2026-02-01",
            "joined_before is not later", "Swap",
        ),
    ],
)  # fmt: skip
def test_an_audience_that_nobody_could_belong_to_is_told(text: str, key: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(f"{WHOLE}\n{text}\n", path=PATH)
    assert key in caught.value.message
    assert remedy in caught.value.remedy


def test_any_of_two_tags_may_be_shut_out() -> None:
    text = "[audience.reps]\ntags = ['a', 'b']\nwithout_tags = ['a']\n"
    assert parse(WHOLE + text, path=PATH).audiences[0].without_tags == ("a",)


def changed(line: str, to: str) -> str:
    assert line in WHOLE
    return WHOLE.replace(line, to)


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        (changed('name = "Anytown Trades Council"', ""), "branch.name", "Add it"),
        (changed('name = "Anytown Trades Council"', 'name = ""'), "branch.name", "Fill it in"),
        (changed('name = "Anytown Trades Council"', "name = 7"), "branch.name", "quotation marks"),
        (changed('"news@anytown.example.org"', '"news"'), "branch.sender", "Write it like"),
        (changed('"Anytown Trades Council"', '"Any\\r\\nBcc: x"'), "branch.name", "by hand"),
        (changed('"Anytown Trades Council"', '"Any\\u202etown"'), "branch.name", "by hand"),
        (WHOLE + 'colours = "red"\n', "branch.colours", "spelling"),
        (WHOLE + 'colour = "red"\n', "branch.colour", "six digits"),
        (WHOLE + 'colour = "#12345"\n', "branch.colour", "#a3152a"),
        (WHOLE + "logo = 7\n", "branch.logo", "pictures/logo.png"),
        (WHOLE + 'logo = "a\\u0000b.png"\n', "branch.logo", "by hand"),
        (WHOLE + "logo_alt = true\n", "branch.logo_alt", "quotation marks"),
        (WHOLE + 'timezone = "Mars/Olympus"\n', "branch.timezone", "Europe/London"),
        (WHOLE + 'language = "English"\n', "branch.language", "cy"),
        (WHOLE + 'reviewed_languages = "cy"\n', "branch.reviewed_languages", '["cy", "pl"]'),
        (WHOLE + 'reviewed_languages = ["Welsh"]\n', "branch.reviewed_languages", '["cy", "pl"]'),
        (WHOLE + "reviewed_languages = [7]\n", "branch.reviewed_languages", '["cy", "pl"]'),
        (WHOLE + '[sending]\ntransport = "pigeon"\n', "sending.transport", "outbox, smtp, sendgrid"),
        (WHOLE + "[sending]\nthreads = 0\n", "sending.threads", "Example"),
        (WHOLE + '[sending]\ntimeout = "5 minutes"\n', "sending.timeout", "30s"),
        (WHOLE + '[sending]\ntimeout = "5m"\n', "sending.timeout", "30s"),
        (WHOLE + '[sending]\nundo_window = "5m"\n', "sending.undo_window", "30m"),
        (WHOLE + '[sending]\nundo_window = "25h"\n', "sending.undo_window", "30m"),
        (WHOLE + '[smtp]\nhost = "mail.example.org"\ntls = "none"\n', "smtp.tls", "starttls"),
        (WHOLE + '[sendgrid]\nallowed_hosts = ["http://x.example"]\n', "sendgrid.allowed_hosts", "https"),
        (WHOLE + 'election = "yes"\n', "branch.election", "true"),
        (WHOLE + 'nation = "Mars"\n', "branch.nation", "scotland"),
        (WHOLE + '[checks]\nhush = "no-intro"\n', "checks.hush", "no-intro"),
        (WHOLE + "[checks]\nraise = [1]\n", "checks.raise", "sentence-long"),
        (WHOLE + "[checks]\naccept = []\n", "checks.accept", "spelling"),
        (WHOLE + "[somewhere]\nx = 1\n", "somewhere", "spelling"),
        (WHOLE.replace("abcdef0123456789", "x"), "id", "backup"),
        ("branch = 3\n" + 'id = "abcdef0123456789"', "branch", "[branch]"),
        ("id = abc", "line 1", "Mend that line"),
    ],
)
def test_a_fault_names_file_key_and_remedy(text: str, key: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as fault:
        parse(text, path=PATH)
    assert "newsletter.toml" in fault.value.message
    assert key in fault.value.message
    assert remedy in fault.value.remedy


@pytest.mark.parametrize(
    "line",
    ['api_key = "x"', 'password = "x"', 'note = "SG.abcdefghijkl.mnopqrstuvwx"', 'root_key = "x"'],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(line: str) -> None:
    """Files are copied, mailed and put under git; keys are not."""
    with pytest.raises(SettingsError) as fault:
        parse(WHOLE + line, path=PATH)
    assert fault.value.code == "key-in-file"
    assert "secret set" in fault.value.remedy
    assert "SG." not in fault.value.message + fault.value.remedy


def test_no_workspace_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as fault:
        load(tmp_path / "newsletter.toml")
    assert (fault.value.code, "newsletter init" in fault.value.remedy) == ("no-workspace", True)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True),
     ("localhost.example.org", False), ("1270.0.0.1", False), ("127.0.0.1.example", False), ("", False)],
)  # fmt: skip
def test_loopback_is_this_machine_only(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("lines", "mode", "base_url"),
    [
        ("", "none", ""),
        ('mode = "cid"', "cid", ""),
        ('mode = "publish"\nbase_url = "https://branch.example.org/letters/"', "publish", "https://branch.example.org/letters"),
        ('base_url = "https://branch.example.org"', "none", "https://branch.example.org"),
        ('mode = "publish"\nbase_url = "http://127.0.0.1:8000"', "publish", "http://127.0.0.1:8000"),
    ],
)  # fmt: skip
def test_pictures_are_off_unless_asked_for(lines: str, mode: str, base_url: str) -> None:
    settings = parse(f"{WHOLE}[pictures]\n{lines}\n", path=PATH)
    assert (settings.pictures.mode, settings.pictures.base_url) == (mode, base_url)
    assert parse(WHOLE, path=PATH).pictures.mode == "none"


@pytest.mark.parametrize(
    "lines",
    [
        'mode = "hotlink"', 'mode = "publish"', 'base_url = "branch.example.org"', 'base_url = "http://branch.example.org"',
        'base_url = "https://branch.example.org/?reader=1"', 'base_url = "https://branch.example.org/#top"',
        'base_url = "https://me:secret@branch.example.org/"', 'base_url = "https://branch.example.org/a\\"b"',
        'base_url = "https://branch.example.org/a b"', 'base_url = "javascript:alert(1)"', "base_url = 7",
        'base_url = "https://branch.example.org:99999/"', 'address = "https://branch.example.org"',
    ],
)  # fmt: skip
def test_a_place_for_pictures_is_an_https_folder(lines: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(f"{WHOLE}[pictures]\n{lines}\n", path=PATH)
    assert "pictures." in caught.value.message
    assert "secret" not in caught.value.message
